//! What the parts of one execution share besides the plan.

use std::{
    collections::BTreeMap,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use tokio_util::sync::CancellationToken;

use crate::limits::SILENCE;

/// How long a partition may take until it first says something: connecting and claiming, with everything that these wait for.
const LISTENING: Duration = Duration::from_secs(300);

/// What the writers of one execution tell each other and whoever watches.
#[derive(Debug)]
pub(crate) struct StepContext {
    /// Cancelled when the load is asked to stop.
    pub(crate) stop: CancellationToken,
    /// Cancelled when the load is asked to stop, or when one of its partitions has failed: all others end with their chunk.
    pub(crate) halt: CancellationToken,
    /// Settings of the connections, by their names.
    pub(crate) settings: BTreeMap<String, String>,
    notes: Mutex<Vec<String>>,
    insert_only: AtomicBool,
    lost_connections: AtomicU64,
    began: Instant,
    /// Until when nothing need be heard, in milliseconds since the beginning.
    silent_until: AtomicU64,
}

impl StepContext {
    /// `settings` are those of the connections, by their names.
    pub(crate) fn new(stop: CancellationToken, settings: BTreeMap<String, String>) -> Self {
        Self {
            settings,
            halt: stop.child_token(),
            stop,
            notes: Mutex::default(),
            insert_only: AtomicBool::new(false),
            lost_connections: AtomicU64::new(0),
            began: Instant::now(),
            silent_until: AtomicU64::new(SILENCE.as_millis() as u64),
        }
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

    /// Says that the load goes on.
    pub(crate) fn sign_of_life(&self) {
        self.expect_within(Duration::ZERO);
    }

    /// Begins to listen: from here on the load says in time that it goes on.
    pub(crate) fn listen(&self) {
        let until = self.began.elapsed() + LISTENING;
        self.silent_until.store(until.as_millis() as u64, Ordering::Relaxed);
    }

    /// Says that something has begun that may take so long.
    pub(crate) fn expect_within(&self, patience: Duration) {
        let until = self.began.elapsed() + patience + SILENCE;
        self.silent_until.fetch_max(until.as_millis() as u64, Ordering::Relaxed);
    }

    /// For how long the load has been silent beyond what it said it may take; `None` if it has not.
    pub(crate) fn overdue(&self) -> Option<Duration> {
        let until = Duration::from_millis(self.silent_until.load(Ordering::Relaxed));
        self.began.elapsed().checked_sub(until)
    }

    fn locked(&self) -> MutexGuard<'_, Vec<String>> {
        // No code that can panic runs while the lock is held.
        self.notes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_load_is_overdue_when_it_is_silent_for_longer_than_it_said() {
        let context = StepContext::new(CancellationToken::new(), BTreeMap::new());
        assert_eq!(context.overdue(), None);
        context.silent_until.store(0, Ordering::Relaxed);
        std::thread::sleep(Duration::from_millis(5));
        assert!(context.overdue().is_some());
        context.expect_within(Duration::from_secs(9));
        assert_eq!(context.overdue(), None);
    }
}
