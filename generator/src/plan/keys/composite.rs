//! Keys of several columns.

use std::sync::Arc;

use super::{Key, Keys};
use crate::{
    axis::{Axis, Part, Permutation, Strata, WithinStratum},
    document::{ProblemCode, SamplerSpec},
    plan::DefaultAxis,
};

/// Chooses the axes of keys of several columns, whose single columns have theirs.
pub(super) fn composite_keys(keys: &mut Keys<'_>) {
    keys.composite_keys();
}

impl Keys<'_> {
    fn composite_keys(&mut self) {
        // A key with a column that never repeats by itself never repeats.
        let holds_anyway = |key: &Key| key.columns.iter().any(|column| self.is_distinct_anyway(*column));
        let mut keys: Vec<Key> =
            self.keys().into_iter().filter(|key| key.columns.len() > 1 && !holds_anyway(key)).collect();
        // Keys that are part of others come first, and settle those, too; where rows are shared out, nobody else can settle a key.
        keys.sort_by_key(|key| (key.columns.len(), self.shared_out(key).is_none()));
        let mut settled: Vec<Vec<usize>> = Vec::new();
        for key in &keys {
            // What holds for some of its columns holds for the key.
            if settled.iter().any(|columns| columns.iter().all(|column| key.columns.contains(column))) {
                continue;
            }
            if self.numbers_children(key) {
                // The number of a row among those of its parent, beside the parent.
            } else if let Some(leader) = self.shared_out(key) {
                self.key_within_parent(key, leader);
            } else {
                let others = self.others_with_a_part(key, &keys);
                if !others.is_empty() && self.keys_with_a_part(key, &others) {
                    settled.extend(others.iter().map(|other| other.columns.clone()));
                } else {
                    self.composite_key(key);
                }
            }
            settled.push(key.columns.clone());
        }
    }

    /// Whether no row has the value of a column that another one has, whatever keys do with the others.
    fn is_distinct_anyway(&self, column: usize) -> bool {
        let axis = self.chosen[self.leader(column)].map(|axis| &self.axes[axis]);
        axis.is_some_and(Axis::is_distinct) && self.columns[column].is_distinct()
            || self.never_repeats(column)
            || self.is_whole_person(column)
    }

    /// The keys that have columns of this one, and others besides; none if there are more than could be settled together.
    fn others_with_a_part<'k>(&self, key: &Key, keys: &'k [Key]) -> Vec<&'k Key> {
        let own = self.leaders(key);
        let mut others: Vec<&Key> = Vec::new();
        for other in keys {
            if !other.columns.iter().any(|column| own.contains(&self.leader(*column))) {
                continue;
            }
            let leaders = self.leaders(other);
            // A key with all of its columns holds where this one does.
            if leaders.len() < 2 || own.iter().all(|column| leaders.contains(column)) {
                continue;
            }
            others.push(other);
            // Each has at least a column of its own.
            if others.len() > self.columns.len() {
                return Vec::new();
            }
        }
        others
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

    /// One number in mixed radix, shuffled or in order, of which each column takes a digit; the columns of one foreign key are one digit
    /// together, the parent's row.
    fn composite_key(&mut self, key: &Key) {
        let mut digits = self.leaders(key);
        digits.retain(|column| self.is_digit(*column, key));
        let total = self.fit(&mut digits, 1 << 64);
        if total < u128::from(self.table.rows) {
            return self.too_few_combinations(key, &digits, total);
        }
        // A table of one row or none keeps to every key by itself.
        if digits.is_empty() {
            return;
        }
        let number = self.number(&digits, &digits, total);
        self.take_digits(&digits, number, total);
    }

    /// The columns that pick what the columns of a key show, each once. That of the partitions is the most significant digit, so that a partition is
    /// an interval of the number.
    fn leaders(&self, key: &Key) -> Vec<usize> {
        let mut leaders: Vec<usize> = Vec::new();
        for column in &key.columns {
            let leader = self.leader(*column);
            if !leaders.contains(&leader) {
                leaders.push(leader);
            }
        }
        leaders.sort_by_key(|column| !self.is_partition(*column));
        leaders
    }

    /// Whether a column can take a digit of a number that no other row has.
    fn is_digit(&self, column: usize, key: &Key) -> bool {
        self.tells_parent_rows_apart(column, key)
            && self.chosen[column].is_none()
            && !self.is_distinct_anyway(column)
            && !matches!(self.columns[column].draft.axis, DefaultAxis::Weighted(_))
            && self.table.columns[column].sampler != Some(SamplerSpec::Uniform)
            && self.table.columns[column].distribution.is_none()
    }

    /// Keeps as many digits as a bound of combinations allows, at most 2^64, and tells how many combinations they have; further columns are free to
    /// repeat.
    fn fit(&self, digits: &mut Vec<usize>, most: u128) -> u128 {
        let mut total: u128 = 1;
        digits.retain(|column| {
            let product = total.saturating_mul(self.columns[*column].draft.len);
            let fits = product <= most;
            total = if fits { product } else { total };
            fits
        });
        total
    }

    /// The axis of a number of `total`, of which the first digit is worth `total` divided by its length.
    fn number(&mut self, digits: &[usize], keyed_by: &[usize], total: u128) -> Axis {
        let in_order =
            keyed_by.iter().all(|column| self.table.columns[*column].sampler == Some(SamplerSpec::InOrder));
        let first = digits.first().copied();
        match self.partitions.as_ref().filter(|partitions| Some(partitions.column) == first) {
            Some(partitions) => {
                let factor = total / self.columns[partitions.column].draft.len;
                Axis::Stratified {
                    strata: Arc::new(Strata::scaled(self.table.rows, &partitions.index_starts, factor)),
                    within: if in_order {
                        WithinStratum::InOrder
                    } else {
                        WithinStratum::Shuffled { key: self.key_of(keyed_by) }
                    },
                }
            }
            None if in_order => Axis::InOrder { len: total },
            None => Axis::Shuffled { permutation: Permutation::new(self.key_of(keyed_by), total) },
        }
    }

    /// Gives each of some columns its digit of a number below `total`, the product of their lengths.
    fn take_digits(&mut self, digits: &[usize], number: Axis, total: u128) {
        if let [only] = *digits {
            return self.choose(only, number);
        }
        self.axes.push(number);
        let number = self.axes.len() - 1;
        self.take_digits_of(digits, number, total);
    }

    /// The same of an axis that is there, of which digits below these may belong to others: `total` is how many numbers there are.
    fn take_digits_of(&mut self, digits: &[usize], number: usize, total: u128) {
        let mut divisor = total;
        for &column in digits {
            let radix = self.columns[column].draft.len;
            divisor /= radix;
            // A divisor of 2^64 would need a radix of 1 in front of it, whose digit is 0 whatever the divisor.
            let divisor = u64::try_from(divisor).unwrap_or(u64::MAX);
            self.choose(column, Axis::Digit { number, divisor, radix });
        }
    }

    /// Whether a key has a column that numbers the children of a parent, and what tells the parent.
    fn numbers_children(&self, key: &Key) -> bool {
        key.columns.iter().any(|column| {
            matches!(self.columns[*column].draft.axis, DefaultAxis::Child(leader, Part::Ordinal)
                if self.tells_parent_rows_apart(leader, key))
        })
    }

    /// The column of a key that shares the rows out among parents; of several that whose parents have the fewest children.
    fn shared_out(&self, key: &Key) -> Option<usize> {
        let leaders =
            self.leaders(key).into_iter().filter(|column| self.tells_parent_rows_apart(*column, key));
        let most = |column: usize| Some((self.columns[column].draft.siblings.as_ref()?.bounds().1, column));
        leaders.filter_map(most).min().map(|(_, column)| column)
    }

    /// Inside of each parent, every child takes other values of the rest of the key: those at its number in an order of that parent.
    fn key_within_parent(&mut self, key: &Key, leader: usize) {
        let Some(siblings) = self.columns[leader].draft.siblings.clone() else { return };
        let mut digits = self.leaders(key);
        digits
            .retain(|column| *column != leader && self.is_digit(*column, key) && !self.is_partition(*column));
        let total = self.fit(&mut digits, 1 << 64);
        let most = siblings.bounds().1;
        if total < u128::from(most) {
            let name = &self.table.columns[leader].name;
            let mut message = format!(
                "a parent of `{name}` may have {most} children, and the rest of the key has {total} combinations; set the max of `{name}` to \
                 {total}, or widen a generator"
            );
            message.push_str(&self.left_out(key, |column| column == leader || digits.contains(&column)));
            return self.impossible(&key.path, ProblemCode::TooFewValues, &message);
        }
        // The parents of a table with a child each at most keep to the key by themselves.
        if digits.is_empty() {
            return;
        }
        let Some(group) = self.chosen[leader] else { return };
        let order = match &self.axes[group] {
            Axis::Child { order, .. } => order.clone(),
            _ => None,
        };
        self.axes.push(Axis::Child { siblings, order, part: Part::Ordinal });
        let number = self.axes.len() - 1;
        let permutation = Permutation::new(self.key_of(&digits), total);
        self.take_digits(&digits, Axis::Within { number, group, permutation }, total);
    }

    /// Keys that have a part in common and nothing else: rows are numbered inside of each value of that part, and in every key the rest is taken at
    /// that number. False if the keys have something else in common, or a column that cannot be counted.
    fn keys_with_a_part(&mut self, key: &Key, others: &[&Key]) -> bool {
        let keys: Vec<&Key> = std::iter::once(key).chain(others.iter().copied()).collect();
        let leaders: Vec<Vec<usize>> = keys.iter().map(|key| self.leaders(key)).collect();
        let is_in_all = |column: &usize| leaders.iter().all(|of_key| of_key.contains(column));
        let part: Vec<usize> = leaders[0].iter().copied().filter(is_in_all).collect();
        let mut rests: Vec<Vec<usize>> = leaders
            .iter()
            .map(|of_key| of_key.iter().copied().filter(|column| !part.contains(column)).collect())
            .collect();
        let mut all: Vec<usize> = part.iter().chain(rests.iter().flatten()).copied().collect();
        all.sort_unstable();
        let is_twice = all.windows(2).any(|pair| pair[0] == pair[1]);
        let can_count =
            |of_key: &Vec<usize>, key: &&Key| of_key.iter().all(|column| self.is_digit(*column, key));
        let are_counted = leaders.iter().zip(&keys).all(|(of_key, key)| can_count(of_key, key));
        let is_cut = rests.iter().flatten().any(|column| self.is_partition(*column));
        if part.is_empty() || is_twice || !are_counted || is_cut || rests.iter().any(Vec::is_empty) {
            return false;
        }
        let mut whole = part.clone();
        let parts = self.fit(&mut whole, 1 << 64);
        if whole.len() < part.len() {
            return false;
        }
        let lengths: Vec<u128> = rests.iter_mut().map(|rest| self.fit(rest, 1 << 64)).collect();
        let (tightest, least) =
            lengths.iter().copied().enumerate().min_by_key(|(_, len)| *len).unwrap_or((0, 1));
        let within = least.min((1 << 64) / parts);
        if parts * within < u128::from(self.table.rows) {
            let digits: Vec<usize> = part.iter().chain(&rests[tightest]).copied().collect();
            self.too_few_combinations(keys[tightest], &digits, parts * within);
            return true;
        }
        let total = parts * within;
        let number = self.number(&part, &all, total);
        self.axes.push(number);
        let number = self.axes.len() - 1;
        self.take_digits_of(&part, number, total);
        // A divisor of 2^64 belongs to a part of one value.
        let divisor = u64::try_from(within).unwrap_or(u64::MAX);
        self.axes.push(Axis::Digit { number, divisor, radix: parts });
        let group = self.axes.len() - 1;
        self.axes.push(Axis::Digit { number, divisor: 1, radix: within });
        let number = self.axes.len() - 1;
        for (rest, len) in rests.iter().zip(lengths) {
            let permutation = Permutation::new(self.key_of(rest), len);
            self.take_digits(rest, Axis::Within { number, group, permutation }, len);
        }
        true
    }

    fn too_few_combinations(&mut self, key: &Key, digits: &[usize], total: u128) {
        let name = |column: &usize| format!("`{}`", self.table.columns[*column].name);
        let counts = digits
            .iter()
            .map(|column| format!("{} {} values", name(column), self.columns[*column].draft.len));
        let counts = counts.collect::<Vec<_>>().join(", ");
        let counts = if counts.is_empty() { String::new() } else { format!(" ({counts})") };
        let combinations = match total {
            1 => "1 combination".to_owned(),
            total => format!("{total} different combinations"),
        };
        let mut message = format!(
            "the key has {combinations}{counts}, the table {} rows; widen a generator or make fewer rows",
            self.table.rows
        );
        message.push_str(&self.left_out(key, |column| digits.contains(&column)));
        self.impossible(&key.path, ProblemCode::TooFewValues, &message);
    }

    /// What is said of the columns of a key that take no part in it; empty if there are none.
    fn left_out(&self, key: &Key, takes_part: impl Fn(usize) -> bool) -> String {
        let others = key.columns.iter().filter(|column| !takes_part(self.leader(**column)));
        let names: Vec<String> =
            others.map(|column| format!("`{}`", self.table.columns[*column].name)).collect();
        if names.is_empty() {
            return String::new();
        }
        format!(
            "; {} cannot help: weighted, uniform, with a distribution, not countable, or part of another key",
            names.join(", ")
        )
    }
}
