//! Keys: which row takes which index, so that keys never repeat and partitions stay together.

use std::sync::Arc;

use super::{DefaultAxis, DraftedColumn, Repeats, Shared, partitions::PartitionStarts};
use crate::{
    axis::{AliasTable, Axis, Permutation, Strata, WithinStratum},
    distribution::cells,
    document::{DatasetSpec, DistributionSpec, Problem, ProblemCode, SamplerSpec, TableSpec},
    limits::MAX_DISTRIBUTION_CELLS,
    random::ColumnStream,
    source::UNCOUNTED,
};

/// The axes of a table, which of them each column follows, and the first row of each partition with the row count behind them.
pub(super) struct KeyedAxes {
    pub(super) axes: Vec<Axis>,
    pub(super) of_column: Vec<usize>,
    /// Which columns take any index of 2^64 of their other source.
    pub(super) is_drawn: Vec<bool>,
    pub(super) partition_rows: Vec<u64>,
}

/// Chooses the axes of a table.
///
/// Columns that must not repeat by themselves are shuffled, or go in order. A composite key is one number in mixed radix, shuffled or
/// in order, of which each column takes a digit; the columns of one foreign key are one digit together, the parent's row. `None` if a
/// key is impossible; the reason is then in `problems`.
pub(super) fn axes(
    spec: &DatasetSpec,
    table: &TableSpec,
    columns: &[&DraftedColumn],
    partitions: Option<PartitionStarts>,
    cells_left: &mut usize,
    path: &str,
    problems: &mut Vec<Problem>,
) -> Option<KeyedAxes> {
    let before = problems.len();
    let mut keys = Keys {
        spec,
        table,
        columns,
        partitions,
        cells_left,
        path,
        problems,
        axes: Vec::new(),
        shared: Vec::new(),
        chosen: vec![None; columns.len()],
        is_drawn: vec![false; columns.len()],
    };
    keys.single_columns();
    keys.composite_keys();
    keys.other_columns();
    let partition_rows = match &keys.partitions {
        Some(partitions) => Strata::new(table.rows, partitions.index_starts.clone()).row_starts().to_vec(),
        None => vec![0, table.rows],
    };
    let (axes, is_drawn) = (keys.axes, keys.is_drawn);
    let of_column: Option<Vec<usize>> = keys.chosen.into_iter().collect();
    let of_column = of_column.filter(|_| problems.len() == before)?;
    Some(KeyedAxes { axes, of_column, is_drawn, partition_rows })
}

