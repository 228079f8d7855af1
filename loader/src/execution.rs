//! One execution of a job: its tables one after the other, and what is told of them on the way.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use contract::{Job, JobStatus, TableProgress};
use tokio::sync::watch;

use crate::{
    clock,
    context::StepContext,
    error::{LoadError, chain},
    plan::TableLoad,
    progress::{RateMeter, TableCounters, rate, remaining_seconds},
    repository::JobRepository,
    step::run_step,
    targets::StepTarget,
};

/// How often a running job is looked at: as often as anyone is told of its progress.
const TICK: Duration = Duration::from_millis(200);
/// How many ticks pass between two notes of the progress in the job list.
const TICKS_A_NOTE: u32 = 5;

/// One execution of a job.
pub(crate) struct Execution {
    pub(crate) job: Job,
    pub(crate) loads: Vec<TableLoad>,
    pub(crate) workers: usize,
    pub(crate) again: bool,
    pub(crate) context: Arc<StepContext>,
    /// What was to be told before the first row.
    pub(crate) notes: Vec<String>,
    pub(crate) sender: watch::Sender<Arc<Job>>,
}

impl Execution {
    /// Loads all tables, and notes how that ended.
    pub(crate) async fn run<T: StepTarget>(&mut self, target: &T, repository: &JobRepository) {
        let span = tracing::info_span!("job", id = self.job.id, execution = self.job.executions);
        span.in_scope(|| tracing::info!(target = self.job.request.target, rows = self.job.rows, "started"));
        let result = self.load(target, repository).await;
        self.job.notes = self.notes.iter().cloned().chain(self.context.notes()).collect();
        self.job.ended_at = Some(clock::now());
        self.job.remaining_seconds = None;
        self.job.status = match &result {
            Ok(()) => JobStatus::Completed,
            Err(error) => error.status(),
        };
        if let Err(error) = &result
            && self.job.status == JobStatus::Failed
        {
            self.job.error = Some(error.to_job_error());
        }
        span.in_scope(|| {
            tracing::info!(
                status = ?self.job.status,
                committed = self.job.committed,
                error = result.as_ref().err().filter(|error| error.status() == JobStatus::Failed).map(|error| chain(error)),
                "ended"
            );
        });
    }

    async fn load<T: StepTarget>(&mut self, target: &T, repository: &JobRepository) -> Result<(), LoadError> {
        for load in self.loads.iter().filter(|_| self.loads.len() > 1) {
            target.check(load, self.again, &self.context).await?;
        }
        let mut steps = Vec::with_capacity(self.loads.len());
        for load in std::mem::take(&mut self.loads) {
            let (load, checkpoints) = target.prepare(load, self.again, &self.context).await?;
            let counters = Arc::new(TableCounters::new(&load));
            for (partition, checkpoint) in checkpoints.into_iter().enumerate() {
                counters.set(partition, checkpoint);
            }
            steps.push((Arc::new(load), counters));
        }
        self.job.status = JobStatus::Started;
        self.count(&steps);
        self.job.revision += 1;
        self.save(repository).await;
        self.publish();

        let (start, committed_before) = (Instant::now(), self.job.committed);
        let mut meter = RateMeter::new(start, committed_before);
        for index in 0..steps.len() {
            let (load, counters) = (&steps[index].0, &steps[index].1);
            let context = Arc::clone(&self.context);
            let step = run_step(target, load, self.workers, counters, &context);
            tokio::pin!(step);
            let mut ticks = tokio::time::interval(TICK);
            ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
            let mut tick: u32 = 0;
            let result = loop {
                tokio::select! {
                    result = &mut step => break result,
                    _ = ticks.tick() => {
                        self.count(&steps);
                        self.job.rows_per_second = meter.note(Instant::now(), self.job.committed);
                        let left = self.job.rows - self.job.committed - self.job.skipped;
                        self.job.remaining_seconds = remaining_seconds(left, self.job.rows_per_second);
                        if self.context.stop.is_cancelled() {
                            self.job.status = JobStatus::Stopping;
                        }
                        self.job.revision += 1;
                        self.publish();
                        tick += 1;
                        if tick.is_multiple_of(TICKS_A_NOTE) {
                            self.save(repository).await;
                        }
                    }
                }
            };
            self.count(&steps);
            self.job.rows_per_second = rate(self.job.committed - committed_before, start.elapsed());
            let report = result?;
            let table = &mut self.job.tables[index];
            table.verification = Some(report.verification);
            table.statistics = Some(report.statistics);
            table.seconds = Some(report.seconds);
        }
        for (load, _) in &steps {
            target.finish_tables(load, &self.context).await?;
        }
        Ok(())
    }

    fn count(&mut self, steps: &[(Arc<TableLoad>, Arc<TableCounters>)]) {
        for (table, (_, counters)) in self.job.tables.iter_mut().zip(steps) {
            let counted = counters.view();
            // The plan of an earlier execution may have other partitions than this request's.
            *table = TableProgress {
                verification: table.verification.take(),
                statistics: table.statistics.take(),
                seconds: table.seconds.take(),
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

    /// The job list is a view: a load does not end because it cannot be written.
    pub(crate) async fn save(&self, repository: &JobRepository) {
        if let Err(error) = repository.save(&self.job).await {
            tracing::warn!(%error, job = self.job.id, "the job list cannot be written");
        }
    }
}
