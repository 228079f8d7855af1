//! Has columns have the values that a condition asks for.

use generator::{ColumnSpec, GeneratorSpec, SqlType, TableSpec, infer, kinds};
use sqlparser::ast::BinaryOperator;

use super::{Checking, is_bound, is_sequence};
use crate::{
    DEFAULT_ROWS,
    ranges::{Range, are_comparable, has_ranges, units},
};

impl Checking<'_> {
    /// Keeps a column's values between bounds; each with whether it is itself left out.
    pub(super) fn narrow(
        &mut self,
        position: usize,
        low: Option<(&str, bool)>,
        high: Option<(&str, bool)>,
    ) -> bool {
        let column = self.column(position);
        if is_bound(column) || !has_ranges(column.sql_type) {
            return false;
        }
        let end = |bound: Option<(&str, bool)>, is_low: bool| match bound {
            None => Some(None),
            Some((text, is_excluded)) => {
                let (value, is_whole) = units(column.sql_type, text)?;
                Some(Some(match (is_low, is_whole) {
                    (true, true) => value.saturating_add(i128::from(is_excluded)),
                    // What was rounded down is below the bound.
                    (true, false) => value.saturating_add(1),
                    (false, true) => value.saturating_sub(i128::from(is_excluded)),
                    (false, false) => value,
                }))
            }
        };
        let (Some(min), Some(max)) = (end(low, true), end(high, false)) else { return false };
        if is_sequence(column) {
            // Counters begin at 1.
            return min.is_none_or(|min| min <= 1) && max.is_none();
        }
        let (sql_type, current) = (column.sql_type, Range::of(column));
        if let Some(values) = list_of(column)
            && self.is_settled(position)
        {
            let is_within = |value: &serde_json::Value| {
                let (found, is_whole) = units(sql_type, &text_of(value))?;
                Some(is_whole && min.is_none_or(|min| found >= min) && max.is_none_or(|max| found <= max))
            };
            let kept: Vec<_> = values.into_iter().filter(|value| is_within(value) == Some(true)).collect();
            return self.settle_list(position, kept);
        }
        let name = self.table.columns[position].name.to_lowercase();
        if self.is_settled(position) {
            let asked =
                self.settled.asked.get(&name).map(|(low, high)| ((*low).max(min), tighter(*high, max)));
            if let Some(asked) = asked {
                self.settled.asked.insert(name, asked);
            }
            // Two ranges are one, if they have anything in common.
            let common = current.map(|range| Range {
                min: range.min.max(min.unwrap_or(range.min)),
                max: range.max.min(max.unwrap_or(range.max)),
            });
            // What only a name suggests gives way to what is asked.
            let all = asked.and_then(|(min, max)| Range::within(None, sql_type, min, max));
            let generator = common
                .filter(|range| range.min <= range.max)
                .or(all)
                .and_then(|range| range.generator(sql_type));
            return generator.is_some_and(|generator| {
                self.settle(position, generator);
                true
            });
        }
        self.settled.asked.insert(name, (min, max));
        let narrowed = Range::within(current, sql_type, min, max);
        narrowed.and_then(|range| range.generator(sql_type)).is_some_and(|generator| {
            self.settle(position, generator);
            true
        })
    }

    pub(super) fn settle_list(&mut self, position: usize, values: Vec<serde_json::Value>) -> bool {
        let is_some = !values.is_empty();
        if is_some {
            self.settle(position, GeneratorSpec::new(&kinds::LIST).with("values", values));
        }
        is_some
    }

    /// Has one column's values before the other's: the ranges of both are cut where they meet.
    pub(super) fn order(&mut self, low: usize, high: usize, is_strict: bool) -> bool {
        let (low_column, high_column) = (&self.table.columns[low], &self.table.columns[high]);
        if low == high
            || is_bound(low_column)
            || is_bound(high_column)
            || is_sequence(low_column)
            || is_sequence(high_column)
        {
            return false;
        }
        let (low_type, high_type) = (low_column.sql_type, high_column.sql_type);
        // What is chosen from a list has no range.
        let has_list =
            |position: usize| list_of(&self.table.columns[position]).is_some() && self.is_settled(position);
        if !are_comparable(low_type, high_type) || has_list(low) || has_list(high) {
            return false;
        }
        let Some(low_range) = Range::of(low_column).or_else(|| Range::within(None, low_type, Some(0), None))
        else {
            return false;
        };
        let Some(high_range) =
            Range::of(high_column).or_else(|| Range::within(None, high_type, Some(0), None))
        else {
            return false;
        };
        let step = i128::from(is_strict);
        if low_range.max.saturating_add(step) <= high_range.min {
            for position in [low, high] {
                let name = self.table.columns[position].name.to_lowercase();
                self.settled.columns.insert(name);
            }
            return true;
        }
        let width = |range: Range| range.max.saturating_sub(range.min);
        let common = low_range.max.min(high_range.max).saturating_sub(low_range.min.max(high_range.min));
        // Where that is little, the one that nothing else has settled goes to the side.
        if common < width(low_range).min(width(high_range)) / 4 {
            let (min, max) = (
                high_range.min.saturating_sub(step).saturating_sub(width(low_range)),
                high_range.min.saturating_sub(step),
            );
            let moved = if !self.is_settled(high) {
                Range::within(None, high_type, Some(low_range.max.saturating_add(step)), None)
                    .map(|range| (high, high_type, range))
            } else if !self.is_settled(low) {
                Range::within(None, low_type, Some(min), Some(max)).map(|range| (low, low_type, range))
            } else {
                None
            };
            if let Some((position, sql_type, range)) = moved
                && let Some(generator) = range.generator(sql_type)
            {
                let other = if position == low { high } else { low };
                self.settle(position, generator);
                let name = self.table.columns[other].name.to_lowercase();
                self.settled.columns.insert(name);
                return true;
            }
        }
        // Both keep a part of what they have in common.
        let (first, last) = (low_range.min.max(high_range.min), low_range.max.min(high_range.max));
        let middle = first + (last - first) / 2;
        let below = Range { min: low_range.min.min(middle), max: low_range.max.min(middle) };
        let above = Range { min: high_range.min.max(middle + step), max: high_range.max.max(middle + step) };
        let made = below.generator(low_type).zip(above.generator(high_type));
        let Some((below, above)) = made.filter(|_| first <= last) else { return false };
        self.settle(low, below);
        self.settle(high, above);
        true
    }

    /// Has a column choose among values.
    pub(super) fn choose(&mut self, position: usize, values: &[String]) -> bool {
        let column = self.column(position);
        if is_bound(column) || is_sequence(column) || values.is_empty() {
            return false;
        }
        let fits = |value: &String| {
            column.sql_type.max_length().is_none_or(|length| value.chars().count() <= length as usize)
        };
        let values: Vec<serde_json::Value> = values
            .iter()
            .filter(|value| fits(value))
            .map(|value| match column.sql_type {
                SqlType::Integer { .. } => {
                    value.parse::<i64>().map_or_else(|_| value.as_str().into(), Into::into)
                }
                SqlType::Boolean => matches!(value.to_lowercase().as_str(), "true" | "1" | "t").into(),
                _ => value.as_str().into(),
            })
            .collect();
        let list = GeneratorSpec::new(&kinds::LIST).with("values", values.clone());
        if values.is_empty() || !compiles(column, &list) {
            return false;
        }
        let (before, range, sql_type) = (list_of(column), Range::of(column), column.sql_type);
        if !self.is_settled(position) {
            return self.settle_list(position, values);
        }
        // Both checks ask for some values: those that both have.
        let is_common = |value: &serde_json::Value| match (&before, range) {
            (Some(before), _) => before.iter().any(|other| text_of(other) == text_of(value)),
            (None, Some(range)) => units(sql_type, &text_of(value))
                .is_some_and(|(found, _)| (range.min..=range.max).contains(&found)),
            (None, None) => false,
        };
        let kept = values.into_iter().filter(is_common).collect();
        self.settle_list(position, kept)
    }

    /// Has a column's texts be of a regular expression.
    pub(super) fn look_like(&mut self, position: usize, pattern: &str) -> bool {
        let is_settled = self.is_settled(position);
        let column = self.column(position);
        if is_settled || is_bound(column) || !column.sql_type.is_text() {
            return false;
        }
        // Repeated without an end: as often as there is room.
        let count = pattern.matches("]+").count().max(1);
        let most = (column.sql_type.max_length().unwrap_or(12) as usize / count).clamp(1, 12);
        let pattern = pattern.replace("]+", &format!("]{{1,{most}}}"));
        let generator = GeneratorSpec::new(&kinds::PATTERN).with("pattern", pattern);
        let is_made = compiles(column, &generator);
        if is_made {
            self.settle(position, generator);
        }
        is_made
    }

    /// Has a column's texts be of some length.
    pub(super) fn have_length(&mut self, position: usize, operator: &BinaryOperator, number: &str) -> bool {
        use BinaryOperator as Op;
        let (name, surroundings) = (self.table.name.clone(), self.surroundings);
        let (column, Ok(number)) = (self.column(position), number.parse::<u32>()) else { return false };
        let most = column.sql_type.max_length().unwrap_or(u32::MAX);
        let (least, most) = match operator {
            Op::Eq => (number, number),
            Op::Gt => (number.saturating_add(1), most),
            Op::GtEq => (number, most),
            Op::Lt => (0, most.min(number.saturating_sub(1))),
            Op::LtEq => (0, most.min(number)),
            // No text that is made is empty.
            Op::NotEq => return number == 0,
            _ => return false,
        };
        // What the type bounds itself needs no check.
        if least <= 1 && most == column.sql_type.max_length().unwrap_or(u32::MAX) {
            return true;
        }
        let is_settled = self.is_settled(position);
        let column = self.column(position);
        if column.sql_type.is_binary() && !is_bound(column) && !is_settled && least <= most {
            let most = most.min(least.saturating_add(16));
            let made = GeneratorSpec::new(&kinds::BYTES)
                .with("min_length", i64::from(least))
                .with("max_length", i64::from(most));
            let is_made = compiles(column, &made);
            if is_made {
                self.settle(position, made);
            }
            return is_made;
        }
        if least > most || !column.sql_type.is_text() || is_bound(column) {
            return false;
        }
        // What is made already may be of such a length; of that only the longest is known.
        let shorter = SqlType::Varchar { length: most.max(1) };
        if least <= 1 {
            let mut asked = column.clone();
            asked.sql_type = shorter;
            if asked.generator.as_ref().is_some_and(|generator| compiles(&asked, generator)) {
                let name = column.name.to_lowercase();
                self.settled.columns.insert(name);
                return true;
            }
            let inferred = infer(&asked.name, &asked.comment, shorter, &name, DEFAULT_ROWS, surroundings);
            if !is_settled && compiles(&asked, &inferred) {
                self.settle(position, inferred);
                return true;
            }
        }
        if is_settled {
            return false;
        }
        let (least, most) = (least.max(1).min(most), most.min(least.max(1).saturating_add(11)));
        let text =
            if least == most { format!("[a-z0-9]{{{most}}}") } else { format!("[a-z0-9]{{{least},{most}}}") };
        let generator = GeneratorSpec::new(&kinds::PATTERN).with("pattern", text);
        let is_made = compiles(column, &generator);
        if is_made {
            self.settle(position, generator);
        }
        is_made
    }
}

/// The values of a list that a column chooses from.
fn list_of(column: &ColumnSpec) -> Option<Vec<serde_json::Value>> {
    let list = column.generator.as_ref().filter(|generator| generator.is(&kinds::LIST))?;
    match list.option("values")? {
        kinds::OptionValue::Values(values) => Some(values.clone()),
        _ => None,
    }
}

fn text_of(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}

/// Whether a generator makes values of a column by itself.
fn compiles(column: &ColumnSpec, generator: &GeneratorSpec) -> bool {
    let mut alone = ColumnSpec::new("c", column.sql_type);
    alone.generator = Some(generator.clone());
    let spec = generator::DatasetSpec::of(vec![TableSpec::new("t", 1, vec![alone])]);
    generator::Dataset::compile(&spec).is_ok()
}

/// The lower of two upper ends.
fn tighter(one: Option<i128>, other: Option<i128>) -> Option<i128> {
    one.into_iter().chain(other).min()
}
