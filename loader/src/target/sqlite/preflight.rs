//! Everything that can be known of a load into a SQLite file before it begins.

use contract::{Check, CheckLevel, LoadMode};

use super::{Missing, SqliteTarget, schema};
use crate::{error::LoadError, plan::TableLoad};

pub(super) fn preflight(target: &SqliteTarget, loads: &[TableLoad]) -> Result<Vec<Check>, LoadError> {
    let check = |level, code: &str, table: Option<&str>, message: String| Check {
        level,
        code: code.to_owned(),
        table: table.map(str::to_owned),
        message,
    };
    let version = check(CheckLevel::Fine, "version", None, format!("SQLite {}", rusqlite::version()));
    let mut checks = vec![version];
    let connection = if target.path.exists() { Some(target.open(Missing::Refused)?.0) } else { None };
    for load in loads {
        let failed =
            |source: rusqlite::Error| LoadError::Prepare { table: load.name.clone(), source: source.into() };
        let name = Some(load.name.as_str());
        let rows = match &connection {
            Some(connection) if schema::table_exists(connection, &load.name).map_err(failed)? => {
                Some(schema::count(connection, &load.name).map_err(failed)?)
            }
            _ => None,
        };
        checks.push(match (rows, load.mode) {
            (None, _) => check(CheckLevel::Fine, "table", name, "will be created".to_owned()),
            (Some(_), LoadMode::Replace) => {
                check(CheckLevel::Fine, "table", name, "will be dropped and made anew".to_owned())
            }
            (Some(rows), LoadMode::Create)
                if rows > 0 && !is_ours(connection.as_ref(), load).map_err(failed)? =>
            {
                let error = LoadError::TableExists { table: load.name.clone(), rows };
                check(CheckLevel::Error, error.code(), name, error.to_string())
            }
            (Some(rows), _) => check(CheckLevel::Fine, "table", name, format!("is there, with {rows} rows")),
        });
    }
    Ok(checks)
}

/// Whether the rows that are there are of the same load.
fn is_ours(connection: Option<&rusqlite::Connection>, load: &TableLoad) -> rusqlite::Result<bool> {
    match connection {
        Some(connection) if schema::table_exists(connection, "rowmill_load")? => {
            Ok(super::checkpoint::read_known(connection, load)?.is_some())
        }
        _ => Ok(false),
    }
}
