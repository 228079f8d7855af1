//! Writing chunks: exactly once, whatever happens to connection, server or process.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use super::{
    Checkpoint,
    catalogue::Catalogue,
    checkpoint::{self, After, Claim},
    failure::{FailureClass, ServerFailure},
    isolate::{self, ChunkFailure},
    probe,
    retry::Retry,
    rows::EncodedRows,
    session::{Purpose, RowForm, STATEMENT_PATIENCE, rows_patience, set_all},
};
use crate::{
    error::LoadError,
    fault::FaultPoint,
    plan::TableLoad,
    run::{StepContext, WriteTimes},
};

/// How long connecting and claiming may take, with everything that they wait for.
const CLAIM_PATIENCE: Duration = Duration::from_secs(300);

/// How often a session that holds a checkpoint is ended and the checkpoint asked for again.
const CLAIM_TRIES: u32 = 3;

/// How often the connection may be lost over one chunk, although the server is there each time: then it is the chunk.
const MOST_LOSSES: u32 = 10;

/// What a committed chunk added.
#[derive(Debug, Clone)]
pub(crate) struct Written {
    pub(crate) added: Checkpoint,
    /// How long its parts took; `None` if that was before a connection was lost.
    pub(crate) times: Option<WriteTimes>,
}

/// A claimed partition of a table, with a connection of its own.
#[derive(Debug)]
pub(crate) struct PartitionWriter<S: Catalogue> {
    address: S::Address,
    load: Arc<TableLoad>,
    partition: usize,
    attempt: u32,
    context: Arc<StepContext>,
    /// `None` while the connection is lost.
    session: Option<S>,
    /// The epochs of claims that we made or tried to make, by which their sessions are known.
    epochs: Vec<u64>,
    claim: Claim,
}

impl<S: Catalogue> PartitionWriter<S> {
    /// Takes a partition over from whoever had it in an earlier attempt.
    ///
    /// # Errors
    /// A server that does not answer; a partition that a later attempt has, or another execution.
    pub(super) async fn claim(
        address: S::Address,
        load: Arc<TableLoad>,
        partition: usize,
        attempt: u32,
        context: Arc<StepContext>,
    ) -> Result<Self, LoadError> {
        // Of two programs that see the same free partition, one has it.
        let after = if load.options.is_shared { After::Exactly(attempt - 1) } else { After::Earlier };
        let claim = Claim { epoch: 0, next_chunk: 0, counted: Checkpoint::default() };
        let (session, epochs) = (None, Vec::new());
        let mut writer = Self { address, load, partition, attempt, context, session, epochs, claim };
        let mut retry = Retry::new();
        writer.claim = writer.connect_and_claim(&mut retry, after).await?;
        Ok(writer)
    }

    /// The next chunk to write.
    pub(crate) fn next_chunk(&self) -> u64 {
        self.claim.next_chunk
    }

    /// What the checkpoint counts.
    pub(crate) fn counted(&self) -> Checkpoint {
        self.claim.counted
    }

    /// Writes the next chunk and its checkpoint in one transaction.
    ///
    /// # Errors
    /// A row that the database refuses, a claim that is lost, a server that is gone for longer than a restart takes.
    pub(crate) async fn write(&mut self, encoded: EncodedRows<S>) -> Result<Written, LoadError> {
        let rows = encoded.rows.clone();
        let mut form = encoded.form;
        let mut encoded = Some(encoded);
        let mut retry = Retry::new();
        let mut is_isolated = false;
        let mut losses = 0;
        loop {
            if self.context.is_insert_only() && form == RowForm::Bulk {
                form = RowForm::Insert;
                encoded = None;
            }
            let once = (!is_isolated).then(|| {
                encoded.take().unwrap_or_else(|| EncodedRows::begin(&self.load, rows.clone(), form))
            });
            let (began, patience) = (Instant::now(), rows_patience(&self.load, &rows));
            self.context.expect_within(patience);
            let failure = match self.attempt(once, &rows, form, began).await {
                Ok(written) => return Ok(written),
                Err(ChunkFailure::Load(error)) => {
                    self.roll_back().await;
                    return Err(*error);
                }
                Err(ChunkFailure::Server(failure)) => failure,
            };
            match failure.class {
                FailureClass::Lost => {
                    losses += 1;
                    if losses > MOST_LOSSES {
                        return Err(self.write_error(failure));
                    }
                    if let Some(added) = self.resolve(&mut retry, &failure).await? {
                        return Ok(Written { added, times: None });
                    }
                }
                FailureClass::Transient | FailureClass::Locked if retry.may_repeat() => {
                    self.roll_back().await;
                    tracing::debug!(%failure, table = self.load.name(), "another transaction is in the way");
                    retry.pause(&self.context.halt).await?;
                }
                FailureClass::BulkForbidden if form == RowForm::Bulk => {
                    self.roll_back().await;
                    if self.load.options.method == contract::LoadMethod::Bulk {
                        return Err(LoadError::BulkForbidden {
                            table: self.load.name().to_owned(),
                            source: failure.into(),
                        });
                    }
                    tracing::info!(%failure, table = self.load.name(), "the server takes no bulk load");
                    self.context.note(failure.bulk_note());
                    self.context.insert_only();
                }
                FailureClass::Data if !is_isolated => {
                    self.roll_back().await;
                    is_isolated = true;
                }
                _ => {
                    self.roll_back().await;
                    return Err(self.write_error(failure));
                }
            }
        }
    }

