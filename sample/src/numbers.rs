//! Cells that are numbers or truth values.

use generator::{GeneratorSpec, SqlType, kinds};
use serde_json::Value;

use super::{choice::choice, meaning::Found, spread::Places};

/// Digits that a decimal type has at least, so that a few rows more than the sample's fit.
const LEAST_PRECISION: usize = 10;
/// Digits that a decimal number may have in all; what the engine makes of them is bounded further, which whoever asks finds out.
const MOST_PRECISION: usize = 38;
/// Rows from which on numbers at even distance are a counter whatever their column is called.
const COUNTED_ROWS: usize = 10;
/// Fewest rows of a counter.
const LEAST_COUNTED_ROWS: usize = 3;

/// Truth values with the share of true.
pub(super) fn truths(cells: &[&str]) -> Option<Found> {
    let truth = |cell: &&str| match cell.to_ascii_lowercase().as_str() {
        "true" | "t" => Some(true),
        "false" | "f" => Some(false),
        _ => None,
    };
    let truths: Vec<bool> = cells.iter().map(truth).collect::<Option<_>>()?;
    let count = truths.iter().filter(|is_true| **is_true).count();
    Some((SqlType::Boolean, GeneratorSpec::new(&kinds::BOOLEAN).with("true", share(count, truths.len()))))
}

/// A share to four digits, which is 0 or 1 only if it is exactly that: what is there once is not lost.
pub(super) fn share(count: usize, all: usize) -> f64 {
    if count == 0 || count == all {
        return if count == 0 { 0.0 } else { 1.0 };
    }
    ((count as f64 / all as f64 * 10_000.0).round() / 10_000.0).clamp(0.0001, 0.9999)
}

/// Whole numbers at even distance, where the name of their column or their number says that they count.
pub(super) fn counter(name: &str, cells: &[&str], rows: u64) -> Option<Found> {
    let numbers: Vec<i64> = cells.iter().map(|cell| whole(cell)).collect::<Option<_>>()?;
    let is_counted = ["id", "no", "num", "seq", "key", "index", "번호"]
        .iter()
        .any(|part| name.to_lowercase().ends_with(part));
    if numbers.len() < if is_counted { LEAST_COUNTED_ROWS } else { COUNTED_ROWS } {
        return None;
    }
    let first = *numbers.first()?;
    let distance = numbers.get(1)?.checked_sub(first).filter(|distance| *distance > 0)?;
    if !numbers.windows(2).all(|pair| pair[1].checked_sub(pair[0]) == Some(distance)) {
        return None;
    }
    let last = i64::try_from(rows).ok()?.checked_mul(distance)?.checked_add(first)?;
    Some((
        whole_type(first, last),
        GeneratorSpec::new(&kinds::SEQUENCE).with("start", first).with("step", distance),
    ))
}

/// Whole numbers: a choice, or a range.
pub(super) fn whole_numbers(cells: &[&str]) -> Option<Found> {
    let numbers: Vec<i64> = cells.iter().map(|cell| whole(cell)).collect::<Option<_>>()?;
    let (min, max) = (*numbers.iter().min()?, *numbers.iter().max()?);
    let generator = choice(cells, |cell| whole(cell).map(Value::from))
        .unwrap_or_else(|| GeneratorSpec::new(&kinds::INTEGER).with("min", min).with("max", max));
    Some((whole_type(min, max), generator))
}

fn whole_type(min: i64, max: i64) -> SqlType {
    let fits_int = i32::try_from(min).is_ok() && i32::try_from(max).is_ok();
    if fits_int { SqlType::INT } else { SqlType::BIGINT }
}

/// Numbers all digits of which a type keeps: with a point, with a comma in its place, or in groups of three.
pub(super) fn decimals(cells: &[&str]) -> Option<Found> {
    let plain: Vec<String> = with_points(cells)?;
    let (mut before, mut behind) = (1, 0);
    for cell in &plain {
        let (whole_part, fraction) = parts(cell)?;
        (before, behind) = (whole_part.len().max(before), fraction.len().max(behind));
    }
    if before + behind > MOST_PRECISION {
        return None;
    }
    // In units of the last digit: at most 38 digits, which 128 bits hold.
    let units = |cell: &String| -> Option<i128> {
        let (whole_part, fraction) = parts(cell)?;
        let number: i128 = format!("{whole_part}{fraction:0<behind$}").parse().ok()?;
        Some(if cell.starts_with('-') { -number } else { number })
    };
    let units: Vec<i128> = plain.iter().map(units).collect::<Option<_>>()?;
    let written = |units: i128| {
        let digits = format!("{:0>width$}", units.unsigned_abs(), width = behind + 1);
        let (whole_part, fraction) = digits.split_at(digits.len() - behind);
        let sign = if units < 0 { "-" } else { "" };
        if behind == 0 { format!("{sign}{whole_part}") } else { format!("{sign}{whole_part}.{fraction}") }
    };
    let (min, max) = (*units.iter().min()?, *units.iter().max()?);
    let precision = (before + behind).max(LEAST_PRECISION);
    // At most 38, checked above.
    let sql_type = SqlType::Decimal { precision: precision as u8, scale: behind as u8 };
    let range = GeneratorSpec::new(&kinds::DECIMAL).with("min", written(min)).with("max", written(max));
    Some((sql_type, range))
}

