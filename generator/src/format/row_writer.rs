//! From rows to bytes.

use std::{ops::Range, sync::Arc};

use super::{
    RowFormat,
    calendar::Calendar,
    cell_format::CellFormat,
    copy_text, ndjson,
    rows::{Cells, NoFrame, Piece, assemble},
    slots::{self, Slot, slot},
    sql::{self, Statements},
};
use crate::{
    batch::{Batch, Notation, Rows, TextValues, Values},
    column::Column,
    dataset::Dataset,
    plan::evaluation_order,
    source::Inputs,
    table::Table,
};

/// Writes rows of one table in one format. The bytes of a row do not depend on which rows are written with it, except
/// that INSERT statements begin at multiples of their rows and at the first row of `range`.
///
/// ```
/// use generator::{Batch, Dataset, DatasetSpec, RowFormat, RowWriter};
///
/// let spec = DatasetSpec::from_json(r#"{ "rowmill": 1, "seed": "42", "tables": [
///     { "name": "room", "rows": 1000000000, "columns": [{ "name": "id", "type": "bigint" }] } ] }"#)?;
/// let dataset = Dataset::compile(&spec)?;
/// let room = dataset.table("room").expect("the spec has it");
/// let writer = RowWriter::new(room, &RowFormat::Ndjson, 0..room.rows());
/// let (mut batch, mut bytes) = (Batch::new(), Vec::new());
/// writer.write_rows(734_512_009..734_512_011, &mut batch, &mut bytes);
/// assert_eq!(bytes, b"{\"id\":734512010}\n{\"id\":734512011}\n");
/// # Ok::<(), generator::Problems>(())
/// ```
#[derive(Debug)]
pub struct RowWriter<'a> {
    table: Table<'a>,
    plan: Arc<RowPlan>,
}

/// How rows of one table are written in one format: what a [`RowWriter`] finds out before its first row, among it the cells of columns
/// that have few different values. It may be kept and shared where writers are made again and again.
#[derive(Debug)]
pub struct RowPlan {
    /// The table's identity.
    table: (u64, usize),
    range: Range<u64>,
    header: Vec<u8>,
    footer: Vec<u8>,
    columns: Vec<OutputCells>,
    /// Behind the last cell.
    end: Option<Piece>,
    statements: Option<Statements>,
    /// The columns whose values are made, each behind those that it needs.
    order: Vec<usize>,
    /// The columns of the output whose values are not made, and would be those of other rows in a batch that is used again.
    unmade: Vec<usize>,
}

/// How the cells of one column are written.
#[derive(Debug)]
struct OutputCells {
    index: usize,
    /// Before every cell.
    before: Option<Piece>,
    format: CellFormat,
    /// What stands behind a text that is copied as it is.
    after: Piece,
    way: Way,
}

/// How the cells of a column get from values to bytes.
#[derive(Debug)]
enum Way {
    /// All rows are the same.
    Constant(Piece),
    /// There are few different values, rendered before; the last slot is NULL.
    ShortTable(Vec<Slot<16>>),
    MiddleTable(Vec<Slot<32>>),
    /// Rendered into slots.
    Short,
    Middle(Option<Calendar>),
    Long,
    /// Rendered behind each other, or copied as they are.
    Texts,
}

/// Memory of a batch to render columns into.
#[derive(Debug, Clone, Default)]
pub(crate) struct Memory {
    columns: Vec<Rendered>,
    row: Vec<u8>,
}

#[derive(Debug, Clone, Default)]
struct Rendered {
    short: Vec<Slot<16>>,
    middle: Vec<Slot<32>>,
    long: Vec<Slot<64>>,
    texts: TextValues,
    indexes: Vec<u64>,
}

/// Most different values of a column that are rendered before its rows: a table of them stays in the second-level cache.
const MAX_TABLE: u64 = 4_096;
/// Most of them for all columns of a writer: two megabytes.
const MAX_SLOTS: u64 = 65_536;
/// How many rows there must be for each of them.
const TABLE_ROWS: u64 = 4;

