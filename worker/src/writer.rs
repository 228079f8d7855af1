//! The worker that writes: it has makers make pieces, and writes them in their order.

use futures::{
    StreamExt as _,
    channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded},
};
use js_sys::{Array, Date, Promise, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{DedicatedWorkerGlobalScope, ErrorEvent, MessageEvent, Worker, WorkerOptions, WorkerType};

use crate::{
    file::File,
    pieces::Pieces,
    protocol::{
        CANCEL, CANCELLED, DONE, FAILED, MADE, MAKE, MAKER, Message, PAUSE, PROGRESS, READY, RESUME, START,
        STARTED, reason,
    },
    say,
};

/// How often the page is told how far it is at most, in milliseconds.
const TELL: f64 = 100.0;
/// How long messages wait at most while pieces are written, in milliseconds.
const BREATHE: f64 = 100.0;
/// Makers at most: a machine has more to do.
const MOST_MAKERS: u64 = 16;

/// What happens to the writer.
enum Event {
    /// A message of the page.
    Page(Message),
    /// A message of a maker.
    Maker(usize, Message),
    /// A maker has broken off.
    Broken(String),
}

/// Why there will be no file.
enum End {
    Cancelled,
    Failed(String),
}

/// Writes what it is told to.
pub(crate) fn listen(scope: &DedicatedWorkerGlobalScope) {
    let (sender, receiver) = unbounded();
    let events = sender.clone();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        // The other end is there for as long as the worker is.
        let _ = events.unbounded_send(Event::Page(Message::of(&event.data())));
    });
    scope.set_onmessage(Some(on_message.into_js_value().unchecked_ref()));
    let scope = scope.clone();
    spawn_local(async move {
        let said = match export(&scope, sender, receiver).await {
            Ok((rows, bytes)) => [DONE.into(), rows.into(), bytes.into()].to_vec(),
            Err(End::Cancelled) => [CANCELLED.into()].to_vec(),
            Err(End::Failed(reason)) => [FAILED.into(), reason.into()].to_vec(),
        };
        say(&scope, &said);
    });
}

/// Waits for the order, carries it out, and gives the rows and bytes of the file.
async fn export(
    scope: &DedicatedWorkerGlobalScope,
    sender: UnboundedSender<Event>,
    mut events: UnboundedReceiver<Event>,
) -> Result<(f64, f64), End> {
    let order = loop {
        match next(&mut events).await? {
            Event::Page(message) if message.kind() == START => break message,
            Event::Page(message) if message.kind() == CANCEL => return Err(End::Cancelled),
            _ => {}
        }
    };
    let makers = start_makers(scope, order.number(5).clamp(1, MOST_MAKERS), &sender)?;
    let file = File::open(scope, order.value(6)).await.map_err(|error| End::Failed(reason(&error)))?;
    let result = write(scope, &order, &makers, &file, &mut events).await;
    makers.iter().for_each(Worker::terminate);
    match result {
        Ok(written) => {
            file.close().await.map_err(|error| End::Failed(reason(&error)))?;
            Ok(written)
        }
        Err(end) => {
            file.abort().await;
            Err(end)
        }
    }
}

async fn next(events: &mut UnboundedReceiver<Event>) -> Result<Event, End> {
    // This worker has a sender itself: the channel is never closed.
    events.next().await.ok_or(End::Cancelled)
}

/// Starts workers of this module that make rows.
fn start_makers(
    scope: &DedicatedWorkerGlobalScope,
    count: u64,
    sender: &UnboundedSender<Event>,
) -> Result<Vec<Worker>, End> {
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    options.set_name(MAKER);
    let address = scope.location().href();
    (0..count as usize)
        .map(|number| {
            let worker =
                Worker::new_with_options(&address, &options).map_err(|error| End::Failed(reason(&error)))?;
            let events = sender.clone();
            let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
                let _ = events.unbounded_send(Event::Maker(number, Message::of(&event.data())));
            });
            worker.set_onmessage(Some(on_message.into_js_value().unchecked_ref()));
            let events = sender.clone();
            let on_error = Closure::<dyn FnMut(ErrorEvent)>::new(move |event: ErrorEvent| {
                let _ = events.unbounded_send(Event::Broken(event.message()));
            });
            worker.set_onerror(Some(on_error.into_js_value().unchecked_ref()));
            Ok(worker)
        })
        .collect()
}

