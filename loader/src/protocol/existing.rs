//! What is to be known of a table that is there already, before the first row.

use contract::{Check, CheckLevel};
use generator::{Dialect, SqlType};

use super::{
    catalogue::{Catalogue, CatalogueColumn, table_check},
    failure::ServerFailure,
    stored_type::{Fit, StoredType, fit},
};
use crate::{error::LoadError, plan::TableLoad};

/// The checks of a table that is there: whether it has the columns, whether they hold what is made for them, whether it needs others,
/// and what the database says of it.
pub(super) async fn checks<S: Catalogue>(session: &mut S, load: &TableLoad) -> Result<Vec<Check>, LoadError> {
    let failed =
        |source: ServerFailure| LoadError::Prepare { table: load.name().to_owned(), source: source.into() };
    let columns = session.columns(load.place()).await.map_err(failed)?;
    let mut checks = column_checks::<S>(load, &columns)?;
    for key in session.unique_columns(load.place()).await.map_err(failed)? {
        checks.extend(key_check::<S>(load, &columns, &key));
    }
    checks.extend(session.inspect_table(load).await.map_err(failed)?);
    Ok(checks)
}

/// The columns of a table that are BIT in MySQL, as the table calls them.
pub(super) fn bit_columns<S: Catalogue>(load: &TableLoad, columns: &[CatalogueColumn]) -> Vec<String> {
    let is_made = |name: &str| {
        load.table().output_columns().find(|column| is_same::<S>(column.name, name)).map(|column| column.name)
    };
    columns
        .iter()
        .filter(|column| S::DIALECT == Dialect::MySql && matches!(column.stored, StoredType::Bit(_)))
        .filter_map(|column| is_made(&column.name))
        .map(str::to_owned)
        .collect()
}

fn is_same<S: Catalogue>(one: &str, other: &str) -> bool {
    match S::DIALECT {
        Dialect::Postgres => one == other,
        _ => one.to_lowercase() == other.to_lowercase(),
    }
}

fn column_checks<S: Catalogue>(
    load: &TableLoad,
    columns: &[CatalogueColumn],
) -> Result<Vec<Check>, LoadError> {
    let mut checks = Vec::new();
    let mut check = |level, code: &str, message: String| {
        checks.push(table_check(level, code, load.name(), message));
    };
    // Rows that the database refuses may be left out, if the load says so.
    let refused = if load.options.skip_limit > 0 { CheckLevel::Note } else { CheckLevel::Error };
    for column in load.table().output_columns() {
        let Some(found) = columns.iter().find(|found| is_same::<S>(&found.name, column.name)) else {
            return Err(LoadError::ColumnMissing {
                table: load.name().to_owned(),
                column: column.name.to_owned(),
            });
        };
        if found.is_computed {
            let message = format!(
                "column `{}` is computed by the database; remove it from the spec, or hide it",
                found.name
            );
            check(CheckLevel::Error, "column_computed", message);
            continue;
        }
        if column.nullable && !found.is_nullable {
            let message = format!(
                "column `{}` is NOT NULL, and the spec makes NULL in some rows; set its `null` to 0, or allow NULL",
                found.name
            );
            check(refused, "column_not_null", message);
        }
        match fit(&found.stored, &column) {
            Fit::Fits => {}
            Fit::May(why) => {
                let message = format!("column `{}` {why}", found.name);
                check(CheckLevel::Note, "column_type", message);
            }
            Fit::Never(why) => {
                let message = format!("column `{}` {why}", found.name);
                // What would be changed without a word is not refused, and cannot be left out.
                let is_whole = matches!(column.sql_type, SqlType::Integer { .. });
                let is_refused = match found.stored {
                    StoredType::Text { .. } | StoredType::Binary { .. } => true,
                    StoredType::Integer { .. } => is_whole,
                    _ => false,
                };
                check(if is_refused { refused } else { CheckLevel::Error }, "column_type", message);
            }
        }
        if column.may_hold_nul && S::DIALECT == Dialect::Postgres {
            check(refused, "column_nul", nul_message(column.name));
        }
    }
    let is_made = |name: &str| load.table().output_columns().any(|column| is_same::<S>(column.name, name));
    if let Some(column) = columns.iter().find(|column| column.needs_value && !is_made(&column.name)) {
        let message = format!(
            "column `{}` is NOT NULL without a default, and the spec does not make it; add it to the spec, or give it a default",
            column.name
        );
        check(CheckLevel::Error, "column_needed", message);
    }
    Ok(checks)
}

/// What is said of a text that PostgreSQL cannot hold.
pub(super) fn nul_message(column: &str) -> String {
    format!(
        "column `{column}` may hold the character NUL, which PostgreSQL's texts cannot; change its generator, or make it bytes"
    )
}

/// Texts that are different for the engine, and one key for the database.
fn key_check<S: Catalogue>(load: &TableLoad, columns: &[CatalogueColumn], key: &[String]) -> Option<Check> {
    let column = load.table().output_columns().find(|column| {
        let folds = columns.iter().any(|found| {
            is_same::<S>(&found.name, column.name)
                && matches!(found.stored, StoredType::Text { folds: true, .. })
        });
        folds && column.may_fold && key.iter().any(|name| is_same::<S>(name, column.name))
    })?;
    // With other columns in the key, two such texts may never meet in it.
    let level =
        if key.len() == 1 && load.options.skip_limit == 0 { CheckLevel::Error } else { CheckLevel::Note };
    let message = format!(
        "the unique key ({}) compares `{}` without regard to case or accents, and the spec makes texts that differ in nothing else; \
         give the column a collation that compares bytes, such as utf8mb4_bin or \"C\"",
        key.join(", "),
        column.name
    );
    Some(table_check(level, "key_collation", load.name(), message))
}
