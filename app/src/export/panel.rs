//! The line that tells how far an export is.

use leptos::{ev, prelude::*};

use super::running::{Export, Exports, State};
use crate::{
    controls::{Button, maybe, text},
    language::t,
    numbers::{bytes, duration, grouped},
};

/// How far the export is, with what can be done about it.
#[component]
pub(crate) fn ExportPanel(exports: Exports) -> AnyView {
    let state = Memo::new(move |_| exports.now.with(|now| now.as_ref().map(|now| now.state.clone())));
    // A browser asks before it leaves a page with a file that is not complete.
    Effect::new(move |_| {
        let leaving = window_event_listener(ev::beforeunload, move |event| {
            if untrack(move || exports.is_at_work()) {
                event.prevent_default();
            }
        });
        on_cleanup(move || leaving.remove());
    });
    let percent = move || exports.now.with(|now| now.as_ref().map_or(0.0, share));
    view! {
                <div class="export" role="group" aria-label=t!("File")>
                    <div class="progress" role="progressbar" aria-label=t!("Written") aria-valuemin="0" aria-valuemax="100" aria-valuenow=move || format!("{:.1}", percent())>
                        <div class="progress-done" style:width=move || format!("{:.1}%", percent())></div>
                    </div>
                    <span class="export-numbers">{text(move || exports.now.with(|now| now.as_ref().map(numbers).unwrap_or_default()))}</span>
                    <span class="export-state" role="status" class:problem=move || matches!(state.get(), Some(State::Failed(_)))>
                        {text(move || state.get().map(said).unwrap_or_default())}
                    </span>
                    {maybe(move || Some(match state.get()? {
                        State::Running => view! {
                            {Button::new("Pause", move || exports.pause()).view()}
                            {Button::new("Cancel", move || exports.cancel()).view()}
                        }.into_any(),
                        State::Paused => view! {
                            {Button::new("Go on", move || exports.pause()).view()}
                            {Button::new("Cancel", move || exports.cancel()).view()}
                        }.into_any(),
                        State::Done | State::Failed(_) => Button::new("Close", move || exports.close()).view(),
                    }))}
                </div>
            }
            .into_any()
}

/// In percent, never 100 before it is complete.
fn share(export: &Export) -> f64 {
    match export.state {
        State::Done => 100.0,
        _ if export.total > 0.0 => (export.rows / export.total * 1e3).floor().min(999.0) / 10.0,
        _ => 0.0,
    }
}

fn said(state: State) -> String {
    match state {
        State::Running => t!("Writing"),
        State::Paused => t!("Paused"),
        State::Done => t!("Done"),
        State::Failed(reason) => t!("Nothing was written: {0}", reason),
    }
}

fn numbers(export: &Export) -> String {
    let rate = if export.seconds > 0.0 { export.bytes / export.seconds } else { 0.0 };
    let mut parts = vec![
        export.file.clone(),
        t!("{0} of {1} rows", grouped(export.rows as u64), grouped(export.total as u64)),
        bytes(export.bytes),
    ];
    if rate > 0.0 {
        parts.push(t!("{0} a second", bytes(rate)));
    }
    if export.state == State::Running && export.rows > 0.0 {
        let left = (export.total - export.rows) / export.rows * export.seconds;
        parts.push(t!("{0} left", duration(left)));
    }
    parts.join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_export_is_whole_only_when_it_is_closed() {
        let mut export = Export {
            id: 0.0,
            file: "t.csv".to_owned(),
            state: State::Running,
            total: 1_000.0,
            rows: 250.0,
            bytes: 2_500_000.0,
            seconds: 0.5,
        };
        assert_eq!(share(&export), 25.0);
        assert_eq!(numbers(&export), "t.csv · 250 of 1,000 rows · 2.5 MB · 5.0 MB a second · 2 s left");
        export.rows = 1_000.0;
        assert_eq!(share(&export), 99.9);
        export.state = State::Done;
        assert_eq!(share(&export), 100.0);
        // No rows are a file too.
        assert_eq!(share(&Export { total: 0.0, ..export }), 100.0);
    }
}
