//! Experiments as the server renders them: their list, the form of a new one, and the page of one with its results.

mod compare;
mod effects;
mod form;
mod heat;
mod image;
mod lines;
mod list;
mod one;
mod query;
mod results;
mod scale;
mod words;
mod work;

use contract::{Experiment, ExperimentSummary};
use leptos::prelude::*;

pub use self::{form::ExperimentForm, image::experiment_image, query::ExperimentQuery};
use crate::language::t;

/// A page of experiments, and what it shows.
#[derive(Debug, Clone)]
pub enum ExperimentsPage {
    /// The newest experiments.
    List(Vec<ExperimentSummary>),
    /// One, with its results in this order.
    One(Box<Experiment>, ExperimentQuery),
    /// Some beside each other, and how many more were asked for than are shown.
    Compare(Vec<Experiment>, usize),
    /// The form of a new one.
    New(Box<ExperimentForm>),
}

impl ExperimentsPage {
    /// The title in the browser's tab.
    pub(crate) fn title(&self) -> String {
        match self {
            Self::List(_) => t!("Experiments"),
            Self::One(experiment, _) => words::title(experiment),
            Self::Compare(..) => t!("Compare experiments"),
            Self::New(_) => t!("New experiment"),
        }
    }

    /// The part of the document that is kept up to date.
    pub fn part(self) -> AnyView {
        // A form is what a person makes of it.
        let is_form = matches!(self, Self::New(_));
        let content = match self {
            Self::List(experiments) => list::list(&experiments),
            Self::One(experiment, query) => one::one(&experiment, &query),
            Self::Compare(experiments, left_out) => compare::comparison(&experiments, left_out),
            Self::New(form) => form::form(&form),
        };
        let id = if is_form { "new-experiment" } else { "runs" };
        view! { <main class="runs" id=id>{content}</main> }.into_any()
    }
}
