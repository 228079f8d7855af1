//! Statements, one by one: what makes or changes tables and types is used, all else is counted.

mod alter;
mod comments;
mod constraints;
mod declarations;
mod own_types;
pub(crate) mod tables;

use std::collections::{HashMap, HashSet};

use generator::{ColumnSpec, DatasetSpec, DeclaredType, Surroundings, TableSpec, limits::MAX_TABLES};
use sqlparser::{
    ast::ObjectName,
    dialect::Dialect,
    tokenizer::{Token, TokenWithSpan, Word},
};

use super::{
    ReadTable,
    bounds::{self, Bound},
    columns::{self, same_name},
    dialect::{SourceDialect, grammars},
    notes::Notes,
    parse::{Reader, SyntaxProblem},
    partition::{Bounds, Partitioning},
    split::Piece,
    tokens::{begins, folded, folded_word, is_word, items, name_end},
    types::OwnTypes,
};

/// What has been read so far.
pub(crate) struct Reading<'a> {
    pub(crate) tables: Vec<ReadTable>,
    pub(crate) notes: Notes,
    dialect: Option<SourceDialect>,
    grammars: Vec<&'static dyn Dialect>,
    pub(crate) types: OwnTypes,
    surroundings: Surroundings<'a>,
    /// Tables by their names in small letters.
    positions: HashMap<String, usize>,
    /// Partitions that are tables in PostgreSQL: the parent and what they hold; `None` if it is whatever no other holds.
    partitions: Vec<(String, Option<Bounds>)>,
    /// Tables that are partitions of another.
    attached: Vec<String>,
    /// Tables that were dropped, small.
    dropped: Vec<String>,
    /// Types, as the text makes them, and its sequences.
    declared_types: Vec<DeclaredType>,
    sequences: Vec<DeclaredType>,
    /// Columns that own a sequence.
    counters: Vec<(String, String)>,
    /// What a wrong name or a count of columns ends.
    refused: Option<Bound>,
}

/// Tables that are read at all, those that are partitions of others among them.
const MOST_TABLES: usize = 10 * MAX_TABLES;
/// Longest statement that is parsed, in bytes: its tokens take a hundred times as much. 2,000 columns with comments are a fifth of it.
const MAX_STATEMENT_BYTES: usize = 1 << 20;

/// First words of statements that make no table.
const OTHERS: [&str; 62] = [
    "select",
    "insert",
    "update",
    "delete",
    "replace",
    "merge",
    "set",
    "use",
    "lock",
    "unlock",
    "begin",
    "start",
    "commit",
    "rollback",
    "savepoint",
    "create",
    "alter",
    "drop",
    "grant",
    "revoke",
    "comment",
    "copy",
    "analyze",
    "analyse",
    "vacuum",
    "pragma",
    "do",
    "call",
    "exec",
    "execute",
    "declare",
    "print",
    "if",
    "truncate",
    "rename",
    "flush",
    "explain",
    "with",
    "values",
    "show",
    "describe",
    "desc",
    "help",
    "end",
    "go",
    "reindex",
    "cluster",
    "refresh",
    "security",
    "reassign",
    "load",
    "attach",
    "detach",
    "optimize",
    "check",
    "repair",
    "purge",
    "delimiter",
    "go",
    "raiserror",
    "waitfor",
    "import",
];

impl<'a> Reading<'a> {
    pub(crate) fn new(dialect: Option<SourceDialect>, surroundings: Surroundings<'a>) -> Self {
        Self {
            tables: Vec::new(),
            notes: Notes::default(),
            dialect,
            grammars: grammars(dialect),
            types: OwnTypes::default(),
            surroundings,
            positions: HashMap::new(),
            partitions: Vec::new(),
            attached: Vec::new(),
            dropped: Vec::new(),
            declared_types: Vec::new(),
            sequences: Vec::new(),
            counters: Vec::new(),
            refused: None,
        }
    }

    fn folds(&self) -> bool {
        self.dialect.is_some_and(SourceDialect::folds_names)
    }

