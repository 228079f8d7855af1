//! The virtual grid: only the rows on screen exist.

mod geometry;
mod row;
mod scroll;
mod scroller;
mod window;

use leptos::{ev, html, prelude::*};
use wasm_bindgen::{JsCast as _, closure::Closure};

use std::sync::Arc;

use self::{
    geometry::{Geometry, ROW_HEIGHT},
    row::Row,
    scroller::Scroller,
    window::{Window, head},
};
use crate::{
    controls::{maybe, text},
    numbers::{ROW, grouped, parse_row},
    workspace::Workspace,
};

/// Height for rows until the browser tells the real one, in CSS pixels. The server renders as many rows.
const FIRST_VIEWPORT: f64 = 28.0 * ROW_HEIGHT;
/// Height of the head in CSS pixels; the style sheet has the same.
const HEAD_HEIGHT: f64 = 44.0;

/// The cell that the keyboard is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Cell {
    row: u64,
    column: usize,
}

/// The preview of the selected table, with a box to go to a row.
#[component]
pub(crate) fn Grid() -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let viewport = RwSignal::new(FIRST_VIEWPORT);
    let active = RwSignal::new(Cell { row: 0, column: 0 });
    let element = NodeRef::<html::Div>::new();

    let shown = Memo::new_with_compare(
        move |_| workspace.shown_table(),
        |old, new| match (old, new) {
            (Some(Some((old, old_table))), Some(Some((new, new_table)))) => {
                !Arc::ptr_eq(old, new) || old_table != new_table
            }
            (Some(None), Some(None)) => false,
            _ => true,
        },
    );
    let rows = Memo::new(move |_| {
        shown.with(|shown| {
            shown.as_ref().and_then(|(dataset, table)| Some(dataset.tables().nth(*table)?.rows()))
        })
    });
    let geometry = Memo::new(move |_| Geometry { rows: rows.get().unwrap_or(0), viewport: viewport.get() });
    let scroller = Scroller::new(element, geometry);
    let offset = scroller.offset;
    let first = Memo::new(move |_| geometry.get().first_row(offset.get()).0);
    let columns = Memo::new(move |_| {
        shown.with(|shown| {
            let Some((dataset, table)) = shown else { return Arc::default() };
            let wrong = workspace.compiled.with_untracked(|compiled| Arc::clone(&compiled.wrong));
            workspace.spec.with_untracked(|spec| match spec.tables.get(*table) {
                Some(spec) => head(dataset, *table, spec, &|column| wrong.contains(&(*table, column))),
                None => Arc::default(),
            })
        })
    });
    let slots = Memo::new(move |_| geometry.get().row_slots());
    let window = Memo::new(move |_| {
        shown.with(|shown| match shown {
            Some((dataset, table)) => Window::make(dataset, *table, first.get(), slots.get()),
            None => Window::default(),
        })
    });

    let move_to = move |cell: Cell| {
        let geometry = geometry.get_untracked();
        let cell = Cell {
            row: cell.row.min(geometry.rows.saturating_sub(1)),
            column: cell.column.min(columns.with_untracked(|columns| columns.len())),
        };
        active.set(cell);
        scroller.to(geometry.reveal(cell.row, offset.get_untracked()));
        reveal_column(element, cell.column);
    };
    let go_to_row = move |row: u64| {
        active.update(|cell| cell.row = row);
        scroller.to(geometry.get_untracked().offset_of_row(row));
    };

    measure(element, viewport);
    Effect::new(move |last: Option<(usize, u32)>| {
        // Another dataset begins at its top, as another table does.
        let at = (workspace.selected.get(), workspace.shown_since.get());
        if last.is_some_and(|last| last != at) {
            active.set(Cell { row: 0, column: 0 });
            scroller.to(0.0);
        }
        at
    });

    let on_key = move |event: ev::KeyboardEvent| {
        let (cell, page) = (active.get_untracked(), geometry.get_untracked().page());
        let last_column = columns.with_untracked(|columns| columns.len()).saturating_sub(1);
        let far = event.ctrl_key() || event.meta_key();
        let Cell { row, column } = cell;
        let to = match event.key().as_str() {
            "ArrowDown" => Cell { row: row.saturating_add(1), column },
            "ArrowUp" => Cell { row: row.saturating_sub(1), column },
            "ArrowRight" => Cell { row, column: (column + 1).min(last_column) },
            "ArrowLeft" => Cell { row, column: column.saturating_sub(1) },
            "PageDown" => Cell { row: row.saturating_add(page), column },
            "PageUp" => Cell { row: row.saturating_sub(page), column },
            "Home" if far => Cell { row: 0, column: 0 },
            "End" if far => Cell { row: u64::MAX, column: last_column },
            "Home" => Cell { row, column: 0 },
            "End" => Cell { row, column: last_column },
            _ => return,
        };
        event.prevent_default();
        move_to(to);
    };

    let template = move || {
        let widths: Vec<String> =
            columns.with(|columns| columns.iter().map(|column| format!("{}ch", column.chars + 3)).collect());
        let digits = grouped(geometry.get().rows).len().max(3) + 3;
        let chars =
            columns.with(|columns| columns.iter().map(|column| column.chars + 3).sum::<usize>()) + digits;
        format!("--numbers: {digits}ch; --columns: {}; --width: {chars}ch", widths.join(" "))
    };
    let (go, refused) = (RwSignal::new(String::new()), RwSignal::new(false));
    let on_go = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let row = parse_row(&go.get_untracked(), geometry.get_untracked().rows);
        refused.set(row.is_none());
        if let Some(row) = row {
            go_to_row(row);
        }
    };
    view! {
        <section class="preview" aria-label="Preview">
            <div class="preview-bar">
                <p class="count" aria-live="polite">
                    {text(move || rows.get().map(|rows| format!("{} rows", grouped(rows))).unwrap_or_default())}
                </p>
                <form class="go" on:submit=on_go>
                    <label for="go-to-row">"Go to row"</label>
                    <input
                        id="go-to-row"
                        autocomplete="off"
                        placeholder="1"
                        title="1000, 10k, 1e6, 100만, 50 %, -7 from the end"
                        aria-invalid=move || refused.get().to_string()
                        aria-describedby=move || refused.get().then_some("go-problem")
                        prop:value=move || go.get()
                        on:input:target=move |event| { go.set(event.target().value()); refused.set(false); }
                    />
                    <button type="submit">"Go"</button>
                    {maybe(move || refused.get().then(|| view! {
                        <span class="problem" id="go-problem" role="alert">{ROW}</span>
                    }.into_any()))}
                </form>
            </div>
            <div
                class="grid"
                class:mapped=move || geometry.get().is_mapped()
                role="grid"
                tabindex="0"
                aria-label="Preview of the rows"
                aria-rowcount=move || geometry.get().rows.saturating_add(1).to_string()
                aria-colcount=move || columns.with(|columns| (columns.len() + 1).to_string())
                aria-activedescendant=move || active_id(active.get(), first.get(), slots.get())
                style=template
                node_ref=element
                on:scroll=move |_| scroller.on_scroll()
                on:wheel=move |event| scroller.on_wheel(&event)
                on:pointerdown=move |event| scroller.on_pointer_down(&event)
                on:pointermove=move |event| scroller.on_pointer_move(&event)
                on:pointerup=move |event| scroller.on_pointer_up(&event)
                on:pointercancel=move |_| scroller.on_pointer_cancel()
                on:keydown=on_key
            >
                <div class="grid-space" style:height=move || format!("{}px", geometry.get().scroll_height() + HEAD_HEIGHT)>
                    <div class="grid-pane" style:height=move || format!("{}px", viewport.get() + HEAD_HEIGHT)>
                        <div class="grid-row grid-head" role="row" aria-rowindex="1">
                            <div class="row-number" role="columnheader" aria-colindex="1">"#"</div>
                            {move || columns.get().iter().enumerate().map(|(position, column)| view! {
                                <div
                                    class="cell"
                                    class:number=column.is_number
                                    class:wrong=column.is_wrong
                                    role="columnheader"
                                    aria-colindex=(position + 2).to_string()
                                    title=column.name.clone()
                                >
                                    <span class="head-name">{column.name.clone()}</span>
                                    <span class="head-type">{column.sql_type.clone()}{column.is_key.then_some(" · key")}</span>
                                </div>
                            }).collect_view()}
                        </div>
                        <div
                            class="grid-rows"
                            role="presentation"
                            style:transform=move || format!("translateY({}px)", -geometry.get().first_row(offset.get()).1)
                        >
                            <For each=move || 0..slots.get() key=|position| *position let:position>
                                <Row position window columns active />
                            </For>
                        </div>
                        <p class="grid-empty" hidden=move || rows.get().is_some_and(|rows| rows > 0)>
                            {text(move || match rows.get() {
                                Some(_) => "This table has no rows.",
                                None if workspace.spec.with(|spec| spec.tables.is_empty()) => "There are no tables.",
                                None => "Rows are shown when the problems are solved.",
                            }.to_owned())}
                        </p>
                    </div>
                </div>
            </div>
        </section>
    }
}

