//! The options of a kind as data: their types, how they are read from JSON, and how a person writes them into a field.

use serde::{Serialize, Serializer};
use serde_json::Value;

use super::documentation;

/// One option of a kind.
#[derive(Debug)]
pub struct KindOption {
    /// Its field in a spec.
    pub name: &'static str,
    /// What it is called beside a field of the page.
    pub label: &'static str,
    /// What it means, in one sentence.
    pub about: &'static str,
    /// What is written there.
    pub option_type: OptionType,
    /// What it is where it is left out.
    pub otherwise: Otherwise,
    /// What a person starts with, as it stands in a field; empty where that depends on the column or the other tables.
    pub example: &'static str,
}

/// What is written in an option.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OptionType {
    /// A whole number of 64 bits.
    Whole,
    /// A whole number from 0 to 4,294,967,295.
    Count,
    /// A floating-point number.
    Number,
    /// A number from 0 to 1.
    Fraction,
    /// A decimal number, kept as it was written.
    Decimal,
    /// A date, `YYYY-MM-DD`.
    Date,
    /// A time of day, `HH:MM:SS`.
    Time,
    /// A timestamp, `YYYY-MM-DDTHH:MM:SS`.
    Timestamp,
    /// Any text.
    Text,
    /// A pattern.
    Pattern,
    /// A text with names of columns in braces, which follow a rename.
    Template,
    /// Values of the column's type.
    Values,
    /// One value of the column's type.
    Value,
    /// Numbers, one for each of the values.
    Weights,
    /// An SQL expression over the row, whose names follow a rename.
    Expression,
    /// One of these words.
    Word(&'static [&'static str]),
    /// The name of a table.
    Table,
    /// The name of a column of that table.
    ParentColumn,
    /// The name of a column of that table that refers to this one.
    ChildColumn,
    /// The name of a column of the same table.
    Column,
}

/// What an option is where it is left out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Otherwise {
    /// It cannot be left out.
    Required,
    /// It stays away.
    Absent,
    /// This whole number.
    Whole(i64),
    /// This number.
    Number(f64),
}

/// The value of an option.
#[derive(Debug, Clone, PartialEq)]
pub enum OptionValue {
    /// [`OptionType::Whole`] and [`OptionType::Count`].
    Whole(i64),
    /// [`OptionType::Number`] and [`OptionType::Fraction`].
    Number(f64),
    /// Everything that is kept as text.
    Text(String),
    /// [`OptionType::Value`].
    Value(Value),
    /// [`OptionType::Values`].
    Values(Vec<Value>),
    /// [`OptionType::Weights`].
    Weights(Vec<f64>),
}

/// Whole numbers beyond this are written as strings, because JavaScript rounds them.
const EXACT_IN_JAVASCRIPT: u64 = 1 << 53;

impl KindOption {
    /// An option that must be there.
    pub(crate) const fn required(
        name: &'static str,
        label: &'static str,
        option_type: OptionType,
        example: &'static str,
        about: &'static str,
    ) -> Self {
        Self {
            name,
            label,
            about: documentation(about),
            option_type,
            otherwise: Otherwise::Required,
            example,
        }
    }

    /// The same option with something else where it is left out.
    pub(crate) const fn or(mut self, otherwise: Otherwise) -> Self {
        self.otherwise = otherwise;
        self
    }
}

impl Otherwise {
    /// The value that stands for what was left out, if there is one.
    pub(crate) fn value(self) -> Option<OptionValue> {
        match self {
            Self::Required | Self::Absent => None,
            Self::Whole(number) => Some(OptionValue::Whole(number)),
            Self::Number(number) => Some(OptionValue::Number(number)),
        }
    }
}

impl OptionType {
    /// What should be there, as the end of "must be …".
    pub(crate) fn expected(self) -> String {
        let expected = match self {
            Self::Word(words) => return format!("one of {}", words.join(", ")),
            Self::Whole => "a whole number of at most 64 bits, as a number or a string",
            Self::Count => "a whole number from 0 to 4294967295",
            Self::Number | Self::Fraction => "a number",
            Self::Decimal => "a decimal number, as a number or a string",
            Self::Values => "a list",
            Self::Weights => "a list of numbers",
            Self::Value => "a value",
            _ => "a string",
        };
        expected.to_owned()
    }

