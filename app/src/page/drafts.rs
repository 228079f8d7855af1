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
            keeper.opened();
            let own = keeper.offers.with_untracked(|offers| {
                offers.iter().find(|draft| Some(&draft.name) == of_this_tab.as_ref()).cloned()
            });
            if let Some(own) = own {
                keeper.restore(&own);
                workspace.notice.set(Some(Notice::done(t!("The edits that were not saved are here again."))));
            }
            let leaves = window_event_listener(ev::pagehide, move |_| keeper.keep_now());
            let closes = window_event_listener(ev::beforeunload, move |event| {
                // A name that is being typed is an edit, too; what cannot be applied would be lost.
                apply_what_is_typed();
                keeper.keep_now();
                let is_refused = workspace.refused.with_untracked(|refused| !refused.is_empty());
                let is_edited = workspace.statements.with_untracked(Option::is_some);
                if !keeper.is_kept.get_value() || is_refused || is_edited {
                    event.prevent_default();
                }
            });
            on_cleanup(move || {
                leaves.remove();
                closes.remove();
            });
        });
        Effect::new(move |is_first: Option<()>| {
            workspace.spec.track();
            workspace.saved.track();
            if is_first.is_some() {
                keeper.keep_soon();
            }
        });
        keeper
    }

    /// Another address is shown: its drafts are offered.
    pub(super) fn opened(self) {
        self.name_anew();
        let found = self
            .workspace
            .saved
            .with_untracked(|saved| drafts::of(&BrowserStorage, &saved.path(), &saved.spec));
        self.offers.set(found);
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
        let name = self.name.get_value();
        let is_edited = untrack(|| self.workspace.saved_state()) == SavedState::Edited;
        let is_kept = if is_edited {
            self.workspace
                .spec
                .with_untracked(|spec| drafts::keep(&BrowserStorage, &name, js_sys::Date::now(), spec))
        } else {
            BrowserStorage.remove(&name);
            true
        };
        self.is_kept.set_value(is_kept);
    }

    /// Shows a draft, as a step that can be undone.
    fn restore(self, draft: &Draft) {
        self.workspace.replace(&t!("unsaved edits"), draft.spec.clone());
        self.take(draft);
        // Its place is another from now on.
        self.keep_now();
    }

    fn take(self, draft: &Draft) {
        drafts::forget(&BrowserStorage, draft);
        self.offers.update(|offers| offers.retain(|other| other != draft));
    }
}

/// The drafts that may be taken up again.
#[component]
pub(super) fn Offers(drafts: DraftKeeper) -> impl IntoView {
    let offer = move |draft: Draft| {
        let (restored, discarded) = (draft.clone(), draft.clone());
        view! {
            <p class="offer">
                <span>{t!("There are edits of {0} that were not saved, from {1}.", super::names_of(&draft.spec), local_time(draft.edited_at))}</span>
                {Button::new("Restore", move || drafts.restore(&restored)).view()}
                {Button::new("Discard", move || drafts.take(&discarded)).class("quiet").view()}
            </p>
        }
        .into_any()
    };
    several(move || drafts.offers.get().into_iter().map(offer).collect())
}
