//! Children of parents: which parent a child has, the how many-th of its children it is, and how many a parent has, of any row by itself.
//!
//! The parents are halved again and again, and how many of the children belong to the first half is drawn by a hash of the half, so that
//! each half knows its children without looking at others: a row is found in as many steps as the number of parents has bits. Children
//! of one parent are neighbours, and parents come in order.

use std::fmt;

use super::{
    CellTable, Permutation,
    binomial::{binomial, hypergeometric},
};
use crate::{
    batch::Rows,
    random::{SplitMix64, mix},
};

/// Halvings that are done when a spec is compiled: a row begins behind them.
pub(crate) const HALVINGS: u32 = 6;
/// The same where rows are looked for one by one.
pub(crate) const HALVINGS_TO_BE_SCATTERED: u32 = 12;

/// The memory of what is kept of so many halvings, in cells of a distribution.
pub(crate) fn kept_cells(halvings: u32, parents: u64, generations: usize) -> usize {
    // Two cells are no less than a stretch.
    let stretches = parents.min(1 << halvings) as usize;
    generations * stretches * 2
}

/// What is asked of a child.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// The row of its parent.
    Parent,
    /// Its number among the children of its parent, from 0.
    Ordinal,
    /// How many parents, one above the other, it has.
    Level,
}

/// Rows that belong to parents.
pub(crate) trait Siblings: fmt::Debug + Send + Sync {
    /// Appends what is asked of each row. Rows without a parent have row 0 as one.
    fn fill(&self, part: Part, rows: &Rows<'_>, indexes: &mut Vec<u64>);

    /// Appends how many children each of these rows of the parent has.
    fn counts(&self, parents: &Rows<'_>, counts: &mut Vec<i64>);

    /// The least and the most children of a parent.
    fn bounds(&self) -> (u64, u64);

    /// How many rows, the first ones, have no parent.
    fn roots(&self) -> u64;

    /// How many parents a row has at the most, one above the other.
    fn depth(&self) -> u64;
}

/// Parents and children of two tables, or the levels of a tree.
#[derive(Debug)]
pub(crate) struct Children {
    roots: u64,
    /// Of which the parents of each are the children of the one before.
    generations: Vec<Generation>,
}

/// How many children parents have: the sum and its bounds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Share {
    pub(crate) parents: u64,
    pub(crate) children: u64,
    /// Parents that have children, or may have if `min` is 0.
    pub(crate) with_children: u64,
    /// Children of such a parent: at least `min`, at most `max`, of which the products with the number of parents are no less and no more
    /// than the children.
    pub(crate) min: u64,
    pub(crate) max: u64,
}

/// Parents and the children that they share out.
#[derive(Debug)]
struct Generation {
    key: u64,
    first_parent: u64,
    first_child: u64,
    share: Share,
    chances: Option<Chances>,
    /// In which order the parents' rows have the chances; that of the rows where there is none.
    ranking: Option<Permutation>,
    /// The stretches after some halvings, in order.
    prepared: Vec<Stretch>,
}

/// Neighbouring parents, and the children that belong to them.
#[derive(Debug, Clone, Copy)]
struct Stretch {
    first: u64,
    parents: u64,
    /// How many of them have children.
    with_children: u64,
    first_child: u64,
    /// Children beyond the least number of each.
    extra: u64,
    /// The chances of all parents in front of the first one, and in front of the one behind the last.
    chances: [f64; 2],
}

/// How likely a further child belongs to a parent.
#[derive(Debug)]
struct Chances {
    /// Where parents of one chance begin, and the sum of all chances before.
    cells: Vec<(u64, f64)>,
    parents: u64,
    total: f64,
}

impl Children {
    /// The children of another table. `chances` say how likely a further child belongs to a parent, by the parents' rows. What is kept of so many
    /// halvings changes no row, but how fast it is found.
    pub(crate) fn new(key: u64, share: Share, chances: Option<&CellTable>, halvings: u32) -> Self {
        let chances = chances.map(|cells| Chances::new(cells, share.parents));
        Self { roots: 0, generations: vec![Generation::new(key, [0, 0], share, chances, halvings)] }
    }

