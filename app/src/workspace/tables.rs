//! What is done to tables.

use leptos::prelude::*;

use super::{Chosen, Step, Workspace, changes::Change, edit};
use crate::language::t;

impl Workspace {
    /// Shows a table, and has its form in the inspector.
    pub(crate) fn select(&self, table: usize) {
        self.selected.set(table);
        self.chosen.set(Chosen::Table);
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
    pub(crate) fn apply(&self, changes: &[Change]) {
        let mut spec = self.spec.get_untracked();
        for change in changes {
            change.apply(&mut spec);
            // What makes no values of the new type gives way to what does.
            if let Change::SetType { table, column, to, .. } = change {
                let (now, locale) = (spec.now.clone(), spec.locale.clone());
                let around = generator::Surroundings { now: &now, locale: &locale };
                let found = spec.tables.iter_mut().find(|found| found.name == *table);
                if let Some(found) = found {
                    let (name, rows) = (found.name.clone(), found.rows);
                    if let Some(column) = found.columns.iter_mut().find(|found| found.name == *column) {
                        self.remembered.set_type(&name, rows, column, *to, around);
                    }
                }
            }
        }
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
