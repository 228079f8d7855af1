//! What is written down in the target itself: `rowmill_target` gives the database a number of its own, `rowmill_load` pins the plan
//! of each load, `rowmill_checkpoint` counts each partition's chunks, `rowmill_rejected` lists the rows that were refused.

use contract::{LoadMode, SCRATCH_PREFIX};
use generator::{Dialect, VALUE_VERSION, hexadecimal, quote_identifier};

use super::{
    catalogue::Catalogue,
    failure::{FailureClass, ServerFailure},
    header::Header,
    literal,
    session::{STATEMENT_PATIENCE, Session, TABLE_PATIENCE, TextRow, begin},
};
use crate::{clock, plan::TableLoad};

/// The version of these tables. Programs of an older version refuse a target of a newer one; those of a newer one change the tables.
pub(crate) const RECORDS_VERSION: u64 = 2;

/// The tables that are Rowmill's own in a target.
pub(crate) const TABLES: [&str; 4] =
    ["rowmill_target", "rowmill_load", "rowmill_checkpoint", "rowmill_rejected"];
/// What settings of the server were that an experiment has changed; there as long as they are changed
/// ([`super::server_settings`]).
pub(crate) const SETTING_TABLE: &str = "rowmill_setting";
/// Those with the columns `job` and `table_name`.
const OF_LOADS: [&str; 3] = ["rowmill_load", "rowmill_checkpoint", "rowmill_rejected"];

/// Whether a table is one of Rowmill's own, or one that it makes on its way to another.
pub(crate) fn is_ours(table: &str) -> bool {
    TABLES.contains(&table)
        || table == SETTING_TABLE
        || table.starts_with("rowmill_new_")
        || table.starts_with("rowmill_old_")
}

/// A table's column with its type, and for a table of version 1 what it is added with.
type Column = (&'static str, &'static str);

const LOAD: [Column; 14] = [
    ("job", "CHAR(32) NOT NULL"),
    ("table_name", "VARCHAR(200) NOT NULL"),
    ("dataset", "CHAR(32) NOT NULL"),
    ("value_version", "INT NOT NULL"),
    ("chunk_rows", "BIGINT NOT NULL"),
    ("bounds", "{text} NOT NULL"),
    ("rows_before", "BIGINT NOT NULL"),
    ("is_created", "SMALLINT NOT NULL"),
    ("definition", "VARCHAR(16) NOT NULL"),
    ("created_at", "VARCHAR(40) NOT NULL"),
    ("mode", "VARCHAR(10) NOT NULL DEFAULT ''"),
    ("phase", "VARCHAR(10) NOT NULL DEFAULT 'loading'"),
    ("working", "VARCHAR(64) NOT NULL DEFAULT ''"),
    ("execution", "BIGINT NOT NULL DEFAULT 0"),
];
const CHECKPOINT: [Column; 9] = [
    ("job", "CHAR(32) NOT NULL"),
    ("table_name", "VARCHAR(200) NOT NULL"),
    ("part", "INT NOT NULL"),
    ("epoch", "BIGINT NOT NULL"),
    ("next_chunk", "BIGINT NOT NULL"),
    ("row_count", "BIGINT NOT NULL"),
    ("skipped", "BIGINT NOT NULL"),
    ("execution", "BIGINT NOT NULL DEFAULT 0"),
    ("attempt", "INT NOT NULL DEFAULT 0"),
];
const REJECTED: [Column; 4] = [
    ("job", "CHAR(32) NOT NULL"),
    ("table_name", "VARCHAR(200) NOT NULL"),
    ("row_index", "BIGINT NOT NULL"),
    ("reason", "{text} NOT NULL"),
];
const TARGET: [Column; 3] =
    [("one", "INT NOT NULL"), ("id", "CHAR(32) NOT NULL"), ("version", "INT NOT NULL")];

/// Columns that had other names in version 1, in SQLite.
const RENAMED: [(&str, &str, &str); 2] =
    [("rowmill_load", "partitions", "bounds"), ("rowmill_rejected", "row", "row_index")];
