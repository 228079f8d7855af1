//! The header: what is shown, how it is looked at, and what can be done with it.

use leptos::prelude::*;

use super::{Act, Page, commands::COMMANDS, keys::shown_keys, problems::ProblemList, shown_name};
use crate::{
    controls::{Button, toolbar},
    dialogs::OpenDialog,
    language::{label, t, text},
    workspace::{SavedState, View},
};

/// The ways to look at a table.
const VIEWS: [(View, &str); 4] = [
    (View::Data, label!("Data")),
    (View::Columns, label!("Columns")),
    (View::Relations, label!("Relations")),
    (View::Sql, label!("SQL")),
];

/// The header of the page.
#[component]
pub(super) fn Bar(page: Page) -> AnyView {
    let workspace = page.workspace;
    let state = Memo::new(move |_| workspace.saved_state());
    let steps = Memo::new(move |_| workspace.next_steps());
    let reason = Memo::new(move |_| workspace.reason_not_to_use());
    let of = |label: &'static str, act: Act| Button::new(label, move || page.run(act));
    let needs_right = move |button: Button, act: Act| {
        let title = move || reason.get().or_else(|| keys_of(act));
        button.off(move || reason.with(Option::is_some)).title(title).view()
    };
    let named = |what: String, step: Option<String>| step.map(|step| format!("{what}: {step}"));
    // A button that is off cannot keep the focus: it goes to the other.
    let undo = Button::new("Undo", move || {
        workspace.undo();
        if steps.get_untracked().0.is_none() {
            focus("redo");
        }
    });
    let redo = Button::new("Redo", move || {
        workspace.redo();
        if steps.get_untracked().1.is_none() {
            focus("undo");
        }
    });
    let is_edited = Signal::derive(move || state.get() == SavedState::Edited);
    let state = Signal::derive(move || match state.get() {
        SavedState::New => t!("not saved yet"),
        SavedState::Saved => t!("saved"),
        SavedState::Edited => t!("edited"),
    });
    let view = |(view, label): (View, &'static str)| {
        Button::new(label, move || workspace.view.set(view))
            .pressed(move || workspace.view.get() == view)
            .title(move || keys_of(Act::View(view)))
            .view()
    };
    let content = view! {
        <h1><a href="/" on:click=move |_| page.drafts.keep_now()>"Rowmill"</a></h1>
        <button type="button" class="quiet dataset-name" title=t!("Datasets") aria-haspopup="dialog" on:click=move |_| page.run(Act::Open(OpenDialog::Datasets))>
            <span>{crate::controls::text(move || shown_name(workspace))}</span>"▾"
        </button>
        <span class="saved-state" class:edited=is_edited>{state}</span>
        <div class="views" role="group" aria-label=t!("Views")>{VIEWS.map(view).collect_view()}</div>
        <ProblemList />
        <button type="button" class="find" title=t!("Find or run anything") on:click=move |_| page.run(Act::Palette)>
            {t!("Find or run…")}<kbd>"Ctrl K"</kbd>
        </button>
        <div class="actions">
            {undo
                .id("undo")
                .off(move || steps.with(|steps| steps.0.is_none()))
                .title(move || named(t!("Undo"), steps.get().0))
                .view()}
            {redo
                .id("redo")
                .off(move || steps.with(|steps| steps.1.is_none()))
                .title(move || named(t!("Redo"), steps.get().1))
                .view()}
            {of(label!("Import"), Act::Open(OpenDialog::Import)).title(move || keys_of(Act::Open(OpenDialog::Import))).view()}
            {needs_right(of(label!("Save"), Act::Save), Act::Save)}
            {needs_right(of(label!("Share"), Act::Share), Act::Share)}
            {needs_right(of(label!("Download"), Act::Open(OpenDialog::Download)), Act::Open(OpenDialog::Download))}
            {needs_right(of(label!("Load"), Act::Open(OpenDialog::Insert)).class("primary"), Act::Open(OpenDialog::Insert))}
        </div>
    };
    view! {
        <header>
            <a class="skip" href="#tables" on:click=move |event| { event.prevent_default(); page.run(Act::BackToGrid); }>{t!("To the rows")}</a>
            {toolbar("bar", t!("Page"), content.into_any())}
        </header>
    }
    .into_any()
}

/// The keys of a command, for who rests on its button.
fn keys_of(act: Act) -> Option<String> {
    let command = COMMANDS.iter().find(|command| command.act == act)?;
    let keys = shown_keys(command.keys);
    Some(if keys.is_empty() { text(command.label) } else { format!("{} · {keys}", text(command.label)) })
}

/// Moves the focus to an element, once it is there.
fn focus(id: &'static str) {
    use wasm_bindgen::JsCast as _;
    request_animation_frame(move || {
        let element = document().get_element_by_id(id);
        if let Some(element) = element.as_ref().and_then(|element| element.dyn_ref::<web_sys::HtmlElement>())
        {
            // An element that cannot take the focus leaves it where it is.
            let _ = element.focus();
        }
    });
}
