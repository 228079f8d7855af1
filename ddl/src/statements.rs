//! Statements, one by one: what makes or changes tables and types is used, all else is counted.

use std::collections::{HashMap, HashSet};

use generator::{
    ColumnSpec, DatasetSpec, Surroundings, TableSpec, infer,
    limits::{MAX_COLUMNS, MAX_TABLES},
};
use sqlparser::{
    ast::{
        AlterTypeOperation, CommentObject, CreateIndex, Expr, Ident, IndexColumn, ObjectName, Statement,
        TableConstraint, UserDefinedTypeRepresentation,
    },
    dialect::Dialect,
    tokenizer::{Token, TokenWithSpan},
};

use super::{
    DEFAULT_ROWS, ForeignKey, ReadTable,
    bounds::{self, Bound},
    checks::Settled,
    columns::{self, Around, same_name},
    dialect::{SourceDialect, grammars},
    keys::number_the_key,
    notes::Notes,
    parse::{
        Item, Reader, SyntaxProblem, begins, closing, find, folded, folded_word, is_word, items, name_end,
        text_of, without_clauses,
    },
    partition::{self, Bounds, Partitioning},
    split::Piece,
    types::OwnTypes,
};

/// What has been read so far.
pub(crate) struct Reading<'a> {
    pub(crate) tables: Vec<ReadTable>,
    pub(crate) notes: Notes,
    dialect: Option<SourceDialect>,
    grammars: Vec<&'static dyn Dialect>,
    types: OwnTypes,
    surroundings: Surroundings<'a>,
    /// Tables by their names in small letters.
    positions: HashMap<String, usize>,
    /// Partitions that are tables in PostgreSQL: the parent and what they hold; `None` if it is whatever no other holds.
    partitions: Vec<(String, Option<Bounds>)>,
    /// Tables that are partitions of another.
    attached: Vec<String>,
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
            && words.first().is_some_and(|word| word == "create" || word == "alter")
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
        let made = if words.iter().take(4).any(|word| word == "definer") {
            words.iter().find(|word| ROUTINES.contains(&word.as_str()))
        } else {
            words.iter().skip(1).take(5).find(|word| !BEFORE_KIND.contains(&word.as_str()))
        };
        let made = made.map_or("", String::as_str);
        let read = match (word(0), made) {
            ("create", "table") => self.create_table(&reader, piece),
            ("create", "index") => self.create_index(&reader, piece),
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
        for (table, column) in std::mem::take(&mut self.counters) {
            if let Some(table) = self.table(&table)
                && let Some(column) = table.column(&column)
            {
                columns::count(column);
            }
        }
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

    fn create_table(&mut self, reader: &Reader<'_>, piece: &Piece) -> Result<(), SyntaxProblem> {
        let folds = self.folds();
        let tokens = reader.tokens(&piece.text)?;
        let table_at = tokens.iter().position(|token| is_word(&token.token, "TABLE")).unwrap_or(1);
        let mut start = table_at + 1;
        if begins(&tokens[start.min(tokens.len())..], &["IF", "NOT", "EXISTS"]) {
            start += 3;
        }
        let end = name_end(&tokens, start);
        let Some(last) = tokens.get(start..end).and_then(last_word) else {
            let line = piece.line;
            return Err(SyntaxProblem { message: "a table has no name".to_owned(), line, column: 1 });
        };
        let name = folded_word(last, folds);
        if let Some(bound) = bounds::name(&name, piece.line) {
            self.refused = Some(bound);
            return Ok(());
        }
        if self.tables.len() > MOST_TABLES {
            self.refused = Some(Bound::Tables { tables: self.tables.len() });
            return Ok(());
        }
        if self.positions.contains_key(&name.to_lowercase()) {
            let text = format!(
                "line {}, table `{name}`: there is a table of this name already; the first is read",
                piece.line
            );
            self.notes.problem(text);
            return Ok(());
        }
        let rest = &tokens[end..];
        if begins(rest, &["PARTITION", "OF"]) {
            let parent_end = name_end(rest, 2);
            let parent = rest.get(2..parent_end).and_then(last_word).map(|word| folded_word(word, folds));
            self.partitions.extend(parent.map(|parent| (parent, partition::bounds(&rest[parent_end..]))));
            return Ok(());
        }
        if begins(rest, &["LIKE"])
            && let Some(other) =
                rest.get(1..name_end(rest, 1)).and_then(last_word).map(|word| folded_word(word, folds))
        {
            return self.copy_table(&name, &other);
        }
        let Some(close) =
            rest.first().filter(|token| token.token == Token::LParen).and_then(|_| closing(rest, 0))
        else {
            if rest.first().is_some_and(|token| token.token == Token::LParen) {
                let (line, message) =
                    (reader.line_of(&rest[0]), "the parenthesis that opens here is never closed".to_owned());
                return Err(SyntaxProblem { message, line, column: rest[0].span.start.column });
            }
            self.notes.add(format!("{name}: a table without column definitions is left out"));
            return Ok(());
        };
        let mut table = ReadTable::new(&name);
        let tail = &rest[close + 1..];
        self.inherit(&mut table, tail);
        let body = &rest[1..close];
        // A comma too much behind the last column is one of those who pasted a part.
        let body =
            if let [most @ .., TokenWithSpan { token: Token::Comma, .. }] = body { most } else { body };
        let columns = if body.is_empty() { Vec::new() } else { items(body) };
        for item in columns {
            if item.is_empty() {
                let (line, column) = (reader.line_of(&rest[0]), rest[0].span.start.column);
                return Err(SyntaxProblem {
                    message: "there is nothing between two commas".to_owned(),
                    line,
                    column,
                });
            }
            self.item(reader, item, &mut table)?;
            if self.refused.is_some() {
                return Ok(());
            }
        }
        table.spec.comment = table_comment(tail).unwrap_or_default();
        if let Some(at) = find(tail, &["PARTITION", "BY"]) {
            table.partitioning = Some(partition::partitioning(&tail[at..]));
        }
        if let Some(engine) = engine_without_transactions(tail) {
            let said = format!(
                "{engine} has no transactions, and cannot be loaded as it is; Rowmill's own table has"
            );
            self.notes.group(said, &name);
        }
        if table.spec.columns.is_empty() {
            self.notes.add(format!("{name}: a table without columns that can be made is left out"));
            return Ok(());
        }
        number_the_key(&mut table.spec);
        let position = self.tables.len();
        self.positions.entry(name.to_lowercase()).or_insert(position);
        self.tables.push(table);
        Ok(())
    }

    /// The same columns and keys under another name.
    fn copy_table(&mut self, name: &str, other: &str) -> Result<(), SyntaxProblem> {
        let Some(found) = self.table(other) else {
            self.notes
                .add(format!("{name}: is like table `{other}`, which is not in the text; it is left out"));
            return Ok(());
        };
        let mut copy = found.clone();
        name.clone_into(&mut copy.spec.name);
        self.positions.entry(name.to_lowercase()).or_insert(self.tables.len());
        self.tables.push(copy);
        Ok(())
    }

    /// PostgreSQL's `INHERITS (parent)`: the parent's columns come first.
    fn inherit(&mut self, table: &mut ReadTable, tail: &[TokenWithSpan]) {
        let Some(at) = find(tail, &["INHERITS"]) else { return };
        let Some(close) = closing(tail, at + 1) else { return };
        for parent in items(&tail[at + 2..close]) {
            let Some(word) = last_word(parent) else { continue };
            let name = folded_word(word, self.folds());
            if let Some(parent) = self.table(&name) {
                let (columns, required) = (parent.spec.columns.clone(), parent.required.clone());
                table.spec.columns.extend(columns);
                table.required.extend(required);
            }
        }
    }

    fn item(
        &mut self,
        reader: &Reader<'_>,
        item: &[TokenWithSpan],
        table: &mut ReadTable,
    ) -> Result<(), SyntaxProblem> {
        if is_unused_item(item) {
            return Ok(());
        }
        let name = table.spec.name.clone();
        let read = match reader.item(item) {
            Ok(read) => read,
            // A key that cannot be read costs itself; a column, its table.
            Err(problem) if begins_a_constraint(item) => {
                self.notes.add(format!(
                    "{name}: line {}: `{}` is not used: {}",
                    problem.line,
                    short(item),
                    problem.message
                ));
                return Ok(());
            }
            // A condition or a default that no grammar reads costs itself.
            Err(problem) => {
                let mut fewer = without_clauses(item);
                loop {
                    let Some(tokens) = fewer else { return Err(problem) };
                    if let Ok(read) = reader.item(&tokens) {
                        let said = format!(
                            "`{}` is read without the condition or the default that no grammar knows",
                            short(item)
                        );
                        self.notes.add(format!("{name}: line {}: {said}", problem.line));
                        break read;
                    }
                    fewer = without_clauses(&tokens);
                }
            }
        };
        for words in read.left_out {
            self.notes.group(format!("`{words}` is not used"), &name);
        }
        match read.value {
            Item::Column(definition) => {
                let line = item.first().map_or(0, |token| reader.line_of(token));
                let column = folded(&definition.name, self.folds());
                if table.own.contains(&column.to_lowercase()) {
                    let at = item.first().map_or(1, |token| token.span.start.column);
                    return Err(SyntaxProblem {
                        message: format!("column `{column}` is there twice"),
                        line,
                        column: at,
                    });
                }
                table.own.insert(column.to_lowercase());
                if let Some(bound) =
                    bounds::name(&definition.name.value, line).or_else(|| bounds::columns(&table.spec))
                {
                    self.refused = Some(bound);
                    return Ok(());
                }
                let options = definition.options.iter().map(|option| &option.option);
                self.column(table, &definition.name, &definition.data_type, options);
            }
            Item::Constraint(constraint) => constrain(&constraint, table, self.dialect, &mut self.notes),
            Item::Like(other) => {
                if let Some(other) = self.table(&other) {
                    let (columns, required) = (other.spec.columns.clone(), other.required.clone());
                    table.spec.columns.extend(columns);
                    table.required.extend(required);
                }
            }
        }
        Ok(())
    }

    /// Reads a column into a table; one of the same name is replaced where it stands.
    pub(crate) fn column<'o>(
        &mut self,
        table: &mut ReadTable,
        name: &Ident,
        data_type: &sqlparser::ast::DataType,
        options: impl IntoIterator<Item = &'o sqlparser::ast::ColumnOption>,
    ) {
        let table_name = table.spec.name.clone();
        let around = Around {
            table: &table_name,
            types: &self.types,
            dialect: self.dialect,
            surroundings: self.surroundings,
        };
        let read = columns::read(name, data_type, options, &around, &mut self.notes);
        let name = folded(name, self.folds());
        table.required.retain(|required| !same_name(required, &name));
        table.defaults.retain(|(default, _)| !same_name(default, &name));
        let position = table.spec.columns.iter().position(|column| same_name(&column.name, &name));
        let Some(column) = read.column else {
            if let Some(position) = position {
                table.spec.columns.remove(position);
            }
            return;
        };
        if read.is_fixed {
            table.settled.columns.insert(column.name.to_lowercase());
        }
        if read.is_primary_key {
            table.spec.primary_key = vec![column.name.clone()];
        }
        table.foreign_keys.extend(read.foreign_key);
        table.required.extend((read.is_required || read.is_primary_key).then(|| column.name.clone()));
        table.defaults.extend(read.default.map(|default| (column.name.clone(), default)));
        table.checks.extend(read.checks.into_iter().map(|check| (check, None)));
        table.checks.extend(read.domain_checks.into_iter().map(|check| (check, Some(column.name.clone()))));
        match position {
            Some(position) => {
                let mut column = column;
                column.unique |= table.spec.columns[position].unique;
                table.spec.columns[position] = column;
            }
            None => table.spec.columns.push(column),
        }
        number_the_key(&mut table.spec);
    }

    /// Tables that were made in the same text may be gone at its end.
    fn drop_tables(&mut self, reader: &Reader<'_>, piece: &Piece) -> Result<(), SyntaxProblem> {
        self.notes.statement("DROP TABLE".to_owned());
        let tokens = reader.tokens(&piece.text)?;
        let start = if begins(tokens.get(2..).unwrap_or_default(), &["IF", "EXISTS"]) { 4 } else { 2 };
        for name in items(tokens.get(start..).unwrap_or_default()) {
            if let Some(word) = name.get(..name_end(name, 0)).and_then(last_word) {
                let name = folded_word(word, self.folds());
                self.forget(&name);
            }
        }
        Ok(())
    }

    /// mysqldump and phpMyAdmin make a table in the place of a view first.
    fn create_view(&mut self, reader: &Reader<'_>, piece: &Piece) -> Result<(), SyntaxProblem> {
        self.notes.statement("CREATE VIEW".to_owned());
        let tokens = reader.tokens(&piece.text)?;
        let at = tokens.iter().position(|token| is_word(&token.token, "VIEW")).map_or(0, |at| at + 1);
        if let Some(word) = tokens.get(at..name_end(&tokens, at)).and_then(last_word) {
            let name = folded_word(word, self.folds());
            self.forget(&name);
        }
        Ok(())
    }

    fn forget(&mut self, name: &str) {
        if let Some(position) = self.positions.remove(&name.to_lowercase()) {
            self.tables[position].spec.name.clear();
        }
    }

    /// Gives a table another name.
    pub(crate) fn rename_table(&mut self, table: &mut ReadTable, name: String) {
        if self.positions.contains_key(&name.to_lowercase()) {
            return;
        }
        if let Some(position) = self.positions.remove(&table.spec.name.to_lowercase()) {
            self.positions.insert(name.to_lowercase(), position);
        }
        table.spec.name = name;
    }

    fn create_index(&mut self, reader: &Reader<'_>, piece: &Piece) -> Result<(), SyntaxProblem> {
        let mut tokens = reader.tokens(&piece.text)?;
        let index_at = tokens.iter().position(|token| is_word(&token.token, "INDEX")).unwrap_or(1);
        // CLUSTERED, NONCLUSTERED, FULLTEXT, SPATIAL, BITMAP; the last four hold no order of values.
        let is_special = tokens[..index_at].iter().any(|token| {
            ["FULLTEXT", "SPATIAL", "COLUMNSTORE"].iter().any(|word| is_word(&token.token, word))
        });
        let mut at = 0;
        tokens.retain(|token| {
            at += 1;
            let is_kept = ["CREATE", "UNIQUE", "INDEX"].iter().any(|word| is_word(&token.token, word));
            at > index_at || is_kept
        });
        if let Some(on) = find(&tokens, &["ON", "ONLY"]) {
            tokens.remove(on + 1);
        }
        if is_special {
            return Ok(());
        }
        let read = reader.statement(&tokens)?;
        for words in read.left_out {
            self.notes.group(format!("`{words}` is not used"), "CREATE INDEX");
        }
        if let Statement::CreateIndex(create) = read.value {
            self.index(&create);
        }
        Ok(())
    }

    fn index(&mut self, create: &CreateIndex) {
        let name = object_name(&create.table_name, self.folds());
        let dialect = self.dialect;
        let Some(position) = self.positions.get(&name.to_lowercase()).copied() else {
            self.notes.statement("CREATE INDEX of what is no table of the text".to_owned());
            return;
        };
        let table = &mut self.tables[position];
        let is_of_some = create.predicate.is_some();
        if create.unique {
            // A key over some of the rows holds if it does over all of them.
            if is_of_some {
                let said = "a unique index over some of the rows; the values are unique in all of them";
                self.notes.group(said, &name);
            }
            unique(&create.columns, table, dialect, &mut self.notes);
        } else if !is_of_some
            && let Some(columns) = known_columns(&create.columns, table, dialect, &mut self.notes, false)
        {
            table.add_index(columns);
        }
    }

    fn create_type(&mut self, reader: &Reader<'_>, piece: &Piece) -> Result<(), SyntaxProblem> {
        let tokens = reader.tokens(&piece.text)?;
        // SQL Server's `CREATE TYPE name FROM type`.
        if let Some(from) = find(&tokens, &["FROM"])
            && let Some(name) = tokens.get(2..from).and_then(last_word)
        {
            let name = name.value.clone();
            return self.domain(reader, &name, &tokens[from + 1..]);
        }
        let read = reader.statement(&tokens)?;
        if let Statement::CreateType {
            name,
            representation: Some(UserDefinedTypeRepresentation::Enum { labels }),
        } = read.value
        {
            self.types
                .add_enum(&object_name(&name, false), labels.into_iter().map(|label| label.value).collect());
        } else {
            self.notes.statement("CREATE TYPE".to_owned());
        }
        Ok(())
    }

    fn create_domain(&mut self, reader: &Reader<'_>, piece: &Piece) -> Result<(), SyntaxProblem> {
        let tokens = reader.tokens(&piece.text)?;
        let end = name_end(&tokens, 2);
        let Some(name) = tokens.get(2..end).and_then(last_word).map(|word| word.value.clone()) else {
            return Ok(());
        };
        let start = end + usize::from(tokens.get(end).is_some_and(|token| is_word(&token.token, "AS")));
        self.domain(reader, &name, &tokens[start..])
    }

    /// A type of somebody's own that is another with conditions: read as a column of it would be.
    fn domain(
        &mut self,
        reader: &Reader<'_>,
        name: &str,
        definition: &[TokenWithSpan],
    ) -> Result<(), SyntaxProblem> {
        let Some(first) = definition.first() else { return Ok(()) };
        let value = TokenWithSpan { token: Token::make_word("value", None), span: first.span };
        let column: Vec<TokenWithSpan> = [value].into_iter().chain(definition.iter().cloned()).collect();
        if let Item::Column(definition) = reader.item(&column)?.value {
            let mut checks = Vec::new();
            let mut is_required = false;
            for option in definition.options {
                match option.option {
                    sqlparser::ast::ColumnOption::Check(check) => checks.push(*check.expr),
                    sqlparser::ast::ColumnOption::NotNull => is_required = true,
                    _ => {}
                }
            }
            self.types.add_domain(name, definition.data_type, checks, is_required);
        }
        Ok(())
    }

    fn alter_type(&mut self, reader: &Reader<'_>, piece: &Piece) -> Result<(), SyntaxProblem> {
        let tokens = reader.tokens(&piece.text)?;
        if find(&tokens, &["ADD", "VALUE"]).is_none() && find(&tokens, &["RENAME", "VALUE"]).is_none() {
            self.notes.statement("ALTER TYPE".to_owned());
            return Ok(());
        }
        if let Statement::AlterType(alter) = reader.statement(&tokens)?.value {
            let name = object_name(&alter.name, false);
            match alter.operation {
                AlterTypeOperation::AddValue(added) => self.types.add_value(&name, added.value.value),
                AlterTypeOperation::RenameValue(renamed) => {
                    self.types.rename_value(&name, &renamed.from.value, renamed.to.value);
                }
                AlterTypeOperation::Rename(_) => {}
            }
        }
        Ok(())
    }

    fn alter_sequence(&mut self, reader: &Reader<'_>, piece: &Piece) -> Result<(), SyntaxProblem> {
        let tokens = reader.tokens(&piece.text)?;
        let Some(at) = find(&tokens, &["OWNED", "BY"]) else {
            self.notes.statement("ALTER SEQUENCE".to_owned());
            return Ok(());
        };
        let words: Vec<String> = tokens[at + 2..]
            .iter()
            .filter_map(|token| match &token.token {
                Token::Word(word) => Some(folded_word(word, self.folds())),
                _ => None,
            })
            .collect();
        if let [.., table, column] = words.as_slice() {
            self.counters.push((table.clone(), column.clone()));
        }
        Ok(())
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
            self.partitions.push((name, partition::bounds(&rest[child_end..])));
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

    pub(crate) fn dialect(&self) -> Option<SourceDialect> {
        self.dialect
    }

    fn comment(&mut self, reader: &Reader<'_>, piece: &Piece) -> Result<(), SyntaxProblem> {
        let tokens = reader.tokens(&piece.text)?;
        let is_used = ["TABLE", "COLUMN"].iter().any(|kind| begins(&tokens, &["COMMENT", "ON", kind]));
        if !is_used {
            self.notes.statement("COMMENT".to_owned());
            return Ok(());
        }
        let Statement::Comment { object_type, object_name, comment, .. } = reader.statement(&tokens)?.value
        else {
            return Ok(());
        };
        self.set_comment(object_type, &object_name, comment.unwrap_or_default());
        Ok(())
    }

    fn set_comment(&mut self, object: CommentObject, name: &ObjectName, text: String) {
        let folds = self.folds();
        let part = |from_end: usize| {
            let index = name.0.len().checked_sub(from_end)?;
            name.0[index].as_ident().map(|ident| folded(ident, folds))
        };
        let (table, column) = match object {
            CommentObject::Column => (part(2), part(1)),
            _ => (part(1), None),
        };
        let surroundings = self.surroundings;
        let Some(table) = table.and_then(|name| self.table(&name)) else {
            self.notes.statement("COMMENT".to_owned());
            return;
        };
        let Some(column) = column else {
            table.spec.comment = text;
            return;
        };
        let table_name = table.spec.name.clone();
        if let Some(found) = table.column(&column) {
            comment_column(found, &table_name, text, surroundings);
        }
    }

    /// What an index or a key of the table needs to know of the text.
    pub(crate) fn constrain(&mut self, constraint: &TableConstraint, table: &mut ReadTable) {
        constrain(constraint, table, self.dialect, &mut self.notes);
    }
}

