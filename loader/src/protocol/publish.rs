//! The end of a load: keys that refer to tables which were loaded later, and tables that were made anew take the places of those that
//! are there.
//!
//! Where CREATE TABLE and the like are part of transactions, all of that is one. Elsewhere the records say *swapping* before the first
//! table moves, *placed* when the last one has, and *complete* when nothing is left of that; a load that is cut off between goes on
//! here. A table that has moved bears a mark until it is noted as placed: records alone could be wrong about it. Other loads into a table are forgotten
//! before it moves, so that none of their chunks goes into the new one.

use std::sync::Arc;

use contract::LoadMode;

use super::{
    catalogue::{Catalogue, Swap},
    failure::ServerFailure,
    finish::{failed, held_phase, lock_table, make},
    forward_keys,
    prepare::drop_working,
    records::{self, Phase},
    refusals::check_replaceable,
    schema::mysql_comment,
    session::{STATEMENT_PATIENCE, begin},
};
use crate::{error::LoadError, fault::FaultPoint, identity, plan::TableLoad, run::StepContext};

/// See [`Database::publish`](super::Database::publish).
pub(super) async fn publish<S: Catalogue>(
    session: &mut S,
    loads: &[Arc<TableLoad>],
    context: &StepContext,
) -> Result<(), LoadError> {
    let recorded: Vec<&TableLoad> =
        loads.iter().map(AsRef::as_ref).filter(|load| !load.prepared.is_probed).collect();
    // In one order, whoever does so.
    let mut in_order = recorded.clone();
    in_order.sort_by_key(|load| session.server().fold(load.name()));
    for load in in_order {
        lock_table(session, load, context).await?;
    }
    let mut open = Vec::new();
    for load in recorded {
        let phase = held_phase(session, load).await?;
        if phase < Phase::Complete {
            open.push(load);
        }
        // Behind that they are there, under names that they may have on their way.
        if phase < Phase::Swapping && load.prepared.is_created {
            let statements = session.statements(load).await?.after_tables;
            make(session, load, &statements).await?;
        }
    }
    for load in open.iter().filter(|load| load.prepared.leaves_keys) {
        let broken =
            forward_keys::first_broken(session, load).await.map_err(failed(load, "its foreign keys"))?;
        if let Some(difference) = broken {
            return Err(LoadError::Different { table: load.name().to_owned(), difference });
        }
    }
    swap(session, &open).await?;
    FaultPoint::Published.pass();
    Ok(())
}

/// Ends swaps that were begun and whose end nobody noted: those of other loads into the same tables, and, where this one begins again,
/// its own. Until then names of keys are those of tables on their way, and keys of tables that stay refer to some that are to go.
pub(super) async fn end_begun_swaps<S: Catalogue>(
    session: &mut S,
    loads: &[TableLoad],
    again: bool,
    context: &StepContext,
) -> Result<(), LoadError> {
    let Some(first) = loads.first() else { return Ok(()) };
    let failed_all = failed(first, "what was begun");
    if S::TRANSACTIONAL_SCHEMA || records::find(session).await.map_err(&failed_all)?.is_none() {
        return Ok(());
    }
    let mut in_order: Vec<&TableLoad> = loads.iter().collect();
    in_order.sort_by_key(|load| session.server().fold(load.name()));
    let mut own = Vec::new();
    for load in in_order {
        let failed = failed(load, "what was begun");
        if records::begun_swaps(session, load).await.map_err(&failed)?.is_empty() {
            continue;
        }
        lock_table(session, load, context).await?;
        for begun in records::begun_swaps(session, load).await.map_err(&failed)? {
            if !session.bears_mark(load.name(), &begun.working).await.map_err(&failed)? {
                continue;
            }
            let swap = begun_swap(session, &begun, load);
            if begun.job != load.job {
                // Whatever comes of it, the table is one that this load looks at as it is.
                session.swap(&[swap]).await.map_err(swap_failed(load))?;
                end(session, &begun.job, load).await?;
            } else if again {
                own.push((load, swap));
            }
        }
    }
    let swaps: Vec<Swap> = own.iter().map(|(_, swap)| swap.clone()).collect();
    if !swaps.is_empty()
        && let Some(in_the_way) = session.swap(&swaps).await.map_err(swap_failed(first))?
    {
        return Err(LoadError::TableExists { table: in_the_way.table, rows: in_the_way.rows });
    }
    for (load, _) in own {
        end(session, &load.job, load).await?;
    }
    Ok(())
}

/// What is left to do of a swap that another execution, or another load, has begun.
fn begun_swap<S: Catalogue>(session: &S, begun: &records::BegunSwap, load: &TableLoad) -> Swap {
    Swap {
        working: begun.working.clone(),
        table: load.name().to_owned(),
        retired: retired_name(session, &begun.job, load),
        names: Vec::new(),
        indexes: Vec::new(),
        most_rows: begun.most_rows,
    }
}

/// Notes that a table is in its place, if it is: rows of others may have brought the old one back.
async fn end<S: Catalogue>(session: &mut S, job: &str, load: &TableLoad) -> Result<(), LoadError> {
    let failed = failed(load, "what was begun");
    let name = session.server().fold(load.name());
    if session.bears_mark(load.name(), &identity::working_name(job, &name)).await.map_err(&failed)? {
        // The mark goes last: until then the next one finds it, and notes the same.
        records::end_swap(session, job, load).await.map_err(&failed)?;
        session.take_mark(load.name(), &mysql_comment(load.table().spec())).await.map_err(&failed)?;
    }
    Ok(())
}

