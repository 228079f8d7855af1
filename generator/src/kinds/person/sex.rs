//! The sex of people.

use super::{PERSON, of_person};
use crate::{
    batch::{TextValues, ValueKind, Values},
    kinds::{Group, Kind, KindOption, OptionType, Otherwise, Pinned, documentation, pinned},
    locale::LOCALE,
    plan::{Draft, Extremes},
    source::{Texts, WriteText, people_of_a_first_name, word_list},
};

/// Female or male.
pub static SEX: Kind = Kind {
    name: "sex",
    group: Group::Person,
    label: "Sex: female, male",
    words: "gender 성별 남녀",
    about: documentation("The sex of the row's person, which goes with the first name."),
    options: &[
        KindOption::required(
            "female",
            "female",
            OptionType::Text,
            "female",
            "What stands for a woman; without it, `female`.",
        )
        .or(Otherwise::Absent),
        KindOption::required(
            "male",
            "male",
            OptionType::Text,
            "male",
            "What stands for a man; without it, `male`.",
        )
        .or(Otherwise::Absent),
        PERSON,
        LOCALE,
    ],
    pinned: pinned(&[
        Pinned { options: "", sql_type: "varchar(10)", values: &["female", "female", "male"] },
        Pinned { options: r#""female":"F","male":"M""#, sql_type: "char(1)", values: &["F", "F", "M"] },
    ]),
    inferred: &[],
    draft: |drafting| {
        let [female, male] =
            ["female", "male"].map(|option| drafting.generator.text(option).unwrap_or(option).to_owned());
        let mut texts = TextValues::default();
        [&female, &male].into_iter().for_each(|text| texts.push(text.as_bytes()));
        let extremes = Extremes::Values(Values::Text(texts));
        let source = Texts(Sex { female, male });
        let draft = Draft::uniform(source, ValueKind::Text, word_list::FIRST_NAMES.len().into(), extremes);
        Ok(of_person(drafting, draft.repeating("there are two sexes"), people_of_a_first_name()))
    },
};

/// What stands for a woman and for a man.
#[derive(Debug)]
struct Sex {
    female: String,
    male: String,
}

impl WriteText for Sex {
    fn write(&self, index: u64, text: &mut Vec<u8>) {
        let sex = if word_list::is_name_of_a_woman(index) { &self.female } else { &self.male };
        text.extend_from_slice(sex.as_bytes());
    }
}
