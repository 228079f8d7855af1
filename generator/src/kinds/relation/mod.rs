//! Values of other tables, and what rows are as children of others.

pub(super) mod child_count;
pub(super) mod child_of;
pub(super) mod foreign_key;
pub(super) mod level;
pub(super) mod ordinal;
pub(super) mod parent_value;

use std::sync::Arc;

use crate::{
    axis::{Part, Siblings},
    document::{ColumnSpec, Problem, ProblemCode},
    kinds::{Kind, KindOption, OptionType, Otherwise, number::whole_numbers},
    plan::{DefaultAxis, Draft, Drafted, Drafting, Place},
};

/// What a key is called.
const NAME: KindOption = KindOption::required(
    "name",
    "name of the key",
    OptionType::Text,
    "",
    "What the key is called in expressions, before the point: `buyer.created_at`; its column and its table are, too.",
)
.or(Otherwise::Absent);

/// The column of this table, named by an option, that picks the parent's row; and its parents, which it shares out if it is a `child_of`.
fn picker(drafting: &mut Drafting<'_>, option: &str) -> Drafted<(usize, Option<Arc<dyn Siblings>>)> {
    let name = drafting.text(option)?;
    let columns = &drafting.table().columns;
    let is_picker = |column: &ColumnSpec| {
        column.name == name
            && column.generator.as_ref().is_some_and(|generator| generator.reference().is_some())
    };
    let Some(index) = columns.iter().position(is_picker) else {
        let message =
            format!("`{name}` is no key of another table here; name a foreign_key or child_of column");
        return drafting.problem(option, ProblemCode::UnknownColumn, message);
    };
    let drafted = drafting.look(Place { column: index, ..drafting.place })?;
    let leader = drafted.draft.same_row_as.unwrap_or(index);
    if leader == index {
        return Ok((leader, drafted.draft.siblings.clone()));
    }
    let drafted = drafting.look(Place { column: leader, ..drafting.place })?;
    Ok((leader, drafted.draft.siblings.clone()))
}

/// The draft of a number that a row has as a child: from `first` on, with what is added to it.
fn number_of_child(
    drafting: &mut Drafting<'_>,
    kind: &'static Kind,
    part: Part,
    first: i64,
    most: impl Fn(&dyn Siblings) -> u64,
) -> Drafted<Draft> {
    let (leader, siblings) = picker(drafting, "key")?;
    let Some(siblings) = siblings else {
        let message = format!(
            "`{}` draws its parents one by one, so that rows do not know of each other; make it a child_of column",
            drafting.table().columns[leader].name
        );
        return drafting.problem("key", ProblemCode::NoChildren, message);
    };
    if part == Part::Level && siblings.roots() == 0 && siblings.depth() > 0 {
        let message = format!(
            "`{}` refers to another table, and a depth is that of a tree; name a key of the table to itself",
            drafting.table().columns[leader].name
        );
        return drafting.problem("key", ProblemCode::NoChildren, message);
    }
    if drafting.table().columns[leader].null_fraction > 0.0 {
        let message = format!(
            "`{}` may be NULL, and `{}` counts rows that have a parent; set its null to 0",
            drafting.table().columns[leader].name,
            kind.name
        );
        return drafting.problem("key", ProblemCode::NullableParent, message);
    }
    let last = i64::try_from(most(&*siblings)).ok().and_then(|most| first.checked_add(most));
    let Some(last) = last else {
        return drafting.problem(
            "start",
            ProblemCode::ValueOutOfType,
            "the last number does not fit 64 bits; start lower",
        );
    };
    check_last(drafting, first, last)?;
    let len = (i128::from(last) - i128::from(first)) as u128 + 1;
    let draft = whole_numbers(first, last, 1, len, drafting.sql_type());
    Ok(Draft {
        axis: DefaultAxis::Child(leader, part),
        line: None,
        ..draft.repeating("rows of several parents have the same number")
    })
}

/// Checks that the column holds the numbers.
fn check_last(drafting: &Drafting<'_>, first: i64, last: i64) -> Drafted<()> {
    let checked = crate::kinds::number::check_whole_numbers(drafting, [("", first), ("", last)]);
    checked.map_err(|problem| {
        problem.map(|problem| {
            let message = format!("{}; choose a larger type, or set the max of the key", problem.message);
            Problem::new(problem.path, problem.code, message)
        })
    })
}
