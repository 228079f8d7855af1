//! What `ALTER TABLE` does to a table that has been read.

use generator::{ColumnSpec, ConstraintKind};
use sqlparser::{
    ast::{AlterColumnOperation, AlterTableOperation, Expr, Ident, RenameTableNameKind},
    tokenizer::{Token, TokenWithSpan},
};

use super::{Reading, object_name, tables::table_comment};
use crate::{
    ReadTable,
    columns::{count, counts, same_name},
    keys::number_the_key,
    parse::{Reader, SyntaxProblem},
    partition,
    tokens::{begins, closing, find, folded, folded_word, is_word, items},
};

/// First words of operations that change neither columns nor keys.
const UNUSED: [&[&str]; 24] = [
    &["OWNER"],
    &["ENABLE"],
    &["DISABLE"],
    &["CLUSTER"],
    &["REPLICA"],
    &["SET"],
    &["RESET"],
    &["ENGINE"],
    &["AUTO_INCREMENT"],
    &["ROW_FORMAT"],
    &["DEFAULT"],
    &["CONVERT"],
    &["CHARACTER"],
    &["COLLATE"],
    &["FORCE"],
    &["NO"],
    &["VALIDATE"],
    &["CHECK", "CONSTRAINT"],
    &["NOCHECK"],
    &["LOCK"],
    &["ALGORITHM"],
    &["DETACH"],
    &["INHERIT"],
    &["LOGGING"],
];

