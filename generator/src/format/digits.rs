//! Digits of numbers, and short texts, appended without a call to copy them: most cells are shorter than a cache line, and a
//! copy of known length is a few instructions where one of any length is a call.

/// `00` to `99`.
pub(super) static PAIRS: [[u8; 2]; 100] = {
    let mut pairs = [[b'0'; 2]; 100];
    let mut number = 0;
    while number < 100 {
        pairs[number] = [b'0' + (number / 10) as u8, b'0' + (number % 10) as u8];
        number += 1;
    }
    pairs
};

/// Appends the first `length` bytes of `text`.
pub(super) fn append_part<const N: usize>(text: &[u8; N], length: usize, bytes: &mut Vec<u8>) {
    let start = bytes.len();
    bytes.extend_from_slice(text);
    bytes.truncate(start + length);
}

/// Appends the digits of a number.
pub(super) fn append_unsigned(value: u64, bytes: &mut Vec<u8>) {
    if value < EIGHT_DIGITS {
        let (text, length) = leading_digits(value as u32);
        append_part(&text.to_le_bytes(), length as usize, bytes);
    } else {
        append_unsigned(value / EIGHT_DIGITS, bytes);
        append_padded((value % EIGHT_DIGITS) as u32, 8, bytes);
    }
}

/// Appends a number and its sign.
pub(super) fn append_signed(value: i64, bytes: &mut Vec<u8>) {
    if value < 0 {
        bytes.push(b'-');
    }
    append_unsigned(value.unsigned_abs(), bytes);
}

/// Appends a number in units of the digit `scale` places behind the point; `scale` is 1 to 16.
pub(super) fn append_scaled(value: u64, scale: u8, bytes: &mut Vec<u8>) {
    let unit = POWERS[usize::from(scale)];
    let (whole, fraction) = (value / unit, value % unit);
    append_unsigned(whole, bytes);
    bytes.push(b'.');
    match usize::from(scale) {
        scale @ ..=8 => append_padded(fraction as u32, scale, bytes),
        scale => {
            append_padded((fraction / EIGHT_DIGITS) as u32, scale - 8, bytes);
            append_padded((fraction % EIGHT_DIGITS) as u32, 8, bytes);
        }
    }
}

/// Digits, sign and one more byte of a number below 10^14, as a slot of 16 bytes: the characters, and their number in the last byte.
#[cfg_attr(not(target_arch = "wasm32"), inline(always))]
pub(super) fn short_integer(value: i64, end: Option<u8>) -> [u8; 16] {
    if (0..TEN_MILLION).contains(&value) {
        // Digits and end fit one word.
        let (text, length) = leading_digits(value as u32);
        let text = text | u64::from(end.unwrap_or(0)) << (length * 8);
        let length = length + u32::from(end.is_some());
        return (u128::from(text) | u128::from(length) << 120).to_le_bytes();
    }
    let (text, length) = short_text(value.unsigned_abs());
    finish(text, length, value < 0, end)
}

/// The same of a number below 10^12 in units of the digit `SCALE` places behind the point; `SCALE` is 1 to 8.
#[cfg_attr(not(target_arch = "wasm32"), inline(always))]
pub(super) fn short_decimal<const SCALE: u32>(value: i64, end: Option<u8>) -> [u8; 16] {
    let unit = const { 10_u64.pow(SCALE) };
    let magnitude = value.unsigned_abs();
    if (0..TEN_MILLION).contains(&value) {
        // Digits, point and end fit one word, if they are few.
        let (whole, length) = leading_digits((magnitude / unit) as u32);
        if length + 1 + SCALE < 8 {
            let fraction = (eight_digits((magnitude % unit) as u32) | ZEROS) >> ((8 - SCALE) * 8);
            let text = whole | u64::from(b'.') << (length * 8) | fraction << (length * 8 + 8);
            let length = length + 1 + SCALE;
            let text = text | u64::from(end.unwrap_or(0)) << (length * 8);
            let length = length + u32::from(end.is_some());
            return (u128::from(text) | u128::from(length) << 120).to_le_bytes();
        }
    }
    let (whole, length) = short_text(magnitude / unit);
    let fraction = (eight_digits((magnitude % unit) as u32) | ZEROS) >> ((8 - SCALE) * 8);
    let behind = u128::from(b'.') | u128::from(fraction) << 8;
    finish(whole | behind << (length * 8), length + 1 + SCALE, value < 0, end)
}

/// Six digits of a number below 10^6.
pub(super) fn six_digits(value: u32) -> [u8; 6] {
    let [_, _, digits @ ..] = (eight_digits(value) | ZEROS).to_le_bytes();
    digits
}

/// The digits of a number below 10^15, the first in the lowest byte, and how many there are.
#[cfg_attr(not(target_arch = "wasm32"), inline(always))]
fn short_text(value: u64) -> (u128, u32) {
    if value < EIGHT_DIGITS {
        let (text, length) = leading_digits(value as u32);
        return (text.into(), length);
    }
    let (text, length) = leading_digits((value / EIGHT_DIGITS) as u32);
    let low = eight_digits((value % EIGHT_DIGITS) as u32) | ZEROS;
    (u128::from(text) | u128::from(low) << (length * 8), length + 8)
}

