//! The drawer at the bottom of the page: closed it is a line, open it is the newest loads.

use js_sys::Date;
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use wasm_bindgen::JsValue;

use super::live::{Live, follow};
use crate::{
    controls::{maybe, text},
    language::{language, t},
};

/// Where the server renders the loads of the drawer.
const ADDRESS: &str = "/runs/drawer";
/// The element that they are in.
const ELEMENT: &str = "drawer-content";

/// The loads, as far as the page needs to know of them. A copy is the same board.
#[derive(Debug, Clone, Copy)]
pub(crate) struct JobBoard {
    pub(crate) is_open: RwSignal<bool>,
    /// How many there are, in words; empty until the server was asked.
    summary: RwSignal<String>,
    /// What is wrong with the server while loads run.
    silence: RwSignal<Option<String>>,
    live: StoredValue<Option<SendWrapper<Live>>>,
}

impl JobBoard {
    /// A board that knows of no loads.
    pub(crate) fn new() -> Self {
        Self {
            is_open: RwSignal::new(false),
            summary: RwSignal::new(String::new()),
            silence: RwSignal::new(None),
            live: StoredValue::new(None),
        }
    }

    /// Opens the drawer, with a load that has just been started.
    pub(crate) fn show(self) {
        self.is_open.set(true);
        self.live.with_value(|live| live.as_ref().map(|live| live.refresh()));
    }

    fn follow(self) {
        let Some(element) = document().get_element_by_id(ELEMENT) else { return };
        let refused =
            move || self.silence.set(Some(t!("The server shows no loads any more; load this page again.")));
        let tell = move |live: &Live| {
            self.summary.set(live.attribute("data-summary"));
            let is_running = !live.attribute("data-running").is_empty();
            self.silence.set(live.silent_since().filter(|_| is_running).map(|since| {
                let date = Date::new(&since.into());
                let time = date.to_locale_time_string_with_options(language().code(), &JsValue::UNDEFINED);
                t!("The server does not answer since {0}; waiting for it…", String::from(time))
            }));
        };
        let live = follow(element, ADDRESS.to_owned(), tell, refused);
        self.live.set_value(Some(SendWrapper::new(live)));
    }
}

/// The drawer.
#[component]
pub(crate) fn JobDrawer() -> impl IntoView {
    let board = expect_context::<JobBoard>();
    Effect::new(move |_| board.follow());
    view! {
        <aside class="drawer" aria-label=t!("Loads")>
            <button
                type="button"
                class="drawer-handle"
                aria-expanded=move || board.is_open.get().to_string()
                aria-controls=ELEMENT
                on:click=move |_| board.is_open.update(|open| *open = !*open)
            >
                <span>{text(move || format!("{} {}", if board.is_open.get() { "▾" } else { "▴" }, t!("Loads")))}</span>
                <span class="drawer-summary">{text(move || board.summary.get())}</span>
                {maybe(move || board.silence.get().map(|silence| view! {
                    <span class="problem" role="alert">{silence}</span>
                }.into_any()))}
            </button>
            <div class="drawer-content" hidden=move || !board.is_open.get()>
                <div id=ELEMENT></div>
            </div>
        </aside>
    }
}
