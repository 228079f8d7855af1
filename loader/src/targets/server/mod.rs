//! Database servers: what MySQL, MariaDB and PostgreSQL share.
//!
//! A chunk's rows and its checkpoint are one transaction on a connection that only this partition uses. Whatever happens to
//! that connection, the checkpoint, read under a lock, says what was committed; nothing is guessed.

pub(crate) mod catalogue;
pub(crate) mod checkpoint;
mod chunk;
mod column_type;
pub(crate) mod encryption;
pub(crate) mod failure;
mod finish;
mod isolate;
pub(crate) mod literal;
pub(crate) mod partitions;
mod preflight;
mod prepare;
mod probe;
mod retry;
mod schema;
pub(crate) mod session;
mod verify;
mod writer;

use std::{marker::PhantomData, ops::Range, sync::Arc, time::Instant};

use contract::{Check, RejectedRow, TableStatistics};

use self::{
    catalogue::Catalogue, chunk::EncodedChunk, failure::ServerFailure, retry::Retry, writer::ServerWriter,
};
use super::{Checkpoint, StepTarget, Verified, address::ServerAddress};
use crate::{
    context::StepContext,
    error::{LoadError, chain},
    plan::TableLoad,
};

/// A database of a server.
#[derive(Debug)]
pub(crate) struct ServerTarget<S> {
    name: String,
    address: Arc<ServerAddress>,
    session: PhantomData<fn() -> S>,
}

impl<S> Clone for ServerTarget<S> {
    fn clone(&self) -> Self {
        Self { name: self.name.clone(), address: Arc::clone(&self.address), session: PhantomData }
    }
}

impl<S: Catalogue> ServerTarget<S> {
    pub(crate) fn new(name: &str, address: &ServerAddress) -> Self {
        Self { name: name.to_owned(), address: Arc::new(address.clone()), session: PhantomData }
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Name and version of the server, and what else is to be known of it.
    pub(crate) async fn inspect(&self) -> Result<(String, Vec<Check>), LoadError> {
        let mut session = self.connect().await?;
        let checks = session.inspect_server().await.map_err(|source| self.open_error(source))?;
        Ok((session.server().text.clone(), checks))
    }

    /// Everything that can be known of a load before it begins.
    pub(crate) async fn preflight(&self, loads: &[TableLoad], again: bool) -> Result<Vec<Check>, LoadError> {
        let mut session = self.connect().await?;
        preflight::preflight(&mut session, loads, again).await
    }

    /// The rows of a job that were refused.
    pub(crate) async fn rejected(&self, job: &str) -> Result<Vec<RejectedRow>, LoadError> {
        let mut session = self.connect().await?;
        let failed =
            |source: ServerFailure| LoadError::Verify { table: String::new(), source: source.into() };
        checkpoint::rejected(&mut session, job).await.map_err(failed)
    }

    /// CREATE TABLE statements for the tables of the database.
    pub(crate) async fn describe(&self) -> Result<String, LoadError> {
        let mut session = self.connect().await?;
        session.describe().await.map_err(|source| self.open_error(source))
    }

    /// Does something that may be done again, until the connection lasts to its end.
    async fn patiently<T, F>(
        &self,
        context: &StepContext,
        mut session: Option<S>,
        work: impl Fn(S) -> F + Send + Sync,
    ) -> Result<T, LoadError>
    where
        F: Future<Output = Result<T, LoadError>> + Send,
    {
        let mut retry = Retry::new();
        let mut left_behind: Option<(u64, Instant)> = None;
        loop {
            let error = match session.take() {
                Some(session) => {
                    let this = (session.id(), Instant::now());
                    let result = tokio::select! {
                        result = work(session) => result,
                        // What was begun is undone by the server, or found by the next execution.
                        () = context.halt.cancelled() => return Err(LoadError::Stopped),
                    };
                    match result {
                        Err(error) if error.is_connection_lost() => {
                            left_behind = Some(this);
                            context.count_lost_connection();
                            error
                        }
                        result => return result,
                    }
                }
                None => match self.connect_after(left_behind).await {
                    Ok(connected) => {
                        session = Some(connected);
                        continue;
                    }
                    Err(error) => error,
                },
            };
            if !error.is_connection_lost() || !retry.may_reconnect() {
                return Err(error);
            }
            tracing::warn!(error = chain(&error), "connecting again");
            retry.pause(&context.halt).await?;
        }
    }

    /// Connects, and ends a session of ours that the server may not know to be over, with all its locks.
    async fn connect_after(&self, left_behind: Option<(u64, Instant)>) -> Result<S, LoadError> {
        let mut session = self.connect().await?;
        if let Some((id, began)) = left_behind {
            session.end_session(id, Some(began.elapsed())).await.map_err(|source| self.open_error(source))?;
        }
        Ok(session)
    }

    async fn connect(&self) -> Result<S, LoadError> {
        S::connect(&self.address).await.map_err(|source| self.open_error(source))
    }

    fn open_error(&self, source: ServerFailure) -> LoadError {
        LoadError::Open { target: self.name.clone(), source: source.into() }
    }
}

impl<S: Catalogue> StepTarget for ServerTarget<S> {
    type Chunk = EncodedChunk;
    type Writer = ServerWriter<S>;

