//! One execution of a job: its tables one after the other, and what is told of them on the way.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use contract::{Job, JobStatus, TableProgress};
use tokio::sync::watch;

use super::{
    StepContext, TableCounters,
    history::History,
    progress::{RateMeter, rate, remaining_seconds},
    table::{StepReport, run_step},
};
use crate::{
    clock,
    error::LoadError,
    plan::{Names, TableLoad},
    protocol::{Database, Ready, catalogue::Catalogue},
};

/// How often a running job is looked at: as often as anyone is told of its progress.
const TICK: Duration = Duration::from_millis(200);

/// One execution of a job.
pub(crate) struct Execution {
    pub(crate) job: Job,
    pub(crate) loads: Vec<TableLoad>,
    pub(crate) workers: usize,
    pub(crate) again: bool,
    pub(crate) context: Arc<StepContext>,
    /// What was to be told before the first row.
    pub(crate) notes: Vec<String>,
    /// Whoever watches, and the job list, which follows at its own pace: a load never waits for it.
    pub(crate) sender: watch::Sender<Arc<Job>>,
}

/// A table of the load that is ready, and its counters.
type Step = (Arc<TableLoad>, Arc<TableCounters>);

impl Execution {
    /// Loads all tables, and notes how that ended. `identified` is told the target's own number as soon as it is known.
    pub(crate) async fn run<S: Catalogue>(
        &mut self,
        target: &Database<S>,
        identified: impl Fn(&str) -> Result<(), LoadError> + Send,
    ) {
        let span = tracing::info_span!("job", id = self.job.id, execution = self.job.executions);
        span.in_scope(|| tracing::info!(target = self.job.request.target, rows = self.job.rows, "started"));
        let result = self.load(target, identified).await;
        self.end(&result);
        span.in_scope(|| {
            tracing::info!(
                status = ?self.job.status,
                committed = self.job.committed,
                error = self.job.error.as_ref().map(|error| error.message.as_str()),
                cause = self.job.error.as_ref().and_then(|error| error.cause.as_deref()),
                "ended"
            );
        });
    }

    /// Notes how the execution ended.
    pub(crate) fn end(&mut self, result: &Result<(), LoadError>) {
        self.job.notes = self.notes.iter().cloned().chain(self.context.notes()).collect();
        self.job.ended_at = Some(clock::now());
        self.job.remaining_seconds = None;
        self.job.status = match result {
            Ok(()) => JobStatus::Completed,
            Err(error) => error.status(),
        };
        if let Err(error) = result
            && self.job.status == JobStatus::Failed
        {
            self.job.error = Some(error.to_job_error());
        }
    }

    async fn load<S: Catalogue>(
        &mut self,
        target: &Database<S>,
        identified: impl Fn(&str) -> Result<(), LoadError> + Send,
    ) -> Result<(), LoadError> {
        if let Some(id) = target.check(&self.loads, self.again, &self.context).await? {
            identified(&id)?;
        }
        let steps = self.prepare(target).await?;
        self.job.status = JobStatus::Started;
        self.count(&steps);
        self.job.revision += 1;
        self.publish();

        let (start, committed_before) = (Instant::now(), self.job.committed);
        let mut meter = RateMeter::new(start, committed_before);
        let mut history = History::new(start, committed_before);
        for index in 0..steps.len() {
            let (load, counters) = (&steps[index].0, &steps[index].1);
            let context = Arc::clone(&self.context);
            context.listen();
            let step = run_step(target, load, self.workers, counters, &context);
            tokio::pin!(step);
            let mut ticks = tokio::time::interval(TICK);
            ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
            let result = loop {
                tokio::select! {
                    result = &mut step => break result,
                    _ = ticks.tick() => {
                        self.tick(&steps, &mut meter, &mut history);
                        if let Some(silence) = context.overdue() {
                            // Whatever it is that does not answer: what is committed is committed, and a restart finds it.
                            break Err(LoadError::Stalled { table: load.name().to_owned(), seconds: silence.as_secs() });
                        }
                    }
                }
            };
            self.count(&steps);
            self.job.rows_per_second = rate(self.job.committed - committed_before, start.elapsed());
            self.job.history = history.end(self.job.committed);
            let table = &mut self.job.tables[index];
            counters.add_times(table);
            let StepReport { verification, statistics, seconds } = result?;
            table.verification = verification;
            table.statistics = statistics;
            table.seconds = Some(seconds);
        }
        let loads: Vec<Arc<TableLoad>> = steps.iter().map(|(load, _)| Arc::clone(load)).collect();
        target.publish(&loads, &self.context).await
    }

