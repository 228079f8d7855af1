//! Drafts: edits that are not saved, kept in the browser until they are. Each page that is open writes a draft of its own for each
//! address, so that two tabs of one dataset do not overwrite each other.

use generator::DatasetSpec;

use crate::order::sorted;

/// What the names of all drafts begin with.
const PREFIX: &str = "rowmill:draft:";
/// Where a tab notes the name of its draft.
const OF_TAB: &str = "rowmill:draft";
/// Drafts that are kept of one address at the most, the newest.
const MOST_DRAFTS: usize = 5;

/// Where texts are kept by name: the browser's storage.
pub(crate) trait Storage {
    /// The names of all texts.
    fn names(&self) -> Vec<String>;
    /// A text.
    fn read(&self, name: &str) -> Option<String>;
    /// Keeps a text; false if there is no room, or no storage.
    fn write(&self, name: &str, text: &str) -> bool;
    /// Forgets a text.
    fn remove(&self, name: &str);
}

/// A spec that was edited at an address and not saved.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Draft {
    pub(crate) name: String,
    /// When it was edited last, in milliseconds since 1970.
    pub(crate) edited_at: f64,
    pub(crate) spec: DatasetSpec,
}

/// Where the page of this number keeps the draft of an address.
pub(crate) fn name(address: &str, page: u32) -> String {
    format!("{PREFIX}{address}:{page:08x}")
}

/// Keeps a draft; false if it could not be kept.
pub(crate) fn keep(storage: &impl Storage, name: &str, edited_at: f64, spec: &DatasetSpec) -> bool {
    storage.write(name, &format!("{edited_at:.0}\n{}", spec.to_canonical_json()))
}

/// The drafts of an address that differ from what is there, newest first. Those beyond a few are forgotten.
pub(crate) fn of(storage: &impl Storage, address: &str, there: &DatasetSpec) -> Vec<Draft> {
    let prefix = format!("{PREFIX}{address}:");
    let mut drafts: Vec<Draft> = Vec::new();
    for name in storage.names().into_iter().filter(|name| name.starts_with(&prefix)) {
        match storage.read(&name).and_then(|text| read(&name, &text)) {
            Some(draft) if draft.spec != *there => drafts.push(draft),
            Some(_) => storage.remove(&name),
            // Another version of Rowmill may read it.
            None => {}
        }
    }
    let newest_first =
        sorted(drafts.len(), &|one, other| drafts[other].edited_at.total_cmp(&drafts[one].edited_at));
    for position in newest_first.iter().skip(MOST_DRAFTS) {
        storage.remove(&drafts[*position].name);
    }
    newest_first.into_iter().take(MOST_DRAFTS).map(|position| drafts[position].clone()).collect()
}

/// Forgets a draft.
pub(crate) fn forget(storage: &impl Storage, draft: &Draft) {
    storage.remove(&draft.name);
}

fn read(name: &str, text: &str) -> Option<Draft> {
    let (edited_at, spec) = text.split_once('\n')?;
    let spec = DatasetSpec::from_saved_json(spec).ok()?;
    Some(Draft { name: name.to_owned(), edited_at: edited_at.parse().ok()?, spec })
}

/// The draft that this tab kept when its page was loaded anew, or left and come back to; a page that a link leads to begins by itself.
pub(crate) fn of_this_tab() -> Option<String> {
    let navigation = leptos::prelude::window().performance()?.navigation().type_();
    let is_again = matches!(
        navigation,
        web_sys::PerformanceNavigation::TYPE_RELOAD | web_sys::PerformanceNavigation::TYPE_BACK_FORWARD
    );
    tab_storage().filter(|_| is_again)?.get_item(OF_TAB).ok().flatten()
}

/// Notes which draft this tab keeps from now on.
pub(crate) fn set_of_this_tab(name: &str) {
    if let Some(storage) = tab_storage() {
        // Without it the draft is offered among the others.
        let _ = storage.set_item(OF_TAB, name);
    }
}

/// What a tab keeps for as long as it is open.
fn tab_storage() -> Option<web_sys::Storage> {
    leptos::prelude::window().session_storage().ok().flatten()
}

