//! Which generator a column gets that has none: what `gen` means where it is left out, and what a pasted `CREATE TABLE` gets.

use std::{borrow::Cow, sync::OnceLock};

use super::{further, kinds};
use crate::{
    document::{ColumnSpec, DatasetSpec, GeneratorSpec, SqlType, TableSpec},
    plan::{Drafts, Place},
};

/// One rule by which a kind is inferred.
pub(crate) struct Inference {
    /// Rules of a lower rank are tried first.
    pub(crate) rank: u8,
    /// The generator, if the column looks like one of this kind.
    pub(crate) generator: fn(&Unspecified<'_>) -> Option<GeneratorSpec>,
}

/// What a spec says of time and language: what is inferred depends on them.
#[derive(Debug, Clone, Copy)]
pub struct Surroundings<'a> {
    /// The spec's `now`.
    pub now: &'a str,
    /// The spec's `locale`.
    pub locale: &'a str,
}

impl DatasetSpec {
    /// What inference has to know of it.
    pub fn surroundings(&self) -> Surroundings<'_> {
        Surroundings { now: &self.now, locale: &self.locale }
    }
}

/// A column whose generator is not known.
pub(crate) struct Unspecified<'a> {
    /// Its name in small letters.
    pub(crate) name: String,
    /// The letters and digits of the name, small.
    pub(crate) compact: String,
    /// The words of the name, small: cut at anything but letters and digits, and before capital letters.
    pub(crate) words: Vec<String>,
    /// The table's name in small letters.
    pub(crate) table: String,
    /// What is said of the column.
    pub(crate) comment: &'a str,
    pub(crate) sql_type: SqlType,
    pub(crate) now: &'a str,
}

impl Unspecified<'_> {
    /// Whether the column holds text and its name says one of these things.
    pub(crate) fn is_text_of(&self, things: &[&str]) -> bool {
        self.is_text() && things.iter().any(|thing| self.says(thing))
    }

    /// Whether the name says a thing. One in Latin letters, without spaces, is one or more whole words of the name; a name that is one word may begin or end
    /// with it, if it is long. One in Korean stands at the end of the name, or of a word of it, in front of a number or `코드`.
    pub(crate) fn says(&self, thing: &str) -> bool {
        if !thing.is_ascii() {
            return self.words.iter().map(String::as_str).chain([self.compact.as_str()]).any(|word| {
                let word = word.trim_end_matches(|character: char| character.is_ascii_digit());
                let word = word
                    .strip_suffix("코드")
                    .or_else(|| word.strip_suffix("번호").filter(|_| !thing.ends_with("번호")))
                    .unwrap_or(word);
                word == thing || (word.ends_with(thing) && thing.chars().count() > 1)
            });
        }
        let runs = (0..self.words.len())
            .flat_map(|start| (start + 1..=self.words.len()).map(move |end| (start, end)));
        let is_run = |(start, end): (usize, usize)| {
            let run = &self.words[start..end];
            run.iter().map(String::len).sum::<usize>() == thing.len() && run.concat() == thing
        };
        let is_long = thing.len() >= 5;
        let is_part = |word: &String| is_long && (word.starts_with(thing) || word.ends_with(thing));
        runs.into_iter().any(is_run) || matches!(self.words.as_slice(), [only] if is_part(only))
    }

    /// Whether the name, or that of the table, is about a thing: one of their words begins with it.
    pub(crate) fn is_about(&self, thing: &str) -> bool {
        let of_table = words(&self.table);
        self.words
            .iter()
            .chain(&of_table)
            .any(|word| word == thing || word.starts_with(thing) && word.len() <= thing.len() + 4)
    }

    /// Whether the column is called a name of something.
    pub(crate) fn is_name(&self) -> bool {
        self.words.last().is_some_and(|last| ["name", "nm", "title"].contains(&last.as_str()))
            || self.name.ends_with("명")
            || self.name.ends_with("이름")
    }

    /// Whether the column holds text that is not JSON.
    pub(crate) fn is_text(&self) -> bool {
        self.sql_type.is_text() && self.sql_type != SqlType::Json
    }

    /// Whether the column holds numbers with digits behind the point.
    pub(crate) fn is_fractional(&self) -> bool {
        matches!(self.sql_type, SqlType::Double | SqlType::Decimal { scale: 1.., .. })
    }

    /// Whether the name has one of these: in Latin letters, a beginning of a word, or of some that follow each other with `_` between them; in
    /// Korean as [`Self::says`].
    pub(crate) fn has(&self, parts: &[&str]) -> bool {
        let joined = format!("_{}", self.words.join("_"));
        parts.iter().any(|part| {
            if part.is_ascii() {
                joined.contains(&format!("_{}", part.trim_matches('_')))
            } else {
                self.says(part)
            }
        })
    }

    /// Whether the column holds text and its name is that of a telephone number: a hotel has none of its own.
    pub(crate) fn is_phone(&self) -> bool {
        // Of a telephone, and no number of it.
        if self.has_word_of(&[
            "content", "contents", "app", "url", "version", "template", "menu", "banner", "image", "html",
            "title", "device", "os",
        ]) {
            return false;
        }
        let is_word = |word: &String| ["tel", "mobile", "fax"].contains(&word.as_str());
        self.is_text_of(&["phone", "telno"]) || (self.is_text() && self.words.iter().any(is_word))
    }

    /// Whether this is the last word of the name.
    pub(crate) fn ends_with(&self, word: &str) -> bool {
        self.words.last().is_some_and(|last| last == word)
    }

    /// Whether one of the words of the name is one of these.
    pub(crate) fn has_word_of(&self, words: &[&str]) -> bool {
        self.words.iter().any(|word| words.contains(&word.as_str()))
    }

    /// Whether the column holds whole numbers.
    pub(crate) fn is_whole(&self) -> bool {
        matches!(self.sql_type, SqlType::Integer { .. })
    }

    /// Whether a text is short enough for the column.
    pub(crate) fn holds(&self, text: &str) -> bool {
        self.sql_type.max_length().is_none_or(|length| text.chars().count() <= length as usize)
    }

    /// Numbers of a range, of the column's type, as far as that holds them; `None` if it holds no numbers.
    pub(crate) fn in_range(&self, (least, most): (f64, f64)) -> Option<GeneratorSpec> {
        match self.sql_type {
            SqlType::Integer { .. } => {
                let (first, last) = self.sql_type.integer_bounds()?;
                let (min, max) = ((least as i64).max(first), (most as i64).min(last));
                Some(GeneratorSpec::new(&super::INTEGER).with("min", min).with("max", max))
            }
            SqlType::Decimal { precision, scale } => {
                let bound = 10_i128.pow(u32::from(precision - scale)) - 1;
                let text = |number: f64| (number as i128).clamp(-bound, bound).to_string();
                Some(GeneratorSpec::new(&super::DECIMAL).with("min", text(least)).with("max", text(most)))
            }
            SqlType::Double => Some(GeneratorSpec::new(&super::DOUBLE).with("min", least).with("max", most)),
            _ => None,
        }
    }

    /// The date a year behind that of `now`.
    pub(crate) fn year_after_now(&self) -> String {
        let from = self.now.get(..10).unwrap_or("2025-01-01");
        let year: u32 = from.get(..4).and_then(|year| year.parse().ok()).unwrap_or(2025);
        let day = if from.ends_with("02-29") { "02-28" } else { from.get(5..).unwrap_or("01-01") };
        format!("{:04}-{day}", (year + 1).min(9_999))
    }

    /// The year that ends with the date of `now`.
    pub(crate) fn year_before_now(&self) -> (String, String) {
        let to = self.now.get(..10).unwrap_or("2025-01-01");
        let year: u32 = to.get(..4).and_then(|year| year.parse().ok()).unwrap_or(2025);
        // 29 February has no date a year before.
        let day = if to.ends_with("02-29") { "02-28" } else { to.get(5..).unwrap_or("01-01") };
        (format!("{:04}-{day}", year.saturating_sub(1).max(1)), to.to_owned())
    }
}

