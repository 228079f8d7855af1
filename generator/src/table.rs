//! Tables: from row numbers to batches of columns.

use std::ops::Range;

use crate::{
    axis::Axis,
    batch::{Batch, ColumnBatch, ColumnView, Rows, Values},
    column::{Column, Input, Longest},
    dataset::Dataset,
    document::{SqlType, TableSpec},
    source::Inputs,
};

/// The columns of a table, ready to be evaluated, and the order in which to do it.
#[derive(Debug, Clone)]
pub(crate) struct CompiledTable {
    pub(crate) columns: Vec<Column>,
    pub(crate) axes: Vec<Axis>,
    pub(crate) parents: Vec<ParentRows>,
    /// Columns that the output or another column of the table needs, each behind those it needs itself.
    pub(crate) order: Vec<usize>,
    /// The first row of each partition, and the row count; `[0, rows]` without partitions.
    pub(crate) partition_rows: Vec<u64>,
    /// How many rows a batch has, 1 to [`BATCH_ROWS`](crate::BATCH_ROWS): fewer if they are long.
    pub(crate) batch_rows: u64,
}

/// Rows of a parent that columns of a table show: one list of rows for all columns of one foreign key.
#[derive(Debug, Clone)]
pub(crate) struct ParentRows {
    /// The axis whose indexes are the parent's rows.
    pub(crate) axis: usize,
    /// The parent, by its position in the dataset.
    pub(crate) table: usize,
    /// The parent's columns that are shown.
    pub(crate) columns: Vec<usize>,
    /// Those, each behind the columns of the parent that it is made from.
    pub(crate) order: Vec<usize>,
}

