//! What is wrong with a spec: place, code, message.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::ProblemCode;

/// One thing that is wrong with a spec: where, which, and what would be right.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Place in the document, such as `tables[0].columns[3].gen.max`; empty for the whole of it.
    pub path: String,
    /// What kind of problem, for programs.
    #[cfg_attr(feature = "openapi", schema(schema_with = super::openapi::problem_code))]
    pub code: ProblemCode,
    /// What is wrong and the remedy, for people.
    pub message: String,
}

impl Problem {
    /// A problem at `path`.
    pub fn new(path: impl Into<String>, code: ProblemCode, message: impl Into<String>) -> Self {
        Self { path: path.into(), code, message: message.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            formatter.write_str(&self.message)
        } else {
            write!(formatter, "{}: {}", self.path, self.message)
        }
    }
}

impl std::error::Error for Problem {}

/// All that was found wrong with a spec, in document order; never empty.
///
/// ```
/// use generator::{Dataset, DatasetSpec, ProblemCode};
///
/// let spec = DatasetSpec::from_json(r#"{ "rowmill": 1, "tables": [{ "name": "t", "rows": 10, "columns": [
///     { "name": "a", "type": "int", "unique": true, "gen": { "kind": "integer", "min": 1, "max": 9 } } ] }] }"#)?;
/// let problems = Dataset::compile(&spec).unwrap_err();
/// assert_eq!(problems.first().code, ProblemCode::TooFewValues);
/// assert_eq!(problems.first().path, "tables[0].columns[0].unique");
/// assert!(problems.to_string().contains("9 different values, the table 10 rows"));
/// # Ok::<(), generator::Problems>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// `Ok` if nothing was found.
    ///
    /// # Errors
    /// The problems, if there are any.
    pub fn check(problems: Vec<Problem>) -> Result<(), Self> {
        if problems.is_empty() { Ok(()) } else { Err(Self(problems)) }
    }

    /// The first problem.
    pub fn first(&self) -> &Problem {
        &self.0[0]
    }

    /// All problems, at least one.
    pub fn all(&self) -> &[Problem] {
        &self.0
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Self {
        Self(vec![problem])
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.first().fmt(formatter)?;
        match self.0.len() {
            1 => Ok(()),
            count => write!(formatter, " (and {} more)", count - 1),
        }
    }
}

impl std::error::Error for Problems {}
