//! Where the grid is, and how scroll bar, wheel, keys and fingers move it. The element only follows: what it reports is ours, an
//! echo of what we wrote, unless it differs from what it said right after.

use super::geometry::{Geometry, ROW_HEIGHT};

/// Differences of the scroll bar below this are echoes, in CSS pixels: a device's pixel is larger up to a scale of 300 %.
const ECHO: f64 = 0.25;
/// What a finger's speed loses in a millisecond after it has left.
const FRICTION: f64 = 0.997;
/// Speeds below this have ended, in pixels a millisecond.
const LEAST_SPEED: f64 = 0.03;

/// The offset of the content, and what the scroll bar said last.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scroll {
    geometry: Geometry,
    offset: f64,
    /// The position that the element had after we wrote it, or when the person moved it; in CSS pixels.
    reported: f64,
    /// Whether a position waits to be written: what the element reports meanwhile is of the browser's own making.
    waits: bool,
}

/// The wheel's unit, as in `WheelEvent.deltaMode`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WheelUnit {
    Pixels,
    Lines,
    Pages,
}

impl Scroll {
    /// At the top.
    pub(super) fn new(geometry: Geometry) -> Self {
        Self { geometry, offset: 0.0, reported: 0.0, waits: false }
    }

    /// The offset of the content in pixels.
    pub(super) fn offset(self) -> f64 {
        self.offset
    }

    /// Moves the content, and gives the position that the scroll bar is to be set to.
    pub(super) fn go(&mut self, offset: f64) -> f64 {
        self.offset = self.geometry.clamp(offset);
        self.waits = true;
        self.geometry.scroll_of_offset(self.offset)
    }

    /// Takes another size. What was at the top stays there as far as it can; the scroll bar waits for its position.
    pub(super) fn resize(&mut self, geometry: Geometry) {
        self.geometry = geometry;
        self.go(self.offset);
    }

    /// Where the scroll bar belongs.
    pub(super) fn position(self) -> f64 {
        self.geometry.scroll_of_offset(self.offset)
    }

    /// What the element says after the position was written.
    pub(super) fn settle(&mut self, scroll_top: f64) {
        self.reported = scroll_top;
        self.waits = false;
    }

    /// What the element reports by itself: the person moves the bar, or our own change comes back.
    pub(super) fn report(&mut self, scroll_top: f64) {
        if self.waits || (scroll_top - self.reported).abs() < ECHO {
            return;
        }
        self.reported = scroll_top;
        self.offset = self.geometry.offset_of_scroll(scroll_top);
    }

    /// What a turn of the wheel moves the content by, in pixels; `None` where the browser does it as well: a bar that shows single
    /// pixels.
    pub(super) fn wheel(self, delta: f64, unit: WheelUnit) -> Option<f64> {
        let pixels = match unit {
            WheelUnit::Pixels => delta,
            WheelUnit::Lines => delta * ROW_HEIGHT,
            WheelUnit::Pages => delta * self.geometry.viewport,
        };
        self.geometry.is_mapped().then_some(pixels)
    }
}

/// A finger that moves the content, and how fast it leaves.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Finger {
    y: f64,
    at: f64,
    /// Pixels of the content a millisecond.
    speed: f64,
}

impl Finger {
    /// A finger comes down at `y` at a time in milliseconds.
    pub(super) fn down(y: f64, at: f64) -> Self {
        Self { y, at, speed: 0.0 }
    }

    /// It has moved; gives the pixels that the content moves by.
    pub(super) fn moved(&mut self, y: f64, at: f64) -> f64 {
        let (pixels, time) = (self.y - y, (at - self.at).max(1.0));
        // The last moments count most.
        self.speed = self.speed * 0.4 + pixels / time * 0.6;
        (self.y, self.at) = (y, at);
        pixels
    }

    /// It has left; gives the speed with which the content goes on.
    pub(super) fn up(self, at: f64) -> f64 {
        // A finger that rested stops it.
        if at - self.at > 80.0 { 0.0 } else { self.speed }
    }
}