    /// The same children, whose parents come in any order: those with the best chances are any rows.
    pub(crate) fn ranked_at_random(mut self, key: u64) -> Self {
        for generation in &mut self.generations {
            generation.ranking = Some(Permutation::new(key, generation.share.parents.into()));
        }
        self
    }

    /// A tree in its own table: the rows of each level, the first without parents, come behind those of the level above.
    pub(crate) fn tree(key: u64, levels: &[u64], max: u64, halvings: u32) -> Self {
        let mut generations = Vec::with_capacity(levels.len());
        let mut first_parent = 0;
        for (level, pair) in (0_u64..).zip(levels.windows(2)) {
            let [parents, children] = [pair[0], pair[1]];
            let share = Share { parents, children, with_children: parents, min: 0, max };
            let first_child = first_parent + parents;
            generations.push(Generation::new(
                mix(key ^ level),
                [first_parent, first_child],
                share,
                None,
                halvings,
            ));
            first_parent = first_child;
        }
        Self { roots: levels.first().copied().unwrap_or_default(), generations }
    }

    /// The generation that a child is of, if it has a parent.
    fn generation(&self, child: u64) -> Option<usize> {
        let behind = self.generations.partition_point(|generation| generation.first_child <= child);
        behind.checked_sub(1).filter(|_| child >= self.roots)
    }
}

impl Siblings for Children {
    fn fill(&self, part: Part, rows: &Rows<'_>, indexes: &mut Vec<u64>) {
        let mut walk: Option<(usize, Walk<'_>)> = None;
        rows.for_each(|row| {
            let is_in = |(of, _): &(usize, Walk<'_>)| {
                let generation = &self.generations[*of];
                row.wrapping_sub(generation.first_child) < generation.share.children
            };
            if !walk.as_ref().is_some_and(is_in) {
                walk = self.generation(row).map(|of| (of, Walk::new(&self.generations[of])));
            }
            indexes.push(match &mut walk {
                None if part == Part::Ordinal => row,
                None => 0,
                Some((of, _)) if part == Part::Level => *of as u64 + 1,
                Some((of, walk)) => {
                    let generation = &self.generations[*of];
                    let (parent, ordinal) = walk.find(row - generation.first_child);
                    if part == Part::Parent {
                        generation.first_parent + generation.row_of(parent)
                    } else {
                        ordinal
                    }
                }
            });
        });
    }

    fn counts(&self, parents: &Rows<'_>, counts: &mut Vec<i64>) {
        parents.for_each(|parent| {
            let of = self
                .generations
                .iter()
                .find(|generation| parent.wrapping_sub(generation.first_parent) < generation.share.parents);
            // The last level of a tree has none.
            counts.push(of.map_or(0, |of| of.count(parent - of.first_parent) as i64));
        });
    }

    fn bounds(&self) -> (u64, u64) {
        let least = match self.generations.as_slice() {
            [only] if self.roots == 0 => only.share.least(),
            _ => 0,
        };
        let most = self.generations.iter().map(|generation| generation.share.most()).max();
        (least, most.unwrap_or_default())
    }

    fn roots(&self) -> u64 {
        self.roots
    }

    fn depth(&self) -> u64 {
        self.generations.len() as u64
    }
}

impl Share {
    /// The least children of any parent.
    fn least(&self) -> u64 {
        if self.with_children < self.parents { 0 } else { self.min }
    }

    /// The most children that a parent can have.
    pub(crate) fn most(&self) -> u64 {
        let of_others = self.with_children.saturating_sub(1) * self.min;
        self.max.min(self.children.saturating_sub(of_others))
    }
}

impl Generation {
    fn new(
        key: u64,
        [first_parent, first_child]: [u64; 2],
        share: Share,
        chances: Option<Chances>,
        halvings: u32,
    ) -> Self {
        let all = Stretch {
            first: 0,
            parents: share.parents,
            with_children: share.with_children,
            first_child: 0,
            extra: share.children - share.with_children * share.min,
            chances: [0.0, chances.as_ref().map_or(0.0, |chances| chances.total)],
        };
        let mut generation =
            Self { key, first_parent, first_child, share, chances, ranking: None, prepared: vec![all] };
        for _ in 0..halvings {
            generation.prepare();
        }
        generation
    }

    /// Halves all stretches that are kept.
    fn prepare(&mut self) {
        let kept = std::mem::take(&mut self.prepared);
        self.prepared = kept.into_iter().flat_map(|stretch| self.halves(stretch)).collect();
    }

