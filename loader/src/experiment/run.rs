//! Makes the runs of an experiment, one after the other, and takes their tables away.

use std::{
    collections::BTreeMap,
    sync::Arc,
    time::{Duration, Instant},
};

use contract::{
    Environment, Experiment, ExperimentCell, ExperimentRequest, ExperimentStatus, JobError, JobRequest,
    JobStatus, LoadEstimate, RunStatus, SCRATCH_PREFIX,
};
use generator::{DatasetSpec, VALUE_VERSION, hexadecimal};
use tokio_util::sync::CancellationToken;

use super::{
    ExperimentError,
    matrix::{cells, notes, runs, server_settings},
    measure::measures,
    scratch::{self, Scratch, scratch},
    scratch_load::{Loaded, ScratchLoad, drop_table, refuse},
    server_settings::ServerSettings,
};
use crate::{
    clock,
    error::{LaunchError, chain},
    launcher::JobLauncher,
};

/// How often a cell may fail before its other runs are left out; as often all may before there is a first result.
const FAILURES: usize = 2;
/// How long a server that is gone is waited for, and the pause before it is asked again.
const SERVER_PATIENCE: Duration = Duration::from_secs(600);
const SERVER_PAUSE: Duration = Duration::from_secs(1);
/// How often a run is tried while its server does not stay the same.
const TRIES: u32 = 3;

/// Who is told of an experiment after each change, before the next thing is done.
pub(super) trait Witness: Send {
    /// The experiment as it stands.
    ///
    /// # Errors
    /// If that cannot be noted: what would have to be known after a sudden end is not begun then.
    fn saw(&mut self, experiment: &Experiment) -> impl Future<Output = Result<(), ExperimentError>> + Send;
}

impl<F: FnMut(&Experiment) + Send> Witness for F {
    fn saw(&mut self, experiment: &Experiment) -> impl Future<Output = Result<(), ExperimentError>> + Send {
        self(experiment);
        std::future::ready(Ok(()))
    }
}

/// Makes an experiment on a target of the launcher, and tells of it after each change: the runs are loads like any other, into scratch
/// tables of its own, which are dropped when they were measured. Asked to stop, it ends when the table of its present run is gone.
///
/// # Errors
/// What cannot be made, before the first row: unknown factors and levels, cells without a dataset, parents that are not there, a target
/// that does not answer or does not allow the loads. What goes wrong later is in the experiment, beside all that was measured: a run that
/// fails is a result, and one that leaves its table behind ends the experiment.
pub async fn run_experiment(
    launcher: &JobLauncher,
    request: ExperimentRequest,
    spec: &DatasetSpec,
    stop: &CancellationToken,
    mut told: impl FnMut(&Experiment) + Send,
) -> Result<Experiment, ExperimentError> {
    let mut prepared = Prepared::new(launcher, request, spec).await?;
    prepared.go_on(launcher, stop, &mut told).await;
    Ok(prepared.experiment)
}

/// An experiment whose runs can be made.
#[derive(Debug)]
pub(super) struct Prepared {
    pub(super) experiment: Experiment,
    cells: Loads,
}

/// The load of each cell, and how many workers write it at once.
#[derive(Debug)]
struct Loads {
    scratches: Vec<Scratch>,
    workers: Vec<u64>,
}

impl Loads {
    fn new(
        launcher: &JobLauncher,
        request: &ExperimentRequest,
        spec: &DatasetSpec,
        cells: &[ExperimentCell],
    ) -> Result<Self, ExperimentError> {
        let kind = launcher.kind(&request.target)?;
        let mut scratches = Vec::with_capacity(cells.len());
        for cell in cells {
            scratches.push(scratch(request, spec, cell, kind, SCRATCH_PREFIX)?);
        }
        let workers = scratches
            .iter()
            .map(|scratch| launcher.workers(&scratch.job, &scratch.dataset))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Self { scratches, workers })
    }
}

