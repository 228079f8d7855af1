//! The characters of one value, as every text format begins with.

use super::digits::{PAIRS, append_part, append_scaled, append_signed, append_unsigned};
use crate::{
    batch::Notation,
    batch::Values,
    civil::{DAY, SECOND, civil_from_days},
};

/// Appends value `index`, without quotes or escapes.
pub(crate) fn append(values: &Values, index: usize, notation: Notation, bytes: &mut Vec<u8>) {
    match (values, notation) {
        (Values::Integer(values), notation) => append_integer(values[index], notation, bytes),
        (Values::Double(values), _) => append_double(values[index], bytes),
        (Values::Wide(values), Notation::Decimal { scale }) => append_decimal(values[index], scale, bytes),
        (Values::Wide(values), Notation::Ulid) => append_ulid(values[index] as u128, bytes),
        (Values::Wide(values), Notation::Uuid) => append_uuid(values[index] as u128, bytes),
        (Values::Wide(values), _) => append_hex(&values[index].to_be_bytes(), bytes),
        (Values::Text(values), Notation::Hex) => append_hex(values.get(index), bytes),
        (Values::Text(values), _) => values.append_to(index, bytes),
    }
}

fn append_integer(value: i64, notation: Notation, bytes: &mut Vec<u8>) {
    match notation {
        Notation::Boolean => bytes.extend_from_slice(if value == 0 { b"false" } else { b"true" }),
        Notation::Digit => bytes.push(if value == 0 { b'0' } else { b'1' }),
        Notation::Date => bytes.extend_from_slice(&date(value)),
        Notation::Time { digits } => append_time(value, digits, bytes),
        Notation::Timestamp { digits } => append_timestamp(value, digits, b' ', bytes),
        Notation::TimestampT { digits } => append_timestamp(value, digits, b'T', bytes),
        _ => append_signed(value, bytes),
    }
}

/// Appends the shortest digits that read back as the same number: `2.0`, `1e300`.
fn append_double(value: f64, bytes: &mut Vec<u8>) {
    bytes.extend_from_slice(zmij::Buffer::new().format(value).as_bytes());
}

/// Appends date and time of microseconds since 1970-01-01 with this many digits of the fraction, 0 to 6.
fn append_timestamp(micros: i64, digits: u8, separator: u8, bytes: &mut Vec<u8>) {
    let mut text = [0; 26];
    text[..10].copy_from_slice(&date(micros.div_euclid(DAY)));
    text[10] = separator;
    text[11..].copy_from_slice(&time(micros.rem_euclid(DAY)));
    let length = if digits == 0 { 19 } else { 20 + usize::from(digits) };
    append_part(&text, length, bytes);
}

fn append_time(micros: i64, digits: u8, bytes: &mut Vec<u8>) {
    let length = if digits == 0 { 8 } else { 9 + usize::from(digits) };
    append_part(&time(micros), length, bytes);
}

/// `YYYY-MM-DD` of a day since 1970-01-01.
pub(super) fn date(days: i64) -> [u8; 10] {
    let (year, month, day) = civil_from_days(days);
    let mut text = *b"0000-00-00";
    text[..2].copy_from_slice(&PAIRS[(year / 100) as usize]);
    text[2..4].copy_from_slice(&PAIRS[(year % 100) as usize]);
    text[5..7].copy_from_slice(&PAIRS[month as usize]);
    text[8..].copy_from_slice(&PAIRS[day as usize]);
    text
}

/// `HH:MM:SS.ffffff` of microseconds since midnight.
fn time(micros: i64) -> [u8; 15] {
    let seconds = (micros / SECOND) as u32;
    let fraction = (micros % SECOND) as u32;
    let mut text = *b"00:00:00.000000";
    text[..2].copy_from_slice(&PAIRS[(seconds / 3_600) as usize]);
    text[3..5].copy_from_slice(&PAIRS[(seconds / 60 % 60) as usize]);
    text[6..8].copy_from_slice(&PAIRS[(seconds % 60) as usize]);
    text[9..11].copy_from_slice(&PAIRS[(fraction / 10_000) as usize]);
    text[11..13].copy_from_slice(&PAIRS[(fraction / 100 % 100) as usize]);
    text[13..].copy_from_slice(&PAIRS[(fraction % 100) as usize]);
    text
}

/// Appends a decimal given in units of its last digit.
fn append_decimal(value: i128, scale: u8, bytes: &mut Vec<u8>) {
    if value < 0 {
        bytes.push(b'-');
    }
    let magnitude = value.unsigned_abs();
    // Money fits 64 bits, whose division and digits are several times faster.
    match u64::try_from(magnitude) {
        Ok(magnitude) if (1..=16).contains(&scale) => append_scaled(magnitude, scale, bytes),
        Ok(magnitude) if scale == 0 => append_unsigned(magnitude, bytes),
        _ => {
            let unit = 10_u128.pow(u32::from(scale));
            bytes.extend_from_slice(itoa::Buffer::new().format(magnitude / unit).as_bytes());
            if scale > 0 {
                bytes.push(b'.');
                let mut buffer = itoa::Buffer::new();
                let digits = buffer.format(magnitude % unit).as_bytes();
                bytes.extend(std::iter::repeat_n(b'0', usize::from(scale) - digits.len()));
                bytes.extend_from_slice(digits);
            }
        }
    }
}

