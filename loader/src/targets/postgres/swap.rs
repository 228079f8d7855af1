//! Tables that take the places of others, inside the transaction that is open. PostgreSQL manual, "ALTER TABLE", RENAME.

use generator::{Dialect, quote_identifier};

use super::{PostgresSession, catalogue::relation};
use crate::{
    fault::FaultPoint,
    protocol::{
        catalogue::{Catalogue as _, InTheWay, Swap},
        count,
        failure::ServerFailure,
        records::text,
        schema::name_start,
        session::{STATEMENT_PATIENCE, Session as _, TABLE_PATIENCE},
    },
};

/// Longest name, in bytes ("Identifiers and Key Words").
const NAME_BYTES: usize = 63;

fn quote(name: &str) -> String {
    quote_identifier(Dialect::Postgres, name)
}

pub(super) async fn swap(
    session: &mut PostgresSession,
    swaps: &[Swap],
) -> Result<Option<InTheWay>, ServerFailure> {
    for swap in swaps {
        let Some(most) = swap.most_rows else { continue };
        if session.columns(&swap.table).await?.is_empty() {
            continue;
        }
        // Whoever has added rows has committed them, and nobody else does until this transaction ends.
        let lock = format!("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE", quote(&swap.table));
        session.execute(&lock, STATEMENT_PATIENCE).await?;
        let rows = count(session, &swap.table).await?;
        if rows > most {
            return Ok(Some(InTheWay { table: swap.table.clone(), rows }));
        }
    }
    let kept = keys_of_others(session, swaps).await?;
    for key in &kept {
        let sql = format!("ALTER TABLE {} DROP CONSTRAINT {}", key.table, quote(&key.name));
        session.execute(&sql, TABLE_PATIENCE).await?;
    }
    let mut old = Vec::new();
    for swap in swaps {
        if !session.columns(&swap.table).await?.is_empty() {
            old.push(quote(&swap.table));
        }
    }
    if !old.is_empty() {
        // At once: they may refer to each other.
        session.execute(&format!("DROP TABLE {}", old.join(", ")), TABLE_PATIENCE).await?;
    }
    for swap in swaps {
        rename(session, swap).await?;
    }
    for key in &kept {
        let sql = format!("ALTER TABLE {} ADD CONSTRAINT {} {}", key.table, quote(&key.name), key.definition);
        session.execute(&sql, TABLE_PATIENCE).await?;
    }
    FaultPoint::SwapRenamed.pass();
    Ok(None)
}

/// A foreign key of a table that stays.
struct KeptKey {
    /// As it stands in SQL, with its schema.
    table: String,
    name: String,
    definition: String,
}

/// The foreign keys by which tables that stay refer to those that are replaced: tables of the same load that are complete already. They
/// refer to the new tables afterwards, and are looked at again.
async fn keys_of_others(
    session: &mut PostgresSession,
    swaps: &[Swap],
) -> Result<Vec<KeptKey>, ServerFailure> {
    let mut kept = Vec::new();
    // What is not there is no number that a table has.
    let replaced: Vec<String> =
        swaps.iter().map(|swap| format!("COALESCE({}::oid, 0)", relation(&swap.table))).collect();
    for swap in swaps {
        let sql = format!(
            "SELECT quote_ident(nspname) || '.' || quote_ident(relname), conname, pg_get_constraintdef(pg_constraint.oid) \
             FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid JOIN pg_namespace ON pg_namespace.oid = relnamespace \
             WHERE confrelid = {} AND contype = 'f' AND conparentid = 0 AND pg_class.oid NOT IN ({})",
            relation(&swap.table),
            replaced.join(", ")
        );
        for row in session.query(&sql, STATEMENT_PATIENCE).await? {
            kept.push(KeptKey {
                table: text(&row, 0).to_owned(),
                name: text(&row, 1).to_owned(),
                definition: text(&row, 2).to_owned(),
            });
        }
    }
    Ok(kept)
}

/// Renames a table, and everything that has its name from it: indexes, sequences, partitions, constraints.
async fn rename(session: &mut PostgresSession, swap: &Swap) -> Result<(), ServerFailure> {
    let table = relation(&swap.working);
    // Partitions with what they have, then the table's own.
    let family = format!(
        "WITH RECURSIVE family(id) AS (SELECT {table}::oid UNION SELECT inhrelid FROM pg_inherits JOIN family ON inhparent = id)"
    );
    let sql = format!(
        "{family} SELECT pg_constraint.conname, pg_class.relname FROM pg_constraint JOIN family ON conrelid = family.id \
         JOIN pg_class ON pg_class.oid = conrelid WHERE contype NOT IN ('p', 'u', 'x') AND conparentid = 0 AND conislocal"
    );
    let constraints = session.query(&sql, STATEMENT_PATIENCE).await?;
    for row in &constraints {
        if let Some(name) = renamed(text(row, 0), swap) {
            let sql = format!(
                "ALTER TABLE {} RENAME CONSTRAINT {} TO {}",
                quote(text(row, 1)),
                quote(text(row, 0)),
                quote(&name)
            );
            session.execute(&sql, STATEMENT_PATIENCE).await?;
        }
    }
    let sql = format!(
        "{family} SELECT relname, relkind FROM pg_class WHERE oid IN (SELECT id FROM family) \
         OR oid IN (SELECT indexrelid FROM pg_index JOIN family ON indrelid = id) \
         OR (relkind = 'S' AND oid IN (SELECT objid FROM pg_depend JOIN family ON refobjid = id \
             WHERE classid = 'pg_class'::regclass AND deptype IN ('a', 'i')))"
    );
    let relations = session.query(&sql, STATEMENT_PATIENCE).await?;
    for row in &relations {
        let name =
            if text(row, 0) == swap.working { Some(swap.table.clone()) } else { renamed(text(row, 0), swap) };
        let Some(name) = name else { continue };
        let is_taken = {
            let sql = format!("SELECT 1 WHERE {} IS NOT NULL", relation(&name));
            !session.query(&sql, STATEMENT_PATIENCE).await?.is_empty()
        };
        if is_taken && text(row, 0) != swap.working {
            // A name is no more than that: the table is as it should be.
            continue;
        }
        let kind = match text(row, 1) {
            "i" | "I" => "INDEX",
            "S" => "SEQUENCE",
            _ => "TABLE",
        };
        let sql = format!("ALTER {kind} {} RENAME TO {}", quote(text(row, 0)), quote(&name));
        session.execute(&sql, STATEMENT_PATIENCE).await?;
    }
    Ok(())
}

/// A name that begins as the table does, for the table in its place; `None` if it does not, or would be too long.
fn renamed(name: &str, swap: &Swap) -> Option<String> {
    let rest = name.strip_prefix(&name_start(&swap.working))?;
    // Names of constraints and indexes of ours begin with as many characters as fit with their end; others with the whole name.
    let is_ours = ["_key_", "_index_", "_to_"].iter().any(|kind| rest.starts_with(kind));
    let start = format!("{}{rest}", name_start(&swap.table));
    let full = format!("{}{rest}", swap.table);
    if is_ours || full.len() > NAME_BYTES { Some(start) } else { Some(full) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_the_table() {
        let swap = Swap {
            working: "rowmill_new_0123456789ab".to_owned(),
            table: "room".to_owned(),
            retired: String::new(),
            indexes: Vec::new(),
            most_rows: None,
        };
        assert_eq!(renamed("rowmill_new_0123456789ab_pkey", &swap).as_deref(), Some("room_pkey"));
        assert_eq!(renamed("other_pkey", &swap), None);
    }
}
