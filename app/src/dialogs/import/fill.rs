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

/// Rows of a database that was read, beyond which nobody is to double them with one press: the load dialog asks first.
const MOST_ROWS: u64 = 1_000_000;

/// A button that starts a load of all tables that were read into the target that they are of, and makes them the dataset: in the place of another, if
/// there is work in it. Nothing where they have many rows already. What is wrong is put into `error`.
pub(super) fn button(
    target: String,
    spec: DatasetSpec,
    has_work: bool,
    open: RwSignal<Option<OpenDialog>>,
    error: RwSignal<Option<String>>,
) -> Option<AnyView> {
    let workspace = expect_context::<Workspace>();
    let board = expect_context::<JobBoard>();
    if spec.tables.iter().map(|table| table.rows).fold(0, u64::saturating_add) > MOST_ROWS {
        return None;
    }
    let task = Task::new();
    let label = if has_work {
        t!("Replace everything, and fill the tables of {0}", target)
    } else {
        t!("Fill the tables of {0}", target)
    };
    let spec = StoredValue::new(spec);
    let fill = move || {
        let (spec, target) = (spec.get_value(), target.clone());
        task.run(async move {
            let started = start(workspace, &spec, target).await;
            // Whoever closed the dialog sees the run, which goes on.
            let is_open = error.try_get_untracked().is_some();
            match started {
                Ok(()) => {
                    if has_work && is_open {
                        workspace.replace(&t!("import"), spec);
                    }
                    board.show();
                    if is_open {
                        open.set(None);
                    }
                }
                Err(refused) if is_open => error.set(Some(refused.to_string())),
                Err(_) => {}
            }
        });
    };
    let button = Button::new("", fill).text(label).off(move || task.is_pending()).id("fill-target");
    Some(
        view! {
            {button.title(|| Some(t!("Rows are added to those that are there, with every constraint in force."))).view()}
        }
        .into_any(),
    )
}

async fn start(workspace: Workspace, spec: &DatasetSpec, target: String) -> Result<(), CallError> {
    let dataset = api::id_of(&workspace, spec).await?;
    let request = JobRequest { dataset, target, mode: LoadMode::Append, ..JobRequest::default() };
    api::start_job(&request).await.map(|_| ())
}