/// Appends a JSON string (RFC 8259) of UTF-8 text, with its quotes.
pub(crate) fn append_json_string(text: &[u8], bytes: &mut Vec<u8>) {
    bytes.push(b'"');
    let mut written = 0;
    for (position, byte) in text.iter().enumerate() {
        let escape: &[u8] = match byte {
            b'"' => b"\\\"",
            b'\\' => b"\\\\",
            b'\n' => b"\\n",
            b'\r' => b"\\r",
            b'\t' => b"\\t",
            0..0x20 => &[
                b'\\',
                b'u',
                b'0',
                b'0',
                HEX_DIGITS[usize::from(byte >> 4)],
                HEX_DIGITS[usize::from(byte & 15)],
            ],
            _ => continue,
        };
        bytes.extend_from_slice(&text[written..position]);
        bytes.extend_from_slice(escape);
        written = position + 1;
    }
    bytes.extend_from_slice(&text[written..]);
    bytes.push(b'"');
}

const HEX_DIGITS: &[u8; 16] = b"0123456789abcdef";

/// Appends two lower-case hexadecimal digits for each byte.
pub(crate) fn append_hex(value: &[u8], bytes: &mut Vec<u8>) {
    for byte in value {
        bytes.extend_from_slice(&hex(*byte));
    }
}

fn hex(byte: u8) -> [u8; 2] {
    [HEX_DIGITS[usize::from(byte >> 4)], HEX_DIGITS[usize::from(byte & 15)]]
}

fn append_uuid(value: u128, bytes: &mut Vec<u8>) {
    // RFC 9562: 8-4-4-4-12 digits.
    const PLACES: [usize; 16] = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34];
    let mut text = [b'-'; 36];
    for (place, byte) in PLACES.into_iter().zip(value.to_be_bytes()) {
        [text[place], text[place + 1]] = hex(byte);
    }
    bytes.extend_from_slice(&text);
}

fn append_ulid(value: u128, bytes: &mut Vec<u8>) {
    const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    bytes.extend((0..26).rev().map(|digit| DIGITS[(value >> (digit * 5) & 31) as usize]));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(values: &Values, notation: Notation) -> String {
        let mut bytes = Vec::new();
        append(values, 0, notation, &mut bytes);
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn whole_numbers_in_every_style() {
        let integer = |value, notation| text(&Values::Integer(vec![value]), notation);
        assert_eq!(integer(i64::MIN, Notation::Integer), "-9223372036854775808");
        assert_eq!(integer(1, Notation::Boolean), "true");
        assert_eq!(integer(-1, Notation::Date), "1969-12-31");
        assert_eq!(integer(-719_162, Notation::Date), "0001-01-01");
        assert_eq!(integer(86_399_999_999, Notation::Time { digits: 6 }), "23:59:59.999999");
        assert_eq!(integer(5_000_000, Notation::Time { digits: 0 }), "00:00:05");
        assert_eq!(integer(-1, Notation::Timestamp { digits: 6 }), "1969-12-31 23:59:59.999999");
        assert_eq!(
            integer(253_402_300_799_999_999, Notation::Timestamp { digits: 3 }),
            "9999-12-31 23:59:59.999"
        );
        assert_eq!(integer(0, Notation::Timestamp { digits: 0 }), "1970-01-01 00:00:00");
    }

    #[test]
    fn decimals_have_exactly_their_digits() {
        let decimal = |value, scale| text(&Values::Wide(vec![value]), Notation::Decimal { scale });
        assert_eq!(decimal(-5, 2), "-0.05");
        assert_eq!(decimal(1_250, 2), "12.50");
        assert_eq!(decimal(7, 0), "7");
        assert_eq!(decimal(10_i128.pow(38) - 1, 10), "9999999999999999999999999999.9999999999");
    }

    #[test]
    fn doubles_read_back() {
        for value in [0.1, -0.0, 1e300, 5e-324, 2.0, 123_456_789.123] {
            let text = text(&Values::Double(vec![value]), Notation::Double);
            assert_eq!(text.parse::<f64>().unwrap().to_bits(), value.to_bits(), "{text}");
        }
    }

    #[test]
    fn identifiers_have_their_usual_forms() {
        let wide = |notation| text(&Values::Wide(vec![0x0199_0000_0000_7000_8000_0000_0000_00ff]), notation);
        assert_eq!(wide(Notation::Uuid), "01990000-0000-7000-8000-0000000000ff");
        assert_eq!(wide(Notation::Ulid), "01K4000000E00800000000007Z");
        assert_eq!(wide(Notation::WideHex), "019900000000700080000000000000ff");
    }
}
