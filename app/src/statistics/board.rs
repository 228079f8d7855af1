//! The statistics of the columns that are looked at, made in the pauses of the page.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use leptos::prelude::*;

use super::{analysis::ColumnStatistics, collector::Collector};
use crate::workspace::{
    Shown, Workspace,
    drafts::{BrowserStorage, Storage as _},
};

/// How long edits and scrolling rest before rows are looked at.
const REST: Duration = Duration::from_millis(120);
/// How long rows are looked at without a pause, in milliseconds: less than half a frame.
const SLICE: f64 = 6.0;
/// Where the browser keeps whether statistics are wanted.
const REMEMBERED: &str = "rowmill:statistics";

/// The statistics of the columns that are looked at. A copy is the same.
#[derive(Debug, Clone, Copy)]
pub(crate) struct StatisticsBoard {
    /// By the column's name.
    pub(crate) found: RwSignal<BTreeMap<String, Arc<ColumnStatistics>>>,
    /// Whether what was found is of what was there before.
    pub(crate) is_stale: RwSignal<bool>,
    /// Whether statistics are wanted.
    pub(crate) is_on: RwSignal<bool>,
    /// Which table was looked at, of which dataset that was opened, to tell another from the same after an edit.
    of: StoredValue<Option<(Shown, u32)>>,
    turn: StoredValue<u32>,
}

impl StatisticsBoard {
    /// A board that keeps to the table that is shown, and to the columns that are `wanted`, by their positions among those shown.
    pub(crate) fn new(workspace: Workspace, wanted: Signal<Vec<usize>>) -> Self {
        let board = Self {
            found: RwSignal::default(),
            is_stale: RwSignal::new(false),
            is_on: RwSignal::new(true),
            of: StoredValue::new(None),
            turn: StoredValue::new(0),
        };
        Effect::new(move |is_first: Option<()>| {
            if is_first.is_none() {
                board.is_on.set(BrowserStorage.read(REMEMBERED).as_deref() != Some("off"));
            }
            let turn = board.next_turn();
            let since = workspace.shown_since.get();
            let (Some(shown), true) = (workspace.shown.get(), board.is_on.get()) else {
                board.forget();
                return;
            };
            let before = board.of.get_value();
            let is_same = before.as_ref().is_some_and(|(before, _)| *before == shown);
            let is_another =
                before.is_none_or(|(before, of)| of != since || before.table_name() != shown.table_name());
            if is_another {
                board.forget();
            }
            board.is_stale.set(!is_same && !is_another);
            let is_known = |column: &usize| {
                let name = shown.column_name(*column);
                is_same
                    && name.is_some_and(|name| board.found.with_untracked(|found| found.contains_key(name)))
            };
            let missing: Vec<usize> = wanted.get().into_iter().filter(|column| !is_known(column)).collect();
            if !missing.is_empty() {
                set_timeout(move || board.begin((turn, since), shown, missing), REST);
            }
        });
        board
    }

    /// Has statistics shown or not, now and the next time.
    pub(crate) fn switch(self) {
        let is_on = !self.is_on.get_untracked();
        BrowserStorage.write(REMEMBERED, if is_on { "on" } else { "off" });
        self.is_on.set(is_on);
    }

    fn forget(self) {
        self.found.set(BTreeMap::new());
        self.is_stale.set(false);
        self.of.set_value(None);
    }

    fn next_turn(self) -> u32 {
        let next = |turn: &mut u32| {
            *turn = turn.wrapping_add(1);
            *turn
        };
        self.turn.try_update_value(next).unwrap_or_default()
    }

    fn begin(self, turn: (u32, u32), shown: Shown, columns: Vec<usize>) {
        let collector = Collector::new(&shown.dataset, shown.table, columns);
        self.go_on(turn, shown, collector);
    }

    /// Looks at rows for a while, and goes on when the page has had its turn.
    fn go_on(self, turn: (u32, u32), shown: Shown, mut collector: Collector) {
        // Whoever edited or went elsewhere meanwhile wants something else.
        if self.turn.try_get_value() != Some(turn.0) {
            return;
        }
        let now = || window().performance().map_or(0.0, |performance| performance.now());
        let end = now() + SLICE;
        while collector.go_on(&shown.dataset) {
            if now() > end {
                set_timeout(move || self.go_on(turn, shown, collector), Duration::ZERO);
                return;
            }
        }
        let is_same = self.of.try_get_value().flatten().is_some_and(|(of, _)| of == shown);
        let made = collector.finish(&shown.dataset).into_iter();
        let made: Vec<_> = made
            .filter_map(|(column, found)| Some((shown.column_name(column)?.to_owned(), Arc::new(found))))
            .collect();
        self.found.update(|found| {
            if !is_same {
                found.clear();
            }
            found.extend(made);
        });
        self.is_stale.set(false);
        self.of.set_value(Some((shown, turn.1)));
    }
}