    /// Reads one statement.
    ///
    /// # Errors
    /// Names or tables beyond what is read at all.
    pub(crate) fn read(&mut self, piece: &Piece) -> Result<(), Bound> {
        let words = first_words(&piece.text);
        if piece.text.len() > MAX_STATEMENT_BYTES
            && words
                .first()
                .is_some_and(|word| ["create", "alter", "drop", "comment"].contains(&word.as_str()))
        {
            let problem = format!(
                "line {}: a statement of {} bytes, at most {MAX_STATEMENT_BYTES} are read",
                piece.line,
                piece.text.len()
            );
            self.notes.problem(problem);
            return Ok(());
        }
        let word = |at: usize| words.get(at).map_or("", String::as_str);
        let grammars = self.grammars.clone();
        let reader = Reader::new(&grammars, piece, self.dialect);
        // `DEFINER = name@host` has words of its own.
        let made = if words.get(1).is_some_and(|word| !["table", "index", "type"].contains(&word.as_str()))
            && words.iter().take(7).any(|word| word == "definer")
        {
            words.iter().find(|word| ROUTINES.contains(&word.as_str()))
        } else {
            words.iter().skip(1).take(5).find(|word| !BEFORE_KIND.contains(&word.as_str()))
        };
        let made = made.map_or("", String::as_str);
        let read = match (word(0), made) {
            ("create", "table") => self.create_table(&reader, piece),
            ("create", "index") => self.create_index(&reader, piece),
            ("create", "extension") => {
                self.notes.statement("CREATE EXTENSION".to_owned());
                self.declare_extension(&reader, piece)
            }
            ("create", "sequence") => {
                self.notes.statement("CREATE SEQUENCE".to_owned());
                self.declare_sequence(&reader, piece)
            }
            ("create", "type") => self.create_type(&reader, piece),
            ("create", "domain") => self.create_domain(&reader, piece),
            ("alter", "table") => self.alter_table(&reader, piece),
            ("alter", "type") => self.alter_type(&reader, piece),
            ("alter", "sequence") => self.alter_sequence(&reader, piece),
            ("comment", _) => self.comment(&reader, piece),
            ("drop", "table") => self.drop_tables(&reader, piece),
            ("create", "view") => self.create_view(&reader, piece),
            (first, made) if OTHERS.contains(&first) => {
                let is_made = matches!(first, "create" | "alter" | "drop") && !made.is_empty();
                let second = if is_made { format!(" {}", made.to_uppercase()) } else { String::new() };
                self.notes.statement(format!("{}{second}", first.to_uppercase()));
                if made == "trigger" && first == "create" {
                    self.trigger(&piece.text);
                }
                Ok(())
            }
            _ => {
                let beginning: String = piece.text.chars().take(40).collect();
                Err(SyntaxProblem {
                    message: format!("`{}` is no statement that is known", beginning.replace('\n', " ")),
                    line: piece.line,
                    column: 1,
                })
            }
        };
        if let Err(problem) = read {
            let of = subject(&words).map(|name| format!(", {name}")).unwrap_or_default();
            let SyntaxProblem { message, line, column } = problem;
            self.notes.problem(format!("line {line}, column {column}{of}: {message}"));
        }
        self.refused.take().map_or(Ok(()), Err)
    }

    /// Finishes what statements said of one another: partitions, and columns that own sequences.
    pub(crate) fn finish(&mut self) {
        let owned = std::mem::take(&mut self.counters);
        for (table, column) in &owned {
            if let Some(table) = self.table(table)
                && let Some(column) = table.column(column)
            {
                columns::count(column);
            }
        }
        self.settle_sequences(&owned);
        for (parent, bounds) in std::mem::take(&mut self.partitions) {
            let Some(table) = self.table(&parent) else {
                self.notes.group("partitions of partitions are not used; rows may have none", parent);
                continue;
            };
            if let Some(partitioning) = &mut table.partitioning {
                match bounds {
                    Some(bounds) => partitioning.partitions.push(bounds),
                    None => partitioning.has_default = true,
                }
            }
        }
        let attached: HashSet<String> =
            std::mem::take(&mut self.attached).iter().map(|name| name.to_lowercase()).collect();
        // Those that were dropped have no name any more.
        self.tables.retain(|table| {
            !table.spec.name.is_empty() && !attached.contains(&table.spec.name.to_lowercase())
        });
    }

