//! Rowmill's engine: every cell is a pure function of seed, table, column and row.
//!
//! A [`DatasetSpec`] describes tables. [`Dataset::compile`] checks it, all at once, and gives a [`Dataset`] whose
//! [`Table`]s make any range of rows as a [`Batch`] of typed columns; a [`RowFormat`] turns batches into
//! bytes. Nothing is carried from row to row, so row 734,512,009 costs what row 0 costs, and the browser (where this crate
//! runs as WebAssembly) and the server compute the same bytes.
//!
//! A column is a *source*, an ordered set of values addressed by index, and an *axis*, which maps a row number to an index.
//!
//! ```
//! use generator::{CsvOptions, Dataset, DatasetSpec, RowFormat, generate};
//!
//! let spec = DatasetSpec::from_json(r#"{ "rowmill": 1, "seed": "42", "tables": [
//!     { "name": "room", "rows": 1000000000, "primary_key": ["id"], "columns": [
//!         { "name": "id", "type": "bigint" },
//!         { "name": "floor", "type": "int", "gen": { "kind": "integer", "min": 1, "max": 40 } } ] } ] }"#)?;
//! let dataset = Dataset::compile(&spec)?;
//! let room = dataset.table("room").expect("the spec has it");
//!
//! let csv = RowFormat::Csv(CsvOptions { header: false, ..CsvOptions::default() });
//! let mut bytes = Vec::new();
//! generate(room, &csv, 734_512_009..734_512_011, &mut bytes);
//! assert_eq!(String::from_utf8(bytes)?, "734512010,3\n734512011,39\n");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod axis;
mod batch;
mod civil;
mod column;
mod dataset;
pub mod distribution;
mod document;
mod expression;
mod format;
pub mod kinds;
pub mod limits;
mod locale;
mod plan;
pub mod primary_key;
mod random;
mod source;
mod table;

#[cfg(feature = "openapi")]
pub use self::document::references_schema;
pub use self::{
    batch::{BATCH_ROWS, Batch, ColumnValues, ColumnView, ValueKind},
    column::Longest,
    dataset::{Dataset, hexadecimal},
    document::{
        ColumnSpec, ConstraintKind, DECLARED_EXTENSIONS, DatasetSpec, DeclaredConstraint, DeclaredType,
        DistributionSpec, GeneratorSpec, PartitionRange, PartitionSpec, Problem, ProblemCode, Problems,
        Reference, SPEC_VERSION, SamplerSpec, Seed, SqlType, TableSpec, UnknownType,
    },
    expression::{
        FUNCTIONS, Function, names_in_expression, rename_in_expression, rename_qualifier_in_expression,
        written_in_expression,
    },
    format::{
        CsvOptions, Dialect, LineEnding, RowFormat, RowPlan, RowWriter, STATEMENT_BYTES, SqlOptions,
        SqlValue, SqlValues, cell_text, generate, is_formula, quote_identifier,
    },
    kinds::{Surroundings, infer},
    locale::NAMES as LOCALES,
    source::rename_in_template,
    table::{OutputColumn, Table},
};

/// Which values the engine makes. Raised whenever any value of any spec changes, and marked *value-breaking* in
/// CHANGELOG.md.
pub const VALUE_VERSION: u32 = 3;

/// How values become bytes. Raised whenever the same values are written as other bytes in any format.
pub const FORMAT_VERSION: u32 = 2;
