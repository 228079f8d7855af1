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
        session::{STATEMENT_PATIENCE, Session as _, TABLE_PATIENCE, TextRow},
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

/// Renames a table, and everything that has its name from it, so that all is called as in a table that is created in its place.
async fn rename(session: &mut PostgresSession, swap: &Swap) -> Result<(), ServerFailure> {
    // Partitions with what they have, then the table's own.
    let family = format!(
        "WITH RECURSIVE family(id) AS (SELECT {}::oid UNION SELECT inhrelid FROM pg_inherits JOIN family ON inhparent = id)",
        relation(&swap.working)
    );
    // All of it is found before the first name changes.
    let tables = format!("{family} SELECT relname FROM pg_class WHERE oid IN (SELECT id FROM family)");
    let tables = session.query(&tables, STATEMENT_PATIENCE).await?;
    let given = named_by_server(session, &family).await?;
    let constraints = format!(
        "{family} SELECT pg_constraint.conname, pg_class.relname FROM pg_constraint JOIN family ON conrelid = family.id \
         JOIN pg_class ON pg_class.oid = conrelid WHERE contype NOT IN ('p', 'u', 'x', 'n') AND conparentid = 0 AND conislocal"
    );
    let constraints = session.query(&constraints, STATEMENT_PATIENCE).await?;
    for row in &tables {
        let sql = format!(
            "ALTER TABLE {} RENAME TO {}",
            quote(text(row, 0)),
            quote(&table_name(text(row, 0), swap))
        );
        session.execute(&sql, STATEMENT_PATIENCE).await?;
    }
    for row in &constraints {
        if let Some(name) = renamed(text(row, 0), swap) {
            let table = quote(&table_name(text(row, 1), swap));
            let sql =
                format!("ALTER TABLE {table} RENAME CONSTRAINT {} TO {}", quote(text(row, 0)), quote(&name));
            session.execute(&sql, STATEMENT_PATIENCE).await?;
        }
    }
    for named in given {
        let Some(name) = free_name(session, &named, swap).await? else { continue };
        let (old, name) = (quote(&named.name), quote(&name));
        let sql = match named.kind {
            NamedKind::Index => format!("ALTER INDEX {old} RENAME TO {name}"),
            NamedKind::Sequence => format!("ALTER SEQUENCE {old} RENAME TO {name}"),
            NamedKind::Constraint => {
                format!(
                    "ALTER TABLE {} RENAME CONSTRAINT {old} TO {name}",
                    quote(&table_name(&named.table, swap))
                )
            }
        };
        session.execute(&sql, STATEMENT_PATIENCE).await?;
    }
    Ok(())
}

/// Something that has its name from a table.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Named {
    kind: NamedKind,
    name: String,
    table: String,
    /// The columns that it is about; none of a primary key.
    columns: String,
    /// What the server puts behind those.
    label: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum NamedKind {
    Index,
    Sequence,
    Constraint,
}

/// The indexes, sequences and NOT NULL constraints of a family of tables.
async fn named_by_server(session: &mut PostgresSession, family: &str) -> Result<Vec<Named>, ServerFailure> {
    let columns = |keys: &str, table: &str| {
        format!(
            "(SELECT string_agg(attname, '_' ORDER BY position) FROM unnest({keys}) WITH ORDINALITY AS part(number, position) \
             JOIN pg_attribute ON attrelid = {table} AND attnum = number)"
        )
    };
    let sql = format!(
        "{family} SELECT 'index', own.relname, owner.relname, CASE WHEN indisprimary THEN '' ELSE {} END, \
         CASE WHEN indisprimary THEN 'pkey' WHEN EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid AND contype = 'u') \
         THEN 'key' ELSE 'idx' END \
         FROM pg_index JOIN family ON indrelid = id JOIN pg_class own ON own.oid = indexrelid JOIN pg_class owner ON owner.oid = indrelid \
         UNION ALL SELECT 'sequence', own.relname, owner.relname, attname, 'seq' FROM pg_depend JOIN family ON refobjid = id \
         JOIN pg_class own ON own.oid = objid AND own.relkind = 'S' JOIN pg_class owner ON owner.oid = refobjid \
         JOIN pg_attribute ON attrelid = refobjid AND attnum = refobjsubid \
         WHERE classid = 'pg_class'::regclass AND refclassid = 'pg_class'::regclass AND deptype IN ('a', 'i') \
         UNION ALL SELECT 'constraint', conname, owner.relname, {}, 'not_null' FROM pg_constraint JOIN family ON conrelid = id \
         JOIN pg_class owner ON owner.oid = conrelid WHERE contype = 'n' AND conislocal",
        columns("indkey::smallint[]", "indrelid"),
        columns("conkey", "conrelid")
    );
    let rows = session.query(&sql, STATEMENT_PATIENCE).await?;
    let named = |row: &TextRow| Named {
        kind: match text(row, 0) {
            "index" => NamedKind::Index,
            "sequence" => NamedKind::Sequence,
            _ => NamedKind::Constraint,
        },
        name: text(row, 1).to_owned(),
        table: text(row, 2).to_owned(),
        columns: text(row, 3).to_owned(),
        label: text(row, 4).to_owned(),
    };
    Ok(rows.iter().map(named).collect())
}

