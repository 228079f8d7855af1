//! The documents, which only the server renders.

use generator::DatasetSpec;
use leptos::{nonce::use_nonce, prelude::*};

use crate::{
    application::App,
    experiments::ExperimentsPage,
    export::WORKER,
    language::{ELEMENT as MESSAGES, embedded as messages, language, t},
    opened::{ELEMENT, Opened},
    runs::{RunsPage, body},
};

/// The addresses of the files that every page needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageFiles {
    /// The style sheet.
    pub style: String,
    /// The script that loads the module.
    pub script: String,
    /// The WebAssembly module.
    pub module: String,
    /// The script that a worker of the page starts with.
    pub worker: String,
    /// The workers' WebAssembly module.
    pub worker_module: String,
}

/// The document around the application, rendered on the server. A failure is a page of its own, without the application.
pub fn shell(files: PageFiles, opened: Opened) -> impl IntoView {
    let (is_alive, body) = match &opened {
        Opened::Failure(failure) => (false, failure_page(failure.message())),
        Opened::Example | Opened::Dataset { .. } => (true, view! { <App /> }.into_any()),
    };
    let head = view! { <OpenedDataset opened /> }.into_any();
    document("Rowmill", files, is_alive, head, body)
}

/// The document around a page of loads, all of which the server renders.
pub fn runs_shell(files: PageFiles, page: RunsPage) -> impl IntoView {
    let title = format!("{} – Rowmill", page.title());
    document(&title, files, true, ().into_any(), body(page.part()))
}

/// The document around a page of experiments, all of which the server renders.
pub fn experiments_shell(files: PageFiles, page: ExperimentsPage) -> impl IntoView {
    let title = format!("{} – Rowmill", page.title());
    document(&title, files, true, ().into_any(), body(page.part()))
}

/// A document. `head` is what stands in its head besides what every document has; one that is alive loads the module.
fn document(title: &str, files: PageFiles, is_alive: bool, head: AnyView, body: AnyView) -> AnyView {
    let PageFiles { style, script, module, worker, worker_module } = files;
    let scripts = is_alive.then(|| {
        let start = format!(
            "import start, {{ hydrate }} from \"{script}\"; start({{ module_or_path: \"{module}\" }}).then(() => hydrate());"
        );
        view! {
            <link rel="modulepreload" href=script nonce=use_nonce() />
            <link rel="preload" href=module r#as="fetch" r#type="application/wasm" crossorigin="" />
            <script type="module" nonce=use_nonce() inner_html=start></script>
            <meta name="workers" id=WORKER content=format!("{worker} {worker_module}") />
        }
    });
    view! {
        <!DOCTYPE html>
        <html lang=language().code()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <meta name="description" content=t!("Test data in bulk: any row at once, as a stream, in a database") />
                // A text in braces would come with a mark behind it, which titles show.
                <title inner_html=escaped(title)></title>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="stylesheet" href=style />
                <Messages />
                {head}
                {scripts}
            </head>
            <body>{body}</body>
        </html>
    }
    .into_any()
}

/// A text as the content of an element.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// The element that brings the texts of a language other than English. It is data: no browser runs it.
#[component]
fn Messages() -> impl IntoView {
    let messages = messages(language())?;
    Some(view! { <script type="application/json" id=MESSAGES inner_html=messages></script> })
}

/// The element that brings the spec of a saved dataset into the browser. It is data: no browser runs it.
#[component]
fn OpenedDataset(opened: Opened) -> impl IntoView {
    let Opened::Dataset { spec, .. } = opened else { return None };
    Some(view! { <script type="application/json" id=ELEMENT inner_html=embedded(&spec)></script> })
}

/// JSON that cannot end the element that it stands in: in JSON, `<` is only in strings, where it may be escaped.
fn embedded(spec: &DatasetSpec) -> String {
    spec.to_canonical_json().replace('<', "\\u003c")
}

/// A page that only says what is wrong.
fn failure_page(message: String) -> AnyView {
    view! {
        <main class="failure">
            <h1>"Rowmill"</h1>
            <p role="alert">{message}</p>
            <p><a href="/">{t!("Start with a new dataset")}</a></p>
        </main>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_ends_the_element() {
        let json = r#"{"rowmill":1,"tables":[{"name":"</script><b>","rows":1,"columns":[{"name":"a","type":"int"}]}]}"#;
        let spec = DatasetSpec::from_json(json).unwrap();
        assert!(!embedded(&spec).contains('<'));
        assert_eq!(DatasetSpec::from_json(&embedded(&spec)).unwrap(), spec);
    }
}
