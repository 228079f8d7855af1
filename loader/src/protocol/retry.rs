//! Trying again after a pause.

use std::time::{Duration, Instant};

use tokio_util::sync::CancellationToken;

use crate::error::LoadError;

/// The first pause; each further one is twice as long.
const FIRST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);
/// For how long a server that is gone is waited for: a restart with recovery takes minutes.
const PATIENCE: Duration = Duration::from_secs(600);
/// How often the same rows are tried when other transactions are in the way.
const MOST_CONFLICTS: u32 = 10;

/// How often and how long something that failed is tried again.
#[derive(Debug, Default)]
pub(super) struct Retry {
    /// When it first failed.
    failing_since: Option<Instant>,
    tries: u32,
    conflicts: u32,
}

impl Retry {
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// Whether a server that cannot be reached may be asked again.
    pub(super) fn may_reconnect(&mut self) -> bool {
        self.failing_since.get_or_insert_with(Instant::now).elapsed() < PATIENCE
    }

    /// Whether the same rows may be sent again, after other transactions were in the way.
    pub(super) fn may_repeat(&mut self) -> bool {
        self.conflicts += 1;
        self.conflicts <= MOST_CONFLICTS
    }

    /// Waits before the next try, a random half of the pause longer or shorter, so that two that collided do not meet again.
    ///
    /// # Errors
    /// The load is to stop.
    pub(super) async fn pause(&mut self, halt: &CancellationToken) -> Result<(), LoadError> {
        let pause = (FIRST_PAUSE * 2_u32.pow(self.tries.min(10))).min(LONGEST_PAUSE);
        self.tries += 1;
        let pause = pause.mul_f64(0.5 + fastrand::f64());
        tokio::select! {
            () = halt.cancelled() => Err(LoadError::Stopped),
            () = tokio::time::sleep(pause) => Ok(()),
        }
    }
}
