//! Keys, indexes and checks of a table.

use generator::limits::MAX_KEYS;
use sqlparser::ast::{
    CreateIndex, Expr, FunctionArg, FunctionArgExpr, FunctionArguments, IndexColumn, Statement,
    TableConstraint,
};

use super::{Reading, object_name};
use crate::{
    ForeignKey, ReadTable,
    columns::same_name,
    dialect::SourceDialect,
    keys::number_the_key,
    notes::Notes,
    parse::{Reader, SyntaxProblem},
    split::Piece,
    tokens::{find, folded, is_word},
};

impl Reading<'_> {
    pub(super) fn create_index(&mut self, reader: &Reader<'_>, piece: &Piece) -> Result<(), SyntaxProblem> {
        let mut tokens = reader.tokens(&piece.text)?;
        self.declare_index(&tokens);
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

    pub(super) fn index(&mut self, create: &CreateIndex) {
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

    /// What an index or a key of the table needs to know of the text.
    pub(super) fn constrain(&mut self, constraint: &TableConstraint, table: &mut ReadTable) {
        constrain(constraint, table, self.dialect, &mut self.notes);
    }
}

/// Gives a table a key, an index or a check.
pub(super) fn constrain(
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
pub(super) fn unique(
    columns: &[IndexColumn],
    table: &mut ReadTable,
    dialect: Option<SourceDialect>,
    notes: &mut Notes,
) {
    let Some(known) = known_columns(columns, table, dialect, notes, true) else { return };
    for column in columns {
        // Neither capital letters nor what is behind the first characters make a difference there.
        if let Some((name, length)) = narrowed(&column.column.expr) {
            table.narrowed.push((name, length));
        }
    }
    if table.spec.unique.len() >= MAX_KEYS {
        notes.group("has more keys than are read", &table.spec.name);
    } else if !table.spec.unique.contains(&known) && table.spec.primary_key != known {
        table.spec.unique.push(known);
    }
}

/// What an expression of an index leaves of a column: its first characters, or its small letters.
pub(super) fn narrowed(expression: &Expr) -> Option<(String, Option<u32>)> {
    let Expr::Function(function) = expression else { return None };
    let name = function.name.to_string();
    if ["lower", "upper"].contains(&name.to_ascii_lowercase().as_str()) {
        return Some((column_of(expression)?, None));
    }
    let length = function.args.to_string().trim_matches(['(', ')']).parse().ok()?;
    Some((name.trim_matches(['`', '"']).to_owned(), Some(length)))
}

/// The one column that an expression of an index is made of.
pub(super) fn column_of(expression: &Expr) -> Option<String> {
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
                let FunctionArguments::List(list) = &function.args else { return None };
                return list.args.iter().find_map(|argument| match argument {
                    FunctionArg::Unnamed(FunctionArgExpr::Expr(of)) => column_of(of),
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
pub(super) fn known_columns(
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
