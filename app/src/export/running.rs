//! An export that is under way, and the worker that writes it.

use std::time::Duration;

use js_sys::{Array, Date};
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use wasm_bindgen_futures::spawn_local;
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};

use super::{
    files, own_files,
    place::{Place, choose},
};
use crate::language::{message as said, t};

/// What is to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Order {
    /// The spec, as JSON.
    pub(crate) spec: String,
    pub(crate) table: String,
    /// The name of the file.
    pub(crate) file: String,
    /// The format.
    pub(crate) format: String,
    /// The query that the API would be asked with.
    pub(crate) query: String,
}

/// How long a worker may take to give up.
const PATIENCE: Duration = Duration::from_secs(3);

/// How an export stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum State {
    Running,
    Paused,
    Done,
    Failed(String),
}

/// An export, as it is shown.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Export {
    /// When it began, in milliseconds since 1970.
    pub(super) id: f64,
    pub(super) file: String,
    pub(super) state: State,
    /// Rows to write; 0 until that is known.
    pub(super) total: f64,
    pub(super) rows: f64,
    pub(super) bytes: f64,
    /// Seconds that it has been at work.
    pub(super) seconds: f64,
}

/// The export of this page, if there is one. A copy is the same.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Exports {
    pub(super) now: RwSignal<Option<Export>>,
    worker: StoredValue<Option<SendWrapper<Worker>>>,
    /// When the counting of its seconds went on, in milliseconds.
    since: StoredValue<f64>,
}

impl Exports {
    pub(crate) fn new() -> Self {
        Self { now: RwSignal::new(None), worker: StoredValue::new(None), since: StoredValue::new(0.0) }
    }

    /// Whether there is a file to tell of.
    pub(crate) fn is_there(self) -> bool {
        self.now.with(Option::is_some)
    }

    /// Whether a file is being written.
    pub(crate) fn is_at_work(self) -> bool {
        self.now
            .with(|now| now.as_ref().is_some_and(|now| matches!(now.state, State::Running | State::Paused)))
    }

    /// Asks where the file goes and begins to write it. Whether it has begun: not if whoever was asked thought better of it.
    ///
    /// # Errors
    /// Why this browser cannot write it, for people.
    pub(crate) async fn start(self, order: Order) -> Result<bool, String> {
        let file = order.file.clone();
        let Some(place) = choose(&file).await? else { return Ok(false) };
        // Another may have begun meanwhile.
        if untrack(|| self.is_at_work()) {
            return Ok(false);
        }
        let unable = || t!("The worker that writes files did not start. Load this page again.");
        let (address, _) = files().ok_or_else(unable)?;
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        options.set_name("writer");
        let worker = Worker::new_with_options(&address, &options).map_err(|_| unable())?;
        let hearing = worker.clone();
        let shown = file.clone();
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let message: Array = event.data().dyn_into().unwrap_or_default();
            self.hear(&hearing, &message, &order, &place, &shown);
        });
        worker.set_onmessage(Some(on_message.into_js_value().unchecked_ref()));
        let on_error = Closure::<dyn FnMut()>::new(move || {
            let has_begun = self.now.with_untracked(|now| now.as_ref().is_some_and(|now| now.total > 0.0));
            let broken = || t!("The worker that writes files broke off.");
            self.end(State::Failed(if has_begun { broken() } else { unable() }));
        });
        worker.set_onerror(Some(on_error.into_js_value().unchecked_ref()));
        self.worker.set_value(Some(SendWrapper::new(worker)));
        self.since.set_value(Date::now());
        let export = Export {
            id: Date::now(),
            file,
            state: State::Running,
            total: 0.0,
            rows: 0.0,
            bytes: 0.0,
            seconds: 0.0,
        };
        self.now.set(Some(export));
        Ok(true)
    }

    /// Stops for a while, or goes on.
    pub(super) fn pause(self) {
        let is_paused =
            self.now.with_untracked(|now| now.as_ref().is_some_and(|now| now.state == State::Paused));
        self.count_seconds();
        self.tell(if is_paused { "resume" } else { "pause" });
        self.update(|now| now.state = if is_paused { State::Running } else { State::Paused });
    }

    /// Ends it without a file. A worker that does not answer is ended.
    pub(super) fn cancel(self) {
        self.tell("cancel");
        let is_this = self.now.with_untracked(|now| now.as_ref().map(|now| now.id));
        set_timeout(
            move || {
                let is_still = self.now.with_untracked(|now| now.as_ref().map(|now| now.id)) == is_this;
                if is_still && untrack(|| self.is_at_work()) {
                    self.stop_worker();
                    self.close();
                }
            },
            PATIENCE,
        );
    }

    /// Takes what has ended off the screen.
    pub(super) fn close(self) {
        self.now.set(None);
    }

    /// A message of the worker; their words are those of its `protocol`.
    fn hear(self, worker: &Worker, message: &Array, order: &Order, place: &Place, shown: &str) {
        let number = |index| message.get(index).as_f64().unwrap_or_default();
        match message.get(0).as_string().unwrap_or_default().as_str() {
            "ready" => {
                let makers = window().navigator().hardware_concurrency().max(1.0);
                let file = match place {
                    Place::Chosen(handle) => handle.clone(),
                    Place::Own(name) => name.into(),
                };
                let texts = ["start", &order.spec, &order.table, &order.format, &order.query];
                let start: Array =
                    texts.into_iter().map(JsValue::from).chain([makers.into(), file]).collect();
                // Texts, numbers and handles of files can be sent.
                let _ = worker.post_message(&start);
            }
            "started" => self.update(|now| now.total = number(1)),
            "progress" => {
                self.count_seconds();
                self.update(|now| (now.rows, now.bytes) = (number(1), number(2)));
            }
            "done" => {
                self.count_seconds();
                self.update(|now| (now.rows, now.bytes) = (number(1), number(2)));
                match place {
                    Place::Chosen(_) => self.end(State::Done),
                    Place::Own(name) => self.hand_on(name.clone(), shown.to_owned()),
                }
            }
            "failed" => self.end(State::Failed(said(&message.get(1).as_string().unwrap_or_default()))),
            "cancelled" => {
                self.stop_worker();
                self.close();
            }
            _ => {}
        }
    }

    fn hand_on(self, name: String, shown: String) {
        spawn_local(async move {
            let handed = own_files::hand_on(&name, &shown).await;
            self.end(match handed {
                Ok(()) => State::Done,
                Err(_) => State::Failed(t!("The browser does not give the file away. Use Download.")),
            });
        });
    }

    fn end(self, state: State) {
        self.stop_worker();
        self.update(|now| now.state = state);
    }

    fn stop_worker(self) {
        if let Some(Some(worker)) = self.worker.try_update_value(Option::take) {
            worker.terminate();
        }
    }

    /// Counts the time since it was last counted, if it is one of work.
    fn count_seconds(self) {
        let now = Date::now();
        let passed = (now - self.since.get_value()) / 1e3;
        self.since.set_value(now);
        self.update(|now| {
            if now.state == State::Running {
                now.seconds += passed;
            }
        });
    }

    fn update(self, change: impl FnOnce(&mut Export)) {
        self.now.update(|now| {
            if let Some(now) = now {
                change(now);
            }
        });
    }

    fn tell(self, what: &str) {
        self.worker.with_value(|worker| {
            if let Some(worker) = worker {
                // A text can be sent.
                let _ = worker.post_message(&Array::of1(&what.into()));
            }
        });
    }
}
