//! Settings of the whole server (MySQL manual, "SET Syntax for Variable Assignment"; MariaDB manual, "GRANT").

use std::time::Duration;

use super::MySqlSession;
use crate::protocol::{
    failure::{FailureClass, ServerFailure},
    literal,
    records::{SETTING_TABLE, text},
    server_settings::ServerSettings,
    session::{Grammar as _, STATEMENT_PATIENCE, Session as _},
};

/// Rights by which an account may set any setting of the server, of one version or another, and MariaDB's for those of the binary log.
const RIGHTS: &str = "'SUPER', 'SYSTEM_VARIABLES_ADMIN'";
const BINARY_LOG_RIGHT: (&str, &str) = ("sync_binlog", "'BINLOG ADMIN'");
/// Settings whose change goes on in the background, and the variable that tells of it.
const RESIZED: [(&str, &str); 2] = [
    ("innodb_buffer_pool_size", "Innodb_buffer_pool_resize_status"),
    ("innodb_redo_log_capacity", "Innodb_redo_log_resize_status"),
];
/// How often it is looked whether that has ended, and the pause between: together a minute.
const LOOKS: u32 = 240;
const LOOK_PAUSE: Duration = Duration::from_millis(250);

impl ServerSettings for MySqlSession {
    async fn take_place(&mut self) -> Result<bool, ServerFailure> {
        let given = self.query("SELECT GET_LOCK('rowmill.settings', 0)", STATEMENT_PATIENCE).await?;
        Ok(given.first().is_some_and(|row| text(row, 0) == "1"))
    }

    async fn may_change(&mut self, name: &str) -> Result<(), ServerFailure> {
        self.value(name).await?;
        let (of_binary_log, right) = BINARY_LOG_RIGHT;
        let rights = if name == of_binary_log { format!("{RIGHTS}, {right}") } else { RIGHTS.to_owned() };
        // What a role grants is not in that list: whoever has one finds out by doing it.
        let sql = format!(
            "SELECT COUNT(*), CURRENT_ROLE() IS NULL OR CURRENT_ROLE() IN ('', 'NONE') FROM information_schema.USER_PRIVILEGES \
             WHERE PRIVILEGE_TYPE IN ({rights}) AND \
             REPLACE(GRANTEE, '''', '') = CONCAT(SUBSTRING_INDEX(CURRENT_USER(), '@', 1), '@', SUBSTRING_INDEX(CURRENT_USER(), '@', -1))"
        );
        let found = match self.query(&sql, STATEMENT_PATIENCE).await {
            // MySQL 5.7 has no roles.
            Err(failure) if failure.class != FailureClass::Lost => {
                self.query(&sql.replace("CURRENT_ROLE()", "NULL"), STATEMENT_PATIENCE).await?
            }
            found => found?,
        };
        let has = |column: usize| found.first().is_some_and(|row| text(row, column) != "0");
        if has(0) || !has(1) {
            return Ok(());
        }
        let message = format!(
            "the account may not change `{name}`: it needs the right SUPER, SYSTEM_VARIABLES_ADMIN, or in MariaDB BINLOG ADMIN for sync_binlog"
        );
        Err(ServerFailure::new(FailureClass::Forbidden, message))
    }

    async fn left_elsewhere(&mut self) -> Result<Vec<String>, ServerFailure> {
        let sql = format!(
            "SELECT TABLE_SCHEMA FROM information_schema.TABLES WHERE TABLE_NAME = '{SETTING_TABLE}' AND TABLE_SCHEMA <> DATABASE()"
        );
        let found = self.query(&sql, STATEMENT_PATIENCE).await?;
        Ok(found.iter().map(|row| text(row, 0).to_owned()).collect())
    }

    async fn identity(&mut self) -> Result<String, ServerFailure> {
        let sql = "SELECT CONCAT(@@hostname, ':', @@port, ' ', @@datadir)";
        let found = self.query(sql, STATEMENT_PATIENCE).await?;
        Ok(found.first().map(|row| text(row, 0).to_owned()).unwrap_or_default())
    }

    async fn value(&mut self, name: &str) -> Result<String, ServerFailure> {
        let found = self.query(&format!("SELECT @@GLOBAL.{name}"), STATEMENT_PATIENCE).await?;
        Ok(found.first().map(|row| text(row, 0).to_owned()).unwrap_or_default())
    }

    async fn written(&mut self, name: &str) -> Result<Option<String>, ServerFailure> {
        // What was set lasts until the server ends, and its files are read by the next start alone.
        self.value(name).await.map(Some)
    }

    async fn write(&mut self, name: &str, value: Option<&str>) -> Result<(), ServerFailure> {
        let Some(value) = value else {
            let message = format!("nobody has written down what `{name}` was; set it by hand");
            return Err(ServerFailure::new(FailureClass::Other, message));
        };
        let is_number = value.bytes().all(|byte| byte.is_ascii_digit());
        let value = if is_number { value.to_owned() } else { literal::text(Self::DIALECT, value) };
        // One that is under way would refuse another.
        self.wait_for_resize(name).await?;
        self.execute(&format!("SET GLOBAL {name} = {value}"), STATEMENT_PATIENCE).await?;
        self.wait_for_resize(name).await
    }
}

impl MySqlSession {
    /// Waits until a change has ended that goes on in the background, a minute at most.
    async fn wait_for_resize(&mut self, name: &str) -> Result<(), ServerFailure> {
        let Some((_, status)) = RESIZED.iter().find(|(setting, _)| *setting == name) else { return Ok(()) };
        let sql = format!("SHOW GLOBAL STATUS LIKE '{status}'");
        for _ in 0..LOOKS {
            let found = self.query(&sql, STATEMENT_PATIENCE).await?;
            let said = found.first().map(|row| text(row, 1).to_owned()).unwrap_or_default();
            let has_ended = |end: &&str| said.starts_with(end);
            if said.is_empty() || ["OK", "Completed", "Size did not change"].iter().any(has_ended) {
                break;
            }
            tokio::time::sleep(LOOK_PAUSE).await;
        }
        Ok(())
    }
}
