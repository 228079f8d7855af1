use crate::document::{GeneratorSpec, SqlType};

/// A sensible generator for a column from its name and type: what `gen` means where it is left out, and what a pasted
/// `CREATE TABLE` gets. Always one that fits the type. `now` is the spec's, and bounds timestamps.
pub fn infer(column: &str, sql_type: SqlType, table: &str, now: &str) -> GeneratorSpec {
    let name = column.to_ascii_lowercase();
    match sql_type {
        SqlType::Boolean => GeneratorSpec::Boolean { true_fraction: 0.5 },
        SqlType::Integer { .. } => integer(&name, sql_type),
        SqlType::Decimal { precision, scale } => decimal(precision, scale),
        SqlType::Double => GeneratorSpec::Double { min: 0.0, max: 1_000.0 },
        SqlType::Date => {
            let (from, to) = year_before(now);
            if has(&name, &["birth", "dob"]) {
                return GeneratorSpec::Date { from: "1945-01-01".to_owned(), to: "2006-12-31".to_owned() };
            }
            GeneratorSpec::Date { from, to }
        }
        SqlType::Time { .. } => {
            GeneratorSpec::Time { from: "00:00:00".to_owned(), to: "23:59:59".to_owned() }
        }
        SqlType::Timestamp { .. } => {
            let (from, to) = year_before(now);
            GeneratorSpec::Timestamp { from: format!("{from}T00:00:00"), to: format!("{to}T00:00:00") }
        }
        SqlType::Uuid => GeneratorSpec::UuidV4 {},
        SqlType::Binary { length: 16 } => GeneratorSpec::UuidV4 {},
        SqlType::Binary { length } => {
            GeneratorSpec::Bytes { min_length: length.min(65_535), max_length: length.min(65_535) }
        }
        SqlType::Varbinary { length } => GeneratorSpec::Bytes { min_length: 1, max_length: length.min(64) },
        SqlType::Bytes => GeneratorSpec::Bytes { min_length: 1, max_length: 16 },
        SqlType::Json => GeneratorSpec::Constant { value: serde_json::Value::String("{}".to_owned()) },
        SqlType::Char { length } | SqlType::Varchar { length } => text(&name, table, length),
        SqlType::Text => text(&name, table, u32::MAX),
    }
}

fn has(name: &str, parts: &[&str]) -> bool {
    parts.iter().any(|part| name.contains(part))
}

fn integer(name: &str, sql_type: SqlType) -> GeneratorSpec {
    let (_, largest) = sql_type.integer_bounds().unwrap_or((0, i64::MAX));
    let range = |min: i64, max: i64| GeneratorSpec::Integer { min: min.min(largest), max: max.min(largest) };
    if name == "id" {
        return GeneratorSpec::Sequence { start: 1, step: 1 };
    }
    if name.starts_with("is_") || name.starts_with("has_") {
        return GeneratorSpec::Boolean { true_fraction: 0.5 };
    }
    match name {
        _ if name.ends_with("_id") => range(1, 10_000),
        "age" => range(18, 90),
        "year" => range(1990, 2025),
        "rating" | "stars" => range(1, 5),
        _ if has(name, &["percent", "pct"]) => range(0, 100),
        _ if has(name, &["count", "quantity", "qty", "stock"]) => range(0, 99),
        _ if has(name, &["price", "amount", "cost", "total", "fee", "salary"]) => range(10_000, 999_999),
        _ => range(0, 1_000_000),
    }
}

fn decimal(precision: u8, scale: u8) -> GeneratorSpec {
    // Up to four digits before the point, as many as the type has behind it.
    let whole = "9".repeat(usize::from((precision - scale).min(4)));
    let whole = if whole.is_empty() { "0" } else { &whole };
    let max =
        if scale == 0 { whole.to_owned() } else { format!("{whole}.{}", "9".repeat(usize::from(scale))) };
    GeneratorSpec::Decimal { min: "0".to_owned(), max }
}

fn text(name: &str, table: &str, length: u32) -> GeneratorSpec {
    let compact: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    let pattern = |pattern: &str| GeneratorSpec::Pattern { pattern: pattern.to_owned() };
    let people = [
        "user", "customer", "person", "people", "employee", "member", "guest", "author", "student", "contact",
    ];
    // The most characters each generator may need; the one that fits and says most is taken.
    let candidates: [(bool, u32, GeneratorSpec); 16] = [
        (compact.contains("email"), 46, GeneratorSpec::Email {}),
        (has(&compact, &["firstname", "givenname"]), 12, GeneratorSpec::FirstName {}),
        (has(&compact, &["lastname", "surname", "familyname"]), 14, GeneratorSpec::LastName {}),
        (compact == "fullname", 26, GeneratorSpec::FullName {}),
        (compact == "name" && has(&table.to_ascii_lowercase(), &people), 26, GeneratorSpec::FullName {}),
        (
            has(&compact, &["company", "employer", "vendor", "supplier", "brand"]),
            40,
            GeneratorSpec::Company {},
        ),
        (has(&compact, &["city", "town"]), 22, GeneratorSpec::City {}),
        (compact.contains("ulid"), 26, GeneratorSpec::Ulid {}),
        (has(&compact, &["uuid", "guid"]) || (compact == "id" && length == 36), 36, GeneratorSpec::UuidV4 {}),
        (has(&compact, &["phone", "mobile", "tel"]), 12, pattern(r"\d{3}-\d{3}-\d{4}")),
        (has(&compact, &["zip", "postcode", "postalcode"]), 5, pattern(r"\d{5}")),
        (has(&compact, &["code", "sku", "number"]), 8, pattern(r"[A-Z]{3}-\d{4}")),
        (
            has(
                &compact,
                &["description", "content", "body", "note", "comment", "message", "bio", "summary"],
            ),
            120,
            GeneratorSpec::Paragraph { min_sentences: 2, max_sentences: 4 },
        ),
        (has(&compact, &["title", "subject", "headline"]), 60, GeneratorSpec::Sentence {}),
        (compact.contains("status"), 8, status()),
        (true, 12, GeneratorSpec::Word {}),
    ];
    candidates
        .into_iter()
        .find(|(matches, needed, _)| *matches && *needed <= length)
        .map_or_else(|| pattern(&format!("[a-z]{{{}}}", length.clamp(1, 8))), |(_, _, generator)| generator)
}

fn status() -> GeneratorSpec {
    let values = ["active", "inactive", "pending"].map(serde_json::Value::from).to_vec();
    GeneratorSpec::List { values, weights: Some(vec![8.0, 1.0, 1.0]) }
}

/// The year that ends with the date of `now`.
fn year_before(now: &str) -> (String, String) {
    let to = now.get(..10).unwrap_or("2025-01-01");
    let year: u32 = to.get(..4).and_then(|year| year.parse().ok()).unwrap_or(2025);
    // 29 February has no date a year before.
    let day = if to.ends_with("02-29") { "02-28" } else { to.get(5..).unwrap_or("01-01") };
    (format!("{:04}-{day}", year.saturating_sub(1).max(1)), to.to_owned())
}
