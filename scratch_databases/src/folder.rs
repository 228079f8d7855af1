//! A folder that goes when its server does.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process,
    sync::{
        Once,
        atomic::{AtomicU32, Ordering},
    },
};

use crate::Result;

/// How the names of such folders begin, before the number of the process that they belong to.
const PREFIX: &str = "rowmill-databases-";

/// Removes what processes that have ended have left behind: servers that are shared by tests are never dropped.
fn clear_up() {
    for entry in fs::read_dir(env::temp_dir()).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let owner =
            name.to_str().and_then(|name| name.strip_prefix(PREFIX)?.split('-').next()?.parse::<u32>().ok());
        let is_over = |id: u32| id == process::id() || !Path::new("/proc").join(id.to_string()).exists();
        if owner.is_some_and(is_over) {
            // Another process may be at it, too.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// A folder that is removed when it is dropped.
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
}

impl Folder {
    /// A new folder in the system's for temporary files: that of an account may be closed to the server's.
    pub(crate) fn new() -> Result<Self> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        static CLEARED: Once = Once::new();
        CLEARED.call_once(clear_up);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = env::temp_dir().join(format!("{PREFIX}{}-{number}", process::id()));
        fs::create_dir_all(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(Self { path })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The last lines of the file `log`, which programs write to.
    pub(crate) fn log(&self) -> String {
        let text = fs::read(self.path.join("log")).unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(30)..].join("\n")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // Whoever comes next clears up what is left.
        let _ = fs::remove_dir_all(&self.path);
    }
}
