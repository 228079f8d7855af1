//! From a specification to columns that can be evaluated: everything that can be wrong is found here, before a row is
//! made.
//!
//! Names first; then a draft of every column, which states the facts; then keys, which decide which row takes which value; then the
//! plan, in what order the columns of a row are made and what that costs.

mod draft;
mod drafting;
pub(crate) mod facts;
mod json_template;
mod keys;
pub(crate) mod literal;
mod names;
mod partitions;
mod work;

use self::keys::KeyedAxes;
pub(crate) use self::{
    draft::{DefaultAxis, Draft, DraftInput, Drafted, DraftedColumn, Place, Repeats, Shared},
    drafting::{Drafting, Drafts},
    facts::Extremes,
    json_template::json_of_template,
    work::evaluation_order,
};
use crate::{
    column::{Column, Input, Nulls},
    document::{ColumnSpec, DatasetSpec, GeneratorSpec, Problem, ProblemCode, Problems, TableSpec},
    kinds::infer,
    random::ColumnStream,
    source::UNCOUNTED,
    table::{CompiledTable, ParentRows},
};

/// Checks `spec` and gives it back with all generators filled in, together with its tables.
///
/// # Errors
/// Everything that is wrong.
pub(crate) fn compile(spec: &DatasetSpec) -> Result<(DatasetSpec, Vec<CompiledTable>), Problems> {
    // Without sound names nothing that refers to a name can be judged.
    Problems::check(names::check(spec))?;
    let mut problems = Vec::new();
    let around = spec.surroundings();
    let mut spec = spec.clone();
    for table in &mut spec.tables {
        for column in &mut table.columns {
            if column.generator.is_none() {
                column.generator = Some(infer(
                    &column.name,
                    &column.comment,
                    column.sql_type,
                    &table.name,
                    table.rows,
                    around,
                ));
            }
        }
    }
    share_nulls(&mut spec);
    names::check_nulls(&spec, &mut problems);
    let drafts = Drafts::of(&spec, &mut problems);
    let mut cells_left = drafts.cells_left;
    let tables: Vec<Option<CompiledTable>> = (0..spec.tables.len())
        .map(|table| compile_table(&spec, table, &drafts, &mut cells_left, &mut problems))
        .collect();
    // In document order, whatever the order of the checks.
    problems.sort_by_cached_key(|problem| document_order(&problem.path));
    Problems::check(problems)?;
    let mut tables: Vec<CompiledTable> = tables.into_iter().flatten().collect();
    work::plan(&spec, &mut tables)?;
    Ok((spec, tables))
}

fn compile_table(
    spec: &DatasetSpec,
    table_index: usize,
    drafts: &Drafts,
    cells_left: &mut usize,
    problems: &mut Vec<Problem>,
) -> Option<CompiledTable> {
    let table = &spec.tables[table_index];
    let path = format!("tables[{table_index}]");
    // What is wrong with a column that has no draft was said when it was drafted.
    let columns: Vec<&DraftedColumn> = (0..table.columns.len())
        .map(|column| drafts.get(Place { table: table_index, column }))
        .collect::<Option<_>>()?;
    let strata = partitions::strata(table, &columns, &path, problems);
    let KeyedAxes { axes, of_column, is_drawn, partition_rows } =
        keys::axes(spec, table, &columns, strata, cells_left, &path, problems)?;
    let mut parents: Vec<ParentRows> = Vec::new();
    let mut compiled = Vec::with_capacity(columns.len());
    for (index, (column, drafted)) in table.columns.iter().zip(&columns).enumerate() {
        // Columns that share a parent's row share its NULLs, too.
        let leader = drafted.draft.same_row_as.unwrap_or(index);
        let axis = of_column[leader];
        let inputs = drafted.inputs.iter().map(|DraftInput { place, through }| {
            let Some(key) = *through else { return Input::Sibling(place.column) };
            let axis = of_column[key];
            let found = parents.iter().position(|rows| rows.axis == axis && rows.table == place.table);
            let parent = found.unwrap_or_else(|| {
                parents.push(ParentRows { axis, table: place.table, columns: Vec::new(), order: Vec::new() });
                parents.len() - 1
            });
            if !parents[parent].columns.contains(&place.column) {
                parents[parent].columns.push(place.column);
            }
            Input::Parent { parent, column: place.column }
        });
        let draft = &drafted.draft;
        let (source, len) = match &draft.drawn {
            Some(drawn) if is_drawn[index] => (drawn.clone(), UNCOUNTED),
            _ => (draft.source.clone(), draft.len),
        };
        compiled.push(Column {
            name: column.name.clone(),
            sql_type: column.sql_type,
            hidden: column.hidden,
            axis,
            inputs: inputs.collect(),
            source,
            len,
            range: drafted
                .draft
                .extremes
                .range()
                .and_then(|(first, last)| Some((i64::try_from(first).ok()?, i64::try_from(last).ok()?))),
            nulls: nulls(spec, table, &table.columns[leader]),
            makes_nulls: draft.may_be_null,
            kind: drafted.draft.kind,
            render: drafted.render,
            facts: drafted.facts(),
        });
    }
    Some(CompiledTable { columns: compiled, axes, parents, order: Vec::new(), partition_rows, batch_rows: 1 })
}