    /// Both halves of a stretch; of a single parent that itself.
    fn halves(&self, stretch: Stretch) -> impl Iterator<Item = Stretch> {
        let halves = (stretch.parents > 1).then(|| self.halve(stretch));
        let [first, second] = match halves {
            Some([left, right]) => [Some(left), Some(right)],
            None => [Some(stretch), None],
        };
        first.into_iter().chain(second)
    }

    /// The halves of a stretch of two parents or more.
    fn halve(&self, stretch: Stretch) -> [Stretch; 2] {
        let Stretch { first, parents, with_children, first_child, extra, chances: [before, end] } = stretch;
        // A stretch with the same first parent has another length.
        let mut random = SplitMix64::new(mix(mix(self.key ^ first).wrapping_add(parents)));
        let left = parents / 2;
        let right = parents - left;
        let left_with = if with_children == parents {
            left
        } else {
            hypergeometric(with_children, left, right, &mut random)
        };
        let right_with = with_children - left_with;
        let most_extra = self.share.max - self.share.min;
        let (left_room, right_room) =
            (left_with.saturating_mul(most_extra), right_with.saturating_mul(most_extra));
        let by_number = left_with as f64 / with_children.max(1) as f64;
        let room = left_room.saturating_add(right_room);
        let middle = self.chances.as_ref().map_or(0.0, |chances| chances.before(first + left));
        let wanted = match &self.chances {
            Some(_) => {
                let of = |chance: f64, parents: u64, with_children: u64| {
                    chance.max(0.0) * (with_children as f64 / parents as f64)
                };
                let one = of(middle - before, left, left_with);
                let all = one + of(end - middle, right, right_with);
                let chance = if all > 0.0 { one / all } else { by_number };
                binomial(extra, chance, &mut random)
            }
            // Where there is little room it is the free places that are shared out, of which there are fewer.
            None if extra > room / 2 => {
                left_room.saturating_sub(binomial(room - extra, by_number, &mut random))
            }
            None => binomial(extra, by_number, &mut random),
        };
        let left_extra = wanted.clamp(extra.saturating_sub(right_room), extra.min(left_room));
        let of_left = left_with * self.share.min + left_extra;
        [
            Stretch {
                parents: left,
                with_children: left_with,
                extra: left_extra,
                chances: [before, middle],
                ..stretch
            },
            Stretch {
                first: first + left,
                parents: right,
                with_children: right_with,
                first_child: first_child + of_left,
                extra: extra - left_extra,
                chances: [middle, end],
            },
        ]
    }

    /// How many children a stretch has.
    fn children(&self, stretch: &Stretch) -> u64 {
        stretch.with_children * self.share.min + stretch.extra
    }

    /// The row of the parent at a place.
    fn row_of(&self, place: u64) -> u64 {
        self.ranking.as_ref().map_or(place, |ranking| ranking.apply(place))
    }

    /// How many children a parent has.
    fn count(&self, row: u64) -> u64 {
        let parent = self.ranking.as_ref().map_or(row, |ranking| ranking.invert(row));
        let behind = self.prepared.partition_point(|stretch| stretch.first <= parent);
        // The first stretch begins with the first parent.
        let mut stretch = self.prepared[behind - 1];
        while stretch.parents > 1 {
            let [left, right] = self.halve(stretch);
            stretch = if parent < right.first { left } else { right };
        }
        self.children(&stretch)
    }
}

/// A walk along the children of a generation: a step to a neighbour is short.
struct Walk<'a> {
    generation: &'a Generation,
    /// One parent, with some children or none.
    at: Stretch,
    /// Stretches behind it, the next one last.
    ahead: Vec<Stretch>,
}

impl<'a> Walk<'a> {
    fn new(generation: &'a Generation) -> Self {
        let nothing =
            Stretch { first: 0, parents: 1, with_children: 0, first_child: 0, extra: 0, chances: [0.0; 2] };
        Self { generation, at: nothing, ahead: Vec::new() }
    }

