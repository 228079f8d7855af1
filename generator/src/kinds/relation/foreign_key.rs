//! The keys of another table.

use std::sync::Arc;

use super::NAME;
use crate::{
    batch::ValueKind,
    distribution::Line,
    document::{ColumnSpec, DatasetSpec, GeneratorSpec, Problem, ProblemCode, SqlType},
    kinds::{Group, Kind, KindOption, OptionType, Otherwise, Pinned, documentation, pinned},
    plan::{DefaultAxis, Draft, Drafted, DraftedColumn, Drafting, Place, Repeats, literal::EXACT_DOUBLE},
    source::Parent,
};

/// A value that the column of a parent table has.
pub static FOREIGN_KEY: Kind = Kind {
    name: "foreign_key",
    group: Group::Relation,
    label: "Key of another table",
    words: "reference parent relation join fk 참조 외래키 부모",
    about: documentation(
        "A value that a column of another table has; each of its rows is equally likely. In its own table: of any other row, unless each shall come once.",
    ),
    options: &[
        KindOption::required("table", "table", OptionType::Table, "", "The parent table."),
        KindOption::required("column", "column", OptionType::ParentColumn, "", "The parent's column."),
        KindOption::required(
            "same_row_as",
            "same row as",
            OptionType::Column,
            "",
            "Take the parent row that this column of the same table takes: the further columns of a composite key, or copies of the \
             parent's other columns.",
        )
        .or(Otherwise::Absent),
        NAME,
    ],
    pinned: pinned(&[Pinned { options: r#""table":"parent","column":"id""#, sql_type: "bigint", values: &["2", "2", "5"] }]),
    inferred: &[],
    draft,
};

fn draft(drafting: &mut Drafting<'_>) -> Drafted<Draft> {
    let parent = drafting.text("table")?;
    let same_row_as = match drafting.generator.text("same_row_as") {
        // A field that was emptied.
        None | Some("") => None,
        Some(name) => Some(leader(drafting, parent, name)?),
    };
    let draft = key_of_parent(drafting, same_row_as)?;
    let roots = match same_row_as {
        Some(column) => {
            let drafted = drafting.look(Place { column, ..drafting.place })?;
            drafted.draft.siblings.as_ref().map_or(0, |siblings| siblings.roots())
        }
        None => 0,
    };
    Ok(Draft { source: Arc::new(Parent { roots }), may_be_null: roots > 0, ..draft })
}

/// The draft of a column with values of a parent's column, at any row of it or at that which another column of the table picks.
///
/// # Errors
/// That there is no such column, that it may be NULL, or that this one does not hold its values.
pub(super) fn key_of_parent(drafting: &mut Drafting<'_>, same_row_as: Option<usize>) -> Drafted<Draft> {
    let (parent, parent_column) = (drafting.text("table")?, drafting.text("column")?);
    let (spec, table) = (drafting.spec, drafting.table());
    let Some(parent_index) = spec.tables.iter().position(|table| table.name == parent) else {
        let message = format!("there is no table `{parent}`; add it or name another");
        return drafting.problem("table", ProblemCode::UnknownTable, message);
    };
    let parent_table = &spec.tables[parent_index];
    let Some(column_index) = parent_table.columns.iter().position(|column| column.name == parent_column)
    else {
        let message = format!("table `{parent}` has no column `{parent_column}`; add it or name another");
        return drafting.problem("column", ProblemCode::UnknownColumn, message);
    };
    let of_parent = &parent_table.columns[column_index];
    if of_parent.null_fraction > 0.0 {
        let message =
            format!("`{parent}.{parent_column}` may be NULL, and a key never is; set its null to 0");
        return drafting.problem("column", ProblemCode::NullableParent, message);
    }
    if of_parent.hidden && !drafting.column().hidden {
        let message = format!(
            "`{parent}.{parent_column}` is hidden, so no database has it; show it, or hide this column too"
        );
        return drafting.problem("column", ProblemCode::HiddenParent, message);
    }
    if parent_table.rows == 0 && table.rows > 0 {
        let message = format!("parent table `{parent}` has no rows; give it at least one");
        return drafting.problem("table", ProblemCode::EmptyParent, message);
    }
    let to = Place { table: parent_index, column: column_index };
    let shown = drafting.input_through(to, Some(same_row_as.unwrap_or(drafting.place.column)))?;
    if shown.draft.may_be_null {
        let message = format!(
            "`{parent}.{parent_column}` may be NULL, and a key never is; let its expression end with coalesce(…)"
        );
        return drafting.problem("column", ProblemCode::NullableParent, message);
    }
    if let Some(reason) = unfit(drafting.sql_type(), of_parent, &shown) {
        let message = format!("{reason}; give the column the type of `{parent}.{parent_column}`");
        let path = drafting.place.field_path("type");
        return Err(Some(Problem::new(path, ProblemCode::ValueOutOfType, message)));
    }
    let repeats = if is_unique_by_itself(spec, to, &shown) {
        match shown.draft.repeats {
            Repeats::OnlyFolded => Repeats::OnlyFolded,
            _ => Repeats::Never,
        }
    } else {
        Repeats::May("the parent's column is not unique by itself")
    };
    Ok(Draft {
        source: Arc::new(Parent { roots: 0 }),
        drawn: None,
        may_be_null: false,
        scratch: 0,
        len: u128::from(parent_table.rows.max(1)),
        repeats,
        shared: None,
        line: Some(Line::positions(parent_table.rows.max(1).into())),
        axis: if parent_index == drafting.place.table { DefaultAxis::OtherRow } else { DefaultAxis::Uniform },
        same_row_as,
        siblings: None,
        kind: shown.draft.kind,
        extremes: shown.draft.extremes.clone(),
        shortest: shown.draft.shortest,
        is_json: shown.draft.is_json,
        may_hold_nul: shown.draft.may_hold_nul,
    })
}

/// Why a column of type `child` cannot hold the values of its parent's column. Texts and bytes are compared by length elsewhere.
pub(super) fn unfit(child: SqlType, parent: &ColumnSpec, shown: &DraftedColumn) -> Option<String> {
    let parent = parent.sql_type;
    if let (ValueKind::Integer | ValueKind::Boolean, Some((least, most))) =
        (shown.draft.kind, shown.draft.extremes.range())
    {
        let (min, max): (i128, i128) = match child {
            SqlType::Integer { .. } => {
                child.integer_bounds().map(|(min, max)| (min.into(), max.into())).unwrap_or_default()
            }
            SqlType::Decimal { precision, scale } => {
                let bound = 10_i128.pow(u32::from(precision - scale)) - 1;
                (-bound, bound)
            }
            SqlType::Double => (-i128::from(EXACT_DOUBLE), EXACT_DOUBLE.into()),
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
        (SqlType::Double, SqlType::Decimal { .. }) => {
            let bound = i128::from(EXACT_DOUBLE);
            shown.draft.extremes.range().is_none_or(|(least, most)| least < -bound || most > bound)
        }
        (SqlType::Time { digits }, SqlType::Time { digits: parent_digits }) => digits < parent_digits,
        (
            SqlType::Timestamp { digits, zoned },
            SqlType::Timestamp { digits: parent_digits, zoned: parent_zoned },
        ) => digits < parent_digits || zoned != parent_zoned,
        _ => false,
    };
    loses.then(|| format!("{child} does not hold every value of {parent}"))
}

/// The column whose parent row is shared.
fn leader(drafting: &Drafting<'_>, parent: &str, name: &str) -> Drafted<usize> {
    let found = drafting.table().columns.iter().enumerate().find(|(_, column)| column.name == name);
    if let Some((index, column)) = found
        && let Some(reference) = column.generator.as_ref().and_then(GeneratorSpec::reference)
        && reference.table == parent
        && reference.same_row_as.is_none_or(str::is_empty)
    {
        return Ok(index);
    }
    let message = format!(
        "`{name}` is not a foreign key of this table to `{parent}` that chooses its own row; name the first column of the key"
    );
    drafting.problem("same_row_as", ProblemCode::UnknownColumn, message)
}

/// Whether a column is a whole key of its table, or has a generator that gives every row another value anyway.
fn is_unique_by_itself(spec: &DatasetSpec, place: Place, shown: &DraftedColumn) -> bool {
    let table = &spec.tables[place.table];
    let column = &table.columns[place.column];
    let is_whole = |key: &[String]| matches!(key, [only] if *only == column.name);
    column.unique
        || is_whole(&table.primary_key)
        || table.unique.iter().any(|key| is_whole(key))
        || (column.sampler.is_none()
            && column.distribution.is_none()
            && shown.draft.axis == DefaultAxis::InOrder
            && shown.is_distinct()
            && shown.draft.len >= table.rows.into())
}
