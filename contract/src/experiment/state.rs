//! What an experiment is asked to find out, and how far it is.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{Measures, factor_place};
use crate::{job::JobError, target::TargetKind};

/// The body of `POST /api/experiments`: a table, what is varied, and how often each combination is measured.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExperimentRequest {
    /// What people call it; without it, what is varied.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "openapi", schema(required = false))]
    pub name: String,
    /// Id of a dataset that the server knows.
    pub dataset: String,
    /// The table that is loaded; may be left out where the dataset has one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "openapi", schema(required = false))]
    pub table: String,
    /// Name of a target.
    pub target: String,
    /// Rows of the table in each run; without it, as many as the dataset has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rows: Option<u64>,
    /// What is varied, and the levels of each: `key`, `method`, `workers` and so on, and `setting.NAME` for a setting of the database.
    /// Each combination is a cell. A factor of one level is what all cells have.
    pub factors: BTreeMap<String, Vec<Level>>,
    /// How often each cell is measured, 1 to 20; without it, 3.
    #[serde(default = "three", skip_serializing_if = "is_three")]
    #[cfg_attr(feature = "openapi", schema(required = false))]
    pub repeats: u32,
    /// What the order of the runs is drawn from.
    #[serde(default, skip_serializing_if = "is_zero")]
    #[cfg_attr(feature = "openapi", schema(required = false))]
    pub order_seed: u32,
    /// Whether a first run, which is not counted, warms the server up; without it, yes.
    #[serde(default = "yes", skip_serializing_if = "Clone::clone")]
    #[cfg_attr(feature = "openapi", schema(required = false))]
    pub warm_up: bool,
    /// Whether the tables stay when they were measured.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(feature = "openapi", schema(required = false))]
    pub keep_tables: bool,
    /// Settings of the whole server that the experiment may change, by their names: whatever else the server does runs under them until
    /// the experiment ends. They are set back then.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    #[cfg_attr(feature = "openapi", schema(required = false))]
    pub may_change: BTreeSet<String>,
}

fn three() -> u32 {
    3
}

fn yes() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_three(repeats: &u32) -> bool {
    *repeats == 3
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_zero(seed: &u32) -> bool {
    *seed == 0
}

/// One level of a factor, as text: a number or a truth value may be written as itself.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = String))]
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Level(pub String);

impl fmt::Display for Level {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl Serialize for Level {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Level {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Scalar;
        impl de::Visitor<'_> for Scalar {
            type Value = Level;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a text, a whole number, or true or false")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Level, E> {
                Ok(Level(text.to_owned()))
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Level, E> {
                Ok(Level(number.to_string()))
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Level, E> {
                Ok(Level(number.to_string()))
            }

            fn visit_bool<E: de::Error>(self, is_true: bool) -> Result<Level, E> {
                Ok(Level(if is_true { "on" } else { "off" }.to_owned()))
            }
        }
        deserializer.deserialize_any(Scalar)
    }
}

/// Where an experiment stands.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum ExperimentStatus {
    /// Another experiment on the same target comes first.
    Queued,
    /// Its runs are made, one after the other.
    Running,
    /// It is asked to stop, and does so when the table of its present run is gone.
    Stopping,
    /// Stopped on request, when the table of the run that was cut off was gone.
    Stopped,
    /// Ended by an error.
    Failed,
    /// All runs have ended.
    Completed,
}

impl ExperimentStatus {
    /// Whether it goes on by itself.
    pub fn is_running(self) -> bool {
        matches!(self, Self::Queued | Self::Running | Self::Stopping)
    }
}

/// What the names of the tables of runs begin with.
pub const SCRATCH_PREFIX: &str = "rowmill_x_";

/// What a setting of a server was before it was changed.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptSetting {
    /// Its value.
    pub value: String,
    /// What has to be written to have it so again; left out where that is to leave it to the server's own files.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub written: Option<String>,
}

