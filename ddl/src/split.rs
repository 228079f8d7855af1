//! A text cut into statements, before anything of it is parsed: one that no grammar knows costs itself alone.
//!
//! What is no SQL is left out here: commands of `mysql`, `psql`, `sqlite3` and `sqlplus`, and rows behind `COPY … FROM stdin`.

use super::dialect::SourceDialect;

/// A statement as it was written, without the `;` behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    /// Its characters. What MySQL alone carries out (`/*! … */`) is laid open, spaces and quotes of word processors are plain ones.
    pub(crate) text: String,
    /// The line in which it begins, from 1.
    pub(crate) line: u64,
}

/// What was cut, and how much was no SQL.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Pieces {
    pub(crate) statements: Vec<Piece>,
    /// Commands of the programs that read such texts.
    pub(crate) commands: usize,
    /// Blocks of rows.
    pub(crate) rows: usize,
}

/// Cuts a text into its statements.
pub(crate) fn split(sql: &str, dialect: Option<SourceDialect>) -> Pieces {
    let mut splitter = Splitter::new(sql, dialect);
    splitter.run();
    splitter.pieces
}

/// Bytes of a text in quotes of a word processor, and of a tag between dollars with both of them.
const LONGEST_QUOTED: usize = 2_000;
const LONGEST_TAG: usize = 66;
/// Routines without an end after which all bodies are cut at their semicolons.
const MOST_OPEN_ROUTINES: usize = 16;
/// Bytes behind a semicolon in which the next statement is looked for.
const NEAR: usize = 1_000;
/// Tags without an end after which a dollar is a sign like any other.
const MOST_OPEN_TAGS: u32 = 64;

/// Words that begin a command of a program which ends with its line.
const LINE_COMMANDS: [&str; 13] = [
    "rem", "prompt", "spool", "connect", "conn", "whenever", "source", "exit", "quit", "accept", "define",
    "print", "host",
];
/// Words of which each begins a body of statements that end with `END`.
const ROUTINES: [&str; 7] = ["trigger", "procedure", "proc", "function", "event", "package", "body"];
/// Words between `CREATE` and those.
const BEFORE_ROUTINES: [&str; 10] = [
    "or",
    "replace",
    "temp",
    "temporary",
    "constraint",
    "aggregate",
    "definer",
    "editionable",
    "alter",
    "instead",
];

struct Splitter<'a> {
    rest: &'a str,
    dialect: Option<SourceDialect>,
    delimiter: String,
    line: u64,
    is_line_start: bool,
    text: String,
    /// Whether the text is more than white space.
    has_text: bool,
    first_line: u64,
    /// How many parentheses are open.
    depth: u32,
    /// The words of the statement so far, small, as many as tell what it is.
    words: Vec<String>,
    word: String,
    is_routine: bool,
    /// How many `BEGIN` and `CASE` of a routine are open.
    blocks: u32,
    last_word: String,
    /// Whether a comment that MySQL carries out is open.
    is_executable: bool,
    /// Tags of dollars that were never closed: each was looked for in all that follows.
    open_tags: u32,
    /// Whether routines have bodies of several statements.
    knows_routines: bool,
    /// Whether it ends behind its first statement.
    stops_at_one: bool,
    /// Whether what is swallowed by a body without an end is kept for whoever asked.
    gives_up: bool,
    swallowed: String,
    pieces: Pieces,
}

impl<'a> Splitter<'a> {
    fn new(sql: &'a str, dialect: Option<SourceDialect>) -> Self {
        Self {
            rest: sql,
            dialect,
            delimiter: ";".to_owned(),
            line: 1,
            is_line_start: true,
            text: String::new(),
            has_text: false,
            first_line: 1,
            depth: 0,
            words: Vec::new(),
            word: String::new(),
            is_routine: false,
            blocks: 0,
            last_word: String::new(),
            is_executable: false,
            open_tags: 0,
            knows_routines: true,
            stops_at_one: false,
            gives_up: false,
            swallowed: String::new(),
            pieces: Pieces::default(),
        }
    }

    fn run(&mut self) {
        while !self.rest.is_empty() && (!self.stops_at_one || self.pieces.statements.is_empty()) {
            if self.is_line_start && self.line_of_its_own() {
                continue;
            }
            self.step();
        }
        self.end_word();
        self.finish();
    }

    /// Takes so many bytes from the rest.
    fn take(&mut self, bytes: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(bytes);
        self.rest = rest;
        self.line += taken.bytes().filter(|byte| *byte == b'\n').count() as u64;
        taken
    }

