//! Files that the page itself writes: its workers make the rows, offline too.

use leptos::{prelude::*, task::spawn_local};

use crate::api;

mod own_files;
mod panel;
mod place;
mod running;

pub(crate) use self::{
    panel::ExportPanel,
    running::{Exports, Order},
};

/// The element of the document that names the workers' script and module.
pub(crate) const WORKER: &str = "workers";

/// The workers' script and module, by their addresses.
fn files() -> Option<(String, String)> {
    let names = document().get_element_by_id(WORKER)?.get_attribute("content")?;
    names.split_once(' ').map(|(script, module)| (script.to_owned(), module.to_owned()))
}

/// Has the browser keep the workers' files for when there may be no server. (Firefox takes no `prefetch` under this page's policy.)
pub(crate) fn fetch_ahead() {
    let Some((script, module)) = files() else { return };
    spawn_local(async move {
        // A browser that gives pages no files has none left over.
        let _ = own_files::remove_left_over().await;
        api::keep(&script).await;
        api::keep(&module).await;
    });
}
