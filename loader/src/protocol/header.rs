//! The plan of a load as its first execution wrote it down in the target.

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
    /// The bounds as JSON.
    pub(crate) fn bounds_text(bounds: &[u64]) -> String {
        serde_json::Value::from(bounds.to_vec()).to_string()
    }

    /// Reads [`Self::bounds_text`]; what cannot be read has no bounds, and so fits no load.
    pub(crate) fn read_bounds(text: &str) -> Vec<u64> {
        serde_json::from_str(text).unwrap_or_default()
    }

    /// Whether this is a plan of a load's rows, as this program makes them.
    pub(crate) fn fits(&self, load: &TableLoad) -> bool {
        let covers = self.bounds.len() > 1
            && self.bounds.first() == Some(&0)
            && self.bounds.last() == Some(&load.table().rows())
            && self.bounds.is_sorted();
        covers
            && self.chunk_rows > 0
            && self.dataset == load.plan.dataset
            && self.value_version == VALUE_VERSION
    }

    /// Takes this plan over: rows that were committed keep their place.
    ///
    /// # Errors
    /// The plan is of other rows or other values.
    pub(crate) fn take_over(&self, load: &mut TableLoad) -> Result<(), LoadError> {
        if !self.fits(load) {
            return Err(LoadError::PlanChanged { table: load.name().to_owned() });
        }
        load.plan.bounds.clone_from(&self.bounds);
        load.plan.chunk_rows = self.chunk_rows;
        Ok(())
    }
}
