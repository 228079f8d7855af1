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
/// Templates with as many letters fit nothing else.
const ENOUGH_LETTERS: usize = 10;
/// Bytes of a message, or of a part of one, that is looked at.
const LONGEST: usize = 2_000;
/// How often the templates are looked through for one message: some milliseconds in all.
const LOOKS: u32 = 60;
/// Colons of a message that are tried.
const JOINTS: usize = 3;
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
    let mut translator = Translator { templates, language, looks: LOOKS };
    translator.translated(message, 0).map_or_else(|| message.to_owned(), |(text, _)| text)
}

/// What translates one message.
struct Translator<'t> {
    templates: &'t [Template],
    language: Language,
    /// How many more times templates are looked through: parts of parts are many in a message with many colons.
    looks: u32,
}

impl Translator<'_> {
    /// The translation that leaves least of a message as it is, and how many of its letters templates account for.
    fn translated(&mut self, message: &str, depth: u32) -> Option<(String, usize)> {
        if self.looks == 0 || message.len() > LONGEST || !message.contains(char::is_alphabetic) {
            return None;
        }
        self.looks -= 1;
        let mut best: Option<(usize, bool, usize, String)> = None;
        let mut offer = |score: usize, is_closed: bool, length: usize, text: String| {
            let is_better =
                best.as_ref().is_none_or(|best| (score, is_closed, length) > (best.0, best.1, best.2));
            if is_better {
                best = Some((score, is_closed, length, text));
            }
        };
        for template in self.templates {
            let Some(places) = template.places(message).filter(|places| template.is_trusted(places, depth))
            else {
                continue;
            };
            let (mut filled, mut score) = (Vec::with_capacity(places.len()), template.weight);
            for (place, before) in places.into_iter().zip(&template.literals) {
                // What is quoted is a name or a value of somebody's.
                let is_quoted = before.ends_with(['`', '"', '\'']);
                let inner =
                    if is_quoted || depth >= DEEPEST { None } else { self.translated(place, depth + 1) };
                let (text, letters) = inner.unwrap_or_else(|| (place.to_owned(), 0));
                filled.push(text);
                score += letters;
            }
            let filled = fill(&template.text, &filled, self.language);
            let text = BRACES.iter().fold(filled, |text, (_, stand_in, brace)| text.replace(stand_in, brace));
            // A place at the end takes whatever is there.
            let is_closed = template.literals.last().is_some_and(|last| !last.is_empty());
            let length = template.literals.iter().map(String::len).sum();
            offer(score, is_closed, length, text);
        }
        if depth < DEEPEST {
            for (at, joint) in message.match_indices(JOINT).take(JOINTS) {
                let (before, behind) = (&message[..at], &message[at + joint.len()..]);
                let (left, right) = (self.translated(before, depth + 1), self.translated(behind, depth + 1));
                let score = [&left, &right].into_iter().flatten().map(|(_, score)| score).sum();
                let text = |part: Option<(String, usize)>, english: &str| {
                    part.map_or_else(|| english.to_owned(), |part| part.0)
                };
                if score > 0 {
                    offer(score, false, 0, text(left, before) + joint + &text(right, behind));
                }
            }
        }
        best.map(|(score, _, _, text)| (text, score))
    }
}

impl Template {
    /// Whether it says enough that what fits is made from it: few letters fit anything, such as what a database says.
    fn is_trusted(&self, places: &[&str], depth: u32) -> bool {
        if places.is_empty() || self.weight >= ENOUGH_LETTERS {
            return true;
        }
        let is_open = self.literals.first().is_some_and(String::is_empty)
            || self.literals.last().is_some_and(String::is_empty);
        let are_short = places.iter().all(|place| !place.contains(' '));
        self.weight >= LEAST_LETTERS && are_short && (!is_open || depth > 0)
    }
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
    fn the_time_that_a_message_takes_is_bounded() {
        let templates: Vec<Template> = (0..500)
            .map(|number| {
                Template::new(&format!("column {{a}} number {number}: {{b}} is {{c}}"), "{a} {b} {c}")
            })
            .collect();
        let long = "column a number 7: ".repeat(200) + &"\"k\": 1, ".repeat(200) + "is it";
        for message in [&long[..], &long[..1_900], &"is: ".repeat(400)] {
            let mut translator =
                Translator { templates: &templates, language: Language::Korean, looks: LOOKS };
            translator.translated(message, 0);
            assert!(translator.looks < LOOKS || message.len() > LONGEST);
        }
    }

    #[test]
    fn what_others_say_stays_as_it_is() {
        let templates = [
            ("{rows} rows", "{rows}행"),
            ("the {}", "{0}"),
            ("{} is not used", "{0}: 안 씀"),
            ("1 row", "1행"),
            ("`{name}` is taken here", "`{name}` 사용 중"),
        ];
        for message in
            ["subquery returned more than 2 rows", "the server closed the connection", "table x is not used"]
        {
            assert_eq!(korean(&templates, message), message);
        }
        assert_eq!(korean(&templates, "`1 row` is taken here: 3 rows"), "`1 row` 사용 중: 3행");
    }

    #[test]
    fn messages_are_found_by_their_templates() {
        let templates = [
            (
                "table `{table}` has {rows} rows; choose append",
                "테이블 `{table}`{table|은|는} {rows}행입니다",
            ),
            ("table `{table}` has {} rows", "{table}: {0}"),
            ("{}: {} is {{wide open}}", "{1}{1|이|가} {{{0}}}에서"),
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
            ("one: two is {wide open}", "two가 {one}에서"),
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
