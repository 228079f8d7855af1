//! What a row costs: in what order its columns are made, in how many steps, and how many bytes they may have.

use crate::{
    batch::BATCH_ROWS,
    column::Input,
    document::{DatasetSpec, Problem, ProblemCode, Problems},
    limits::{MAX_BATCH_BYTES, MAX_ROW_BYTES, MAX_ROW_WORK, MAX_WORK},
    table::CompiledTable,
};

/// Bytes of a cell besides its text: index, offset, number, bit.
const CELL_BYTES: usize = 32;

/// Settles the order of evaluation of each table and of the parents' columns that it shows, and bounds the work.
///
/// # Errors
/// A value of too many steps, a row of too many bytes.
pub(super) fn plan(spec: &DatasetSpec, tables: &mut [CompiledTable]) -> Result<(), Problems> {
    let mut problems = Vec::new();
    for index in 0..tables.len() {
        let table = &tables[index];
        let parents: Vec<Vec<usize>> = table
            .parents
            .iter()
            .map(|parent| evaluation_order(&tables[parent.table], &parent.columns))
            .collect();
        let visible: Vec<usize> =
            (0..table.columns.len()).filter(|column| !table.columns[*column].hidden).collect();
        let order = evaluation_order(table, &visible);
        let table = &mut tables[index];
        table.order = order;
        for (parent, order) in table.parents.iter_mut().zip(parents) {
            parent.order = order;
        }
    }
    for (index, table) in tables.iter().enumerate() {
        for (position, column) in
            table.columns.iter().enumerate().filter(|(_, column)| !column.inputs.is_empty())
        {
            let mut budget = MAX_WORK;
            if !spend(tables, index, &evaluation_order(table, &[position]), &mut budget) {
                let message = format!(
                    "a value of `{}` takes more than {MAX_WORK} values of other columns; shorten the chains of foreign keys and templates",
                    column.name
                );
                let path = format!("tables[{index}].columns[{position}].gen");
                problems.push(Problem::new(path, ProblemCode::TooMuchWork, message));
            }
        }
    }
    Problems::check(std::mem::take(&mut problems))?;
    for (index, table) in tables.iter().enumerate() {
        let mut budget = MAX_ROW_WORK;
        if !spend(tables, index, &table.order, &mut budget) {
            let message = format!(
                "a row of `{}` takes more than {MAX_ROW_WORK} values, with those that it is made from; shorten the chains of foreign keys \
                 and templates",
                spec.tables[index].name
            );
            problems.push(Problem::new(
                format!("tables[{index}].columns"),
                ProblemCode::TooMuchWork,
                message,
            ));
        }
    }
    Problems::check(std::mem::take(&mut problems))?;
    for index in 0..tables.len() {
        let bytes = row_bytes(tables, index, &tables[index].order);
        if bytes > MAX_ROW_BYTES {
            let message = format!(
                "a row of `{}` may have {bytes} bytes, with the columns that it is made from; at most {MAX_ROW_BYTES} are made: \
                 shorten values or leave columns out",
                spec.tables[index].name
            );
            problems.push(Problem::new(format!("tables[{index}].columns"), ProblemCode::RowTooLong, message));
        }
        tables[index].batch_rows = ((MAX_BATCH_BYTES / bytes.max(1)) as u64).clamp(1, BATCH_ROWS);
    }
    Problems::check(problems)
}

/// These columns of a table, each behind those of the same row that it is made from.
pub(crate) fn evaluation_order(table: &CompiledTable, wanted: &[usize]) -> Vec<usize> {
    fn visit(table: &CompiledTable, column: usize, order: &mut Vec<usize>, visited: &mut [bool]) {
        if std::mem::replace(&mut visited[column], true) {
            return;
        }
        for input in &table.columns[column].inputs {
            if let Input::Sibling(sibling) = input {
                visit(table, *sibling, order, visited);
            }
        }
        order.push(column);
    }
    let mut order = Vec::with_capacity(wanted.len());
    let mut visited = vec![false; table.columns.len()];
    for column in wanted {
        visit(table, *column, &mut order, &mut visited);
    }
    order
}

/// Takes one step from the budget for every column that is made, here and in parents; false if it is spent.
fn spend(tables: &[CompiledTable], table: usize, order: &[usize], budget: &mut u32) -> bool {
    let table = &tables[table];
    for column in order {
        let Some(left) = budget.checked_sub(1) else { return false };
        *budget = left;
        for input in &table.columns[*column].inputs {
            if let Input::Parent { parent, .. } = input {
                let parent = &table.parents[*parent];
                if !spend(tables, parent.table, &parent.order, budget) {
                    return false;
                }
            }
        }
    }
    true
}

/// The bytes that the columns of a row may have together. The work was bounded before.
fn row_bytes(tables: &[CompiledTable], table: usize, order: &[usize]) -> usize {
    let table = &tables[table];
    let mut bytes = 0_usize;
    let mut counted = vec![false; table.parents.len()];
    for column in order {
        let column = &table.columns[*column];
        bytes = bytes.saturating_add(column.facts.longest.bytes + column.facts.scratch + CELL_BYTES);
        for input in &column.inputs {
            if let Input::Parent { parent, .. } = input
                && !std::mem::replace(&mut counted[*parent], true)
            {
                let parent = &table.parents[*parent];
                bytes = bytes.saturating_add(row_bytes(tables, parent.table, &parent.order));
            }
        }
    }
    bytes
}
