//! Foreign keys of tables that are there already, whose rows may refer to rows that come later: to the table itself, or in a circle. No
//! order of rows fits them; the database takes the rows without looking, and they are looked at when all are there.

use std::fmt::Write as _;

use contract::{Check, CheckLevel};
use generator::quote_identifier;

use super::{
    catalogue::{Catalogue, CatalogueKey, table_check},
    failure::ServerFailure,
    session::{Session, TABLE_PATIENCE},
};
use crate::{keys::is_of_tree, plan::TableLoad};

/// The keys of a table that is there which refer to the table itself, or to one that is loaded after it.
pub(super) async fn forward_keys<S: Catalogue>(
    session: &mut S,
    load: &TableLoad,
) -> Result<Vec<CatalogueKey>, ServerFailure> {
    let keys = session.foreign_keys(load.place()).await?;
    let server = session.server();
    let position = |table: &str| {
        load.order.iter().position(|name| server.fold(load.names.current(name)) == server.fold(table))
    };
    let own = load.order.iter().position(|name| *name == load.plan.table);
    let is_filled = |key: &CatalogueKey| {
        key.columns.iter().any(|name| load.table().output_columns().any(|column| column.name == name))
    };
    let is_forward = |key: &CatalogueKey| {
        let is_own = server.fold(&key.parent) == server.fold(load.place());
        (is_own && !comes_in_order(load, key)) || (!is_own && position(&key.parent) > own)
    };
    Ok(keys.into_iter().filter(|key| is_filled(key) && is_forward(key)).collect())
}

/// Whether the rows that a key of a table to itself refers to are there before those that refer to them.
fn comes_in_order(load: &TableLoad, key: &CatalogueKey) -> bool {
    let spec = load.table().spec();
    load.plan.partitions() == 1 && key.columns.iter().any(|column| is_of_tree(spec, column))
}

/// What is to be said of such keys.
pub(super) async fn check<S: Catalogue>(
    session: &mut S,
    load: &TableLoad,
) -> Result<Option<Check>, ServerFailure> {
    let Some(key) = forward_keys(session, load).await?.into_iter().next() else { return Ok(None) };
    let columns = key.columns.join(", ");
    let (level, message) = match session.keeps_key_checks(load).await? {
        None => (
            CheckLevel::Note,
            format!(
                "({columns}) refers to rows of `{}` that may come later: foreign keys are looked at when all rows are there",
                key.parent
            ),
        ),
        Some(why) => (
            CheckLevel::Error,
            format!(
                "({columns}) refers to rows of `{}` that may come later, and {why}; drop the key `{}` until the rows are there, or \
                 replace the table: its keys are made in the end then",
                key.parent, key.name
            ),
        ),
    };
    Ok(Some(table_check(level, "forward_key", load.name(), message)))
}

/// The first key of a table that a row of it breaks, as far as the database was told not to look.
pub(super) async fn first_broken<S: Catalogue>(
    session: &mut S,
    load: &TableLoad,
) -> Result<Option<String>, ServerFailure> {
    for key in session.foreign_keys(load.place()).await? {
        let found = session.query(&broken::<S>(load.place(), &key), TABLE_PATIENCE).await?;
        if !found.is_empty() {
            return Ok(Some(format!(
                "a row's ({}) refers to a row of `{}` that is not there (the key `{}`)",
                key.columns.join(", "),
                key.parent,
                key.name
            )));
        }
    }
    Ok(None)
}

/// The query that finds a row which refers to none.
fn broken<S: Session>(table: &str, key: &CatalogueKey) -> String {
    let quote = |name: &str| quote_identifier(S::DIALECT, name);
    let mut set = String::new();
    let mut same = Vec::new();
    for (column, of) in key.columns.iter().zip(&key.parent_columns) {
        // Writing to a string cannot fail.
        let _ = write!(set, "child.{} IS NOT NULL AND ", quote(column));
        same.push(format!("parent.{} = child.{}", quote(of), quote(column)));
    }
    format!(
        "SELECT 1 FROM {} child WHERE {set}NOT EXISTS (SELECT 1 FROM {} parent WHERE {}) LIMIT 1",
        quote(table),
        quote(&key.parent),
        same.join(" AND ")
    )
}