/// A table of a dataset: rows by number.
///
/// ```
/// use generator::{Batch, ColumnValues, Dataset, DatasetSpec};
///
/// let spec = DatasetSpec::from_json(r#"{ "rowmill": 1, "seed": "42", "tables": [
///     { "name": "room", "rows": 1000000000, "columns": [{ "name": "id", "type": "bigint" }] } ] }"#)?;
/// let dataset = Dataset::compile(&spec)?;
/// let room = dataset.table("room").expect("the spec has it");
/// let mut batch = Batch::new();
/// room.rows_at(&[734_512_009, 0], &mut batch);
/// let id = room.column(&batch, 0).expect("it has one column");
/// assert!(matches!(id.values, ColumnValues::Integers(&[734_512_010, 1])));
/// # Ok::<(), generator::Problems>(())
/// ```
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
    /// The longest value as a database stores it.
    pub longest: Longest,
    /// Whether a text may have the character NUL in it, which PostgreSQL cannot store.
    pub may_hold_nul: bool,
    /// Whether some values that are different, byte by byte, are equal where a database compares without case or accents. A unique
    /// column of such values needs a collation that compares bytes.
    pub may_fold: bool,
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
            nullable: column.may_be_null(),
            longest: column.facts.longest,
            may_hold_nul: column.facts.may_hold_nul,
            may_fold: column.facts.may_fold,
        })
    }

    /// Whether a row of the column of this name can be NULL.
    pub fn may_be_null(&self, column: &str) -> bool {
        self.compiled().columns.iter().any(|found| found.name == column && found.may_be_null())
    }

    /// Bytes that the values of one row have at most, as a database stores them: what a buffer of rows may grow by. Digits, quotes and
    /// escapes come on top, a few times as much in the worst case.
    pub fn longest_row(&self) -> usize {
        self.visible_columns().map(|(_, column)| column.facts.longest.bytes).sum()
    }

    /// The rows of each partition, in order and without gaps; one range of all rows if the table has no partitions.
    pub fn partitions(&self) -> impl Iterator<Item = Range<u64>> + use<'a> {
        self.compiled().partition_rows.windows(2).map(|bounds| bounds[0]..bounds[1])
    }

    /// Makes `rows`, cut down to the rows that the table has and to one batch: at most [`BATCH_ROWS`](crate::BATCH_ROWS), fewer if rows are long.
    pub fn batch(&self, rows: Range<u64>, batch: &mut Batch) {
        let rows = self.one_batch(rows);
        batch.rows = rows.clone();
        self.evaluate(&self.compiled().order, &Rows::Range(rows), batch);
    }

    /// Makes these rows, in this order; a row may come twice. Rows that the table does not have are left out, and so are those
    /// behind the first [`BATCH_ROWS`](crate::BATCH_ROWS).
    pub fn rows_at(&self, rows: &[u64], batch: &mut Batch) {
        batch.rows = 0..0;
        let most = self.compiled().batch_rows as usize;
        let there: Vec<u64> = rows.iter().copied().filter(|row| *row < self.rows()).take(most).collect();
        self.evaluate(&self.compiled().order, &Rows::Picked(&there), batch);
    }

    /// The parent table, by its position among the dataset's tables, and its row, whose value an output column takes in a row of a
    /// batch of this table; `None` if the column refers to no other table, is NULL there, or there is no such column or row.
    pub fn parent_row(self, batch: &Batch, position: usize, row: usize) -> Option<(usize, u64)> {
        let (column, made) = self.made(batch, position)?;
        if made.is_null(row) {
            return None;
        }
        let Some(Input::Parent { parent, .. }) = column.inputs.first() else { return None };
        let parent = &self.compiled().parents[*parent];
        // An expression that looks at a parent is not the parent's value.
        if parent.axis != column.axis {
            return None;
        }
        let row = batch.axes.get(parent.axis)?.get(row)?;
        Some((parent.table, *row))
    }

    /// An output column of a batch of this table, by its position in the output; `None` if there is no such column or the batch is
    /// of another table.
    pub fn column(self, batch: &'a Batch, position: usize) -> Option<ColumnView<'a>> {
        ColumnView::of(self, batch, position)
    }

    /// As many of these rows as the table has and one batch holds.
    pub(crate) fn one_batch(&self, rows: Range<u64>) -> Range<u64> {
        let end = rows.end.min(self.rows()).min(rows.start.saturating_add(self.compiled().batch_rows));
        rows.start.min(end)..end
    }

    pub(crate) fn visible_columns(&self) -> impl Iterator<Item = (usize, &'a Column)> + use<'a> {
        self.compiled().columns.iter().enumerate().filter(|(_, column)| !column.hidden)
    }

    /// What a batch or a plan notes of the table that it is for.
    pub(crate) fn identity(&self) -> (u64, usize) {
        (self.dataset.serial, self.index)
    }

    /// The values of an output column in a batch; `None` if the batch is of another table, or the column was not made.
    pub(crate) fn made(self, batch: &'a Batch, position: usize) -> Option<(&'a Column, &'a ColumnBatch)> {
        let (index, column) = self.visible_columns().nth(position)?;
        let found = batch.columns.get(index).filter(|_| batch.table == Some(self.identity()))?;
        (found.values.as_ref()?.len() == batch.len).then_some((column, found))
    }

    pub(crate) fn compiled(&self) -> &'a CompiledTable {
        &self.dataset.tables[self.index]
    }

    /// Makes columns in an order in which each comes behind those of its row that it is made from.
    pub(crate) fn evaluate(&self, order: &[usize], rows: &Rows<'_>, batch: &mut Batch) {
        let table = self.compiled();
        batch.len = rows.len();
        batch.table = Some(self.identity());
        batch.columns.resize_with(table.columns.len(), ColumnBatch::new);
        batch.axes.resize_with(table.axes.len(), Vec::new);
        batch.axes.iter_mut().for_each(Vec::clear);
        batch.parents.resize_with(table.parents.len(), Batch::new);
        batch.parents.iter_mut().for_each(|parent| parent.len = 0);
        if rows.len() == 0 {
            batch.columns.iter_mut().for_each(|column| column.values.iter_mut().for_each(Values::clear));
            return;
        }
        for &index in order {
            let column = &table.columns[index];
            self.make_axis(column.axis, rows, batch);
            for input in &column.inputs {
                if let Input::Parent { parent, .. } = input {
                    self.make_axis(self.compiled().parents[*parent].axis, rows, batch);
                    self.make_parent(*parent, batch);
                }
            }
            let mut made = std::mem::replace(&mut batch.columns[index], ColumnBatch::new());
            fill(column, rows, batch, &mut made);
            batch.columns[index] = made;
        }
    }

    /// Makes the indexes of an axis, unless that was done for another column.
    pub(crate) fn make_axis(&self, axis: usize, rows: &Rows<'_>, batch: &mut Batch) {
        if !batch.axes[axis].is_empty() {
            return;
        }
        let found = &self.compiled().axes[axis];
        for needed in found.needs().into_iter().flatten() {
            self.make_axis(needed, rows, batch);
        }
        let mut indexes = std::mem::take(&mut batch.axes[axis]);
        let needed = found.needs().map(|axis| axis.map_or(&[] as &[u64], |axis| &batch.axes[axis]));
        found.fill(rows, needed, &mut indexes);
        batch.axes[axis] = indexes;
    }

    /// Makes the parent's columns at the rows that an axis has picked, unless that was done for another column.
    fn make_parent(&self, parent: usize, batch: &mut Batch) {
        if batch.parents[parent].len > 0 {
            return;
        }
        let rows = &self.compiled().parents[parent];
        let table = Self { dataset: self.dataset, index: rows.table };
        let mut made = std::mem::take(&mut batch.parents[parent]);
        table.evaluate(&rows.order, &Rows::Picked(&batch.axes[rows.axis]), &mut made);
        batch.parents[parent] = made;
    }
}

/// Fills a column, whose axis and inputs have been made.
fn fill(column: &Column, rows: &Rows<'_>, batch: &Batch, made: &mut ColumnBatch) {
    let few: [&ColumnBatch; 1];
    let many: Vec<&ColumnBatch>;
    let of = |input: &Input| match input {
        Input::Sibling(sibling) => &batch.columns[*sibling],
        Input::Parent { parent, column } => &batch.parents[*parent].columns[*column],
    };
    let columns: &[&ColumnBatch] = match column.inputs.as_slice() {
        [] => &[],
        [only] => {
            few = [of(only)];
            &few
        }
        inputs => {
            many = inputs.iter().map(of).collect();
            &many
        }
    };
    let inputs = Inputs { indexes: &batch.axes[column.axis], columns, rows };
    // The buffer of the batch before is used again, unless that was of another table.
    let mut values =
        made.values.take().filter(|values| column.kind.fits(values)).unwrap_or_else(|| column.kind.buffer());
    values.clear();
    column.source.fill_nullable(&inputs, &mut values, &mut made.validity);
    if let (Some(empties), Values::Text(texts)) = (&column.empties, &mut values) {
        let mut kept = Vec::new();
        empties.fill(rows, &mut kept);
        texts.keep(&kept);
    }
    made.values = Some(values);
    if let Some(nulls) = &column.nulls {
        let of_source = std::mem::take(&mut made.validity);
        nulls.fill(rows, &mut made.validity);
        made.validity.iter_mut().zip(of_source).for_each(|(bits, of_source)| *bits &= of_source);
    }
}