struct Keys<'a> {
    spec: &'a DatasetSpec,
    table: &'a TableSpec,
    columns: &'a [&'a DraftedColumn],
    partitions: Option<PartitionStarts>,
    /// How many cells the distributions of the dataset may still have.
    cells_left: &'a mut usize,
    path: &'a str,
    problems: &'a mut Vec<Problem>,
    axes: Vec<Axis>,
    /// The axes of numbers that columns have in common.
    shared: Vec<(Shared, usize)>,
    chosen: Vec<Option<usize>>,
    is_drawn: Vec<bool>,
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

    fn choose(&mut self, column: usize, axis: Axis) {
        self.axes.push(axis);
        self.chosen[column] = Some(self.axes.len() - 1);
    }

    /// The column whose parent row a column takes: itself if it takes none.
    fn leader(&self, column: usize) -> usize {
        self.columns[column].draft.same_row_as.unwrap_or(column)
    }

    fn single_columns(&mut self) {
        for key in self.keys() {
            if let [column] = key.columns[..] {
                self.single_column(column, &key.path);
            }
        }
    }

    fn single_column(&mut self, column: usize, path: &str) {
        let (draft, name) = (&self.columns[column].draft, &self.table.columns[column].name);
        let leader = self.leader(column);
        match &draft.repeats {
            Repeats::May(reason) => {
                return self.impossible(
                    path,
                    ProblemCode::NotUnique,
                    &format!("`{name}` cannot be unique: {reason}"),
                );
            }
            Repeats::As(other) => return self.single_column(*other, path),
            Repeats::Never | Repeats::OnlyFolded => {}
        }
        if self.chosen[leader].is_some() {
            return;
        }
        if u128::from(self.table.rows) > draft.len {
            let message = format!(
                "`{name}` has {} different values, the table {} rows; widen the generator or make fewer rows",
                draft.len, self.table.rows
            );
            return self.impossible(path, ProblemCode::TooFewValues, &message);
        }
        if matches!(draft.axis, DefaultAxis::Weighted(_)) {
            let message = format!(
                "`{name}` has weights, but in a unique column every value comes once; leave them out"
            );
            return self.impossible(path, ProblemCode::NotUnique, &message);
        }
        if self.table.columns[leader].distribution.is_some() {
            let message = format!(
                "`{name}` has a distribution, but in a unique column every value comes once; leave it out"
            );
            return self.impossible(path, ProblemCode::NotUnique, &message);
        }
        let in_order = match self.table.columns[leader].sampler {
            Some(SamplerSpec::Uniform) => {
                let message = format!(
                    "`{name}` has the sampler `uniform`, which repeats values; choose `shuffled` or `in_order`"
                );
                return self.impossible(path, ProblemCode::NotUnique, &message);
            }
            Some(sampler) => sampler == SamplerSpec::InOrder,
            None => draft.axis == DefaultAxis::InOrder,
        };
        // A whole person comes once, and the names beside the address are theirs.
        if let Some(shared) = draft.shared.clone().filter(|shared| {
            shared.len == draft.len
                && self.table.columns[leader].sampler.is_none()
                && !self.is_partition(leader)
        }) {
            self.chosen[leader] = Some(self.shared_axis(&shared));
            return;
        }
        let axis = self.distinct_axis(leader, draft.len, in_order);
        self.choose(leader, axis);
    }

    fn is_partition(&self, column: usize) -> bool {
        self.partitions.as_ref().is_some_and(|partitions| partitions.column == column)
    }

    /// The axis of a number that columns have in common. Rows take each number once, so that it does not matter to the others whether one
    /// of them must be unique.
    fn shared_axis(&mut self, shared: &Shared) -> usize {
        let known =
            self.shared.iter().find(|(known, _)| known.what == shared.what && known.which == shared.which);
        if let Some((_, axis)) = known {
            return *axis;
        }
        // No column has a part in it, so that none of them changes the others.
        let stream = ColumnStream::new(self.spec.seed, &self.table.name, &shared.which, shared.what);
        self.axes
            .push(Axis::Shuffled { permutation: Permutation::new(stream.permutation_key(), shared.len) });
        self.shared.push((shared.clone(), self.axes.len() - 1));
        self.axes.len() - 1
    }

    /// An axis that takes no index twice while there are no more rows than indexes.
    fn distinct_axis(&self, column: usize, len: u128, in_order: bool) -> Axis {
        let key = self.stream(column).permutation_key();
        match self.partitions.as_ref().filter(|partitions| partitions.column == column) {
            Some(partitions) => Axis::Stratified {
                strata: Arc::new(Strata::new(self.table.rows, partitions.index_starts.clone())),
                within: if in_order { WithinStratum::InOrder } else { WithinStratum::Shuffled { key } },
            },
            None if in_order => Axis::InOrder { len },
            None => Axis::Shuffled { permutation: Permutation::new(key, len) },
        }
    }

    fn composite_keys(&mut self) {
        let mut settled: Vec<Vec<usize>> = Vec::new();
        // Keys that are part of others come first, and settle those, too.
        let mut keys = self.keys();
        keys.sort_by_key(|key| key.columns.len());
        for key in keys {
            // What holds for some of its columns holds for the key.
            if settled.iter().any(|columns| columns.iter().all(|column| key.columns.contains(column))) {
                continue;
            }
            // A key with a column that never repeats by itself never repeats.
            let is_settled = |column: &usize| {
                let axis = self.chosen[self.leader(*column)].map(|axis| &self.axes[axis]);
                axis.is_some_and(Axis::is_distinct) && self.columns[*column].is_distinct()
                    || self.never_repeats(*column)
                    || self.is_whole_person(*column)
            };
            if key.columns.len() > 1 && !key.columns.iter().any(is_settled) {
                self.composite_key(&key);
                settled.push(key.columns);
            }
        }
    }

    /// Whether a column's generator gives every row another value without being asked.
    fn never_repeats(&self, column: usize) -> bool {
        let drafted = self.columns[column];
        drafted.is_distinct()
            && drafted.draft.axis == DefaultAxis::InOrder
            && self.table.columns[column].sampler.is_none()
            && self.table.columns[column].distribution.is_none()
            && drafted.draft.len >= u128::from(self.table.rows)
    }

    /// Whether a column shows a whole number that others of the row show parts of, each row another.
    fn is_whole_person(&self, column: usize) -> bool {
        let (drafted, given) = (self.columns[column], &self.table.columns[column]);
        drafted.draft.shared.as_ref().is_some_and(|shared| shared.len == drafted.draft.len)
            && drafted.is_distinct()
            && given.sampler.is_none()
            && given.distribution.is_none()
            && drafted.draft.len >= u128::from(self.table.rows)
    }

    /// Whether another row of the parent gives other values, in those columns of the key that take the parent's row of `leader`.
    fn tells_parent_rows_apart(&self, leader: usize, key: &Key) -> bool {
        let followers = || key.columns.iter().copied().filter(|column| self.leader(*column) == leader);
        if followers().any(|column| self.columns[column].is_distinct()) {
            return true;
        }
        let reference = |column: usize| self.table.columns[column].generator.as_ref()?.reference();
        let Some(parent) = reference(leader)
            .and_then(|reference| self.spec.tables.iter().find(|table| table.name == reference.table))
        else {
            return false;
        };
        let shown: Vec<&str> = followers().filter_map(|column| Some(reference(column)?.column)).collect();
        std::iter::once(&parent.primary_key)
            .chain(&parent.unique)
            .any(|key| !key.is_empty() && key.iter().all(|name| shown.contains(&name.as_str())))
    }

    fn composite_key(&mut self, key: &Key) {
        // The partition column is the most significant digit, so that a partition is an interval of the number.
        let partition_column = self.partitions.as_ref().map(|partitions| partitions.column);
        // The columns of one foreign key are one digit.
        let mut digits: Vec<usize> = Vec::new();
        for column in &key.columns {
            let leader = self.leader(*column);
            if !digits.contains(&leader) {
                digits.push(leader);
            }
        }
        digits.sort_by_key(|column| Some(*column) != partition_column);
        let usable = |column: &usize| {
            self.tells_parent_rows_apart(*column, key)
                && self.chosen[*column].is_none()
                && !matches!(self.columns[*column].draft.axis, DefaultAxis::Weighted(_))
                && self.table.columns[*column].sampler != Some(SamplerSpec::Uniform)
                && self.table.columns[*column].distribution.is_none()
        };
        digits.retain(usable);
        // As many digits as 64 bits hold; further columns are free to repeat.
        let mut total: u128 = 1;
        digits.retain(|column| {
            let product = total.saturating_mul(self.columns[*column].draft.len);
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
                let factor = total / self.columns[first].draft.len;
                Axis::Stratified {
                    strata: Arc::new(Strata::scaled(self.table.rows, &partitions.index_starts, factor)),
                    within: if in_order {
                        WithinStratum::InOrder
                    } else {
                        WithinStratum::Shuffled { key: self.key_of(&digits) }
                    },
                }
            } else if in_order {
                Axis::InOrder { len: total }
            } else {
                Axis::Shuffled { permutation: Permutation::new(self.key_of(&digits), total) }
            };
        if let [only] = digits[..] {
            return self.choose(only, number);
        }
        self.axes.push(number);
        let number = self.axes.len() - 1;
        let mut divisor = total;
        for column in digits {
            let radix = self.columns[column].draft.len;
            divisor /= radix;
            // A divisor of 2^64 would need a radix of 1 in front of it, whose digit is 0 whatever the divisor.
            let divisor = u64::try_from(divisor).unwrap_or(u64::MAX);
            self.choose(column, Axis::Digit { number, divisor, radix });
        }
    }

    fn too_few_combinations(&mut self, key: &Key, digits: &[usize], total: u128) {
        let name = |column: &usize| format!("`{}`", self.table.columns[*column].name);
        let counts = digits
            .iter()
            .map(|column| format!("{} {} values", name(column), self.columns[*column].draft.len));
        let counts = counts.collect::<Vec<_>>().join(", ");
        let counts = if counts.is_empty() { String::new() } else { format!(" ({counts})") };
        let left_out: Vec<String> =
            key.columns.iter().filter(|column| !digits.contains(&self.leader(**column))).map(name).collect();
        let combinations = match total {
            1 => "1 combination".to_owned(),
            total => format!("{total} different combinations"),
        };
        let mut message = format!(
            "the key has {combinations}{counts}, the table {} rows; widen a generator or make fewer rows",
            self.table.rows
        );
        if !left_out.is_empty() {
            let more = format!(
                "; {} cannot help: weighted, uniform, with a distribution, not countable, or part of another key",
                left_out.join(", ")
            );
            message.push_str(&more);
        }
        self.impossible(&key.path, ProblemCode::TooFewValues, &message);
    }

    fn other_columns(&mut self) {
        for column in 0..self.columns.len() {
            if let Some(distribution) = &self.table.columns[column].distribution {
                self.distributed(column, distribution);
                continue;
            }
            if self.chosen[column].is_some() || self.leader(column) != column {
                continue;
            }
            let draft = &self.columns[column].draft;
            let asked = self.table.columns[column].sampler;
            if let (Some(shared), None) = (draft.shared.clone(), asked) {
                let (number, radix) = (self.shared_axis(&shared), draft.len);
                match shared.divisor {
                    1 if radix == shared.len => self.chosen[column] = Some(number),
                    divisor => self.choose(column, Axis::Digit { number, divisor, radix }),
                }
                continue;
            }
            let wanted = asked.map_or_else(|| Some(draft.axis.clone()), DefaultAxis::of);
            if asked.is_some() && matches!(draft.axis, DefaultAxis::Weighted(_) | DefaultAxis::None) {
                let path = format!("{}.columns[{column}].sampler", self.path);
                let message = "the generator has weights or other columns to go by; leave the sampler out";
                self.problems.push(Problem::new(path, ProblemCode::InvalidSampler, message));
            }
            let axis = match wanted {
                Some(DefaultAxis::Weighted(weights)) => {
                    Axis::Weighted { stream: self.stream(column), table: AliasTable::new(&weights) }
                }
                Some(DefaultAxis::Uniform) => {
                    match self.partitions.as_ref().filter(|cut| cut.column == column) {
                        Some(partitions) => Axis::Stratified {
                            strata: Arc::new(Strata::new(self.table.rows, partitions.index_starts.clone())),
                            within: WithinStratum::Uniform { stream: self.stream(column) },
                        },
                        None if draft.drawn.is_some() => {
                            self.is_drawn[column] = true;
                            Axis::Uniform { stream: self.stream(column), len: UNCOUNTED }
                        }
                        None => Axis::Uniform { stream: self.stream(column), len: draft.len },
                    }
                }
                in_order => self.distinct_axis(
                    column,
                    draft.len,
                    matches!(in_order, Some(DefaultAxis::InOrder | DefaultAxis::None)),
                ),
            };
            self.choose(column, axis);
        }
        for column in 0..self.columns.len() {
            self.chosen[column] = self.chosen[self.leader(column)];
        }
    }

    /// The axis of a column with a distribution.
    fn distributed(&mut self, column: usize, distribution: &DistributionSpec) {
        let path = format!("{}.columns[{column}].distribution", self.path);
        let (draft, given) = (&self.columns[column].draft, &self.table.columns[column]);
        let reason = if self.leader(column) != column {
            "the column takes the row of another one; give that the distribution"
        } else if given.sampler.is_some() {
            "the column has an order of its values, too; leave one of them out"
        } else if matches!(draft.axis, DefaultAxis::Weighted(_)) {
            "the generator has weights, which say how often its values come; leave one of them out"
        } else if self.is_partition(column) {
            "the table is cut by this column into ranges with as many rows as they have values; partition by another, or leave the \
             distribution out"
        } else {
            ""
        };
        let cells = match draft.line {
            Some(_) if *self.cells_left == 0 => {
                let message = format!(
                    "the distributions before this one have {MAX_DISTRIBUTION_CELLS} cells together, which is as many as are made; leave \
                     some out, or give seasons a shorter range"
                );
                Err(Some(Problem::new(path, ProblemCode::TooMuchWork, message)))
            }
            Some(_) if !reason.is_empty() => {
                Err(Some(Problem::new(path, ProblemCode::InvalidDistribution, reason)))
            }
            Some(line) => cells(distribution, line, path),
            None => {
                let kind = given.generator.as_ref().map_or("", |generator| generator.kind().name);
                let message = format!(
                    "the values of `{kind}` have no order in which a distribution makes sense; leave it out, or choose numbers, dates, \
                     times, a list or a foreign key"
                );
                Err(Some(Problem::new(path, ProblemCode::InvalidDistribution, message)))
            }
        };
        match cells {
            Ok(cells) => {
                *self.cells_left = self.cells_left.saturating_sub(cells.count());
                self.choose(column, Axis::Distributed { stream: self.stream(column), cells });
            }
            Err(problem) => self.problems.extend(problem),
        }
    }

    fn stream(&self, column: usize) -> ColumnStream {
        ColumnStream::new(self.spec.seed, &self.table.name, &self.table.columns[column].name, "value")
    }

    fn key_of(&self, columns: &[usize]) -> u64 {
        columns.iter().fold(0, |key, column| key ^ self.stream(*column).permutation_key())
    }

    fn impossible(&mut self, path: &str, code: ProblemCode, message: &str) {
        self.problems.push(Problem::new(path, code, message));
    }
}
