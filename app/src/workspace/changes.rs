//! What differs between the tables of two specs, by name, and bringing that into a third: statements that were edited change what
//! was edited in them, and leave alone what statements cannot say.

use generator::{
    ColumnSpec, DatasetSpec, DeclaredConstraint, DeclaredType, Dialect, GeneratorSpec, PartitionSpec,
    Reference, SqlType, TableSpec, kinds::OptionType,
};

use super::edit;
use crate::language::t;

/// A difference between two specs.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Change {
    AddTable(TableSpec),
    /// Another table in the place of one of the same name.
    ReplaceTable(TableSpec),
    RemoveTable(String),
    /// A column behind another, or in front of all.
    AddColumn {
        table: String,
        behind: Option<String>,
        column: ColumnSpec,
    },
    RemoveColumn {
        table: String,
        column: String,
    },
    SetType {
        table: String,
        column: String,
        from: SqlType,
        to: SqlType,
    },
    /// What the database declares of it beyond that: whether it takes NULL, type, default, condition.
    SetDeclared {
        table: String,
        column: Box<ColumnSpec>,
    },
    /// What the database declares of the table.
    SetConstraints {
        table: String,
        constraints: Vec<DeclaredConstraint>,
        options: String,
    },
    /// Whose SQL the declarations are, and the types that they use.
    SetDialect {
        dialect: Dialect,
        types: Vec<DeclaredType>,
    },
    /// What it refers to, or that it refers to nothing any more.
    SetReference {
        table: String,
        column: String,
        generator: Option<GeneratorSpec>,
    },
    /// Whether the database counts it.
    SetIdentity {
        table: String,
        column: String,
        is_counted: bool,
    },
    SetPrimaryKey {
        table: String,
        columns: Vec<String>,
    },
    /// A unique group or an index is there, or is not any more.
    SetKey {
        table: String,
        columns: Vec<String>,
        is_unique: bool,
        is_there: bool,
    },
    SetPartitions {
        table: String,
        partition: PartitionSpec,
    },
}

/// What `edited` has that `base` has not, and the other way round; both were read from statements, or `base` is a spec that hides
/// some columns from them. Names are compared as databases do, without case.
pub(crate) fn changes(base: &DatasetSpec, edited: &DatasetSpec) -> Vec<Change> {
    let edited = spelled_as(base, edited);
    let mut changes = of_dialect(base, &edited);
    // Behind all else: another type or key takes what was declared away.
    let mut declared = Vec::new();
    for table in base.tables.iter().filter(|table| find(&edited, &table.name).is_none()) {
        changes.push(Change::RemoveTable(table.name.clone()));
    }
    for table in &edited.tables {
        match find(base, &table.name) {
            Some(before) => of_table(before, table, &mut changes, &mut declared),
            None => changes.push(Change::AddTable(table.clone())),
        }
    }
    changes.extend(declared);
    changes
}

/// The tables that a whole spec would add to another, or put in the place of its own.
pub(crate) fn changed_tables(base: &DatasetSpec, spec: &DatasetSpec) -> Vec<Change> {
    let dialect = of_dialect(base, spec);
    let tables = spec.tables.iter().filter_map(|table| match find(base, &table.name) {
        None => Some(Change::AddTable(table.clone())),
        Some(before) if before == table => None,
        Some(before) => Some(Change::ReplaceTable(TableSpec { name: before.name.clone(), ..table.clone() })),
    });
    dialect.into_iter().chain(tables).collect()
}

/// The dialect that a spec's declarations are of, where another has none.
fn of_dialect(base: &DatasetSpec, spec: &DatasetSpec) -> Vec<Change> {
    let is_new = spec.dialect != base.dialect || spec.types != base.types;
    let of = spec.dialect.filter(|_| is_new);
    of.map(|dialect| Change::SetDialect { dialect, types: spec.types.clone() }).into_iter().collect()
}

/// Two specs to be compared for a third: without what they declare, if that is in another dialect's SQL than what is declared there.
pub(crate) fn in_dialect_of(
    of: &DatasetSpec,
    base: &DatasetSpec,
    edited: &DatasetSpec,
) -> (DatasetSpec, DatasetSpec) {
    let is_other = of.dialect.is_some() && of.dialect != edited.dialect;
    let plain = |spec: &DatasetSpec| {
        if is_other { spec.clone().without_declarations() } else { spec.clone() }
    };
    (plain(base), plain(edited))
}

