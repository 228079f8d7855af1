//! The page's files: inside of this program, or in a folder where they were built.

use std::path::{Path, PathBuf};

use app::PageFiles;
use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use sha2::{Digest as _, Sha256};

/// A file of the page, and the same compressed.
struct File {
    /// Below the site, without a slash before it.
    path: &'static str,
    content: &'static [u8],
    brotli: Option<&'static [u8]>,
    gzip: Option<&'static [u8]>,
}

mod inside {
    use super::File;

    include!(concat!(env!("OUT_DIR"), "/site.rs"));
}

/// The folder of the files whose names carry a hash of their content.
pub(crate) const PACKAGE: &str = "pkg";
/// What says how the page's files are called; one `what: name` a line.
const NAMES: &str = "files.txt";

/// Where the page's files are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Site {
    /// In this program.
    Program,
    /// In a folder.
    Folder(PathBuf),
}

/// Why there is no page.
#[derive(Debug, thiserror::Error)]
#[error(
    "the page's files are not in {folder}; build them with `cargo xtask serve`, or the whole program with `cargo xtask dist`"
)]
pub struct NoSite {
    folder: PathBuf,
}

impl Site {
    /// This program, if it carries the page; otherwise a folder.
    pub(crate) fn of_program_or(folder: &Path) -> Self {
        if inside::FILES.is_empty() { Self::Folder(folder.to_owned()) } else { Self::Program }
    }

    /// The names of the files that every page needs.
    ///
    /// # Errors
    /// If the files are not there.
    pub(crate) fn page_files(&self) -> Result<PageFiles, NoSite> {
        let missing = |folder: &Path| NoSite { folder: folder.to_owned() };
        match self {
            Self::Program => {
                let file = inside::FILES.iter().find(|file| file.path == NAMES);
                let text = file.map(|file| String::from_utf8_lossy(file.content));
                text.and_then(|text| read_names(&text)).ok_or_else(|| missing(Path::new("this program")))
            }
            Self::Folder(folder) => {
                let text = std::fs::read_to_string(folder.join(NAMES)).map_err(|_| missing(folder))?;
                read_names(&text).ok_or_else(|| missing(folder))
            }
        }
    }
}

fn read_names(text: &str) -> Option<PageFiles> {
    let address = |what: &str| {
        let lines = text.lines().filter_map(|line| line.split_once(": "));
        let name = lines.filter(|(found, _)| *found == what).map(|(_, name)| name.trim()).next()?;
        Some(format!("/{PACKAGE}/{name}"))
    };
    Some(PageFiles {
        style: address("css")?,
        script: address("js")?,
        module: address("wasm")?,
        worker: address("worker")?,
        worker_module: address("worker-wasm")?,
    })
}

/// A file of the page inside of this program, as the browser can take it; `None` if there is no such file.
pub(crate) fn file_inside(path: &str, asked: &HeaderMap) -> Option<Response> {
    let path = path.trim_start_matches('/');
    let file = inside::FILES.iter().find(|file| file.path == path && path != NAMES)?;
    let takes = |encoding: &str| {
        let accepted = asked.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
        accepted.flat_map(|value| value.split(',')).any(|part| {
            let mut part = part.trim().split(';');
            part.next() == Some(encoding) && part.next().is_none_or(|weight| weight.trim() != "q=0")
        })
    };
    let (content, encoding) = match (file.brotli, file.gzip) {
        (Some(brotli), _) if takes("br") => (brotli, Some("br")),
        (_, Some(gzip)) if takes("gzip") => (gzip, Some("gzip")),
        _ => (file.content, None),
    };
    let tag: String = Sha256::digest(content)[..12].iter().map(|byte| format!("{byte:02x}")).collect();
    let tag = HeaderValue::from_str(&format!("\"{tag}\"")).ok()?;
    let mut headers = HeaderMap::new();
    headers.insert(header::ETAG, tag.clone());
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if !path.starts_with(PACKAGE) {
        // Names that stay the same are asked for again.
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    }
    if asked.get_all(header::IF_NONE_MATCH).iter().any(|known| *known == tag) {
        return Some((StatusCode::NOT_MODIFIED, headers).into_response());
    }
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type(path)));
    if let Some(encoding) = encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    Some((headers, content).into_response())
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("js") => "text/javascript",
        Some("wasm") => "application/wasm",
        Some("css") => "text/css",
        Some("html") => "text/html",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("txt") => "text/plain",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_found_by_what_they_are() {
        let names = "js: p.1.js\nwasm: p.2.wasm\ncss: p.3.css\nworker: w.4.js\nworker-wasm: w.5.wasm\n";
        let files = read_names(names).unwrap();
        assert_eq!(files.module, "/pkg/p.2.wasm");
        assert_eq!(files.worker, "/pkg/w.4.js");
        assert!(read_names("js: p.1.js\n").is_none());
    }

    #[test]
    fn a_folder_without_the_page_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let message = Site::Folder(folder.path().to_owned()).page_files().unwrap_err().to_string();
        assert!(message.contains(&folder.path().display().to_string()), "{message}");
    }
}
