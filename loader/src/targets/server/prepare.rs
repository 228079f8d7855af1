//! Making a table and its checkpoints ready, or finding them from an earlier execution.

use std::collections::BTreeSet;

use contract::{CheckLevel, LoadMode};
use generator::quote_identifier;

use super::{
    catalogue::{Catalogue, Reference, fingerprint},
    checkpoint::{self, Known, Whose},
    failure::{FailureClass, ServerFailure},
    probe,
    schema::{self, TableStatements},
    session::{STATEMENT_PATIENCE, TABLE_PATIENCE},
};
use crate::{
    context::StepContext,
    error::LoadError,
    fault::FaultPoint,
    plan::TableLoad,
    targets::{Checkpoint, header::Header},
};

/// See [`StepTarget::prepare`](crate::targets::StepTarget::prepare).
pub(super) async fn prepare<S: Catalogue>(
    session: &mut S,
    mut load: TableLoad,
    again: bool,
    context: &StepContext,
) -> Result<(TableLoad, Vec<Checkpoint>), LoadError> {
    load.epoch = checkpoint::new_epoch();
    let mut preparing = Preparing { session, load, context, is_begun: false };
    if !preparing.find_checkpoint_tables().await? {
        return probe::prepare(preparing.session, preparing.load, again, context).await;
    }
    FaultPoint::PrepareBegun.pass();
    let mut known = preparing.known_plan().await?;
    // A load of which nothing is committed is new already; its first transaction may be one whose end we did not hear of.
    if again
        && preparing.committed().await? > 0
        && let Some(known) = known.take()
    {
        preparing.remove_old(&known).await?;
    }
    let checkpoints = match known {
        Some(known) => preparing.resume(&known).await?,
        None => preparing.begin().await?,
    };
    FaultPoint::PrepareCommitted.pass();
    Ok((preparing.load, checkpoints))
}

/// Refuses what [`prepare`] would refuse, before it has dropped or changed anything of this or another table.
pub(super) async fn check<S: Catalogue>(
    session: &mut S,
    load: &TableLoad,
    again: bool,
    context: &StepContext,
) -> Result<(), LoadError> {
    let mut preparing = Preparing { session, load: load.clone(), context, is_begun: false };
    let failed = preparing.failed();
    let has_checkpoints = checkpoint::are_there(preparing.session).await.map_err(&failed)?;
    let columns = preparing.session.columns(&load.name).await.map_err(&failed)?;
    if columns.is_empty() {
        return statements(preparing.session, load).await.map(|_| ());
    }
    let known = if has_checkpoints {
        checkpoint::read_known(preparing.session, load).await.map_err(&failed)?
    } else {
        None
    };
    match known {
        Some(known) if !again => known.header.take_over(&mut preparing.load),
        Some(known) => {
            preparing.check_removable(&known).await?;
            preparing.check_references().await.map(drop)
        }
        None if load.mode == LoadMode::Replace => preparing.check_references().await.map(drop),
        None if load.mode == LoadMode::Create => {
            let rows = count(preparing.session, &load.name).await.map_err(&failed)?;
            if rows > 0 { Err(LoadError::TableExists { table: load.name.clone(), rows }) } else { Ok(()) }
        }
        None => Ok(()),
    }
}

/// How many rows a table has.
pub(super) async fn count<S: Catalogue>(session: &mut S, table: &str) -> Result<u64, ServerFailure> {
    let sql = format!("SELECT COUNT(*) FROM {}", quote_identifier(S::DIALECT, table));
    let rows = session.query(&sql, TABLE_PATIENCE).await?;
    Ok(rows.first().map_or(0, |row| checkpoint::number(row, 0)))
}

/// The statements for a load's table, and which parents the target has.
pub(super) async fn statements<S: Catalogue>(
    session: &mut S,
    load: &TableLoad,
) -> Result<TableStatements, LoadError> {
    let failed =
        |source: ServerFailure| LoadError::Prepare { table: load.name.clone(), source: source.into() };
    let tables = &load.dataset.spec().tables;
    let mut there = BTreeSet::new();
    for key in crate::targets::keys::foreign_keys(load.table().spec(), tables) {
        if !session.columns(key.parent).await.map_err(failed)?.is_empty() {
            there.insert(key.parent.to_owned());
        }
    }
    let server = session.server().clone();
    schema::statements(load, &server, |parent| there.contains(parent))
}

struct Preparing<'a, S> {
    session: &'a mut S,
    load: TableLoad,
    context: &'a StepContext,
    /// Whether an earlier execution was about to make the table, or has made it, and was then cut off.
    is_begun: bool,
}

