//! What is done to tables.

use leptos::prelude::*;

use super::{Chosen, Step, Workspace, edit};
use crate::language::t;

impl Workspace {
    /// Shows a table, and has its form in the inspector.
    pub(crate) fn select(&self, table: usize) {
        batch(|| {
            self.selected.set(table);
            self.chosen.set(Chosen::Table);
        });
    }

    /// Gives the selected table another name, everywhere.
    pub(crate) fn rename_table(&self, name: &str) -> Result<(), String> {
        let selected = self.selected.get_untracked();
        let names: Vec<String> =
            self.spec.with_untracked(|spec| spec.tables.iter().map(|table| table.name.clone()).collect());
        edit::check_name(&names, selected, name)?;
        self.edit(Step::once(t!("name of a table")), |spec| edit::rename_table(spec, selected, name));
        Ok(())
    }

    /// Adds a table, and shows it.
    pub(crate) fn add_table(&self) {
        self.edit(Step::once(t!("a new table")), edit::add_table);
        self.select(self.spec.with_untracked(|spec| spec.tables.len().saturating_sub(1)));
    }

    /// Adds a copy of the selected table, and shows it.
    pub(crate) fn duplicate_table(&self) {
        let selected = self.selected.get_untracked();
        let Some(name) = self.name_of_selected() else { return };
        self.edit(Step::once(t!("a copy of {0}", name)), |spec| edit::duplicate_table(spec, selected));
        self.select(selected + 1);
    }

    /// Makes changes that were read from statements, as one step.
    pub(crate) fn apply(&self, changes: &[super::changes::Change]) {
        let mut spec = self.spec.get_untracked();
        changes.iter().for_each(|change| change.apply(&mut spec));
        let filled = super::filled(spec);
        self.edit(Step::once(t!("changes of the tables")), |now| *now = filled);
    }

    /// Removes the selected table.
    pub(crate) fn remove_table(&self) {
        let selected = self.selected.get_untracked();
        let Some(name) = self.name_of_selected() else { return };
        self.edit(Step::once(t!("removal of {0}", name)), |spec| {
            spec.tables.remove(selected);
        });
        self.chosen.set(Chosen::Table);
    }

    fn name_of_selected(&self) -> Option<String> {
        let selected = self.selected.get_untracked();
        self.spec.with_untracked(|spec| spec.tables.get(selected).map(|table| table.name.clone()))
    }
}
