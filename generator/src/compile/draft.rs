//! Drafts of columns: the domain of each, before keys decide how it is sampled.

use super::{foreign_key, generator_of, generators};
use crate::{
    document::{DatasetSpec, GeneratorSpec, Problem, SamplerSpec},
    domain::Domain,
    kind::{Render, ValueKind},
};

/// Most columns that one value may go through by foreign keys and templates; each is a stack frame when it is made.
const MAX_CHAIN: usize = 64;

/// A column whose values are known, but not yet which row takes which.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub(super) domain: Domain,
    pub(super) kind: ValueKind,
    pub(super) render: Render,
    /// How many indexes the domain has, 1 to 2^64.
    pub(super) count: u128,
    pub(super) distinct: Distinct,
    pub(super) sampling: Sampling,
    /// The longest value, in characters, or in bytes if the type is binary.
    pub(super) max_length: usize,
    /// The column whose parent row this one takes.
    pub(super) same_row_as: Option<usize>,
    /// How many columns, one behind the other, its value goes through.
    chain: usize,
}

/// Whether two indexes of a domain never give the same value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Distinct {
    /// They never do.
    Always,
    /// They may; the reason, as the end of a sentence.
    Not(&'static str),
    /// The column shows another column's value and nothing else that varies: it never repeats if that one never does.
    As(usize),
}

/// How a column is sampled unless a key or the spec says otherwise.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Sampling {
    InOrder,
    Uniform,
    /// With these chances.
    Weighted(Vec<f64>),
    /// The domain looks at no index of its own.
    None,
}

impl Sampling {
    pub(super) fn of(sampler: SamplerSpec) -> Option<Self> {
        match sampler {
            SamplerSpec::InOrder => Some(Self::InOrder),
            SamplerSpec::Uniform => Some(Self::Uniform),
            SamplerSpec::Shuffled => None,
        }
    }
}

/// What a generator says of itself; [`Drafts`] adds what follows from the column's type.
pub(super) struct Values {
    pub(super) domain: Domain,
    pub(super) kind: ValueKind,
    pub(super) count: u128,
    pub(super) distinct: Distinct,
    pub(super) sampling: Sampling,
    pub(super) max_length: usize,
    /// The longest chain of columns among those that it refers to; 0 if it refers to none.
    pub(super) chain: usize,
}

/// Longest value, in characters or bytes; a batch of a thousand must stay in memory.
pub(super) const MAX_VALUE_LENGTH: usize = 65_535;

/// The drafts of all columns of all tables.
pub(super) struct Drafts {
    states: Vec<Vec<State>>,
}

enum State {
    Waiting,
    Visiting,
    Failed,
    Done(Box<Draft>),
}

/// Where a column stands in the spec.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) table: usize,
    pub(super) column: usize,
}

impl Place {
    /// The path of a field of the column.
    pub(super) fn field_path(self, field: &str) -> String {
        format!("tables[{}].columns[{}].{field}", self.table, self.column)
    }

    /// The path of the column's generator, or of one of its fields.
    pub(super) fn generator_path(self, field: &str) -> String {
        let dot = if field.is_empty() { "" } else { "." };
        format!("tables[{}].columns[{}].gen{dot}{field}", self.table, self.column)
    }
}

impl Draft {
    /// How many columns, one behind the other, its value goes through; at least 1.
    pub(super) fn chain(&self) -> usize {
        self.chain
    }
}

impl Drafts {
    /// Drafts every column; what is wrong is added to `problems`.
    pub(super) fn of(spec: &DatasetSpec, problems: &mut Vec<Problem>) -> Self {
        let states =
            spec.tables.iter().map(|table| table.columns.iter().map(|_| State::Waiting).collect()).collect();
        let mut drafts = Self { states };
        for table in 0..spec.tables.len() {
            for column in 0..spec.tables[table].columns.len() {
                drafts.visit(spec, Place { table, column }, 0, problems);
            }
        }
        drafts
    }

    /// The draft of a column, if it could be made.
    pub(super) fn get(&self, table: usize, column: usize) -> Option<&Draft> {
        match &self.states[table][column] {
            State::Done(draft) => Some(draft),
            _ => None,
        }
    }