impl<S: Catalogue> Preparing<'_, S> {
    fn failed(&self) -> impl Fn(ServerFailure) -> LoadError + use<S> {
        let table = self.load.name.clone();
        move |source| LoadError::Prepare { table: table.clone(), source: source.into() }
    }

    /// Whether there are tables for checkpoints; where they are missing they are made, if the account may do so.
    async fn find_checkpoint_tables(&mut self) -> Result<bool, LoadError> {
        let failed = self.failed();
        // One process at a time makes them, and one makes this table ready.
        self.session.lock_name("checkpoints").await.map_err(&failed)?;
        if !checkpoint::are_there(self.session).await.map_err(&failed)? {
            match checkpoint::create_tables(self.session).await {
                Err(failure) if failure.class == FailureClass::Forbidden => {
                    self.session.unlock_name("checkpoints").await.map_err(&failed)?;
                    return Ok(false);
                }
                result => result.map_err(&failed)?,
            }
        }
        self.session.unlock_name("checkpoints").await.map_err(&failed)?;
        self.session.lock_name(&format!("table {}", self.load.name)).await.map_err(&failed)?;
        Ok(true)
    }

    /// The plan of an earlier execution whose table is still there.
    async fn known_plan(&mut self) -> Result<Option<Known>, LoadError> {
        let failed = self.failed();
        let Some(known) = checkpoint::read_known(self.session, &self.load).await.map_err(&failed)? else {
            return Ok(None);
        };
        self.is_begun = known.definition.is_empty();
        if self.is_begun {
            return Ok(None);
        }
        if self.session.columns(&self.load.name).await.map_err(&failed)?.is_empty() {
            // Whoever dropped the table has undone what the checkpoints count.
            checkpoint::forget(self.session, &self.load, Whose::ThisLoad).await.map_err(&failed)?;
            return Ok(None);
        }
        Ok(Some(known))
    }

    /// Rows that the checkpoints count.
    async fn committed(&mut self) -> Result<u64, LoadError> {
        let failed = self.failed();
        let counted = checkpoint::read_all(self.session, &self.load).await.map_err(&failed)?;
        let counted = Checkpoint::total(&counted);
        Ok(counted.committed + counted.skipped)
    }

    /// Refuses to take back rows that cannot be told from others, or are not all of this load.
    async fn check_removable(&mut self, known: &Known) -> Result<(), LoadError> {
        let failed = self.failed();
        let table = self.load.name.clone();
        if self.load.mode == LoadMode::Append {
            return Err(LoadError::AppendAgain { table });
        }
        let rows = count(self.session, &table).await.map_err(&failed)?;
        let ours = Checkpoint::total(&checkpoint::read_all(self.session, &self.load).await.map_err(&failed)?);
        if self.load.mode != LoadMode::Replace && (known.header.rows_before > 0 || rows > ours.committed) {
            // Rows of others are in the table, and only `replace` says that they may go.
            return Err(LoadError::TableExists { table, rows });
        }
        Ok(())
    }

    /// Takes back what an earlier execution has loaded.
    async fn remove_old(&mut self, known: &Known) -> Result<(), LoadError> {
        self.check_removable(known).await?;
        if known.is_created || self.load.mode == LoadMode::Replace {
            return self.drop_table().await;
        }
        // A table that somebody else has made stays as it was made.
        let failed = self.failed();
        let sql = format!("DELETE FROM {}", quote_identifier(S::DIALECT, &self.load.name));
        self.session.execute(&sql, TABLE_PATIENCE).await.map_err(&failed)?;
        checkpoint::forget(self.session, &self.load, Whose::ThisLoad).await.map_err(&failed)
    }

    /// The foreign keys that refer to the table. Refuses to drop one that others refer to which stay.
    async fn check_references(&mut self) -> Result<Vec<Reference>, LoadError> {
        let failed = self.failed();
        let references = self.session.references(&self.load.name).await.map_err(&failed)?;
        match references.iter().find(|reference| !self.load.order.contains(&reference.table)) {
            Some(reference) => {
                Err(LoadError::Referenced { table: self.load.name.clone(), by: reference.table.clone() })
            }
            None => Ok(references),
        }
    }

    /// Drops the table, and all that is known of loads into it. Checkpoints go first: nobody counts rows that are gone.
    async fn drop_table(&mut self) -> Result<(), LoadError> {
        let references = self.check_references().await?;
        let failed = self.failed();
        let quote = |name: &str| quote_identifier(S::DIALECT, name);
        checkpoint::forget(self.session, &self.load, Whose::Everyones).await.map_err(&failed)?;
        // The tables that refer to this one are of this load, and are replaced after it.
        for reference in references.iter().filter(|reference| reference.table != self.load.name) {
            let kind = if S::DIALECT == generator::Dialect::MySql { "FOREIGN KEY" } else { "CONSTRAINT" };
            let (table, constraint) = (quote(&reference.table), quote(&reference.constraint));
            let sql = format!("ALTER TABLE {table} DROP {kind} {constraint}");
            self.session.execute(&sql, TABLE_PATIENCE).await.map_err(&failed)?;
        }
        let sql = format!("DROP TABLE IF EXISTS {}", quote(&self.load.name));
        self.session.execute(&sql, TABLE_PATIENCE).await.map_err(&failed)?;
        Ok(())
    }

    /// Takes the plan of the earlier execution over, if the table is as its checkpoints say.
    async fn resume(&mut self, known: &Known) -> Result<Vec<Checkpoint>, LoadError> {
        let failed = self.failed();
        let table = self.load.name.clone();
        known.header.take_over(&mut self.load)?;
        self.load.is_created = known.is_created;
        let columns = self.session.columns(&table).await.map_err(&failed)?;
        if fingerprint(&columns) != known.definition {
            return Err(LoadError::DefinitionChanged { table });
        }
        let checkpoints = self.claim_all().await?;
        let committed = Checkpoint::total(&checkpoints).committed;
        let found = count(self.session, &table).await.map_err(&failed)?;
        let expected = known.header.rows_before + committed;
        if found != expected {
            self.session.execute("ROLLBACK", STATEMENT_PATIENCE).await.map_err(&failed)?;
            return Err(LoadError::TableChanged { table, expected, found });
        }
        FaultPoint::PrepareWritten.pass();
        self.session.execute("COMMIT", STATEMENT_PATIENCE).await.map_err(&failed)?;
        Ok(checkpoints)
    }

    /// Locks every checkpoint in a transaction that is left open. A session that holds one for too long is one that nobody
    /// hears of any more: it is ended.
    async fn claim_all(&mut self) -> Result<Vec<Checkpoint>, LoadError> {
        let failed = self.failed();
        self.session.execute("START TRANSACTION", STATEMENT_PATIENCE).await.map_err(&failed)?;
        let failure = match checkpoint::claim_all(self.session, &self.load).await {
            Ok(checkpoints) => return Ok(checkpoints),
            Err(failure) if failure.class == FailureClass::Locked => failure,
            Err(failure) => return Err(failed(failure)),
        };
        self.session.execute("ROLLBACK", STATEMENT_PATIENCE).await.map_err(&failed)?;
        for id in checkpoint::sessions(self.session, &self.load).await.map_err(&failed)? {
            tracing::warn!(session = id, %failure, "a session holds the checkpoint, and is ended");
            self.session.end_session(id, None).await.map_err(&failed)?;
        }
        self.session.execute("START TRANSACTION", STATEMENT_PATIENCE).await.map_err(&failed)?;
        checkpoint::claim_all(self.session, &self.load).await.map_err(&failed)
    }

    /// Creates the table as the mode asks, and the checkpoints of a first execution.
    async fn begin(&mut self) -> Result<Vec<Checkpoint>, LoadError> {
        let failed = self.failed();
        // In PostgreSQL all of this is one transaction; in MySQL a table is there at once.
        if S::TRANSACTIONAL_SCHEMA {
            self.session.execute("START TRANSACTION", STATEMENT_PATIENCE).await.map_err(&failed)?;
        }
        if self.load.mode == LoadMode::Replace {
            self.drop_table().await?;
        }
        let mut rows_before = 0;
        let is_there = !self.session.columns(&self.load.name).await.map_err(&failed)?.is_empty();
        if is_there {
            rows_before = count(self.session, &self.load.name).await.map_err(&failed)?;
        }
        // A table that we had begun to make is ours for as long as nobody else has put rows into it.
        self.load.is_created = !is_there || (self.is_begun && rows_before == 0);
        if !is_there {
            self.create_table().await?;
        } else if !self.load.is_created {
            self.check_table(rows_before).await?;
        }
        let columns = self.session.columns(&self.load.name).await.map_err(&failed)?;
        if !S::TRANSACTIONAL_SCHEMA {
            self.session.execute("START TRANSACTION", STATEMENT_PATIENCE).await.map_err(&failed)?;
        }
        checkpoint::forget(self.session, &self.load, Whose::ThisLoad).await.map_err(&failed)?;
        let known = self.known(rows_before, fingerprint(&columns));
        checkpoint::write_known(self.session, &self.load, &known).await.map_err(&failed)?;
        checkpoint::write_checkpoints(self.session, &self.load).await.map_err(&failed)?;
        FaultPoint::PrepareWritten.pass();
        self.session.execute("COMMIT", STATEMENT_PATIENCE).await.map_err(&failed)?;
        Ok(vec![Checkpoint { committed: 0, skipped: 0 }; self.load.partitions.len()])
    }

    fn known(&self, rows_before: u64, definition: String) -> Known {
        Known { header: Header::of(&self.load, rows_before), is_created: self.load.is_created, definition }
    }

    async fn create_table(&mut self) -> Result<(), LoadError> {
        let failed = self.failed();
        let statements = statements(self.session, &self.load).await?;
        for note in statements.notes {
            self.context.note(note);
        }
        if !self.is_begun {
            // An execution that is cut off behind CREATE TABLE leaves a table that the next one knows for its own.
            let known = self.known(0, String::new());
            checkpoint::write_known(self.session, &self.load, &known).await.map_err(&failed)?;
        }
        for statement in statements.create {
            self.session.execute(&statement, STATEMENT_PATIENCE).await.map_err(&failed)?;
        }
        Ok(())
    }

    /// Refuses a table that is there and cannot take the rows.
    async fn check_table(&mut self, rows: u64) -> Result<(), LoadError> {
        let table = self.load.name.clone();
        if self.load.mode == LoadMode::Create && rows > 0 {
            return Err(LoadError::TableExists { table, rows });
        }
        for check in first_execution_checks(self.session, &self.load).await? {
            match check.level {
                CheckLevel::Error => {
                    return Err(LoadError::Preflight { table, code: check.code, reason: check.message });
                }
                CheckLevel::Note => self.context.note(format!("{table}: {}", check.message)),
                CheckLevel::Fine => {}
            }
        }
        Ok(())
    }
}

