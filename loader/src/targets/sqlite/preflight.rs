//! Everything that can be known of a load into a SQLite file before it begins.

use contract::{Check, CheckLevel, LoadMode};

use super::{Missing, SqliteTarget, checkpoint, schema};
use crate::{error::LoadError, plan::TableLoad};

pub(super) fn preflight(
    target: &SqliteTarget,
    loads: &[TableLoad],
    again: bool,
) -> Result<Vec<Check>, LoadError> {
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
        if let Some(connection) = &connection
            && let Err(error) = checkpoint::check(connection, load, again)
        {
            checks.push(check(CheckLevel::Error, error.code(), name, error.to_string()));
            continue;
        }
        checks.push(match (rows, load.mode) {
            (None, _) => check(CheckLevel::Fine, "table", name, "will be created".to_owned()),
            (Some(_), LoadMode::Replace) => {
                check(CheckLevel::Fine, "table", name, "will be dropped and made anew".to_owned())
            }
            (Some(rows), _) => check(CheckLevel::Fine, "table", name, format!("is there, with {rows} rows")),
        });
    }
    Ok(checks)
}
