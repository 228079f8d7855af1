//! `rowmill generate`: rows to standard output.

use std::{
    fmt,
    io::{self, Write},
    num::NonZero,
    ops::Range,
    str::FromStr,
    sync::Arc,
    thread::available_parallelism,
};

use contract::RowsQuery;
use generator::{Dataset, DatasetSpec, RowWriter};

use super::{
    GenerateArguments,
    output::{Ends, write_rows},
    read_spec,
};
use crate::api::rows_request;

/// Part `number` of `parts`, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part {
    number: u64,
    parts: u64,
}

impl FromStr for Part {
    type Err = PartError;

    fn from_str(text: &str) -> Result<Self, PartError> {
        let (number, parts) = text.split_once('/').ok_or(PartError)?;
        let (number, parts) = (number.parse().map_err(|_| PartError)?, parts.parse().map_err(|_| PartError)?);
        if number == 0 || number > parts { Err(PartError) } else { Ok(Self { number, parts }) }
    }
}

/// Why a text names no part.
#[derive(Debug)]
pub(super) struct PartError;

impl fmt::Display for PartError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a part is written NUMBER/PARTS, such as 3/10, from 1/10 to 10/10")
    }
}

impl std::error::Error for PartError {}

impl Part {
    /// The rows of this part of `rows`.
    fn rows(self, rows: u64) -> Range<u64> {
        let bound = |part: u64| (u128::from(rows) * u128::from(part) / u128::from(self.parts)) as u64;
        bound(self.number - 1)..bound(self.number)
    }
}

/// Writes rows to standard output. A reader that goes away ends it without an error, as `head` does.
pub(super) fn generate(arguments: GenerateArguments) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let dataset = Arc::new(Dataset::compile(&DatasetSpec::from_json(&read_spec(&arguments.spec)?)?)?);
    let names: Vec<&str> = dataset.spec().tables.iter().map(|table| table.name.as_str()).collect();
    let table = match (arguments.table, names.as_slice()) {
        (Some(table), _) => table,
        (None, [only]) => (*only).to_owned(),
        (None, names) => return Err(format!("say which table with --table: {}", names.join(", ")).into()),
    };
    let mut query = RowsQuery {
        from: arguments.from,
        limit: arguments.limit,
        delimiter: arguments.delimiter,
        header: arguments.no_header.then_some(false),
        line_ending: arguments.line_ending,
        null: arguments.null,
        quote_all: arguments.quote_all.then_some(true),
        escape_formulas: arguments.escape_formulas.then_some(true),
        bom: arguments.bom.then_some(true),
        dialect: arguments.dialect,
        batch: arguments.batch,
        session: arguments.no_session.then_some(false),
        compress: None,
    };
    let mut ends = Ends { header: true, footer: true };
    if let (Some(part), Some(found)) = (arguments.part, dataset.table(&table)) {
        let rows = part.rows(found.rows());
        (query.from, query.limit) = (Some(rows.start), Some(rows.end - rows.start));
        // The first part begins like the whole, and the last one ends like it.
        ends = Ends { header: part.number == 1, footer: part.number == part.parts };
    }
    let request = rows_request(dataset, &table, &arguments.format, &query)
        .map_err(|error| error.message().to_owned())?;
    let table = request.dataset.table(&request.table).ok_or("the table is gone")?;
    let writer = RowWriter::new(table, &request.format, request.rows.clone());
    let ends = Ends { header: ends.header && request.session, footer: ends.footer && request.session };
    let threads = available_parallelism().map_or(1, NonZero::get);
    match write_rows(table, &writer, ends, threads, standard_output()?) {
        // Whoever reads has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(format!("standard output cannot be written: {error}").into()),
        Ok(()) => Ok(()),
    }
}

/// Standard output without a buffer of its own: pieces are large.
#[cfg(unix)]
fn standard_output() -> io::Result<impl Write + Send> {
    use std::os::fd::AsFd as _;
    io::stdout().as_fd().try_clone_to_owned().map(std::fs::File::from)
}

#[cfg(not(unix))]
fn standard_output() -> io::Result<impl Write + Send> {
    Ok(io::stdout())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_follow_each_other_without_gaps() {
        for rows in [0, 1, 9, 10, 11, 1_000_000_000_000] {
            let mut next = 0;
            for number in 1..=7 {
                let part = Part { number, parts: 7 }.rows(rows);
                assert_eq!(part.start, next);
                next = part.end;
            }
            assert_eq!(next, rows);
        }
        for text in ["", "3", "0/3", "4/3", "a/b", "1/0"] {
            assert!(text.parse::<Part>().is_err(), "{text}");
        }
    }
}