    /// The rest of the line, with its end.
    fn line_length(&self) -> usize {
        self.rest.find('\n').map_or(self.rest.len(), |end| end + 1)
    }

    fn is_blank(&self) -> bool {
        !self.has_text
    }

    /// Reads a line that is no part of a statement, or ends one. Tells whether it was one.
    fn line_of_its_own(&mut self) -> bool {
        self.is_line_start = false;
        let line = &self.rest[..self.line_length()];
        let trimmed = line.trim();
        let first: String =
            trimmed.chars().take_while(char::is_ascii_alphabetic).collect::<String>().to_ascii_lowercase();
        let is_go = first == "go" && trimmed[2..].trim().bytes().all(|byte| byte.is_ascii_digit());
        if is_go || (trimmed == "/" && self.depth == 0) {
            self.take(line.len());
            self.finish();
            self.is_line_start = true;
            return true;
        }
        let is_copy = self.words.first().is_some_and(|word| word == "copy");
        if first == "delimiter" && self.depth == 0 && !is_copy {
            self.finish();
            let new = trimmed["delimiter".len()..].split_whitespace().next().unwrap_or(";").to_owned();
            self.delimiter = new;
            self.command(line.len());
            return true;
        }
        if !self.is_blank() {
            // What has no end of its own ends where a table begins.
            if self.depth == 0 && !self.is_routine && Self::begins_a_statement(line) {
                self.finish();
            }
            return false;
        }
        let is_dot =
            trimmed.starts_with('.') && trimmed[1..].starts_with(|next: char| next.is_ascii_alphabetic());
        let is_named = LINE_COMMANDS.contains(&first.as_str())
            || (first == "set" && self.dialect == Some(SourceDialect::Oracle));
        let is_command = trimmed.starts_with(['\\', '@']) || is_dot || (is_named && !trimmed.contains('('));
        if is_command {
            self.command(line.len());
        }
        is_command
    }

    fn command(&mut self, bytes: usize) {
        self.take(bytes);
        self.pieces.commands += 1;
        self.is_line_start = true;
        self.reset();
    }

    fn step(&mut self) {
        let rest = self.rest;
        let next = rest.chars().next().unwrap_or(' ');
        if self.is_delimiter() && (self.depth == 0 || (!self.is_routine && self.statement_follows())) {
            let length = self.delimiter.len();
            self.end_word();
            if !self.has_open_block() {
                self.take(length);
                self.after_statement();
                return;
            }
        }
        match next {
            '-' if rest.starts_with("--") && self.is_line_comment() => self.skip_line(),
            '#' if self.dialect == Some(SourceDialect::MySql) => self.skip_line(),
            '/' if rest.starts_with("/*") => self.comment(),
            '*' if self.is_executable && rest.starts_with("*/") => {
                self.take(2);
                self.is_executable = false;
                self.text.push_str("  ");
            }
            '\'' => self.quoted('\''),
            '"' => self.quoted('"'),
            '`' => self.quoted('`'),
            '[' if self.dialect == Some(SourceDialect::SqlServer) => self.quoted(']'),
            // Quotes and spaces of word processors.
            '‘' | '’' | '“' | '”' => self.curly(next),
            '\u{a0}' | '\u{3000}' | '\u{2007}' | '\u{202f}' | '\u{feff}' | '\u{200b}' => {
                self.plain(next, ' ');
            }
            '$' if self.dialect != Some(SourceDialect::MySql) => self.dollars(),
            '(' => {
                self.depth += 1;
                self.plain(next, next);
            }
            ')' => {
                self.depth = self.depth.saturating_sub(1);
                self.plain(next, next);
            }
            _ if next.is_alphanumeric() || next == '_' => {
                self.take(next.len_utf8());
                self.mark();
                self.text.push(next);
                self.word.extend(next.to_lowercase());
            }
            _ => self.plain(next, next),
        }
    }

    /// Whether a line begins with a statement that makes or changes something, or fills it.
    fn begins_a_statement(line: &str) -> bool {
        let mut words = line.split_whitespace().map(str::to_ascii_lowercase);
        let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        match first.as_str() {
            "create" => {
                ["table", "unique", "index", "type", "view", "trigger", "sequence"].contains(&second.as_str())
            }
            "alter" | "drop" => second == "table" || second == "index",
            "insert" => second == "into",
            "comment" => second == "on",
            _ => false,
        }
    }