/// Columns that version 1 had, and nobody fills any more.
const DROPPED: [&str; 2] = ["session_id", "process"];

/// How far a load is in a target's records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Phase {
    /// The table is about to be made, or is made, and nothing else.
    Making,
    /// Rows go in.
    Loading,
    /// All rows are in, and compared.
    Verified,
    /// The table is about to take the place of another, or has just done so: then it bears a mark ([`Catalogue::bears_mark`]).
    Swapping,
    /// The table is in its place, and the other one is gone.
    Placed,
    /// All is done.
    Complete,
}

impl Phase {
    fn name(self) -> &'static str {
        match self {
            Self::Making => "making",
            Self::Loading => "loading",
            Self::Verified => "verified",
            Self::Swapping => "swapping",
            Self::Placed => "placed",
            Self::Complete => "complete",
        }
    }

    fn read(name: &str) -> Self {
        let all = [Self::Making, Self::Verified, Self::Swapping, Self::Placed, Self::Complete];
        all.into_iter().find(|phase| phase.name() == name).unwrap_or(Self::Loading)
    }
}

/// What is known of a load.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Record {
    pub(crate) header: Header,
    /// Whether the load made the table, and so may add indexes and keys to it.
    pub(crate) is_created: bool,
    /// How the table's columns looked when the load began.
    pub(crate) definition: String,
    pub(crate) phase: Phase,
    /// The table that rows go into until it takes the place of the one that is there; `None` if they go there at once.
    pub(crate) working: Option<String>,
    pub(crate) execution: u64,
}

impl Record {
    /// Rows that were in the table where rows go: in one that is made anew, none.
    pub(crate) fn rows_before(&self) -> u64 {
        if self.working.is_some() && self.phase < Phase::Placed { 0 } else { self.header.rows_before }
    }

    /// Where the load's rows are now.
    pub(crate) fn place<'a>(&'a self, table: &'a str) -> &'a str {
        match &self.working {
            Some(working) if self.phase < Phase::Placed => working,
            _ => table,
        }
    }
}

/// The condition that finds a load's rows in the tables that have `job` and `table_name`.
pub(crate) fn of_load<S: Session>(session: &S, load: &TableLoad) -> String {
    of(session, &load.job, load.name())
}

/// The same condition from the name of a load and its table.
pub(crate) fn of<S: Session>(session: &S, job: &str, table: &str) -> String {
    format!(
        "job = {} AND table_name = {}",
        literal::text(S::DIALECT, job),
        literal::text(S::DIALECT, &session.server().fold(table))
    )
}

/// The target's own number, where the tables are there and may be used.
///
/// # Errors
/// Records that a newer program has written; what the database says.
pub(crate) async fn find<S: Session>(session: &mut S) -> Result<Option<String>, ServerFailure> {
    for table in TABLES {
        match session.query(&format!("SELECT 1 FROM {table} WHERE 1 = 0"), STATEMENT_PATIENCE).await {
            Ok(_) => {}
            Err(failure) if matches!(failure.class, FailureClass::Missing | FailureClass::Forbidden) => {
                return Ok(None);
            }
            Err(failure) => return Err(failure),
        }
    }
    let found = session.query("SELECT id, version FROM rowmill_target", STATEMENT_PATIENCE).await?;
    let Some(row) = found.first() else { return Ok(None) };
    if number(row, 1) > RECORDS_VERSION {
        let message = format!(
            "the tables rowmill_… of this database were written by a newer Rowmill (version {} of them, this program knows \
             {RECORDS_VERSION}); use that one, or load into another database or schema",
            number(row, 1)
        );
        return Err(ServerFailure::new(FailureClass::Unsupported, message));
    }
    Ok((number(row, 1) == RECORDS_VERSION).then(|| text(row, 0).to_owned()))
}

