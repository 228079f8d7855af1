//! Drafts: edits that are not saved, kept in the browser until they are. Each page that is open writes a draft of its own for each
//! address, so that two tabs of one dataset do not overwrite each other.

use generator::DatasetSpec;

use crate::order::sorted;

/// What the names of all drafts begin with.
const PREFIX: &str = "rowmill:draft:";
/// Where a tab notes the name of its draft.
const OF_TAB: &str = "rowmill:draft";
/// Drafts of one address that are offered at once, the newest.
const MOST_OFFERED: usize = 5;
/// How long the others are kept, in milliseconds: sixty days.
const KEPT_FOR: f64 = 60.0 * 86_400_000.0;

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
    /// What it was called; empty if nobody named it.
    pub(crate) title: String,
    pub(crate) spec: DatasetSpec,
}

/// Where the page of this number keeps the draft of an address.
pub(crate) fn name(address: &str, page: u32) -> String {
    format!("{PREFIX}{address}:{page:08x}")
}

/// Keeps a draft, in the first line its time and what it is called; false if it could not be kept.
pub(crate) fn keep(storage: &impl Storage, draft: &Draft) -> bool {
    let Draft { name, edited_at, title, spec } = draft;
    // A line has neither.
    let title = title.replace(['\t', '\n'], " ");
    storage.write(name, &format!("{edited_at:.0}\t{title}\n{}", spec.to_canonical_json()))
}

/// The drafts of an address that differ from what is there, newest first, and that of this name whatever its age. Those beyond a few are
/// left for another time, and forgotten after sixty days.
pub(crate) fn of(
    storage: &impl Storage,
    address: &str,
    there: &DatasetSpec,
    own: Option<&str>,
    now: f64,
) -> Vec<Draft> {
    let prefix = format!("{PREFIX}{address}:");
    // What is saved has its name elsewhere.
    let is_unnamed = |draft: &Draft| draft.title.is_empty() || address != "/";
    let mut drafts: Vec<Draft> = Vec::new();
    for name in storage.names().into_iter().filter(|name| name.starts_with(&prefix)) {
        match current(storage, &name) {
            Some(draft) if draft.spec != *there || !is_unnamed(&draft) => drafts.push(draft),
            Some(_) => storage.remove(&name),
            // Another version of Rowmill may read it.
            None => {}
        }
    }
    let is_own = |draft: &Draft| own == Some(draft.name.as_str());
    let newest_first = sorted(drafts.len(), &|one, other| {
        let (one, other) = (&drafts[one], &drafts[other]);
        is_own(other).cmp(&is_own(one)).then(other.edited_at.total_cmp(&one.edited_at))
    });
    let others = newest_first.iter().skip(MOST_OFFERED).map(|position| &drafts[*position]);
    for old in others.filter(|draft| draft.edited_at < now - KEPT_FOR) {
        storage.remove(&old.name);
    }
    newest_first.into_iter().take(MOST_OFFERED).map(|position| drafts[position].clone()).collect()
}

/// All drafts of whatever address; `None` for each that cannot be read.
pub(crate) fn all(storage: &impl Storage) -> Vec<Option<Draft>> {
    let names = storage.names().into_iter().filter(|name| name.starts_with(PREFIX));
    names.map(|name| current(storage, &name)).collect()
}

/// The draft of a name as it is now, which its page may have gone on with; `None` if it is gone or cannot be read.
pub(crate) fn current(storage: &impl Storage, name: &str) -> Option<Draft> {
    let text = storage.read(name)?;
    let (head, spec) = text.split_once('\n')?;
    let (edited_at, title) = head.split_once('\t').unwrap_or((head, ""));
    let spec = DatasetSpec::from_saved_json(spec).ok()?;
    Some(Draft { name: name.to_owned(), edited_at: edited_at.parse().ok()?, title: title.to_owned(), spec })
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

    fn draft(name: String, edited_at: f64, spec: DatasetSpec) -> Draft {
        Draft { name, edited_at, title: String::new(), spec }
    }

    #[test]
    fn drafts_are_found_by_address_newest_first() {
        let shelf = Shelf::default();
        assert!(keep(&shelf, &draft(name("/d/1", 7), 100.0, spec(1))));
        assert!(keep(&shelf, &draft(name("/d/1", 8), 200.0, spec(2))));
        assert!(keep(&shelf, &draft(name("/d/12", 8), 300.0, spec(3))));
        let found = of(&shelf, "/d/1", &example(), None, 400.0);
        assert_eq!(found.iter().map(|draft| draft.spec.clone()).collect::<Vec<_>>(), [spec(2), spec(1)]);
        shelf.remove(&found[0].name);
        assert_eq!(of(&shelf, "/d/1", &example(), None, 400.0).len(), 1);
        // What is there already is no draft.
        assert_eq!(of(&shelf, "/d/1", &spec(1), None, 400.0), []);
        assert_eq!(shelf.names().len(), 1);
    }

    #[test]
    fn few_drafts_are_offered_and_the_others_are_kept_for_sixty_days() {
        let shelf = Shelf::default();
        for page in 0..9 {
            keep(&shelf, &draft(name("/", page), f64::from(page), spec(page.into())));
        }
        shelf.write(&name("/", 99), "5\n{");
        shelf.write("other", "text");
        let own = name("/", 1);
        let offered = |own: Option<&str>, now: f64| {
            let found = of(&shelf, "/", &example(), own, now);
            found.iter().map(|draft| draft.edited_at).collect::<Vec<_>>()
        };
        assert_eq!(offered(None, 9.0), [8.0, 7.0, 6.0, 5.0, 4.0]);
        assert_eq!(offered(Some(&own), 9.0), [1.0, 8.0, 7.0, 6.0, 5.0]);
        assert_eq!(shelf.names().len(), 11);
        assert_eq!(offered(Some(&own), KEPT_FOR + 3.5), [1.0, 8.0, 7.0, 6.0, 5.0]);
        // Those of 0, 2 and 3 were too old; what cannot be read is left to who can.
        assert_eq!(shelf.names().len(), 8);
    }

    #[test]
    fn a_draft_keeps_its_title_and_one_of_before_has_none() {
        let shelf = Shelf::default();
        let named = Draft { title: "a\tshop\n2".to_owned(), ..draft(name("/", 1), 5.0, example()) };
        keep(&shelf, &named);
        assert_eq!(current(&shelf, &named.name).unwrap().title, "a shop 2");
        // What is at "/" has its name nowhere else.
        assert_eq!(of(&shelf, "/", &example(), None, 5.0).len(), 1);
        let of_before = format!("5\n{}", spec(1).to_canonical_json());
        shelf.write(&name("/", 2), &of_before);
        assert_eq!(current(&shelf, &name("/", 2)), Some(draft(name("/", 2), 5.0, spec(1))));
    }

    #[test]
    fn storage_without_room_says_so() {
        let shelf = Shelf { is_full: true, ..Shelf::default() };
        assert!(!keep(&shelf, &draft(name("/", 1), 0.0, spec(1))));
    }

    #[test]
    fn a_spec_with_problems_is_kept_as_it_is() {
        let shelf = Shelf::default();
        let mut wrong = example();
        wrong.tables.clear();
        wrong.now = "yesterday".to_owned();
        keep(&shelf, &draft(name("/", 1), 0.0, wrong.clone()));
        assert_eq!(of(&shelf, "/", &example(), None, 0.0)[0].spec, wrong);
    }
}
