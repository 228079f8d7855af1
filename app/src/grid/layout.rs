//! Where the columns are: only those on screen have cells.

use std::ops::Range;

use wasm_bindgen::JsCast as _;

/// Width of a character of the grid in CSS pixels, a little more than the widest of the usual fonts has.
pub(crate) const CHARACTER: f64 = 7.6;
/// What a cell has beside its text, in CSS pixels: 8 on either side, and a line.
pub(crate) const PADDING: f64 = 17.0;
/// Width of a column at the least and at the most when it follows its values, in CSS pixels.
pub(crate) const FITTED: (f64, f64) = (88.0, 360.0);
/// Width of a column at the least and at the most when a hand drags it.
pub(crate) const DRAGGED: (f64, f64) = (24.0, 4_000.0);
/// Columns beyond either edge that have cells too, so that a step aside finds them painted.
const BEYOND: usize = 1;

/// Where the columns of a table begin and end, in CSS pixels behind the row numbers.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Layout {
    /// The left edge of each, and the right edge of the last.
    edges: Vec<f64>,
}

impl Layout {
    /// Columns of these widths.
    pub(crate) fn new(widths: impl IntoIterator<Item = f64>) -> Self {
        let mut edges = vec![0.0];
        for width in widths {
            edges.push(edges[edges.len() - 1] + width);
        }
        Self { edges }
    }

    /// How many columns there are.
    pub(crate) fn count(&self) -> usize {
        self.edges.len().saturating_sub(1)
    }

    /// Width of all together.
    pub(crate) fn total(&self) -> f64 {
        self.edges.last().copied().unwrap_or_default()
    }

    /// The left and the right edge of a column; the end if there is no such column.
    pub(crate) fn edges(&self, column: usize) -> (f64, f64) {
        let edge = |index: usize| self.edges.get(index).copied().unwrap_or_else(|| self.total());
        (edge(column), edge(column + 1))
    }

    /// The columns that have cells when `width` pixels from `left` on are seen.
    pub(crate) fn on_screen(&self, left: f64, width: f64) -> Range<usize> {
        let first = self.edges.partition_point(|edge| *edge <= left).saturating_sub(1);
        let end = self.edges.partition_point(|edge| *edge < left + width);
        let first = first.min(self.count().saturating_sub(1)).saturating_sub(BEYOND);
        first..(end + BEYOND).min(self.count()).max(first)
    }

    /// The position nearest to `left` from which a column is seen whole, or its left part if it is wider than the screen.
    pub(crate) fn reveal(&self, column: usize, left: f64, width: f64) -> f64 {
        let (start, end) = self.edges(column);
        left.max(end - width).min(start).max(0.0)
    }

    /// The style of a row's columns on screen: the space before them, and the width of each.
    pub(crate) fn style(&self, columns: &Range<usize>) -> String {
        let mut style = format!("{}px", self.edges(columns.start).0);
        for column in columns.clone() {
            let (start, end) = self.edges(column);
            style.push_str(&format!(" {}px", end - start));
        }
        style
    }
}

/// How many characters wide a text is where all have the same width: Hangul and other full-width letters are nearly two.
pub(crate) fn characters(text: &str) -> f64 {
    text.chars().map(|character| if is_wide(character) { 1.7 } else { 1.0 }).sum()
}

/// Width that a column of values so many characters wide has, in CSS pixels.
pub(crate) fn fitted(characters: f64) -> f64 {
    (characters * CHARACTER + PADDING).clamp(FITTED.0, FITTED.1).ceil()
}

/// Width that the cells of a column on screen ask for, by its `aria-colindex`, measured in the fonts that they have; `None` where
/// nothing can be measured.
pub(crate) fn fitted_exactly(grid: &web_sys::Element, column: usize) -> Option<f64> {
    let cells = grid.query_selector_all(&format!(".cell[aria-colindex='{column}']")).ok()?;
    let context = leptos::prelude::document().create_element("canvas").ok()?;
    let context = context.dyn_into::<web_sys::HtmlCanvasElement>().ok()?.get_context("2d").ok()??;
    let context = context.dyn_into::<web_sys::CanvasRenderingContext2d>().ok()?;
    let mut widest = 0.0_f64;
    for index in 0..cells.length() {
        let Some(cell) = cells.item(index).and_then(|cell| cell.dyn_into::<web_sys::Element>().ok()) else {
            continue;
        };
        // In the head the name counts, not what is below it.
        let element = cell.query_selector(".head-name").ok().flatten().unwrap_or(cell);
        let style = leptos::prelude::window().get_computed_style(&element).ok().flatten()?;
        context.set_font(&style.get_property_value("font").unwrap_or_default());
        let text = element.text_content().unwrap_or_default();
        widest = widest.max(context.measure_text(&text).ok()?.width());
    }
    Some((widest + PADDING + 2.0).ceil())
}

/// Letters of East Asia that take two places (Unicode Standard Annex 11), by their blocks.
fn is_wide(character: char) -> bool {
    matches!(character, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}' | '\u{1f300}'..='\u{1faff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_columns_on_screen_have_cells() {
        let layout = Layout::new(vec![100.0; 1_000]);
        assert_eq!(layout.total(), 100_000.0);
        assert_eq!(layout.on_screen(0.0, 1_000.0), 0..11);
        assert_eq!(layout.on_screen(50_050.0, 1_000.0), 499..512);
        assert_eq!(layout.on_screen(99_000.0, 1_000.0), 989..1_000);
        assert_eq!(layout.on_screen(f64::MAX, 1_000.0), 998..1_000);
        assert_eq!(Layout::new([]).on_screen(0.0, 500.0), 0..0);
        assert_eq!(Layout::default().on_screen(0.0, 500.0), 0..0);
        assert_eq!(layout.style(&(2..4)), "200px 100px 100px");
    }

    #[test]
    fn a_column_is_revealed_by_the_shortest_way() {
        let layout = Layout::new([100.0, 200.0, 300.0, 1_000.0]);
        assert_eq!(layout.reveal(0, 150.0, 400.0), 0.0);
        assert_eq!(layout.reveal(2, 0.0, 400.0), 200.0);
        assert_eq!(layout.reveal(1, 50.0, 400.0), 50.0);
        assert_eq!(layout.reveal(3, 0.0, 400.0), 600.0);
    }

    #[test]
    fn hangul_is_wide() {
        assert_eq!(characters("abc"), 3.0);
        assert_eq!(characters("한국 kr"), 6.4);
        assert_eq!(fitted(1.0), 88.0);
        assert_eq!(fitted(1_000.0), 360.0);
    }
}
