//! Making a table and its checkpoints ready, or finding them from an earlier execution. What is done in which case is decided in
//! [`state`](super::state).

use contract::{CheckLevel, LoadMode};
use generator::{Dialect, quote_identifier};

use super::{
    Checkpoint,
    catalogue::{Catalogue, fingerprint},
    checkpoint, existing,
    failure::{FailureClass, ServerFailure},
    finish::lock_table,
    forward_keys,
    found::{Found, Reading, count, is_counted_by_key},
    literal, probe,
    records::{self, Phase},
    refusals::{
        check_names, check_replaceable, check_similar, lost_note, refuse_errors, refuse_reserved, refused,
    },
    schema::{RESTORE_MODE, declared::Declared},
    session::{STATEMENT_PATIENCE, Session, TABLE_PATIENCE, begin},
    state::{Action, State, decide},
};
use crate::{error::LoadError, fault::FaultPoint, identity, plan::TableLoad, run::StepContext};

/// How often checkpoints that others hold are asked for again.
const CLAIM_TRIES: u32 = 5;

/// A load that is ready.
#[derive(Debug, Clone)]
pub(crate) struct Ready {
    pub(crate) load: TableLoad,
    /// How far each partition is.
    pub(crate) checkpoints: Vec<Checkpoint>,
}

/// See [`Database::check`](super::Database::check).
pub(super) async fn check<S: Catalogue>(
    session: &mut S,
    loads: &[TableLoad],
    again: bool,
) -> Result<Option<String>, LoadError> {
    let failed = |source: ServerFailure| LoadError::Prepare { table: String::new(), source: source.into() };
    for load in loads {
        refuse_reserved(session, load)?;
    }
    let target = records::find(session).await.map_err(failed)?;
    if loads.len() < 2 {
        // What would be refused is, before anything is touched.
        return Ok(target);
    }
    for load in loads {
        // What is there from an earlier execution is counted under locks: it may still be at work.
        let is_locked = again && target.is_some();
        if is_locked {
            begin(session).await.map_err(failed)?;
        }
        let reading = if is_locked { Reading::Locked } else { Reading::Believed };
        let checked = check_table(session, load, again, target.is_some(), reading).await;
        if is_locked {
            session.execute("ROLLBACK", STATEMENT_PATIENCE).await.map_err(failed)?;
        }
        checked?;
    }
    Ok(target)
}

async fn check_table<S: Catalogue>(
    session: &mut S,
    load: &TableLoad,
    again: bool,
    has_records: bool,
    reading: Reading,
) -> Result<(), LoadError> {
    let failed =
        |source: ServerFailure| LoadError::Prepare { table: load.name().to_owned(), source: source.into() };
    let found = if has_records {
        Found::read(session, &mut load.clone(), reading, false).await.map_err(failed)?
    } else {
        Found::unrecorded(session, load).await.map_err(failed)?
    };
    match decide(found.state, load.options.mode, again, load.options.is_shared, found.ownership()) {
        Action::Refuse(refusal) => Err(refused(load, refusal)),
        Action::Build => check_replaceable(session, load).await,
        Action::Make => {
            check_similar(session, load, None).await?;
            check_names(session, load).await
        }
        Action::Use => refuse_errors(load, &existing::checks(session, load).await?),
        Action::Clear | Action::Resume | Action::Done | Action::Join => Ok(()),
    }
}

/// Whether the target still has everything that a load has put there.
pub(super) async fn is_loaded<S: Catalogue>(
    session: &mut S,
    load: &TableLoad,
) -> Result<bool, ServerFailure> {
    if records::find(session).await?.is_none() {
        return Ok(false);
    }
    let found = Found::read(session, &mut load.clone(), Reading::Counted, false).await?;
    Ok(found.state == State::Complete)
}

/// See [`Database::prepare`](super::Database::prepare).
pub(super) async fn prepare<S: Catalogue>(
    session: &mut S,
    load: TableLoad,
    again: bool,
    context: &StepContext,
) -> Result<Ready, LoadError> {
    let mut preparing = Preparing { session, load, context };
    if !preparing.find_records().await? {
        return probe::prepare(preparing.session, preparing.load, again, context).await;
    }
    FaultPoint::PrepareBegun.pass();
    preparing.run(again).await
}