impl Prepared {
    /// A new experiment, checked: each of its loads could be made now.
    ///
    /// # Errors
    /// Those of [`run_experiment`].
    pub(super) async fn new(
        launcher: &JobLauncher,
        request: ExperimentRequest,
        spec: &DatasetSpec,
    ) -> Result<Self, ExperimentError> {
        let kind = launcher.kind(&request.target)?;
        let request = ExperimentRequest { table: scratch::table(&request, spec)?.name.clone(), ..request };
        let cells = cells(&request, kind)?;
        let loads = Loads::new(launcher, &request, spec, &cells)?;
        check(launcher, &loads.scratches).await?;
        launcher.may_change(&request.target, &server_settings(&request, kind)).await?;
        let environment = Environment {
            rowmill: version(),
            kind,
            database: launcher.version(&request.target).await?,
            processors: std::thread::available_parallelism()
                .map_or(1, |count| u32::try_from(count.get()).unwrap_or(u32::MAX)),
            system: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
        };
        let experiment = Experiment {
            id: hexadecimal(&fastrand::u128(..).to_le_bytes()),
            notes: notes(&request)
                .into_iter()
                .chain(same(launcher, &loads.scratches, &cells)?)
                .chain(uncounted(launcher, &request.target).await)
                .collect(),
            status: ExperimentStatus::Queued,
            started_at: clock::now(),
            ended_at: None,
            runs: runs(&request, cells.len()),
            cells,
            remaining_seconds: None,
            environment: Some(environment),
            changed_settings: BTreeMap::new(),
            error: None,
            request,
        };
        Ok(Self { experiment, cells: loads })
    }

    /// One that was begun before: its runs that have not ended are made, as if nothing had been done of them.
    ///
    /// # Errors
    /// Loads that cannot be planned any more.
    pub(super) fn again(
        launcher: &JobLauncher,
        experiment: Experiment,
        spec: &DatasetSpec,
    ) -> Result<Self, ExperimentError> {
        let cells = Loads::new(launcher, &experiment.request, spec, &experiment.cells)?;
        Ok(Self { experiment, cells })
    }

    /// Has the runs that have failed made again.
    pub(super) fn forget_failures(&mut self) {
        for run in self.experiment.runs.iter_mut().filter(|run| run.status == RunStatus::Failed) {
            (run.status, run.error, run.ended_at) = (RunStatus::Waiting, None, None);
            run.notes.clear();
        }
    }

    /// What an ordinary launcher expects of each run: rows, bytes, seconds.
    ///
    /// # Errors
    /// A job list that cannot be read.
    pub(super) async fn estimates(
        &self,
        launcher: &JobLauncher,
    ) -> Result<Vec<LoadEstimate>, ExperimentError> {
        let mut of_cells = Vec::with_capacity(self.cells.scratches.len());
        for scratch in &self.cells.scratches {
            of_cells.push(launcher.estimate(&scratch.job, &scratch.dataset).await?);
        }
        Ok(self.experiment.runs.iter().filter_map(|run| of_cells.get(run.cell as usize).cloned()).collect())
    }

    /// The load of a run, into its own table.
    fn request(&self, run: usize) -> JobRequest {
        let cell = self.experiment.runs[run].cell as usize;
        JobRequest { as_table: Some(self.experiment.table_of(run)), ..self.cells.scratches[cell].job.clone() }
    }

    /// Takes away what a program has left in the target that was ended: tables of runs that were cut off, changed settings of the server.
    ///
    /// # Errors
    /// A target that does not answer, a table that cannot be dropped, a setting that cannot be set back.
    pub(super) async fn clear(&mut self, launcher: &JobLauncher) -> Result<(), ExperimentError> {
        let mut server = ServerSettings::of(launcher, &self.experiment.request.target)?;
        let never = CancellationToken::new();
        server.begin(&mut self.experiment, &never, &mut |_: &Experiment| {}).await?;
        self.drop_tables(launcher).await
    }

    async fn drop_tables(&mut self, launcher: &JobLauncher) -> Result<(), ExperimentError> {
        for run in 0..self.experiment.runs.len() {
            if self.experiment.runs[run].status == RunStatus::Running {
                drop_table(launcher, &self.request(run)).await?;
                self.experiment.runs[run].status = RunStatus::Waiting;
            }
        }
        Ok(())
    }

