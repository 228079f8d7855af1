//! What a distribution starts with when a person chooses it for a column.

use serde_json::Value;

use super::{Distribution, Line, Unit};
use crate::{
    batch::{Notation, Values},
    civil::SECOND,
    document::{ColumnSpec, DatasetSpec, DistributionSpec, GeneratorSpec, TableSpec},
    format::cell,
    kinds::{OptionType, OptionValue},
    plan::{Drafts, Place},
};

impl Distribution {
    /// This distribution with options that suit the values of a column; where they have no order, with those of any numbers.
    pub fn start(&'static self, spec: &DatasetSpec, column: &ColumnSpec) -> DistributionSpec {
        let line = line_of(spec, column).unwrap_or(Line::positions(1_000));
        let mut start = DistributionSpec::new(self);
        for (position, value) in options(self.name, &line).into_iter().enumerate() {
            start.set(position, value);
        }
        start
    }
}

/// The options of a distribution for the values of a line. Here and not beside the distributions, because only who chooses one needs them,
/// and the page fetches that later.
fn options(name: &str, line: &Line) -> Vec<Option<OptionValue>> {
    match name {
        "normal" => vec![Some(line.written(0.5)), Some(line.distance(1.0 / 6.0).into())],
        "log_normal" => vec![Some(line.written(0.2)), Some(0.5.into())],
        "exponential" => vec![Some(line.distance(0.2).into())],
        "pareto" => vec![Some(1.16.into())],
        "zipf" => vec![Some(1.0.into())],
        "triangular" => vec![Some(line.written(0.75))],
        "histogram" => {
            let bars = line.len.min(5) as usize;
            vec![Some([1.0, 2.0, 4.0, 2.0, 1.0][..bars].to_vec().into())]
        }
        _ => {
            // Of an office: fewer at weekends and at night.
            let weekdays = || Some(vec![1.0, 1.0, 1.0, 1.0, 1.0, 0.3, 0.2].into());
            let of_hour = |hour| if (8..18).contains(&hour) { 1.0 } else { 0.1 };
            let hours = || Some((0..24).map(of_hour).collect::<Vec<f64>>().into());
            match line.unit {
                Unit::TimeOfDay => vec![None, None, hours()],
                Unit::Instant => vec![None, weekdays(), hours()],
                _ => vec![None, weekdays(), None],
            }
        }
    }
}

/// Where the values of a column lie.
fn line_of(spec: &DatasetSpec, column: &ColumnSpec) -> Option<Line> {
    if let Some(reference) = column.generator.as_ref().and_then(GeneratorSpec::reference) {
        let parent = spec.tables.iter().find(|table| table.name == reference.table)?;
        return Some(Line::positions(parent.rows.max(1).into()));
    }
    column.generator.as_ref()?;
    let alone = TableSpec::new("t", 1, vec![ColumnSpec { unique: false, ..column.clone() }]);
    let alone = DatasetSpec { now: spec.now.clone(), ..DatasetSpec::of(vec![alone]) };
    Drafts::of(&alone, &mut Vec::new()).get(Place { table: 0, column: 0 })?.draft.line
}

impl Line {
    /// The place at a fraction of the way from the first value to the last, as the column's type writes it.
    pub(super) fn written(&self, fraction: f64) -> OptionValue {
        let place = self.at((self.last_index() * fraction).ceil());
        // Two digits are enough for a start, if there is such a value.
        let near = number(rounded(place));
        let digits = if place as i64 % SECOND == 0 { 0 } else { 6 };
        let notation = match self.unit {
            Unit::Decimal(_) | Unit::Double | Unit::Position => {
                return OptionValue::Value(if self.index_of(&near).is_ok() { near } else { number(place) });
            }
            Unit::Day => Notation::Date,
            Unit::Instant => Notation::TimestampT { digits },
            Unit::TimeOfDay => Notation::Time { digits },
        };
        let mut text = Vec::new();
        cell::append(&Values::Integer(vec![place as i64]), 0, notation, &mut text);
        let text = String::from_utf8_lossy(&text).into_owned();
        OptionType::Value.parse(&text).unwrap_or(OptionValue::Value(text.into()))
    }

    /// A fraction of the distance from the first value to the last, as a spec has it: two digits of it.
    pub(super) fn distance(&self, fraction: f64) -> f64 {
        let distance = rounded(self.last_index() * self.step * fraction / self.unit.distance());
        if distance > 0.0 { distance } else { 1.0 }
    }
}

