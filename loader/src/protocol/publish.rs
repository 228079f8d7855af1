//! The end of a load: keys that refer to tables which were loaded later, and tables that were made anew take the places of those that
//! are there.
//!
//! Where CREATE TABLE and the like are part of transactions, all of that is one. Elsewhere the records say *swapping* before the first
//! table moves, and *complete* when the last one has; a load that is cut off between goes on here. Other loads into a table are forgotten
//! before it moves, so that none of their chunks goes into the new one.

use std::sync::Arc;

use contract::LoadMode;

use super::{
    catalogue::{Catalogue, Swap},
    finish::{failed, held_phase, lock_table, make},
    forward_keys,
    prepare::{check_replaceable, drop_working},
    records::{self, Phase},
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

/// Puts the tables that were made anew in their places, and notes that all are complete. Whether they are still this execution's is
/// asked inside the transaction that says so.
async fn swap<S: Catalogue>(session: &mut S, loads: &[&TableLoad]) -> Result<(), LoadError> {
    let Some(first) = loads.first() else { return Ok(()) };
    let failed_all = failed(first, "its end");
    begin(session).await.map_err(&failed_all)?;
    let mut swaps = Vec::new();
    let (mut left_behind, mut retired) = (Vec::new(), Vec::new());
    for load in loads {
        let failed = failed(load, "its records");
        let record = records::read(session, load, true).await.map_err(&failed)?;
        let Some(record) = record.filter(|record| record.execution == load.prepared.execution) else {
            return Err(LoadError::Fenced { table: load.name().to_owned() });
        };
        let Some(working) = record.working else { continue };
        check_replaceable(session, load).await?;
        for other in records::others(session, load).await.map_err(&failed)? {
            left_behind.extend(other.working);
            retired.push(retired_name(session, &other.job, load));
        }
        records::fence_others(session, load).await.map_err(&failed)?;
        records::set_phase(session, load, Phase::Swapping).await.map_err(&failed)?;
        swaps.push(Swap {
            working,
            table: load.name().to_owned(),
            retired: retired_name(session, &load.job, load),
            indexes: session.statements(load).await?.in_place,
            most_rows: (load.options.mode == LoadMode::Create).then_some(record.header.rows_before),
        });
    }
    if !swaps.is_empty() {
        if !S::TRANSACTIONAL_SCHEMA {
            session.execute("COMMIT", STATEMENT_PATIENCE).await.map_err(&failed_all)?;
        }
        FaultPoint::SwapBegun.pass();
        // Tables that another load has replaced, and had not dropped yet: they have the names of keys still.
        for name in retired {
            drop_working(session, name).await.map_err(&failed_all)?;
        }
        if let Some(in_the_way) = session
            .swap(&swaps)
            .await
            .map_err(|source| LoadError::Swap { table: first.name().to_owned(), source: source.into() })?
        {
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
    for load in loads {
        let failed = failed(load, "its records");
        if swaps.iter().any(|swap| swap.table == load.name()) {
            records::forget_others(session, load).await.map_err(&failed)?;
        }
        if !records::set_phase(session, load, Phase::Complete).await.map_err(&failed)? {
            return Err(LoadError::Fenced { table: load.name().to_owned() });
        }
    }
    session.execute("COMMIT", STATEMENT_PATIENCE).await.map_err(&failed_all)?;
    Ok(())
}

/// The name of the table that a load has taken the place of, on its way out.
fn retired_name<S: Catalogue>(session: &S, job: &str, load: &TableLoad) -> String {
    identity::retired_name(job, &session.server().fold(load.name()))
}
