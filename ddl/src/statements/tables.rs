//! `CREATE TABLE`: columns and keys, item by item.

use std::collections::HashSet;

use generator::{
    ColumnSpec, TableSpec,
    limits::{MAX_COLUMNS, MAX_KEYS},
};
use sqlparser::{
    ast::{ColumnOption, DataType, Ident},
    tokenizer::{Token, TokenWithSpan},
};

use super::{MOST_TABLES, Reading, constraints::constrain, declarations, last_word};
use crate::{
    DEFAULT_ROWS, ReadTable,
    bounds::{self, Bound},
    checks::Settled,
    columns::{self, Around, same_name},
    declared::{self, ReadDeclarations},
    keys::number_the_key,
    parse::{Item, Reader, SyntaxProblem},
    partition,
    rewrite::without_clauses,
    split::Piece,
    tokens::{begins, closing, find, folded, folded_word, is_word, items, name_end, text_of},
};

impl Reading<'_> {
    pub(super) fn create_table(&mut self, reader: &Reader<'_>, piece: &Piece) -> Result<(), SyntaxProblem> {
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
        self.forget_dropped(&name);
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
            if let Some(parent) = parent {
                self.partition(&parent, &name, &rest[parent_end..]);
            }
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
        if let Some(writing) = self.writing() {
            table.declared.options = declared::options(tail, writing);
        }
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
    pub(super) fn copy_table(&mut self, name: &str, other: &str) -> Result<(), SyntaxProblem> {
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
    pub(super) fn inherit(&mut self, table: &mut ReadTable, tail: &[TokenWithSpan]) {
        let Some(at) = find(tail, &["INHERITS"]) else { return };
        let Some(close) = closing(tail, at + 1) else { return };
        for parent in items(&tail[at + 2..close]) {
            let Some(word) = last_word(parent) else { continue };
            let name = folded_word(word, self.folds());
            if let Some(parent) = self.table(&name) {
                let parent = parent.clone();
                table.take_over(&parent);
            }
        }
    }

    pub(super) fn item(
        &mut self,
        reader: &Reader<'_>,
        item: &[TokenWithSpan],
        table: &mut ReadTable,
    ) -> Result<(), SyntaxProblem> {
        if is_unused_item(item) {
            self.declare_constraint(item, table);
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
                let Some(fewer) = without_clauses(item) else { return Err(problem) };
                let Ok(read) = reader.item(&fewer) else { return Err(problem) };
                let said = format!(
                    "`{}` is read without the condition or the default that no grammar knows",
                    short(item)
                );
                self.notes.add(format!("{name}: line {}: {said}", problem.line));
                read
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
                self.declare_column(table, &definition.name, item.get(1..).unwrap_or_default());
            }
            Item::Constraint(constraint) => {
                constrain(&constraint, table, self.dialect, &mut self.notes);
                self.declare_constraint(item, table);
            }
            Item::Like(other) => {
                if let Some(other) = self.table(&other) {
                    let mut other = other.clone();
                    // `LIKE` takes neither defaults nor counters along, unless it says so.
                    let includes = item.iter().any(|token| is_word(&token.token, "INCLUDING"));
                    if !includes {
                        other.spec.columns.iter_mut().for_each(declarations::without_default);
                    }
                    table.take_over(&other);
                }
            }
        }
        Ok(())
    }

    /// Reads a column into a table; one of the same name is replaced where it stands.
    pub(super) fn column<'o>(
        &mut self,
        table: &mut ReadTable,
        name: &Ident,
        data_type: &DataType,
        options: impl IntoIterator<Item = &'o ColumnOption>,
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
            let behind = match position {
                Some(position) => {
                    table.spec.columns.remove(position);
                    position.checked_sub(1).map(|before| table.spec.columns[before].name.clone())
                }
                None => table.last_column(),
            };
            if self.writing().is_some() {
                table.declared.unmade.push((behind, declared::unmade(&name, read.comment)));
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
}

impl ReadTable {
    /// A table without columns.
    pub(super) fn new(name: &str) -> Self {
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
            declared: ReadDeclarations::default(),
        }
    }

    /// The column of this name.
    pub(super) fn column(&mut self, name: &str) -> Option<&mut ColumnSpec> {
        self.spec.columns.iter_mut().find(|column| same_name(&column.name, name))
    }

    /// The name of the column that was read last, values or none.
    fn last_column(&self) -> Option<String> {
        let made = self.spec.columns.last().map(|column| column.name.clone());
        let unmade = self.declared.unmade.last().filter(|(behind, _)| *behind == made);
        unmade.map(|(_, column)| column.name.clone()).or(made)
    }

    /// Takes over the columns of another table that it does not have, and what is said of them.
    pub(crate) fn take_over(&mut self, other: &Self) {
        for column in &other.spec.columns {
            if self.spec.columns.len() < MAX_COLUMNS && self.column(&column.name).is_none() {
                self.spec.columns.push(column.clone());
            }
        }
        self.required.extend_from_slice(&other.required);
        self.defaults.extend_from_slice(&other.defaults);
        self.checks.extend_from_slice(&other.checks);
        self.settled.columns.extend(other.settled.columns.iter().cloned());
        self.declared.unmade.extend_from_slice(&other.declared.unmade);
    }

    /// Adds an index, unless there is one over the same columns.
    pub(super) fn add_index(&mut self, columns: Vec<String>) {
        if self.spec.indexes.len() < MAX_KEYS && !self.spec.indexes.contains(&columns) {
            self.spec.indexes.push(columns);
        }
    }

    /// Whether it has as many columns as are read.
    pub(super) fn is_full(&self) -> bool {
        self.spec.columns.len() >= MAX_COLUMNS
    }
}

