//! PostgreSQL's catalogue. PostgreSQL manual, "System Catalogs".

use std::collections::BTreeSet;

use contract::{Check, TableStatistics};
use generator::{Dialect, quote_identifier};
use sha2::{Digest as _, Sha256};

use super::{PostgresSession, describe, preflight, statistics};
use crate::{
    plan::TableLoad,
    targets::server::{
        catalogue::{Catalogue, CatalogueColumn, Reference},
        checkpoint::text,
        failure::ServerFailure,
        literal,
        session::{STATEMENT_PATIENCE, Session as _, TABLE_PATIENCE},
    },
};

/// A table of the search path as an expression, which is NULL if there is none.
pub(super) fn relation(table: &str) -> String {
    let name = quote_identifier(Dialect::Postgres, table);
    format!("to_regclass({})", literal::text(Dialect::Postgres, &name))
}

/// The number of a lock in this database.
fn lock(name: &str) -> i64 {
    let hash = Sha256::new().chain_update(b"rowmill").chain_update(name).finalize();
    hash[..8].iter().fold(0, |key, byte| key << 8 | i64::from(*byte))
}

impl Catalogue for PostgresSession {
    async fn lock_name(&mut self, name: &str) -> Result<(), ServerFailure> {
        // `lock_timeout` ends it.
        self.query(&format!("SELECT pg_advisory_lock({})", lock(name)), STATEMENT_PATIENCE).await.map(|_| ())
    }

    async fn unlock_name(&mut self, name: &str) -> Result<(), ServerFailure> {
        self.query(&format!("SELECT pg_advisory_unlock({})", lock(name)), STATEMENT_PATIENCE)
            .await
            .map(|_| ())
    }

    async fn columns(&mut self, table: &str) -> Result<Vec<CatalogueColumn>, ServerFailure> {
        let sql = format!(
            "SELECT attname, format_type(atttypid, atttypmod), attnotnull, atthasdef OR attidentity <> '', attgenerated <> '' \
             FROM pg_attribute WHERE attrelid = {} AND attnum > 0 AND NOT attisdropped ORDER BY attnum",
            relation(table)
        );
        let rows = self.query(&sql, STATEMENT_PATIENCE).await?;
        let column = |row: &Vec<Option<String>>| {
            let is_set = |column: usize| text(row, column) == "t";
            CatalogueColumn {
                name: text(row, 0).to_owned(),
                definition: format!("{} {}", text(row, 1), text(row, 2)),
                needs_value: is_set(2) && !is_set(3),
                is_computed: is_set(4),
            }
        };
        Ok(rows.iter().map(column).collect())
    }

    async fn constraint_names(&mut self, table: &str) -> Result<BTreeSet<String>, ServerFailure> {
        let relation = relation(table);
        let sql = format!(
            "SELECT conname FROM pg_constraint WHERE conrelid = {relation} UNION \
             SELECT relname FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid WHERE indrelid = {relation}"
        );
        let rows = self.query(&sql, STATEMENT_PATIENCE).await?;
        Ok(rows.iter().map(|row| text(row, 0).to_owned()).collect())
    }

    async fn references(&mut self, table: &str) -> Result<Vec<Reference>, ServerFailure> {
        let sql = format!(
            "SELECT relname, conname FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid \
             WHERE confrelid = {} AND contype = 'f' AND conparentid = 0",
            relation(table)
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
        let table = quote_identifier(Dialect::Postgres, &load.name);
        for column in load.table().output_columns() {
            // COPY and INSERT with values of their own leave the counter where it is.
            let sql = format!(
                "SELECT pg_get_serial_sequence({}, {})",
                literal::text(Dialect::Postgres, &table),
                literal::text(Dialect::Postgres, column.name)
            );
            let found = self.query(&sql, STATEMENT_PATIENCE).await?;
            let Some(sequence) =
                found.first().map(|row| text(row, 0)).filter(|sequence| !sequence.is_empty())
            else {
                continue;
            };
            let name = quote_identifier(Dialect::Postgres, column.name);
            let sql = format!(
                "SELECT setval({}, GREATEST(MAX({name}), (SELECT last_value FROM {sequence}))) FROM {table} \
                 HAVING MAX({name}) >= 1",
                literal::text(Dialect::Postgres, sequence)
            );
            self.query(&sql, TABLE_PATIENCE).await?;
        }
        self.execute(&format!("ANALYZE {table}"), TABLE_PATIENCE).await.map(|_| ())
    }

    async fn statistics(&mut self, table: &str, rows: u64) -> Result<TableStatistics, ServerFailure> {
        statistics::statistics(self, table, rows).await
    }

    async fn describe(&mut self) -> Result<String, ServerFailure> {
        describe::describe(self).await
    }
}
