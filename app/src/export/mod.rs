//! Files that the page itself writes: its workers make the rows, offline too.

mod own_files;
mod panel;
mod place;
mod running;

pub(crate) use self::{
    panel::ExportPanel,
    running::{Exports, Order},
};

/// The element of the document that names the workers' script.
pub(crate) const WORKER: &str = "worker";
