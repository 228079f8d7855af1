//! Databases to load into.

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
    /// What was looked at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<Check>,
}

/// The kind of a database.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TargetKind {
    /// A SQLite file of the server's.
    Sqlite,
    /// A database of a MySQL or MariaDB server.
    Mysql,
    /// A database of a PostgreSQL server.
    Postgres,
}

/// Something that was looked at before the first row is written.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// How it came out.
    pub level: CheckLevel,
    /// Stable name of what was looked at, for programs.
    pub code: String,
    /// The table, if it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    /// What was found, and the remedy, for people.
    pub message: String,
}

/// How a check came out.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CheckLevel {
    /// As it should be.
    Fine,
    /// The load will run, but a person should know.
    Note,
    /// The load would fail.
    Error,
}

/// The answer of `POST /api/jobs/preflight`: all that was looked at, whatever came out.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Preflight {
    /// What was looked at, first the target and then each table in the order of loading.
    pub checks: Vec<Check>,
    /// What the load would take.
    pub estimate: LoadEstimate,
}

/// What a load would take if it began now, with all its rows.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LoadEstimate {
    /// Rows of all its tables.
    pub rows: u64,
    /// Bytes on the target's disk, roughly: from the length of some rows, their keys and indexes.
    pub bytes: u64,
    /// Seconds, by the speed of the newest complete load of at least 10,000 rows into the target; left out if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<f64>,
    /// Bytes that are free where the target is; left out where the server cannot see its disk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub free_bytes: Option<u64>,
}