/// Two digits of a number.
fn rounded(number: f64) -> f64 {
    let mut unit = 1.0;
    while number.abs() >= unit * 100.0 {
        unit *= 10.0;
    }
    while number != 0.0 && number.abs() < unit * 10.0 && unit > 1e-9 {
        unit /= 10.0;
    }
    // Divided by a whole number where the unit is a part: 0.35 is 35 / 100, and not 35 × 0.01.
    if unit >= 1.0 { (number / unit).round() * unit } else { (number / unit).round() / (1.0 / unit).round() }
}

fn number(number: f64) -> Value {
    if number.floor() == number && number.abs() < 9e15 {
        Value::from(number as i64)
    } else {
        Value::from(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Dataset, distribution::distributions};

    #[test]
    fn every_distribution_starts_with_something_that_compiles() {
        for (column, refused) in [
            (r#""type":"int","gen":{"kind":"integer","min":0,"max":10}"#, &["seasonal", "pareto"][..]),
            (
                r#""type":"bigint","gen":{"kind":"integer","min":"-9223372036854775808","max":"-5"}"#,
                &["seasonal", "pareto", "log_normal"],
            ),
            (r#""type":"decimal(9,2)","gen":{"kind":"decimal","min":"0.01","max":"99.99"}"#, &["seasonal"]),
            (r#""type":"double","gen":{"kind":"double","min":0.001,"max":0.002}"#, &["seasonal"]),
            (
                r#""type":"date","gen":{"kind":"date","from":"2024-01-01","to":"2024-01-31"}"#,
                &["log_normal", "pareto"],
            ),
            (
                r#""type":"timestamp(6)","gen":{"kind":"timestamp","from":"2024-01-01T00:00:00.5","to":"2024-12-31T00:00:00"}"#,
                &["log_normal", "pareto"],
            ),
            (
                r#""type":"time","gen":{"kind":"time","from":"08:00:00","to":"18:00:00"}"#,
                &["log_normal", "pareto"],
            ),
            (r#""type":"text","gen":{"kind":"list","values":["a","b"]}"#, &["seasonal"]),
            (r#""type":"text","gen":{"kind":"foreign_key","table":"u","column":"a"}"#, &["seasonal"]),
        ] {
            let json = format!(
                r#"{{"rowmill":1,"tables":[{{"name":"t","rows":10,"columns":[{{"name":"c",{column}}}]}},
                    {{"name":"u","rows":10,"columns":[{{"name":"a","type":"text","gen":{{"kind":"city"}}}}]}}]}}"#
            );
            let spec = DatasetSpec::from_json(&json).unwrap();
            for distribution in distributions() {
                let mut spec = spec.clone();
                let start = distribution.start(&spec, &spec.tables[0].columns[0]);
                spec.tables[0].columns[0].distribution = Some(start.clone());
                let compiled = Dataset::compile(&spec);
                assert_eq!(
                    compiled.is_err(),
                    refused.contains(&distribution.name),
                    "{column}: {start}: {compiled:?}"
                );
            }
        }
    }

    #[test]
    fn starts_are_written_as_a_person_would() {
        let start = |distribution: &str, column: &str| {
            let json = format!(
                r#"{{"rowmill":1,"tables":[{{"name":"t","rows":10,"columns":[{{"name":"c",{column}}}]}}]}}"#
            );
            let spec = DatasetSpec::from_json(&json).unwrap();
            super::super::distribution(distribution)
                .unwrap()
                .start(&spec, &spec.tables[0].columns[0])
                .to_string()
        };
        let date = r#""type":"timestamp","gen":{"kind":"timestamp","from":"2024-01-01T00:00:00","to":"2024-12-31T00:00:00"}"#;
        assert_eq!(
            start("normal", date),
            r#"{"kind":"normal","mean":"2024-07-01T12:00:00","deviation":61.0}"#
        );
        let price = r#""type":"decimal(9,2)","gen":{"kind":"decimal","min":"0.50","max":"99.99"}"#;
        assert_eq!(start("normal", price), r#"{"kind":"normal","mean":50,"deviation":17.0}"#);
        let small = r#""type":"double","gen":{"kind":"double","min":0,"max":0.1}"#;
        assert_eq!(start("exponential", small), r#"{"kind":"exponential","mean":0.02}"#);
    }
}
