//! The application: what the server renders and the browser makes alive.

use leptos::prelude::*;

use crate::{
    jobs::{JobBoard, JobDrawer},
    opened::opened,
    page::Screen,
};

/// The application: the page, and the jobs.
#[component]
pub fn App() -> impl IntoView {
    provide_context(JobBoard::new());
    view! {
        <div class="app">
            <Screen opened=opened() />
            <JobDrawer />
        </div>
    }
}
