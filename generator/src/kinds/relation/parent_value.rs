//! Values of the parent's row.

use super::picker;
use crate::{
    document::{GeneratorSpec, ProblemCode},
    kinds::{Group, Kind, KindOption, OptionType, Pinned, documentation, pinned},
    plan::{DefaultAxis, Draft, Drafted, Drafting, Place},
    source::{Parent, UNCOUNTED},
};

/// What another column of the parent's row is, copied.
pub static PARENT_VALUE: Kind = Kind {
    name: "parent_value",
    group: Group::Relation,
    label: "Value of the parent's row",
    words: "copy denormalized lookup join parent column 부모값 복사 역정규화",
    about: documentation(
        "What a column of the parent's row is there, NULL where that is: copies, which no database knows of as a key.",
    ),
    options: &[
        KindOption::required(
            "key",
            "key",
            OptionType::Column,
            "",
            "The column of this table that picks the parent's row.",
        ),
        KindOption::required("column", "column", OptionType::ParentColumn, "", "The parent's column."),
    ],
    pinned: pinned(&[Pinned {
        options: r#""key":"p","column":"id""#,
        sql_type: "bigint",
        values: &["1", "1", "1", "2"],
    }]),
    inferred: &[],
    draft,
};

fn draft(drafting: &mut Drafting<'_>) -> Drafted<Draft> {
    let (leader, siblings) = picker(drafting, "key")?;
    let parent_column = drafting.text("column")?;
    let spec = drafting.spec;
    let reference = drafting.table().columns[leader].generator.as_ref().and_then(GeneratorSpec::reference);
    let parent = reference.and_then(|of| spec.tables.iter().position(|table| table.name == of.table));
    // The key has been drafted, so there is such a table.
    let Some(index) = parent else { return Err(None) };
    let table = &spec.tables[index];
    let parent = &table.name;
    let Some(column) = table.columns.iter().position(|column| column.name == parent_column) else {
        let message = format!("table `{parent}` has no column `{parent_column}`; add it or name another");
        return drafting.problem("column", ProblemCode::UnknownColumn, message);
    };
    let shown = drafting.input_through(Place { table: index, column }, Some(leader))?;
    if let Some(reason) = super::foreign_key::unfit(drafting.sql_type(), &table.columns[column], &shown) {
        let message = format!("{reason}; give the column the type of `{parent}.{parent_column}`");
        let path = drafting.place.field_path("type");
        return Err(Some(crate::document::Problem::new(path, ProblemCode::ValueOutOfType, message)));
    }
    let roots = siblings.map_or(0, |siblings| siblings.roots());
    let of_parent = &shown.draft;
    let may_be_null = roots > 0 || table.columns[column].null_fraction > 0.0 || of_parent.may_be_null;
    let draft = Draft::uniform(Parent { roots }, of_parent.kind, UNCOUNTED, of_parent.extremes.clone());
    Ok(Draft {
        axis: DefaultAxis::None,
        same_row_as: Some(leader),
        may_be_null,
        shortest: of_parent.shortest,
        is_json: of_parent.is_json,
        may_hold_nul: of_parent.may_hold_nul,
        ..draft.repeating("rows of one parent have the same value")
    })
}