    /// The chunk's one transaction. Without rows that are made already, those that the database refuses are found one by one.
    async fn attempt(
        &mut self,
        encoded: Option<EncodedRows<S>>,
        rows: &std::ops::Range<u64>,
        form: RowForm,
        began: Instant,
    ) -> Result<Written, ChunkFailure> {
        let (load, partition, claim) = (&self.load, self.partition, self.claim);
        let Some(session) = &mut self.session else {
            return Err(ServerFailure::new(FailureClass::Lost, "there is no connection").into());
        };
        let mut times = WriteTimes::default();
        let mut last = began;
        let mut lap = || {
            let now = Instant::now();
            now.duration_since(std::mem::replace(&mut last, now))
        };
        session.execute(S::BEGIN, STATEMENT_PATIENCE).await?;
        times.begin = lap();
        FaultPoint::ChunkBegun.pass();
        let is_ours = if load.prepared.is_probed {
            probe::is_absent(session, load, rows).await?
        } else {
            checkpoint::hold(session, load, partition, claim).await?
        };
        times.lock = lap();
        if !is_ours {
            return Err(LoadError::Fenced { table: load.name().to_owned() }.into());
        }
        // Those of a try that failed are not of this chunk.
        session.take_statement_times();
        let skipped = match encoded {
            Some(encoded) => {
                encoded.send(session, load).await??;
                0
            }
            None => isolate::write(session, load, rows.clone(), form, &self.context).await?,
        };
        times.send = lap();
        times.statements = session.take_statement_times();
        FaultPoint::ChunkWritten.pass();
        let added = Checkpoint { committed: rows.end - rows.start - skipped, skipped };
        if !load.prepared.is_probed && !checkpoint::advance(session, load, partition, claim, added).await? {
            return Err(LoadError::Fenced { table: load.name().to_owned() }.into());
        }
        times.checkpoint = lap();
        FaultPoint::ChunkCounted.pass();
        session.execute("COMMIT", STATEMENT_PATIENCE).await?;
        times.commit = lap();
        FaultPoint::ChunkCommitted.pass();
        self.claim.next_chunk += 1;
        self.claim.counted.committed += added.committed;
        self.claim.counted.skipped += added.skipped;
        Ok(Written { added, times: Some(times) })
    }

    /// Connects until the server answers, and asks the checkpoint how far the partition is.
    async fn connect_and_claim(&mut self, retry: &mut Retry, after: After) -> Result<Claim, LoadError> {
        loop {
            self.context.expect_within(CLAIM_PATIENCE);
            let failure = match self.try_to_claim(after).await {
                Ok(Some(claim)) => return Ok(claim),
                Ok(None) => return Err(LoadError::Fenced { table: self.load.name().to_owned() }),
                Err(failure) => failure,
            };
            let may_go_on = match failure.class {
                FailureClass::Lost => retry.may_reconnect(),
                FailureClass::Transient => retry.may_repeat(),
                // The writer of a moment ago may be a replica now: its address leads to the new one soon.
                FailureClass::Fault(crate::database_error::TargetFault::ReadOnly) => {
                    !self.epochs.is_empty() && self.claim.epoch > 0 && retry.may_reconnect()
                }
                _ => false,
            };
            self.session = None;
            if !may_go_on {
                return Err(LoadError::Claim { table: self.load.name().to_owned(), source: failure.into() });
            }
            tracing::debug!(%failure, table = self.load.name(), partition = self.partition, "connecting again");
            retry.pause(&self.context.halt).await?;
        }
    }

