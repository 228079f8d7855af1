//! Undo and redo.

/// Steps that can be undone at the most.
const MOST_STEPS: usize = 200;

/// A value with its past and its undone future.
#[derive(Debug, Clone)]
pub(crate) struct History<T> {
    past: Vec<T>,
    future: Vec<T>,
    /// What the last step changed; another change of the same is the same step.
    last: Option<String>,
}

impl<T> History<T> {
    /// A history without steps.
    pub(crate) fn new() -> Self {
        Self { past: Vec::new(), future: Vec::new(), last: None }
    }

    /// Notes that `before` was changed. Changes in a row with the same name, such as letters typed into one field, are
    /// one step; a change without a name is always a step of its own.
    pub(crate) fn note(&mut self, before: T, name: &str) {
        self.future.clear();
        if !name.is_empty() && self.last.as_deref() == Some(name) {
            return;
        }
        self.last = Some(name.to_owned());
        self.past.push(before);
        if self.past.len() > MOST_STEPS {
            self.past.remove(0);
        }
    }

    /// Gives what was before `now`.
    pub(crate) fn undo(&mut self, now: T) -> Option<T> {
        let before = self.past.pop()?;
        self.future.push(now);
        self.last = None;
        Some(before)
    }

    /// Gives what was undone.
    pub(crate) fn redo(&mut self, now: T) -> Option<T> {
        let after = self.future.pop()?;
        self.past.push(now);
        self.last = None;
        Some(after)
    }

    /// Whether there is something to undo, and something to redo.
    pub(crate) fn can(&self) -> (bool, bool) {
        (!self.past.is_empty(), !self.future.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typing_into_one_field_is_one_step() {
        let mut history = History::new();
        history.note("", "name");
        history.note("a", "name");
        history.note("ab", "rows");
        assert_eq!(history.undo("ab 5"), Some("ab"));
        assert_eq!(history.undo("ab"), Some(""));
        assert_eq!(history.undo(""), None);
        assert_eq!(history.redo(""), Some("ab"));
        assert_eq!(history.can(), (true, true));
        history.note("ab", "name");
        assert_eq!(history.redo("x"), None);
    }

    #[test]
    fn changes_without_a_name_are_steps_of_their_own() {
        let mut history = History::new();
        history.note(0, "");
        history.note(1, "");
        assert_eq!(history.undo(2), Some(1));
        assert_eq!(history.undo(1), Some(0));
    }

    #[test]
    fn the_oldest_steps_are_forgotten() {
        let mut history = History::new();
        for step in 0..500 {
            history.note(step, &step.to_string());
        }
        let mut now = 500;
        let mut steps = 0;
        while let Some(before) = history.undo(now) {
            now = before;
            steps += 1;
        }
        assert_eq!((steps, now), (MOST_STEPS, 300));
    }
}
