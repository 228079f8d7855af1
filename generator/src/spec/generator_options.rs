//! Reading a generator from JSON, by hand: derived code for so many variants is a twentieth of the page's WebAssembly, and
//! cannot say which option is meant.

use serde::{Deserialize, Deserializer, de};
use serde_json::{Map, Value};

use super::GeneratorSpec;

impl<'de> Deserialize<'de> for GeneratorSpec {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut options = Options(Map::deserialize(deserializer)?);
        let kind = options.text("kind").map_err(de::Error::custom)?;
        let generator = options.read(&kind).map_err(de::Error::custom)?;
        options.finish(&kind).map_err(de::Error::custom)?;
        Ok(generator)
    }
}

/// The fields that have not been read yet.
struct Options(Map<String, Value>);

impl Options {
    fn read(&mut self, kind: &str) -> Result<GeneratorSpec, String> {
        Ok(match kind {
            "sequence" => {
                GeneratorSpec::Sequence { start: self.whole_or("start", 1)?, step: self.whole_or("step", 1)? }
            }
            "integer" => GeneratorSpec::Integer { min: self.whole("min")?, max: self.whole("max")? },
            "decimal" => GeneratorSpec::Decimal { min: self.decimal("min")?, max: self.decimal("max")? },
            "double" => GeneratorSpec::Double { min: self.number("min")?, max: self.number("max")? },
            "boolean" => {
                let true_fraction = if self.0.contains_key("true") { self.number("true")? } else { 0.5 };
                GeneratorSpec::Boolean { true_fraction }
            }
            "date" => GeneratorSpec::Date { from: self.text("from")?, to: self.text("to")? },
            "time" => GeneratorSpec::Time { from: self.text("from")?, to: self.text("to")? },
            "timestamp" => GeneratorSpec::Timestamp { from: self.text("from")?, to: self.text("to")? },
            "now" => GeneratorSpec::Now {},
            "uuid_v4" => GeneratorSpec::UuidV4 {},
            "uuid_v7" => GeneratorSpec::UuidV7 {},
            "ulid" => GeneratorSpec::Ulid {},
            "list" => GeneratorSpec::List { values: self.list("values")?, weights: self.weights()? },
            "pattern" => GeneratorSpec::Pattern { pattern: self.text("pattern")? },
            "first_name" => GeneratorSpec::FirstName {},
            "last_name" => GeneratorSpec::LastName {},
            "full_name" => GeneratorSpec::FullName {},
            "email" => GeneratorSpec::Email {},
            "city" => GeneratorSpec::City {},
            "company" => GeneratorSpec::Company {},
            "word" => GeneratorSpec::Word {},
            "sentence" => GeneratorSpec::Sentence {},
            "paragraph" => GeneratorSpec::Paragraph {
                min_sentences: self.small_or("min_sentences", 3)?,
                max_sentences: self.small_or("max_sentences", 6)?,
            },
            "bytes" => GeneratorSpec::Bytes {
                min_length: self.small("min_length")?,
                max_length: self.small("max_length")?,
            },
            "foreign_key" => GeneratorSpec::ForeignKey {
                table: self.text("table")?,
                column: self.text("column")?,
                same_row_as: match self.0.remove("same_row_as") {
                    None | Some(Value::Null) => None,
                    Some(value) => Some(text_of("same_row_as", value)?),
                },
            },
            "constant" => GeneratorSpec::Constant { value: self.take("value")? },
            "template" => GeneratorSpec::Template { template: self.text("template")? },
            other => {
                return Err(format!(
                    "`{other}` is no kind of generator; use sequence, integer, decimal, double, boolean, date, time, timestamp, \
                     now, uuid_v4, uuid_v7, ulid, list, pattern, first_name, last_name, full_name, email, city, company, word, \
                     sentence, paragraph, bytes, foreign_key, constant or template"
                ));
            }
        })
    }

    /// Whatever is left is unknown.
    fn finish(self, kind: &str) -> Result<(), String> {
        match self.0.keys().next() {
            Some(name) => Err(format!("unknown field `{name}`: the generator `{kind}` has no such option")),
            None => Ok(()),
        }
    }

    fn take(&mut self, name: &str) -> Result<Value, String> {
        self.0.remove(name).ok_or_else(|| format!("missing field `{name}`"))
    }

    fn text(&mut self, name: &str) -> Result<String, String> {
        text_of(name, self.take(name)?)
    }

    fn whole(&mut self, name: &str) -> Result<i64, String> {
        let value = self.take(name)?;
        let number = match &value {
            Value::Number(number) => number.as_i64(),
            Value::String(text) => text.parse().ok(),
            _ => None,
        };
        number.ok_or_else(|| format!("`{name}` is {value}, but must be a whole number of at most 64 bits"))
    }

