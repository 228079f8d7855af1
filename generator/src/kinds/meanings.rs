//! What the names of columns mean, where that is not one kind's own matter: choices by their names, numbers by what they count, dates by what ends
//! then, and what Korean and abbreviated names stand for.

use serde_json::Value;

use super::{
    infer::{Inference, Unspecified},
    *,
};
use crate::document::{GeneratorSpec, SqlType};

/// The rules, among those of the kinds.
pub(super) static MEANINGS: &[Inference] = &[
    Inference { rank: 50, generator: choices_of_comment },
    Inference { rank: 6, generator: yes_or_no },
    Inference { rank: 7, generator: abbreviated },
    Inference { rank: 30, generator: korean_person },
    Inference { rank: 56, generator: links_and_files },
    Inference { rank: 57, generator: times },
    Inference { rank: 58, generator: numbers },
    Inference { rank: 59, generator: named_choices },
    Inference { rank: 88, generator: texts_by_name },
];

fn list(values: &[&str]) -> GeneratorSpec {
    GeneratorSpec::new(&LIST)
        .with("values", values.iter().map(|value| Value::from(*value)).collect::<Vec<_>>())
}

fn weighted(values: &[(&str, f64)]) -> GeneratorSpec {
    let (values, weights): (Vec<&str>, Vec<f64>) = values.iter().copied().unzip();
    list(&values).with("weights", weights)
}

/// The choices that a comment names: `등급(일반/우수/VIP)`, `1:정상, 2:정지`, `one of red, green`.
fn choices_of_comment(column: &Unspecified<'_>) -> Option<GeneratorSpec> {
    if !column.is_text() && !column.is_whole() {
        return None;
    }
    let comment = column.comment;
    let inside = [('(', ')'), ('[', ']')].into_iter().find_map(|(open, close)| {
        let (_, behind) = comment.split_once(open)?;
        behind.rsplit_once(close).map(|(inside, _)| inside)
    });
    let told = ["one of", "Status: ", "status: ", "values: ", "Values: "];
    let behind = told
        .into_iter()
        .find_map(|told| comment.split_once(told).map(|(_, behind)| behind.trim_end_matches('.')));
    // Few words alone are a list only if nothing else can be meant: codes with their meanings, or three words and more with slashes.
    let alone = Some(comment).filter(|_| inside.is_none() && behind.is_none());
    [behind, inside, alone].into_iter().flatten().find_map(|text| {
        let separators = if text.contains(':') || behind.is_some() {
            [',', '/', '|', '·']
        } else {
            ['/', '|', '·', ',']
        };
        let separator = separators.into_iter().find(|separator| text.contains(*separator))?;
        let items: Vec<&str> = text.split(separator).map(str::trim).collect();
        let are_codes = items.iter().all(|item| item.contains([':', '=']));
        let are_words = items.iter().all(|item| !item.contains(' '));
        let is_told = behind.is_some()
            || are_codes
            || (separator != ',' && are_words && (items.len() > 2 || inside.is_some() && !column.is_name()));
        let codes: Vec<&str> = items
            .iter()
            .map(|item| if are_codes { item.split([':', '=']).next().unwrap_or(item).trim() } else { item })
            .map(|code| code.trim_start_matches("one of").trim_matches([' ', '\'', '"', '`']))
            .collect();
        let is_choice = |code: &str| {
            let is_short = !code.is_empty() && code.chars().count() <= 20 && code.split(' ').count() <= 2;
            is_short
                && !code.contains(['(', ')', '[', ']'])
                && if column.is_whole() { code.parse::<i64>().is_ok() } else { column.holds(code) }
        };
        let is_list = is_told
            && (2..=20).contains(&codes.len())
            && codes.iter().all(|code| is_choice(code))
            && codes.iter().collect::<std::collections::BTreeSet<_>>().len() == codes.len();
        let value = |code: &&str| {
            code.parse::<i64>()
                .ok()
                .filter(|_| column.is_whole())
                .map_or_else(|| Value::from(*code), Value::from)
        };
        is_list.then(|| GeneratorSpec::new(&LIST).with("values", codes.iter().map(value).collect::<Vec<_>>()))
    })
}

