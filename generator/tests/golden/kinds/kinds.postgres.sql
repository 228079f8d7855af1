BEGIN;
SET LOCAL client_encoding = 'UTF8';
SET LOCAL standard_conforming_strings = on;
SET LOCAL TimeZone = 'UTC';
SET LOCAL DateStyle = 'ISO, YMD';
SET LOCAL statement_timeout = 0;
INSERT INTO "kinds" ("a", "p", "up", "sequence 0", "sequence 1", "integer 0", "integer 1", "decimal 0", "decimal 1", "boolean 0", "boolean 1", "double 0", "random_walk 0", "random_walk 1", "date 0", "timestamp 0", "now 0", "now 1", "time 0", "regular_time 0", "regular_time 1", "business_time 0", "business_time 1", "year 0", "uuid_v7 0", "uuid_v4 0", "uuid_v4 1", "ulid 0", "ulid 1", "first_name 0", "last_name 0", "email 0", "full_name 0", "sex 0", "sex 1", "title 0", "birth_date 0", "birth_date 1", "user_name 0", "job 0", "national_id 0", "phone 0", "company 0", "city 0", "street_address 0", "address 0", "region 0", "region 1", "postcode 0", "country 0", "country_code 0", "country_code 1", "latitude 0", "latitude 1", "longitude 0", "longitude 1", "time_zone 0", "department 0", "product 0", "colour 0", "hex_colour 0", "currency 0", "business_number 0", "iban 0", "bic 0", "card_number 0", "order_number 0", "order_number 1", "url 0", "domain 0", "ipv4 0", "ipv4 1", "ipv4 2", "ipv6 0", "mac_address 0", "user_agent 0", "http_method 0", "http_status 0", "password_hash 0", "hash 0", "hash 1", "file_name 0", "mime_type 0", "slug 0", "version 0", "sentence 0", "sentence 1", "pattern 0", "pattern 1", "word 0", "headline 0", "paragraph 0", "markup 0", "markup 1", "characters 0", "list 0", "list 1", "constant 0", "constant 1", "bytes 0", "json 0", "foreign_key 0", "child_of 0", "child_of 1", "ordinal 0", "level 0", "child_count 0", "parent_value 0", "expression 0", "expression 1", "expression 2", "template 0", "template 1") VALUES
(155949,1,NULL,1,10.00,5,-329706315,26.76,3074557996411929641734570028.6583780992,false,1,0.168250223519537,20.00,15.0,'2024-10-24','2024-12-01 13:00:43.324146','2025-01-01 00:00:00.000','2025-01-01','11:42:53.306','2025-01-01 00:00:00','2025-01-01 00:00:00.002227','2025-05-07 10:18:06','2025-05-18',2019,'01941f29-7c00-7000-aee0-3c4f8b245855','84117c3f-11a8-4600-8b6d-f9a92e2c016b','\xaad83ac0a98548feb785d1ee8ecb0ad0','01JGFJJZ000001XDMKQB9HC39D','\x01941f297c000000385056ab6ce47339','Wilma','Hammond','wilma.hammond94123@example.org','Wilma Hammond','female','F','Ms.','1986-10-08','2024-10-02','wilma.hammond94123','Staff Copywriter','666-18-2989','+1-523-555-0102','Arias Agriculture International','Jenningsville','912 Hamilton Lane','912 Hamilton Lane, Jenningsville, PA 19079','Pennsylvania','PA','19079','Netherlands','NL','NLD',40.569036,40.569036,-79.606160,-79.60616,'America/New_York','Design','Turquoise Copper Umbrella','Fuchsia','#098078','MYR','00-9979068','GB17TEST68491807687729','TESTITSC','4000003654783642','ORD-00000001','INV/99999','https://project.example.com/still/mother','slow-ocean.example.com','198.51.100.233','10.209.122.181','98.166.253.120','2001:db8:4b9a:f028:f763:4925:0:1','02:cd:b7:47:38:6d','Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0','GET',304,'$2b$12$WOVK1fgJJEDDBubHkwPon.X6S0LsidZdt2/Z3UJx9iLYhzsRu6lkD','9c4f6679cdd95d63972fdbd95695b61e058bebd8ec92c19296c6aa0348b2f1ab','0484ff7a5dcdb4c540c64af218749f8c','ordinary-school.zip','text/html','complete-city-985','6.8.2','A faint weather met a heavy store.','An ordinary shop praised a word.','HQM-9518','xa84','bottle','How the Exact Coast','A coffee pushed an orange witness.','# Shelf and picture

The quick glass learned a hard stone by the cloud. **Student**. See <https://example.com/builder>.

- The dry machine firmly crossed an equal sign against the orange arm.
- The language hid a carpet.
','<h1>Library and word</h1>
<p>The clever basket always kept the fast pilot. A rapid dinner sold a book. <strong>Bridge</strong>. See <a href="https://example.com/film">film</a>.</p>
<ul>
<li>A complete factory used a dark lamp.</li>
<li>A plain meal turned a violet bridge.</li>
<li>The quick wind counted a bright evening.</li>
</ul>
','ViE5usHXYE12F','paid',2,'2025-05-01','{"a":[1]}','\x8716','{"kind":"word","on":false,"price":1.60,"size":3,"tags":["sale","new"]}',87,1,NULL,1,0,1,1,311899,'odd 155949','2024-12-02 07:55:00.287','no. 155949','{"a": 155949}'),
(268860,1,NULL,2,7.00,5,-2527463055,32.16,-9495379254987053993432993824.9132710643,false,1,0.7088137525684016,20.43,19.998462407927512,'2024-03-11','2024-04-10 15:15:17.952142','2025-01-01 00:00:00.000','2025-01-01','04:22:51.897','2025-01-01 00:00:10','2025-01-01 00:00:00.782826','2025-05-22 15:26:01','2025-05-25',2016,'01941f29-7c00-7004-8e9e-615c665e9209','2c88af3b-39b2-41f7-8a51-620bcb9c3838','\x21470e0b49b34570ae9b59b82086b535','01JGFJJZ000103WRZJJXYDWV9V','\x01941f297c000040010f561cfeeac154','Cameron','Gill','cameron.gill11044@example.net','Cameron Gill','male','M','Mr.','1964-02-22','2024-10-18','cameron.gill11044','Associate Biologist','666-64-4230','+1-895-555-0167','Crawford Telecom & Partners','Pricechester','404 Adams Avenue','404 Adams Avenue, Pricechester, WI 53763','Wisconsin','WI','53763','Eritrea','ER','ERI',44.969699,44.969699,-89.591300,-89.5913,'America/Chicago','Accounting','Ivory Glass Tent','Gray','#2f5e8c','SEK','00-3187656','GB74TEST87500144402357','TESTDK74','6011116281610830','ORD-00000002','INV/100000','https://lesson.example.com/busy/doctor','large-customer.example.com','203.0.113.16','10.186.15.15','126.135.49.28','2001:db8:1395:85b9:3f21:8703:0:1','02:9f:ab:31:84:fc','Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36','GET',200,'$2b$12$rfEJeAkj4RF1MDmr3hqcSLXV3YJxhfLT7NY2Q3muuYxQV.mwIuzkh','87fcc70c7480028315de7091dd48a9a78986f3e6f48fc5cd7ad6f2b9c3f58cc2','c6684bf867eb9c4032bc3ac1e727af4b','strict-bicycle.gif','audio/ogg','clever-passenger-77','6.3.2','The bare stranger finished a fire without a weak minute.','The honest word met the bank.','ARR-2659','bc62','visitor','How the Wild Village','The idea understood a rural hour against a flower. A local train ordered the apple.','# Ladder and bell

A proud lamp replaced an equal border. **Coffee**. See <https://example.com/size>.

- A team understood a question.
- The able meeting requested the annual member.
- An old horse packed a cold neighbour.
','<h1>Judge and mirror</h1>
<p>The teacher safely watched the coat. <strong>Page</strong>. See <a href="https://example.com/finger">finger</a>.</p>
<ul>
<li>The rare wall lifted the library by a watch.</li>
<li>An example needed the window by an engineer.</li>
</ul>
','m3Q3afJL5y','paid',1,'2025-05-01','{"a":[1]}','\x0e082c0d','{"kind":"word","on":false,"price":8.37,"size":2,"tags":[]}',69,1,NULL,2,0,1,1,537721,'even','2024-12-07 10:20:24.457','no. 268860','{"a": 268860}'),
(116294,1,NULL,3,4.00,2,195624454,85.74,-1657540013410907657519580138.2397476556,true,1,0.4732306042632912,19.70,23.641045361322384,'2024-11-04','2024-03-15 08:40:04.410907','2025-01-01 00:00:00.000','2025-01-01','12:03:16.437','2025-01-01 00:00:20','2025-01-01 00:00:01.202242','2025-05-02 10:19:10','2025-05-04',2017,'01941f29-7c00-7008-9a51-444ca276b938','35773a0f-0842-4f7a-95e3-999d2c3b1273','\xcd0785d42418436e9f40b5aec771eae9','01JGFJJZ0002011HK7EYGYVKD0','\x01941f297c000080339eaa9ba22d4b9d','Cheryl','Norman','cheryl.norman76112@example.org','Cheryl Norman','female','F','Ms.','1983-11-09','2024-04-16','cheryl.norman76112','Junior Account Manager','666-42-5374','+1-304-555-0129','Wu Bakery & Sons','Grantton','50 Court Boulevard','50 Court Boulevard, Grantton, ME 04915','Maine','ME','04915','Croatia','HR','HRV',46.257296,46.257296,-69.124601,-69.124601,'America/New_York','Design','Burgundy Cork Cushion','Slate','#8ab00e','KES','00-0570272','GB25TEST67780693404534','TESTCANB','5555552611812395','ORD-00000003','INV/100001','https://eye.example.com/wooden/lamp','able-choice.example.com','192.0.2.198','10.133.0.156','107.2.234.108','2001:db8:184b:3dd5:871c:452e:0:1','02:99:0c:87:bb:59','Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7; rv:129.0) Gecko/20100101 Firefox/129.0','GET',304,'$2b$12$QaOgWdu3ynB0tl2q2KuLWGLM0EifplXQ2uu2O3bLaPOPometwxyOK','65723727fdb7decd96ea4af7d1c29a491ad581e389e7c8399973964aed04db06','9cffb3c745cdaf1ef0dd20b5111b9211','narrow-smile.json','application/xml','strict-spring-475','2.14.8','The rough police placed the bare water.','The key remembered the ordinary book.','TUA-9746','a98','hammer','After the Pure Fire','An editor sold the key around the seat. The desk chose a fast music under the harbour.','# Desk and factory

A royal chair borrowed the neat light beside the library. **Jacket**. See <https://example.com/doctor>.

- A mountain asked a notebook.
- The rapid hotel accepted a little pocket below a hill.
','<h1>Shelf and island</h1>
<p>The floor greeted the exact year between a white airport. A sentence closely repaired a green ocean. <strong>Poem</strong>. See <a href="https://example.com/house">house</a>.</p>
<ul>
<li>The noisy airport brought a useful pilot.</li>
<li>A son taught a blue autumn below the reason.</li>
<li>The familiar evening showed the morning.</li>
<li>The likely house finished a reason after the free dream.</li>
</ul>
','vbqfX4Rd1m','open',1,'2025-05-01','{"a":[1]}','\xea','{"kind":"word","price":3.96,"size":5,"tags":["new","sale"]}',77,1,155949,3,0,2,1,232589,'even','2024-12-24 15:32:39.680','no. 116294','{"a": 116294}'),
(2202,1,155949,4,1.00,1,1993877732,94.96,-5890497096278772977927251641.1275164455,true,1,0.8170948474834141,19.87,25.027188962627605,'2024-10-23','2024-05-31 05:34:22.215140','2025-01-01 00:00:00.000','2025-01-01','06:32:27.981','2025-01-01 00:00:30','2025-01-01 00:00:01.805992','2025-05-21 12:53:25','2025-05-03',2022,'01941f29-7c00-700c-b0e8-7e61f46fa777','e5f73b12-92d4-490b-a818-0f5cbab97628','\xcc5795c5299141a4aeabe006a3cbb050','01JGFJJZ0003016C0XVCNMEVS7','\x01941f297c0000c035f06da4cf940336','Adam','Beil','adam.beil68339@example.org','Adam Beil','male','M','Mr.','1948-01-11','2024-08-17','adam.beil68339','Regional Software Engineer','666-15-0371','+1-607-555-0100','Morrison Dairy International','Weissmouth','2060 Adams Way','2060 Adams Way, Weissmouth, CA 93762','California','CA','93762','Iraq','IQ','IRQ',38.000087,38.000087,-120.647771,-120.647771,'America/Los_Angeles','Sales','Ochre Paper Desk','Maroon','#1485aa','CZK','00-2670910','GB48TEST77801661261956','TESTUS0J','4000009118965980','ORD-00000004','INV/100002','https://radio.example.com/tough/carpet','bright-jacket.example.com','203.0.113.192','10.203.43.152','69.16.65.219','2001:db8:f11f:9409:9a9d:e679:0:1','02:ca:dd:ca:9e:ad','Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:135.0) Gecko/20100101 Firefox/135.0','GET',200,'$2b$12$f4CgXJLgo6HBs4iYOp3FYgAwdQUuTfMGbc.e5SxuzmxOs99k7BFh2','a75f2c1d60593854a2f257a676127343b482314bde7a3947d5af1c7709a4cb62','3a4f1b899447ff31b774a31501d98e86','grey-message.xml','application/gzip','yellow-moment-799','0.22.11','A world took an instant season over a weak tower.','The light poem planned the deep stone.','NLL-6682','bc23','bird','Notes on the Spare Paper','The local skill made a passenger below a loose arm.','# Price and bus

The gentle bank described a poor seat. **Gate**. See <https://example.com/mountain>.

- The ocean avoided the tower.
- A usual sister watched the daily dream through a hall.
','<h1>Building and beach</h1>
<p>The strict stage loudly promised a path on a ready hammer. A smooth carpet built the usual computer without the tiny theatre. <strong>Question</strong>. See <a href="https://example.com/beach">beach</a>.</p>
<ul>
<li>A vast evening offered a firm hall after a brave museum.</li>
<li>A beach lifted an eye.</li>
</ul>
','kL50C2mK','paid',1,'2025-05-01','{"a":[1]}','\xe1e1cd','{"kind":"word","on":false,"price":6.62,"size":3,"tags":[]}',24,2,155949,4,1,1,1,4405,'even','2024-12-07 07:18:30.795','no. 2202','{"a": 2202}');
INSERT INTO "kinds" ("a", "p", "up", "sequence 0", "sequence 1", "integer 0", "integer 1", "decimal 0", "decimal 1", "boolean 0", "boolean 1", "double 0", "random_walk 0", "random_walk 1", "date 0", "timestamp 0", "now 0", "now 1", "time 0", "regular_time 0", "regular_time 1", "business_time 0", "business_time 1", "year 0", "uuid_v7 0", "uuid_v4 0", "uuid_v4 1", "ulid 0", "ulid 1", "first_name 0", "last_name 0", "email 0", "full_name 0", "sex 0", "sex 1", "title 0", "birth_date 0", "birth_date 1", "user_name 0", "job 0", "national_id 0", "phone 0", "company 0", "city 0", "street_address 0", "address 0", "region 0", "region 1", "postcode 0", "country 0", "country_code 0", "country_code 1", "latitude 0", "latitude 1", "longitude 0", "longitude 1", "time_zone 0", "department 0", "product 0", "colour 0", "hex_colour 0", "currency 0", "business_number 0", "iban 0", "bic 0", "card_number 0", "order_number 0", "order_number 1", "url 0", "domain 0", "ipv4 0", "ipv4 1", "ipv4 2", "ipv6 0", "mac_address 0", "user_agent 0", "http_method 0", "http_status 0", "password_hash 0", "hash 0", "hash 1", "file_name 0", "mime_type 0", "slug 0", "version 0", "sentence 0", "sentence 1", "pattern 0", "pattern 1", "word 0", "headline 0", "paragraph 0", "markup 0", "markup 1", "characters 0", "list 0", "list 1", "constant 0", "constant 1", "bytes 0", "json 0", "foreign_key 0", "child_of 0", "child_of 1", "ordinal 0", "level 0", "child_count 0", "parent_value 0", "expression 0", "expression 1", "expression 2", "template 0", "template 1") VALUES
(533130,1,155949,5,-2.00,1,1525604470,69.59,-2910428724456672268557089200.1226138542,false,1,0.9617519362158246,21.36,24.058132594210562,'2024-06-29','2024-12-27 18:28:59.015853','2025-01-01 00:00:00.000','2025-01-01','12:00:28.526','2025-01-01 00:00:40','2025-01-01 00:00:02.153041','2025-05-22 09:39:33','2025-05-11',2020,'01941f29-7c00-7010-937e-01d45cb6baf2','046439ce-ad98-4169-af3b-98277d264cec','\x4658a1a2fa594c95b7ac6f43e08c6dca','01JGFJJZ0004033FK1M27AH9YK','\x01941f297c000100225fa99e952a0b34','Harry','Mack','harry.mack24952@example.com','Harry Mack','male','M','Mr.','1988-10-12','2024-03-13','harry.mack24952','Social Worker','666-29-9423','+1-848-555-0192','Fisher Markets & Daughters','McCoyburgh','674 Sycamore Drive','674 Sycamore Drive, McCoyburgh, NY 10746','New York','NY','10746','Djibouti','DJ','DJI',43.110647,43.110647,-75.836567,-75.836567,'America/New_York','Engineering','Charcoal Jute Bowl','Emerald','#5be3d9','BRL','00-7795979','GB81TEST54009009523257','TESTESMG','4111116611565989','ORD-00000005','INV/100003','https://window.example.com/hollow/singer','final-engineer.example.com','192.0.2.236','10.201.22.36','85.38.38.3','2001:db8:193e:9251:6d1:9b59:0:1','02:53:ae:a1:13:e3','Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/136.0.0.0 Safari/537.36','GET',200,'$2b$12$mHtCG1SracCToDDPWWEevbLKhc0vTq2yWqmSpd0shrFTqkpwS16/V','b7cdd19c6a82c1acce7921415de805cf83954404de76cf3b9977f93d8854056e','894790da6da1803889465f08c29196d7','new-date.mp3','application/octet-stream','annual-theatre-238','2.3.15','A hall repaired a fresh beach below the warm soldier.','The magazine returned a familiar hand.','JXO-3848','xa904','driver','From the Brief Teacher','The driver politely visited the lawyer. The wheel searched the singer.','# Restaurant and bottle

The lamp firmly named the rapid wheel outside the island. **Boat**. See <https://example.com/owner>.

- The finger understood the safe month.
- An early bench touched the plate.
- A horse remembered the short storm.
- The sea saved the button.
','<h1>Valley and sound</h1>
<p>A river warmly remembered a sudden pilot. The quiet table greeted a magazine near the page. <strong>Decision</strong>. See <a href="https://example.com/mother">mother</a>.</p>
<ul>
<li>The lucky hammer avoided a water.</li>
<li>The glad bank followed the question by a fair waiter.</li>
<li>The fresh voice visited the real store towards the list.</li>
<li>A simple button covered an uncle below an engineer.</li>
</ul>
','k1K69UJBg','open',1,'2025-05-01','{"a":[1]}','\xe60cde57','{"kind":"word","on":false,"price":3.70,"size":2,"tags":["sale"]}',31,2,155949,5,1,4,1,1066261,'even','2024-12-10 10:29:01.176','no. 533130','{"a": 533130}'),
(743154,2,155949,6,-5.00,2,2223814821,9.08,1511960845640316248054621506.1403433055,false,1,0.3515620035076955,20.59,20.67565198799369,'2024-06-19','2024-03-09 10:32:14.369619','2025-01-01 00:00:00.000','2025-01-01','12:40:09.066','2025-01-01 00:00:50','2025-01-01 00:00:02.771379','2025-05-22 12:31:45','2025-05-24',2016,'01941f29-7c00-7014-9e3b-517b7cc6ccca','c45f59ae-74d2-4c2b-a976-301a3beeded8','\xa1d305cc8ab94593a7bbfcfa12374559','01JGFJJZ000502T0S94JXJ3K89','\x01941f297c0001402ac438f55ca65a24','Brooklyn','Yates','brooklyn.yates56351@example.org','Brooklyn Yates','female','F','Ms.','1950-03-30','2024-03-16','brooklyn.yates56351','Pharmacist','666-03-2517','+1-898-555-0153','Rios Automotive International','Ericksonhaven','214 Poplar Drive','214 Poplar Drive, Ericksonhaven, MS 38602','Mississippi','MS','38602','Ireland','IE','IRL',32.841509,32.841509,-89.086407,-89.086407,'America/Chicago','Communications','Ruby Canvas Bottle','Mustard','#e4a150','PHP','00-1064193','GB29TEST73140446035376','TESTAUTK','5555556919351204','ORD-00000006','INV/100004','https://light.example.com/large/reason','gentle-answer.example.com','192.0.2.51','10.71.204.213','116.235.42.80','2001:db8:65a9:9c4f:2ab8:1388:0:1','02:4e:dc:77:61:5b','Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Safari/537.36 Edg/139.0.0.0','POST',200,'$2b$12$GJFICrzw1S.EjKR/j6dC/73ttEP/d4xUIFApk8CeYvQh8mC1gqCb7','fa97f003c7a25c1c02be14bbf216bcf7ea1b17cb9e659ec7ff32d8df3d39e864','825be7372618d1689d1bc9e3986e762d','usual-doctor.png','application/zip','raw-gate-784','0.7.5','A meeting sharply discovered the stranger.','An agent expected the lamp.','YDF-6791','xbc415','ship','About the Cold Decision','A lonely water simply changed the city beside the kind computer. A loose water used the month.','# Camera and heart

The wheel drew the instant bridge by a tender holiday. **Machine**. See <https://example.com/roof>.

- A bus praised a young writer against a team.
- The parcel admired the quick horse between a noisy doctor.
- A reason quietly bought a harbour.
','<h1>Seat and village</h1>
<p>The date arranged a name above a blue mirror. The answer sometimes closed the wide street. The autumn brother signed the busy mountain by the private year. <strong>Example</strong>. See <a href="https://example.com/watch">watch</a>.</p>
<ul>
<li>The firm sky hid a visible customer.</li>
<li>The smooth stranger asked the bell across the pleasant bank.</li>
<li>The waiter covered the student.</li>
<li>The idea filled a full market before an engineer.</li>
</ul>
','SnbNAHSVa','paid',2,'2025-05-01','{"a":[1]}','\x0b80','{"kind":"word","price":3.27,"size":4,"tags":["sale","new"]}',100,2,155949,1,1,4,2,1486309,'even','2024-12-05 12:36:49.340','no. 743154','{"a": 743154}'),
(207541,2,268860,7,-8.00,3,2381401621,17.66,-1871629333635803058054694614.0334736615,false,1,0.8079372441388468,20.50,15.919143149755854,'2024-11-19','2024-02-05 12:13:51.194802','2025-01-01 00:00:00.000','2025-01-01','21:23:50.329','2025-01-01 00:01:00','2025-01-01 00:00:03.079602','2025-05-02 09:19:21','2025-05-17',2021,'01941f29-7c00-7018-9d55-a44a38c225ad','250516d1-113a-4878-829d-9a50ebb35015','\x89d48246bb514898955e6f2a85482cfb','01JGFJJZ000601JHQ2FEPBQWF1','\x01941f297c000180263fe5337ed865b8','Ezra','Ortega','ezra.ortega75187@example.org','Ezra Ortega','male','M','Dr.','1990-05-17','2024-08-12','ezra.ortega75187','Scientist','666-77-4219','+1-738-555-0188','Hammond Wines Limited','Flemingbury','326 Laurel Boulevard','326 Laurel Boulevard, Flemingbury, MO 65424','Missouri','MO','65424','Liberia','LR','LBR',39.133931,39.133931,-92.426457,-92.426457,'America/Chicago','Legal','Fuchsia Mesh Pen','Ruby','#05196b','MAD','00-4458464','GB10TEST11613261246369','TESTFR76','5555558128100422','ORD-00000007','INV/100005','https://son.example.com/tiny/choice','rural-traveller.example.com','203.0.113.25','10.70.184.105','124.127.216.144','2001:db8:e6f1:a279:143a:ea35:0:1','02:aa:2c:ef:5c:20','Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0','GET',200,'$2b$12$mLP3vSVQ6rISGKRdXnpWonAE9ePLBM4CyJMzdjSPue1L0tagoRLuP','c7c0a92b3e7058ed37e38c3217db8b702425d83420f85650624dd31bdc948efd','a14a59ab611bd9736aaa83d31c4a083f','formal-coat.csv','text/css','whole-lake-458','6.11.12','A rough day greeted an address by the recent store.','A new school changed a pencil.','TSW-3385','bc449','wind','Behind the Familiar Song','A station surprised a silent bench.','# Price and guest

The tough hall gently found the light. **Train**. See <https://example.com/flag>.

- A rapid shop understood the idle machine.
- A window finally pushed the guest near the customer.
- A spare boat loved a slow month beyond a brief roof.
- A clear bell wrapped an exact reason outside a meal.
','<h1>Store and job</h1>
<p>A high story shortly removed a short family. <strong>Story</strong>. See <a href="https://example.com/snow">snow</a>.</p>
<ul>
<li>A dry sign quickly pushed a true family beside a film.</li>
<li>The wild project briefly solved a loud sea outside a steep passenger.</li>
<li>The train imagined the early company under the thin judge.</li>
<li>The town shortly made the noisy tower.</li>
</ul>
','a412FdWde4mUD','refunded',1,'2025-05-01','{"a":[1]}','\x68','{"kind":"word","price":6.52,"size":2,"tags":["sale"]}',46,3,155949,2,1,2,2,415083,'odd 207541','2024-12-07 14:01:52.440','no. 207541','{"a": 207541}'),
(439226,2,268860,8,-11.00,6,4176516704,12.22,-4417028673177904422864070709.9333145028,true,1,0.5247642640438754,19.74,10.827420814975035,'2024-07-05','2024-12-20 04:51:43.402493','2025-01-01 00:00:00.000','2025-01-01','04:11:00.844','2025-01-01 00:01:10','2025-01-01 00:00:03.566112','2025-05-22 11:32:26','2025-05-25',2022,'01941f29-7c00-701c-bc5f-4d5d9aa9d973','cc698edc-28ec-4c47-95ac-27c3b665de6d','\xabf7ec50668e41039e2993abf0dfb2a3','01JGFJJZ000701HT77WS7Z043Z','\x01941f297c0001c02b432cbdaeb2c16f','Jimmy','Vega','jimmy.vega721@example.com','Jimmy Vega','male','M','Mr.','1974-01-13','2024-03-15','jimmy.vega721','Regional Bookkeeper','666-96-4643','+1-564-555-0150','Peterson Landscaping Corporation','Pattonland','830 Washington Street','830 Washington Street, Pattonland, TX 79237','Texas','TX','79237','Seychelles','SC','SYC',30.993760,30.99376,-98.699756,-98.699756,'America/Chicago','Finance','Lemon Leather Planter','Beige','#03043f','MYR','00-6933234','GB60TEST32355413236186','TESTDE7K','4000004914402510','ORD-00000008','INV/100006','https://number.example.com/lonely/battery','golden-lake.example.com','192.0.2.150','10.130.73.86','20.43.34.31','2001:db8:70a5:c8a9:b25b:1b7c:0:1','02:09:15:7b:f0:f0','Mozilla/5.0 (X11; Ubuntu; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/133.0.0.0 Safari/537.36 Edg/133.0.0.0','POST',200,'$2b$12$o.DaHkuZTtL72LiNueHwr51Y4/AEOk2qrxQzESAgJdkBQmywT8mmj','6858e5d77852d7bb5a25905a7cc91aae42e084abeb8fdb4ab9ae20b56adcec83','82d2e06b1a6c4f70073a2bbd2e3ce96b','huge-store.svg','audio/mpeg','usual-project-62','4.26.18','A battery replaced the week.','A number repeated the horse.','MCR-9388','a689','train','On the Distant Traffic','A visible hour supported the summer after a tough bank.','# Poem and valley

A light took the editor among the desk. The high town placed an agent near the lake. **Bridge**. See <https://example.com/lesson>.

- A faint newspaper repeated a spring above the pleasant family.
- The pocket shared a bird behind the wind.
- An empty factory taught a tall library against a steep visitor.
','<h1>Coffee and square</h1>
<p>A calm author guarded a recent toy. A common hotel prepared the little hour. The serious carpet warmly showed the message outside the writer. <strong>Leaf</strong>. See <a href="https://example.com/porch">porch</a>.</p>
<ul>
<li>The village surprised the hour.</li>
<li>A train mended the quick hour.</li>
<li>A town nearly wanted the pilot.</li>
<li>The exact engineer needed the violet writer below an ordinary visitor.</li>
</ul>
','QOzjiub2YlVhjRja','refunded',1,'2025-05-01','{"a":[1]}','\x1f238ea6','{"kind":"word","price":4.65,"size":3,"tags":[]}',41,3,268860,3,1,4,2,878453,'even','2024-12-20 04:21:02.151','no. 439226','{"a": 439226}');
INSERT INTO "kinds" ("a", "p", "up", "sequence 0", "sequence 1", "integer 0", "integer 1", "decimal 0", "decimal 1", "boolean 0", "boolean 1", "double 0", "random_walk 0", "random_walk 1", "date 0", "timestamp 0", "now 0", "now 1", "time 0", "regular_time 0", "regular_time 1", "business_time 0", "business_time 1", "year 0", "uuid_v7 0", "uuid_v4 0", "uuid_v4 1", "ulid 0", "ulid 1", "first_name 0", "last_name 0", "email 0", "full_name 0", "sex 0", "sex 1", "title 0", "birth_date 0", "birth_date 1", "user_name 0", "job 0", "national_id 0", "phone 0", "company 0", "city 0", "street_address 0", "address 0", "region 0", "region 1", "postcode 0", "country 0", "country_code 0", "country_code 1", "latitude 0", "latitude 1", "longitude 0", "longitude 1", "time_zone 0", "department 0", "product 0", "colour 0", "hex_colour 0", "currency 0", "business_number 0", "iban 0", "bic 0", "card_number 0", "order_number 0", "order_number 1", "url 0", "domain 0", "ipv4 0", "ipv4 1", "ipv4 2", "ipv6 0", "mac_address 0", "user_agent 0", "http_method 0", "http_status 0", "password_hash 0", "hash 0", "hash 1", "file_name 0", "mime_type 0", "slug 0", "version 0", "sentence 0", "sentence 1", "pattern 0", "pattern 1", "word 0", "headline 0", "paragraph 0", "markup 0", "markup 1", "characters 0", "list 0", "list 1", "constant 0", "constant 1", "bytes 0", "json 0", "foreign_key 0", "child_of 0", "child_of 1", "ordinal 0", "level 0", "child_count 0", "parent_value 0", "expression 0", "expression 1", "expression 2", "template 0", "template 1") VALUES
(700056,51,277665,147,-428.00,3,1416921479,99.69,9269433438833512309230552860.4451888124,false,1,0.16547402432281244,16.07,26.095688547245317,'2024-05-18','2024-11-05 15:16:34.309821','2025-01-01 00:00:00.000','2025-01-01','09:22:05.239','2025-01-01 00:24:20','2025-01-01 00:01:13.384852','2025-05-20 14:44:03','2025-05-10',2019,'01941f29-7c00-7256-b827-377444207055','a50fe779-ee43-43f4-84de-d161fc356fdb','\xdcc7e076df02469fb05767ea35a79080','01JGFJJZ004J021F8KCZBP13T3','\x01941f297c0024802fa2e66f4dec456b','Noah','Fields','noah.fields35047@example.com','Noah Fields','male','M','Mr.','1986-05-25','2024-02-29','noah.fields35047','Junior Graphic Designer','666-89-7491','+1-519-555-0169','Greer Furniture Holdings','Hughesburgh','15 River Court','15 River Court, Hughesburgh, NC 27569','North Carolina','NC','27569','Pakistan','PK','PAK',36.339647,36.339647,-80.142421,-80.142421,'America/New_York','Product Management','Mint Leather Coat','Peach','#5f7a5d','PKR','00-6736224','GB19TEST23999153597791','TESTIEIC','6011117208419958','ORD-00000147','INV/100145','https://mountain.example.com/ancient/moment','tall-waiter.example.com','198.51.100.168','10.123.175.139','118.244.0.33','2001:db8:1b16:750b:75a9:1ec0:0:1','02:06:89:29:a8:67','Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7; rv:131.0) Gecko/20100101 Firefox/131.0','POST',200,'$2b$12$GSzFVeZMSbJ1JHaaP8A8cuEOrLmMwEca0Tn6javaauaEQUXSw0DX5','c5fc28872210e837b16e1bddb45d7c25ea70775fcc05a288acf70bbacb5a6927','e508ce44bb4981a45b91ecb33bbbf04f','narrow-border.html','image/jpeg','soft-carpet-362','0.8.10','The passenger improved a cold town behind a fast light.','An article greeted a mother beyond a sea.','DZT-7477','bc032','star','How the Lazy Parcel','A silver hour showed a bare colour without the flat storm.','# Stage and captain

A ready forest usually trusted the wall by the steady sky. **Parent**. See <https://example.com/word>.

- A wise path carried a royal week without the morning.
- A low theatre crossed the list against a sound.
- The painter finally started an honest traveller below the spare list.
- A bare shelf really gathered the sentence towards a forest.
','<h1>Corner and brother</h1>
<p>The fast tower returned the choice below a baker. <strong>Size</strong>. See <a href="https://example.com/branch">branch</a>.</p>
<ul>
<li>A bench supported the tree over a sunny orchard.</li>
<li>A large apple guarded a lesson towards the golden meal.</li>
</ul>
','b97TWMGHRUYwvU','open',1,'2025-05-01','{"a":[1]}','\xfcea','{"kind":"word","on":true,"price":6.57,"size":3,"tags":["sale"]}',76,48,100784,2,3,3,51,1400113,'even','2024-12-05 12:24:35.370','no. 700056','{"a": 700056}'),
(305670,51,277665,148,-431.00,4,-3803294179,50.02,6614712754024832507687703397.2302384803,false,1,0.3946527230663607,15.49,27.55059474095036,'2024-08-31','2024-01-24 05:28:53.716235','2025-01-01 00:00:00.000','2025-01-01','17:09:07.549','2025-01-01 00:24:30','2025-01-01 00:01:13.872898','2025-05-26 13:40:30','2025-05-31',2020,'01941f29-7c00-725a-9443-176983800a3c','e11ecf29-a472-49d9-98fb-8356efc9ad99','\x0c6767ade30d426495795d5b45aa478d','01JGFJJZ004K03XEMKEXC34X6Z','\x01941f297c0024c023ba0459dfc21e58','Eva','Farmer','eva.farmer52110@example.net','Eva Farmer','female','F','Ms.','1970-07-01','2024-11-14','eva.farmer52110','Chief Paralegal','666-41-7556','+1-271-555-0122','Little Studios Inc','Wilkinschester','772 Pine Way','772 Pine Way, Wilkinschester, NC 27269','North Carolina','NC','27269','Malaysia','MY','MYS',35.384121,35.384121,-80.696411,-80.696411,'America/New_York','Supply Chain','Violet Fleece Bookcase','Crimson','#5beb95','QAR','00-2837329','GB48TEST17770537451621','TESTFRR8','5555553707705733','ORD-00000148','INV/100146','https://shirt.example.com/pale/bench','high-water.example.com','198.51.100.209','10.53.197.149','74.206.45.99','2001:db8:214c:d129:c18a:ddbd:0:1','02:66:56:25:02:56','Mozilla/5.0 (X11; Linux x86_64; rv:124.0) Gecko/20100101 Firefox/124.0','POST',200,'$2b$12$zGDE737cm4IlB.KwkqW6Oy.OWabFqGNJoPgzlpve1s4ymRJkMMHZu','d54f819fa2ea8ec66c1c8c16f7914e6e2f5e7e1fa286307abe3c7bf7b3490b40','25593f5b21d7ffbc89e6a6b5bfc6e689','local-journey.svg','application/json','silent-roof-494','6.7.12','An autumn beach pushed the tiny sister.','A light ship expected a faint water.','WCN-7055','a7','town','About the Proud Door','A rich stranger served the poem towards a project. The colleague bought a word.','# Dinner and road

The night surely removed the solid radio. The window trusted a poem outside the customer. **Road**. See <https://example.com/event>.

- A wide meeting kindly found the steep list.
- The violet spoon heard the stone.
- A hill crossed the stone.
- A box examined a school towards the brother.
','<h1>Order and forest</h1>
<p>A forest proudly arranged a lazy example. <strong>Notebook</strong>. See <a href="https://example.com/spoon">spoon</a>.</p>
<ul>
<li>A thin moment showed a usual reason.</li>
<li>A private word called a captain.</li>
<li>The useful building filled the golden paper.</li>
</ul>
','pxX3gcJf2b','refunded',1,'2025-05-01','{"a":[1]}','\xac87','{"kind":"word","on":false,"price":1.11,"size":3,"tags":["new","new"]}',7,48,100784,3,3,2,51,611341,'even','2024-12-15 05:02:31.941','no. 305670','{"a": 305670}');
INSERT INTO "kinds" ("a", "p", "up", "sequence 0", "sequence 1", "integer 0", "integer 1", "decimal 0", "decimal 1", "boolean 0", "boolean 1", "double 0", "random_walk 0", "random_walk 1", "date 0", "timestamp 0", "now 0", "now 1", "time 0", "regular_time 0", "regular_time 1", "business_time 0", "business_time 1", "year 0", "uuid_v7 0", "uuid_v4 0", "uuid_v4 1", "ulid 0", "ulid 1", "first_name 0", "last_name 0", "email 0", "full_name 0", "sex 0", "sex 1", "title 0", "birth_date 0", "birth_date 1", "user_name 0", "job 0", "national_id 0", "phone 0", "company 0", "city 0", "street_address 0", "address 0", "region 0", "region 1", "postcode 0", "country 0", "country_code 0", "country_code 1", "latitude 0", "latitude 1", "longitude 0", "longitude 1", "time_zone 0", "department 0", "product 0", "colour 0", "hex_colour 0", "currency 0", "business_number 0", "iban 0", "bic 0", "card_number 0", "order_number 0", "order_number 1", "url 0", "domain 0", "ipv4 0", "ipv4 1", "ipv4 2", "ipv6 0", "mac_address 0", "user_agent 0", "http_method 0", "http_status 0", "password_hash 0", "hash 0", "hash 1", "file_name 0", "mime_type 0", "slug 0", "version 0", "sentence 0", "sentence 1", "pattern 0", "pattern 1", "word 0", "headline 0", "paragraph 0", "markup 0", "markup 1", "characters 0", "list 0", "list 1", "constant 0", "constant 1", "bytes 0", "json 0", "foreign_key 0", "child_of 0", "child_of 1", "ordinal 0", "level 0", "child_count 0", "parent_value 0", "expression 0", "expression 1", "expression 2", "template 0", "template 1") VALUES
(138202,51,277665,149,-434.00,5,3342343739,30.22,-1722844606622125858191516001.1331033568,true,1,0.053817322197221906,15.74,26.043809914715354,'2024-02-04','2024-09-29 15:37:37.762928','2025-01-01 00:00:00.000','2025-01-01','05:40:32.977','2025-01-01 00:24:40','2025-01-01 00:01:14.005607','2025-05-28 15:59:38','2025-05-11',2017,'01941f29-7c00-725e-97d4-0705b640952a','967aa60c-758a-4bd0-b9f2-0b48c429d875','\xb6e2145c133246158038ac6b93766952','01JGFJJZ004M01X94HWDXKYX9V','\x01941f297c00250007080867c7adbf0b','Cecil','Schroeder','cecil.schroeder81594@example.com','Cecil Schroeder','male','M','Mr.','1997-11-20','2024-08-31','cecil.schroeder81594','Lead Editor','666-18-4400','+1-617-555-0158','Aguirre Furniture Holdings','Ortegawick','629 Bridge Lane','629 Bridge Lane, Ortegawick, MI 49433','Michigan','MI','49433','Togo','TG','TGO',44.860799,44.860799,-83.860602,-83.860602,'America/Detroit','Administration','Green Bronze Vase','Turquoise','#c48fcc','USD','00-7078525','GB68TEST73767670073074','TESTITMK','5555554704893894','ORD-00000149','INV/100147','https://model.example.com/short/colleague','tough-rule.example.com','203.0.113.169','10.173.27.27','52.205.164.88','2001:db8:1bcb:d976:4812:6e5d:0:1','02:71:db:af:cb:84','Mozilla/5.0 (X11; Ubuntu; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36 Edg/124.0.0.0','GET',200,'$2b$12$0Fk0HmSQ1d.vwq5LI89hsVAsumAA1AyzVAie1otPB3kiBw/Sy8.vG','1b6000ce1d76097a26753dd42a109a189c67bb8b6435a9b6090f4d5300dc765b','957d564dcef2265cf193e51a3cd9a9d3','strange-tool.json','application/zip','eager-parcel-348','9.24.3','The lonely eye described the wise cup.','The hollow crowd ordered a plan.','HSE-1279','bc844','field','About the Warm Forest','The pencil promised the new glass. The red paper nicely reached a fine corner against the building.','# Factory and sky

The old driver calmly entered a century by the rich dinner. **Date**. See <https://example.com/message>.

- The button surprised an airport beside the computer.
- The sudden season stopped a restaurant between the book.
- The question watched the mother without a letter.
','<h1>Sky and floor</h1>
<p>The fast author explained a lazy door. The white letter steadily closed a plain square before a pencil. <strong>Snow</strong>. See <a href="https://example.com/bank">bank</a>.</p>
<ul>
<li>The country touched a wall through the camera.</li>
<li>A curious brother touched a safe teacher after the flight.</li>
<li>A word liked a sharp judge under a mountain.</li>
<li>A shy path brought the dream against a ready music.</li>
</ul>
','cwycj9y6eV3qet','refunded',1,'2025-05-01','{"a":[1]}','\x49','{"kind":"word","on":false,"price":4.56,"size":3,"tags":[]}',10,49,834363,4,3,5,51,276405,'even','2024-12-29 10:25:11.372','no. 138202','{"a": 138202}'),
(802778,51,14384,150,-437.00,4,-2555468677,19.55,-1840075220939795001481864566.7993965525,false,1,0.932435651708044,16.22,22.212484116231494,'2024-01-15','2024-03-02 09:01:32.802823','2025-01-01 00:00:00.000','2025-01-01','19:43:07.563','2025-01-01 00:24:50','2025-01-01 00:01:14.636745','2025-05-19 14:15:49','2025-05-18',2018,'01941f29-7c00-7262-9a8d-2aedc5657292','79a65fa8-2ff1-471a-a443-ad18a1368cf0','\x4af84ce6e3b2428099517a415096aef7','01JGFJJZ004N029BP9SPVP3T5V','\x01941f297c0025400036167c7b71b60e','Gwendolyn','Steele','gwendolyn.steele64166@example.net','Gwendolyn Steele','female','F','Dr.','1945-09-29','2024-04-27','gwendolyn.steele64166','Lead Copywriter','666-81-3576','+1-544-555-0175','Le Freight & Co','Paynebury','1632 Chestnut Boulevard','1632 Chestnut Boulevard, Paynebury, CA 96189','California','CA','96189','India','IN','IND',40.818068,40.818068,-121.565727,-121.565727,'America/Los_Angeles','Data Science','Sand Stone Sandals','Blue','#6828e6','PHP','00-9665358','GB52TEST69879897627874','TESTBE68','5555551174671099','ORD-00000150','INV/100148','https://floor.example.com/faint/market','yellow-wheel.example.com','203.0.113.203','10.86.148.205','53.38.190.14','2001:db8:9ca2:6756:e3ce:89da:0:1','02:6d:72:d4:c2:22','Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7; rv:137.0) Gecko/20100101 Firefox/137.0','GET',200,'$2b$12$oETnSSLdwEHQ8RuPCL8YHraRQkZaRoDiCI2s2.VcMXyLMe5WVd29R','7b7e8753cd5797241c9f3dc9999119ecf4d273bbace9606186228ec2d9404fe8','4bd4dedad10f2401cf84f83d68844f86','main-apple.pptx','application/xml','sweet-engine-670','7.5.4','An autumn guarded a silent date.','A broad computer copied the mother.','DLN-1646','bc21','floor','In the Sweet Sound','The half-empty park always designed the simple flight along a mirror. A rich daughter loved a strong daughter.','# Agent and ladder

The date covered a letter. **Bicycle**. See <https://example.com/world>.

- The branch really showed a tool.
- The violet map taught a broad sister past the able painter.
- A royal meal already visited an hour.
','<h1>Choice and question</h1>
<p>The jacket closely joined the choice. <strong>Child</strong>. See <a href="https://example.com/pilot">pilot</a>.</p>
<ul>
<li>A private daughter expected a pleasant story.</li>
<li>The stone answered the student.</li>
<li>The orange decision lightly greeted the wise page.</li>
<li>A magazine admired a teacher.</li>
</ul>
','9NesyMkGN','open',2,'2025-05-01','{"a":[1]}','\xa3b37cc4','{"kind":"word","price":5.65,"size":2,"tags":[]}',29,49,834363,5,3,5,51,1605557,'even','2024-12-05 21:25:24.300','no. 802778','{"a": 802778}'),
(25789,51,14384,151,-440.00,5,-4638634456,27.76,-5309815770195963461914462344.1064182607,false,1,0.3293980074300692,16.46,17.479275491673263,'2024-01-12','2024-12-11 00:04:51.257138','2025-01-01 00:00:00.000','2025-01-01','01:57:19.562','2025-01-01 00:25:00','2025-01-01 00:01:15.225634','2025-05-20 15:25:29','2025-05-17',2025,'01941f29-7c00-7266-bab3-c20d5809bb53','b1122677-a6cf-4b20-8139-51006b925d4f','\x7764bbe5e1d441f0a9bba5e5c920b7ec','01JGFJJZ004P01JZ4FQMMJE1N9','\x01941f297c0025800ebf299d01ec3c94','Ricky','Carroll','ricky.carroll18640@example.net','Ricky Carroll','male','M','Mr.','1989-12-09','2024-02-05','ricky.carroll18640','Graphic Designer','666-42-4790','+1-491-555-0108','Khan Insurance & Partners','Thompsonview','1570 West Drive','1570 West Drive, Thompsonview, CA 91092','California','CA','91092','Kenya','KE','KEN',40.900588,40.900588,-121.318954,-121.318954,'America/Los_Angeles','Sales','Burgundy Paper Plate','Aquamarine','#72e742','UAH','00-1332687','GB67TEST54389966672251','TESTKRCJ','5555555100460568','ORD-00000151','INV/100149','https://yard.example.com/familiar/book','daily-hat.example.com','203.0.113.94','10.161.126.164','12.47.148.58','2001:db8:d1ce:b73a:7f72:a92a:0:1','02:f9:18:de:d6:86','Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0','GET',200,'$2b$12$TPu1Drpi3uBYEA6SbDRFO9FYhmipNcuPmXyuf5.2qPEibPeAuDmwg','878fe0fcd8fda0c9a9bb6cf4a0328b638b38daafde698f8020256d2e6d212222','da91b2287d4afc2b5f9ea160933b569a','silent-date.csv','text/html','young-parent-234','2.3.3','A voice kindly examined the ordinary writer with the slow bird.','The warm seat promised a hard village.','JST-6321','bc45','shirt','The Fast Magazine','A newspaper promptly accepted the calm pilot. A glad theatre repaired the firm language without the narrow magazine.','# Idea and secret

A soldier finished a clock through a castle. The wheel reached a calm hand among a late meeting. **Writer**. See <https://example.com/neighbour>.

- The stone softly listed a private chair on a leader.
- The neighbour protected the magazine.
','<h1>Bridge and bell</h1>
<p>A smooth song served an autumn. A silent number crossed a holiday. <strong>Forest</strong>. See <a href="https://example.com/bicycle">bicycle</a>.</p>
<ul>
<li>A partner briefly entered a whole orchard.</li>
<li>The name slowly left a warm notebook.</li>
<li>The friendly witness followed the tidy guest.</li>
</ul>
','EqhZpfZ61EVryY1a','refunded',3,'2025-05-01','{"a":[1]}','\x5fc6','{"kind":"word","price":0.14,"size":3,"tags":[]}',80,50,834363,6,3,4,51,51579,'odd 25789','2024-12-14 21:38:19.851','no. 25789','{"a": 25789}'),
(870668,52,14384,152,-443.00,3,2356671103,99.17,-8397021808895220154654939758.4358759453,false,1,0.062448568123437354,16.42,12.381555252187056,'2024-03-21','2024-09-29 17:20:01.491413','2025-01-01 00:00:00.000','2025-01-01','06:34:03.081','2025-01-01 00:25:10','2025-01-01 00:01:15.720467','2025-05-06 16:50:38','2025-05-11',2017,'01941f29-7c00-726a-9a13-7c8db7f11314','ac2dfd1b-5d19-418e-99a9-7a8df0dbd006','\x12acbeb16008473db8cc9577767249bd','01JGFJJZ004Q03E66W8Z6SM2F0','\x01941f297c0025c032bcd48330b5ac84','Kathleen','Grant','kathleen.grant91616@example.net','Kathleen Grant','female','F','Ms.','1999-04-11','2024-09-18','kathleen.grant91616','Buyer','666-77-5704','+1-419-555-0151','Perez Landscaping Group','Lambertview','479 Poplar Road','479 Poplar Road, Lambertview, CA 90797','California','CA','90797','Qatar','QA','QAT',37.289645,37.289645,-121.887434,-121.887434,'America/Los_Angeles','Public Relations','Yellow Porcelain Shirt','Azure','#4b4c91','CAD','00-5681916','GB77TEST93035854031886','TESTITUW','5555552458280953','ORD-00000152','INV/100150','https://garden.example.com/little/bread','wooden-flight.example.com','198.51.100.233','10.145.120.19','105.94.201.247','2001:db8:870:fc85:3214:31f5:0:1','02:ad:c8:51:d0:40','Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0.0.0 Safari/537.36','GET',200,'$2b$12$K3YrFKtBKgKUTBwxQkJORqK1B9BaqKTQBVMJjYOwNwrWRBf6WS1cz','f3c8471c56430bdb0597741d442d77c80c81d9ecbac89c2b0c08c6a4dba3689a','10a7d0d2ce8bf00bf27489e078435596','curious-spring.json','image/png','raw-gate-503','0.17.4','A bench shared a harbour along the steep tool.','A colleague described the yellow ticket.','NQM-7057','bc5','flower','Behind the Strict Autumn','A field joined the modern storm through a paper.','# Coast and machine

The afternoon named the silver house. A young restaurant accepted a week. A rough branch won the bottle along an honest meeting. **Corner**. See <https://example.com/customer>.

- An answer openly passed a gentle hand.
- A strong valley listed an idle soldier towards the old library.
- The key finally knew a shelf under a visible parcel.
- A bitter word called a pocket.
','<h1>Music and gate</h1>
<p>An honest hall wrote the century. A strict lamp neatly searched the strict factory past the reader. The golden world evenly crossed an eager mirror. <strong>Harbour</strong>. See <a href="https://example.com/letter">letter</a>.</p>
<ul>
<li>A light avoided the water by the wall.</li>
<li>A square learned the old date.</li>
<li>A moment openly showed a gentle harbour past a yard.</li>
</ul>
','Ffesm7wNWsxQ','open',1,'2025-05-01','{"a":[1]}','\x0583','{"kind":"word","on":false,"price":0.27,"size":5,"tags":[]}',24,50,876728,1,3,3,52,1741337,'even','2024-12-14 01:51:56.935','no. 870668','{"a": 870668}');
INSERT INTO "kinds" ("a", "p", "up", "sequence 0", "sequence 1", "integer 0", "integer 1", "decimal 0", "decimal 1", "boolean 0", "boolean 1", "double 0", "random_walk 0", "random_walk 1", "date 0", "timestamp 0", "now 0", "now 1", "time 0", "regular_time 0", "regular_time 1", "business_time 0", "business_time 1", "year 0", "uuid_v7 0", "uuid_v4 0", "uuid_v4 1", "ulid 0", "ulid 1", "first_name 0", "last_name 0", "email 0", "full_name 0", "sex 0", "sex 1", "title 0", "birth_date 0", "birth_date 1", "user_name 0", "job 0", "national_id 0", "phone 0", "company 0", "city 0", "street_address 0", "address 0", "region 0", "region 1", "postcode 0", "country 0", "country_code 0", "country_code 1", "latitude 0", "latitude 1", "longitude 0", "longitude 1", "time_zone 0", "department 0", "product 0", "colour 0", "hex_colour 0", "currency 0", "business_number 0", "iban 0", "bic 0", "card_number 0", "order_number 0", "order_number 1", "url 0", "domain 0", "ipv4 0", "ipv4 1", "ipv4 2", "ipv6 0", "mac_address 0", "user_agent 0", "http_method 0", "http_status 0", "password_hash 0", "hash 0", "hash 1", "file_name 0", "mime_type 0", "slug 0", "version 0", "sentence 0", "sentence 1", "pattern 0", "pattern 1", "word 0", "headline 0", "paragraph 0", "markup 0", "markup 1", "characters 0", "list 0", "list 1", "constant 0", "constant 1", "bytes 0", "json 0", "foreign_key 0", "child_of 0", "child_of 1", "ordinal 0", "level 0", "child_count 0", "parent_value 0", "expression 0", "expression 1", "expression 2", "template 0", "template 1") VALUES
(423233,52,14384,153,-446.00,1,-4191155745,88.55,6755694741592737673522781060.4550459246,false,1,0.6089802520914254,16.60,8.982610023062485,'2024-01-10','2024-03-25 23:02:52.932183','2025-01-01 00:00:00.000','2025-01-01','15:11:58.200','2025-01-01 00:25:20','2025-01-01 00:01:16.239382','2025-05-07 11:06:15','2025-05-24',2024,'01941f29-7c00-726e-9759-a1bf2f747918','74670425-9dc9-4b08-9160-5ef79cf5db2f','\xcf217de5016a486eaa07e5d8834f3f51','01JGFJJZ004R01BMBDG6CN9QQF','\x01941f297c0026002b6b31d47d2f70f5','Annie','Garza','annie.garza59955@example.com','Annie Garza','female','F','Ms.','1956-04-27','2024-02-11','annie.garza59955','Chief Financial Analyst','666-01-6256','+1-480-555-0199','Flynn Motors International','Tranchester','607 Bridge Boulevard','607 Bridge Boulevard, Tranchester, FL 32940','Florida','FL','32940','Namibia','NA','NAM',29.580188,29.580188,-82.009699,-82.009699,'America/New_York','Design','Bronze Ceramic Desk','Gray','#c2d72b','CAD','00-0552388','GB40TEST63024382935884','TESTCHTM','6011114494294153','ORD-00000153','INV/100151','https://night.example.com/private/question','clear-battery.example.com','192.0.2.148','10.41.215.41','11.74.78.198','2001:db8:c9d3:1789:fe54:7995:0:1','02:ed:7e:76:b7:f2','Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/136.0.0.0 Safari/537.36 Edg/136.0.0.0','GET',200,'$2b$12$fJcF90nEkPCmpIFYrm7Ae5DzErYPLYUtPl2.btWdIAnZOkdVLrE3S','f0e3a2cfaa8f87131e049188fde156ce08d644ad281db78bfba2aeb79b9771f9','24991f67eff52e932b4b7d20b6e96bfb','formal-journey.json','video/webm','high-glass-726','8.7.19','A flat book yesterday loved an orange agent above the pencil.','A carpet knew the royal garden.','RFT-1529','xa1','account','About the Empty Family','The train mostly saw the chair. A team called a parent.','# Witness and journey

A judge shortly guarded the strict flight through the distant article. **Builder**. See <https://example.com/gate>.

- A visible plan perhaps examined the plain picture.
- The picture yesterday placed an owner.
- A winter read a free customer between a solid pocket.
- The project never packed a sign beyond the kitchen.
','<h1>Box and partner</h1>
<p>A size wisely passed the pale square on the doctor. An instant price replaced a friendly computer by the complete yard. <strong>Ocean</strong>. See <a href="https://example.com/reason">reason</a>.</p>
<ul>
<li>A little page repeated the busy pilot.</li>
<li>The reader wrote the loose bridge.</li>
<li>The hard teacher touched the strict team between the common colleague.</li>
</ul>
','tdWAyUWd1ueCxDQp','refunded',1,'2025-05-01','{"a":[1]}','\x1484','{"kind":"word","price":6.50,"size":3,"tags":[]}',85,50,876728,2,3,4,52,846467,'odd 423233','2024-12-15 12:00:44.250','no. 423233','{"a": 423233}'),
(990375,53,63,154,-449.00,2,1865664277,84.53,-7947565892108862717129955099.1758163845,true,1,0.6331155191957684,16.82,7.92976788398353,'2024-05-08','2024-12-13 03:13:17.766422','2025-01-01 00:00:00.000','2025-01-01','11:11:58.330','2025-01-01 00:25:30','2025-01-01 00:01:16.556121','2025-05-19 11:28:42','2025-05-25',2016,'01941f29-7c00-7272-be74-ff11b3fedc50','ac290f7f-f48e-4426-9e68-055bf1dc67e3','\x4fdf87407ade498894741a175b187ce4','01JGFJJZ004S03BHXE0J3QJM0D','\x01941f297c00264006033ee14b5e30fd','Sergio','Rodgers','sergio.rodgers32772@example.com','Sergio Rodgers','male','M','Mr.','1961-09-30','2024-11-22','sergio.rodgers32772','Buyer','666-54-6396','+1-368-555-0183','Francis Software & Co','Charlesbridge','687 Monroe Road','687 Monroe Road, Charlesbridge, GA 30229','Georgia','GA','30229','Ethiopia','ET','ETH',33.557311,33.557311,-84.368491,-84.368491,'America/New_York','Design','Lime Oak Basket','Indigo','#1eb6f2','PKR','00-5133675','GB96TEST19979638428893','TESTFIBY','5555550227133297','ORD-00000154','INV/100152','https://building.example.com/pure/hall','daily-lawyer.example.com','192.0.2.128','10.97.5.134','19.83.7.236','2001:db8:33fa:3a13:2035:ec12:0:1','02:9c:d5:9f:bd:17','Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:124.0) Gecko/20100101 Firefox/124.0','POST',200,'$2b$12$Qr3QX.Pe6VF7FnhD1/oTaanTeEa1E2KD6g.//HJZWISVIqqDxrIBT','107e8a3d6bb021192fd29dc3559ce387fe88132d987a207f0cdca9391c14e01a','d9dcb4191e2c817decb091cd1aa5032b','good-cup.txt','video/webm','patient-river-538','8.21.9','The good spoon offered the shy editor.','The member repaired a building.','SSU-9678','bc041','company','Beyond the Full Map','A firm student learned a fast train. The round night read a clear bell.','# Fire and wheel

A music won a water. The recent reason read the real carpet. **City**. See <https://example.com/paper>.

- The vast stone moved a cheap editor behind the judge.
- A distant student asked a violet battery.
- A local coast evenly signed the newspaper.
- The century sold a thin hour through the tall beach.
','<h1>Sentence and uncle</h1>
<p>The story easily took the river. A steep spoon lifted a proud daughter inside a restaurant. <strong>Porch</strong>. See <a href="https://example.com/apple">apple</a>.</p>
<ul>
<li>The common baker bought a student.</li>
<li>A high table examined the partner inside a shy coat.</li>
</ul>
','7fH3za9OjIX','paid',1,'2025-05-01','{"a":[1]}','\x09a2','{"kind":"word","on":false,"price":2.65,"size":3,"tags":[]}',84,50,876728,1,3,4,53,1980751,'odd 990375','2024-12-17 04:27:53.194','no. 990375','{"a": 990375}');
INSERT INTO "kinds" ("a", "p", "up", "sequence 0", "sequence 1", "integer 0", "integer 1", "decimal 0", "decimal 1", "boolean 0", "boolean 1", "double 0", "random_walk 0", "random_walk 1", "date 0", "timestamp 0", "now 0", "now 1", "time 0", "regular_time 0", "regular_time 1", "business_time 0", "business_time 1", "year 0", "uuid_v7 0", "uuid_v4 0", "uuid_v4 1", "ulid 0", "ulid 1", "first_name 0", "last_name 0", "email 0", "full_name 0", "sex 0", "sex 1", "title 0", "birth_date 0", "birth_date 1", "user_name 0", "job 0", "national_id 0", "phone 0", "company 0", "city 0", "street_address 0", "address 0", "region 0", "region 1", "postcode 0", "country 0", "country_code 0", "country_code 1", "latitude 0", "latitude 1", "longitude 0", "longitude 1", "time_zone 0", "department 0", "product 0", "colour 0", "hex_colour 0", "currency 0", "business_number 0", "iban 0", "bic 0", "card_number 0", "order_number 0", "order_number 1", "url 0", "domain 0", "ipv4 0", "ipv4 1", "ipv4 2", "ipv6 0", "mac_address 0", "user_agent 0", "http_method 0", "http_status 0", "password_hash 0", "hash 0", "hash 1", "file_name 0", "mime_type 0", "slug 0", "version 0", "sentence 0", "sentence 1", "pattern 0", "pattern 1", "word 0", "headline 0", "paragraph 0", "markup 0", "markup 1", "characters 0", "list 0", "list 1", "constant 0", "constant 1", "bytes 0", "json 0", "foreign_key 0", "child_of 0", "child_of 1", "ordinal 0", "level 0", "child_count 0", "parent_value 0", "expression 0", "expression 1", "expression 2", "template 0", "template 1") VALUES
(36840,98,327735,293,-866.00,1,-4945057457,52.14,244531662160417545028023855.7110019059,false,1,0.7596474168140126,12.45,26.09882264805438,'2024-05-11','2024-07-06 20:43:28.653076','2025-01-01 00:00:00.000','2025-01-01','18:57:29.074','2025-01-01 00:48:40','2025-01-01 00:02:26.273496','2025-05-23 15:23:25','2025-05-11',2025,'01941f29-7c00-74ac-9651-8931171b9d0f','15563fc1-8198-4cbc-9ae6-a8bfb2c6e759','\xf071afa71e08428db5b2dd1ed0607de5','01JGFJJZ009403HHQ00JS11WXJ','\x01941f297c00490016b73dab66d57c41','Craig','Alexander','craig.alexander20834@example.net','Craig Alexander','male','M','Mr.','1985-04-20','2024-02-20','craig.alexander20834','Security Officer','666-69-6786','+1-657-555-0170','Gregory Landscaping & Sons','Andrewsville','363 Union Street','363 Union Street, Andrewsville, TX 78370','Texas','TX','78370','Belize','BZ','BLZ',31.591228,31.591228,-96.200216,-96.200216,'America/Chicago','Human Resources','Coral Leather Rack','Fuchsia','#503e5b','NZD','00-0563470','GB27TEST58042897562757','TESTNZGZ','4111113929991726','ORD-00000293','INV/100291','https://key.example.com/firm/dream','pale-job.example.com','192.0.2.248','10.138.229.165','56.238.8.115','2001:db8:3b93:4a7f:317a:37e9:0:1','02:30:a8:4d:77:51','Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:129.0) Gecko/20100101 Firefox/129.0','GET',200,'$2b$12$Dardlvre59/mXy1/vbXtOhAdy5KFEwoZ4aTRKwf5oYrSbafN34u1n','7e39fd23184223ca0374b61b30a72e8e5eeb9641befcada17575279215ef8dbd','44d59610a06ef549086c35e85d700388','solid-pilot.png','application/zip','public-hotel-34','9.13.1','An idle boat placed a local baker.','The blue hall welcomed a hand.','ZNX-2833','a46','lamp','In the Wet Winter','The dear stage read the solid worker.','# Decision and letter

A native door softly fixed an example on the sailor. The helpful farmer crossed the farmer. The theatre safely chose a singer inside the sign. **Beach**. See <https://example.com/stage>.

- A steady century perhaps invited a mountain.
- The swift ticket collected the painter.
- A plan painted a store under an ocean.
- An orange bell counted a real hospital.
','<h1>Article and engineer</h1>
<p>The flat minute started the bell over a meal. <strong>Airport</strong>. See <a href="https://example.com/agent">agent</a>.</p>
<ul>
<li>A clear family covered a pure platform.</li>
<li>The narrow chair picked the violet camera around the weak office.</li>
</ul>
','tthytyqsWh','paid',1,'2025-05-01','{"a":[1]}','\x913857','{"kind":"word","on":false,"price":9.07,"size":3,"tags":["sale","sale"]}',36,97,351198,2,3,6,98,73681,'even','2024-12-27 07:24:10.827','no. 36840','{"a": 36840}'),
(245123,98,327735,294,-869.00,6,-4912847468,35.22,5802067911462565819773543051.5489209817,false,0,0.6728885428220087,12.97,22.615244412392315,'2024-03-25','2024-12-08 05:55:50.493897','2025-01-01 00:00:00.000','2025-01-01','07:19:11.821','2025-01-01 00:48:50','2025-01-01 00:02:26.529825','2025-05-06 13:56:18','2025-05-24',2025,'01941f29-7c00-74b0-80b7-495844e7630b','7b168fb0-e94d-412e-9a50-000404d20f71','\xe44cbb57695d4f358651ba32b62bbb5d','01JGFJJZ0095001JNCCJYJ5RRW','\x01941f297c00494036dd3851ecd43cac','Vincent','Dominguez','vincent.dominguez66496@example.net','Vincent Dominguez','male','M','Mr.','1986-03-03','2024-08-01','vincent.dominguez66496','Deputy Database Administrator','666-31-9840','+1-720-555-0139','Lamb Properties Corporation','Welchborough','648 Mill Drive','648 Mill Drive, Welchborough, VA 23281','Virginia','VA','23281','Netherlands','NL','NLD',37.841173,37.841173,-77.709960,-77.70996,'America/New_York','Supply Chain','Sky Blue Cotton Pen','Bronze','#4d1d68','UAH','00-6162409','GB73TEST43859581816682','TESTFIR0','4111117344584636','ORD-00000294','INV/100292','https://decision.example.com/annual/square','recent-film.example.com','203.0.113.199','10.89.50.143','107.151.50.50','2001:db8:a93a:a7a5:1010:dc4a:0:1','02:66:80:e4:6b:17','Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0','GET',200,'$2b$12$PWzNbmsfAKDD8GUsU1YErD7ce9hn..WhTKbQM93/mz43M3nZWGbUh','298ecbc81d82853a11b8c0f4b57a742e541030813467b830c6d5ded3e469ce16','b159bf89aa10a1a7865041ebc9b70a4d','clear-meal.docx','text/markdown','fast-radio-617','8.12.11','A simple ocean smoothly left a rare theatre.','An afternoon examined the strange letter.','RUQ-6321','a42','farmer','The Rapid Dinner','A wet meal admired a main country beside a steep pilot. A dream met a dear sentence past a son.','# Family and sailor

A cloud together changed an instant project. The light flag almost prepared the ordinary snow. A wind returned the hotel. **Fire**. See <https://example.com/tree>.

- The soldier understood a project below the house.
- The corner politely helped a field.
- A shop entered the bare border.
- A team arranged the quick company.
','<h1>Neighbour and letter</h1>
<p>A loose hill welcomed the golden hat under an ordinary hammer. A shirt named a visible school. <strong>Son</strong>. See <a href="https://example.com/train">train</a>.</p>
<ul>
<li>The old train wrapped a storm under a damp builder.</li>
<li>The castle repeated the singer.</li>
</ul>
','T6oCu1s6pTMR','paid',1,'2025-05-01','{"a":[1]}','\x09ee4548','{"kind":"word","on":true,"price":7.14,"size":1,"tags":["new"]}',21,98,351198,3,3,4,98,490247,'odd 245123','2024-12-15 11:34:32.894','no. 245123','{"a": 245123}'),
(283676,99,212068,295,-872.00,5,-3072658795,23.89,2366075459965476252954114100.0542868387,true,1,0.2646428563852754,12.53,17.631807767501215,'2024-07-09','2024-04-17 16:41:05.507264','2025-01-01 00:00:00.000','2025-01-01','10:57:58.078','2025-01-01 00:49:00','2025-01-01 00:02:27.001987','2025-05-15 16:40:32','2025-05-10',2023,'01941f29-7c00-74b4-b927-cce8213a80cf','579d415d-89f0-4d3e-aa46-1f7904fc35a7','\xdefce5664cb14837b2ff173d0f08d749','01JGFJJZ009602R5M0ERNVNT1T','\x01941f297c0049802a93f6be9e3497f4','Cynthia','Erickson','cynthia.erickson92791@example.org','Cynthia Erickson','female','F','Dr.','2004-11-28','2024-04-03','cynthia.erickson92791','Staff Underwriter','666-82-8207','+1-848-555-0149','Patel Steel International','Andersonport','110 Pleasant Lane','110 Pleasant Lane, Andersonport, MT 59912','Montana','MT','59912','Nicaragua','NI','NIC',47.630937,47.630937,-109.931545,-109.931545,'America/Denver','Quality Assurance','Burgundy Granite Tent','Gray','#faf5a2','JPY','00-3045801','GB45TEST62274720888439','TESTBEPL','4000005035777573','ORD-00000295','INV/100293','https://coat.example.com/fair/waiter','eager-room.example.com','198.51.100.4','10.91.90.5','61.45.18.53','2001:db8:fd35:5fd8:c5b1:53b7:0:1','02:54:e7:0c:21:c1','Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36','POST',200,'$2b$12$c8VohyGV.dIb6/J1O3V5Kr/9yE.RLubon0DcteFPwOFZe/kBuz9At','ef8081b171463e2fd2e2616fb80e2e63a35b6bceb925782a1cb2bf2a40489d8a','9430ebc781ee1b816ab21116b0e0624c','angry-farmer.xlsx','text/csv','tender-cup-766','2.12.0','A still factory praised the shirt past the tidy writer.','A tower softly repaired the visible music.','PWB-3119','a20','colour','How the Tired Orchard','The recent singer chose the century after a chair. A little teacher often hid the light restaurant before a question.','# Park and dinner

A cloud took the loose flight. The local door protected the old horse. **Factory**. See <https://example.com/summer>.

- An island fully owned a rare plan towards a spoon.
- A busy team imagined the partner through the fast mirror.
- A page sold a wild spoon.
- A complete apple followed a star.
','<h1>Wheel and project</h1>
<p>The radio accepted the train opposite the village. The finger knew a theatre. A porch measured the camera. <strong>Morning</strong>. See <a href="https://example.com/shirt">shirt</a>.</p>
<ul>
<li>A new pencil enjoyed a solid key.</li>
<li>The short town covered a new doctor.</li>
</ul>
','xRfL4Zor2ILh','paid',1,'2025-05-01','{"a":[1]}','\x96f584','{"kind":"word","on":false,"price":3.68,"size":5,"tags":["new","sale"]}',97,98,183775,1,3,2,99,567353,'even','2024-12-08 18:43:16.068','no. 283676','{"a": 283676}'),
(290918,99,212068,296,-875.00,5,1477792446,98.45,-6147917801437401901605214748.4321874700,true,1,0.6458380989732544,12.28,12.587276784040483,'2024-07-23','2024-10-05 02:50:50.264762','2025-01-01 00:00:00.000','2025-01-01','18:38:48.221','2025-01-01 00:49:10','2025-01-01 00:02:27.616708','2025-05-14 10:18:38','2025-05-24',2022,'01941f29-7c00-74b8-a2f4-6fc8f49b1520','161cade2-d4c1-42cc-a8c1-df787bb31e82','\x59ae5961191644ce9d9fdd988b1c5b88','01JGFJJZ0097010BAGP3JNYQE0','\x01941f297c0049c01a53e337d68d71a7','Cecilia','Wade','cecilia.wade56914@example.com','Cecilia Wade','female','F','Ms.','1955-02-16','2024-12-23','cecilia.wade56914','Paralegal','666-13-3452','+1-728-555-0169','Stewart Solar & Co','Petersmouth','821 Monroe Street','821 Monroe Street, Petersmouth, TX 79223','Texas','TX','79223','Lebanon','LB','LBN',33.949265,33.949265,-97.937530,-97.93753,'America/Chicago','Compliance','Green Wicker Bowl','Khaki','#12b00f','AUD','00-5428704','GB04TEST85570156653795','TESTFRFM','5555550578901078','ORD-00000296','INV/100294','https://neighbour.example.com/dry/sailor','huge-secret.example.com','203.0.113.94','10.80.186.156','96.171.102.125','2001:db8:d4d5:84cc:8cfb:201f:0:1','02:cf:30:3d:26:9e','Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36','GET',200,'$2b$12$9qB3lIY4N9IWOyVTYgm13TRps4VX0hX0vYISVKZe7vn4GcrARkEWj','c0323bccb30fae1252914cc65a4d8df910fa1df0addd894bbd3ff43094b1764d','4dbfd7939381dc6744c207b7f8736a67','friendly-event.jpg','text/plain','rare-yard-798','6.17.16','The able month heard the serious year over the sky.','The branch listed the still answer.','IJV-6650','bc2','roof','Behind the Modest Daughter','A ready ship copied the old traveller beyond a bus. A message explained an orchard.','# Lamp and list

The bread admired a modern name. The shirt carefully changed the agent below the afternoon. The rule promptly thanked a careful job. **Bell**. See <https://example.com/teacher>.

- A white weather improved a meeting over a glad pocket.
- The glad sea washed the street over a fine book.
','<h1>Event and meal</h1>
<p>A public coast surprised a pleasant traffic by the century. <strong>Shop</strong>. See <a href="https://example.com/theatre">theatre</a>.</p>
<ul>
<li>A soft witness studied a message.</li>
<li>The bitter painter nearly guarded the quiet smile.</li>
<li>The spoon barely imagined a large school over the sweet spoon.</li>
<li>A secret seldom hid a mirror.</li>
</ul>
','MOC3wvnM0','paid',1,'2025-05-01','{"a":[1]}','\x398beb','{"kind":"word","on":true,"price":9.17,"size":3,"tags":["sale"]}',94,98,183775,2,3,3,99,581837,'even','2024-12-19 20:07:10.242','no. 290918','{"a": 290918}');
INSERT INTO "kinds" ("a", "p", "up", "sequence 0", "sequence 1", "integer 0", "integer 1", "decimal 0", "decimal 1", "boolean 0", "boolean 1", "double 0", "random_walk 0", "random_walk 1", "date 0", "timestamp 0", "now 0", "now 1", "time 0", "regular_time 0", "regular_time 1", "business_time 0", "business_time 1", "year 0", "uuid_v7 0", "uuid_v4 0", "uuid_v4 1", "ulid 0", "ulid 1", "first_name 0", "last_name 0", "email 0", "full_name 0", "sex 0", "sex 1", "title 0", "birth_date 0", "birth_date 1", "user_name 0", "job 0", "national_id 0", "phone 0", "company 0", "city 0", "street_address 0", "address 0", "region 0", "region 1", "postcode 0", "country 0", "country_code 0", "country_code 1", "latitude 0", "latitude 1", "longitude 0", "longitude 1", "time_zone 0", "department 0", "product 0", "colour 0", "hex_colour 0", "currency 0", "business_number 0", "iban 0", "bic 0", "card_number 0", "order_number 0", "order_number 1", "url 0", "domain 0", "ipv4 0", "ipv4 1", "ipv4 2", "ipv6 0", "mac_address 0", "user_agent 0", "http_method 0", "http_status 0", "password_hash 0", "hash 0", "hash 1", "file_name 0", "mime_type 0", "slug 0", "version 0", "sentence 0", "sentence 1", "pattern 0", "pattern 1", "word 0", "headline 0", "paragraph 0", "markup 0", "markup 1", "characters 0", "list 0", "list 1", "constant 0", "constant 1", "bytes 0", "json 0", "foreign_key 0", "child_of 0", "child_of 1", "ordinal 0", "level 0", "child_count 0", "parent_value 0", "expression 0", "expression 1", "expression 2", "template 0", "template 1") VALUES
(689023,99,212068,297,-878.00,6,3041724807,56.24,-7571523224280877869185255035.0094495275,true,1,0.8379613761554948,12.07,8.992292801473113,'2024-11-02','2024-07-02 07:04:31.128624','2025-01-01 00:00:00.000','2025-01-01','20:04:36.078','2025-01-01 00:49:20','2025-01-01 00:02:28.347926','2025-05-26 16:23:13','2025-05-18',2022,'01941f29-7c00-74bc-a0fd-8d908e1f2231','af23ccfe-9312-4720-954c-806101d82586','\xfb4c4f3d68ee4cdaafb4ccfc2cfb04a1','01JGFJJZ009800YW328WSXW32D','\x01941f297c004a003d1638b0fdd36aca','Brian','Lambert','brian.lambert99676@example.org','Brian Lambert','male','M','Mr.','1975-06-02','2024-02-05','brian.lambert99676','Pharmacist','666-41-5723','+1-387-555-0171','McBride Design & Sons','Francisworth','13 Cedar Avenue','13 Cedar Avenue, Francisworth, OH 44087','Ohio','OH','44087','Kenya','KE','KEN',40.758310,40.75831,-83.058846,-83.058846,'America/New_York','Product Management','Rose Cotton Blanket','Rose','#a1b00b','PLN','00-2663086','GB69TEST40928619622151','TESTNLCK','4000006599731550','ORD-00000297','INV/100295','https://park.example.com/firm/book','recent-island.example.com','203.0.113.182','10.145.97.105','110.192.158.233','2001:db8:af59:3823:7755:a3bf:0:1','02:8e:dd:52:59:fe','Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/137.0.0.0 Safari/537.36','DELETE',200,'$2b$12$X7wKv5u6B0I8PbrFYGMoSM8Yfpn0Lcp0hWWL0OdWJ5jN22PDaTFts','6f35a5c9ea31c6e6e56727b8b4fd409f1bc48d2b30c5dfc935d47a91fb662aab','77350b9daf964f301844da1625a47351','swift-dream.gif','application/zip','grey-model-191','1.16.11','The floor replaced a whole month before a cold sailor.','The bare editor made a white bird.','IXQ-8717','xbc35','notebook','The Brave Music','The gentle winter explained the empty sea across a lazy table.','# Snow and sailor

The common hill wanted the partner. **Author**. See <https://example.com/idea>.

- A hand accepted the narrow member.
- A busy friend counted a mirror inside the young partner.
','<h1>Bank and forest</h1>
<p>The voice missed a path under the smooth sound. The morning remembered the heart. <strong>Station</strong>. See <a href="https://example.com/police">police</a>.</p>
<ul>
<li>The lawyer nearly named a soft shelf.</li>
<li>A library saved a holiday across the open model.</li>
</ul>
','EDujc52z','refunded',3,'2025-05-01','{"a":[1]}','\x21dd','{"kind":"word","on":false,"price":7.77,"size":1,"tags":["sale"]}',100,99,315786,3,3,2,99,1378047,'odd 689023','2024-12-16 14:26:26.411','no. 689023','{"a": 689023}'),
(815590,100,212068,298,-881.00,3,1651357634,74.49,-8207450671949638020680195537.3271823694,false,1,0.941188887004914,11.45,7.512793146534186,'2024-08-22','2024-05-04 13:02:04.870719','2025-01-01 00:00:00.000','2025-01-01','11:44:09.184','2025-01-01 00:49:30','2025-01-01 00:02:28.768853','2025-05-29 09:10:59','2025-05-03',2015,'01941f29-7c00-74c0-a97a-39dcd268da15','5896fcc0-5b0f-47ab-9c1f-e50a903314c9','\x2a70671e4fab424b8a5fc51e59b3d6c3','01JGFJJZ00990266ESGETB9VTQ','\x01941f297c004a401ac643d0afbe94b4','Alvin','Aguilar','alvin.aguilar62335@example.com','Alvin Aguilar','male','M','Mr.','1952-02-16','2024-12-20','alvin.aguilar62335','Principal Marketing Manager','666-32-0560','+1-328-555-0141','Shepherd Design & Co','Schneiderville','1087 West Boulevard','1087 West Boulevard, Schneiderville, CA 94304','California','CA','94304','Turkmenistan','TM','TKM',39.219210,39.21921,-121.897501,-121.897501,'America/Los_Angeles','Customer Service','Lemon Velvet Candle','Tan','#a7d223','BGN','00-9008260','GB50TEST83287452253602','TESTBEWR','4000005840646591','ORD-00000298','INV/100296','https://kitchen.example.com/patient/glass','swift-village.example.com','203.0.113.7','10.241.163.46','111.112.212.79','2001:db8:d34d:cd06:25d:106b:0:1','02:93:31:62:36:dc','Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Safari/537.36 Edg/128.0.0.0','GET',200,'$2b$12$ujlx3EqPBaJ4AQDyMYNEosY7wGxsOS43PC93r48h5O.PUkVDmqseu','edd88adfb7178d8c8353ede11159a17b40d8153b03fba3274476a32d129b239a','dcb592642b4193598fa9a3d22c7690ca','loud-painter.pptx','audio/mpeg','early-bottle-853','1.15.1','The golden number checked a song over the cool idea.','A steady language opened the team.','KIW-1632','xbc980','wall','After the Solid Window','The tough number gathered an angry country.','# Corner and lake

A strict corner welcomed a dear partner opposite the valley. The traveller covered an afternoon. **Member**. See <https://example.com/witness>.

- A brief letter thanked an angry child opposite a proud brush.
- A rare book signed a toy.
','<h1>Platform and student</h1>
<p>An early mirror took a choice across a flat century. The account stopped a meal without a bitter gift. The broad park joined a town. <strong>Editor</strong>. See <a href="https://example.com/leaf">leaf</a>.</p>
<ul>
<li>The usual branch partly followed the loud visitor through the hollow daughter.</li>
<li>The loud agent bought the public builder under a pilot.</li>
<li>A mild doctor wanted a short brush on the true seat.</li>
</ul>
','llBkeUTWy','paid',2,'2025-05-01','{"a":[1]}','\x86d7f0','{"kind":"word","on":true,"price":3.49,"size":2,"tags":["new","sale"]}',17,99,315786,1,3,3,100,1631181,'even','2024-12-21 04:46:30.607','no. 815590','{"a": 815590}'),
(501353,100,212068,299,-884.00,5,4562131725,63.30,7714488978919369865884167469.0224594693,false,1,0.814464011259689,12.50,8.96413777603125,'2024-02-08','2024-03-16 10:17:55.420064','2025-01-01 00:00:00.000','2025-01-01','04:20:51.743','2025-01-01 00:49:40','2025-01-01 00:02:29.218489','2025-05-29 14:08:53','2025-05-31',2023,'01941f29-7c00-74c4-9304-a71b5f177a28','936fce26-ceee-447f-a2b6-2e1d5a4b612a','\x0e57a02bb8cf44a7ac5074c8a58351df','01JGFJJZ009A01HEPXK4JNM9K8','\x01941f297c004a8036cdfec2bef7492a','Marie','Roberts','marie.roberts80755@example.com','Marie Roberts','female','F','Ms.','1973-08-10','2024-04-12','marie.roberts80755','Regional Data Analyst','666-87-4440','+1-650-555-0188','Ramirez Digital Limited','Rowetown','141 Cedar Avenue','141 Cedar Avenue, Rowetown, IL 62570','Illinois','IL','62570','Lithuania','LT','LTU',39.557782,39.557782,-89.602320,-89.60232,'America/Chicago','Customer Service','Lilac Denim Notebook','Scarlet','#ce2b95','HUF','00-5676920','GB64TEST97565444111882','TESTATQZ','5555550849346103','ORD-00000299','INV/100297','https://customer.example.com/shallow/room','rich-corner.example.com','198.51.100.212','10.5.2.19','107.241.63.170','2001:db8:e46:9288:b2c2:7d9b:0:1','02:31:f1:38:d1:b3','Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:127.0) Gecko/20100101 Firefox/127.0','GET',400,'$2b$12$2VaQckuOT1MQuabttojf.SSjtzDxhtijWpwYSpsGlFOBHsHfSYC32','30657af6e23de36d788841eccbeb0a0a4a7705b9c1457c1743f0c6e619242e62','99102f91c1d58acc5408e9e97b73eaad','raw-price.pdf','text/plain','smooth-night-273','8.17.13','The main son took a curious bank behind a strange neighbour.','The hall closely promised the weak battery.','XQC-3649','xa6','gate','About the Busy Answer','The angry student planned a shy idea over a steady customer.','# Museum and bell

A town arranged the job. A tower carefully read the teacher. **Village**. See <https://example.com/hammer>.

- A safe bicycle wisely trusted the cold bird.
- A month made a date.
- The recent seat designed the tiny eye near the new flight.
','<h1>Library and corner</h1>
<p>The mountain watched a steady reader. <strong>Reader</strong>. See <a href="https://example.com/stone">stone</a>.</p>
<ul>
<li>The hour tomorrow won the minute outside the wide shop.</li>
<li>The team removed a helpful year among the boat.</li>
</ul>
','SM5WkXbIrb','refunded',2,'2025-05-01','{"a":[1]}','\x69186bfa','{"kind":"word","on":false,"price":9.22,"size":4,"tags":[]}',57,100,315786,2,3,4,100,1002707,'odd 501353','2024-12-22 12:37:05.671','no. 501353','{"a": 501353}'),
(653856,100,212068,300,-887.00,4,-4240610965,73.73,-1969126184270757992959485771.3033705171,true,1,0.30222603747701904,12.32,12.664426471516158,'2024-07-11','2024-11-16 23:47:29.685627','2025-01-01 00:00:00.000','2025-01-01','23:11:19.048','2025-01-01 00:49:50','2025-01-01 00:02:29.636902','2025-05-30 09:23:58','2025-05-18',2021,'01941f29-7c00-74c8-b5fc-1cce2ce98624','5e2dd906-33be-40d8-aa13-230bbc79676f','\x6255ab6a1abb48779caef3af8c336d05','01JGFJJZ009B0180ZQEKTG9NH7','\x01941f297c004ac0272271e0602d1879','Michael','Watson','michael.watson37059@example.net','Michael Watson','male','M','Mr.','2003-02-18','2024-05-30','michael.watson37059','Photographer','666-08-1078','+1-492-555-0138','Carroll Networks Limited','Robertsburgh','175 Hill Boulevard','175 Hill Boulevard, Robertsburgh, AZ 85717','Arizona','AZ','85717','Togo','TG','TGO',32.527453,32.527453,-110.435429,-110.435429,'America/Phoenix','Accounting','Teal Satin Cap','Green','#188884','HKD','00-5780714','GB73TEST34129554067554','TESTIE9W','5555555522395525','ORD-00000300','INV/100298','https://traveller.example.com/yellow/sky','smooth-page.example.com','192.0.2.237','10.170.54.102','103.125.137.176','2001:db8:6ff2:12aa:e231:be2f:0:1','02:07:82:be:c8:59','Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36','POST',200,'$2b$12$Un4X/rLSN0N5O7bOjVcLzn6d7SwKYAkEsZONv14bAC5sWCG6jocp/','c8317c04160e7b5bec1d5b51e638ef64e3e6f74d55bf7cbccd2fb1be119f120e','42691fd4ee6eb0c077de29d1f80867de','fair-castle.zip','text/markdown','short-waiter-871','1.28.0','The popular month placed a lawyer.','A true computer opened an owner.','VBT-6577','xa313','flower','Why the Thick Coat','A radio wrote the weak desk. A still storm planned the autumn airport.','# Holiday and bridge

A hill entered a winter across the thin hand. The island surprised the shelf against the wooden colleague. A painter imagined a poem along the cousin. **Reason**. See <https://example.com/mountain>.

- A dear finger saved a red ship without the special wind.
- A bitter factory soon welcomed the firm sailor.
- A century examined a visible author behind the dry factory.
- A station sent a town against the farmer.
','<h1>Skill and fire</h1>
<p>A box borrowed a park on the smooth century. The witness lately told the battery. <strong>Year</strong>. See <a href="https://example.com/leaf">leaf</a>.</p>
<ul>
<li>An island turned the distant wind.</li>
<li>The pocket sold a sudden plan.</li>
<li>A village marked the green number.</li>
</ul>
','3r9gX8O07xTv7IkR','paid',1,'2025-05-01','{"a":[1]}','\x9049af','{"kind":"word","on":false,"price":5.35,"size":1,"tags":["sale"]}',61,100,315786,3,3,3,100,1307713,'even','2024-12-20 21:02:47.896','no. 653856','{"a": 653856}');
COMMIT;
