//! What takes a while: asking the server, reading a file.

use std::{future::Future, pin::Pin};

use leptos::{prelude::*, task::spawn_local};

/// Something that is done one at a time. A copy is the same.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Task {
    is_pending: RwSignal<bool>,
}

impl Task {
    pub(crate) fn new() -> Self {
        Self { is_pending: RwSignal::new(false) }
    }

    /// Whether it is being done.
    pub(crate) fn is_pending(self) -> bool {
        self.is_pending.get()
    }

    /// Does it, unless it is being done already.
    pub(crate) fn run(self, work: impl Future<Output = ()> + 'static) {
        if !self.is_pending.get_untracked() {
            self.is_pending.set(true);
            self.finish(Box::pin(work));
        }
    }

    fn finish(self, work: Pin<Box<dyn Future<Output = ()>>>) {
        spawn_local(async move {
            work.await;
            // Whoever started it may be gone.
            let _ = self.is_pending.try_set(false);
        });
    }
}

/// What comes of some work; `None` until then.
pub(crate) fn asked<T: Send + Sync + 'static>(
    work: impl Future<Output = T> + 'static,
) -> RwSignal<Option<T>> {
    let answer = RwSignal::new(None);
    ask_again(answer, work);
    answer
}

/// Puts what comes of some work in the place of what came before.
pub(crate) fn ask_again<T: Send + Sync + 'static>(
    answer: RwSignal<Option<T>>,
    work: impl Future<Output = T> + 'static,
) {
    spawn_local(async move {
        let found = work.await;
        // Whoever asked may be gone.
        let _ = answer.try_set(Some(found));
    });
}
