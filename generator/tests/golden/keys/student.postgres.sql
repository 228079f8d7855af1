BEGIN;
SET LOCAL client_encoding = 'UTF8';
SET LOCAL standard_conforming_strings = on;
SET LOCAL TimeZone = 'UTC';
SET LOCAL DateStyle = 'ISO, YMD';
SET LOCAL statement_timeout = 0;
INSERT INTO "student" ("number", "seat") VALUES
(112,1),
(102,2),
(116,3),
(121,4);
INSERT INTO "student" ("number", "seat") VALUES
(128,5),
(129,6),
(114,7),
(107,8);
INSERT INTO "student" ("number", "seat") VALUES
(123,12);
INSERT INTO "student" ("number", "seat") VALUES
(113,13),
(125,14),
(100,15),
(127,16);
INSERT INTO "student" ("number", "seat") VALUES
(110,17),
(105,18),
(124,19);
INSERT INTO "student" ("number", "seat") VALUES
(109,23),
(120,24);
INSERT INTO "student" ("number", "seat") VALUES
(104,25),
(111,26),
(101,27),
(118,28);
INSERT INTO "student" ("number", "seat") VALUES
(122,29),
(103,30);
COMMIT;
