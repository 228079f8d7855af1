//! What is measured of one run, and what several say together.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::job::{ChunkTimes, TableStatistics};

/// What was measured of one load. Seconds are of the clock.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Measures {
    /// Rows that were loaded.
    pub rows: u64,
    /// Writing the rows and making what is made when they are there; verification left out.
    pub seconds: f64,
    /// Writing the rows, checkpoints included.
    pub writing_seconds: f64,
    /// What was made when the rows were there: indexes, keys, counters, the database's own statistics.
    pub finishing_seconds: f64,
    /// Counting and comparing; not part of `seconds`.
    pub verifying_seconds: f64,
    /// Sending rows until the database has taken them, summed up over all workers.
    pub sending_seconds: f64,
    /// Committing, summed up over all workers.
    pub committing_seconds: f64,
    /// Neither sending nor committing nor counting: waiting for rows to be made, connecting, having nothing left to do; summed up over all
    /// workers.
    pub waiting_seconds: f64,
    /// Rows a second: `rows` / `seconds`.
    pub rows_per_second: f64,
    /// The parts of a chunk's transaction.
    pub chunk_times: ChunkTimes,
    /// Processor time of Rowmill, of all its work while the run lasted; left out where the system does not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub processor_seconds: Option<f64>,
    /// What the database counted of its own work while the run lasted, and of all others': by the names of [`super::COUNTERS`].
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "openapi", schema(required = false))]
    pub counters: BTreeMap<String, f64>,
    /// How large the table was, by the database's own account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statistics: Option<TableStatistics>,
}

impl Measures {
    /// Bytes that the table and its indexes have for each row, where the database says so.
    pub fn bytes_a_row(&self) -> Option<f64> {
        let statistics = self.statistics.as_ref().filter(|statistics| statistics.rows > 0)?;
        Some((statistics.data_bytes + statistics.index_bytes) as f64 / statistics.rows as f64)
    }
}

/// What several measurements of one thing say together.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Spread {
    /// The one in the middle; of an even number the mean of the two.
    pub median: f64,
    /// The smallest.
    pub min: f64,
    /// The largest.
    pub max: f64,
    /// All of them, in the order of measuring.
    pub samples: Vec<f64>,
}

impl Spread {
    /// The spread of some samples; `None` of none.
    pub fn of(samples: Vec<f64>) -> Option<Self> {
        let mut sorted = samples.clone();
        sorted.sort_by(f64::total_cmp);
        let (min, max) = (*sorted.first()?, *sorted.last()?);
        let middle = sorted.len() / 2;
        let median = if sorted.len() % 2 == 1 {
            sorted[middle]
        } else {
            f64::midpoint(sorted[middle - 1], sorted[middle])
        };
        Some(Self { median, min, max, samples })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spread_is_of_its_samples() {
        let spread = Spread::of(vec![3.0, 1.0, 2.0]).unwrap();
        assert_eq!((spread.median, spread.min, spread.max), (2.0, 1.0, 3.0));
        assert_eq!(spread.samples, [3.0, 1.0, 2.0]);
        assert_eq!(Spread::of(vec![4.0, 1.0]).unwrap().median, 2.5);
        assert_eq!(Spread::of(Vec::new()), None);
    }
}
