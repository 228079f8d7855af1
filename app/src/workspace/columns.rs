//! What is done to columns of the selected table: by the inspector to one or several, by the list of columns to one.

use generator::{ColumnSpec, GeneratorSpec, SqlType, Surroundings, TableSpec, kinds::Kind};
use leptos::prelude::*;

use super::{Chosen, Notice, Step, Workspace, edit, rule};
use crate::{
    language::{self, t},
    numbers::parse_percent,
};

impl Workspace {
    /// What is read of the selected table; the default if there is none.
    pub(crate) fn with_table<T: Default>(&self, read: impl FnOnce(&TableSpec) -> T) -> T {
        let selected = self.selected.get();
        self.spec.with(|spec| spec.tables.get(selected).map(read).unwrap_or_default())
    }

    /// What is read of a column of the selected table; the default if there is none.
    pub(crate) fn with_column<T: Default>(&self, position: usize, read: impl FnOnce(&ColumnSpec) -> T) -> T {
        self.with_table(|table| table.columns.get(position).map(read).unwrap_or_default())
    }

    /// Whether the spec has no values for a column of the selected table as it is.
    pub(crate) fn is_wrong(&self, position: usize) -> bool {
        let table = self.selected.get();
        self.compiled.with(|compiled| compiled.wrong.contains(&(table, position)))
    }

    /// The place of a column in the spec.
    pub(crate) fn column_path(&self, position: usize) -> String {
        format!("tables[{}].columns[{position}]", self.selected.get())
    }

    /// What some columns are called together.
    fn names_of(&self, positions: &[usize]) -> String {
        untrack(|| match positions {
            [one] => self.with_column(*one, |column| column.name.clone()),
            several => t!("{0} columns", several.len()),
        })
    }

    /// Changes columns; `field` is there for what is typed letter by letter.
    pub(crate) fn edit_columns(
        &self,
        what: &str,
        field: Option<&str>,
        positions: &[usize],
        change: &dyn Fn(&mut ColumnSpec),
    ) {
        let name = t!("{0} of {1}", what, self.names_of(positions));
        let step = match field {
            Some(field) => Step::typed(name, format!("{positions:?} {field}")),
            None => Step::once(name),
        };
        self.edit_table(step, |table| {
            for position in positions {
                if let Some(column) = table.columns.get_mut(*position) {
                    change(column);
                }
            }
        });
    }

    /// Gives a column another name, everywhere.
    pub(crate) fn rename_column(&self, position: usize, name: &str) -> Result<(), String> {
        let table = self.selected.get_untracked();
        let names: Vec<String> = untrack(|| {
            self.with_table(|table| table.columns.iter().map(|column| column.name.clone()).collect())
        });
        edit::check_name(&names, position, name)?;
        let step = Step::once(t!("{0} of {1}", t!("name"), self.names_of(&[position])));
        self.edit(step, |spec| edit::rename_column(spec, table, position, name));
        Ok(())
    }

    /// Gives columns a type. Those whose generators make no values of it take others, which is said.
    pub(crate) fn set_type(&self, positions: &[usize], text: &str) -> Result<(), String> {
        let sql_type: SqlType = text.parse().map_err(|error| format!("{error}"))?;
        // What is inferred is to be what the server infers.
        if !generator::kinds::are_all_there() {
            return Err(t!("The kinds of generators are still on their way. Try again in a moment."));
        }
        let (now, locale) = self.time_and_language();
        let around = Surroundings { now: &now, locale: &locale };
        let mut fitted = None;
        let step = Step::once(t!("{0} of {1}", t!("type"), self.names_of(positions)));
        self.edit_table(step, |table| {
            let (name, rows) = (table.name.clone(), table.rows);
            for position in positions {
                if let Some(column) = table.columns.get_mut(*position)
                    && let Some(kind) = self.remembered.set_type(&name, rows, column, sql_type, around)
                {
                    fitted = Some((column.name.clone(), kind));
                }
            }
        });
        if let Some((column, kind)) = fitted {
            self.notice.set(Some(Notice::of_note(t!(
                "`{0}` takes values of `{1}` now, which suits {2}. Undo brings the old ones back.",
                column,
                language::text(rule::kind_name(kind)),
                sql_type,
            ))));
        }
        Ok(())
    }

    /// Gives columns a generator of this kind, with the options that they had before. Columns of a type that it makes no values of take
    /// the first of `types` that it does, which is said.
    pub(crate) fn set_kind(&self, positions: &[usize], kind: &'static Kind, types: &[SqlType]) {
        let table = self.selected.get_untracked();
        let (now, locale) = self.time_and_language();
        let around = Surroundings { now: &now, locale: &locale };
        let mut changed = Vec::new();
        let step = Step::once(t!("{0} of {1}", t!("generator"), self.names_of(positions)));
        self.edit(step, |spec| {
            for position in positions {
                let found = spec.tables.get_mut(table).and_then(|table| table.columns.get_mut(*position));
                let Some(column) = found else { continue };
                if !kind.suits(column.sql_type, around)
                    && let Some(fit) = types.iter().find(|sql_type| kind.suits(**sql_type, around))
                {
                    column.set_type(*fit);
                    column.set_identity(false);
                    changed.push(t!("`{0}` is {1} now", column.name, fit));
                }
                self.remembered.set_kind(spec, table, *position, kind);
                // A key has the type of what it refers to.
                let reference = spec.tables[table].columns[*position]
                    .generator
                    .as_ref()
                    .and_then(GeneratorSpec::reference);
                let wanted = reference.and_then(|to| edit::type_of(spec, to.table, to.column));
                let column = &mut spec.tables[table].columns[*position];
                if let Some(wanted) = wanted.filter(|wanted| *wanted != column.sql_type) {
                    column.set_type(wanted);
                    changed.push(t!("`{0}` is {1} now", column.name, wanted));
                }
            }
        });
        if !changed.is_empty() {
            self.notice.set(Some(Notice::of_note(format!("{}.", changed.join(", ")))));
        }
    }

