//! Writing chunks: exactly once, whatever happens to connection, server or process.

use std::{sync::Arc, time::Instant};

use super::{
    catalogue::Catalogue,
    checkpoint::{self, Claim},
    chunk::EncodedChunk,
    failure::{FailureClass, ServerFailure},
    isolate::{self, ChunkFailure},
    probe,
    retry::Retry,
    session::{STATEMENT_PATIENCE, Session},
};
use crate::{
    context::StepContext,
    error::LoadError,
    fault::FaultPoint,
    plan::TableLoad,
    targets::{Checkpoint, StepWriter, Written, address::ServerAddress},
};

/// How often a session that holds a checkpoint is ended and the checkpoint asked for again.
const CLAIM_TRIES: u32 = 3;

/// How often the connection may be lost over one chunk, although the server is there each time: then it is the chunk.
const MOST_LOSSES: u32 = 10;

/// A claimed partition of a table on a server, with a connection of its own.
#[derive(Debug)]
pub(crate) struct ServerWriter<S> {
    address: Arc<ServerAddress>,
    load: Arc<TableLoad>,
    partition: usize,
    context: Arc<StepContext>,
    /// `None` while the connection is lost.
    session: Option<S>,
    /// Sessions of ours that the server may not know to be over, and when they began.
    sessions: Vec<(u64, Instant)>,
    /// The epochs that are ours: that of the load, and those of every claim that we tried to make.
    epochs: Vec<u64>,
    claim: Claim,
}

impl<S: Catalogue> ServerWriter<S> {
    /// Takes a partition over from whoever had it.
    ///
    /// # Errors
    /// A server that does not answer, a partition that is not there any more.
    pub(super) async fn claim(
        address: Arc<ServerAddress>,
        load: Arc<TableLoad>,
        partition: usize,
        context: Arc<StepContext>,
    ) -> Result<Self, LoadError> {
        let epochs = vec![load.epoch];
        let claim = Claim { epoch: 0, next_chunk: 0, counted: Checkpoint::default() };
        let mut writer =
            Self { address, load, partition, context, session: None, sessions: Vec::new(), epochs, claim };
        let mut retry = Retry::new();
        writer.claim = writer.connect_and_claim(&mut retry).await?;
        Ok(writer)
    }

    /// Connects until the server answers, and asks the checkpoint how far the partition is.
    async fn connect_and_claim(&mut self, retry: &mut Retry) -> Result<Claim, LoadError> {
        loop {
            let failure = match self.try_to_claim().await {
                Ok(Some(claim)) => return Ok(claim),
                Ok(None) => return Err(LoadError::Fenced { table: self.load.name.clone() }),
                Err(failure) => failure,
            };
            let may_go_on = match failure.class {
                FailureClass::Lost => retry.may_reconnect(),
                FailureClass::Transient => retry.may_repeat(),
                _ => false,
            };
            self.session = None;
            if !may_go_on {
                return Err(LoadError::Claim { table: self.load.name.clone(), source: failure.into() });
            }
            tracing::debug!(%failure, table = self.load.name, partition = self.partition, "connecting again");
            retry.pause(&self.context.halt).await?;
        }
    }

    async fn try_to_claim(&mut self) -> Result<Option<Claim>, ServerFailure> {
        let mut session = S::connect(&self.address).await?;
        // What we left behind may still hold the checkpoint, though nobody hears of it any more.
        for (id, began) in &self.sessions {
            session.end_session(*id, Some(began.elapsed())).await?;
        }
        self.sessions.push((session.id(), Instant::now()));
        let epoch = checkpoint::new_epoch();
        let ours = self.epochs.clone();
        self.epochs.push(epoch);
        let load = &self.load;
        let mut tries = 0;
        let claim = loop {
            let claimed = if load.is_probed {
                probe::claim(&mut session, load, self.partition).await.map(Some)
            } else {
                checkpoint::claim(&mut session, load, self.partition, &ours, epoch).await
            };
            match claimed {
                Err(failure) if failure.class == FailureClass::Locked && tries < CLAIM_TRIES => {
                    tries += 1;
                    end_holder(&mut session, load, self.partition, &failure).await?;
                }
                result => break result?,
            }
        };
        self.session = Some(session);
        Ok(claim)
    }

