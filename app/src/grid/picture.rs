//! What the rows on screen show, and drawing it: elements stay and their texts change, so that a frame lays out only what differs.

use std::{ops::Range, sync::Arc};

use wasm_bindgen::JsCast as _;

use super::window::{HeadColumn, Window};
use crate::{numbers::grouped, workspace::Cells};

/// What stands in a cell that is NULL.
pub(super) const NULL: &str = "NULL";

/// What a cell's class says, a bit each; the names are those of the style sheet.
const CLASSES: [&str; 6] = ["number", "null", "wrong", "chosen", "selected", "active"];

/// What the rows on screen show.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Picture {
    rows: Vec<RowPicture>,
}

#[derive(Debug, Clone, PartialEq)]
struct RowPicture {
    row: u64,
    cells: Vec<CellPicture>,
}

#[derive(Debug, Clone, PartialEq)]
struct CellPicture {
    /// Position among the columns that are shown.
    column: usize,
    text: String,
    classes: u8,
}

impl Picture {
    /// The rows of a window, in the columns that are on screen. `chosen` tells which have their forms in the inspector.
    pub(super) fn new(
        window: &Window,
        head: &[HeadColumn],
        columns: Range<usize>,
        cells: Cells,
        chosen: &dyn Fn(usize) -> bool,
    ) -> Self {
        let is_several = cells.count() > 1;
        let cell = |slot: usize, row: u64, column: usize| {
            let of_column = head.get(column)?;
            let text = if of_column.is_wrong { Some("") } else { window.cell(slot, column) };
            let is_active = cells.active.row == row && cells.active.column == column;
            let bits = [
                of_column.is_number,
                text.is_none(),
                of_column.is_wrong,
                chosen(of_column.index),
                is_several && cells.has(row, column),
                is_active,
            ];
            let classes = (0..).zip(bits).map(|(bit, is_set)| u8::from(is_set) << bit).sum();
            Some(CellPicture { column, text: text.unwrap_or(NULL).to_owned(), classes })
        };
        let rows = (0..).take_while(|slot| window.has(*slot)).map(|slot| {
            let row = window.first + slot as u64;
            RowPicture { row, cells: columns.clone().filter_map(|column| cell(slot, row, column)).collect() }
        });
        Self { rows: rows.collect() }
    }

    /// The rows as HTML.
    pub(super) fn html(&self) -> String {
        let mut html = String::new();
        for (slot, row) in self.rows.iter().enumerate() {
            let odd = if row.row % 2 == 1 { " odd" } else { "" };
            html.push_str(&format!(
                "<div class=\"grid-row{odd}\" role=\"row\" aria-rowindex=\"{}\"><div class=\"row-number\" role=\"rowheader\" \
                 aria-colindex=\"1\">{}</div>",
                row.row.saturating_add(2),
                grouped(row.row + 1),
            ));
            for (position, cell) in row.cells.iter().enumerate() {
                html.push_str(&format!(
                    "<div class=\"{}\" role=\"gridcell\" id=\"{}\" aria-colindex=\"{}\">",
                    class(cell.classes),
                    cell_id(slot, position),
                    cell.column + 2,
                ));
                push_escaped(&mut html, &cell.text);
                html.push_str("</div>");
            }
            html.push_str("</div>");
        }
        html
    }

    /// The id of the element of a cell, if it is on screen.
    pub(super) fn id_of(&self, cell: crate::workspace::Cell) -> Option<String> {
        let slot = self.rows.iter().position(|row| row.row == cell.row)?;
        let position = self.rows[slot].cells.iter().position(|other| other.column == cell.column)?;
        Some(cell_id(slot, position))
    }

    /// How many cells each row has, if all rows are alike, as they are.
    fn shape(&self) -> (usize, usize) {
        (self.rows.len(), self.rows.first().map_or(0, |row| row.cells.len()))
    }
}

fn cell_id(slot: usize, position: usize) -> String {
    format!("cell-{slot}-{position}")
}

fn class(classes: u8) -> String {
    let mut class = "cell".to_owned();
    for (bit, name) in CLASSES.iter().enumerate() {
        if classes >> bit & 1 == 1 {
            class.push(' ');
            class.push_str(name);
        }
    }
    class
}

/// Appends a text to HTML.
pub(crate) fn push_escaped(html: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '"' => html.push_str("&quot;"),
            other => html.push(other),
        }
    }
}

/// Draws pictures into an element.
#[derive(Default)]
pub(super) struct Painter {
    drawn: Arc<Picture>,
    rows: Vec<RowElements>,
}

