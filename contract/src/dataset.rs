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

/// The answer of `GET /api/datasets`: newest first.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatasetList {
    /// The datasets.
    pub datasets: Vec<DatasetSummary>,
    /// What to send as `after` for the datasets that follow; without it, these are the last ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// A saved dataset in a list.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatasetSummary {
    /// The dataset's name.
    pub id: String,
    /// Its tables, in the order of the spec.
    pub tables: Vec<DatasetTable>,
    /// Rows of all tables.
    pub rows: u64,
    /// Bytes of its spec.
    pub spec_bytes: u64,
    /// Which values it was saved with; a server that makes others gives it as a list entry only.
    pub value_version: u32,
    /// When it was first saved, RFC 3339 in UTC.
    pub saved_at: String,
    /// When it was last saved or read, RFC 3339 in UTC, to the hour.
    pub used_at: String,
}

/// A table of a dataset in a list.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatasetTable {
    /// Its name.
    pub name: String,
    /// Its rows.
    pub rows: u64,
}

/// The answer of `GET /api/examples`.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExampleList {
    /// The examples, in the order in which they are shown.
    pub examples: Vec<Example>,
}

/// An example dataset in the list.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Example {
    /// Its name in `GET /api/examples/{name}`.
    pub name: String,
    /// What it is called, in English.
    pub title: String,
    /// What it is called, in Korean.
    pub title_ko: String,
    /// What it is about, in a sentence of English.
    pub about: String,
    /// What it is about, in a sentence of Korean.
    pub about_ko: String,
}
