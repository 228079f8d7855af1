//! What the page says of what was done.

use std::time::Duration;

use leptos::prelude::*;

use super::{Act, Page};
use crate::{
    controls::{maybe, text},
    language::t,
    workspace::{Notice, Workspace},
};

/// How long what was done stays to be read. What went wrong, and what nothing else tells, stays until it is closed, or something else is
/// done.
const READING: Duration = Duration::from_secs(12);
/// What a hand or the keyboard is at is not taken away.
const AT_IT: &str = ".notice-line:is(:hover, :focus-within)";

/// What there is to say. It is there from the start, so that what appears in it is read out.
pub(super) fn notice(page: Page) -> AnyView {
    let notice = page.workspace.notice;
    let is_said = Memo::new(move |_| notice.with(Option::is_some));
    let is_error =
        Signal::derive(move || notice.with(|notice| notice.as_ref().is_some_and(|notice| notice.is_error)));
    Effect::new(move |_| {
        if let Some(said) = notice.get().filter(|said| !said.stays) {
            end_in_time(page.workspace, said);
        }
    });
    let close = move || {
        notice.set(None);
        page.run(Act::BackToGrid);
    };
    let close = move || {
        view! {
            <button type="button" class="quiet close" aria-label=t!("Close") on:click=move |_| close()>"✕"</button>
        }
        .into_any()
    };
    view! {
        <div class="notice-line" class:said=is_said class:error=is_error>
            <p class="notice" role="status">
                {text(move || notice.with(|notice| notice.as_ref().map(|notice| notice.text.clone()).unwrap_or_default()))}
            </p>
            {maybe(move || is_said.get().then(close))}
        </div>
    }
    .into_any()
}

/// Ends a notice when it could be read, unless another one has taken its place by then.
fn end_in_time(workspace: Workspace, said: Notice) {
    set_timeout(
        move || {
            if workspace.notice.with_untracked(|now| now.as_ref() != Some(&said)) {
                return;
            }
            if document().query_selector(AT_IT).ok().flatten().is_some() {
                end_in_time(workspace, said);
            } else {
                workspace.notice.set(None);
            }
        },
        READING,
    );
}
