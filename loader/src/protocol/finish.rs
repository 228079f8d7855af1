//! What is made when the rows of a table are there.

use std::time::{Duration, Instant};

use super::{
    Finished,
    catalogue::Catalogue,
    failure::{FailureClass, ServerFailure},
    prepare::table_lock,
    records::{self, Phase},
    schema::{NamedStatement, missing},
    session::TABLE_PATIENCE,
    verify,
};
use crate::{
    database_error::DatabaseError, error::LoadError, fault::FaultPoint, plan::TableLoad, run::StepContext,
};

/// How long to wait before asking again whether another program has done.
const PAUSE: Duration = Duration::from_millis(500);

/// See [`Database::finish`](super::Database::finish).
pub(super) async fn finish<S: Catalogue>(
    session: &mut S,
    load: &TableLoad,
    context: &StepContext,
) -> Result<Finished, LoadError> {
    let start = Instant::now();
    if load.prepared.is_probed {
        settle(session, load, context).await?;
        let finish_time = start.elapsed();
        FaultPoint::TableFinished.pass();
        let verified = verify::verify(session, load, context).await?;
        let verify_time = start.elapsed().saturating_sub(finish_time);
        return Ok(Finished { verified: Some(verified), finish_time, verify_time });
    }
    lock_table(session, load, context).await?;
    let phase = held_phase(session, load).await?;
    if phase > Phase::Loading && load.options.is_shared {
        return Ok(Finished { verified: None, finish_time: start.elapsed(), verify_time: Duration::ZERO });
    }
    if phase < Phase::Complete {
        // Behind that, its keys are there, under names that they may have on their way.
        if load.prepared.is_created && phase < Phase::Verified {
            let statements = session.statements(load).await?.after_rows;
            make(session, load, &statements).await?;
        }
        settle(session, load, context).await?;
    }
    let finish_time = start.elapsed();
    FaultPoint::TableFinished.pass();
    if matches!(phase, Phase::Swapping | Phase::Placed) && load.prepared.working.is_none() {
        // It was compared before it took its place; since then it is everybody's.
        return Ok(Finished { verified: None, finish_time, verify_time: Duration::ZERO });
    }
    let verified = verify::verify(session, load, context).await?;
    if phase < Phase::Verified {
        let failed = failed(load, "its records");
        if !records::set_phase(session, load, Phase::Verified).await.map_err(failed)? {
            return Err(LoadError::Fenced { table: load.name().to_owned() });
        }
    }
    let verify_time = start.elapsed().saturating_sub(finish_time);
    Ok(Finished { verified: Some(verified), finish_time, verify_time })
}

/// Waits until no other program makes the table ready or finishes it, as long as that takes where the load is shared.
pub(super) async fn lock_table<S: Catalogue>(
    session: &mut S,
    load: &TableLoad,
    context: &StepContext,
) -> Result<(), LoadError> {
    let name = table_lock(session, load);
    loop {
        match session.lock_name(&name).await {
            Err(failure) if failure.class == FailureClass::Locked && load.options.is_shared => {
                context.sign_of_life();
                tokio::time::sleep(PAUSE).await;
            }
            result => return result.map_err(failed(load, "its end")),
        }
    }
}

/// How far the load is, if it is still this execution's.
pub(super) async fn held_phase<S: Catalogue>(session: &mut S, load: &TableLoad) -> Result<Phase, LoadError> {
    let record = records::read(session, load, false).await.map_err(failed(load, "its records"))?;
    match record {
        Some(record) if record.execution == load.prepared.execution => Ok(record.phase),
        _ => Err(LoadError::Fenced { table: load.name().to_owned() }),
    }
}

/// What cannot be done of this is no fault of the load.
async fn settle<S: Catalogue>(
    session: &mut S,
    load: &TableLoad,
    context: &StepContext,
) -> Result<(), LoadError> {
    match session.settle(load).await {
        Ok(notes) => {
            for note in notes {
                context.note(format!("{}: {note}", load.name()));
            }
            Ok(())
        }
        Err(failure) if failure.class == FailureClass::Lost => {
            Err(failed(load, "the database's own statistics")(failure))
        }
        Err(failure) => {
            tracing::warn!(%failure, table = load.name(), "statistics and counters cannot be set");
            context.note(format!(
                "{}: all rows are there, but the database's own statistics and counters could not be set ({})",
                load.name(),
                DatabaseError::from(failure)
            ));
            Ok(())
        }
    }
}

/// Makes the indexes and keys that are not there yet.
pub(super) async fn make<S: Catalogue>(
    session: &mut S,
    load: &TableLoad,
    statements: &[NamedStatement],
) -> Result<(), LoadError> {
    let names = session.constraint_names(load.place()).await.map_err(failed(load, "its indexes"))?;
    for statement in missing(statements, &names) {
        match session.execute(&statement.sql, TABLE_PATIENCE).await {
            Err(failure) if failure.class == FailureClass::Data => {
                let (table, key) = (load.name().to_owned(), statement.name.clone());
                return Err(LoadError::KeyBroken { table, key, reason: failure.message });
            }
            result => result.map_err(failed(load, &statement.name))?,
        };
    }
    Ok(())
}

pub(super) fn failed(load: &TableLoad, what: &str) -> impl Fn(ServerFailure) -> LoadError + use<> {
    let (table, what) = (load.name().to_owned(), what.to_owned());
    move |source| LoadError::Finish { table: table.clone(), what: what.clone(), source: source.into() }
}
