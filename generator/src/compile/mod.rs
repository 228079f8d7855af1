//! From a specification to columns that can be evaluated: everything that can be wrong is found here, before a row is
//! made.

mod draft;
mod foreign_key;
mod generators;
mod keys;
mod literal;
mod names;
mod partitions;

use self::{
    draft::{Draft, Drafts},
    keys::KeyedSamplers,
};
use crate::{
    column::{Column, Nulls},
    document::{ColumnSpec, DatasetSpec, GeneratorSpec, Problem, Problems, TableSpec},
    domain::{Domain, TemplatePart},
    infer::infer,
    random::ColumnStream,
    table::CompiledTable,
};

/// Checks `spec` and gives it back with all generators filled in, together with its tables.
///
/// # Errors
/// Everything that is wrong.
pub(crate) fn compile(spec: &DatasetSpec) -> Result<(DatasetSpec, Vec<CompiledTable>), Problems> {
    let mut problems = names::check(spec);
    // Without sound names nothing that refers to a name can be judged.
    Problems::check(std::mem::take(&mut problems))?;

    let mut spec = spec.clone();
    for table in &mut spec.tables {
        for column in &mut table.columns {
            if column.generator.is_none() {
                column.generator = Some(infer(&column.name, column.sql_type, &table.name, &spec.now));
            }
        }
    }

    share_nulls(&mut spec);
    let drafts = Drafts::of(&spec, &mut problems);
    let tables: Vec<Option<CompiledTable>> = spec
        .tables
        .iter()
        .enumerate()
        .map(|(index, table)| compile_table(&spec, index, table, &drafts, &mut problems))
        .collect();
    // In document order, whatever the order of the checks.
    problems.sort_by_cached_key(|problem| document_order(&problem.path));
    Problems::check(problems)?;
    Ok((spec, tables.into_iter().flatten().collect()))
}

fn compile_table(
    spec: &DatasetSpec,
    table_index: usize,
    table: &TableSpec,
    drafts: &Drafts,
    problems: &mut Vec<Problem>,
) -> Option<CompiledTable> {
    let path = format!("tables[{table_index}]");
    // A column that could not be drafted has had its say.
    let columns: Vec<&Draft> =
        (0..table.columns.len()).map(|column| drafts.get(table_index, column)).collect::<Option<_>>()?;
    let strata = partitions::strata(table, &columns, &path, problems);
    let KeyedSamplers { samplers, partition_rows } =
        keys::samplers(spec, table, &columns, strata, &path, problems)?;

    let compiled: Vec<Column> = table
        .columns
        .iter()
        .zip(&columns)
        .enumerate()
        .map(|(index, (column, draft))| {
            // The further columns of a composite foreign key take the row, and the NULLs, of the first.
            let leader = draft.same_row_as.unwrap_or(index);
            Column {
                name: column.name.clone(),
                sql_type: column.sql_type,
                hidden: column.hidden,
                sampler: samplers[leader].clone(),
                domain: draft.domain.clone(),
                nulls: nulls(spec, table, &table.columns[leader]),
                render: draft.render,
            }
        })
        .collect();
    let order = evaluation_order(&compiled);
    Some(CompiledTable { columns: compiled, order, partition_rows })
}

fn nulls(spec: &DatasetSpec, table: &TableSpec, column: &ColumnSpec) -> Option<Nulls> {
    let stream = || ColumnStream::new(spec.seed, &table.name, &column.name, "null");
    (column.null_fraction > 0.0).then(|| Nulls::new(stream(), column.null_fraction))
}

/// The further columns of a composite foreign key are NULL where the first is: the spec says so from here on.
fn share_nulls(spec: &mut DatasetSpec) {
    for table in &mut spec.tables {
        for index in 0..table.columns.len() {
            let Some(GeneratorSpec::ForeignKey { same_row_as: Some(leader), .. }) =
                &table.columns[index].generator
            else {
                continue;
            };
            if let Some(leader) = table.columns.iter().find(|column| column.name == *leader) {
                table.columns[index].null_fraction = leader.null_fraction;
            }
        }
    }
}

/// The visible columns, each behind the columns that its template shows.
fn evaluation_order(columns: &[Column]) -> Vec<usize> {
    fn visit(index: usize, columns: &[Column], order: &mut Vec<usize>, visited: &mut [bool]) {
        if std::mem::replace(&mut visited[index], true) {
            return;
        }
        if let Domain::Template(template) = &columns[index].domain {
            for part in &template.parts {
                if let TemplatePart::Column { column, .. } = part {
                    visit(*column, columns, order, visited);
                }
            }
        }
        order.push(index);
    }
    let mut order = Vec::new();
    let mut visited = vec![false; columns.len()];
    for (index, column) in columns.iter().enumerate() {
        if !column.hidden {
            visit(index, columns, &mut order, &mut visited);
        }
    }
    order
}

/// The numbers in a path: `tables[2].columns[10]` comes behind `tables[2].columns[9]`.
fn document_order(path: &str) -> Vec<u32> {
    path.split(['[', ']']).filter_map(|piece| piece.parse().ok()).collect()
}

/// The generator of a column whose generator has been filled in.
fn generator_of(column: &ColumnSpec) -> &GeneratorSpec {
    // `compile` fills in every generator before anything asks for one.
    column.generator.as_ref().expect("generators are inferred first")
}
