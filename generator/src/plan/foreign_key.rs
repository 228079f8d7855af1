//! The domain of a foreign key: whether it can be, and whether its column holds what the parent has.

use super::{
    draft::{Distinct, Draft, Drafts, Place, Sampling, Values},
    generator_of,
};
use crate::{
    document::{DatasetSpec, GeneratorSpec, Problem, SqlType},
    domain::Domain,
    values,
};

/// The values of a foreign key: those of the parent's column, and the sibling whose parent row is shared.
///
/// # Errors
/// An unknown parent, a parent without rows or with NULLs, a cycle; none if the parent has a problem of its own.
pub(super) fn values(
    drafts: &mut Drafts,
    spec: &DatasetSpec,
    place: Place,
    depth: usize,
    problems: &mut Vec<Problem>,
) -> Result<(Values, Option<usize>), Option<Problem>> {
    let table = &spec.tables[place.table];
    let GeneratorSpec::ForeignKey { table: parent, column: parent_column, same_row_as } =
        generator_of(&table.columns[place.column])
    else {
        unreachable!("only foreign keys are drafted here")
    };
    let problem = |field: &str, code: &str, message: String| {
        Err(Some(Problem::new(place.generator_path(field), code, message)))
    };
    let Some(parent_index) = spec.tables.iter().position(|table| table.name == *parent) else {
        return problem(
            "table",
            "unknown_table",
            format!("there is no table `{parent}`; add it or name another"),
        );
    };
    let parent_table = &spec.tables[parent_index];
    let Some(column_index) = parent_table.columns.iter().position(|column| column.name == *parent_column)
    else {
        let message = format!("table `{parent}` has no column `{parent_column}`; add it or name another");
        return problem("column", "unknown_column", message);
    };
    if parent_table.columns[column_index].null_fraction > 0.0 {
        let message =
            format!("`{parent}.{parent_column}` may be NULL, and a key never is; set its null to 0");
        return problem("column", "nullable_parent", message);
    }
    if parent_table.rows == 0 && table.rows > 0 {
        let message = format!("parent table `{parent}` has no rows; give it at least one");
        return problem("table", "empty_parent", message);
    }
    let leader = match same_row_as {
        Some(name) => Some(leader(spec, place, parent, name)?),
        None => None,
    };
    let to = Place { table: parent_index, column: column_index };
    let draft = drafts.require(spec, place, to, depth, problems)?;
    let sql_type = table.columns[place.column].sql_type;
    if let Some(reason) =
        unfit(sql_type, parent_table.columns[column_index].sql_type, integer_range(drafts, &draft))
    {
        let message = format!("{reason}; give the column the type of `{parent}.{parent_column}`");
        return Err(Some(Problem::new(place.field_path("type"), "value_out_of_type", message)));
    }
    let values = Values {
        domain: Domain::ParentKey { table: parent_index, column: column_index },
        kind: draft.kind,
        count: u128::from(parent_table.rows.max(1)),
        distinct: if is_unique_by_itself(spec, to) {
            Distinct::Always
        } else {
            Distinct::Not("the parent's column is not unique by itself")
        },
        sampling: Sampling::Uniform,
        max_length: draft.max_length,
        chain: draft.chain(),
    };
    Ok((values, leader))
}

/// Why a column of type `child` cannot hold the values of its parent's column, whose type is `parent` and whose whole numbers,
/// where they are known, lie in `range`. Texts and bytes are compared by length elsewhere.
fn unfit(child: SqlType, parent: SqlType, range: Option<(i64, i64)>) -> Option<String> {
    // Beyond 2^53 not every whole number is a floating-point one.
    const EXACT_DOUBLE: i64 = 1 << 53;
    if let (Some(_), Some((least, most))) = (parent.integer_bounds(), range) {
        let (min, max) = match child {
            SqlType::Integer { .. } => child.integer_bounds()?,
            SqlType::Decimal { precision, scale } => {
                let bound =
                    10_i64.checked_pow(u32::from(precision - scale)).map_or(i64::MAX, |unit| unit - 1);
                (-bound, bound)
            }
            SqlType::Double => (-EXACT_DOUBLE, EXACT_DOUBLE),
            _ => return None,
        };
        return (least < min || most > max).then(|| {
            format!("the parent's values run from {least} to {most}, {child} holds {min} to {max}")
        });
    }
    let loses = match (child, parent) {
        (
            SqlType::Decimal { precision, scale },
            SqlType::Decimal { precision: parent_precision, scale: parent_scale },
        ) => scale < parent_scale || precision - scale < parent_precision - parent_scale,
        (SqlType::Time { digits }, SqlType::Time { digits: parent_digits }) => digits < parent_digits,
        (
            SqlType::Timestamp { digits, zoned },
            SqlType::Timestamp { digits: parent_digits, zoned: parent_zoned },
        ) => digits < parent_digits || zoned != parent_zoned,
        _ => false,
    };
    loses.then(|| format!("{child} does not hold every value of {parent}"))
}

/// The smallest and the largest of a column's whole numbers, where its domain tells.
fn integer_range(drafts: &Drafts, draft: &Draft) -> Option<(i64, i64)> {
    match &draft.domain {
        Domain::Integer { first, step } => {
            let steps = i64::try_from(draft.count.saturating_sub(1)).ok()?;
            let last = first.checked_add(step.checked_mul(steps)?)?;
            Some((*first.min(&last), *first.max(&last)))
        }
        Domain::Lookup(values::Values::Integer(values)) => {
            Some((*values.iter().min()?, *values.iter().max()?))
        }
        // A chain of keys ends, or its circle was refused.
        Domain::ParentKey { table, column } => integer_range(drafts, drafts.done(*table, *column)?),
        _ => None,
    }
}

fn leader(spec: &DatasetSpec, place: Place, parent: &str, name: &str) -> Result<usize, Option<Problem>> {
    let table = &spec.tables[place.table];
    let found = table.columns.iter().enumerate().find(|(_, column)| column.name == name);
    if let Some((index, column)) = found
        && let GeneratorSpec::ForeignKey { table, same_row_as: None, .. } = generator_of(column)
        && table == parent
    {
        return Ok(index);
    }
    let message = format!(
        "`{name}` is no foreign key of this table to `{parent}` that chooses its own row; name the first column of the key"
    );
    Err(Some(Problem::new(place.generator_path("same_row_as"), "unknown_column", message)))
}

/// Whether a column is a whole key of its table, or has a generator that never repeats.
fn is_unique_by_itself(spec: &DatasetSpec, place: Place) -> bool {
    let table = &spec.tables[place.table];
    let column = &table.columns[place.column];
    let is_whole = |key: &[String]| matches!(key, [only] if *only == column.name);
    column.unique
        || is_whole(&table.primary_key)
        || table.unique.iter().any(|key| is_whole(key))
        || (column.sampler.is_none()
            && matches!(
                generator_of(column),
                GeneratorSpec::Sequence { .. }
                    | GeneratorSpec::UuidV4 {}
                    | GeneratorSpec::UuidV7 {}
                    | GeneratorSpec::Ulid {}
            ))
}
