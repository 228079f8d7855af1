//! Answers that are not a success.

use generator::{Problem, Problems};
use serde::{Deserialize, Serialize};

/// The body of every answer that is no success.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorBody {
    /// What is wrong.
    pub error: ErrorDetail,
}

/// What is wrong with a request.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorDetail {
    /// Stable name of the kind of error, for programs.
    pub code: String,
    /// What is wrong and the remedy, for people.
    pub message: String,
    /// Place in the spec or name of the parameter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The request's id, by which the server's log knows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// Further problems of a spec.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub more: Vec<Problem>,
}

impl From<&Problems> for ErrorBody {
    fn from(problems: &Problems) -> Self {
        let first = problems.first();
        Self {
            error: ErrorDetail {
                code: first.code.name().to_owned(),
                message: first.message.clone(),
                path: Some(first.path.clone()).filter(|path| !path.is_empty()),
                request_id: None,
                more: problems.all()[1..].to_vec(),
            },
        }
    }
}
