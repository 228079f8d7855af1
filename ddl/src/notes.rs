//! What is to be known of an import, summed up: a dump of a thousand rows is one line.

use std::collections::{BTreeMap, HashMap};

/// Places that are named of what was met with often.
const NAMED: usize = 3;
/// Notes of single places, of problems, and of what is met with often; what is beyond them is counted.
const MOST: usize = 200;
/// Kinds of statements that are counted by themselves.
const MOST_KINDS: usize = 100;

/// What was read without effect, and what was guessed.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    problems: Vec<String>,
    more_problems: usize,
    single: Vec<String>,
    more: usize,
    /// What is said, where first, and how often.
    grouped: Vec<(String, Vec<String>, usize)>,
    /// Where among those a text is.
    positions: HashMap<String, usize>,
    statements: BTreeMap<String, u64>,
}

impl Notes {
    /// A statement that should have made a table, or a part of one, and cannot be read.
    pub(crate) fn problem(&mut self, text: String) {
        if self.problems.len() < MOST {
            self.problems.push(text);
        } else {
            self.more_problems += 1;
        }
    }

    /// Something of one place.
    pub(crate) fn add(&mut self, text: String) {
        if self.single.len() < MOST {
            self.single.push(text);
        } else {
            self.more += 1;
        }
    }

    /// Something that may be met with in many places: what is said of each, and where this is.
    pub(crate) fn group(&mut self, said: impl Into<String>, place: impl Into<String>) {
        let said = said.into();
        if let Some(position) = self.positions.get(&said) {
            let (_, places, count) = &mut self.grouped[*position];
            *count += 1;
            if places.len() < NAMED {
                places.push(place.into());
            }
        } else if self.grouped.len() < MOST {
            self.positions.insert(said.clone(), self.grouped.len());
            self.grouped.push((said, vec![place.into()], 1));
        } else {
            self.more += 1;
        }
    }

    /// A statement of a kind that makes no table.
    pub(crate) fn statement(&mut self, kind: String) {
        let is_new = !self.statements.contains_key(&kind);
        let kind = if is_new && self.statements.len() >= MOST_KINDS { "others".to_owned() } else { kind };
        *self.statements.entry(kind).or_default() += 1;
    }

    /// So many of a kind.
    pub(crate) fn statements(&mut self, kind: &str, count: u64) {
        if count > 0 {
            *self.statements.entry(kind.to_owned()).or_default() += count;
        }
    }

    /// The problems alone.
    pub(crate) fn problems(&self) -> &[String] {
        &self.problems
    }

    /// All that is to be said, what weighs most first.
    pub(crate) fn into_warnings(self) -> Vec<String> {
        let grouped = self.grouped.into_iter().map(|(said, places, count)| {
            let more = count - places.len();
            let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
            format!("{}{rest}: {said}", places.join(", "))
        });
        let mut warnings = self.problems;
        if self.more_problems > 0 {
            warnings.push(format!("{} more statements cannot be read", self.more_problems));
        }
        warnings.extend(self.single);
        warnings.extend(grouped);
        if self.more > 0 {
            warnings.push(format!("{} more notes", self.more));
        }
        if !self.statements.is_empty() {
            let counts: Vec<String> =
                self.statements.into_iter().map(|(kind, count)| format!("{count} {kind}")).collect();
            warnings.push(format!("left out, as they make no table: {}", counts.join(", ")));
        }
        warnings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_met_with_often_is_one_line() {
        let mut notes = Notes::default();
        for column in 0..5 {
            notes.group("DEFAULT is not used", format!("t.c{column}"));
        }
        for _ in 0..1_040 {
            notes.statement("INSERT".to_owned());
        }
        notes.statement("CREATE VIEW".to_owned());
        notes.problem("line 3: no".to_owned());
        assert_eq!(
            notes.into_warnings(),
            [
                "line 3: no",
                "t.c0, t.c1, t.c2 and 2 more: DEFAULT is not used",
                "left out, as they make no table: 1 CREATE VIEW, 1040 INSERT"
            ]
        );
    }
}