/// The browser's storage, which may be switched off.
#[derive(Debug, Clone, Copy)]
pub(crate) struct BrowserStorage;

impl BrowserStorage {
    fn storage() -> Option<web_sys::Storage> {
        leptos::prelude::window().local_storage().ok().flatten()
    }
}

impl Storage for BrowserStorage {
    fn names(&self) -> Vec<String> {
        let Some(storage) = Self::storage() else { return Vec::new() };
        let count = storage.length().unwrap_or(0);
        (0..count).filter_map(|index| storage.key(index).ok().flatten()).collect()
    }

    fn read(&self, name: &str) -> Option<String> {
        Self::storage()?.get_item(name).ok().flatten()
    }

    fn write(&self, name: &str, text: &str) -> bool {
        Self::storage().is_some_and(|storage| storage.set_item(name, text).is_ok())
    }

    fn remove(&self, name: &str) {
        if let Some(storage) = Self::storage() {
            // What is not there is gone already.
            let _ = storage.remove_item(name);
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::{cell::RefCell, collections::BTreeMap};

    use super::*;
    use crate::workspace::example;

    /// Storage with room for some texts.
    #[derive(Default)]
    pub(crate) struct Shelf {
        texts: RefCell<BTreeMap<String, String>>,
        is_full: bool,
    }

    impl Storage for Shelf {
        fn names(&self) -> Vec<String> {
            self.texts.borrow().keys().cloned().collect()
        }
        fn read(&self, name: &str) -> Option<String> {
            self.texts.borrow().get(name).cloned()
        }
        fn write(&self, name: &str, text: &str) -> bool {
            if !self.is_full {
                self.texts.borrow_mut().insert(name.to_owned(), text.to_owned());
            }
            !self.is_full
        }
        fn remove(&self, name: &str) {
            self.texts.borrow_mut().remove(name);
        }
    }

    fn spec(seed: u64) -> DatasetSpec {
        DatasetSpec { seed: generator::Seed(seed), ..example() }
    }

    #[test]
    fn drafts_are_found_by_address_newest_first() {
        let shelf = Shelf::default();
        assert!(keep(&shelf, &name("/d/1", 7), 100.0, &spec(1)));
        assert!(keep(&shelf, &name("/d/1", 8), 200.0, &spec(2)));
        assert!(keep(&shelf, &name("/d/12", 8), 300.0, &spec(3)));
        let found = of(&shelf, "/d/1", &example());
        assert_eq!(found.iter().map(|draft| draft.spec.clone()).collect::<Vec<_>>(), [spec(2), spec(1)]);
        forget(&shelf, &found[0]);
        assert_eq!(of(&shelf, "/d/1", &example()).len(), 1);
        // What is there already is no draft.
        assert_eq!(of(&shelf, "/d/1", &spec(1)), []);
        assert_eq!(shelf.names().len(), 1);
    }

    #[test]
    fn few_drafts_are_kept_and_those_that_cannot_be_read_are_left_alone() {
        let shelf = Shelf::default();
        for page in 0..9 {
            keep(&shelf, &name("/", page), f64::from(page), &spec(page.into()));
        }
        shelf.write(&name("/", 99), "5\n{");
        shelf.write("other", "text");
        let found = of(&shelf, "/", &example());
        assert_eq!(found.iter().map(|draft| draft.edited_at).collect::<Vec<_>>(), [8.0, 7.0, 6.0, 5.0, 4.0]);
        assert_eq!(shelf.names().len(), 7);
    }

    #[test]
    fn storage_without_room_says_so() {
        let shelf = Shelf { is_full: true, ..Shelf::default() };
        assert!(!keep(&shelf, &name("/", 1), 0.0, &spec(1)));
    }

    #[test]
    fn a_spec_with_problems_is_kept_as_it_is() {
        let shelf = Shelf::default();
        let mut wrong = example();
        wrong.tables.clear();
        wrong.now = "yesterday".to_owned();
        keep(&shelf, &name("/", 1), 0.0, &wrong);
        assert_eq!(of(&shelf, "/", &example())[0].spec, wrong);
    }
}
