//! The element that scrolls, tied to what is shown: events in, positions out.

use leptos::{ev, html, prelude::*};
use wasm_bindgen::{JsCast as _, prelude::wasm_bindgen};

use super::{
    geometry::Geometry,
    scroll::{Finger, Scroll, WheelUnit, glide},
};

#[wasm_bindgen]
extern "C" {
    /// An element whose position is a fraction where a display is scaled; web-sys has whole pixels only.
    type Scrolled;
    #[wasm_bindgen(method, getter, structural, js_name = scrollTop)]
    fn scroll_top(this: &Scrolled) -> f64;
    #[wasm_bindgen(method, setter, structural, js_name = scrollTop)]
    fn set_scroll_top(this: &Scrolled, position: f64);
}

/// Moves the content and its scroll bar. A copy moves the same.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scroller {
    scroll: RwSignal<Scroll>,
    geometry: Memo<Geometry>,
    /// The offset of the content in pixels.
    pub(super) offset: Memo<f64>,
    element: NodeRef<html::Div>,
    /// The finger that is down, or the speed with which the content glides on.
    finger: StoredValue<Option<Finger>>,
    gliding: StoredValue<u32>,
}

impl Scroller {
    /// At the top of an element.
    pub(super) fn new(element: NodeRef<html::Div>, geometry: Memo<Geometry>) -> Self {
        let scroll = RwSignal::new(Scroll::new(geometry.get_untracked()));
        let offset = Memo::new(move |_| scroll.with(|scroll| scroll.offset()));
        let scroller = Self {
            scroll,
            geometry,
            offset,
            element,
            finger: StoredValue::new(None),
            gliding: StoredValue::new(0),
        };
        Effect::new(move |before: Option<Geometry>| {
            let geometry = geometry.get();
            if before != Some(geometry) {
                scroll.update(|scroll| scroll.resize(geometry));
                // The element has its new height by then, and the content may have moved once more.
                request_animation_frame(move || {
                    if let Some(scroll) = scroll.try_get_untracked() {
                        scroller.write(scroll.position());
                    }
                });
            }
            geometry
        });
        scroller
    }

    /// Moves the content to an offset.
    pub(super) fn to(self, offset: f64) {
        // The rows may be another table's since the last effect ran.
        let geometry = self.geometry.get_untracked();
        let go = |scroll: &mut Scroll| {
            scroll.resize(geometry);
            scroll.go(offset)
        };
        if let Some(position) = self.scroll.try_update(go) {
            self.write(position);
        }
    }

    /// Writes the position to the element again, which forgot it while it was not seen.
    pub(super) fn restore(self) {
        self.to(self.offset.get_untracked());
    }

    /// Moves the content by some pixels.
    pub(super) fn by(self, pixels: f64) {
        self.to(self.offset.get_untracked() + pixels);
    }

    /// The element reports where it is.
    pub(super) fn on_scroll(self) {
        if let Some(position) = self.position() {
            let moved = self.scroll.with_untracked(|scroll| {
                let mut moved = *scroll;
                moved.report(position);
                (moved != *scroll).then_some(moved)
            });
            if let Some(moved) = moved {
                self.scroll.set(moved);
            }
        }
    }

    /// The wheel turns.
    pub(super) fn on_wheel(self, event: &ev::WheelEvent) {
        if event.ctrl_key() || event.delta_y() == 0.0 {
            return;
        }
        let unit = match event.delta_mode() {
            1 => WheelUnit::Lines,
            2 => WheelUnit::Pages,
            _ => WheelUnit::Pixels,
        };
        let Some(pixels) = self.scroll.with_untracked(|scroll| scroll.wheel(event.delta_y(), unit)) else {
            return;
        };
        event.prevent_default();
        self.stop();
        self.by(pixels);
        // What goes sideways at the same time is the browser's no longer.
        if let Some(element) = self.element.get_untracked() {
            element.scroll_by_with_x_and_y(event.delta_x() * pixels / event.delta_y(), 0.0);
        }
    }

    /// A finger comes down on a table that the browser cannot move by single rows.
    pub(super) fn on_pointer_down(self, event: &ev::PointerEvent) {
        self.stop();
        let is_ours = event.pointer_type() == "touch" && event.is_primary();
        if is_ours && self.scroll.with_untracked(|scroll| scroll.wheel(1.0, WheelUnit::Pixels).is_some()) {
            self.finger.set_value(Some(Finger::down(event.client_y().into(), event.time_stamp())));
        }
    }

    /// It moves.
    pub(super) fn on_pointer_move(self, event: &ev::PointerEvent) {
        let moved = self.finger.try_update_value(|finger| {
            finger.as_mut().map(|finger| finger.moved(event.client_y().into(), event.time_stamp()))
        });
        if let Some(Some(pixels)) = moved {
            self.by(pixels);
        }
    }

    /// It leaves: the content glides on.
    pub(super) fn on_pointer_up(self, event: &ev::PointerEvent) {
        let finger = self.finger.try_update_value(Option::take).flatten();
        if let Some(finger) = finger {
            let turn = self.stop();
            self.glide(turn, finger.up(event.time_stamp()), event.time_stamp());
        }
    }

    /// The browser takes the finger for itself, to move sideways.
    pub(super) fn on_pointer_cancel(self) {
        self.finger.set_value(None);
    }

    fn glide(self, turn: u32, speed: f64, at: f64) {
        request_animation_frame(move || {
            let now = window().performance().map_or(at + 16.0, |performance| performance.now());
            let is_on = self.gliding.try_get_value() == Some(turn);
            if let Some((pixels, left)) = glide(speed, (now - at).clamp(1.0, 64.0)).filter(|_| is_on) {
                self.by(pixels);
                self.glide(turn, left, now);
            }
        });
    }

    /// Ends what glides, and gives the number of the next.
    fn stop(self) -> u32 {
        self.gliding
            .try_update_value(|turn| {
                *turn = turn.wrapping_add(1);
                *turn
            })
            .unwrap_or(0)
    }

    fn position(self) -> Option<f64> {
        self.element
            .try_get_untracked()
            .flatten()
            .map(|element| element.unchecked_ref::<Scrolled>().scroll_top())
    }

    fn write(self, position: f64) {
        let Some(element) = self.element.try_get_untracked().flatten() else { return };
        element.unchecked_ref::<Scrolled>().set_scroll_top(position);
        if let Some(reported) = self.position() {
            let _ = self.scroll.try_update_untracked(|scroll| scroll.settle(reported));
        }
    }
}
