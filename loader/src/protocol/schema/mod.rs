//! Tables, their keys and their partitions in the SQL of a server, from a spec.

mod column_type;
pub(crate) mod declared;
mod fragment;
mod size;

use std::collections::BTreeSet;

use contract::IndexTime;
use generator::{
    ColumnSpec, ConstraintKind, DeclaredConstraint, Dialect, PartitionSpec, SqlType, TableSpec, hexadecimal,
    quote_identifier,
};
use sha2::{Digest as _, Sha256};

use self::{
    column_type::{column_type, is_text_without_bound},
    declared::Declared,
};
use super::{
    catalogue::Catalogue,
    existing::nul_message,
    failure::ServerFailure,
    literal,
    partitions::{END_OF_TIME, Partition, partitions},
    session::{Flavour, ServerVersion},
};
use crate::{
    error::LoadError,
    keys::{ForeignKey, foreign_keys, unique_keys},
    plan::TableLoad,
    targets::postgres::version::has_identity_in_partitioned_tables,
};

/// Longest name in PostgreSQL, in bytes ("Identifiers and Key Words"); MySQL takes 64 characters.
const POSTGRES_NAME_BYTES: usize = 63;
const MYSQL_NAME_CHARACTERS: usize = 64;
/// Most characters of a comment in MySQL, of a table and of a column.
const MYSQL_COMMENTS: (usize, usize) = (2_048, 1_024);

/// Ends the mode in which MySQL takes zero dates for defaults.
pub(crate) const RESTORE_MODE: &str = "SET SESSION sql_mode = @rowmill_sql_mode";

/// The statements that make a table.
#[derive(Debug, Default)]
pub(crate) struct TableStatements {
    /// Types that tables use, each made where it is not there.
    pub(crate) types: Vec<String>,
    /// The table, and what is made with it, in this order.
    pub(crate) create: Vec<String>,
    /// What is made when the rows are there.
    pub(crate) after_rows: Vec<NamedStatement>,
    /// What is made when all tables of the job are there: keys that refer to later tables.
    pub(crate) after_tables: Vec<NamedStatement>,
    /// What is made when the table is in its place, because its names are the database's.
    pub(crate) in_place: Vec<String>,
    /// Names that indexes and constraints have in the end, where they are the database's and not the table's.
    pub(crate) shared_names: Vec<String>,
    /// Names on the way of a table that takes another's place, and those that it declares for its own.
    pub(crate) names_in_place: Vec<(String, String)>,
    /// What a person should know.
    pub(crate) notes: Vec<String>,
}

/// A statement that makes an index or a constraint of this name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NamedStatement {
    pub(crate) name: String,
    pub(crate) sql: String,
    /// Whether it makes a foreign key, whose names are not those of indexes.
    pub(crate) is_foreign_key: bool,
}

/// The statements for a load's table. `is_there` tells which parents the target has already.
///
/// # Errors
/// Something in the spec that this server cannot have, with the remedy.
pub(crate) fn statements(
    load: &TableLoad,
    server: &ServerVersion,
    is_there: impl Fn(&str) -> bool,
) -> Result<TableStatements, LoadError> {
    let dialect = dialect(server);
    let writer = Writer { load, server, dialect, declared: Declared::of(load, dialect) };
    writer.check_declared()?;
    writer.check_names()?;
    writer.check_keys()?;
    // What was declared has fitted once.
    if writer.declared.is_none_or(|declared| !declared.has_keys()) {
        size::check(load, server)?;
    }
    writer.statements(is_there)
}

/// The statements for a load's table on a server, which is asked which parents it has.
///
/// # Errors
/// Something in the spec that this server cannot have, with the remedy; a server that does not answer.
pub(crate) async fn on_server<S: Catalogue>(
    session: &mut S,
    load: &TableLoad,
) -> Result<TableStatements, LoadError> {
    let failed =
        |source: ServerFailure| LoadError::Prepare { table: load.name().to_owned(), source: source.into() };
    let mut there = BTreeSet::new();
    for key in load.foreign_keys() {
        if !session.columns(key.parent).await.map_err(failed)?.is_empty() {
            there.insert(key.parent.to_owned());
        }
    }
    let server = session.server().clone();
    let mut made = statements(load, &server, |parent| there.contains(parent))?;
    let nul = load.table().output_columns().find(|column| column.may_hold_nul);
    if let Some(column) = nul.filter(|_| S::DIALECT == Dialect::Postgres) {
        let reason = nul_message(column.name);
        if load.options.skip_limit == 0 {
            return Err(LoadError::Schema { table: load.name().to_owned(), reason });
        }
        made.notes.push(format!("{}: {reason}", load.name()));
    }
    Ok(made)
}

