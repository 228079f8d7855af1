//! What should be known of a PostgreSQL server, and of a table that is there already.

use contract::{Check, CheckLevel};

use super::{
    PostgresSession,
    catalogue::relation,
    partitions::{Ranges, ranges},
};
use crate::{
    plan::TableLoad,
    protocol::{
        catalogue::{server_check, table_check},
        failure::ServerFailure,
        partitions::{begins_before, ends_behind},
        records::{number, text},
        session::{STATEMENT_PATIENCE, Session as _},
    },
};

pub(super) async fn inspect_server(session: &mut PostgresSession) -> Result<Vec<Check>, ServerFailure> {
    let facts = "SELECT pg_is_in_recovery(), current_setting('default_transaction_read_only') = 'on', current_schema(), \
                 has_schema_privilege(current_schema(), 'CREATE')";
    let facts = session.query(facts, STATEMENT_PATIENCE).await?;
    let fact = |column: usize| facts.first().map_or("", |row| text(row, column));
    let mut checks = Vec::new();
    if fact(0) == "t" || fact(1) == "t" {
        let message = "the server is read-only, as a standby is; load into its primary";
        checks.push(server_check(CheckLevel::Error, "read_only", message));
    }
    if fact(2).is_empty() {
        let message = "no schema of the search path is there; create it, or name another with ?schema= in the target's url";
        checks.push(server_check(CheckLevel::Error, "schema", message));
    } else if fact(3) == "t" {
        let message = format!("rows travel by COPY into the schema `{}`", fact(2));
        checks.push(server_check(CheckLevel::Fine, "schema", message));
    } else {
        let message = format!(
            "the account may not CREATE in the schema `{}`: tables and checkpoints must be there; GRANT CREATE ON SCHEMA",
            fact(2)
        );
        checks.push(server_check(CheckLevel::Note, "privileges", message));
    }
    Ok(checks)
}

pub(super) async fn inspect_table(
    session: &mut PostgresSession,
    load: &TableLoad,
) -> Result<Vec<Check>, ServerFailure> {
    let table = load.name();
    let relation = relation(load.place());
    let sql = format!(
        "SELECT relkind, relpersistence, relrowsecurity, has_table_privilege(oid, 'INSERT') AND has_table_privilege(oid, 'SELECT'), \
         (SELECT COUNT(*) FROM pg_trigger WHERE tgrelid = pg_class.oid AND NOT tgisinternal) FROM pg_class WHERE oid = {relation}"
    );
    let found = session.query(&sql, STATEMENT_PATIENCE).await?;
    let fact = |column: usize| found.first().map_or("", |row| text(row, column));
    let mut checks = Vec::new();
    let mut check =
        |level, code: &str, message: String| checks.push(table_check(level, code, table, message));
    if !matches!(fact(0), "r" | "p") {
        check(CheckLevel::Error, "view", "is no table; load into the table behind it".to_owned());
        return Ok(checks);
    }
    if fact(1) == "u" {
        let message = "is UNLOGGED: a crash of the server empties it, and the load would have to begin anew; ALTER TABLE … SET LOGGED";
        check(CheckLevel::Note, "unlogged", message.to_owned());
    }
    if fact(2) == "t" {
        let message = "has row-level security: rows may go by INSERT statements, about half as fast";
        check(CheckLevel::Note, "row_security", message.to_owned());
    }
    if fact(3) == "f" {
        let message = "the account may not INSERT and SELECT; grant it both";
        check(CheckLevel::Error, "privileges", message.to_owned());
    }
    let triggers = found.first().map_or(0, |row| number(row, 4));
    if triggers > 0 {
        check(CheckLevel::Note, "triggers", format!("has {triggers} triggers, which run for every row"));
    }
    checks.extend(uncovered(session, load).await?);
    Ok(checks)
}

/// Rows before the first and behind the last partition of a table with ranges of one column.
async fn uncovered(session: &mut PostgresSession, load: &TableLoad) -> Result<Option<Check>, ServerFailure> {
    let Some(ranges) = ranges(session, &relation(load.place())).await? else { return Ok(None) };
    let Ranges { column, ranges, has_default } = ranges;
    if has_default {
        return Ok(None);
    }
    let (Some((first, _)), Some((_, last))) = (ranges.first(), ranges.last()) else {
        let message = "has no partitions; add them before rows come";
        return Ok(Some(table_check(CheckLevel::Error, "partitions", load.name(), message)));
    };
    let before = first.as_ref().and_then(|bound| begins_before(load, &column, bound));
    Ok(before.or_else(|| last.as_ref().and_then(|bound| ends_behind(load, &column, bound))))
}
