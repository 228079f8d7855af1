//! Undo and redo.

use std::sync::Arc;

use generator::{DatasetSpec, TableSpec};

use crate::language::t;

/// Steps that can be undone at the most.
const MOST_STEPS: usize = 200;

/// What an edit is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Step {
    /// For people: what was changed, such as `rows of customer`.
    pub(crate) name: String,
    /// The field that is typed into: changes in a row with the same field are one step.
    field: Option<String>,
}

impl Step {
    /// A step of its own.
    pub(crate) fn once(name: impl Into<String>) -> Self {
        Self { name: name.into(), field: None }
    }

    /// One of several changes of a field, such as letters typed into it, that are one step together.
    pub(crate) fn typed(name: impl Into<String>, field: impl Into<String>) -> Self {
        Self { name: name.into(), field: Some(field.into()) }
    }

    /// The same step, of this table.
    pub(crate) fn of(self, position: usize, table: &str) -> Self {
        Self {
            name: t!("{0} of {1}", self.name, table),
            field: self.field.map(|field| format!("{position} {field}")),
        }
    }
}

/// The past of a spec and its undone future. Tables that a step leaves alone are kept once for all steps.
#[derive(Debug, Clone, Default)]
pub(crate) struct History {
    past: Vec<(Snapshot, String)>,
    future: Vec<(Snapshot, String)>,
    /// The field that the last step changed.
    field: Option<String>,
}

impl History {
    /// Notes that `before` was changed by a step.
    pub(crate) fn note(&mut self, before: &DatasetSpec, step: Step) {
        self.future.clear();
        if step.field.is_some() && self.field == step.field {
            return;
        }
        self.field = step.field;
        let last = self.past.last().map(|(snapshot, _)| snapshot);
        self.past.push((Snapshot::of(before, last), step.name));
        if self.past.len() > MOST_STEPS {
            self.past.remove(0);
        }
    }

    /// What comes next is a step of its own, also in the same field.
    pub(crate) fn end_step(&mut self) {
        self.field = None;
    }

    /// Gives what was before `now`, and the name of the step that is undone.
    pub(crate) fn undo(&mut self, now: &DatasetSpec) -> Option<(DatasetSpec, String)> {
        let (before, name) = self.past.pop()?;
        self.future.push((Snapshot::of(now, Some(&before)), name.clone()));
        self.field = None;
        Some((before.spec(), name))
    }

    /// Gives what was undone, and the name of the step that is done again.
    pub(crate) fn redo(&mut self, now: &DatasetSpec) -> Option<(DatasetSpec, String)> {
        let (after, name) = self.future.pop()?;
        self.past.push((Snapshot::of(now, Some(&after)), name.clone()));
        self.field = None;
        Some((after.spec(), name))
    }

    /// The name of the step that can be undone, and of the one that can be done again.
    pub(crate) fn next(&self) -> (Option<&str>, Option<&str>) {
        (name_of_last(&self.past), name_of_last(&self.future))
    }
}

fn name_of_last(steps: &[(Snapshot, String)]) -> Option<&str> {
    steps.last().map(|(_, name)| name.as_str())
}

/// A spec that shares its tables with the steps beside it.
#[derive(Debug, Clone)]
struct Snapshot {
    /// All but the tables.
    frame: DatasetSpec,
    tables: Vec<Arc<TableSpec>>,
}

impl Snapshot {
    fn of(spec: &DatasetSpec, near: Option<&Self>) -> Self {
        let frame = DatasetSpec { tables: Vec::new(), ..spec.clone() };
        let near = near.map_or(&[][..], |near| near.tables.as_slice());
        let share = |(index, table): (usize, &TableSpec)| {
            // A table that was added or removed moves those behind it by one.
            let places = [index, index.wrapping_sub(1), index + 1];
            let found = places.iter().filter_map(|place| near.get(*place)).find(|known| ***known == *table);
            found.map_or_else(|| Arc::new(table.clone()), Arc::clone)
        };
        Self { frame, tables: spec.tables.iter().enumerate().map(share).collect() }
    }

    fn spec(self) -> DatasetSpec {
        DatasetSpec { tables: self.tables.into_iter().map(Arc::unwrap_or_clone).collect(), ..self.frame }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::example;

    /// A spec that tells itself apart by its seed.
    fn spec(seed: u64) -> DatasetSpec {
        DatasetSpec { seed: generator::Seed(seed), ..example() }
    }

    fn undone(history: &mut History, now: u64) -> Option<(u64, String)> {
        history.undo(&spec(now)).map(|(before, name)| (before.seed.to_string().parse().unwrap(), name))
    }

    #[test]
    fn changes_of_a_field_in_a_row_are_one_step() {
        let mut history = History::default();
        history.note(&spec(0), Step::typed("name", "name"));
        history.note(&spec(1), Step::typed("name", "name"));
        history.note(&spec(2), Step::typed("rows", "rows"));
        assert_eq!(history.next(), (Some("rows"), None));
        assert_eq!(undone(&mut history, 25), Some((2, "rows".to_owned())));
        assert_eq!(undone(&mut history, 2), Some((0, "name".to_owned())));
        assert_eq!(undone(&mut history, 0), None);
        let (after, name) = history.redo(&spec(0)).unwrap();
        assert_eq!((after, name.as_str()), (spec(2), "name"));
        assert_eq!(history.next(), (Some("name"), Some("rows")));
        history.note(&spec(2), Step::typed("name", "name"));
        assert_eq!(history.redo(&spec(9)), None);
        // Saved in between: what was saved can be gone back to.
        history.end_step();
        history.note(&spec(3), Step::typed("name", "name"));
        assert_eq!(undone(&mut history, 4), Some((3, "name".to_owned())));
    }

    #[test]
    fn changes_without_a_field_are_steps_of_their_own() {
        let mut history = History::default();
        history.note(&spec(0), Step::once("remove a column"));
        history.note(&spec(1), Step::once("remove a column"));
        assert_eq!(undone(&mut history, 2).unwrap().0, 1);
        assert_eq!(undone(&mut history, 1).unwrap().0, 0);
    }

    #[test]
    fn the_oldest_steps_are_forgotten() {
        let mut history = History::default();
        for step in 0..500 {
            history.note(&spec(step), Step::once("a"));
        }
        let (mut now, mut steps) = (500, 0);
        while let Some((before, _)) = undone(&mut history, now) {
            (now, steps) = (before, steps + 1);
        }
        assert_eq!((steps, now), (MOST_STEPS, 300));
    }

    #[test]
    fn steps_share_the_tables_that_they_leave_alone() {
        let mut history = History::default();
        let mut now = example();
        history.note(&now, Step::once("rows"));
        now.tables[0].rows += 1;
        history.note(&now, Step::once("remove a table"));
        now.tables.remove(0);
        history.note(&now, Step::once("seed"));
        let second = |step: usize| &history.past[step].0.tables;
        assert!(Arc::ptr_eq(&second(0)[1], &second(1)[1]));
        assert!(Arc::ptr_eq(&second(1)[1], &second(2)[0]));
        assert!(!Arc::ptr_eq(&second(0)[0], &second(1)[0]));
    }
}
