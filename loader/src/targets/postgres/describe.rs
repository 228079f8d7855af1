//! The tables of a schema as CREATE TABLE statements. PostgreSQL has no statement that shows them: they are put together from
//! what its catalogue says in SQL.

use generator::{Dialect, quote_identifier};

use super::{PostgresSession, catalogue::relation};
use crate::protocol::{
    failure::ServerFailure,
    literal,
    records::{is_ours, text},
    session::{STATEMENT_PATIENCE, Session as _},
};

/// Each column with its type and collation, whether it is NOT NULL, how it counts, whether it is computed, its comment, its default, and the sequence
/// that is its own.
const COLUMNS: &str = "SELECT attname, format_type(atttypid, atttypmod), \
     CASE WHEN attcollation <> typcollation THEN ' COLLATE ' || (SELECT quote_ident(collname) FROM pg_collation WHERE pg_collation.oid = attcollation) ELSE '' END, attnotnull, attidentity, \
     attgenerated, col_description(attrelid, attnum), pg_get_expr(adbin, adrelid), \
     pg_get_serial_sequence(attrelid::regclass::text, attname), \
     (SELECT ' (START WITH ' || seqstart || ' INCREMENT BY ' || seqincrement || ' MINVALUE ' || seqmin || ' MAXVALUE ' || seqmax \
     || ' CACHE ' || seqcache || CASE WHEN seqcycle THEN ' CYCLE' ELSE '' END || ')' FROM pg_sequence \
     WHERE attidentity <> '' AND (seqstart, seqincrement, seqcache, seqcycle) IS DISTINCT FROM (1, 1, 1, false) \
     AND seqrelid = pg_get_serial_sequence(attrelid::regclass::text, attname)::regclass) \
     FROM pg_attribute JOIN pg_type ON pg_type.oid = atttypid \
     LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum";

/// What the tables may use: extensions, enumerated types, domains, and sequences that no column has for its own.
const USED: [&str; 5] = [
    "SELECT 'CREATE EXTENSION IF NOT EXISTS ' || quote_ident(extname) FROM pg_extension WHERE extname <> 'plpgsql' ORDER BY oid",
    "SELECT 'CREATE TYPE ' || quote_ident(typname) || ' AS ENUM (' || (SELECT string_agg(quote_literal(enumlabel), ', ' \
     ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = pg_type.oid) || ')' FROM pg_type WHERE typtype = 'e' \
     AND pg_type_is_visible(oid) AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = pg_type.oid AND deptype = 'e') ORDER BY oid",
    "SELECT 'CREATE TYPE ' || quote_ident(relname) || ' AS (' || (SELECT string_agg(quote_ident(attname) || ' ' \
     || format_type(atttypid, atttypmod), ', ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = pg_class.oid AND NOT attisdropped) \
     || ')' FROM pg_class WHERE relkind = 'c' AND pg_type_is_visible(reltype) \
     AND relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema()) \
     AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = reltype AND deptype = 'e') ORDER BY oid",
    "SELECT 'CREATE DOMAIN ' || quote_ident(typname) || ' AS ' || format_type(typbasetype, typtypmod) \
     || CASE WHEN typdefault IS NULL THEN '' ELSE ' DEFAULT ' || typdefault END || CASE WHEN typnotnull THEN ' NOT NULL' ELSE '' END \
     || COALESCE((SELECT string_agg(' CONSTRAINT ' || quote_ident(conname) || ' ' || pg_get_constraintdef(pg_constraint.oid), '') \
     FROM pg_constraint WHERE contypid = pg_type.oid AND contype = 'c'), '') FROM pg_type WHERE typtype = 'd' \
     AND pg_type_is_visible(oid) AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = pg_type.oid AND deptype = 'e') \
     AND typnamespace NOT IN (SELECT oid FROM pg_namespace WHERE nspname IN ('pg_catalog', 'information_schema')) ORDER BY oid",
    "SELECT 'CREATE SEQUENCE ' || quote_ident(relname) || ' AS ' || format_type(seqtypid, NULL) || ' START WITH ' || seqstart \
     || ' INCREMENT BY ' || seqincrement || ' MINVALUE ' || seqmin || ' MAXVALUE ' || seqmax || ' CACHE ' || seqcache || CASE WHEN seqcycle THEN ' CYCLE' ELSE '' END FROM pg_class JOIN pg_sequence ON seqrelid = oid \
     WHERE relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema()) \
     AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = pg_class.oid AND deptype = 'i') ORDER BY oid",
];

/// The tables of the schema that tables are created in, by name; partitions are their table's.
pub(super) async fn table_names(session: &mut PostgresSession) -> Result<Vec<String>, ServerFailure> {
    Ok(tables(session).await?.into_iter().map(|(name, _)| name).collect())
}

pub(super) async fn describe(session: &mut PostgresSession) -> Result<String, ServerFailure> {
    let mut sql = String::new();
    for used in USED {
        for row in &session.query(used, STATEMENT_PATIENCE).await? {
            sql.push_str(text(row, 0));
            sql.push_str(";\n");
        }
    }
    for (table, comment) in tables(session).await? {
        describe_table(session, &table, &comment, &mut sql).await?;
    }
    Ok(sql)
}

