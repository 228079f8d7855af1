SET @rowmill_client = @@character_set_client, @rowmill_results = @@character_set_results, @rowmill_collation = @@collation_connection, @rowmill_time_zone = @@time_zone, @rowmill_mode = @@sql_mode, @rowmill_autocommit = @@autocommit;
SET NAMES utf8mb4;
SET time_zone = '+00:00', sql_mode = 'NO_AUTO_VALUE_ON_ZERO,STRICT_ALL_TABLES', autocommit = 1;
INSERT INTO `order` (`id`, `customer_id`, `customer_email`, `customer_login`, `code`) VALUES
(1,'01968bb7-ca02-7e83-9c87-e4e827d45b9b','tara.schultz8319@example.net','tara.schultz@example.com','TRW-0915'),
(2,'01968bb7-ca04-7231-a75b-4d7be3751c2b','geraldine.murray2366@example.org','geraldine.murray@example.com','NMC-3709'),
(3,'01968bb7-ca02-773b-9fe1-210d3e66dfad','misty.robinson4165@example.org','misty.robinson@example.com','EXG-6392'),
(4,'01968bb7-ca03-7cd0-b37e-bab353bc1aab','megan.ingram9667@example.org','megan.ingram@example.com','SHN-9188');
INSERT INTO `order` (`id`, `customer_id`, `customer_email`, `customer_login`, `code`) VALUES
(5,'01968bb7-ca02-756c-a91f-48ee6b1e1143','valerie.benson8252@example.net','valerie.benson@example.com','EBI-6738'),
(6,'01968bb7-ca03-7191-bdb9-70c0137bc6bb','naomi.lloyd9464@example.com','naomi.lloyd@example.org','GJI-3954'),
(7,'01968bb7-ca02-72c0-a26d-bdde3243f770','aria.villanueva2348@example.org','aria.villanueva@example.org','CZX-7984'),
(8,'01968bb7-ca01-74cc-b84c-2bd42f35d8a3','hugo.phillips3801@example.com','hugo.phillips@example.com','LTA-4454');
INSERT INTO `order` (`id`, `customer_id`, `customer_email`, `customer_login`, `code`) VALUES
(9997,'01968bb7-ca04-7e72-918d-41fd111c2904','brayden.romero671@example.com','brayden.romero@example.com','MHG-6463'),
(9998,'01968bb7-ca01-7e93-9e17-1dbcfcf1bc62','iris.acosta3342@example.org','iris.acosta@example.com','TWL-9763'),
(9999,'01968bb7-ca02-7bdb-b445-e941e1669957','phyllis.gardner1888@example.org','phyllis.gardner@example.com','KND-2969'),
(10000,'01968bb7-ca03-71fb-8b58-2f8549d37455','ryan.yates2948@example.net','ryan.yates@example.com','XXC-4202');
INSERT INTO `order` (`id`, `customer_id`, `customer_email`, `customer_login`, `code`) VALUES
(10001,'01968bb7-ca01-707a-8564-cd488bb70ef0','carl.knight5271@example.com','carl.knight@example.com','UVD-5872'),
(10002,'01968bb7-ca01-7049-8b4e-aa89fb36ea91','malcolm.hoffman169@example.org','malcolm.hoffman@example.com','DHV-7021'),
(10003,'01968bb7-ca04-7618-96f8-042394a8332e','ian.houston163@example.net','ian.houston@example.com','USO-3018'),
(10004,'01968bb7-ca04-7ea3-904f-b0577083d3ce','william.shepherd4436@example.org','william.shepherd@example.com','HAT-2213');
INSERT INTO `order` (`id`, `customer_id`, `customer_email`, `customer_login`, `code`) VALUES
(19993,'01968bb7-ca02-7235-a292-26b7c0a5a181','deborah.hodges6952@example.org','deborah.hodges@example.com','YYL-3951'),
(19994,'01968bb7-ca03-7e41-b54a-f373c7a98a34','ernesto.mckinney8293@example.com','ernesto.mckinney@example.com','HFL-5338'),
(19995,'01968bb7-ca03-718d-afea-e48a0c5ef615','lyle.liu9633@example.org','lyle.liu@example.com','OFY-2899'),
(19996,'01968bb7-ca02-790a-aa84-685e0e30feef','ben.norris6646@example.net','ben.norris@example.com','VWL-8582');
INSERT INTO `order` (`id`, `customer_id`, `customer_email`, `customer_login`, `code`) VALUES
(19997,'01968bb7-ca02-7543-86e7-e5aaedeeadcc','heather.roman8149@example.net','heather.roman@example.com','OWC-6301'),
(19998,'01968bb7-ca02-76b4-931c-f08c5438127a','lena.ibarra5178@example.net','lena.ibarra@example.com','FMF-3504'),
(19999,'01968bb7-ca02-7097-8812-266f51393dca','eli.stephens6172@example.org','eli.stephens@example.com','QMH-2822'),
(20000,'01968bb7-ca01-7462-a6bc-33804e5e3548','cameron.deleon4680@example.com','cameron.deleon@example.com','GKN-0424');
SET character_set_client = @rowmill_client, character_set_results = @rowmill_results, collation_connection = @rowmill_collation, time_zone = @rowmill_time_zone, sql_mode = @rowmill_mode, autocommit = @rowmill_autocommit;
