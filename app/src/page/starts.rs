//! Beginning: what a first visitor is told, an empty dataset, and pasting anywhere.

use generator::DatasetSpec;
use leptos::{ev, prelude::*, task::spawn_local};

use super::{Page, commands::Act};
use crate::{
    api,
    controls::{Button, maybe, toolbar},
    dialogs::OpenDialog,
    language::t,
    workspace::{Notice, Pasted, SavedState},
};

/// The line over the example, gone after the first edit.
#[component]
pub(super) fn Starts(page: Page) -> AnyView {
    let workspace = page.workspace;
    let is_first = Memo::new(move |_| {
        workspace.saved_state() == SavedState::New && workspace.saved.with(|saved| saved.id.is_none())
    });
    maybe(move || {
        is_first.get().then(|| {
            let content = view! {
                <span>{t!("Describe tables. See any of up to a trillion rows now. Download them, or load them into your database. The same seed gives the same rows next year.")}</span>
                {Button::new("Paste CREATE TABLE", move || page.run(Act::Open(OpenDialog::Import))).view()}
                {Button::new("Examples", move || page.run(Act::Open(OpenDialog::Datasets))).view()}
                {Button::new("Empty", move || page.begin_empty()).view()}
            };
            toolbar("starts", t!("Start"), content.into_any())
        })
    })
}

/// Opens the import with what is pasted while no field has the focus.
pub(super) fn paste_anywhere(page: Page) {
    Effect::new(move |_| {
        let pastes = window_event_listener(ev::paste, move |event| {
            use wasm_bindgen::JsCast as _;
            let is_field = document().active_element().is_some_and(|element| {
                element.is_instance_of::<web_sys::HtmlInputElement>()
                    || element.is_instance_of::<web_sys::HtmlTextAreaElement>()
            });
            if is_field || event.default_prevented() || page.open.get_untracked().is_some() {
                return;
            }
            let text = event.clipboard_data().and_then(|data| data.get_data("text/plain").ok());
            if let Some(text) = text.filter(|text| !text.trim().is_empty()) {
                event.prevent_default();
                page.workspace.pasted.set(Pasted::of(text));
                page.run(Act::Open(OpenDialog::Import));
            }
        });
        on_cleanup(move || pastes.remove());
    });
}

impl Page {
    /// Replaces what is shown by an empty dataset, as a step that can be undone.
    pub(crate) fn begin_empty(self) {
        self.workspace.replace(&t!("a new dataset"), DatasetSpec::of(Vec::new()));
    }

    /// Replaces what is shown by an example, as a step that can be undone.
    pub(crate) fn open_example(self, name: String) {
        let before = self.workspace.spec.get_untracked();
        spawn_local(async move {
            match api::example(&name).await {
                // Whoever went on meanwhile wants something else.
                Ok(_) if self.workspace.spec.with_untracked(|spec| *spec != before) => {}
                Ok(spec) => self.workspace.replace(&t!("an example"), spec),
                Err(error) => {
                    let text = t!("The example cannot be opened. {0}", error);
                    self.workspace.notice.set(Some(Notice::wrong(text)));
                }
            }
        });
    }
}