    /// Makes the runs that have not ended, until all have, or `stop` is cancelled. If it is the launcher that ends, the experiment stays at
    /// work, for whoever goes on with it.
    pub(super) async fn go_on(
        &mut self,
        launcher: &JobLauncher,
        stop: &CancellationToken,
        witness: &mut impl Witness,
    ) {
        self.experiment.status = ExperimentStatus::Running;
        let mut end = self.make_all(launcher, stop, witness).await;
        if launcher.shutdown_token().is_cancelled() && matches!(end, End::Failed(_)) {
            // What failed because the program ends is tried again by the next one.
            end = End::Interrupted;
        }
        let experiment = &mut self.experiment;
        experiment.remaining_seconds = None;
        let first_error = experiment.runs.iter().find_map(|run| run.error.clone());
        let has_result = experiment.runs.iter().any(|run| run.repeat > 0 && run.status == RunStatus::Done);
        experiment.status = match end {
            End::Interrupted => ExperimentStatus::Running,
            End::Whole if !has_result => {
                experiment.error = first_error;
                ExperimentStatus::Failed
            }
            End::Whole => ExperimentStatus::Completed,
            End::Stopped => ExperimentStatus::Stopped,
            End::Failed(error) => {
                experiment.error = Some(*error);
                ExperimentStatus::Failed
            }
        };
        if !experiment.status.is_running() {
            experiment.ended_at = Some(clock::now());
        }
        if let Err(error) = witness.saw(experiment).await {
            tracing::error!(
                error = chain(&error),
                id = experiment.id,
                "the end of an experiment cannot be noted"
            );
        }
    }

    /// Makes the runs, and has the server's settings as they were in any case.
    async fn make_all(
        &mut self,
        launcher: &JobLauncher,
        stop: &CancellationToken,
        witness: &mut impl Witness,
    ) -> End {
        let mut server = match ServerSettings::of(launcher, &self.experiment.request.target) {
            Ok(server) => server,
            Err(error) => return failed(&error.into()),
        };
        let end = match server.begin(&mut self.experiment, stop, witness).await {
            Ok(()) => self.make_runs(launcher, &mut server, stop, witness).await,
            Err(ExperimentError::Busy) if !self.experiment.has_leftovers() => End::Stopped,
            Err(error) => failed(&error),
        };
        match server.end(&mut self.experiment, stop).await {
            Ok(()) => end,
            Err(error) => {
                if let End::Failed(earlier) = end {
                    tracing::error!(
                        error = earlier.message,
                        id = self.experiment.id,
                        "an experiment has failed"
                    );
                }
                tracing::error!(error = chain(&error), id = self.experiment.id, "settings are not set back");
                failed(&error)
            }
        }
    }

    async fn make_runs(
        &mut self,
        launcher: &JobLauncher,
        server: &mut ServerSettings,
        stop: &CancellationToken,
        witness: &mut impl Witness,
    ) -> End {
        if let Err(error) = self.drop_tables(launcher).await {
            return failed(&error);
        }
        let start = Instant::now();
        let mut made = 0_u32;
        for run in 0..self.experiment.runs.len() {
            if self.experiment.runs[run].status.is_over() {
                continue;
            }
            if let Some(error) = hopeless(&self.experiment, self.experiment.runs[run].cell) {
                let left_out = &mut self.experiment.runs[run];
                (left_out.status, left_out.error) = (RunStatus::Failed, Some(error));
                continue;
            }
            let mut tries = 0;
            while !self.experiment.runs[run].status.is_over() {
                if stop.is_cancelled() {
                    return End::Stopped;
                }
                tries += 1;
                if let Err(end) = self.make_run(run, tries, launcher, server, stop, witness).await {
                    return end;
                }
            }
            made += 1;
            let left = self.experiment.runs.iter().filter(|run| !run.status.is_over()).count();
            let seconds = start.elapsed().as_secs_f64() / f64::from(made) * left as f64;
            self.experiment.remaining_seconds = Some(seconds);
            if let Err(error) = witness.saw(&self.experiment).await {
                return failed(&error);
            }
        }
        End::Whole
    }

