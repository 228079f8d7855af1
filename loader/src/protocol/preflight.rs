//! Everything that can be known of a load before it begins. No table is counted that is large: what the database says of itself is
//! enough to choose by, and the load counts where it must.

use contract::{Check, CheckLevel, LoadMode};

use super::{
    Checkpoint,
    catalogue::{Catalogue, Rows, fingerprint, server_check, table_check},
    checkpoint, existing,
    failure::ServerFailure,
    probe,
    records::{self, Phase, Record},
    refusals::{check_names, check_replaceable, lost_note, refuse_reserved, refused},
    state::{Action, Begun, Change, Ownership, State, decide},
};
use crate::{
    error::{LoadError, chain},
    limits::{PREFLIGHT_PATIENCE, PREFLIGHT_STATEMENT},
    plan::TableLoad,
};

/// What was looked at: the server first, then each table in the order of loading. What would end the load is an error here, and what
/// cannot be found out in time is a note.
pub(super) async fn preflight<S: Catalogue>(
    session: &mut S,
    loads: &[TableLoad],
    again: bool,
) -> Result<Vec<Check>, LoadError> {
    let mut checks = vec![server_check(CheckLevel::Fine, "version", session.server().text.clone())];
    let looked = tokio::time::timeout(PREFLIGHT_PATIENCE, look(session, loads, again, &mut checks)).await;
    match looked {
        Ok(result) => result?,
        Err(_) => {
            let message = format!(
                "the target has not answered everything within {} seconds; what is not shown here is not known",
                PREFLIGHT_PATIENCE.as_secs()
            );
            checks.push(server_check(CheckLevel::Note, "preflight_unfinished", message));
        }
    }
    Ok(checks)
}

async fn look<S: Catalogue>(
    session: &mut S,
    loads: &[TableLoad],
    again: bool,
    checks: &mut Vec<Check>,
) -> Result<(), LoadError> {
    let failed = |source: ServerFailure| LoadError::Prepare { table: String::new(), source: source.into() };
    checks.extend(session.inspect_server().await.map_err(failed)?);
    for load in loads {
        match table_checks(session, load, again).await {
            Ok(found) => checks.extend(found),
            Err(error) if error.is_connection_lost() => return Err(error),
            Err(error) => {
                tracing::warn!(table = load.name(), error = chain(&error), "a table cannot be looked at");
                checks.push(table_check(CheckLevel::Error, error.code(), load.name(), error.told()));
            }
        }
    }
    Ok(())
}

/// What is known of a table without counting it.
struct Look {
    state: State,
    ownership: Ownership,
    record: Option<Record>,
    committed: u64,
    rows: Option<Rows>,
}

async fn table_checks<S: Catalogue>(
    session: &mut S,
    load: &TableLoad,
    again: bool,
) -> Result<Vec<Check>, LoadError> {
    let failed =
        |source: ServerFailure| LoadError::Prepare { table: load.name().to_owned(), source: source.into() };
    refuse_reserved(session, load)?;
    let mut load = load.clone();
    let found = look_at(session, &load).await.map_err(failed)?;
    let name = load.name().to_owned();
    let mut checks = Vec::new();
    let mut check =
        |level, code: &str, message: String| checks.push(table_check(level, code, &name, message));
    match decide(found.state, load.options.mode, again, load.options.is_shared, found.ownership) {
        Action::Refuse(refusal) => return Err(refused(&load, refusal)),
        Action::Resume | Action::Done | Action::Join => {
            if let Some(record) = &found.record {
                record.header.take_over(&mut load)?;
            }
            let (committed, rows) = (found.committed, load.table().rows());
            let message = if committed == rows {
                "all its rows are there from this load".to_owned()
            } else {
                format!("{committed} of {rows} rows are there from this load; it goes on behind them")
            };
            check(CheckLevel::Fine, "resumed", message);
            if found.record.is_some_and(|record| record.working.is_some() && record.phase < Phase::Swapping) {
                check_replaceable(session, &load).await?;
            }
            return Ok(checks);
        }
        Action::Clear => {
            check(CheckLevel::Fine, "table", "rows of an earlier execution are taken back first".to_owned());
            return Ok(checks);
        }
        Action::Make => {
            let similar = session.similar_tables(&name).await.map_err(failed)?;
            let is_append = load.options.mode == LoadMode::Append;
            if let Some(other) = similar.first() {
                let level = if is_append { CheckLevel::Error } else { CheckLevel::Note };
                let message = format!(
                    "is not there, but `{other}` is, which this database tells from it; call it so in the spec, or load it as \
                     `{other}` with as_table"
                );
                check(level, "table_similar", message);
            } else if is_append {
                check(CheckLevel::Note, "table", "is not there, and will be created".to_owned());
            } else {
                check(CheckLevel::Fine, "table", "will be created".to_owned());
            }
        }
        Action::Build => {
            check_replaceable(session, &load).await?;
            let lost = session.lost_by_replacing(&name).await.map_err(failed)?;
            if !lost.is_empty() {
                let note = lost_note(&name, &lost);
                check(CheckLevel::Note, "lost", note.trim_start_matches(&format!("{name}: ")).to_owned());
            }
            let message = if found.rows.is_some() {
                "will be made anew beside the one that is there, and take its place when all rows are in; until then both need room"
            } else {
                "will be created"
            };
            check(CheckLevel::Fine, "table", message.to_owned());
        }
        Action::Use => {
            let rows = found.rows.map_or_else(String::new, |rows| {
                if rows.is_none() { ", and empty".to_owned() } else { format!(", with {}", rows.shown()) }
            });
            check(CheckLevel::Fine, "table", format!("is there{rows}"));
            checks.extend(existing::checks(session, &load).await?);
            checks.extend(probe::overlap(session, &load).await.map_err(failed)?);
            checks.extend(parent_checks(session, &load).await.map_err(failed)?);
            return Ok(checks);
        }
    }
    if !session.may_create(load.name()).await.map_err(failed)? {
        let message = "cannot be created: the account has no right to CREATE tables there; grant it, or make the table and append to it";
        checks.push(table_check(CheckLevel::Error, "cannot_create", &name, message));
        return Ok(checks);
    }
    check_names(session, &load).await?;
    let made = session.statements(&load).await?;
    checks.extend(parent_checks(session, &load).await.map_err(failed)?);
    checks.extend(made.notes.into_iter().map(|note| {
        let note = note.strip_prefix(&format!("{name}: ")).unwrap_or(&note).to_owned();
        table_check(CheckLevel::Note, "schema", &name, note)
    }));
    Ok(checks)
}

