//! Everything that can be known of a load before it begins.

use contract::{Check, CheckLevel, LoadMode};

use super::{
    catalogue::{Catalogue, server_check, table_check},
    checkpoint,
    failure::ServerFailure,
    prepare::{count, existing_table_checks, statements},
};
use crate::{error::LoadError, plan::TableLoad};

/// What was looked at: the server first, then each table in the order of loading. What would end the load is an error here.
pub(super) async fn preflight<S: Catalogue>(
    session: &mut S,
    loads: &[TableLoad],
) -> Result<Vec<Check>, LoadError> {
    let mut checks = vec![server_check(CheckLevel::Fine, "version", session.server().text.clone())];
    let failed = |source: ServerFailure| LoadError::Prepare { table: String::new(), source: source.into() };
    checks.extend(session.inspect_server().await.map_err(failed)?);
    for load in loads {
        match table_checks(session, load).await {
            Ok(found) => checks.extend(found),
            Err(error) => {
                checks.push(table_check(
                    CheckLevel::Error,
                    error.code(),
                    &load.name,
                    crate::error::chain(&error),
                ));
            }
        }
    }
    Ok(checks)
}

async fn table_checks<S: Catalogue>(session: &mut S, load: &TableLoad) -> Result<Vec<Check>, LoadError> {
    let failed =
        |source: ServerFailure| LoadError::Prepare { table: load.name.clone(), source: source.into() };
    let name = &load.name;
    let mut checks = Vec::new();
    let is_there = !session.columns(name).await.map_err(failed)?.is_empty();
    if checkpoint::are_there(session).await.map_err(failed)?
        && let Some(known) = checkpoint::read_known(session, load).await.map_err(failed)?
        && is_there
    {
        let committed = checkpoint::read_all(session, load).await.map_err(failed)?;
        let committed = crate::target::Checkpoint::total(&committed).committed;
        known.header.take_over(&mut load.clone())?;
        let message = format!(
            "{committed} of {} rows are there from this load; it goes on behind them",
            load.table().rows()
        );
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
        checks.extend(existing_table_checks(session, load).await?);
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
    checks.extend(made?.notes.into_iter().map(|note| {
        let note = note.strip_prefix(&format!("{name}: ")).unwrap_or(&note).to_owned();
        table_check(CheckLevel::Note, "schema", name, note)
    }));
    Ok(checks)
}
