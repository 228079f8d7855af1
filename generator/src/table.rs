use std::ops::Range;

use crate::{
    batch::{BATCH_ROWS, Batch, ColumnBatch},
    column::Column,
    dataset::Dataset,
    document::{SqlType, TableSpec},
    domain::{Domain, TemplatePart},
    format::cell,
    rows::Rows,
    values::{TextValues, Values},
};

/// The columns of a table, ready to be evaluated, and the order in which to do it.
#[derive(Debug, Clone)]
pub(crate) struct CompiledTable {
    pub(crate) columns: Vec<Column>,
    /// Columns that the output or another column of the table needs, each behind those it needs itself.
    pub(crate) order: Vec<usize>,
    /// The first row of each partition, and the row count; `[0, rows]` without partitions.
    pub(crate) partition_rows: Vec<u64>,
}

/// A table of a dataset: rows by number.
#[derive(Debug, Clone, Copy)]
pub struct Table<'a> {
    pub(crate) dataset: &'a Dataset,
    pub(crate) index: usize,
}

/// A column of a table's output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutputColumn<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its type in a database.
    pub sql_type: SqlType,
    /// Whether a row of it can be NULL.
    pub nullable: bool,
}

impl<'a> Table<'a> {
    /// The table's specification, with every generator filled in.
    pub fn spec(&self) -> &'a TableSpec {
        &self.dataset.spec().tables[self.index]
    }

    /// How many rows the table has.
    pub fn rows(&self) -> u64 {
        self.spec().rows
    }

    /// The columns of the output: those that are not hidden.
    pub fn output_columns(&self) -> impl Iterator<Item = OutputColumn<'a>> + use<'a> {
        self.visible_columns().map(|(_, column)| OutputColumn {
            name: &column.name,
            sql_type: column.sql_type,
            nullable: column.nulls.is_some(),
        })
    }

    /// The rows of each partition, in order and without gaps; one range of all rows if the table has no partitions.
    pub fn partitions(&self) -> impl Iterator<Item = Range<u64>> + use<'a> {
        self.compiled().partition_rows.windows(2).map(|bounds| bounds[0]..bounds[1])
    }

    /// Makes `rows`, cut down to the rows that the table has and to [`BATCH_ROWS`] of them.
    pub fn batch(&self, rows: Range<u64>, batch: &mut Batch) {
        let end = rows.end.min(self.rows()).min(rows.start.saturating_add(BATCH_ROWS));
        let start = rows.start.min(end);
        batch.rows = start..end;
        let table = self.compiled();
        batch.columns.resize_with(table.columns.len(), || None);
        let rows = Rows::Range(start..end);
        for &column in &table.order {
            let mut filled = batch.columns[column].take();
            let mut indexes = std::mem::take(&mut batch.scratch);
            self.fill(column, &rows, &batch.columns, &mut indexes, &mut filled);
            batch.scratch = indexes;
            batch.columns[column] = filled;
        }
    }

    pub(crate) fn visible_columns(&self) -> impl Iterator<Item = (usize, &'a Column)> + use<'a> {
        self.compiled().columns.iter().enumerate().filter(|(_, column)| !column.hidden)
    }

    fn compiled(&self) -> &'a CompiledTable {
        &self.dataset.tables[self.index]
    }

    /// Fills `filled` with the column's values at `rows`. Columns that it needs are taken from `siblings` where they
    /// are there already, and evaluated where not.
    fn fill(
        &self,
        column: usize,
        rows: &Rows<'_>,
        siblings: &[Option<ColumnBatch>],
        indexes: &mut Vec<u64>,
        filled: &mut Option<ColumnBatch>,
    ) {
        let column = &self.compiled().columns[column];
        indexes.clear();
        match &column.domain {
            Domain::ParentKey { table, column: parent_column } => {
                column.sampler.sample(rows, indexes);
                let parent = Self { dataset: self.dataset, index: *table };
                parent.fill(*parent_column, &Rows::Picked(indexes), &[], &mut Vec::new(), filled);
            }
            Domain::Template(template) => {
                let batch = reuse(filled, || Values::Text(TextValues::default()));
                self.fill_template(&template.parts, rows, siblings, batch);
            }
            domain => {
                column.sampler.sample(rows, indexes);
                // Only parent keys have no values of their own, and they are handled above.
                let batch = reuse(filled, || domain.empty_values().unwrap_or(Values::Integer(Vec::new())));
                domain.fill(indexes, &mut batch.values);
            }
        }
        if let (Some(nulls), Some(batch)) = (&column.nulls, filled) {
            // A parent's NULLs are not the child's: a key is never NULL.
            batch.nulls.clear();
            nulls.fill(rows, &mut batch.nulls);
        }
    }

    fn fill_template(
        &self,
        parts: &[TemplatePart],
        rows: &Rows<'_>,
        siblings: &[Option<ColumnBatch>],
        batch: &mut ColumnBatch,
    ) {
        let columns = &self.compiled().columns;
        let mut evaluated: Vec<Option<ColumnBatch>> = vec![None; columns.len()];
        for part in parts {
            let TemplatePart::Column { column, .. } = part else { continue };
            if siblings.get(*column).is_none_or(Option::is_none) && evaluated[*column].is_none() {
                let mut filled = None;
                self.fill(*column, rows, siblings, &mut Vec::new(), &mut filled);
                evaluated[*column] = filled;
            }
        }
        let Values::Text(text) = &mut batch.values else { return };
        for index in 0..rows.len() {
            for part in parts {
                match part {
                    TemplatePart::Literal(literal) => text.open().extend_from_slice(literal.as_bytes()),
                    TemplatePart::Column { column, filters } => {
                        let sibling =
                            siblings.get(*column).and_then(Option::as_ref).or(evaluated[*column].as_ref());
                        let Some(sibling) = sibling.filter(|sibling| !sibling.is_null(index)) else {
                            continue;
                        };
                        let start = text.open().len();
                        cell::append(&sibling.values, index, columns[*column].render.style, text.open());
                        for filter in filters {
                            filter.apply(text.open(), start);
                        }
                    }
                }
            }
            text.finish_value();
        }
    }
}

/// The column's buffers from the batch before, emptied, or new ones.
fn reuse(filled: &mut Option<ColumnBatch>, values: impl FnOnce() -> Values) -> &mut ColumnBatch {
    let batch = filled.get_or_insert_with(|| ColumnBatch { values: values(), nulls: Vec::new() });
    batch.values.clear();
    batch.nulls.clear();
    batch
}