struct Preparing<'a, S> {
    session: &'a mut S,
    load: TableLoad,
    context: &'a StepContext,
}

impl<S: Catalogue> Preparing<'_, S> {
    fn failed(&self) -> impl Fn(ServerFailure) -> LoadError + use<S> {
        let table = self.load.name().to_owned();
        move |source| LoadError::Prepare { table: table.clone(), source: source.into() }
    }

    async fn execute(&mut self, sql: &str) -> Result<(), LoadError> {
        let failed = self.failed();
        self.session.execute(sql, STATEMENT_PATIENCE).await.map_err(failed).map(|_| ())
    }

    async fn begin_transaction(&mut self) -> Result<(), LoadError> {
        let failed = self.failed();
        begin(self.session).await.map_err(failed)
    }

    /// Whether there are tables for checkpoints; where they are missing they are made, if the account may do so. From here on no other
    /// session makes the same table ready.
    async fn find_records(&mut self) -> Result<bool, LoadError> {
        let failed = self.failed();
        if records::find(self.session).await.map_err(&failed)?.is_none() {
            // One process at a time makes them.
            self.session.lock_name("checkpoints").await.map_err(&failed)?;
            match records::create(self.session).await {
                Err(failure) if failure.class == FailureClass::Forbidden => {
                    // A transaction that has failed takes no further statement.
                    let _ = self.session.execute("ROLLBACK", STATEMENT_PATIENCE).await;
                    self.session.unlock_name("checkpoints").await.map_err(&failed)?;
                    return Ok(false);
                }
                result => result.map_err(&failed)?,
            };
            self.session.unlock_name("checkpoints").await.map_err(&failed)?;
        }
        lock_table(self.session, &self.load, self.context).await?;
        Ok(true)
    }

    async fn run(&mut self, again: bool) -> Result<Ready, LoadError> {
        let failed = self.failed();
        let found = self.find().await?;
        let is_shared = self.load.options.is_shared;
        let action = decide(found.state, self.load.options.mode, again, is_shared, found.ownership());
        tracing::debug!(table = self.load.name(), state = ?found.state, ?action, "decided");
        self.load.prepared.is_created = found.record.as_ref().is_some_and(|record| record.is_created);
        let checkpoints = match action {
            Action::Refuse(refusal) => {
                self.execute("ROLLBACK").await?;
                return Err(refused(&self.load, refusal));
            }
            Action::Join | Action::Resume | Action::Done => {
                return self.go_on(found).await;
            }
            Action::Clear => {
                // All of its rows are the load's; whoever made the table keeps it as it is.
                let sql = format!("DELETE FROM {}", quote_identifier(S::DIALECT, self.load.place()));
                let deleted = self.session.execute(&sql, TABLE_PATIENCE).await.map_err(&failed)?;
                if found.rows.is_some_and(|rows| deleted > rows) {
                    // Somebody was about to commit some.
                    self.execute("ROLLBACK").await?;
                    return Err(LoadError::TableExists { table: self.load.name().to_owned(), rows: deleted });
                }
                self.begin(0, Phase::Loading).await?
            }
            Action::Use => {
                self.note_others().await?;
                self.check_table().await?;
                let rows_before = self.rows_before(found.rows).await?;
                self.begin(rows_before, Phase::Loading).await?
            }
            Action::Make => {
                check_similar(self.session, &self.load, Some(self.context)).await?;
                check_names(self.session, &self.load).await?;
                if self.load.options.mode == LoadMode::Append {
                    self.context.note(format!("{}: was not there, and was made", self.load.name()));
                }
                self.load.prepared.is_created = true;
                self.make(0).await?
            }
            Action::Build => {
                check_replaceable(self.session, &self.load).await?;
                let failed = self.failed();
                let lost = self.session.lost_by_replacing(self.load.name()).await.map_err(failed)?;
                if !lost.is_empty() {
                    self.context.note(lost_note(self.load.name(), &lost));
                }
                let rows_before = self.rows_to_replace().await?;
                self.load.prepared.is_created = true;
                let name = self.session.server().fold(self.load.name());
                self.load.prepared.working = Some(identity::working_name(&self.load.job, &name));
                self.make(rows_before).await?
            }
        };
        FaultPoint::PrepareCommitted.pass();
        Ok(Ready { load: self.load.clone(), checkpoints })
    }

    /// Opens the transaction in which everything is decided, takes all partitions over, and finds out what is there. A session that
    /// holds a checkpoint for too long is one that nobody hears of any more: it is ended.
    async fn find(&mut self) -> Result<Found, LoadError> {
        let failed = self.failed();
        self.load.prepared.execution = checkpoint::new_epoch();
        self.begin_transaction().await?;
        let is_adopted = records::adopt(self.session, &self.load).await.map_err(&failed)?;
        let mut tries = 0;
        loop {
            let found = Found::read(self.session, &mut self.load, Reading::Locked, is_adopted).await;
            let failure = match found {
                Err(failure)
                    if matches!(failure.class, FailureClass::Locked | FailureClass::Transient)
                        && tries < CLAIM_TRIES =>
                {
                    failure
                }
                found => return found.map_err(failed),
            };
            tries += 1;
            self.execute("ROLLBACK").await?;
            if failure.class == FailureClass::Locked {
                for epoch in checkpoint::epochs(self.session, &self.load).await.map_err(&failed)? {
                    tracing::warn!(epoch, %failure, "a session holds a checkpoint, and is ended");
                    self.session.end_session(epoch).await.map_err(&failed)?;
                }
            }
            self.begin_transaction().await?;
        }
    }

    /// Takes the plan of the earlier execution over.
    async fn go_on(&mut self, found: Found) -> Result<Ready, LoadError> {
        let failed = self.failed();
        let Some(record) = found.record else {
            return Err(LoadError::PlanChanged { table: self.load.name().to_owned() });
        };
        record.header.take_over(&mut self.load)?;
        self.load.prepared.working = record.working.clone().filter(|_| record.phase < Phase::Placed);
        if self.load.prepared.working.is_some() && record.phase < Phase::Swapping {
            // What would keep it from its place is said before further rows.
            check_replaceable(self.session, &self.load).await?;
        }
        let columns = self.session.columns(self.load.place()).await.map_err(&failed)?;
        if found.is_adopted {
            records::set_definition(self.session, &self.load, &record.definition).await.map_err(&failed)?;
        }
        self.load.prepared.bit_columns = existing::bit_columns::<S>(&self.load, &columns);
        self.find_forward_keys().await?;
        if self.load.options.is_shared && record.execution != 0 {
            // Others of this execution may be at its end.
            self.load.prepared.execution = record.execution;
        } else {
            checkpoint::fence_all(self.session, &self.load).await.map_err(&failed)?;
        }
        if let Some(note) = found.note {
            self.context.note(note);
        }
        FaultPoint::PrepareWritten.pass();
        self.execute("COMMIT").await?;
        FaultPoint::PrepareCommitted.pass();
        Ok(Ready { load: self.load.clone(), checkpoints: found.checkpoints })
    }

    /// Makes the table where rows go, and the checkpoints of a first execution.
    async fn make(&mut self, rows_before: u64) -> Result<Vec<Checkpoint>, LoadError> {
        let failed = self.failed();
        let statements = self.session.statements(&self.load).await?;
        for note in statements.notes {
            self.context.note(note);
        }
        if !S::TRANSACTIONAL_SCHEMA {
            // CREATE TABLE commits whatever is open. An execution that is cut off behind it leaves a table that the next one knows for
            // its own.
            records::write(self.session, &self.load, rows_before, "", Phase::Making)
                .await
                .map_err(&failed)?;
            records::forget_progress(self.session, &self.load).await.map_err(&failed)?;
            self.execute("COMMIT").await?;
            FaultPoint::PrepareNoted.pass();
        }
        if let Some(working) = self.load.prepared.working.clone() {
            match drop_working(self.session, working).await {
                Err(failure) if failure.class == FailureClass::Forbidden => {
                    return Err(self.may_not_replace(&failure));
                }
                result => result.map_err(&failed)?,
            }
            FaultPoint::PrepareDropped.pass();
        }
        if let Some(sql) = types_statement::<S>(&statements.types) {
            self.session.execute(&sql, STATEMENT_PATIENCE).await.map_err(&failed)?;
        }
        for statement in &statements.create {
            // Thousands of partitions are as many files.
            if let Err(failure) = self.session.execute(statement, TABLE_PATIENCE).await {
                // Nothing else is to run in the mode that takes zero dates.
                if statements.create.iter().any(|statement| statement == RESTORE_MODE) {
                    let _ = self.session.execute(RESTORE_MODE, STATEMENT_PATIENCE).await;
                }
                return Err(failed(failure));
            }
        }
        if let Some(working) = self.load.prepared.working.clone() {
            match self.session.try_swap(&working).await {
                Err(failure) if failure.class == FailureClass::Forbidden => {
                    // It may not drop it either; the next load tries again.
                    let _ = drop_working(self.session, working).await;
                    return Err(self.may_not_replace(&failure));
                }
                result => result.map_err(&failed)?,
            }
        }
        FaultPoint::PrepareCreated.pass();
        if !S::TRANSACTIONAL_SCHEMA {
            self.begin_transaction().await?;
        }
        if Declared::of(&self.load, S::DIALECT).is_some() {
            // Declared columns may take less than what is made for them now.
            if let Err(refused) = self.check_table().await {
                self.take_back().await;
                return Err(refused);
            }
        }
        self.begin(rows_before, Phase::Loading).await
    }

    /// Drops the table that was just made and takes no rows: with a better spec it is made anew. What cannot be dropped stays, empty.
    async fn take_back(&mut self) {
        if !S::TRANSACTIONAL_SCHEMA {
            let drop = format!("DROP TABLE {}", quote_identifier(S::DIALECT, self.load.place()));
            for sql in ["ROLLBACK", &drop] {
                if let Err(failure) = self.session.execute(sql, TABLE_PATIENCE).await {
                    tracing::warn!(%failure, table = self.load.name(), "a table without rows stays");
                }
            }
        }
    }

    /// The error of an account that cannot put one table in the place of another.
    fn may_not_replace(&self, failure: &ServerFailure) -> LoadError {
        LoadError::Preflight {
            table: self.load.name().to_owned(),
            code: "replace".to_owned(),
            reason: format!(
                "the account may not rename and drop tables ({failure}); grant it ALTER and DROP"
            ),
        }
    }

    /// How many rows are in a table that was created by this load, and is made again: if there are more when the new one takes its place,
    /// they are somebody else's.
    async fn rows_to_replace(&mut self) -> Result<u64, LoadError> {
        let failed = self.failed();
        if self.load.options.mode == LoadMode::Replace
            || self.session.columns(self.load.name()).await.map_err(&failed)?.is_empty()
        {
            return Ok(0);
        }
        count(self.session, self.load.name()).await.map_err(failed)
    }

    /// Writes down the plan and the checkpoints of a first execution, and ends the transaction.
    async fn begin(&mut self, rows_before: u64, phase: Phase) -> Result<Vec<Checkpoint>, LoadError> {
        let failed = self.failed();
        let columns = self.session.columns(self.load.place()).await.map_err(&failed)?;
        self.load.prepared.bit_columns = existing::bit_columns::<S>(&self.load, &columns);
        self.find_forward_keys().await?;
        records::forget_progress(self.session, &self.load).await.map_err(&failed)?;
        let definition = fingerprint(&columns);
        records::write(self.session, &self.load, rows_before, &definition, phase).await.map_err(&failed)?;
        checkpoint::write_all(self.session, &self.load).await.map_err(&failed)?;
        FaultPoint::PrepareWritten.pass();
        self.execute("COMMIT").await?;
        Ok(vec![Checkpoint::default(); self.load.plan.partitions()])
    }

    /// Finds out whether rows of a table that others have made may refer to rows that come later.
    async fn find_forward_keys(&mut self) -> Result<(), LoadError> {
        let failed = self.failed();
        if !self.load.prepared.is_created {
            let keys = forward_keys::forward_keys(self.session, &self.load).await.map_err(failed)?;
            self.load.prepared.leaves_keys = !keys.is_empty();
        }
        Ok(())
    }

    /// How many rows are in a table that rows are added to, where that tells them from the load's later on.
    async fn rows_before(&mut self, rows: Option<u64>) -> Result<u64, LoadError> {
        if is_counted_by_key(&self.load) {
            return Ok(0);
        }
        let failed = self.failed();
        match rows {
            Some(rows) => Ok(rows),
            None => count(self.session, self.load.place()).await.map_err(failed),
        }
    }

    /// Refuses a table that is there and cannot take the rows.
    async fn check_table(&mut self) -> Result<(), LoadError> {
        let mut checks = existing::checks(self.session, &self.load).await?;
        let failed = self.failed();
        checks.extend(probe::overlap(self.session, &self.load).await.map_err(failed)?);
        refuse_errors(&self.load, &checks)?;
        for check in checks.iter().filter(|check| check.level == CheckLevel::Note) {
            self.context.note(format!("{}: {}", self.load.name(), check.message));
        }
        Ok(())
    }

    /// Says which other loads into the table are not complete, and refuses to begin rows that one of them has begun: they would be there
    /// twice.
    async fn note_others(&mut self) -> Result<(), LoadError> {
        let failed = self.failed();
        let others = records::others(self.session, &self.load).await.map_err(failed)?;
        for other in others {
            let is_unfinished = other.committed > 0 && other.committed < other.rows;
            if !is_unfinished || other.working.is_some() {
                continue;
            }
            if other.dataset == self.load.plan.dataset {
                return Err(LoadError::Unfinished {
                    table: self.load.name().to_owned(),
                    mode: other.mode,
                    committed: other.committed,
                });
            }
            self.context.note(format!(
                "{}: another load has put {} of its {} rows there, and is not complete",
                self.load.name(),
                other.committed,
                other.rows
            ));
        }
        Ok(())
    }
}

