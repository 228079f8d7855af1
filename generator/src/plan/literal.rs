//! Values written in a spec: the items of a list, a constant, the ends of a range.

use serde_json::Value;

use crate::{
    batch::{TextValues, ValueKind, Values},
    civil,
    document::SqlType,
};

/// Beyond this, not every whole number is a floating-point one.
pub(crate) const EXACT_DOUBLE: i64 = 1 << 53;
/// Digits that every JSON reader keeps of a number with a point.
const JSON_DIGITS: usize = 15;

/// Values of one kind, read from JSON for a column of this type.
///
/// # Errors
/// The position of the first value that does not fit, and what would.
pub(crate) fn read(values: &[Value], sql_type: SqlType) -> Result<(Values, ValueKind), (usize, String)> {
    let kind = kind_of(sql_type);
    let read = match kind {
        ValueKind::Text | ValueKind::Bytes => {
            let mut texts = TextValues::default();
            for (position, value) in values.iter().enumerate() {
                texts.push(&text(value, sql_type).map_err(|message| (position, message))?);
            }
            Values::Text(texts)
        }
        ValueKind::Double => Values::Double(each(values, double)?),
        ValueKind::Decimal { scale } => {
            let SqlType::Decimal { precision, .. } = sql_type else {
                unreachable!("decimals stand in decimal columns")
            };
            Values::Wide(each(values, |value| {
                check_digits(value)?;
                decimal(&scalar(value)?, precision, scale)
            })?)
        }
        ValueKind::Uuid => Values::Wide(each(values, uuid)?),
        _ => Values::Integer(each(values, |value| whole(value, sql_type))?),
    };
    Ok((read, kind))
}

/// A number with a point that JSON readers may have rounded is refused.
///
/// # Errors
/// That it should be a string.
pub(crate) fn check_digits(value: &Value) -> Result<(), String> {
    let Value::Number(number) = value else { return Ok(()) };
    if number.is_i64() || number.is_u64() {
        return Ok(());
    }
    let text = number.to_string();
    let digits = text.split(['e', 'E']).next().unwrap_or_default().bytes().filter(u8::is_ascii_digit).count();
    if digits > JSON_DIGITS || text.contains(['e', 'E']) {
        return Err(format!(
            "{text} has more digits than a JSON number keeps ({JSON_DIGITS}); write it as a string"
        ));
    }
    Ok(())
}

fn each<T>(values: &[Value], read: impl Fn(&Value) -> Result<T, String>) -> Result<Vec<T>, (usize, String)> {
    values
        .iter()
        .enumerate()
        .map(|(position, value)| read(value).map_err(|message| (position, message)))
        .collect()
}

fn kind_of(sql_type: SqlType) -> ValueKind {
    match sql_type {
        SqlType::Boolean => ValueKind::Boolean,
        SqlType::Integer { .. } => ValueKind::Integer,
        SqlType::Decimal { scale, .. } => ValueKind::Decimal { scale },
        SqlType::Double => ValueKind::Double,
        SqlType::Date => ValueKind::Date,
        SqlType::Time { .. } => ValueKind::Time,
        SqlType::Timestamp { .. } => ValueKind::Timestamp,
        SqlType::Uuid => ValueKind::Uuid,
        SqlType::Binary { .. } | SqlType::Varbinary { .. } | SqlType::Bytes => ValueKind::Bytes,
        SqlType::Char { .. } | SqlType::Varchar { .. } | SqlType::Text | SqlType::Json => ValueKind::Text,
    }
}

fn whole(value: &Value, sql_type: SqlType) -> Result<i64, String> {
    match sql_type {
        SqlType::Boolean => scalar(value)?
            .parse()
            .map(|truth: bool| i64::from(truth))
            .map_err(|_| format!("{value} is not true or false")),
        SqlType::Date => civil::parse_date(&scalar(value)?),
        SqlType::Time { digits } => civil::parse_time(&scalar(value)?).map(|micros| cut(micros, digits)),
        SqlType::Timestamp { digits, .. } => {
            civil::parse_timestamp(&scalar(value)?).map(|micros| cut(micros, digits))
        }
        _ => {
            let number: i64 =
                scalar(value)?.parse().map_err(|_| format!("{value} is not a whole number of 64 bits"))?;
            in_type(number, sql_type)?;
            Ok(number)
        }
    }
}

/// What the type keeps of a time: as many digits of the second as it has.
pub(crate) fn cut(micros: i64, digits: u8) -> i64 {
    let step = 10_i64.pow(6 - u32::from(digits));
    micros.div_euclid(step) * step
}

/// Checks that a column of whole or floating-point numbers holds a number.
///
/// # Errors
/// The bounds of the type.
pub(crate) fn in_type(number: i64, sql_type: SqlType) -> Result<(), String> {
    match sql_type.integer_bounds() {
        Some((min, max)) if !(min..=max).contains(&number) => {
            Err(format!("{number} does not fit {sql_type}, which holds {min} to {max}"))
        }
        _ if sql_type == SqlType::Double && number.unsigned_abs() > EXACT_DOUBLE.unsigned_abs() => {
            Err(format!(
                "{number} does not fit {sql_type}, which holds whole numbers exactly up to {EXACT_DOUBLE}; choose bigint"
            ))
        }
        _ => Ok(()),
    }
}

fn double(value: &Value) -> Result<f64, String> {
    scalar(value)?
        .parse()
        .ok()
        .filter(|number: &f64| number.is_finite())
        .ok_or_else(|| format!("{value} is not a finite number"))
}