    /// Whether a statement begins on one of the next lines, behind blank ones and comments, so that parentheses before it are open by mistake.
    fn statement_follows(&self) -> bool {
        let rest = &self.rest[self.delimiter.len()..];
        let near = &rest[..rest.floor_char_boundary(NEAR)];
        let mut lines = near.split('\n');
        // What stands behind it in its own line may be a comment alone.
        let is_blank = |line: &str| line.is_empty() || line.starts_with("--");
        if !lines.next().is_some_and(|line| is_blank(line.trim())) {
            return false;
        }
        let first = lines.map(str::trim).find(|line| !is_blank(line));
        first.is_some_and(|line| line.starts_with("/*!") || Self::begins_a_statement(line))
    }

    fn is_delimiter(&self) -> bool {
        self.rest.starts_with(self.delimiter.as_str())
    }

    fn has_open_block(&self) -> bool {
        // A procedure of SQL Server ends where its batch does.
        let is_batch = self.dialect == Some(SourceDialect::SqlServer);
        self.is_routine && (self.blocks > 0 || is_batch) && self.delimiter == ";"
    }

    /// Notes where the statement begins.
    fn mark(&mut self) {
        if !self.has_text {
            self.text.clear();
            self.first_line = self.line;
            self.has_text = true;
        }
    }

    /// Takes a character, and keeps another in its place.
    fn plain(&mut self, taken: char, kept: char) {
        self.end_word();
        self.mark_unless_blank(kept);
        if !kept.is_whitespace() {
            self.last_word.clear();
        }
        self.take(taken.len_utf8());
        self.text.push(kept);
        self.is_line_start = taken == '\n';
    }

    fn mark_unless_blank(&mut self, next: char) {
        if !next.is_whitespace() {
            self.mark();
        }
    }

    /// Whether two minus signs begin a comment: in MySQL only with white space behind them.
    fn is_line_comment(&self) -> bool {
        let is_mysql = self.dialect == Some(SourceDialect::MySql);
        !is_mysql || self.rest[2..].chars().next().is_none_or(char::is_whitespace)
    }

    fn skip_line(&mut self) {
        self.end_word();
        let length = self.line_length();
        let taken = self.take(length);
        self.is_line_start = true;
        self.text.extend(taken.ends_with('\n').then_some('\n'));
    }

    fn comment(&mut self) {
        self.end_word();
        let inside = &self.rest[2..];
        let is_mysql = !matches!(self.dialect, Some(SourceDialect::Postgres | SourceDialect::Sqlite));
        let executable = inside.strip_prefix('!').or_else(|| inside.strip_prefix("M!"));
        if let Some(executable) = executable.filter(|_| is_mysql) {
            let code = executable.trim_start_matches(|digit: char| digit.is_ascii_digit());
            // Version 999999 is none: it hides a command from programs that do not know it.
            if !executable.starts_with("999999") {
                let length = self.rest.len() - code.len();
                self.take(length);
                self.is_executable = true;
                self.text.push(' ');
                return;
            }
        }
        let nests = self.dialect == Some(SourceDialect::Postgres);
        let bytes = self.rest.as_bytes();
        let (mut at, mut depth) = (2, 1_u32);
        while at < bytes.len() && depth > 0 {
            match bytes.get(at..at + 2) {
                Some(b"*/") => (at, depth) = (at + 2, depth - 1),
                Some(b"/*") if nests => (at, depth) = (at + 2, depth + 1),
                _ => at += 1,
            }
        }
        let taken = self.take(at.min(self.rest.len()));
        // Lines are counted by what is kept.
        self.text.push(' ');
        self.text.extend(taken.chars().filter(|character| *character == '\n'));
    }

    /// Takes what is in quotes, the quotes included; a doubled one is part of it.
    fn quoted(&mut self, end: char) {
        let is_escape_string =
            matches!(self.word.as_str(), "e") && matches!(self.dialect, Some(SourceDialect::Postgres) | None);
        self.end_word();
        self.mark();
        let escapes = end != '`'
            && end != ']'
            && (is_escape_string || self.dialect.is_some_and(SourceDialect::has_backslash_escapes));
        let bytes = self.rest.as_bytes();
        let mut at = 1;
        while at < bytes.len() {
            match bytes[at] {
                b'\\' if escapes => at += 2,
                byte if byte == end as u8 && bytes.get(at + 1) == Some(&byte) => at += 2,
                byte if byte == end as u8 => break,
                _ => at += 1,
            }
        }
        let length = self.rest.ceil_char_boundary((at + 1).min(bytes.len()));
        let taken = self.take(length);
        self.text.push_str(taken);
    }