/// One statement that makes the types which are not there, whoever makes them at the same time.
fn types_statement<S: Catalogue>(types: &[String]) -> Option<String> {
    if types.is_empty() || S::DIALECT != Dialect::Postgres {
        return None;
    }
    let made: String = types
        .iter()
        .map(|sql| {
            format!("BEGIN EXECUTE {}; EXCEPTION WHEN duplicate_object OR duplicate_table OR unique_violation THEN NULL; END;\n", literal::text(Dialect::Postgres, sql))
        })
        .collect();
    Some(format!("DO {}", literal::text(Dialect::Postgres, &format!("BEGIN\n{made}END"))))
}

/// Drops a table that an earlier execution has begun to make, and with it those of the same kind that refer to it: their loads find them
/// gone, and make them again. Nobody else knows of them.
pub(super) async fn drop_working<S: Catalogue>(
    session: &mut S,
    working: String,
) -> Result<(), ServerFailure> {
    let mut tables = vec![working];
    let mut next = 0;
    if S::DIALECT == generator::Dialect::Sqlite {
        // Its keys are names, and in nobody's way.
        next = tables.len();
    }
    while let Some(table) = tables.get(next).cloned() {
        next += 1;
        for reference in session.references(&table).await? {
            if !records::is_ours(&reference.table) || reference.table == table {
                continue;
            }
            let kind = if S::DIALECT == generator::Dialect::MySql { "FOREIGN KEY" } else { "CONSTRAINT" };
            let (by, key) = (
                quote_identifier(S::DIALECT, &reference.table),
                quote_identifier(S::DIALECT, &reference.constraint),
            );
            session.execute(&format!("ALTER TABLE {by} DROP {kind} {key}"), TABLE_PATIENCE).await?;
            if !tables.contains(&reference.table) {
                tables.push(reference.table);
            }
        }
    }
    for table in tables.iter().rev() {
        let sql = format!("DROP TABLE IF EXISTS {}", quote_identifier(S::DIALECT, table));
        session.execute(&sql, TABLE_PATIENCE).await?;
    }
    Ok(())
}

/// The name of the lock of whoever makes a table ready, or finishes it.
pub(super) fn table_lock<S: Session>(session: &S, load: &TableLoad) -> String {
    format!("table {}", session.server().fold(load.name()))
}
