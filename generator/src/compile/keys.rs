//! Samplers: which row takes which index, so that keys never repeat and partitions stay together.

use std::sync::Arc;

use super::{
    draft::{Distinct, Draft, Sampling},
    partitions::PartitionStarts,
};
use crate::{
    document::{DatasetSpec, Problem, SamplerSpec, TableSpec},
    random::ColumnStream,
    sampler::{AliasTable, Permutation, Sampler, Strata, WithinStratum},
};

/// A sampler for each column, and the first row of each partition with the row count behind them.
pub(super) struct KeyedSamplers {
    pub(super) samplers: Vec<Sampler>,
    pub(super) partition_rows: Vec<u64>,
}

/// Chooses the samplers of a table.
///
/// Columns that must not repeat by themselves are shuffled, or go in order. A composite key is one number in mixed
/// radix, shuffled or in order, of which each column takes a digit. `None` if a key is impossible; the reason is then
/// in `problems`.
pub(super) fn samplers(
    spec: &DatasetSpec,
    table: &TableSpec,
    columns: &[&Draft],
    partitions: Option<PartitionStarts>,
    path: &str,
    problems: &mut Vec<Problem>,
) -> Option<KeyedSamplers> {
    let before = problems.len();
    let mut keys =
        Keys { spec, table, columns, partitions, path, problems, chosen: vec![None; columns.len()] };
    keys.single_columns();
    keys.composite_keys();
    keys.other_columns();
    let partition_rows = match &keys.partitions {
        Some(partitions) => Strata::new(table.rows, partitions.index_starts.clone()).row_starts().to_vec(),
        None => vec![0, table.rows],
    };
    let samplers: Vec<Sampler> = keys.chosen.into_iter().flatten().collect();
    (problems.len() == before && samplers.len() == columns.len())
        .then_some(KeyedSamplers { samplers, partition_rows })
}

struct Keys<'a> {
    spec: &'a DatasetSpec,
    table: &'a TableSpec,
    columns: &'a [&'a Draft],
    partitions: Option<PartitionStarts>,
    path: &'a str,
    problems: &'a mut Vec<Problem>,
    chosen: Vec<Option<Sampler>>,
}

/// A set of columns that together never repeat, and where the spec says so.
struct Key {
    columns: Vec<usize>,
    path: String,
}

