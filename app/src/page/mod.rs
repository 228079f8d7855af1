//! The page: header, rail, views, inspector, dialogs and keys.

mod address;
mod bar;
mod commands;
mod drafts;
mod experiment;
mod keys;
mod notices;
mod place;
mod problems;
mod saving;
mod starts;
mod theme;

use std::time::Duration;

use generator::DatasetSpec;
use leptos::prelude::*;

use self::{
    bar::Bar,
    drafts::{DraftKeeper, Offers},
    starts::Starts,
};
pub(crate) use self::{
    commands::{Act, COMMANDS, focus_view, focus_view_soon},
    experiment::begin_experiment,
    keys::shown_keys,
    saving::apply_what_is_typed,
    theme::show_chosen as restore_colours,
};
use crate::{
    controls::maybe,
    dialogs::OpenDialog,
    export::{self, Exports},
    grid::{Grid, GridState},
    inspector::Inspector,
    language::t,
    later::Later,
    rail::Rail,
    runs::JobBoard,
    workspace::{Saved, SavedState, View, Workspace},
};

/// The page, for whatever is done on it. A copy is the same page.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Page {
    pub(crate) workspace: Workspace,
    pub(crate) grid: GridState,
    pub(crate) board: JobBoard,
    /// Which dialog is open.
    pub(crate) open: RwSignal<Option<OpenDialog>>,
    /// The parts that are fetched later.
    pub(crate) later: Later,
    is_rail_open: RwSignal<bool>,
    steps: place::Steps,
    drafts: DraftKeeper,
    save: Callback<()>,
    share: Callback<()>,
}

impl Page {
    /// Whether rows are selected as a whole in the grid that is seen: they are no columns.
    fn shows_whole_rows(self) -> bool {
        let is_data = self.workspace.view.get_untracked() == View::Data;
        is_data && self.grid.are_whole_rows(self.workspace.cells.get_untracked())
    }
}

/// The one screen, of what an address names.
#[component]
pub(crate) fn Screen(opened: Saved) -> AnyView {
    let workspace = Workspace::new(opened);
    provide_context(workspace);
    let drafts = DraftKeeper::new(workspace);
    let exports = Exports::new();
    provide_context(exports);
    let grid = GridState::new(workspace);
    provide_context(grid.statistics);
    let page = Page {
        workspace,
        grid,
        board: expect_context::<JobBoard>(),
        open: RwSignal::new(None),
        later: Later::new(),
        is_rail_open: RwSignal::new(true),
        steps: place::Steps::new(),
        drafts,
        save: saving::saving(workspace, drafts),
        share: saving::sharing(workspace, drafts),
    };
    keys::listen(page);
    address::follow(page);
    starts::paste_anywhere(page);
    theme::restore();
    let later = page.later;
    fetch_ahead(move || {
        later.fetch(page);
        export::fetch_ahead();
    });
    title(workspace);
    // What is clicked or typed before the page is alive would be lost.
    let is_alive = RwSignal::new(false);
    Effect::new(move |_| is_alive.set(true));
    let is_still = Signal::derive(move || !is_alive.get());
    let view = workspace.view;
    let is_exported = Memo::new(move |_| exports.is_there());
    view! {
        <fieldset class="pane" disabled=is_still>
            <Bar page />
        </fieldset>
        <section class="offers" aria-label=t!("Drafts")><Offers drafts /></section>
        <main class="screen" class:no-rail=move || !page.is_rail_open.get() class:no-inspector=move || !workspace.is_inspector_open.get()>
            <fieldset class="pane" disabled=is_still>
                <Rail />
            </fieldset>
            <fieldset class="pane" disabled=is_still>
                <div class="view">
                    <Grid state=grid is_seen=Signal::derive(move || view.get() == View::Data) />
                    {maybe(move || later.view(page))}
                </div>
            </fieldset>
            <fieldset class="pane" disabled=is_still>
                <Inspector page />
            </fieldset>
        </main>
        // Below, where what comes and goes moves nothing that a hand is at.
        <section class="notices" aria-label=t!("Messages")>
            {notices::notice(page)}
            {maybe(move || later.waiting(page))}
            {maybe(move || is_exported.get().then(|| later.export(exports, page)).flatten())}
            <Starts page />
        </section>
        {maybe(move || later.dialog(page))}
    }
    .into_any()
}

/// Fetches what may be needed later, two seconds after the page is alive.
fn fetch_ahead(fetch: impl Fn() + Copy + 'static) {
    Effect::new(move |_| set_timeout(fetch, Duration::from_secs(2)));
}

/// Keeps the title of the browser's tab at the name or the tables, and whether they are saved.
fn title(workspace: Workspace) {
    Effect::new(move |_| {
        let name = workspace.name.get();
        let names = workspace.spec.with(|spec| {
            let names: Vec<&str> = spec.tables.iter().take(3).map(|table| table.name.as_str()).collect();
            names.join(", ")
        });
        let mark = if workspace.saved_state() == SavedState::Edited { "• " } else { "" };
        let shown = if name.is_empty() { names } else { name };
        let shown = if shown.is_empty() { String::new() } else { format!("{shown} – ") };
        document().set_title(&format!("{mark}{shown}Rowmill"));
    });
}

/// The name of a dataset for people: the one that it was given, or those of its tables.
pub(crate) fn shown_name(workspace: Workspace) -> String {
    let name = workspace.name.get();
    if !name.is_empty() {
        return name;
    }
    names_of_tables(workspace)
}

/// The names of the first tables.
pub(crate) fn names_of_tables(workspace: Workspace) -> String {
    workspace.spec.with(names_of)
}

/// The names of the first tables of a spec.
fn names_of(spec: &DatasetSpec) -> String {
    match spec.tables.as_slice() {
        [] => t!("empty"),
        tables => {
            let names: Vec<&str> = tables.iter().take(3).map(|table| table.name.as_str()).collect();
            let more = if tables.len() > 3 { ", …" } else { "" };
            format!("{}{more}", names.join(", "))
        }
    }
}