/// Makes the tables where they are missing, and changes those of version 1. Whoever calls it is the only one. Gives the target's own
/// number.
pub(crate) async fn create<S: Catalogue>(session: &mut S) -> Result<String, ServerFailure> {
    let (text_type, options) = match S::DIALECT {
        // A checkpoint that a crash may roll back without its rows, or the other way round, is none: InnoDB for both.
        Dialect::MySql => ("MEDIUMTEXT", " ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin"),
        _ => ("TEXT", ""),
    };
    if S::TRANSACTIONAL_SCHEMA {
        begin(session).await?;
    }
    for (table, columns, key) in [
        ("rowmill_load", &LOAD[..], "job, table_name"),
        ("rowmill_checkpoint", &CHECKPOINT[..], "job, table_name, part"),
        ("rowmill_rejected", &REJECTED[..], "job, table_name, row_index"),
        // Last: where it is, the others are as they should be.
        ("rowmill_target", &TARGET[..], "one"),
    ] {
        let there = session.columns(table).await?;
        let definition =
            |(name, sql_type): &Column| format!("{name} {}", sql_type.replace("{text}", text_type));
        if there.is_empty() {
            let columns: Vec<String> = columns.iter().map(definition).collect();
            let sql = format!("CREATE TABLE {table} ({}, PRIMARY KEY ({key})){options}", columns.join(", "));
            session.execute(&sql, STATEMENT_PATIENCE).await?;
            continue;
        }
        let mut names: Vec<String> = there.into_iter().map(|column| column.name).collect();
        for (_, old, new) in RENAMED.iter().filter(|(of, _, _)| *of == table) {
            if let Some(name) = names.iter_mut().find(|name| name == old) {
                let sql = format!("ALTER TABLE {table} RENAME COLUMN \"{old}\" TO {new}");
                session.execute(&sql, STATEMENT_PATIENCE).await?;
                (*new).clone_into(name);
            }
        }
        for column in columns.iter().filter(|(name, _)| !names.iter().any(|there| there == name)) {
            let sql = format!("ALTER TABLE {table} ADD COLUMN {}", definition(column));
            session.execute(&sql, STATEMENT_PATIENCE).await?;
        }
        for name in DROPPED.iter().filter(|name| names.iter().any(|there| there == *name)) {
            session.execute(&format!("ALTER TABLE {table} DROP COLUMN {name}"), STATEMENT_PATIENCE).await?;
        }
    }
    let found = session.query("SELECT id FROM rowmill_target", STATEMENT_PATIENCE).await?;
    let id = match found.first() {
        Some(row) => {
            let sql = format!("UPDATE rowmill_target SET version = {RECORDS_VERSION}");
            session.execute(&sql, STATEMENT_PATIENCE).await?;
            text(row, 0).to_owned()
        }
        None => {
            let id = hexadecimal(&fastrand::u128(..).to_le_bytes());
            let sql = format!(
                "INSERT INTO rowmill_target (one, id, version) VALUES (1, '{id}', {RECORDS_VERSION})"
            );
            session.execute(&sql, STATEMENT_PATIENCE).await?;
            id
        }
    };
    if S::TRANSACTIONAL_SCHEMA {
        session.execute("COMMIT", STATEMENT_PATIENCE).await?;
    }
    Ok(id)
}

