SET @rowmill_client = @@character_set_client, @rowmill_results = @@character_set_results, @rowmill_collation = @@collation_connection, @rowmill_time_zone = @@time_zone, @rowmill_mode = @@sql_mode, @rowmill_autocommit = @@autocommit;
SET NAMES utf8mb4;
SET time_zone = '+00:00', sql_mode = 'NO_AUTO_VALUE_ON_ZERO,STRICT_ALL_TABLES', autocommit = 1;
INSERT INTO `order` (`id`, `customer_id`, `customer_email`, `customer_login`, `code`) VALUES
(1,'01968bb7-ca02-7e83-9c87-e4e827d45b9b','rosemarie.schulist8049@example.com','rosemarie.schulist@example.com','TRW-0915'),
(2,'01968bb7-ca04-7231-a75b-4d7be3751c2b','francesca.pfeffer9184@example.com','francesca.pfeffer@example.com','NMC-3709'),
(3,'01968bb7-ca02-773b-9fe1-210d3e66dfad','chasity.grimes411@example.com','chasity.grimes@example.com','EXG-6392'),
(4,'01968bb7-ca03-7cd0-b37e-bab353bc1aab','neoma.pfannerstill8795@example.com','neoma.pfannerstill@example.com','SHN-9188');
INSERT INTO `order` (`id`, `customer_id`, `customer_email`, `customer_login`, `code`) VALUES
(5,'01968bb7-ca02-756c-a91f-48ee6b1e1143','moises.abbott3715@example.net','moises.abbott@example.com','EBI-6738'),
(6,'01968bb7-ca03-7191-bdb9-70c0137bc6bb','casimir.kiehn5143@example.com','casimir.kiehn@example.org','GJI-3954'),
(7,'01968bb7-ca02-72c0-a26d-bdde3243f770','aurelio.hartmann9286@example.com','aurelio.hartmann@example.org','CZX-7984'),
(8,'01968bb7-ca01-74cc-b84c-2bd42f35d8a3','zoie.bernier2645@example.com','zoie.bernier@example.com','LTA-4454');
INSERT INTO `order` (`id`, `customer_id`, `customer_email`, `customer_login`, `code`) VALUES
(9997,'01968bb7-ca04-7e72-918d-41fd111c2904','magali.lehner3812@example.org','magali.lehner@example.com','MHG-6463'),
(9998,'01968bb7-ca01-7e93-9e17-1dbcfcf1bc62','hilda.ortiz1562@example.net','hilda.ortiz@example.com','TWL-9763'),
(9999,'01968bb7-ca02-7bdb-b445-e941e1669957','friedrich.stoltenberg6490@example.com','friedrich.stoltenberg@example.com','KND-2969'),
(10000,'01968bb7-ca03-71fb-8b58-2f8549d37455','octavia.heaney2504@example.org','octavia.heaney@example.com','XXC-4202');
INSERT INTO `order` (`id`, `customer_id`, `customer_email`, `customer_login`, `code`) VALUES
(10001,'01968bb7-ca01-707a-8564-cd488bb70ef0','darron.rau2730@example.com','darron.rau@example.com','UVD-5872'),
(10002,'01968bb7-ca01-7049-8b4e-aa89fb36ea91','litzy.moen2693@example.net','litzy.moen@example.com','DHV-7021'),
(10003,'01968bb7-ca04-7618-96f8-042394a8332e','arianna.lubowitz9154@example.net','arianna.lubowitz@example.com','USO-3018'),
(10004,'01968bb7-ca04-7ea3-904f-b0577083d3ce','murl.hodkiewicz4309@example.org','murl.hodkiewicz@example.com','HAT-2213');
INSERT INTO `order` (`id`, `customer_id`, `customer_email`, `customer_login`, `code`) VALUES
(19993,'01968bb7-ca02-7235-a292-26b7c0a5a181','jana.runolfsdottir327@example.net','jana.runolfsdottir@example.com','YYL-3951'),
(19994,'01968bb7-ca03-7e41-b54a-f373c7a98a34','toby.gerlach5400@example.net','toby.gerlach@example.com','HFL-5338'),
(19995,'01968bb7-ca03-718d-afea-e48a0c5ef615','violet.berge5027@example.org','violet.berge@example.com','OFY-2899'),
(19996,'01968bb7-ca02-790a-aa84-685e0e30feef','rubie.carter2885@example.com','rubie.carter@example.com','VWL-8582');
INSERT INTO `order` (`id`, `customer_id`, `customer_email`, `customer_login`, `code`) VALUES
(19997,'01968bb7-ca02-7543-86e7-e5aaedeeadcc','louisa.wolf4784@example.com','louisa.wolf@example.com','OWC-6301'),
(19998,'01968bb7-ca02-76b4-931c-f08c5438127a','werner.gleason8365@example.com','werner.gleason@example.com','FMF-3504'),
(19999,'01968bb7-ca02-7097-8812-266f51393dca','erika.hamill4214@example.net','erika.hamill@example.com','QMH-2822'),
(20000,'01968bb7-ca01-7462-a6bc-33804e5e3548','torrey.hilpert972@example.org','torrey.hilpert@example.com','GKN-0424');
SET character_set_client = @rowmill_client, character_set_results = @rowmill_results, collation_connection = @rowmill_collation, time_zone = @rowmill_time_zone, sql_mode = @rowmill_mode, autocommit = @rowmill_autocommit;