    fn whole_or(&mut self, name: &str, default: i64) -> Result<i64, String> {
        if self.0.contains_key(name) { self.whole(name) } else { Ok(default) }
    }

    fn small(&mut self, name: &str) -> Result<u32, String> {
        let number = self.whole(name)?;
        u32::try_from(number).map_err(|_| format!("`{name}` is {number}, but must be 0 to {}", u32::MAX))
    }

    fn small_or(&mut self, name: &str, default: u32) -> Result<u32, String> {
        if self.0.contains_key(name) { self.small(name) } else { Ok(default) }
    }

    fn number(&mut self, name: &str) -> Result<f64, String> {
        let value = self.take(name)?;
        value.as_f64().ok_or_else(|| format!("`{name}` is {value}, but must be a number"))
    }

    /// A decimal number as it was written.
    fn decimal(&mut self, name: &str) -> Result<String, String> {
        match self.take(name)? {
            Value::String(text) => Ok(text),
            Value::Number(number) => Ok(number.to_string()),
            other => {
                Err(format!("`{name}` is {other}, but must be a decimal number, as a number or a string"))
            }
        }
    }

    fn list(&mut self, name: &str) -> Result<Vec<Value>, String> {
        match self.take(name)? {
            Value::Array(values) => Ok(values),
            other => Err(format!("`{name}` is {other}, but must be a list")),
        }
    }

    fn weights(&mut self) -> Result<Option<Vec<f64>>, String> {
        if self.0.get("weights").is_none_or(Value::is_null) {
            self.0.remove("weights");
            return Ok(None);
        }
        let weights = self.list("weights")?;
        let numbers = weights.iter().map(Value::as_f64).collect::<Option<_>>();
        numbers.map(Some).ok_or_else(|| "`weights` must be a list of numbers".to_owned())
    }
}

fn text_of(name: &str, value: Value) -> Result<String, String> {
    match value {
        Value::String(text) => Ok(text),
        other => Err(format!("`{name}` is {other}, but must be a string")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_kind_reads_back_as_written() {
        for value in [
            json!({"kind": "sequence", "start": -5, "step": 2}),
            json!({"kind": "integer", "min": i64::MIN, "max": i64::MAX}),
            json!({"kind": "decimal", "min": "0.1", "max": "2"}),
            json!({"kind": "double", "min": -0.5, "max": 1e300}),
            json!({"kind": "boolean", "true": 0.25}),
            json!({"kind": "date", "from": "a", "to": "b"}),
            json!({"kind": "time", "from": "a", "to": "b"}),
            json!({"kind": "timestamp", "from": "a", "to": "b"}),
            json!({"kind": "now"}),
            json!({"kind": "uuid_v4"}),
            json!({"kind": "uuid_v7"}),
            json!({"kind": "ulid"}),
            json!({"kind": "list", "values": [1, "a", true], "weights": [1.0, 2.5, 0.0]}),
            json!({"kind": "pattern", "pattern": "[a]"}),
            json!({"kind": "first_name"}),
            json!({"kind": "last_name"}),
            json!({"kind": "full_name"}),
            json!({"kind": "email"}),
            json!({"kind": "city"}),
            json!({"kind": "company"}),
            json!({"kind": "word"}),
            json!({"kind": "sentence"}),
            json!({"kind": "paragraph", "min_sentences": 1, "max_sentences": 2}),
            json!({"kind": "bytes", "min_length": 1, "max_length": 2}),
            json!({"kind": "foreign_key", "table": "t", "column": "c", "same_row_as": "d"}),
            json!({"kind": "constant", "value": {"a": [1]}}),
            json!({"kind": "template", "template": "{a}"}),
        ] {
            let generator: GeneratorSpec = serde_json::from_value(value.clone()).unwrap();
            assert_eq!(generator.kind(), value["kind"]);
            assert_eq!(serde_json::to_value(&generator).unwrap(), value);
        }
    }

    #[test]
    fn mistakes_name_the_option() {
        for (value, part) in [
            (json!({"kind": "integer", "min": 1}), "missing field `max`"),
            (json!({"kind": "integer", "min": 1, "max": "x"}), "`max` is \"x\""),
            (json!({"kind": "integer", "min": 1, "max": 1.5}), "`max` is 1.5"),
            (json!({"kind": "integer", "min": 1, "max": 2, "mean": 3}), "unknown field `mean`"),
            (json!({"kind": "list", "values": "a"}), "must be a list"),
            (json!({"kind": "list", "values": [1], "weights": ["a"]}), "list of numbers"),
            (json!({"kind": "bytes", "min_length": -1, "max_length": 2}), "`min_length` is -1"),
            (json!({"kind": "names"}), "no kind of generator"),
            (json!({}), "missing field `kind`"),
        ] {
            let message = serde_json::from_value::<GeneratorSpec>(value).unwrap_err().to_string();
            assert!(message.contains(part), "{message}");
        }
    }
}
