//! What is to be known of an import, summed up: a dump of a thousand rows is one line.

use std::collections::BTreeMap;

/// Places that are named of what was met with often.
const NAMED: usize = 3;
/// Notes of single places; what is beyond them is counted.
const MOST: usize = 200;

/// What was read without effect, and what was guessed.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    problems: Vec<String>,
    single: Vec<String>,
    /// By what is said: where.
    grouped: Vec<(String, Vec<String>)>,
    statements: BTreeMap<String, u64>,
}

impl Notes {
    /// A statement that should have made a table, or a part of one, and cannot be read.
    pub(crate) fn problem(&mut self, text: String) {
        self.problems.push(text);
    }

    /// Something of one place.
    pub(crate) fn add(&mut self, text: String) {
        self.single.push(text);
    }

    /// Something that may be met with in many places: what is said of each, and where this is.
    pub(crate) fn group(&mut self, said: impl Into<String>, place: impl Into<String>) {
        let (said, place) = (said.into(), place.into());
        match self.grouped.iter_mut().find(|(text, _)| *text == said) {
            Some((_, places)) => places.push(place),
            None => self.grouped.push((said, vec![place])),
        }
    }

    /// A statement of a kind that makes no table.
    pub(crate) fn statement(&mut self, kind: String) {
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
        let grouped = self.grouped.into_iter().map(|(said, places)| {
            let named: Vec<&str> = places.iter().take(NAMED).map(String::as_str).collect();
            let more = places.len() - named.len();
            let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
            format!("{}{rest}: {said}", named.join(", "))
        });
        let mut warnings = self.problems;
        let lines = self.single.len();
        warnings.extend(self.single.into_iter().take(MOST));
        if lines > MOST {
            warnings.push(format!("{} more notes of this kind", lines - MOST));
        }
        warnings.extend(grouped);
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