    /// Reads a value of the spec; `None` if it is of the wrong kind.
    pub(crate) fn read(self, value: Value) -> Option<OptionValue> {
        Some(match (self, value) {
            (Self::Value, value) => OptionValue::Value(value),
            (Self::Word(words), Value::String(text)) => {
                OptionValue::Text(words.contains(&text.as_str()).then_some(text)?)
            }
            (Self::Values, Value::Array(values)) => OptionValue::Values(values),
            (Self::Weights, Value::Array(values)) => {
                OptionValue::Weights(values.iter().map(Value::as_f64).collect::<Option<_>>()?)
            }
            (Self::Whole, Value::Number(number)) => OptionValue::Whole(number.as_i64()?),
            (Self::Whole, Value::String(text)) => OptionValue::Whole(text.trim().parse().ok()?),
            (Self::Count, Value::Number(number)) => {
                OptionValue::Whole(u32::try_from(number.as_u64()?).ok()?.into())
            }
            (Self::Number | Self::Fraction, Value::Number(number)) => OptionValue::Number(number.as_f64()?),
            (Self::Decimal, Value::Number(number)) => OptionValue::Text(number.to_string()),
            (
                Self::Decimal
                | Self::Date
                | Self::Time
                | Self::Timestamp
                | Self::Text
                | Self::Pattern
                | Self::Template
                | Self::Expression
                | Self::Table
                | Self::ParentColumn
                | Self::ChildColumn
                | Self::Column,
                Value::String(text),
            ) => OptionValue::Text(text),
            _ => return None,
        })
    }

    /// Reads what a person wrote into a field. An empty text leaves an option out that can be.
    ///
    /// # Errors
    /// What is wrong with the text, for people.
    pub fn parse(self, text: &str) -> Result<OptionValue, String> {
        let number = |text: &str| -> String {
            match text.trim() {
                "" => "a number is missing".to_owned(),
                text => format!("`{text}` is not such a number"),
            }
        };
        let texts = || text.split(',').map(str::trim).filter(|item| !item.is_empty());
        Ok(match self {
            Self::Whole => OptionValue::Whole(text.trim().parse().map_err(|_| number(text))?),
            Self::Count => OptionValue::Whole(text.trim().parse::<u32>().map_err(|_| number(text))?.into()),
            Self::Number | Self::Fraction => OptionValue::Number(finite(text).ok_or_else(|| number(text))?),
            Self::Decimal | Self::Date | Self::Time | Self::Timestamp => {
                OptionValue::Text(text.trim().to_owned())
            }
            Self::Text
            | Self::Pattern
            | Self::Template
            | Self::Expression
            | Self::Table
            | Self::ParentColumn
            | Self::ChildColumn
            | Self::Column => OptionValue::Text(text.to_owned()),
            Self::Word(words) if !words.contains(&text.trim()) => {
                return Err(format!("`{}` is not one of {}", text.trim(), words.join(", ")));
            }
            Self::Word(_) => OptionValue::Text(text.trim().to_owned()),
            Self::Value => OptionValue::Value(text.into()),
            Self::Values => OptionValue::Values(split_values(text)),
            Self::Weights => {
                let weights: Result<_, _> =
                    texts().map(|item| finite(item).ok_or_else(|| number(item))).collect();
                OptionValue::Weights(weights?)
            }
        })
    }
}

