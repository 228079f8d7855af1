//! The state of the grid: what is on screen, by which all its parts go.

use std::{collections::BTreeMap, ops::Range, sync::Arc};

use leptos::{html, prelude::*};

use super::{
    geometry::{Geometry, ROW_HEIGHT},
    head,
    layout::{CHARACTER, DRAGGED, Layout, PADDING},
    picture::Picture,
    scroller::Scroller,
    window::{HeadColumn, Window, head as head_of},
};
use crate::{
    numbers::grouped,
    statistics::StatisticsBoard,
    workspace::{Cell, Cells, Choosing, Chosen, Workspace},
};

/// Size for rows and columns until the browser tells the real one, in CSS pixels. The server renders as many.
const FIRST_VIEWPORT: (f64, f64) = (1_000.0, 28.0 * ROW_HEIGHT);

/// The grid. A copy is the same grid.
#[derive(Debug, Clone, Copy)]
pub(crate) struct GridState {
    pub(super) workspace: Workspace,
    pub(crate) statistics: StatisticsBoard,
    pub(super) element: NodeRef<html::Div>,
    /// Width and height of what is seen, with row numbers and without the head, in CSS pixels.
    pub(super) viewport: RwSignal<(f64, f64)>,
    /// How far it is scrolled sideways.
    pub(super) left: RwSignal<f64>,
    /// How many rows there are; `None` if there is no table that can be shown.
    pub(super) rows: Memo<Option<u64>>,
    pub(super) geometry: Memo<Geometry>,
    pub(super) head: Memo<Arc<[HeadColumn]>>,
    pub(super) layout: Memo<Layout>,
    /// The columns that have cells.
    pub(super) columns: Memo<Range<usize>>,
    /// What the rows on screen show.
    pub(super) picture: Memo<Arc<Picture>>,
    pub(super) scroller: Scroller,
    /// Widths that a hand has given to columns, by table and column.
    widths: RwSignal<BTreeMap<(String, String), f64>>,
    /// Whether what is copied begins with the names of the columns.
    pub(super) copies_names: StoredValue<bool>,
}

impl GridState {
    pub(crate) fn new(workspace: Workspace) -> Self {
        let element = NodeRef::<html::Div>::new();
        let viewport = RwSignal::new(FIRST_VIEWPORT);
        let left = RwSignal::new(0.0);
        let widths = RwSignal::new(BTreeMap::new());
        let shown = workspace.shown;
        let rows = Memo::new(move |_| shown.with(|shown| Some(shown.as_ref()?.table()?.rows())));
        let geometry =
            Memo::new(move |_| Geometry { rows: rows.get().unwrap_or(0), viewport: viewport.get().1 });
        let scroller = Scroller::new(element, geometry);
        let first = Memo::new(move |_| geometry.get().first_row(scroller.offset.get()).0);
        let head = Memo::new(move |_| {
            shown.with(|shown| {
                let Some(shown) = shown else { return Arc::default() };
                let wrong = workspace.compiled.with_untracked(|compiled| Arc::clone(&compiled.wrong));
                workspace.spec.with_untracked(|spec| match spec.tables.get(shown.table) {
                    Some(spec) => head_of(&shown.dataset, shown.table, spec, &|column| {
                        wrong.contains(&(shown.table, column))
                    }),
                    None => Arc::default(),
                })
            })
        });
        let layout = Memo::new(move |_| {
            let table =
                shown.with(|shown| Some(shown.as_ref()?.table_name()?.to_owned())).unwrap_or_default();
            head.with(|head| {
                widths.with(|widths: &BTreeMap<(String, String), f64>| {
                    let width = |column: &HeadColumn| {
                        widths.get(&(table.clone(), column.name.clone())).copied().unwrap_or(column.width)
                    };
                    Layout::new(head.iter().map(width))
                })
            })
        });
        let numbers = move || numbers_width(rows.get().unwrap_or(0));
        let columns = Memo::new(move |_| {
            let width = viewport.get().0 - numbers();
            layout.with(|layout| layout.on_screen(left.get(), width.max(1.0)))
        });
        let slots = Memo::new(move |_| geometry.get().row_slots());
        let window = Memo::new(move |_| {
            shown.with(|shown| match shown {
                Some(shown) => {
                    Window::make(&shown.dataset, shown.table, first.get(), slots.get(), &columns.get())
                }
                None => Window::default(),
            })
        });
        let picture = Memo::new(move |_| {
            let (chosen, cells) = (workspace.chosen.get(), workspace.cells.get());
            head.with(|head| {
                window.with(|window| {
                    let is_chosen = |column| chosen.has(column);
                    Arc::new(Picture::new(window, head, columns.get(), cells, &is_chosen))
                })
            })
        });
        // The columns on screen, and the one that the inspector tells of.
        let wanted = Signal::derive(move || {
            // What is wrong has no values.
            let is_right = |position: &usize| {
                head.with(|head| head.get(*position).is_some_and(|column| !column.is_wrong))
            };
            let mut wanted: Vec<usize> = columns.get().collect();
            let chosen = workspace.chosen.with(Chosen::head);
            let position = chosen.and_then(|chosen| shown.with(|shown| shown.as_ref()?.position_of(chosen)));
            wanted.extend(position.filter(|position| !wanted.contains(position)));
            wanted.retain(is_right);
            wanted
        });
        let statistics = StatisticsBoard::new(workspace, wanted);
        let state = Self {
            workspace,
            statistics,
            element,
            viewport,
            left,
            rows,
            geometry,
            head,
            layout,
            columns,
            picture,
            scroller,
            widths,
            copies_names: StoredValue::new(false),
        };
        state.follow_the_workspace();
        state
    }