/// What is said of a column may say what its name does not.
fn comment_column(column: &mut ColumnSpec, table: &str, text: String, surroundings: Surroundings<'_>) {
    let inferred =
        |comment: &str| infer(&column.name, comment, column.sql_type, table, DEFAULT_ROWS, surroundings);
    if column.generator.as_ref() == Some(&inferred("")) {
        column.generator = Some(inferred(&text));
    }
    column.comment = text;
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

fn last_word(tokens: &[TokenWithSpan]) -> Option<&sqlparser::tokenizer::Word> {
    tokens.iter().rev().find_map(|token| match &token.token {
        Token::Word(word) => Some(word),
        _ => None,
    })
}

fn short(tokens: &[TokenWithSpan]) -> String {
    text_of(tokens).chars().take(60).collect()
}

/// MySQL's `COMMENT = '…'` behind a table.
pub(crate) fn table_comment(tail: &[TokenWithSpan]) -> Option<String> {
    let at = find(tail, &["COMMENT"])?;
    tail[at + 1..].iter().take(2).find_map(|token| match &token.token {
        Token::SingleQuotedString(text) | Token::DoubleQuotedString(text) => Some(text.clone()),
        _ => None,
    })
}

/// An engine of MySQL that keeps no transactions.
fn engine_without_transactions(tail: &[TokenWithSpan]) -> Option<String> {
    let at = find(tail, &["ENGINE"])?;
    let engine = last_word(tail.get(at + 1..(at + 3).min(tail.len()))?)?;
    ["myisam", "memory", "heap", "aria", "csv", "archive", "blackhole", "merge", "mrg_myisam"]
        .contains(&engine.value.to_lowercase().as_str())
        .then(|| engine.value.clone())
}

/// Parts of a table that say nothing of its values.
fn is_unused_item(item: &[TokenWithSpan]) -> bool {
    [&["FULLTEXT"][..], &["SPATIAL"], &["PERIOD", "FOR"], &["EXCLUDE"], &["SUPPLEMENTAL"]]
        .iter()
        .any(|words| begins(item, words) && (words.len() > 1 || item.len() > 1))
        && !item
            .get(1)
            .is_some_and(|token| ["TEXT", "INT", "VARCHAR"].iter().any(|word| is_word(&token.token, word)))
}

fn begins_a_constraint(item: &[TokenWithSpan]) -> bool {
    ["CONSTRAINT", "PRIMARY", "UNIQUE", "FOREIGN", "CHECK", "KEY", "INDEX", "EXCLUDE"]
        .iter()
        .any(|word| begins(item, &[word]))
}

/// The last part of a name such as `schema.table`.
pub(crate) fn object_name(name: &ObjectName, folds: bool) -> String {
    name.0.last().and_then(|part| part.as_ident()).map_or_else(String::new, |ident| folded(ident, folds))
}

/// Gives a table a key, an index or a check.
pub(crate) fn constrain(
    constraint: &TableConstraint,
    table: &mut ReadTable,
    dialect: Option<SourceDialect>,
    notes: &mut Notes,
) {
    let folds = dialect.is_some_and(SourceDialect::folds_names);
    let name = table.spec.name.clone();
    match constraint {
        TableConstraint::PrimaryKey(key) => {
            if let Some(columns) = known_columns(&key.columns, table, dialect, notes, true) {
                table.required.extend(columns.iter().cloned());
                table.spec.primary_key = columns;
                number_the_key(&mut table.spec);
            }
        }
        TableConstraint::Unique(key) => unique(&key.columns, table, dialect, notes),
        TableConstraint::Index(index) => {
            if let Some(columns) = known_columns(&index.columns, table, dialect, notes, false) {
                table.add_index(columns);
            }
        }
        TableConstraint::ForeignKey(key) => table.foreign_keys.push(ForeignKey {
            columns: key.columns.iter().map(|column| folded(column, folds)).collect(),
            parent: object_name(&key.foreign_table, folds),
            parent_columns: key.referred_columns.iter().map(|column| folded(column, folds)).collect(),
        }),
        TableConstraint::Check(check) => table.checks.push(((*check.expr).clone(), None)),
        TableConstraint::FulltextOrSpatial(_) => {}
        other => notes.group(format!("`{other}` is not used"), &name),
    }
}

/// A key whose values, together, never repeat.
fn unique(columns: &[IndexColumn], table: &mut ReadTable, dialect: Option<SourceDialect>, notes: &mut Notes) {
    let Some(known) = known_columns(columns, table, dialect, notes, true) else { return };
    for column in columns {
        // Neither capital letters nor what is behind the first characters make a difference there.
        if let Some((name, length)) = narrowed(&column.column.expr) {
            table.narrowed.push((name, length));
        }
    }
    if !table.spec.unique.contains(&known) && table.spec.primary_key != known {
        table.spec.unique.push(known);
    }
}

/// What an expression of an index leaves of a column: its first characters, or its small letters.
fn narrowed(expression: &Expr) -> Option<(String, Option<u32>)> {
    let Expr::Function(function) = expression else { return None };
    let name = function.name.to_string();
    if ["lower", "upper"].contains(&name.to_ascii_lowercase().as_str()) {
        return Some((column_of(expression)?, None));
    }
    let length = function.args.to_string().trim_matches(['(', ')']).parse().ok()?;
    Some((name.trim_matches(['`', '"']).to_owned(), Some(length)))
}

/// The one column that an expression of an index is made of.
fn column_of(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Identifier(name) => Some(name.value.clone()),
        Expr::Nested(inner) | Expr::Cast { expr: inner, .. } | Expr::Collate { expr: inner, .. } => {
            column_of(inner)
        }
        Expr::CompoundIdentifier(names) => names.last().map(|name| name.value.clone()),
        Expr::Function(function) => {
            let name = function.name.to_string();
            let functions = ["lower", "upper", "coalesce", "trim", "btrim", "date", "ifnull", "md5"];
            if functions.contains(&name.to_ascii_lowercase().as_str()) {
                let sqlparser::ast::FunctionArguments::List(list) = &function.args else { return None };
                return list.args.iter().find_map(|argument| match argument {
                    sqlparser::ast::FunctionArg::Unnamed(sqlparser::ast::FunctionArgExpr::Expr(of)) => {
                        column_of(of)
                    }
                    _ => None,
                });
            }
            // `name(10)`: the first characters of a column, as MySQL indexes text.
            let digits = function.args.to_string();
            let is_prefix = digits.trim_matches(['(', ')']).bytes().all(|byte| byte.is_ascii_digit());
            is_prefix.then(|| name.trim_matches(['`', '"']).to_owned())
        }
        _ => None,
    }
}

