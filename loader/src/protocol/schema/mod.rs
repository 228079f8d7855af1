//! Tables, their keys and their partitions in the SQL of a server, from a spec.

mod column_type;
pub(crate) mod declared;
mod foreign_keys;
mod fragment;
mod keys;
mod size;
mod table;

use std::collections::BTreeSet;

use contract::IndexTime;
use generator::{ColumnSpec, Dialect, TableSpec, hexadecimal, quote_identifier};
use sha2::{Digest as _, Sha256};

use self::{
    column_type::{column_type, is_text_without_bound},
    declared::Declared,
    table::partition_name,
};
pub(crate) use self::{foreign_keys::undeclared_key, table::mysql_comment};
use super::{
    catalogue::Catalogue,
    existing::nul_message,
    failure::ServerFailure,
    literal,
    partitions::partitions,
    session::{Flavour, ServerVersion},
};
use crate::{
    error::LoadError, keys::unique_keys, plan::TableLoad,
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
        let deferred = self.load.options.indexes == IndexTime::After;
        let indexes = self.keys(deferred, &mut made, &mut lines);
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
}

/// Whether a type counts by itself in PostgreSQL.
fn is_serial(declared: &str) -> bool {
    ["serial", "bigserial", "smallserial"].iter().any(|serial| declared.eq_ignore_ascii_case(serial))
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
