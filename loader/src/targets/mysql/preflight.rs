//! What should be known of a MySQL or MariaDB server, and of a table that is there already.

use std::collections::BTreeSet;

use contract::{Check, CheckLevel, LoadMethod};
use generator::Dialect;

use super::MySqlSession;
use crate::{
    plan::TableLoad,
    protocol::{
        catalogue::{server_check, table_check},
        failure::ServerFailure,
        literal,
        partitions::ends_behind,
        records::{number, text},
        session::{Flavour, STATEMENT_PATIENCE, Session as _, TextRow},
    },
};

/// A statement of a megabyte must fit.
const LEAST_PACKET: u64 = 4 << 20;

pub(super) async fn inspect_server(session: &mut MySqlSession) -> Result<Vec<Check>, ServerFailure> {
    let facts = "SELECT @@global.local_infile, @@global.max_allowed_packet, @@global.read_only, DATABASE(), @@global.log_bin, @@session.binlog_format";
    let facts = session.query(facts, STATEMENT_PATIENCE).await?;
    let fact = |column: usize| facts.first().map_or(0, |row| number(row, column));
    let mut checks = Vec::new();
    checks.push(if fact(0) == 1 {
        server_check(CheckLevel::Fine, "local_infile", "rows travel by LOAD DATA LOCAL, from memory")
    } else {
        server_check(
            CheckLevel::Note,
            "local_infile",
            "local_infile is OFF: rows will go by INSERT statements, about half as fast; to speed it up, SET GLOBAL \
             local_infile = 1 on the server",
        )
    });
    if fact(1) < LEAST_PACKET {
        let message = format!(
            "max_allowed_packet is {} bytes; set it to 16 MiB or more, or rows of long texts will not fit",
            fact(1)
        );
        checks.push(server_check(CheckLevel::Note, "max_allowed_packet", message));
    }
    if fact(2) != 0 {
        let message = "the server is read_only, as a replica is; load into its primary";
        checks.push(server_check(CheckLevel::Error, "read_only", message));
    }
    if fact(4) != 0 && facts.first().is_some_and(|row| text(row, 5) == "STATEMENT") {
        let message = "binlog_format is STATEMENT, and rows that are loaded at once cannot be repeated from statements (error 1665); \
                       set it to ROW or MIXED";
        checks.push(server_check(CheckLevel::Error, "binlog_format", message));
    }
    let database = facts.first().map_or("", |row| text(row, 3)).to_owned();
    // Roles may add to what is shown: what is missing is no error until it is missed.
    let grants = session.query("SHOW GRANTS", STATEMENT_PATIENCE).await?;
    let granted = privileges(&grants, &database);
    let missing: Vec<&str> = ["SELECT", "INSERT", "UPDATE", "DELETE", "CREATE"]
        .into_iter()
        .filter(|name| !granted.contains(*name))
        .collect();
    if !granted.contains("ALL PRIVILEGES") && !missing.is_empty() {
        let message = format!(
            "the account seems to lack {} on `{database}`: without CREATE tables and checkpoints must be there, without DELETE \
             rows go by INSERT; grant it what it lacks",
            missing.join(", ")
        );
        checks.push(server_check(CheckLevel::Note, "privileges", message));
    }
    Ok(checks)
}

/// What an account may do in a whole database, from SHOW GRANTS.
fn privileges(grants: &[TextRow], database: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for row in grants {
        let Some((names, rest)) =
            text(row, 0).strip_prefix("GRANT ").and_then(|grant| grant.split_once(" ON "))
        else {
            continue;
        };
        // `_` and `%` are patterns in a database's name there, and escaped where they are meant as they are.
        let scope = rest.split_once(" TO ").map_or(rest, |(scope, _)| scope).replace('\\', "");
        if scope == "*.*" || scope == format!("`{database}`.*") {
            found.extend(names.split(", ").map(str::to_owned));
        }
    }
    found
}

