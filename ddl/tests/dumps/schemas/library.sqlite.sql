-- A library's schema, with what SQLite has of its own.
CREATE TABLE branch (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL COLLATE NOCASE UNIQUE, phone VARYING CHARACTER(20), opened DATE);
CREATE TABLE [book] (
  isbn TEXT PRIMARY KEY NOT NULL CHECK (length(isbn) = 13),
  "title" NVARCHAR(200) NOT NULL,
  price DECIMAL(8,2) CHECK (price >= 0 AND price < 1000),
  pages UNSIGNED BIG INT,
  cover BLOB SUB_TYPE IMAGE,
  language,
  lent BOOLEAN NOT NULL DEFAULT 0,
  extra JSON CHECK (json_valid(extra))
) WITHOUT ROWID;
CREATE TABLE copy (
  isbn TEXT NOT NULL REFERENCES book (isbn) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  branch_id INTEGER REFERENCES branch (id) DEFERRABLE INITIALLY DEFERRED,
  state TEXT NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'worn', 'lost')),
  bought TEXT NOT NULL,
  PRIMARY KEY (isbn, number)
) STRICT;
CREATE TABLE reader (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL,
  joined TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
  left_at TIMESTAMP CHECK (left_at IS NULL OR left_at >= joined),
  fines REAL NOT NULL DEFAULT 0.0,
  initials TEXT GENERATED ALWAYS AS (substr(email, 1, 2)) VIRTUAL
);
CREATE UNIQUE INDEX reader_email ON reader (lower(email));
CREATE TABLE loan (
  isbn TEXT NOT NULL, number INTEGER NOT NULL, reader_id INTEGER NOT NULL, lent_on TEXT NOT NULL,
  FOREIGN KEY (isbn, number) REFERENCES copy (isbn, number),
  FOREIGN KEY (reader_id) REFERENCES reader (id)
);
CREATE INDEX loan_open ON loan (reader_id) WHERE lent_on > '2025';
CREATE VIEW lost AS SELECT * FROM copy WHERE state = 'lost';
CREATE TRIGGER loan_mark AFTER DELETE ON loan BEGIN UPDATE book SET lent = CASE WHEN 1 THEN 0 ELSE 1 END WHERE isbn = old.isbn; SELECT 1; END;
INSERT INTO branch (name, phone) VALUES ('it''s; main', '1');
