//! The table itself, its partitions and comments.

use generator::{ColumnSpec, ConstraintKind, Dialect, PartitionSpec, TableSpec};

use super::{MYSQL_COMMENTS, POSTGRES_NAME_BYTES, TableStatements, Writer, declared::Declared};
use crate::protocol::{
    literal,
    partitions::{END_OF_TIME, Partition},
};

impl Writer<'_> {
    pub(super) fn create_table(&self, lines: &[String], partitions: &[Partition]) -> String {
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
    pub(super) fn unlogged(&self) -> &'static str {
        if self.load.options.unlogged { "UNLOGGED " } else { "" }
    }

    pub(super) fn postgres_partition(&self, Partition { name, from, to }: &Partition) -> String {
        let table = self.load.place();
        let child = self.quote(&partition_name(table, name));
        format!(
            "CREATE {}TABLE {child} PARTITION OF {} FOR VALUES FROM ('{from}') TO ('{to}')",
            self.unlogged(),
            self.quote(table)
        )
    }

    /// The names and the rows of declared partitions that are tables.
    pub(super) fn declared_partitions(&self, made: &mut TableStatements) -> Vec<(String, String)> {
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

    pub(super) fn postgres_comments(&self) -> Vec<String> {
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

/// The name of a table that is a partition in PostgreSQL: of as much of the table's name as fits.
pub(super) fn partition_name(table: &str, partition: &str) -> String {
    let start = &table[..table.floor_char_boundary(POSTGRES_NAME_BYTES - partition.len() - 1)];
    format!("{start}_{partition}")
}

/// The comment of a table as MySQL keeps it.
pub(crate) fn mysql_comment(table: &TableSpec) -> String {
    table.comment.chars().take(MYSQL_COMMENTS.0).collect()
}
