//! How deep a row stands in a tree.

use super::number_of_child;
use crate::{
    axis::Part,
    kinds::{Group, Kind, KindOption, OptionType, Pinned, documentation, pinned},
    plan::{Draft, Drafted, Drafting},
};

/// 0 for the roots of a tree, 1 for their children, and so on.
pub static LEVEL: Kind = Kind {
    name: "level",
    group: Group::Relation,
    label: "Depth in the tree: 0, 1, 2",
    words: "depth generation tree hierarchy 단계 깊이 계층 레벨",
    about: documentation(
        "How many parents, one above the other, a row has, with a `child_of` column that refers to its own table; 0 for rows without one.",
    ),
    options: &[KindOption::required(
        "key",
        "key",
        OptionType::Column,
        "",
        "The `child_of` column of this table.",
    )],
    pinned: pinned(&[Pinned { options: r#""key":"up""#, sql_type: "int", values: &["0", "1", "1"] }]),
    inferred: &[],
    draft,
};

fn draft(drafting: &mut Drafting<'_>) -> Drafted<Draft> {
    number_of_child(drafting, &LEVEL, Part::Level, 0, |siblings| siblings.depth())
}
