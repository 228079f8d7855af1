//! Messages of the engine, the loader and the server in the reader's language. They come as English texts, which are the API's language; a
//! catalogue has the templates that they are made from, with the names of their places as in the sources: `{rows}`, or `{}`.

use super::{Language, fill::fill};

/// A template of a message, and what it is in another language.
pub(super) struct Template {
    /// What stands before, between and behind the places; one more than there are places.
    literals: Vec<String>,
    /// Letters in the literals.
    weight: usize,
    /// The other language's text, its places numbered as those of the template.
    text: String,
}

/// Templates with places and fewer letters than this fit by chance.
const LEAST_LETTERS: usize = 3;
/// What stands between a place and its message, or a message and its reason.
const JOINT: &str = ": ";
/// How deep messages stand in places of messages.
const DEEPEST: u32 = 3;

impl Template {
    /// A template and its text, as they stand in a catalogue.
    pub(super) fn new(english: &str, text: &str) -> Self {
        let (literals, names) = split(english);
        let weight = literals
            .iter()
            .flat_map(|literal| literal.chars())
            .filter(|letter| letter.is_alphabetic())
            .count();
        Self { literals, weight, text: numbered(text, &names) }
    }

    /// What stands in the places of a message, if it is made from this template.
    fn places<'m>(&self, message: &'m str) -> Option<Vec<&'m str>> {
        let rest = message.strip_prefix(self.literals.first()?.as_str())?;
        let mut places = Vec::with_capacity(self.literals.len() - 1);
        fit(rest, &self.literals[1..], &mut places).then_some(places)
    }
}

/// Whether what is left of a message is a place before each of these literals; puts what stands in them behind `places`. The shortest ones
/// that fit.
fn fit<'m>(rest: &'m str, literals: &[String], places: &mut Vec<&'m str>) -> bool {
    match literals {
        [] => rest.is_empty(),
        [last] => {
            let place = rest.strip_suffix(last.as_str());
            place.map(|place| places.push(place)).is_some()
        }
        [next, others @ ..] => rest.match_indices(next.as_str()).any(|(at, _)| {
            places.push(&rest[..at]);
            let fits = fit(&rest[at + next.len()..], others, places);
            if !fits {
                places.pop();
            }
            fits
        }),
    }
}

/// The literals of a template, and the names of the places between them: of those without a name their numbers.
fn split(template: &str) -> (Vec<String>, Vec<String>) {
    let (mut literals, mut names, mut unnamed) = (vec![String::new()], Vec::new(), 0);
    let mut characters = template.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '{' | '}' if characters.peek() == Some(&character) => {
                characters.next();
                literals[names.len()].push(character);
            }
            '{' => {
                let place: String = characters.by_ref().take_while(|character| *character != '}').collect();
                let name = place.split([':', '|']).next().unwrap_or_default().to_owned();
                names.push(if name.is_empty() { unnamed.to_string() } else { name });
                unnamed += u32::from(place.is_empty() || place.starts_with(':'));
                literals.push(String::new());
            }
            other => literals[names.len()].push(other),
        }
    }
    (literals, names)
}

/// What stands for braces in a text whose places are yet to be filled: characters that nobody uses.
const BRACES: [(&str, &str, &str); 2] = [("{{", "\u{e000}", "{"), ("}}", "\u{e001}", "}")];

/// A text of a catalogue with the numbers of its places for their names.
fn numbered(text: &str, names: &[String]) -> String {
    let mut numbered = String::new();
    // `}}}` ends a place before a brace, `{{{` begins one behind it.
    let text = text.replace("}}}", "}\u{e001}");
    let text = BRACES.iter().fold(text, |text, (doubled, stand_in, _)| text.replace(doubled, stand_in));
    let mut rest = text.as_str();
    while let Some((before, behind)) = rest.split_once('{') {
        let Some((place, after)) = behind.split_once('}') else { break };
        let (name, words) =
            place.split_once('|').map_or((place, ""), |(name, _)| (name, &place[name.len()..]));
        let name = name.split(':').next().unwrap_or_default();
        let position = names.iter().position(|known| known == name);
        numbered.push_str(before);
        match position {
            Some(position) => numbered.push_str(&format!("{{{position}{words}}}")),
            None => numbered.push_str(&format!("{{{place}}}")),
        }
        rest = after;
    }
    numbered + rest
}