/// Gives a load that a program of version 1 has left the name that it has now: names were made from the target's alias then. Tells
/// whether there was one.
pub(crate) async fn adopt<S: Session>(session: &mut S, load: &TableLoad) -> Result<bool, ServerFailure> {
    let (job, dataset) =
        (literal::text(S::DIALECT, &load.job), literal::text(S::DIALECT, &load.plan.dataset));
    let name = literal::text(S::DIALECT, load.name());
    // A table of rows that others made is never what a replacement, or a table of its own, had begun.
    let whose = match load.options.mode {
        LoadMode::Append => "",
        LoadMode::Create => " AND rows_before = 0",
        LoadMode::Replace => " AND is_created = 1 AND rows_before = 0",
    };
    let sql = format!(
        "SELECT job FROM rowmill_load WHERE mode = '' AND dataset = {dataset} AND table_name = {name} AND job <> {job}{whose}"
    );
    let old = session.query(&sql, STATEMENT_PATIENCE).await?;
    // Of several nobody can say which one is meant.
    let [old] = old.as_slice() else { return Ok(false) };
    let old = literal::text(S::DIALECT, text(old, 0));
    let folded = literal::text(S::DIALECT, &session.server().fold(load.name()));
    for table in OF_LOADS {
        let sql = format!(
            "UPDATE {table} SET job = {job}, table_name = {folded} WHERE job = {old} AND table_name = {name}"
        );
        session.execute(&sql, STATEMENT_PATIENCE).await?;
    }
    let sql = format!("UPDATE rowmill_load SET mode = '{}' WHERE {}", mode(load), of_load(session, load));
    session.execute(&sql, STATEMENT_PATIENCE).await.map(|_| true)
}

/// A load's mode as it is written down.
pub(crate) fn mode(load: &TableLoad) -> String {
    format!("{:?}", load.options.mode).to_lowercase()
}

/// Drops the table that a load made, and then what is known of it.
pub(crate) async fn drop_made<S: Session>(
    session: &mut S,
    job: &str,
    table: &str,
) -> Result<(), ServerFailure> {
    if find(session).await?.is_none() {
        return Ok(());
    }
    // The name of a table of an experiment is of one run alone, and another version calls the load of that run otherwise.
    let condition = if table.starts_with(SCRATCH_PREFIX) {
        format!("table_name = {}", literal::text(S::DIALECT, &session.server().fold(table)))
    } else {
        of(session, job, table)
    };
    let sql = format!("SELECT MIN(is_created) FROM rowmill_load WHERE {condition}");
    let found = session.query(&sql, STATEMENT_PATIENCE).await?;
    if found.first().is_none_or(|row| number(row, 0) == 0) {
        return Ok(());
    }
    // The record goes last: as long as it is there, the table is known to be the load's.
    let sql = format!("DROP TABLE IF EXISTS {}", quote_identifier(S::DIALECT, table));
    session.execute(&sql, TABLE_PATIENCE).await?;
    for records in OF_LOADS.into_iter().rev() {
        session.execute(&format!("DELETE FROM {records} WHERE {condition}"), STATEMENT_PATIENCE).await?;
    }
    Ok(())
}

/// Reads what is known of a load, and keeps others from changing it until the transaction ends.
pub(crate) async fn read<S: Session>(
    session: &mut S,
    load: &TableLoad,
    is_locked: bool,
) -> Result<Option<Record>, ServerFailure> {
    let sql = format!(
        "SELECT dataset, value_version, chunk_rows, bounds, rows_before, is_created, definition, phase, working, execution \
         FROM rowmill_load WHERE {}{}",
        of_load(session, load),
        if is_locked { S::FOR_UPDATE } else { "" }
    );
    let rows = session.query(&sql, STATEMENT_PATIENCE).await?;
    Ok(rows.first().map(|row| Record {
        header: Header {
            dataset: text(row, 0).to_owned(),
            value_version: number(row, 1).try_into().unwrap_or(0),
            chunk_rows: number(row, 2),
            bounds: Header::read_bounds(text(row, 3)),
            rows_before: number(row, 4),
        },
        is_created: number(row, 5) != 0,
        definition: text(row, 6).to_owned(),
        // In version 1 a load without a definition was one whose table was about to be made.
        phase: if text(row, 6).is_empty() { Phase::Making } else { Phase::read(text(row, 7)) },
        working: Some(text(row, 8)).filter(|working| !working.is_empty()).map(str::to_owned),
        execution: number(row, 9),
    }))
}

