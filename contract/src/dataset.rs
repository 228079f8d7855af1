//! Saved datasets.

use generator::DatasetSpec;
use serde::{Deserialize, Serialize};

/// The answer of `GET /api/health`.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Health {
    /// `ok`.
    pub status: String,
    /// Rowmill's version.
    pub version: String,
    /// Which values the engine makes: [`generator::VALUE_VERSION`].
    pub value_version: u32,
}

/// The answer of `POST /api/datasets`.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DatasetAnswer {
    /// The dataset's name, from its content: 32 hexadecimal digits.
    pub id: String,
    /// The specification with every generator filled in.
    pub spec: DatasetSpec,
    /// What was understood in SQL but is not used.
    pub warnings: Vec<String>,
}
