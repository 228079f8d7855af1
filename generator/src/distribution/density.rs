//! From a density over indexes to cells with a chance each.

use crate::axis::CellTable;

/// How much the logarithm of a density differs within a cell at the most: it counts as even there.
const EVEN: f64 = 0.25;
/// The same times the cell's chance: eight times how far the chance of "up to here" may be off within the cell.
const EXACT: f64 = 1.0 / 8_192.0;
/// What does not matter, as a logarithm, beside one index with the highest density: e^−45 is less than one row in 10^19.
const NEGLIGIBLE: f64 = 45.0;
/// Up to so many indexes of a cell are added up one by one.
const ADDED_UP: u64 = 16;
/// Nodes and weights of Gauss and Legendre's rule of five points over −1 to 1 (Abramowitz and Stegun, table 25.4).
const NODES: [(f64, f64); 5] = [
    (0.0, 0.568_888_888_888_888_9),
    (-0.538_469_310_105_683_1, 0.478_628_670_499_366_47),
    (0.538_469_310_105_683_1, 0.478_628_670_499_366_47),
    (-0.906_179_845_938_664, 0.236_926_885_056_189_08),
    (0.906_179_845_938_664, 0.236_926_885_056_189_08),
];

/// A density over indexes, by its logarithm: the chance of an index is what it is there, relative to the others. It rises up to `mode`
/// and falls behind it.
pub(super) struct Density<'a> {
    pub(super) logarithm: &'a dyn Fn(f64) -> f64,
    pub(super) mode: f64,
}

/// What all cells of a density are cut by.
struct Cut {
    /// The two indexes around the mode.
    around: [f64; 2],
    /// The highest logarithm: densities are told relative to it.
    highest: f64,
    /// What the density comes to over all indexes; infinite while that is not known.
    total: f64,
    cells: Vec<(u64, f64)>,
}

impl Density<'_> {
    /// The cells of `len` indexes: so narrow that the density is nearly even within each, some hundreds.
    pub(super) fn cells(&self, len: u128) -> CellTable {
        let last = u64::try_from(len - 1).unwrap_or(u64::MAX);
        let mode = self.mode.clamp(0.0, last as f64);
        let around = [mode.floor(), mode.ceil().min(last as f64)];
        let highest =
            around.map(|index| (self.logarithm)(index)).into_iter().fold(f64::NEG_INFINITY, f64::max);
        if !highest.is_finite() {
            // So narrow that there is nothing at the indexes beside the mode: all of it belongs to the nearer.
            return CellTable::certain(((mode + 0.5).floor() as u64).min(last));
        }
        let mut cut = Cut { around, highest, total: f64::INFINITY, cells: Vec::new() };
        self.cut(0, last, &mut cut);
        cut.total = cut.cells.iter().map(|(_, mass)| mass).sum();
        cut.cells.clear();
        self.cut(0, last, &mut cut);
        CellTable::new(&cut.cells, len)
    }

    /// Cuts the indexes from `first` to `last` into cells, in order. Each call halves them: at most 64 deep. What falls by more than a cell
    /// may is cut only as far down as it matters, which bounds the cells to some thousands.
    fn cut(&self, first: u64, last: u64, cut: &mut Cut) {
        let (most, least) = self.bounds(first as f64, last as f64, cut);
        if most - cut.highest + libm::log((last - first) as f64 + 1.0) < -NEGLIGIBLE {
            cut.cells.push((first, 0.0));
            return;
        }
        if first == last || most - least <= EVEN {
            let mass = self.mass(first, last, cut);
            if first == last || (most - least) * mass / cut.total <= EXACT {
                cut.cells.push((first, mass));
                return;
            }
        }
        let middle = first + (last - first) / 2;
        self.cut(first, middle, cut);
        self.cut(middle + 1, last, cut);
    }

    /// The largest and the least logarithm from one index to another.
    fn bounds(&self, first: f64, last: f64, cut: &Cut) -> (f64, f64) {
        let [before, behind] = cut.around.map(|index| index.clamp(first, last));
        let values = [first, last, before, behind].map(|index| (self.logarithm)(index));
        (
            values.into_iter().fold(f64::NEG_INFINITY, f64::max),
            values.into_iter().fold(f64::INFINITY, f64::min),
        )
    }

    /// What the density comes to from `first` to `last`, where it is nearly even, relative to its highest.
    fn mass(&self, first: u64, last: u64, cut: &Cut) -> f64 {
        let at = |index: f64| libm::exp((self.logarithm)(index) - cut.highest);
        if last - first < ADDED_UP {
            return (first..=last).map(|index| at(index as f64)).sum();
        }
        let width = (last - first) as f64;
        let (middle, half) = (first as f64 + width / 2.0, width / 2.0 + 0.5);
        half * NODES.iter().map(|(node, weight)| weight * at(middle + node * half)).sum::<f64>()
    }
}
