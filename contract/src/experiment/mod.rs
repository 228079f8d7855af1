//! Experiments: which way of loading is faster on one server. What is asked, how far it is, what was measured.

mod analysis;
mod counter;
mod factor;
mod list;
mod measures;
mod preset;
mod setting;
mod state;
mod work;

pub use self::{
    analysis::{CellResult, Effect, Finding, effects, finding, results},
    counter::{COUNTERS, Counter, CounterUnit, counter},
    factor::{FACTORS, Factor, FactorError, Levels, factor, factor_place},
    list::{
        CounterDescription, FactorDescription, FactorList, LevelDescription, QuestionDescription,
        QuestionOfTarget, SettingDescription,
    },
    measures::{Measures, Spread},
    preset::{PRESETS, Preset, preset},
    setting::{SETTINGS, Setting, SettingScope, is_setting_value, setting},
    state::{
        Environment, Experiment, ExperimentCell, ExperimentList, ExperimentPlan, ExperimentRequest,
        ExperimentRun, ExperimentStatus, ExperimentSummary, KeptSetting, Level, RunStatus, SCRATCH_PREFIX,
    },
    work::{WorkFigure, work},
};
