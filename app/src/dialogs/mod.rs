//! Dialogs over the page.

mod commands;
mod datasets;
mod dialog;
mod download;
mod import;
mod insert;
mod keys;
mod palette;
mod picker;

use generator::DatasetSpec;
use leptos::prelude::*;
use wasm_bindgen::{JsCast as _, JsValue};

pub(crate) use self::insert::load_is_asked;
use self::{
    datasets::DatasetsDialog, download::DownloadDialog, import::ImportDialog, insert::InsertDialog,
    keys::KeysDialog, palette::PaletteDialog, picker::PickerDialog,
};
use crate::page::Page;

/// Which dialog is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OpenDialog {
    Import,
    Download,
    Insert,
    /// Finding and doing anything.
    Palette,
    /// The generator of the chosen columns.
    Picker,
    /// Other datasets, and examples.
    Datasets,
    /// What each key does.
    Keys,
}

/// A dialog of the page.
pub(crate) fn dialog(which: OpenDialog, page: Page) -> AnyView {
    let open = page.open;
    match which {
        OpenDialog::Import => view! { <ImportDialog open /> }.into_any(),
        OpenDialog::Download => view! { <DownloadDialog open /> }.into_any(),
        OpenDialog::Insert => view! { <InsertDialog open /> }.into_any(),
        OpenDialog::Palette => view! { <PaletteDialog open page /> }.into_any(),
        OpenDialog::Picker => view! { <PickerDialog open /> }.into_any(),
        OpenDialog::Datasets => view! { <DatasetsDialog open page /> }.into_any(),
        OpenDialog::Keys => view! { <KeysDialog open /> }.into_any(),
    }
}

/// Gives the spec to the browser as a file.
pub(crate) fn export(spec: &DatasetSpec) {
    let name = spec.tables.first().map_or("dataset", |table| table.name.as_str());
    let parts = js_sys::Array::of1(&JsValue::from_str(&spec.to_pretty_json()));
    let options = web_sys::BlobPropertyBag::new();
    options.set_type("application/json");
    let url = web_sys::Blob::new_with_str_sequence_and_options(&parts, &options)
        .and_then(|blob| web_sys::Url::create_object_url_with_blob(&blob));
    let Ok(url) = url else { return };
    follow(&url, Some(&format!("{name}.rowmill.json")));
    // The browser holds the file until the download has begun; a later tick is late enough.
    set_timeout(move || drop(web_sys::Url::revoke_object_url(&url)), std::time::Duration::from_secs(10));
}

/// Follows a link as a click would, so that the browser downloads what is there.
pub(crate) fn follow(url: &str, file_name: Option<&str>) {
    let Ok(link) = document().create_element("a") else { return };
    let Some(link) = link.dyn_ref::<web_sys::HtmlAnchorElement>() else { return };
    link.set_href(url);
    link.set_download(file_name.unwrap_or_default());
    link.click();
}
