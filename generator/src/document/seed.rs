//! What everything random is derived from.

use std::{fmt, str::FromStr};

use serde::{Serialize, Serializer};

/// The seed of a dataset: any `u64`, written as a string so that no reader of JSON rounds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Seed(pub u64);

impl fmt::Display for Seed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl FromStr for Seed {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.trim().parse().map(Self)
    }
}

impl Serialize for Seed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_written_as_a_string_and_read_from_one() {
        let largest = Seed(u64::MAX);
        assert_eq!(serde_json::to_string(&largest).unwrap(), r#""18446744073709551615""#);
        assert_eq!("18446744073709551615".parse(), Ok(largest));
        assert!("x".parse::<Seed>().is_err());
        assert!("-1".parse::<Seed>().is_err());
    }
}