/// How far the content glides in some milliseconds, and how fast it is then; `None` if it stands still.
pub(super) fn glide(speed: f64, milliseconds: f64) -> Option<(f64, f64)> {
    if speed.abs() < LEAST_SPEED {
        return None;
    }
    let left = speed * FRICTION.powf(milliseconds);
    Some(((speed + left) / 2.0 * milliseconds, left))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BILLION: Geometry = Geometry { rows: 1_000_000_000, viewport: 633.0 };

    /// An element that knows only whole pixels of a device, as browsers do at 125 %.
    fn snapped(scroll_top: f64, scale: f64) -> f64 {
        (scroll_top * scale).round() / scale
    }

    fn go_to_row(scroll: &mut Scroll, geometry: Geometry, row: u64, scale: f64) {
        let position = scroll.go(geometry.offset_of_row(row));
        scroll.settle(snapped(position, scale));
        scroll.report(snapped(position, scale));
    }

    #[test]
    fn a_row_that_was_gone_to_stays_at_every_scale() {
        for scale in [1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 3.0] {
            let mut scroll = Scroll::new(BILLION);
            for row in [1, 734_512_008, 499_999_999, 35_714, 999_999_000] {
                go_to_row(&mut scroll, BILLION, row, scale);
                assert_eq!(BILLION.first_row(scroll.offset()), (row, 0.0), "{scale}");
            }
        }
    }

    #[test]
    fn a_hand_on_the_bar_moves_by_one_device_pixel() {
        for scale in [1.0, 1.25, 2.0, 3.0] {
            let mut scroll = Scroll::new(BILLION);
            go_to_row(&mut scroll, BILLION, 500_000_000, scale);
            let before = scroll.offset();
            let bar = scroll.reported + 1.0 / scale;
            scroll.report(bar);
            assert!(scroll.offset() > before, "{scale}");
            scroll.report(bar);
            assert_eq!(scroll.offset(), BILLION.offset_of_scroll(bar));
        }
    }

    #[test]
    fn fewer_rows_leave_content_and_bar_together() {
        let few = Geometry { rows: 100_000, ..BILLION };
        let mut scroll = Scroll::new(BILLION);
        go_to_row(&mut scroll, BILLION, 35_713, 1.0);
        scroll.resize(few);
        let position = scroll.position();
        // The browser cuts the bar first, and says so.
        scroll.report(3.0);
        assert_eq!(position, 35_713.0 * ROW_HEIGHT);
        scroll.settle(position);
        assert_eq!(few.first_row(scroll.offset()).0, 35_713);
        scroll.report(position + 100.0);
        assert_eq!(scroll.offset(), position + 100.0);
        let none = Geometry { rows: 0, ..BILLION };
        scroll.resize(none);
        assert_eq!((scroll.position(), scroll.offset()), (0.0, 0.0));
    }

    #[test]
    fn the_wheel_moves_pixels_lines_and_pages_where_the_bar_cannot() {
        let scroll = Scroll::new(BILLION);
        assert_eq!(scroll.wheel(100.0, WheelUnit::Pixels), Some(100.0));
        assert_eq!(scroll.wheel(-3.0, WheelUnit::Lines), Some(-84.0));
        assert_eq!(scroll.wheel(1.0, WheelUnit::Pages), Some(633.0));
        let small = Scroll::new(Geometry { rows: 1_000, ..BILLION });
        assert_eq!(small.wheel(100.0, WheelUnit::Pixels), None);
    }

    #[test]
    fn a_finger_moves_exact_pixels_and_lets_it_glide() {
        let mut finger = Finger::down(500.0, 0.0);
        assert_eq!(finger.moved(440.0, 16.0), 60.0);
        assert_eq!(finger.moved(420.0, 32.0), 20.0);
        assert!(finger.up(40.0) > 1.0);
        assert_eq!(finger.up(500.0), 0.0);
        let (mut speed, mut way, mut steps) = (finger.up(40.0), 0.0, 0);
        while let Some((pixels, left)) = glide(speed, 16.0) {
            (way, speed, steps) = (way + pixels, left, steps + 1);
        }
        assert!(steps < 200 && way > 200.0 && way < 2_000.0, "{way} in {steps}");
    }
}
