//! Settings of the whole server (PostgreSQL manual, "ALTER SYSTEM").

use super::PostgresSession;
use crate::protocol::{
    failure::{FailureClass, ServerFailure},
    literal,
    records::{SETTING_TABLE, text},
    server_settings::ServerSettings,
    session::{Grammar as _, STATEMENT_PATIENCE, Session as _},
};

/// The advisory lock of the one who measures: the letters `rowmset`, as a number.
const PLACE: u64 = 0x72_6f77_6d73_6574;

impl ServerSettings for PostgresSession {
    async fn take_place(&mut self) -> Result<bool, ServerFailure> {
        // What is written down must outlive a crash of the server: what ALTER SYSTEM writes does.
        self.execute("SET synchronous_commit = on", STATEMENT_PATIENCE).await?;
        let (major, _) = self.server().number;
        if major >= 14 {
            // The place lasts through a run in which nothing is sent here.
            self.execute("SET idle_session_timeout = 0", STATEMENT_PATIENCE).await?;
        }
        let given =
            self.query(&format!("SELECT pg_try_advisory_lock({PLACE})::int"), STATEMENT_PATIENCE).await?;
        if given.first().is_none_or(|row| text(row, 0) != "1") {
            return Ok(false);
        }
        // The lock is of this database, and the settings are of all.
        let elsewhere = format!(
            "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1 AND granted AND classid = {} AND objid = {} \
             AND pid <> pg_backend_pid()",
            PLACE >> 32,
            PLACE & 0xffff_ffff
        );
        let is_free = self.query(&elsewhere, STATEMENT_PATIENCE).await?.is_empty();
        if !is_free {
            self.query(&format!("SELECT pg_advisory_unlock({PLACE})"), STATEMENT_PATIENCE).await?;
        }
        Ok(is_free)
    }

    async fn may_change(&mut self, name: &str) -> Result<(), ServerFailure> {
        self.value(name).await?;
        let (major, _) = self.server().number;
        // Since version 15 a single setting can be granted.
        let granted = if major >= 15 {
            format!("has_parameter_privilege({}, 'ALTER SYSTEM')", literal::text(Self::DIALECT, name))
        } else {
            "false".to_owned()
        };
        let sql = format!(
            "SELECT ((SELECT rolsuper FROM pg_roles WHERE rolname = current_user) OR {granted})::int, \
             (has_table_privilege('pg_catalog.pg_file_settings', 'SELECT') \
              AND has_function_privilege('pg_catalog.pg_show_all_file_settings()', 'EXECUTE'))::int, \
             has_function_privilege('pg_catalog.pg_reload_conf()', 'EXECUTE')::int, \
             (COALESCE(current_setting('allow_alter_system', true), 'on') = 'on')::int"
        );
        let found = self.query(&sql, STATEMENT_PATIENCE).await?;
        let may = |column: usize| found.first().is_some_and(|row| text(row, column) == "1");
        if !may(3) {
            let message =
                "the server does not allow ALTER SYSTEM (`allow_alter_system`); leave the setting out";
            return Err(ServerFailure::new(FailureClass::Unsupported, message));
        }
        if !(may(0) && may(1) && may(2)) {
            let message = format!(
                "the account may not change `{name}`: it needs the rights to ALTER SYSTEM it, to call pg_reload_conf(), and to read pg_file_settings with pg_show_all_file_settings(), which a superuser has"
            );
            return Err(ServerFailure::new(FailureClass::Forbidden, message));
        }
        Ok(())
    }

    async fn value(&mut self, name: &str) -> Result<String, ServerFailure> {
        let sql =
            format!("SELECT setting FROM pg_settings WHERE name = {}", literal::text(Self::DIALECT, name));
        match self.query(&sql, STATEMENT_PATIENCE).await?.first() {
            Some(row) => Ok(text(row, 0).to_owned()),
            None => {
                let message = format!("this server has no setting `{name}`; leave it out");
                Err(ServerFailure::new(FailureClass::Unsupported, message))
            }
        }
    }

    async fn left_elsewhere(&mut self) -> Result<Vec<String>, ServerFailure> {
        let sql = format!(
            "SELECT nspname FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace \
             WHERE relname = '{SETTING_TABLE}' AND relkind = 'r' AND nspname <> current_schema()"
        );
        let found = self.query(&sql, STATEMENT_PATIENCE).await?;
        Ok(found.iter().map(|row| text(row, 0).to_owned()).collect())
    }

    async fn identity(&mut self) -> Result<String, ServerFailure> {
        let sql = "SELECT system_identifier FROM pg_control_system()";
        let found = self.query(sql, STATEMENT_PATIENCE).await?;
        Ok(found.first().map(|row| text(row, 0).to_owned()).unwrap_or_default())
    }

    async fn written(&mut self, name: &str) -> Result<Option<String>, ServerFailure> {
        let sql = format!(
            "SELECT setting FROM pg_file_settings WHERE name = {} AND sourcefile LIKE '%postgresql.auto.conf' ORDER BY seqno DESC LIMIT 1",
            literal::text(Self::DIALECT, name)
        );
        let found = self.query(&sql, STATEMENT_PATIENCE).await?;
        Ok(found.first().map(|row| text(row, 0).to_owned()))
    }

    async fn write(&mut self, name: &str, value: Option<&str>) -> Result<(), ServerFailure> {
        let sql = match value {
            Some(value) => format!("ALTER SYSTEM SET {name} = {}", literal::text(Self::DIALECT, value)),
            None => format!("ALTER SYSTEM RESET {name}"),
        };
        self.execute(&sql, STATEMENT_PATIENCE).await?;
        self.query("SELECT pg_reload_conf()", STATEMENT_PATIENCE).await.map(|_| ())
    }
}
