//! Reading a generator from JSON.

use serde_json::Value;

use super::{
    GeneratorSpec, Problem,
    fields::{Fields, Read, problem},
};

impl GeneratorSpec {
    /// Reads a generator: an object whose field `kind` says which.
    pub(super) fn read(value: Value, path: &str) -> Result<Self, Problem> {
        let mut fields = Fields::of(value, path, "this generator")?;
        let generator = match fields.text("kind")?.as_str() {
            "sequence" => Self::Sequence {
                start: whole_or_one(&mut fields, "start")?,
                step: whole_or_one(&mut fields, "step")?,
            },
            "integer" => Self::Integer { min: fields.whole("min")?, max: fields.whole("max")? },
            "decimal" => Self::Decimal { min: fields.decimal("min")?, max: fields.decimal("max")? },
            "double" => Self::Double { min: fields.number("min")?, max: fields.number("max")? },
            "boolean" => {
                let true_fraction = if fields.has("true") { fields.number("true")? } else { 0.5 };
                Self::Boolean { true_fraction }
            }
            "date" => Self::Date { from: fields.text("from")?, to: fields.text("to")? },
            "time" => Self::Time { from: fields.text("from")?, to: fields.text("to")? },
            "timestamp" => Self::Timestamp { from: fields.text("from")?, to: fields.text("to")? },
            "now" => Self::Now {},
            "uuid_v4" => Self::UuidV4 {},
            "uuid_v7" => Self::UuidV7 {},
            "ulid" => Self::Ulid {},
            "list" => {
                Self::List { values: required_list(&mut fields, "values")?, weights: weights(&mut fields)? }
            }
            "pattern" => Self::Pattern { pattern: fields.text("pattern")? },
            "first_name" => Self::FirstName {},
            "last_name" => Self::LastName {},
            "full_name" => Self::FullName {},
            "email" => Self::Email {},
            "city" => Self::City {},
            "company" => Self::Company {},
            "word" => Self::Word {},
            "sentence" => Self::Sentence {},
            "paragraph" => Self::Paragraph {
                min_sentences: small_or(&mut fields, "min_sentences", 3)?,
                max_sentences: small_or(&mut fields, "max_sentences", 6)?,
            },
            "bytes" => Self::Bytes {
                min_length: fields.small("min_length")?,
                max_length: fields.small("max_length")?,
            },
            "foreign_key" => Self::ForeignKey {
                table: fields.text("table")?,
                column: fields.text("column")?,
                same_row_as: if fields.has("same_row_as") { Some(fields.text("same_row_as")?) } else { None },
            },
            "constant" => Self::Constant { value: fields.required("value")? },
            "template" => Self::Template { template: fields.text("template")? },
            other => {
                return Err(problem(
                    &fields.path("kind"),
                    &format!(
                        "`{other}` is no kind of generator; use sequence, integer, decimal, double, boolean, date, time, timestamp, \
                     now, uuid_v4, uuid_v7, ulid, list, pattern, first_name, last_name, full_name, email, city, company, word, \
                     sentence, paragraph, bytes, foreign_key, constant or template"
                    ),
                ));
            }
        };
        fields.finish()?;
        Ok(generator)
    }
}

fn whole_or_one(fields: &mut Fields, name: &str) -> Read<i64> {
    if fields.has(name) { fields.whole(name) } else { Ok(1) }
}

fn small_or(fields: &mut Fields, name: &str, default: u32) -> Read<u32> {
    if fields.has(name) { fields.small(name) } else { Ok(default) }
}

fn required_list(fields: &mut Fields, name: &str) -> Read<Vec<Value>> {
    match fields.required(name)? {
        Value::Array(values) => Ok(values),
        _ => Err(problem(&fields.path(name), &format!("`{name}` must be a list"))),
    }
}

fn weights(fields: &mut Fields) -> Read<Option<Vec<f64>>> {
    if !fields.has("weights") {
        return Ok(None);
    }
    let weights = required_list(fields, "weights")?;
    let numbers = weights.iter().map(Value::as_f64).collect::<Option<_>>();
    numbers.map(Some).ok_or_else(|| problem(&fields.path("weights"), "`weights` must be a list of numbers"))
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
            let generator = GeneratorSpec::read(value.clone(), "gen").unwrap();
            assert_eq!(generator.kind(), value["kind"]);
            assert_eq!(serde_json::to_value(&generator).unwrap(), value);
        }
    }

    #[test]
    fn mistakes_name_the_option() {
        for (value, path, part) in [
            (json!({"kind": "integer", "min": 1}), "gen", "missing field `max`"),
            (json!({"kind": "integer", "min": 1, "max": "x"}), "gen.max", "`max` is \"x\""),
            (json!({"kind": "integer", "min": 1, "max": 1.5}), "gen.max", "`max` is 1.5"),
            (json!({"kind": "integer", "min": 1, "max": 2, "mean": 3}), "gen.mean", "unknown field `mean`"),
            (json!({"kind": "list", "values": "a"}), "gen.values", "must be a list"),
            (json!({"kind": "list", "values": [1], "weights": ["a"]}), "gen.weights", "list of numbers"),
            (
                json!({"kind": "bytes", "min_length": -1, "max_length": 2}),
                "gen.min_length",
                "`min_length` is -1",
            ),
            (json!({"kind": "names"}), "gen.kind", "no kind of generator"),
            (json!({}), "gen", "missing field `kind`"),
        ] {
            let problem = GeneratorSpec::read(value, "gen").unwrap_err();
            assert_eq!(problem.path, path, "{problem}");
            assert!(problem.message.contains(part), "{problem}");
        }
    }
}