    /// How often columns are NULL, in percent; `is_typed` letter by letter.
    pub(crate) fn set_null(&self, positions: &[usize], text: &str, is_typed: bool) -> Result<(), String> {
        let fraction = parse_percent(text).ok_or_else(|| t!("a number from 0 to 100"))?;
        self.edit_columns("NULL", is_typed.then_some("null"), positions, &|column| {
            column.null_fraction = fraction;
        });
        Ok(())
    }

    /// How often a column is the empty text, in percent; letter by letter.
    pub(crate) fn set_empty(&self, position: usize, text: &str) -> Result<(), String> {
        let fraction = parse_percent(text).ok_or_else(|| t!("a number from 0 to 100"))?;
        self.edit_columns(&t!("empty texts"), Some("empty"), &[position], &|column| {
            column.empty_fraction = fraction;
        });
        Ok(())
    }

    /// With which column another is NULL; empty for none.
    pub(crate) fn set_null_with(&self, position: usize, name: &str) {
        self.edit_columns(&t!("NULL together with"), Some("null_with"), &[position], &|column| {
            name.trim().clone_into(&mut column.null_with);
        });
    }

    /// Puts a column in or out of the primary key.
    pub(crate) fn set_key(&self, position: usize, is_part: bool) {
        self.edit_table(Step::once(t!("primary key")), |table| {
            edit::set_primary_key(table, position, is_part);
        });
    }

    /// Adds a column behind the chosen ones, and chooses it.
    pub(crate) fn add_column(&self) {
        let at = untrack(|| self.place_for_columns());
        self.edit_table(Step::once(t!("a new column")), |table| edit::add_column(table, at));
        self.chosen.set(Chosen::column(at));
    }

    fn time_and_language(&self) -> (String, String) {
        self.spec.with_untracked(|spec| (spec.now.clone(), spec.locale.clone()))
    }

    /// Adds the columns that lines of text tell of, behind the chosen ones, and chooses them.
    pub(crate) fn paste_columns(&self, lines: &str) -> Result<(), String> {
        let at = untrack(|| self.place_for_columns());
        let (now, locale) = self.time_and_language();
        let around = Surroundings { now: &now, locale: &locale };
        let mut count = Ok(0);
        self.edit_table(Step::once(t!("pasted columns")), |table| {
            count = edit::paste_columns(table, at, lines, around);
        });
        if let Some(last) = count?.checked_sub(1) {
            self.chosen.set(Chosen::columns(at, at + last));
        }
        Ok(())
    }

    /// Adds copies of the chosen columns behind them, and chooses those.
    pub(crate) fn duplicate_columns(&self) {
        let positions = self.chosen.with_untracked(Chosen::positions);
        let Some(last) = positions.len().checked_sub(1) else { return };
        let step = Step::once(t!("a copy of {0}", self.names_of(&positions)));
        let mut at = 0;
        self.edit_table(step, |table| at = edit::duplicate_columns(table, &positions));
        self.chosen.set(Chosen::columns(at, at + last));
    }

    /// Removes the chosen columns. The one that has the place of the first then is chosen.
    pub(crate) fn remove_columns(&self) {
        let positions = self.chosen.with_untracked(Chosen::positions);
        let Some(first) = positions.first().copied() else { return };
        let step = Step::once(t!("removal of {0}", self.names_of(&positions)));
        let dialect = self.spec.with_untracked(|spec| spec.dialect);
        self.edit_table(step, |table| edit::remove_columns(table, &positions, dialect));
        let left = untrack(|| self.with_table(|table| table.columns.len()));
        self.chosen.set(Chosen::column(first).within(left));
    }

    /// Moves the chosen columns in front of the one at `gap`, and keeps them chosen.
    pub(crate) fn move_columns(&self, gap: usize) {
        let positions = self.chosen.with_untracked(Chosen::positions);
        let Some(last) = positions.len().checked_sub(1) else { return };
        let mut at = positions[0];
        self.edit_table(Step::once(t!("order of the columns")), |table| {
            at = edit::move_columns(table, &positions, gap);
        });
        self.chosen.set(Chosen::columns(at, at + last));
    }

    /// Moves the chosen columns by one place, to the left if `is_back`.
    pub(crate) fn move_columns_by_one(&self, is_back: bool) {
        let positions = self.chosen.with_untracked(Chosen::positions);
        let (Some(first), Some(last)) = (positions.first().copied(), positions.last().copied()) else {
            return;
        };
        let count = untrack(|| self.with_table(|table| table.columns.len()));
        if is_back && first > 0 {
            self.move_columns(first - 1);
        } else if !is_back && last + 1 < count {
            self.move_columns(last + 2);
        }
    }

    /// Where new columns go: behind the chosen ones, else behind the last.
    fn place_for_columns(&self) -> usize {
        let last = self.chosen.with(|chosen| chosen.positions().last().copied());
        self.with_table(|table| last.map_or(table.columns.len(), |last| last + 1).min(table.columns.len()))
    }
}