struct RowElements {
    row: web_sys::Element,
    number: web_sys::Element,
    cells: Vec<web_sys::Element>,
}

impl Painter {
    /// Draws a picture, by as few changes as it takes.
    pub(super) fn draw(&mut self, root: &web_sys::Element, picture: Arc<Picture>) {
        let is_alike = picture.shape() == self.drawn.shape() && self.rows.len() == picture.rows.len();
        if is_alike {
            for ((elements, old), new) in self.rows.iter().zip(&self.drawn.rows).zip(&picture.rows) {
                elements.draw(old, new);
            }
        } else {
            root.set_inner_html(&picture.html());
            self.rows = children(root).map(RowElements::of).collect();
        }
        self.drawn = picture;
    }
}

impl RowElements {
    fn of(row: web_sys::Element) -> Self {
        let mut cells = children(&row).collect::<Vec<_>>();
        let number = if cells.is_empty() { row.clone() } else { cells.remove(0) };
        Self { row, number, cells }
    }

    fn draw(&self, old: &RowPicture, new: &RowPicture) {
        if old.row != new.row {
            set_attribute(&self.row, "aria-rowindex", &new.row.saturating_add(2).to_string());
            if old.row % 2 != new.row % 2 {
                self.row.set_class_name(if new.row % 2 == 1 { "grid-row odd" } else { "grid-row" });
            }
            set_text(&self.number, &grouped(new.row + 1));
        }
        for ((element, old), new) in self.cells.iter().zip(&old.cells).zip(&new.cells) {
            if old.text != new.text {
                set_text(element, &new.text);
            }
            if old.classes != new.classes {
                element.set_class_name(&class(new.classes));
            }
            if old.column != new.column {
                set_attribute(element, "aria-colindex", &(new.column + 2).to_string());
            }
        }
    }
}

fn children(element: &web_sys::Element) -> impl Iterator<Item = web_sys::Element> {
    let children = element.children();
    (0..children.length()).filter_map(move |index| children.item(index))
}

/// Changes the text node that is there: a new one would be laid out anew.
fn set_text(element: &web_sys::Element, text: &str) {
    match element.first_child() {
        Some(node) if node.is_instance_of::<web_sys::Text>() => node.set_node_value(Some(text)),
        _ => element.set_text_content(Some(text)),
    }
}

fn set_attribute(element: &web_sys::Element, name: &str, value: &str) {
    // Only names that are no names are refused.
    let _ = element.set_attribute(name, value);
}

#[cfg(test)]
mod tests {
    use generator::Dataset;

    use super::*;
    use crate::{
        grid::window::head,
        workspace::{Cell, example},
    };

    fn picture(cells: Cells) -> Picture {
        let dataset = Arc::new(Dataset::compile(&example()).unwrap());
        let head = head(&dataset, 0, &dataset.spec().tables[0], &|column| column == 2);
        let window = Window::make(&dataset, 0, 99_998, 5, &(1..4));
        Picture::new(&window, &head, 1..4, cells, &|column| column == 1)
    }

    #[test]
    fn a_picture_has_the_cells_on_screen() {
        let picture = picture(Cells::only(Cell { row: 99_999, column: 3 }));
        assert_eq!(picture.shape(), (2, 3));
        assert_eq!(picture.id_of(Cell { row: 99_999, column: 3 }).unwrap(), "cell-1-2");
        assert_eq!(picture.id_of(Cell { row: 99_999, column: 4 }), None);
        let html = picture.html();
        assert!(html.contains("aria-rowindex=\"100000\""), "{html}");
        assert!(html.contains("class=\"cell chosen\""), "{html}");
        assert!(
            html.contains(
                "class=\"cell wrong\" role=\"gridcell\" id=\"cell-0-1\" aria-colindex=\"4\"></div>"
            ),
            "{html}"
        );
        assert_eq!(html.matches("active").count(), 1);
        assert_eq!(html.matches("selected").count(), 0);
    }

    #[test]
    fn a_rectangle_is_marked() {
        let cells = Cells { anchor: Cell { row: 5, column: 1 }, active: Cell { row: 99_998, column: 3 } };
        let html = picture(cells).html();
        assert_eq!(html.matches("selected").count(), 3);
        assert_eq!(html.matches("active").count(), 1);
    }

    #[test]
    fn texts_are_escaped() {
        let mut html = String::new();
        push_escaped(&mut html, "<b title=\"x\">&amp;");
        assert_eq!(html, "&lt;b title=&quot;x&quot;>&amp;amp;");
    }
}