    /// The head of the columns on screen.
    pub(super) fn head_html(self) -> String {
        let chosen = self.workspace.chosen.get();
        self.head.with(|head| {
            self.statistics
                .found
                .with(|found| head::html(head, self.columns.get(), found, &|column| chosen.has(column)))
        })
    }

    /// Where rows and columns are, for the style sheet.
    pub(super) fn style(self) -> String {
        let numbers = numbers_width(self.rows.get().unwrap_or(0));
        let (columns, total) =
            self.layout.with(|layout| (layout.style(&self.columns.get()), layout.total() + numbers));
        format!("--numbers: {numbers}px; --columns: {columns}; --width: {total}px")
    }

    /// Selects cells, brings the active one on screen, and chooses their columns.
    pub(super) fn select(self, cells: Cells) {
        let count = self.head.with_untracked(|head| head.len());
        let geometry = self.geometry.get_untracked();
        let cells = cells.within(geometry.rows, count);
        let columns = cells.columns();
        self.workspace.cells.set(cells);
        // Whole rows are selected for their values.
        if !self.are_whole_rows(cells) && count > 0 {
            let mut positions: Vec<usize> = self.head.with_untracked(|head| {
                columns.filter_map(|column| head.get(column).map(|column| column.index)).collect()
            });
            // The one that the keyboard is at comes last.
            if cells.active.column < cells.anchor.column {
                positions.reverse();
            }
            self.workspace.chosen.set(Chosen::several(&positions));
        }
        self.scroller.to(geometry.reveal(cells.active.row, self.scroller.offset.get_untracked()));
        self.reveal_column(cells.active.column);
    }

    /// Whether whole rows are selected, all their columns.
    pub(crate) fn are_whole_rows(self, cells: Cells) -> bool {
        let columns = cells.columns();
        let count = self.head.with_untracked(|head| head.len());
        cells.count() > 1 && (columns.end() - columns.start() + 1) == count
    }

    /// Chooses a column by its head, by its position among those shown.
    pub(super) fn choose_column(self, position: usize, choosing: Choosing) {
        let Some(index) = self.head.with_untracked(|head| head.get(position).map(|column| column.index))
        else {
            return;
        };
        self.workspace.cells.update(|cells| {
            *cells = Cells::only(Cell { column: position, ..cells.active });
        });
        self.workspace.chosen.update(|chosen| *chosen = chosen.choose(index, choosing));
    }

