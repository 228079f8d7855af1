//! What is there of a load and its table, before anything is decided.

use contract::LoadMode;
use generator::quote_identifier;

use super::{
    Checkpoint,
    catalogue::{Catalogue, CatalogueColumn, fingerprint},
    checkpoint,
    failure::ServerFailure,
    probe::{self, GrowingKey},
    records::{self, Phase, Record},
    session::{Session, TABLE_PATIENCE},
    state::{Begun, Change, Ownership, State},
};
use crate::plan::TableLoad;

/// How closely a load and its table are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// Nothing of what is found changes until the caller's transaction ends.
    Locked,
    /// Rows are counted, and may be others a moment later.
    Counted,
    /// Rows are not counted: what the checkpoints say is believed.
    Believed,
}

/// What is found of a load and its table.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) state: State,
    pub(super) record: Option<Record>,
    pub(super) checkpoints: Vec<Checkpoint>,
    /// Rows of the table, where they were counted.
    pub(super) rows: Option<u64>,
    is_ours_alone: bool,
    /// Whether the record was one of version 1 until now.
    pub(super) is_adopted: bool,
    /// What a person should know.
    pub(super) note: Option<String>,
}

impl Found {
    /// What is known of the table besides its state.
    pub(super) fn ownership(&self) -> Ownership {
        Ownership {
            is_created: self.record.as_ref().is_some_and(|record| record.is_created),
            is_ours_alone: self.is_ours_alone,
            rows: self.rows.unwrap_or(0),
        }
    }

    /// Finds out where there are no records.
    pub(super) async fn unrecorded<S: Catalogue>(
        session: &mut S,
        load: &TableLoad,
    ) -> Result<Self, ServerFailure> {
        let columns = session.columns(load.name()).await?;
        let mut found = Self {
            state: State::Absent,
            record: None,
            checkpoints: Vec::new(),
            rows: None,
            is_ours_alone: false,
            is_adopted: false,
            note: None,
        };
        if !columns.is_empty() {
            // Only whether there are any decides something, and only where a table is to be created.
            let rows = match load.options.mode {
                LoadMode::Create => count(session, load.name()).await?,
                LoadMode::Append | LoadMode::Replace => 0,
            };
            found.rows = (load.options.mode == LoadMode::Create).then_some(rows);
            found.state = State::Foreign(rows);
        }
        Ok(found)
    }

    /// Finds out what is there. A load that was just adopted has the columns that it has.
    pub(super) async fn read<S: Catalogue>(
        session: &mut S,
        load: &mut TableLoad,
        reading: Reading,
        is_adopted: bool,
    ) -> Result<Self, ServerFailure> {
        let is_locked = reading == Reading::Locked;
        let Some(mut record) = records::read(session, load, is_locked).await? else {
            return Self::unrecorded(session, load).await;
        };
        let checkpoints = if is_locked {
            checkpoint::lock_all(session, load).await?
        } else {
            checkpoint::read_all(session, load).await?
        };
        let mut place = record.place(load.name()).to_owned();
        let mut columns = session.columns(&place).await?;
        let mut is_just_placed = false;
        if let Some(working) = record.working.clone().filter(|_| record.phase == Phase::Swapping) {
            // It may have taken its place, and only the records do not say so yet.
            is_just_placed = columns.is_empty() && session.bears_mark(load.name(), &working).await?;
        }
        if is_just_placed {
            record.phase = Phase::Placed;
            record.header.rows_before = 0;
            load.name().clone_into(&mut place);
            columns = session.columns(&place).await?;
        }
        if is_adopted {
            record.definition = fingerprint(&columns);
        }
        let counted = Checkpoint::total(&checkpoints);
        let mut found = Self {
            state: State::Absent,
            record: None,
            checkpoints,
            rows: None,
            is_ours_alone: false,
            is_adopted,
            note: None,
        };
        let is_building = record.working.is_some() && record.phase < Phase::Placed;
        let is_begun = counted.committed == 0 && record.phase < Phase::Swapping;
        found.state = if is_just_placed {
            // Its rows were compared before they came where they belong.
            State::Partial
        } else if is_building && (is_begun || columns.is_empty()) {
            State::Begun(Begun::Building)
        } else if counted.committed == 0 && record.phase < Phase::Verified {
            found.begun(session, load, &columns).await?
        } else if columns.is_empty() {
            State::Dropped
        } else if reading == Reading::Believed && record.header.fits(load) {
            State::Partial
        } else {
            found.compare(session, load, &record, &place, &columns, counted).await?
        };
        found.record = Some(record);
        Ok(found)
    }