    /// Makes one run. It is still waiting if the server was started anew meanwhile, and it has not been tried too often.
    async fn make_run(
        &mut self,
        run: usize,
        tries: u32,
        launcher: &JobLauncher,
        server: &mut ServerSettings,
        stop: &CancellationToken,
        witness: &mut impl Witness,
    ) -> Result<(), End> {
        self.experiment.runs[run].status = RunStatus::Running;
        let cell = self.experiment.runs[run].cell as usize;
        let Scratch { dataset, server_settings: wanted, .. } = &self.cells.scratches[cell];
        // Written down before its table is made, so that whoever goes on knows of it.
        let ready = match witness.saw(&self.experiment).await {
            Ok(()) => server.apply(wanted, &mut self.experiment, stop, witness).await,
            Err(error) => Err(error),
        };
        if ready.is_err() || stop.is_cancelled() {
            self.experiment.runs[run].status = RunStatus::Waiting;
        }
        match ready {
            _ if stop.is_cancelled() => return Err(End::Stopped),
            Err(error) => return Err(failed(&error)),
            Ok(()) => {}
        }
        let is_kept = self.experiment.request.keep_tables && self.experiment.runs[run].repeat > 0;
        let load = ScratchLoad { request: self.request(run), dataset: Arc::clone(dataset), is_kept };
        let loaded = load.make(launcher, server, wanted, stop).await;
        let loaded = match loaded {
            Ok(loaded) => loaded,
            Err(ExperimentError::Launch(LaunchError::ShuttingDown)) => return Err(End::Interrupted),
            Err(error) if error.is_unreachable() && tries < TRIES && !stop.is_cancelled() => {
                return self.wait_for_server(run, &error, launcher, stop).await;
            }
            Err(error) => {
                // Nothing is measured of it. A table that may be there is known by the state of its run.
                if matches!(error, ExperimentError::ScratchTaken(_) | ExperimentError::Refused { .. }) {
                    self.experiment.runs[run].status = RunStatus::Waiting;
                }
                return Err(failed(&error));
            }
        };
        if loaded.job.status == JobStatus::Stopped && (loaded.is_undisturbed || stop.is_cancelled()) {
            self.experiment.runs[run].status = RunStatus::Waiting;
            return Err(if stop.is_cancelled() { End::Stopped } else { End::Interrupted });
        }
        if !loaded.is_undisturbed && tries < TRIES {
            tracing::warn!(run, "a server did not stay the same while a run lasted, which is made again");
            self.experiment.runs[run].status = RunStatus::Waiting;
            return Ok(());
        }
        self.note(run, loaded)
    }

    /// Waits for a server that is started anew, ten minutes at most, and takes away what it may have of the run, which is waiting then.
    async fn wait_for_server(
        &mut self,
        run: usize,
        error: &ExperimentError,
        launcher: &JobLauncher,
        stop: &CancellationToken,
    ) -> Result<(), End> {
        tracing::warn!(error = chain(error), run, "a server is waited for");
        let shutdown = launcher.shutdown_token();
        let start = Instant::now();
        while !launcher.answers(&self.experiment.request.target).await {
            if start.elapsed() > SERVER_PATIENCE {
                return Err(failed(error));
            }
            tokio::select! {
                () = tokio::time::sleep(SERVER_PAUSE) => {}
                () = stop.cancelled() => return Err(failed(error)),
                () = shutdown.cancelled() => return Err(End::Interrupted),
            }
        }
        let request = self.request(run);
        drop_table(launcher, &request).await.map_err(|error| failed(&error))?;
        launcher.forget(&request).await;
        self.experiment.runs[run].status = RunStatus::Waiting;
        Ok(())
    }

