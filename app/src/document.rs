//! The document around the application, which only the server renders.

use generator::DatasetSpec;
use leptos::{nonce::use_nonce, prelude::*};

use crate::{
    application::App,
    language::{ELEMENT as MESSAGES, embedded as messages, language, t},
    opened::{ELEMENT, Opened},
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
}

/// The document around the application, rendered on the server. A failure is a page of its own, without the application.
pub fn shell(files: PageFiles, opened: Opened) -> impl IntoView {
    let PageFiles { style, script, module } = files;
    let failure = match &opened {
        Opened::Failure(failure) => Some(failure.message()),
        Opened::Example | Opened::Dataset { .. } => None,
    };
    let scripts = failure.is_none().then(|| {
        let start = format!(
            "import start, {{ hydrate }} from \"{script}\"; start({{ module_or_path: \"{module}\" }}).then(() => hydrate());"
        );
        view! {
            <link rel="modulepreload" href=script nonce=use_nonce() />
            <link rel="preload" href=module r#as="fetch" r#type="application/wasm" crossorigin="" />
            <script type="module" nonce=use_nonce() inner_html=start></script>
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
                <title>"Rowmill"</title>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="stylesheet" href=style />
                <Messages />
                <OpenedDataset opened />
                {scripts}
            </head>
            <body>
                {match failure {
                    Some(message) => view! { <Failure message /> }.into_any(),
                    None => view! { <App /> }.into_any(),
                }}
            </body>
        </html>
    }
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
#[component]
fn Failure(message: String) -> impl IntoView {
    view! {
        <main class="failure">
            <h1>"Rowmill"</h1>
            <p role="alert">{message}</p>
            <p><a href="/">{t!("Start with a new dataset")}</a></p>
        </main>
    }
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
