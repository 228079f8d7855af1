//! What the parts of one execution share besides the plan.

use std::sync::{
    Mutex, MutexGuard, PoisonError,
    atomic::{AtomicBool, AtomicU64, Ordering},
};

use tokio_util::sync::CancellationToken;

/// What the writers of one execution tell each other and whoever watches.
#[derive(Debug, Default)]
pub(crate) struct StepContext {
    /// Cancelled when the load is asked to stop.
    pub(crate) stop: CancellationToken,
    /// Cancelled when the load is asked to stop, or when one of its partitions has failed: all others end with their chunk.
    pub(crate) halt: CancellationToken,
    notes: Mutex<Vec<String>>,
    insert_only: AtomicBool,
    lost_connections: AtomicU64,
}

impl StepContext {
    pub(crate) fn new(stop: CancellationToken) -> Self {
        Self { halt: stop.child_token(), stop, ..Self::default() }
    }

    /// Tells whoever watches, once.
    pub(crate) fn note(&self, note: impl Into<String>) {
        let note = note.into();
        let mut notes = self.locked();
        if !notes.contains(&note) {
            tracing::info!(note, "noted");
            notes.push(note);
        }
    }

    /// What was told.
    pub(crate) fn notes(&self) -> Vec<String> {
        let mut notes = self.locked().clone();
        match self.lost_connections.load(Ordering::Relaxed) {
            0 => {}
            1 => {
                notes.push("The connection was lost once; the checkpoint said what was committed".to_owned());
            }
            times => notes.push(format!(
                "The connection was lost {times} times; each time the checkpoint said what was committed"
            )),
        }
        notes
    }

    /// Whether rows travel by INSERT statements from now on, because the target does not take them faster.
    pub(crate) fn is_insert_only(&self) -> bool {
        self.insert_only.load(Ordering::Relaxed)
    }

    pub(crate) fn insert_only(&self) {
        self.insert_only.store(true, Ordering::Relaxed);
    }

    pub(crate) fn count_lost_connection(&self) {
        self.lost_connections.fetch_add(1, Ordering::Relaxed);
    }

    fn locked(&self) -> MutexGuard<'_, Vec<String>> {
        // No code that can panic runs while the lock is held.
        self.notes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
