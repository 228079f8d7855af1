//! Tables that take the places of others. MySQL manual, "RENAME TABLE Statement": all renames of one statement happen, or none; foreign
//! keys follow the table that they refer to.

use generator::{Dialect, quote_identifier};

use super::MySqlSession;
use crate::{
    fault::FaultPoint,
    identity::RETIRED,
    protocol::{
        catalogue::{Catalogue as _, CatalogueKey, InTheWay, Swap},
        count,
        failure::ServerFailure,
        literal,
        records::text,
        schema::name_start,
        session::{STATEMENT_PATIENCE, Session as _, TABLE_PATIENCE},
    },
};

/// What the name of a foreign key begins with between its old place and its new one. Of a name of more than [`KEPT`] characters the rest
/// is lost if somebody is cut off just then.
const MOVED: &str = "rowmill_moved_";
/// Characters of a name that fit behind that: names have 64 (MySQL manual, "Identifier Length Limits").
const KEPT: usize = 50;

fn quote(name: &str) -> String {
    quote_identifier(Dialect::MySql, name)
}

/// Every step finds out what is left of it: what was cut off goes on.
pub(super) async fn swap(
    session: &mut MySqlSession,
    swaps: &[Swap],
) -> Result<Option<InTheWay>, ServerFailure> {
    let mut renames = Vec::new();
    let mut is_ours_all = true;
    for swap in swaps {
        if session.columns(&swap.working).await?.is_empty() {
            is_ours_all = false;
            continue;
        }
        if !session.columns(&swap.table).await?.is_empty() {
            if !session.columns(&swap.retired).await?.is_empty() {
                // Of a replacement before this one.
                drop_retired(session, &[swap]).await.map_err(|not_dropped| not_dropped.failure)?;
            }
            renames.push(format!("{} TO {}", quote(&swap.table), quote(&swap.retired)));
        }
        renames.push(format!("{} TO {}", quote(&swap.working), quote(&swap.table)));
    }
    if !renames.is_empty() {
        session.execute(&format!("RENAME TABLE {}", renames.join(", ")), TABLE_PATIENCE).await?;
    }
    // Nobody adds rows to a table that is on its way out, and whoever was about to has done so.
    for swap in swaps {
        let Some(most) = swap.most_rows else { continue };
        if session.columns(&swap.retired).await?.is_empty() {
            continue;
        }
        let rows = count(session, &swap.retired).await?;
        if rows > most {
            put_back(session, swaps).await?;
            return Ok(Some(InTheWay { table: swap.table.clone(), rows }));
        }
    }
    FaultPoint::SwapRenamed.pass();
    let mut retired = Vec::new();
    for swap in swaps {
        if !session.columns(&swap.retired).await?.is_empty() {
            retired.push(swap);
        }
    }
    match drop_retired(session, &retired).await {
        Ok(()) => {}
        Err(NotDropped { mut failure, is_untouched }) if is_referred_to(&failure) => {
            // By a table of another database, which this account cannot see. What an earlier execution has dropped nobody brings back.
            let said = if is_untouched && is_ours_all {
                put_back(session, swaps).await?;
                "a table that this account cannot see refers to the old one, which is back in its place; drop that foreign key, or \
                 empty the table and append: "
            } else {
                "the new tables are in their places, but a table that this account cannot see refers to an old one, which is kept as \
                 rowmill_old_…; drop that foreign key, and run the same load again, which ends then: "
            };
            failure.message.insert_str(0, said);
            return Err(failure);
        }
        Err(NotDropped { failure, .. }) => return Err(failure),
    }
    for swap in swaps {
        finish_moved_keys(session, swap).await?;
        name_foreign_keys(session, swap).await?;
    }
    Ok(None)
}

/// Puts tables back where they were.
async fn put_back(session: &mut MySqlSession, swaps: &[Swap]) -> Result<(), ServerFailure> {
    let mut renames = Vec::new();
    for swap in swaps {
        renames.push(format!("{} TO {}", quote(&swap.table), quote(&swap.working)));
        if !session.columns(&swap.retired).await?.is_empty() {
            renames.push(format!("{} TO {}", quote(&swap.retired), quote(&swap.table)));
        }
    }
    session.execute(&format!("RENAME TABLE {}", renames.join(", ")), TABLE_PATIENCE).await.map(|_| ())
}

/// Drops tables that others have taken the places of, children first. Keys among them are dropped before, and those of tables that stay
/// (of the same load, and complete already) refer to the new tables from here on.
async fn drop_retired(session: &mut MySqlSession, retired: &[&Swap]) -> Result<(), NotDropped> {
    let mut is_untouched = true;
    let result = drop_in_order(session, retired, &mut is_untouched).await;
    result.map_err(|failure| NotDropped { failure, is_untouched })
}

/// Tables that were not dropped.
struct NotDropped {
    failure: ServerFailure,
    /// Whether all of them, and all keys that refer to them, are as they were.
    is_untouched: bool,
}

/// Whether a foreign key was in the way ("Server Error Message Reference").
fn is_referred_to(failure: &ServerFailure) -> bool {
    ["(error 1217)", "(error 1451)", "(error 3730)"].iter().any(|code| failure.message.contains(code))
}