/// A name that is the same in every execution: of where the table is, what it is, and a hash of its columns and the table's own name.
fn constraint_name(place: &str, table: &str, kind: &str, columns: &[impl AsRef<str>]) -> String {
    let mut hash = Sha256::new().chain_update(table);
    for column in columns {
        hash.update([0]);
        hash.update(column.as_ref());
    }
    format!("{}_{kind}_{}", name_start(place), hexadecimal(&hash.finalize()[..4]))
}

/// What names of constraints and indexes begin with.
pub(crate) fn name_start(table: &str) -> String {
    let start: String = table.chars().take(30).collect();
    // 30 characters may be 120 bytes.
    start[..start.floor_char_boundary(POSTGRES_NAME_BYTES - 24)].to_owned()
}

fn dialect(server: &ServerVersion) -> Dialect {
    match server.flavour {
        Flavour::MySql | Flavour::MariaDb => Dialect::MySql,
        Flavour::Postgres => Dialect::Postgres,
        Flavour::Sqlite => Dialect::Sqlite,
    }
}

struct Writer<'a> {
    load: &'a TableLoad,
    server: &'a ServerVersion,
    dialect: Dialect,
    declared: Option<Declared<'a>>,
}

/// The kinds of keys that keep values apart, and of indexes that do not.
const UNIQUE_KINDS: [ConstraintKind; 2] = [ConstraintKind::Unique, ConstraintKind::UniqueIndex];
const INDEX_KINDS: [ConstraintKind; 1] = [ConstraintKind::Index];
/// What a spec has no field for.
const OTHER_KINDS: [ConstraintKind; 4] =
    [ConstraintKind::Index, ConstraintKind::Fulltext, ConstraintKind::Spatial, ConstraintKind::Exclude];

