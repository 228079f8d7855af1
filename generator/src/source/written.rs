//! Texts that a function writes.

use super::WriteText;

/// The texts that a function appends for each index.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Written(pub(crate) fn(u64, &mut Vec<u8>));

impl WriteText for Written {
    fn write(&self, index: u64, text: &mut Vec<u8>) {
        (self.0)(index, text);
    }
}

/// Appends a number with at least `digits` digits, at most 20, zeros in front.
pub(crate) fn write_digits(number: u64, digits: usize, text: &mut Vec<u8>) {
    let mut buffer = itoa::Buffer::new();
    let written = buffer.format(number).as_bytes();
    text.extend(std::iter::repeat_n(b'0', digits.saturating_sub(written.len())));
    text.extend_from_slice(written);
}

/// Appends the last `digits` hexadecimal digits of a number, small letters.
pub(crate) fn write_hex(number: u128, digits: usize, text: &mut Vec<u8>) {
    let digit = |place: usize| b"0123456789abcdef"[(number >> (place * 4) & 15) as usize];
    text.extend((0..digits).rev().map(digit));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_the_digits_that_were_asked_for() {
        let mut text = Vec::new();
        write_digits(42, 5, &mut text);
        write_digits(1_234, 2, &mut text);
        write_hex(0xabc, 6, &mut text);
        write_hex(0x1234, 2, &mut text);
        assert_eq!(text, b"000421234000abc34");
    }
}