/// A spec with the names of another where they differ by case alone.
fn spelled_as(base: &DatasetSpec, spec: &DatasetSpec) -> DatasetSpec {
    let mut spelled = spec.clone();
    for index in 0..spelled.tables.len() {
        let Some(before) = find(base, &spelled.tables[index].name) else { continue };
        if before.name != spelled.tables[index].name {
            edit::rename_table(&mut spelled, index, &before.name);
        }
        for column in 0..spelled.tables[index].columns.len() {
            let name = &spelled.tables[index].columns[column].name;
            let found = find_column(before, name).filter(|found| found.name != *name);
            if let Some(found) = found {
                edit::rename_column(&mut spelled, index, column, &found.name);
            }
        }
    }
    // A table that was not among the statements may be referred to in another case.
    for generator in spelled
        .tables
        .iter_mut()
        .flat_map(|table| &mut table.columns)
        .filter_map(|column| column.generator.as_mut())
    {
        generator.change_texts(OptionType::Table, |name| {
            if let Some(found) = find(base, name) {
                found.name.clone_into(name);
            }
        });
    }
    spelled
}

fn of_table(before: &TableSpec, after: &TableSpec, changes: &mut Vec<Change>, declared: &mut Vec<Change>) {
    let table = &before.name;
    // No statement has a hidden column.
    for column in before.columns.iter().filter(|column| !column.hidden) {
        if find_column(after, &column.name).is_none() {
            changes.push(Change::RemoveColumn { table: table.clone(), column: column.name.clone() });
        }
    }
    for (position, column) in after.columns.iter().enumerate() {
        match find_column(before, &column.name) {
            Some(old) => of_column(table, old, column, changes, declared),
            None => {
                let behind = position.checked_sub(1).map(|before| after.columns[before].name.clone());
                changes.push(Change::AddColumn { table: table.clone(), behind, column: column.clone() });
            }
        }
    }
    if before.primary_key != after.primary_key {
        changes.push(Change::SetPrimaryKey { table: table.clone(), columns: after.primary_key.clone() });
    }
    let keys = [
        (true, unique_groups(before), unique_groups(after)),
        (false, before.indexes.clone(), after.indexes.clone()),
    ];
    for (is_unique, old, new) in keys {
        let gone = old.iter().filter(|group| !new.contains(group)).map(|group| (group, false));
        let come = new.iter().filter(|group| !old.contains(group)).map(|group| (group, true));
        changes.extend(gone.chain(come).map(|(group, is_there)| Change::SetKey {
            table: table.clone(),
            columns: group.clone(),
            is_unique,
            is_there,
        }));
    }
    if (&before.constraints, &before.options) != (&after.constraints, &after.options) {
        declared.push(Change::SetConstraints {
            table: table.clone(),
            constraints: after.constraints.clone(),
            options: after.options.clone(),
        });
    }
    // Not every dialect says how a table is partitioned.
    if let Some(partition) =
        after.partition_by.clone().filter(|found| before.partition_by.as_ref() != Some(found))
    {
        changes.push(Change::SetPartitions { table: table.clone(), partition });
    }
}

fn of_column(
    table: &str,
    old: &ColumnSpec,
    new: &ColumnSpec,
    changes: &mut Vec<Change>,
    declarations: &mut Vec<Change>,
) {
    let (table, column) = (table.to_owned(), old.name.clone());
    if old.sql_type != new.sql_type {
        let (from, to) = (old.sql_type, new.sql_type);
        changes.push(Change::SetType { table: table.clone(), column: column.clone(), from, to });
    }
    fn declared(column: &ColumnSpec) -> (bool, [&str; 4]) {
        (column.nullable, [&column.declared, &column.default, &column.check, &column.generated])
    }
    let is_another = old.sql_type != new.sql_type || old.identity != new.identity;
    if declared(old) != declared(new) || (is_another && !new.declared.is_empty()) {
        let column = Box::new(ColumnSpec { name: column.clone(), ..new.clone() });
        declarations.push(Change::SetDeclared { table: table.clone(), column });
    }
    fn reference(column: &ColumnSpec) -> Option<Reference<'_>> {
        column.generator.as_ref().and_then(GeneratorSpec::reference)
    }
    let is_same = match (reference(old), reference(new)) {
        (Some(one), Some(other)) => is_same(one.table, other.table) && is_same(one.column, other.column),
        (one, other) => one.is_none() == other.is_none(),
    };
    if !is_same {
        let generator = new.generator.clone();
        changes.push(Change::SetReference { table: table.clone(), column: column.clone(), generator });
    }
    if old.identity != new.identity {
        changes.push(Change::SetIdentity { table, column, is_counted: new.identity });
    }
}