impl<'a> RowWriter<'a> {
    /// A writer for `range`, cut down to the rows that the table has.
    pub fn new(table: Table<'a>, format: &RowFormat, range: Range<u64>) -> Self {
        let columns: Vec<_> = table.visible_columns().collect();
        let end = range.end.min(table.rows());
        let range = range.start.min(end)..end;
        let (mut header, mut footer, mut statements, mut befores) =
            (Vec::new(), Vec::new(), None, Vec::new());
        let mut end = None;
        let formats: Vec<CellFormat> = match format {
            RowFormat::Csv(options) => {
                header = options.header(&columns);
                options.cells(&columns)
            }
            RowFormat::Ndjson => {
                befores = ndjson::keys(&columns);
                end = Some(Piece::new(ndjson::END));
                columns.iter().map(|(_, column)| ndjson::cell(column)).collect()
            }
            RowFormat::Sql(options) => {
                header = sql::prologue(options.dialect).into();
                footer = sql::epilogue(options.dialect, table.spec()).into();
                befores.push(b"(".to_vec());
                statements = Some(Statements::new(options, table.spec(), &columns, range.clone()));
                sql::cells(options.dialect, &columns)
            }
            RowFormat::CopyText(dialect) => copy_text::cells(*dialect, &columns),
        };
        let rows = range.end - range.start;
        let mut befores = befores.iter().map(|before| Piece::new(before));
        let mut slots = MAX_SLOTS;
        let columns: Vec<OutputCells> = columns
            .into_iter()
            .zip(formats)
            .map(|((index, column), format)| OutputCells {
                index,
                before: befores.next(),
                way: Way::of(column, &format, rows, &mut slots),
                after: Piece::new(&format.after),
                format,
            })
            .collect();
        let made: Vec<usize> =
            columns.iter().filter(|cells| cells.way.needs_values()).map(|cells| cells.index).collect();
        let order = evaluation_order(table.compiled(), &made);
        let unmade = columns.iter().map(|cells| cells.index).filter(|index| !order.contains(index)).collect();
        let plan = RowPlan {
            unmade,
            table: table.identity(),
            range,
            header,
            footer,
            columns,
            end,
            statements,
            order,
        };
        Self { table, plan: Arc::new(plan) }
    }

    /// A writer by the plan of another; `None` if that was for another dataset.
    pub fn again(dataset: &'a Dataset, plan: &Arc<RowPlan>) -> Option<Self> {
        let (serial, index) = plan.table;
        (dataset.serial == serial).then(|| Self { table: Table { dataset, index }, plan: Arc::clone(plan) })
    }

    /// The plan, for writers of the same rows.
    pub fn plan(&self) -> &Arc<RowPlan> {
        &self.plan
    }

    /// The rows that the writer is for.
    pub fn range(&self) -> Range<u64> {
        self.plan.range.clone()
    }

    /// Appends what comes behind the last row: statements that set counters and give the session back its settings.
    pub fn write_footer(&self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(&self.plan.footer);
    }

    /// Appends what comes before the first row: a byte order mark, a line of column names, statements that set up the session.
    pub fn write_header(&self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(&self.plan.header);
    }

    /// Appends `rows`, which lie within [`Self::range`]. `batch` is memory to work in.
    pub fn write_rows(&self, rows: Range<u64>, batch: &mut Batch, bytes: &mut Vec<u8>) {
        let mut start = rows.start;
        while start < rows.end {
            let made = self.table.one_batch(start..rows.end);
            if made.is_empty() {
                return;
            }
            start = made.end;
            self.write_batch(made, batch, bytes);
        }
    }

