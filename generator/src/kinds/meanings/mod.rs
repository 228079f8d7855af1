//! What the names of columns mean, where that is not one kind's own matter.

mod choices;
mod numbers;
mod people;
mod texts;
mod times;

use super::infer::Inference;

/// The rules, among those of the kinds.
pub(super) static MEANINGS: &[Inference] = &[
    Inference { rank: 6, generator: choices::yes_or_no },
    Inference { rank: 7, generator: texts::abbreviated },
    Inference { rank: 8, generator: times::dates_in_texts },
    Inference { rank: 30, generator: people::korean_person },
    Inference { rank: 50, generator: choices::choices_of_comment },
    Inference { rank: 56, generator: texts::links_and_files },
    Inference { rank: 57, generator: times::times },
    Inference { rank: 58, generator: numbers::numbers },
    Inference { rank: 59, generator: choices::named_choices },
    Inference { rank: 88, generator: texts::texts_by_name },
];