/// The digits of a number below 10^8 without zeros before them; the last digit stays even if it is one.
#[cfg_attr(not(target_arch = "wasm32"), inline(always))]
fn leading_digits(value: u32) -> (u64, u32) {
    let digits = eight_digits(value);
    let zeros = (digits.trailing_zeros() / 8).min(7);
    ((digits | ZEROS) >> (zeros * 8), 8 - zeros)
}

#[cfg_attr(not(target_arch = "wasm32"), inline(always))]
fn finish(text: u128, length: u32, is_negative: bool, end: Option<u8>) -> [u8; 16] {
    let (mut text, mut length) = (text, length);
    if is_negative {
        text = text << 8 | u128::from(b'-');
        length += 1;
    }
    if let Some(end) = end {
        text |= u128::from(end) << (length * 8);
        length += 1;
    }
    (text | u128::from(length) << 120).to_le_bytes()
}

const TEN_MILLION: i64 = 10_000_000;
const EIGHT_DIGITS: u64 = 100_000_000;
/// `00000000` in ASCII.
const ZEROS: u64 = 0x3030_3030_3030_3030;
/// 10^0 to 10^16.
static POWERS: [u64; 17] = {
    let mut powers = [1; 17];
    let mut exponent = 1;
    while exponent < powers.len() {
        powers[exponent] = powers[exponent - 1] * 10;
        exponent += 1;
    }
    powers
};

/// Appends the last `length` digits, 1 to 8, of a number below 10^8.
fn append_padded(value: u32, length: usize, bytes: &mut Vec<u8>) {
    let text = ((eight_digits(value) | ZEROS) >> ((8 - length) * 8)).to_le_bytes();
    append_part(&text, length, bytes);
}

/// The eight digits of a number below 10^8, one a byte, the first in the lowest, without a branch or a table: halves of four
/// digits, pairs, digits, each step for all parts at once by a multiplication instead of a division.
/// Paul Khuong, "How to print integers really fast", 2017.
#[cfg_attr(not(target_arch = "wasm32"), inline(always))]
fn eight_digits(value: u32) -> u64 {
    let fours = u64::from(value / 10_000) | u64::from(value % 10_000) << 32;
    let hundreds = ((fours * 10_486) >> 20) & 0x0000_007f_0000_007f;
    let pairs = hundreds | (fours - hundreds * 100) << 16;
    let tens = ((pairs * 103) >> 10) & 0x000f_000f_000f_000f;
    tens | (pairs - tens * 10) << 8
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(write: impl Fn(&mut Vec<u8>)) -> String {
        let mut bytes = b"x".to_vec();
        write(&mut bytes);
        String::from_utf8(bytes).unwrap().split_off(1)
    }

    #[test]
    fn the_ends_of_64_bits_have_their_digits() {
        for value in [0, 9, 10, 99, 100, u64::from(u32::MAX), u64::MAX] {
            assert_eq!(written(|bytes| append_unsigned(value, bytes)), value.to_string());
        }
        for value in [i64::MIN, -1, 0, i64::MAX] {
            assert_eq!(written(|bytes| append_signed(value, bytes)), value.to_string());
        }
        assert_eq!(written(|bytes| append_scaled(u64::MAX, 16, bytes)), "1844.6744073709551615");
        assert_eq!(written(|bytes| append_scaled(5, 2, bytes)), "0.05");
    }

    #[test]
    fn every_number_of_four_digits_has_its_own() {
        for value in 0..10_000_u32 {
            for value in [value, value * 10_000, value * 10_000 + 9_999] {
                let digits: String =
                    (eight_digits(value) | ZEROS).to_le_bytes().map(char::from).iter().collect();
                assert_eq!(digits, format!("{value:08}"));
            }
        }
    }

    proptest! {
        #[test]
        fn slots_are_those_of_the_standard_library(value in -99_999_999_999_999_i64..99_999_999_999_999, shift in 0_u32..47) {
            let text = |slot: [u8; 16]| String::from_utf8(slot[..slot[15] as usize].to_vec()).unwrap();
            let value = value >> shift;
            prop_assert_eq!(text(short_integer(value, None)), value.to_string());
            let value = value / 1_000;
            prop_assert_eq!(text(short_integer(value, Some(b';'))), format!("{value};"));
            let sign = if value < 0 { "-" } else { "" };
            let magnitude = value.unsigned_abs();
            let decimal = format!("{sign}{}.{:02},", magnitude / 100, magnitude % 100);
            prop_assert_eq!(text(short_decimal::<2>(value, Some(b','))), decimal);
        }

        #[test]
        fn digits_are_those_of_the_standard_library(value: i64, shift in 0_u32..64, scale in 1_u8..=16) {
            let value = value >> shift;
            prop_assert_eq!(written(|bytes| append_signed(value, bytes)), value.to_string());
            let (magnitude, unit) = (value.unsigned_abs(), 10_u64.pow(u32::from(scale)));
            let expected = format!("{}.{:0width$}", magnitude / unit, magnitude % unit, width = usize::from(scale));
            prop_assert_eq!(written(|bytes| append_scaled(magnitude, scale, bytes)), expected);
        }
    }
}