/// The tables with their comments.
async fn tables(session: &mut PostgresSession) -> Result<Vec<(String, String)>, ServerFailure> {
    let sql = "SELECT relname, obj_description(oid, 'pg_class') FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition \
        AND relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema()) ORDER BY relname";
    let rows = session.query(sql, STATEMENT_PATIENCE).await?;
    let theirs = rows.iter().filter(|row| !is_ours(text(row, 0)));
    Ok(theirs.map(|row| (text(row, 0).to_owned(), text(row, 1).to_owned())).collect())
}

async fn describe_table(
    session: &mut PostgresSession,
    table: &str,
    comment: &str,
    sql: &mut String,
) -> Result<(), ServerFailure> {
    let (id, quote) = (relation(table), |name: &str| quote_identifier(Dialect::Postgres, name));
    let name = quote(table);
    let columns =
        format!("{COLUMNS} WHERE attrelid = {id} AND attnum > 0 AND NOT attisdropped ORDER BY attnum");
    let columns = session.query(&columns, STATEMENT_PATIENCE).await?;
    let mut lines = Vec::new();
    let mut comments = Vec::new();
    let mut owned = Vec::new();
    for row in &columns {
        let column = quote(text(row, 0));
        let not_null = if text(row, 3) == "t" { " NOT NULL" } else { "" };
        let (default, sequence) = (text(row, 7), text(row, 8));
        let clause = match (text(row, 4), text(row, 5), default) {
            ("a", _, _) => format!(" GENERATED ALWAYS AS IDENTITY{}", text(row, 9)),
            ("d", _, _) => format!(" GENERATED BY DEFAULT AS IDENTITY{}", text(row, 9)),
            (_, "s", default) => format!(" GENERATED ALWAYS AS ({default}) STORED"),
            (_, "v", default) => format!(" GENERATED ALWAYS AS ({default}) VIRTUAL"),
            (_, _, "") => String::new(),
            (_, _, default) => format!(" DEFAULT {default}"),
        };
        if !sequence.is_empty() && text(row, 4).is_empty() {
            owned.push(format!("ALTER SEQUENCE {sequence} OWNED BY {name}.{column};\n"));
        }
        lines.push(format!("{column} {}{}{clause}{not_null}", text(row, 1), text(row, 2)));
        if !text(row, 6).is_empty() {
            comments.push(format!(
                "COMMENT ON COLUMN {name}.{column} IS {};\n",
                literal::text(Dialect::Postgres, text(row, 6))
            ));
        }
    }
    let constraints = format!(
        "SELECT 'CONSTRAINT ' || quote_ident(conname) || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = {id} \
         AND contype IN ('p', 'u', 'f', 'c', 'x') AND conparentid = 0 ORDER BY contype DESC, conname"
    );
    let constraints = session.query(&constraints, STATEMENT_PATIENCE).await?;
    lines.extend(constraints.iter().map(|row| text(row, 0).to_owned()));
    sql.push_str(&format!("CREATE TABLE {name} (\n  {}\n)", lines.join(",\n  ")));
    let options = format!(
        "SELECT CASE WHEN relkind = 'p' THEN ' PARTITION BY ' || pg_get_partkeydef(oid) ELSE '' END \
         || COALESCE(' WITH (' || array_to_string(reloptions, ', ') || ')', '') FROM pg_class WHERE oid = {id}"
    );
    for row in &session.query(&options, STATEMENT_PATIENCE).await? {
        sql.push_str(text(row, 0));
    }
    sql.push_str(";\n");
    sql.extend(owned);
    let partitions = format!(
        "SELECT 'CREATE TABLE ' || quote_ident(relname) || ' PARTITION OF {quoted} ' || pg_get_expr(relpartbound, pg_class.oid) \
         FROM pg_class JOIN pg_inherits ON inhrelid = pg_class.oid WHERE inhparent = {id} AND relispartition ORDER BY relname",
        quoted = name.replace('\'', "''")
    );
    for row in &session.query(&partitions, STATEMENT_PATIENCE).await? {
        sql.push_str(text(row, 0));
        sql.push_str(";\n");
    }
    if !comment.is_empty() {
        sql.push_str(&format!("COMMENT ON TABLE {name} IS {};\n", literal::text(Dialect::Postgres, comment)));
    }
    sql.extend(comments);
    let indexes = format!(
        "SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = {id} AND indexrelid NOT IN \
         (SELECT conindid FROM pg_constraint WHERE conrelid = {id}) ORDER BY indexrelid"
    );
    for row in &session.query(&indexes, STATEMENT_PATIENCE).await? {
        // `ON ONLY` is how a partitioned table's index is shown.
        sql.push_str(&text(row, 0).replacen(" ON ONLY ", " ON ", 1));
        sql.push_str(";\n");
    }
    Ok(())
}
