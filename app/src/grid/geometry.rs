//! Arithmetic of the virtual grid: which rows are on screen, and where the scroll bar stands.
//!
//! Browsers end an element's height near 16 to 33 million pixels, which is 600,000 to a million rows. So the height of the
//! scrolled element stops at [`MAX_SCROLL_HEIGHT`], and beyond that the position of the scroll bar is mapped to an offset in
//! the content, a number of pixels that `f64` holds exactly for 10^12 rows. Steps by wheel and keys change the offset itself.

/// Height of a row in CSS pixels; the style sheet has the same.
pub(crate) const ROW_HEIGHT: f64 = 28.0;
/// Height of the scrolled element at the most, in CSS pixels; half of what the least browser allows.
pub(crate) const MAX_SCROLL_HEIGHT: f64 = 8_000_000.0;

/// A table of `rows` rows in a viewport of `viewport` pixels for rows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Geometry {
    pub(crate) rows: u64,
    pub(crate) viewport: f64,
}

impl Geometry {
    fn content_height(self) -> f64 {
        self.rows as f64 * ROW_HEIGHT
    }

    /// The height that the scrolled element has for rows.
    pub(crate) fn scroll_height(self) -> f64 {
        self.content_height().min(MAX_SCROLL_HEIGHT)
    }

    /// Whether the scroll bar cannot show single pixels of the content.
    pub(crate) fn is_mapped(self) -> bool {
        self.content_height() > MAX_SCROLL_HEIGHT
    }

    /// The offset at which the last row is at the bottom.
    fn max_offset(self) -> f64 {
        (self.content_height() - self.viewport).max(0.0)
    }

    /// The nearest offset that shows rows only.
    pub(crate) fn clamp(self, offset: f64) -> f64 {
        offset.clamp(0.0, self.max_offset())
    }

    /// The content's offset for a position of the scroll bar.
    pub(crate) fn offset_of_scroll(self, scroll_top: f64) -> f64 {
        let range = self.scroll_height() - self.viewport;
        if !self.is_mapped() || range <= 0.0 {
            return self.clamp(scroll_top);
        }
        self.clamp(scroll_top / range * self.max_offset())
    }

    /// The position of the scroll bar for an offset of the content.
    pub(crate) fn scroll_of_offset(self, offset: f64) -> f64 {
        let range = self.scroll_height() - self.viewport;
        if !self.is_mapped() || range <= 0.0 {
            return self.clamp(offset);
        }
        self.clamp(offset) / self.max_offset() * range
    }

    /// The first row on screen, and how many of its pixels are above the edge.
    pub(crate) fn first_row(self, offset: f64) -> (u64, f64) {
        let offset = self.clamp(offset);
        let row = (offset / ROW_HEIGHT).floor();
        (row as u64, offset - row * ROW_HEIGHT)
    }

    /// How many rows can be on screen, whole or in part; as many elements there are for them.
    pub(crate) fn row_slots(self) -> usize {
        let slots = (self.viewport / ROW_HEIGHT).ceil() as u64 + 1;
        slots.min(self.rows) as usize
    }

    /// How many whole rows are on screen; what PageUp and PageDown move by.
    pub(crate) fn page(self) -> u64 {
        ((self.viewport / ROW_HEIGHT).floor() as u64).max(1)
    }

    /// The offset nearest to `offset` at which `row` is wholly on screen.
    pub(crate) fn reveal(self, row: u64, offset: f64) -> f64 {
        let top = row as f64 * ROW_HEIGHT;
        let bottom = top + ROW_HEIGHT - self.viewport;
        self.clamp(offset.min(top).max(bottom))
    }

    /// The offset that puts `row` at the top.
    pub(crate) fn offset_of_row(self, row: u64) -> f64 {
        self.clamp(row as f64 * ROW_HEIGHT)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BILLION: Geometry = Geometry { rows: 1_000_000_000, viewport: 600.0 };
    const LARGEST: Geometry = Geometry { rows: 1_000_000_000_000, viewport: 333.0 };

    #[test]
    fn a_small_table_scrolls_pixel_by_pixel() {
        let geometry = Geometry { rows: 1_000, viewport: 600.0 };
        assert!(!geometry.is_mapped());
        assert_eq!(geometry.scroll_height(), 28_000.0);
        assert_eq!(geometry.offset_of_scroll(1_234.5), 1_234.5);
        assert_eq!(geometry.scroll_of_offset(99_999.0), 27_400.0);
    }

    #[test]
    fn the_scroll_bar_reaches_both_ends_of_a_large_table() {
        for geometry in [BILLION, LARGEST] {
            assert_eq!(geometry.scroll_height(), MAX_SCROLL_HEIGHT);
            assert_eq!(geometry.first_row(geometry.offset_of_scroll(0.0)), (0, 0.0));
            let end = geometry.offset_of_scroll(geometry.scroll_height() - geometry.viewport);
            let (first, _) = geometry.first_row(end);
            let last = first + geometry.row_slots() as u64;
            assert!(last >= geometry.rows, "{last}");
            assert_eq!(geometry.scroll_of_offset(end), MAX_SCROLL_HEIGHT - geometry.viewport);
        }
    }

    #[test]
    fn steps_of_one_row_are_exact_anywhere() {
        for row in [0, 734_512_009, 999_999_000_000] {
            let offset = LARGEST.offset_of_row(row);
            assert_eq!(LARGEST.first_row(offset), (row, 0.0));
            assert_eq!(LARGEST.first_row(offset + ROW_HEIGHT), (row + 1, 0.0));
            assert_eq!(LARGEST.first_row(offset + 13.0), (row, 13.0));
        }
    }

    #[test]
    fn revealing_moves_no_further_than_needed() {
        let geometry = Geometry { rows: 100, viewport: 280.0 };
        assert_eq!(geometry.page(), 10);
        assert_eq!(geometry.reveal(5, 0.0), 0.0);
        assert_eq!(geometry.reveal(10, 0.0), 28.0);
        assert_eq!(geometry.reveal(3, 140.0), 84.0);
        assert_eq!(geometry.reveal(99, 0.0), 2_520.0);
        assert_eq!(BILLION.reveal(999_999_999, 0.0), BILLION.clamp(f64::MAX));
    }

    #[test]
    fn an_empty_or_short_table_has_nothing_to_scroll() {
        for rows in [0, 3] {
            let geometry = Geometry { rows, viewport: 600.0 };
            assert_eq!(geometry.row_slots() as u64, rows);
            assert_eq!(geometry.offset_of_scroll(50.0), 0.0);
            assert_eq!(geometry.first_row(50.0), (0, 0.0));
        }
    }
}
