//! What statements declare beyond what values need.

use generator::{ColumnSpec, ConstraintKind, DECLARED_EXTENSIONS, DeclaredType, quote_identifier};
use sqlparser::{
    ast::Ident,
    tokenizer::{Token, TokenWithSpan},
};

use super::{Reading, last_word};
use crate::{
    ReadTable,
    columns::same_name,
    declared::{
        self, DeclaredColumn, ReadConstraint, Writing, serial_type, string, without_sequence, written,
    },
    parse::{Reader, SyntaxProblem},
    partition,
    split::Piece,
    tokens::{begins, find, folded, folded_word, is_word, name_end},
};

impl Reading<'_> {
    /// How declarations are written; `None` for a text of a database that nothing is loaded into.
    pub(super) fn writing(&self) -> Option<Writing<'_>> {
        let dialect = declared::dialect(self.dialect)?;
        Some(Writing { dialect, types: &self.types })
    }

    /// The types that the text makes, as it does.
    pub(crate) fn declared_types(&mut self) -> Vec<DeclaredType> {
        std::mem::take(&mut self.declared_types)
    }

    /// Keeps what the tokens behind a column's name say of it.
    pub(super) fn declare_column(&self, table: &mut ReadTable, name: &Ident, tokens: &[TokenWithSpan]) {
        let Some(writing) = self.writing() else { return };
        let name = folded(name, self.folds());
        let read = declared::column(&name, tokens, writing);
        let unmade = table.declared.unmade.iter_mut().map(|(_, column)| column);
        let all = table.spec.columns.iter_mut().chain(unmade);
        let Some(column) = all.into_iter().find(|column| same_name(&column.name, &name)) else { return };
        let DeclaredColumn { declared, default, check, generated, constraints, is_required } = read;
        column.nullable = !is_required;
        (column.declared, column.default, column.check, column.generated) =
            (declared, default, check, generated);
        table.declared.constraints.extend(constraints);
    }

    /// Keeps a key or a condition.
    pub(super) fn declare_constraint(&self, tokens: &[TokenWithSpan], table: &mut ReadTable) {
        let read = self.writing().and_then(|writing| declared::constraint(tokens, writing));
        table.declared.constraints.extend(read);
    }

    /// Keeps what `CREATE INDEX` makes.
    pub(super) fn declare_index(&mut self, tokens: &[TokenWithSpan]) {
        let Some(on) = find(tokens, &["ON"]) else { return };
        let start = on + 1 + usize::from(begins(&tokens[on + 1..], &["ONLY"]));
        let Some(word) = tokens.get(start..name_end(tokens, start)).and_then(last_word) else { return };
        let name = folded_word(word, self.folds());
        let read = self.writing().and_then(|writing| declared::index(tokens, writing));
        if let Some(table) = self.table(&name) {
            table.declared.constraints.extend(read);
        }
    }

    /// Keeps a type that the text makes.
    pub(super) fn declare_type(&mut self, tokens: &[TokenWithSpan]) {
        let Some(word) = tokens.get(2..name_end(tokens, 2)).and_then(last_word) else { return };
        // Its own name has no schema, either.
        let name = folded_word(word, self.folds());
        let rest = &tokens[name_end(tokens, 2)..];
        // A shell of a type, and one that only a library can make, are not.
        if rest.is_empty() || rest[0].token == Token::LParen {
            return;
        }
        if !is_word(&rest[0].token, "FROM")
            && find(rest, &["ENUM"]).is_none()
            && !is_word(&tokens[1].token, "DOMAIN")
        {
            self.types.add_other(&name);
        }
        let Some(writing) = self.writing() else { return };
        let kind = if is_word(&tokens[1].token, "DOMAIN") { "DOMAIN" } else { "TYPE" };
        let sql =
            format!("CREATE {kind} {} {}", quote_identifier(writing.dialect, &name), written(rest, writing));
        self.declared_types.push(DeclaredType { name, sql });
    }

    /// Keeps an extension, whose types the tables may have.
    pub(super) fn declare_extension(
        &mut self,
        reader: &Reader<'_>,
        piece: &Piece,
    ) -> Result<(), SyntaxProblem> {
        let tokens = reader.tokens(&piece.text)?;
        let start = if begins(tokens.get(2..).unwrap_or_default(), &["IF", "NOT", "EXISTS"]) { 5 } else { 2 };
        let name = tokens.get(start..start + 1).and_then(last_word).map(|word| folded_word(word, true));
        // Others are not what tables are made of.
        let name = name.filter(|name| DECLARED_EXTENSIONS.contains(&name.as_str()));
        if let (Some(writing), Some(name)) = (self.writing(), name) {
            let sql = format!("CREATE EXTENSION IF NOT EXISTS {}", quote_identifier(writing.dialect, &name));
            self.declared_types.push(DeclaredType { name, sql });
        }
        Ok(())
    }

    /// Keeps a sequence, which may be that of several columns.
    pub(super) fn declare_sequence(
        &mut self,
        reader: &Reader<'_>,
        piece: &Piece,
    ) -> Result<(), SyntaxProblem> {
        let tokens = reader.tokens(&piece.text)?;
        let at = tokens.iter().position(|token| is_word(&token.token, "SEQUENCE")).map_or(0, |at| at + 1);
        let start =
            if begins(tokens.get(at..).unwrap_or_default(), &["IF", "NOT", "EXISTS"]) { at + 3 } else { at };
        let end = name_end(&tokens, start);
        let name = tokens.get(start..end).and_then(last_word).map(|word| folded_word(word, self.folds()));
        if let (Some(writing), Some(name)) = (self.writing(), name) {
            let quoted = quote_identifier(writing.dialect, &name);
            let sql = format!("CREATE SEQUENCE {quoted} {}", written(&tokens[end..], writing))
                .trim_end()
                .to_owned();
            self.sequences.push(DeclaredType { name, sql });
        }
        Ok(())
    }

    /// A column that alone counts by a sequence which is its own is serial; a sequence of nobody, or of several columns, is made by itself. `owned`
    /// has the tables and columns that own one.
    pub(super) fn settle_sequences(&mut self, owned: &[(String, String)]) {
        let columns = self.tables.iter().flat_map(|table| &table.spec.columns);
        let counted: Vec<String> = columns
            .filter(|column| declared::is_next_number(&column.default))
            .filter_map(|column| sequence_of(&column.default).map(|(_, plain)| plain.to_lowercase()))
            .collect();
        let mut used: Vec<DeclaredType> = Vec::new();
        for table in &mut self.tables {
            let is_owned = |column: &str| {
                owned.iter().any(|(of, name)| same_name(of, &table.spec.name) && same_name(name, column))
            };
            for column in &mut table.spec.columns {
                if !declared::is_next_number(&column.default) {
                    continue;
                }
                let Some((name, plain)) = sequence_of(&column.default) else { continue };
                let users = counted.iter().filter(|other| **other == plain.to_lowercase()).count();
                let is_its_own =
                    is_owned(&column.name) && users == 1 && serial_type(&column.declared).is_some();
                let found = self.sequences.iter().find(|sequence| same_name(&sequence.name, &plain));
                match found.filter(|_| !is_its_own && column.generated.is_empty()) {
                    Some(sequence) => {
                        // Without its schema.
                        let last = name.rsplit('.').next().unwrap_or(&name);
                        column.default = column.default.replacen(&name, last, 1);
                        if !used.contains(sequence) {
                            used.push(sequence.clone());
                        }
                    }
                    None => count(column),
                }
            }
        }
        self.declared_types.extend(used);
    }

    /// Keeps the values that an enumerated type has now.
    pub(super) fn declare_enum(&mut self, name: &str) {
        let Some(dialect) = declared::dialect(self.dialect) else { return };
        let values = self.types.values(name).unwrap_or_default();
        let values: Vec<String> = values.iter().map(|value| string(value, dialect)).collect();
        if let Some(found) = self.declared_types.iter_mut().find(|found| same_name(&found.name, name)) {
            found.sql = format!(
                "CREATE TYPE {} AS ENUM ({})",
                quote_identifier(dialect, &found.name),
                values.join(", ")
            );
        }
    }

    /// A partition that is a table: what it holds.
    pub(super) fn partition(&mut self, parent: &str, name: &str, tokens: &[TokenWithSpan]) {
        let end = find(tokens, &["PARTITION", "BY"])
            .into_iter()
            .chain(find(tokens, &["TABLESPACE"]))
            .chain(find(tokens, &["WITH"]))
            .filter(|at| {
                tokens
                    .get(at + 1)
                    .is_some_and(|next| !matches!(next.token, Token::Word(_)) || is_word(&next.token, "BY"))
            })
            .min();
        let sql = self.writing().map(|writing| written(&tokens[..end.unwrap_or(tokens.len())], writing));
        if let (Some(sql), Some(table)) = (sql, self.table(parent)) {
            let name = name.to_owned();
            table.declared.constraints.push(ReadConstraint {
                kind: ConstraintKind::Partition,
                name,
                words: Vec::new(),
                sql,
            });
        }
        self.partitions.push((parent.to_owned(), partition::bounds(tokens)));
    }

    /// Keeps what one part of an `ALTER TABLE` declares.
    pub(super) fn declare_alteration(&self, item: &[TokenWithSpan], table: &mut ReadTable) {
        let Some(writing) = self.writing() else { return };
        let has_column = usize::from(item.get(1).is_some_and(|token| is_word(&token.token, "COLUMN")));
        if begins(item, &["ADD"]) && has_column == 0 {
            self.declare_constraint(&item[1..], table);
        }
        let is_change = begins(item, &["CHANGE"]);
        let if_not = begins(item.get(1 + has_column..).unwrap_or_default(), &["IF", "NOT", "EXISTS"]);
        let name_at = 1 + has_column + usize::from(is_change) + if if_not { 3 } else { 0 };
        let Some(word) = item.get(name_at..name_at + 1).and_then(last_word) else { return };
        let name = folded_word(word, self.folds());
        let rest = item.get(name_at + 1..).unwrap_or_default();
        if is_change || begins(item, &["MODIFY"]) || begins(item, &["ADD"]) {
            if table.column(&name).is_some() {
                self.declare_column(table, &Ident::with_quote('"', name), rest);
            }
            return;
        }
        if !begins(item, &["ALTER"]) {
            return;
        }
        let Some(column) = table.column(&name) else { return };
        if let Some(at) = find(rest, &["TYPE"]).filter(|at| *at < 3) {
            let end = find(rest, &["USING"]).unwrap_or(rest.len());
            column.declared = written(rest.get(at + 1..end).unwrap_or_default(), writing);
        }
        if begins(rest, &["SET", "DEFAULT"]) {
            column.default = written(&rest[2..], writing);
        } else if begins(rest, &["DROP", "DEFAULT"]) {
            column.default.clear();
        }
    }

    /// Keeps what stands behind `ADD` where a column counts from now on.
    pub(super) fn declare_identity(&self, name: &str, tokens: &[TokenWithSpan], table: &mut ReadTable) {
        if let Some(writing) = self.writing()
            && let Some(column) = table.column(name)
        {
            column.generated = written(&without_sequence(tokens.get(1..).unwrap_or_default()), writing);
        }
    }
}

/// The name of the sequence that a default counts by, as it stands there, and without schema and quotes.
fn sequence_of(default: &str) -> Option<(String, String)> {
    let name = default.split('\'').nth(1)?;
    let plain = name.rsplit('.').next().unwrap_or(name).trim_matches('"');
    Some((name.to_owned(), plain.to_owned()))
}

/// A column that counts by a sequence of its own is serial, unless it says how else.
pub(super) fn count(column: &mut ColumnSpec) {
    column.default.clear();
    if column.generated.is_empty()
        && let Some(serial) = serial_type(&column.declared)
    {
        serial.clone_into(&mut column.declared);
    }
}

/// A column as PostgreSQL's `LIKE` copies it: its type, and no more.
pub(super) fn without_default(column: &mut ColumnSpec) {
    column.default.clear();
    column.check.clear();
    column.generated.clear();
    column.identity = false;
    let plain = match column.declared.to_ascii_lowercase().as_str() {
        "serial" | "serial4" => Some("integer"),
        "bigserial" | "serial8" => Some("bigint"),
        "smallserial" | "serial2" => Some("smallint"),
        _ => None,
    };
    if let Some(plain) = plain {
        plain.clone_into(&mut column.declared);
    }
}
