//! What the page says of what was done.

/// A sentence for the person at the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Notice {
    /// What there is to say.
    pub(crate) text: String,
    /// Whether something went wrong.
    pub(crate) is_error: bool,
    /// Whether it stays until it is closed or something else is said, since nothing else tells of it.
    pub(crate) stays: bool,
}

impl Notice {
    /// Something was done.
    pub(crate) fn done(text: impl Into<String>) -> Self {
        Self { text: text.into(), is_error: false, stays: false }
    }

    /// The page did something by itself, or something that nothing else shows.
    pub(crate) fn of_note(text: impl Into<String>) -> Self {
        Self { text: text.into(), is_error: false, stays: true }
    }

    /// Something went wrong.
    pub(crate) fn wrong(text: impl Into<String>) -> Self {
        Self { text: text.into(), is_error: true, stays: true }
    }
}