impl Keys<'_> {
    fn keys(&self) -> Vec<Key> {
        let positions = |names: &[String]| {
            names
                .iter()
                .filter_map(|name| self.table.columns.iter().position(|column| column.name == *name))
                .collect::<Vec<usize>>()
        };
        let mut keys = Vec::new();
        if !self.table.primary_key.is_empty() {
            keys.push(Key {
                columns: positions(&self.table.primary_key),
                path: format!("{}.primary_key", self.path),
            });
        }
        for (index, names) in self.table.unique.iter().enumerate() {
            keys.push(Key { columns: positions(names), path: format!("{}.unique[{index}]", self.path) });
        }
        for (index, column) in self.table.columns.iter().enumerate() {
            if column.unique {
                keys.push(Key {
                    columns: vec![index],
                    path: format!("{}.columns[{index}].unique", self.path),
                });
            }
        }
        keys
    }

    fn single_columns(&mut self) {
        for key in self.keys() {
            if let [column] = key.columns[..] {
                self.single_column(column, &key.path);
            }
        }
    }

    fn single_column(&mut self, column: usize, path: &str) {
        if self.chosen[column].is_some() {
            return;
        }
        let (draft, name) = (self.columns[column], &self.table.columns[column].name);
        let leader = draft.same_row_as.unwrap_or(column);
        match &draft.distinct {
            Distinct::Not(reason) => {
                return self.impossible(path, "not_unique", &format!("`{name}` cannot be unique: {reason}"));
            }
            Distinct::As(other) => return self.single_column(*other, path),
            Distinct::Always => {}
        }
        if u128::from(self.table.rows) > draft.count {
            let message = format!(
                "`{name}` has {} different values, the table {} rows; widen the generator or make fewer rows",
                draft.count, self.table.rows
            );
            return self.impossible(path, "too_few_values", &message);
        }
        if matches!(draft.sampling, Sampling::Weighted(_)) {
            let message = format!(
                "`{name}` has weights, but in a unique column every value comes once; leave them out"
            );
            return self.impossible(path, "not_unique", &message);
        }
        let in_order = match self.table.columns[leader].sampler {
            Some(SamplerSpec::Uniform) => {
                let message = format!(
                    "`{name}` has the sampler `uniform`, which repeats values; choose `shuffled` or `in_order`"
                );
                return self.impossible(path, "not_unique", &message);
            }
            Some(sampler) => sampler == SamplerSpec::InOrder,
            None => draft.sampling == Sampling::InOrder,
        };
        let sampler = self.distinct_sampler(leader, draft.count, in_order);
        self.chosen[leader] = Some(sampler);
    }

    /// A sampler that takes no index twice while there are no more rows than indexes.
    fn distinct_sampler(&self, column: usize, count: u128, in_order: bool) -> Sampler {
        let key = self.stream(column).permutation_key();
        match self.partitions.as_ref().filter(|partitions| partitions.column == column) {
            Some(partitions) => Sampler::Stratified {
                strata: Arc::new(Strata::new(self.table.rows, partitions.index_starts.clone())),
                within: if in_order { WithinStratum::InOrder } else { WithinStratum::Shuffled { key } },
            },
            None if in_order => Sampler::InOrder { len: count },
            None => Sampler::Shuffled { permutation: Permutation::new(key, count) },
        }
    }

    fn composite_keys(&mut self) {
        let mut settled: Vec<Vec<usize>> = Vec::new();
        for key in self.keys() {
            // What holds for some of its columns holds for the key.
            if settled.iter().any(|columns| columns.iter().all(|column| key.columns.contains(column))) {
                continue;
            }
            // A key with a column that never repeats by itself never repeats.
            let is_settled = |column: &usize| {
                let leader = self.columns[*column].same_row_as.unwrap_or(*column);
                matches!(
                    self.chosen[leader],
                    Some(Sampler::InOrder { .. } | Sampler::Shuffled { .. } | Sampler::Stratified { .. })
                ) && self.columns[*column].distinct == Distinct::Always
                    || self.never_repeats(*column)
            };
            if key.columns.len() > 1 && !key.columns.iter().any(is_settled) {
                self.composite_key(&key);
                settled.push(key.columns);
            }
        }
    }

    /// Whether a column's generator gives every row another value without being asked.
    fn never_repeats(&self, column: usize) -> bool {
        let draft = self.columns[column];
        draft.distinct == Distinct::Always
            && draft.sampling == Sampling::InOrder
            && self.table.columns[column].sampler.is_none()
            && draft.count >= u128::from(self.table.rows)
    }

    fn composite_key(&mut self, key: &Key) {
        // The partition column is the most significant digit, so that a partition is an interval of the number.
        let partition_column = self.partitions.as_ref().map(|partitions| partitions.column);
        let mut digits = key.columns.clone();
        digits.sort_by_key(|column| Some(*column) != partition_column);
        let usable = |column: &usize| {
            let draft = self.columns[*column];
            draft.distinct == Distinct::Always
                && draft.same_row_as.is_none()
                && self.chosen[*column].is_none()
                && !matches!(draft.sampling, Sampling::Weighted(_))
                && self.table.columns[*column].sampler != Some(SamplerSpec::Uniform)
        };
        digits.retain(usable);
        // As many digits as 64 bits hold; further columns are free to repeat.
        let mut total: u128 = 1;
        digits.retain(|column| {
            let product = total.saturating_mul(self.columns[*column].count);
            let fits = product <= 1 << 64;
            total = if fits { product } else { total };
            fits
        });
        if total < u128::from(self.table.rows) {
            return self.too_few_combinations(key, &digits, total);
        }
        let in_order =
            digits.iter().all(|column| self.table.columns[*column].sampler == Some(SamplerSpec::InOrder));
        // A table of one row or none keeps to every key by itself.
        let Some(&first) = digits.first() else { return };
        let number =
            if let Some(partitions) = self.partitions.as_ref().filter(|_| Some(first) == partition_column) {
                let factor = total / self.columns[first].count;
                Sampler::Stratified {
                    strata: Arc::new(Strata::scaled(self.table.rows, &partitions.index_starts, factor)),
                    within: if in_order {
                        WithinStratum::InOrder
                    } else {
                        WithinStratum::Shuffled { key: self.key_of(&digits) }
                    },
                }
            } else if in_order {
                Sampler::InOrder { len: total }
            } else {
                Sampler::Shuffled { permutation: Permutation::new(self.key_of(&digits), total) }
            };
        let number = Arc::new(number);
        let mut divisor = total;
        for column in digits {
            let radix = self.columns[column].count;
            divisor /= radix;
            // A divisor of 2^64 would need a radix of 1 in front of it, whose digit is 0 whatever the divisor.
            let divisor = u64::try_from(divisor).unwrap_or(u64::MAX);
            self.chosen[column] = Some(Sampler::Digit { number: Arc::clone(&number), divisor, radix });
        }
    }

    fn too_few_combinations(&mut self, key: &Key, digits: &[usize], total: u128) {
        let names = |columns: &[usize]| {
            let names: Vec<String> = columns
                .iter()
                .map(|column| {
                    format!("`{}` {} values", self.table.columns[*column].name, self.columns[*column].count)
                })
                .collect();
            names.join(", ")
        };
        let left_out: Vec<String> = key
            .columns
            .iter()
            .filter(|column| !digits.contains(column))
            .map(|column| format!("`{}`", self.table.columns[*column].name))
            .collect();
        let mut message = format!(
            "the key has {total} different combinations ({}), the table {} rows; widen a generator or make fewer rows",
            names(digits),
            self.table.rows
        );
        if !left_out.is_empty() {
            let more = format!(
                "; {} cannot help: weighted, uniform, not countable, or part of another key",
                left_out.join(", ")
            );
            message.push_str(&more);
        }
        self.impossible(&key.path, "too_few_values", &message);
    }

    fn other_columns(&mut self) {
        for column in 0..self.columns.len() {
            if self.chosen[column].is_some() {
                continue;
            }
            let draft = self.columns[column];
            let asked = self.table.columns[column].sampler;
            let sampling = asked.map_or_else(|| Some(draft.sampling.clone()), Sampling::of);
            if asked.is_some() && matches!(draft.sampling, Sampling::Weighted(_) | Sampling::None) {
                let path = format!("{}.columns[{column}].sampler", self.path);
                let message = "the generator has weights or other columns to go by; leave the sampler out";
                self.problems.push(Problem::new(path, "invalid_sampler", message));
            }
            let sampler = match sampling {
                Some(Sampling::Weighted(weights)) => {
                    Sampler::Weighted { stream: self.stream(column), table: AliasTable::new(&weights) }
                }
                Some(Sampling::Uniform) => {
                    match self.partitions.as_ref().filter(|cut| cut.column == column) {
                        Some(partitions) => Sampler::Stratified {
                            strata: Arc::new(Strata::new(self.table.rows, partitions.index_starts.clone())),
                            within: WithinStratum::Uniform { stream: self.stream(column) },
                        },
                        None => Sampler::Uniform { stream: self.stream(column), len: draft.count },
                    }
                }
                in_order => self.distinct_sampler(
                    column,
                    draft.count,
                    matches!(in_order, Some(Sampling::InOrder | Sampling::None)),
                ),
            };
            self.chosen[column] = Some(sampler);
        }
    }

    fn stream(&self, column: usize) -> ColumnStream {
        ColumnStream::new(self.spec.seed, &self.table.name, &self.table.columns[column].name, "value")
    }

    fn key_of(&self, columns: &[usize]) -> u64 {
        columns.iter().fold(0, |key, column| key ^ self.stream(*column).permutation_key())
    }

    fn impossible(&mut self, path: &str, code: &str, message: &str) {
        self.problems.push(Problem::new(path, code, message));
    }
}
