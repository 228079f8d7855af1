use leptos::prelude::*;
use leptos_meta::{HashedStylesheet, MetaTags, Title, provide_meta_context};
use leptos_router::{
    SsrMode,
    components::{Route, Router, Routes},
    path,
};

use crate::{
    jobs::{JobBoard, JobDrawer},
    page::{NotFound, Page},
};

/// The document around the application, rendered on the server.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <meta name="description" content="Test data in bulk: any row at once, as a stream, in a database" />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <HashedStylesheet options=options.clone() id="style" />
                <HydrationScripts options />
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// The application: the page for the address, and the jobs, which stay when the address changes.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_context(JobBoard::new());
    view! {
        <Title text="Rowmill" />
        <Router>
            <div class="app">
                <Routes fallback=NotFound>
                    <Route path=path!("/") view=Page ssr=SsrMode::Async />
                    <Route path=path!("/d/:id") view=Page ssr=SsrMode::Async />
                </Routes>
                <JobDrawer />
            </div>
        </Router>
    }
}
