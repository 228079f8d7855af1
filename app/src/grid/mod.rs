//! The virtual grid: only the rows on screen exist.

mod geometry;
mod row;
mod window;

use leptos::{ev, html, prelude::*};
use wasm_bindgen::{JsCast as _, closure::Closure};

use self::{
    geometry::{Geometry, ROW_HEIGHT},
    row::Row,
    window::{Window, head},
};
use crate::{
    numbers::{grouped, parse_grouped},
    workspace::Workspace,
};

/// Height for rows until the browser tells the real one, in CSS pixels. The server renders as many rows.
const FIRST_VIEWPORT: f64 = 20.0 * ROW_HEIGHT;
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
    let offset = RwSignal::new(0.0_f64);
    let active = RwSignal::new(Cell { row: 0, column: 0 });
    let element = NodeRef::<html::Div>::new();

    let shown = Memo::new_with_compare(
        move |_| workspace.shown_table(),
        |old, new| match (old, new) {
            (Some(Some((old, old_table))), Some(Some((new, new_table)))) => {
                !std::sync::Arc::ptr_eq(old, new) || old_table != new_table
            }
            (old, new) => old.is_some() != new.is_some(),
        },
    );
    let rows = Memo::new(move |_| {
        shown.with(|shown| {
            shown.as_ref().and_then(|(dataset, table)| Some(dataset.table(table)?.rows())).unwrap_or(0)
        })
    });
    let geometry = Memo::new(move |_| Geometry { rows: rows.get(), viewport: viewport.get() });
    let first = Memo::new(move |_| geometry.get().first_row(offset.get()).0);
    let columns = Memo::new(move |_| {
        shown.with(|shown| shown.as_ref().map(|(dataset, table)| head(dataset, table)).unwrap_or_default())
    });
    let slots = Memo::new(move |_| geometry.get().row_slots());
    let window = Memo::new(move |_| {
        shown.with(|shown| match shown {
            Some((dataset, table)) => Window::make(dataset, table, first.get(), slots.get()),
            None => Window::default(),
        })
    });

    // Moves the content, and the scroll bar after it.
    let scroll_to = move |to: f64| {
        let geometry = geometry.get_untracked();
        let to = geometry.clamp(to);
        offset.set(to);
        if let Some(element) = element.get_untracked() {
            element.set_scroll_top(geometry.scroll_of_offset(to).round() as i32);
        }
    };
    let move_to = move |cell: Cell| {
        let geometry = geometry.get_untracked();
        let cell = Cell {
            row: cell.row.min(geometry.rows.saturating_sub(1)),
            column: cell.column.min(columns.with_untracked(Vec::len)),
        };
        active.set(cell);
        scroll_to(geometry.reveal(cell.row, offset.get_untracked()));
        reveal_column(element, cell.column);
    };
    let go_to_row = move |row: u64| {
        let row = row.min(rows.get_untracked().saturating_sub(1));
        active.update(|cell| cell.row = row);
        scroll_to(geometry.get_untracked().offset_of_row(row));
    };

    measure(element, viewport);
    // A table with fewer rows, or another table, may end above where we are.
    Effect::new(move |_| {
        let geometry = geometry.get();
        let here = offset.get_untracked();
        if geometry.clamp(here) != here {
            scroll_to(here);
        }
    });
    Effect::new(move |last: Option<usize>| {
        let selected = workspace.selected.get();
        if last.is_some_and(|last| last != selected) {
            active.set(Cell { row: 0, column: 0 });
            scroll_to(0.0);
        }
        selected
    });

    let on_scroll = move |_: ev::Event| {
        let Some(element) = element.get_untracked() else { return };
        let geometry = geometry.get_untracked();
        let (scroll_top, here) = (f64::from(element.scroll_top()), offset.get_untracked());
        // Our own changes come back as events, rounded to whole pixels: they move nothing.
        if (scroll_top - geometry.scroll_of_offset(here)).abs() >= 1.0 {
            offset.set(geometry.offset_of_scroll(scroll_top));
        }
    };
    let on_wheel = move |event: ev::WheelEvent| {
        let geometry = geometry.get_untracked();
        // A mapped scroll bar has no place for a few rows: the wheel moves the content itself.
        if geometry.is_mapped() && event.delta_y() != 0.0 && !event.ctrl_key() {
            event.prevent_default();
            let pixels = match event.delta_mode() {
                1 => event.delta_y() * ROW_HEIGHT,
                2 => event.delta_y() * geometry.viewport,
                _ => event.delta_y(),
            };
            scroll_to(offset.get_untracked() + pixels);
        }
    };
    let on_key = move |event: ev::KeyboardEvent| {
        let (cell, page) = (active.get_untracked(), geometry.get_untracked().page());
        let last_column = columns.with_untracked(Vec::len).saturating_sub(1);
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
        let digits = grouped(rows.get()).len().max(3) + 3;
        let chars =
            columns.with(|columns| columns.iter().map(|column| column.chars + 3).sum::<usize>()) + digits;
        format!("--numbers: {digits}ch; --columns: {}; --width: {chars}ch", widths.join(" "))
    };
    let go = RwSignal::new(String::new());
    let on_go = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if let Some(number) = parse_grouped(&go.get_untracked()) {
            go_to_row(number.saturating_sub(1));
        }
    };
    view! {
        <section class="preview" aria-label="Preview">
            <div class="preview-bar">
                <p class="count" aria-live="polite">
                    {move || format!("{} rows", grouped(rows.get()))}
                </p>
                <form class="go" on:submit=on_go>
                    <label for="go-to-row">"Go to row"</label>
                    <input
                        id="go-to-row"
                        inputmode="numeric"
                        autocomplete="off"
                        placeholder="1"
                        prop:value=move || go.get()
                        on:input:target=move |event| go.set(event.target().value())
                    />
                    <button type="submit">"Go"</button>
                </form>
            </div>
            <div
                class="grid"
                role="grid"
                tabindex="0"
                aria-label="Preview of the rows"
                aria-rowcount=move || rows.get().saturating_add(1).to_string()
                aria-colcount=move || columns.with(|columns| (columns.len() + 1).to_string())
                aria-activedescendant=move || active_id(active.get(), first.get(), slots.get())
                style=template
                node_ref=element
                on:scroll=on_scroll
                on:wheel=on_wheel
                on:keydown=on_key
            >
                <div class="grid-space" style:height=move || format!("{}px", geometry.get().scroll_height() + HEAD_HEIGHT)>
                    <div class="grid-pane" style:height=move || format!("{}px", viewport.get() + HEAD_HEIGHT)>
                        <div class="grid-row grid-head" role="row" aria-rowindex="1">
                            <div class="row-number" role="columnheader" aria-colindex="1">"#"</div>
                            {move || columns.get().into_iter().enumerate().map(|(position, column)| view! {
                                <div
                                    class="cell"
                                    class:number=column.is_number
                                    role="columnheader"
                                    aria-colindex=(position + 2).to_string()
                                    title=column.name.clone()
                                >
                                    <span class="head-name">{column.name.clone()}</span>
                                    <span class="head-type">{column.sql_type}{column.is_key.then_some(" · key")}</span>
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
                        <p class="grid-empty" hidden=move || rows.get() != 0>"This table has no rows."</p>
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
