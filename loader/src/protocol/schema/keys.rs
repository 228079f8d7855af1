//! Keys, indexes and conditions of a table.

use generator::{ColumnSpec, ConstraintKind, DeclaredConstraint, Dialect, SqlType};

use super::{NamedStatement, TableStatements, Writer, constraint_name};
use crate::{
    keys::{foreign_keys, unique_keys},
    protocol::session::Flavour,
};

/// The kinds of keys that keep values apart, and of indexes that do not.
static UNIQUE_KINDS: [ConstraintKind; 2] = [ConstraintKind::Unique, ConstraintKind::UniqueIndex];
static INDEX_KINDS: [ConstraintKind; 1] = [ConstraintKind::Index];
/// What a spec has no field for.
static OTHER_KINDS: [ConstraintKind; 4] =
    [ConstraintKind::Index, ConstraintKind::Fulltext, ConstraintKind::Spatial, ConstraintKind::Exclude];

impl<'a> Writer<'a> {
    /// The primary key, further keys, indexes and conditions: those that are made with the table go into `lines`, the others are given back.
    pub(super) fn keys(
        &self,
        deferred: bool,
        made: &mut TableStatements,
        lines: &mut Vec<String>,
    ) -> Vec<NamedStatement> {
        let spec = self.spec();
        lines.extend(self.primary_key(made));
        let mut indexes = Vec::new();
        let mut used: Vec<&DeclaredConstraint> = Vec::new();
        for (unique, key) in unique_keys(spec)
            .into_iter()
            .map(|key| (true, key))
            .chain(spec.indexes.iter().map(|key| (false, key.clone())))
        {
            let kinds: &'static [ConstraintKind] = if unique { &UNIQUE_KINDS } else { &INDEX_KINDS };
            let mut is_declared = false;
            for declared in self.declared.into_iter().flat_map(|declared| declared.keys(kinds, &key)) {
                is_declared = true;
                if !used.contains(&declared) {
                    used.push(declared);
                    self.declared_key(declared, deferred, made, lines, &mut indexes);
                }
            }
            if is_declared {
                continue;
            }
            // In PostgreSQL the names of indexes are the schema's, and the old table has them still.
            let place = if self.dialect == Dialect::MySql { self.load.name() } else { self.load.place() };
            let kind = if unique { "key" } else { "index" };
            let name = constraint_name(place, self.load.name(), kind, &key);
            if self.dialect == Dialect::Postgres {
                made.shared_names.push(constraint_name(self.load.name(), self.load.name(), kind, &key));
            }
            // MySQL asks that a counter leads a key at all times.
            let is_counted =
                spec.columns.iter().any(|column| column.identity && key.first() == Some(&column.name));
            let is_inline = self.dialect == Dialect::MySql && (!deferred || is_counted);
            if let Some(json) = self.json_column(&key) {
                made.notes.push(format!("{}: no index over `{json}`, whose type has none", self.load.name()));
            } else if is_inline {
                let kind = if unique { "UNIQUE KEY" } else { "KEY" };
                lines.push(format!("{kind} {} ({})", self.quote(&name), self.list(&key)));
            } else {
                let kind = if unique { "UNIQUE INDEX" } else { "INDEX" };
                let (table, columns) = (self.quote(self.load.place()), self.list(&key));
                let sql = format!("CREATE {kind} {} ON {table} ({columns})", self.quote(&name));
                indexes.push(NamedStatement { name, sql, is_foreign_key: false });
            }
        }
        if let Some(declared) = self.declared {
            let is_left = |constraint: &&DeclaredConstraint| {
                // A plain index that the spec has no more is none.
                !used.contains(constraint)
                    && (!declared.is_plain(constraint) || spec.indexes.contains(&constraint.columns))
            };
            for constraint in declared.of_kinds(&OTHER_KINDS).filter(is_left) {
                self.declared_key(constraint, deferred, made, lines, &mut indexes);
            }
            lines.extend(
                declared
                    .of_kinds(&[ConstraintKind::Check])
                    .map(|check| self.named_constraint(check, "CHECK")),
            );
        }
        indexes
    }

