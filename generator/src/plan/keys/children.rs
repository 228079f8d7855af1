//! Columns that share the rows of the table out among parents.

use super::Keys;
use crate::{
    axis::{Axis, Part, Permutation},
    document::{Problem, ProblemCode, SamplerSpec},
    plan::DefaultAxis,
};

/// Chooses the axes of columns that share the rows of the table out among parents, and of what counts by them.
pub(super) fn children(keys: &mut Keys<'_>) {
    for column in 0..keys.columns.len() {
        let DefaultAxis::Child(leader, part) = keys.columns[column].draft.axis else { continue };
        let Some(siblings) = keys.columns[leader].draft.siblings.clone() else { continue };
        let given = &keys.table.columns[column];
        let refused = [
            (given.sampler.is_some(), "sampler", ProblemCode::InvalidSampler),
            (given.distribution.is_some(), "distribution", ProblemCode::InvalidDistribution),
        ];
        for (_, field, code) in refused.into_iter().filter(|(is_there, ..)| *is_there && part != Part::Parent)
        {
            let path = format!("{}.columns[{column}].{field}", keys.path);
            let message = format!("the numbers follow from the parent's children; leave the {field} out");
            keys.problems.push(Problem::new(path, code, message));
        }
        if keys.is_partition(column) {
            let message = "the table is cut by this column into ranges, and its rows are shared out among parents; partition by another \
                               column, or make it a foreign_key";
            keys.impossible(&format!("{}.partition_by", keys.path), ProblemCode::InvalidPartition, message);
        }
        let is_scattered = keys.table.columns[leader].sampler == Some(SamplerSpec::Shuffled);
        let key = keys.stream(leader).permutation_key();
        // A table without rows has no order.
        let order = is_scattered.then(|| Permutation::new(key, keys.table.rows.max(1).into()));
        keys.choose(column, Axis::Child { siblings, order, part });
    }
}