async fn look_at<S: Catalogue>(session: &mut S, load: &TableLoad) -> Result<Look, ServerFailure> {
    let record = match records::find(session).await? {
        Some(_) => records::read(session, load, false).await?,
        None => None,
    };
    let place =
        record.as_ref().map_or_else(|| load.name().to_owned(), |found| found.place(load.name()).to_owned());
    let columns = session.columns(&place).await?;
    let working = record.as_ref().filter(|found| found.phase == Phase::Swapping && columns.is_empty());
    let is_just_placed = match working.and_then(|found| found.working.clone()) {
        Some(working) => session.bears_mark(load.name(), &working).await?,
        None => false,
    };
    let rows = match columns.is_empty() {
        true => None,
        false => Some(session.estimate(&place, PREFLIGHT_STATEMENT).await?),
    };
    let counted = match record {
        Some(_) => Checkpoint::total(&checkpoint::read_all(session, load).await?),
        None => Checkpoint::default(),
    };
    let about = match rows {
        None => 0,
        Some(Rows::Counted(rows) | Rows::About(rows)) => rows,
    };
    let state = match &record {
        None if columns.is_empty() => State::Absent,
        None => State::Foreign(about),
        Some(record) if counted.committed == 0 && record.phase < Phase::Verified => {
            if record.working.is_some() {
                State::Begun(Begun::Building)
            } else if columns.is_empty() {
                State::Begun(Begun::WithoutTable)
            } else {
                State::Begun(Begun::WithTable(if load.options.mode == LoadMode::Create { about } else { 0 }))
            }
        }
        Some(_) if is_just_placed => State::Partial,
        Some(record)
            if record.working.is_some()
                && record.phase < Phase::Placed
                && (columns.is_empty() || rows == Some(Rows::Counted(0))) =>
        {
            State::Begun(Begun::Building)
        }
        Some(_) if columns.is_empty() => State::Dropped,
        Some(_) if rows == Some(Rows::Counted(0)) && counted.committed > 0 => State::Emptied,
        Some(record) if !record.header.fits(load) => State::Changed(Change::Plan),
        Some(record) if fingerprint(&columns) != record.definition && record.phase < Phase::Placed => {
            State::Changed(Change::Definition)
        }
        Some(record) => {
            let expected = record.rows_before() + counted.committed;
            let is_append = load.options.mode == LoadMode::Append;
            match rows {
                Some(Rows::Counted(found)) if found != expected && !is_append && !load.options.is_shared => {
                    State::Changed(Change::Rows { expected, found })
                }
                _ if counted.rows() == load.table().rows() && record.phase == Phase::Complete => {
                    State::Complete
                }
                _ => State::Partial,
            }
        }
    };
    let rows_before = record.as_ref().map_or(0, Record::rows_before);
    let ownership = Ownership {
        is_created: record.as_ref().is_some_and(|record| record.is_created),
        is_ours_alone: rows_before == 0
            && match rows {
                Some(Rows::Counted(rows)) => rows <= counted.committed,
                _ => true,
            },
        rows: about,
    };
    // What a load is to replace is there, whatever it has made itself.
    let rows = match &record {
        Some(record) if record.working.is_some() => {
            let is_there = !session.columns(load.name()).await?.is_empty();
            is_there.then_some(Rows::About(1))
        }
        _ => rows,
    };
    Ok(Look { state, ownership, record, committed: counted.committed, rows })
}

/// Parents that are not loaded, and have fewer rows than this table refers to.
async fn parent_checks<S: Catalogue>(session: &mut S, load: &TableLoad) -> Result<Vec<Check>, ServerFailure> {
    let tables = &load.dataset.spec().tables;
    let mut checks = Vec::new();
    for key in load.foreign_keys() {
        let wanted = tables.iter().find(|table| table.name == key.parent).map_or(0, |table| table.rows);
        if load.order.iter().any(|table| table == key.parent) || session.columns(key.parent).await?.is_empty()
        {
            continue;
        }
        let (Rows::Counted(found) | Rows::About(found)) =
            session.estimate(key.parent, PREFLIGHT_STATEMENT).await?;
        if found < wanted {
            let (columns, parent) = (key.columns.join(", "), key.parent);
            let message = format!(
                "({columns}) refers to {wanted} rows of `{parent}`, which has {found}; load `{parent}` too, or first"
            );
            checks.push(table_check(CheckLevel::Note, "parents", load.name(), message));
        }
    }
    Ok(checks)
}