    /// Brings a row to the top, and the keyboard to it.
    pub(crate) fn go_to_row(self, row: u64) {
        self.workspace.cells.update(|cells| *cells = Cells::only(Cell { row, ..cells.active }));
        self.scroller.to(self.geometry.get_untracked().offset_of_row(row));
    }

    /// Has the browser copy the selected cells, with the names of their columns.
    pub(crate) fn copy_with_names(self) {
        use wasm_bindgen::JsCast as _;
        if let Some(element) = self.element.get_untracked() {
            // A grid that is seen takes the focus.
            let _ = element.focus();
        }
        self.copies_names.set_value(true);
        if let Some(document) = document().dyn_ref::<web_sys::HtmlDocument>() {
            // A browser that forbids it copies nothing.
            let _ = document.exec_command("copy");
        }
        self.copies_names.set_value(false);
    }

    /// Gives a column a width, by its position among those shown.
    pub(super) fn set_width(self, position: usize, width: f64) {
        let table =
            self.workspace.shown.with_untracked(|shown| Some(shown.as_ref()?.table_name()?.to_owned()));
        let column = self.head.with_untracked(|head| head.get(position).map(|column| column.name.clone()));
        if let (Some(table), Some(column)) = (table, column) {
            let width = width.clamp(DRAGGED.0, DRAGGED.1).round();
            self.widths.update(|widths| {
                widths.insert((table, column), width);
            });
        }
    }

    /// The columns that are selected, by name.
    pub(super) fn names(self, cells: Cells) -> Vec<String> {
        self.head.with_untracked(|head| {
            cells.columns().filter_map(|column| head.get(column).map(|column| column.name.clone())).collect()
        })
    }

    fn reveal_column(self, column: usize) {
        let Some(element) = self.element.get_untracked() else { return };
        let width = self.viewport.get_untracked().0 - numbers_width(self.rows.get_untracked().unwrap_or(0));
        let left = self.left.get_untracked();
        let to = self.layout.with_untracked(|layout| layout.reveal(column, left, width));
        if (to - left).abs() > 0.5 {
            self.scroll_sideways(&element, to);
        }
    }

    /// Scrolls sideways, and notes it at once: the browser tells of it later, and nothing while the grid is not seen.
    fn scroll_sideways(self, element: &web_sys::HtmlElement, to: f64) {
        element.set_scroll_left(to.round() as i32);
        self.left.set(to.round());
    }

    /// Is seen again, after another view: the element has forgotten where it was.
    pub(super) fn come_back(self) {
        let Some(element) = self.element.get_untracked() else { return };
        element.set_scroll_left(self.left.get_untracked().round() as i32);
        self.scroller.restore();
        self.reveal_column(self.workspace.cells.with_untracked(|cells| cells.active.column));
    }

    /// Another table begins at its top, or at the row that is wanted; a column that is chosen elsewhere is brought on screen.
    fn follow_the_workspace(self) {
        Effect::new(move |last: Option<(usize, u32)>| {
            let at = (self.workspace.selected.get(), self.workspace.shown_since.get());
            if last.is_some_and(|last| last != at) {
                self.workspace.cells.set(Cells::default());
                self.scroller.to(0.0);
                if let Some(element) = self.element.get_untracked() {
                    self.scroll_sideways(&element, 0.0);
                }
            }
            if let Some(row) = self.workspace.wanted_row.get() {
                self.go_to_row(row);
                self.workspace.wanted_row.set(None);
            }
            at
        });
        Effect::new(move |_| {
            let Some(index) = self.workspace.chosen.with(Chosen::head) else { return };
            let position = self.workspace.shown.with(|shown| shown.as_ref()?.position_of(index));
            let Some(position) = position else { return };
            let active = self.workspace.cells.with_untracked(|cells| cells.active);
            if active.column != position {
                self.workspace.cells.set(Cells::only(Cell { column: position, ..active }));
                self.reveal_column(position);
            }
        });
    }
}

/// Width of the row numbers of a table of so many rows, in CSS pixels.
fn numbers_width(rows: u64) -> f64 {
    (grouped(rows).len().max(3) as f64 * CHARACTER + PADDING).ceil()
}