/// Writes down what is known of a load, in place of what was.
pub(crate) async fn write<S: Session>(
    session: &mut S,
    load: &TableLoad,
    rows_before: u64,
    definition: &str,
    phase: Phase,
) -> Result<(), ServerFailure> {
    let quote = |text: &str| literal::text(S::DIALECT, text);
    let condition = of_load(session, load);
    session.execute(&format!("DELETE FROM rowmill_load WHERE {condition}"), STATEMENT_PATIENCE).await?;
    let values = [
        quote(&load.job),
        quote(&session.server().fold(load.name())),
        quote(&load.plan.dataset),
        VALUE_VERSION.to_string(),
        load.plan.chunk_rows.to_string(),
        quote(&Header::bounds_text(&load.plan.bounds)),
        rows_before.to_string(),
        u8::from(load.prepared.is_created).to_string(),
        quote(definition),
        quote(&clock::now()),
        quote(&mode(load)),
        quote(phase.name()),
        quote(load.prepared.working.as_deref().unwrap_or_default()),
        load.prepared.execution.to_string(),
    ];
    let names: Vec<&str> = LOAD.iter().map(|(name, _)| *name).collect();
    let sql = format!("INSERT INTO rowmill_load ({}) VALUES ({})", names.join(", "), values.join(", "));
    session.execute(&sql, STATEMENT_PATIENCE).await.map(|_| ())
}

/// Notes how far a load is, if it is still this execution's; whether it is.
pub(crate) async fn set_phase<S: Session>(
    session: &mut S,
    load: &TableLoad,
    phase: Phase,
) -> Result<bool, ServerFailure> {
    let condition = format!("{} AND execution = {}", of_load(session, load), load.prepared.execution);
    // What was in a table that is replaced is no part of the new one.
    let before = if phase >= Phase::Placed && load.prepared.is_created { ", rows_before = 0" } else { "" };
    let sql = format!("UPDATE rowmill_load SET phase = '{}'{before} WHERE {condition}", phase.name());
    session.execute(&sql, STATEMENT_PATIENCE).await?;
    let sql = format!("SELECT 1 FROM rowmill_load WHERE {condition}");
    Ok(!session.query(&sql, STATEMENT_PATIENCE).await?.is_empty())
}

/// A load whose table is about to take the place of another, or has done so without noting it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BegunSwap {
    pub(crate) job: String,
    pub(crate) working: String,
    /// How many rows the table that is replaced may have; `None` if all of them may go.
    pub(crate) most_rows: Option<u64>,
}

/// The loads into a load's table, itself among them, that are at this point.
pub(crate) async fn begun_swaps<S: Session>(
    session: &mut S,
    load: &TableLoad,
) -> Result<Vec<BegunSwap>, ServerFailure> {
    let sql = format!(
        "SELECT job, working, mode, rows_before FROM rowmill_load WHERE table_name = {} AND phase = '{}' AND working <> ''",
        literal::text(S::DIALECT, &session.server().fold(load.name())),
        Phase::Swapping.name()
    );
    let rows = session.query(&sql, STATEMENT_PATIENCE).await?;
    let begun = |row: &TextRow| BegunSwap {
        job: text(row, 0).to_owned(),
        working: text(row, 1).to_owned(),
        most_rows: (text(row, 2) == "create").then(|| number(row, 3)),
    };
    Ok(rows.iter().map(begun).collect())
}

/// Notes that a load's table is in its place and that nothing is left to do, whoever's execution it is.
pub(crate) async fn end_swap<S: Session>(
    session: &mut S,
    job: &str,
    load: &TableLoad,
) -> Result<(), ServerFailure> {
    let sql = format!(
        "UPDATE rowmill_load SET phase = '{}', rows_before = 0 WHERE {} AND phase = '{}'",
        Phase::Complete.name(),
        of(session, job, load.name()),
        Phase::Swapping.name()
    );
    session.execute(&sql, STATEMENT_PATIENCE).await.map(|_| ())
}

