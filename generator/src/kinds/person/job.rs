//! Job titles.

use super::super::text::texts;
use crate::{
    document::GeneratorSpec,
    kinds::{Group, Kind, Pinned, documentation, infer::Inference, pinned},
    locale::LOCALE,
    source::{Written, word_list},
};

/// A job title.
pub static JOB: Kind = Kind {
    name: "job",
    group: Group::Person,
    label: "Job: Senior Data Analyst",
    words: "job title profession occupation position role 직업 직책 직무 직함",
    about: documentation("A job title."),
    options: &[LOCALE],
    pinned: pinned(&[Pinned {
        options: "",
        sql_type: "varchar(60)",
        values: &["Junior Electrician", "Principal Data Engineer", "Account Manager"],
    }]),
    inferred: &[Inference {
        rank: 55,
        generator: |column| {
            let is_such = column.is_text_of(&[
                "jobtitle",
                "occupation",
                "profession",
                "jobposition",
                "직업",
                "직책",
                "직무",
                "직위",
            ]);
            is_such.then(|| GeneratorSpec::new(&JOB))
        },
    }],
    draft: |_| {
        let (levels, roles) = (&word_list::JOB_LEVELS, &word_list::JOB_ROLES);
        let len = u128::from((levels.len() * 2) * roles.len());
        let draft = texts(Written(write), len, &[levels.longest() * roles.len() + roles.longest()]);
        Ok(draft.repeating("half of the jobs have no level before them"))
    },
};

fn write(index: u64, text: &mut Vec<u8>) {
    let (level, role) = (index / word_list::JOB_ROLES.len(), index % word_list::JOB_ROLES.len());
    if level < word_list::JOB_LEVELS.len() {
        word_list::JOB_LEVELS.append(level, text);
        text.push(b' ');
    }
    word_list::JOB_ROLES.append(role, text);
}