/// Has all rows made and writes them.
async fn write(
    scope: &DedicatedWorkerGlobalScope,
    order: &Message,
    makers: &[Worker],
    file: &File,
    events: &mut UnboundedReceiver<Event>,
) -> Result<(f64, f64), End> {
    let mut pieces: Option<Pieces<Uint8Array>> = None;
    let mut started = 0;
    let (mut is_paused, mut told_at, mut breathed_at) = (false, 0.0, Date::now());
    let (mut rows, mut bytes) = (0.0, 0.0);
    loop {
        // What has happened meanwhile comes first: nobody waits for a file to stop.
        let event = events.try_recv().ok();
        let has_next = !is_paused && pieces.as_ref().is_some_and(Pieces::has_next);
        let event = match event {
            None if !has_next => Some(next(events).await?),
            event => event,
        };
        match event {
            Some(Event::Page(message)) => match message.kind().as_str() {
                CANCEL => return Err(End::Cancelled),
                PAUSE => is_paused = true,
                RESUME => is_paused = false,
                _ => {}
            },
            Some(Event::Maker(maker, message)) => match (message.kind().as_str(), &mut pieces) {
                (READY, _) => send(
                    &makers[maker],
                    &[START.into(), order.value(1), order.value(2), order.value(3), order.value(4)],
                ),
                (STARTED, _) => {
                    started += 1;
                    // They wait for one another: the first one would be given the first pieces of all.
                    if started == makers.len() {
                        let of_table = message.number(1)..message.number(2);
                        say(scope, &[STARTED.into(), ((of_table.end - of_table.start) as f64).into()]);
                        pieces = Some(Pieces::new(of_table, message.number(3), makers.len()));
                    }
                }
                (MADE, Some(pieces)) => {
                    let made: Uint8Array = message.value(2).unchecked_into();
                    pieces.made(maker, message.number(1), made, message.number(3));
                }
                (FAILED, _) => return Err(End::Failed(message.text(1))),
                _ => {}
            },
            Some(Event::Broken(reason)) => return Err(End::Failed(reason)),
            None => {
                if let Some((made, count)) = pieces.as_mut().and_then(Pieces::take) {
                    file.write(&made).await.map_err(|error| End::Failed(reason(&error)))?;
                    // A write that waits for nobody lets no message in.
                    if Date::now() - breathed_at >= BREATHE {
                        breathe(scope).await;
                        breathed_at = Date::now();
                    }
                    rows += count as f64;
                    bytes += f64::from(made.length());
                    if Date::now() - told_at >= TELL {
                        told_at = Date::now();
                        say(scope, &[PROGRESS.into(), rows.into(), bytes.into()]);
                    }
                }
            }
        }
        let Some(pieces) = &mut pieces else { continue };
        if pieces.is_done() {
            return Ok((rows, bytes));
        }
        while !is_paused && let Some((maker, piece, rows)) = pieces.give() {
            let numbers = [piece as f64, rows.start as f64, rows.end as f64].map(JsValue::from);
            send(&makers[maker], &[&[MAKE.into()], &numbers[..]].concat());
        }
    }
}

/// Lets the messages in that have come.
async fn breathe(scope: &DedicatedWorkerGlobalScope) {
    let wait = Promise::new(&mut |resolve, _| {
        // A timer of a worker takes a function.
        let _ = scope.set_timeout_with_callback(&resolve);
    });
    // It is never rejected.
    let _ = JsFuture::from(wait).await;
}

fn send(worker: &Worker, message: &[JsValue]) {
    let message: Array = message.iter().collect();
    // Texts and numbers can be sent.
    let _ = worker.post_message(&message);
}
