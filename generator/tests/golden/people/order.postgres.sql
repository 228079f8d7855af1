INSERT INTO "order" ("id", "customer_id", "customer_email", "customer_login", "code") VALUES
(1,'01968bb7-ca04-7231-a75b-4d7be3751c2b','mateo.hudson3629@example.com','rey.hessel@example.com','TRW-0915'),
(2,'01968bb7-ca03-7cd0-b37e-bab353bc1aab','jonathon.waters8317@example.com','emmy.kshlerin@example.com','NMC-3709'),
(3,'01968bb7-ca03-7191-bdb9-70c0137bc6bb','eulalia.stark8864@example.com','verda.king@example.org','EXG-6392'),
(4,'01968bb7-ca01-74cc-b84c-2bd42f35d8a3','gregorio.buckridge4473@example.com','phyllis.spinka@example.com','SHN-9188');
INSERT INTO "order" ("id", "customer_id", "customer_email", "customer_login", "code") VALUES
(5,'01968bb7-ca03-7364-a83a-d49f9d471838','florida.romaguera1352@example.net','susanna.waters@example.com','EBI-6738'),
(6,'01968bb7-ca01-7b12-8c99-1e13c814fcb1','maude.grant2101@example.com','hadley.gutkowski@example.org','GJI-3954'),
(7,'01968bb7-ca00-78e1-93a1-f328b2486eb9','elvis.schiller5193@example.org','wilburn.cormier@example.com','CZX-7984'),
(8,'01968bb7-ca04-79b6-8f18-5fe3ed8dc168','marina.vonrueden8341@example.org','alexzander.ferry@example.org','LTA-4454');
INSERT INTO "order" ("id", "customer_id", "customer_email", "customer_login", "code") VALUES
(9997,'01968bb7-ca03-7e41-b54a-f373c7a98a34','laura.lakin1414@example.org','aiden.rutherford@example.com','MHG-6463'),
(9998,'01968bb7-ca02-790a-aa84-685e0e30feef','jody.medhurst7131@example.com','demetrius.purdy@example.com','TWL-9763'),
(9999,'01968bb7-ca02-76b4-931c-f08c5438127a','tremayne.kling4868@example.org','bert.schaefer@example.com','KND-2969'),
(10000,'01968bb7-ca01-7462-a6bc-33804e5e3548','alayna.miller3214@example.net','pietro.gleason@example.com','XXC-4202');
INSERT INTO "order" ("id", "customer_id", "customer_email", "customer_login", "code") VALUES
(10001,'01968bb7-ca00-742d-8c64-aaa2093a8cea','edwin.barton7178@example.net','kendall.bernier@example.com','UVD-5872'),
(10002,'01968bb7-ca04-70bc-9e8f-df772b037405','gerson.upton4271@example.org','maya.cassin@example.org','DHV-7021'),
(10003,'01968bb7-ca00-7f89-bd40-e83198a1684c','anabel.herzog3292@example.com','otilia.hegmann@example.com','USO-3018'),
(10004,'01968bb7-ca02-7378-a2d1-b517620345cf','felicia.rohan4680@example.com','jane.yundt@example.com','HAT-2213');
INSERT INTO "order" ("id", "customer_id", "customer_email", "customer_login", "code") VALUES
(19993,'01968bb7-ca04-7f47-8dfe-7469ec035ca7','raegan.mills4178@example.org','susanna.streich@example.com','YYL-3951'),
(19994,'01968bb7-ca00-7abc-b4fe-9f122ed9e512','trace.beahan8806@example.org','anika.schimmel@example.com','HFL-5338'),
(19995,'01968bb7-ca00-7872-8d35-6e7ea70e4fb6','shaina.padberg2863@example.net','dangelo.kautzer@example.com','OFY-2899'),
(19996,'01968bb7-ca04-7d3f-9fb4-2c8abe57f6c4','cole.mcclure2745@example.net','korbin.fritsch@example.com','VWL-8582');
INSERT INTO "order" ("id", "customer_id", "customer_email", "customer_login", "code") VALUES
(19997,'01968bb7-ca04-789b-8b90-d13bcf435a23','lulu.mayert1248@example.net','lauryn.steuber@example.com','OWC-6301'),
(19998,'01968bb7-ca00-7d0a-bdc5-952738a6ac19','miller.herzog2192@example.com','libbie.hayes@example.com','FMF-3504'),
(19999,'01968bb7-ca01-7b0a-bf22-8f68e148d4a0','lynn.abernathy2487@example.net','sienna.reinger@example.org','QMH-2822'),
(20000,'01968bb7-ca00-7778-afd9-f00b27fe918f','annabell.ebert9065@example.net','chasity.volkman@example.com','GKN-0424');
