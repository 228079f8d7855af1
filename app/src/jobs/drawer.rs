//! The drawer of all loads.

use leptos::prelude::*;

use super::{board::JobBoard, card::JobCard};
use crate::controls::{maybe, text};

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
        (0, _) => "No loads yet".to_owned(),
        (1, 0) => "1 load".to_owned(),
        (1, _) => "1 load, running".to_owned(),
        (count, 0) => format!("{count} loads"),
        (count, running) => format!("{count} loads, {running} running"),
    };
    view! {
        <aside class="drawer" aria-label="Loads">
            <button
                type="button"
                class="drawer-handle"
                aria-expanded=move || board.is_open.get().to_string()
                aria-controls="drawer-content"
                on:click=move |_| board.is_open.update(|open| *open = !*open)
            >
                <span>{text(move || if board.is_open.get() { "▾ Loads" } else { "▴ Loads" }.to_owned())}</span>
                <span class="drawer-summary">{text(summary)}</span>
                {maybe(move || (board.is_offline.get() && running.get() != 0).then(|| view! {
                    <span class="problem" role="alert">"The server does not answer; waiting for it…"</span>
                }.into_any()))}
            </button>
            <div id="drawer-content" class="drawer-content" hidden=move || !board.is_open.get()>
                {maybe(move || ids.with(Vec::is_empty).then(|| view! {
                    <p class="empty">"Insert tables into a database, and watch it here."</p>
                }.into_any()))}
                <For each=move || ids.get() key=String::clone let:id>
                    <JobCard id />
                </For>
            </div>
        </aside>
    }
}