    /// A text in quotes of a word processor; one without an end is a character like any other.
    fn curly(&mut self, first: char) {
        let (last, plain) = if matches!(first, '“' | '”') { ('”', '"') } else { ('’', '\'') };
        let inside = &self.rest[first.len_utf8()..];
        let line = &inside[..inside.floor_char_boundary(LONGEST_QUOTED)];
        let line = line.split('\n').next().unwrap_or_default();
        let Some(end) = line.find(last) else {
            return self.plain(first, first);
        };
        self.end_word();
        self.mark();
        let text = inside[..end].replace(plain, &format!("{plain}{plain}"));
        let quoted = format!("{plain}{text}{plain}");
        self.take(first.len_utf8() + end + last.len_utf8());
        self.text.push_str(&quoted);
    }

    /// PostgreSQL's `$tag$ … $tag$`.
    fn dollars(&mut self) {
        // A part of a name, or one of many that have no end.
        if !self.word.is_empty() || self.open_tags > MOST_OPEN_TAGS {
            return self.plain('$', '$');
        }
        let near = &self.rest[1..self.rest.floor_char_boundary(LONGEST_TAG)];
        let tag_end = near.find('$').map(|end| end + 2);
        let tag = tag_end.map(|end| &self.rest[..end]).filter(|tag| {
            tag[1..tag.len() - 1].chars().all(|character| character.is_alphanumeric() || character == '_')
        });
        let end = tag.and_then(|tag| Some(self.rest[tag.len()..].find(tag)? + 2 * tag.len()));
        let Some(end) = end else {
            self.open_tags += u32::from(tag.is_some());
            return self.plain('$', '$');
        };
        self.mark();
        let taken = self.take(end);
        self.text.push_str(taken);
    }

    /// Notes a word that has ended.
    fn end_word(&mut self) {
        if self.word.is_empty() {
            return;
        }
        let word = std::mem::take(&mut self.word);
        if self.words.len() < 12 {
            self.words.push(word.clone());
            self.is_routine = self.knows_routines && (self.is_routine || self.names_a_routine());
        }
        if self.is_routine {
            match word.as_str() {
                "begin" | "case" if self.last_word != "end" => self.blocks += 1,
                "end" => self.blocks = self.blocks.saturating_sub(1),
                // `END IF` and the like close what `IF` opened, which is not counted.
                "if" | "loop" | "while" | "repeat" | "for" if self.last_word == "end" => self.blocks += 1,
                _ => {}
            }
        }
        self.last_word = word;
    }

    fn names_a_routine(&self) -> bool {
        let [first, between @ .., last] = self.words.as_slice() else { return false };
        // `DEFINER = name@host` has words of its own.
        let has_definer = between.iter().any(|word| word == "definer");
        first == "create"
            && ROUTINES.contains(&last.as_str())
            && (has_definer || between.iter().all(|word| BEFORE_ROUTINES.contains(&word.as_str())))
    }

    /// What follows a statement that has ended: the rows of a `COPY`.
    fn after_statement(&mut self) {
        let is_copy = self.words.first().is_some_and(|word| word == "copy")
            && self.text.to_ascii_lowercase().contains("from stdin");
        if !is_copy {
            return self.finish();
        }
        self.reset();
        self.pieces.rows += 1;
        while !self.rest.is_empty() {
            let length = self.line_length();
            let line = self.take(length);
            if line.trim_end() == "\\." {
                break;
            }
        }
        self.is_line_start = true;
    }

    /// Keeps the statement that has been read, if there is one, and begins another.
    fn finish(&mut self) {
        self.end_word();
        if !self.is_blank() {
            // Whatever does not close what it opens may have swallowed what follows it.
            let is_open = self.is_routine && (self.has_open_block() || self.depth > 0) && self.knows_routines;
            if is_open && self.rest.is_empty() && self.gives_up {
                self.swallowed = std::mem::take(&mut self.text);
            } else if is_open && self.rest.is_empty() {
                self.read_again_without_blocks();
            } else {
                let text = std::mem::take(&mut self.text);
                self.pieces
                    .statements
                    .push(Piece { text: text.trim_end().to_owned(), line: self.first_line });
            }
        }
        self.reset();
    }