/// Notes how the columns of a load's table look.
pub(crate) async fn set_definition<S: Session>(
    session: &mut S,
    load: &TableLoad,
    definition: &str,
) -> Result<(), ServerFailure> {
    let sql = format!(
        "UPDATE rowmill_load SET definition = {} WHERE {}",
        literal::text(S::DIALECT, definition),
        of_load(session, load)
    );
    session.execute(&sql, STATEMENT_PATIENCE).await.map(|_| ())
}

/// Removes checkpoints and refused rows of a load; what is known of it otherwise stays.
pub(crate) async fn forget_progress<S: Session>(
    session: &mut S,
    load: &TableLoad,
) -> Result<(), ServerFailure> {
    let condition = of_load(session, load);
    for table in ["rowmill_checkpoint", "rowmill_rejected"] {
        session.execute(&format!("DELETE FROM {table} WHERE {condition}"), STATEMENT_PATIENCE).await?;
    }
    Ok(())
}

/// Another load that goes into the same table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OtherLoad {
    pub(crate) job: String,
    pub(crate) dataset: String,
    pub(crate) mode: String,
    pub(crate) committed: u64,
    /// Rows that it has in all.
    pub(crate) rows: u64,
    pub(crate) working: Option<String>,
}

/// The other loads that go into a load's table.
pub(crate) async fn others<S: Session>(
    session: &mut S,
    load: &TableLoad,
) -> Result<Vec<OtherLoad>, ServerFailure> {
    let sql = format!(
        "SELECT dataset, mode, bounds, working, phase, job, \
         (SELECT SUM(row_count + skipped) FROM rowmill_checkpoint WHERE rowmill_checkpoint.job = rowmill_load.job \
          AND rowmill_checkpoint.table_name = rowmill_load.table_name) \
         FROM rowmill_load WHERE {}",
        of_others(session, load)
    );
    let rows = session.query(&sql, STATEMENT_PATIENCE).await?;
    let other = |row: &TextRow| OtherLoad {
        job: text(row, 5).to_owned(),
        dataset: text(row, 0).to_owned(),
        mode: text(row, 1).to_owned(),
        committed: number(row, 6),
        rows: Header::read_bounds(text(row, 2)).last().copied().unwrap_or(0),
        working: Some(text(row, 3))
            .filter(|working| !working.is_empty() && Phase::read(text(row, 4)) < Phase::Placed)
            .map(str::to_owned),
    };
    Ok(rows.iter().map(other).collect())
}

/// Fences all other loads into a load's table, when their chunks that are under way have ended. What they have committed stays known:
/// they go on if they are started again.
pub(crate) async fn fence_others<S: Session>(session: &mut S, load: &TableLoad) -> Result<(), ServerFailure> {
    let condition = of_others(session, load);
    // No execution has this number.
    for table in ["rowmill_checkpoint", "rowmill_load"] {
        let sql = format!("UPDATE {table} SET execution = 0 WHERE {condition}");
        session.execute(&sql, STATEMENT_PATIENCE).await?;
    }
    Ok(())
}

/// Removes what is known of all other loads into a load's table.
pub(crate) async fn forget_others<S: Session>(
    session: &mut S,
    load: &TableLoad,
) -> Result<(), ServerFailure> {
    let condition = of_others(session, load);
    for table in OF_LOADS {
        session.execute(&format!("DELETE FROM {table} WHERE {condition}"), STATEMENT_PATIENCE).await?;
    }
    Ok(())
}

fn of_others<S: Session>(session: &S, load: &TableLoad) -> String {
    format!(
        "table_name = {} AND job <> {}",
        literal::text(S::DIALECT, &session.server().fold(load.name())),
        literal::text(S::DIALECT, &load.job)
    )
}

/// A number that a query of ours gives; what is no number is 0.
pub(crate) fn number(row: &TextRow, column: usize) -> u64 {
    text(row, column).parse().unwrap_or(0)
}

/// A text that a query of ours gives; NULL is empty.
pub(crate) fn text(row: &TextRow, column: usize) -> &str {
    row.get(column).and_then(Option::as_deref).unwrap_or_default()
}
