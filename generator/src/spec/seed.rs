use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::flexible;

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

impl<'de> Deserialize<'de> for Seed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        flexible::u64(deserializer).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_written_as_a_string_and_read_as_either() {
        let largest = Seed(u64::MAX);
        assert_eq!(serde_json::to_string(&largest).unwrap(), r#""18446744073709551615""#);
        assert_eq!(serde_json::from_str::<Seed>("\"18446744073709551615\"").unwrap(), largest);
        assert_eq!(serde_json::from_str::<Seed>("42").unwrap(), Seed(42));
        assert!(serde_json::from_str::<Seed>("\"x\"").is_err());
        assert!(serde_json::from_str::<Seed>("-1").is_err());
    }
}