    /// The chunk's one transaction. With `is_isolated`, rows that the database refuses are found one by one.
    async fn attempt(&mut self, chunk: &EncodedChunk, is_isolated: bool) -> Result<Written, ChunkFailure> {
        let (load, partition, claim) = (&self.load, self.partition, self.claim);
        let Some(session) = &mut self.session else {
            return Err(ServerFailure::new(FailureClass::Lost, "there is no connection").into());
        };
        session.execute("START TRANSACTION", STATEMENT_PATIENCE).await?;
        FaultPoint::ChunkBegun.pass();
        let is_ours = if load.is_probed {
            probe::is_absent(session, load, &chunk.rows).await?
        } else {
            checkpoint::hold(session, load, partition, claim).await?
        };
        if !is_ours {
            return Err(LoadError::Fenced { table: load.name.clone() }.into());
        }
        let rows = chunk.rows.end - chunk.rows.start;
        let skipped = if is_isolated {
            isolate::write(session, load, chunk.rows.clone(), !chunk.is_bulk()).await?
        } else {
            chunk.send(session, load).await?;
            0
        };
        FaultPoint::ChunkWritten.pass();
        let added = Checkpoint { committed: rows - skipped, skipped };
        if !load.is_probed && !checkpoint::advance(session, load, partition, claim, added).await? {
            return Err(LoadError::Fenced { table: load.name.clone() }.into());
        }
        FaultPoint::ChunkCounted.pass();
        session.execute("COMMIT", STATEMENT_PATIENCE).await?;
        FaultPoint::ChunkCommitted.pass();
        self.claim.next_chunk += 1;
        self.claim.counted.committed += added.committed;
        self.claim.counted.skipped += added.skipped;
        Ok(Written { committed: added.committed, skipped: added.skipped })
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
    ) -> Result<Option<Written>, LoadError> {
        self.session = None;
        self.context.count_lost_connection();
        tracing::warn!(
            error = crate::error::chain(failure),
            table = self.load.name,
            partition = self.partition,
            chunk = self.claim.next_chunk,
            "the connection is lost; the checkpoint decides what was committed"
        );
        let before = self.claim;
        let now = self.connect_and_claim(retry).await?;
        self.claim = now;
        match now.next_chunk.checked_sub(before.next_chunk) {
            None => Err(LoadError::CommitsLost { table: self.load.name.clone() }),
            Some(0) => Ok(None),
            Some(1) => Ok(Some(Written {
                committed: now.counted.committed.saturating_sub(before.counted.committed),
                skipped: now.counted.skipped.saturating_sub(before.counted.skipped),
            })),
            // We write one chunk at a time: somebody else has written, or has begun anew.
            _ => Err(LoadError::Fenced { table: self.load.name.clone() }),
        }
    }

    /// Makes the rows anew as INSERT statements.
    async fn encode_as_insert(&mut self, chunk: &EncodedChunk) -> Result<EncodedChunk, LoadError> {
        let (load, rows) = (Arc::clone(&self.load), chunk.rows.clone());
        tokio::task::spawn_blocking(move || EncodedChunk::encode(&load, rows, S::DIALECT, true))
            .await
            .map_err(|source| LoadError::Worker { table: self.load.name.clone(), source })
    }

    fn write_error(&self, failure: ServerFailure) -> LoadError {
        let rows = self.load.chunk(self.partition, self.claim.next_chunk);
        LoadError::Write {
            table: self.load.name.clone(),
            start: rows.start,
            end: rows.end.saturating_sub(1),
            source: failure.into(),
        }
    }
}

impl<S: Catalogue> StepWriter for ServerWriter<S> {
    type Chunk = EncodedChunk;

    fn next_chunk(&self) -> u64 {
        self.claim.next_chunk
    }

    fn counted(&self) -> Checkpoint {
        self.claim.counted
    }

    async fn write(&mut self, mut chunk: EncodedChunk) -> Result<Written, LoadError> {
        let mut retry = Retry::new();
        let mut is_isolated = false;
        let mut losses = 0;
        loop {
            if self.context.is_insert_only() && chunk.is_bulk() {
                chunk = self.encode_as_insert(&chunk).await?;
            }
            let failure = match self.attempt(&chunk, is_isolated).await {
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
                    if let Some(written) = self.resolve(&mut retry, &failure).await? {
                        return Ok(written);
                    }
                }
                FailureClass::Transient | FailureClass::Locked if retry.may_repeat() => {
                    self.roll_back().await;
                    tracing::debug!(%failure, table = self.load.name, "another transaction is in the way");
                    retry.pause(&self.context.halt).await?;
                }
                FailureClass::BulkForbidden if chunk.is_bulk() => {
                    self.roll_back().await;
                    if self.load.method == contract::LoadMethod::Bulk {
                        return Err(LoadError::BulkForbidden {
                            table: self.load.name.clone(),
                            source: failure.into(),
                        });
                    }
                    tracing::info!(%failure, table = self.load.name, "the server takes no bulk load");
                    self.context.note(bulk_note(&failure));
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
}

/// What a person should know and do when rows go by INSERT instead of the fast way. The server's words name the account and
/// where it connects from, and are kept out.
fn bulk_note(failure: &ServerFailure) -> String {
    let remedy = if failure.message.contains("DELETE") {
        "grant the account DELETE on the table, which LOAD DATA … REPLACE asks for"
    } else if failure.message.contains("row-level security") {
        "let the account bypass row-level security"
    } else {
        "SET GLOBAL local_infile = 1 on the server"
    };
    format!(
        "The server takes no bulk load: rows go by INSERT statements, about half as fast. To speed it up, {remedy}"
    )
}

/// Ends the session that holds a partition's checkpoint for longer than a chunk takes.
async fn end_holder<S: Session>(
    session: &mut S,
    load: &TableLoad,
    partition: usize,
    failure: &ServerFailure,
) -> Result<(), ServerFailure> {
    session.execute("ROLLBACK", STATEMENT_PATIENCE).await?;
    if load.is_probed {
        // Whoever has the lock is at work, and there is no fence to tell it that it is not needed any more.
        return Err(ServerFailure::new(FailureClass::Locked, failure.message.clone()));
    }
    if let Some(id) = checkpoint::session_of(session, load, partition).await? {
        tracing::warn!(session = id, %failure, "a session holds the checkpoint, and is ended");
        session.end_session(id, None).await?;
    }
    Ok(())
}