fn swap_failed(load: &TableLoad) -> impl Fn(ServerFailure) -> LoadError + use<> {
    let table = load.name().to_owned();
    move |source| LoadError::Swap { table: table.clone(), source: source.into() }
}

/// Puts the tables that were made anew in their places, and notes that all are complete. Whether they are still this execution's is
/// asked inside the transaction that says so.
async fn swap<S: Catalogue>(session: &mut S, loads: &[&TableLoad]) -> Result<(), LoadError> {
    let Some(first) = loads.first() else { return Ok(()) };
    let failed_all = failed(first, "its end");
    begin(session).await.map_err(&failed_all)?;
    let mut swaps = Vec::new();
    let mut placed = Vec::new();
    let (mut left_behind, mut others) = (Vec::new(), Vec::new());
    for load in loads {
        let failed = failed(load, "its records");
        let record = records::read(session, load, true).await.map_err(&failed)?;
        let Some(record) = record.filter(|record| record.execution == load.prepared.execution) else {
            return Err(LoadError::Fenced { table: load.name().to_owned() });
        };
        let Some(working) = record.working else { continue };
        placed.push(*load);
        if record.phase >= Phase::Placed {
            continue;
        }
        if load.prepared.working.is_some() {
            check_replaceable(session, load).await?;
        }
        for other in records::others(session, load).await.map_err(&failed)? {
            others.push((other.job, *load));
            left_behind.extend(other.working);
        }
        records::fence_others(session, load).await.map_err(&failed)?;
        records::set_phase(session, load, Phase::Swapping).await.map_err(&failed)?;
        let statements = session.statements(load).await?;
        swaps.push(Swap {
            working,
            table: load.name().to_owned(),
            retired: retired_name(session, &load.job, load),
            indexes: statements.in_place,
            names: statements.names_in_place,
            most_rows: (load.options.mode == LoadMode::Create).then_some(record.header.rows_before),
        });
    }
    if !swaps.is_empty() {
        if !S::TRANSACTIONAL_SCHEMA {
            session.execute("COMMIT", STATEMENT_PATIENCE).await.map_err(&failed_all)?;
        }
        FaultPoint::SwapBegun.pass();
        for (job, load) in others {
            end_other(session, &job, load).await?;
        }
        if let Some(in_the_way) = session.swap(&swaps).await.map_err(swap_failed(first))? {
            return Err(LoadError::TableExists { table: in_the_way.table, rows: in_the_way.rows });
        }
        FaultPoint::Swapped.pass();
        for load in loads.iter().filter(|load| load.prepared.working.is_some()) {
            let in_place = TableLoad {
                prepared: crate::plan::Prepared { working: None, ..load.prepared.clone() },
                // All of them are where they belong.
                order: Vec::new().into(),
                ..TableLoad::clone(load)
            };
            let orphan = session.first_orphan(&in_place).await.map_err(failed(load, "its foreign keys"))?;
            if let Some(difference) = orphan {
                return Err(LoadError::Different { table: load.name().to_owned(), difference });
            }
        }
        // What other loads had begun to put in the same place.
        for name in left_behind {
            drop_working(session, name).await.map_err(&failed_all)?;
        }
        if !S::TRANSACTIONAL_SCHEMA {
            begin(session).await.map_err(&failed_all)?;
        }
    }
    if !S::TRANSACTIONAL_SCHEMA && !placed.is_empty() {
        for load in &placed {
            note(session, load, Phase::Placed, swaps.iter().any(|swap| swap.table == load.name())).await?;
        }
        session.execute("COMMIT", STATEMENT_PATIENCE).await.map_err(&failed_all)?;
        for load in &placed {
            let comment = mysql_comment(load.table().spec());
            session.take_mark(load.name(), &comment).await.map_err(failed(load, "its comment"))?;
        }
        begin(session).await.map_err(&failed_all)?;
    }
    for load in loads {
        note(session, load, Phase::Complete, swaps.iter().any(|swap| swap.table == load.name())).await?;
    }
    session.execute("COMMIT", STATEMENT_PATIENCE).await.map_err(&failed_all)?;
    Ok(())
}

/// Notes how far a load is, and, if it has just replaced a table, that nobody else has rows there.
async fn note<S: Catalogue>(
    session: &mut S,
    load: &TableLoad,
    phase: Phase,
    is_replaced: bool,
) -> Result<(), LoadError> {
    let failed = failed(load, "its records");
    if is_replaced {
        records::forget_others(session, load).await.map_err(&failed)?;
    }
    if !records::set_phase(session, load, phase).await.map_err(&failed)? {
        return Err(LoadError::Fenced { table: load.name().to_owned() });
    }
    Ok(())
}

/// Ends what another load has begun in the place of a table: its table is in its place, or what was there before it is still about, with
/// the names of its keys.
async fn end_other<S: Catalogue>(session: &mut S, job: &str, load: &TableLoad) -> Result<(), LoadError> {
    let failed = failed(load, "its end");
    let begun = records::begun_swaps(session, load).await.map_err(&failed)?;
    if let Some(begun) = begun.iter().find(|begun| begun.job == job)
        && session.bears_mark(load.name(), &begun.working).await.map_err(&failed)?
    {
        let swap = Swap { most_rows: None, ..begun_swap(session, begun, load) };
        session.swap(&[swap]).await.map_err(swap_failed(load))?;
    }
    drop_working(session, retired_name(session, job, load)).await.map_err(&failed)
}

/// The name of the table that a load has taken the place of, on its way out.
fn retired_name<S: Catalogue>(session: &S, job: &str, load: &TableLoad) -> String {
    identity::retired_name(job, &session.server().fold(load.name()))
}
