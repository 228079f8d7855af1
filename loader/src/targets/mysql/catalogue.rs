//! MySQL's and MariaDB's catalogue: `information_schema` and SHOW statements.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use contract::{Check, TableStatistics};
use generator::{Dialect, hexadecimal, quote_identifier};
use sha2::{Digest as _, Sha256};

use super::{MySqlSession, counters, preflight, statistics, stored_type::stored_type, swap};
use crate::{
    error::LoadError,
    plan::TableLoad,
    protocol::{
        catalogue::{Catalogue, CatalogueColumn, CatalogueKey, InTheWay, Reference, Rows, Swap},
        counted::Counted,
        failure::{FailureClass, ServerFailure},
        literal,
        records::{is_ours, number, text},
        schema::{self, TableStatements},
        session::{Flavour, STATEMENT_PATIENCE, Session as _, TABLE_PATIENCE, TextRow},
    },
};

/// Rows up to which a table is counted to tell how many it has; more by InnoDB's own estimate are not.
const COUNTED_ROWS: u64 = 1_000_000;

impl MySqlSession {
    /// The name of a lock in this database. Such names are the server's, not the database's, and have at most 64 characters.
    async fn lock(&mut self, name: &str) -> Result<String, ServerFailure> {
        let database = self.query("SELECT DATABASE()", STATEMENT_PATIENCE).await?;
        let database = database.first().map_or("", |row| text(row, 0));
        let hash = Sha256::new().chain_update(database).chain_update([0]).chain_update(name).finalize();
        Ok(format!("'rowmill.{}'", hexadecimal(&hash[..12])))
    }
}

impl Catalogue for MySqlSession {
    async fn lock_name(&mut self, name: &str) -> Result<(), ServerFailure> {
        let sql = format!("SELECT GET_LOCK({}, 20)", self.lock(name).await?);
        let given = self.query(&sql, STATEMENT_PATIENCE).await?;
        if given.first().is_some_and(|row| number(row, 0) == 1) {
            return Ok(());
        }
        Err(ServerFailure::new(FailureClass::Locked, "another session of Rowmill makes the same table ready"))
    }

    async fn unlock_name(&mut self, name: &str) -> Result<(), ServerFailure> {
        let sql = format!("SELECT RELEASE_LOCK({})", self.lock(name).await?);
        self.query(&sql, STATEMENT_PATIENCE).await.map(|_| ())
    }

    async fn columns(&mut self, table: &str) -> Result<Vec<CatalogueColumn>, ServerFailure> {
        let sql = format!(
            "SELECT COLUMN_NAME, COLUMN_TYPE, IS_NULLABLE, COLUMN_DEFAULT IS NULL, EXTRA, CHARACTER_SET_NAME, \
             COLLATION_NAME FROM information_schema.COLUMNS \
             WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = {} ORDER BY ORDINAL_POSITION",
            literal::text(Dialect::MySql, table)
        );
        let rows = self.query(&sql, STATEMENT_PATIENCE).await?;
        let column = |row: &TextRow| {
            let extra = text(row, 4).to_ascii_uppercase();
            let is_computed = extra.contains("VIRTUAL GENERATED") || extra.contains("STORED GENERATED");
            let fills_itself =
                is_computed || extra.contains("AUTO_INCREMENT") || extra.contains("DEFAULT_GENERATED");
            CatalogueColumn {
                name: text(row, 0).to_owned(),
                definition: format!("{} {}", text(row, 1), text(row, 2)),
                stored: stored_type(text(row, 1), text(row, 5), text(row, 6)),
                is_nullable: text(row, 2) == "YES",
                needs_value: text(row, 2) == "NO" && text(row, 3) == "1" && !fills_itself,
                is_computed,
            }
        };
        Ok(rows.iter().map(column).collect())
    }