    fn table(&mut self, name: &str) -> Option<&mut ReadTable> {
        let position = *self.positions.get(&name.to_lowercase())?;
        self.tables.get_mut(position)
    }

    /// A trigger may change what was written.
    fn trigger(&mut self, text: &str) {
        let words = first_words(text);
        let at = words.iter().position(|word| word == "on");
        if let Some(name) = at.and_then(|at| words.get(at + 1)) {
            let name = name.clone();
            let is_insert = words.iter().any(|word| word == "insert");
            if is_insert && self.table(&name).is_some() {
                self.notes.group("has a trigger on INSERT, which may change what is loaded", name);
            }
        }
    }

    /// A table that was made in the same text may be gone, for another to take its name.
    fn drop_tables(&mut self, reader: &Reader<'_>, piece: &Piece) -> Result<(), SyntaxProblem> {
        self.notes.statement("DROP TABLE".to_owned());
        let tokens = reader.tokens(&piece.text)?;
        let start = if begins(tokens.get(2..).unwrap_or_default(), &["IF", "EXISTS"]) { 4 } else { 2 };
        for name in items(tokens.get(start..).unwrap_or_default()) {
            if let Some(word) = name.get(..name_end(name, 0)).and_then(last_word) {
                self.dropped.push(folded_word(word, self.folds()).to_lowercase());
            }
        }
        Ok(())
    }

    /// mysqldump and phpMyAdmin make a table in the place of a view first.
    fn create_view(&mut self, reader: &Reader<'_>, piece: &Piece) -> Result<(), SyntaxProblem> {
        self.notes.statement("CREATE VIEW".to_owned());
        if self.dialect != Some(SourceDialect::MySql) {
            return Ok(());
        }
        let tokens = reader.tokens(&piece.text)?;
        let at = tokens.iter().position(|token| is_word(&token.token, "VIEW")).map_or(0, |at| at + 1);
        // One of another schema is another's.
        let is_plain = name_end(&tokens, at) == at + 1;
        if let Some(word) = tokens.get(at..at + 1).filter(|_| is_plain).and_then(last_word) {
            let name = folded_word(word, self.folds());
            self.forget(&name);
        }
        Ok(())
    }

    /// Takes a table away that was dropped, if another has its name now. A migration that only drops is one that undoes what it did.
    fn forget_dropped(&mut self, name: &str) {
        let name = name.to_lowercase();
        if let Some(at) = self.dropped.iter().position(|dropped| *dropped == name) {
            self.dropped.swap_remove(at);
            self.forget(&name);
        }
    }

    fn forget(&mut self, name: &str) {
        if let Some(position) = self.positions.remove(&name.to_lowercase()) {
            let name = std::mem::take(&mut self.tables[position].spec.name);
            self.notes.group("taken away by what follows in the text", name);
        }
    }

    /// Gives a table another name.
    pub(crate) fn rename_table(&mut self, table: &mut ReadTable, name: String) {
        self.forget_dropped(&name);
        if self.positions.contains_key(&name.to_lowercase()) {
            self.notes.group(format!("is not renamed: there is a table `{name}`"), &table.spec.name);
            return;
        }
        if let Some(position) = self.positions.remove(&table.spec.name.to_lowercase()) {
            self.positions.insert(name.to_lowercase(), position);
        }
        table.spec.name = name;
    }

