//! The browser's own files (the origin private file system), where an export waits until the browser has copied it to the downloads. A page
//! keeps a lock of each of its files. Those that nobody has a lock of, and that are old enough for the browser to have copied them, are left
//! over: they are removed when a page is opened, and before the next one is made.

use js_sys::{AsyncIterator, Date, IteratorNext, Object, Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure, prelude::wasm_bindgen};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{FileSystemDirectoryHandle, FileSystemFileHandle, Url};

use crate::{dialogs::follow, language::t};

/// What the names of these files, and of their locks, begin with; the time of their making follows, in milliseconds since 1970.
const BEGINNING: &str = "rowmill-export-";
/// How long the browser may take to copy a file, in milliseconds.
const COPIED: f64 = 3_600_000.0;

#[wasm_bindgen]
extern "C" {
    // The Web Locks API, which web-sys calls unstable.
    #[wasm_bindgen(js_namespace = ["navigator", "locks"], js_name = request)]
    fn request_lock(name: &str, options: &JsValue, held: &JsValue) -> Promise;
}

/// The name of a file that no other page uses, after removing those that nobody does.
pub(super) async fn new_name() -> Result<String, String> {
    let unable =
        |_| t!("This browser gives pages no files, perhaps because the window is private. Use Download.");
    remove_left_over().await.map_err(unable)?;
    let name = format!("{BEGINNING}{}-{}", Date::now(), (js_sys::Math::random() * 1e9).floor());
    // Held for as long as the page is there.
    lock(&name, &Closure::once_into_js(|| Promise::new(&mut |_, _| {})));
    Ok(name)
}

/// Has the browser copy a file to its downloads, under a name for people.
pub(super) async fn hand_on(name: &str, shown: &str) -> Result<(), JsValue> {
    let handle: FileSystemFileHandle =
        JsFuture::from(folder().await?.get_file_handle(name)).await?.unchecked_into();
    let file: web_sys::File = JsFuture::from(handle.get_file()).await?.unchecked_into();
    // The browser reads it when it likes: the address stays for as long as the page.
    follow(&Url::create_object_url_with_blob(&file)?, Some(shown));
    Ok(())
}

async fn folder() -> Result<FileSystemDirectoryHandle, JsValue> {
    let storage = Reflect::get(&window().navigator(), &"storage".into())?;
    let storage: web_sys::StorageManager = storage.dyn_into()?;
    Ok(JsFuture::from(storage.get_directory()).await?.unchecked_into())
}

/// Removes the files that nobody uses any more.
pub(super) async fn remove_left_over() -> Result<(), JsValue> {
    let folder = folder().await?;
    let names: AsyncIterator = folder.keys();
    loop {
        let next: IteratorNext = JsFuture::from(names.next()?).await?.unchecked_into();
        if next.done() {
            return Ok(());
        }
        let name = next.value().as_string().unwrap_or_default();
        let made_at =
            name.strip_prefix(BEGINNING).and_then(|rest| rest.split('-').next()?.parse::<f64>().ok());
        if made_at.is_some_and(|made_at| Date::now() - made_at > COPIED) {
            let folder = folder.clone();
            let of_file = name.clone();
            let options = Object::new();
            Reflect::set(&options, &"ifAvailable".into(), &true.into())?;
            let removing = Closure::once_into_js(move |lock: JsValue| {
                if !lock.is_null() {
                    spawn_local(async move {
                        // A file that somebody has open stays for the next time.
                        let _ = JsFuture::from(folder.remove_entry(&of_file)).await;
                    });
                }
            });
            JsFuture::from(request_lock(&name, &options, &removing)).await?;
        }
    }
}

fn lock(name: &str, held: &JsValue) {
    // A browser that has no locks has no own files either.
    let _ = request_lock(name, &Object::new(), held);
}
