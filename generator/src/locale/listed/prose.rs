//! Words, headlines and sentences: who does what, how or when, in the order of the language. All subjects are in the third person singular, and objects in the
//! case that the verbs ask for, so that any of them go together.

use super::{Listed, business, longest, pick, push, write_form};
use crate::{
    batch::ValueKind,
    column::Longest,
    document::ProblemCode,
    limits::MAX_SENTENCES,
    plan::{Draft, Drafted, Drafting, Extremes},
    random::SplitMix64,
    source::{Texts, UNCOUNTED, WriteText},
};

/// Texts of the form `sentence` or `headline`, some behind each other, as many of them as fit.
#[derive(Debug)]
struct Sentences {
    form: &'static str,
    lists: Vec<(&'static str, Vec<&'static str>)>,
    /// Between two sentences; nothing where there are no spaces.
    space: &'static str,
    least: u64,
    most: u64,
    limit: usize,
}

impl Sentences {
    fn of(listed: &'static Listed, form: &str) -> Self {
        let sections = &listed.lists().sections;
        let form = sections.form(form);
        let lists = [
            ("subject", "subjects"),
            ("verb", "verbs"),
            ("object", "objects"),
            ("adverb", "adverbs"),
            ("word", "words"),
            ("word2", "words"),
        ];
        let lists = lists.into_iter().filter(|(name, _)| form.contains(&format!("{{{name}}}")));
        let lists = lists.map(|(name, part)| (name, sections.words(part))).collect();
        let space = if form.is_ascii() { " " } else { "" };
        Self { form, lists, space, least: 1, most: 1, limit: usize::MAX }
    }

    /// The most that one has, and the least that the shortest may have.
    fn bounds(&self) -> (Longest, usize) {
        let around = longest([self.form]);
        let mut most = around;
        let mut shortest = 0;
        for (name, words) in &self.lists {
            most.add(longest(words.iter().copied()));
            let braces = name.len() + 2;
            most.chars -= braces;
            most.bytes -= braces;
            shortest += words.iter().map(|word| word.chars().count()).min().unwrap_or(0);
        }
        let braces: usize = self.lists.iter().map(|(name, _)| name.len() + 2).sum();
        (most, shortest + around.chars - braces)
    }

    fn one(&self, random: &mut SplitMix64, text: &mut Vec<u8>) {
        let start = text.len();
        let mut before = "";
        write_form(self.form, text, |name, text| {
            let words = self
                .lists
                .iter()
                .find(|(found, _)| *found == name)
                .map_or(&[] as &[&str], |(_, words)| words);
            let mut word = pick(words, random.next());
            // Nobody says a word twice.
            while word == before && words.len() > 1 {
                word = pick(words, random.next());
            }
            before = word;
            push(text, word);
        });
        // The first letter may have an accent.
        let written = String::from_utf8_lossy(&text[start..]).into_owned();
        let mut letters = written.chars();
        if let Some(first) = letters.next() {
            text.truncate(start);
            text.extend(first.to_uppercase().chain(letters).collect::<String>().bytes());
        }
    }
}

impl WriteText for Sentences {
    fn write(&self, index: u64, text: &mut Vec<u8>) {
        let mut random = SplitMix64::new(index);
        let count = self.least + random.below(self.most - self.least + 1);
        let mut left = self.limit;
        let mut next = Vec::new();
        for number in 0..count {
            // A column may hold only the shorter ones.
            let mut length = usize::MAX;
            for _ in 0..MOST_TRIES {
                next.clear();
                if number > 0 {
                    push(&mut next, self.space);
                }
                self.one(&mut random, &mut next);
                length = String::from_utf8_lossy(&next).chars().count();
                if length <= left {
                    break;
                }
            }
            if length > left {
                break;
            }
            text.extend_from_slice(&next);
            left -= length;
        }
    }
}

/// How often another sentence is tried where one is too long.
const MOST_TRIES: usize = 40;

fn sentences(
    listed: &'static Listed,
    drafting: &Drafting<'_>,
    form: &str,
    least: u64,
    most: u64,
) -> Drafted<Draft> {
    let mut sentences = Sentences::of(listed, form);
    let (longest, shortest) = sentences.bounds();
    let limit = drafting.sql_type().max_length().map_or(usize::MAX, |limit| limit as usize);
    // Where half of what is between the shortest and the longest fits, one of forty tries does.
    let shortest = shortest.midpoint(longest.chars);
    if limit < shortest {
        let message = format!(
            "a sentence needs {shortest} characters, the column holds {limit}; choose `word` or a longer type"
        );
        return drafting.problem("", ProblemCode::ValueTooLong, message);
    }
    (sentences.least, sentences.most, sentences.limit) = (least, most, limit);
    let times = most as usize;
    let chars = (longest.chars + sentences.space.len()).saturating_mul(times).min(limit);
    let bytes = (longest.bytes + sentences.space.len()).saturating_mul(times).min(chars.saturating_mul(4));
    let extremes = Extremes::Text(Longest { chars, bytes });
    Ok(Draft::uniform(Texts(sentences), ValueKind::Text, UNCOUNTED, extremes)
        .repeating("sentences may repeat"))
}

/// How the language makes what is written in words; `None` of other kinds.
pub(super) fn draft(
    listed: &'static Listed,
    kind: &str,
    drafting: &mut Drafting<'_>,
) -> Option<Drafted<Draft>> {
    Some(match kind {
        "word" => Ok(business::words(listed, "words")),
        "headline" => sentences(listed, drafting, "headline", 1, 1),
        "sentence" => sentences(listed, drafting, "sentence", 1, 1),
        "paragraph" => paragraph(listed, drafting),
        _ => return None,
    })
}

fn paragraph(listed: &'static Listed, drafting: &Drafting<'_>) -> Drafted<Draft> {
    let (least, most) = (drafting.whole("min_sentences")?, drafting.whole("max_sentences")?);
    if least < 1 || least > most || most > MAX_SENTENCES.into() {
        let message = format!("a paragraph has 1 to {MAX_SENTENCES} sentences, in ascending order");
        return drafting.problem("max_sentences", ProblemCode::EmptyRange, message);
    }
    sentences(listed, drafting, "sentence", least as u64, most as u64)
}
