//! The cells of an experiment, and the order in which they are measured.

use std::collections::{BTreeMap, BTreeSet};

use contract::{
    ExperimentCell, ExperimentRequest, ExperimentRun, Level, RunStatus, SettingScope, TargetKind, factor,
    factor_place, is_setting_value, setting,
};

use super::ExperimentError;

/// Most runs of an experiment, the warm-up aside.
const MOST_RUNS: usize = 500;
/// What names of factors begin with that are settings of a database.
const SETTING: &str = "setting.";

/// The name of the setting that a factor is, if it is one.
pub(super) fn setting_of(factor: &str) -> Option<&str> {
    factor.strip_prefix(SETTING)
}

/// Checks what is varied, and gives all combinations of levels: the last factor changes first.
///
/// # Errors
/// An unknown factor, one that the target does not have, a level that is none, too many runs.
pub(super) fn cells(
    request: &ExperimentRequest,
    kind: TargetKind,
) -> Result<Vec<ExperimentCell>, ExperimentError> {
    if !(1..=20).contains(&request.repeats) {
        return Err(ExperimentError::Repeats(request.repeats));
    }
    for (name, levels) in &request.factors {
        check(name, levels, kind)?;
    }
    let of_server = server_settings(request, kind);
    if let Some(name) = of_server.iter().find(|name| !request.may_change.contains(*name)) {
        return Err(ExperimentError::ServerSetting(name.clone()));
    }
    if let Some(name) = request.may_change.iter().find(|name| !of_server.contains(name)) {
        return Err(ExperimentError::NothingToChange(name.clone()));
    }
    let count =
        request.factors.values().map(Vec::len).try_fold(1_usize, usize::checked_mul).unwrap_or(usize::MAX);
    let runs = count.saturating_mul(request.repeats as usize);
    if runs > MOST_RUNS {
        return Err(ExperimentError::TooManyRuns {
            cells: count,
            repeats: request.repeats,
            runs,
            most: MOST_RUNS,
        });
    }
    let mut cells = vec![BTreeMap::new()];
    for (name, levels) in ordered(request) {
        let with_level = |cell: BTreeMap<String, Level>| {
            levels.iter().map(move |level| {
                let mut cell = cell.clone();
                cell.insert(name.clone(), level.clone());
                cell
            })
        };
        cells = cells.into_iter().flat_map(with_level).collect();
    }
    Ok(cells.into_iter().map(|levels| ExperimentCell { levels }).collect())
}

/// The settings of the whole server that are varied, or set for all runs.
pub(super) fn server_settings(request: &ExperimentRequest, kind: TargetKind) -> Vec<String> {
    let settings = request.factors.keys().filter_map(|factor| setting_of(factor));
    let is_of_server =
        |name: &&str| setting(kind, name).is_some_and(|found| found.scope == SettingScope::Server);
    settings.filter(is_of_server).map(str::to_owned).collect()
}

/// The factors in the order in which lists show them, settings last.
fn ordered(request: &ExperimentRequest) -> Vec<(&String, &Vec<Level>)> {
    let mut factors: Vec<_> = request.factors.iter().collect();
    factors.sort_by_key(|(name, _)| factor_place(name));
    factors
}

fn check(name: &str, levels: &[Level], kind: TargetKind) -> Result<(), ExperimentError> {
    let different: BTreeSet<&Level> = levels.iter().collect();
    if levels.is_empty() || different.len() < levels.len() {
        return Err(ExperimentError::Levels(name.to_owned()));
    }
    let not_of_target =
        || ExperimentError::NotOfTarget { factor: name.to_owned(), kind: format!("{kind:?}").to_lowercase() };
    let refused = |level: &Level, reason: String| ExperimentError::Level {
        factor: name.to_owned(),
        level: level.0.clone(),
        reason,
    };
    if let Some(name) = setting_of(name) {
        let found = setting(kind, name).ok_or_else(not_of_target)?;
        return match levels.iter().find(|level| !is_setting_value(kind, name, &level.0)) {
            Some(level) => {
                Err(refused(level, format!("write a value such as `{}`", found.levels.join("` or `"))))
            }
            None => Ok(()),
        };
    }
    let found = factor(name).ok_or_else(|| ExperimentError::UnknownFactor(name.to_owned()))?;
    if !found.targets.contains(&kind) {
        return Err(not_of_target());
    }
    levels
        .iter()
        .try_for_each(|level| found.check(&level.0).map_err(|error| refused(level, error.to_string())))
}

