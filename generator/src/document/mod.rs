//! The dataset specification: one JSON document, the same in the browser, in the API, in a file and in a link.
//!
//! Reading a document here only settles its shape. What it means, and whether it is possible, is decided when
//! [`Dataset::compile`](crate::Dataset::compile) turns it into columns that can be evaluated.

mod compact;
mod declared;
mod distribution_spec;
mod fields;
mod generator_spec;
mod indent;
mod long_numbers;
#[cfg(feature = "openapi")]
mod openapi;
mod options;
mod problem;
mod problem_code;
mod reading;
mod references;
mod seed;
mod sql_type;
mod unique;

use serde::{Deserialize, Deserializer, Serialize, de};
use serde_json::error::Category;

pub(crate) use self::fields::shown;
#[cfg(feature = "openapi")]
pub use self::openapi::references as references_schema;
pub(crate) use self::references::install;
use self::{compact::compact_bytes, indent::indented, unique::Unique};
pub use self::{
    declared::{ConstraintKind, DECLARED_EXTENSIONS, DeclaredConstraint, DeclaredType},
    distribution_spec::DistributionSpec,
    generator_spec::{GeneratorSpec, Reference, SamplerSpec},
    problem::{Problem, Problems},
    problem_code::ProblemCode,
    seed::Seed,
    sql_type::{SqlType, UnknownType},
};
use crate::{Dialect, limits::MAX_SPEC_BYTES, plan::has_keys_of_several};

/// The only version of the document there is.
pub const SPEC_VERSION: u32 = 1;
/// A whole dataset.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct DatasetSpec {
    /// Version of the document: [`SPEC_VERSION`].
    pub rowmill: u32,
    /// Everything random is derived from this.
    #[cfg_attr(feature = "openapi", schema(value_type = String, required = false, example = "42"))]
    pub seed: Seed,
    /// What "now" means, as `YYYY-MM-DDTHH:MM:SS` with an optional fraction: the engine reads no clock.
    #[cfg_attr(feature = "openapi", schema(required = false))]
    pub now: String,
    /// Language and country of names, addresses and sentences: one of [`LOCALES`](crate::LOCALES).
    #[cfg_attr(feature = "openapi", schema(required = false))]
    pub locale: String,
    /// The database whose SQL `declared`, `default`, `check`, `generated`, `constraints`, `options` and `types` are: loads into one of its kind make
    /// tables by them, others leave them out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, required = false, example = "postgres"))]
    pub dialect: Option<Dialect>,
    /// Types and sequences of the database that tables use, in the order in which they are made.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(required = false))]
    pub types: Vec<DeclaredType>,
    /// The tables, parents and children in any order.
    pub tables: Vec<TableSpec>,
}

/// One table.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct TableSpec {
    /// Name in the database; also part of what every value is derived from.
    pub name: String,
    /// How many rows, 0 to [`MAX_ROWS`](crate::limits::MAX_ROWS).
    pub rows: u64,
    /// Columns of the primary key, most significant first; their values, together, never repeat.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub primary_key: Vec<String>,
    /// Further groups of columns whose values, together, never repeat.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unique: Vec<Vec<String>>,
    /// Plain indexes to create in a database; they do not change values.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub indexes: Vec<Vec<String>>,
    /// Keeps the rows of each range of one column together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub partition_by: Option<PartitionSpec>,
    /// What the table is, for people; a database keeps it with the table where it can.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "openapi", schema(required = false))]
    pub comment: String,
    /// Keys, indexes and conditions as the database of `dialect` declares them. A key that the table does not have as `primary_key`, `unique` or
    /// a reference is left out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(required = false))]
    pub constraints: Vec<DeclaredConstraint>,
    /// What the database of `dialect` has behind the columns of the table: `ENGINE=InnoDB`, `WITHOUT ROWID`, `PARTITION BY LIST (kind)`.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "openapi", schema(required = false))]
    pub options: String,
    /// The columns, in the order of the output.
    pub columns: Vec<ColumnSpec>,
}

/// How the rows of a table fall into ranges of one date or timestamp column.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct PartitionSpec {
    /// The column.
    pub column: String,
    /// Length of a range.
    pub range: PartitionRange,
}

/// Length of a partition's range.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PartitionRange {
    /// One calendar day.
    Day,
    /// One calendar month.
    Month,
    /// One calendar year.
    Year,
}