/// The columns of a key, if all of them are columns of the table.
fn known_columns(
    columns: &[IndexColumn],
    table: &ReadTable,
    dialect: Option<SourceDialect>,
    notes: &mut Notes,
    is_unique: bool,
) -> Option<Vec<String>> {
    let folds = dialect.is_some_and(SourceDialect::folds_names);
    let mut known: Vec<String> = Vec::with_capacity(columns.len());
    for column in columns {
        let name = match &column.column.expr {
            Expr::Identifier(ident) => Some(folded(ident, folds)),
            other => column_of(other),
        };
        let found =
            name.and_then(|name| table.spec.columns.iter().find(|column| same_name(&column.name, &name)));
        match found {
            Some(column) if known.contains(&column.name) => {}
            Some(column) => known.push(column.name.clone()),
            None => {
                let kind = if is_unique { "a key" } else { "an index" };
                let said =
                    format!("{kind} over `{}` is not used; it is no column that is made", column.column);
                notes.group(said, &table.spec.name);
                return None;
            }
        }
    }
    Some(known)
}

impl ReadTable {
    /// A table without columns.
    pub(crate) fn new(name: &str) -> Self {
        Self {
            spec: TableSpec::new(name, DEFAULT_ROWS, Vec::new()),
            foreign_keys: Vec::new(),
            required: Vec::new(),
            defaults: Vec::new(),
            checks: Vec::new(),
            narrowed: Vec::new(),
            partitioning: None,
            partition_column: None,
            own: HashSet::new(),
            settled: Settled::default(),
        }
    }

    /// The column of this name.
    pub(crate) fn column(&mut self, name: &str) -> Option<&mut ColumnSpec> {
        self.spec.columns.iter_mut().find(|column| same_name(&column.name, name))
    }

    /// Adds an index, unless there is one over the same columns.
    pub(crate) fn add_index(&mut self, columns: Vec<String>) {
        if !self.spec.indexes.contains(&columns) {
            self.spec.indexes.push(columns);
        }
    }

    /// Whether it has as many columns as are read.
    pub(crate) fn is_full(&self) -> bool {
        self.spec.columns.len() >= MAX_COLUMNS
    }
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
