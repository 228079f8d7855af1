//! `rowmill experiment`: which way of loading is faster on a server, found out from the terminal.

use std::{
    collections::BTreeMap,
    io::IsTerminal as _,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use app::{Language, experiment_image};
use clap::Args;
use contract::{
    Experiment, ExperimentRequest, ExperimentStatus, KeptSetting, Level, PRESETS, RunStatus, TargetKind,
    preset,
};
use generator::DatasetSpec;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use loader::{JobLauncher, JobRepository, TargetConfig, run_experiment};
use serde_json::value::RawValue;
use tokio_util::sync::CancellationToken;

use super::{StopSignals, read_spec, targets};
use crate::{experiment_report, job_list, runs::said_in};

type Failure = Box<dyn std::error::Error + Send + Sync>;

#[derive(Debug, Args)]
pub(super) struct ExperimentArguments {
    /// What to find out, a JSON file with `spec` (a spec, or the path of one from this file), and `factors` or a `question` that has
    /// some (see /api/factors), and if wanted `table`, `rows`, `repeats`, `order_seed`, `warm_up`, `keep_tables`, `may_change`, `name`;
    /// `-` is standard input
    experiment: PathBuf,
    /// sqlite:PATH, mysql://USER:PASSWORD@HOST/DATABASE, mariadb://… or postgres://…, or the name of a target of the
    /// configuration file or of an environment variable such as ROWMILL_TARGET_SHOP
    #[arg(long)]
    target: String,
    /// The configuration file that names targets
    #[arg(long, default_value = "Leptos.toml")]
    config: PathBuf,
    /// How the results are written to standard output
    #[arg(long, value_enum, default_value = "markdown")]
    format: Format,
    /// Where a drawing of the results is written as well, an SVG file
    #[arg(long)]
    image: Option<PathBuf>,
}

/// A form of results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// A table for people, and what was found
    Markdown,
    /// A line for each run
    Csv,
    /// Everything
    Json,
}

/// Makes an experiment, shows how far it is, and prints what was found.
pub(super) async fn experiment(arguments: ExperimentArguments) -> Result<(), Failure> {
    let target = targets::find(&arguments.target, &arguments.config)?;
    let (request, spec) = read(&arguments.experiment, &target)?;
    let pool = job_list::in_memory().connect("sqlite::memory:").await?;
    let launcher = JobLauncher::new(JobRepository::open(pool).await?, &[target]);
    let stop = CancellationToken::new();
    let mut signals = StopSignals::new()?;
    let bar = ProgressBar::with_draw_target(Some(1), ProgressDrawTarget::stderr());
    let style = "{bar:30} run {pos} of {len}  {msg}";
    bar.set_style(ProgressStyle::with_template(style).unwrap_or_else(|_| ProgressStyle::default_bar()));
    let is_shown = std::io::stderr().is_terminal();
    // What has to be said if it is ended at once.
    let changed = Mutex::new(BTreeMap::new());
    let running = run_experiment(&launcher, request, &spec, &stop, |experiment| {
        show(&bar, is_shown, experiment);
        // No code that can panic runs while the lock is held.
        experiment.changed_settings.clone_into(&mut changed.lock().unwrap_or_else(PoisonError::into_inner));
    });
    tokio::pin!(running);
    let experiment = loop {
        tokio::select! {
            ended = &mut running => break ended,
            () = signals.next() => {
                if stop.is_cancelled() {
                    return Err(left_behind(&changed.lock().unwrap_or_else(PoisonError::into_inner)).into());
                }
                eprintln!("stopping, and dropping the table of this run; once more ends at once");
                stop.cancel();
            }
        }
    };
    bar.finish_and_clear();
    let experiment = experiment.map_err(|error| -> Failure { loader::chain(&error).to_string().into() })?;
    match arguments.format {
        Format::Markdown => print!("{}", experiment_report::markdown(&experiment)),
        Format::Csv => print!("{}", experiment_report::csv(&experiment)?),
        Format::Json => println!("{}", serde_json::to_string_pretty(&experiment)?),
    }
    if let Some(path) = &arguments.image {
        match said_in(Language::English, || experiment_image(&experiment)) {
            Some(image) => std::fs::write(path, image)
                .map_err(|error| format!("{} cannot be written: {error}", path.display()))?,
            None => eprintln!("no image is written: nothing was measured"),
        }
    }
    match experiment.status {
        ExperimentStatus::Completed => {
            match experiment.runs.iter().filter(|run| run.status == RunStatus::Failed).count() {
                0 => Ok(()),
                failed => Err(format!("{failed} of {} runs failed", experiment.runs.len()).into()),
            }
        }
        ExperimentStatus::Stopped => Err("stopped before its end".into()),
        _ => Err(experiment
            .error
            .map_or_else(|| "the experiment failed".to_owned(), |error| error.message)
            .into()),
    }
}