/// One column.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnSpec {
    /// Name in the database; also part of what every value is derived from.
    pub name: String,
    /// What the column is in a database.
    #[serde(rename = "type")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "varchar(40)"))]
    pub sql_type: SqlType,
    /// How values are made; without it, inferred from name and type.
    #[serde(rename = "gen", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(schema_with = openapi::generator, required = false))]
    pub generator: Option<GeneratorSpec>,
    /// How a row number becomes a position in the generator's values; without it, what the generator does by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sampler: Option<SamplerSpec>,
    /// How often each of the generator's values comes; without it, what the generator does by itself, for most kinds equally often.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(schema_with = openapi::distribution, required = false))]
    pub distribution: Option<DistributionSpec>,
    /// Fraction of rows that are NULL, 0 to 1.
    #[serde(rename = "null", skip_serializing_if = "is_zero")]
    pub null_fraction: f64,
    /// Whether a table made for it takes NULL, even if no row has it; where rows may be NULL it always does.
    #[serde(skip_serializing_if = "is_false")]
    #[cfg_attr(feature = "openapi", schema(required = false))]
    pub nullable: bool,
    /// The column of the same table in whose rows it is NULL: in all of them, or in a part of them if fewer are, or in more besides; empty if its NULLs
    /// are its own.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "openapi", schema(required = false))]
    pub null_with: String,
    /// Fraction of rows that are the empty text, 0 to 1; where a row is NULL, it is NULL.
    #[serde(rename = "empty", skip_serializing_if = "is_zero")]
    #[cfg_attr(feature = "openapi", schema(required = false))]
    pub empty_fraction: f64,
    /// No value twice; NULLs do not count.
    #[serde(skip_serializing_if = "is_false")]
    pub unique: bool,
    /// Usable by other columns, in no output.
    #[serde(skip_serializing_if = "is_false")]
    pub hidden: bool,
    /// A counter of the database (AUTO_INCREMENT, IDENTITY) that goes on behind the loaded values; does not change values.
    #[serde(skip_serializing_if = "is_false")]
    pub identity: bool,
    /// What the column is, for people; a database keeps it with the column where it can.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "openapi", schema(required = false))]
    pub comment: String,
    /// The type in the words of the database of `dialect`: `mood`, `varchar(20) COLLATE "C"`. A hidden column that has one is in tables made there,
    /// and gets no value from a load.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "openapi", schema(required = false))]
    pub declared: String,
    /// What stands behind DEFAULT in the database of `dialect`.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "openapi", schema(required = false))]
    pub default: String,
    /// The condition of the column in the database of `dialect`, without CHECK and its parentheses.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "openapi", schema(required = false))]
    pub check: String,
    /// What stands behind GENERATED in the database of `dialect`: `ALWAYS AS (price * 2) STORED`, `BY DEFAULT AS IDENTITY`.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "openapi", schema(required = false))]
    pub generated: String,
}

impl DatasetSpec {
    /// Reads a JSON document of at most [`MAX_SPEC_BYTES`] bytes; white space between its parts and a byte order mark do not count.
    ///
    /// # Errors
    /// One problem with the path of the field that cannot be read: text that is not JSON, a missing or an unknown field, a value of
    /// the wrong kind, a version other than [`SPEC_VERSION`].
    pub fn from_json(json: &str) -> Result<Self, Problems> {
        // Editors of Windows put a byte order mark before what they save.
        let json = json.trim_start_matches('\u{feff}');
        Self::check_length(compact_bytes(json))?;
        Self::from_saved_json(json)
    }

    /// Whether a document of so many bytes, without white space, is one that [`Self::from_json`] reads.
    ///
    /// # Errors
    /// If it is longer than [`MAX_SPEC_BYTES`].
    pub fn check_length(bytes: usize) -> Result<(), Problems> {
        if bytes <= MAX_SPEC_BYTES {
            return Ok(());
        }
        let message = format!(
            "the spec has {bytes} bytes, at most {MAX_SPEC_BYTES} are read; make it of fewer tables or columns"
        );
        Err(Problem::new("", ProblemCode::SpecTooLarge, message).into())
    }

    /// Reads what [`Self::to_canonical_json`] wrote: with every generator filled in it may be longer than what is taken from
    /// others.
    ///
    /// # Errors
    /// Those of [`Self::from_json`], but for the length.
    pub fn from_saved_json(json: &str) -> Result<Self, Problems> {
        let Unique(value) = serde_json::from_str(json).map_err(|error| match error.classify() {
            Category::Data => Problem::new("", ProblemCode::InvalidSpec, error.to_string()),
            _ => Problem::new("", ProblemCode::InvalidJson, format!("this is not JSON: {error}")),
        })?;
        if let Some(problem) = long_numbers::find(json) {
            return Err(problem.into());
        }
        let spec = reading::dataset(value)?;
        if spec.rowmill != SPEC_VERSION {
            return Err(Problem::new(
                "rowmill",
                ProblemCode::UnknownVersion,
                format!("version {} of the spec is not known; write {SPEC_VERSION}", spec.rowmill),
            )
            .into());
        }
        Ok(spec)
    }

    /// The document as compact JSON with its fields in a fixed order and defaults filled in: equal specs give equal
    /// text.
    pub fn to_canonical_json(&self) -> String {
        serde_json::to_string(self).expect("every field of a spec has a JSON form")
    }

    /// The document as indented JSON, for files and people.
    pub fn to_pretty_json(&self) -> String {
        indented(&self.to_canonical_json())
    }