    fn alter_table(&mut self, reader: &Reader<'_>, piece: &Piece) -> Result<(), SyntaxProblem> {
        let folds = self.folds();
        let tokens = reader.tokens(&piece.text)?;
        let mut start = 2;
        for words in [&["IF", "EXISTS"][..], &["ONLY"]] {
            if begins(&tokens[start.min(tokens.len())..], words) {
                start += words.len();
            }
        }
        let end = name_end(&tokens, start);
        let Some(name) = tokens.get(start..end).and_then(last_word).map(|word| folded_word(word, folds))
        else {
            let line = piece.line;
            return Err(SyntaxProblem { message: "a table has no name".to_owned(), line, column: 1 });
        };
        if let Some(bound) = bounds::name(&name, piece.line) {
            self.refused = Some(bound);
            return Ok(());
        }
        let rest = &tokens[end..];
        if begins(rest, &["ATTACH", "PARTITION"]) {
            let child_end = name_end(rest, 2);
            if let Some(child) = rest.get(2..child_end).and_then(last_word) {
                self.attached.push(folded_word(child, folds));
            }
            let child = rest.get(2..child_end).and_then(last_word).map(|word| folded_word(word, folds));
            self.partition(&name, &child.unwrap_or_default(), &rest[child_end..]);
            return Ok(());
        }
        let Some(position) = self.positions.get(&name.to_lowercase()).copied() else {
            // Sequences and views are altered so, too.
            self.notes.statement("ALTER TABLE of what is no table of the text".to_owned());
            return Ok(());
        };
        // Taken out while it is changed: a new column is read with what is known of types.
        let mut table = std::mem::replace(&mut self.tables[position], ReadTable::new(""));
        let read = self.operations(reader, rest, &mut table);
        self.tables[position] = table;
        read
    }
}

/// What MySQL creates for somebody.
const ROUTINES: [&str; 5] = ["trigger", "procedure", "function", "event", "view"];

/// Words between `CREATE` and what is created.
const BEFORE_KIND: [&str; 29] = [
    "or",
    "replace",
    "global",
    "local",
    "temp",
    "temporary",
    "unlogged",
    "foreign",
    "virtual",
    "external",
    "unique",
    "fulltext",
    "spatial",
    "clustered",
    "nonclustered",
    "bitmap",
    "columnstore",
    "materialized",
    "public",
    "force",
    "noforce",
    "editionable",
    "noneditionable",
    "definer",
    "shared",
    "private",
    "concurrently",
    "constraint",
    "column",
];

/// The first words of a statement, small, without the quotes of names.
fn first_words(text: &str) -> Vec<String> {
    let end = text.floor_char_boundary(400);
    text[..end]
        .split(|character: char| !(character.is_alphanumeric() || matches!(character, '_' | '$')))
        .filter(|word| !word.is_empty())
        .take(16)
        .map(str::to_lowercase)
        .collect()
}

/// What a statement is about, for a message.
fn subject(words: &[String]) -> Option<String> {
    let at = words.iter().position(|word| word == "table")?;
    let mut names =
        words[at + 1..].iter().filter(|word| !["if", "not", "exists", "only"].contains(&word.as_str()));
    names.next().map(|name| format!("table `{name}`"))
}

fn last_word(tokens: &[TokenWithSpan]) -> Option<&Word> {
    tokens.iter().rev().find_map(|token| match &token.token {
        Token::Word(word) => Some(word),
        _ => None,
    })
}

/// The last part of a name such as `schema.table`.
pub(crate) fn object_name(name: &ObjectName, folds: bool) -> String {
    name.0.last().and_then(|part| part.as_ident()).map_or_else(String::new, |ident| folded(ident, folds))
}

/// Where a character is a syllable of Korean: who names or describes columns in Korean wants Korean data.
pub(crate) fn is_korean(text: &str) -> bool {
    text.contains(|character| ('가'..='힣').contains(&character))
}

/// What a spec begins with.
pub(crate) fn now() -> String {
    DatasetSpec::of(Vec::new()).now
}

/// Whether a partitioning is one of a column that the table has.
pub(crate) fn partition_column<'t>(
    table: &'t TableSpec,
    partitioning: &Partitioning,
) -> Option<&'t ColumnSpec> {
    let name = partitioning.column.as_ref()?;
    table.columns.iter().find(|column| same_name(&column.name, name))
}