    fn write_batch(&self, range: Range<u64>, batch: &mut Batch, bytes: &mut Vec<u8>) {
        let plan = &*self.plan;
        let (first_row, rows) = (range.start, Rows::Range(range.clone()));
        batch.rows = range;
        self.table.evaluate(&plan.order, &rows, batch);
        for unmade in &plan.unmade {
            batch.columns[*unmade].values = None;
        }
        let columns = &self.table.compiled().columns;
        for cells in plan.columns.iter().filter(|cells| !cells.way.needs_values()) {
            let (column, made) = (&columns[cells.index], cells.index);
            if cells.way.needs_indexes() {
                self.table.make_axis(column.axis, &rows, batch);
            }
            let validity = &mut batch.columns[made].validity;
            match &column.nulls {
                Some(nulls) => nulls.fill(&rows, validity),
                None => validity.clear(),
            }
        }
        let mut memory = std::mem::take(&mut batch.memory);
        memory.columns.resize_with(plan.columns.len(), Rendered::default);
        let mut all = Vec::with_capacity(plan.columns.len() * 3 + 1);
        for (cells, rendered) in plan.columns.iter().zip(&mut memory.columns) {
            all.extend(cells.before.as_ref().map(Cells::Constant));
            cells.render(&columns[cells.index], batch, rendered, &mut all);
        }
        all.extend(plan.end.as_ref().map(Cells::Constant));
        match &plan.statements {
            None => assemble(&all, rows.len(), &NoFrame, &mut memory.row, bytes),
            Some(statements) => {
                assemble(&all, rows.len(), &statements.frame(first_row), &mut memory.row, bytes);
            }
        }
        drop(all);
        batch.memory = memory;
    }
}

impl Way {
    fn of(column: &Column, format: &CellFormat, rows: u64, slots: &mut u64) -> Self {
        let digits = if column.sql_type.is_binary() { 2 } else { 1 };
        let longest = format.longest(column.facts.longest.bytes * digits);
        if column.inputs.is_empty()
            && !column.makes_nulls
            && column.empties.is_none()
            && let Ok(len) = u64::try_from(column.len)
            && len <= MAX_TABLE
            && len.saturating_mul(TABLE_ROWS) <= rows
            && (len == 1 || longest < 32)
            && let Some(left) = slots.checked_sub(len)
            && let Some(table) = Self::table(column, format, len)
        {
            *slots = left;
            return table;
        }
        let is_text = matches!(format.notation, Notation::Text | Notation::Hex);
        match longest {
            _ if is_text || !format.escape.is_none() => Self::Texts,
            ..16 => Self::Short,
            16..32 => {
                let is_time =
                    matches!(format.notation, Notation::Timestamp { .. } | Notation::TimestampT { .. });
                // Ten thousand rows pay for a calendar.
                let range = column.range.filter(|_| is_time && rows >= 10_000);
                Self::Middle(range.and_then(|(first, last)| Calendar::of(first, last)))
            }
            32..64 => Self::Long,
            _ => Self::Texts,
        }
    }

    /// All cells that the column can have, if they are short.
    fn table(column: &Column, format: &CellFormat, len: u64) -> Option<Self> {
        let indexes: Vec<u64> = (0..len).collect();
        let mut values = column.kind.buffer();
        column
            .source
            .fill(&Inputs { indexes: &indexes, columns: &[], rows: &Rows::Range(0..len) }, &mut values);
        let mut cells: Vec<Vec<u8>> = (0..values.len())
            .map(|index| {
                let mut cell = Vec::new();
                format.append(&values, index, &mut cell);
                cell
            })
            .collect();
        if let ([only], None) = (cells.as_slice(), &column.nulls) {
            return Some(Self::Constant(Piece::new(only)));
        }
        let mut null = Vec::new();
        format.append_null(&mut null);
        cells.push(null);
        match cells.iter().map(Vec::len).max()? {
            ..16 => Some(Self::ShortTable(cells.iter().map(|cell| slot(cell)).collect())),
            16..32 => Some(Self::MiddleTable(cells.iter().map(|cell| slot(cell)).collect())),
            _ => None,
        }
    }

    fn needs_values(&self) -> bool {
        !matches!(self, Self::Constant(_) | Self::ShortTable(_) | Self::MiddleTable(_))
    }

    fn needs_indexes(&self) -> bool {
        matches!(self, Self::ShortTable(_) | Self::MiddleTable(_))
    }
}

