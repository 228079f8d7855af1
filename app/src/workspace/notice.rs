//! What the page says of what was done, until the next edit.

/// A sentence for the person at the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Notice {
    /// What there is to say.
    pub(crate) text: String,
    /// Whether something went wrong.
    pub(crate) is_error: bool,
}

impl Notice {
    /// Something was done.
    pub(crate) fn done(text: impl Into<String>) -> Self {
        Self { text: text.into(), is_error: false }
    }

    /// Something went wrong.
    pub(crate) fn wrong(text: impl Into<String>) -> Self {
        Self { text: text.into(), is_error: true }
    }
}
