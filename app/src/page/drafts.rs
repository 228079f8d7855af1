//! Drafts of the page: kept while it is edited, offered when it is opened.

use std::time::Duration;

use leptos::{ev, leptos_dom::helpers::TimeoutHandle, prelude::*};

use super::saving::apply_what_is_typed;
use crate::{
    controls::{Button, several},
    language::t,
    numbers::local_time,
    workspace::{
        Notice, SavedState, Workspace,
        drafts::{self, BrowserStorage, Draft},
    },
};

/// How long edits rest before they are kept.
const REST: Duration = Duration::from_millis(300);

/// Keeps the draft of what is edited. A copy keeps the same.
#[derive(Debug, Clone, Copy)]
pub(super) struct DraftKeeper {
    workspace: Workspace,
    /// Drafts of the same address from before.
    offers: RwSignal<Vec<Draft>>,
    /// Where the draft is kept: another place for each time that an address is opened.
    name: StoredValue<String>,
    waiting: StoredValue<Option<TimeoutHandle>>,
    /// Whether the browser has the draft as it is.
    is_kept: StoredValue<bool>,
}

impl DraftKeeper {
    /// Begins to keep drafts, and to offer those that are there.
    pub(super) fn new(workspace: Workspace) -> Self {
        let keeper = Self {
            workspace,
            offers: RwSignal::default(),
            name: StoredValue::new(String::new()),
            waiting: StoredValue::new(None),
            is_kept: StoredValue::new(true),
        };
        Effect::new(move |_| {
            let of_this_tab = drafts::of_this_tab();
            keeper.offer(of_this_tab.as_deref());
            let own = keeper.offers.with_untracked(|offers| {
                offers.iter().find(|draft| Some(&draft.name) == of_this_tab.as_ref()).cloned()
            });
            if let Some(own) = own {
                keeper.restore(&own);
                workspace.notice.set(Some(Notice::done(t!("The edits that were not saved are here again."))));
            }
            // Telephones end pages that are not seen without another word.
            let leaves = window_event_listener(ev::pagehide, move |_| keeper.leave());
            let hides =
                window_event_listener(ev::Custom::<web_sys::Event>::new("visibilitychange"), move |_| {
                    if document().hidden() {
                        keeper.leave();
                    }
                });
            // Another tab has taken or discarded what is edited here.
            let changes = window_event_listener(ev::storage, move |event| {
                let is_gone = event.new_value().is_none() && event.key() == Some(keeper.name.get_value());
                if is_gone {
                    keeper.keep_now();
                }
            });
            let closes = window_event_listener(ev::beforeunload, move |event| {
                // What cannot be applied would be lost.
                keeper.leave();
                let is_refused = workspace.refused.with_untracked(|refused| !refused.is_empty());
                let is_edited = workspace.statements.with_untracked(|statements| !statements.is_empty());
                if !keeper.is_kept.get_value() || is_refused || is_edited {
                    event.prevent_default();
                }
            });
            on_cleanup(move || {
                leaves.remove();
                hides.remove();
                changes.remove();
                closes.remove();
            });
        });
        Effect::new(move |is_first: Option<()>| {
            workspace.spec.track();
            workspace.saved.track();
            workspace.name.track();
            if is_first.is_some() {
                keeper.keep_soon();
            }
        });
        keeper
    }

    /// Another address is shown: its drafts are offered.
    pub(super) fn opened(self) {
        self.offer(None);
    }

    /// Offers the drafts of the address that is shown, among them that of this tab from before, however many there are.
    fn offer(self, of_this_tab: Option<&str>) {
        self.name_anew();
        let found = self.workspace.saved.with_untracked(|saved| {
            drafts::of(&BrowserStorage, &saved.path(), &saved.spec, of_this_tab, js_sys::Date::now())
        });
        self.offers.set(found);
    }

    /// The page may be gone in a moment.
    fn leave(self) {
        // A name that is being typed is an edit, too.
        apply_what_is_typed();
        self.keep_now();
    }

    /// Keeps what there is to keep, also what another tab has discarded.
    pub(super) fn keep_now(self) {
        self.stop_waiting();
        self.keep();
    }

    /// Forgets the draft of what is shown, which is saved now.
    pub(super) fn forget(self) {
        use drafts::Storage as _;
        self.stop_waiting();
        BrowserStorage.remove(&self.name.get_value());
        self.is_kept.set_value(true);
    }

