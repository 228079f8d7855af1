//! Column definitions.

use generator::{ColumnSpec, GeneratorSpec, SqlType, Surroundings, infer, kinds};
use sqlparser::{
    ast::{ColumnOption, DataType, Expr, Ident},
    tokenizer::Token,
};

use super::{
    DEFAULT_ROWS, ForeignKey,
    dialect::SourceDialect,
    notes::Notes,
    statements::object_name,
    tokens::folded,
    types::{OwnTypes, TypeOf},
};

/// A column, and what its definition says about the table.
pub(crate) struct ReadColumn {
    /// `None` for a column whose values the database makes itself, or that nobody makes.
    pub(crate) column: Option<ColumnSpec>,
    pub(crate) is_primary_key: bool,
    pub(crate) foreign_key: Option<ForeignKey>,
    /// Whether it is declared NOT NULL.
    pub(crate) is_required: bool,
    /// Whether a row that does not say it has a value all the same.
    pub(crate) default: Option<Expr>,
    pub(crate) checks: Vec<Expr>,
    /// Whether its type says which values it has.
    pub(crate) is_fixed: bool,
    /// What a domain asks of its values, which it calls `VALUE`.
    pub(crate) domain_checks: Vec<Expr>,
    /// What is said of a column that no values are made for.
    pub(crate) comment: String,
}

/// What is known where a column is read.
pub(crate) struct Around<'a> {
    pub(crate) table: &'a str,
    pub(crate) types: &'a OwnTypes,
    pub(crate) dialect: Option<SourceDialect>,
    pub(crate) surroundings: Surroundings<'a>,
}

pub(crate) fn same_name(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}

/// Reads a column's definition.
pub(crate) fn read<'o>(
    name: &Ident,
    data_type: &DataType,
    options: impl IntoIterator<Item = &'o ColumnOption>,
    around: &Around<'_>,
    notes: &mut Notes,
) -> ReadColumn {
    let folds = around.dialect.is_some_and(SourceDialect::folds_names);
    let name = folded(name, folds);
    let place = format!("{}.{name}", around.table);
    let mut read = ReadColumn {
        column: None,
        is_primary_key: false,
        foreign_key: None,
        is_required: false,
        default: None,
        checks: Vec::new(),
        domain_checks: Vec::new(),
        is_fixed: false,
        comment: String::new(),
    };
    let mut column = ColumnSpec::new(&name, SqlType::Text);
    let mut is_computed = false;
    let mut is_counter = false;
    for option in options {
        match option {
            ColumnOption::NotNull => read.is_required = true,
            ColumnOption::Comment(comment) => column.comment.clone_from(comment),
            ColumnOption::PrimaryKey(_) => read.is_primary_key = true,
            ColumnOption::Unique(_) => column.unique = true,
            ColumnOption::ForeignKey(key) => {
                read.foreign_key = Some(ForeignKey {
                    columns: vec![name.clone()],
                    parent: object_name(&key.foreign_table, folds),
                    parent_columns: key.referred_columns.iter().map(|column| folded(column, folds)).collect(),
                });
            }
            ColumnOption::DialectSpecific(tokens) => is_counter |= is_auto_increment(tokens),
            ColumnOption::Identity(_) | ColumnOption::Generated { generation_expr: None, .. } => {
                is_counter = true;
            }
            ColumnOption::Generated { .. } | ColumnOption::Alias(_) | ColumnOption::Materialized(_) => {
                is_computed = true;
            }
            ColumnOption::Default(value) if is_null(value) => {}
            ColumnOption::Default(value) if counts(value) => is_counter = true,
            ColumnOption::Default(value) => {
                read.default = Some(value.clone());
            }
            ColumnOption::Check(check) => read.checks.push((*check.expr).clone()),
            // Nothing of these changes what values are right.
            ColumnOption::Null
            | ColumnOption::CharacterSet(_)
            | ColumnOption::Collation(_)
            | ColumnOption::OnUpdate(_)
            | ColumnOption::OnConflict(_)
            | ColumnOption::Invisible
            | ColumnOption::Srid(_) => {}
            other => notes.group(format!("`{other}` is not used"), &place),
        }
    }
    if is_computed {
        read.comment = column.comment;
        notes.group("computed by the database, and hidden: no load writes it", &place);
        return read;
    }
    let made = match around.types.read(data_type, around.dialect) {
        TypeOf::Made(made) => made,
        // What may be NULL, or has a value by itself, does without.
        TypeOf::Unknown(why) if !read.is_required || read.default.is_some() => {
            notes.add(format!("{place}: left out; {why}"));
            read.comment = column.comment;
            return read;
        }
        TypeOf::Unknown(why) => {
            notes.add(format!("{place}: {why}; it is taken for text, which a database may refuse: hide it, or choose values that fit"));
            column.generator = None;
            read.column = Some(inferred(column, around));
            return read;
        }
    };
    if let Some(note) = made.note {
        notes.group(note, &place);
    }
    read.is_required |= made.is_required;
    read.domain_checks = made.checks;
    column.sql_type = made.sql_type;
    read.is_fixed = made.generator.is_some();
    column.generator = made.generator;
    if is_counter || made.is_counter {
        count(&mut column);
    }
    read.column = Some(inferred(column, around));
    read
}

/// The column with the generator that its name and type ask for, if it has none.
fn inferred(mut column: ColumnSpec, around: &Around<'_>) -> ColumnSpec {
    if column.generator.is_none() {
        let (name, comment) = (&column.name, &column.comment);
        let made = infer(name, comment, column.sql_type, around.table, DEFAULT_ROWS, around.surroundings);
        column.generator = Some(made);
    }
    column
}

/// The database counts, and goes on behind what is loaded.
pub(crate) fn count(column: &mut ColumnSpec) {
    if matches!(column.sql_type, SqlType::Decimal { scale: 0, .. }) {
        column.sql_type = SqlType::BIGINT;
    }
    if matches!(column.sql_type, SqlType::Integer { .. }) {
        column.generator = Some(GeneratorSpec::new(&kinds::SEQUENCE));
        column.identity = true;
    }
}

/// Whether a default is the next number of a sequence.
pub(crate) fn counts(default: &Expr) -> bool {
    let text = default.to_string().to_ascii_lowercase();
    text.starts_with("nextval(") || text.contains(".nextval") || text.starts_with("next value for")
}

fn is_null(value: &Expr) -> bool {
    match value {
        Expr::Nested(inner) | Expr::Cast { expr: inner, .. } => is_null(inner),
        other => other.to_string().eq_ignore_ascii_case("null"),
    }
}

fn is_auto_increment(tokens: &[Token]) -> bool {
    let text: String = tokens.iter().map(ToString::to_string).collect::<String>().to_ascii_uppercase();
    text.contains("AUTO_INCREMENT") || text.contains("AUTOINCREMENT")
}
