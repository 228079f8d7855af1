//! The application: what the server renders and the browser makes alive.

use leptos::prelude::*;

use crate::{
    opened::opened,
    page::Screen,
    runs::{JobBoard, JobDrawer},
};

/// The application: the page, and the loads.
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
