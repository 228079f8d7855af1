//! The protocol of a load into a database with transactions, the same for all of them.
//!
//! A chunk's rows and its checkpoint are one transaction on a connection that only this partition uses. Whatever happens to that
//! connection, the checkpoint, read under a lock, says what was committed; nothing is guessed.
//!
//! | who | does |
//! |---|---|
//! | [`prepare`] | finds out what is there ([`state`]), makes the table and its checkpoints, gives the execution its number |
//! | [`writer`] | claims a partition and writes its chunks |
//! | [`finish`] | indexes, keys, counters; then what takes the place of what was there ([`publish`]) |
//! | [`verify`] | counts, and reads rows back |
//! | [`records`], [`checkpoint`] | what is written down in the target, and how |
//!
//! Two numbers keep writers apart. `execution` is chosen at random by each `prepare`, which writes it into every checkpoint while it
//! holds all of them: whoever came before finds another number at its next chunk, and ends. `epoch` is chosen at random by each
//! claim: of two that claimed one partition in the same execution, the earlier ends. A connection signs in with its epoch as a named
//! lock of the server, by which the next one finds it, if it has to be ended.

pub(crate) mod catalogue;
pub(crate) mod checkpoint;
mod checksum;
pub(crate) mod counted;
pub(crate) mod encryption;
mod existing;
pub(crate) mod failure;
mod finish;
mod forward_keys;
mod found;
mod header;
mod isolate;
pub(crate) mod literal;
pub(crate) mod partitions;
mod preflight;
mod prepare;
mod probe;
mod publish;
pub(crate) mod records;
mod refusals;
mod retry;
pub(crate) mod rows;
mod sample;
pub(crate) mod schema;
pub(crate) mod server_settings;
pub(crate) mod session;
mod state;
pub(crate) mod stored_type;
mod verify;
mod writer;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use contract::{Check, RejectedRow, TableStatistics};

use self::{
    catalogue::{Catalogue, Rows},
    counted::Counted,
    failure::ServerFailure,
    retry::Retry,
    server_settings::{Changer, SettingsChanger},
    session::{Purpose, Session, set_all, set_one},
};
pub(crate) use self::{
    found::count,
    prepare::Ready,
    rows::EncodedRows,
    session::{Flavour, RowForm},
    writer::PartitionWriter,
};
use crate::{
    error::{LoadError, chain},
    limits::{PREFLIGHT_PATIENCE, PREFLIGHT_STATEMENT},
    plan::TableLoad,
    run::StepContext,
};

/// How far a partition is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Checkpoint {
    /// Rows committed.
    pub(crate) committed: u64,
    /// Rows that the database refused.
    pub(crate) skipped: u64,
}

impl Checkpoint {
    /// The sum of some.
    pub(crate) fn total(checkpoints: &[Self]) -> Self {
        Self {
            committed: checkpoints.iter().map(|checkpoint| checkpoint.committed).sum(),
            skipped: checkpoints.iter().map(|checkpoint| checkpoint.skipped).sum(),
        }
    }

    /// Rows that are done with.
    pub(crate) fn rows(self) -> u64 {
        self.committed + self.skipped
    }
}

/// What was done when the rows of a table were there.
#[derive(Debug, Clone)]
pub(crate) struct Finished {
    /// What was compared; `None` if another program did, or an earlier execution, and the table has been in its place since.
    pub(crate) verified: Option<Verified>,
    pub(crate) finish_time: Duration,
    pub(crate) verify_time: Duration,
}

/// What came out of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Verified {
    pub(crate) verification: contract::Verification,
    /// All rows of the table, those that were there before among them.
    pub(crate) rows_in_table: u64,
}

/// A database that loads go into.
#[derive(Debug)]
pub(crate) struct Database<S: Session> {
    name: String,
    address: S::Address,
}

impl<S: Session> Clone for Database<S> {
    fn clone(&self) -> Self {
        Self { name: self.name.clone(), address: self.address.clone() }
    }
}

impl<S: Catalogue> Database<S> {
    pub(crate) fn new(name: &str, address: S::Address) -> Self {
        Self { name: name.to_owned(), address }
    }

