//! Loads as the server renders them.

mod card;
mod chart;
mod compare;
mod list;
mod query;
mod run;
mod words;

use contract::{Job, RejectedRow};
use leptos::prelude::*;

pub use self::query::RunsQuery;
use self::{card::card, compare::comparison, list::list, run::run};
pub(crate) use self::{list::time, words::again};
use crate::language::t;

/// A page of loads, and what it shows.
#[derive(Debug, Clone)]
pub enum RunsPage {
    /// The table of all loads that were looked for.
    List {
        /// What was looked for.
        query: RunsQuery,
        /// The loads of this page.
        jobs: Vec<Job>,
        /// How many there are in all.
        count: u64,
    },
    /// One load.
    Run {
        /// The load, with its partitions.
        job: Box<Job>,
        /// The first rows that the database refused, if there are any; why they cannot be told, if so.
        rejected: Result<Vec<RejectedRow>, String>,
    },
    /// Some loads beside each other.
    Compare {
        /// The loads.
        jobs: Vec<Job>,
        /// How many more were asked for than are put beside each other.
        left_out: usize,
    },
}

impl RunsPage {
    /// The title in the browser's tab.
    pub(crate) fn title(&self) -> String {
        match self {
            Self::List { .. } => t!("Loads"),
            Self::Run { job, .. } => words::title(job),
            Self::Compare { .. } => t!("Compare loads"),
        }
    }

    /// The part of the document that is kept up to date.
    pub fn part(self) -> AnyView {
        let content = match self {
            Self::List { query, jobs, count } => list(&query, &jobs, count),
            Self::Run { job, rejected } => run(&job, &rejected),
            Self::Compare { jobs, left_out } => comparison(&jobs, left_out),
        };
        view! { <main class="runs" id="runs">{content}</main> }.into_any()
    }
}

/// The body of a document that the server renders, around the part of it that is kept up to date.
pub(crate) fn body(part: AnyView) -> AnyView {
    view! {
        <header class="bar">
            <h1><a href="/">"Rowmill"</a></h1>
            <nav aria-label=t!("Page")><a href="/runs">{t!("Loads")}</a>" "<a href="/experiments">{t!("Experiments")}</a></nav>
        </header>
        <p class="silence problem when-unknown" role="alert">{t!("The server does not answer. What is shown is what was known last.")}</p>
        {part}
    }
    .into_any()
}

/// The newest loads for the drawer of the page: a part of a document. `count` is how many there are in all.
pub fn runs_drawer(jobs: &[Job], count: u64) -> AnyView {
    let running = jobs.iter().filter(|job| job.status.is_running()).count();
    let summary = match (count, running) {
        (0, _) => t!("No loads yet"),
        (count, 0) => t!("{0} {0|load|loads}", count),
        (count, running) => t!("{0} {0|load|loads}, {1} running", count, running),
    };
    view! {
        <div id="drawer-content" data-summary=summary data-running=(running > 0).then(|| running.to_string())>
            {jobs.is_empty().then(|| view! { <p class="empty">{t!("Load tables into a database, and watch it here.")}</p> })}
            {jobs.iter().map(card).collect_view()}
            {(!jobs.is_empty()).then(|| view! { <p class="all-runs"><a href="/runs">{t!("All loads")}</a></p> })}
        </div>
    }
    .into_any()
}
