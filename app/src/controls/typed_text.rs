//! What a person types into a field, beside the value that it stands for: what is typed is never written over while it is typed.

/// The text of a field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct TypedText {
    /// What was typed, until the field is left or the value is changed from elsewhere.
    typed: Option<String>,
    /// Why it could not be applied.
    refused: Option<String>,
    /// Whether it waits to be applied until the field is left.
    waits: bool,
    /// The value when it was last looked at.
    seen: String,
}

impl TypedText {
    /// What the field shows for a value.
    pub(crate) fn shown<'a>(&'a self, value: &'a str) -> &'a str {
        self.typed.as_deref().unwrap_or(value)
    }

    /// Why what was typed could not be applied.
    pub(crate) fn refused(&self) -> Option<&str> {
        self.refused.as_deref()
    }

    /// Whether there is something that the spec does not have.
    pub(crate) fn is_unapplied(&self) -> bool {
        self.waits || self.refused.is_some()
    }

    /// Notes what is typed, before it is applied.
    pub(crate) fn type_in(&mut self, text: String, waits: bool, value: &str) {
        if waits && text == value {
            // It is as it was: there is nothing to apply.
            *self = Self { seen: std::mem::take(&mut self.seen), ..Self::default() };
            return;
        }
        self.typed = Some(text);
        self.waits = waits;
    }

    /// Notes what came of applying it, and the value then.
    pub(crate) fn applied(&mut self, result: Result<(), String>, value: &str) {
        self.waits = false;
        self.refused = result.err();
        value.clone_into(&mut self.seen);
    }

    /// Notes the value; one that was changed from elsewhere (undo, another table) ends what was typed.
    pub(crate) fn see(&mut self, value: &str) {
        if self.seen != value {
            *self = Self { seen: value.to_owned(), ..Self::default() };
        }
    }

    /// Notes that the field is left: what was applied is shown as the value has it, and what was refused stays.
    pub(crate) fn leave(&mut self) {
        if !self.is_unapplied() {
            self.typed = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_stays_as_it_is_typed() {
        let mut field = TypedText::default();
        field.see("100000");
        field.type_in("10k".to_owned(), false, "100000");
        field.applied(Ok(()), "10,000");
        field.see("10,000");
        assert_eq!(field.shown("10,000"), "10k");
        field.leave();
        assert_eq!(field.shown("10,000"), "10,000");
    }

    #[test]
    fn what_is_refused_stays_until_the_value_changes() {
        let mut field = TypedText::default();
        field.see("5");
        field.type_in("many".to_owned(), false, "5");
        field.applied(Err("a number".to_owned()), "5");
        field.leave();
        field.see("5");
        assert_eq!((field.shown("5"), field.refused()), ("many", Some("a number")));
        assert!(field.is_unapplied());
        field.see("6");
        assert_eq!((field.shown("6"), field.refused()), ("6", None));
    }

    #[test]
    fn what_waits_is_not_applied_yet() {
        let mut field = TypedText::default();
        field.see("id");
        field.type_in("idx".to_owned(), true, "id");
        field.type_in("id".to_owned(), true, "id");
        assert!(!field.is_unapplied());
        field.type_in("ide".to_owned(), true, "id");
        assert!(field.is_unapplied());
        field.applied(Ok(()), "ide");
        assert!(!field.is_unapplied());
    }
}
