//! The results of an experiment as text.

use std::collections::{BTreeMap, BTreeSet};

use contract::{CellResult, Experiment, ExperimentStatus, Measures, effects, finding, results, work};

/// The levels of a cell in words: those in which it differs from others.
pub(crate) fn cell(experiment: &Experiment, cell: u32) -> String {
    let Some(found) = experiment.cells.get(cell as usize) else { return String::new() };
    let varied = experiment.varied();
    found.in_words(|factor| varied.contains(&factor))
}

/// A row for each cell with median, smallest, largest and all samples, and what was found in words.
pub(crate) fn markdown(experiment: &Experiment) -> String {
    let results = results(experiment);
    let name = if experiment.request.name.is_empty() { "Experiment" } else { &experiment.request.name };
    let mut text = format!("# {}\n\n", line(name));
    if let Some(environment) = &experiment.environment {
        text.push_str(&format!(
            "{} on {}; Rowmill {} with {} processors of {}; {} rows a run, {} repeats, order from seed {}.\n\n",
            line(&environment.database),
            experiment.started_at,
            line(&environment.rowmill),
            environment.processors,
            environment.system,
            experiment.runs.iter().find_map(|run| Some(run.measures.as_ref()?.rows)).unwrap_or_default(),
            experiment.request.repeats,
            experiment.request.order_seed,
        ));
    }
    if experiment.status != ExperimentStatus::Completed {
        let reason =
            experiment.error.as_ref().map(|error| format!(": {}", line(&error.message))).unwrap_or_default();
        let state = if experiment.status == ExperimentStatus::Failed { "failed" } else { "was stopped" };
        text.push_str(&format!(
            "**The experiment {state} before its end{reason}.** What follows is of the runs before.\n\n"
        ));
    }
    text.push_str(&format!("{}\n\n", in_words(experiment, &results)));
    let factors = experiment.varied();
    let same = experiment.request.factors.iter().filter(|(_, levels)| levels.len() == 1);
    let same: Vec<String> =
        same.map(|(factor, levels)| format!("{} {}", line(factor), line(&levels[0].0))).collect();
    if !same.is_empty() {
        text.push_str(&format!("In all cells: {}.\n\n", same.join(", ")));
    }
    let head: Vec<String> = factors.iter().map(|factor| line(factor)).collect();
    text.push_str(&format!(
        "| {} | seconds | min | max | rows/s | bytes a row | samples |\n|{}---:|---:|---:|---:|---:|---|\n",
        if head.is_empty() { "cell".to_owned() } else { head.join(" | ") },
        "---|".repeat(head.len().max(1)),
    ));
    for result in &results {
        let Some(found) = experiment.cells.get(result.cell as usize) else { continue };
        let levels: Vec<String> = factors
            .iter()
            .map(|factor| found.levels.get(*factor).map(|level| line(&level.0)).unwrap_or_default())
            .collect();
        let levels = if levels.is_empty() { "as it is".to_owned() } else { levels.join(" | ") };
        let failed = if result.failed > 0 { format!(" {} failed", result.failed) } else { String::new() };
        match (&result.seconds, &result.rows_per_second) {
            (Some(seconds), Some(rate)) => {
                let samples: Vec<String> =
                    seconds.samples.iter().map(|sample| format!("{sample:.3}")).collect();
                let bytes = result
                    .bytes_a_row
                    .as_ref()
                    .map(|bytes| format!("{:.1}", bytes.median))
                    .unwrap_or_default();
                text.push_str(&format!(
                    "| {levels} | {:.3} | {:.3} | {:.3} | {:.0} | {bytes} | {}{failed} |\n",
                    seconds.median,
                    seconds.min,
                    seconds.max,
                    rate.median,
                    samples.join(" ")
                ));
            }
            _ => text.push_str(&format!("| {levels} | | | | | |{failed} |\n")),
        }
    }
    let effects = effects(experiment);
    if !effects.is_empty() {
        text.push_str("\nHow much of the differences between runs each factor explains:");
        for effect in effects {
            text.push_str(&format!(" {} {:.0} %;", line(&effect.factor), effect.share * 100.0));
        }
        text.pop();
        text.push_str(".\n");
    }
    text.push_str(&work_table(experiment));
    for note in &experiment.notes {
        text.push_str(&format!("\nNote: {}.\n", line(note)));
    }
    // What several runs say is said once.
    let mut said: BTreeMap<(u32, &str), &str> = BTreeMap::new();
    for run in &experiment.runs {
        said.extend(run.error.iter().map(|error| ((run.cell, error.message.as_str()), "failed")));
        said.extend(run.notes.iter().map(|note| ((run.cell, note.as_str()), "note")));
    }
    for ((place, message), what) in said {
        text.push_str(&format!("\n{}, {what}: {}.\n", line(&cell(experiment, place)), line(message)));
    }
    text
}

