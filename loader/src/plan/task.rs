//! A partition of a load as a task for whoever can reach its target.

use std::sync::Arc;

use contract::LoadMode;
use generator::{Dataset, DatasetSpec};
use serde::{Deserialize, Serialize};

use super::{Names, Options, Plan, Prepared, TableLoad};
use crate::error::LoadError;

/// Everything that a worker needs to load one partition, besides its own address of the target: never a password. Tasks of one load
/// may be run by many programs, and one task more than once at the same time: the highest `attempt` fences the others, and every row
/// goes in exactly once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartitionTask {
    /// The name of the load in its target.
    pub(crate) job: String,
    /// The spec of the dataset, as JSON.
    pub(crate) spec: String,
    pub(crate) plan: Plan,
    pub(crate) options: Options,
    pub(crate) prepared: Prepared,
    /// Which partition, from 0.
    pub part: u32,
    /// Grows each time that the task is given out.
    pub attempt: u32,
    /// The name of the target, which the worker has an address for.
    pub target: String,
}

/// What came of a [`PartitionTask`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartitionReport {
    /// Which partition, from 0.
    pub part: u32,
    /// Rows of the partition that are committed, by whichever attempt.
    pub committed: u64,
    /// Rows of it that the database refused.
    pub skipped: u64,
}

impl PartitionTask {
    /// The task of one partition of a load that is made ready.
    pub(crate) fn new(load: &TableLoad, part: u32, attempt: u32, target: &str) -> Self {
        Self {
            job: load.job.clone(),
            spec: load.dataset.spec().to_canonical_json(),
            plan: load.plan.clone(),
            options: load.options.clone(),
            prepared: load.prepared.clone(),
            part,
            attempt,
            target: target.to_owned(),
        }
    }

    /// The load that the task is of.
    ///
    /// # Errors
    /// A spec that this program makes other values of, or none at all.
    pub(crate) fn load(&self) -> Result<TableLoad, LoadError> {
        let changed = || LoadError::PlanChanged { table: self.plan.as_table.clone() };
        let spec = DatasetSpec::from_json(&self.spec).map_err(|_| changed())?;
        let dataset = Dataset::compile(&spec).map_err(|_| changed())?;
        if dataset.id() != self.plan.dataset || self.plan.value_version != generator::VALUE_VERSION {
            return Err(changed());
        }
        if dataset.table(&self.plan.table).is_none() || self.part as usize >= self.plan.partitions() {
            return Err(changed());
        }
        let names = Names::of([(self.plan.table.as_str(), self.plan.as_table.as_str())]);
        Ok(TableLoad {
            job: self.job.clone(),
            row_bytes: super::row_bytes(dataset.table(&self.plan.table).ok_or_else(changed)?),
            dataset: Arc::new(dataset),
            order: vec![self.plan.table.clone()].into(),
            plan: self.plan.clone(),
            options: self.options.clone(),
            prepared: self.prepared.clone(),
            names,
        })
    }

    /// Whether the load only adds to a table.
    pub fn is_append(&self) -> bool {
        self.options.mode == LoadMode::Append
    }
}