    /// From now on drafts are of the address that the workspace has now.
    pub(super) fn name_anew(self) {
        // Any number that no other page has.
        let page = (js_sys::Math::random() * f64::from(u32::MAX)) as u32;
        let name = self.workspace.saved.with_untracked(|saved| drafts::name(&saved.path(), page));
        drafts::set_of_this_tab(&name);
        self.name.set_value(name);
    }

    /// What is shown, as a draft.
    fn draft(self) -> Draft {
        let workspace = self.workspace;
        Draft {
            name: self.name.get_value(),
            edited_at: js_sys::Date::now(),
            title: workspace.name.get_untracked(),
            spec: workspace.spec.get_untracked(),
        }
    }

    /// Whether something of what is shown is nowhere else.
    fn has_something(self) -> bool {
        match untrack(|| self.workspace.saved_state()) {
            SavedState::Edited => true,
            SavedState::New => self.workspace.name.with_untracked(|name| !name.is_empty()),
            SavedState::Saved => false,
        }
    }

    fn keep_soon(self) {
        self.stop_waiting();
        let waiting = set_timeout_with_handle(move || self.keep_now(), REST).ok();
        self.waiting.set_value(waiting);
    }

    fn stop_waiting(self) {
        if let Some(Some(waiting)) = self.waiting.try_update_value(Option::take) {
            waiting.clear();
        }
    }

    fn keep(self) {
        use drafts::Storage as _;
        let is_kept = if self.has_something() {
            let draft = self.draft();
            // A page that came back out of the browser's memory is another than the tab noted last.
            drafts::set_of_this_tab(&draft.name);
            drafts::keep(&BrowserStorage, &draft)
        } else {
            BrowserStorage.remove(&self.name.get_value());
            true
        };
        self.is_kept.set_value(is_kept);
    }

    /// Shows a draft, as a step that can be undone. What was edited before is a draft of its own from now on.
    fn restore(self, draft: &Draft) {
        use drafts::Storage as _;
        if self.has_gone_on(draft) {
            return;
        }
        self.keep_now();
        if self.has_something() {
            let before = self.draft();
            self.name_anew();
            self.offers.update(|offers| offers.push(before));
        }
        let title =
            if draft.title.is_empty() { self.workspace.name.get_untracked() } else { draft.title.clone() };
        self.workspace.replace(&t!("unsaved edits"), draft.spec.clone());
        self.workspace.name.set(title);
        // Its place is another from now on.
        self.keep_now();
        if self.is_kept.get_value() {
            BrowserStorage.remove(&draft.name);
        }
        self.withdraw(draft);
    }

    /// Forgets a draft.
    fn discard(self, draft: &Draft) {
        use drafts::Storage as _;
        if !self.has_gone_on(draft) {
            BrowserStorage.remove(&draft.name);
            self.withdraw(draft);
        }
    }

    fn withdraw(self, draft: &Draft) {
        self.offers.update(|offers| offers.retain(|other| other.name != draft.name));
    }

    /// Whether a draft is another by now than the one that is offered, which is then offered instead.
    fn has_gone_on(self, draft: &Draft) -> bool {
        let now = drafts::current(&BrowserStorage, &draft.name);
        let Some(now) = now.filter(|now| now.spec != draft.spec || now.title != draft.title) else {
            return false;
        };
        self.offers.update(|offers| {
            for offer in offers.iter_mut().filter(|offer| offer.name == now.name) {
                *offer = now.clone();
            }
        });
        let text =
            t!("These edits have gone on since, in another tab. What is offered now is the newest of them.");
        self.workspace.notice.set(Some(Notice::wrong(text)));
        true
    }
}

/// The drafts that may be taken up again.
#[component]
pub(super) fn Offers(drafts: DraftKeeper) -> impl IntoView {
    let offer = move |draft: Draft| {
        let (restored, discarded) = (draft.clone(), draft.clone());
        let title = if draft.title.is_empty() { super::names_of(&draft.spec) } else { draft.title.clone() };
        view! {
            <p class="offer">
                <span>{t!("There are edits of {0} that were not saved, from {1}.", title, local_time(draft.edited_at))}</span>
                {Button::new("Restore", move || drafts.restore(&restored)).view()}
                {Button::new("Discard", move || drafts.discard(&discarded)).class("quiet").view()}
            </p>
        }
        .into_any()
    };
    several(move || drafts.offers.get().into_iter().map(offer).collect())
}
