//! What the database that a table comes from declares of it: types, defaults, conditions, names of keys. A load into a database of the same
//! dialect makes the table by it.

use generator::{ColumnSpec, ConstraintKind, DatasetSpec, DeclaredConstraint, Dialect, TableSpec};

use super::fragment;
use crate::plan::TableLoad;

/// The declarations of a load's table.
#[derive(Clone, Copy)]
pub(crate) struct Declared<'a> {
    spec: &'a DatasetSpec,
    table: &'a TableSpec,
    dialect: Dialect,
}

impl<'a> Declared<'a> {
    /// The declarations of a table; `None` if they are those of another dialect, or none.
    pub(crate) fn of(load: &'a TableLoad, dialect: Dialect) -> Option<Self> {
        let (spec, table) = (load.dataset.spec(), load.table().spec());
        (spec.dialect == Some(dialect)).then_some(Self { spec, table, dialect })
    }

    /// What a person should know who loads declarations of one dialect into a database of another.
    pub(crate) fn note(load: &TableLoad, dialect: Dialect) -> Option<String> {
        let (spec, table) = (load.dataset.spec(), load.table().spec());
        let of = spec.dialect.filter(|of| *of != dialect)?;
        let has_some = !table.constraints.is_empty()
            || !table.options.is_empty()
            || table.columns.iter().any(|column| !column.declared.is_empty());
        has_some.then(|| {
            format!(
                "{}: types, defaults, checks and names of keys are declared for {}, and are Rowmill's own here",
                load.name(),
                name(of)
            )
        })
    }

    /// Looks at every text that goes into a statement as it is.
    ///
    /// # Errors
    /// The place of one that is more than one part of a statement, and why.
    pub(crate) fn check(&self) -> Result<(), String> {
        let refuse = |place: String| move |reason: String| format!("{place}: {reason}");
        for made in &self.spec.types {
            let place = format!("the type `{}`", made.name);
            fragment::check_type(&made.sql, self.dialect).map_err(refuse(place))?;
        }
        fragment::check(&self.table.options, self.dialect, true).map_err(refuse("`options`".to_owned()))?;
        for constraint in &self.table.constraints {
            let place = format!("the constraint `{}`", constraint.name);
            fragment::check(&constraint.sql, self.dialect, false).map_err(refuse(place))?;
        }
        for column in &self.table.columns {
            for (field, text) in column.declarations() {
                let place = format!("`{field}` of column `{}`", column.name);
                fragment::check(text, self.dialect, false).map_err(refuse(place))?;
            }
        }
        Ok(())
    }

    /// Whether the column, alone, is SQLite's primary key that never gives a number again.
    pub(crate) fn is_autoincrement(self, column: &ColumnSpec) -> bool {
        self.dialect == Dialect::Sqlite
            && column.generated.eq_ignore_ascii_case("autoincrement")
            && self.table.primary_key == [column.name.as_str()]
    }

