use serde::{Deserialize, Serialize};

/// The answer of `GET /api/targets`.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetList {
    /// The databases that the server is set up for, by name.
    pub targets: Vec<Target>,
}

/// A database to load into. Never holds an address or a password.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// Its name in the server's configuration.
    pub name: String,
    /// What it is.
    pub kind: TargetKind,
    /// Whether it answered just now.
    pub reachable: bool,
    /// Name and version of the database, if it answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Why it did not answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
}

/// The kind of a database.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TargetKind {
    /// A SQLite file of the server's.
    Sqlite,
}
