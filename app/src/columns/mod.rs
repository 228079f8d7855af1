//! The columns of the selected table, one a line: an editable grid for whoever describes sixty of them.

mod drag;
mod editing;
mod lines;

use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast as _;

use self::{
    drag::LineDrag,
    editing::Editing,
    lines::{Attribute, Line, SAMPLES, cell_id, lines},
};
use crate::{
    controls::Button,
    grid::Window,
    language::t,
    page::apply_what_is_typed,
    workspace::{Choosing, Chosen, Notice, Workspace},
};

/// The list of columns. `pick` opens the picker of generators for the chosen columns.
#[component]
pub(crate) fn Columns(pick: Callback<()>) -> AnyView {
    let workspace = expect_context::<Workspace>();
    let active = RwSignal::new(Attribute::Name);
    let editing = Editing::new(workspace, active);
    let element = NodeRef::<html::Div>::new();
    let drag = LineDrag::new(workspace);
    let lines = Memo::new(move |_| {
        let chosen = workspace.chosen.get();
        let window = workspace.shown.with(|shown| match shown {
            Some(shown) => {
                let count = shown.table().map_or(0, |table| table.output_columns().count());
                Window::make(&shown.dataset, shown.table, 0, SAMPLES, &(0..count))
            }
            None => Window::default(),
        });
        let selected = workspace.selected.get();
        let wrong = workspace.compiled.with(|compiled| compiled.wrong.clone());
        workspace.with_table(|table| {
            lines(table, &window, &chosen, active.get(), &|column| wrong.contains(&(selected, column)))
        })
    });
    // Whoever comes here has a column to begin with.
    let has_columns = untrack(|| workspace.with_table(|table| !table.columns.is_empty()));
    if has_columns && workspace.chosen.with_untracked(|chosen| chosen.head().is_none()) {
        workspace.chosen.set(Chosen::column(0));
    }
    draw(element, lines);
    reveal(workspace);
    let head = move || workspace.chosen.with(Chosen::head);
    let choose = move |position: usize, choosing: Choosing| {
        workspace.chosen.update(|chosen| *chosen = chosen.choose(position, choosing));
    };
    let act = move |attribute: Attribute| match attribute {
        Attribute::Generator => pick.run(()),
        Attribute::Unique => toggle_unique(workspace),
        _ => editing.begin(),
    };
    let on_key = move |event: ev::KeyboardEvent| {
        let Some(at) = untrack(head) else { return };
        if event.alt_key() || event.is_composing() {
            return;
        }
        let is_far = event.ctrl_key() || event.meta_key();
        let last = lines.with_untracked(|lines| lines.len().saturating_sub(1));
        let choosing = Choosing::of_keys(event.shift_key(), false);
        match event.key().as_str() {
            "ArrowDown" => choose((at + 1).min(last), choosing),
            "ArrowUp" => choose(at.saturating_sub(1), choosing),
            "PageDown" => choose((at + 15).min(last), choosing),
            "PageUp" => choose(at.saturating_sub(15), choosing),
            "Home" if is_far => choose(0, choosing),
            "End" if is_far => choose(last, choosing),
            "ArrowRight" => active.update(|attribute| *attribute = attribute.next(1)),
            "ArrowLeft" => active.update(|attribute| *attribute = attribute.next(-1)),
            "Home" => active.set(Attribute::Name),
            "End" => active.set(Attribute::Unique),
            "a" if is_far => workspace.chosen.set(Chosen::columns(0, last)),
            "Enter" | "F2" => act(active.get_untracked()),
            " " if active.get_untracked() == Attribute::Unique => toggle_unique(workspace),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let place = move |event: &ev::MouseEvent| {
        let target = event.target()?.dyn_into::<web_sys::Element>().ok()?;
        let line = target
            .closest("[data-line]")
            .ok()
            .flatten()?
            .get_attribute("data-line")?
            .parse::<usize>()
            .ok()?;
        let attribute = target.closest("[data-attribute]").ok().flatten();
        let attribute =
            attribute.and_then(|cell| cell.get_attribute("data-attribute")?.parse::<usize>().ok());
        Some((line, attribute.and_then(|index| Attribute::ALL.get(index).copied())))
    };
    let on_down = move |event: ev::PointerEvent| {
        let Some((line, attribute)) = place(&event).filter(|_| event.button() == 0) else { return };
        apply_what_is_typed();
        let choosing = Choosing::of_keys(event.shift_key(), event.ctrl_key() || event.meta_key());
        // What is dragged may be several columns.
        let is_chosen = workspace.chosen.with_untracked(|chosen| chosen.has(line));
        if choosing != Choosing::Only || !is_chosen || attribute.is_some() {
            choose(line, choosing);
        }
        if attribute.is_none() && choosing == Choosing::Only {
            drag.begin(&event);
        }
        if let Some(attribute) = attribute {
            active.set(attribute);
        }
    };
    let on_double_click = move |event: ev::MouseEvent| {
        if let Some((_, Some(attribute))) = place(&event) {
            act(attribute);
        }
    };
    let on_paste = move |event: web_sys::ClipboardEvent| {
        let is_field =
            event.target().is_some_and(|target| target.is_instance_of::<web_sys::HtmlInputElement>());
        let lines = event.clipboard_data().and_then(|data| data.get_data("text/plain").ok());
        if let (Some(lines), false) = (lines, is_field) {
            event.prevent_default();
            event.stop_propagation();
            if let Err(message) = workspace.paste_columns(&lines) {
                workspace.notice.set(Some(Notice::wrong(t!("Nothing was pasted. {0}", message))));
            }
        }
    };
    view! {
        <section class="columns-view" aria-label=t!("Columns")>
            <div class="preview-bar">
                <p class="count">{crate::controls::text(move || t!("{0} {0|column|columns}", lines.with(Vec::len)))}</p>
                <p class="facts">{t!("Paste lines of name and type to add columns.")}</p>
                {Button::new("Add column", move || {
                    workspace.add_column();
                    active.set(Attribute::Name);
                    editing.begin();
                }).class("quiet").view()}
            </div>
            <div class="sheet-frame">
                <div class="line line-head" aria-hidden="true">
                    <span class="line-number">"#"</span>
                    <span></span>
                    <span>{t!("Name")}</span>
                    <span>{t!("Type")}</span>
                    <span>{t!("Generator")}</span>
                    <span>{t!("NULL %")}</span>
                    <span>{t!("Unique")}</span>
                    <span>{t!("First values")}</span>
                </div>
                <div
                    id="sheet"
                    class="sheet"
                    role="grid"
                    tabindex="0"
                    aria-label=t!("Columns")
                    aria-multiselectable="true"
                    aria-activedescendant=move || head().map(|position| cell_id(position, active.get()))
                    on:keydown=on_key
                    on:pointerdown=on_down
                    on:pointermove=move |event| drag.moved(&event)
                    on:pointerup=move |_| drag.end()
                    on:pointercancel=move |_| drag.cancel()
                    on:dblclick=on_double_click
                    on:paste=on_paste
                    on:scroll=move |_| editing.on_scroll()
                    node_ref=element
                ></div>
                {drag.line()}
                {editing.view()}
            </div>
        </section>
    }
    .into_any()
}

fn toggle_unique(workspace: Workspace) {
    let positions = workspace.chosen.with_untracked(Chosen::positions);
    let is_unique =
        untrack(|| positions.iter().all(|position| workspace.with_column(*position, |column| column.unique)));
    workspace.edit_columns(&t!("unique"), None, &positions, &|column| column.unique = !is_unique);
}

/// Keeps the lines drawn as they should be, by the lines that differ.
fn draw(element: NodeRef<html::Div>, lines: Memo<Vec<Line>>) {
    Effect::new(move |drawn: Option<Vec<Line>>| {
        let lines = lines.get();
        let Some(element) = element.get() else { return Vec::new() };
        let drawn = drawn.unwrap_or_default();
        if drawn.len() == lines.len() {
            let changed = lines.iter().zip(&drawn).enumerate().filter(|(_, (new, old))| new != old);
            let children = element.children();
            for (position, (line, _)) in changed {
                if let Some(child) = children.item(position as u32) {
                    child.set_class_name(line.class());
                    child.set_inner_html(&line.html(position));
                    // A name that is fixed.
                    let _ = child.set_attribute(
                        "aria-selected",
                        if line.class().contains("chosen") { "true" } else { "false" },
                    );
                }
            }
        } else {
            let whole = lines.iter().enumerate().map(|(position, line)| {
                format!(
                    "<div class=\"{}\" role=\"row\" data-line=\"{position}\" aria-rowindex=\"{}\" aria-selected=\"{}\">{}</div>",
                    line.class(),
                    position + 1,
                    line.class().contains("chosen"),
                    line.html(position)
                )
            });
            element.set_inner_html(&whole.collect::<String>());
        }
        lines
    });
}

/// Keeps the line that the keyboard is at on screen.
fn reveal(workspace: Workspace) {
    Effect::new(move |_| {
        let Some(position) = workspace.chosen.with(Chosen::head) else { return };
        request_animation_frame(move || {
            let line = document().query_selector(&format!("#sheet [data-line='{position}']")).ok().flatten();
            if let Some(line) = line {
                let options = web_sys::ScrollIntoViewOptions::new();
                options.set_block(web_sys::ScrollLogicalPosition::Nearest);
                line.scroll_into_view_with_scroll_into_view_options(&options);
            }
        });
    });
}
