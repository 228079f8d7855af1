//! Columns of few values: flags, those that a comment lists, states and classes by their names.

use serde_json::Value;

use crate::{
    document::{GeneratorSpec, SqlType},
    kinds::{BOOLEAN, LIST, infer::Unspecified},
};

/// The choices that a comment names: `등급(일반/우수/VIP)`, `1:정상, 2:정지`, `one of red, green`.
pub(super) fn choices_of_comment(column: &Unspecified<'_>) -> Option<GeneratorSpec> {
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

/// Flags in one letter: `use_yn`, `is_deleted CHAR(1)`, a comment that ends in 여부.
pub(super) fn yes_or_no(column: &Unspecified<'_>) -> Option<GeneratorSpec> {
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

/// Texts of few values, by their names.
pub(super) fn named_choices(column: &Unspecified<'_>) -> Option<GeneratorSpec> {
    if !column.is_text() {
        return None;
    }
    let last = column.words.last()?.as_str();
    let has_word = |words: &[&str]| column.has_word_of(words);
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

/// One of these texts.
pub(super) fn list(values: &[&str]) -> GeneratorSpec {
    GeneratorSpec::new(&LIST)
        .with("values", values.iter().map(|value| Value::from(*value)).collect::<Vec<_>>())
}

/// One of these texts, each with its weight.
fn weighted(values: &[(&str, f64)]) -> GeneratorSpec {
    let (values, weights): (Vec<&str>, Vec<f64>) = values.iter().copied().unzip();
    list(&values).with("weights", weights)
}