/// The rules of all kinds that are there, in the order in which they are tried: noted once all kinds are.
fn rules() -> Cow<'static, [&'static Inference]> {
    static ALL: OnceLock<Vec<&'static Inference>> = OnceLock::new();
    if super::are_all_there() {
        Cow::Borrowed(ALL.get_or_init(sorted_rules))
    } else {
        Cow::Owned(sorted_rules())
    }
}

fn sorted_rules() -> Vec<&'static Inference> {
    let mut rules: Vec<&Inference> =
        kinds().into_iter().flat_map(|kind| kind.inferred).chain(further()).collect();
    rules.sort_by_key(|rule| rule.rank);
    rules
}

/// Rules from here on know only the type, or guess.
const WEAK: u8 = 88;

/// A sensible generator for a column from its name, what is said of it and its type, the name of its table and how many rows that has: the first rule
/// that matches and whose values the column holds. What is said counts where the name says nothing. The spec's `now` bounds timestamps, its language decides what names there are.
///
/// ```
/// let around = generator::Surroundings { now: "2025-05-01T00:00:00", locale: "en" };
/// let inferred = |name: &str, comment: &str, sql_type: &str| {
///     Ok::<_, generator::UnknownType>(generator::infer(name, comment, sql_type.parse()?, "guest", 1_000, around).to_string())
/// };
/// assert_eq!(inferred("contact_email", "", "varchar(80)")?, r#"{"kind":"email"}"#);
/// assert_eq!(inferred("rating", "", "tinyint")?, r#"{"kind":"integer","min":1,"max":5}"#);
/// assert_eq!(inferred("joined_on", "", "date")?, r#"{"kind":"date","from":"2024-05-01","to":"2025-05-01"}"#);
/// assert_eq!(inferred("c7", "등급(일반/우수/VIP)", "varchar(10)")?, r#"{"kind":"list","values":["일반","우수","VIP"]}"#);
/// # Ok::<(), generator::UnknownType>(())
/// ```
pub fn infer(
    column: &str,
    comment: &str,
    sql_type: SqlType,
    table: &str,
    rows: u64,
    around: Surroundings<'_>,
) -> GeneratorSpec {
    let unspecified = |name: &str| Unspecified {
        name: name.to_lowercase(),
        compact: name.to_lowercase().chars().filter(|character| character.is_alphanumeric()).collect(),
        words: words(name),
        table: table.to_lowercase(),
        comment,
        sql_type,
        now: around.now,
    };
    let rules = rules();
    let first = |unspecified: &Unspecified<'_>| {
        let mut last = None;
        for rule in rules.iter() {
            let Some(generator) = (rule.generator)(unspecified) else { continue };
            if fits(&generator, sql_type, rows, around) {
                return Some((rule.rank, generator));
            }
            last = Some((u8::MAX, generator));
        }
        last
    };
    let by_name = first(&unspecified(column));
    let is_weak = by_name.as_ref().is_none_or(|(rank, _)| *rank >= WEAK);
    // What is said in many words says too much.
    let is_told = !comment.is_empty() && comment.chars().count() <= MOST_TOLD;
    let by_comment =
        if is_weak && is_told { first(&unspecified(comment)).filter(|(rank, _)| *rank < WEAK) } else { None };
    // Every type has a rule that fits it, which a test makes sure of; what is left has a problem of its own, such as `now`.
    by_comment.or(by_name).map_or_else(|| GeneratorSpec::new(&super::NOW), |(_, generator)| generator)
}

