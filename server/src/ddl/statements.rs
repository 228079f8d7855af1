//! Statements: tables, their keys, and the references between them.

use generator::{
    ColumnSpec, Dataset, DatasetSpec, GeneratorSpec, PartitionSpec, ProblemCode, SqlType, Surroundings,
    TableSpec, infer, kinds,
};
use sqlparser::ast::{
    AlterTableOperation, CommentDef, CommentObject, CreateIndex, CreateTable, CreateTableOptions, Expr,
    Ident, IndexColumn, ObjectName, SqlOption, Statement, TableConstraint,
};

use super::{
    DEFAULT_ROWS, ForeignKey, Import, ImportError, ReadTable, UnknownTypes, columns,
    partition::PartitionClause, references,
};

/// Whether a character is a syllable of Korean: who names or describes columns in Korean wants Korean data.
fn is_hangul(character: char) -> bool {
    ('가'..='힣').contains(&character)
}

/// Makes a spec from parsed statements.
///
/// # Errors
/// No table, or a column of an unknown type.
pub(super) fn interpret(
    statements: Vec<Statement>,
    partitions: &[PartitionClause],
    unknown: UnknownTypes,
    rows: &[(String, u64)],
) -> Result<Import, ImportError> {
    let mut warnings = Vec::new();
    let mut tables: Vec<ReadTable> = Vec::new();
    let now = DatasetSpec::of(Vec::new()).now;
    let is_korean = statements.iter().any(|statement| statement.to_string().contains(is_hangul));
    let locale = if is_korean { "ko" } else { "en" };
    let around = Surroundings { now: &now, locale };
    for statement in statements {
        match statement {
            Statement::CreateTable(create) => {
                tables.extend(read_table(&create, around, unknown, &mut warnings)?);
            }
            Statement::Comment { object_type, object_name, comment, .. } => {
                read_comment(object_type, &object_name, comment, &mut tables, around, &mut warnings);
            }
            Statement::CreateIndex(create) => read_index(&create, &mut tables, &mut warnings),
            Statement::AlterTable(alter) => {
                let name = object_name(&alter.name);
                for operation in alter.operations {
                    let table = tables.iter_mut().find(|table| same_name(&table.spec.name, &name));
                    match (operation, table) {
                        (AlterTableOperation::AddConstraint { constraint, .. }, Some(table)) => {
                            read_constraint(&constraint, table, &mut warnings);
                        }
                        (operation, _) => {
                            warnings.push(format!("{name}: `ALTER TABLE … {operation}` is not used"));
                        }
                    }
                }
            }
            other => warnings.push(format!("`{}` is not used", beginning(&other.to_string()))),
        }
    }
    if tables.is_empty() {
        return Err(ImportError::NoTable);
    }
    references::apply(&mut tables, &mut warnings);
    apply_partitions(&mut tables, partitions, &mut warnings);
    let mut spec = DatasetSpec::of(tables.into_iter().map(|table| table.spec).collect());
    locale.clone_into(&mut spec.locale);
    for table in &mut spec.tables {
        let known = rows.iter().find(|(name, rows)| *rows > 0 && same_name(name, &table.name));
        table.rows = known.map_or(table.rows, |(_, rows)| *rows);
    }
    fit_keys(&mut spec, &mut warnings);
    Ok(Import { spec, warnings })
}

/// The last part of a name such as `schema.table`.
pub(super) fn object_name(name: &ObjectName) -> String {
    name.0.last().and_then(|part| part.as_ident()).map_or_else(String::new, |ident| ident.value.clone())
}

pub(super) fn same_name(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}

fn beginning(statement: &str) -> String {
    statement.chars().take(60).collect()
}

fn read_table(
    create: &CreateTable,
    around: Surroundings<'_>,
    unknown: UnknownTypes,
    warnings: &mut Vec<String>,
) -> Result<Option<ReadTable>, ImportError> {
    let name = object_name(&create.name);
    if create.columns.is_empty() {
        warnings.push(format!("{name}: a table without column definitions is left out"));
        return Ok(None);
    }
    let mut table = ReadTable {
        spec: TableSpec::new(&name, DEFAULT_ROWS, Vec::new()),
        foreign_keys: Vec::new(),
        required: Vec::new(),
    };
    for definition in &create.columns {
        let read = match columns::read(definition, &name, around, warnings) {
            Err(ImportError::Column { column, message, .. }) if unknown == UnknownTypes::LeftOut => {
                warnings.push(format!("{name}.{column}: left out; {message}"));
                continue;
            }
            read => read?,
        };
        let Some(column) = read.column else { continue };
        if read.is_primary_key {
            table.spec.primary_key.push(column.name.clone());
        }
        table.foreign_keys.extend(read.foreign_key);
        table.required.extend(read.is_required.then(|| column.name.clone()));
        table.spec.columns.push(column);
    }
    for constraint in &create.constraints {
        read_constraint(constraint, &mut table, warnings);
    }
    if let CreateTableOptions::Plain(options) = &create.table_options {
        table.spec.comment = options.iter().find_map(table_comment).unwrap_or_default();
    }
    number_the_key(&mut table.spec);
    Ok(Some(table))
}

