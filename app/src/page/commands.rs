//! Everything that can be done on the page: found by name, and by keys.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

use super::{Page, saving::apply_what_is_typed};
use crate::{
    controls::when_there,
    dialogs::OpenDialog,
    inspector,
    language::label,
    rail,
    workspace::{Chosen, View},
};

/// Something that can be done.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Command {
    pub(crate) label: &'static str,
    /// Keys as [`super::keys`] writes them, such as `mod+shift+z` or `g`; empty without any. Several are parted by spaces.
    pub(crate) keys: &'static str,
    pub(crate) act: Act,
}

/// What a command does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Act {
    Palette,
    Save,
    Share,
    Undo,
    Redo,
    GoToRow,
    FilterTables,
    View(View),
    AddColumn,
    AddTable,
    Duplicate,
    Remove,
    MoveBack,
    MoveOn,
    PickGenerator,
    CopyWithNames,
    Statistics,
    NextProblem,
    Rail,
    Inspector,
    Dataset,
    Table,
    Open(OpenDialog),
    Export,
    Loads,
    AllLoads,
    Experiment,
    NextPart,
    Theme,
    Language,
    Empty,
    BackToGrid,
}

/// All commands, in the order in which they are listed.
pub(crate) static COMMANDS: [Command; 39] = [
    of(label!("Find or run anything"), "mod+k", Act::Palette),
    of(label!("Save"), "mod+s", Act::Save),
    of(label!("Share: save and copy the address"), "", Act::Share),
    of(label!("Undo"), "mod+z", Act::Undo),
    of(label!("Redo"), "mod+shift+z mod+y", Act::Redo),
    of(label!("Go to a row"), "g", Act::GoToRow),
    of(label!("Filter the tables"), "/ t", Act::FilterTables),
    of(label!("Show the data"), "1", Act::View(View::Data)),
    of(label!("Show the columns"), "2", Act::View(View::Columns)),
    of(label!("Show the relations"), "3", Act::View(View::Relations)),
    of(label!("Show the SQL"), "4", Act::View(View::Sql)),
    of(label!("Add a column"), "n", Act::AddColumn),
    of(label!("Add a table"), "shift+n", Act::AddTable),
    of(label!("Duplicate what is chosen"), "mod+d", Act::Duplicate),
    of(label!("Remove what is chosen"), "Delete Backspace", Act::Remove),
    of(label!("Move the chosen columns back"), "alt+ArrowUp alt+ArrowLeft", Act::MoveBack),
    of(label!("Move the chosen columns on"), "alt+ArrowDown alt+ArrowRight", Act::MoveOn),
    of(label!("Choose a generator"), "e", Act::PickGenerator),
    of(label!("Copy with the names of the columns"), "mod+shift+c", Act::CopyWithNames),
    of(label!("Statistics on or off"), "s", Act::Statistics),
    of(label!("Go to the next problem"), "F8", Act::NextProblem),
    of(label!("Tables on or off"), "[", Act::Rail),
    of(label!("Details on or off"), "]", Act::Inspector),
    of(label!("Dataset: name, seed, time"), "", Act::Dataset),
    of(label!("Table: rows, keys, indexes"), "", Act::Table),
    of(label!("Open a dataset or an example"), "o", Act::Open(OpenDialog::Datasets)),
    of(label!("Import tables or a spec"), "v", Act::Open(OpenDialog::Import)),
    of(label!("Export the spec as a file"), "", Act::Export),
    of(label!("Download rows"), "d", Act::Open(OpenDialog::Download)),
    of(label!("Load into a database"), "l", Act::Open(OpenDialog::Insert)),
    of(label!("Loads: open or close the list"), "r", Act::Loads),
    of(label!("All loads: search, sort, compare"), "shift+r", Act::AllLoads),
    of(label!("Experiment: which way of loading is faster"), "x", Act::Experiment),
    of(label!("Go to the next part of the page"), "F6", Act::NextPart),
    of(label!("Back to the grid"), "Escape", Act::BackToGrid),
    of(label!("Colours: light, dark, or as the system has them"), "", Act::Theme),
    of(label!("Language: 한국어"), "", Act::Language),
    of(label!("Keys"), "?", Act::Open(OpenDialog::Keys)),
    of(label!("New: an empty dataset"), "", Act::Empty),
];

const fn of(label: &'static str, keys: &'static str, act: Act) -> Command {
    Command { label, keys, act }
}

/// What has the keyboard in the view that is seen: where single letters are keys, so not the text of the statements.
const VIEW: &str = ".view > :not([hidden]) :is([role=grid], .diagram), .view > .sql-view";
/// The parts of the page that F6 goes through, by what finds them.
const PARTS: [&str; 5] = ["#tables", VIEW, "#inspector input", ".bar button", ".drawer-handle"];

