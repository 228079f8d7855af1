//! How many children a row has in another table.

use super::check_last;
use crate::{
    batch::ValueKind,
    document::{GeneratorSpec, Problem, ProblemCode, SqlType},
    kinds::{Group, Kind, KindOption, OptionType, Pinned, documentation, pinned},
    plan::{DefaultAxis, Draft, Drafted, Drafting, Extremes, Place},
    source::ChildCounts,
};

/// The number of rows of another table that are children of this row.
pub static CHILD_COUNT: Kind = Kind {
    name: "child_count",
    group: Group::Relation,
    label: "Number of children: 3 lines",
    words: "count of children items lines aggregate total rows 자식수 건수 개수 항목수",
    about: documentation(
        "How many rows of another table are children of this row, with a key of the kind `child_of` there.",
    ),
    options: &[
        KindOption::required("table", "table", OptionType::Table, "", "The table of the children."),
        KindOption::required(
            "column",
            "column",
            OptionType::ChildColumn,
            "",
            "Its `child_of` column that refers to this table.",
        ),
    ],
    pinned: pinned(&[Pinned {
        options: r#""table":"child","column":"t""#,
        sql_type: "int",
        values: &["5", "4", "4", "3"],
    }]),
    inferred: &[],
    draft,
};

fn draft(drafting: &mut Drafting<'_>) -> Drafted<Draft> {
    let (children, name) = (drafting.text("table")?, drafting.text("column")?);
    let (spec, own) = (drafting.spec, &drafting.table().name);
    let Some(table) = spec.tables.iter().position(|table| table.name == children) else {
        let message = format!("there is no table `{children}`; add it or name another");
        return drafting.problem("table", ProblemCode::UnknownTable, message);
    };
    let columns = &spec.tables[table].columns;
    let reference = |column: usize| columns[column].generator.as_ref().and_then(GeneratorSpec::reference);
    let found = columns.iter().position(|column| column.name == name);
    let Some(column) = found.filter(|column| reference(*column).is_some_and(|of| of.table == *own)) else {
        let message =
            format!("`{children}` has no column `{name}` that refers to `{own}`; name its key to this table");
        return drafting.problem("column", ProblemCode::UnknownColumn, message);
    };
    let mut drafted = drafting.look(Place { table, column })?;
    // A further column of the key takes the row that the first one takes.
    if let Some(leader) = drafted.draft.same_row_as {
        drafted = drafting.look(Place { table, column: leader })?;
    }
    let Some(siblings) = drafted.draft.siblings.clone() else {
        let message = format!(
            "`{children}.{name}` draws its parents one by one, so that nobody knows how many a row has; make it a child_of column"
        );
        return drafting.problem("column", ProblemCode::NoChildren, message);
    };
    if columns[column].null_fraction > 0.0 {
        let message = format!(
            "`{children}.{name}` may be NULL, and then a row has fewer children than are counted; set its null to 0"
        );
        return drafting.problem("column", ProblemCode::NullableParent, message);
    }
    if drafting.column().sampler.is_some() {
        let path = drafting.place.field_path("sampler");
        let message = "how many children a row has is settled; leave the sampler out";
        return Err(Some(Problem::new(path, ProblemCode::InvalidSampler, message)));
    }
    if !matches!(drafting.sql_type(), SqlType::Integer { .. }) {
        let path = drafting.place.field_path("type");
        return Err(Some(Problem::new(
            path,
            ProblemCode::TypeMismatch,
            "children are counted in whole numbers; choose an integer type",
        )));
    }
    let (least, most) = siblings.bounds();
    let [least, most] = [least, most].map(|count| i64::try_from(count).unwrap_or(i64::MAX));
    check_last(drafting, least, most)?;
    let rows = drafting.table().rows.max(1);
    let draft = Draft::in_order(
        ChildCounts(siblings),
        ValueKind::Integer,
        rows.into(),
        Extremes::integers(least, most),
    );
    Ok(Draft { axis: DefaultAxis::InOrder, ..draft.repeating("rows may have as many children as others") })
}
