//! What the page works on: a spec, its history, the dataset that it compiles to.

pub(crate) mod edit;
mod example;
mod history;
pub(crate) mod primary_key;

use std::sync::Arc;

use generator::{Dataset, DatasetSpec, Problem, TableSpec};
use leptos::prelude::*;

pub(crate) use self::example::example;
use self::history::History;

/// The state of the page. A copy is the same state.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Workspace {
    /// The spec as it is edited; it may be wrong.
    pub(crate) spec: RwSignal<DatasetSpec>,
    /// Which table is shown.
    pub(crate) selected: RwSignal<usize>,
    /// What the spec compiles to.
    pub(crate) compiled: Memo<Compiled>,
    history: RwSignal<History<DatasetSpec>>,
}

/// The last spec that was right, and what is wrong with the present one.
#[derive(Debug, Clone)]
pub(crate) struct Compiled {
    pub(crate) dataset: Arc<Dataset>,
    pub(crate) problems: Vec<Problem>,
}

impl PartialEq for Compiled {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.dataset, &other.dataset) && self.problems == other.problems
    }
}

impl Workspace {
    /// A workspace for `spec`, which should be right.
    pub(crate) fn new(spec: DatasetSpec) -> Self {
        let spec = RwSignal::new(resolved(spec));
        let compiled = Memo::new(move |last: Option<&Compiled>| spec.with(|spec| compile(spec, last)));
        Self { spec, selected: RwSignal::new(0), compiled, history: RwSignal::new(History::new()) }
    }

    /// Changes the spec. Changes in a row with the same name are one step of the history; without one, each is a step.
    pub(crate) fn edit(&self, name: &str, change: impl FnOnce(&mut DatasetSpec)) {
        let before = self.spec.get_untracked();
        let mut after = before.clone();
        change(&mut after);
        if after != before {
            self.history.update(|history| history.note(before, name));
            self.show(after);
        }
    }

    /// Changes the selected table.
    pub(crate) fn edit_table(&self, name: &str, change: impl FnOnce(&mut TableSpec)) {
        let selected = self.selected.get_untracked();
        let name = if name.is_empty() { String::new() } else { format!("{selected} {name}") };
        self.edit(&name, |spec| {
            if let Some(table) = spec.tables.get_mut(selected) {
                change(table);
            }
        });
    }

    /// Replaces the spec as a step of its own.
    pub(crate) fn replace(&self, spec: DatasetSpec) {
        let spec = resolved(spec);
        self.edit("", |now| *now = spec);
        self.selected.set(0);
    }

    /// Takes the last step back.
    pub(crate) fn undo(&self) {
        let now = self.spec.get_untracked();
        if let Some(Some(before)) = self.history.try_update(|history| history.undo(now)) {
            self.show(before);
        }
    }

    /// Takes the last undo back.
    pub(crate) fn redo(&self) {
        let now = self.spec.get_untracked();
        if let Some(Some(after)) = self.history.try_update(|history| history.redo(now)) {
            self.show(after);
        }
    }

    /// Whether there is something to undo, and something to redo.
    pub(crate) fn history(&self) -> (bool, bool) {
        self.history.with(History::can)
    }

    /// The first problem at a path or below it.
    pub(crate) fn problem_below(&self, path: &str) -> Option<Problem> {
        self.compiled
            .with(|compiled| compiled.problems.iter().find(|problem| is_below(&problem.path, path)).cloned())
    }

    /// The position of the selected table among the tables of the last dataset that was right, by name.
    pub(crate) fn shown_table(&self) -> Option<(Arc<Dataset>, String)> {
        let selected = self.selected.get();
        let name = self.spec.with(|spec| spec.tables.get(selected).map(|table| table.name.clone()))?;
        let compiled = self.compiled.get();
        let by_position = || compiled.dataset.spec().tables.get(selected).map(|table| table.name.clone());
        let known = if compiled.dataset.table(&name).is_some() { Some(name) } else { by_position() };
        known.map(|name| (Arc::clone(&compiled.dataset), name))
    }

    fn show(&self, spec: DatasetSpec) {
        let last = spec.tables.len().saturating_sub(1);
        if self.selected.get_untracked() > last {
            self.selected.set(last);
        }
        self.spec.set(spec);
    }
}

/// The spec with every generator filled in, if it is right.
fn resolved(spec: DatasetSpec) -> DatasetSpec {
    match Dataset::compile(&spec) {
        Ok(dataset) => dataset.spec().clone(),
        Err(_) => spec,
    }
}

fn compile(spec: &DatasetSpec, last: Option<&Compiled>) -> Compiled {
    match (Dataset::compile(spec), last) {
        (Ok(dataset), _) => Compiled { dataset: Arc::new(dataset), problems: Vec::new() },
        (Err(problems), Some(last)) => {
            Compiled { dataset: Arc::clone(&last.dataset), problems: problems.all().to_vec() }
        }
        (Err(problems), None) => {
            // The example is right, which a test makes sure of.
            let dataset = Dataset::compile(&example()).expect("the example compiles");
            Compiled { dataset: Arc::new(dataset), problems: problems.all().to_vec() }
        }
    }
}

/// Whether a path is `place` or something inside it.
fn is_below(path: &str, place: &str) -> bool {
    path.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_compared_by_whole_steps() {
        assert!(is_below("tables[1].columns[1].gen.max", "tables[1].columns[1]"));
        assert!(is_below("tables[1].primary_key[0]", "tables[1].primary_key"));
        assert!(!is_below("tables[1].columns[10]", "tables[1].columns[1]"));
        assert!(!is_below("tables[1].rows", "tables[1].rowsx"));
    }

    #[test]
    fn the_example_is_right() {
        Dataset::compile(&example()).unwrap();
    }
}
