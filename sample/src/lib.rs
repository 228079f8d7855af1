//! From a sample of rows as CSV or JSON lines to a spec of one table: its types, ranges, distributions, choices and shares of NULL are those
//! of the sample. Reading CSV is the crate `csv`'s; here is what the cells mean for test data.

mod choice;
mod dependence;
mod head;
mod json_lines;
mod meaning;
mod moments;
mod numbers;
mod spread;
mod texts;

use csv::{ReaderBuilder, StringRecord, Trim};
use generator::{
    DatasetSpec, TableSpec, kinds,
    limits::{MAX_COLUMNS, MAX_NAME_CHARS},
};

use self::head::Head;

/// Longest sample that is read, in bytes.
const MAX_SAMPLE_BYTES: usize = 1 << 20;
/// Fewest rows of the table until somebody says how many there should be.
const DEFAULT_ROWS: u64 = 1_000;
/// Characters that may stand between cells; of those that come equally often the first is meant.
const DELIMITERS: [u8; 4] = *b",;\t|";

/// A spec made from a sample, and what is to be known of it.
#[derive(Debug)]
pub struct Import {
    /// A dataset of one table.
    pub spec: DatasetSpec,
    /// What was taken for what, for people.
    pub warnings: Vec<String>,
}

/// Why a sample gave no spec.
#[derive(Debug, thiserror::Error)]
pub enum SampleError {
    /// It is too long.
    #[error("the sample has {0} bytes, at most {MAX_SAMPLE_BYTES} are read; cut it at the end of a line")]
    TooLong(usize),
    /// It is no CSV.
    #[error("this is no CSV that is understood: {0}")]
    Syntax(#[from] csv::Error),
    /// A quoted cell has no end.
    #[error(
        "the quote that begins a cell in line {0} is never closed; close it, or double each quote inside a quoted cell"
    )]
    OpenQuote(u64),
    /// A line of JSON lines is something else.
    #[error("line {0} is no JSON object, as the first line is; write an object in each line")]
    NoObject(u64),
    /// JSON lines have more cells than are looked at.
    #[error(
        "the sample has {names} fields in {rows} lines, at most a million cells are read; cut it at the end of a line"
    )]
    TooManyCells {
        /// Its lines.
        rows: usize,
        /// The names of fields in all of them.
        names: usize,
    },
    /// There is no row in it.
    #[error("there is no row in the sample; give it a line of names and a few lines of values")]
    NoRow,
    /// A row has more or fewer cells than the first.
    #[error("line {line} has {cells} cells, the first line has {expected}; give each line as many")]
    Uneven {
        /// Where it stands, from 1.
        line: u64,
        /// Its cells.
        cells: usize,
        /// Those of the first.
        expected: usize,
    },
    /// It has more columns than are made.
    #[error("the sample has {0} columns, at most {MAX_COLUMNS} are read; leave some out")]
    TooManyColumns(usize),
    /// A name is longer than any database has.
    #[error("the column name that begins with `{0}` is too long: at most {MAX_NAME_CHARS} characters")]
    LongName(String),
}

/// Reads a sample as a table of a name, with `rows` rows, or else as many as the sample has, at least 1,000.
///
/// # Errors
/// A sample of more than 1 MiB, without rows, with lines of different lengths, or with more columns or longer names than are made.
pub fn import(sample: &str, name: &str, rows: Option<u64>) -> Result<Import, SampleError> {
    if sample.len() > MAX_SAMPLE_BYTES {
        return Err(SampleError::TooLong(sample.len()));
    }
    let sample = sample.trim_start_matches('\u{feff}');
    let Rows { names, records, mut warnings } = if json_lines::is_one(sample) {
        let (names, records) = json_lines::read(sample)?;
        let mut warnings = Vec::new();
        Rows { names: head::names(names.iter().map(String::as_str), &mut warnings), records, warnings }
    } else {
        with_names(records(sample)?)?
    };
    if records.is_empty() {
        return Err(SampleError::NoRow);
    }
    if let Some(long) = names.iter().find(|name| name.chars().count() > MAX_NAME_CHARS) {
        return Err(SampleError::LongName(long.chars().take(20).collect()));
    }
    let rows = rows.unwrap_or(DEFAULT_ROWS.max(records.len() as u64));
    let now = DatasetSpec::of(Vec::new()).now;
    let sampled = meaning::Sampled { table: name, rows, now: &now };
    // Every record is as long as the first: `records` made sure.
    let of_column = |position: usize| records.iter().map(|record| &record[position]).collect();
    let cells: Vec<Vec<&str>> = (0..names.len()).map(of_column).collect();
    let read = names.iter().zip(&cells).map(|(column, cells)| sampled.column(column, cells, &mut warnings));
    let columns = read.collect();
    let mut table = TableSpec::new(name, rows, columns);
    dependence::apply(&mut table, &cells, &mut warnings);
    // A key is what counts or names rows, and is there in each; UUIDs that come twice are no such kind.
    let key = table.columns.iter().find(|column| {
        column.null_fraction == 0.0
            && column.generator.as_ref().is_some_and(|generator| {
                [&kinds::SEQUENCE, &kinds::UUID_V4, &kinds::UUID_V7, &kinds::ULID]
                    .into_iter()
                    .any(|kind| generator.is(kind))
            })
    });
    table.primary_key = key.map(|column| column.name.clone()).into_iter().collect();
    Ok(Import { spec: DatasetSpec::of(vec![table]), warnings })
}

