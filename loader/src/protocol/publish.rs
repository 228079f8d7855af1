//! The end of a load: keys that refer to tables which were loaded later, and tables that were made anew take the places of those that
//! are there.
//!
//! Where CREATE TABLE and the like are part of transactions, all of that is one. Elsewhere the records say *swapping* before the first
//! table moves, and *complete* when the last one has; a load that is cut off between goes on here. Other loads into a table are forgotten
//! before it moves, so that none of their chunks goes into the new one.

use std::sync::Arc;

use super::{
    catalogue::{Catalogue, Swap},
    finish::{failed, held_phase, lock_table, make},
    prepare::check_replaceable,
    records::{self, Phase},
    session::{STATEMENT_PATIENCE, TABLE_PATIENCE},
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
        if held_phase(session, load).await? < Phase::Complete {
            open.push(load);
        }
    }
    for load in open.iter().filter(|load| load.prepared.is_created) {
        let statements = session.statements(load).await?.after_tables;
        make(session, load, &statements).await?;
    }
    swap(session, &open).await?;
    FaultPoint::Published.pass();
    Ok(())
}

/// Puts the tables that were made anew in their places, and notes that all are complete.
async fn swap<S: Catalogue>(session: &mut S, loads: &[&TableLoad]) -> Result<(), LoadError> {
    let Some(first) = loads.first() else { return Ok(()) };
    let failed_all = failed(first, "its end");
    let mut swaps = Vec::new();
    for load in loads {
        let record = records::read(session, load, false).await.map_err(failed(load, "its records"))?;
        let Some(working) = record.and_then(|record| record.working) else { continue };
        check_replaceable(session, load).await?;
        swaps.push(Swap {
            working,
            table: load.name().to_owned(),
            retired: identity::retired_name(&load.job, load.name()),
            indexes: session.statements(load).await?.in_place,
        });
    }
    session.execute(S::BEGIN, STATEMENT_PATIENCE).await.map_err(&failed_all)?;
    let mut left_behind = Vec::new();
    if !swaps.is_empty() {
        for load in loads.iter().filter(|load| swaps.iter().any(|swap| swap.table == load.name())) {
            let others = records::others(session, load).await.map_err(failed(load, "its records"))?;
            left_behind.extend(others.into_iter().filter_map(|other| other.working));
            records::forget_others(session, load).await.map_err(failed(load, "its records"))?;
            records::set_phase(session, load, Phase::Swapping).await.map_err(failed(load, "its records"))?;
        }
        if !S::TRANSACTIONAL_SCHEMA {
            session.execute("COMMIT", STATEMENT_PATIENCE).await.map_err(&failed_all)?;
        }
        FaultPoint::SwapBegun.pass();
        session
            .swap(&swaps)
            .await
            .map_err(|source| LoadError::Swap { table: first.name().to_owned(), source: source.into() })?;
        // What other loads had begun to put in the same place.
        for working in left_behind {
            let sql = format!("DROP TABLE IF EXISTS {}", generator::quote_identifier(S::DIALECT, &working));
            session.execute(&sql, TABLE_PATIENCE).await.map_err(&failed_all)?;
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
        if !S::TRANSACTIONAL_SCHEMA {
            session.execute(S::BEGIN, STATEMENT_PATIENCE).await.map_err(&failed_all)?;
        }
    }
    for load in loads {
        records::set_phase(session, load, Phase::Complete).await.map_err(failed(load, "its records"))?;
    }
    session.execute("COMMIT", STATEMENT_PATIENCE).await.map_err(&failed_all)?;
    Ok(())
}
