//! A generator as it stands in a spec: a kind and its options.

use std::fmt;

use serde::{Serialize, Serializer, ser::SerializeMap as _};

use super::{
    fields::{Fields, Read},
    options::Options,
};
use crate::kinds::{Kind, OptionType, OptionValue};

/// How the values of a column are made: a [`Kind`] and a value for each of its options.
///
/// In JSON, an object whose field `kind` names the kind; unknown fields are an error.
///
/// ```
/// use generator::{GeneratorSpec, kinds};
///
/// let generator = GeneratorSpec::new(&kinds::INTEGER).with("min", 1).with("max", 6);
/// assert!(generator.is(&kinds::INTEGER));
/// assert_eq!(generator.whole("max"), Some(6));
/// assert_eq!(generator.to_string(), r#"{"kind":"integer","min":1,"max":6}"#);
/// ```
#[derive(Clone)]
pub struct GeneratorSpec {
    kind: &'static Kind,
    options: Options,
}

/// What a foreign key refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reference<'a> {
    /// The parent table.
    pub table: &'a str,
    /// The parent's column.
    pub column: &'a str,
    /// The column of the same table whose parent row is taken.
    pub same_row_as: Option<&'a str>,
    /// What the key is called, if it has a name.
    pub name: Option<&'a str>,
}

impl GeneratorSpec {
    /// A generator of this kind with the values that its options have by themselves; those that have none are still missing.
    pub fn new(kind: &'static Kind) -> Self {
        Self { kind, options: Options::new(kind.options) }
    }

    /// A generator of this kind with the options that it has among some fields.
    pub(super) fn read(kind: &'static Kind, fields: &mut Fields) -> Read<Self> {
        Ok(Self { kind, options: Options::read(kind.options, fields)? })
    }

    /// The same generator with another value for an option.
    ///
    /// # Panics
    /// If the kind has no option of this name, which is a mistake of the program and not of its input.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<OptionValue>) -> Self {
        let position = self.options.position(name);
        let position = position.unwrap_or_else(|| panic!("`{}` has no option `{name}`", self.kind.name));
        self.options.set(position, Some(value.into()));
        self
    }

    /// The kind.
    pub fn kind(&self) -> &'static Kind {
        self.kind
    }

    /// Whether it is of this kind.
    pub fn is(&self, kind: &'static Kind) -> bool {
        self.kind.name == kind.name
    }

    /// The value of an option; `None` if the kind has no such option, or it was left out.
    pub fn option(&self, name: &str) -> Option<&OptionValue> {
        self.options.get(name)
    }

    /// Sets an option by its position among the options of the kind; `None` leaves it out.
    pub fn set(&mut self, position: usize, value: Option<OptionValue>) {
        self.options.set(position, value);
    }

    /// A whole number.
    pub fn whole(&self, name: &str) -> Option<i64> {
        self.options.whole(name)
    }

    /// A number.
    pub fn number(&self, name: &str) -> Option<f64> {
        self.options.number(name)
    }

    /// A text: also dates, decimals, names of columns.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.options.text(name)
    }

    /// What it refers to, if its kind is one that refers to a column of a table.
    pub fn reference(&self) -> Option<Reference<'_>> {
        let of_type = |wanted| self.options.text_of_type(wanted);
        Some(Reference {
            table: of_type(OptionType::Table)?,
            column: of_type(OptionType::ParentColumn)?,
            same_row_as: of_type(OptionType::Column).filter(|name| !name.is_empty()),
            name: self.text("name").filter(|name| !name.is_empty()),
        })
    }

    /// The foreign key of the same table whose parent row is taken, if the generator shows something of that row.
    pub fn leader(&self) -> Option<&str> {
        self.options.text_of_type(OptionType::ParentColumn)?;
        self.options.text_of_type(OptionType::Column).filter(|name| !name.is_empty())
    }

    /// The table that it names, if there is an option for one.
    pub fn table(&self) -> Option<&str> {
        self.options.text_of_type(OptionType::Table)
    }

    /// Gives every option of a type to `change`: names of tables and columns that follow a rename.
    pub fn change_texts(&mut self, of_type: OptionType, mut change: impl FnMut(&mut String)) {
        for (option, value) in self.options.each_mut() {
            if let (true, Some(OptionValue::Text(text))) = (option.option_type == of_type, value) {
                change(text);
            }
        }
    }
}

impl PartialEq for GeneratorSpec {
    fn eq(&self, other: &Self) -> bool {
        self.is(other.kind) && self.options == other.options
    }
}

impl fmt::Debug for GeneratorSpec {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

/// As compact JSON.
impl fmt::Display for GeneratorSpec {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&serde_json::to_string(self).map_err(|_| fmt::Error)?)
    }
}

impl Serialize for GeneratorSpec {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_map(None)?;
        fields.serialize_entry("kind", self.kind.name)?;
        self.options.write(&mut fields)?;
        fields.end()
    }
}

/// How a row number becomes a position in the ordered values of a generator.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SamplerSpec {
    /// The values one after the other, from the first again after the last.
    InOrder,
    /// Each value once in an order that looks random, then all again in another order.
    Shuffled,
    /// Any value, each equally likely, independent of the other rows.
    Uniform,
}
