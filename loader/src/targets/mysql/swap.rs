//! Tables that take the places of others. MySQL manual, "RENAME TABLE Statement": all renames of one statement happen, or none; foreign
//! keys follow the table that they refer to.

use generator::{Dialect, quote_identifier};

use super::MySqlSession;
use crate::{
    fault::FaultPoint,
    protocol::{
        catalogue::{Catalogue as _, Swap},
        failure::ServerFailure,
        literal,
        records::text,
        schema::name_start,
        session::{STATEMENT_PATIENCE, Session as _, TABLE_PATIENCE},
    },
};

fn quote(name: &str) -> String {
    quote_identifier(Dialect::MySql, name)
}

/// Every step finds out what is left of it: what was cut off goes on.
pub(super) async fn swap(session: &mut MySqlSession, swaps: &[Swap]) -> Result<(), ServerFailure> {
    let mut renames = Vec::new();
    for swap in swaps {
        if session.columns(&swap.working).await?.is_empty() {
            continue;
        }
        if !session.columns(&swap.table).await?.is_empty() {
            if !session.columns(&swap.retired).await?.is_empty() {
                // Of a replacement before this one.
                drop_retired(session, &[swap]).await?;
            }
            renames.push(format!("{} TO {}", quote(&swap.table), quote(&swap.retired)));
        }
        renames.push(format!("{} TO {}", quote(&swap.working), quote(&swap.table)));
    }
    if !renames.is_empty() {
        session.execute(&format!("RENAME TABLE {}", renames.join(", ")), TABLE_PATIENCE).await?;
    }
    FaultPoint::SwapRenamed.pass();
    let mut retired = Vec::new();
    for swap in swaps {
        if !session.columns(&swap.retired).await?.is_empty() {
            retired.push(swap);
        }
    }
    drop_retired(session, &retired).await?;
    for swap in swaps {
        name_foreign_keys(session, swap).await?;
    }
    Ok(())
}

/// Drops tables that others have taken the places of, children first; keys among them are dropped before.
async fn drop_retired(session: &mut MySqlSession, retired: &[&Swap]) -> Result<(), ServerFailure> {
    for swap in retired {
        for reference in session.references(&swap.retired).await? {
            if retired.iter().any(|other| other.retired == reference.table) && reference.table != swap.retired {
                let sql = format!(
                    "ALTER TABLE {} DROP FOREIGN KEY {}",
                    quote(&reference.table),
                    quote(&reference.constraint)
                );
                session.execute(&sql, TABLE_PATIENCE).await?;
            }
        }
    }
    for swap in retired.iter().rev() {
        session.execute(&format!("DROP TABLE {}", quote(&swap.retired)), TABLE_PATIENCE).await?;
    }
    Ok(())
}

/// Gives foreign keys the names that they have in a table that is created in its place: such names are the database's, and those of the
/// old table were in the way. Their rows are known to fit.
async fn name_foreign_keys(session: &mut MySqlSession, swap: &Swap) -> Result<(), ServerFailure> {
    let sql = format!(
        "SELECT k.CONSTRAINT_NAME, k.COLUMN_NAME, k.REFERENCED_TABLE_NAME, k.REFERENCED_COLUMN_NAME \
         FROM information_schema.KEY_COLUMN_USAGE k WHERE k.TABLE_SCHEMA = DATABASE() AND k.TABLE_NAME = {} \
         AND k.REFERENCED_TABLE_NAME IS NOT NULL ORDER BY k.CONSTRAINT_NAME, k.ORDINAL_POSITION",
        literal::text(Dialect::MySql, &swap.table)
    );
    let rows = session.query(&sql, STATEMENT_PATIENCE).await?;
    let mut names: Vec<&str> = rows.iter().map(|row| text(row, 0)).collect();
    names.dedup();
    let mut changes = Vec::new();
    for name in names {
        let Some(rest) = name.strip_prefix(&name_start(&swap.working)) else { continue };
        let of_key = || rows.iter().filter(|row| text(row, 0) == name);
        let list = |column: usize| of_key().map(|row| quote(text(row, column))).collect::<Vec<_>>().join(", ");
        let parent = of_key().next().map_or("", |row| text(row, 2));
        changes.push(format!(
            "DROP FOREIGN KEY {}, ADD CONSTRAINT {} FOREIGN KEY ({}) REFERENCES {} ({})",
            quote(name),
            quote(&format!("{}{rest}", name_start(&swap.table))),
            list(1),
            quote(parent),
            list(3)
        ));
    }
    if !changes.is_empty() {
        session.execute("SET SESSION foreign_key_checks = 0", STATEMENT_PATIENCE).await?;
        let sql = format!("ALTER TABLE {} {}", quote(&swap.table), changes.join(", "));
        let result = session.execute(&sql, TABLE_PATIENCE).await;
        session.execute("SET SESSION foreign_key_checks = 1", STATEMENT_PATIENCE).await?;
        result?;
    }
    name_indexes(session, swap).await
}

/// The same for the indexes that the server has made for foreign keys.
async fn name_indexes(session: &mut MySqlSession, swap: &Swap) -> Result<(), ServerFailure> {
    let start = name_start(&swap.working);
    let names = session.constraint_names(&swap.table).await?;
    let renames: Vec<String> = names
        .iter()
        .filter_map(|name| {
            let rest = name.strip_prefix(&start)?;
            Some(format!("RENAME INDEX {} TO {}", quote(name), quote(&format!("{}{rest}", name_start(&swap.table)))))
        })
        .collect();
    if renames.is_empty() {
        return Ok(());
    }
    let sql = format!("ALTER TABLE {} {}", quote(&swap.table), renames.join(", "));
    session.execute(&sql, TABLE_PATIENCE).await.map(|_| ())
}