    async fn similar_tables(&mut self, table: &str) -> Result<Vec<String>, ServerFailure> {
        if self.server().folds_names {
            return Ok(Vec::new());
        }
        let table = literal::text(Dialect::MySql, table);
        let sql = format!(
            "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() \
             AND LOWER(TABLE_NAME) = LOWER({table}) AND BINARY TABLE_NAME <> BINARY {table}"
        );
        let rows = self.query(&sql, STATEMENT_PATIENCE).await?;
        Ok(rows.iter().map(|row| text(row, 0).to_owned()).collect())
    }

    async fn constraint_names(&mut self, table: &str) -> Result<BTreeSet<String>, ServerFailure> {
        let table = literal::text(Dialect::MySql, table);
        let sql = format!(
            "SELECT INDEX_NAME FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = {table} \
             UNION SELECT CONCAT('FOREIGN KEY ', CONSTRAINT_NAME) FROM information_schema.TABLE_CONSTRAINTS \
             WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = {table} AND CONSTRAINT_TYPE = 'FOREIGN KEY'"
        );
        let rows = self.query(&sql, STATEMENT_PATIENCE).await?;
        Ok(rows.iter().map(|row| text(row, 0).to_owned()).collect())
    }

    async fn unique_columns(&mut self, table: &str) -> Result<Vec<Vec<String>>, ServerFailure> {
        let sql = format!(
            "SELECT INDEX_NAME, COLUMN_NAME FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() \
             AND TABLE_NAME = {} AND NON_UNIQUE = 0 ORDER BY INDEX_NAME, SEQ_IN_INDEX",
            literal::text(Dialect::MySql, table)
        );
        let mut keys: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for row in self.query(&sql, STATEMENT_PATIENCE).await? {
            keys.entry(text(&row, 0).to_owned()).or_default().push(text(&row, 1).to_owned());
        }
        Ok(keys.into_values().collect())
    }

    async fn taken_names(
        &mut self,
        names: &[String],
        table: &str,
    ) -> Result<Vec<(String, String)>, ServerFailure> {
        let sql = format!(
            "SELECT CONSTRAINT_NAME, TABLE_NAME FROM information_schema.REFERENTIAL_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = DATABASE() \
             AND CONSTRAINT_NAME IN ({}) AND BINARY TABLE_NAME <> BINARY {}",
            literal::texts(Dialect::MySql, names.iter().map(String::as_str)),
            literal::text(Dialect::MySql, &self.server().fold(table))
        );
        let rows = self.query(&sql, STATEMENT_PATIENCE).await?;
        Ok(rows.iter().map(|row| (text(row, 0).to_owned(), text(row, 1).to_owned())).collect())
    }

    async fn references(&mut self, table: &str) -> Result<Vec<Reference>, ServerFailure> {
        let sql = format!(
            "SELECT IF(CONSTRAINT_SCHEMA = DATABASE(), TABLE_NAME, CONCAT(CONSTRAINT_SCHEMA, '.', TABLE_NAME)), CONSTRAINT_NAME \
             FROM information_schema.REFERENTIAL_CONSTRAINTS \
             WHERE UNIQUE_CONSTRAINT_SCHEMA = DATABASE() AND REFERENCED_TABLE_NAME = {}",
            literal::text(Dialect::MySql, table)
        );
        let rows = self.query(&sql, STATEMENT_PATIENCE).await?;
        Ok(rows.iter().map(Reference::read).collect())
    }

    async fn lost_by_replacing(&mut self, table: &str) -> Result<Vec<String>, ServerFailure> {
        let sql = format!(
            "SELECT TRIGGER_NAME FROM information_schema.TRIGGERS WHERE EVENT_OBJECT_SCHEMA = DATABASE() \
             AND EVENT_OBJECT_TABLE = {}",
            literal::text(Dialect::MySql, table)
        );
        let rows = self.query(&sql, STATEMENT_PATIENCE).await?;
        Ok(rows.iter().map(|row| format!("the trigger {}", text(row, 0))).collect())
    }