pub(super) async fn inspect_table(
    session: &mut MySqlSession,
    load: &TableLoad,
) -> Result<Vec<Check>, ServerFailure> {
    let table = load.name();
    let name = literal::text(Dialect::MySql, load.place());
    let mut checks = Vec::new();
    let sql = format!(
        "SELECT TABLE_TYPE, ENGINE, AUTO_INCREMENT IS NOT NULL FROM information_schema.TABLES \
         WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = {name}"
    );
    let found = session.query(&sql, STATEMENT_PATIENCE).await?;
    let fact = |column: usize| found.first().map_or("", |row| text(row, column));
    if fact(0) != "BASE TABLE" {
        let message = "is a view; load into the table behind it";
        checks.push(table_check(CheckLevel::Error, "view", table, message));
        return Ok(checks);
    }
    if !fact(1).eq_ignore_ascii_case("InnoDB") {
        let message = format!(
            "has the engine {}, which rolls nothing back, so that nobody could say what was written; ALTER TABLE … ENGINE=InnoDB",
            fact(1)
        );
        checks.push(table_check(CheckLevel::Error, "engine", table, message));
    }
    let counts = fact(2) == "1" && session.server().flavour == Flavour::MariaDb;
    let mode = session.query("SELECT @@global.innodb_autoinc_lock_mode", STATEMENT_PATIENCE).await?;
    if counts
        && load.plan.partitions() > 1
        && !matches!(load.options.method, LoadMethod::Insert | LoadMethod::Single)
        && mode.first().is_some_and(|row| number(row, 0) == 1)
    {
        checks.push(table_check(CheckLevel::Note, "auto_increment", table, AUTO_INCREMENT_NOTE));
    }
    let sql = format!(
        "SELECT COUNT(*) FROM information_schema.TRIGGERS WHERE EVENT_OBJECT_SCHEMA = DATABASE() AND EVENT_OBJECT_TABLE = {name}"
    );
    let triggers = session.query(&sql, STATEMENT_PATIENCE).await?;
    if let Some(triggers) = triggers.first().map(|row| number(row, 0)).filter(|triggers| *triggers > 0) {
        let message = format!("has {triggers} triggers, which run for every row");
        checks.push(table_check(CheckLevel::Note, "triggers", table, message));
    }
    checks.extend(uncovered(session, load).await?);
    Ok(checks)
}

const AUTO_INCREMENT_NOTE: &str = "MariaDB loads one partition at a time into a table with AUTO_INCREMENT; \
     innodb_autoinc_lock_mode = 2 in its configuration lets them run at once";

/// Rows behind the last partition.
async fn uncovered(session: &mut MySqlSession, load: &TableLoad) -> Result<Option<Check>, ServerFailure> {
    let sql = format!(
        "SELECT PARTITION_EXPRESSION, PARTITION_DESCRIPTION FROM information_schema.PARTITIONS \
         WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = {} AND PARTITION_METHOD = 'RANGE COLUMNS' \
         ORDER BY PARTITION_ORDINAL_POSITION DESC LIMIT 1",
        literal::text(Dialect::MySql, load.place())
    );
    let found = session.query(&sql, STATEMENT_PATIENCE).await?;
    let Some(row) = found.first() else { return Ok(None) };
    let (column, bound) = (text(row, 0).trim_matches('`'), text(row, 1));
    if bound == "MAXVALUE" {
        return Ok(None);
    }
    Ok(ends_behind(load, column, bound.trim_matches('\'')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn privileges_are_read_out_of_grants() {
        let grants: Vec<TextRow> = [
            "GRANT USAGE ON *.* TO `app`@`%` IDENTIFIED BY PASSWORD '*0'",
            "GRANT SELECT, INSERT ON `my\\_shop`.* TO `app`@`%`",
            "GRANT DELETE ON `other`.* TO `app`@`%`",
            "GRANT `role`@`%` TO `app`@`%`",
        ]
        .iter()
        .map(|line| vec![Some((*line).to_owned())])
        .collect();
        let names = privileges(&grants, "my_shop").into_iter().collect::<Vec<_>>();
        assert_eq!(names, ["INSERT", "SELECT", "USAGE"]);
    }
}
