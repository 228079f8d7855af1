BEGIN;
SET LOCAL client_encoding = 'UTF8';
SET LOCAL standard_conforming_strings = on;
SET LOCAL TimeZone = 'UTC';
SET LOCAL DateStyle = 'ISO, YMD';
SET LOCAL statement_timeout = 0;
INSERT INTO "parent" ("id") VALUES
(1),
(2),
(3),
(4);
INSERT INTO "parent" ("id") VALUES
(5),
(6),
(7),
(8);
INSERT INTO "parent" ("id") VALUES
(47),
(48);
INSERT INTO "parent" ("id") VALUES
(49),
(50),
(51),
(52);
INSERT INTO "parent" ("id") VALUES
(53),
(54);
INSERT INTO "parent" ("id") VALUES
(93),
(94),
(95),
(96);
INSERT INTO "parent" ("id") VALUES
(97),
(98),
(99),
(100);
COMMIT;
