//! What an experiment asks of a launcher besides loads: what its target is and has, and what a load comes down to.

use std::sync::Arc;

use contract::{JobRequest, LoadMethod, TargetKind};
use generator::Dataset;

use super::ExperimentError;
use crate::{
    error::{LaunchError, chain},
    identity,
    launcher::{JobLauncher, plan_for},
    plan::TableLoad,
    protocol::counted::Counted,
};

impl JobLauncher {
    /// What a target is.
    ///
    /// # Errors
    /// An unknown target.
    pub(super) fn kind(&self, target: &str) -> Result<TargetKind, LaunchError> {
        Ok(self.target(target)?.kind())
    }

    /// Whether a target answers; an unknown one does, with an error.
    pub(super) async fn answers(&self, target: &str) -> bool {
        match self.target(target) {
            Ok(target) => target.probe().await.reachable,
            Err(_) => true,
        }
    }

    /// Name and version of a target's database; of one that does not answer, nothing.
    ///
    /// # Errors
    /// An unknown target.
    pub(super) async fn version(&self, target: &str) -> Result<String, LaunchError> {
        Ok(self.target(target)?.probe().await.version.unwrap_or_default())
    }

    /// Whether a target has a table or view of this name.
    ///
    /// # Errors
    /// An unknown target, or one that does not answer.
    pub(super) async fn has_table(&self, target: &str, table: &str) -> Result<bool, LaunchError> {
        self.target(target)?.has_table(table).await.map_err(LaunchError::Target)
    }

    /// What a target counts of its own work.
    ///
    /// # Errors
    /// An unknown target, or one that does not answer.
    pub(super) async fn counters(&self, target: &str) -> Result<Counted, LaunchError> {
        self.target(target)?.counters().await.map_err(LaunchError::Target)
    }

    /// Refuses settings of the whole server that a target does not have, or its account may not change.
    ///
    /// # Errors
    /// The first of them; an unknown target, or one that does not answer.
    pub(super) async fn may_change(&self, target: &str, names: &[String]) -> Result<(), ExperimentError> {
        let found = self.target(target)?.may_change(names).await;
        found.map_err(|(name, source)| ExperimentError::CannotChange {
            name,
            source: Box::new(LaunchError::Target(source)),
        })
    }

    /// How many workers write a load of one table at once.
    ///
    /// # Errors
    /// An unknown target or table, a number out of its range.
    pub(super) fn workers(&self, request: &JobRequest, dataset: &Arc<Dataset>) -> Result<u64, LaunchError> {
        let target = self.target(&request.target)?;
        let partitions =
            plan_for(&target, request, dataset)?.first().map_or(1, |load| load.plan.partitions());
        let asked = request.workers.map_or(target.workers(), u64::from);
        Ok(asked.min(target.most_workers().min(partitions) as u64))
    }

    /// What a load of one table comes down to: requests of which this is the same are the same load, whatever they ask for.
    ///
    /// # Errors
    /// An unknown target or table, a number out of its range.
    pub(super) fn comes_down_to(
        &self,
        request: &JobRequest,
        dataset: &Arc<Dataset>,
    ) -> Result<String, LaunchError> {
        let target = self.target(&request.target)?;
        let workers = self.workers(request, dataset)?;
        // SQLite has one way for many rows, and statements of its own length.
        let method = match (request.method, target.kind()) {
            (LoadMethod::Insert, TargetKind::Sqlite) => LoadMethod::Bulk,
            (method, _) => method,
        };
        let said = plan_for(&target, request, dataset)?.into_iter().map(|load| {
            let lengths = (0..load.plan.partitions())
                .map(|part| load.plan.partition(part))
                .map(|rows| rows.end - rows.start);
            let chunk_rows = load.plan.chunk_rows.min(lengths.max().unwrap_or_default());
            let statement_rows = match method {
                LoadMethod::Insert => u64::from(load.options.statement_rows).min(chunk_rows),
                _ => 0,
            };
            format!(
                "{} {method:?} {chunk_rows} {statement_rows} {workers} {:?} {:?} {} {} {:?}",
                load.plan.dataset,
                load.plan.bounds,
                load.options.indexes,
                load.foreign_keys().len(),
                load.options.unlogged,
                load.options.settings
            )
        });
        Ok(said.collect())
    }

    /// The tables that the foreign keys of a request's tables refer to, besides those.
    ///
    /// # Errors
    /// An unknown target or table, a number out of its range.
    pub(super) fn parents(
        &self,
        request: &JobRequest,
        dataset: &Arc<Dataset>,
    ) -> Result<Vec<String>, LaunchError> {
        let loads = plan_for(&self.target(&request.target)?, request, dataset)?;
        let keys = loads.iter().flat_map(TableLoad::foreign_keys).map(|key| key.parent.to_owned());
        Ok(keys.filter(|parent| !request.tables.contains(parent)).collect())
    }

    /// Forgets the job of a request whose end nobody has seen.
    pub(super) async fn forget(&self, request: &JobRequest) {
        // One that is not there need not be forgotten.
        if let Err(error) = self.delete(&identity::job_id(request)).await {
            tracing::debug!(error = chain(&error), "a job is not in the list");
        }
    }

    /// Drops the table that a load of one table made, and what the target has written down of it. A table that the load did not make stays.
    ///
    /// # Errors
    /// An unknown target, or one that does not answer.
    pub(super) async fn drop_made(&self, request: &JobRequest) -> Result<(), LaunchError> {
        let target = self.target(&request.target)?;
        for table in &request.tables {
            let name = request.as_table.as_ref().unwrap_or(table);
            target.drop_made(&identity::load_id(request, table), name).await.map_err(LaunchError::Target)?;
        }
        Ok(())
    }
}