/// The unique groups, with the columns that are unique by themselves.
fn unique_groups(table: &TableSpec) -> Vec<Vec<String>> {
    let single = table.columns.iter().filter(|column| column.unique && !column.hidden);
    table.unique.iter().cloned().chain(single.map(|column| vec![column.name.clone()])).collect()
}

impl Change {
    /// The change in words.
    pub(crate) fn in_words(&self) -> String {
        match self {
            Self::AddTable(table) => {
                t!("adds the table {0} with {1} {1|column|columns}", table.name, table.columns.len())
            }
            Self::ReplaceTable(table) => t!("replaces the table {0}", table.name),
            Self::RemoveTable(table) => t!("removes the table {0}", table),
            Self::AddColumn { table, column, .. } => {
                t!("adds {0}.{1}, {2}", table, column.name, column.sql_type)
            }
            Self::RemoveColumn { table, column } => t!("removes {0}.{1}", table, column),
            Self::SetType { table, column, from, to } => {
                t!("changes {0}.{1} from {2} to {3}", table, column, from, to)
            }
            Self::SetDeclared { table, column } => {
                t!("changes what the database declares of {0}.{1}", table, column.name)
            }
            Self::SetConstraints { table, .. } => {
                t!("changes keys, checks and options that the database declares of {0}", table)
            }
            Self::SetDialect { dialect, .. } => {
                t!("takes over what {0} declares", name_of(*dialect))
            }
            Self::SetReference { table, column, generator } => {
                match generator.as_ref().and_then(GeneratorSpec::reference) {
                    Some(to) => t!("lets {0}.{1} refer to {2}.{3}", table, column, to.table, to.column),
                    None => t!("lets {0}.{1} refer to nothing", table, column),
                }
            }
            Self::SetIdentity { table, column, is_counted: true } => {
                t!("lets the database count {0}.{1}", table, column)
            }
            Self::SetIdentity { table, column, .. } => {
                t!("lets the database not count {0}.{1}", table, column)
            }
            Self::SetPrimaryKey { table, columns } => {
                t!("makes the primary key of {0} ({1})", table, columns.join(", "))
            }
            Self::SetKey { table, columns, is_unique, is_there } => {
                let columns = columns.join(", ");
                match (is_unique, is_there) {
                    (true, true) => t!("makes ({1}) of {0} unique", table, columns),
                    (true, false) => t!("makes ({1}) of {0} no longer unique", table, columns),
                    (false, true) => t!("adds an index on ({1}) of {0}", table, columns),
                    (false, false) => t!("removes the index on ({1}) of {0}", table, columns),
                }
            }
            Self::SetPartitions { table, partition } => t!("partitions {0} by {1}", table, partition.column),
        }
    }

    /// Whether it takes something away.
    pub(crate) fn is_removal(&self) -> bool {
        matches!(
            self,
            Self::RemoveTable(_) | Self::RemoveColumn { .. } | Self::SetKey { is_there: false, .. }
        )
    }

