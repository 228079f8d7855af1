//! A part of the document that the server renders, kept as the server would render it now.

use std::{cell::Cell, rc::Rc, time::Duration};

use gloo_timers::future::sleep;
use js_sys::Date;
use leptos::prelude::*;
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
// Pages without the application have no executor but this one.
use wasm_bindgen_futures::spawn_local;
use web_sys::{DomParser, Element, Event, SupportedType};

use super::{feed, morph::morph};
use crate::{
    api::{self, Rendered},
    language::language,
};

/// How long a rendering stays at least before the next one is asked for, in milliseconds.
const REST: f64 = 200.0;
/// How many times as long as it took to ask for it: a server, or a machine, that has much to do is left alone.
const REST_FACTOR: f64 = 4.0;
/// And at most: a machine may have slept meanwhile.
const LONGEST_REST: f64 = 5_000.0;
/// How long a server that has failed is left alone, in milliseconds.
const FAILURE_REST: f64 = 1_000.0;
/// How often the server is asked where the browser cannot share a stream among its tabs.
const POLL: Duration = Duration::from_secs(1);
/// The attribute of a button that says what it asks of the API: a method and a path.
const CALL: &str = "data-call";
/// The attribute of a button that says which element tells of a failure.
const SAID: &str = "data-said";
/// The attribute of a button that says where to go when it is done.
const THEN: &str = "data-then";
/// The attribute of the document's body while the server does not answer: the style sheet shows and hides by it what is known.
const OFFLINE: &str = "data-offline";

/// A part of the document, and where the server renders it. Copies are the same part.
#[derive(Clone)]
pub(super) struct Live {
    part: Rc<Part>,
}

struct Part {
    element: Element,
    address: String,
    is_asking: Cell<bool>,
    /// Whether something has happened since the server was last asked.
    is_due: Cell<bool>,
    /// When the server was heard of last, in milliseconds since 1970.
    heard_at: Cell<f64>,
    is_offline: Cell<bool>,
    /// Is told of every rendering, and whenever the server is gone or there again.
    tell: Box<dyn Fn(&Live)>,
    /// Is told when the server does not show the part any more.
    refused: Box<dyn Fn()>,
}

/// Makes a page alive that consists of nothing but what the server renders.
pub fn enliven() {
    crate::page::restore_colours();
    let Some(element) = document().get_element_by_id("runs") else { return };
    let address = window().location();
    let address = address.pathname().unwrap_or_default() + &address.search().unwrap_or_default();
    let reload = || {
        // A browser that refuses shows what it has.
        let _ = window().location().reload();
    };
    follow(element, address, |_| {}, reload);
}

/// Keeps `element` as the server renders it at `address`, and carries out what its buttons say.
pub(super) fn follow(
    element: Element,
    address: String,
    tell: impl Fn(&Live) + 'static,
    refused: impl Fn() + 'static,
) -> Live {
    let part = Part {
        element,
        address,
        is_asking: Cell::new(false),
        is_due: Cell::new(false),
        heard_at: Cell::new(Date::now()),
        is_offline: Cell::new(false),
        tell: Box::new(tell),
        refused: Box::new(refused),
    };
    let live = Live { part: Rc::new(part) };
    local_times(&live.part.element);
    let pressed = live.clone();
    let on_click = Closure::<dyn Fn(Event)>::new(move |event: Event| pressed.press(&event)).into_js_value();
    // An element that is in the document takes a listener.
    let _ = live.part.element.add_event_listener_with_callback("click", on_click.unchecked_ref());
    let hearing = live.clone();
    let is_fed = feed::listen(move |name, _| {
        hearing.hear(name != "error");
        if name != "error" {
            hearing.refresh();
        }
    });
    live.refresh();
    let seen = live.clone();
    let on_seen = Closure::<dyn Fn(Event)>::new(move |_| seen.refresh()).into_js_value();
    // A document takes a listener.
    let _ = document().add_event_listener_with_callback("visibilitychange", on_seen.unchecked_ref());
    if !is_fed {
        let polling = live.clone();
        spawn_local(async move {
            loop {
                sleep(POLL).await;
                polling.refresh();
            }
        });
    }
    live
}

