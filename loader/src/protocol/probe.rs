//! Loads where no checkpoint table may be created: the rows themselves say how far they are.
//!
//! Keys that grow with the row make a chunk an interval of keys, and a chunk is committed whole or not at all: so an interval
//! holds all its rows or none. Anything else means that somebody else has written there.

use std::ops::Range;

use contract::{Check, CheckLevel, LoadMode};
use generator::{SamplerSpec, hexadecimal, kinds, quote_identifier};
use sha2::{Digest as _, Sha256};

use super::{
    Checkpoint,
    catalogue::{Catalogue, table_check},
    checkpoint::Claim,
    existing,
    failure::{FailureClass, ServerFailure},
    found::count,
    prepare::Ready,
    records::{number, text},
    refusals::refuse_errors,
    session::{Session, TABLE_PATIENCE},
};
use crate::{error::LoadError, plan::TableLoad, run::StepContext};

/// A primary key whose values grow with the row.
#[derive(Debug)]
pub(super) struct GrowingKey<'a> {
    column: &'a str,
    start: i64,
    step: i64,
}

impl<'a> GrowingKey<'a> {
    pub(super) fn of(load: &'a TableLoad) -> Option<Self> {
        let spec = load.table().spec();
        let [name] = spec.primary_key.as_slice() else { return None };
        let column = spec.columns.iter().find(|column| column.name == *name)?;
        let is_in_order = matches!(column.sampler, None | Some(SamplerSpec::InOrder));
        let generator = column.generator.as_ref().filter(|generator| generator.is(&kinds::SEQUENCE))?;
        let (start, step) = (generator.whole("start")?, generator.whole("step")?);
        (step > 0 && is_in_order).then_some(Self { column: name, start, step })
    }

    /// The condition that finds these rows. The engine has checked that their keys are numbers of 64 bits.
    pub(super) fn of_rows<S: Session>(&self, rows: &Range<u64>) -> String {
        let key = |row: u64| i128::from(self.start) + i128::from(self.step) * i128::from(row);
        let column = quote_identifier(S::DIALECT, self.column);
        format!("{column} BETWEEN {} AND {}", key(rows.start), key(rows.end.max(rows.start + 1) - 1))
    }
}

/// Whether rows are there that have keys of this load, where its keys can be told by their numbers.
pub(super) async fn overlap<S: Session>(
    session: &mut S,
    load: &TableLoad,
) -> Result<Option<Check>, ServerFailure> {
    let Some(key) = GrowingKey::of(load).filter(|_| load.table().rows() > 0) else { return Ok(None) };
    let (column, table) =
        (quote_identifier(S::DIALECT, key.column), quote_identifier(S::DIALECT, load.place()));
    let sql =
        format!("SELECT {column} FROM {table} WHERE {} LIMIT 1", key.of_rows::<S>(&(0..load.table().rows())));
    let found = session.query(&sql, TABLE_PATIENCE).await?;
    Ok(found.first().map(|row| {
        let message = format!(
            "has a row whose `{}` is {}, which this load makes, too; begin the sequence behind the rows that are there, or replace \
             the table",
            key.column,
            text(row, 0)
        );
        table_check(CheckLevel::Error, "key_overlap", load.name(), message)
    }))
}

