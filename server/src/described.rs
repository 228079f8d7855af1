//! A dataset of the tables that a target has, by the database's own account.

use contract::TargetKind;
use ddl::{Import, ImportError, SourceDialect};
use loader::{JobLauncher, LaunchError};

/// What a target says of its tables.
#[derive(Debug)]
pub(crate) struct Described {
    sql: String,
    dialect: SourceDialect,
    /// Tables with about as many rows as they have.
    rows: Vec<(String, u64)>,
}

impl Described {
    /// Asks a target; `None` if it has no tables.
    ///
    /// # Errors
    /// An unknown target, or one that does not answer.
    pub(crate) async fn ask(launcher: &JobLauncher, target: &str) -> Result<Option<Self>, LaunchError> {
        let sql = launcher.describe(target).await?;
        let dialect = match launcher.target_kind(target)? {
            TargetKind::Sqlite => SourceDialect::Sqlite,
            TargetKind::Mysql => SourceDialect::MySql,
            TargetKind::Postgres => SourceDialect::Postgres,
        };
        if sql.trim().is_empty() {
            return Ok(None);
        }
        let rows = launcher.table_rows(target).await?;
        Ok(Some(Self { sql, dialect, rows }))
    }

    /// The spec of the tables.
    ///
    /// # Errors
    /// None of them can be made.
    pub(crate) fn import(&self) -> Result<Import, ImportError> {
        ddl::import_description(&self.sql, self.dialect, &self.rows)
    }
}

/// What is said of a target without tables.
pub(crate) fn no_tables(name: &str) -> String {
    format!("the target `{name}` has no tables; create some, or load into it")
}
