//! What the page works on: a spec, its history, the dataset that it compiles to.

mod cells;
pub(crate) mod changes;
mod chosen;
mod columns;
mod compile;
pub(crate) mod drafts;
pub(crate) mod edit;
mod example;
mod history;
pub(crate) mod names;
mod notice;
mod pasted;
pub(crate) mod places;
pub(crate) mod references;
mod remembered;
pub(crate) mod rule;
mod saved;
mod shown;
mod tables;

use std::{collections::BTreeMap, sync::Arc};

use generator::{Dataset, DatasetSpec, Problem, TableSpec, infer};
use leptos::prelude::*;

use crate::language::{Language, language, message, t};

pub(crate) use self::{
    cells::{Cell, Cells},
    chosen::{Choosing, Chosen},
    compile::Compiled,
    example::example,
    history::Step,
    notice::Notice,
    pasted::Pasted,
    saved::{Saved, SavedState},
    shown::Shown,
};
use self::{compile::compile, history::History, remembered::Remembered};

/// The state of the page. A copy is the same state.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Workspace {
    /// The spec as it is edited; it may be wrong.
    pub(crate) spec: RwSignal<DatasetSpec>,
    /// Which table is shown.
    pub(crate) selected: RwSignal<usize>,
    /// What the inspector has a form for.
    pub(crate) chosen: RwSignal<Chosen>,
    /// The cells that are selected in the grid.
    pub(crate) cells: RwSignal<Cells>,
    /// A row that the grid is to go to.
    pub(crate) wanted_row: RwSignal<Option<u64>>,
    /// What the dataset is called in this browser; empty if nobody named it.
    pub(crate) name: RwSignal<String>,
    /// How the selected table is looked at.
    pub(crate) view: RwSignal<View>,
    /// What the spec compiles to.
    pub(crate) compiled: Memo<Compiled>,
    /// The table that is shown; `None` if there is nothing to show.
    pub(crate) shown: Memo<Option<Shown>>,
    /// What is wrong with the spec.
    pub(crate) problems: Memo<Arc<[Problem]>>,
    /// What fields hold that could not be read: by the place of the field, the reason.
    pub(crate) refused: RwSignal<BTreeMap<String, String>>,
    /// What the address of the page names.
    pub(crate) saved: RwSignal<Saved>,
    /// How often another dataset took the place of the one that was there.
    pub(crate) shown_since: RwSignal<u32>,
    /// What was pasted to be imported, and is not yet.
    pub(crate) pasted: RwSignal<Pasted>,
    /// Statements that were edited and are not applied yet, by the address of their dataset.
    pub(crate) statements: RwSignal<BTreeMap<String, Statements>>,
    /// What there is to say.
    pub(crate) notice: RwSignal<Option<Notice>>,
    /// Whether the inspector is seen.
    pub(crate) is_inspector_open: RwSignal<bool>,
    /// Which of the problems is shown next.
    pub(crate) problem_shown: StoredValue<usize>,
    history: RwSignal<History>,
    pub(crate) remembered: Remembered,
}

/// Statements that a person has edited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Statements {
    /// For which database, by the name of its dialect.
    pub(crate) dialect: String,
    /// As they were before.
    pub(crate) before: String,
    /// As they are now.
    pub(crate) text: String,
}

/// How a table is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum View {
    /// Its rows.
    Data,
    /// Its columns, one a line.
    Columns,
    /// All tables, and how they refer to each other.
    Relations,
    /// The statements that make them.
    Sql,
}