    /// Whether it needs nothing beyond what programs with the feature `parted` have from their start, if all of its generators are there:
    /// neither a language other than English nor a key of several columns.
    pub fn is_simple(&self) -> bool {
        self.locale == default_locale() && !self.tables.iter().any(has_keys_of_several)
    }

    /// A dataset of one table, as a new document starts.
    pub fn of(tables: Vec<TableSpec>) -> Self {
        Self {
            rowmill: SPEC_VERSION,
            seed: Seed::default(),
            now: default_now(),
            locale: default_locale(),
            dialect: None,
            types: Vec::new(),
            tables,
        }
    }
}

impl<'de> Deserialize<'de> for DatasetSpec {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        reading::dataset(Unique::deserialize(deserializer)?.0).map_err(de::Error::custom)
    }
}

impl TableSpec {
    /// A table of `rows` rows without keys.
    pub fn new(name: impl Into<String>, rows: u64, columns: Vec<ColumnSpec>) -> Self {
        Self {
            name: name.into(),
            rows,
            primary_key: Vec::new(),
            unique: Vec::new(),
            indexes: Vec::new(),
            partition_by: None,
            comment: String::new(),
            constraints: Vec::new(),
            options: String::new(),
            columns,
        }
    }
}

impl ColumnSpec {
    /// A column whose generator is inferred from name and type.
    pub fn new(name: impl Into<String>, sql_type: SqlType) -> Self {
        Self {
            name: name.into(),
            sql_type,
            generator: None,
            sampler: None,
            distribution: None,
            null_fraction: 0.0,
            nullable: false,
            null_with: String::new(),
            empty_fraction: 0.0,
            unique: false,
            hidden: false,
            identity: false,
            comment: String::new(),
            declared: String::new(),
            default: String::new(),
            check: String::new(),
            generated: String::new(),
        }
    }

    /// The same column with this generator.
    #[must_use]
    pub fn with_generator(mut self, generator: GeneratorSpec) -> Self {
        self.generator = Some(generator);
        self
    }
}

fn default_now() -> String {
    "2025-01-01T00:00:00".to_owned()
}

fn default_locale() -> String {
    "en".to_owned()
}

fn is_zero(value: &f64) -> bool {
    *value == 0.0
}

fn is_false(value: &bool) -> bool {
    !value
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(json: &str) -> Problem {
        DatasetSpec::from_json(json).unwrap_err().first().clone()
    }

    #[test]
    fn unknown_fields_name_their_path() {
        let json =
            r#"{"rowmill":1,"tables":[{"name":"t","rows":1,"columns":[{"name":"a","type":"int","nul":1}]}]}"#;
        let problem = problem(json);
        assert_eq!(problem.path, "tables[0].columns[0].nul");
        assert!(problem.message.contains("unknown field `nul`"), "{}", problem.message);
    }

    #[test]
    fn unknown_generator_options_are_refused() {
        let json = r#"{"rowmill":1,"tables":[{"name":"t","rows":1,"columns":[
            {"name":"a","type":"text","gen":{"kind":"first_name","max":3}}]}]}"#;
        let problem = problem(json);
        assert_eq!(problem.path, "tables[0].columns[0].gen.max");
        assert!(problem.message.contains("max"), "{}", problem.message);
    }

    #[test]
    fn only_version_one_is_read() {
        assert_eq!(problem(r#"{"rowmill":2,"tables":[]}"#).code, ProblemCode::UnknownVersion);
    }

    #[test]
    fn a_field_that_is_null_is_left_out_and_one_that_is_there_twice_is_refused() {
        let json = r#"{"rowmill":1,"seed":null,"tables":[{"name":"t","rows":1,"columns":[
            {"name":"a","type":"text","sampler":null,"gen":{"kind":"list","values":["x"],"weights":null},"null":null}]}]}"#;
        assert_eq!(DatasetSpec::from_json(json).unwrap().tables[0].columns[0].sampler, None);
        let twice = problem(&json.replace(r#""rows":1"#, r#""rows":1,"rows":2"#));
        assert_eq!(twice.code, ProblemCode::InvalidSpec);
        assert!(twice.message.contains("duplicate field `rows`"), "{twice}");
    }

    #[test]
    fn trailing_text_is_refused() {
        assert_eq!(problem(r#"{"rowmill":1,"tables":[]} x"#).code, ProblemCode::InvalidJson);
    }

    #[test]
    fn canonical_json_reads_back_as_the_same_spec() {
        let json = r#"{"rowmill":1,"seed":7,"tables":[{"name":"t","rows":"12","primary_key":["a"],"columns":[
            {"name":"a","type":"BIGINT","gen":{"kind":"integer","min":"-9223372036854775808","max":5},"null":0.5}]}]}"#;
        let spec = DatasetSpec::from_json(json).unwrap();
        assert_eq!(spec.tables[0].rows, 12);
        assert_eq!(DatasetSpec::from_json(&spec.to_canonical_json()).unwrap(), spec);
    }
}