impl OptionValue {
    /// The value as it stands in a field; [`OptionType::parse`] reads it.
    pub fn to_field(&self) -> String {
        match self {
            Self::Whole(number) => number.to_string(),
            Self::Number(number) => number.to_string(),
            Self::Text(text) => text.clone(),
            Self::Value(value) => value_text(value),
            Self::Values(values) => {
                let written = values.iter().map(|value| {
                    let text = value_text(value);
                    // A comma or a quote inside a value, and outer spaces, are kept by quotes.
                    let is_plain = text.trim() == text && !text.is_empty() && !text.contains([',', '"']);
                    if is_plain { text } else { format!("\"{}\"", text.replace('"', "\"\"")) }
                });
                written.collect::<Vec<_>>().join(", ")
            }
            Self::Weights(weights) => weights.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        }
    }
}

/// A number that JSON has, too: neither infinite nor none.
fn finite(text: &str) -> Option<f64> {
    text.trim().parse().ok().filter(|number: &f64| number.is_finite())
}

fn value_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Cuts a text at its commas; quotes around a value keep commas and outer spaces, and are doubled inside it, as in CSV.
fn split_values(text: &str) -> Vec<Value> {
    let mut values = Vec::new();
    let mut rest = text.chars().peekable();
    loop {
        let (mut value, mut is_quoted) = (String::new(), false);
        while rest.next_if(|next| next.is_whitespace()).is_some() {}
        if rest.next_if_eq(&'"').is_some() {
            is_quoted = true;
            while let Some(next) = rest.next() {
                if next == '"' && rest.next_if_eq(&'"').is_none() {
                    break;
                }
                value.push(next);
            }
        }
        let mut plain = String::new();
        while let Some(next) = rest.next_if(|next| *next != ',') {
            plain.push(next);
        }
        value.push_str(plain.trim_end());
        if is_quoted || !value.is_empty() {
            values.push(value.into());
        }
        if rest.next().is_none() {
            return values;
        }
    }
}

impl Serialize for OptionValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Whole(number) if number.unsigned_abs() > EXACT_IN_JAVASCRIPT => {
                serializer.collect_str(number)
            }
            Self::Whole(number) => serializer.serialize_i64(*number),
            Self::Number(number) => serializer.serialize_f64(*number),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Value(value) => value.serialize(serializer),
            Self::Values(values) => values.serialize(serializer),
            Self::Weights(weights) => weights.serialize(serializer),
        }
    }
}

impl From<i64> for OptionValue {
    fn from(number: i64) -> Self {
        Self::Whole(number)
    }
}

impl From<i32> for OptionValue {
    fn from(number: i32) -> Self {
        Self::Whole(number.into())
    }
}

impl From<u32> for OptionValue {
    fn from(number: u32) -> Self {
        Self::Whole(number.into())
    }
}

impl From<f64> for OptionValue {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<&str> for OptionValue {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for OptionValue {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Value> for OptionValue {
    fn from(value: Value) -> Self {
        Self::Value(value)
    }
}

impl From<Vec<Value>> for OptionValue {
    fn from(values: Vec<Value>) -> Self {
        Self::Values(values)
    }
}

impl From<Vec<f64>> for OptionValue {
    fn from(weights: Vec<f64>) -> Self {
        Self::Weights(weights)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn lists_read_back_as_they_are_shown() {
        for values in [
            vec![json!("a"), json!("b")],
            vec![json!("a,b"), json!("say \"hi\""), json!("")],
            vec![json!("  x"), json!("two\nlines"), json!("y")],
            vec![],
        ] {
            let value = OptionValue::Values(values);
            assert_eq!(OptionType::Values.parse(&value.to_field()).unwrap(), value);
        }
        assert_eq!(
            OptionType::Values.parse(" a , b,c,, ").unwrap(),
            OptionValue::Values(vec![json!("a"), json!("b"), json!("c")])
        );
    }

    #[test]
    fn whole_numbers_that_javascript_rounds_are_strings() {
        let json = |number: i64| serde_json::to_string(&OptionValue::Whole(number)).unwrap();
        assert_eq!(json(9_007_199_254_740_992), "9007199254740992");
        assert_eq!(json(9_007_199_254_740_993), "\"9007199254740993\"");
        assert_eq!(json(i64::MIN), "\"-9223372036854775808\"");
    }
}