/// MySQL's `COMMENT='…'` behind a table.
fn table_comment(option: &SqlOption) -> Option<String> {
    match option {
        SqlOption::Comment(CommentDef::WithEq(text) | CommentDef::WithoutEq(text)) => Some(text.clone()),
        _ => None,
    }
}

/// PostgreSQL's `COMMENT ON TABLE` and `COMMENT ON COLUMN`.
fn read_comment(
    object: CommentObject,
    name: &ObjectName,
    comment: Option<String>,
    tables: &mut [ReadTable],
    around: Surroundings<'_>,
    warnings: &mut Vec<String>,
) {
    let part = |from_end: usize| {
        let index = name.0.len().checked_sub(from_end)?;
        name.0[index].as_ident().map(|ident| ident.value.as_str())
    };
    let place = match object {
        CommentObject::Table => (part(1), None),
        CommentObject::Column => (part(2), part(1)),
        _ => (None, None),
    };
    let table = tables.iter_mut().find(|table| place.0.is_some_and(|name| same_name(&table.spec.name, name)));
    let text = comment.unwrap_or_default();
    match (table, place.1) {
        (Some(table), None) => table.spec.comment = text,
        (Some(table), Some(column)) => {
            if let Some(found) = table.spec.columns.iter_mut().find(|found| same_name(&found.name, column)) {
                // What is said may say what the name does not.
                let inferred = |comment: &str| {
                    infer(&found.name, comment, found.sql_type, &table.spec.name, DEFAULT_ROWS, around)
                };
                if found.generator.as_ref() == Some(&inferred("")) {
                    found.generator = Some(inferred(&text));
                }
                found.comment = text;
            }
        }
        (None, _) => warnings.push(format!("`COMMENT ON {name}` is not used")),
    }
}

/// A primary key of one whole-number column counts, whatever its name.
fn number_the_key(table: &mut TableSpec) {
    if let [key] = table.primary_key.as_slice()
        && let Some(column) = table.columns.iter_mut().find(|column| column.name == *key)
        && matches!(column.sql_type, SqlType::Integer { .. })
    {
        column.generator = Some(GeneratorSpec::new(&kinds::SEQUENCE));
    }
}

fn read_constraint(constraint: &TableConstraint, table: &mut ReadTable, warnings: &mut Vec<String>) {
    let name = table.spec.name.clone();
    match constraint {
        TableConstraint::PrimaryKey(key) => {
            if let Some(columns) = known_columns(&key.columns, &table.spec, "PRIMARY KEY", warnings) {
                table.spec.primary_key = columns;
                number_the_key(&mut table.spec);
            }
        }
        TableConstraint::Unique(key) => {
            if let Some(columns) = known_columns(&key.columns, &table.spec, "UNIQUE", warnings) {
                table.spec.unique.push(columns);
            }
        }
        TableConstraint::Index(index) => {
            if let Some(columns) = known_columns(&index.columns, &table.spec, "KEY", warnings) {
                table.spec.indexes.push(columns);
            }
        }
        TableConstraint::ForeignKey(key) => table.foreign_keys.push(ForeignKey {
            columns: names(&key.columns),
            parent: object_name(&key.foreign_table),
            parent_columns: names(&key.referred_columns),
        }),
        other => warnings.push(format!("{name}: `{other}` is not used")),
    }
}

fn read_index(create: &CreateIndex, tables: &mut [ReadTable], warnings: &mut Vec<String>) {
    let name = object_name(&create.table_name);
    let Some(table) = tables.iter_mut().find(|table| same_name(&table.spec.name, &name)) else {
        warnings
            .push(format!("`{}` is not used: there is no table `{name}`", beginning(&create.to_string())));
        return;
    };
    if create.predicate.is_some() {
        warnings.push(format!("{name}: an index of some of the rows is not used"));
        return;
    }
    if let Some(columns) = known_columns(&create.columns, &table.spec, "INDEX", warnings) {
        if create.unique {
            table.spec.unique.push(columns);
        } else {
            table.spec.indexes.push(columns);
        }
    }
}

/// The columns of a key, if all of them are columns of the table.
fn known_columns(
    columns: &[IndexColumn],
    table: &TableSpec,
    kind: &str,
    warnings: &mut Vec<String>,
) -> Option<Vec<String>> {
    let mut known = Vec::with_capacity(columns.len());
    for column in columns {
        let name = match &column.column.expr {
            Expr::Identifier(ident) => Some(&ident.value),
            // `name(10)`: the first characters of a column, as MySQL indexes text.
            Expr::Function(function) => {
                function.name.0.first().and_then(|part| part.as_ident()).map(|ident| &ident.value)
            }
            _ => None,
        };
        let found = name.and_then(|name| table.columns.iter().find(|column| same_name(&column.name, name)));
        match found {
            Some(column) => known.push(column.name.clone()),
            None => {
                let text = &column.column;
                warnings.push(format!(
                    "{}: {kind} over `{text}` is not used; it is no column that is made",
                    table.name
                ));
                return None;
            }
        }
    }
    Some(known)
}