    fn primary_key(&self, made: &mut TableStatements) -> Option<String> {
        let key = &self.spec().primary_key;
        if key.is_empty() {
            return None;
        }
        let declared = self.declared.and_then(|declared| declared.key(&[ConstraintKind::PrimaryKey], key));
        Some(
            match declared.filter(|declared| self.dialect == Dialect::Postgres && !declared.name.is_empty()) {
                Some(named) => {
                    // The old table has the name still where another takes its place.
                    let name = if self.load.prepared.working.is_some() {
                        let working = constraint_name(self.load.place(), self.load.name(), "pkey", key);
                        made.names_in_place.push((working.clone(), named.name.clone()));
                        working
                    } else {
                        named.name.clone()
                    };
                    format!("CONSTRAINT {} PRIMARY KEY {}", self.quote(&name), named.sql)
                }
                None => match declared {
                    Some(declared) => format!("PRIMARY KEY {}", declared.sql),
                    None => format!("PRIMARY KEY ({})", self.list(key)),
                },
            },
        )
    }

    /// A constraint behind its name, if it has one. Names of conditions are the database's in MySQL, where the old table has them still.
    fn named_constraint(&self, declared: &DeclaredConstraint, kind: &str) -> String {
        let is_taken = self.server.flavour == Flavour::MySql && self.load.prepared.working.is_some();
        let name = if declared.name.is_empty() || is_taken {
            String::new()
        } else {
            format!("CONSTRAINT {} ", self.quote(&declared.name))
        };
        format!("{name}{kind} {}", declared.sql)
    }

    /// A key or an index as it is declared.
    fn declared_key(
        &self,
        declared: &DeclaredConstraint,
        deferred: bool,
        made: &mut TableStatements,
        lines: &mut Vec<String>,
        indexes: &mut Vec<NamedStatement>,
    ) {
        let (table, sql) = (self.quote(self.load.place()), &declared.sql);
        let of = |place: &str| constraint_name(place, self.load.name(), "key", &[sql]);
        let is_working = self.load.prepared.working.is_some();
        let name = match self.dialect {
            _ if declared.name.is_empty() => of(self.load.place()),
            // Names of indexes are the schema's there, and the old table has them still.
            Dialect::Postgres if is_working => of(self.load.place()),
            _ => declared.name.clone(),
        };
        if self.dialect == Dialect::Postgres {
            if is_working && !declared.name.is_empty() {
                made.names_in_place.push((name.clone(), declared.name.clone()));
            }
            let ours = || of(self.load.name());
            made.shared_names.push(if declared.name.is_empty() { ours() } else { declared.name.clone() });
        }
        let quoted = self.quote(&name);
        let (mysql, postgres) = match declared.kind {
            ConstraintKind::Unique => ("UNIQUE KEY", "UNIQUE"),
            ConstraintKind::UniqueIndex => ("UNIQUE KEY", "UNIQUE INDEX"),
            ConstraintKind::Fulltext => ("FULLTEXT KEY", "INDEX"),
            ConstraintKind::Spatial => ("SPATIAL KEY", "INDEX"),
            ConstraintKind::Exclude => ("KEY", "EXCLUDE"),
            _ => ("KEY", "INDEX"),
        };
        let is_counted = self
            .spec()
            .columns
            .iter()
            .any(|column| column.identity && declared.columns.first() == Some(&column.name));
        if self.dialect == Dialect::MySql && (!deferred || is_counted) {
            lines.push(format!("{mysql} {quoted} {sql}"));
            return;
        }
        let sql = match (self.dialect, postgres) {
            (Dialect::MySql, _) => format!("ALTER TABLE {table} ADD {mysql} {quoted} {sql}"),
            (_, "UNIQUE" | "EXCLUDE") => {
                format!("ALTER TABLE {table} ADD CONSTRAINT {quoted} {postgres} {sql}")
            }
            _ => format!("CREATE {postgres} {quoted} ON {table} {sql}"),
        };
        indexes.push(NamedStatement { name, sql, is_foreign_key: false });
    }

    /// Whether a column is part of a key or an index, or refers to one that is.
    pub(super) fn is_indexed(&self, column: &str) -> bool {
        let spec = self.spec();
        let keys = unique_keys(spec);
        let mut indexed = keys.iter().chain(&spec.indexes).chain([&spec.primary_key]).flatten();
        let tables = &self.load.dataset.spec().tables;
        indexed.any(|name| name == column)
            || foreign_keys(spec, tables).iter().any(|key| key.columns.contains(&column))
    }

    fn json_column(&self, key: &[String]) -> Option<&'a str> {
        let is_json = |column: &&ColumnSpec| column.sql_type == SqlType::Json && key.contains(&column.name);
        let column = self.spec().columns.iter().find(is_json)?;
        (self.dialect == Dialect::MySql).then_some(&column.name)
    }
}
