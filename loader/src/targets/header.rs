//! What a load notes in its target about itself.

use std::ops::Range;

use generator::VALUE_VERSION;

use crate::{error::LoadError, plan::TableLoad};

/// The plan of a load as its first execution wrote it down in the target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Header {
    pub(crate) dataset: String,
    pub(crate) value_version: u32,
    pub(crate) chunk_rows: u64,
    /// The first row of each partition, and the row count behind them.
    pub(crate) bounds: Vec<u64>,
    /// Rows that were in the table before.
    pub(crate) rows_before: u64,
}

impl Header {
    /// What a first execution writes down.
    pub(crate) fn of(load: &TableLoad, rows_before: u64) -> Self {
        let mut bounds: Vec<u64> = load.partitions.iter().map(|rows| rows.start).collect();
        bounds.push(load.table().rows());
        Self {
            dataset: load.dataset_id.clone(),
            value_version: VALUE_VERSION,
            chunk_rows: load.chunk_rows,
            bounds,
            rows_before,
        }
    }

    /// The bounds as JSON.
    pub(crate) fn bounds_text(&self) -> String {
        serde_json::Value::from(self.bounds.clone()).to_string()
    }

    /// Reads [`Self::bounds_text`]; what cannot be read has no bounds, and so fits no load.
    pub(crate) fn read_bounds(text: &str) -> Vec<u64> {
        serde_json::from_str(text).unwrap_or_default()
    }

    /// Takes this plan over: rows that were committed keep their place.
    ///
    /// # Errors
    /// The plan is of other rows or other values.
    pub(crate) fn take_over(&self, load: &mut TableLoad) -> Result<(), LoadError> {
        let covers = self.bounds.first() == Some(&0) && self.bounds.last() == Some(&load.table().rows());
        let is_same = self.dataset == load.dataset_id && self.value_version == VALUE_VERSION;
        if !covers || !is_same || self.chunk_rows == 0 {
            return Err(LoadError::PlanChanged { table: load.name.clone() });
        }
        load.partitions =
            self.bounds.windows(2).map(|bounds| Range { start: bounds[0], end: bounds[1] }).collect();
        load.chunk_rows = self.chunk_rows;
        Ok(())
    }
}
