//! What stands in the way of a load, and how that is said.

use contract::{Check, CheckLevel, LoadMode};

use super::{
    catalogue::Catalogue,
    failure::ServerFailure,
    records,
    session::Session,
    state::{Change, Refusal},
};
use crate::{error::LoadError, plan::TableLoad, run::StepContext};

/// What is said of a table whose replacement lacks something.
pub(super) fn lost_note(table: &str, lost: &[String]) -> String {
    format!("{table}: the new table will not have {}; set it up again if it is needed", lost.join(", "))
}

/// Names that are Rowmill's own in a target are no names of tables to load.
pub(super) fn refuse_reserved<S: Session>(session: &S, load: &TableLoad) -> Result<(), LoadError> {
    if records::is_ours(&session.server().fold(load.name())) {
        return Err(LoadError::Schema {
            table: load.name().to_owned(),
            reason: "Rowmill keeps this name for itself; load it under another with as_table".to_owned(),
        });
    }
    Ok(())
}

/// The first check that says that the load cannot be.
pub(super) fn refuse_errors(load: &TableLoad, checks: &[Check]) -> Result<(), LoadError> {
    match checks.iter().find(|check| check.level == CheckLevel::Error) {
        Some(check) => Err(LoadError::Preflight {
            table: load.name().to_owned(),
            code: check.code.clone(),
            reason: check.message.clone(),
        }),
        None => Ok(()),
    }
}

/// Refuses to replace a table that others refer to which stay, or that cannot be dropped.
pub(super) async fn check_replaceable<S: Catalogue>(
    session: &mut S,
    load: &TableLoad,
) -> Result<(), LoadError> {
    let failed =
        |source: ServerFailure| LoadError::Prepare { table: load.name().to_owned(), source: source.into() };
    check_names(session, load).await?;
    if session.columns(load.name()).await.map_err(failed)?.is_empty() {
        return check_similar(session, load, None).await;
    }
    let references = session.references(load.name()).await.map_err(failed)?;
    let server = session.server().clone();
    let is_ours = |table: &str| {
        let table = server.fold(table);
        table == server.fold(load.name())
            || load.order.iter().any(|name| server.fold(load.final_name(name)) == table)
            || records::is_ours(&table)
    };
    if let Some(reference) = references.iter().find(|reference| !is_ours(&reference.table)) {
        return Err(LoadError::Referenced { table: load.name().to_owned(), by: reference.table.clone() });
    }
    match session.irreplaceable(load.name()).await.map_err(failed)? {
        Some(reason) => {
            Err(LoadError::Preflight { table: load.name().to_owned(), code: "replace".to_owned(), reason })
        }
        None => Ok(()),
    }
}

/// Refuses what a database would refuse in the end: names of indexes and constraints that are those of another table, as of one that was
/// renamed. Names of the tables that loads make on their way are no others.
pub(super) async fn check_names<S: Catalogue>(session: &mut S, load: &TableLoad) -> Result<(), LoadError> {
    let failed =
        |source: ServerFailure| LoadError::Prepare { table: load.name().to_owned(), source: source.into() };
    let names = session.statements(load).await?.shared_names;
    let taken = session.taken_names(&names, load.name()).await.map_err(failed)?;
    let server = session.server().clone();
    // Tables that are on their way, and those that this load replaces with this one, give their names up in time.
    let is_freed = |by: &str| {
        let by = server.fold(by);
        records::is_ours(&by)
            || (load.options.mode == LoadMode::Replace
                && load.order.iter().any(|name| server.fold(load.final_name(name)) == by))
    };
    match taken.into_iter().find(|(_, by)| !is_freed(by)) {
        Some((name, by)) => Err(LoadError::Schema {
            table: load.name().to_owned(),
            reason: format!(
                "it needs the name `{name}`, which belongs to `{by}`; rename it there, or load under another name with as_table"
            ),
        }),
        None => Ok(()),
    }
}

/// A table whose name differs from one that is there in the case of its letters only is hardly meant to be made beside it: an append is
/// refused, and others are told.
pub(super) async fn check_similar<S: Catalogue>(
    session: &mut S,
    load: &TableLoad,
    context: Option<&StepContext>,
) -> Result<(), LoadError> {
    let failed =
        |source: ServerFailure| LoadError::Prepare { table: load.name().to_owned(), source: source.into() };
    let similar = session.similar_tables(load.name()).await.map_err(failed)?;
    let Some(other) = similar.first() else { return Ok(()) };
    if load.options.mode == LoadMode::Append {
        return Err(LoadError::Preflight {
            table: load.name().to_owned(),
            code: "table_similar".to_owned(),
            reason: format!(
                "it is not there, but `{other}` is, which this database tells from it; call it so in the spec, or load it as \
                 `{other}` with as_table"
            ),
        });
    }
    if let Some(context) = context {
        context.note(format!("{}: `{other}` is there, too, and is another table", load.name()));
    }
    Ok(())
}

/// The error of a refusal.
pub(super) fn refused(load: &TableLoad, refusal: Refusal) -> LoadError {
    let table = load.name().to_owned();
    match refusal {
        Refusal::TableExists { rows } => LoadError::TableExists { table, rows },
        Refusal::AppendAgain => LoadError::AppendAgain { table },
        Refusal::Changed(Change::Rows { expected, found }) => {
            LoadError::TableChanged { table, expected, found }
        }
        Refusal::Changed(Change::Definition) => LoadError::DefinitionChanged { table },
        Refusal::Changed(Change::Plan) => LoadError::PlanChanged { table },
    }
}
