//! The number of a row among the children of its parent.

use super::number_of_child;
use crate::{
    axis::Part,
    kinds::{Group, Kind, KindOption, OptionType, Otherwise, Pinned, documentation, pinned},
    plan::{Draft, Drafted, Drafting},
};

/// 1, 2, 3 among the rows of one parent: line numbers of an order.
pub static ORDINAL: Kind = Kind {
    name: "ordinal",
    group: Group::Relation,
    label: "Number within the parent: line 1, 2, 3",
    words: "line number position rank item sequence per parent 순번 항번 줄번호 차수",
    about: documentation(
        "The number of a row among the children of its parent, with a key of the kind `child_of`: together with that key it never repeats.",
    ),
    options: &[
        KindOption::required("key", "key", OptionType::Column, "", "The `child_of` column of this table."),
        KindOption::required("start", "start", OptionType::Whole, "1", "The number of the first child.")
            .or(Otherwise::Whole(1)),
    ],
    pinned: pinned(&[Pinned { options: r#""key":"p""#, sql_type: "int", values: &["1", "2", "3", "1"] }]),
    inferred: &[],
    draft,
};

fn draft(drafting: &mut Drafting<'_>) -> Drafted<Draft> {
    let start = drafting.whole("start")?;
    number_of_child(drafting, &ORDINAL, Part::Ordinal, start, |siblings| {
        siblings.bounds().1.max(siblings.roots()).saturating_sub(1)
    })
}