    /// Makes all tables ready, parents first, each of which is told where those before it are.
    async fn prepare<S: Catalogue>(&mut self, target: &Database<S>) -> Result<Vec<Step>, LoadError> {
        let mut loads = std::mem::take(&mut self.loads);
        let mut steps: Vec<(TableLoad, Arc<TableCounters>)> = Vec::with_capacity(loads.len());
        for load in &mut loads {
            load.names = places(load.names.clone(), steps.iter().map(|(load, _)| load));
            let Ready { load, checkpoints } = target.prepare(load.clone(), self.again, &self.context).await?;
            let counters = Arc::new(TableCounters::new(&load));
            for (partition, checkpoint) in checkpoints.into_iter().enumerate() {
                counters.set(partition, checkpoint);
            }
            steps.push((load, counters));
        }
        let all = places(Names::default(), steps.iter().map(|(load, _)| load));
        let with_names = |(load, counters): (TableLoad, Arc<TableCounters>)| {
            (Arc::new(TableLoad { names: all.clone(), ..load }), counters)
        };
        Ok(steps.into_iter().map(with_names).collect())
    }

    fn tick(&mut self, steps: &[Step], meter: &mut RateMeter, history: &mut History) {
        self.count(steps);
        history.note(self.job.committed);
        self.job.history = history.points();
        self.job.rows_per_second = meter.note(Instant::now(), self.job.committed);
        let left = self.job.rows.saturating_sub(self.job.committed + self.job.skipped);
        self.job.remaining_seconds = remaining_seconds(left, self.job.rows_per_second);
        if self.context.stop.is_cancelled() {
            self.job.status = JobStatus::Stopping;
        }
        self.job.revision += 1;
        self.publish();
    }

    fn count(&mut self, steps: &[Step]) {
        for (table, (_, counters)) in self.job.tables.iter_mut().zip(steps) {
            let counted = counters.view();
            // The plan of an earlier execution may have other partitions than this request's.
            let is_planned_so = table.partitions.len() == counted.partitions.len();
            let times = table.partitions.iter().map(|partition| partition.chunk_times);
            let partitions =
                counted.partitions.iter().zip(times).map(|(partition, chunk_times)| {
                    contract::PartitionProgress { chunk_times, ..*partition }
                });
            let partitions = if is_planned_so { partitions.collect() } else { counted.partitions.clone() };
            *table = TableProgress {
                verification: table.verification.take(),
                statistics: table.statistics.take(),
                seconds: table.seconds.take(),
                chunk_times: table.chunk_times.take(),
                partitions,
                ..counted
            };
        }
        self.job.notes = self.notes.iter().cloned().chain(self.context.notes()).collect();
        let partitions = || self.job.tables.iter().flat_map(|table| &table.partitions);
        self.job.committed = partitions().map(|partition| partition.committed).sum();
        self.job.skipped = partitions().map(|partition| partition.skipped).sum();
    }

    /// Tells whoever watches.
    pub(crate) fn publish(&self) {
        self.sender.send_replace(Arc::new(self.job.clone()));
    }
}

/// Where tables are: as they are called, but for those that are ready.
fn places<'a>(names: Names, ready: impl Iterator<Item = &'a TableLoad>) -> Names {
    names.with(ready.map(|load| (load.plan.table.as_str(), load.place())))
}
