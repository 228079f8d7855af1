//! The drawer of all loads.

use leptos::prelude::*;

use super::{board::JobBoard, card::JobCard};
use crate::{
    controls::{maybe, text},
    language::t,
};

/// The drawer at the bottom: closed it is a line, open it is the list of jobs.
#[component]
pub(crate) fn JobDrawer() -> impl IntoView {
    let board = expect_context::<JobBoard>();
    Effect::new(move |_| board.follow());
    let ids =
        Memo::new(move |_| board.jobs.with(|jobs| jobs.iter().map(|job| job.id.clone()).collect::<Vec<_>>()));
    let running =
        Memo::new(move |_| board.jobs.with(|jobs| jobs.iter().filter(|job| job.status.is_running()).count()));
    let summary = move || match (ids.with(Vec::len), running.get()) {
        (0, _) => t!("No loads yet"),
        (count, 0) => t!("{0} {0|load|loads}", count),
        (count, running) => t!("{0} {0|load|loads}, {1} running", count, running),
    };
    view! {
        <aside class="drawer" aria-label=t!("Loads")>
            <button
                type="button"
                class="drawer-handle"
                aria-expanded=move || board.is_open.get().to_string()
                aria-controls="drawer-content"
                on:click=move |_| board.is_open.update(|open| *open = !*open)
            >
                <span>{text(move || format!("{} {}", if board.is_open.get() { "▾" } else { "▴" }, t!("Loads")))}</span>
                <span class="drawer-summary">{text(summary)}</span>
                {maybe(move || (board.is_offline.get() && running.get() != 0).then(|| view! {
                    <span class="problem" role="alert">{t!("The server does not answer; waiting for it…")}</span>
                }.into_any()))}
            </button>
            <div id="drawer-content" class="drawer-content" hidden=move || !board.is_open.get()>
                {maybe(move || ids.with(Vec::is_empty).then(|| view! {
                    <p class="empty">{t!("Load tables into a database, and watch it here.")}</p>
                }.into_any()))}
                <For each=move || ids.get() key=String::clone let:id>
                    <JobCard id />
                </For>
            </div>
        </aside>
    }
}