/// Reads a decimal number in units of its last digit.
///
/// # Errors
/// A text that is no number, or one with more digits than the type.
pub(crate) fn decimal(text: &str, precision: u8, scale: u8) -> Result<i128, String> {
    let no_number = || format!("`{text}` is not a decimal number");
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if (whole.is_empty() && fraction.is_empty())
        || !format!("{whole}{fraction}").bytes().all(|b| b.is_ascii_digit())
    {
        return Err(no_number());
    }
    let whole = whole.trim_start_matches('0');
    let fraction = fraction.trim_end_matches('0');
    if fraction.len() > usize::from(scale) || whole.len() > usize::from(precision - scale) {
        return Err(format!("`{text}` does not fit decimal({precision},{scale})"));
    }
    let padded = format!("0{whole}{fraction:0<width$}", width = usize::from(scale));
    let number: i128 = padded.parse().map_err(|_| no_number())?;
    Ok(if negative { -number } else { number })
}

fn uuid(value: &Value) -> Result<i128, String> {
    let text = scalar(value)?;
    let digits = text.replace('-', "");
    u128::from_str_radix(&digits, 16)
        .ok()
        .filter(|_| digits.len() == 32 && !digits.starts_with('+'))
        .map(|number| number as i128)
        .ok_or_else(|| format!("`{text}` is not a UUID; write 32 hexadecimal digits"))
}

fn text(value: &Value, sql_type: SqlType) -> Result<Vec<u8>, String> {
    match (value, sql_type) {
        (Value::String(text), _) if sql_type.is_binary() => {
            let pairs = text.as_bytes().as_chunks::<2>();
            let byte = |pair: &[u8; 2]| {
                std::str::from_utf8(pair).ok().and_then(|digits| u8::from_str_radix(digits, 16).ok())
            };
            pairs
                .0
                .iter()
                .map(byte)
                .collect::<Option<_>>()
                .filter(|_| pairs.1.is_empty())
                .ok_or_else(|| format!("`{text}` is not hexadecimal; write two digits for each byte"))
        }
        // Text is taken for a document, which keeps the order of its fields and its spaces.
        (Value::String(text), SqlType::Json) => match serde_json::from_str::<serde::de::IgnoredAny>(text) {
            Ok(_) => Ok(text.clone().into_bytes()),
            Err(_) => Err(format!(
                "`{text}` is not a JSON document; write the document itself, or a text in quotes: \"\\\"…\\\"\""
            )),
        },
        (Value::String(text), _) => Ok(text.clone().into_bytes()),
        (value, SqlType::Json) => Ok(value.to_string().into_bytes()),
        (value, _) => scalar(value).map(String::into_bytes),
    }
}

fn scalar(value: &Value) -> Result<String, String> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Number(number) => Ok(number.to_string()),
        Value::Bool(truth) => Ok(truth.to_string()),
        _ => Err(format!("{value} is not a value; write a string, a number or a boolean")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_read_exactly() {
        assert_eq!(decimal("12.5", 10, 2), Ok(1250));
        assert_eq!(decimal("-0.01", 10, 2), Ok(-1));
        assert_eq!(decimal(".5", 10, 2), Ok(50));
        assert_eq!(decimal("7.100", 10, 2), Ok(710));
        assert_eq!(decimal("9999999999999999999999999999.9999999999", 38, 10), Ok(10_i128.pow(38) - 1));
        for text in ["", "-", ".", "1.234", "1e5", "123456789", "+1", "1 "] {
            assert!(decimal(text, 10, 2).is_err(), "{text}");
        }
    }

    #[test]
    fn values_take_the_kind_of_the_column() {
        let json = |text: &str| -> Vec<Value> { serde_json::from_str(text).unwrap() };
        assert_eq!(
            read(&json(r#"["2025-01-01"]"#), SqlType::Date),
            Ok((Values::Integer(vec![20_089]), ValueKind::Date))
        );
        assert_eq!(read(&json("[1, 300]"), "tinyint".parse().unwrap()).unwrap_err().0, 1);
        let truths = read(&json(r#"[true, "false"]"#), SqlType::Boolean).unwrap().0;
        assert_eq!(truths, Values::Integer(vec![1, 0]));
        assert!(read(&json("[1]"), SqlType::Boolean).is_err());
        assert!(read(&json(r#"["abc"]"#), SqlType::Bytes).is_err());
        assert!(read(&json("[null]"), SqlType::Text).is_err());
        assert!(read(&json(r#"["{\"a\": 1}", {"b": 2}, 3, "\"x\""]"#), SqlType::Json).is_ok());
        assert_eq!(read(&json(r#"[1, "abc"]"#), SqlType::Json).unwrap_err().0, 1);
    }

    #[test]
    fn long_json_numbers_are_refused_where_digits_count() {
        let decimal: SqlType = "decimal(20,2)".parse().unwrap();
        let json = |text: &str| -> Vec<Value> { serde_json::from_str(text).unwrap() };
        assert!(read(&json("[1234567890123456.78]"), decimal).unwrap_err().1.contains("as a string"));
        assert!(
            read(&json("[123456789012345.5, 12345678901234567, \"1234567890123456.78\"]"), decimal).is_err()
        );
        assert!(
            read(&json("[12345678901234.5, 12345678901234567, \"1234567890123456.78\"]"), decimal).is_ok()
        );
    }
}
