//! JSON lines: an object a line, whose fields are cells.

use std::{collections::BTreeMap, fmt};

use csv::StringRecord;
use generator::limits::MAX_COLUMNS;
use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};
use serde_json::Value;

use super::SampleError;

/// Cells of a sample at the most, those of fields that are not there among them.
const MOST_CELLS: usize = 1_000_000;

/// The fields of an object in the order in which they stand there.
struct Fields(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Fields;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(Fields(fields))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

/// Whether a text is JSON lines: its first line is an object, and stands for itself.
pub(super) fn is_one(sample: &str) -> bool {
    let first = sample.trim_start().lines().next().unwrap_or_default();
    serde_json::from_str::<Fields>(first).is_ok()
}

/// The names of all fields in the order in which they come, and a record a line. What is null or not there is an empty cell.
///
/// # Errors
/// A line that is no object, more names than are made, more cells than are looked at.
pub(super) fn read(sample: &str) -> Result<(Vec<String>, Vec<StringRecord>), SampleError> {
    let mut names: Vec<String> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut rows: Vec<Vec<(usize, String)>> = Vec::new();
    for (number, line) in (1..).zip(sample.lines()) {
        if line.trim().is_empty() {
            continue;
        }
        let Ok(Fields(fields)) = serde_json::from_str(line) else {
            return Err(SampleError::NoObject(number));
        };
        let cell = |(name, value): (String, Value)| {
            let place = *places.entry(name.trim().to_owned()).or_insert_with_key(|name| {
                names.push(name.clone());
                names.len() - 1
            });
            let text = match value {
                Value::Null => String::new(),
                Value::String(text) => text,
                other => other.to_string(),
            };
            (place, text)
        };
        rows.push(fields.into_iter().map(cell).collect());
        if names.len() > MAX_COLUMNS {
            return Err(SampleError::TooManyColumns(names.len()));
        }
    }
    // Fields that are not there cost nothing in the sample, and would here.
    if names.len().saturating_mul(rows.len()) > MOST_CELLS {
        return Err(SampleError::TooManyCells { rows: rows.len(), names: names.len() });
    }
    let record = |row: Vec<(usize, String)>| {
        let mut cells = vec![String::new(); names.len()];
        for (place, text) in row {
            cells[place] = text;
        }
        StringRecord::from(cells)
    };
    let records = rows.into_iter().map(record).collect();
    Ok((names, records))
}
