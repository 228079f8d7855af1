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
