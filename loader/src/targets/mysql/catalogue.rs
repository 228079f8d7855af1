//! MySQL's and MariaDB's catalogue: `information_schema` and SHOW statements.

use std::collections::BTreeSet;

use contract::{Check, TableStatistics};
use generator::{Dialect, hexadecimal, quote_identifier};
use sha2::{Digest as _, Sha256};

use super::{MySqlSession, preflight, statistics};
use crate::{
    plan::TableLoad,
    targets::server::{
        catalogue::{Catalogue, CatalogueColumn, Reference},
        checkpoint::{TABLES, number, text},
        failure::{FailureClass, ServerFailure},
        literal,
        session::{STATEMENT_PATIENCE, Session as _, TABLE_PATIENCE},
    },
};

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
            "SELECT COLUMN_NAME, COLUMN_TYPE, IS_NULLABLE, COLUMN_DEFAULT IS NULL, EXTRA FROM information_schema.COLUMNS \
             WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = {} ORDER BY ORDINAL_POSITION",
            literal::text(Dialect::MySql, table)
        );
        let rows = self.query(&sql, STATEMENT_PATIENCE).await?;
        let column = |row: &Vec<Option<String>>| {
            let extra = text(row, 4).to_ascii_uppercase();
            let is_computed = extra.contains("VIRTUAL GENERATED") || extra.contains("STORED GENERATED");
            let fills_itself =
                is_computed || extra.contains("AUTO_INCREMENT") || extra.contains("DEFAULT_GENERATED");
            CatalogueColumn {
                name: text(row, 0).to_owned(),
                definition: format!("{} {}", text(row, 1), text(row, 2)),
                needs_value: text(row, 2) == "NO" && text(row, 3) == "1" && !fills_itself,
                is_computed,
            }
        };
        Ok(rows.iter().map(column).collect())
    }

    async fn constraint_names(&mut self, table: &str) -> Result<BTreeSet<String>, ServerFailure> {
        let table = literal::text(Dialect::MySql, table);
        let sql = format!(
            "SELECT INDEX_NAME FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = {table} \
             UNION SELECT CONSTRAINT_NAME FROM information_schema.TABLE_CONSTRAINTS \
             WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = {table}"
        );
        let rows = self.query(&sql, STATEMENT_PATIENCE).await?;
        Ok(rows.iter().map(|row| text(row, 0).to_owned()).collect())
    }

    async fn references(&mut self, table: &str) -> Result<Vec<Reference>, ServerFailure> {
        let sql = format!(
            "SELECT TABLE_NAME, CONSTRAINT_NAME FROM information_schema.REFERENTIAL_CONSTRAINTS \
             WHERE UNIQUE_CONSTRAINT_SCHEMA = DATABASE() AND REFERENCED_TABLE_NAME = {}",
            literal::text(Dialect::MySql, table)
        );
        let rows = self.query(&sql, STATEMENT_PATIENCE).await?;
        Ok(rows.iter().map(Reference::read).collect())
    }

    async fn inspect_server(&mut self) -> Result<Vec<Check>, ServerFailure> {
        preflight::inspect_server(self).await
    }

    async fn inspect_table(&mut self, load: &TableLoad) -> Result<Vec<Check>, ServerFailure> {
        preflight::inspect_table(self, load).await
    }

    async fn settle(&mut self, load: &TableLoad) -> Result<(), ServerFailure> {
        // InnoDB sets its counters behind every value that it is given.
        let sql = format!("ANALYZE TABLE {}", quote_identifier(Dialect::MySql, &load.name));
        self.query(&sql, TABLE_PATIENCE).await.map(|_| ())
    }

    async fn statistics(&mut self, table: &str, rows: u64) -> Result<TableStatistics, ServerFailure> {
        statistics::statistics(self, table, rows).await
    }

    async fn describe(&mut self) -> Result<String, ServerFailure> {
        let tables =
            self.query("SHOW FULL TABLES WHERE Table_type = 'BASE TABLE'", STATEMENT_PATIENCE).await?;
        let mut sql = String::new();
        for row in &tables {
            let table = text(row, 0);
            if TABLES.contains(&table) {
                continue;
            }
            let statement = format!("SHOW CREATE TABLE {}", quote_identifier(Dialect::MySql, table));
            let rows = self.query(&statement, STATEMENT_PATIENCE).await?;
            if let Some(row) = rows.first() {
                sql.push_str(text(row, 1));
                sql.push_str(";\n");
            }
        }
        Ok(sql)
    }
}