    /// Makes the change. What it is about may be gone by then: nothing happens.
    pub(crate) fn apply(&self, spec: &mut DatasetSpec) {
        let dialect = spec.dialect;
        match self {
            Self::AddTable(table) => spec.tables.push(table.clone()),
            Self::ReplaceTable(table) => {
                if let Some(there) = table_of(spec, &table.name) {
                    there.clone_from(table);
                }
            }
            Self::RemoveTable(name) => spec.tables.retain(|table| !is_same(&table.name, name)),
            Self::AddColumn { table, behind, column } => {
                if let Some(table) = table_of(spec, table) {
                    let behind = behind.as_ref();
                    let at = behind.and_then(|name| position(table, name)).map(|at| at + 1);
                    let otherwise = if behind.is_some() { table.columns.len() } else { 0 };
                    table.columns.insert(at.unwrap_or(otherwise), column.clone());
                }
            }
            Self::RemoveColumn { table, column } => {
                if let Some(table) = table_of(spec, table) {
                    edit::remove_columns(table, position(table, column).as_slice(), dialect);
                }
            }
            Self::SetType { table, column, to, .. } => {
                if let Some(column) = column_of(spec, table, column) {
                    column.set_type(*to);
                }
            }
            Self::SetDeclared { table, column } => {
                if let Some(found) = column_of(spec, table, &column.name) {
                    found.nullable = column.nullable;
                    found.declared.clone_from(&column.declared);
                    found.default.clone_from(&column.default);
                    found.check.clone_from(&column.check);
                    found.generated.clone_from(&column.generated);
                }
            }
            Self::SetConstraints { table, constraints, options } => {
                if let Some(table) = table_of(spec, table) {
                    table.constraints.clone_from(constraints);
                    table.options.clone_from(options);
                }
            }
            Self::SetDialect { dialect, types } => {
                spec.dialect = Some(*dialect);
                for new in types.iter().filter(|new| !spec.types.contains(new)).cloned().collect::<Vec<_>>() {
                    spec.types.retain(|old| old.name != new.name);
                    spec.types.push(new);
                }
            }
            Self::SetReference { table, column, generator } => {
                if let Some(column) = column_of(spec, table, column) {
                    column.generator.clone_from(generator);
                }
            }
            Self::SetIdentity { table, column, is_counted } => {
                if let Some(column) = column_of(spec, table, column) {
                    column.set_identity(*is_counted);
                }
            }
            Self::SetPrimaryKey { table, columns } => {
                if let Some(table) = table_of(spec, table) {
                    columns.iter().for_each(|name| edit::forget_nulls_with(table, name));
                    table.primary_key.clone_from(columns);
                    for column in &mut table.columns {
                        let is_counted = column.identity && columns.first() == Some(&column.name);
                        column.set_identity(is_counted);
                        // A key has no NULLs.
                        if columns.contains(&column.name) {
                            column.set_required();
                        }
                    }
                }
            }
            Self::SetKey { table, columns, is_unique, is_there } => {
                if let Some(table) = table_of(spec, table) {
                    set_key(table, columns, *is_unique, *is_there);
                }
            }
            Self::SetPartitions { table, partition } => {
                if let Some(table) = table_of(spec, table) {
                    table.partition_by = Some(partition.clone());
                }
            }
        }
    }
}

/// What a database is called.
pub(crate) fn name_of(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::MySql => "MySQL",
        Dialect::Postgres => "PostgreSQL",
        Dialect::Sqlite => "SQLite",
    }
}

fn set_key(table: &mut TableSpec, columns: &[String], is_unique: bool, is_there: bool) {
    let groups = if is_unique { &mut table.unique } else { &mut table.indexes };
    groups.retain(|group| group != columns);
    match columns {
        [only] if is_unique => {
            if let Some(column) = table.columns.iter_mut().find(|column| column.name == *only) {
                column.unique = is_there;
            }
        }
        _ if is_there => groups.push(columns.to_vec()),
        _ => {}
    }
}

fn table_of<'a>(spec: &'a mut DatasetSpec, name: &str) -> Option<&'a mut TableSpec> {
    spec.tables.iter_mut().find(|table| is_same(&table.name, name))
}

fn column_of<'a>(spec: &'a mut DatasetSpec, table: &str, column: &str) -> Option<&'a mut ColumnSpec> {
    table_of(spec, table)?.columns.iter_mut().find(|found| is_same(&found.name, column))
}

fn position(table: &TableSpec, column: &str) -> Option<usize> {
    table.columns.iter().position(|found| is_same(&found.name, column))
}

fn find<'a>(spec: &'a DatasetSpec, name: &str) -> Option<&'a TableSpec> {
    spec.tables.iter().find(|table| is_same(&table.name, name))
}

fn find_column<'a>(table: &'a TableSpec, name: &str) -> Option<&'a ColumnSpec> {
    table.columns.iter().find(|column| is_same(&column.name, name))
}