/// Checks that the ends of a range, which stand in these two options, ascend.
pub(crate) fn ascending<T: PartialOrd + std::fmt::Display>(
    drafting: &Drafting<'_>,
    [min, max]: [&str; 2],
    ends: &(T, T),
    code: ProblemCode,
) -> Drafted<()> {
    if ends.0 > ends.1 {
        let message = format!("{max} {} is less than {min} {}; exchange them", ends.1, ends.0);
        return drafting.problem(max, code, message);
    }
    Ok(())
}

fn nulls(spec: &DatasetSpec, table: &TableSpec, column: &ColumnSpec) -> Option<Nulls> {
    let stream = || ColumnStream::new(spec.seed, &table.name, &column.name, "null");
    (column.null_fraction > 0.0).then(|| Nulls::new(stream(), column.null_fraction))
}

/// Columns that share a parent's row are NULL where the first of them is: the spec says so from here on.
fn share_nulls(spec: &mut DatasetSpec) {
    for table in &mut spec.tables {
        for index in 0..table.columns.len() {
            let generator = table.columns[index].generator.as_ref();
            let leader = generator.and_then(GeneratorSpec::leader);
            let leader = leader.and_then(|name| table.columns.iter().find(|column| column.name == name));
            if let Some(fraction) = leader.map(|leader| leader.null_fraction) {
                table.columns[index].null_fraction = fraction;
            }
        }
    }
}

/// Where a path stands in a document: fields of an object in the order in which they are written, items by number.
fn document_order(path: &str) -> Vec<(usize, u32)> {
    const FIELDS: [&str; 23] = [
        "rowmill",
        "seed",
        "now",
        "locale",
        "tables",
        "name",
        "rows",
        "primary_key",
        "unique",
        "indexes",
        "partition_by",
        "comment",
        "columns",
        "type",
        "gen",
        "kind",
        "min",
        "from",
        "sampler",
        "distribution",
        "null",
        "hidden",
        "identity",
    ];
    // Which step of the path decides depends on the object it is in: a column's `unique` comes behind its `null`.
    path.split(['.', '['])
        .map(|step| match step.strip_suffix(']').and_then(|number| number.parse().ok()) {
            Some(number) => (0, number),
            None => (FIELDS.iter().position(|field| *field == step).unwrap_or(FIELDS.len()), 0),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::document_order;

    #[test]
    fn paths_are_in_the_order_of_the_document() {
        for ascending in [
            ["tables[0].primary_key[1]", "tables[0].unique[1]"],
            ["tables[0].unique[1]", "tables[0].columns[0].gen"],
            ["tables[2].columns[9].gen.max", "tables[2].columns[10]"],
            ["tables[0].columns[3].type", "tables[0].columns[3].gen.min"],
            ["now", "tables[0].rows"],
        ] {
            assert!(document_order(ascending[0]) < document_order(ascending[1]), "{ascending:?}");
        }
    }
}