/// Whether a text of a catalogue has the places of its template, and no others.
#[cfg(test)]
pub(super) fn have_same_places(english: &str, text: &str) -> bool {
    let places = |text: &str| split(text).1.into_iter().collect::<std::collections::BTreeSet<_>>();
    places(english) == places(text)
}

/// A message in the language of the catalogue; as it is, if no template fits. Messages that stand in its places are translated too, and
/// those that stand before and behind a colon.
pub(super) fn translate(message: &str, templates: &[Template], language: Language) -> String {
    translated(message, templates, language, 0).map_or_else(|| message.to_owned(), |(text, _)| text)
}

/// The translation that leaves least of a message as it is, and how many of its letters templates account for.
fn translated(
    message: &str,
    templates: &[Template],
    language: Language,
    depth: u32,
) -> Option<(String, usize)> {
    let inner =
        |part: &str| if depth < DEEPEST { translated(part, templates, language, depth + 1) } else { None };
    let fitting = templates.iter().filter_map(|template| {
        let places = template.places(message)?;
        if template.weight < LEAST_LETTERS && !places.is_empty() {
            return None;
        }
        let (mut filled, mut score) = (Vec::with_capacity(places.len()), template.weight);
        for place in places {
            let (text, letters) = inner(place).unwrap_or_else(|| (place.to_owned(), 0));
            filled.push(text);
            score += letters;
        }
        let filled = fill(&template.text, &filled, language);
        let text = BRACES.iter().fold(filled, |text, (_, stand_in, brace)| text.replace(stand_in, brace));
        // A place at the end takes whatever is there.
        let is_closed = template.literals.last().is_some_and(|last| !last.is_empty());
        Some((score, is_closed, template.weight, text))
    });
    let joined = message.match_indices(JOINT).filter_map(|(at, joint)| {
        let (before, behind) = (&message[..at], &message[at + joint.len()..]);
        let (left, right) = (inner(before), inner(behind));
        let score =
            left.as_ref().map_or(0, |(_, score)| *score) + right.as_ref().map_or(0, |(_, score)| *score);
        let text = |part: Option<(String, usize)>, english: &str| {
            part.map_or_else(|| english.to_owned(), |(text, _)| text)
        };
        (score > 0).then(|| (score, false, 0, text(left, before) + joint + &text(right, behind)))
    });
    let best =
        fitting.chain(joined).max_by_key(|(score, is_closed, weight, _)| (*score, *is_closed, *weight));
    best.map(|(score, _, _, text)| (text, score))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn korean(templates: &[(&str, &str)], message: &str) -> String {
        let templates: Vec<Template> =
            templates.iter().map(|(english, text)| Template::new(english, text)).collect();
        translate(message, &templates, Language::Korean)
    }

    #[test]
    fn messages_are_found_by_their_templates() {
        let templates = [
            (
                "table `{table}` has {rows} rows; choose append",
                "테이블 `{table}`{table|은|는} {rows}행입니다",
            ),
            ("table `{table}` has {} rows", "{table}: {0}"),
            ("{}: {} is {{open}}", "{1}{1|이|가} {{{0}}}에서"),
            ("{name} is {value}, but must be {min}", "never"),
            ("`{name}` is {value}, but must be {}", "{name}: {value} ({0})"),
            ("a whole number", "정수"),
            ("the server ended", "서버가 종료됨"),
            ("it is said that {reason}", "{reason}라고 함"),
            ("{min:?} is less than {max:?} here", "{max} 아래 {min}"),
        ];
        for (message, text) in [
            ("table `방` has 7 rows; choose append", "테이블 `방`은 7행입니다"),
            ("table `a` has 7 rows", "a: 7"),
            // What stands in a place may look like what stands behind it.
            ("table `x` has ` has 1 rows", "x: ` has 1"),
            ("one: two is {open}", "two가 {one}에서"),
            ("it is said that the server ended", "서버가 종료됨라고 함"),
            ("1 is less than 2 here", "2 아래 1"),
            ("nobody knows: this", "nobody knows: this"),
            ("orders: the server ended", "orders: 서버가 종료됨"),
            (
                "table `a` has 7 rows; choose append: the server ended",
                "테이블 `a`는 7행입니다: 서버가 종료됨",
            ),
            // What leaves least as it is, although another template has more letters.
            ("`x` is 7, but must be a whole number", "x: 7 (정수)"),
            ("", ""),
        ] {
            assert_eq!(korean(&templates, message), text, "{message}");
        }
    }
}
