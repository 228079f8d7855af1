//! The length of a document without the white space that editors and indentation put between its parts.

/// Bytes of a JSON text that are no white space between its tokens. A text that is not JSON is counted as if it was.
pub(super) fn compact_bytes(json: &str) -> usize {
    let (mut count, mut in_string, mut is_escaped) = (0, false, false);
    for byte in json.bytes() {
        if in_string {
            in_string = is_escaped || byte != b'"';
            is_escaped = byte == b'\\' && !is_escaped;
        } else if byte.is_ascii_whitespace() {
            continue;
        } else {
            in_string = byte == b'"';
        }
        count += 1;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::compact_bytes;

    #[test]
    fn only_white_space_between_tokens_does_not_count() {
        assert_eq!(compact_bytes("{ \"a\" :\n [1,\t2] }"), "{\"a\":[1,2]}".len());
        assert_eq!(compact_bytes(r#"{"a b": " \" \\" }"#), r#"{"a b":" \" \\"}"#.len());
        assert_eq!(compact_bytes(""), 0);
    }
}
