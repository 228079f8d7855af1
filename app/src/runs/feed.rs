//! The events of all jobs. A browser opens six connections to a server for all its tabs together, so one tab has the stream,
//! and relays what it reads to the others; which one, a lock of the browser decides, that passes on when its tab is closed.

use std::{
    cell::{OnceCell, RefCell},
    rc::Rc,
    time::Duration,
};

use js_sys::{Function, Promise, Reflect};
use leptos::prelude::{set_timeout, window};
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure, prelude::wasm_bindgen};
use web_sys::{BroadcastChannel, EventSource, MessageEvent};

/// The name of lock and channel.
const NAME: &str = "rowmill-jobs";
/// What is listened to: the server's events, and those of the connection.
const EVENTS: [&str; 9] =
    ["snapshot", "started", "progress", "done", "failed", "stopped", "experiment", "open", "error"];
/// What a new tab says to the others: it needs a snapshot.
const HELLO: &str = "hello";
/// How long a stream that the browser has given up stays closed.
const RETRY: Duration = Duration::from_secs(1);

#[wasm_bindgen]
extern "C" {
    // The Web Locks API, which web-sys calls unstable.
    #[wasm_bindgen(js_namespace = ["navigator", "locks"], js_name = request)]
    fn request_lock(name: &str, held: &JsValue) -> Promise;
}

/// Takes the name and the data of an event.
type Receive = Box<dyn Fn(&str, &str)>;

/// One of the browser's tabs.
struct Tab {
    channel: BroadcastChannel,
    receive: Receive,
    /// What the stream calls with every event.
    on_event: OnceCell<Function>,
    /// The stream, in the tab that has the lock.
    source: RefCell<Option<EventSource>>,
}

/// Calls `receive` with the name and the data of every event from now on; `open` and `error` tell whether the server answers.
/// Returns false if the browser cannot share a stream among its tabs: it is old, or the page comes without TLS from another
/// machine.
pub(super) fn listen(receive: impl Fn(&str, &str) + 'static) -> bool {
    let navigator = Reflect::get(&window(), &"navigator".into());
    let locks = navigator.and_then(|navigator| Reflect::get(&navigator, &"locks".into()));
    let (Ok(true), Ok(channel)) = (locks.map(|locks| locks.is_object()), BroadcastChannel::new(NAME)) else {
        return false;
    };
    let tab = Rc::new(Tab {
        channel,
        receive: Box::new(receive),
        on_event: OnceCell::new(),
        source: RefCell::default(),
    });
    let telling = Rc::clone(&tab);
    tab.on_event.get_or_init(|| function(move |event| telling.on_event(&event)));
    let hearing = Rc::clone(&tab);
    tab.channel.set_onmessage(Some(&function(move |event| hearing.hear(&text(&event)))));
    tab.say(HELLO);
    let held = Closure::once_into_js(move || {
        tab.open();
        // Held for as long as the tab is there.
        Promise::new(&mut |_, _| {})
    });
    // A request that is refused leaves this tab to listen to the others.
    let _ = request_lock(NAME, &held);
    true
}

/// Has other tabs look again: something has changed that no event tells of.
pub(super) fn tell_others() {
    if let Ok(channel) = BroadcastChannel::new(NAME) {
        // A channel that is open takes every text.
        let _ = channel.post_message(&"changed\n".into());
        channel.close();
    }
}

/// A function for the browser, which has it for as long as the page is there.
fn function(call: impl Fn(MessageEvent) + 'static) -> Function {
    Closure::<dyn Fn(MessageEvent)>::new(call).into_js_value().unchecked_into()
}

/// What an event brings; nothing for those of the connection.
fn text(event: &MessageEvent) -> String {
    event.data().as_string().unwrap_or_default()
}

impl Tab {
    /// Opens the stream, which begins with a snapshot, in place of the one before it.
    fn open(self: &Rc<Self>) {
        let Ok(source) = EventSource::new("/api/events") else { return };
        if let Some(on_event) = self.on_event.get() {
            for name in EVENTS {
                let _ = source.add_event_listener_with_callback(name, on_event);
            }
        }
        if let Some(before) = self.source.replace(Some(source)) {
            before.close();
        }
    }

    /// An event of the stream: for this tab and the others.
    fn on_event(self: &Rc<Self>, event: &MessageEvent) {
        let (name, data) = (event.type_(), text(event));
        self.say(&format!("{name}\n{data}"));
        (self.receive)(&name, &data);
        let is_given_up = |source: &EventSource| source.ready_state() == EventSource::CLOSED;
        if name == "error" && self.source.borrow().as_ref().is_some_and(is_given_up) {
            let tab = Rc::clone(self);
            set_timeout(move || tab.open(), RETRY);
        }
    }

    /// What another tab says.
    fn hear(self: &Rc<Self>, message: &str) {
        match message.split_once('\n') {
            Some((name, data)) => (self.receive)(name, data),
            None if self.source.borrow().is_none() => {}
            None => self.open(),
        }
    }

    fn say(&self, message: &str) {
        // A channel that is open takes every text.
        let _ = self.channel.post_message(&message.into());
    }
}