/// The name that something has in a table in its place: the server's own, counted on where it is taken, or ours; `None` if it has no name
/// from the table on its way.
async fn free_name(
    session: &mut PostgresSession,
    named: &Named,
    swap: &Swap,
) -> Result<Option<String>, ServerFailure> {
    if let Some(declared) = swap.declared_name(&named.name) {
        return Ok(Some(declared));
    }
    if !named.name.starts_with(&object_name(&named.table, &named.columns, &named.label)) {
        return Ok(renamed(&named.name, swap));
    }
    let table = table_name(&named.table, swap);
    let mut label = named.label.clone();
    for count in 1.. {
        let name = object_name(&table, &named.columns, &label);
        // Names of constraints are their table's own.
        let is_taken = named.kind != NamedKind::Constraint && {
            let sql = format!("SELECT 1 WHERE {} IS NOT NULL", relation(&name));
            !session.query(&sql, STATEMENT_PATIENCE).await?.is_empty()
        };
        if !is_taken {
            return Ok(Some(name));
        }
        label = format!("{}{count}", named.label);
    }
    Ok(None)
}

/// The name of the table in its place, or of one of its partitions: those are cut so that their own part fits.
fn table_name(name: &str, swap: &Swap) -> String {
    if let Some(declared) = swap.declared_name(name) {
        return declared;
    }
    match name.strip_prefix(&swap.working) {
        Some(rest) => {
            let start = swap.table.floor_char_boundary(NAME_BYTES.saturating_sub(rest.len()));
            format!("{}{rest}", &swap.table[..start])
        }
        None => name.to_owned(),
    }
}

/// The name that PostgreSQL gives to what belongs to a table: the longer of two parts is cut until all fits (`makeObjectName` in
/// src/backend/commands/indexcmds.c).
fn object_name(table: &str, columns: &str, label: &str) -> String {
    let separators = if columns.is_empty() { 1 } else { 2 };
    let room = NAME_BYTES.saturating_sub(label.len() + separators);
    let (mut first, mut second) = (table.len(), columns.len());
    while first + second > room {
        if first > second {
            first -= 1;
        } else {
            second -= 1;
        }
    }
    let table = &table[..table.floor_char_boundary(first)];
    let columns = &columns[..columns.floor_char_boundary(second)];
    if columns.is_empty() { format!("{table}_{label}") } else { format!("{table}_{columns}_{label}") }
}

/// A name of ours, which begins with as much of the table's as fits with its end, for the table in its place; `None` if it is none.
fn renamed(name: &str, swap: &Swap) -> Option<String> {
    if let Some(declared) = swap.declared_name(name) {
        return Some(declared);
    }
    let rest = name.strip_prefix(&name_start(&swap.working))?;
    Some(format!("{}{rest}", name_start(&swap.table)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn swap(table: &str) -> Swap {
        Swap {
            working: "rowmill_new_0123456789ab".to_owned(),
            table: table.to_owned(),
            retired: String::new(),
            indexes: Vec::new(),
            names: vec![("rowmill_new_0123456789ab_key_1".to_owned(), "by_name".to_owned())],
            most_rows: None,
        }
    }

    #[test]
    fn names_follow_the_table() {
        let short = swap("room");
        let ours = "rowmill_new_0123456789ab_index_01234567";
        assert_eq!(renamed(ours, &short).as_deref(), Some("room_index_01234567"));
        assert_eq!(renamed("other_pkey", &short), None);
        assert_eq!(renamed("rowmill_new_0123456789ab_key_1", &short).as_deref(), Some("by_name"));
        assert_eq!(table_name("rowmill_new_0123456789ab_p2025_05", &short), "room_p2025_05");
        assert_eq!(table_name("rowmill_new_0123456789ab", &short), "room");
        let long = swap(&"t".repeat(63));
        assert_eq!(
            table_name("rowmill_new_0123456789ab_p2025_05", &long),
            format!("{}_p2025_05", "t".repeat(54))
        );
    }

    /// As PostgreSQL 15 calls them.
    #[test]
    fn names_are_those_that_the_server_gives() {
        assert_eq!(object_name("room", "", "pkey"), "room_pkey");
        assert_eq!(object_name("room", "id", "seq"), "room_id_seq");
        let long = "t".repeat(63);
        assert_eq!(object_name(&long, "", "pkey"), format!("{}_pkey", "t".repeat(58)));
        assert_eq!(object_name(&long, "id", "seq"), format!("{}_id_seq", "t".repeat(56)));
        // Of two long parts both are cut.
        let column = "c".repeat(63);
        assert_eq!(object_name(&long, &column, "seq"), format!("{}_{}_seq", "t".repeat(29), "c".repeat(29)));
        assert_eq!(
            object_name(&"\u{ac00}".repeat(21), "", "pkey"),
            format!("{}_pkey", "\u{ac00}".repeat(19))
        );
    }
}
