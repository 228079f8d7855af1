//! Datasets: those that were opened here, those of the server, and the examples.

use leptos::prelude::*;

use super::{OpenDialog, dialog::Dialog};
use crate::{
    api,
    controls::{Choice, Finder, asked},
    language::{Language, language, t},
    numbers::{local_time, short},
    page::Page,
    workspace::names,
};

/// Datasets of the server that are listed.
const LISTED: u32 = 100;

/// Where a choice leads.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Way {
    /// To an address.
    Address(String),
    /// To an example of this name.
    Example(String),
}

/// Opens another dataset.
#[component]
pub(crate) fn DatasetsDialog(open: RwSignal<Option<OpenDialog>>, page: Page) -> AnyView {
    let of_server = asked(api::datasets(LISTED));
    let examples = asked(api::examples());
    let known = names::known();
    let all = Memo::new(move |_| {
        let mut all: Vec<(Choice, Way)> = Vec::new();
        for dataset in &known {
            let choice = Choice {
                label: if dataset.name.is_empty() { dataset.tables.clone() } else { dataset.name.clone() },
                detail: if dataset.name.is_empty() {
                    dataset.address.clone()
                } else {
                    dataset.tables.clone()
                },
                group: t!("Opened here"),
                ..Choice::default()
            };
            all.push((choice, Way::Address(dataset.address.clone())));
        }
        for example in examples.get().and_then(Result::ok).into_iter().flatten() {
            let (label, detail) = match language() {
                Language::English => (example.title.clone(), example.about.clone()),
                Language::Korean => (example.title_ko.clone(), example.about_ko.clone()),
            };
            let words = format!("{} {} example 예제", example.title, example.title_ko);
            let choice = Choice { label, detail, group: t!("Examples"), words, ..Choice::default() };
            all.push((choice, Way::Example(example.name)));
        }
        for dataset in of_server.get().and_then(Result::ok).into_iter().flatten() {
            let address = format!("/d/{}", dataset.id);
            if known.iter().any(|known| known.address == address) {
                continue;
            }
            let names: Vec<&str> = dataset.tables.iter().take(5).map(|table| table.name.as_str()).collect();
            let choice = Choice {
                label: names.join(", "),
                detail: t!(
                    "{0} rows, {1}",
                    short(dataset.rows),
                    local_time(js_sys::Date::parse(&dataset.saved_at))
                ),
                group: t!("On the server"),
                words: dataset.id,
                is_muted: false,
            };
            all.push((choice, Way::Address(address)));
        }
        all
    });
    let finder = Finder {
        label: t!("Find a dataset"),
        query: RwSignal::default(),
        first: 0,
        choices: Memo::new(move |_| all.with(|all| all.iter().map(|(choice, _)| choice.clone()).collect()))
            .into(),
        choose: Callback::new(move |index: usize| {
            let way = all.with_untracked(|all| all.get(index).map(|(_, way)| way.clone()));
            open.set(None);
            match way {
                Some(Way::Address(address)) => page.go_to(&address),
                Some(Way::Example(name)) => page.open_example(name),
                None => {}
            }
        }),
    };
    view! { <Dialog title=t!("Datasets") open is_finder=true>{finder.view()}</Dialog> }.into_any()
}