impl Reading<'_> {
    /// Carries out the operations of one statement.
    pub(crate) fn operations(
        &mut self,
        reader: &Reader<'_>,
        rest: &[TokenWithSpan],
        table: &mut ReadTable,
    ) -> Result<(), SyntaxProblem> {
        // SQL Server's `WITH CHECK ADD`.
        let rest = if begins(rest, &["WITH", "CHECK"]) || begins(rest, &["WITH", "NOCHECK"]) {
            &rest[2..]
        } else {
            rest
        };
        if let Some(at) = find(rest, &["PARTITION", "BY"]) {
            table.partitioning = Some(partition::partitioning(&rest[at..]));
            return Ok(());
        }
        let mut verb: &[TokenWithSpan] = &[];
        for item in items(rest) {
            let is_verb = ["ADD", "MODIFY", "CHANGE", "ALTER", "DROP", "RENAME", "COMMENT"]
                .iter()
                .any(|word| begins(item, &[word]));
            if is_verb {
                verb = &item[..1];
            }
            if begins(item, &["COMMENT"]) {
                table.spec.comment = table_comment(item).unwrap_or_default();
            } else if UNUSED.iter().any(|words| begins(item, words)) {
                let word = item[0].token.to_string().to_uppercase();
                self.notes_statement(&format!("ALTER TABLE … {word}"));
            } else if is_verb || verb.is_empty() {
                self.operation(reader, item, table)?;
            } else {
                // SQL Server says `ADD` once for several.
                let with_verb: Vec<TokenWithSpan> = verb.iter().chain(item).cloned().collect();
                self.operation(reader, &with_verb, table)?;
            }
            self.declare_alteration(item, table);
        }
        Ok(())
    }

    fn operation(
        &mut self,
        reader: &Reader<'_>,
        item: &[TokenWithSpan],
        table: &mut ReadTable,
    ) -> Result<(), SyntaxProblem> {
        // Oracle's and MySQL's `ADD (a int, b int)`, and Oracle's `MODIFY (…)`.
        let is_column = item.get(1).is_some_and(|token| is_word(&token.token, "COLUMN"));
        let without_column: Vec<TokenWithSpan>;
        let item = if is_column && item.get(2).is_some_and(|token| token.token == Token::LParen) {
            without_column = item[..1].iter().chain(&item[2..]).cloned().collect();
            &without_column
        } else {
            item
        };
        if let [verb, open, ..] = item
            && open.token == Token::LParen
            && let Some(close) = closing(item, 1)
        {
            for inner in items(&item[2..close]) {
                let each: Vec<TokenWithSpan> =
                    [verb.clone()].into_iter().chain(inner.iter().cloned()).collect();
                self.one_operation(reader, &each, table);
            }
            return Ok(());
        }
        self.one_operation(reader, item, table);
        Ok(())
    }

    fn one_operation(&mut self, reader: &Reader<'_>, item: &[TokenWithSpan], table: &mut ReadTable) {
        // SQL Server's `ADD CONSTRAINT name DEFAULT (0) FOR column`.
        if let Some(at) = find(item, &["DEFAULT"])
            && let Some(to) = find(item, &["FOR"])
            && at < to
            && let Some(Token::Word(column)) = item.get(to + 1).map(|token| &token.token)
        {
            if let Ok(default) = reader.expression(&item[at + 1..to]) {
                set_default(&default, &column.value, table);
            }
            return;
        }
        // PostgreSQL's `ALTER COLUMN id ADD GENERATED … AS IDENTITY (SEQUENCE NAME …)`.
        if let Some(at) = find(item, &["ADD", "GENERATED"])
            && let Some(Token::Word(word)) =
                at.checked_sub(1).and_then(|name| item.get(name)).map(|token| &token.token)
        {
            let name = folded_word(word, self.folds());
            if let Some(column) = table.column(&name) {
                count(column);
            }
            self.declare_identity(&name, &item[at + 1..], table);
            return;
        }
        let read = match reader.operation(item) {
            Ok(read) => read,
            Err(problem) => {
                let place = format!("{}, line {}", table.spec.name, problem.line);
                let verb =
                    item.iter().take(3).map(|token| token.token.to_string()).collect::<Vec<_>>().join(" ");
                self.notes.add(format!("{place}: `ALTER TABLE … {verb} …` is not used: {}", problem.message));
                return;
            }
        };
        for words in read.left_out {
            self.notes.group(format!("`{words}` is not used"), &table.spec.name);
        }
        self.apply(read.value, table);
    }

    fn apply(&mut self, operation: AlterTableOperation, table: &mut ReadTable) {
        let folds = self.folds();
        let matches = |name: &Ident, column: &ColumnSpec| same_name(&column.name, &name.value);
        match operation {
            AlterTableOperation::AddConstraint { constraint, .. } => self.constrain(&constraint, table),
            AlterTableOperation::AddColumn { column_def, .. } => {
                if table.is_full() {
                    self.notes.group("has more columns than are read", &table.spec.name);
                } else {
                    let options = column_def.options.iter().map(|option| &option.option);
                    self.column(table, &column_def.name, &column_def.data_type, options);
                }
            }
            AlterTableOperation::ModifyColumn { col_name, data_type, options, .. } => {
                self.column(table, &col_name, &data_type, &options);
            }
            AlterTableOperation::ChangeColumn { old_name, new_name, data_type, options, .. } => {
                rename(table, &old_name, folded(&new_name, folds));
                self.column(table, &new_name, &data_type, &options);
            }
            AlterTableOperation::RenameColumn { old_column_name, new_column_name } => {
                rename(table, &old_column_name, folded(&new_column_name, folds));
            }
            AlterTableOperation::DropColumn { column_names, .. } => {
                table.spec.columns.retain(|column| !column_names.iter().any(|name| matches(name, column)));
                let is_gone = |name: &String| column_names.iter().any(|gone| same_name(name, &gone.value));
                let spec = &mut table.spec;
                if spec.primary_key.iter().any(is_gone) {
                    spec.primary_key.clear();
                }
                spec.unique.retain(|key| !key.iter().any(is_gone));
                spec.indexes.retain(|key| !key.iter().any(is_gone));
                table.foreign_keys.retain(|key| !key.columns.iter().any(is_gone));
                table.declared.constraints.retain(|key| !key.words.iter().any(is_gone));
                table.declared.unmade.retain(|(_, column)| !is_gone(&column.name));
            }
            AlterTableOperation::AlterColumn { column_name, op } => {
                self.alter_column(&column_name, op, table);
            }
            AlterTableOperation::RenameTable { table_name } => {
                let (RenameTableNameKind::As(name) | RenameTableNameKind::To(name)) = table_name;
                self.rename_table(table, object_name(&name, folds));
            }
            AlterTableOperation::DropPrimaryKey { .. } => {
                table.spec.primary_key.clear();
                table.declared.constraints.retain(|key| key.kind != ConstraintKind::PrimaryKey);
            }
            other => self.notes_statement(&beginning(&other.to_string())),
        }
    }

    fn alter_column(&mut self, name: &Ident, operation: AlterColumnOperation, table: &mut ReadTable) {
        let folds = self.folds();
        let name = folded(name, folds);
        match operation {
            AlterColumnOperation::SetNotNull => table.required.push(name),
            AlterColumnOperation::DropNotNull => {
                table.required.retain(|required| !same_name(required, &name));
            }
            AlterColumnOperation::SetDefault { value } => set_default(&value, &name, table),
            AlterColumnOperation::DropDefault => {
                table.defaults.retain(|(default, _)| !same_name(default, &name));
            }
            AlterColumnOperation::SetDataType { data_type, .. } => {
                let is_required = table.required.iter().any(|required| same_name(required, &name));
                let default = table.defaults.iter().find(|(default, _)| same_name(default, &name)).cloned();
                let before = table.column(&name).cloned();
                // In quotes, so that it stays as it is.
                self.column(table, &Ident::with_quote('"', &name), &data_type, &[]);
                table.defaults.extend(default);
                if let Some(column) = table.column(&name)
                    && let Some(before) = before
                {
                    (column.comment, column.default) = (before.comment, before.default);
                    (column.check, column.generated) = (before.check, before.generated);
                    if before.identity {
                        count(column);
                    }
                }
                table.required.extend(is_required.then_some(name));
            }
            AlterColumnOperation::AddGenerated { .. } => {
                if let Some(column) = table.column(&name) {
                    count(column);
                }
            }
        }
    }

    fn notes_statement(&mut self, text: &str) {
        self.notes.statement(text.to_owned());
    }
}

/// Gives a column a value of its own, or the next number of a sequence.
fn set_default(value: &Expr, name: &str, table: &mut ReadTable) {
    match table.column(name) {
        Some(column) if counts(value) => count(column),
        _ => table.defaults.push((name.to_owned(), value.clone())),
    }
    number_the_key(&mut table.spec);
}

/// Gives a column another name, wherever the table says it.
fn rename(table: &mut ReadTable, old: &Ident, new: String) {
    let spec = &mut table.spec;
    let keys =
        std::iter::once(&mut spec.primary_key).chain(&mut spec.unique).chain(&mut spec.indexes).flatten();
    let of_references = table.foreign_keys.iter_mut().flat_map(|key| &mut key.columns);
    let of_defaults = table.defaults.iter_mut().map(|(name, _)| name);
    let names = keys.chain(of_references).chain(&mut table.required).chain(of_defaults);
    for name in names.filter(|name| same_name(name, &old.value)) {
        name.clone_from(&new);
    }
    // What speaks of it by its old name would be wrong.
    table.declared.constraints.retain(|key| !key.words.iter().any(|word| same_name(word, &old.value)));
    if let Some(column) = spec.columns.iter_mut().find(|column| same_name(&column.name, &old.value)) {
        column.name = new;
    }
}

fn beginning(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().take(2).collect();
    format!("ALTER TABLE … {}", words.join(" "))
}
