//! Foreign keys of a table, as far as its database can hold them.

use generator::{Dialect, TableSpec};

use super::{NamedStatement, TableStatements, Writer, column_type::column_type, constraint_name};
use crate::keys::ForeignKey;

impl<'a> Writer<'a> {
    pub(super) fn foreign_keys(
        &self,
        made: &mut TableStatements,
        lines: &mut Vec<String>,
        deferred: bool,
        is_there: impl Fn(&str) -> bool,
    ) {
        let position = |table: &str| self.load.order.iter().position(|name| name == table);
        let own = position(&self.load.plan.table);
        for key in self.load.foreign_keys() {
            let (ForeignKey { columns, parent, .. }, table) = (&key, self.load.name());
            let parent_position = position(parent);
            if self.dialect == Dialect::MySql && self.has_partitions_with(parent) {
                made.notes.push(format!(
                    "{table}: the foreign key ({}) is left out; MySQL has none from or to partitioned tables",
                    columns.join(", ")
                ));
                continue;
            }
            if parent_position.is_none() && !is_there(parent) {
                made.notes.push(format!(
                    "{table}: the foreign key ({}) is left out; there is no table `{parent}` to refer to",
                    columns.join(", ")
                ));
                continue;
            }
            let declared = self.declared.and_then(|declared| declared.foreign_key(columns));
            if declared.is_none() && self.declared.is_some_and(|declared| declared.is_complete(columns)) {
                made.notes.push(undeclared_key(table, &columns.join(", "), parent));
                continue;
            }
            if let Some((column, wanted)) = self.other_type(&key).filter(|_| declared.is_none()) {
                made.notes.push(format!(
                    "{table}: the foreign key ({}) is left out; MySQL asks that `{column}` has the type of what it refers to, \
                     which is {wanted}",
                    columns.join(", ")
                ));
                continue;
            }
            // Names of foreign keys are the database's in MySQL, where the old table has them still.
            let named = declared.map(|declared| declared.name.clone()).filter(|name| !name.is_empty());
            let is_taken = self.dialect == Dialect::MySql && self.load.prepared.working.is_some();
            let ours = |place: &str| constraint_name(place, table, "to", columns);
            let name = named.clone().filter(|_| !is_taken).unwrap_or_else(|| ours(self.load.place()));
            if self.dialect == Dialect::MySql {
                if let Some(named) = named.clone().filter(|_| is_taken) {
                    made.names_in_place.push((name.clone(), named));
                }
                made.shared_names.push(named.unwrap_or_else(|| ours(table)));
            }
            let actions = declared.map_or("", |declared| declared.sql.as_str());
            let constraint = format!(
                "CONSTRAINT {} FOREIGN KEY ({}) REFERENCES {} ({}) {actions}",
                self.quote(&name),
                self.list(columns),
                self.quote(self.parent_name(parent)),
                self.list(&key.parent_columns)
            );
            let constraint = constraint.trim_end();
            let sql = format!("ALTER TABLE {} ADD {constraint}", self.quote(self.load.place()));
            let key = NamedStatement { name, sql, is_foreign_key: true };
            match parent_position {
                // Rows refer to rows that come later, in this table or in one that is loaded after it.
                Some(_) if parent_position > own => made.after_tables.push(key),
                Some(_) if parent_position == own => made.after_rows.push(key),
                _ if deferred => made.after_rows.push(key),
                _ => lines.push(constraint.to_owned()),
            }
        }
    }

    /// Where a parent is now; the table itself is where its rows go.
    fn parent_name(&self, parent: &'a str) -> &'a str {
        if parent == self.load.plan.table { self.load.place() } else { self.load.names.current(parent) }
    }

    /// The first column of a foreign key whose type in MySQL is another than that of the parent's column, and the latter.
    fn other_type(&self, key: &ForeignKey<'a>) -> Option<(&'a str, String)> {
        let tables = &self.load.dataset.spec().tables;
        let parent = tables.iter().find(|table| table.name == key.parent)?;
        let sql_type = |table: &TableSpec, name: &str| {
            let column = table.columns.iter().find(|column| column.name == name)?;
            column_type(column.sql_type, self.server, true).ok()
        };
        let mut pairs = key.columns.iter().zip(&key.parent_columns);
        pairs.find_map(|(column, of)| {
            let (own, wanted) = (sql_type(self.spec(), column)?, sql_type(parent, of)?);
            // Texts may differ in their length.
            let is_text = |text: &str| text.contains("CHAR");
            let differs = own != wanted && !(is_text(&own) && is_text(&wanted));
            (self.dialect == Dialect::MySql && differs).then_some((*column, wanted))
        })
    }

    fn has_partitions_with(&self, parent: &str) -> bool {
        let tables = &self.load.dataset.spec().tables;
        let is_partitioned = |table: &TableSpec| table.partition_by.is_some();
        is_partitioned(self.spec())
            || tables.iter().any(|table| table.name == parent && is_partitioned(table))
    }
}

/// What is said of a reference that is none of its database's keys.
pub(crate) fn undeclared_key(table: &str, columns: &str, parent: &str) -> String {
    format!(
        "{table}: no foreign key ({columns}) is made; its values refer to `{parent}`, and its database declares no such key"
    )
}
