//! What may be varied, as the API tells it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{COUNTERS, CounterUnit, FACTORS, Level, Levels, PRESETS, SETTINGS, SettingScope};
use crate::target::TargetKind;

/// The answer of `GET /api/factors`: what an experiment may vary, and the settings that a load may change for its own connections.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactorList {
    /// Factors besides the settings of databases.
    pub factors: Vec<FactorDescription>,
    /// Settings of databases; as a factor, `setting.NAME`.
    pub settings: Vec<SettingDescription>,
    /// What databases count of their own work while a run lasts.
    pub counters: Vec<CounterDescription>,
    /// Questions that are asked often, each with the factors that answer it.
    pub questions: Vec<QuestionDescription>,
}

/// A question, and the factors that answer it.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionDescription {
    /// Its name in addresses, and in the file of `rowmill experiment`.
    pub name: String,
    /// The question.
    pub question: String,
    /// What it is about.
    pub about: String,
    /// Where it can be asked, and what is varied there.
    pub targets: Vec<QuestionOfTarget>,
}

/// A question of a kind of database.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionOfTarget {
    /// The kind.
    pub target: TargetKind,
    /// What is varied, as `factors` of an experiment.
    pub factors: BTreeMap<String, Vec<Level>>,
}

/// A number that a database counts up.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CounterDescription {
    /// Its name in results.
    pub name: String,
    /// The databases that have it.
    pub target: TargetKind,
    /// What it is counted in.
    pub unit: CounterUnit,
    /// Where it is read.
    pub source: String,
    /// What it means.
    pub about: String,
}

/// One thing that an experiment may vary.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactorDescription {
    /// Its field in `factors`.
    pub name: String,
    /// What people call it.
    pub label: String,
    /// What it means.
    pub about: String,
    /// The levels that have names; empty where they are whole numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(required = false))]
    pub levels: Vec<LevelDescription>,
    /// The smallest whole number, where levels are such.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<u64>,
    /// The largest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<u64>,
    /// The databases that have it.
    pub targets: Vec<TargetKind>,
}

/// A level that has a name.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LevelDescription {
    /// Its name.
    pub name: String,
    /// What it means.
    pub about: String,
}

/// A setting of a database.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingDescription {
    /// Its name in the database.
    pub name: String,
    /// The databases that have it.
    pub target: TargetKind,
    /// Whom a change concerns.
    pub scope: SettingScope,
    /// Values that are worth comparing; others may be asked for.
    pub levels: Vec<String>,
    /// What it means.
    pub about: String,
    /// What is at stake while it is changed.
    pub risk: String,
}

impl FactorList {
    /// All that this program knows.
    pub fn all() -> Self {
        let factors = FACTORS.iter().map(|factor| {
            let (min, max, levels) = match &factor.levels {
                Levels::Whole(min, max) => (Some(*min), Some(*max), Vec::new()),
                Levels::Names(names) => {
                    (None, None, names.iter().map(|(name, about)| level(name, about)).collect())
                }
                Levels::Key => {
                    let kinds = generator::primary_key::KINDS.iter();
                    (None, None, kinds.map(|kind| level(kind.name, kind.label)).collect())
                }
            };
            FactorDescription {
                name: factor.name.to_owned(),
                label: factor.label.to_owned(),
                about: factor.about.to_owned(),
                levels,
                min,
                max,
                targets: factor.targets.to_vec(),
            }
        });
        let settings = SETTINGS.iter().map(|setting| SettingDescription {
            name: setting.name.to_owned(),
            target: setting.target,
            scope: setting.scope,
            levels: setting.levels.iter().map(|level| (*level).to_owned()).collect(),
            about: setting.about.to_owned(),
            risk: setting.risk.to_owned(),
        });
        let counters = COUNTERS.iter().map(|counter| CounterDescription {
            name: counter.name.to_owned(),
            target: counter.target,
            unit: counter.unit,
            source: counter.source.to_owned(),
            about: counter.about.to_owned(),
        });
        let questions = PRESETS.iter().map(|preset| QuestionDescription {
            name: preset.name.to_owned(),
            question: preset.question.to_owned(),
            about: preset.about.to_owned(),
            targets: [TargetKind::Mysql, TargetKind::Postgres, TargetKind::Sqlite]
                .into_iter()
                .filter_map(|target| Some(QuestionOfTarget { target, factors: preset.factors(target)? }))
                .collect(),
        });
        Self {
            factors: factors.collect(),
            settings: settings.collect(),
            counters: counters.collect(),
            questions: questions.collect(),
        }
    }
}

fn level(name: &str, about: &str) -> LevelDescription {
    LevelDescription { name: name.to_owned(), about: about.to_owned() }
}
