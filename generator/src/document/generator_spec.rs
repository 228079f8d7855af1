use serde::Serialize;
use serde_json::Value;

/// How the values of a column are made: the domain, in most cases.
///
/// In JSON, an object whose field `kind` names the variant; unknown fields are an error.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum GeneratorSpec {
    /// `start`, `start + step`, … one a row.
    Sequence {
        /// Value of the first row.
        #[cfg_attr(feature = "openapi", schema(required = false, default = 1))]
        start: i64,
        /// Distance between rows; not 0.
        #[cfg_attr(feature = "openapi", schema(required = false, default = 1))]
        step: i64,
    },
    /// A whole number.
    Integer {
        /// Smallest value.
        min: i64,
        /// Largest value.
        max: i64,
    },
    /// A decimal number with the digits of the column's type.
    Decimal {
        /// Smallest value.
        min: String,
        /// Largest value.
        max: String,
    },
    /// A floating-point number, `min` included.
    Double {
        /// Smallest value.
        min: f64,
        /// Bound of the largest value.
        max: f64,
    },
    /// True or false.
    Boolean {
        /// Fraction of rows that are true, 0 to 1.
        #[serde(rename = "true")]
        #[cfg_attr(feature = "openapi", schema(required = false, default = 0.5))]
        true_fraction: f64,
    },
    /// A calendar date.
    Date {
        /// First date, `YYYY-MM-DD`.
        from: String,
        /// Last date, included.
        to: String,
    },
    /// A time of day.
    Time {
        /// First time, `HH:MM:SS` with an optional fraction.
        from: String,
        /// Last time, included.
        to: String,
    },
    /// A date with a time of day.
    Timestamp {
        /// First timestamp, `YYYY-MM-DDTHH:MM:SS` with an optional fraction.
        from: String,
        /// Last timestamp, included.
        to: String,
    },
    /// The spec's `now`, the same in every row.
    Now {},
    /// A random UUID of version 4 (RFC 9562), each once.
    UuidV4 {},
    /// A UUID of version 7 (RFC 9562) that grows with the row, from the spec's `now` on.
    UuidV7 {},
    /// A ULID that grows with the row, from the spec's `now` on.
    Ulid {},
    /// One of the given values.
    List {
        /// The values: strings, numbers or booleans.
        values: Vec<Value>,
        /// How often each comes, relative to the others; without it, equally often.
        #[serde(skip_serializing_if = "Option::is_none")]
        weights: Option<Vec<f64>>,
    },
    /// A string of a pattern such as `[A-Z]{3}-\d{4}`.
    Pattern {
        /// The pattern: literals, classes, `\d \w \s .`, groups, `|`, `? {n} {n,m}`.
        pattern: String,
    },
    /// A given name.
    FirstName {},
    /// A family name.
    LastName {},
    /// A given name and a family name.
    FullName {},
    /// An e-mail address below the domains reserved for examples (RFC 2606).
    Email {},
    /// A town.
    City {},
    /// A company.
    Company {},
    /// An English word.
    Word {},
    /// An English sentence.
    Sentence {},
    /// Some English sentences.
    Paragraph {
        /// Fewest sentences, at least 1.
        #[cfg_attr(feature = "openapi", schema(required = false, default = 3))]
        min_sentences: u32,
        /// Most sentences, at most 100.
        #[cfg_attr(feature = "openapi", schema(required = false, default = 6))]
        max_sentences: u32,
    },
    /// Random bytes.
    Bytes {
        /// Fewest bytes.
        min_length: u32,
        /// Most bytes, at most 65,535.
        max_length: u32,
    },
    /// A value that the column of a parent table has.
    ForeignKey {
        /// The parent table.
        table: String,
        /// The parent's column.
        column: String,
        /// Take the parent row that this column of the same table takes: the further columns of a composite key.
        #[serde(skip_serializing_if = "Option::is_none")]
        same_row_as: Option<String>,
    },
    /// The same value in every row.
    Constant {
        /// The value: a string, a number or a boolean.
        value: Value,
    },
    /// Text with the values of other columns of the row.
    Template {
        /// Such as `{first_name|lower}.{last_name|slug}@example.com`; `{{` and `}}` are braces.
        template: String,
    },
}

impl GeneratorSpec {
    /// The `kind` as it is written in a spec.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Sequence { .. } => "sequence",
            Self::Integer { .. } => "integer",
            Self::Decimal { .. } => "decimal",
            Self::Double { .. } => "double",
            Self::Boolean { .. } => "boolean",
            Self::Date { .. } => "date",
            Self::Time { .. } => "time",
            Self::Timestamp { .. } => "timestamp",
            Self::Now {} => "now",
            Self::UuidV4 {} => "uuid_v4",
            Self::UuidV7 {} => "uuid_v7",
            Self::Ulid {} => "ulid",
            Self::List { .. } => "list",
            Self::Pattern { .. } => "pattern",
            Self::FirstName {} => "first_name",
            Self::LastName {} => "last_name",
            Self::FullName {} => "full_name",
            Self::Email {} => "email",
            Self::City {} => "city",
            Self::Company {} => "company",
            Self::Word {} => "word",
            Self::Sentence {} => "sentence",
            Self::Paragraph { .. } => "paragraph",
            Self::Bytes { .. } => "bytes",
            Self::ForeignKey { .. } => "foreign_key",
            Self::Constant { .. } => "constant",
            Self::Template { .. } => "template",
        }
    }
}

/// How a row number becomes a position in a domain.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SamplerSpec {
    /// The values one after the other, from the first again after the last.
    InOrder,
    /// Each value once in an order that looks random, then all again in another order.
    Shuffled,
    /// Any value, each equally likely, independent of the other rows.
    Uniform,
}