    /// Notes what came out of a run. It may be the end of the experiment, if none has a result yet.
    fn note(&mut self, run: usize, loaded: Loaded) -> Result<(), End> {
        let Loaded { job, work, is_undisturbed } = loaded;
        let ended = &mut self.experiment.runs[run];
        let workers = self.cells.workers[ended.cell as usize];
        let is_whole = job.status == JobStatus::Completed && is_undisturbed;
        let measured = measures(&job, workers, work).filter(|_| is_whole);
        ended.status = if measured.is_some() { RunStatus::Done } else { RunStatus::Failed };
        ended.error = match (&measured, job.error) {
            (Some(_), _) => None,
            (None, Some(error)) => Some(JobError { cause: None, ..error }),
            (None, None) if !is_undisturbed => Some(JobError::told(
                "disturbed",
                "the server was started anew, or its settings changed, each time while this run lasted; see to the server, and go on".to_owned(),
            )),
            (None, None) => Some(JobError::told(
                "not_measured",
                "the load ended without saying how long it took".to_owned(),
            )),
        };
        ended.measures = measured.map(Box::new);
        ended.notes = job.notes;
        ended.ended_at = Some(clock::now());
        let error = ended.error.clone();
        let has_result = self.experiment.runs.iter().any(|run| run.status == RunStatus::Done);
        let failures = self.experiment.runs.iter().filter(|run| run.status == RunStatus::Failed).count();
        match error.filter(|_| !has_result && failures > FAILURES) {
            Some(error) => Err(End::Failed(Box::new(error))),
            None => Ok(()),
        }
    }
}

/// Rowmill's version, and that of the values that it makes.
pub(super) fn version() -> String {
    format!("{}, values of version {VALUE_VERSION}", env!("CARGO_PKG_VERSION"))
}

/// How the runs came to an end.
enum End {
    /// All were made.
    Whole,
    /// Somebody wanted it so.
    Stopped,
    /// The program ends.
    Interrupted,
    /// Something that the runs after it would meet, too.
    Failed(Box<JobError>),
}

/// An end that the runs after it would meet, too.
fn failed(error: &ExperimentError) -> End {
    End::Failed(Box::new(JobError::told(error.code(), error.told())))
}

/// Why a cell is not tried any more: all its runs have failed, often enough.
fn hopeless(experiment: &Experiment, cell: u32) -> Option<JobError> {
    let runs = || experiment.runs.iter().filter(move |run| run.cell == cell);
    let failed = runs().filter(|run| run.status == RunStatus::Failed);
    let error = failed.clone().find_map(|run| run.error.clone())?;
    let is_hopeless = failed.count() >= FAILURES && runs().all(|run| run.status != RunStatus::Done);
    is_hopeless.then_some(error)
}

/// Says which cells are the same load, whatever they are called.
fn same(
    launcher: &JobLauncher,
    scratches: &[Scratch],
    cells: &[ExperimentCell],
) -> Result<Vec<String>, ExperimentError> {
    let mut known: BTreeMap<String, &ExperimentCell> = BTreeMap::new();
    let mut notes = Vec::new();
    for (scratch, cell) in scratches.iter().zip(cells) {
        let load = launcher.comes_down_to(&scratch.job, &scratch.dataset)?;
        let load = format!("{load} {:?}", scratch.server_settings);
        match known.get(&load) {
            Some(twin) => notes.push(format!(
                "the cells ({}) and ({}) are the same load: they differ by noise alone",
                twin.in_words(|_| true),
                cell.in_words(|_| true)
            )),
            None => {
                known.insert(load, cell);
            }
        }
    }
    Ok(notes)
}

/// Says which of the database's own counters cannot be read, and why.
async fn uncounted(launcher: &JobLauncher, target: &str) -> Option<String> {
    let refused = match launcher.counters(target).await {
        Ok(counted) if counted.refused.is_empty() => return None,
        Ok(counted) => counted.refused.join("; "),
        Err(error) => error.told(),
    };
    Some(format!("some of the database's own counters cannot be read, and are left out ({refused})"))
}

/// Refuses what no run could do: parents that are not there, rights that are missing.
async fn check(launcher: &JobLauncher, scratches: &[Scratch]) -> Result<(), ExperimentError> {
    let target = scratches.first().map(|scratch| scratch.job.target.clone()).unwrap_or_default();
    // One that does not answer says so by itself.
    launcher.has_table(&target, SCRATCH_PREFIX).await?;
    for scratch in scratches.iter().filter(|scratch| !scratch.job.without_foreign_keys) {
        for parent in launcher.parents(&scratch.job, &scratch.dataset)? {
            if !launcher.has_table(&target, &parent).await? {
                return Err(ExperimentError::NoParent(parent));
            }
        }
    }
    for scratch in scratches {
        refuse(launcher, &scratch.job, &scratch.dataset).await?;
    }
    Ok(())
}
