//! Axes: from a row number to an index into a source. Each axis of a table is followed by one column or several, and made once a
//! batch for all of them.

mod alias;
mod binomial;
mod cells;
mod children;
mod permutation;
mod strata;

use std::sync::Arc;

pub(crate) use self::{
    alias::AliasTable,
    cells::CellTable,
    children::{
        Children, HALVINGS, HALVINGS_TO_BE_SCATTERED, Part, Share, Siblings, kept_cells, tree_levels,
        usual_roots,
    },
    permutation::Permutation,
    strata::Strata,
};
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
    /// Any index but that of the row itself, each equally likely; of one index that.
    Other { stream: ColumnStream, len: u64 },
    /// Any index, with the chances of the table.
    Weighted { stream: ColumnStream, table: AliasTable },
    /// Any index, with the chances of a distribution.
    Distributed { stream: ColumnStream, cells: CellTable },
    /// The rows of each partition take the indexes of that partition.
    Stratified { strata: Arc<Strata>, within: WithinStratum },
    /// One digit of the mixed-radix number that another axis, an earlier one of the table, takes: a column of a composite key.
    Digit { number: usize, divisor: u64, radix: u128 },
    /// What a child says of its parent. With an order, children of one parent are not neighbours but lie anywhere.
    Child { siblings: Arc<dyn Siblings>, order: Option<Permutation>, part: Part },
    /// Another index for each row of a group: `number` is the axis of their numbers inside the group, no more than the permutation is long,
    /// `group` that of what they have in common.
    Within { number: usize, group: usize, permutation: Permutation },
}

/// How a row takes an index inside its stratum.
#[derive(Debug, Clone)]
pub(crate) enum WithinStratum {
    InOrder,
    Shuffled { key: u64 },
    Uniform { stream: ColumnStream },
}

impl Axis {
    /// The axes that must be made before this one.
    pub(crate) fn needs(&self) -> [Option<usize>; 2] {
        match self {
            Self::Digit { number, .. } => [Some(*number), None],
            Self::Within { number, group, .. } => [Some(*number), Some(*group)],
            _ => [None, None],
        }
    }

    /// Whether no index comes twice while there are no more rows than indexes.
    pub(crate) fn is_distinct(&self) -> bool {
        match self {
            Self::InOrder { .. }
            | Self::Shuffled { .. }
            | Self::Stratified { within: WithinStratum::InOrder | WithinStratum::Shuffled { .. }, .. } => {
                true
            }
            Self::Child { siblings, part: Part::Parent, .. } => siblings.bounds().1 <= 1,
            _ => false,
        }
    }

    /// Appends the index of each row. `needed` are the indexes that [`Self::needs`] asks for.
    pub(crate) fn fill(&self, rows: &Rows<'_>, needed: [&[u64]; 2], indexes: &mut Vec<u64>) {
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
            Self::Other { stream, len } => {
                let others = len.saturating_sub(1).max(1);
                stream.extend(rows, indexes, |random| scale(random, others.into()));
                let (mut drawn, alone) = (indexes.iter_mut(), *len <= 1);
                rows.for_each(|row| {
                    if let Some(index) = drawn.next().filter(|index| !alone && **index >= row) {
                        *index += 1;
                    }
                });
            }
            Self::Weighted { stream, table } => stream.extend(rows, indexes, |random| table.pick(random)),
            Self::Distributed { stream, cells } => stream.extend(rows, indexes, |random| cells.pick(random)),
            Self::Stratified { strata, within } => strata.fill(within, rows, indexes),
            Self::Digit { divisor, radix, .. } => {
                let digit = |number: &u64| (u128::from(number / divisor) % radix) as u64;
                indexes.extend(needed[0].iter().map(digit));
            }
            Self::Child { siblings, order: None, part } => siblings.fill(*part, rows, indexes),
            Self::Child { siblings, order: Some(order), part } => {
                let mut places = Vec::with_capacity(rows.len());
                rows.for_each(|row| places.push(order.cyclic(row)));
                siblings.fill(*part, &Rows::Picked(&places), indexes);
            }
            Self::Within { permutation, .. } => {
                let pairs = needed[0].iter().zip(needed[1]);
                indexes.extend(pairs.map(|(number, group)| permutation.of_group(*number, *group)));
            }
        }
    }
}