    /// The parent of a child that the generation has, and its number among the children of that.
    fn find(&mut self, child: u64) -> (u64, u64) {
        let generation = self.generation;
        let is_behind = |stretch: &Stretch| child < stretch.first_child + generation.children(stretch);
        if child < self.at.first_child || !is_behind(&self.at) {
            let next = if child < self.at.first_child {
                self.ahead.clear();
                None
            } else {
                std::iter::from_fn(|| self.ahead.pop()).find(is_behind)
            };
            let mut stretch = next.unwrap_or_else(|| {
                let behind = generation.prepared.partition_point(|stretch| stretch.first_child <= child);
                // The first stretch begins with child 0.
                generation.prepared[behind - 1]
            });
            while stretch.parents > 1 {
                let [left, right] = generation.halve(stretch);
                stretch = if child < right.first_child {
                    self.ahead.push(right);
                    left
                } else {
                    right
                };
            }
            self.at = stretch;
        }
        (self.at.first, child - self.at.first_child)
    }
}

impl Chances {
    fn new(cells: &CellTable, parents: u64) -> Self {
        let mut total = 0.0;
        let mut firsts: Vec<(u64, f64)> = cells.chances().collect();
        firsts.sort_unstable_by_key(|(first, _)| *first);
        for (_, chance) in &mut firsts {
            let before = total;
            total += *chance;
            *chance = before;
        }
        Self { cells: firsts, parents, total }
    }

    /// The chance of all parents in front of one.
    fn before(&self, parent: u64) -> f64 {
        let behind = self.cells.partition_point(|(first, _)| *first <= parent);
        let Some(&(first, before)) = behind.checked_sub(1).and_then(|cell| self.cells.get(cell)) else {
            return 0.0;
        };
        let (next, of_next) = self.cells.get(behind).copied().unwrap_or((self.parents, self.total));
        let share = (parent - first) as f64 / (next - first).max(1) as f64;
        before + (of_next - before) * share
    }
}

/// The rows of each level of a tree of `rows` rows, whose first `roots` have no parent, with at most `depth` levels below them, none of which has more
/// than `max` times the rows of the one above; `None` if these are too few. Levels grow evenly.
pub(crate) fn tree_levels(rows: u64, roots: u64, depth: u64, max: u64) -> Option<Vec<u64>> {
    let roots = roots.min(rows);
    let below = rows - roots;
    let mut most = vec![roots];
    for level in 0..depth as usize {
        most.push(most[level].saturating_mul(max).min(rows));
    }
    if most[1..].iter().fold(0_u64, |sum, level| sum.saturating_add(*level)) < below {
        return None;
    }
    // How much a level is larger than the one above, by halving: 64 times are as exact as the numbers are.
    let (mut low, mut high) = (0.0, below as f64 / roots.max(1) as f64 + 1.0);
    let sum = |growth: f64| {
        (0..depth).fold((0.0, roots as f64), |(sum, level), _| (sum + level * growth, level * growth)).0
    };
    for _ in 0..64 {
        let middle = f64::midpoint(low, high);
        if sum(middle) < below as f64 { low = middle } else { high = middle }
    }
    let mut levels = vec![roots];
    let (mut left, mut wanted) = (below, roots as f64);
    for level in 0..depth as usize {
        wanted *= high;
        let room = levels[level].saturating_mul(max);
        levels.push((wanted.round() as u64).min(room).min(left));
        left -= levels[level + 1];
    }
    // What rounding left over goes where there is room, above first, which makes room below.
    for level in 0..depth as usize {
        let room = levels[level].saturating_mul(max) - levels[level + 1];
        let more = left.min(room);
        levels[level + 1] += more;
        left -= more;
    }
    levels.truncate(levels.iter().take_while(|level| **level > 0).count());
    Some(levels)
}

/// The fewest roots for which a tree of a depth has at least as many rows as it shall have, levels growing as fast as the first one is large, and no
/// level more than `max` times.
pub(crate) fn usual_roots(rows: u64, depth: u64, max: u64) -> u64 {
    let fits = |roots: u64| {
        let growth = roots.max(2).min(max);
        let mut level = roots;
        let mut sum = roots;
        for _ in 0..depth {
            level = level.saturating_mul(growth);
            sum = sum.saturating_add(level);
        }
        sum >= rows
    };
    let (mut low, mut high) = (0, rows.max(1));
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if fits(middle) { high = middle } else { low = middle }
    }
    high
}
