//! Drafts: what a generator makes and every fact about it, stated once, before keys decide which row takes which value.

use std::sync::Arc;

use super::facts::Extremes;
use crate::{
    axis::{Part, Siblings},
    batch::{Notation, Render, ValueKind},
    column::{Facts, Longest},
    distribution::Line,
    document::{Problem, SamplerSpec, SqlType},
    source::Source,
};

/// What a kind says of the column that it was asked to make.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub(crate) source: Arc<dyn Source>,
    /// Another source of the same values, for columns whose rows take any index of 2^64: where values in order, any of them, would
    /// look odd.
    pub(crate) drawn: Option<Arc<dyn Source>>,
    pub(crate) kind: ValueKind,
    /// How many indexes the source has, 1 to 2^64.
    pub(crate) len: u128,
    /// From what range and length are told.
    pub(crate) extremes: Extremes,
    /// Bytes of the shortest value, for types of a fixed length; 0 if it is not known.
    pub(crate) shortest: usize,
    pub(crate) repeats: Repeats,
    /// Where the values lie, if they have an order in which a distribution makes sense.
    pub(crate) line: Option<Line>,
    /// The number that columns of a row have in common, of which this one takes a digit, unless a key or the spec says otherwise.
    pub(crate) shared: Option<Shared>,
    /// How rows take indexes unless a key or the spec says otherwise.
    pub(crate) axis: DefaultAxis,
    /// Whether every text is a JSON document.
    pub(crate) is_json: bool,
    /// Whether a text may have the character NUL in it.
    pub(crate) may_hold_nul: bool,
    /// Whether its source makes NULLs of its own.
    pub(crate) may_be_null: bool,
    /// Bytes that are needed for one value while it is made.
    pub(crate) scratch: usize,
    /// The column of the same table whose parent row is taken.
    pub(crate) same_row_as: Option<usize>,
    /// The parents that its rows are children of, if the column shares these out.
    pub(crate) siblings: Option<Arc<dyn Siblings>>,
}

/// `Err(None)`: a column that this one needs has a problem of its own, which was noted there.
pub(crate) type Drafted<T> = Result<T, Option<Problem>>;

/// Whether two indexes of a source ever give the same value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Repeats {
    /// They never do.
    Never,
    /// They do not byte by byte, but may where a database compares without case, accents or trailing spaces.
    OnlyFolded,
    /// They may; the reason, as the end of a sentence.
    May(&'static str),
    /// The column shows another column's value and nothing else that varies: it repeats if that one does.
    As(usize),
}

/// How a column is sampled unless a key or the spec says otherwise.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum DefaultAxis {
    InOrder,
    Uniform,
    /// Any but the row itself: rows of the same table.
    OtherRow,
    /// What a row says as the child of a parent, which this column of the table picks.
    Child(usize, Part),
    /// With these chances.
    Weighted(Vec<f64>),
    /// The source looks at no index.
    None,
}

/// A number that several columns of a row have in common: a person, of whom they show the name, or the address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shared {
    /// What it stands for, and which of them where a row has several: what its numbers are drawn by.
    pub(crate) what: &'static str,
    pub(crate) which: String,
    /// How many numbers there are.
    pub(crate) len: u128,
    /// By what it is divided for the digit of a column.
    pub(crate) divisor: u64,
}

/// A draft and what follows from the column's type.
#[derive(Debug, Clone)]
pub(crate) struct DraftedColumn {
    pub(crate) draft: Draft,
    pub(crate) render: Render,
    /// As the database stores it.
    pub(crate) longest: Longest,
    /// How many columns, one behind the other, its value goes through; at least 1.
    pub(crate) chain: usize,
    pub(crate) inputs: Vec<DraftInput>,
}

/// A column that a value is made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DraftInput {
    pub(crate) place: Place,
    /// The foreign key of the same table that picks the parent's row; `None` for a column of the same row.
    pub(crate) through: Option<usize>,
}

/// Where a column stands in the spec.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) table: usize,
    pub(crate) column: usize,
}

impl Draft {
    /// Values that are drawn evenly and never repeat.
    pub(crate) fn uniform(
        source: impl Source + 'static,
        kind: ValueKind,
        len: u128,
        extremes: Extremes,
    ) -> Self {
        Self {
            source: Arc::new(source),
            drawn: None,
            kind,
            len,
            shortest: if matches!(kind, ValueKind::Uuid | ValueKind::Ulid) { 16 } else { 0 },
            extremes,
            repeats: Repeats::Never,
            line: None,
            shared: None,
            axis: DefaultAxis::Uniform,
            is_json: false,
            may_hold_nul: false,
            may_be_null: false,
            scratch: 0,
            same_row_as: None,
            siblings: None,
        }
    }

    /// Values that follow each other row by row.
    pub(crate) fn in_order(
        source: impl Source + 'static,
        kind: ValueKind,
        len: u128,
        extremes: Extremes,
    ) -> Self {
        Self { axis: DefaultAxis::InOrder, ..Self::uniform(source, kind, len, extremes) }
    }

    /// The same draft, whose values lie along a line.
    pub(crate) fn along(mut self, line: Line) -> Self {
        self.line = Some(line);
        self
    }

    /// The same draft, whose values may repeat for this reason.
    pub(crate) fn repeating(mut self, reason: &'static str) -> Self {
        self.repeats = Repeats::May(reason);
        self
    }
}

impl DraftedColumn {
    /// Whether two indexes never give the same bytes.
    pub(crate) fn is_distinct(&self) -> bool {
        matches!(self.draft.repeats, Repeats::Never | Repeats::OnlyFolded)
    }

    /// The longest value as it is written into a text: bytes as hexadecimal digits.
    pub(crate) fn written(&self, sql_type: SqlType) -> Longest {
        let digits = if sql_type.is_binary() { 2 } else { 1 };
        Longest { chars: self.longest.chars * digits, bytes: self.longest.bytes * digits }
    }

    pub(crate) fn facts(&self) -> Facts {
        // Bytes are written as hexadecimal digits.
        let may_hold_nul = self.draft.may_hold_nul && self.render.notation == Notation::Text;
        Facts {
            longest: self.longest,
            scratch: self.draft.scratch,
            may_hold_nul,
            may_fold: self.draft.repeats == Repeats::OnlyFolded,
        }
    }
}

impl DefaultAxis {
    /// What a sampler of the spec asks for; `None` if that is a shuffle.
    pub(crate) fn of(sampler: SamplerSpec) -> Option<Self> {
        match sampler {
            SamplerSpec::InOrder => Some(Self::InOrder),
            SamplerSpec::Uniform => Some(Self::Uniform),
            SamplerSpec::Shuffled => None,
        }
    }
}

impl Place {
    /// The path of a field of the column.
    pub(crate) fn field_path(self, field: &str) -> String {
        format!("tables[{}].columns[{}].{field}", self.table, self.column)
    }

    /// The path of the column's generator, or of one of its options.
    pub(crate) fn generator_path(self, field: &str) -> String {
        let dot = if field.is_empty() { "" } else { "." };
        format!("tables[{}].columns[{}].gen{dot}{field}", self.table, self.column)
    }
}
