//! Words, sentences, and texts of a form.

pub(super) mod characters;
pub(super) mod headline;
pub(super) mod markup;
pub(super) mod paragraph;
pub(super) mod pattern;
pub(super) mod sentence;
pub(super) mod word;

use crate::{
    batch::ValueKind,
    column::Longest,
    document::ProblemCode,
    plan::{Draft, Drafted, Drafting, Extremes},
    source::{Pattern, Prose, Texts, UNCOUNTED, Words, WriteText, Written},
};

/// Texts that are written one by one, of which those at the `longest` indexes are as long as any.
pub(crate) fn texts(source: impl WriteText + 'static, len: u128, longest: &[u64]) -> Draft {
    let mut values = crate::batch::TextValues::default();
    for &index in longest {
        source.write(index, values.open());
        values.finish_value();
    }
    let extremes = Extremes::Values(crate::batch::Values::Text(values));
    Draft::uniform(Texts(source), ValueKind::Text, len, extremes)
}

/// The strings of a pattern that the program brings along.
pub(crate) fn texts_of_pattern(pattern: &str, drafting: &Drafting<'_>) -> Drafted<Draft> {
    match Pattern::parse(pattern) {
        Ok(pattern) => {
            let (len, extremes) = (pattern.count(), Extremes::Text(pattern.longest()));
            Ok(Draft { extremes, ..texts(pattern, len, &[]) })
        }
        Err(error) => drafting.problem("", ProblemCode::InvalidPattern, error.to_string()),
    }
}

/// Texts that a function writes, of at most so many characters of three bytes: Korean ones.
pub(crate) fn texts_up_to(chars: usize, write: fn(u64, &mut Vec<u8>), len: u64) -> Draft {
    let extremes = Extremes::Text(Longest { chars, bytes: chars * 3 });
    Draft { extremes, ..texts(Written(write), len.into(), &[]) }
}

/// Strings put together from word lists.
pub(crate) fn words(words: Words) -> Drafted<Draft> {
    Ok(texts(words, words.count(), &[words.longest()]))
}

/// English sentences that fit the column.
fn prose(drafting: &Drafting<'_>, min_sentences: u32, max_sentences: u32) -> Drafted<Draft> {
    let shortest = Prose::shortest_bound();
    let limit = drafting.sql_type().max_length();
    if let Some(limit) = limit.filter(|limit| (*limit as usize) < shortest) {
        let message = format!(
            "a sentence needs {shortest} characters, the column holds {limit}; choose `word` or a longer type"
        );
        return drafting.problem("", ProblemCode::ValueTooLong, message);
    }
    let longest = Prose::longest_sentence() * max_sentences as usize;
    let longest = limit.map_or(longest, |limit| longest.min(limit as usize));
    let extremes = Extremes::Text(Longest { chars: longest, bytes: longest });
    let prose = Prose::new(min_sentences, max_sentences, limit);
    let draft = Draft::uniform(Texts(prose), ValueKind::Text, UNCOUNTED, extremes);
    Ok(draft.repeating("sentences may repeat"))
}
