//! The file behind a connection.

use std::path::{Path, PathBuf};

use crate::{
    database_error::TargetFault,
    protocol::failure::{FailureClass, ServerFailure},
};

/// The file behind a connection. On Unix a file that is deleted or replaced stays open, unseen by anyone else.
#[derive(Debug)]
pub(super) struct OpenFile {
    path: PathBuf,
    #[cfg(unix)]
    identity: (u64, u64),
}

impl OpenFile {
    pub(super) fn find(path: &Path) -> Result<Self, ServerFailure> {
        let metadata = path.metadata().map_err(|source| missing(source.to_string()))?;
        Ok(Self {
            path: path.to_owned(),
            #[cfg(unix)]
            identity: identity(&metadata),
        })
    }

    /// Refuses a path that leads to no file, or to another one than at first.
    pub(super) fn check(&self) -> Result<(), ServerFailure> {
        let now = Self::find(&self.path)?;
        #[cfg(unix)]
        if now.identity != self.identity {
            return Err(missing("another file is in its place"));
        }
        drop(now);
        Ok(())
    }
}

/// Whether the folder of a file is there.
pub(super) fn has_folder(path: &Path) -> bool {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).is_none_or(Path::is_dir)
}

fn missing(message: impl Into<String>) -> ServerFailure {
    ServerFailure::new(FailureClass::Fault(TargetFault::Missing), message)
}

#[cfg(unix)]
fn identity(metadata: &std::fs::Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt as _;
    (metadata.dev(), metadata.ino())
}
