//! placeholder
use std::sync::Arc;
use std::pin::Pin;
use generator::DatasetSpec;
use leptos::prelude::*;
#[derive(Clone)]
pub struct DatasetSource(Arc<dyn Fn(String) -> Pin<Box<dyn Future<Output = Result<DatasetSpec, String>> + Send>> + Send + Sync>);
impl DatasetSource { pub fn new(f: Arc<dyn Fn(String) -> Pin<Box<dyn Future<Output = Result<DatasetSpec, String>> + Send>> + Send + Sync>) -> Self { Self(f) } }
#[component]
pub fn App() -> impl IntoView { view!{ <p>"x"</p> } }
pub fn shell(_options: LeptosOptions) -> impl IntoView { view! { <App/> } }