/// What was done while the runs lasted: a row for each cell with the median of each figure.
fn work_table(experiment: &Experiment) -> String {
    let figures = work(experiment);
    if figures.is_empty() {
        return String::new();
    }
    let names: Vec<&str> = figures.iter().map(|figure| figure.name.as_str()).collect();
    let mut text = format!(
        "\nWhat was done, the median of each cell (times by Rowmill's clock; counters are of the database and of all that it did):\n\n\
         | cell | {} |\n|---|{}\n",
        names.join(" | "),
        "---:|".repeat(names.len())
    );
    for place in 0..experiment.cells.len() {
        let number = |median: Option<f64>| match median {
            None => String::new(),
            Some(number) if number.fract() == 0.0 || number.abs() >= 1_000.0 => format!("{number:.0}"),
            Some(number) => format!("{number:.3}"),
        };
        let figures: Vec<String> = figures.iter().map(|figure| number(figure.medians[place])).collect();
        let levels = cell(experiment, u32::try_from(place).unwrap_or(u32::MAX));
        let levels = if levels.is_empty() { "as it is".to_owned() } else { levels };
        text.push_str(&format!("| {} | {} |\n", line(&levels), figures.join(" | ")));
    }
    text
}

/// What was fastest, by how much, and how sure that is.
fn in_words(experiment: &Experiment, results: &[CellResult]) -> String {
    let Some(found) = finding(results) else {
        return "Fewer than two cells were measured: there is nothing to compare.".to_owned();
    };
    let fastest = cell(experiment, found.fastest);
    let ratio = format!("The slowest cell took {:.2} times as long", found.slowest_ratio);
    let unmeasured = results.iter().filter(|result| result.seconds.is_none()).count();
    let of_all = if unmeasured > 0 {
        format!(" of the cells that were measured ({unmeasured} were not)")
    } else {
        String::new()
    };
    let Some(noise) = found.noise else {
        return format!(
            "Fastest{of_all}: {fastest}. {ratio}. Each cell was measured once: whether the difference is more than noise cannot be told."
        );
    };
    let sure = match found.within_noise.as_slice() {
        [] => ", and every run of another cell took longer".to_owned(),
        [one] => format!(", but within noise {} is as fast", cell(experiment, *one)),
        several => format!(", but within noise {} other cells are as fast", several.len()),
    };
    format!(
        "Fastest{of_all}: {fastest}{sure}. {ratio}; the runs of one cell differ by {:.0} % (the median of all cells).",
        noise * 100.0
    )
}

/// A text on one line of a Markdown table.
fn line(text: &str) -> String {
    text.replace('|', "\\|").replace(['\n', '\r'], " ")
}