impl Workspace {
    /// A workspace for what an address names.
    pub(crate) fn new(opened: Saved) -> Self {
        let opened = Saved { spec: filled(opened.spec), ..opened };
        let (spec, saved) = (RwSignal::new(opened.spec.clone()), RwSignal::new(opened));
        let compiled = Memo::new(move |_| spec.with(compile));
        let selected = RwSignal::new(0);
        let shown = Memo::new(move |_| {
            let table = selected.get();
            let dataset = compiled.with(|compiled| compiled.dataset.clone())?;
            (table < dataset.spec().tables.len()).then_some(Shown { dataset, table })
        });
        let problems = Memo::new(move |_| compiled.with(|compiled| in_words(&compiled.problems)));
        Self {
            spec,
            selected,
            chosen: RwSignal::new(Chosen::Table),
            cells: RwSignal::default(),
            wanted_row: RwSignal::new(None),
            name: RwSignal::default(),
            view: RwSignal::new(View::Data),
            compiled,
            shown,
            problems,
            refused: RwSignal::default(),
            saved,
            shown_since: RwSignal::new(0),
            pasted: RwSignal::default(),
            statements: RwSignal::default(),
            notice: RwSignal::new(None),
            is_inspector_open: RwSignal::new(true),
            problem_shown: StoredValue::new(0),
            history: RwSignal::default(),
            remembered: Remembered::new(),
        }
    }

    /// Changes the spec.
    pub(crate) fn edit(&self, step: Step, change: impl FnOnce(&mut DatasetSpec)) {
        let mut after = self.spec.get_untracked();
        change(&mut after);
        let is_changed = self.spec.with_untracked(|before| *before != after);
        if is_changed {
            self.spec.with_untracked(|before| self.history.update(|history| history.note(before, step)));
            self.notice.set(None);
            self.show(after);
        }
    }

    /// Changes the selected table; the name of the step ends in that of the table.
    pub(crate) fn edit_table(&self, step: Step, change: impl FnOnce(&mut TableSpec)) {
        let selected = self.selected.get_untracked();
        let table =
            self.spec.with_untracked(|spec| spec.tables.get(selected).map(|table| table.name.clone()));
        let Some(table) = table else { return };
        self.edit(step.of(selected, &table), |spec| change(&mut spec.tables[selected]));
    }

    /// Replaces the spec as a step of its own.
    pub(crate) fn replace(&self, name: &str, spec: DatasetSpec) {
        // Statements that were edited are of what was there.
        self.edit_statements(None);
        self.put(name, filled(spec));
    }

    /// Shows what another address names. What was shown stays a step that can be undone.
    pub(crate) fn open(&self, path: &str, spec: DatasetSpec) {
        let spec = filled(spec);
        self.saved.set(Saved::at(path, spec.clone()));
        self.put(&t!("another dataset"), spec);
    }

    /// Notes that what is there was saved.
    pub(crate) fn saved_as(&self, saved: Saved) {
        self.history.update(History::end_step);
        let before = self.saved.with_untracked(Saved::path);
        self.statements.update(|all| {
            if let Some(edited) = all.remove(&before) {
                all.insert(saved.path(), edited);
            }
        });
        self.saved.set(saved);
    }

    /// Takes the last step back, and says which it was.
    pub(crate) fn undo(&self) {
        let step = self.spec.with_untracked(|now| self.history.try_update(|history| history.undo(now)));
        if let Some(Some((before, name))) = step {
            self.show(before);
            self.notice.set(Some(Notice::done(t!("Undid: {0}.", name))));
        }
    }

    /// Takes the last undo back, and says of which step.
    pub(crate) fn redo(&self) {
        let step = self.spec.with_untracked(|now| self.history.try_update(|history| history.redo(now)));
        if let Some(Some((after, name))) = step {
            self.show(after);
            self.notice.set(Some(Notice::done(t!("Did again: {0}.", name))));
        }
    }

    /// What Undo would undo, and what Redo would do again.
    pub(crate) fn next_steps(&self) -> (Option<String>, Option<String>) {
        self.history.with(|history| {
            let (undo, redo) = history.next();
            (undo.map(str::to_owned), redo.map(str::to_owned))
        })
    }

