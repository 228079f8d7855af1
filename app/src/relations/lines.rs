//! Which columns a box shows, and where in it.

use std::collections::BTreeSet;

use generator::{ColumnSpec, TableSpec};

use crate::workspace::references::is_key;

/// Columns that a box shows besides those of keys and references, up to so many in all.
const MOST_LINES: usize = 14;
/// Height of the head of a box, of a line below it, and of the end below the lines, in CSS pixels.
pub(super) const HEAD: f64 = 26.0;
pub(super) const LINE: f64 = 18.0;
const END: f64 = 5.0;

/// The lines of a box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lines {
    /// The columns that are shown, by their positions, in the order of the table.
    pub(super) columns: Vec<usize>,
    /// How many more there are.
    pub(super) hidden: usize,
}

impl Lines {
    /// The lines of a table. `referred` are the columns that others refer to.
    pub(super) fn of(table: &TableSpec, referred: &BTreeSet<&str>) -> Self {
        let is_told = |column: &ColumnSpec| {
            is_key(table, column)
                || referred.contains(column.name.as_str())
                || column.generator.as_ref().is_some_and(|generator| generator.reference().is_some())
        };
        let told = table.columns.iter().filter(|column| is_told(column)).count();
        let mut others = MOST_LINES.saturating_sub(told);
        let mut columns = Vec::new();
        for (position, column) in table.columns.iter().enumerate() {
            if is_told(column) {
                columns.push(position);
            } else if others > 0 {
                others -= 1;
                columns.push(position);
            }
        }
        Self { hidden: table.columns.len() - columns.len(), columns }
    }

    /// The height of the box.
    pub(super) fn height(&self) -> f64 {
        let lines = self.columns.len() + usize::from(self.hidden > 0);
        HEAD + lines as f64 * LINE + END
    }

    /// The middle of a column's line, from the top of the box; of a column that is not shown, the middle of the head.
    pub(super) fn middle(&self, column: usize) -> f64 {
        let line = self.columns.iter().position(|shown| *shown == column);
        line.map_or(HEAD / 2.0, |line| HEAD + (line as f64 + 0.5) * LINE)
    }
}

#[cfg(test)]
mod tests {
    use generator::{GeneratorSpec, SqlType, kinds};

    use super::*;

    #[test]
    fn keys_and_references_are_always_shown() {
        let mut columns: Vec<ColumnSpec> =
            (0..40).map(|number| ColumnSpec::new(format!("c{number}"), SqlType::INT)).collect();
        columns[30].generator =
            Some(GeneratorSpec::new(&kinds::FOREIGN_KEY).with("table", "p").with("column", "id"));
        columns[25].unique = true;
        let mut table = TableSpec::new("t", 1, columns);
        table.primary_key = vec!["c39".to_owned()];
        table.unique = vec![vec!["c20".to_owned(), "c39".to_owned()]];
        let lines = Lines::of(&table, &["c35"].into());
        assert_eq!((lines.columns.len(), lines.hidden), (MOST_LINES, 40 - MOST_LINES));
        assert_eq!(lines.columns[MOST_LINES - 6..], [8, 20, 25, 30, 35, 39]);
        assert_eq!(lines.middle(39), HEAD + (MOST_LINES as f64 - 0.5) * LINE);
        assert_eq!(lines.middle(22), HEAD / 2.0);
        table.primary_key = table.columns.iter().map(|column| column.name.clone()).collect();
        assert_eq!(Lines::of(&table, &BTreeSet::new()).hidden, 0);
        table.columns.truncate(2);
        let lines = Lines::of(&table, &BTreeSet::new());
        assert_eq!(
            (lines.columns.as_slice(), lines.hidden, lines.height()),
            ([0, 1].as_slice(), 0, HEAD + 2.0 * LINE + END)
        );
    }
}