fn active_id(active: Cell, first: u64, slots: usize) -> Option<String> {
    let slot = active.row.checked_sub(first).filter(|slot| *slot < slots as u64)?;
    Some(format!("cell-{slot}-{}", active.column))
}

/// Scrolls sideways until a column is on screen.
fn reveal_column(element: NodeRef<html::Div>, column: usize) {
    let Some(grid) = element.get_untracked() else { return };
    let Ok(Some(head)) = grid.query_selector(&format!("[role=columnheader][aria-colindex='{}']", column + 2))
    else {
        return;
    };
    let (Some(head), numbers) = (head.dyn_ref::<web_sys::HtmlElement>(), grid.query_selector(".row-number"))
    else {
        return;
    };
    let covered = numbers.ok().flatten().map_or(0, |numbers| numbers.client_width());
    let (left, right) = (head.offset_left(), head.offset_left() + head.offset_width());
    if left - covered < grid.scroll_left() {
        grid.set_scroll_left(left - covered);
    } else if right > grid.scroll_left() + grid.client_width() {
        grid.set_scroll_left(right - grid.client_width());
    }
}

/// Keeps `viewport` at the height that the element has for rows.
fn measure(element: NodeRef<html::Div>, viewport: RwSignal<f64>) {
    Effect::new(move |_| {
        let Some(grid) = element.get() else { return };
        let observed = grid.clone();
        let callback = Closure::<dyn FnMut()>::new(move || {
            let height = f64::from(observed.client_height()) - HEAD_HEIGHT;
            // The observer may outlive the signals by one call.
            let _ = viewport.try_update(|viewport| *viewport = height.max(ROW_HEIGHT));
        });
        let Ok(observer) = web_sys::ResizeObserver::new(callback.as_ref().unchecked_ref()) else { return };
        observer.observe(&grid);
        let kept = send_wrapper::SendWrapper::new((observer, callback));
        on_cleanup(move || kept.0.disconnect());
    });
}