    /// The first problem at a path or below it.
    pub(crate) fn problem_below(&self, path: &str) -> Option<Problem> {
        self.problems.with(|problems| problems.iter().find(|problem| is_below(&problem.path, path)).cloned())
    }

    /// Why the spec cannot be used as it is; `None` if it can.
    pub(crate) fn reason_not_to_use(&self) -> Option<String> {
        let refused = self.refused.with(|refused| {
            let (place, reason) = refused.iter().next()?;
            Some((place.clone(), reason.clone()))
        });
        let (path, message) = self.problems.with(|problems| {
            refused.or_else(|| problems.first().map(|first| (first.path.clone(), first.message.clone())))
        })?;
        let place = self.spec.with(|spec| places::in_words(spec, &path));
        Some(if place.is_empty() { message } else { format!("{place}: {message}") })
    }

    /// The statements of this dataset that were edited.
    pub(crate) fn edited_statements(&self) -> Option<Statements> {
        let address = self.saved.with(Saved::path);
        self.statements.with(|all| all.get(&address).cloned())
    }

    /// Notes statements of this dataset that were edited; `None` when there are none any more.
    pub(crate) fn edit_statements(&self, edited: Option<Statements>) {
        let address = self.saved.with_untracked(Saved::path);
        self.statements.update(|all| {
            match edited {
                Some(edited) => all.insert(address, edited),
                None => all.remove(&address),
            };
        });
    }

    /// How what is shown stands to what is at the address.
    pub(crate) fn saved_state(&self) -> SavedState {
        self.saved.with(|saved| self.spec.with(|spec| saved.state_of(spec)))
    }

    fn put(&self, name: &str, filled: DatasetSpec) {
        self.edit(Step::once(name), |now| *now = filled);
        // Columns of another dataset may be called the same, and the name was that of what was there.
        self.remembered.forget();
        self.name.set(String::new());
        self.select(0);
        self.shown_since.update(|times| *times += 1);
    }

    fn show(&self, spec: DatasetSpec) {
        let last = spec.tables.len().saturating_sub(1);
        let selected = self.selected.get_untracked().min(last);
        let columns = spec.tables.get(selected).map_or(0, |table| table.columns.len());
        let chosen = self.chosen.get_untracked();
        let within = chosen.clone().within(columns);
        self.spec.set(spec);
        if selected != self.selected.get_untracked() {
            self.selected.set(selected);
        }
        if within != chosen {
            self.chosen.set(within);
        }
    }
}

/// Problems with their messages in the reader's language.
fn in_words(problems: &Arc<[Problem]>) -> Arc<[Problem]> {
    match language() {
        Language::English => Arc::clone(problems),
        Language::Korean => {
            let said = |problem: &Problem| Problem { message: message(&problem.message), ..problem.clone() };
            problems.iter().map(said).collect()
        }
    }
}

/// The spec with every generator filled in.
fn filled(mut spec: DatasetSpec) -> DatasetSpec {
    match Dataset::compile(&spec) {
        Ok(dataset) => dataset.spec().clone(),
        Err(_) => {
            let (now, locale) = (spec.now.clone(), spec.locale.clone());
            let around = generator::Surroundings { now: &now, locale: &locale };
            for table in &mut spec.tables {
                for column in &mut table.columns {
                    let inferred = || {
                        infer(&column.name, &column.comment, column.sql_type, &table.name, table.rows, around)
                    };
                    column.generator = Some(column.generator.take().unwrap_or_else(inferred));
                }
            }
            spec
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

    #[test]
    fn generators_are_filled_in_where_something_else_is_wrong() {
        let json = r#"{"rowmill":1,"now":"yesterday","tables":[{"name":"t","rows":3,"columns":[{"name":"city","type":"text"}]}]}"#;
        let spec = filled(DatasetSpec::from_json(json).unwrap());
        assert_eq!(spec.tables[0].columns[0].generator.as_ref().unwrap().kind().name, "city");
    }
}
