BEGIN;
SET LOCAL client_encoding = 'UTF8';
SET LOCAL standard_conforming_strings = on;
SET LOCAL TimeZone = 'UTC';
SET LOCAL DateStyle = 'ISO, YMD';
SET LOCAL statement_timeout = 0;
INSERT INTO "child" ("t") VALUES
(155949),
(268860),
(116294),
(116294);
INSERT INTO "child" ("t") VALUES
(2202),
(533130),
(533130),
(533130);
INSERT INTO "child" ("t") VALUES
(707650),
(902143);
INSERT INTO "child" ("t") VALUES
(902143),
(583724),
(583724),
(700056);
INSERT INTO "child" ("t") VALUES
(700056),
(700056);
INSERT INTO "child" ("t") VALUES
(815590),
(501353),
(501353),
(501353);
INSERT INTO "child" ("t") VALUES
(501353),
(653856),
(653856),
(653856);
COMMIT;
