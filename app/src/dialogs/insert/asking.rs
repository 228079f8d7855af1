//! Asking the target what it says of a form: again when the form has changed and rests, one request at a time.

use std::time::Duration;

use contract::JobRequest;
use gloo_timers::future::sleep;
use leptos::{prelude::*, task::spawn_local};
use web_sys::AbortController;

use super::form::{Asked, Form};
use crate::{api, workspace::Workspace};

/// How long the form rests before the target is asked.
const REST: Duration = Duration::from_millis(300);

/// Keeps `asked` at what the target says of `form`.
pub(super) fn ask(workspace: Workspace, form: RwSignal<Form>, asked: RwSignal<Asked>) {
    let request = Memo::new(move |_| form.with(Form::request).ok().flatten());
    let asking = StoredValue::new_local(None::<AbortController>);
    let stop_asking = move || {
        if let Some(Some(before)) = asking.try_update_value(Option::take) {
            before.abort();
        }
    };
    on_cleanup(stop_asking);
    Effect::new(move |_| {
        let request = request.get();
        stop_asking();
        asked.set(Asked::Waiting);
        let (Some(request), Ok(controller)) = (request, AbortController::new()) else { return };
        asking.set_value(Some(controller.clone()));
        spawn_local(async move {
            sleep(REST).await;
            if controller.signal().aborted() {
                return;
            }
            let answer = answer(workspace, request, &controller).await;
            if !controller.signal().aborted() {
                let _ = asked.try_set(answer);
            }
        });
    });
}

async fn answer(workspace: Workspace, mut request: JobRequest, controller: &AbortController) -> Asked {
    let spec = workspace.spec.get_untracked();
    let known = workspace.saved.with_untracked(|saved| saved.id_of(&spec));
    let is_known = known.is_some();
    request.dataset = known.unwrap_or_default();
    match api::preflight(&request, (!is_known).then_some(&spec), &controller.signal()).await {
        Ok(preflight) => Asked::Answered(preflight),
        Err(error) => Asked::Failed(error.to_string()),
    }
}
