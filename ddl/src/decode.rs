//! Bytes to text: UTF-8 and UTF-16, and the older encodings that dumps are still written in.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};

/// The text that bytes stand for: by their byte order mark; as UTF-8 if they are that; by what is most likely of EUC-KR (CP949), Shift-JIS, EUC-JP,
/// GBK, Big5, Latin-1 and the like, as browsers tell them; and the name of that encoding if it is none of Unicode.
pub fn decode(bytes: &[u8]) -> (Cow<'_, str>, Option<&'static str>) {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return (encoding.decode(bytes).0, None);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (Cow::Borrowed(text), None);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Allow);
    let name = (encoding != UTF_8).then(|| encoding.name());
    (encoding.decode_without_bom_handling(bytes).0, name)
}

#[cfg(test)]
mod tests {
    use encoding_rs::{EUC_KR, SHIFT_JIS, WINDOWS_1252};

    use super::*;

    #[test]
    fn encodings_are_told_apart() {
        let korean = "CREATE TABLE `회원` (`이름` VARCHAR(20) COMMENT '회원의 이름', `주소` VARCHAR(200) COMMENT '도로명 주소');";
        let japanese = "CREATE TABLE `会員` (`名前` VARCHAR(20) COMMENT 'お客様の名前', `住所` VARCHAR(200) COMMENT 'ごじゅうしょ');";
        let german = "CREATE TABLE bestellung (größe INT COMMENT 'Größe für Übersicht', straße VARCHAR(20));";
        for (text, encoding) in [(korean, EUC_KR), (japanese, SHIFT_JIS), (german, WINDOWS_1252)] {
            let (bytes, _, _) = encoding.encode(text);
            assert_eq!(decode(&bytes), (Cow::Borrowed(text), Some(encoding.name())));
            assert_eq!(decode(text.as_bytes()), (Cow::Borrowed(text), None));
        }
        let wide: Vec<u8> =
            [0xff, 0xfe].into_iter().chain(korean.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(decode(&wide).0, korean);
        assert_eq!(decode("\u{feff}x".as_bytes()).0, "x");
    }
}