    async fn begun<S: Catalogue>(
        &mut self,
        session: &mut S,
        load: &TableLoad,
        columns: &[CatalogueColumn],
    ) -> Result<State, ServerFailure> {
        if columns.is_empty() {
            return Ok(State::Begun(Begun::WithoutTable));
        }
        if load.options.mode != LoadMode::Create {
            return Ok(State::Begun(Begun::WithTable(0)));
        }
        let rows = count(session, load.name()).await?;
        self.rows = Some(rows);
        Ok(State::Begun(Begun::WithTable(rows)))
    }

    /// Compares the table with what the checkpoints count.
    async fn compare<S: Catalogue>(
        &mut self,
        session: &mut S,
        load: &TableLoad,
        record: &Record,
        place: &str,
        columns: &[CatalogueColumn],
        counted: Checkpoint,
    ) -> Result<State, ServerFailure> {
        let is_finished = counted.rows() == load.table().rows() && record.phase == Phase::Complete;
        if load.options.is_shared && !is_finished {
            // Others are at work: what is there changes while it is counted.
            return Ok(State::Partial);
        }
        let (found, expected) = if is_counted_by_key(load) {
            (probe::count_rows(session, load, place, &(0..load.table().rows())).await?, counted.committed)
        } else {
            let rows = count(session, place).await?;
            self.rows = Some(rows);
            let before = record.rows_before();
            // A smaller count is no evidence: others may have added some while some of the load's went.
            self.is_ours_alone = before == 0
                && match GrowingKey::of(load) {
                    Some(_) => {
                        let all = 0..load.table().rows();
                        rows == probe::count_rows(session, load, place, &all).await?
                    }
                    None => rows == counted.committed,
                };
            if rows == 0 { (0, counted.committed) } else { (rows, before + counted.committed) }
        };
        if found == 0 && counted.committed > 0 {
            let is_building = record.working.is_some() && record.phase < Phase::Placed;
            return Ok(if is_building { State::Begun(Begun::Building) } else { State::Emptied });
        }
        if !record.header.fits(load) {
            return Ok(State::Changed(Change::Plan));
        }
        if fingerprint(columns) != record.definition && record.phase < Phase::Placed {
            return Ok(State::Changed(Change::Definition));
        }
        if found > expected && load.options.mode == LoadMode::Append {
            self.note = Some(format!(
                "{}: has {} rows more than before the load and from it: others add rows, too, and cannot be told from the load's",
                load.name(),
                found - expected
            ));
        } else if found != expected {
            return Ok(State::Changed(Change::Rows { expected, found }));
        }
        Ok(if is_finished { State::Complete } else { State::Partial })
    }
}

/// Whether a load's rows are told from others by their keys.
pub(super) fn is_counted_by_key(load: &TableLoad) -> bool {
    load.options.mode == LoadMode::Append && GrowingKey::of(load).is_some()
}

/// How many rows a table has.
pub(crate) async fn count<S: Session>(session: &mut S, table: &str) -> Result<u64, ServerFailure> {
    let sql = format!("SELECT COUNT(*) FROM {}", quote_identifier(S::DIALECT, table));
    let rows = session.query(&sql, TABLE_PATIENCE).await?;
    Ok(rows.first().map_or(0, |row| records::number(row, 0)))
}
