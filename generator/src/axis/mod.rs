//! Axes: from a row number to an index into a source. Each axis of a table is followed by one column or several, and made once a
//! batch for all of them.

mod alias;
mod cells;
mod permutation;
mod strata;

use std::sync::Arc;

pub(crate) use self::{alias::AliasTable, cells::CellTable, permutation::Permutation, strata::Strata};
use crate::{
    batch::Rows,
    random::{ColumnStream, scale, scale_narrow, scale_short},
};

/// Most indexes that are drawn with 32 random bits instead of 64.
const NARROW: u64 = 1 << 16;

/// How rows take indexes. `len` is how many indexes there are, 1 to 2^64.
#[derive(Debug, Clone)]
pub(crate) enum Axis {
    /// Index = row, from 0 again after the last.
    InOrder { len: u128 },
    /// Each index once, then each once again in another order.
    Shuffled { permutation: Permutation },
    /// Any index, each equally likely.
    Uniform { stream: ColumnStream, len: u128 },
    /// Any index, with the chances of the table.
    Weighted { stream: ColumnStream, table: AliasTable },
    /// Any index, with the chances of a distribution.
    Distributed { stream: ColumnStream, cells: CellTable },
    /// The rows of each partition take the indexes of that partition.
    Stratified { strata: Arc<Strata>, within: WithinStratum },
    /// One digit of the mixed-radix number that another axis, an earlier one of the table, takes: a column of a composite key.
    Digit { number: usize, divisor: u64, radix: u128 },
}

/// How a row takes an index inside its stratum.
#[derive(Debug, Clone)]
pub(crate) enum WithinStratum {
    InOrder,
    Shuffled { key: u64 },
    Uniform { stream: ColumnStream },
}

impl Axis {
    /// The axis that must be made before this one.
    pub(crate) fn number(&self) -> Option<usize> {
        if let Self::Digit { number, .. } = self { Some(*number) } else { None }
    }

    /// Whether no index comes twice while there are no more rows than indexes.
    pub(crate) fn is_distinct(&self) -> bool {
        matches!(
            self,
            Self::InOrder { .. }
                | Self::Shuffled { .. }
                | Self::Stratified { within: WithinStratum::InOrder | WithinStratum::Shuffled { .. }, .. }
        )
    }

    /// Appends the index of each row. `numbers` are the indexes that [`Self::number`] asks for.
    pub(crate) fn fill(&self, rows: &Rows<'_>, numbers: &[u64], indexes: &mut Vec<u64>) {
        match self {
            Self::InOrder { len } => match u64::try_from(*len) {
                Ok(len) => match rows {
                    Rows::Range(range) if range.end <= len => indexes.extend(range.clone()),
                    _ => rows.for_each(|row| indexes.push(if row < len { row } else { row % len })),
                },
                Err(_) => rows.for_each(|row| indexes.push(row)),
            },
            Self::Shuffled { permutation } => rows.for_each(|row| indexes.push(permutation.cyclic(row))),
            Self::Uniform { stream, len } => match u32::try_from(*len) {
                Ok(len) if u64::from(len) <= NARROW => {
                    stream.extend_narrow(rows, indexes, |random| scale_narrow(random, len));
                }
                Ok(len) => stream.extend(rows, indexes, |random| scale_short(random, len)),
                Err(_) => stream.extend(rows, indexes, |random| scale(random, *len)),
            },
            Self::Weighted { stream, table } => stream.extend(rows, indexes, |random| table.pick(random)),
            Self::Distributed { stream, cells } => stream.extend(rows, indexes, |random| cells.pick(random)),
            Self::Stratified { strata, within } => strata.fill(within, rows, indexes),
            Self::Digit { divisor, radix, .. } => {
                let digit = |number: &u64| (u128::from(number / divisor) % radix) as u64;
                indexes.extend(numbers.iter().map(digit));
            }
        }
    }
}
