use std::{pin::Pin, sync::Arc};

use generator::DatasetSpec;

/// What looking for a saved dataset comes to: its spec, or a message for a person.
pub type DatasetFuture = Pin<Box<dyn Future<Output = Result<DatasetSpec, String>> + Send>>;

/// Where saved datasets are found while the page is rendered on the server, which provides this as context.
#[derive(Clone)]
pub struct DatasetSource(Arc<dyn Fn(String) -> DatasetFuture + Send + Sync>);

impl DatasetSource {
    /// A source that asks `find` for an id.
    pub fn new(find: Arc<dyn Fn(String) -> DatasetFuture + Send + Sync>) -> Self {
        Self(find)
    }

    /// The spec of a saved dataset.
    pub(crate) fn find(&self, id: String) -> DatasetFuture {
        (self.0)(id)
    }
}
