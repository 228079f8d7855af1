//! Samplers: from a row number to an index into a domain.

mod alias;
mod permutation;
mod strata;

use std::sync::Arc;

use crate::{
    random::{ColumnStream, scale},
    rows::Rows,
};

pub(crate) use self::{alias::AliasTable, permutation::Permutation, strata::Strata};

/// How a column picks the index of each row. `len` is the length of the domain, 1 to 2^64.
#[derive(Debug, Clone)]
pub(crate) enum Sampler {
    /// Index = row, from 0 again after the last.
    InOrder { len: u128 },
    /// Each index once, then each once again in another order.
    Shuffled { permutation: Permutation },
    /// Any index, each equally likely.
    Uniform { stream: ColumnStream, len: u128 },
    /// Any index, with the chances of the table.
    Weighted { stream: ColumnStream, table: AliasTable },
    /// The rows of each partition take the indexes of that partition.
    Stratified { strata: Arc<Strata>, within: WithinStratum },
    /// One digit of the mixed-radix number that another sampler picks: a column of a composite key.
    Digit { number: Arc<Self>, divisor: u64, radix: u128 },
}

/// How a row picks an index inside its stratum.
#[derive(Debug, Clone)]
pub(crate) enum WithinStratum {
    InOrder,
    Shuffled { key: u64 },
    Uniform { stream: ColumnStream },
}

impl Sampler {
    /// Appends the index of each row.
    pub(crate) fn sample(&self, rows: &Rows<'_>, indexes: &mut Vec<u64>) {
        match self {
            Self::InOrder { len } => match u64::try_from(*len) {
                Ok(len) => rows.for_each(|row| indexes.push(if row < len { row } else { row % len })),
                Err(_) => rows.for_each(|row| indexes.push(row)),
            },
            Self::Shuffled { permutation } => rows.for_each(|row| indexes.push(permutation.cyclic(row))),
            Self::Uniform { stream, len } => stream.draw(rows, |random| indexes.push(scale(random, *len))),
            Self::Weighted { stream, table } => stream.draw(rows, |random| indexes.push(table.pick(random))),
            Self::Stratified { strata, within } => strata.sample(within, rows, indexes),
            Self::Digit { number, divisor, radix } => {
                let start = indexes.len();
                number.sample(rows, indexes);
                for index in &mut indexes[start..] {
                    *index = (u128::from(*index / divisor) % radix) as u64;
                }
            }
        }
    }
}