impl Live {
    /// An attribute of the part, as it was last rendered.
    pub(super) fn attribute(&self, name: &str) -> String {
        self.part.element.get_attribute(name).unwrap_or_default()
    }

    /// When the server was heard of last, in milliseconds since 1970, if it does not answer.
    pub(super) fn silent_since(&self) -> Option<f64> {
        self.part.is_offline.get().then(|| self.part.heard_at.get())
    }

    /// Asks for the part as it is now; once more later, if it is being asked for.
    pub(super) fn refresh(&self) {
        self.part.is_due.set(true);
        if self.part.is_asking.replace(true) {
            return;
        }
        let live = self.clone();
        spawn_local(async move {
            // What nobody sees is asked for when somebody does.
            while !document().hidden() && live.part.is_due.replace(false) {
                let before = Date::now();
                let answer = api::rendered(&live.part.address).await;
                live.hear(!matches!(answer, Rendered::NoAnswer));
                let least = match answer {
                    Rendered::Part(html) => {
                        live.show(&html);
                        REST
                    }
                    // The document says what is there instead: a login, or that it is gone.
                    Rendered::Refused => {
                        (live.part.refused)();
                        return;
                    }
                    Rendered::Failed | Rendered::NoAnswer => {
                        live.part.is_due.set(true);
                        FAILURE_REST
                    }
                };
                let rest = ((Date::now() - before) * REST_FACTOR).clamp(least, LONGEST_REST);
                sleep(Duration::from_millis(rest as u64)).await;
            }
            live.part.is_asking.set(false);
        });
    }

    fn show(&self, html: &str) {
        let parsed =
            DomParser::new().and_then(|parser| parser.parse_from_string(html, SupportedType::TextHtml));
        let part = &self.part.element;
        if let Some(rendered) = parsed.ok().and_then(|document| document.get_element_by_id(&part.id())) {
            morph(part, &rendered);
            local_times(part);
            (self.part.tell)(self);
        }
    }

    /// Notes whether the server answers.
    fn hear(&self, is_there: bool) {
        if is_there {
            self.part.heard_at.set(Date::now());
        }
        if self.part.is_offline.replace(!is_there) == is_there {
            if let Some(body) = document().body() {
                // The name is one.
                let _ = body.toggle_attribute_with_force(OFFLINE, !is_there);
            }
            (self.part.tell)(self);
        }
    }

    fn press(&self, event: &Event) {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let button = target.and_then(|target| target.closest(&format!("[{CALL}]")).ok().flatten());
        let Some(button) = button else { return };
        let attribute = |name| button.get_attribute(name).unwrap_or_default();
        let (call, said, then) = (attribute(CALL), attribute(SAID), attribute(THEN));
        let Some((method, path)) = call.split_once(' ') else { return };
        let (method, path, live) = (method.to_owned(), path.to_owned(), self.clone());
        spawn_local(async move {
            let done = api::act(&method, &path).await;
            if done.is_ok() && !then.is_empty() {
                let _ = window().location().set_href(&then);
                return;
            }
            if let Some(element) = document().get_element_by_id(&said) {
                element.set_text_content(done.err().map(|error| error.to_string()).as_deref());
            }
            feed::tell_others();
            live.refresh();
        });
    }
}

/// Writes the times of a part, which are in UTC, as they are here.
fn local_times(part: &Element) {
    let Ok(times) = part.query_selector_all("time[datetime]") else { return };
    for time in (0..times.length()).filter_map(|index| times.item(index)) {
        let at = time.dyn_ref::<Element>().and_then(|time| time.get_attribute("datetime"));
        let date = Date::new(&at.unwrap_or_default().into());
        let text = String::from(date.to_locale_string(language().code(), &JsValue::UNDEFINED));
        // What is selected in it stays so.
        if time.text_content().as_ref() != Some(&text) {
            time.set_text_content(Some(&text));
        }
    }
}
