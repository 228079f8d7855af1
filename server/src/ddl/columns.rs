//! Column definitions.

use generator::{ColumnSpec, GeneratorSpec, SqlType, Surroundings, infer, kinds};
use sqlparser::{
    ast::{ColumnDef, ColumnOption, DataType, EnumMember, Expr},
    tokenizer::Token,
};

use super::{DEFAULT_ROWS, ForeignKey, ImportError, statements::object_name};

/// A column, and what its definition says about the table.
pub(super) struct ReadColumn {
    /// `None` for a column that the database computes.
    pub(super) column: Option<ColumnSpec>,
    pub(super) is_primary_key: bool,
    pub(super) foreign_key: Option<ForeignKey>,
    /// Whether it is declared NOT NULL.
    pub(super) is_required: bool,
}

/// Reads a column definition.
///
/// # Errors
/// A type that Rowmill makes no values for.
pub(super) fn read(
    definition: &ColumnDef,
    table: &str,
    around: Surroundings<'_>,
    warnings: &mut Vec<String>,
) -> Result<ReadColumn, ImportError> {
    let name = definition.name.value.clone();
    let mut warn = |text: String| warnings.push(format!("{table}.{name}: {text}"));
    let (sql_type, own_generator) = read_type(&definition.data_type, &mut warn)
        .map_err(|message| ImportError::Column { table: table.to_owned(), column: name.clone(), message })?;
    let mut column = ColumnSpec::new(&name, sql_type);
    column.generator = own_generator;
    if is_serial(&definition.data_type) {
        count(&mut column);
    }
    let mut read = ReadColumn { column: None, is_primary_key: false, foreign_key: None, is_required: false };
    let mut is_computed = false;
    for option in &definition.options {
        match &option.option {
            ColumnOption::Null => {}
            ColumnOption::NotNull => read.is_required = true,
            ColumnOption::Comment(comment) => column.comment.clone_from(comment),
            ColumnOption::PrimaryKey(_) => read.is_primary_key = true,
            ColumnOption::Unique(_) => column.unique = true,
            ColumnOption::ForeignKey(key) => {
                read.foreign_key = Some(ForeignKey {
                    columns: vec![name.clone()],
                    parent: object_name(&key.foreign_table),
                    parent_columns: key.referred_columns.iter().map(|column| column.value.clone()).collect(),
                });
            }
            ColumnOption::DialectSpecific(tokens) if is_auto_increment(tokens) => count(&mut column),
            ColumnOption::Identity(_) | ColumnOption::Generated { generation_expr: None, .. } => {
                count(&mut column);
            }
            ColumnOption::Generated { .. } => {
                is_computed = true;
                warn("is computed by the database and left out".to_owned());
            }
            ColumnOption::Default(Expr::Value(value)) if value.to_string().eq_ignore_ascii_case("null") => {}
            ColumnOption::Default(value) => {
                warn(format!("DEFAULT {value} is not used; every row gets a value"));
            }
            ColumnOption::Check(check) => {
                warn(format!("CHECK ({}) is not used; choose a generator that keeps to it", check.expr));
            }
            ColumnOption::CharacterSet(_) | ColumnOption::Collation(_) => {
                warn(format!("{} is not used", option.option));
            }
            other => warn(format!("`{other}` is not used")),
        }
    }
    if !is_computed {
        if column.generator.is_none() {
            column.generator = Some(infer(&name, &column.comment, sql_type, table, DEFAULT_ROWS, around));
        }
        read.column = Some(column);
    }
    Ok(read)
}

/// The database counts, and goes on behind what is loaded.
fn count(column: &mut ColumnSpec) {
    column.generator = Some(GeneratorSpec::new(&kinds::SEQUENCE));
    column.identity = true;
}

/// PostgreSQL's integers with a sequence of their own.
fn is_serial(data_type: &DataType) -> bool {
    data_type.to_string().to_ascii_lowercase().contains("serial")
}

fn is_auto_increment(tokens: &[Token]) -> bool {
    let text: String = tokens.iter().map(ToString::to_string).collect::<String>().to_ascii_uppercase();
    text.contains("AUTO_INCREMENT") || text.contains("AUTOINCREMENT")
}

/// The column's type, and a generator where the type says more than a type.
fn read_type(
    data_type: &DataType,
    warn: &mut impl FnMut(String),
) -> Result<(SqlType, Option<GeneratorSpec>), String> {
    match data_type {
        DataType::Enum(members, _) => {
            let names: Vec<String> = members
                .iter()
                .map(|member| match member {
                    EnumMember::Name(name) | EnumMember::NamedValue(name, _) => name.clone(),
                })
                .collect();
            Ok((longest(&names), Some(list(&names))))
        }
        DataType::Set(names) => {
            warn("one member of the SET is chosen, never several".to_owned());
            Ok((longest(names), Some(list(names))))
        }
        DataType::TinyInt(Some(1)) => {
            let bits = SqlType::Integer { bits: 8, unsigned: false };
            Ok((bits, Some(GeneratorSpec::new(&kinds::BOOLEAN))))
        }
        DataType::Array(_) => {
            warn(format!("{data_type} is taken for text"));
            Ok((SqlType::Text, None))
        }
        DataType::Unspecified => Ok((SqlType::Text, None)),
        other => {
            let text = other.to_string().to_ascii_lowercase();
            match text.as_str() {
                "bigserial" | "serial8" => Ok((SqlType::BIGINT, None)),
                "serial" | "serial4" => Ok((SqlType::INT, None)),
                "smallserial" | "serial2" => Ok((SqlType::Integer { bits: 16, unsigned: false }, None)),
                "year" => Ok((
                    SqlType::Integer { bits: 16, unsigned: false },
                    Some(GeneratorSpec::new(&kinds::INTEGER).with("min", 1990).with("max", 2030)),
                )),
                _ => plain_type(&text, warn).map(|sql_type| (sql_type, None)),
            }
        }
    }
}

fn plain_type(text: &str, warn: &mut impl FnMut(String)) -> Result<SqlType, String> {
    let text = text.replace(" without time zone", "");
    if let Some(rest) = text.strip_suffix(" with time zone") {
        return rest.replacen("timestamp", "timestamptz", 1).parse().map_err(|error| format!("{error}"));
    }
    // Where a number does without its sign, values stay positive anyway.
    if let Some(signed) = text.strip_suffix(" unsigned").filter(|rest| !rest.contains("int")) {
        warn("UNSIGNED is not used".to_owned());
        return signed.parse().map_err(|error| format!("{error}"));
    }
    text.parse().map_err(|error| format!("{error}"))
}

fn longest(names: &[String]) -> SqlType {
    let length = names.iter().map(|name| name.chars().count()).max().unwrap_or(1).max(1);
    SqlType::Varchar { length: u32::try_from(length).unwrap_or(u32::MAX) }
}

fn list(names: &[String]) -> GeneratorSpec {
    let values: Vec<_> = names.iter().map(|name| serde_json::Value::from(name.as_str())).collect();
    GeneratorSpec::new(&kinds::LIST).with("values", values)
}