fn names(idents: &[Ident]) -> Vec<String> {
    idents.iter().map(|ident| ident.value.clone()).collect()
}

/// Whether a column by itself can be unique in a table of as many rows as one begins with.
fn never_repeats(column: &ColumnSpec, around: Surroundings<'_>) -> bool {
    // Whatever it refers to decides by itself.
    if column.generator.as_ref().is_some_and(|generator| generator.reference().is_some()) {
        return true;
    }
    let mut alone = column.clone();
    alone.unique = true;
    alone.identity = false;
    let mut spec = DatasetSpec::of(vec![TableSpec::new("t", DEFAULT_ROWS, vec![alone])]);
    around.now.clone_into(&mut spec.now);
    around.locale.clone_into(&mut spec.locale);
    Dataset::compile(&spec).is_ok()
}

/// Gives unique columns of text strings enough, and makes tables as small as their keys ask for.
fn fit_keys(spec: &mut DatasetSpec, warnings: &mut Vec<String>) {
    let (now, locale) = (spec.now.clone(), spec.locale.clone());
    let around = Surroundings { now: &now, locale: &locale };
    for table in &mut spec.tables {
        let keys: Vec<String> = std::iter::once(&table.primary_key)
            .chain(&table.unique)
            .filter_map(|key| if let [only] = key.as_slice() { Some(only.clone()) } else { None })
            .collect();
        for column in &mut table.columns {
            let is_key = column.unique || keys.contains(&column.name);
            let is_counted = is_key && never_repeats(column, around);
            if is_key && column.sql_type.is_text() && !is_counted {
                let length = column.sql_type.max_length().unwrap_or(12).clamp(1, 12);
                column.generator = Some(
                    GeneratorSpec::new(&kinds::PATTERN).with("pattern", format!("[a-z0-9]{{{length}}}")),
                );
            }
            // Whole numbers of a narrow range would leave the table few rows.
            if is_key && column.sql_type.integer_bounds().is_some() && !is_counted {
                column.generator = Some(GeneratorSpec::new(&kinds::SEQUENCE));
            }
            // Bytes that are drawn may repeat; those of a UUID do not.
            let is_uuid = kinds::UUID_V4.suits(column.sql_type, around);
            if is_key && column.sql_type.is_binary() && !is_counted && is_uuid {
                column.generator = Some(GeneratorSpec::new(&kinds::UUID_V4));
            }
        }
    }
    let asked: Vec<u64> = spec.tables.iter().map(|table| table.rows).collect();
    // A table of 10^12 rows is one of 1 behind as many steps.
    for _ in 0..12 {
        let Err(problems) = Dataset::compile(spec) else { break };
        for (index, table) in spec.tables.iter_mut().enumerate() {
            let place = format!("tables[{index}].");
            let is_small =
                |code: ProblemCode| matches!(code, ProblemCode::TooFewValues | ProblemCode::ValueOutOfType);
            if problems.all().iter().any(|problem| problem.path.starts_with(&place) && is_small(problem.code))
            {
                table.rows = (table.rows / 10).max(1);
            }
        }
    }
    for (table, asked) in spec.tables.iter().zip(asked) {
        let (name, rows) = (&table.name, table.rows);
        if rows != asked {
            warnings.push(format!("{name}: made with {rows} rows, because its keys hold few values"));
        }
    }
}

fn apply_partitions(tables: &mut [ReadTable], clauses: &[PartitionClause], warnings: &mut Vec<String>) {
    for clause in clauses {
        let Some(table) = tables.iter_mut().find(|table| same_name(&table.spec.name, &clause.table)) else {
            continue;
        };
        let spec = &mut table.spec;
        let found = clause.ranges.as_ref().and_then(|ranges| {
            let column = spec.columns.iter_mut().find(|column| same_name(&column.name, &ranges.column))?;
            match column.sql_type {
                SqlType::Date => {
                    let (first, last) = (ranges.first.as_str(), ranges.last.as_str());
                    column.generator =
                        Some(GeneratorSpec::new(&kinds::DATE).with("from", first).with("to", last));
                }
                SqlType::Timestamp { .. } => {
                    let generator = GeneratorSpec::new(&kinds::TIMESTAMP)
                        .with("from", format!("{}T00:00:00", ranges.first))
                        .with("to", format!("{}T23:59:59.999999", ranges.last));
                    column.generator = Some(generator);
                }
                _ => return None,
            }
            Some(PartitionSpec { column: column.name.clone(), range: ranges.range })
        });
        if found.is_none() {
            let text = beginning(&clause.text);
            warnings.push(format!("{}: the partitions `{text}…` are not used; only ranges of days, months or years of a date are", spec.name));
        }
        spec.partition_by = found;
    }
}
