//! PostgreSQL's catalogue. PostgreSQL manual, "System Catalogs".

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use contract::{Check, TableStatistics};
use generator::{Dialect, quote_identifier};
use sha2::{Digest as _, Sha256};

use super::{PostgresSession, counters, describe, preflight, statistics, stored_type::stored_type, swap};
use crate::{
    error::LoadError,
    plan::TableLoad,
    protocol::{
        catalogue::{Catalogue, CatalogueColumn, CatalogueKey, InTheWay, Reference, Rows, Swap},
        counted::Counted,
        failure::{FailureClass, ServerFailure},
        literal,
        records::{number, text},
        schema::{self, TableStatements},
        session::{STATEMENT_PATIENCE, Session as _, TABLE_PATIENCE, TextRow},
    },
};

/// Rows up to which a table is counted to tell how many it has; more by the server's own estimate are not.
const COUNTED_ROWS: u64 = 1_000_000;

/// A table of the schema that tables are created in, as an expression, which is NULL if there is none. A table of another schema of the
/// search path is another table.
pub(super) fn relation(table: &str) -> String {
    let name = quote_identifier(Dialect::Postgres, table);
    format!(
        "to_regclass(quote_ident(current_schema()) || {})",
        literal::text(Dialect::Postgres, &format!(".{name}"))
    )
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
            "SELECT attname, format_type(atttypid, atttypmod), attnotnull, atthasdef OR attidentity <> '', attgenerated <> '', \
             EXISTS (SELECT 1 FROM pg_collation WHERE oid = attcollation AND NOT collisdeterministic), \
             CASE WHEN typtype = 'd' THEN format_type(typbasetype, typtypmod) ELSE format_type(atttypid, atttypmod) END \
             FROM pg_attribute JOIN pg_type ON pg_type.oid = atttypid WHERE attrelid = {} AND attnum > 0 AND NOT attisdropped ORDER BY attnum",
            relation(table)
        );
        let rows = self.query(&sql, STATEMENT_PATIENCE).await?;
        let column = |row: &TextRow| {
            let is_set = |column: usize| text(row, column) == "t";
            CatalogueColumn {
                name: text(row, 0).to_owned(),
                definition: format!("{} {}", text(row, 1), text(row, 2)),
                stored: stored_type(text(row, 6), is_set(5)),
                is_nullable: !is_set(2),
                needs_value: is_set(2) && !is_set(3),
                is_computed: is_set(4),
            }
        };
        Ok(rows.iter().map(column).collect())
    }

    async fn similar_tables(&mut self, table: &str) -> Result<Vec<String>, ServerFailure> {
        let table = literal::text(Dialect::Postgres, table);
        let sql = format!(
            "SELECT CASE WHEN nspname = current_schema() THEN relname ELSE nspname || '.' || relname END FROM pg_class \
             JOIN pg_namespace ON pg_namespace.oid = relnamespace WHERE relkind IN ('r', 'p', 'v', 'f') \
             AND lower(relname) = lower({table}) AND (relname <> {table} OR nspname <> current_schema()) \
             AND nspname = ANY (current_schemas(true))"
        );
        let rows = self.query(&sql, STATEMENT_PATIENCE).await?;
        Ok(rows.iter().map(|row| text(row, 0).to_owned()).collect())
    }

    async fn constraint_names(&mut self, table: &str) -> Result<BTreeSet<String>, ServerFailure> {
        let relation = relation(table);
        let sql = format!(
            "SELECT 'FOREIGN KEY ' || conname FROM pg_constraint WHERE conrelid = {relation} AND contype = 'f' UNION \
             SELECT relname FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid WHERE indrelid = {relation}"
        );
        let rows = self.query(&sql, STATEMENT_PATIENCE).await?;
        Ok(rows.iter().map(|row| text(row, 0).to_owned()).collect())
    }

    async fn unique_columns(&mut self, table: &str) -> Result<Vec<Vec<String>>, ServerFailure> {
        let sql = format!(
            "SELECT indexrelid, attname FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY (indkey) \
             WHERE indrelid = {} AND indisunique ORDER BY indexrelid, array_position(indkey::smallint[], attnum)",
            relation(table)
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
            "WITH RECURSIVE family(id) AS (SELECT COALESCE({}::oid, 0) \
             UNION SELECT inhrelid FROM pg_inherits JOIN family ON inhparent = id) \
             SELECT pg_class.relname, COALESCE(indexed.relname, pg_class.relname) FROM pg_class \
             LEFT JOIN pg_index ON indexrelid = pg_class.oid LEFT JOIN pg_class indexed ON indexed.oid = indrelid \
             WHERE pg_class.relnamespace = current_schema()::regnamespace AND pg_class.relname IN ({}) \
             AND COALESCE(indrelid, pg_class.oid) NOT IN (SELECT id FROM family)",
            relation(table),
            literal::texts(Dialect::Postgres, names.iter().map(String::as_str))
        );
        let rows = self.query(&sql, STATEMENT_PATIENCE).await?;
        Ok(rows.iter().map(|row| (text(row, 0).to_owned(), text(row, 1).to_owned())).collect())
    }

    async fn references(&mut self, table: &str) -> Result<Vec<Reference>, ServerFailure> {
        let sql = format!(
            "WITH RECURSIVE family(id) AS (SELECT {}::oid UNION SELECT inhrelid FROM pg_inherits JOIN family ON inhparent = id) \
             SELECT CASE WHEN nspname = current_schema() THEN relname ELSE nspname || '.' || relname END, conname \
             FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid JOIN pg_namespace ON pg_namespace.oid = relnamespace \
             WHERE confrelid IN (SELECT id FROM family) AND contype = 'f' AND conparentid = 0",
            relation(table)
        );
        let rows = self.query(&sql, STATEMENT_PATIENCE).await?;
        Ok(rows.iter().map(Reference::read).collect())
    }

    async fn lost_by_replacing(&mut self, table: &str) -> Result<Vec<String>, ServerFailure> {
        let relation = relation(table);
        let sql = format!(
            "SELECT 'the trigger ' || tgname FROM pg_trigger WHERE tgrelid = {relation} AND NOT tgisinternal UNION ALL \
             SELECT 'row-level security' FROM pg_class WHERE oid = {relation} AND relrowsecurity UNION ALL \
             SELECT 'what is granted on it' FROM pg_class WHERE oid = {relation} AND relacl IS NOT NULL UNION ALL \
             SELECT 'its owner ' || pg_get_userbyid(relowner) FROM pg_class WHERE oid = {relation} \
             AND pg_get_userbyid(relowner) <> current_user"
        );
        let rows = self.query(&sql, STATEMENT_PATIENCE).await?;
        Ok(rows.iter().map(|row| text(row, 0).to_owned()).collect())
    }

    async fn foreign_keys(&mut self, table: &str) -> Result<Vec<CatalogueKey>, ServerFailure> {
        let sql = format!(
            "SELECT conname, own.attname, pg_class.relname, other.attname FROM pg_constraint \
             JOIN pg_class ON pg_class.oid = confrelid, unnest(conkey, confkey) WITH ORDINALITY AS pair(own, other, position), \
             pg_attribute own, pg_attribute other WHERE conrelid = {} AND contype = 'f' AND conparentid = 0 \
             AND own.attrelid = conrelid AND own.attnum = pair.own AND other.attrelid = confrelid AND other.attnum = pair.other \
             ORDER BY conname, position",
            relation(table)
        );
        Ok(CatalogueKey::read_all(&self.query(&sql, STATEMENT_PATIENCE).await?))
    }

    async fn keeps_key_checks(&mut self, load: &TableLoad) -> Result<Option<String>, ServerFailure> {
        // Triggers of users would not run either.
        let sql = format!(
            "SELECT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user), \
             EXISTS (SELECT 1 FROM pg_trigger WHERE tgrelid = {} AND NOT tgisinternal)",
            relation(load.place())
        );
        let found = self.query(&sql, STATEMENT_PATIENCE).await?;
        let is_set = |column: usize| found.first().is_some_and(|row| text(row, column) == "t");
        Ok(if !is_set(0) {
            Some("only a superuser can have PostgreSQL look at foreign keys in the end".to_owned())
        } else if is_set(1) {
            Some("its triggers would not run while foreign keys are not looked at".to_owned())
        } else {
            None
        })
    }

    async fn leave_key_checks(&mut self) -> Result<(), ServerFailure> {
        self.execute("SET session_replication_role = replica", STATEMENT_PATIENCE).await.map(|_| ())
    }

    async fn irreplaceable(&mut self, table: &str) -> Result<Option<String>, ServerFailure> {
        let relation = relation(table);
        let sql = format!(
            "SELECT relkind, relispartition, pg_has_role(relowner, 'USAGE'), pg_get_userbyid(relowner) FROM pg_class WHERE oid = {relation}"
        );
        let found = self.query(&sql, STATEMENT_PATIENCE).await?;
        let Some(facts) = found.first() else { return Ok(None) };
        if !matches!(text(facts, 0), "r" | "p") {
            return Ok(Some(
                "it is a view or a foreign table, and cannot be replaced by a table; drop it first"
                    .to_owned(),
            ));
        }
        if text(facts, 1) == "t" {
            return Ok(Some("it is a partition of another table; load that one, or detach it".to_owned()));
        }
        if text(facts, 2) != "t" {
            return Ok(Some(format!(
                "it belongs to {}, and only its owner may drop it; load as that role, or be granted it",
                text(facts, 3)
            )));
        }
        // Views, functions, defaults and the like, which DROP TABLE would not drop: of the table, its partitions, and their sequences.
        let sql = format!(
            "WITH RECURSIVE family(id) AS (SELECT {relation}::oid UNION SELECT inhrelid FROM pg_inherits JOIN family ON inhparent = id \
             JOIN pg_class ON pg_class.oid = inhrelid WHERE relispartition), \
             dropped(id) AS (SELECT id FROM family UNION SELECT objid FROM pg_depend JOIN family ON refobjid = id \
             WHERE refclassid = 'pg_class'::regclass AND classid = 'pg_class'::regclass AND deptype IN ('a', 'i')) \
             SELECT pg_describe_object(classid, objid, 0) FROM (SELECT DISTINCT \
             CASE WHEN classid IN ('pg_rewrite'::regclass, 'pg_attrdef'::regclass) THEN 'pg_class'::regclass ELSE classid END AS classid, \
             CASE classid WHEN 'pg_rewrite'::regclass THEN (SELECT ev_class FROM pg_rewrite WHERE oid = objid) \
             WHEN 'pg_attrdef'::regclass THEN (SELECT adrelid FROM pg_attrdef WHERE oid = objid) ELSE objid END AS objid \
             FROM pg_depend WHERE refclassid IN ('pg_class'::regclass, 'pg_type'::regclass) AND deptype = 'n' \
             AND refobjid IN (SELECT id FROM dropped UNION SELECT reltype FROM pg_class JOIN dropped ON oid = id WHERE reltype <> 0 \
             UNION SELECT typarray FROM pg_type JOIN pg_class ON pg_class.reltype = pg_type.oid JOIN dropped ON pg_class.oid = id \
             WHERE typarray <> 0) \
             AND classid <> 'pg_constraint'::regclass) AS dependent WHERE objid NOT IN (SELECT id FROM dropped) LIMIT 1"
        );
        let found = self.query(&sql, STATEMENT_PATIENCE).await?;
        Ok(found.first().map(|row| {
            format!(
                "{} depends on it, and would have to be dropped with it; drop it first, or empty the table and append",
                text(row, 0)
            )
        }))
    }

    async fn statements(&mut self, load: &TableLoad) -> Result<TableStatements, LoadError> {
        schema::on_server(self, load).await
    }

    async fn estimate(&mut self, table: &str, patience: Duration) -> Result<Rows, ServerFailure> {
        // Partitions have each their own; -1 is a table that was never looked at.
        let relation = relation(table);
        let sql = format!(
            "SELECT SUM(GREATEST(reltuples, 0))::bigint, SUM(pg_relation_size(oid))::bigint FROM pg_class \
             WHERE oid = {relation} OR oid IN (SELECT relid FROM pg_partition_tree({relation}) WHERE isleaf)"
        );
        let found = self.query(&sql, STATEMENT_PATIENCE).await?;
        let about = found.first().map_or(0, |row| number(row, 0));
        if about > COUNTED_ROWS {
            return Ok(Rows::About(about));
        }
        // The server itself gives up in time: one that counts on for nobody would be no help.
        self.execute(&format!("SET statement_timeout = {}", patience.as_millis()), STATEMENT_PATIENCE)
            .await?;
        let name = quote_identifier(Dialect::Postgres, table);
        let counted = self.query(&format!("SELECT COUNT(*) FROM {name}"), STATEMENT_PATIENCE).await;
        self.execute("SET statement_timeout = 0", STATEMENT_PATIENCE).await?;
        match counted {
            Ok(found) => Ok(Rows::Counted(found.first().map_or(0, |row| number(row, 0)))),
            // Pages have 8 KiB, and hold some fifty rows.
            Err(failure) if failure.class == FailureClass::Interrupted => {
                let bytes = found.first().map_or(0, |row| number(row, 1));
                Ok(Rows::About(about.max(bytes / 160).max(1)))
            }
            Err(failure) => Err(failure),
        }
    }

    async fn inspect_server(&mut self) -> Result<Vec<Check>, ServerFailure> {
        preflight::inspect_server(self).await
    }

    async fn may_create(&mut self, _: &str) -> Result<bool, ServerFailure> {
        let sql = "SELECT has_schema_privilege(current_schema(), 'CREATE')::int";
        let found = self.query(sql, STATEMENT_PATIENCE).await?;
        Ok(found.first().is_some_and(|row| text(row, 0) == "1"))
    }

    async fn inspect_table(&mut self, load: &TableLoad) -> Result<Vec<Check>, ServerFailure> {
        preflight::inspect_table(self, load).await
    }

    async fn settle(&mut self, load: &TableLoad) -> Result<Vec<String>, ServerFailure> {
        let table = quote_identifier(Dialect::Postgres, load.place());
        let mut notes = Vec::new();
        for column in load.table().output_columns() {
            // COPY and INSERT with values of their own leave the counter where it is: the column's own, or one that its default asks.
            let sql = format!(
                "SELECT sequence, has_sequence_privilege(sequence, 'SELECT') AND has_sequence_privilege(sequence, 'UPDATE') \
                 FROM (SELECT COALESCE(pg_get_serial_sequence({quoted}, {name}), \
                 (SELECT refobjid::regclass::text FROM pg_depend JOIN pg_attrdef ON pg_attrdef.oid = objid \
                 JOIN pg_class ON pg_class.oid = refobjid AND relkind = 'S' \
                 JOIN pg_attribute ON attrelid = adrelid AND attnum = adnum \
                 WHERE classid = 'pg_attrdef'::regclass AND adrelid = {quoted}::regclass AND attname = {name} LIMIT 1)) AS sequence) AS counted",
                quoted = literal::text(Dialect::Postgres, &table),
                name = literal::text(Dialect::Postgres, column.name)
            );
            let found = self.query(&sql, STATEMENT_PATIENCE).await?;
            let Some(row) = found.first().filter(|row| !text(row, 0).is_empty()) else { continue };
            let sequence = text(row, 0);
            if text(row, 1) != "t" {
                notes.push(format!(
                    "the account may not set the sequence {sequence} behind the loaded `{}`; rows that count by themselves may collide \
                     until somebody does, or GRANT UPDATE, SELECT ON SEQUENCE",
                    column.name
                ));
                continue;
            }
            let name = quote_identifier(Dialect::Postgres, column.name);
            let sql = format!(
                "SELECT setval({}, GREATEST(MAX({name}), (SELECT last_value FROM {sequence}))) FROM {table} \
                 HAVING MAX({name}) >= 1",
                literal::text(Dialect::Postgres, sequence)
            );
            self.query(&sql, TABLE_PATIENCE).await?;
        }
        self.execute(&format!("ANALYZE {table}"), TABLE_PATIENCE).await?;
        Ok(notes)
    }

    async fn try_swap(&mut self, _: &str) -> Result<(), ServerFailure> {
        // Whoever made a table may rename it, and drop what it owns.
        Ok(())
    }

    async fn bears_mark(&mut self, _: &str, _: &str) -> Result<bool, ServerFailure> {
        // A swap that has been is noted in its own transaction.
        Ok(false)
    }

    async fn take_mark(&mut self, _: &str, _: &str) -> Result<(), ServerFailure> {
        Ok(())
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
        describe::table_names(self).await
    }

    async fn describe(&mut self) -> Result<String, ServerFailure> {
        describe::describe(self).await
    }
}
