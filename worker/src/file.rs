//! A file on this machine: one that a person chose, or one of the browser's own.

use js_sys::Uint8Array;
use wasm_bindgen::{JsCast as _, JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DedicatedWorkerGlobalScope, FileSystemDirectoryHandle, FileSystemFileHandle, FileSystemGetFileOptions,
    FileSystemSyncAccessHandle, FileSystemWritableFileStream,
};

/// A file that is written from its beginning to its end.
pub(crate) enum File {
    /// One that a person chose: it is what it was until it is closed.
    Chosen(FileSystemWritableFileStream),
    /// One of the browser's own, which the page hands on when it is complete.
    Own { handle: FileSystemSyncAccessHandle, folder: FileSystemDirectoryHandle, name: String },
}

#[wasm_bindgen]
extern "C" {
    // `abort` of a stream, which web-sys has for streams that are not files.
    #[wasm_bindgen(extends = js_sys::Object)]
    type Abortable;
    #[wasm_bindgen(method, catch)]
    async fn abort(this: &Abortable) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    async fn close(this: &Abortable) -> Result<JsValue, JsValue>;
}

impl File {
    /// Opens a file: a handle of one that was chosen, or the name of one of the browser's own.
    pub(crate) async fn open(scope: &DedicatedWorkerGlobalScope, file: JsValue) -> Result<Self, JsValue> {
        let Some(name) = file.as_string() else {
            let handle: FileSystemFileHandle = file.unchecked_into();
            let stream = JsFuture::from(handle.create_writable()).await?;
            return Ok(Self::Chosen(stream.unchecked_into()));
        };
        let folder: FileSystemDirectoryHandle =
            JsFuture::from(scope.navigator().storage().get_directory()).await?.unchecked_into();
        let options = FileSystemGetFileOptions::new();
        options.set_create(true);
        let handle: FileSystemFileHandle =
            JsFuture::from(folder.get_file_handle_with_options(&name, &options)).await?.unchecked_into();
        let handle: FileSystemSyncAccessHandle =
            JsFuture::from(handle.create_sync_access_handle()).await?.unchecked_into();
        handle.truncate_with_f64(0.0)?;
        Ok(Self::Own { handle, folder, name })
    }

    /// Writes bytes behind those that were written.
    pub(crate) async fn write(&self, bytes: &Uint8Array) -> Result<(), JsValue> {
        match self {
            Self::Chosen(stream) => {
                JsFuture::from(stream.write_with_js_u8_array(bytes)?).await?;
            }
            Self::Own { handle, .. } => {
                let mut rest = bytes.clone();
                // A disk that has room for some of them takes those.
                while rest.length() > 0 {
                    let written = handle.write_with_js_u8_array(&rest)?;
                    if written == 0.0 {
                        return Err("the browser has no more room for the file".into());
                    }
                    rest = rest.subarray(written as u32, rest.length());
                }
            }
        }
        Ok(())
    }

    /// Ends the file: from now on it is there.
    pub(crate) async fn close(self) -> Result<(), JsValue> {
        match self {
            Self::Chosen(stream) => stream.unchecked_into::<Abortable>().close().await.map(|_| ()),
            Self::Own { ref handle, .. } => match handle.flush() {
                Ok(()) => {
                    handle.close();
                    Ok(())
                }
                Err(error) => {
                    self.abort().await;
                    Err(error)
                }
            },
        }
    }

    /// Gives the file up. One that was chosen is what it was.
    pub(crate) async fn abort(self) {
        // Whoever gives up wants no reason why that did not work.
        match self {
            Self::Chosen(stream) => {
                let _ = stream.unchecked_into::<Abortable>().abort().await;
            }
            Self::Own { handle, folder, name } => {
                handle.close();
                let _ = JsFuture::from(folder.remove_entry(&name)).await;
            }
        }
    }
}