impl<'a> Writer<'a> {
    fn spec(&self) -> &'a TableSpec {
        self.load.table().spec()
    }

    fn quote(&self, name: &str) -> String {
        quote_identifier(self.dialect, name)
    }

    fn list(&self, names: &[impl AsRef<str>]) -> String {
        literal::names(self.dialect, names.iter().map(AsRef::as_ref))
    }

    fn refuse(&self, reason: String) -> LoadError {
        LoadError::Schema { table: self.load.name().to_owned(), reason }
    }

    fn check_declared(&self) -> Result<(), LoadError> {
        self.declared.map_or(Ok(()), |declared| declared.check()).map_err(|reason| self.refuse(reason))
    }

    /// PostgreSQL would cut a longer name off, and MySQL would refuse it half way.
    fn check_names(&self) -> Result<(), LoadError> {
        let is_too_long = |name: &str| match self.dialect {
            Dialect::MySql => name.chars().count() > MYSQL_NAME_CHARACTERS,
            _ => name.len() > POSTGRES_NAME_BYTES,
        };
        let columns = self.load.table().output_columns().map(|column| column.name);
        let declared = self.declared.and_then(|declared| declared.long_name(is_too_long));
        let names = std::iter::once(self.load.name()).chain(columns).chain(declared);
        let Some(name) = names.into_iter().find(|name| is_too_long(name)) else {
            return Ok(());
        };
        let bound = match self.dialect {
            Dialect::MySql => format!("MySQL takes {MYSQL_NAME_CHARACTERS} characters"),
            _ => format!("PostgreSQL takes {POSTGRES_NAME_BYTES} bytes"),
        };
        Err(self.refuse(format!("the name `{name}` is too long; {bound}: shorten it")))
    }

    /// Both servers ask that every unique key of a partitioned table holds the partition column.
    fn check_keys(&self) -> Result<(), LoadError> {
        let spec = self.spec();
        let Some(partition) = &spec.partition_by else { return Ok(()) };
        let primary = Some(&spec.primary_key).filter(|key| !key.is_empty()).cloned();
        match primary.into_iter().chain(unique_keys(spec)).find(|key| !key.contains(&partition.column)) {
            Some(key) => Err(self.refuse(format!(
                "{} asks that each unique key of a partitioned table holds the partition column: add `{}` to the key ({}), \
                 or remove partition_by",
                self.server.text,
                partition.column,
                key.join(", ")
            ))),
            None => Ok(()),
        }
    }

    fn statements(&self, is_there: impl Fn(&str) -> bool) -> Result<TableStatements, LoadError> {
        let spec = self.spec();
        let mut made = TableStatements::default();
        let mut lines = Vec::new();
        made.notes.extend(Declared::note(self.load, self.dialect));
        made.notes.extend(self.declared.into_iter().flat_map(Declared::left_out));
        made.types = self.declared.map(Declared::types).unwrap_or_default();
        let is_made = |column: &&ColumnSpec| !column.hidden || self.is_declared(column);
        for column in spec.columns.iter().filter(is_made) {
            lines.push(self.column(column, &mut made.notes)?);
        }
        lines.extend(self.primary_key(&mut made));
        let deferred = self.load.options.indexes == IndexTime::After;
        let mut indexes = Vec::new();
        let mut used: Vec<&DeclaredConstraint> = Vec::new();
        for (unique, key) in unique_keys(spec)
            .into_iter()
            .map(|key| (true, key))
            .chain(spec.indexes.iter().map(|key| (false, key.clone())))
        {
            let kinds = if unique { &UNIQUE_KINDS[..] } else { &INDEX_KINDS };
            if let Some(declared) = self.declared.and_then(|declared| declared.key(kinds, &key)) {
                if !used.contains(&declared) {
                    used.push(declared);
                    self.declared_key(declared, deferred, &mut made, &mut lines, &mut indexes);
                }
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
                self.declared_key(constraint, deferred, &mut made, &mut lines, &mut indexes);
            }
            lines.extend(
                declared
                    .of_kinds(&[ConstraintKind::Check])
                    .map(|check| self.named_constraint(check, "CHECK")),
            );
        }
        self.foreign_keys(&mut made, &mut lines, deferred, is_there);
        let partitions = partitions(self.load);
        let has_zero_dates = self.declared.is_some_and(Declared::has_zero_dates);
        if has_zero_dates {
            made.create.push("SET @rowmill_sql_mode = @@SESSION.sql_mode".to_owned());
            made.create.push("SET SESSION sql_mode = 'ALLOW_INVALID_DATES'".to_owned());
        }
        made.create.push(self.create_table(&lines, &partitions));
        if has_zero_dates {
            made.create.push(RESTORE_MODE.to_owned());
        }
        if self.dialect == Dialect::Postgres {
            let declared = self.declared_partitions(&mut made);
            if declared.is_empty() {
                let names =
                    partitions.iter().map(|partition| partition_name(self.load.name(), &partition.name));
                made.shared_names.extend(names);
                made.create.extend(partitions.iter().map(|partition| self.postgres_partition(partition)));
            }
            for (name, sql) in declared {
                made.create.push(format!(
                    "CREATE {}TABLE {} PARTITION OF {} {sql}",
                    self.unlogged(),
                    self.quote(&name),
                    self.quote(self.load.place())
                ));
            }
            made.create.extend(self.postgres_comments());
        }
        if deferred {
            // Unique keys that foreign keys refer to come before those.
            made.after_rows.splice(0..0, indexes);
        } else {
            made.create.extend(indexes.into_iter().map(|index| index.sql));
        }
        Ok(made)
    }

    fn column(&self, column: &ColumnSpec, notes: &mut Vec<String>) -> Result<String, LoadError> {
        let is_keyed = is_text_without_bound(column.sql_type) && self.is_indexed(&column.name);
        let sql_type = column_type(column.sql_type, self.server, is_keyed)
            .map_err(|reason| self.refuse(format!("column `{}`: {reason}", column.name)))?;
        let may_be_null = self.load.table().may_be_null(&column.name);
        let mut line = match self.declared.filter(|_| self.is_declared(column)) {
            Some(declared) => {
                let clauses = declared.clauses(column, may_be_null, self.server.flavour == Flavour::MariaDb);
                format!("{} {}{clauses}", self.quote(&column.name), column.declared)
            }
            None => {
                let not_null = if may_be_null || column.nullable { "" } else { " NOT NULL" };
                format!("{} {sql_type}{not_null}", self.quote(&column.name))
            }
        };
        match self.dialect {
            Dialect::MySql => {
                if column.identity {
                    line.push_str(" AUTO_INCREMENT");
                }
                if !column.comment.is_empty() {
                    let comment: String = column.comment.chars().take(MYSQL_COMMENTS.1).collect();
                    line.push_str(&format!(" COMMENT {}", literal::text(self.dialect, &comment)));
                }
            }
            // It says itself how it counts.
            _ if self.is_declared(column)
                && (!column.generated.is_empty()
                    || !column.default.is_empty()
                    || is_serial(&column.declared)) => {}
            // Partitioned tables have had identity columns since PostgreSQL 17.
            _ if column.identity
                && self.spec().partition_by.is_some()
                && !has_identity_in_partitioned_tables(self.server) =>
            {
                notes.push(format!(
                    "{}: `{}` does not count by itself; partitioned tables do since PostgreSQL 17",
                    self.load.name(),
                    column.name
                ));
            }
            _ if column.identity => line.push_str(" GENERATED BY DEFAULT AS IDENTITY"),
            _ => {}
        }
        if let Some(declared) = self.declared {
            line.push_str(&declared.column_check(column));
        }
        Ok(line)
    }

    /// Whether a column is made as its database declares it.
    fn is_declared(&self, column: &ColumnSpec) -> bool {
        self.declared.is_some() && !column.declared.is_empty()
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

    /// The names and the rows of declared partitions that are tables.
    fn declared_partitions(&self, made: &mut TableStatements) -> Vec<(String, String)> {
        let declared =
            self.declared.into_iter().flat_map(|declared| declared.of_kinds(&[ConstraintKind::Partition]));
        declared
            .enumerate()
            .map(|(number, partition)| {
                let ours = |place: &str| partition_name(place, &format!("p{number}"));
                let named = Some(partition.name.clone()).filter(|name| !name.is_empty());
                let in_place = named.clone().unwrap_or_else(|| ours(self.load.name()));
                let name = if self.load.prepared.working.is_some() {
                    let working = ours(self.load.place());
                    made.names_in_place.push((working.clone(), in_place.clone()));
                    working
                } else {
                    in_place.clone()
                };
                made.shared_names.push(in_place);
                (name, partition.sql.clone())
            })
            .collect()
    }

    /// Whether a column is part of a key or an index, or refers to one that is.
    fn is_indexed(&self, column: &str) -> bool {
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

    fn foreign_keys(
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

    fn create_table(&self, lines: &[String], partitions: &[Partition]) -> String {
        let spec = self.spec();
        // A table of partitions has no rows of its own: those that do are unlogged.
        let (options, declared_partitions) = self.declared.map(Declared::options).unwrap_or_default();
        // Partitions by another column than the one that was declared are those of the spec.
        let is_other = |partition: &PartitionSpec| !declared_partitions.contains(partition.column.as_str());
        let declared_partitions =
            if spec.partition_by.as_ref().is_some_and(is_other) { "" } else { declared_partitions };
        let has_partitions = spec.partition_by.is_some() || !declared_partitions.is_empty();
        let unlogged = if has_partitions { "" } else { self.unlogged() };
        let mut sql = format!(
            "CREATE {unlogged}TABLE {} (\n  {}\n)",
            self.quote(self.load.place()),
            lines.join(",\n  ")
        );
        let column = spec.partition_by.as_ref().map(|partition| self.quote(&partition.column));
        if self.dialect == Dialect::MySql {
            if options.is_empty() {
                // By bytes: what the engine takes for two values must not be one key for the database.
                sql.push_str(" ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin");
            } else {
                sql.push_str(&format!(" {options}"));
            }
            // A table on its way bears its name of now as a mark, which it keeps when it is renamed.
            let comment = match &self.load.prepared.working {
                Some(working) => working.clone(),
                None => mysql_comment(spec),
            };
            if !comment.is_empty() {
                sql.push_str(&format!(" COMMENT={}", literal::text(self.dialect, &comment)));
            }
            if !declared_partitions.is_empty() {
                sql.push_str(&format!(" {declared_partitions}"));
            } else if let Some(column) = column {
                let mut ranges: Vec<String> = partitions
                    .iter()
                    // What comes behind the calendar is in the last one.
                    .filter(|partition| partition.to != END_OF_TIME)
                    .map(|Partition { name, to, .. }| format!("PARTITION {name} VALUES LESS THAN ('{to}')"))
                    .collect();
                ranges.push("PARTITION pmax VALUES LESS THAN (MAXVALUE)".to_owned());
                sql.push_str(&format!(
                    " PARTITION BY RANGE COLUMNS ({column}) (\n  {}\n)",
                    ranges.join(",\n  ")
                ));
            }
        } else {
            if !declared_partitions.is_empty() {
                sql.push_str(&format!(" {declared_partitions}"));
            } else if let Some(column) = column {
                sql.push_str(&format!(" PARTITION BY RANGE ({column})"));
            }
            if !options.is_empty() {
                sql.push_str(&format!(" {options}"));
            }
        }
        sql
    }

    /// The word of a table that is not in the WAL, with a space behind it; nothing for others.
    fn unlogged(&self) -> &'static str {
        if self.load.options.unlogged { "UNLOGGED " } else { "" }
    }

    fn postgres_partition(&self, Partition { name, from, to }: &Partition) -> String {
        let table = self.load.place();
        let child = self.quote(&partition_name(table, name));
        format!(
            "CREATE {}TABLE {child} PARTITION OF {} FOR VALUES FROM ('{from}') TO ('{to}')",
            self.unlogged(),
            self.quote(table)
        )
    }

    fn postgres_comments(&self) -> Vec<String> {
        let table = self.quote(self.load.place());
        let comment =
            |what: String, text: &str| format!("COMMENT ON {what} IS {}", literal::text(self.dialect, text));
        let spec = self.spec();
        let is_said =
            |column: &&ColumnSpec| (!column.hidden || self.is_declared(column)) && !column.comment.is_empty();
        let of_columns =
            spec.columns.iter().filter(is_said).map(|column| {
                comment(format!("COLUMN {table}.{}", self.quote(&column.name)), &column.comment)
            });
        let of_table = (!spec.comment.is_empty()).then(|| comment(format!("TABLE {table}"), &spec.comment));
        of_table.into_iter().chain(of_columns).collect()
    }
}

/// What is said of a reference that is none of its database's keys.
pub(crate) fn undeclared_key(table: &str, columns: &str, parent: &str) -> String {
    format!(
        "{table}: no foreign key ({columns}) is made; its values refer to `{parent}`, and its database declares no such key"
    )
}

/// Whether a type counts by itself in PostgreSQL.
fn is_serial(declared: &str) -> bool {
    ["serial", "bigserial", "smallserial"].iter().any(|serial| declared.eq_ignore_ascii_case(serial))
}

/// The name of a table that is a partition in PostgreSQL: of as much of the table's name as fits.
fn partition_name(table: &str, partition: &str) -> String {
    let start = &table[..table.floor_char_boundary(POSTGRES_NAME_BYTES - partition.len() - 1)];
    format!("{start}_{partition}")
}

/// The comment of a table as MySQL keeps it.
pub(crate) fn mysql_comment(table: &TableSpec) -> String {
    table.comment.chars().take(MYSQL_COMMENTS.0).collect()
}

/// The names of the statements that are not carried out yet.
pub(crate) fn missing<'a>(
    statements: &'a [NamedStatement],
    names: &BTreeSet<String>,
) -> impl Iterator<Item = &'a NamedStatement> {
    let names = names.clone();
    statements.iter().filter(move |statement| {
        let foreign_key = format!("FOREIGN KEY {}", statement.name);
        !names.contains(if statement.is_foreign_key { &foreign_key } else { &statement.name })
    })
}