    async fn foreign_keys(&mut self, table: &str) -> Result<Vec<CatalogueKey>, ServerFailure> {
        let sql = format!(
            "SELECT CONSTRAINT_NAME, COLUMN_NAME, REFERENCED_TABLE_NAME, REFERENCED_COLUMN_NAME \
             FROM information_schema.KEY_COLUMN_USAGE WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = {} \
             AND REFERENCED_TABLE_NAME IS NOT NULL ORDER BY CONSTRAINT_NAME, ORDINAL_POSITION",
            literal::text(Dialect::MySql, table)
        );
        Ok(CatalogueKey::read_all(&self.query(&sql, STATEMENT_PATIENCE).await?))
    }

    async fn keeps_key_checks(&mut self, _: &TableLoad) -> Result<Option<String>, ServerFailure> {
        Ok(None)
    }

    async fn leave_key_checks(&mut self) -> Result<(), ServerFailure> {
        self.execute("SET SESSION foreign_key_checks = 0", STATEMENT_PATIENCE).await.map(|_| ())
    }

    async fn irreplaceable(&mut self, table: &str) -> Result<Option<String>, ServerFailure> {
        let sql = format!(
            "SELECT TABLE_TYPE FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = {}",
            literal::text(Dialect::MySql, table)
        );
        let found = self.query(&sql, STATEMENT_PATIENCE).await?;
        Ok(found.first().filter(|row| text(row, 0) != "BASE TABLE").map(|row| {
            format!(
                "it is a {}, and cannot be replaced by a table; drop it first",
                text(row, 0).to_lowercase()
            )
        }))
    }

    async fn statements(&mut self, load: &TableLoad) -> Result<TableStatements, LoadError> {
        let made = schema::on_server(self, load).await?;
        if load.table().spec().primary_key.is_empty() {
            let failed = |source: ServerFailure| LoadError::Prepare {
                table: load.name().to_owned(),
                source: source.into(),
            };
            let sql = "SHOW SESSION VARIABLES WHERE Variable_name IN ('sql_require_primary_key', 'innodb_force_primary_key')";
            let found = self.query(sql, STATEMENT_PATIENCE).await.map_err(failed)?;
            if let Some(row) = found.iter().find(|row| text(row, 1) == "ON") {
                return Err(LoadError::Schema {
                    table: load.name().to_owned(),
                    reason: format!(
                        "the server demands a primary key ({} is ON); add one to the spec",
                        text(row, 0)
                    ),
                });
            }
        }
        Ok(made)
    }

    async fn estimate(&mut self, table: &str, patience: Duration) -> Result<Rows, ServerFailure> {
        let sql = format!(
            "SELECT TABLE_ROWS FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = {}",
            literal::text(Dialect::MySql, table)
        );
        let found = self.query(&sql, STATEMENT_PATIENCE).await?;
        let about = found.first().map_or(0, |row| number(row, 0));
        if about > COUNTED_ROWS {
            return Ok(Rows::About(about));
        }
        // The server itself gives up in time: one that counts on for nobody would be no help.
        let name = quote_identifier(Dialect::MySql, table);
        let sql = match self.server().flavour {
            Flavour::MariaDb => format!(
                "SET STATEMENT max_statement_time = {} FOR SELECT COUNT(*) FROM {name}",
                patience.as_secs_f64()
            ),
            _ => format!("SELECT /*+ MAX_EXECUTION_TIME({}) */ COUNT(*) FROM {name}", patience.as_millis()),
        };
        match self.query(&sql, STATEMENT_PATIENCE).await {
            Ok(found) => Ok(Rows::Counted(found.first().map_or(0, |row| number(row, 0)))),
            // Told by error numbers that mean an interrupted statement.
            Err(failure) if failure.class == FailureClass::Interrupted => Ok(Rows::About(about.max(1))),
            Err(failure) => Err(failure),
        }
    }

    async fn inspect_server(&mut self) -> Result<Vec<Check>, ServerFailure> {
        preflight::inspect_server(self).await
    }

