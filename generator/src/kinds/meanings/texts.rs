//! Texts by what their names say.

use super::choices::list;
use crate::{
    document::GeneratorSpec,
    kinds::{
        ADDRESS, BUSINESS_NUMBER, CHARACTERS, CITY, COLOUR, COMPANY, COUNTRY, COUNTRY_CODE, DEPARTMENT,
        EMAIL, FILE_NAME, HASH, HEADLINE, IPV4, PARAGRAPH, PASSWORD_HASH, PATTERN, POSTCODE, PRODUCT,
        SENTENCE, SLUG, TITLE, URL, USER_AGENT, USER_NAME, WORD, infer::Unspecified,
    },
};

/// What Korean public administrations shorten (the standard dictionary of terms of the Ministry of the Interior and Safety), and what says
/// by one word alone what it is.
pub(super) fn abbreviated(column: &Unspecified<'_>) -> Option<GeneratorSpec> {
    if !column.is_text() {
        return None;
    }
    let last = column.words.last()?.as_str();
    let has_word = |words: &[&str]| column.has_word_of(words);
    let length = column.sql_type.max_length();
    let is_password = has_word(&["password", "passwd", "pass", "pwd", "hashed"])
        && !has_word(&["hint", "reset", "question"]);
    if is_password && length.is_none_or(|length| length >= 60) {
        return Some(GeneratorSpec::new(&PASSWORD_HASH));
    }
    let is_hash =
        is_password || has_word(&["sha", "sha1", "sha256", "md5", "commit", "fingerprint", "etag", "digest"]);
    let algorithm = match length {
        Some(32..=39) => Some("md5"),
        Some(40..=59) => Some("sha1"),
        Some(64..) => Some("sha256"),
        _ => None,
    };
    if let Some(algorithm) = algorithm.filter(|_| is_hash) {
        return Some(GeneratorSpec::new(&HASH).with("algorithm", algorithm));
    }
    let pattern = |pattern: &str| Some(GeneratorSpec::new(&PATTERN).with("pattern", pattern));
    if column.compact.ends_with("telno") && length.is_some_and(|length| (11..13).contains(&length)) {
        return pattern(r"010[01]\d{7}");
    }
    Some(GeneratorSpec::new(match last {
        "addr" | "adres" | "address" if has_word(&["eml", "email", "mail"]) => &EMAIL,
        "no" | "taxvat" | "vat" | "ein" | "brno" if has_word(&["bzmn", "brno", "taxvat", "vat", "ein"]) => {
            &BUSINESS_NUMBER
        }
        "mail" if length.is_none_or(|length| length >= 30) && column.words.len() <= 2 => &EMAIL,
        "iso" | "iso2" => &COUNTRY_CODE,
        "iso3" => return Some(GeneratorSpec::new(&COUNTRY_CODE).with("form", "alpha_3")),
        "nicename" | "handle" | "screenname" => &USER_NAME,
        "prefix" | "courtesy" | "salutation" if length.is_none_or(|length| length >= 4) => &TITLE,
        "suffix" if length.is_none_or(|length| length >= 4) => {
            return Some(list(&["Jr.", "Sr.", "II", "III"]));
        }
        "agent" if length.is_none_or(|length| length >= 150) => &USER_AGENT,
        "branch" | "path"
            if length.is_none_or(|length| length >= 40) && !has_word(&["file", "image", "img"]) =>
        {
            &SLUG
        }
        "extension" | "extsn" | "ext"
            if column.has_word_of(&["file"])
                || ["upload", "attach", "file", "image", "document"]
                    .iter()
                    .any(|table| column.table.contains(table)) =>
        {
            return Some(list(&["pdf", "jpg", "png", "docx", "xlsx", "zip"]));
        }
        "raw" | "cooked" | "html" | "markdown" | "cn" if length.is_none_or(|length| length > 300) => {
            &PARAGRAPH
        }
        "tracking" => return pattern(r"[A-Z]{2}\d{9}"),
        _ => return None,
    }))
}

/// Places in Korean and shortened, pictures and other links.
pub(super) fn links_and_files(column: &Unspecified<'_>) -> Option<GeneratorSpec> {
    if !column.is_text() {
        return None;
    }
    let ends = |word: &str| column.ends_with(word);
    let has_word = |words: &[&str]| column.has_word_of(words);
    let is_long = column.sql_type.max_length().is_none_or(|length| length >= 50);
    Some(GeneratorSpec::new(if ends("ip") {
        &IPV4
    } else if has_word(&["manufacturer", "publisher", "maker", "distributor", "carrier", "employer"]) {
        &COMPANY
    } else if (ends("address") || ends("addr"))
        && !has_word(&["ip", "mac", "email", "mail", "detail", "dtl", "wallet"])
    {
        &ADDRESS
    } else if has_word(&["zipcd", "zipno", "postno"])
        || column.compact == "zipcd"
        || column.has(&["우편번호"])
    {
        &POSTCODE
    } else if is_long
        && has_word(&[
            "image",
            "img",
            "photo",
            "avatar",
            "picture",
            "thumbnail",
            "logo",
            "icon",
            "link",
            "href",
            "uri",
        ])
    {
        &URL
    } else if is_long && has_word(&["filepath", "path"]) {
        &FILE_NAME
    } else if has_word(&["district", "borough", "county"]) {
        &CITY
    } else {
        return None;
    }))
}