/// An experiment: what was asked, the cells, each run with what was measured.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Experiment {
    /// Its name: 32 hexadecimal digits.
    pub id: String,
    /// What was asked for, with what was left out filled in.
    pub request: ExperimentRequest,
    /// Where it stands.
    pub status: ExperimentStatus,
    /// When it was asked for, RFC 3339 in UTC.
    pub started_at: String,
    /// When it ended, RFC 3339 in UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<String>,
    /// The combinations of levels.
    pub cells: Vec<ExperimentCell>,
    /// The runs in their order, warm-up first.
    pub runs: Vec<ExperimentRun>,
    /// Seconds until its end, by the runs so far.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remaining_seconds: Option<f64>,
    /// What it ran on; known when it has begun.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment: Option<Environment>,
    /// What one should know to read the results: factors that cannot be told apart, levels that mean the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// Settings of the whole server that are changed at present, with what they were before.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "openapi", schema(required = false))]
    pub changed_settings: BTreeMap<String, KeptSetting>,
    /// Why it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<JobError>,
}

impl Experiment {
    /// How many runs have ended, with a result or without.
    pub fn ended_runs(&self) -> usize {
        self.runs.iter().filter(|run| run.status.is_over()).count()
    }

    /// What people call it: its name, or what is varied.
    pub fn title(&self) -> String {
        if !self.request.name.is_empty() {
            return self.request.name.clone();
        }
        let varied = self.varied();
        if varied.is_empty() { self.request.table.clone() } else { varied.join(" × ") }
    }

    /// The factors that differ among cells, in the order in which lists show them.
    pub fn varied(&self) -> Vec<&str> {
        let factors = self.request.factors.iter().filter(|(_, levels)| levels.len() > 1);
        let mut names: Vec<&str> = factors.map(|(name, _)| name.as_str()).collect();
        names.sort_by_key(|name| factor_place(name));
        names
    }

    /// The name of the table of a run, by its place among the runs.
    pub fn table_of(&self, run: usize) -> String {
        let part = self.id.get(..12).unwrap_or(&self.id);
        format!("{SCRATCH_PREFIX}{part}_{run}")
    }

    /// Whether something of it may be in the target that is not meant to stay: the table of a run that was cut off, a changed setting.
    pub fn has_leftovers(&self) -> bool {
        !self.changed_settings.is_empty() || self.runs.iter().any(|run| run.status == RunStatus::Running)
    }

    /// The tables that stay in the target: those that were to be kept and are measured.
    pub fn kept_tables(&self) -> Vec<String> {
        let kept =
            self.runs.iter().enumerate().filter(|(_, run)| {
                self.request.keep_tables && run.repeat > 0 && run.status == RunStatus::Done
            });
        kept.map(|(index, _)| self.table_of(index)).collect()
    }

    /// What lists and events show of it.
    pub fn summary(&self) -> ExperimentSummary {
        ExperimentSummary {
            id: self.id.clone(),
            title: self.title(),
            status: self.status,
            dataset: self.request.dataset.clone(),
            table: self.request.table.clone(),
            target: self.request.target.clone(),
            started_at: self.started_at.clone(),
            ended_at: self.ended_at.clone(),
            cells: self.cells.len() as u64,
            runs: self.runs.len() as u64,
            ended_runs: self.ended_runs() as u64,
            remaining_seconds: self.remaining_seconds,
        }
    }
}

/// What lists and events show of an experiment.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExperimentSummary {
    /// Its name: 32 hexadecimal digits.
    pub id: String,
    /// What people call it: the name that it was given, or what is varied.
    pub title: String,
    /// Where it stands.
    pub status: ExperimentStatus,
    /// The dataset of its table.
    pub dataset: String,
    /// The table.
    pub table: String,
    /// The target.
    pub target: String,
    /// When it was asked for, RFC 3339 in UTC.
    pub started_at: String,
    /// When it ended, RFC 3339 in UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<String>,
    /// How many combinations of levels there are.
    pub cells: u64,
    /// How many runs there are, the warm-up among them.
    pub runs: u64,
    /// How many of them have ended.
    pub ended_runs: u64,
    /// Seconds until its end, by the runs so far.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remaining_seconds: Option<f64>,
}

