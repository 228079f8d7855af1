//! What InnoDB counts of its own work.

use contract::{COUNTERS, TargetKind};

use super::MySqlSession;
use crate::protocol::{
    Flavour,
    counted::Counted,
    failure::ServerFailure,
    literal,
    records::text,
    session::{Grammar as _, STATEMENT_PATIENCE, Session as _},
};

pub(super) async fn counters(session: &mut MySqlSession) -> Result<Counted, ServerFailure> {
    let names = COUNTERS.iter().filter(|counter| counter.target == TargetKind::Mysql);
    let names = literal::texts(MySqlSession::DIALECT, names.map(|counter| counter.name));
    let sql = format!("SHOW GLOBAL STATUS WHERE LOWER(Variable_name) IN ({names})");
    let mut rows = session.query(&sql, STATEMENT_PATIENCE).await?;
    // MariaDB since 10.5 says so by a number (MariaDB manual, "Information Schema INNODB_METRICS Table").
    let server = session.server();
    let is_enabled = match server.flavour {
        Flavour::MariaDb if server.number >= (10, 5) => "enabled = 1",
        _ => "status = 'enabled'",
    };
    let sql = format!(
        "SELECT name, count FROM information_schema.INNODB_METRICS WHERE name = 'index_page_splits' AND {is_enabled}"
    );
    // It asks for a right of its own.
    let mut counted = Counted::default();
    rows.extend(counted.readable(session.query(&sql, STATEMENT_PATIENCE).await)?);
    counted.counts = rows
        .iter()
        .filter_map(|row| Some((text(row, 0).to_lowercase(), text(row, 1).parse().ok()?)))
        .collect();
    Ok(counted)
}
