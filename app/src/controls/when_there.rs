//! Doing something with a part of the page that comes in a later frame, or with a module that is being fetched.

use std::sync::atomic::{AtomicU32, Ordering};

use js_sys::Date;
use leptos::prelude::*;
use web_sys::Element;

/// How long a part is waited for, in milliseconds.
const PATIENCE: f64 = 5_000.0;
/// Which wait is the present one: a new one ends that before.
static TURN: AtomicU32 = AtomicU32::new(0);

/// Does something with the first element that a selector finds, in the first frame in which there is one. Nothing is done when the focus has
/// gone to another element meanwhile, when something else is waited for, or after five seconds.
pub(crate) fn when_there(selector: &'static str, act: impl FnOnce(Element) + 'static) {
    let turn = TURN.fetch_add(1, Ordering::Relaxed) + 1;
    Wait { selector, turn, from: focused(), until: Date::now() + PATIENCE, act: Box::new(act) }.go_on();
}

struct Wait {
    selector: &'static str,
    turn: u32,
    /// What had the focus when the wait began.
    from: Option<Element>,
    /// In milliseconds since 1970.
    until: f64,
    act: Box<dyn FnOnce(Element)>,
}

impl Wait {
    fn go_on(self) {
        request_animation_frame(move || {
            let has_moved = focused().is_some_and(|now| self.from.as_ref() != Some(&now));
            if TURN.load(Ordering::Relaxed) != self.turn || has_moved || Date::now() > self.until {
                return;
            }
            match document().query_selector(self.selector).ok().flatten() {
                Some(element) => (self.act)(element),
                None => self.go_on(),
            }
        });
    }
}

/// What has the focus, if it is more than the page itself.
pub(crate) fn focused() -> Option<Element> {
    document().active_element().filter(|active| active.tag_name() != "BODY")
}