/// A line for each run in the order of measuring: its levels, and what was measured.
///
/// # Errors
/// Never: the text grows in memory.
pub(crate) fn csv(experiment: &Experiment) -> Result<String, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let factors: Vec<&String> = experiment.request.factors.keys().collect();
    let measured = [
        "repeat",
        "status",
        "ended_at",
        "rows",
        "seconds",
        "writing_seconds",
        "finishing_seconds",
        "verifying_seconds",
        "sending_seconds",
        "committing_seconds",
        "waiting_seconds",
        "rows_per_second",
        "chunks",
        "send_ms_mean",
        "send_ms_p50",
        "send_ms_p95",
        "send_ms_p99",
        "send_ms_max",
        "commit_ms_mean",
        "commit_ms_p95",
        "commit_ms_max",
        "statements",
        "statement_ms_mean",
        "statement_ms_p50",
        "statement_ms_p95",
        "statement_ms_p99",
        "statement_ms_max",
        "processor_seconds",
        "data_bytes",
        "index_bytes",
        "free_bytes",
        "average_row_bytes",
    ];
    let of_runs = experiment.runs.iter().filter_map(|run| run.measures.as_ref());
    let counters: BTreeSet<&String> = of_runs.flat_map(|measures| measures.counters.keys()).collect();
    let names = factors.iter().map(|factor| factor.as_str()).chain(measured);
    writer.write_record(names.chain(counters.iter().map(|name| name.as_str())).chain(["error"]))?;
    for run in &experiment.runs {
        let levels = factors.iter().map(|factor| {
            let level = experiment.cells.get(run.cell as usize).and_then(|cell| cell.levels.get(*factor));
            level.map(|level| level.0.clone()).unwrap_or_default()
        });
        let mut fields: Vec<String> = levels.collect();
        fields.push(run.repeat.to_string());
        fields.push(format!("{:?}", run.status).to_uppercase());
        fields.push(run.ended_at.clone().unwrap_or_default());
        match &run.measures {
            Some(measures) => fields.extend(measured_fields(measures, &counters)),
            None => fields.resize(factors.len() + measured.len() + counters.len(), String::new()),
        }
        fields.push(run.error.as_ref().map(|error| error.message.clone()).unwrap_or_default());
        writer.write_record(fields)?;
    }
    let bytes = writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
    // Every field was text.
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// What was measured of a run, in the order of the columns of [`csv()`].
fn measured_fields(measures: &Measures, counters: &BTreeSet<&String>) -> Vec<String> {
    let (send, commit) = (measures.chunk_times.send, measures.chunk_times.commit);
    let mut fields = vec![measures.rows.to_string()];
    let numbers = [
        measures.seconds,
        measures.writing_seconds,
        measures.finishing_seconds,
        measures.verifying_seconds,
        measures.sending_seconds,
        measures.committing_seconds,
        measures.waiting_seconds,
        measures.rows_per_second,
    ];
    fields.extend(numbers.map(|number| format!("{number:.6}")));
    fields.push(send.count.to_string());
    let times = [send.mean, send.p50, send.p95, send.p99, send.max, commit.mean, commit.p95, commit.max];
    fields.extend(times.map(|time| format!("{time:.4}")));
    let statement = measures.chunk_times.statement.map_or_else(
        || vec![String::new(); 6],
        |times| {
            let parts = [times.mean, times.p50, times.p95, times.p99, times.max];
            let parts = parts.map(|time| format!("{time:.4}"));
            std::iter::once(times.count.to_string()).chain(parts).collect()
        },
    );
    fields.extend(statement);
    fields.push(measures.processor_seconds.map(|seconds| format!("{seconds:.6}")).unwrap_or_default());
    let sizes = measures.statistics.as_ref().map(|statistics| {
        [statistics.data_bytes, statistics.index_bytes, statistics.free_bytes, statistics.average_row_bytes]
    });
    fields.extend(
        sizes.map_or_else(|| vec![String::new(); 4], |sizes| sizes.map(|size| size.to_string()).to_vec()),
    );
    let counted = |name: &&String| measures.counters.get(*name).map(ToString::to_string);
    fields.extend(counters.iter().map(|name| counted(name).unwrap_or_default()));
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    fn experiment() -> Experiment {
        let run = |cell: u32, repeat: u32, seconds: Option<f64>| {
            let summary = r#"{"count":2,"mean":1.0,"p50":1.0,"p95":1.0,"p99":1.0,"max":1.0}"#;
            let measures = seconds.map(|seconds| {
                format!(
                    r#","measures":{{"rows":1000,"seconds":{seconds},"writing_seconds":{seconds},"finishing_seconds":0.0,"verifying_seconds":0.0,
                       "sending_seconds":0.0,"committing_seconds":0.0,"waiting_seconds":0.0,"rows_per_second":{},
                       "chunk_times":{{"begin":{summary},"lock":{summary},"send":{summary},"checkpoint":{summary},"commit":{summary}}}}}"#,
                    1000.0 / seconds
                )
            });
            let status = if seconds.is_some() { "DONE" } else { "FAILED" };
            format!(
                r#"{{"cell":{cell},"repeat":{repeat},"status":"{status}"{}}}"#,
                measures.unwrap_or_default()
            )
        };
        let runs = [
            run(0, 0, Some(9.0)),
            run(0, 1, Some(2.0)),
            run(1, 1, Some(4.0)),
            run(1, 2, None),
            run(0, 2, Some(2.2)),
        ];
        let json = format!(
            r#"{{"id":"0","request":{{"name":"a|b","dataset":"","target":"t","factors":{{"workers":["2","1"],"method":["bulk"]}},"repeats":2}},
                "status":"COMPLETED","started_at":"2025-01-01T00:00:00Z","runs":[{}],
                "cells":[{{"levels":{{"method":"bulk","workers":"2"}}}},{{"levels":{{"method":"bulk","workers":"1"}}}}],"notes":["few repeats"]}}"#,
            runs.join(",")
        );
        serde_json::from_str(&json).unwrap()
    }

    #[test]
    fn a_report_says_what_was_fastest_and_shows_all_samples() {
        let text = markdown(&experiment());
        assert!(text.starts_with("# a\\|b\n"), "{text}");
        assert!(text.contains("Fastest: workers 2, and every run of another cell took longer. The slowest cell took 1.90 times as long; the runs of one cell differ by 10 %"), "{text}");
        assert!(text.contains("| 2 | 2.100 | 2.000 | 2.200 | 477 |  | 2.000 2.200 |"), "{text}");
        assert!(text.contains("| 1 | 4.000 | 4.000 | 4.000 | 250 |  | 4.000 1 failed |"), "{text}");
        assert!(text.contains("In all cells: method bulk.\n"), "{text}");
        assert!(text.contains("workers 95 %.") && text.contains("Note: few repeats."), "{text}");
    }

    #[test]
    fn every_run_is_a_line() {
        let text = csv(&experiment()).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 6);
        let fields = lines[0].split(',').count();
        assert!(lines.iter().all(|line| line.split(',').count() == fields), "{text}");
        assert!(
            lines[0].starts_with("method,workers,repeat,status,") && lines[4].starts_with("bulk,1,2,FAILED,"),
            "{text}"
        );
    }
}