pub(super) fn short(tokens: &[TokenWithSpan]) -> String {
    text_of(tokens).chars().take(60).collect()
}

/// MySQL's `COMMENT = '…'` behind a table.
pub(super) fn table_comment(tail: &[TokenWithSpan]) -> Option<String> {
    let at = find(tail, &["COMMENT"])?;
    tail[at + 1..].iter().take(2).find_map(|token| match &token.token {
        Token::SingleQuotedString(text) | Token::DoubleQuotedString(text) => Some(text.clone()),
        _ => None,
    })
}

/// An engine of MySQL that keeps no transactions.
pub(crate) fn engine_without_transactions(tail: &[TokenWithSpan]) -> Option<String> {
    let at = find(tail, &["ENGINE"])?;
    let engine = last_word(tail.get(at + 1..(at + 3).min(tail.len()))?)?;
    ["myisam", "memory", "heap", "aria", "csv", "archive", "blackhole", "merge", "mrg_myisam"]
        .contains(&engine.value.to_lowercase().as_str())
        .then(|| engine.value.clone())
}

/// Parts of a table that say nothing of its values.
pub(super) fn is_unused_item(item: &[TokenWithSpan]) -> bool {
    // A column may be called so.
    let is_exclude = begins(item, &["EXCLUDE", "USING"])
        || (begins(item, &["EXCLUDE"]) && item.get(1).is_some_and(|next| next.token == Token::LParen));
    is_exclude
        || [&["FULLTEXT"][..], &["SPATIAL"], &["PERIOD", "FOR"], &["SUPPLEMENTAL"]]
            .iter()
            .any(|words| begins(item, words) && (words.len() > 1 || item.len() > 1))
            && !item.get(1).is_some_and(|token| {
                ["TEXT", "INT", "VARCHAR"].iter().any(|word| is_word(&token.token, word))
            })
}

pub(super) fn begins_a_constraint(item: &[TokenWithSpan]) -> bool {
    ["CONSTRAINT", "PRIMARY", "UNIQUE", "FOREIGN", "CHECK", "KEY", "INDEX"]
        .iter()
        .any(|word| begins(item, &[word]))
}
