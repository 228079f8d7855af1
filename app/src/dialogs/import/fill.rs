//! One press that fills the tables of a database which was read: each of them, parents first, with every constraint in force.

use contract::{JobRequest, LoadMode};
use generator::DatasetSpec;
use leptos::prelude::*;

use crate::{
    api::{self, CallError},
    controls::{Button, Task},
    dialogs::OpenDialog,
    language::t,
    runs::JobBoard,
    workspace::Workspace,
};

/// A button that starts a load of all tables into the target that they are of; `before` makes the dataset what was read. What is wrong is put into
/// `error`.
pub(super) fn button(
    target: String,
    before: impl Fn() + Copy + Send + Sync + 'static,
    open: RwSignal<Option<OpenDialog>>,
    error: RwSignal<Option<String>>,
) -> AnyView {
    let workspace = expect_context::<Workspace>();
    let board = expect_context::<JobBoard>();
    let task = Task::new();
    let name = target.clone();
    let fill = move || {
        before();
        let (spec, target) = (workspace.spec.get_untracked(), target.clone());
        task.run(async move {
            match start(workspace, spec, target).await {
                Ok(()) => {
                    board.show();
                    open.set(None);
                }
                Err(refused) => {
                    let _ = error.try_set(Some(refused.to_string()));
                }
            }
        });
    };
    Button::new("", fill)
        .text(t!("Fill the tables of {0}", name))
        .off(move || task.is_pending())
        .id("fill-target")
        .view()
        .into_any()
}

async fn start(workspace: Workspace, spec: DatasetSpec, target: String) -> Result<(), CallError> {
    let dataset = api::id_of(&workspace, &spec).await?;
    let request = JobRequest { dataset, target, mode: LoadMode::Append, ..JobRequest::default() };
    api::start_job(&request).await.map(|_| ())
}