    async fn may_create(&mut self, table: &str) -> Result<bool, ServerFailure> {
        // A statement is looked at with the rights that it needs, those of roles too, and not carried out.
        let create = format!("CREATE TABLE {} (id INT)", quote_identifier(Dialect::MySql, table));
        let sql = format!("PREPARE rowmill FROM {}", literal::text(Dialect::MySql, &create));
        match self.execute(&sql, STATEMENT_PATIENCE).await {
            Ok(_) => {}
            Err(failure) if failure.class == FailureClass::Forbidden => return Ok(false),
            Err(failure) if failure.class == FailureClass::Lost => return Err(failure),
            // A server that prepares nothing has not said no.
            Err(_) => return Ok(true),
        }
        self.execute("DEALLOCATE PREPARE rowmill", STATEMENT_PATIENCE).await?;
        Ok(true)
    }

    async fn inspect_table(&mut self, load: &TableLoad) -> Result<Vec<Check>, ServerFailure> {
        preflight::inspect_table(self, load).await
    }

    async fn settle(&mut self, load: &TableLoad) -> Result<Vec<String>, ServerFailure> {
        // InnoDB sets its counters behind every value that it is given.
        let sql = format!("ANALYZE TABLE {}", quote_identifier(Dialect::MySql, load.place()));
        self.query(&sql, TABLE_PATIENCE).await?;
        Ok(Vec::new())
    }

    async fn try_swap(&mut self, working: &str) -> Result<(), ServerFailure> {
        let between = quote_identifier(Dialect::MySql, &format!("{working}_between"));
        let working = quote_identifier(Dialect::MySql, working);
        let sql = format!("RENAME TABLE {working} TO {between}, {between} TO {working}");
        self.execute(&sql, TABLE_PATIENCE).await.map(|_| ())
    }

    async fn bears_mark(&mut self, table: &str, working: &str) -> Result<bool, ServerFailure> {
        let sql = format!(
            "SELECT TABLE_COMMENT FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = {}",
            literal::text(Dialect::MySql, table)
        );
        let found = self.query(&sql, STATEMENT_PATIENCE).await?;
        Ok(found.first().is_some_and(|row| text(row, 0) == working))
    }

    async fn take_mark(&mut self, table: &str, comment: &str) -> Result<(), ServerFailure> {
        // A comment is no more than a line of the table's definition: no row is touched.
        let (table, comment) =
            (quote_identifier(Dialect::MySql, table), literal::text(Dialect::MySql, comment));
        self.execute(&format!("ALTER TABLE {table} COMMENT = {comment}"), TABLE_PATIENCE).await.map(|_| ())
    }

    async fn swap(&mut self, swaps: &[Swap]) -> Result<Option<InTheWay>, ServerFailure> {
        swap::swap(self, swaps).await
    }

    async fn first_orphan(&mut self, _: &TableLoad) -> Result<Option<String>, ServerFailure> {
        // The server has looked at every row.
        Ok(None)
    }

    async fn counters(&mut self) -> Result<Counted, ServerFailure> {
        counters::counters(self).await
    }

    async fn statistics(&mut self, table: &str, rows: u64) -> Result<TableStatistics, ServerFailure> {
        statistics::statistics(self, table, rows).await
    }

    async fn table_names(&mut self) -> Result<Vec<String>, ServerFailure> {
        let sql = "SHOW FULL TABLES WHERE Table_type = 'BASE TABLE'";
        let rows = self.query(sql, STATEMENT_PATIENCE).await?;
        Ok(rows.iter().map(|row| text(row, 0).to_owned()).filter(|name| !is_ours(name)).collect())
    }

    async fn describe(&mut self) -> Result<String, ServerFailure> {
        let mut sql = String::new();
        for table in self.table_names().await? {
            let statement = format!("SHOW CREATE TABLE {}", quote_identifier(Dialect::MySql, &table));
            let rows = self.query(&statement, STATEMENT_PATIENCE).await?;
            if let Some(row) = rows.first() {
                sql.push_str(text(row, 1));
                sql.push_str(";\n");
            }
        }
        Ok(sql)
    }
}