    async fn try_to_claim(&mut self, after: After) -> Result<Option<Claim>, ServerFailure> {
        let mut session = S::connect(&self.address, Purpose::Continue).await?;
        // What we left behind may still hold the checkpoint, though nobody hears of it any more.
        for epoch in &self.epochs {
            session.end_session(*epoch).await?;
        }
        let epoch = checkpoint::new_epoch();
        session.sign_in(epoch).await?;
        if self.load.prepared.leaves_keys {
            session.leave_key_checks().await?;
        }
        set_all(&mut session, &self.context.settings).await?;
        // A claim whose COMMIT was not heard of is one that this attempt may follow.
        let after = if self.epochs.is_empty() { after } else { After::Earlier };
        self.epochs.push(epoch);
        let load = &self.load;
        let mut tries = 0;
        let claim = loop {
            let claimed = if load.prepared.is_probed {
                probe::claim(&mut session, load, self.partition).await.map(Some)
            } else {
                checkpoint::claim(&mut session, load, self.partition, self.attempt, after, epoch).await
            };
            match claimed {
                Err(failure) if failure.class == FailureClass::Locked && tries < CLAIM_TRIES => {
                    tries += 1;
                    let (load, part) = (Arc::clone(&self.load), self.partition);
                    if !end_holder(&mut session, &load, part, self.attempt, &failure).await? {
                        break None;
                    }
                }
                result => break result?,
            }
        };
        self.session = Some(session);
        Ok(claim)
    }

    /// Undoes what a failed attempt has written. A connection that cannot is of no more use: the server undoes it then.
    async fn roll_back(&mut self) {
        if let Some(session) = &mut self.session
            && session.execute("ROLLBACK", STATEMENT_PATIENCE).await.is_err()
        {
            self.session = None;
        }
    }

    /// Finds out what became of a chunk whose connection was lost. If it was committed, gives what it added.
    async fn resolve(
        &mut self,
        retry: &mut Retry,
        failure: &ServerFailure,
    ) -> Result<Option<Checkpoint>, LoadError> {
        self.session = None;
        self.context.count_lost_connection();
        tracing::warn!(
            error = crate::error::chain(failure),
            table = self.load.name(),
            partition = self.partition,
            chunk = self.claim.next_chunk,
            "the connection is lost; the checkpoint decides what was committed"
        );
        let before = self.claim;
        let now = self.connect_and_claim(retry, After::Earlier).await?;
        self.claim = now;
        match now.next_chunk.checked_sub(before.next_chunk) {
            None => Err(LoadError::CommitsLost { table: self.load.name().to_owned() }),
            Some(0) => Ok(None),
            Some(1) => Ok(Some(Checkpoint {
                committed: now.counted.committed.saturating_sub(before.counted.committed),
                skipped: now.counted.skipped.saturating_sub(before.counted.skipped),
            })),
            // We write one chunk at a time: somebody else has written, or has begun anew.
            _ => Err(LoadError::Fenced { table: self.load.name().to_owned() }),
        }
    }

    fn write_error(&self, failure: ServerFailure) -> LoadError {
        let rows = self.load.plan.chunk(self.partition, self.claim.next_chunk);
        LoadError::Write {
            table: self.load.name().to_owned(),
            start: rows.start,
            end: rows.end.saturating_sub(1),
            source: failure.into(),
        }
    }
}

/// Ends the session that holds a partition's checkpoint for longer than a chunk takes, if it is of an earlier attempt. Whether the
/// partition may be asked for again.
async fn end_holder<S: Catalogue>(
    session: &mut S,
    load: &TableLoad,
    partition: usize,
    attempt: u32,
    failure: &ServerFailure,
) -> Result<bool, ServerFailure> {
    session.execute("ROLLBACK", STATEMENT_PATIENCE).await?;
    if load.prepared.is_probed {
        // Whoever has the lock is at work, and there is no fence to tell it that it is not needed any more.
        return Err(ServerFailure::new(FailureClass::Locked, failure.message.clone()));
    }
    match checkpoint::holder(session, load, partition).await? {
        Some((epoch, last)) if last <= attempt => {
            tracing::warn!(epoch, %failure, "a session holds a checkpoint, and is ended");
            session.end_session(epoch).await?;
            Ok(true)
        }
        _ => Ok(false),
    }
}
