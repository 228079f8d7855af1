//! Keys of parents that share the rows of a table out among them.

use std::sync::Arc;

use super::{NAME, foreign_key::key_of_parent};
use crate::{
    axis::{
        Children, HALVINGS, HALVINGS_TO_BE_SCATTERED, Part, Share, Siblings, kept_cells, tree_levels,
        usual_roots,
    },
    document::{Problem, ProblemCode, SamplerSpec},
    kinds::{Group, Kind, KindOption, OptionType, Otherwise, Pinned, documentation, pinned},
    plan::{DefaultAxis, Draft, Drafted, Drafting},
    source::Parent,
};

/// A key of a parent, where each parent has so many children; in its own table, the edges of a tree.
pub static CHILD_OF: Kind = Kind {
    name: "child_of",
    group: Group::Relation,
    label: "Key of a parent: 1 to 5 children each",
    words: "parent children reference foreign key one to many tree hierarchy self manager category 부모 자식 참조 외래키 계층 트리 상위",
    about: documentation(
        "A value that a column of another table has, where every parent has a number of children within bounds; its children are \
         neighbours, in the order of the parents, unless the sampler is `shuffled`, and a distribution tells which parents have more of them. \
         In its own table: a tree, in which the parent's row comes first and the first rows have none.",
    ),
    options: &[
        KindOption::required("table", "table", OptionType::Table, "", "The parent table; the column's own for a tree."),
        KindOption::required("column", "column", OptionType::ParentColumn, "", "The parent's column."),
        KindOption::required("min", "children at least", OptionType::Count, "", "The fewest children of a parent.").or(Otherwise::Whole(0)),
        KindOption::required("max", "children at most", OptionType::Count, "", "The most children of a parent; as many as there are where it is left out.").or(Otherwise::Absent),
        KindOption::required("without", "parents without", OptionType::Fraction, "", "The part of the parents that have no children; all others have at least one.").or(Otherwise::Absent),
        KindOption::required(
            "ranking",
            "most children have",
            OptionType::Word(&["rows", "random"]),
            "",
            "With a distribution: whether the first rows of the parent have the most children (`rows`), or any of them (`random`), which then come in any order; \
             without it, the first rows.",
        )
        .or(Otherwise::Absent),
        KindOption::required("depth", "depth of the tree", OptionType::Count, "", "In a tree: the most levels below the first rows, 1 to 64; 3 where it is left out.").or(Otherwise::Absent),
        KindOption::required("roots", "first rows", OptionType::Count, "", "In a tree: how many rows have no parent; as many as make the tree grow evenly where it is left out.").or(Otherwise::Absent),
        NAME,
    ],
    pinned: pinned(&[
        Pinned { options: r#""table":"parent","column":"id","min":2,"max":5"#, sql_type: "bigint", values: &["1", "1", "1", "1", "1", "2"] },
        Pinned { options: r#""table":"t","column":"a","depth":3,"roots":2"#, sql_type: "bigint", values: &["", "", "1", "1", "1", "3", "4"] },
    ]),
    inferred: &[],
    draft,
};

/// Levels of a tree, below the first, where nothing else is said.
const USUAL_DEPTH: u64 = 3;
/// Levels of a tree at the most: each is found among all.
const MOST_DEPTH: u64 = 64;

fn draft(drafting: &mut Drafting<'_>) -> Drafted<Draft> {
    let draft = key_of_parent(drafting, None)?;
    let is_tree = drafting.text("table")? == drafting.table().name;
    let siblings: Arc<dyn Siblings> = if is_tree { tree(drafting)? } else { children(drafting)? };
    let column = drafting.column();
    if column.sampler == Some(SamplerSpec::Uniform) {
        let path = drafting.place.field_path("sampler");
        let message = "children are shared out among their parents, not drawn one by one; choose `in_order` or `shuffled`, or the kind foreign_key";
        return Err(Some(Problem::new(path, ProblemCode::InvalidSampler, message)));
    }
    let roots = siblings.roots();
    Ok(Draft {
        source: Arc::new(Parent { roots }),
        axis: DefaultAxis::Child(drafting.place.column, Part::Parent),
        may_be_null: draft.may_be_null || roots > 0,
        line: None,
        siblings: Some(siblings),
        ..draft
    })
}

/// A count that may be left out, or was emptied.
fn count(drafting: &Drafting<'_>, option: &str) -> Option<u64> {
    // Counts are never negative.
    drafting.generator.whole(option).map(i64::unsigned_abs)
}

/// The children of another table.
fn children(drafting: &mut Drafting<'_>) -> Drafted<Arc<dyn Siblings>> {
    for option in ["depth", "roots"] {
        if count(drafting, option).is_some() {
            let message =
                format!("`{option}` is about trees, in which a table refers to itself; leave it out");
            return drafting.problem(option, ProblemCode::InvalidSpec, message);
        }
    }
    let name = drafting.text("table")?;
    let parents = drafting.spec.tables.iter().find(|table| table.name == name).map_or(0, |table| table.rows);
    let rows = drafting.table().rows;
    let min = count(drafting, "min").unwrap_or_default();
    let max = count(drafting, "max");
    let without = drafting.generator.number("without");
    if let Some(without) = without.filter(|without| !(0.0..1.0).contains(without)) {
        let message = format!("{without} is no part of the parents; write a number from 0 to less than 1");
        return drafting.problem("without", ProblemCode::InvalidFraction, message);
    }
    let without = without.filter(|without| *without > 0.0);
    if let Some(max) = max.filter(|max| *max < min) {
        return drafting.problem(
            "max",
            ProblemCode::EmptyRange,
            format!("max {max} is less than min {min}; exchange them"),
        );
    }
    let nulls = drafting.column().null_fraction > 0.0;
    if nulls && (min > 0 || without.is_some()) {
        let option = if min > 0 { "min" } else { "without" };
        let message = format!(
            "a row whose key is NULL is taken from its parent, which may then have too few; set `{option}` or null to 0"
        );
        return drafting.problem(option, ProblemCode::NullableParent, message);
    }
    // The part of at most 10^12 rows, exact to a row.
    let with_children =
        parents - without.map_or(0, |without| (parents as f64 * without).round() as u64).min(parents);
    let min = if without.is_some() { min.max(1) } else { min };
    let least = with_children.saturating_mul(min);
    if least > rows {
        let option = if without.is_some() && min == 1 { "without" } else { "min" };
        let message = format!(
            "{with_children} parents with at least {min} children each have {least}, the table {rows} rows; make more rows, or set `{option}` otherwise"
        );
        return drafting.problem(option, ProblemCode::ChildrenOutOfBounds, message);
    }
    let most = max.map(|max| with_children.saturating_mul(max));
    if let (Some(max), Some(most)) = (max, most.filter(|most| *most < rows)) {
        let message = format!(
            "{with_children} parents with at most {max} children each have {most}, the table {rows} rows; make fewer rows, or raise max"
        );
        return drafting.problem("max", ProblemCode::ChildrenOutOfBounds, message);
    }
    if with_children == 0 && rows > 0 {
        return drafting.problem(
            "without",
            ProblemCode::ChildrenOutOfBounds,
            "no parent is left that has children; lower `without`",
        );
    }
    let share = Share {
        parents: parents.max(1),
        children: rows,
        with_children,
        min,
        max: max.unwrap_or(rows).max(min),
    };
    let chances = match &drafting.column().distribution {
        Some(distribution) => {
            Some(drafting.cells_of_parents(distribution, parents.max(1), drafting.place)?)
        }
        None => None,
    };
    let is_scattered = drafting.column().sampler == Some(SamplerSpec::Shuffled);
    // What is kept makes rows faster, and no other.
    let mut halvings =
        [HALVINGS_TO_BE_SCATTERED, HALVINGS].into_iter().filter(|of| *of == HALVINGS || is_scattered);
    let kept = halvings.find(|of| drafting.takes_cells(kept_cells(*of, parents, 1)));
    let key = drafting.permutation_key();
    let children = Children::new(key, share, chances.as_ref(), kept.unwrap_or_default());
    let is_random = drafting.generator.text("ranking") == Some("random");
    Ok(Arc::new(if is_random { children.ranked_at_random(!key) } else { children }))
}

/// The tree of a table that refers to itself.
fn tree(drafting: &mut Drafting<'_>) -> Drafted<Arc<dyn Siblings>> {
    if count(drafting, "min").is_some_and(|min| min > 0) {
        return drafting.problem(
            "min",
            ProblemCode::InvalidSpec,
            "the last rows of a tree have no children; set min to 0",
        );
    }
    if drafting.generator.number("without").is_some_and(|without| without != 0.0) {
        return drafting.problem(
            "without",
            ProblemCode::InvalidSpec,
            "the last rows of a tree have no children anyway; leave `without` out",
        );
    }
    if drafting.generator.text("ranking") == Some("random") {
        let message = "in a tree every row of a level is equally likely a parent; leave ranking out";
        return drafting.problem("ranking", ProblemCode::InvalidSpec, message);
    }
    let column = drafting.column();
    if column.distribution.is_some() {
        let path = drafting.place.field_path("distribution");
        let message = "in a tree every row of a level is equally likely a parent; leave the distribution out";
        return Err(Some(Problem::new(path, ProblemCode::InvalidDistribution, message)));
    }
    if column.sampler == Some(SamplerSpec::Shuffled) {
        let path = drafting.place.field_path("sampler");
        let message = "in a tree the parent's row comes first; leave the sampler out";
        return Err(Some(Problem::new(path, ProblemCode::InvalidSampler, message)));
    }
    let depth = count(drafting, "depth").unwrap_or(USUAL_DEPTH);
    if !(1..=MOST_DEPTH).contains(&depth) {
        let message = format!("the depth is {depth}; write a number from 1 to {MOST_DEPTH}");
        return drafting.problem("depth", ProblemCode::InvalidLength, message);
    }
    let rows = drafting.table().rows;
    let max = count(drafting, "max");
    if max == Some(0) {
        return drafting.problem(
            "max",
            ProblemCode::EmptyRange,
            "in a tree without children there is no parent; write 1 or more",
        );
    }
    let max = max.unwrap_or(rows).max(1);
    let roots = count(drafting, "roots").unwrap_or_else(|| usual_roots(rows, depth, max));
    if roots == 0 && rows > 0 {
        return drafting.problem(
            "roots",
            ProblemCode::EmptyRange,
            "the first row of a tree has no parent; write 1 or more",
        );
    }
    let Some(levels) = tree_levels(rows, roots, depth, max) else {
        let message = format!(
            "a tree of {roots} first rows and {depth} levels below, each with at most {max} times the rows above, has fewer than {rows} rows; \
             raise roots, depth or max"
        );
        return drafting.problem("max", ProblemCode::ChildrenOutOfBounds, message);
    };
    let is_kept = drafting.takes_cells(kept_cells(HALVINGS, rows, levels.len()));
    Ok(Arc::new(Children::tree(drafting.permutation_key(), &levels, max, if is_kept { HALVINGS } else { 0 })))
}
