//! The table that is shown, of the dataset that the spec compiles to.

use std::sync::Arc;

use generator::{Dataset, Table};

/// A compiled table. Two are equal if nothing was compiled in between.
#[derive(Debug, Clone)]
pub(crate) struct Shown {
    pub(crate) dataset: Arc<Dataset>,
    /// Its position among the tables.
    pub(crate) table: usize,
}

impl Shown {
    /// The table.
    pub(crate) fn table(&self) -> Option<Table<'_>> {
        self.dataset.tables().nth(self.table)
    }

    /// Its name.
    pub(crate) fn table_name(&self) -> Option<&str> {
        self.dataset.spec().tables.get(self.table).map(|table| table.name.as_str())
    }

    /// The position of a column among those that are shown, by its position among all; `None` if it is hidden or not there.
    pub(crate) fn position_of(&self, index: usize) -> Option<usize> {
        let columns = &self.dataset.spec().tables.get(self.table)?.columns;
        let is_shown = columns.get(index).is_some_and(|column| !column.hidden);
        is_shown.then(|| columns[..index].iter().filter(|column| !column.hidden).count())
    }

    /// The name of a column, by its position among those that are shown.
    pub(crate) fn column_name(&self, position: usize) -> Option<&str> {
        let index = self.index_of(position)?;
        Some(self.dataset.spec().tables.get(self.table)?.columns.get(index)?.name.as_str())
    }

    /// The position of a column among all, by its position among those that are shown.
    pub(crate) fn index_of(&self, position: usize) -> Option<usize> {
        let columns = &self.dataset.spec().tables.get(self.table)?.columns;
        let mut shown = columns.iter().enumerate().filter(|(_, column)| !column.hidden);
        shown.nth(position).map(|(index, _)| index)
    }
}

impl PartialEq for Shown {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.dataset, &other.dataset) && self.table == other.table
    }
}
