//! What a distribution is shaped with: its options, and the values that it is about.

use super::{Line, density::Density};
use crate::{
    axis::{AliasTable, CellTable},
    document::{DistributionSpec, Problem, ProblemCode},
    kinds::OptionValue,
    plan::Drafted,
};

/// A distribution of a spec, the line of the values that it is about, and where it stands.
pub(crate) struct Shaping<'a> {
    pub(crate) spec: &'a DistributionSpec,
    pub(crate) line: Line,
    pub(crate) path: String,
}

/// The chances of a distribution's cells over some values.
///
/// # Errors
/// What is wrong with its options, or that it makes no sense for these values.
pub(crate) fn cells(spec: &DistributionSpec, line: Line, path: String) -> Drafted<CellTable> {
    (spec.distribution().shape)(&Shaping { spec, line, path })
}

impl Shaping<'_> {
    /// A problem of an option, or of the distribution as a whole if the name is empty.
    pub(crate) fn problem<T>(&self, option: &str, message: impl Into<String>) -> Drafted<T> {
        let dot = if option.is_empty() { "" } else { "." };
        let path = format!("{}{dot}{option}", self.path);
        Err(Some(Problem::new(path, ProblemCode::InvalidDistribution, message)))
    }

    /// A number that is more than 0 and finite.
    pub(crate) fn positive(&self, option: &str) -> Drafted<f64> {
        let number = self.number(option)?;
        if number > 0.0 {
            return Ok(number);
        }
        self.problem(option, format!("{option} is {number}; write a number that is more than 0"))
    }

    /// Refuses values that are no numbers and no positions.
    pub(crate) fn numbers_only(&self) -> Drafted<()> {
        if self.line.unit.is_number() {
            return Ok(());
        }
        let name = self.spec.distribution().name;
        self.problem("kind", format!("`{name}` is about numbers; for dates and times choose normal, exponential, triangular, histogram or seasonal"))
    }

    /// A number that is more than 0 and at most a bound.
    pub(crate) fn positive_up_to(&self, option: &str, most: f64) -> Drafted<f64> {
        let number = self.positive(option)?;
        if number <= most {
            return Ok(number);
        }
        self.problem(option, format!("{option} is {number}; write a number of at most {most}"))
    }

    /// A finite number.
    pub(crate) fn number(&self, option: &str) -> Drafted<f64> {
        match self.spec.number(option).filter(|number| number.is_finite()) {
            Some(number) => Ok(number),
            None => self.problem(option, format!("the option `{option}` is missing; add it")),
        }
    }

    /// A distance on the line, more than 0, in indexes.
    pub(crate) fn distance(&self, option: &str) -> Drafted<f64> {
        Ok(self.line.indexes_of(self.positive(option)?))
    }

    /// The index of a value, as the column's type writes it; between two indexes perhaps.
    pub(crate) fn index(&self, option: &str) -> Drafted<f64> {
        let Some(OptionValue::Value(value)) = self.spec.option(option) else {
            return self.problem(option, format!("the option `{option}` is missing; add it"));
        };
        match self.line.index_of(value) {
            Ok(index) => Ok(index),
            Err(message) => self.problem(option, message),
        }
    }

    /// Weights, if the option is there.
    pub(crate) fn weights(&self, option: &str) -> Drafted<Option<&[f64]>> {
        // A field that was emptied has none.
        let Some(OptionValue::Weights(weights)) =
            self.spec.option(option).filter(|value| **value != OptionValue::Weights(Vec::new()))
        else {
            return Ok(None);
        };
        if let Some((position, message)) = AliasTable::refusal(weights) {
            let option =
                position.map_or_else(|| option.to_owned(), |position| format!("{option}[{position}]"));
            return self.problem(&option, message);
        }
        Ok(Some(weights))
    }

    /// The cells of a density over indexes, which rises up to `mode` and falls behind it.
    pub(crate) fn cells(&self, mode: f64, logarithm: impl Fn(f64) -> f64) -> CellTable {
        Density { logarithm: &logarithm, mode }.cells(self.line.len)
    }
}
