//! What is chosen: the thing that the inspector has a form for.

use std::collections::BTreeSet;

/// What the inspector shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Chosen {
    /// The dataset as a whole.
    Dataset,
    /// The selected table.
    Table,
    /// Columns of the selected table, at least one.
    Columns(ChosenColumns),
}

/// Columns by their positions in the spec.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ChosenColumns {
    positions: BTreeSet<usize>,
    /// Where a range begins that is extended.
    anchor: usize,
    /// Where it ends now.
    head: usize,
}

/// How a click or a key chooses a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Choosing {
    /// This one alone.
    Only,
    /// All from the one that was chosen first to this one.
    Extend,
    /// This one too, or no longer.
    Toggle,
}

impl Choosing {
    /// What held keys mean.
    pub(crate) fn of_keys(is_shift: bool, is_control: bool) -> Self {
        match (is_shift, is_control) {
            (true, _) => Self::Extend,
            (false, true) => Self::Toggle,
            (false, false) => Self::Only,
        }
    }
}

impl Chosen {
    /// One column.
    pub(crate) fn column(position: usize) -> Self {
        Self::Columns(ChosenColumns::only(position))
    }

    /// The columns from one to another, both included.
    pub(crate) fn columns(first: usize, last: usize) -> Self {
        let mut columns = ChosenColumns::only(first);
        columns.choose(last, Choosing::Extend);
        Self::Columns(columns)
    }

    /// Some columns, the last of which was chosen last; the table if there are none.
    pub(crate) fn several(positions: &[usize]) -> Self {
        let (Some(first), Some(last)) = (positions.first(), positions.last()) else { return Self::Table };
        Self::Columns(ChosenColumns {
            positions: positions.iter().copied().collect(),
            anchor: *first,
            head: *last,
        })
    }

    /// The same with a column chosen in this way.
    pub(crate) fn choose(&self, position: usize, choosing: Choosing) -> Self {
        match self {
            Self::Columns(columns) => {
                let mut columns = columns.clone();
                columns.choose(position, choosing);
                Self::Columns(columns)
            }
            Self::Dataset | Self::Table => Self::column(position),
        }
    }

    /// The positions of the chosen columns, in their order; none if something else is chosen.
    pub(crate) fn positions(&self) -> Vec<usize> {
        match self {
            Self::Columns(columns) => columns.positions.iter().copied().collect(),
            Self::Dataset | Self::Table => Vec::new(),
        }
    }

    /// The column that was chosen last.
    pub(crate) fn head(&self) -> Option<usize> {
        match self {
            Self::Columns(columns) => Some(columns.head),
            Self::Dataset | Self::Table => None,
        }
    }

    /// Whether a column is chosen.
    pub(crate) fn has(&self, position: usize) -> bool {
        matches!(self, Self::Columns(columns) if columns.positions.contains(&position))
    }

    /// What is left of it in a table of so many columns.
    pub(crate) fn within(self, columns: usize) -> Self {
        match self {
            Self::Columns(mut chosen) => {
                let Some(last) = columns.checked_sub(1) else { return Self::Table };
                chosen.positions.retain(|position| *position <= last);
                if chosen.positions.is_empty() {
                    return Self::column(last);
                }
                // What it ended at may be gone.
                let left = *chosen.positions.last().unwrap_or(&last);
                if !chosen.positions.contains(&chosen.head) {
                    chosen.head = left;
                }
                if !chosen.positions.contains(&chosen.anchor) {
                    chosen.anchor = left;
                }
                Self::Columns(chosen)
            }
            other => other,
        }
    }
}

impl ChosenColumns {
    fn only(position: usize) -> Self {
        Self { positions: BTreeSet::from([position]), anchor: position, head: position }
    }

    fn choose(&mut self, position: usize, choosing: Choosing) {
        match choosing {
            Choosing::Only => *self = Self::only(position),
            Choosing::Extend => {
                self.positions = (self.anchor.min(position)..=self.anchor.max(position)).collect();
                self.head = position;
            }
            Choosing::Toggle => {
                // The last one stays: something is always chosen.
                if self.positions.len() > 1 && self.positions.remove(&position) {
                    self.head = self.positions.last().copied().unwrap_or(position);
                } else {
                    self.positions.insert(position);
                    self.head = position;
                }
                self.anchor = self.head;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clicks_choose_one_a_range_or_several() {
        let chosen = Chosen::Table.choose(3, Choosing::Only);
        assert_eq!(chosen.positions(), [3]);
        let range = chosen.choose(5, Choosing::Extend).choose(1, Choosing::Extend);
        assert_eq!((range.positions(), range.head()), (vec![1, 2, 3], Some(1)));
        let several = range.choose(7, Choosing::Toggle).choose(2, Choosing::Toggle);
        assert_eq!(several.positions(), [1, 3, 7]);
        assert!(several.has(7) && !several.has(2));
        assert_eq!(several.choose(4, Choosing::Only).positions(), [4]);
        assert_eq!(Chosen::column(4).choose(4, Choosing::Toggle).positions(), [4]);
    }

    #[test]
    fn what_is_gone_is_not_chosen() {
        assert_eq!(Chosen::columns(2, 5).within(4).positions(), [2, 3]);
        assert_eq!(Chosen::columns(4, 5).within(2).positions(), [1]);
        let several = Chosen::column(1).choose(7, Choosing::Toggle);
        assert_eq!((several.clone().within(5).positions(), several.within(5).head()), (vec![1], Some(1)));
        assert_eq!(Chosen::column(0).within(0), Chosen::Table);
        assert_eq!(Chosen::Dataset.within(0), Chosen::Dataset);
    }
}