/// What is left where an experiment is ended at once.
fn left_behind(changed: &BTreeMap<String, KeptSetting>) -> String {
    let mut said = "ended at once; a table rowmill_x_… may be left in the target".to_owned();
    if !changed.is_empty() {
        let settings: Vec<String> =
            changed.iter().map(|(name, kept)| format!("{name} was {}", kept.value)).collect();
        said.push_str(&format!(
            ", and settings of the server are changed ({}): the next `rowmill experiment` on this target sets them back, or set them by hand",
            settings.join(", ")
        ));
    }
    said
}

/// Reads what to find out, and the spec that it is about.
fn read(path: &Path, target: &TargetConfig) -> Result<(ExperimentRequest, DatasetSpec), Failure> {
    let text = read_spec(path)?;
    // Read as text, so that no digit of the spec is lost.
    let mut fields: BTreeMap<String, Box<RawValue>> = serde_json::from_str(&text)
        .map_err(|error| format!("{} is no experiment: {error}", path.display()))?;
    let spec = fields.remove("spec").ok_or_else(|| {
        format!("{} has no `spec`; put a spec there, or the path of one from this file", path.display())
    })?;
    let spec = match serde_json::from_str::<String>(spec.get()) {
        Ok(file) => read_spec(&path.parent().unwrap_or_else(|| Path::new(".")).join(file))?,
        Err(_) => spec.get().to_owned(),
    };
    let spec = DatasetSpec::from_json(&spec)?;
    if let Some(question) = fields.remove("question") {
        let asked = question_of(question.get(), target.kind())
            .map_err(|error| format!("{}: {error}", path.display()))?;
        let mut factors: BTreeMap<String, Box<RawValue>> = match fields.remove("factors") {
            Some(factors) => serde_json::from_str(factors.get())?,
            None => BTreeMap::new(),
        };
        // What the file says itself comes first.
        for (name, levels) in asked {
            let levels = serde_json::value::to_raw_value(&levels)?;
            factors.entry(name).or_insert(levels);
        }
        fields.insert("factors".to_owned(), serde_json::value::to_raw_value(&factors)?);
    }
    for (field, value) in [("dataset", ""), ("target", &target.name)] {
        if fields.insert(field.to_owned(), serde_json::value::to_raw_value(value)?).is_some() {
            return Err(
                format!("{} has `{field}`, which the command says; leave it out", path.display()).into()
            );
        }
    }
    let request = serde_json::from_str(&serde_json::to_string(&fields)?)
        .map_err(|error| format!("{} is no experiment: {error}", path.display()))?;
    Ok((request, spec))
}

/// What is varied for a question, by its name in JSON.
fn question_of(json: &str, kind: TargetKind) -> Result<BTreeMap<String, Vec<Level>>, Failure> {
    let name: String = serde_json::from_str(json)?;
    let Some(question) = preset(&name) else {
        let names: Vec<&str> = PRESETS.iter().map(|preset| preset.name).collect();
        return Err(format!("there is no question `{name}`; ask one of: {}", names.join(", ")).into());
    };
    question
        .factors(kind)
        .ok_or_else(|| format!("the question `{name}` cannot be asked of this target; ask another").into())
}

/// Shows how far it is: a line for each run that has ended, and on a terminal a bar below them.
fn show(bar: &ProgressBar, is_shown: bool, experiment: &Experiment) {
    let say = |line: &str| if is_shown { bar.println(line) } else { eprintln!("{line}") };
    if experiment.status == ExperimentStatus::Queued && experiment.ended_at.is_none() {
        say("waiting until no other experiment measures on this server");
        return;
    }
    let (ended, all) = (experiment.ended_runs(), experiment.runs.len());
    bar.set_length(all as u64);
    bar.set_position(ended as u64);
    let left =
        experiment.remaining_seconds.map(|seconds| format!(", {seconds:.0} s left")).unwrap_or_default();
    if let Some(run) = experiment.runs.iter().find(|run| run.status == RunStatus::Running) {
        bar.set_message(format!("{}{left}", experiment_report::cell(experiment, run.cell)));
        return;
    }
    // The end of all is told by its results.
    let last = experiment.runs.iter().rfind(|run| run.status.is_over());
    if let Some(run) = last.filter(|_| experiment.ended_at.is_none()) {
        let result = match (&run.measures, &run.error) {
            (Some(measures), _) => {
                format!("{:>9.3} s  {:>10.0} rows/s", measures.seconds, measures.rows_per_second)
            }
            (None, Some(error)) => error.message.clone(),
            (None, None) => "failed".to_owned(),
        };
        let cell = experiment_report::cell(experiment, run.cell);
        let repeat = if run.repeat == 0 { "warm-up".to_owned() } else { format!("repeat {}", run.repeat) };
        say(&format!("run {ended:>3} of {all}  {result}  {cell} ({repeat})"));
    }
}