impl OutputCells {
    /// Adds the cells of this column in a batch to those of the row.
    fn render<'r>(
        &'r self,
        of: &Column,
        batch: &'r Batch,
        rendered: &'r mut Rendered,
        all: &mut Vec<Cells<'r>>,
    ) {
        let column = &batch.columns[self.index];
        let nullable = if column.validity.is_empty() { 0 } else { batch.len() };
        let nulls = || (0..nullable).filter(|row| column.is_null(*row));
        let indexes = || &batch.axes[of.axis];
        match &self.way {
            Way::Constant(piece) => all.push(Cells::Constant(piece)),
            Way::ShortTable(table) => {
                let indexes = with_nulls(indexes(), nulls(), table.len(), &mut rendered.indexes);
                all.push(Cells::ShortIndexed(table, indexes));
            }
            Way::MiddleTable(table) => {
                let indexes = with_nulls(indexes(), nulls(), table.len(), &mut rendered.indexes);
                all.push(Cells::MiddleIndexed(table, indexes));
            }
            Way::Short => {
                rendered.short.clear();
                slots::render_short(column.values(), &self.format, &mut rendered.short);
                self.set_nulls(of, nulls(), &mut rendered.short);
                all.push(Cells::Short(&rendered.short));
            }
            Way::Middle(calendar) => {
                rendered.middle.clear();
                slots::render_middle(column.values(), &self.format, calendar.as_ref(), &mut rendered.middle);
                self.set_nulls(of, nulls(), &mut rendered.middle);
                all.push(Cells::Middle(&rendered.middle));
            }
            Way::Long => {
                rendered.long.clear();
                slots::render(column.values(), &self.format, &mut rendered.long);
                self.set_nulls(of, nulls(), &mut rendered.long);
                all.push(Cells::Long(&rendered.long));
            }
            Way::Texts => {
                let is_bare = self.format.open.is_empty() && self.format.close.is_empty();
                if let (Values::Text(texts), Notation::Text) = (column.values(), self.format.notation)
                    && is_bare
                    && column.validity.is_empty()
                    && self.format.escape.is_clean(texts.all(), texts.offsets())
                {
                    all.push(Cells::Texts { bytes: texts.all(), offsets: texts.offsets() });
                    all.push(Cells::Constant(&self.after));
                    return;
                }
                rendered.texts.clear();
                for row in 0..batch.len() {
                    if column.is_null(row) {
                        self.format.append_null(rendered.texts.open());
                    } else {
                        self.format.append(column.values(), row, rendered.texts.open());
                    }
                    rendered.texts.finish_value();
                }
                all.push(Cells::Texts { bytes: rendered.texts.all(), offsets: rendered.texts.offsets() });
            }
        }
    }

    /// Writes NULL over the slots of rows that are.
    fn set_nulls<const W: usize>(
        &self,
        of: &Column,
        rows: impl Iterator<Item = usize>,
        slots: &mut [Slot<W>],
    ) {
        if of.may_be_null() {
            let mut null = Vec::new();
            self.format.append_null(&mut null);
            let null = slot(&null);
            for row in rows {
                slots[row] = null;
            }
        }
    }
}

/// The indexes of a table's slots, of which the last is NULL.
fn with_nulls<'r>(
    indexes: &'r [u64],
    nulls: impl Iterator<Item = usize>,
    slots: usize,
    memory: &'r mut Vec<u64>,
) -> &'r [u64] {
    let mut nulls = nulls.peekable();
    if nulls.peek().is_none() {
        return indexes;
    }
    memory.clear();
    memory.extend_from_slice(indexes);
    for row in nulls {
        memory[row] = slots as u64 - 1;
    }
    memory
}

/// Appends `rows` of a table, without a header.
pub fn generate(table: Table<'_>, format: &RowFormat, rows: Range<u64>, bytes: &mut Vec<u8>) {
    let writer = RowWriter::new(table, format, rows);
    writer.write_rows(writer.range(), &mut Batch::new(), bytes);
}