/// Experiments, newest first: the answer of `GET /api/experiments`, and the event `experiment`.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExperimentList {
    /// The experiments.
    pub experiments: Vec<ExperimentSummary>,
}

/// What an experiment would do: the answer of `POST /api/experiments/preflight`.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExperimentPlan {
    /// The combinations of levels.
    pub cells: Vec<ExperimentCell>,
    /// How many loads there would be, the warm-up among them.
    pub runs: u64,
    /// Rows of each.
    pub rows: u64,
    /// Seconds of all of them, by the speed of the newest complete load of at least 10,000 rows into the target; left out if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<f64>,
    /// Bytes on the target's disk at the most at one time, roughly: of one table, or of all that are kept.
    pub peak_bytes: u64,
    /// Bytes that are free where the target is; left out where the server cannot see its disk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub free_bytes: Option<u64>,
    /// What one should know to read the results.
    pub notes: Vec<String>,
}

/// One combination of levels.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExperimentCell {
    /// The level of each factor.
    pub levels: BTreeMap<String, Level>,
}

impl ExperimentCell {
    /// The levels of those factors that are to be said, in words.
    pub fn in_words(&self, is_said: impl Fn(&str) -> bool) -> String {
        let said = self.levels.iter().filter(|(factor, _)| is_said(factor));
        let levels: Vec<String> = said.map(|(factor, level)| format!("{factor} {level}")).collect();
        if levels.is_empty() { "as it is".to_owned() } else { levels.join(", ") }
    }
}

/// One load of an experiment.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExperimentRun {
    /// Which cell, from 0.
    pub cell: u32,
    /// Which repeat, from 1; 0 is the warm-up, which is not counted.
    pub repeat: u32,
    /// Where it stands.
    pub status: RunStatus,
    /// When it ended, RFC 3339 in UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<String>,
    /// What is worth knowing of its load though nothing failed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(required = false))]
    pub notes: Vec<String>,
    /// What was measured, when it is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measures: Option<Box<Measures>>,
    /// Why it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<JobError>,
}

/// Where a run stands.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum RunStatus {
    /// Its turn has not come.
    Waiting,
    /// Its table is loaded; or, where the experiment has ended, may be left in the target until somebody goes on or removes the experiment.
    Running,
    /// It is measured.
    Done,
    /// Its load failed; other runs of its cell may not.
    Failed,
}

impl RunStatus {
    /// Whether it has ended.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Failed)
    }
}

/// What an experiment ran on.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Environment {
    /// Rowmill's version, and that of the values that it makes.
    pub rowmill: String,
    /// What kind of database it was.
    pub kind: TargetKind,
    /// What the database says of its version.
    pub database: String,
    /// Processors that Rowmill may use.
    pub processors: u32,
    /// The operating system that Rowmill ran on.
    pub system: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_written_as_people_write_them() {
        let read: ExperimentRequest = serde_json::from_str(
            r#"{"dataset":"d","target":"t","factors":{"workers":[1,"2"],"key":["v4 uuid"],"setting.unique_checks":[true]}}"#,
        )
        .unwrap();
        let levels = |name: &str| read.factors[name].iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(levels("workers"), ["1", "2"]);
        assert_eq!(levels("setting.unique_checks"), ["on"]);
        assert_eq!((read.repeats, read.warm_up, read.keep_tables), (3, true, false));
        let again: ExperimentRequest = serde_json::from_str(&serde_json::to_string(&read).unwrap()).unwrap();
        assert_eq!(again, read);
        assert!(
            serde_json::from_str::<ExperimentRequest>(
                r#"{"dataset":"d","target":"t","factors":{"workers":[1.5]}}"#
            )
            .is_err()
        );
    }
}