/// Makes ready what there is, and finds out how far each partition is.
pub(super) async fn prepare<S: Catalogue>(
    session: &mut S,
    mut load: TableLoad,
    again: bool,
    context: &StepContext,
) -> Result<Ready, LoadError> {
    let table = load.name().to_owned();
    let refuse = |reason: &str| LoadError::NoCheckpoints { table: table.clone(), reason: reason.to_owned() };
    let failed = |source: ServerFailure| LoadError::Prepare { table: table.clone(), source: source.into() };
    if again || load.options.mode == LoadMode::Replace {
        return Err(refuse("rows cannot be taken back"));
    }
    if load.options.skip_limit > 0 {
        return Err(refuse("refused rows cannot be noted; set skip_limit to 0"));
    }
    if load.options.is_shared {
        return Err(refuse("programs that share it could not tell who has which part"));
    }
    if GrowingKey::of(&load).is_none() {
        return Err(refuse("the table has no primary key of one column that counts upwards"));
    }
    if session.columns(&table).await.map_err(failed)?.is_empty() {
        return Err(refuse("the table is not there, and may not be created"));
    }
    refuse_errors(&load, &existing::checks(session, &load).await?)?;
    let columns = session.columns(&table).await.map_err(failed)?;
    load.prepared.bit_columns = existing::bit_columns::<S>(&load, &columns);
    load.prepared.is_probed = true;
    let mut checkpoints = Vec::with_capacity(load.plan.partitions());
    for partition in 0..load.plan.partitions() {
        checkpoints.push(progress(session, &load, partition).await.map_err(failed)?.counted);
    }
    let rows = count(session, &table).await.map_err(failed)?;
    if load.options.mode == LoadMode::Create && rows > Checkpoint::total(&checkpoints).committed {
        return Err(LoadError::TableExists { table, rows });
    }
    context.note(format!(
        "{table}: the account may create no checkpoint tables, so the keys of the rows tell how far the load is; restart it \
         with the same workers and chunk_rows"
    ));
    Ok(Ready { load, checkpoints })
}

/// Takes a partition over: a lock of its name keeps others out for as long as the session lives.
pub(super) async fn claim<S: Catalogue>(
    session: &mut S,
    load: &TableLoad,
    partition: usize,
) -> Result<Claim, ServerFailure> {
    let table = hexadecimal(&Sha256::digest(load.name())[..4]);
    session.lock_name(&format!("{}.{table}.{partition}", load.job)).await?;
    progress(session, load, partition).await
}

/// Whether none of these rows is there.
pub(super) async fn is_absent<S: Session>(
    session: &mut S,
    load: &TableLoad,
    rows: &Range<u64>,
) -> Result<bool, ServerFailure> {
    Ok(count_rows(session, load, load.place(), rows).await? == 0)
}

async fn progress<S: Session>(
    session: &mut S,
    load: &TableLoad,
    partition: usize,
) -> Result<Claim, ServerFailure> {
    let rows = load.plan.partition(partition);
    let place = load.place();
    let there = count_rows(session, load, place, &rows).await?;
    let chunks = there.div_ceil(load.plan.chunk_rows);
    let covered = rows.start..(rows.start + chunks * load.plan.chunk_rows).min(rows.end);
    let is_whole = covered.end - covered.start == there;
    if !is_whole || count_rows(session, load, place, &covered).await? != there {
        return Err(ServerFailure::new(
            FailureClass::Other,
            format!(
                "{there} of the rows {} to {} are there, and not as whole chunks: something else has written them, or workers \
                 and chunk_rows are others than before",
                rows.start, rows.end
            ),
        ));
    }
    Ok(Claim { epoch: 0, next_chunk: chunks, counted: Checkpoint { committed: there, skipped: 0 } })
}

/// How many of these rows are in a table, by their keys.
pub(super) async fn count_rows<S: Session>(
    session: &mut S,
    load: &TableLoad,
    table: &str,
    rows: &Range<u64>,
) -> Result<u64, ServerFailure> {
    if rows.is_empty() {
        return Ok(0);
    }
    let Some(key) = GrowingKey::of(load) else {
        return Err(ServerFailure::new(FailureClass::Other, "the keys do not grow with the row"));
    };
    let table = quote_identifier(S::DIALECT, table);
    let sql = format!("SELECT COUNT(*) FROM {table} WHERE {}", key.of_rows::<S>(rows));
    let found = session.query(&sql, TABLE_PATIENCE).await?;
    Ok(found.first().map_or(0, |row| number(row, 0)))
}
