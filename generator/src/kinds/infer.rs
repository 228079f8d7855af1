//! Which generator a column gets that has none: what `gen` means where it is left out, and what a pasted `CREATE TABLE` gets.

use super::kinds;
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

/// A column whose generator is not known.
pub(crate) struct Unspecified<'a> {
    /// Its name in small letters.
    pub(crate) name: String,
    /// The letters and digits of the name, small.
    pub(crate) compact: String,
    /// The table's name in small letters.
    pub(crate) table: String,
    pub(crate) sql_type: SqlType,
    pub(crate) now: &'a str,
}

impl Unspecified<'_> {
    /// Whether the column holds text and its name has one of these parts.
    pub(crate) fn is_text_of(&self, parts: &[&str]) -> bool {
        self.is_text() && parts.iter().any(|part| self.compact.contains(part))
    }

    /// Whether the column holds text that is not JSON.
    pub(crate) fn is_text(&self) -> bool {
        self.sql_type.is_text() && self.sql_type != SqlType::Json
    }

    /// Whether the column holds numbers with digits behind the point.
    pub(crate) fn is_fractional(&self) -> bool {
        matches!(self.sql_type, SqlType::Double | SqlType::Decimal { scale: 1.., .. })
    }

    /// Whether the name has one of these parts.
    pub(crate) fn has(&self, parts: &[&str]) -> bool {
        parts.iter().any(|part| self.name.contains(part))
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

/// The rules of all kinds that are there, in the order in which they are tried.
fn rules() -> Vec<&'static Inference> {
    let mut rules: Vec<&Inference> = kinds().into_iter().flat_map(|kind| kind.inferred).collect();
    rules.sort_by_key(|rule| rule.rank);
    rules
}

/// A sensible generator for a column from its name and type, the name of its table and how many rows that has: the first rule that
/// matches and whose values the column holds. `now` is the spec's, and bounds timestamps.
///
/// ```
/// let now = "2025-05-01T00:00:00";
/// let inferred = |name: &str, sql_type: &str| {
///     Ok::<_, generator::UnknownType>(generator::infer(name, sql_type.parse()?, "guest", 1_000, now).to_string())
/// };
/// assert_eq!(inferred("contact_email", "varchar(80)")?, r#"{"kind":"email"}"#);
/// assert_eq!(inferred("rating", "tinyint")?, r#"{"kind":"integer","min":1,"max":5}"#);
/// assert_eq!(inferred("joined_on", "date")?, r#"{"kind":"date","from":"2024-05-01","to":"2025-05-01"}"#);
/// # Ok::<(), generator::UnknownType>(())
/// ```
pub fn infer(column: &str, sql_type: SqlType, table: &str, rows: u64, now: &str) -> GeneratorSpec {
    let name = column.to_lowercase();
    let compact = name.chars().filter(|character| character.is_alphanumeric()).collect();
    let unspecified = Unspecified { name, compact, table: table.to_lowercase(), sql_type, now };
    let candidates = rules().into_iter().filter_map(|rule| (rule.generator)(&unspecified));
    let mut last = None;
    for generator in candidates {
        if fits(&generator, sql_type, rows, now) {
            return generator;
        }
        last = Some(generator);
    }
    // Every type has a rule that fits it, which a test makes sure of; what is left has a problem of its own, such as `now`.
    last.unwrap_or_else(|| GeneratorSpec::new(&super::NOW))
}

/// Whether a column of this type holds the values of a generator that needs no other column.
pub(crate) fn fits(generator: &GeneratorSpec, sql_type: SqlType, rows: u64, now: &str) -> bool {
    let column = ColumnSpec::new("c", sql_type).with_generator(generator.clone());
    let mut spec = DatasetSpec::of(vec![TableSpec::new("t", rows, vec![column])]);
    now.clone_into(&mut spec.now);
    let mut problems = Vec::new();
    Drafts::of(&spec, &mut problems).get(Place { table: 0, column: 0 }).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

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
                    let generator = infer(name, sql_type, "customer", rows, "2025-01-01T00:00:00");
                    assert!(
                        fits(&generator, sql_type, rows, "2025-01-01T00:00:00"),
                        "{name} {sql_type} {rows}: {generator}"
                    );
                }
            }
        }
    }

    #[test]
    fn names_say_what_is_meant() {
        let inferred = |name: &str, sql_type: &str| {
            infer(name, sql_type.parse().unwrap(), "customer", 1_000, "2025-05-01T00:00:00").kind().name
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