impl Page {
    /// Does what a command says.
    pub(crate) fn run(self, act: Act) {
        let workspace = self.workspace;
        match act {
            Act::Palette => self.open_dialog(OpenDialog::Palette),
            Act::Save => self.save.run(()),
            Act::Share => self.share.run(()),
            Act::Undo => workspace.undo(),
            Act::Redo => workspace.redo(),
            Act::GoToRow => {
                workspace.view.set(View::Data);
                focus_soon("#go-to-row");
            }
            Act::FilterTables => {
                self.is_rail_open.set(true);
                request_animation_frame(rail::focus_filter);
            }
            Act::View(view) => {
                workspace.view.set(view);
                focus_view_soon();
            }
            Act::AddColumn => {
                workspace.add_column();
                inspector::focus_first_field(workspace);
            }
            Act::AddTable => {
                workspace.add_table();
                inspector::focus_first_field(workspace);
            }
            Act::Duplicate => match workspace.chosen.get_untracked() {
                Chosen::Columns(_) => workspace.duplicate_columns(),
                Chosen::Table => workspace.duplicate_table(),
                Chosen::Dataset => {}
            },
            Act::Remove => match workspace.chosen.get_untracked() {
                Chosen::Columns(_) => workspace.remove_columns(),
                Chosen::Table => workspace.remove_table(),
                Chosen::Dataset => {}
            },
            Act::MoveBack => workspace.move_columns_by_one(true),
            Act::MoveOn => workspace.move_columns_by_one(false),
            Act::PickGenerator => self.pick(),
            Act::CopyWithNames => self.grid.copy_with_names(),
            Act::Statistics => self.grid.statistics.switch(),
            Act::NextProblem => super::problems::go_to_next(workspace),
            Act::Rail => self.is_rail_open.update(|is_open| *is_open = !*is_open),
            Act::Inspector => workspace.is_inspector_open.update(|is_open| *is_open = !*is_open),
            Act::Dataset => self.choose(Chosen::Dataset),
            Act::Table => self.choose(Chosen::Table),
            Act::Empty => self.begin_empty(),
            // What is waited for is not wanted any more.
            Act::BackToGrid if self.open.get_untracked().is_some() => self.open.set(None),
            Act::BackToGrid => focus(VIEW),
            Act::Open(dialog) => self.open_dialog(dialog),
            Act::Export => {
                apply_what_is_typed();
                workspace.spec.with_untracked(crate::dialogs::export);
            }
            Act::AllLoads => {
                self.drafts.keep_now();
                // A browser that refuses stays where it is.
                let _ = window().location().set_href("/runs");
            }
            Act::Experiment => {
                self.drafts.keep_now();
                super::begin_experiment(workspace, None);
            }
            Act::Loads => self.board.is_open.update(|is_open| *is_open = !*is_open),
            Act::NextPart => next_part(),
            Act::Theme => super::theme::next(),
            Act::Language => super::theme::change_language(),
        }
    }

    /// Opens a dialog, with what is typed into a field applied. One that uses the spec is not opened while that cannot be used.
    pub(crate) fn open_dialog(self, dialog: OpenDialog) {
        apply_what_is_typed();
        let needs_right = matches!(dialog, OpenDialog::Download | OpenDialog::Insert);
        match untrack(|| self.workspace.reason_not_to_use()).filter(|_| needs_right) {
            Some(reason) => self.workspace.notice.set(Some(crate::workspace::Notice::wrong(reason))),
            None => self.open.set(Some(dialog)),
        }
    }

    /// Opens the picker of generators for the chosen columns.
    pub(crate) fn pick(self) {
        if !self.workspace.chosen.with_untracked(Chosen::positions).is_empty() {
            self.open_dialog(OpenDialog::Picker);
        }
    }

    fn choose(self, chosen: Chosen) {
        self.workspace.chosen.set(chosen);
        inspector::focus_first_field(self.workspace);
    }
}

/// Moves the focus to the view that is seen.
pub(crate) fn focus_view() {
    focus(VIEW);
}

/// Moves the focus to the view that is seen, once it is there.
pub(crate) fn focus_view_soon() {
    focus_soon(VIEW);
}

fn focus_soon(selector: &'static str) {
    when_there(selector, move |_| focus(selector));
}

fn focus(selector: &str) {
    let element = document().query_selector(selector).ok().flatten();
    if let Some(element) = element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
        // An element that is not seen leaves the focus where it is.
        let _ = element.focus();
        if let Some(input) = element.dyn_ref::<web_sys::HtmlInputElement>() {
            input.select();
        }
    }
}

/// Moves the focus to the part of the page behind the one that has it.
fn next_part() {
    let active = document().active_element();
    let is_in = |selector: &&str| {
        let part = document().query_selector(selector).ok().flatten();
        let part = part.and_then(|part| part.closest("nav, section, aside, header").ok().flatten());
        part.is_some_and(|part| part.contains(active.as_ref().map(AsRef::as_ref)))
    };
    let at = PARTS.iter().position(is_in);
    let order = (1..=PARTS.len()).map(|step| PARTS[at.map_or(step - 1, |at| at + step) % PARTS.len()]);
    for part in order {
        focus(part);
        let now = document().active_element();
        if now != active {
            return;
        }
    }
}