/// Further texts by what their names say.
pub(super) fn texts_by_name(column: &Unspecified<'_>) -> Option<GeneratorSpec> {
    if !column.is_text() {
        return None;
    }
    let last = column.words.last()?.as_str();
    let has_word = |words: &[&str]| column.has_word_of(words);
    let length = column.sql_type.max_length();
    let is_long = length.is_none_or(|length| length >= 60);
    let prose = [
        "memo",
        "note",
        "notes",
        "remark",
        "remarks",
        "comment",
        "comments",
        "desc",
        "description",
        "content",
        "contents",
        "body",
        "summary",
        "bio",
        "message",
        "text",
        "detail",
        "details",
        "reason",
        "cn",
        "rmk",
        "review",
        "feedback",
        "about",
        "overview",
        "instructions",
        "synopsis",
        "abstract",
        "excerpt",
        "answer",
        "question",
    ];
    let korean_prose = ["내용", "설명", "비고", "메모", "사유", "후기", "문의", "답변", "요청사항"];
    if prose.contains(&last) || korean_prose.iter().any(|word| column.name.contains(word)) {
        let is_short = length.is_some_and(|length| length < 60);
        return Some(GeneratorSpec::new(if length.is_none_or(|length| length > 300) {
            &PARAGRAPH
        } else if is_short {
            &WORD
        } else {
            &SENTENCE
        }));
    }
    if has_word(&["token", "secret", "apikey", "salt", "nonce", "signature", "fingerprint", "vin"])
        || (last == "key" && has_word(&["api", "access", "secret", "session"]))
    {
        let longest = i64::from(length.unwrap_or(32).min(40));
        return Some(GeneratorSpec::new(&CHARACTERS).with("min_length", longest).with("max_length", longest));
    }
    if has_word(&["sku", "barcode", "isbn", "isbn10", "isbn13", "ean", "upc"]) {
        let pattern = if has_word(&["sku"]) { r"[A-Z]{3}-\d{5}" } else { r"\d{13}" };
        return Some(GeneratorSpec::new(&PATTERN).with("pattern", pattern));
    }
    if ["label", "tag", "tags", "keyword", "keywords", "topic", "subtitle", "heading", "caption"]
        .contains(&last)
    {
        return Some(GeneratorSpec::new(if is_long { &HEADLINE } else { &WORD }));
    }
    if column.has(&["상품명", "제품명", "품명", "품목명"]) {
        return Some(GeneratorSpec::new(&PRODUCT));
    }
    if ["cd", "code", "plate", "model", "no", "num", "number", "ref", "reference", "serial", "id"]
        .contains(&last)
        || column.has(&["코드", "번호"])
    {
        let length = length.unwrap_or(8);
        let pattern = match length {
            0..=1 => "[A-Z]".to_owned(),
            2..=3 => format!("[A-Z]{{{length}}}"),
            4..=7 => format!(r"[A-Z]{{2}}\d{{{}}}", (length - 2).min(4)),
            _ => r"[A-Z]{3}-\d{4}".to_owned(),
        };
        return Some(GeneratorSpec::new(&PATTERN).with("pattern", pattern));
    }
    // A name of something that is nobody.
    let is_name = ["name", "nm", "title", "ttl"].contains(&last)
        || column.name.ends_with('명')
        || column.name.ends_with("제목");
    if !is_name {
        return None;
    }
    let about =
        |parts: &[&str]| parts.iter().any(|part| column.table.contains(part) || column.name.contains(part));
    Some(GeneratorSpec::new(
        if about(&[
            "compan",
            "supplier",
            "vendor",
            "brand",
            "store",
            "shop",
            "bank",
            "organi",
            "org",
            "client",
            "업체",
            "거래처",
            "회사",
        ]) {
            &COMPANY
        } else if about(&["product", "item", "goods", "prod", "상품", "제품"]) {
            &PRODUCT
        } else if about(&["dep", "team", "부서"]) {
            &DEPARTMENT
        } else if about(&["city", "town", "도시"]) {
            &CITY
        } else if about(&["country", "nation", "국가"]) {
            &COUNTRY
        } else if about(&["file", "파일"]) {
            &FILE_NAME
        } else if about(&["color", "colour", "색"]) {
            &COLOUR
        } else {
            &HEADLINE
        },
    ))
}