/// What is to be known of a table that is there before the first row of a load.
pub(super) async fn first_execution_checks<S: Catalogue>(
    session: &mut S,
    load: &TableLoad,
) -> Result<Vec<contract::Check>, LoadError> {
    let failed =
        |source: ServerFailure| LoadError::Prepare { table: load.name.clone(), source: source.into() };
    let mut checks = existing_table_checks(session, load).await?;
    checks.extend(probe::overlap(session, load).await.map_err(failed)?);
    Ok(checks)
}

/// What is to be known of a table that is there: those of the server, and whether it has the columns.
pub(super) async fn existing_table_checks<S: Catalogue>(
    session: &mut S,
    load: &TableLoad,
) -> Result<Vec<contract::Check>, LoadError> {
    let failed =
        |source: ServerFailure| LoadError::Prepare { table: load.name.clone(), source: source.into() };
    let columns = session.columns(&load.name).await.map_err(failed)?;
    let is_same = |one: &str, other: &str| match S::DIALECT {
        generator::Dialect::MySql => one.to_lowercase() == other.to_lowercase(),
        _ => one == other,
    };
    for column in load.table().output_columns() {
        let Some(found) = columns.iter().find(|found| is_same(&found.name, column.name)) else {
            return Err(LoadError::ColumnMissing {
                table: load.name.clone(),
                column: column.name.to_owned(),
            });
        };
        let kind = found.definition.split(['(', ' ']).next().unwrap_or_default();
        let odd = match kind {
            "float" | "real" => Some("keeps seven digits, and would round what it is given; make it DOUBLE"),
            "bit" => Some("is BIT, which takes a number for text; make it an integer or BOOLEAN"),
            _ => None,
        };
        if let Some(odd) = odd {
            let reason = format!("column `{}` {odd}, remove it from the spec, or hide it", found.name);
            return Err(LoadError::Preflight {
                table: load.name.clone(),
                code: "column_type".to_owned(),
                reason,
            });
        }
        if found.is_computed {
            let reason = format!(
                "column `{}` is computed by the database; remove it from the spec, or hide it",
                found.name
            );
            return Err(LoadError::Preflight {
                table: load.name.clone(),
                code: "column_computed".to_owned(),
                reason,
            });
        }
    }
    let is_made = |name: &str| load.table().output_columns().any(|column| is_same(column.name, name));
    if let Some(column) = columns.iter().find(|column| column.needs_value && !is_made(&column.name)) {
        let reason = format!(
            "column `{}` is NOT NULL without a default, and the spec does not make it; add it to the spec, or give it a default",
            column.name
        );
        return Err(LoadError::Preflight {
            table: load.name.clone(),
            code: "column_needed".to_owned(),
            reason,
        });
    }
    session.inspect_table(load).await.map_err(failed)
}
