//! What is too much to read, found before anything is made of it: what comes later looks tables and columns up in one another,
//! and repeats their names in warnings.

use generator::limits::{MAX_COLUMNS, MAX_NAME_CHARS, MAX_TABLES};
use sqlparser::ast::{Ident, ObjectName, Statement};

use super::{ImportError, statements::object_name};

/// Refuses more tables than a dataset has, more columns than a table has, and names that are longer than a name may be.
///
/// # Errors
/// [`ImportError::TooManyTables`], [`ImportError::TooManyColumns`], [`ImportError::LongName`].
pub(super) fn check(statements: &[Statement]) -> Result<(), ImportError> {
    let tables = statements.iter().filter(|statement| matches!(statement, Statement::CreateTable(_))).count();
    if tables > MAX_TABLES {
        return Err(ImportError::TooManyTables(tables));
    }
    for statement in statements {
        match statement {
            Statement::CreateTable(create) => {
                check_table_name(&create.name)?;
                if create.columns.len() > MAX_COLUMNS {
                    let (table, columns) = (object_name(&create.name), create.columns.len());
                    return Err(ImportError::TooManyColumns { table, columns });
                }
                create.columns.iter().try_for_each(|column| check_name(&column.name))?;
            }
            Statement::AlterTable(alter) => check_table_name(&alter.name)?,
            Statement::CreateIndex(create) => check_table_name(&create.table_name)?,
            _ => {}
        }
    }
    Ok(())
}

fn check_table_name(name: &ObjectName) -> Result<(), ImportError> {
    name.0.iter().filter_map(|part| part.as_ident()).try_for_each(check_name)
}

fn check_name(name: &Ident) -> Result<(), ImportError> {
    if name.value.chars().take(MAX_NAME_CHARS + 1).count() <= MAX_NAME_CHARS {
        return Ok(());
    }
    let beginning = name.value.chars().take(40).collect();
    Err(ImportError::LongName { beginning, line: name.span.start.line })
}
