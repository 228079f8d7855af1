//! Every bound on what a spec may ask for, each with its reason. Whatever refuses something because there is too much of it asks
//! here, and `tests/limits.rs` holds each bound at its edge.
//!
//! The bounds keep one promise: what a spec costs, in steps and in bytes, is known before its first row.

/// Rows of a table. Row numbers stay far below 2^63, and products with the 2^64 indexes of a source below 2^128.
pub const MAX_ROWS: u64 = 1_000_000_000_000;
/// Tables of a dataset: a page lists them, and the compiler keeps all of them in memory.
pub const MAX_TABLES: usize = 2_500;
/// Columns of a table: more than any of the supported databases has (MySQL 4,096 by its own account, 1,017 in InnoDB; PostgreSQL 1,600;
/// SQLite 2,000).
pub const MAX_COLUMNS: usize = 2_000;
/// Bytes of a spec, white space between its parts left out: more than 30,000 columns, the largest schemas that are known; what a server
/// reads into memory for one request is its own matter.
pub const MAX_SPEC_BYTES: usize = 4 << 20;
/// Characters of a name: longer than any database allows, short enough to be shown.
pub const MAX_NAME_CHARS: usize = 200;
/// Bytes or characters of one value, whichever are more: a batch of values stays in memory.
pub const MAX_VALUE_LENGTH: usize = 65_535;
/// Bytes that the columns of one row may have together, hidden ones and those of parents included: the largest row that the
/// databases take in one statement at their usual settings.
pub const MAX_ROW_BYTES: usize = 16 << 20;
/// Bytes that one batch of rows may take: a batch of long rows has fewer of them. Escapes may make six of each byte.
pub const MAX_BATCH_BYTES: usize = 8 << 20;
/// Columns that one value may go through, one behind the other, by foreign keys and templates; each is a stack frame.
pub const MAX_CHAIN: usize = 64;
/// Columns that are made for one value, its own and those that it depends on here and in other tables.
pub const MAX_WORK: u32 = 4_096;
/// Columns that are made for one row, all of its values together.
pub const MAX_ROW_WORK: u32 = 65_536;
/// Cells of all distributions of a dataset, 32 bytes each: about a thousand a column, for the seasons of a year 365.
pub const MAX_DISTRIBUTION_CELLS: usize = 1_000_000;
/// Unique keys of a table, and as many indexes: more than any schema has. MySQL has at most 64 of both, and what keys have in common is
/// looked for among all of them.
pub const MAX_KEYS: usize = 1_000;
/// Values of a list: a megabyte of JSON holds about as many.
pub const MAX_LIST: usize = 100_000;
/// Sentences of a paragraph: together they stay below [`MAX_VALUE_LENGTH`].
pub const MAX_SENTENCES: u32 = 100;
/// Partitions of a table; MySQL has at most 8,192.
pub const MAX_PARTITIONS: usize = 8_192;
/// Characters of a pattern.
pub const MAX_PATTERN_CHARS: usize = 1_000;
/// Nested groups of a pattern; each is a stack frame.
pub const MAX_PATTERN_DEPTH: usize = 50;
/// Repetitions that one quantifier of a pattern may ask for.
pub const MAX_PATTERN_REPEAT: u32 = 1_000;
/// Bytes of a string of a pattern.
pub const MAX_PATTERN_BYTES: usize = 4_096;
/// Steps that one string of a pattern takes: each character and each group that is entered is one.
pub const MAX_PATTERN_STEPS: usize = 8_192;
/// Characters of an expression.
pub const MAX_EXPRESSION_CHARS: usize = 10_000;
/// Expressions that stand inside each other; each is a few stack frames.
pub const MAX_EXPRESSION_DEPTH: usize = 100;
/// Operators of an expression: each may be a few stack frames.
pub const MAX_EXPRESSION_OPERATORS: usize = 250;
/// Bytes that the texts of an expression, its own and those in between, may take for one row.
pub const MAX_EXPRESSION_BYTES: usize = 1 << 20;
/// Characters of a text times those of what is looked for in it: the steps that a comparison may take.
pub const MAX_EXPRESSION_STEPS: usize = 4_000_000;
/// Filters of one column in a template: all four, twice.
pub const MAX_TEMPLATE_FILTERS: usize = 8;
/// Parts of a template.
pub const MAX_TEMPLATE_PARTS: usize = 1_000;
