//! `references` of a table: keys of other tables told beside the columns. They say the same as the generators of these columns, and become these when a
//! document is read.

use serde_json::Value;

use super::{
    DistributionSpec, GeneratorSpec, Problem, ProblemCode, TableSpec,
    fields::{Fields, Read, problem, texts},
    reading,
};
use crate::kinds::{CHILD_OF, FOREIGN_KEY, OptionValue};

/// What gives the columns of a reference their generators.
#[cfg(feature = "parted")]
type Apply = fn(Written, &mut [TableSpec]) -> Read<()>;

#[cfg(feature = "parted")]
static INSTALLED: std::sync::OnceLock<Apply> = std::sync::OnceLock::new();

/// Adds the reading of references, as [`install`](crate::kinds::install) adds kinds.
pub(crate) fn install() {
    #[cfg(feature = "parted")]
    INSTALLED.get_or_init(|| lower);
}

/// Gives the columns of a reference their generators.
///
/// # Errors
/// A reference that cannot be read, names what is not there, or a column that has a generator already.
pub(super) fn apply(written: Written, tables: &mut [TableSpec]) -> Read<()> {
    #[cfg(feature = "parted")]
    let Some(lower) = INSTALLED.get() else {
        let message = "references are not read yet; wait until the page has fetched all of its parts";
        return Err(Problem::new(written.path, ProblemCode::UnknownKind, message));
    };
    lower(written, tables)
}

/// A reference as it was written, and where.
pub(super) struct Written {
    pub(super) table: usize,
    pub(super) path: String,
    pub(super) value: Value,
}

/// What a reference says.
struct Reference {
    name: Option<String>,
    columns: Vec<String>,
    table: String,
    columns_there: Vec<String>,
    children: Option<Children>,
    optional: Option<f64>,
}

/// How many children a parent has; the depth and the first rows of a tree.
struct Children {
    options: Vec<(&'static str, OptionValue)>,
    distribution: Option<DistributionSpec>,
}

fn lower(written: Written, tables: &mut [TableSpec]) -> Read<()> {
    let Written { table, path, value } = written;
    let reference = read(value, &path, tables)?;
    let at = |field: &str, position: usize| format!("{path}.{field}[{position}]");
    let kind = match reference.children {
        Some(_) => &CHILD_OF,
        None => &FOREIGN_KEY,
    };
    let leader = reference.columns[0].clone();
    for (position, (name, there)) in reference.columns.iter().zip(&reference.columns_there).enumerate() {
        let owner = &mut tables[table];
        let place = at("columns", position);
        let Some(column) = owner.columns.iter_mut().find(|column| column.name == *name) else {
            let message = format!("the table has no column `{name}`; add it or name another");
            return Err(Problem::new(place, ProblemCode::UnknownColumn, message));
        };
        let has_own = |field: &str| {
            let message = format!(
                "`{name}` has a {field} of its own, which this reference tells; leave one of both out"
            );
            Err(problem(&place, &message))
        };
        if column.generator.is_some() {
            return has_own("gen");
        }
        let is_leader = position == 0;
        let mut generator = GeneratorSpec::new(if is_leader { kind } else { &FOREIGN_KEY })
            .with("table", reference.table.as_str())
            .with("column", there.as_str());
        if !is_leader {
            generator = generator.with("same_row_as", leader.as_str());
        }
        if let Some(name) = reference.name.as_ref().filter(|_| is_leader) {
            generator = generator.with("name", name.as_str());
        }
        if let (Some(children), true) = (&reference.children, is_leader) {
            for (option, value) in &children.options {
                generator = generator.with(option, value.clone());
            }
            if children.distribution.is_some() && column.distribution.is_some() {
                return has_own("distribution");
            }
            column.distribution = children.distribution.clone().or_else(|| column.distribution.take());
        }
        if let (Some(optional), true) = (reference.optional, is_leader) {
            if column.null_fraction > 0.0 {
                return has_own("null");
            }
            column.null_fraction = optional;
        }
        column.generator = Some(generator);
    }
    Ok(())
}

fn read(value: Value, path: &str, tables: &[TableSpec]) -> Read<Reference> {
    let mut fields = Fields::of(value, path, "a reference")?;
    let name = if fields.has("name") { Some(fields.text("name")?) } else { None };
    let columns = match fields.required("columns")? {
        Value::Array(values) => texts(values, &fields.path("columns"))?,
        other => return Err(fields.wrong("columns", &other, "a list")),
    };
    let parent = fields.text("table")?;
    let Some(found) = tables.iter().find(|found| found.name == parent) else {
        let message = format!("there is no table `{parent}`; add it or name another");
        return Err(Problem::new(fields.path("table"), ProblemCode::UnknownTable, message));
    };
    let columns_there = match fields.texts("columns_there")? {
        named if named.is_empty() => found.primary_key.clone(),
        named => named,
    };
    if columns.is_empty() || columns.len() != columns_there.len() {
        let message = format!(
            "{} here and {} of `{parent}` (its primary key where `columns_there` is left out) are no pairs; name as many of both, at least one",
            columns.len(),
            columns_there.len()
        );
        return Err(problem(&fields.path("columns"), &message));
    }
    let children = match fields.take("children") {
        Some(value) => Some(children(value, &fields.path("children"))?),
        None => None,
    };
    let optional = if fields.has("optional") { Some(fields.number("optional")?) } else { None };
    fields.finish()?;
    Ok(Reference { name, columns, table: parent, columns_there, children, optional })
}

fn children(value: Value, path: &str) -> Read<Children> {
    let mut fields = Fields::of(value, path, "this share")?;
    let mut options = Vec::new();
    for option in CHILD_OF.options.iter().filter(|option| !["table", "column", "name"].contains(&option.name))
    {
        if let Some(value) = fields.take(option.name) {
            let shown = value.clone();
            let read = option.option_type.read(value);
            options.push((
                option.name,
                read.ok_or_else(|| fields.wrong(option.name, &shown, &option.option_type.expected()))?,
            ));
        }
    }
    let distribution = match fields.take("distribution") {
        Some(value) => Some(reading::distribution(value, &fields.path("distribution"))?),
        None => None,
    };
    fields.finish()?;
    Ok(Children { options, distribution })
}
