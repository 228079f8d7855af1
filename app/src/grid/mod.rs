//! The virtual grid: only the rows and columns on screen exist.

mod copy;
mod geometry;
mod head;
mod keys;
mod layout;
mod picture;
mod pointer;
mod scroll;
mod scroller;
mod state;
mod window;

use leptos::{ev, html, prelude::*};
use wasm_bindgen::{JsCast as _, closure::Closure};

use self::{geometry::ROW_HEIGHT, keys::Bounds, picture::Painter, pointer::Pointer};
pub(crate) use self::{head::drawing, picture::push_escaped, state::GridState, window::Window};
use crate::{
    controls::{Button, maybe, text},
    language::t,
    numbers::{ROW, grouped, parse_row},
    workspace::Notice,
};

/// The preview of the selected table, with a box to go to a row.
#[component]
pub(crate) fn Grid(state: GridState, is_seen: Signal<bool>) -> AnyView {
    let workspace = state.workspace;
    let rows_element = NodeRef::<html::Div>::new();
    let pointer = Pointer::new(state);
    measure(state);
    Effect::new(move |was_seen: Option<bool>| {
        let is_seen = is_seen.get();
        if is_seen && was_seen == Some(false) {
            // Its size is there in the next frame.
            request_animation_frame(move || state.come_back());
        }
        is_seen
    });
    paint(state, rows_element);
    copying(state);
    let geometry = state.geometry;
    let first_html = state.picture.with_untracked(|picture| picture.html());
    let head = Signal::derive(move || state.head_html());
    let on_key = move |event: ev::KeyboardEvent| {
        let bounds = Bounds {
            rows: geometry.with_untracked(|geometry| geometry.rows),
            columns: state.head.with_untracked(|head| head.len()),
            page: geometry.with_untracked(|geometry| geometry.page()),
        };
        let cells = workspace.cells.get_untracked();
        let is_far = event.ctrl_key() || event.meta_key();
        if event.alt_key() {
            return;
        }
        match keys::after(cells, &event.key(), is_far, event.shift_key(), bounds) {
            Some(cells) => state.select(cells),
            None if event.key() == "Enter" => {
                state.select(cells);
                crate::inspector::focus_first_field(state.workspace);
            }
            None => return,
        }
        event.prevent_default();
    };
    view! {
        <section class="preview" aria-label=t!("Rows") hidden=move || !is_seen.get()>
            <div
                class="grid"
                class:mapped=move || geometry.get().is_mapped()
                role="grid"
                tabindex="0"
                aria-label=t!("Preview of the rows")
                aria-multiselectable="true"
                aria-rowcount=move || geometry.get().rows.saturating_add(1).to_string()
                aria-colcount=move || state.head.with(|head| (head.len() + 1).to_string())
                aria-activedescendant=move || state.picture.with(|picture| picture.id_of(workspace.cells.get().active))
                style=move || state.style()
                node_ref=state.element
                on:scroll=move |_| {
                    state.scroller.on_scroll();
                    scrolled_sideways(state);
                }
                on:wheel=move |event| state.scroller.on_wheel(&event)
                on:pointerdown=move |event| {
                    state.scroller.on_pointer_down(&event);
                    pointer.down(&event);
                }
                on:pointermove=move |event| {
                    state.scroller.on_pointer_move(&event);
                    pointer.moved(&event);
                }
                on:pointerup=move |event| {
                    state.scroller.on_pointer_up(&event);
                    pointer.up();
                }
                on:pointercancel=move |_| {
                    state.scroller.on_pointer_cancel();
                    pointer.up();
                }
                on:click=move |event| pointer.click(&event)
                on:dblclick=move |event| pointer.double_click(&event)
                on:keydown=on_key
            >
                <div class="grid-space" style:height=move || format!("{}px", geometry.get().scroll_height() + head::HEIGHT)>
                    <div class="grid-pane" style:height=move || format!("{}px", state.viewport.get().1 + head::HEIGHT)>
                        <div
                            class="grid-row grid-head"
                            class:stale=move || state.statistics.is_stale.get()
                            role="row"
                            aria-rowindex="1"
                            inner_html=head
                        ></div>
                        <div
                            class="grid-rows"
                            role="presentation"
                            lang=move || workspace.spec.with(|spec| spec.locale.clone())
                            style:transform=move || format!("translateY({}px)", -geometry.get().first_row(state.scroller.offset.get()).1)
                            inner_html=first_html
                            node_ref=rows_element
                        ></div>
                        <p class="grid-empty" hidden=move || state.rows.get().is_some_and(|rows| rows > 0)>
                            {text(move || match state.rows.get() {
                                Some(_) => t!("This table has no rows."),
                                None if workspace.spec.with(|spec| spec.tables.is_empty()) => t!("There are no tables."),
                                None => t!("Rows are shown when the problems are solved."),
                            })}
                        </p>
                    </div>
                </div>
            </div>
            // Behind the rows for the Tab key, above them for the eye.
            <PreviewBar state />
        </section>
    }
    .into_any()
}

