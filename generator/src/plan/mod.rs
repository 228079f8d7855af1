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
    keys::{has_keys_of_several, install},
    work::evaluation_order,
};
use crate::{
    column::{Column, Input, Nulls},
    document::{DatasetSpec, GeneratorSpec, Problem, ProblemCode, Problems, TableSpec},
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
    share_nulls(&mut spec, &mut problems);
    names::check_nulls(&spec, &mut problems);
    let drafts = Drafts::of(&spec, &mut problems);
    check_keys_without_nulls(&spec, &drafts, &mut problems);
    check_null_with(&spec, &drafts, &mut problems);
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
            nulls: nulls(spec, table, leader),
            empties: (column.empty_fraction > 0.0).then(|| {
                Nulls::new(
                    ColumnStream::new(spec.seed, &table.name, &column.name, "empty"),
                    column.empty_fraction,
                )
            }),
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

fn nulls(spec: &DatasetSpec, table: &TableSpec, column: usize) -> Option<Nulls> {
    let fraction = table.columns[column].null_fraction;
    // Fractions of one stream lie inside of each other.
    let stream =
        |column: usize| ColumnStream::new(spec.seed, &table.name, &table.columns[column].name, "null");
    (fraction > 0.0).then(|| {
        Nulls::new(stream(chain_of_nulls(table, column).last().copied().unwrap_or(column)), fraction)
    })
}

/// The column with which another is NULL.
fn null_with(table: &TableSpec, column: usize) -> Option<usize> {
    let name = &table.columns[column].null_with;
    table.columns.iter().position(|with| with.name == *name)
}

/// The key whose parent's row a column shows.
fn follows(table: &TableSpec, column: usize) -> Option<usize> {
    let name = table.columns[column].generator.as_ref().and_then(GeneratorSpec::leader)?;
    table.columns.iter().position(|leader| leader.name == name)
}

/// A column, the one with which it is NULL, the one with which that is, and so on; a column that comes again is the last, and there twice.
fn chain_of_nulls(table: &TableSpec, column: usize) -> Vec<usize> {
    let mut chain = vec![column];
    let mut at = column;
    while let Some(next) = follows(table, at).or_else(|| null_with(table, at)) {
        let is_there = chain.contains(&next);
        chain.push(next);
        if is_there {
            break;
        }
        at = next;
    }
    chain
}

/// Columns that share a parent's row are NULL where the first of them is, and others with a column that they name: the spec says so from here on.
fn share_nulls(spec: &mut DatasetSpec, problems: &mut Vec<Problem>) {
    for (table_index, table) in spec.tables.iter_mut().enumerate() {
        let fractions: Vec<f64> = (0..table.columns.len())
            .map(|column| {
                let chain = chain_of_nulls(table, column);
                let is_circle = chain[..chain.len() - 1].contains(&chain[chain.len() - 1]);
                if is_circle && !table.columns[column].null_with.is_empty() {
                    let path = format!("tables[{table_index}].columns[{column}].null_with");
                    let message = "the column would be NULL with itself, by others; name one that does not lead back here";
                    problems.push(Problem::new(path, ProblemCode::CyclicReference, message));
                }
                // A column that shows a parent's row has no NULLs of its own; one that is NULL with another may be so more or less often.
                let mut own = chain.iter().filter(|column| follows(table, **column).is_none());
                let found = own.find(|column| table.columns[**column].null_fraction > 0.0);
                found.map_or(0.0, |column| table.columns[*column].null_fraction)
            })
            .collect();
        for (column, fraction) in table.columns.iter_mut().zip(fractions) {
            column.null_fraction = fraction;
        }
    }
}

/// Checks that columns that others are NULL with have NULLs, and such as can be shared: not those of a source.
fn check_null_with(spec: &DatasetSpec, drafts: &Drafts, problems: &mut Vec<Problem>) {
    for (table_index, table) in spec.tables.iter().enumerate() {
        for index in 0..table.columns.len() {
            let Some(with) = null_with(table, index) else { continue };
            let name = &table.columns[with].name;
            let drafted = drafts.get(Place { table: table_index, column: with });
            let message = if drafted.is_some_and(|drafted| drafted.draft.may_be_null) {
                format!(
                    "`{name}` is NULL where its parent or its expression is, which another column cannot share; write an expression: CASE WHEN {name} IS NOT NULL THEN … END"
                )
            } else if table.columns[index].null_fraction == 0.0 {
                format!("`{name}` is never NULL; give it a null")
            } else {
                continue;
            };
            let path = format!("tables[{table_index}].columns[{index}].null_with");
            problems.push(Problem::new(path, ProblemCode::UnknownColumn, message));
        }
    }
}

/// Checks that no generator of a column of a primary key, or of one that counts in the database, makes NULLs by itself.
fn check_keys_without_nulls(spec: &DatasetSpec, drafts: &Drafts, problems: &mut Vec<Problem>) {
    for (table, owner) in spec.tables.iter().enumerate() {
        for (index, column) in owner.columns.iter().enumerate() {
            let place = Place { table, column: index };
            if !drafts.get(place).is_some_and(|drafted| drafted.draft.may_be_null) {
                continue;
            }
            let (code, message) = if owner.primary_key.contains(&column.name) {
                let message = "a column of the primary key is never NULL, and rows without a parent, or whose parent has none, have no value \
                               here; take the column out of the key";
                (ProblemCode::NullInPrimaryKey, message)
            } else if column.identity {
                let message = "the column counts in the database, which fills NULLs by itself, and some rows have no value here; set identity to false";
                (ProblemCode::InvalidIdentity, message)
            } else {
                continue;
            };
            problems.push(Problem::new(place.generator_path(""), code, message));
        }
    }
}

/// Where a path stands in a document: fields of an object in the order in which they are written, items by number.
fn document_order(path: &str) -> Vec<(usize, u32)> {
    const FIELDS: [&str; 33] = [
        "rowmill",
        "seed",
        "now",
        "locale",
        "dialect",
        "types",
        "tables",
        "name",
        "rows",
        "primary_key",
        "unique",
        "indexes",
        "partition_by",
        "comment",
        "constraints",
        "options",
        "columns",
        "type",
        "gen",
        "kind",
        "min",
        "from",
        "sampler",
        "distribution",
        "null",
        "null_with",
        "empty",
        "hidden",
        "identity",
        "declared",
        "default",
        "check",
        "generated",
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
