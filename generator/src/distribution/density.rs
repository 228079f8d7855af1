//! From a density over indexes to cells with a chance each.

use crate::axis::CellTable;

/// How much the logarithm of a density differs within a cell at the most: it counts as even there.
const EVEN: f64 = 0.25;
/// The same times the cell's chance: eight times how far the chance of "up to here" may be off within the cell.
const EXACT: f64 = 1.0 / 8_192.0;
/// What does not matter, as a logarithm, beside one index with the highest density: e^−45 is less than one row in 10^19.
const NEGLIGIBLE: f64 = 45.0;
/// How much the logarithm differs at the most where it is integrated at once: five points are then exact to nine digits.
const STEEP: f64 = 1.0;
/// How often an interval is halved until it does: to a thousandth.
const MOST_HALVINGS: u32 = 10;
/// Up to so many indexes of a cell are added up one by one.
const ADDED_UP: u64 = 64;
/// Nodes and weights of Gauss and Legendre's rule of five points over −1 to 1 (Abramowitz and Stegun, table 25.4).
const NODES: [(f64, f64); 5] = [
    (0.0, 0.568_888_888_888_888_9),
    (-0.538_469_310_105_683_1, 0.478_628_670_499_366_47),
    (0.538_469_310_105_683_1, 0.478_628_670_499_366_47),
    (-0.906_179_845_938_664, 0.236_926_885_056_189_08),
    (0.906_179_845_938_664, 0.236_926_885_056_189_08),
];

/// A density over indexes, by its logarithm, which is highest at `mode` and falls on both sides of it.
pub(super) struct Density<'a> {
    pub(super) logarithm: &'a dyn Fn(f64) -> f64,
    pub(super) mode: f64,
    /// Whether an index has the density at its place; otherwise what lies half a step around it, within the first and the last.
    pub(super) is_discrete: bool,
}

/// What all cells of a density are cut by.
struct Cut {
    last: u64,
    /// The logarithm at the mode: densities are told relative to it.
    highest: f64,
    /// What the density comes to over all indexes; infinite while that is not known.
    total: f64,
    cells: Vec<(u64, f64)>,
}

impl Density<'_> {
    /// The cells of `len` indexes: so narrow that the density is nearly even within each, some hundreds.
    pub(super) fn cells(&self, len: u128) -> CellTable {
        let last = u64::try_from(len - 1).unwrap_or(u64::MAX);
        if last == 0 {
            return CellTable::new(&[(0, 1.0)], len);
        }
        let highest = (self.logarithm)(self.mode.clamp(0.0, last as f64));
        let mut cut = Cut { last, highest, total: f64::INFINITY, cells: Vec::new() };
        self.cut(0, last, &mut cut);
        cut.total = cut.cells.iter().map(|(_, mass)| mass).sum();
        cut.cells.clear();
        self.cut(0, last, &mut cut);
        CellTable::new(&cut.cells, len)
    }

    /// Cuts the indexes from `first` to `last` into cells, in order. Each call halves them: at most 64 deep.
    fn cut(&self, first: u64, last: u64, cut: &mut Cut) {
        let mass = self.mass(first, last, cut);
        if first == last || self.is_cell(first, last, mass, cut) {
            cut.cells.push((first, mass));
            return;
        }
        let middle = first + (last - first) / 2;
        self.cut(first, middle, cut);
        self.cut(middle + 1, last, cut);
    }

    /// Whether the indexes of a range may count as equally likely.
    fn is_cell(&self, first: u64, last: u64, mass: f64, cut: &Cut) -> bool {
        let (most, least) = self.bounds(first as f64, last as f64);
        if most - cut.highest + libm::log((last - first) as f64) < -NEGLIGIBLE {
            return true;
        }
        // The first and the last have half of what lies around them.
        let is_end = !self.is_discrete && (first == 0 || last == cut.last);
        let apart = most - least;
        !is_end && apart <= EVEN && apart * mass / cut.total <= EXACT
    }

    /// The largest and the least logarithm of an interval.
    fn bounds(&self, start: f64, end: f64) -> (f64, f64) {
        let values = [start, end, self.mode.clamp(start, end)].map(|index| (self.logarithm)(index));
        (
            values.into_iter().fold(f64::NEG_INFINITY, f64::max),
            values.into_iter().fold(f64::INFINITY, f64::min),
        )
    }

    /// What the density comes to from `first` to `last`, relative to its highest. What lies between two indexes is rounded to the nearer.
    fn mass(&self, first: u64, last: u64, cut: &Cut) -> f64 {
        if self.is_discrete && last - first < ADDED_UP {
            return (first..=last).map(|index| self.at(index as f64, cut)).sum();
        }
        // Not from the ends: beyond 2^53 they are rounded, and their difference is not.
        let (mut middle, mut half) =
            (first as f64 + (last - first) as f64 / 2.0, (last - first) as f64 / 2.0 + 0.5);
        if !self.is_discrete && first == 0 {
            (middle, half) = (middle + 0.25, half - 0.25);
        }
        if !self.is_discrete && last == cut.last {
            (middle, half) = (middle - 0.25, half - 0.25);
        }
        self.integral(middle, half, MOST_HALVINGS, cut)
    }

    fn at(&self, index: f64, cut: &Cut) -> f64 {
        libm::exp((self.logarithm)(index) - cut.highest)
    }

    /// The integral over an interval, by its middle and half of its width, halved where the density is steep.
    fn integral(&self, middle: f64, half: f64, halvings: u32, cut: &Cut) -> f64 {
        let (most, least) = self.bounds(middle - half, middle + half);
        let matters = most - cut.highest + libm::log(2.0 * half) >= -NEGLIGIBLE;
        if halvings > 0 && matters && most - least > STEEP {
            let quarter = half / 2.0;
            return self.integral(middle - quarter, quarter, halvings - 1, cut)
                + self.integral(middle + quarter, quarter, halvings - 1, cut);
        }
        half * NODES.iter().map(|(node, weight)| weight * self.at(middle + node * half, cut)).sum::<f64>()
    }
}
