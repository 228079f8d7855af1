//! What is at the address of the page, and whether the page still shows it.

use generator::DatasetSpec;

/// What the address of the page names.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Saved {
    /// The id of a saved dataset; `None` for what nobody saved yet.
    pub(crate) id: Option<String>,
    /// Its spec; of what nobody saved, what the page began with.
    pub(crate) spec: DatasetSpec,
}

/// How what is shown stands to what is at the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SavedState {
    /// It was never saved, and never changed.
    New,
    /// It is what the address names.
    Saved,
    /// It is not what the address names.
    Edited,
}

impl Saved {
    /// What the page begins with at an address.
    pub(crate) fn at(path: &str, spec: DatasetSpec) -> Self {
        Self { id: path.strip_prefix("/d/").map(str::to_owned), spec }
    }

    /// The address.
    pub(crate) fn path(&self) -> String {
        self.id.as_ref().map_or_else(|| "/".to_owned(), |id| format!("/d/{id}"))
    }

    /// The id of a spec, if it is what was saved.
    pub(crate) fn id_of(&self, spec: &DatasetSpec) -> Option<String> {
        self.id.clone().filter(|_| self.spec == *spec)
    }

    /// How a spec stands to it.
    pub(crate) fn state_of(&self, spec: &DatasetSpec) -> SavedState {
        match (&self.id, self.spec == *spec) {
            (None, true) => SavedState::New,
            (Some(_), true) => SavedState::Saved,
            (_, false) => SavedState::Edited,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::example;

    #[test]
    fn an_edit_and_its_undo_change_the_state() {
        let mut spec = example();
        let new = Saved::at("/", spec.clone());
        let saved = Saved::at("/d/0123", spec.clone());
        assert_eq!((new.path().as_str(), saved.path().as_str()), ("/", "/d/0123"));
        assert_eq!((new.state_of(&spec), saved.state_of(&spec)), (SavedState::New, SavedState::Saved));
        assert_eq!((new.id_of(&spec), saved.id_of(&spec)), (None, Some("0123".to_owned())));
        spec.tables[0].rows += 1;
        assert_eq!(saved.id_of(&spec), None);
        assert_eq!((new.state_of(&spec), saved.state_of(&spec)), (SavedState::Edited, SavedState::Edited));
        spec.tables[0].rows -= 1;
        assert_eq!(saved.state_of(&spec), SavedState::Saved);
    }
}