    async fn check(&self, load: &TableLoad, again: bool, context: &StepContext) -> Result<(), LoadError> {
        let session = self.connect().await?;
        self.patiently(context, Some(session), |mut session| async move {
            prepare::check(&mut session, load, again, context).await
        })
        .await
    }

    async fn prepare(
        &self,
        load: TableLoad,
        again: bool,
        context: &StepContext,
    ) -> Result<(TableLoad, Vec<Checkpoint>), LoadError> {
        // A server that is not there is said at once; one that goes away is waited for.
        let session = self.connect().await?;
        let load = &load;
        self.patiently(context, Some(session), |mut session| async move {
            prepare::prepare(&mut session, load.clone(), again, context).await
        })
        .await
    }

    async fn claim(
        &self,
        load: &Arc<TableLoad>,
        partition: usize,
        context: &Arc<StepContext>,
    ) -> Result<ServerWriter<S>, LoadError> {
        ServerWriter::claim(Arc::clone(&self.address), Arc::clone(load), partition, Arc::clone(context)).await
    }

    fn encode(load: &TableLoad, rows: Range<u64>, context: &StepContext) -> EncodedChunk {
        let is_insert = load.method == contract::LoadMethod::Insert || context.is_insert_only();
        EncodedChunk::encode(load, rows, S::DIALECT, is_insert)
    }

    async fn is_loaded(&self, load: &TableLoad) -> Result<bool, LoadError> {
        let mut session = self.connect().await?;
        let failed =
            |source: ServerFailure| LoadError::Verify { table: load.name.clone(), source: source.into() };
        checkpoint::is_complete(&mut session, load).await.map_err(failed)
    }

    async fn finish(&self, load: &TableLoad, context: &StepContext) -> Result<(), LoadError> {
        self.patiently(context, None, |mut session| async move { finish::finish(&mut session, load).await })
            .await
    }

    async fn finish_tables(&self, load: &TableLoad, context: &StepContext) -> Result<(), LoadError> {
        self.patiently(
            context,
            None,
            |mut session| async move { finish::finish_tables(&mut session, load).await },
        )
        .await
    }

    async fn verify(&self, load: &TableLoad, context: &StepContext) -> Result<Verified, LoadError> {
        self.patiently(context, None, |mut session| async move { verify::verify(&mut session, load).await })
            .await
    }

    async fn statistics(
        &self,
        load: &TableLoad,
        rows: u64,
        context: &StepContext,
    ) -> Result<TableStatistics, LoadError> {
        self.patiently(context, None, |mut session| async move {
            let found = session.statistics(&load.name, rows).await;
            found.map_err(|source| LoadError::Verify { table: load.name.clone(), source: source.into() })
        })
        .await
    }
}