async fn drop_in_order(
    session: &mut MySqlSession,
    retired: &[&Swap],
    is_untouched: &mut bool,
) -> Result<(), ServerFailure> {
    for swap in retired {
        for reference in session.references(&swap.retired).await? {
            if reference.table == swap.retired {
                continue;
            }
            let by = &reference.table;
            *is_untouched = false;
            // Another one on its way out, of this load or of another, needs its keys no more.
            if by.starts_with(RETIRED) {
                let sql =
                    format!("ALTER TABLE {} DROP FOREIGN KEY {}", quote(by), quote(&reference.constraint));
                session.execute(&sql, TABLE_PATIENCE).await?;
            } else {
                let keys = session.foreign_keys(by).await?;
                for key in keys.iter().filter(|key| key.name == reference.constraint) {
                    // The name is taken until the old key is gone.
                    let between = format!("{MOVED}{}", key.name.chars().take(KEPT).collect::<String>());
                    let sql = renamed(session, key, by, &between, &swap.table).await?;
                    session.execute(&sql, TABLE_PATIENCE).await?;
                    FaultPoint::SwapKeyMoved.pass();
                    let moved = CatalogueKey { name: between, ..key.clone() };
                    let sql = renamed(session, &moved, by, &key.name, &swap.table).await?;
                    without_checks(session, &sql).await?;
                }
            }
        }
    }
    for swap in retired.iter().rev() {
        session.execute(&format!("DROP TABLE {}", quote(&swap.retired)), TABLE_PATIENCE).await?;
        *is_untouched = false;
    }
    Ok(())
}

/// Gives keys that refer to a new table the names that they had, if somebody was cut off before doing so.
async fn finish_moved_keys(session: &mut MySqlSession, swap: &Swap) -> Result<(), ServerFailure> {
    for reference in session.references(&swap.table).await? {
        let Some(name) = reference.constraint.strip_prefix(MOVED) else { continue };
        let keys = session.foreign_keys(&reference.table).await?;
        for key in keys.iter().filter(|key| key.name == reference.constraint) {
            let sql = renamed(session, key, &reference.table, name, &swap.table).await?;
            without_checks(session, &sql).await?;
        }
    }
    Ok(())
}

/// The statement that gives a foreign key another name, and has it refer to another table.
async fn renamed(
    session: &mut MySqlSession,
    key: &CatalogueKey,
    table: &str,
    name: &str,
    parent: &str,
) -> Result<String, ServerFailure> {
    let sql = format!(
        "SELECT UPDATE_RULE, DELETE_RULE FROM information_schema.REFERENTIAL_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = DATABASE() \
         AND TABLE_NAME = {} AND CONSTRAINT_NAME = {}",
        literal::text(Dialect::MySql, table),
        literal::text(Dialect::MySql, &key.name)
    );
    let rules = session.query(&sql, STATEMENT_PATIENCE).await?;
    let rules = rules.first().map_or_else(String::new, |row| {
        // These two do nothing, and say so where nobody has said it.
        let rule = |what: &str, rule: &str| match rule {
            "NO ACTION" | "RESTRICT" => String::new(),
            rule => format!(" ON {what} {rule}"),
        };
        rule("UPDATE", text(row, 0)) + &rule("DELETE", text(row, 1))
    });
    Ok(format!(
        "ALTER TABLE {} DROP FOREIGN KEY {}, ADD CONSTRAINT {} FOREIGN KEY ({}) REFERENCES {} ({}){rules}",
        quote(table),
        quote(&key.name),
        quote(name),
        literal::names(Dialect::MySql, key.columns.iter().map(String::as_str)),
        quote(parent),
        literal::names(Dialect::MySql, key.parent_columns.iter().map(String::as_str))
    ))
}

/// Runs a statement without looking at rows that are known to fit.
async fn without_checks(session: &mut MySqlSession, sql: &str) -> Result<(), ServerFailure> {
    session.execute("SET SESSION foreign_key_checks = 0", STATEMENT_PATIENCE).await?;
    let result = session.execute(sql, TABLE_PATIENCE).await;
    session.execute("SET SESSION foreign_key_checks = 1", STATEMENT_PATIENCE).await?;
    result.map(|_| ())
}

/// Gives foreign keys the names that they have in a table that is created in its place: such names are the database's, and those of the
/// old table were in the way. Their rows are known to fit.
async fn name_foreign_keys(session: &mut MySqlSession, swap: &Swap) -> Result<(), ServerFailure> {
    for key in session.foreign_keys(&swap.table).await? {
        if let Some(rest) = key.name.strip_prefix(&name_start(&swap.working)) {
            let ours = format!("{}{rest}", name_start(&swap.table));
            let name = swap.declared_name(&key.name).unwrap_or(ours);
            let sql = renamed(session, &key, &swap.table, &name, &key.parent).await?;
            without_checks(session, &sql).await?;
        }
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
            let ours = format!("{}{rest}", name_start(&swap.table));
            let new = swap.declared_name(name).unwrap_or(ours);
            Some(format!("RENAME INDEX {} TO {}", quote(name), quote(&new)))
        })
        .collect();
    if renames.is_empty() {
        return Ok(());
    }
    let sql = format!("ALTER TABLE {} {}", quote(&swap.table), renames.join(", "));
    session.execute(&sql, TABLE_PATIENCE).await.map(|_| ())
}