/// The rows of a sample.
struct Rows {
    /// Of the columns.
    names: Vec<String>,
    /// All of one length.
    records: Vec<StringRecord>,
    /// What is to be said of them.
    warnings: Vec<String>,
}

/// Tells names from the rows below them.
fn with_names(mut records: Vec<StringRecord>) -> Result<Rows, SampleError> {
    let Some(first) = records.first() else { return Err(SampleError::NoRow) };
    // Before anything is done for each column.
    if first.len() > MAX_COLUMNS {
        return Err(SampleError::TooManyColumns(first.len()));
    }
    let mut warnings = Vec::new();
    let names = match head::find(&records) {
        Head::Names => {
            let head = records.remove(0);
            head::names(head.iter(), &mut warnings)
        }
        Head::OnlyText => {
            warnings.push(
                "the first line was taken for the names of the columns; if it is a row, put a line of names in front of it"
                    .to_owned(),
            );
            let head = records.remove(0);
            head::names(head.iter(), &mut warnings)
        }
        Head::Missing => {
            warnings.push(
                "the first line was taken for a row, so the columns are called column_1 and so on; put a line of names in front of it \
                 to have others"
                    .to_owned(),
            );
            (1..=first.len()).map(|number| format!("column_{number}")).collect()
        }
    };
    Ok(Rows { names, records, warnings })
}

/// The records of a sample, all of one length.
fn records(sample: &str) -> Result<Vec<StringRecord>, SampleError> {
    let delimiter = delimiter(sample);
    if let Some(line) = open_quote(sample, delimiter) {
        return Err(SampleError::OpenQuote(line));
    }
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .trim(Trim::All)
        .from_reader(sample.as_bytes());
    let records = reader.records().collect::<Result<Vec<_>, _>>()?;
    if let Some(first) = records.first() {
        let expected = first.len();
        if let Some(uneven) = records.iter().find(|record| record.len() != expected) {
            let line =
                uneven.position().map_or(0, |position| position.line() + blank_lines(sample, position));
            return Err(SampleError::Uneven { line, cells: uneven.len(), expected });
        }
    }
    Ok(records)
}

/// Empty lines at a position, where a record is said to begin that begins behind them.
fn blank_lines(sample: &str, position: &csv::Position) -> u64 {
    let rest = usize::try_from(position.byte()).ok().and_then(|byte| sample.get(byte..)).unwrap_or_default();
    rest.bytes().take_while(|byte| matches!(byte, b'\r' | b'\n')).filter(|byte| *byte == b'\n').count() as u64
}

/// The delimiter that comes most often in the first line, outside quotes.
fn delimiter(sample: &str) -> u8 {
    let mut counts = [0_usize; DELIMITERS.len()];
    let mut is_quoted = false;
    for byte in sample.trim_start().bytes() {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\n' | b'\r' if !is_quoted => break,
            _ if is_quoted => {}
            _ => {
                if let Some(found) = DELIMITERS.iter().position(|delimiter| *delimiter == byte) {
                    counts[found] += 1;
                }
            }
        }
    }
    let most = counts.iter().max().copied().unwrap_or_default();
    counts.iter().position(|count| *count == most).map_or(b',', |found| DELIMITERS[found])
}

/// The line, from 1, of a quote that begins a cell and that no other ends.
fn open_quote(sample: &str, delimiter: u8) -> Option<u64> {
    let (mut line, mut opened, mut is_start) = (1, None, true);
    for byte in sample.bytes() {
        match byte {
            // A doubled quote ends a cell and begins it again.
            b'"' if opened.is_some() => opened = None,
            b'"' if is_start => opened = Some(line),
            _ => {}
        }
        is_start = byte == delimiter || matches!(byte, b'\n' | b'\r' | b'"');
        line += u64::from(byte == b'\n');
    }
    opened
}

#[cfg(test)]
mod tests;