fn is_same(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

#[cfg(test)]
mod tests {
    use generator::{Dataset, PartitionRange, kinds};

    use super::*;
    use crate::workspace::example;

    fn words(changes: &[Change]) -> Vec<String> {
        changes.iter().map(Change::in_words).collect()
    }

    fn applied(changes: &[Change], mut spec: DatasetSpec) -> DatasetSpec {
        changes.iter().for_each(|change| change.apply(&mut spec));
        spec
    }

    #[test]
    fn the_same_spec_has_no_changes() {
        assert!(changes(&example(), &example()).is_empty());
        assert!(changed_tables(&example(), &example()).is_empty());
    }

    #[test]
    fn changes_go_into_another_spec_and_leave_the_rest_alone() {
        let base = example();
        let mut edited = example();
        // What statements cannot say is something else in what they were read as.
        edited.tables[0].rows = 1;
        edited.tables[0].columns[4].null_fraction = 0.0;
        edited.tables[0].columns[1].generator = None;
        edited.tables[0].columns[1].sql_type = SqlType::Text;
        edited.tables[0].columns.remove(4);
        edited.tables[0].columns.insert(1, ColumnSpec::new("nick", SqlType::Text));
        edited.tables[0].columns[4].unique = false;
        edited.tables[0].unique.push(vec!["first_name".to_owned(), "last_name".to_owned()]);
        edited.tables[0].columns[0].identity = true;
        edited.tables[1].columns[1].generator =
            Some(GeneratorSpec::new(&kinds::INTEGER).with("min", 0).with("max", 9));
        edited.tables.push(TableSpec::new("third", 9, vec![ColumnSpec::new("x", SqlType::INT)]));
        let found = changes(&base, &edited);
        assert_eq!(
            words(&found),
            [
                "removes customer.city",
                "lets the database count customer.id",
                "adds customer.nick, text",
                "changes customer.first_name from varchar(40) to text",
                "makes (email) of customer no longer unique",
                "makes (first_name, last_name) of customer unique",
                "lets purchase.customer_id refer to nothing",
                "adds the table third with 1 column",
            ]
        );
        let mut now = example();
        now.tables[0].rows = 77;
        let now = applied(&found, now);
        assert_eq!(now.tables[0].rows, 77);
        assert_eq!(now.tables[0].columns[1].name, "nick");
        assert!(now.tables[0].columns[2].generator.is_some());
        assert!(!now.tables[0].columns[4].unique);
        Dataset::compile(&now).unwrap();
        assert!(changes(&edited, &now).is_empty());
    }

    #[test]
    fn hidden_columns_partitions_and_shares_of_null_are_left_alone() {
        let mut base = example();
        base.tables[1].columns[6].hidden = true;
        base.tables[1].columns[5].null_fraction = 0.3;
        base.tables[1].partition_by =
            Some(PartitionSpec { column: "paid_on".to_owned(), range: PartitionRange::Month });
        let mut edited = base.clone();
        edited.tables[1].columns.remove(6);
        edited.tables[1].columns[5].null_fraction = 0.0;
        edited.tables[1].partition_by = None;
        assert_eq!(changes(&base, &edited), []);
    }

    #[test]
    fn names_in_another_case_are_the_same_names() {
        let mut edited = example();
        edit::rename_table(&mut edited, 0, "CUSTOMER");
        edit::rename_column(&mut edited, 0, 0, "ID");
        edited.tables[0].indexes.push(vec!["ID".to_owned(), "city".to_owned()]);
        let found = changes(&example(), &edited);
        assert_eq!(words(&found), ["adds an index on (id, city) of customer"]);
        let now = applied(&found, example());
        assert_eq!(now.tables[0].indexes, [["id", "city"]]);
        Dataset::compile(&now).unwrap();
    }

    #[test]
    fn a_whole_spec_replaces_its_tables() {
        let mut spec = example();
        spec.tables[0].rows = 5;
        spec.tables[1].name = "other".to_owned();
        let found = changed_tables(&example(), &spec);
        assert_eq!(words(&found), ["replaces the table customer", "adds the table other with 7 columns"]);
        let now = applied(&found, example());
        assert_eq!((now.tables.len(), now.tables[0].rows), (3, 5));
    }

    #[test]
    fn what_is_gone_stays_gone() {
        let gone = |table: &str| Change::RemoveColumn { table: table.to_owned(), column: "x".to_owned() };
        assert_eq!(applied(&[gone("nowhere"), gone("customer")], example()), example());
        let without = applied(&[Change::RemoveTable("PURCHASE".to_owned())], example());
        assert_eq!(without.tables.len(), 1);
    }
}
