//! Departments.

use super::super::text::words;
use crate::{
    document::GeneratorSpec,
    kinds::{Group, Kind, Pinned, documentation, infer::Inference, pinned},
    locale::LOCALE,
    source::{WordPart, Words, word_list},
};

/// A department.
pub static DEPARTMENT: Kind = Kind {
    name: "department",
    group: Group::Business,
    label: "Department: Logistics",
    words: "division team unit 부서 팀",
    about: documentation("A department of a company."),
    options: &[LOCALE],
    pinned: pinned(&[Pinned {
        options: "",
        sql_type: "varchar(60)",
        values: &["Data Science", "Facilities", "Strategy"],
    }]),
    inferred: &[Inference {
        rank: 57,
        generator: |column| {
            let is_such = column.is_text_of(&["department", "division", "부서"]);
            is_such.then(|| GeneratorSpec::new(&DEPARTMENT))
        },
    }],
    draft: |_| words(Words(PARTS)),
};

static PARTS: &[WordPart] = &[WordPart::List(&word_list::DEPARTMENTS)];