    /// Reads what has been swallowed again: its first statement ends at its first semicolon, and those behind it may have bodies, unless many have no end.
    fn read_again_without_blocks(&mut self) {
        let mut text = std::mem::take(&mut self.text);
        let mut line = self.first_line;
        for _ in 0..MOST_OPEN_ROUTINES {
            let mut first = Splitter::new(&text, self.dialect);
            first.knows_routines = false;
            first.stops_at_one = true;
            first.run();
            let end = text.len() - first.rest.len();
            self.keep(first.pieces.statements, line);
            line += text[..end].bytes().filter(|byte| *byte == b'\n').count() as u64;
            text.drain(..end);
            let mut others = Splitter::new(&text, self.dialect);
            others.gives_up = true;
            others.run();
            let read = text.len() - others.swallowed.len();
            self.keep(others.pieces.statements, line);
            if others.swallowed.is_empty() {
                return;
            }
            line += text[..read].bytes().filter(|byte| *byte == b'\n').count() as u64;
            text = others.swallowed;
        }
        let mut rest = Splitter::new(&text, self.dialect);
        rest.knows_routines = false;
        rest.run();
        self.keep(rest.pieces.statements, line);
    }

    /// Keeps statements of a text that begins in a line.
    fn keep(&mut self, statements: Vec<Piece>, line: u64) {
        let moved = statements.into_iter().map(|piece| Piece { line: piece.line + line - 1, ..piece });
        self.pieces.statements.extend(moved);
    }

