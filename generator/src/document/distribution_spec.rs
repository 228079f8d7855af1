//! A distribution as it stands in a spec: which, and its options.

use std::fmt;

use serde::{Serialize, Serializer, ser::SerializeMap as _};

use super::{
    fields::{Fields, Read},
    options::Options,
};
use crate::{distribution::Distribution, kinds::OptionValue};

/// How often each of a generator's values comes: a [`Distribution`] and a value for each of its options.
///
/// In JSON, an object whose field `kind` names the distribution; unknown fields are an error.
///
/// ```
/// use generator::{DistributionSpec, distribution};
///
/// let distribution = DistributionSpec::new(&distribution::ZIPF).with("exponent", 1.1);
/// assert_eq!(distribution.to_string(), r#"{"kind":"zipf","exponent":1.1}"#);
/// ```
#[derive(Clone)]
pub struct DistributionSpec {
    distribution: &'static Distribution,
    options: Options,
}

impl DistributionSpec {
    /// A distribution with the values that its options have by themselves; those that have none are still missing.
    pub fn new(distribution: &'static Distribution) -> Self {
        Self { distribution, options: Options::new(distribution.options) }
    }

    /// A distribution with the options that it has among some fields.
    pub(super) fn read(distribution: &'static Distribution, fields: &mut Fields) -> Read<Self> {
        Ok(Self { distribution, options: Options::read(distribution.options, fields)? })
    }

    /// The same distribution with another value for an option.
    ///
    /// # Panics
    /// If it has no option of this name, which is a mistake of the program and not of its input.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<OptionValue>) -> Self {
        let position = self.options.position(name);
        let position =
            position.unwrap_or_else(|| panic!("`{}` has no option `{name}`", self.distribution.name));
        self.options.set(position, Some(value.into()));
        self
    }

    /// Which distribution.
    pub fn distribution(&self) -> &'static Distribution {
        self.distribution
    }

    /// The value of an option; `None` if there is no such option, or it was left out.
    pub fn option(&self, name: &str) -> Option<&OptionValue> {
        self.options.get(name)
    }

    /// Sets an option by its position among those of the distribution; `None` leaves it out.
    pub fn set(&mut self, position: usize, value: Option<OptionValue>) {
        self.options.set(position, value);
    }

    /// A number.
    pub(crate) fn number(&self, name: &str) -> Option<f64> {
        self.options.number(name)
    }
}

impl PartialEq for DistributionSpec {
    fn eq(&self, other: &Self) -> bool {
        self.distribution.name == other.distribution.name && self.options == other.options
    }
}

impl fmt::Debug for DistributionSpec {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

/// As compact JSON.
impl fmt::Display for DistributionSpec {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&serde_json::to_string(self).map_err(|_| fmt::Error)?)
    }
}

impl Serialize for DistributionSpec {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_map(None)?;
        fields.serialize_entry("kind", self.distribution.name)?;
        self.options.write(&mut fields)?;
        fields.end()
    }
}