    /// The definition of a column behind its name and type: all but what is about keys and counting.
    pub(crate) fn clauses(self, column: &ColumnSpec, may_be_null: bool, is_mariadb: bool) -> String {
        let mut sql = String::new();
        let is_autoincrement = self.is_autoincrement(column);
        // What counts in SQLite is the only key, or nothing.
        let is_generated =
            !column.generated.is_empty() && !column.generated.eq_ignore_ascii_case("autoincrement");
        let is_computed = is_generated && !column.identity;
        if is_generated {
            let is_short = column.generated.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("AS "));
            sql.push_str(if is_short { " " } else { " GENERATED " });
            sql.push_str(&column.generated);
        }
        if is_autoincrement {
            sql.push_str(" PRIMARY KEY AUTOINCREMENT");
        }
        // A key takes none; in SQLite it may, which is as it was declared.
        let is_key = self.dialect != Dialect::Sqlite && self.table.primary_key.contains(&column.name);
        let takes_null = !is_key && (column.nullable || (may_be_null && !column.hidden));
        match (self.dialect, takes_null) {
            // MariaDB takes neither of the two for a computed column.
            (Dialect::MySql, takes_null) if is_computed && (takes_null || is_mariadb) => {}
            // A TIMESTAMP without it is NOT NULL in MariaDB.
            (Dialect::MySql, true) => sql.push_str(" NULL"),
            (_, true) => {}
            (_, false) => sql.push_str(" NOT NULL"),
        }
        let is_null = column.default.to_ascii_lowercase();
        let is_null = is_null == "null" || is_null.starts_with("null::");
        if !column.default.is_empty() && (takes_null || !is_null) {
            sql.push_str(&format!(" DEFAULT {}", column.default));
        }
        sql
    }

    /// The condition of a column.
    pub(crate) fn column_check(self, column: &ColumnSpec) -> String {
        if column.check.is_empty() { String::new() } else { format!(" CHECK ({})", column.check) }
    }

    /// The declaration of a key over these columns, whatever its condition speaks of besides; the first of several.
    pub(crate) fn key(
        self,
        kinds: &'a [ConstraintKind],
        columns: &[String],
    ) -> Option<&'a DeclaredConstraint> {
        self.keys(kinds, columns).next()
    }

    /// All of them.
    pub(crate) fn keys(
        self,
        kinds: &'a [ConstraintKind],
        columns: &[String],
    ) -> impl Iterator<Item = &'a DeclaredConstraint> {
        self.of_kinds(kinds).filter(move |constraint| key_columns(constraint, self.dialect) == columns)
    }

    /// The declaration of a foreign key of these columns, in any order.
    pub(crate) fn foreign_key(self, columns: &[&str]) -> Option<&'a DeclaredConstraint> {
        self.of_kinds(&[ConstraintKind::ForeignKey]).find(|constraint| {
            constraint.columns.len() == columns.len()
                && columns.iter().all(|column| constraint.columns.iter().any(|name| name == column))
        })
    }

    /// Whether the database has said which foreign keys the columns of a key have: those of columns that it has declared.
    pub(crate) fn is_complete(self, columns: &[&str]) -> bool {
        columns.iter().all(|name| {
            self.table.columns.iter().any(|column| column.name == *name && !column.declared.is_empty())
        })
    }

    /// Whether the table's keys are declared.
    pub(crate) fn has_keys(self) -> bool {
        !self.table.constraints.is_empty()
    }

    /// Whether a default is a day that the server takes only if it is not strict.
    pub(crate) fn has_zero_dates(self) -> bool {
        self.dialect == Dialect::MySql
            && self.table.columns.iter().any(|column| column.default.contains("0000-00-00"))
    }

    /// Whether all that a constraint speaks of is made.
    fn is_made(self, constraint: &DeclaredConstraint) -> bool {
        let is_made = |column: &ColumnSpec| !column.hidden || !column.declared.is_empty();
        constraint
            .columns
            .iter()
            .all(|name| self.table.columns.iter().any(|column| column.name == *name && is_made(column)))
    }

    /// Whether an index is over columns alone, as an index of a spec is.
    pub(crate) fn is_plain(self, constraint: &DeclaredConstraint) -> bool {
        let plain: String = constraint
            .sql
            .chars()
            .filter(|character| !character.is_whitespace() && !"\"`".contains(*character))
            .collect();
        let plain = plain.to_lowercase();
        let plain = plain.strip_prefix("usingbtree").unwrap_or(&plain);
        let plain = plain.strip_suffix("usingbtree").unwrap_or(plain);
        constraint.kind == ConstraintKind::Index
            && plain == format!("({})", constraint.columns.join(",")).to_lowercase()
    }

    /// What of the declarations is not made, for people.
    pub(crate) fn left_out(self) -> Vec<String> {
        let left_out = self.table.constraints.iter().filter(|constraint| !self.is_made(constraint));
        left_out
            .map(|constraint| {
                format!(
                    "{}: `{}` ({}) is not made; it speaks of a column that is not",
                    self.table.name,
                    constraint.name,
                    constraint.columns.join(", ")
                )
            })
            .collect()
    }

    /// Names that are longer than the server keeps them, which would cut them off or refuse them half way.
    pub(crate) fn long_name(self, is_too_long: impl Fn(&str) -> bool) -> Option<&'a str> {
        let types = self.spec.types.iter().map(|made| made.name.as_str());
        let names = self.table.constraints.iter().map(|constraint| constraint.name.as_str());
        names.chain(types).find(|name| is_too_long(name))
    }

    /// The constraints of some kinds, in order.
    pub(crate) fn of_kinds(
        self,
        kinds: &'a [ConstraintKind],
    ) -> impl Iterator<Item = &'a DeclaredConstraint> {
        let made = self.table.constraints.iter().filter(move |constraint| self.is_made(constraint));
        made.filter(move |constraint| kinds.contains(&constraint.kind))
    }

    /// The options of the table: those before its partitions, and those.
    pub(crate) fn options(self) -> (&'a str, &'a str) {
        let options = self.table.options.trim();
        let at = fragment::find(options, "PARTITION BY", self.dialect).unwrap_or(options.len());
        let (before, partitions) = options.split_at(at);
        (before.trim_end(), partitions)
    }

    /// Statements that make the types which are not there.
    pub(crate) fn types(self) -> Vec<String> {
        self.spec.types.iter().map(|made| made.sql.clone()).collect()
    }
}

/// The columns of a key: those that stand in its first parentheses.
fn key_columns(constraint: &DeclaredConstraint, dialect: Dialect) -> Vec<String> {
    let sql = &constraint.sql;
    let Some(open) = fragment::find(sql, "(", dialect) else { return constraint.columns.clone() };
    let mut depth = 0_u32;
    let end = sql[open..].char_indices().find(|(_, character)| {
        match character {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0
    });
    let inside = &sql[open..end.map_or(sql.len(), |(at, _)| open + at)];
    let is_word = |character: char| character.is_alphanumeric() || matches!(character, '_' | '$');
    let says = |name: &String| {
        inside.match_indices(name.as_str()).any(|(at, _)| {
            !inside[..at].ends_with(is_word) && !inside[at + name.len()..].starts_with(is_word)
        }) || inside
            .to_lowercase()
            .split(|character| !is_word(character))
            .any(|word| word == name.to_lowercase())
    };
    constraint.columns.iter().filter(|name| says(name)).cloned().collect()
}

fn name(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::MySql => "MySQL",
        Dialect::Postgres => "PostgreSQL",
        Dialect::Sqlite => "SQLite",
    }
}