    fn reset(&mut self) {
        self.text.clear();
        self.has_text = false;
        self.words.clear();
        self.word.clear();
        self.last_word.clear();
        (self.depth, self.blocks) = (0, 0);
        self.is_routine = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(sql: &str, dialect: Option<SourceDialect>) -> Vec<(String, u64)> {
        split(sql, dialect).statements.into_iter().map(|piece| (piece.text, piece.line)).collect()
    }

    fn all(sql: &str) -> Vec<String> {
        texts(sql, SourceDialect::detect(sql)).into_iter().map(|(text, _)| text).collect()
    }

    #[test]
    fn semicolons_in_quotes_and_comments_end_nothing() {
        assert_eq!(
            texts("-- one; two\nCREATE TABLE a (b text DEFAULT ';''');\n\n/* x; */ SELECT \"a;b\";  ", None),
            [("CREATE TABLE a (b text DEFAULT ';''')".to_owned(), 2), ("SELECT \"a;b\"".to_owned(), 4)]
        );
        assert_eq!(
            texts("INSERT INTO `t` VALUES ('It\\'s; x');SELECT 2", Some(SourceDialect::MySql)).len(),
            2
        );
        assert_eq!(
            texts("SELECT E'It\\'s; x';SELECT 'a\\';SELECT 3", Some(SourceDialect::Postgres)).len(),
            3
        );
        assert_eq!(texts("DO $x$ BEGIN; $$ END; $x$; SELECT 1", Some(SourceDialect::Postgres)).len(), 2);
    }

    #[test]
    fn commands_and_rows_are_no_statements() {
        let pieces = split(
            "\\restrict abc\nCREATE TABLE t (a int);\nCOPY t (a) FROM stdin;\n1\tIt's;\n\\.\nSELECT 1;\n\\unrestrict abc\n",
            Some(SourceDialect::Postgres),
        );
        assert_eq!((pieces.statements.len(), pieces.commands, pieces.rows), (2, 2, 1));
        assert_eq!(pieces.statements[1].line, 6);
        assert_eq!(
            all(".mode csv\nCREATE TABLE t (a INTEGER);\nREM x\nprompt y\n"),
            ["CREATE TABLE t (a INTEGER)"]
        );
        assert_eq!(all("CREATE TABLE t (a int)\nGO\nCREATE TABLE u (a int)\ngo 2\n").len(), 2);
    }

    #[test]
    fn bodies_of_routines_are_one_statement() {
        let sqlite = "CREATE TRIGGER g AFTER INSERT ON t BEGIN UPDATE t SET a = CASE WHEN 1 THEN 2 END; SELECT 1; END; CREATE TABLE u (a int);";
        assert_eq!(all(sqlite).len(), 2);
        let mysql = "DELIMITER ;;\nCREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW BEGIN SET NEW.n = 1; END;;\nDELIMITER ;\nCREATE TABLE u (a int);";
        assert_eq!(all(mysql).len(), 2);
        let dollars = "DELIMITER $$\nCREATE PROCEDURE p() BEGIN SELECT 1; END $$\nDELIMITER ;\nCREATE TABLE `u` (id INT);";
        assert_eq!(all(dollars).len(), 2);
        let open = "CREATE PROCEDURE p AS BEGIN SELECT 1;\nCREATE TABLE u (a int);\nCREATE TABLE v (a int)";
        let pieces = texts(open, None);
        assert_eq!((pieces.len(), pieces[1].1, pieces[2].1), (3, 2, 3));
        let branches = "CREATE PROCEDURE p() BEGIN IF a THEN SELECT 1; END IF; WHILE b DO SELECT 2; END WHILE; END; CREATE TABLE t (a int)";
        assert_eq!(all(branches).len(), 2);
    }

    #[test]
    fn what_mysql_alone_carries_out_is_laid_open() {
        let sql = "/*M!999999\\- enable the sandbox mode */ \n/*!40101 SET NAMES utf8 */;\nCREATE TABLE `t` (a int /*!80023 INVISIBLE */);";
        let pieces = texts(sql, Some(SourceDialect::MySql));
        assert_eq!(pieces.len(), 2);
        assert!(pieces[0].0.contains("SET NAMES utf8") && pieces[1].0.contains("INVISIBLE"), "{pieces:?}");
        assert_eq!(pieces[1].1, 3);
    }

    #[test]
    fn spaces_and_quotes_of_word_processors_are_plain() {
        assert_eq!(
            all("CREATE\u{a0}TABLE\u{3000}t (a text DEFAULT ‘x’)"),
            ["CREATE TABLE t (a text DEFAULT 'x')"]
        );
        assert_eq!(all("CREATE TABLE t (“a” int)"), ["CREATE TABLE t (\"a\" int)"]);
        assert_eq!(
            all("CREATE TABLE t (a text COMMENT 'don’t')"),
            ["CREATE TABLE t (a text COMMENT 'don’t')"]
        );
    }

    #[test]
    fn what_is_wrong_costs_no_other_statement() {
        let open =
            "CREATE TABLE a (x int, y varchar(10);\nCREATE TABLE b (id int);\n\nCREATE TABLE c (id int);";
        let lines: Vec<u64> = texts(open, None).into_iter().map(|(_, line)| line).collect();
        assert_eq!(lines, [1, 2, 4]);
        let batches = "IF OBJECT_ID('t') IS NOT NULL DROP TABLE t\nCREATE TABLE [t] ([a] int) ON [PRIMARY]\nCREATE TABLE [u] ([a] int) ON [PRIMARY]\nALTER TABLE [u] ADD b int\nGO";
        assert_eq!(all(batches).len(), 4);
        let client = "USE shop\n\nCREATE TABLE `t` (a int CHECK (a > 5--3), b int);\n@other.sql\nSELECT 1;";
        assert_eq!(all(client).len(), 3);
        let procedure =
            "CREATE PROCEDURE p AS\nSELECT 1;\nUPDATE t SET a = 1;\nGO\nCREATE TABLE [t] ([a] int)\nGO\n";
        assert_eq!(all(procedure).len(), 2);
        // Bodies that never end, however many.
        let many = "CREATE PROCEDURE p AS BEGIN x;\n".repeat(20_000) + "CREATE TABLE t (a int);";
        assert_eq!(texts(&many, None).last().unwrap(), &("CREATE TABLE t (a int)".to_owned(), 20_001));
        let function = "CREATE FUNCTION f(begin timestamp) RETURNS int LANGUAGE sql AS $$ SELECT 1; SELECT 2; $$;\nCREATE TABLE t (a int);\n";
        assert_eq!(texts(&function.repeat(2), Some(SourceDialect::Postgres)).len(), 4);
    }

    #[test]
    fn long_texts_take_as_long_as_they_are() {
        for text in ["\n", "--\n", "$0$ ", "“", "x;", "(", "'a', ", "1,", "/**/"] {
            let _ = split(&text.repeat(400_000), None);
        }
        let _ = split(&format!("({}", ";".repeat(400_000)), None);
        let _ = split(&"CREATE PROCEDURE p AS BEGIN x; ".repeat(20_000), None);
    }

    #[test]
    fn a_table_begins_without_a_semicolon_before_it() {
        assert_eq!(all("CREATE TABLE t (a int)\nCREATE TABLE u (a int)\n").len(), 2);
    }
}
