//! Keys: which row takes which index, so that keys never repeat and partitions stay together.

mod children;
mod composite;

use std::sync::Arc;

use super::{
    DefaultAxis, DraftedColumn, Repeats, Shared, drafting::spend_cells, partitions::PartitionStarts,
};
use crate::{
    axis::{AliasTable, Axis, Permutation, Strata, WithinStratum},
    document::{DatasetSpec, DistributionSpec, Problem, ProblemCode, SamplerSpec, TableSpec},
    random::ColumnStream,
    source::UNCOUNTED,
};

/// What chooses further axes.
type Choose = fn(&mut Keys<'_>);

/// The axes of children of parents, which only kinds that come later have; and those of keys of several columns.
static FURTHER: [Choose; 2] = [children::children, composite::composite_keys];

#[cfg(feature = "parted")]
static INSTALLED: std::sync::OnceLock<&'static [Choose; 2]> = std::sync::OnceLock::new();

/// Adds what keys of several columns need, as [`install`](crate::kinds::install) adds kinds.
pub(crate) fn install() {
    #[cfg(feature = "parted")]
    INSTALLED.get_or_init(|| &FURTHER);
}

fn further() -> Option<&'static [Choose; 2]> {
    #[cfg(feature = "parted")]
    return INSTALLED.get().copied();
    #[cfg(not(feature = "parted"))]
    Some(&FURTHER)
}

/// Whether a table has a key of several columns.
pub(crate) fn has_keys_of_several(table: &TableSpec) -> bool {
    std::iter::once(&table.primary_key).chain(&table.unique).any(|key| key.len() > 1)
}

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
/// Columns that must not repeat by themselves are shuffled, or go in order; what keys of several columns take stands in `composite`. `None`
/// if a key is impossible; the reason is then in `problems`.
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
    if let Some([children, _]) = further() {
        children(&mut keys);
    }
    keys.single_columns();
    keys.keys_of_several();
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

    /// Chooses the axes of keys of several columns, if there are any.
    fn keys_of_several(&mut self) {
        if !has_keys_of_several(self.table) {
            return;
        }
        match further() {
            Some([_, composite_keys]) => composite_keys(self),
            None => {
                let message = "keys of several columns are not there yet; wait until the page has fetched all of its parts";
                self.impossible(&format!("{}.unique", self.path), ProblemCode::UnknownKind, message);
            }
        }
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
        if let Some(siblings) = &self.columns[leader].draft.siblings {
            let most = siblings.bounds().1;
            if most > 1 {
                let message = format!(
                    "`{name}` is unique, and a parent may have {most} children; set max to 1, or take the kind foreign_key"
                );
                return self.impossible(path, ProblemCode::NotUnique, &message);
            }
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

    fn other_columns(&mut self) {
        for column in 0..self.columns.len() {
            // Children took their distribution when they were shared out.
            let shares_out = matches!(self.columns[column].draft.axis, DefaultAxis::Child(..));
            if let Some(distribution) =
                self.table.columns[column].distribution.as_ref().filter(|_| !shares_out)
            {
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
                Some(DefaultAxis::Uniform | DefaultAxis::OtherRow) => {
                    match self.partitions.as_ref().filter(|cut| cut.column == column) {
                        Some(partitions) => Axis::Stratified {
                            strata: Arc::new(Strata::new(self.table.rows, partitions.index_starts.clone())),
                            within: WithinStratum::Uniform { stream: self.stream(column) },
                        },
                        None if draft.drawn.is_some() => {
                            self.is_drawn[column] = true;
                            Axis::Uniform { stream: self.stream(column), len: UNCOUNTED }
                        }
                        // Any row of its own table but itself.
                        None if draft.axis == DefaultAxis::OtherRow => {
                            Axis::Other { stream: self.stream(column), len: self.table.rows }
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
            Some(_) if !reason.is_empty() => {
                Err(Some(Problem::new(path, ProblemCode::InvalidDistribution, reason)))
            }
            Some(line) => spend_cells(self.cells_left, distribution, line, path),
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
            Ok(cells) => self.choose(column, Axis::Distributed { stream: self.stream(column), cells }),
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