/// The runs in their order: a warm-up of the first cell, if it is wanted, then each repeat as a block of all cells, shuffled by the seed.
/// What changes slowly meanwhile (a cache that warms up, a disk that fills) then concerns all cells alike.
pub(super) fn runs(request: &ExperimentRequest, cells: usize) -> Vec<ExperimentRun> {
    let run = |cell: usize, repeat: u32| ExperimentRun {
        cell: u32::try_from(cell).unwrap_or(u32::MAX),
        repeat,
        status: RunStatus::Waiting,
        ended_at: None,
        notes: Vec::new(),
        measures: None,
        error: None,
    };
    let mut random = fastrand::Rng::with_seed(u64::from(request.order_seed));
    let mut runs = Vec::new();
    for repeat in 1..=request.repeats {
        let mut block: Vec<usize> = (0..cells).collect();
        random.shuffle(&mut block);
        runs.extend(block.into_iter().map(|cell| run(cell, repeat)));
    }
    if request.warm_up
        && let Some(first) = runs.first()
    {
        runs.insert(0, run(first.cell as usize, 0));
    }
    runs
}

/// What one should know to read the results: factors that cannot be told apart.
pub(super) fn notes(request: &ExperimentRequest) -> Vec<String> {
    let levels = |name: &str| request.factors.get(name).map(Vec::as_slice).unwrap_or_default();
    let has = |name: &str, level: &str| levels(name).iter().any(|found| found.0 == level);
    let mut notes = Vec::new();
    if levels("partitions").len() > 1 {
        notes.push(
            "partitions, key and size of a transaction go together: the column of the partitions is in every unique key of a partitioned \
             table, and a transaction writes into one partition unless the layout is ranges"
                .to_owned(),
        );
    }
    if has("foreign_keys", "in force") && has("indexes", "after") {
        notes.push(
            "foreign keys are made with the indexes: where those come after the rows, no row is checked as it comes".to_owned(),
        );
    }
    if request.factors.contains_key("setting.maintenance_work_mem") && !has("indexes", "after") {
        notes.push("maintenance_work_mem matters to indexes that are made after the rows only".to_owned());
    }
    if !request.may_change.is_empty() {
        let names: Vec<&str> = request.may_change.iter().map(String::as_str).collect();
        notes.push(format!(
            "settings of the whole server are changed while the experiment runs ({}): whatever else it does runs under them; they are set back at its end",
            names.join(", ")
        ));
    }
    if request.repeats < 3 {
        notes.push("fewer than three repeats hardly tell a difference from noise".to_owned());
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(json: &str) -> ExperimentRequest {
        serde_json::from_str(&format!(r#"{{"dataset":"d","target":"t",{json}}}"#)).unwrap()
    }

    fn error(json: &str) -> String {
        cells(&request(json), TargetKind::Mysql).unwrap_err().to_string()
    }

    #[test]
    fn cells_are_all_combinations() {
        let request =
            request(r#""factors":{"workers":[1,2],"key":["counter","v7 binary"],"method":["bulk"]}"#);
        let cells = cells(&request, TargetKind::Mysql).unwrap();
        let said: Vec<String> = cells
            .iter()
            .map(|cell| {
                format!("{} {} {}", cell.levels["key"], cell.levels["workers"], cell.levels["method"])
            })
            .collect();
        assert_eq!(said, ["counter 1 bulk", "counter 2 bulk", "v7 binary 1 bulk", "v7 binary 2 bulk"]);
        // Without factors there is one: the load as it is.
        assert_eq!(super::cells(&self::request(r#""factors":{}"#), TargetKind::Sqlite).unwrap().len(), 1);
    }

    #[test]
    fn runs_are_blocks_of_all_cells_in_an_order_of_the_seed() {
        let order = |seed: u32| {
            let runs = runs(&request(&format!(r#""factors":{{}},"order_seed":{seed},"repeats":4"#)), 5);
            assert_eq!((runs.len(), runs[0].repeat, runs[0].cell), (21, 0, runs[1].cell));
            for (block, repeat) in runs[1..].chunks(5).zip(1..) {
                let mut cells: Vec<u32> = block.iter().map(|run| run.cell).collect();
                assert!(block.iter().all(|run| run.repeat == repeat));
                cells.sort_unstable();
                assert_eq!(cells, [0, 1, 2, 3, 4]);
            }
            runs.iter().map(|run| run.cell).collect::<Vec<_>>()
        };
        assert_eq!(order(7), order(7));
        assert_ne!(order(7), order(8));
        assert_eq!(runs(&request(r#""factors":{},"warm_up":false"#), 1).len(), 3);
    }

    #[test]
    fn what_is_no_factor_or_level_is_named() {
        assert!(error(r#""factors":{"colour":["red"]}"#).contains("no factor `colour`"));
        assert!(error(r#""factors":{"workers":[0]}"#).contains("from 1 to 64"));
        assert!(error(r#""factors":{"method":["auto"]}"#).contains("`single`, `insert`, `bulk`"));
        assert!(error(r#""factors":{"workers":["01"]}"#).contains("from 1 to 64"));
        assert!(error(r#""factors":{"workers":[1,"1"]}"#).contains("twice"));
        assert!(error(r#""factors":{"key":[]}"#).contains("no level"));
        assert!(error(r#""factors":{"setting.synchronous_commit":["on"]}"#).contains("mysql target"));
        assert!(error(r#""factors":{"setting.sync_binlog":[1]}"#).contains("`may_change`"));
        assert!(
            error(r#""factors":{"setting.unique_checks":[1]},"may_change":["unique_checks"]"#)
                .contains("no factor of this experiment")
        );
        assert!(
            error(r#""factors":{"setting.sync_binlog":["on"]},"may_change":["sync_binlog"]"#)
                .contains("such as `1`")
        );
        assert!(error(r#""factors":{"setting.unique_checks":["1; DROP"]}"#).contains("such as `1` or `0`"));
        assert!(error(r#""factors":{},"repeats":21"#).contains("1 to 20"));
        let many: Vec<String> = (1..=200).map(|rows| rows.to_string()).collect();
        assert!(error(&format!(r#""factors":{{"chunk_rows":[{}]}}"#, many.join(","))).contains("600 runs"));
        let on_sqlite = cells(&request(r#""factors":{"workers":[1,2]}"#), TargetKind::Sqlite).unwrap_err();
        assert!(on_sqlite.to_string().contains("sqlite target has no factor `workers`"));
    }

    #[test]
    fn factors_that_go_together_are_said() {
        let count = |json: &str| notes(&request(json)).len();
        assert_eq!(count(r#""factors":{"partitions":["none","month"]}"#), 1);
        assert_eq!(count(r#""factors":{"foreign_keys":["in force"],"indexes":["before","after"]}"#), 1);
        assert_eq!(count(r#""factors":{"setting.maintenance_work_mem":["1","2"],"indexes":["before"]}"#), 1);
        assert_eq!(count(r#""factors":{"workers":[1,2]},"repeats":1"#), 1);
        assert_eq!(count(r#""factors":{"workers":[1,2]}"#), 0);
    }
}