/// Characters of a comment that is read like a name.
const MOST_TOLD: usize = 40;

/// The words of a name, small: `customerId`, `customer_id` and `CUSTOMER ID` are two.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = vec![String::new()];
    let mut was_small = false;
    for character in name.chars() {
        let begins = character.is_uppercase() && was_small;
        if begins || !character.is_alphanumeric() {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut()
            && character.is_alphanumeric()
        {
            word.extend(character.to_lowercase());
        }
        was_small = character.is_lowercase();
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Whether a column of this type holds the values of a generator that needs no other column.
pub(crate) fn fits(
    generator: &GeneratorSpec,
    sql_type: SqlType,
    rows: u64,
    around: Surroundings<'_>,
) -> bool {
    let column = ColumnSpec::new("c", sql_type).with_generator(generator.clone());
    let mut spec = DatasetSpec::of(vec![TableSpec::new("t", rows, vec![column])]);
    around.now.clone_into(&mut spec.now);
    around.locale.clone_into(&mut spec.locale);
    let mut problems = Vec::new();
    Drafts::of(&spec, &mut problems).get(Place { table: 0, column: 0 }).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    const AROUND: Surroundings<'_> = Surroundings { now: "2025-05-01T00:00:00", locale: "en" };

    #[test]
    fn every_type_gets_a_generator_that_fits_it_whatever_the_name() {
        for sql_type in [
            "boolean",
            "tinyint",
            "tinyint unsigned",
            "smallint",
            "mediumint",
            "int",
            "bigint",
            "bigint unsigned",
            "decimal(1,0)",
            "decimal(2,2)",
            "decimal(38,10)",
            "double",
            "date",
            "time",
            "time(3)",
            "timestamp",
            "timestamptz(6)",
            "uuid",
            "char(1)",
            "char(36)",
            "varchar(3)",
            "varchar(12)",
            "varchar(255)",
            "text",
            "binary(1)",
            "binary(16)",
            "varbinary(1)",
            "varbinary(300)",
            "bytes",
            "json",
        ] {
            let sql_type: SqlType = sql_type.parse().unwrap();
            for name in [
                "id",
                "email",
                "is_new",
                "customer_id",
                "price",
                "name",
                "status",
                "uuid",
                "birth_date",
                "code",
                "x",
            ] {
                for rows in [0, 1_000, 1_000_000_000] {
                    let generator = infer(name, "", sql_type, "customer", rows, AROUND);
                    assert!(
                        fits(&generator, sql_type, rows, AROUND),
                        "{name} {sql_type} {rows}: {generator}"
                    );
                }
            }
        }
    }

    #[test]
    fn names_say_what_is_meant() {
        let inferred = |name: &str, sql_type: &str| {
            infer(name, "", sql_type.parse().unwrap(), "customer", 1_000, AROUND).kind().name
        };
        assert_eq!(inferred("contact_email", "varchar(60)"), "email");
        assert_eq!(inferred("name", "varchar(60)"), "full_name");
        assert_eq!(inferred("companyName", "varchar(60)"), "company");
        assert_eq!(inferred("id", "bigint"), "sequence");
        assert_eq!(inferred("id", "tinyint"), "integer");
        assert_eq!(inferred("is_open", "tinyint"), "boolean");
        assert_eq!(inferred("order_status", "varchar(10)"), "list");
        assert_eq!(inferred("email", "varchar(5)"), "pattern");
        assert_eq!(inferred("payload", "json"), "constant");
    }
}