    /// Where the database is.
    pub(crate) fn address(&self) -> &S::Address {
        &self.address
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Name and version of the database, and what else is to be known of it.
    pub(crate) async fn inspect(&self) -> Result<(String, Vec<Check>), LoadError> {
        let mut session = self.connect(Purpose::Look).await?;
        let checks = session.inspect_server().await.map_err(|source| self.open_error(source))?;
        Ok((session.server().text.clone(), checks))
    }

    /// Everything that can be known of a load before it begins.
    pub(crate) async fn preflight(&self, loads: &[TableLoad], again: bool) -> Result<Vec<Check>, LoadError> {
        S::refuse_shared_connections(&self.address).await.map_err(|source| self.open_error(source))?;
        let mut session = self.connect(Purpose::Look).await?;
        preflight::preflight(&mut session, loads, again).await
    }

    /// The rows of loads, by their names and tables, that were refused; at most 10,000.
    pub(crate) async fn rejected(&self, loads: &[(String, String)]) -> Result<Vec<RejectedRow>, LoadError> {
        // A file that has gone is no file without refused rows.
        let mut session = self.connect(Purpose::Continue).await?;
        let failed =
            |source: ServerFailure| LoadError::Verify { table: String::new(), source: source.into() };
        checkpoint::rejected(&mut session, loads).await.map_err(failed)
    }

    /// CREATE TABLE statements for the tables of the database.
    pub(crate) async fn describe(&self) -> Result<String, LoadError> {
        let mut session = self.connect(Purpose::Look).await?;
        session.describe().await.map_err(|source| self.open_error(source))
    }

    /// The tables of the database, and about how many rows each has, as far as that can be told within [`PREFLIGHT_PATIENCE`].
    pub(crate) async fn table_rows(&self) -> Result<Vec<(String, u64)>, LoadError> {
        let mut session = self.connect(Purpose::Look).await?;
        let start = Instant::now();
        let mut rows = Vec::new();
        for table in session.table_names().await.map_err(|source| self.open_error(source))? {
            if start.elapsed() > PREFLIGHT_PATIENCE {
                break;
            }
            // A table that cannot be counted is one whose rows are not known.
            if let Ok(Rows::Counted(count) | Rows::About(count)) =
                session.estimate(&table, PREFLIGHT_STATEMENT).await
            {
                rows.push((table, count));
            }
        }
        Ok(rows)
    }

    /// Whether the database has a table or view of this name.
    pub(crate) async fn has_table(&self, table: &str) -> Result<bool, LoadError> {
        let mut session = self.connect(Purpose::Look).await?;
        let columns = session.columns(table).await.map_err(|source| self.open_error(source))?;
        Ok(!columns.is_empty())
    }

    /// Drops the table that a load made, by its name, and what is written down of it; again is harmless. A table that was there before
    /// the load, or that nobody has written down, stays.
    pub(crate) async fn drop_made(&self, job: &str, table: &str) -> Result<(), LoadError> {
        let mut session = self.connect(Purpose::Continue).await?;
        let failed =
            |source: ServerFailure| LoadError::Prepare { table: table.to_owned(), source: source.into() };
        records::drop_made(&mut session, job, table).await.map_err(failed)
    }

    /// What the database counts of its own work.
    pub(crate) async fn counters(&self) -> Result<Counted, LoadError> {
        let mut session = self.connect(Purpose::Look).await?;
        session.counters().await.map_err(|source| self.open_error(source))
    }

    /// Refuses settings of the whole server that it does not have, or this account may not change: the first of them, with why.
    pub(crate) async fn may_change(&self, names: &[String]) -> Result<(), (String, LoadError)> {
        for name in names {
            let failed = |source: ServerFailure| {
                let source = LoadError::ServerSettings { target: self.name.clone(), source: source.into() };
                (name.clone(), source)
            };
            let mut session = self.connect(Purpose::Look).await.map_err(|source| (name.clone(), source))?;
            session.may_change(name).await.map_err(failed)?;
        }
        Ok(())
    }

    /// One who changes settings of the whole server.
    pub(crate) fn settings_changer(&self) -> Box<dyn SettingsChanger> {
        Box::new(Changer::new(self.clone()))
    }

    /// Whether the target still has everything that a load has put there.
    pub(crate) async fn is_loaded(&self, load: &TableLoad) -> Result<bool, LoadError> {
        let mut session = self.connect(Purpose::Look).await?;
        let failed = |source: ServerFailure| LoadError::Verify {
            table: load.name().to_owned(),
            source: source.into(),
        };
        prepare::is_loaded(&mut session, load).await.map_err(failed)
    }

    /// Refuses what [`Self::prepare`] would refuse, before anything is dropped or changed: of several tables none is touched if one
    /// cannot be loaded. Gives the target's own number, where it has one.
    pub(crate) async fn check(
        &self,
        loads: &[TableLoad],
        again: bool,
        context: &StepContext,
    ) -> Result<Option<String>, LoadError> {
        S::refuse_shared_connections(&self.address).await.map_err(|source| self.open_error(source))?;
        // A server that is not there is said at once; one that goes away is waited for.
        let mut session = self.connect(Purpose::Prepare).await?;
        for (name, value) in &context.settings {
            set_one(&mut session, name, value).await.map_err(|source| LoadError::Setting {
                name: name.clone(),
                value: value.clone(),
                source: source.into(),
            })?;
        }
        self.patiently(context, Some(session), |mut session| async move {
            publish::end_begun_swaps(&mut session, loads, again, context).await?;
            prepare::check(&mut session, loads, again).await
        })
        .await
    }

    /// Makes table and checkpoints ready, or finds them from an earlier execution, whose plan is then taken over. With `again`,
    /// whatever an earlier execution left is made anew.
    pub(crate) async fn prepare(
        &self,
        load: TableLoad,
        again: bool,
        context: &StepContext,
    ) -> Result<Ready, LoadError> {
        let load = &load;
        self.patiently(context, None, |mut session| async move {
            prepare::prepare(&mut session, load.clone(), again, context).await
        })
        .await
    }

    /// Takes a partition over from whoever had it, and says how far it is.
    pub(crate) async fn claim(
        &self,
        load: &Arc<TableLoad>,
        partition: usize,
        attempt: u32,
        context: &Arc<StepContext>,
    ) -> Result<PartitionWriter<S>, LoadError> {
        let (address, load, context) = (self.address.clone(), Arc::clone(load), Arc::clone(context));
        PartitionWriter::claim(address, load, partition, attempt, context).await
    }

    /// How rows travel.
    pub(crate) fn row_form(load: &TableLoad, context: &StepContext) -> RowForm {
        match load.options.method {
            contract::LoadMethod::Single => RowForm::Single,
            contract::LoadMethod::Insert => RowForm::Insert,
            _ if context.is_insert_only() => RowForm::Insert,
            _ => RowForm::Bulk,
        }
    }

    /// The partitions of a load that are not complete, and all checkpoints.
    pub(crate) async fn open_partitions(
        &self,
        load: &TableLoad,
        context: &StepContext,
    ) -> Result<checkpoint::Overview, LoadError> {
        self.patiently(context, None, |mut session| async move {
            let found = checkpoint::overview(&mut session, load).await;
            found.map_err(|source| LoadError::Claim { table: load.name().to_owned(), source: source.into() })
        })
        .await
    }

    /// Makes what is made when the rows of a table are there (indexes and keys that were left for then, counters, the database's own
    /// statistics), and compares the table with what was loaded. Again is harmless. Of several programs that share a load one does so,
    /// while the others wait.
    pub(crate) async fn finish(
        &self,
        load: &TableLoad,
        context: &StepContext,
    ) -> Result<Finished, LoadError> {
        self.patiently(context, None, |mut session| async move {
            finish::finish(&mut session, load, context).await
        })
        .await
    }

    /// How large the table is, which has so many rows. What cannot be found out is a note.
    pub(crate) async fn statistics(
        &self,
        load: &TableLoad,
        rows: u64,
        context: &StepContext,
    ) -> Option<TableStatistics> {
        let found = self.patiently(context, None, |mut session| async move {
            let found = session.statistics(load.place(), rows).await;
            found.map_err(|source| LoadError::Verify { table: load.name().to_owned(), source: source.into() })
        });
        match found.await {
            Ok(statistics) => Some(statistics),
            Err(error) => {
                tracing::warn!(
                    table = load.name(),
                    error = chain(&error),
                    "the size of a table cannot be told"
                );
                context.note(format!("{}: its size cannot be told ({})", load.name(), error.told()));
                None
            }
        }
    }

    /// Makes what is made when the rows of all tables are there: foreign keys in a circle; and then puts tables that were made anew
    /// in the place of those that are there. Again is harmless.
    pub(crate) async fn publish(
        &self,
        loads: &[Arc<TableLoad>],
        context: &StepContext,
    ) -> Result<(), LoadError> {
        self.patiently(context, None, |mut session| async move {
            publish::publish(&mut session, loads, context).await
        })
        .await
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
        let mut left_behind: Option<u64> = None;
        loop {
            let error = match session.take() {
                Some(mut session) => {
                    let token = checkpoint::new_epoch();
                    let result = tokio::select! {
                        result = async {
                            session.sign_in(token).await.map_err(|source| self.open_error(source))?;
                            set_all(&mut session, &context.settings).await.map_err(|source| self.open_error(source))?;
                            work(session).await
                        } => result,
                        // What was begun is undone by the server, or found by the next execution.
                        () = context.halt.cancelled() => return Err(LoadError::Stopped),
                    };
                    match result {
                        Err(error) if error.is_connection_lost() => {
                            left_behind = Some(token);
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
    async fn connect_after(&self, left_behind: Option<u64>) -> Result<S, LoadError> {
        let mut session = self.connect(Purpose::Continue).await?;
        if let Some(token) = left_behind {
            session.end_session(token).await.map_err(|source| self.open_error(source))?;
        }
        Ok(session)
    }

    async fn connect(&self, purpose: Purpose) -> Result<S, LoadError> {
        S::connect(&self.address, purpose).await.map_err(|source| self.open_error(source))
    }

    fn open_error(&self, source: ServerFailure) -> LoadError {
        LoadError::Open { target: self.name.clone(), source: source.into() }
    }
}