    /// Drafts a column that `from` refers to.
    ///
    /// # Errors
    /// A problem at `from`, or none if the referred column has its own.
    pub(super) fn require(
        &mut self,
        spec: &DatasetSpec,
        from: Place,
        to: Place,
        depth: usize,
        problems: &mut Vec<Problem>,
    ) -> Result<Draft, Option<Problem>> {
        let too_long = || {
            let message =
                format!("the value depends on a chain of more than {MAX_CHAIN} columns; shorten the chain");
            Err(Some(Problem::new(from.generator_path(""), "chain_too_long", message)))
        };
        if depth >= MAX_CHAIN {
            return too_long();
        }
        self.visit(spec, to, depth + 1, problems);
        match &self.states[to.table][to.column] {
            State::Done(draft) if draft.chain >= MAX_CHAIN => too_long(),
            State::Done(draft) => Ok((**draft).clone()),
            State::Visiting => {
                let table = &spec.tables[to.table];
                let message = format!(
                    "the value would depend on itself through `{}.{}`; refer to a column that does not lead back here",
                    table.name, table.columns[to.column].name
                );
                Err(Some(Problem::new(from.generator_path(""), "cyclic_reference", message)))
            }
            State::Failed | State::Waiting => Err(None),
        }
    }

    /// A column that was drafted before.
    pub(super) fn done(&self, table: usize, column: usize) -> Option<&Draft> {
        match &self.states[table][column] {
            State::Done(draft) => Some(draft),
            _ => None,
        }
    }

    fn visit(&mut self, spec: &DatasetSpec, place: Place, depth: usize, problems: &mut Vec<Problem>) {
        if !matches!(self.states[place.table][place.column], State::Waiting) {
            return;
        }
        self.states[place.table][place.column] = State::Visiting;
        self.states[place.table][place.column] = match self.draft(spec, place, depth, problems) {
            Ok(draft) => State::Done(Box::new(draft)),
            Err(problem) => {
                problems.extend(problem);
                State::Failed
            }
        };
    }

    fn draft(
        &mut self,
        spec: &DatasetSpec,
        place: Place,
        depth: usize,
        problems: &mut Vec<Problem>,
    ) -> Result<Draft, Option<Problem>> {
        let column = &spec.tables[place.table].columns[place.column];
        let generator = generator_of(column);
        let mut same_row_as = None;
        let values = match generator {
            GeneratorSpec::ForeignKey { .. } => {
                let (values, leader) = foreign_key::values(self, spec, place, depth, problems)?;
                same_row_as = leader;
                values
            }
            GeneratorSpec::Template { template } => {
                generators::template(self, spec, place, template, depth, problems)?
            }
            _ => generators::values(spec, place).map_err(Some)?,
        };
        let Some(render) = values.kind.render(column.sql_type) else {
            let message = format!(
                "`{}` makes no values for a column of type {}; choose another generator or type",
                generator.kind(),
                column.sql_type
            );
            return Err(Some(Problem::new(place.generator_path("kind"), "type_mismatch", message)));
        };
        let max_length =
            if column.sql_type.is_binary() && matches!(values.kind, ValueKind::Uuid | ValueKind::Ulid) {
                16
            } else {
                values.max_length
            };
        if max_length > MAX_VALUE_LENGTH {
            let message = format!(
                "values have up to {max_length} characters, at most {MAX_VALUE_LENGTH} are made; shorten them"
            );
            return Err(Some(Problem::new(place.generator_path(""), "value_too_long", message)));
        }
        if let Some(limit) = column.sql_type.max_length().filter(|limit| max_length > *limit as usize) {
            let unit = if column.sql_type.is_binary() { "bytes" } else { "characters" };
            let message = format!(
                "values have up to {max_length} {unit}, the column holds {limit}; choose a longer type or shorter values"
            );
            return Err(Some(Problem::new(place.generator_path(""), "value_too_long", message)));
        }
        Ok(Draft {
            domain: values.domain,
            kind: values.kind,
            render,
            count: values.count,
            distinct: values.distinct,
            sampling: values.sampling,
            max_length,
            same_row_as,
            chain: values.chain + 1,
        })
    }
}
