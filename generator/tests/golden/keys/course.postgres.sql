BEGIN;
SET LOCAL client_encoding = 'UTF8';
SET LOCAL standard_conforming_strings = on;
SET LOCAL TimeZone = 'UTC';
SET LOCAL DateStyle = 'ISO, YMD';
SET LOCAL statement_timeout = 0;
INSERT INTO "course" ("code") VALUES
('I488'),
('A967'),
('D428'),
('D676');
INSERT INTO "course" ("code") VALUES
('A128'),
('F527'),
('H533'),
('G896');
INSERT INTO "course" ("code") VALUES
('A967'),
('D428'),
('D676');
INSERT INTO "course" ("code") VALUES
('A128'),
('F527'),
('H533'),
('G896');
INSERT INTO "course" ("code") VALUES
('A149');
INSERT INTO "course" ("code") VALUES
('D428'),
('D676');
INSERT INTO "course" ("code") VALUES
('A128'),
('F527'),
('H533'),
('G896');
INSERT INTO "course" ("code") VALUES
('A149'),
('H223');
COMMIT;
