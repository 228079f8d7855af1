//! Everything that can be known of a load before it begins.

use contract::{Check, CheckLevel, LoadMode};

use super::{
    catalogue::{Catalogue, fingerprint, server_check, table_check},
    checkpoint,
    failure::ServerFailure,
    prepare::{count, first_execution_checks, statements},
};
use crate::{error::LoadError, plan::TableLoad, targets::keys::foreign_keys};

/// What was looked at: the server first, then each table in the order of loading. What would end the load is an error here.
pub(super) async fn preflight<S: Catalogue>(
    session: &mut S,
    loads: &[TableLoad],
    again: bool,
) -> Result<Vec<Check>, LoadError> {
    let mut checks = vec![server_check(CheckLevel::Fine, "version", session.server().text.clone())];
    let failed = |source: ServerFailure| LoadError::Prepare { table: String::new(), source: source.into() };
    checks.extend(session.inspect_server().await.map_err(failed)?);
    for load in loads {
        match table_checks(session, load, again).await {
            Ok(found) => checks.extend(found),
            Err(error) => {
                tracing::warn!(
                    table = load.name,
                    error = crate::error::chain(&error),
                    "a table cannot be looked at"
                );
                checks.push(table_check(CheckLevel::Error, error.code(), &load.name, error.told()));
            }
        }
    }
    Ok(checks)
}

async fn table_checks<S: Catalogue>(
    session: &mut S,
    load: &TableLoad,
    again: bool,
) -> Result<Vec<Check>, LoadError> {
    let failed =
        |source: ServerFailure| LoadError::Prepare { table: load.name.clone(), source: source.into() };
    let name = &load.name;
    let mut checks = Vec::new();
    let columns = session.columns(name).await.map_err(failed)?;
    let is_there = !columns.is_empty();
    if checkpoint::are_there(session).await.map_err(failed)?
        && let Some(known) = checkpoint::read_known(session, load).await.map_err(failed)?
        && is_there
        && !known.definition.is_empty()
    {
        if again {
            let message = "rows of an earlier execution are taken back first";
            checks.push(table_check(CheckLevel::Fine, "table", name, message));
            return Ok(checks);
        }
        if fingerprint(&columns) != known.definition {
            return Err(LoadError::DefinitionChanged { table: name.clone() });
        }
        let committed = checkpoint::read_all(session, load).await.map_err(failed)?;
        let committed = crate::targets::Checkpoint::total(&committed).committed;
        known.header.take_over(&mut load.clone())?;
        let (expected, found) =
            (known.header.rows_before + committed, count(session, name).await.map_err(failed)?);
        if found != expected {
            return Err(LoadError::TableChanged { table: name.clone(), expected, found });
        }
        let rows = load.table().rows();
        let message = if committed == rows {
            "all its rows are there from this load".to_owned()
        } else {
            format!("{committed} of {rows} rows are there from this load; it goes on behind them")
        };
        checks.push(table_check(CheckLevel::Fine, "resumed", name, message));
        return Ok(checks);
    }
    let made = statements(session, load).await;
    if is_there && load.mode != LoadMode::Replace {
        let rows = count(session, name).await.map_err(failed)?;
        if load.mode == LoadMode::Create && rows > 0 {
            return Err(LoadError::TableExists { table: name.clone(), rows });
        }
        let message =
            if rows == 0 { "is there, and empty".to_owned() } else { format!("is there, with {rows} rows") };
        checks.push(table_check(CheckLevel::Fine, "table", name, message));
        checks.extend(first_execution_checks(session, load).await?);
        checks.extend(parent_checks(session, load).await.map_err(failed)?);
        return Ok(checks);
    }
    if is_there {
        let references = session.references(name).await.map_err(failed)?;
        if let Some(reference) = references.iter().find(|reference| !load.order.contains(&reference.table)) {
            return Err(LoadError::Referenced { table: name.clone(), by: reference.table.clone() });
        }
    }
    let message = if is_there { "will be dropped and made anew" } else { "will be created" };
    checks.push(table_check(CheckLevel::Fine, "table", name, message));
    checks.extend(parent_checks(session, load).await.map_err(failed)?);
    checks.extend(made?.notes.into_iter().map(|note| {
        let note = note.strip_prefix(&format!("{name}: ")).unwrap_or(&note).to_owned();
        table_check(CheckLevel::Note, "schema", name, note)
    }));
    Ok(checks)
}

/// Parents that are not loaded, and have fewer rows than this table refers to.
async fn parent_checks<S: Catalogue>(session: &mut S, load: &TableLoad) -> Result<Vec<Check>, ServerFailure> {
    let tables = &load.dataset.spec().tables;
    let mut checks = Vec::new();
    for key in foreign_keys(load.table().spec(), tables) {
        let wanted = tables.iter().find(|table| table.name == key.parent).map_or(0, |table| table.rows);
        if load.order.iter().any(|table| table == key.parent) || session.columns(key.parent).await?.is_empty()
        {
            continue;
        }
        let found = count(session, key.parent).await?;
        if found < wanted {
            let (columns, parent) = (key.columns.join(", "), key.parent);
            let message = format!(
                "({columns}) refers to {wanted} rows of `{parent}`, which has {found}; load `{parent}` too, or first"
            );
            checks.push(table_check(CheckLevel::Note, "parents", &load.name, message));
        }
    }
    Ok(checks)
}