/// Numbers with an exponent. Codes such as `4E12` look like them, so one of them has a point or a sign.
pub(super) fn doubles(cells: &[&str]) -> Option<Found> {
    let is_number = |cell: &&str| {
        let digits = cell.strip_prefix('-').unwrap_or(cell);
        let is_code = digits.starts_with('0') && digits[1..].starts_with(|next: char| next.is_ascii_digit());
        !is_code && digits.starts_with(|first: char| first.is_ascii_digit() || first == '.')
    };
    let has_exponent = |cell: &&str| cell.contains(['e', 'E']);
    let is_told =
        |cell: &&str| cell.contains('.') || cell.contains("e-") || cell.contains("E-") || cell.contains('+');
    if !cells.iter().all(is_number) || !cells.iter().any(has_exponent) || !cells.iter().any(is_told) {
        return None;
    }
    let numbers: Vec<f64> = cells
        .iter()
        .map(|cell| cell.parse().ok().filter(|number: &f64| number.is_finite()))
        .collect::<Option<_>>()?;
    let (min, max) = (numbers.iter().copied().reduce(f64::min)?, numbers.iter().copied().reduce(f64::max)?);
    let max = if min == max { min + 1.0 } else { max };
    Some((SqlType::Double, GeneratorSpec::new(&kinds::DOUBLE).with("min", min).with("max", max)))
}

/// Where numbers lie.
pub(super) fn places(cells: &[&str]) -> Option<Places> {
    let plain = with_points(cells).unwrap_or_else(|| cells.iter().map(|cell| (*cell).to_owned()).collect());
    let places = plain.iter().map(|cell| cell.parse().ok().filter(|place: &f64| place.is_finite()));
    // Digits behind the point are those of the longest; an exponent makes them any.
    let digits = |cell: &String| cell.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    let digits = plain.iter().map(digits).max().unwrap_or_default();
    let is_fine = plain.iter().any(|cell| cell.contains(['e', 'E']));
    let step = if is_fine { 0.0 } else { format!("1e-{digits}").parse().unwrap_or(0.0) };
    Some(Places { places: places.collect::<Option<_>>()?, are_numbers: true, unit: 1.0, step })
}

/// Whether a cell is a number in one of the forms that are read.
pub(super) fn is_number(cell: &str) -> bool {
    whole(cell).is_some() || decimals(&[cell]).is_some() || doubles(&[cell]).is_some()
}

/// A whole number without leading zeros: those are codes.
fn whole(cell: &str) -> Option<i64> {
    let digits = cell.strip_prefix('-').unwrap_or(cell);
    let is_code = digits.len() > 1 && digits.starts_with('0');
    let is_plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    (is_plain && !is_code).then(|| cell.parse().ok()).flatten()
}

/// The digits before and behind the point of a number without leading zeros.
fn parts(cell: &str) -> Option<(&str, &str)> {
    let digits = cell.strip_prefix('-').unwrap_or(cell);
    let (whole_part, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let is_plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_code = whole_part.len() > 1 && whole_part.starts_with('0');
    let has_digits = !fraction.is_empty() || (!whole_part.is_empty() && !digits.ends_with('.'));
    (has_digits && !is_code && is_plain(whole_part) && is_plain(fraction)).then_some((whole_part, fraction))
}

/// The cells with a point before the fraction and nothing between groups of three: as they are, or `1,234.5`, or `12,5`.
fn with_points(cells: &[&str]) -> Option<Vec<String>> {
    let all =
        |form: fn(&str) -> Option<String>| cells.iter().map(|cell| form(cell)).collect::<Option<Vec<_>>>();
    all(|cell| parts(cell).map(|_| cell.to_owned()))
        .or_else(|| {
            all(|cell| {
                let (groups, fraction) = cell.split_once('.').unwrap_or((cell, ""));
                let mut parts = groups.strip_prefix('-').unwrap_or(groups).split(',');
                let is_first = parts.next().is_some_and(|first| (1..=3).contains(&first.len()));
                let is_grouped = is_first && parts.all(|group| group.len() == 3);
                let plain = groups.replace(',', "");
                is_grouped.then(|| if fraction.is_empty() { plain } else { format!("{plain}.{fraction}") })
            })
        })
        .or_else(|| {
            all(|cell| {
                let is_one = cell.matches(',').count() <= 1 && !cell.contains('.');
                is_one.then(|| cell.replace(',', "."))
            })
        })
        .filter(|plain| plain.iter().all(|cell| parts(cell).is_some()))
}
