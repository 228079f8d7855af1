//! The options of a kind or of a distribution, as they stand in a spec.

use serde::ser::SerializeMap;

use super::{
    Problem, ProblemCode,
    fields::{Fields, Read},
};
use crate::{
    kinds::{KindOption, OptionType, OptionValue, Otherwise},
    plan::literal::check_digits,
};

/// A value for each of some declared options.
#[derive(Clone)]
pub(super) struct Options {
    declared: &'static [KindOption],
    /// One for each, in their order.
    values: Vec<Option<OptionValue>>,
}

impl Options {
    /// The values that options have by themselves; those that have none are still missing.
    pub(super) fn new(declared: &'static [KindOption]) -> Self {
        Self { declared, values: declared.iter().map(|option| option.otherwise.value()).collect() }
    }

    /// Reads a field for each option.
    pub(super) fn read(declared: &'static [KindOption], fields: &mut Fields) -> Read<Self> {
        let mut options = Self::new(declared);
        for (position, option) in declared.iter().enumerate() {
            if option.otherwise == Otherwise::Required || fields.has(option.name) {
                let value = fields.required(option.name)?;
                let shown = value.clone();
                let Some(read) = option.option_type.read(value) else {
                    return Err(fields.wrong(option.name, &shown, &option.option_type.expected()));
                };
                if option.option_type == OptionType::Decimal
                    && let Err(message) = check_digits(&shown)
                {
                    return Err(Problem::new(fields.path(option.name), ProblemCode::NumberTooLong, message));
                }
                options.values[position] = Some(read);
            }
        }
        Ok(options)
    }

    /// The position of the option of this name.
    pub(super) fn position(&self, name: &str) -> Option<usize> {
        self.declared.iter().position(|option| option.name == name)
    }

    /// The value of an option; `None` if there is no such option, or it was left out.
    pub(super) fn get(&self, name: &str) -> Option<&OptionValue> {
        self.values.get(self.position(name)?)?.as_ref()
    }

    /// Sets an option by its position; `None` leaves it out.
    pub(super) fn set(&mut self, position: usize, value: Option<OptionValue>) {
        if let Some(option) = self.values.get_mut(position) {
            *option = value;
        }
    }

    /// A whole number.
    pub(super) fn whole(&self, name: &str) -> Option<i64> {
        if let OptionValue::Whole(number) = self.get(name)? { Some(*number) } else { None }
    }

    /// A number.
    pub(super) fn number(&self, name: &str) -> Option<f64> {
        if let OptionValue::Number(number) = self.get(name)? { Some(*number) } else { None }
    }

    /// A text: also dates, decimals, names of columns.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        if let OptionValue::Text(text) = self.get(name)? { Some(text) } else { None }
    }

    /// Each option with its value, to be changed.
    pub(super) fn each_mut(
        &mut self,
    ) -> impl Iterator<Item = (&'static KindOption, &mut Option<OptionValue>)> {
        self.declared.iter().zip(&mut self.values)
    }

    /// The text of the first option of a type.
    pub(super) fn text_of_type(&self, wanted: OptionType) -> Option<&str> {
        let position = self.declared.iter().position(|option| option.option_type == wanted)?;
        if let OptionValue::Text(text) = self.values[position].as_ref()? { Some(text) } else { None }
    }

    /// Writes a field for each option that is there.
    pub(super) fn write<M: SerializeMap>(&self, fields: &mut M) -> Result<(), M::Error> {
        for (option, value) in self.declared.iter().zip(&self.values) {
            if let Some(value) = value {
                fields.serialize_entry(option.name, value)?;
            }
        }
        Ok(())
    }
}

/// Options of the same kind are the same if their values are.
impl PartialEq for Options {
    fn eq(&self, other: &Self) -> bool {
        self.values == other.values
    }
}
