//! What is not needed to show the first rows: dialogs, the views beside the grid, most forms of the inspector, and most kinds of generators. These are WebAssembly
//! modules of their own, which are fetched two seconds after the page is alive, or when they are asked for, so that the page is there sooner. A page that opens with
//! something that only further kinds can make fetches these before it starts.

use std::time::Duration;

use leptos::{
    prelude::*,
    task::spawn_local,
    wasm_split::{SplitLoaderError, wasm_split},
};

use crate::{
    columns::Columns,
    controls::Button,
    dialogs::{OpenDialog, dialog},
    export::{ExportPanel, Exports},
    inspector::{self, Form},
    language::t,
    page::Page,
    relations::Relations,
    sql::Sql,
    workspace::{Notice, View},
};

/// How long what was asked for is waited for; what comes later is there for the next time.
const PATIENCE: Duration = Duration::from_secs(15);

/// What is there only later. A copy is the same.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Later {
    parts: RwSignal<Option<Parts>>,
    state: RwSignal<State>,
}

/// How far the module is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Nobody has asked for it, or it is there.
    Quiet,
    Fetching,
    /// It did not come.
    Failed,
}

/// What makes the parts; these functions, and what only they call, are in the other module.
#[derive(Debug, Clone, Copy)]
struct Parts {
    dialog: fn(OpenDialog, Page) -> AnyView,
    view: fn(View, Page) -> Option<AnyView>,
    form: fn(Form, Page) -> AnyView,
    export: fn(Exports) -> AnyView,
}

impl Later {
    /// What is not fetched yet.
    pub(crate) fn new() -> Self {
        Self { parts: RwSignal::new(None), state: RwSignal::new(State::Quiet) }
    }

    /// Whether it is there.
    pub(crate) fn is_there(self) -> bool {
        self.parts.with_untracked(Option::is_some)
    }

    /// Fetches the module if it is not there, and is not being fetched.
    pub(crate) fn fetch(self, page: Page) {
        if self.is_there() || self.state.get_untracked() == State::Fetching {
            return;
        }
        self.state.set(State::Fetching);
        spawn_local(async move {
            let fetched = match install_kinds().await {
                Ok(()) => parts().await,
                Err(error) => Err(error),
            };
            match fetched {
                Ok(parts) => {
                    self.parts.set(Some(parts));
                    self.state.set(State::Quiet);
                }
                Err(_) => self.give_up(page),
            }
        });
        // The answer may never come, and may still come after that.
        set_timeout(move || self.give_up(page), PATIENCE);
    }

    /// The dialog that is open, as soon as it can be shown.
    pub(crate) fn dialog(self, page: Page) -> Option<AnyView> {
        let open = page.open.get()?;
        Some((self.wanted(page)?.dialog)(open, page))
    }

    /// What is seen instead of the rows, as soon as it can be shown.
    pub(crate) fn view(self, page: Page) -> Option<AnyView> {
        match page.workspace.view.get() {
            View::Data => None,
            view => (self.wanted(page)?.view)(view, page),
        }
    }

    /// A form of the inspector; if it cannot be had, that is said in its place.
    pub(crate) fn form(self, form: Form, page: Page) -> Option<AnyView> {
        if self.state.get() == State::Failed && self.parts.with(Option::is_none) {
            return Some(
                view! {
                    <p class="problem" role="alert">{missing()}</p>
                    {Button::new("Try again", move || self.fetch(page)).view()}
                }
                .into_any(),
            );
        }
        Some((self.wanted(page)?.form)(form, page))
    }

    /// How far the file is that the page writes, if it writes one.
    pub(crate) fn export(self, exports: Exports, page: Page) -> Option<AnyView> {
        Some((self.wanted(page)?.export)(exports))
    }

    /// What is said while a dialog or a view is waited for.
    pub(crate) fn waiting(self, page: Page) -> Option<AnyView> {
        let is_wanted = page.open.get().is_some() || page.workspace.view.get() != View::Data;
        (is_wanted && self.state.get() == State::Fetching)
            .then(|| view! { <p class="fetching" role="status">{t!("Fetching…")}</p> }.into_any())
    }

    fn wanted(self, page: Page) -> Option<Parts> {
        let parts = self.parts.get();
        if parts.is_none() {
            self.fetch(page);
        }
        parts
    }

    /// What waited for the module is not to appear at some later time, when nobody thinks of it.
    fn give_up(self, page: Page) {
        if self.is_there() || self.state.get_untracked() != State::Fetching {
            return;
        }
        self.state.set(State::Failed);
        let is_view = page.workspace.view.get_untracked() != View::Data;
        if page.open.get_untracked().is_some() || is_view {
            page.open.set(None);
            page.workspace.view.set(View::Data);
            page.workspace.notice.set(Some(Notice::wrong(missing())));
        }
    }
}

/// Fetches the kinds that the page does not bring along; false if they did not come.
pub async fn fetch_kinds() -> bool {
    install_kinds().await.is_ok()
}

/// Adds all kinds, which are in a module of their own.
#[wasm_split(kinds, wasm_split_path = ::leptos::wasm_split, fallible)]
fn install_kinds() -> Result<(), SplitLoaderError> {
    generator::kinds::install();
    Ok(())
}

/// What is said where a part of the page did not come.
pub fn missing() -> String {
    t!("A part of the page could not be fetched. Try again, and if that does not help, load this page again.")
}

/// The parts, once the module is there. Asked again after a failure, it tries again.
#[wasm_split(later, wasm_split_path = ::leptos::wasm_split, fallible)]
fn parts() -> Result<Parts, SplitLoaderError> {
    Ok(Parts { dialog, view, form, export })
}

fn view(which: View, page: Page) -> Option<AnyView> {
    match which {
        View::Data => None,
        View::Columns => {
            let pick = Callback::new(move |()| page.pick());
            Some(view! { <Columns pick /> }.into_any())
        }
        View::Relations => Some(view! { <Relations /> }.into_any()),
        View::Sql => Some(view! { <Sql /> }.into_any()),
    }
}

fn form(which: Form, page: Page) -> AnyView {
    inspector::later_form(which, Callback::new(move |()| page.pick()))
}

fn export(exports: Exports) -> AnyView {
    view! { <ExportPanel exports /> }.into_any()
}