/// Whether a name says that something was done, or is so: `discontinued`, `active`.
fn is_participle(column: &Unspecified<'_>) -> bool {
    let states = [
        "active",
        "visible",
        "public",
        "private",
        "open",
        "default",
        "primary",
        "available",
        "online",
        "hidden",
        "featured",
    ];
    column
        .words
        .last()
        .is_some_and(|last| (last.len() > 5 && last.ends_with("ed")) || states.contains(&last.as_str()))
}

/// What Korean public administrations shorten (the standard dictionary of terms of the Ministry of the Interior and Safety), and what says
/// by one word alone what it is.
fn abbreviated(column: &Unspecified<'_>) -> Option<GeneratorSpec> {
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

/// Flags in one letter: `use_yn`, `is_deleted CHAR(1)`, a comment that ends in 여부.
fn yes_or_no(column: &Unspecified<'_>) -> Option<GeneratorSpec> {
    let is_named = column.words.last().is_some_and(|last| ["yn", "flag", "flg"].contains(&last.as_str()))
        || column
            .words
            .first()
            .is_some_and(|first| ["is", "has", "can"].contains(&first.as_str()) && column.words.len() > 1)
        || column.name.ends_with("여부")
        || column.comment.contains("여부")
        || (matches!(column.sql_type, SqlType::Integer { bits: 8, .. }) && is_participle(column));
    if !is_named {
        return None;
    }
    match column.sql_type {
        SqlType::Char { length: 1 } | SqlType::Varchar { length: 1..=3 } => {
            Some(weighted(&[("Y", 7.0), ("N", 3.0)]))
        }
        SqlType::Integer { .. } | SqlType::Boolean => Some(GeneratorSpec::new(&BOOLEAN)),
        _ => None,
    }
}

/// Names of people in Korean, and as Korean schemas shorten them.
fn korean_person(column: &Unspecified<'_>) -> Option<GeneratorSpec> {
    if !column.is_text() {
        return None;
    }
    let ends = |word: &str| column.words.last().is_some_and(|last| last == word);
    let of_people = [
        "cust", "usr", "user", "emp", "mem", "mbr", "mber", "rprsv", "rgtr", "mdfr", "display", "mgr",
        "customer", "member", "employee", "owner", "rcvr", "sender", "writer",
    ];
    let persons = [
        "author",
        "holder",
        "assignee",
        "organizer",
        "organiser",
        "owner",
        "contact",
        "manager",
        "reviewer",
        "approver",
        "recipient",
        "guest",
        "creator",
        "editor",
        "composer",
        "committer",
        "artist",
        "representative",
        "instructor",
        "teacher",
        "doctor",
        "driver",
        "director",
        "passenger",
    ];
    let is_of = |word: &String| persons.contains(&word.as_str());
    let names_person = column.words.last().is_some_and(is_of)
        || (ends("name") && column.words.iter().rev().nth(1).is_some_and(is_of));
    let is_person = column.words.first().is_some_and(|first| of_people.contains(&first.as_str()));
    // 상품이름 and 속성명 are nobody's: only the whole word is a person's.
    let is_whole = ["이름", "성명"].contains(&column.compact.as_str());
    let korean = [
        "회원명",
        "고객명",
        "담당자명",
        "대표자",
        "신청자",
        "등록자명",
        "작성자",
        "수령인",
        "받는사람",
        "예금주",
    ];
    let is_full_name = is_whole
        || column.has(&korean)
        || (names_person && column.sql_type.max_length().is_none_or(|length| length >= 20))
        || ((ends("nm") || ends("name")) && is_person && column.words.len() == 2);
    Some(GeneratorSpec::new(if is_full_name {
        &FULL_NAME
    } else if column.has(&["이메일", "메일주소"]) || column.compact == "eml" {
        &EMAIL
    } else if column.has(&["휴대폰", "핸드폰", "전화번호", "연락처", "휴대전화"])
        || ["telno", "hpno", "mblno", "cellphone", "cell", "hp", "fax", "faxno", "phoneno"]
            .contains(&column.compact.as_str())
        || ends("telno")
        || ends("hpno")
    {
        &PHONE
    } else if column.has(&["아이디"])
        || ["userid", "loginid", "memberid", "usrid"].contains(&column.compact.as_str())
    {
        &USER_NAME
    } else if column.has(&["회사명", "업체명", "상호", "은행명", "기관명", "거래처명", "법인명"])
    {
        &COMPANY
    } else if ["firstnm", "fname", "givennames", "forename", "middlename"].contains(&column.compact.as_str())
    {
        &FIRST_NAME
    } else if ["lastnm", "lname", "surname", "familyname"].contains(&column.compact.as_str()) {
        &LAST_NAME
    } else if ["gender", "sex", "성별", "성별코드", "sexdstn"].contains(&column.compact.as_str())
        || ends("gender")
    {
        let sex = GeneratorSpec::new(&SEX);
        let is_letter = column.sql_type.max_length().is_some_and(|length| length < 6);
        return Some(if is_letter { sex.with("female", "F").with("male", "M") } else { sex });
    } else {
        return None;
    }))
}

/// Places in Korean and shortened, pictures and other links.
fn links_and_files(column: &Unspecified<'_>) -> Option<GeneratorSpec> {
    if !column.is_text() {
        return None;
    }
    let ends = |word: &str| column.words.last().is_some_and(|last| last == word);
    let has_word = |words: &[&str]| words.iter().any(|word| column.words.iter().any(|found| found == word));
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

/// Dates and times by what happens then: births, ends that lie ahead, beginnings of the last year.
fn times(column: &Unspecified<'_>) -> Option<GeneratorSpec> {
    let is_date = column.sql_type == SqlType::Date;
    if is_date && (column.has(&["birth", "dob", "생년월일", "생일"])) {
        return Some(GeneratorSpec::new(&BIRTH_DATE));
    }
    let lies_ahead = column.has(&[
        "expir",
        "due",
        "valid_to",
        "valid_until",
        "deadline",
        "end_date",
        "scheduled",
        "만료",
        "마감",
        "종료",
    ]);
    if !lies_ahead {
        return None;
    }
    let (from, to) = (column.now.get(..10)?.to_owned(), column.year_after_now());
    match column.sql_type {
        SqlType::Date => Some(GeneratorSpec::new(&DATE).with("from", from).with("to", to)),
        SqlType::Timestamp { .. } => Some(
            GeneratorSpec::new(&TIMESTAMP)
                .with("from", format!("{from}T00:00:00"))
                .with("to", format!("{to}T00:00:00")),
        ),
        _ => None,
    }
}

/// Numbers by what they count or measure.
fn numbers(column: &Unspecified<'_>) -> Option<GeneratorSpec> {
    let has_word = |words: &[&str]| words.iter().any(|word| column.words.iter().any(|found| found == word));
    let has = |words: &[&str], korean: &[&str]| has_word(words) || column.has(korean);
    let range: (f64, f64) =
        if has(&["percent", "pct", "percentage", "progress", "humidity"], &["백분율", "진행률", "습도"])
        {
            (0.0, 100.0)
        } else if has(
            &["rate", "ratio", "probability", "confidence", "vat", "tax_rate"],
            &["비율", "세율", "확률"],
        ) && column.is_fractional()
        {
            (0.0, 1.0)
        } else if has(&["latitude", "lat"], &["위도"]) || has(&["longitude", "lng", "lon"], &["경도"]) {
            return None;
        } else if has(&["age"], &["나이", "연령"]) {
            (18.0, 80.0)
        } else if has(&["rating", "stars"], &["별점", "평점"]) {
            (1.0, 5.0)
        } else if has(&["score", "grade"], &["점수"]) {
            (0.0, 100.0)
        } else if has(&["temperature", "temp"], &["온도", "기온"]) {
            (-10.0, 35.0)
        } else if has(&["weight", "kg"], &["무게", "중량", "체중"]) {
            (0.0, 100.0)
        } else if has(&["height", "width", "length", "depth", "cm"], &["높이", "너비", "길이", "키"]) {
            (1.0, 200.0)
        } else if has(
            &["priority", "level", "rank", "position", "sort", "ord", "seq", "sequence", "step"],
            &["순위", "순서", "우선순위", "정렬"],
        ) && column.is_whole()
        {
            (1.0, 10.0)
        } else if has(&["month"], &[]) && column.is_whole() {
            (1.0, 12.0)
        } else if has(&["day", "dow"], &[]) && column.is_whole() {
            (1.0, 28.0)
        } else if has(&["hour"], &[]) && column.is_whole() {
            (0.0, 23.0)
        } else if has(&["minute", "minutes", "seconds", "duration", "elapsed"], &["소요시간", "분"]) {
            (1.0, 180.0)
        } else if has(
            &[
                "qty", "quantity", "count", "cnt", "stock", "num", "number", "capacity", "seats", "rooms",
                "guests",
            ],
            &["수량", "개수", "재고", "인원", "건수"],
        ) {
            (1.0, 99.0)
        } else if has(&["discount"], &["할인"]) {
            (0.0, 30.0)
        } else if has(&["port"], &[]) && column.is_whole() {
            (1_024.0, 65_535.0)
        } else if has(&["point", "points", "mileage"], &["포인트", "적립금", "마일리지"]) {
            (0.0, 50_000.0)
        } else if has(&["bytes", "size", "filesize"], &["용량", "크기"]) && column.is_whole() {
            (1_000.0, 5_000_000.0)
        } else if has(&["salary", "wage", "income"], &["급여", "연봉", "월급"]) {
            (30_000.0, 120_000.0)
        } else if has(
            &[
                "amt", "amount", "price", "cost", "total", "fee", "balance", "sales", "revenue", "budget",
                "deposit",
            ],
            &["금액", "가격", "단가", "비용", "요금", "합계", "잔액", "매출"],
        ) {
            if column.is_whole() { (1_000.0, 500_000.0) } else { (1.0, 999.0) }
        } else {
            return None;
        };
    column.in_range(range)
}

/// Texts of few values, by their names.
fn named_choices(column: &Unspecified<'_>) -> Option<GeneratorSpec> {
    if !column.is_text() {
        return None;
    }
    let last = column.words.last()?.as_str();
    let has_word = |words: &[&str]| words.iter().any(|word| column.words.iter().any(|found| found == word));
    let about = |parts: &[&str]| parts.iter().any(|part| column.is_about(part));
    let is = |words: &[&str], korean: &[&str]| {
        words.contains(&last) || korean.iter().any(|word| column.name.contains(word))
    };
    let is_region =
        last == "state" && !about(&["order", "task", "ticket", "issue", "job", "pay", "ship", "deliver"]);
    if column.has_word_of(&["city", "town"])
        && column.sql_type.max_length().is_some_and(|length| (8..30).contains(&length))
    {
        let short = [
            "Austin", "Boston", "Chicago", "Dallas", "Denver", "Fresno", "Houston", "Miami", "Mobile",
            "Omaha", "Phoenix", "Tucson",
        ];
        return Some(list(&short));
    }
    let found = if is(&["status", "state", "stat", "sts", "stts"], &["상태"]) && !is_region {
        if about(&["order", "주문"]) {
            weighted(&[
                ("pending", 10.0),
                ("paid", 20.0),
                ("shipped", 15.0),
                ("delivered", 45.0),
                ("cancelled", 7.0),
                ("refunded", 3.0),
            ])
        } else if about(&["pay", "invoice", "결제"]) {
            weighted(&[("paid", 80.0), ("pending", 10.0), ("failed", 6.0), ("refunded", 4.0)])
        } else if about(&["task", "ticket", "issue", "job"]) {
            weighted(&[("open", 30.0), ("in_progress", 20.0), ("done", 45.0), ("cancelled", 5.0)])
        } else if about(&["ship", "deliver", "배송"]) {
            weighted(&[("preparing", 10.0), ("in_transit", 20.0), ("delivered", 68.0), ("returned", 2.0)])
        } else if about(&["marital"]) {
            weighted(&[("single", 4.0), ("married", 5.0), ("divorced", 1.0)])
        } else {
            weighted(&[("active", 8.0), ("inactive", 1.0), ("pending", 1.0)])
        }
    } else if has_word(&["payment", "pay"]) && is(&["method", "type"], &["결제수단", "결제방법"])
        || column.name.contains("결제수단")
    {
        weighted(&[("card", 60.0), ("bank_transfer", 20.0), ("wallet", 15.0), ("cash", 5.0)])
    } else if is(&["priority", "severity", "urgency", "importance"], &["우선순위", "중요도"]) {
        weighted(&[("low", 3.0), ("medium", 5.0), ("high", 2.0)])
    } else if is(&["role", "permission", "authority"], &["권한", "역할"]) {
        weighted(&[("user", 85.0), ("editor", 10.0), ("admin", 5.0)])
    } else if is(&["grade", "tier", "plan", "membership", "rank"], &["등급"]) {
        weighted(&[("basic", 60.0), ("silver", 25.0), ("gold", 12.0), ("vip", 3.0)])
    } else if is(&["language", "lang", "locale"], &["언어"]) {
        weighted(&[("en", 40.0), ("ko", 20.0), ("ja", 12.0), ("de", 10.0), ("fr", 9.0), ("es", 9.0)])
    } else if is(&["size"], &["사이즈", "크기"]) {
        weighted(&[("S", 2.0), ("M", 4.0), ("L", 3.0), ("XL", 1.0)])
    } else if is(&["unit", "uom"], &["단위"]) {
        list(&["ea", "kg", "box", "m"])
    } else if is(&["category", "genre", "section"], &["카테고리", "분류"]) {
        list(&["books", "clothing", "electronics", "food", "home", "sports", "toys"])
    } else if is(&["channel", "source", "medium", "platform", "device"], &["채널", "경로", "매체"]) {
        list(&["web", "mobile", "store", "partner"])
    } else if is(&["loglevel"], &[]) || (last == "level" && about(&["log", "event", "audit"])) {
        weighted(&[("INFO", 80.0), ("WARN", 12.0), ("ERROR", 6.0), ("DEBUG", 2.0)])
    } else if is(&["weekday", "dayofweek"], &["요일"]) {
        list(&["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"])
    } else if is(&["action", "event", "operation"], &[]) {
        weighted(&[("create", 3.0), ("read", 10.0), ("update", 4.0), ("delete", 1.0)])
    } else if is(&["blood", "bloodtype"], &["혈액형"]) {
        list(&["A", "B", "AB", "O"])
    } else if is(&["type", "kind", "class", "division", "gubun", "se", "ty"], &["구분", "유형", "종류"])
    {
        list(&["A", "B", "C"])
    } else {
        return None;
    };
    Some(found)
}

/// Further texts by what their names say.
fn texts_by_name(column: &Unspecified<'_>) -> Option<GeneratorSpec> {
    if !column.is_text() {
        return None;
    }
    let last = column.words.last()?.as_str();
    let has_word = |words: &[&str]| words.iter().any(|word| column.words.iter().any(|found| found == word));
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