/// How many rows there are, what is selected, and the way to a row.
#[component]
fn PreviewBar(state: GridState) -> AnyView {
    let (go, refused) = (RwSignal::new(String::new()), RwSignal::new(false));
    let on_go = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let row = parse_row(&go.get_untracked(), state.rows.get_untracked().unwrap_or(0));
        refused.set(row.is_none());
        if let Some(row) = row {
            state.go_to_row(row);
        }
    };
    let cells = state.workspace.cells;
    let statistics = state.statistics;
    view! {
        <div class="preview-bar">
            <p class="count" aria-live="polite">
                {text(move || state.rows.get().map(|rows| t!("{0} {0|row|rows}", grouped(rows))).unwrap_or_default())}
            </p>
            <p class="selection" role="status">
                {text(move || match cells.get().count() {
                    0 | 1 => String::new(),
                    count => t!("{0} cells selected", grouped(count)),
                })}
            </p>
            <form class="go" on:submit=on_go>
                <label for="go-to-row">{t!("Go to row")}</label>
                <input
                    id="go-to-row"
                    autocomplete="off"
                    placeholder="1"
                    title=t!("1000, 10k, 1e6, 100만, 50 %, -7 from the end")
                    aria-invalid=move || refused.get().to_string()
                    aria-describedby=move || refused.get().then_some("go-problem")
                    prop:value=move || go.get()
                    on:input:target=move |event| { go.set(event.target().value()); refused.set(false); }
                />
                <button type="submit">{t!("Go")}</button>
                {maybe(move || refused.get().then(|| view! {
                    <span class="problem" id="go-problem" role="alert">{crate::language::text(ROW)}</span>
                }.into_any()))}
            </form>
            {Button::new("Statistics", move || statistics.switch()).class("quiet").pressed(move || statistics.is_on.get()).view()}
        </div>
    }
    .into_any()
}

/// Keeps the rows drawn as they should be.
fn paint(state: GridState, element: NodeRef<html::Div>) {
    let painter = StoredValue::new_local(Painter::default());
    Effect::new(move |_| {
        let picture = state.picture.get();
        if let Some(element) = element.get() {
            painter.update_value(|painter| painter.draw(&element, picture));
        }
    });
}

/// Notes how far the grid is scrolled sideways.
fn scrolled_sideways(state: GridState) {
    if let Some(element) = state.element.get_untracked() {
        let left = f64::from(element.scroll_left());
        if (left - state.left.get_untracked()).abs() >= 0.5 {
            state.left.set(left);
        }
    }
}

/// Keeps the viewport at the size that the element has for rows.
fn measure(state: GridState) {
    Effect::new(move |_| {
        let Some(grid) = state.element.get() else { return };
        let observed = grid.clone();
        let callback = Closure::<dyn FnMut()>::new(move || {
            let (width, height) = (f64::from(observed.client_width()), f64::from(observed.client_height()));
            // While another view is seen it has no size, and needs none.
            if width > 0.0 {
                let size = (width, (height - head::HEIGHT).max(ROW_HEIGHT));
                // The observer may outlive the signals by one call.
                if state.viewport.try_get_untracked().is_some_and(|before| before != size) {
                    state.viewport.set(size);
                }
            }
        });
        let Ok(observer) = web_sys::ResizeObserver::new(callback.as_ref().unchecked_ref()) else { return };
        observer.observe(&grid);
        let kept = send_wrapper::SendWrapper::new((observer, callback));
        on_cleanup(move || kept.0.disconnect());
    });
}

/// Copies the selected cells when the browser is told to copy and the focus is in the grid.
fn copying(state: GridState) {
    Effect::new(move |_| {
        let copies = window_event_listener(ev::copy, move |event| {
            let element = state.element.get_untracked();
            let is_here = element
                .is_some_and(|grid| document().active_element().is_some_and(|active| active == **grid));
            let Some(shown) = state.workspace.shown.get_untracked().filter(|_| is_here) else { return };
            let cells = state.workspace.cells.get_untracked();
            if cells.count() > copy::MOST_CELLS {
                let most = grouped(copy::MOST_CELLS);
                let text = t!("At most {0} cells are copied at once; download the rows instead.", most);
                state.workspace.notice.set(Some(Notice::wrong(text)));
                event.prevent_default();
                return;
            }
            let names = state.copies_names.get_value().then(|| state.names(cells));
            let copied = {
                let is_wrong = |position| {
                    state.head.with_untracked(|head| {
                        head.get::<usize>(position).is_some_and(|column| column.is_wrong)
                    })
                };
                copy::copy(&shown.dataset, shown.table, cells, names.as_deref(), &is_wrong)
            };
            if let Some(data) = event.clipboard_data() {
                // A clipboard that takes nothing leaves what it had.
                let _ = data.set_data("text/plain", &copied.text);
                if cells.count() > 1 {
                    let _ = data.set_data("text/html", &copied.html);
                }
                event.prevent_default();
                let text = t!("Copied {0} {0|cell|cells}.", grouped(cells.count()));
                state.workspace.notice.set(Some(Notice::done(text)));
            }
        });
        on_cleanup(move || copies.remove());
    });
}
