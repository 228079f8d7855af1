//! SQLite's catalogue: `sqlite_schema` and table-valued pragmas.

use std::{collections::BTreeSet, time::Duration};

use contract::{Check, CheckLevel, LoadMode, TableStatistics};
use generator::{Dialect, quote_identifier};

use super::{SqliteSession, counters, schema, statistics};
use crate::{
    error::LoadError,
    plan::TableLoad,
    protocol::{
        catalogue::{Catalogue, CatalogueColumn, CatalogueKey, InTheWay, Reference, Rows, Swap, table_check},
        count,
        counted::Counted,
        failure::ServerFailure,
        literal,
        records::{is_ours, number, text},
        schema::TableStatements,
        session::{STATEMENT_PATIENCE, Session as _, TABLE_PATIENCE, TextRow},
        stored_type::StoredType,
    },
};

/// Most columns of a table ("Implementation Limits For SQLite").
const MOST_COLUMNS: usize = 2_000;

fn quote(name: &str) -> String {
    quote_identifier(Dialect::Sqlite, name)
}

fn quoted_text(name: &str) -> String {
    literal::text(Dialect::Sqlite, name)
}

impl Catalogue for SqliteSession {
    async fn lock_name(&mut self, _: &str) -> Result<(), ServerFailure> {
        // Whoever makes a table ready does so in a transaction, and a file has one at a time.
        Ok(())
    }

    async fn unlock_name(&mut self, _: &str) -> Result<(), ServerFailure> {
        Ok(())
    }

    async fn columns(&mut self, table: &str) -> Result<Vec<CatalogueColumn>, ServerFailure> {
        let sql = format!(
            "SELECT name, type, \"notnull\", dflt_value IS NULL, pk, hidden FROM pragma_table_xinfo({}) WHERE hidden <> 1",
            quoted_text(table)
        );
        let rows = self.query(&sql, STATEMENT_PATIENCE).await?;
        let column = |row: &TextRow| {
            let is_computed = number(row, 5) > 1;
            let is_row_id = number(row, 4) == 1 && text(row, 1).eq_ignore_ascii_case("INTEGER");
            CatalogueColumn {
                name: text(row, 0).to_owned(),
                definition: format!("{} {}", text(row, 1), text(row, 2)),
                stored: stored_type(text(row, 1)),
                is_nullable: text(row, 2) == "0",
                needs_value: text(row, 2) == "1" && text(row, 3) == "1" && !is_computed && !is_row_id,
                is_computed,
            }
        };
        Ok(rows.iter().map(column).collect())
    }

    async fn similar_tables(&mut self, _: &str) -> Result<Vec<String>, ServerFailure> {
        // SQLite knows tables whatever their case.
        Ok(Vec::new())
    }

    async fn constraint_names(&mut self, table: &str) -> Result<BTreeSet<String>, ServerFailure> {
        let sql = format!("SELECT name FROM pragma_index_list({})", quoted_text(table));
        let rows = self.query(&sql, STATEMENT_PATIENCE).await?;
        Ok(rows.iter().map(|row| text(row, 0).to_owned()).collect())
    }

    async fn unique_columns(&mut self, table: &str) -> Result<Vec<Vec<String>>, ServerFailure> {
        let sql = format!(
            "SELECT list.name, info.name FROM pragma_index_list({}) AS list, pragma_index_xinfo(list.name) AS info \
             WHERE list.\"unique\" = 1 AND info.key = 1 AND info.coll = 'NOCASE' ORDER BY list.name",
            quoted_text(table)
        );
        let rows = self.query(&sql, STATEMENT_PATIENCE).await?;
        // Only those that compare without regard to case matter.
        Ok(rows.iter().map(|row| vec![text(row, 1).to_owned()]).collect())
    }

    async fn taken_names(
        &mut self,
        names: &[String],
        table: &str,
    ) -> Result<Vec<(String, String)>, ServerFailure> {
        let sql = format!(
            "SELECT name, tbl_name FROM sqlite_schema WHERE name COLLATE NOCASE IN ({}) AND tbl_name <> {} COLLATE NOCASE",
            literal::texts(Dialect::Sqlite, names.iter().map(String::as_str)),
            quoted_text(table)
        );
        let rows = self.query(&sql, STATEMENT_PATIENCE).await?;
        Ok(rows.iter().map(|row| (text(row, 0).to_owned(), text(row, 1).to_owned())).collect())
    }

    async fn references(&mut self, table: &str) -> Result<Vec<Reference>, ServerFailure> {
        // Names are all that such keys have: they mean the table that takes the place of one that is dropped, and its rows.
        let sql = format!(
            "SELECT DISTINCT child.name, keys.id FROM sqlite_schema AS child, pragma_foreign_key_list(child.name) AS keys \
             WHERE child.type = 'table' AND keys.\"table\" = {} COLLATE NOCASE",
            quoted_text(table)
        );
        let mut references = Vec::new();
        for row in self.query(&sql, STATEMENT_PATIENCE).await? {
            let reference = Reference::read(&row);
            let any = format!("SELECT 1 FROM {} LIMIT 1", quote(&reference.table));
            if !self.query(&any, STATEMENT_PATIENCE).await?.is_empty() {
                references.push(reference);
            }
        }
        Ok(references)
    }

    async fn lost_by_replacing(&mut self, table: &str) -> Result<Vec<String>, ServerFailure> {
        let sql = format!(
            "SELECT type || ' ' || name FROM sqlite_schema WHERE tbl_name = {} COLLATE NOCASE AND sql IS NOT NULL \
             AND (type = 'trigger' OR (type = 'index' AND name NOT LIKE 'rowmill\\_%' ESCAPE '\\'))",
            quoted_text(table)
        );
        let rows = self.query(&sql, STATEMENT_PATIENCE).await?;
        Ok(rows.iter().map(|row| format!("the {}", text(row, 0))).collect())
    }

    async fn foreign_keys(&mut self, _: &str) -> Result<Vec<CatalogueKey>, ServerFailure> {
        // They are not looked at row by row.
        Ok(Vec::new())
    }

    async fn keeps_key_checks(&mut self, _: &TableLoad) -> Result<Option<String>, ServerFailure> {
        Ok(None)
    }

    async fn leave_key_checks(&mut self) -> Result<(), ServerFailure> {
        Ok(())
    }

    async fn irreplaceable(&mut self, table: &str) -> Result<Option<String>, ServerFailure> {
        let sql = format!(
            "SELECT type FROM sqlite_schema WHERE name = {} COLLATE NOCASE AND type IN ('table', 'view')",
            quoted_text(table)
        );
        let found = self.query(&sql, STATEMENT_PATIENCE).await?;
        Ok(found
            .first()
            .filter(|row| text(row, 0) == "view")
            .map(|_| "it is a view; load into the table behind it, or drop it".to_owned()))
    }

    async fn statements(&mut self, load: &TableLoad) -> Result<TableStatements, LoadError> {
        let failed = |source: ServerFailure| LoadError::Prepare {
            table: load.name().to_owned(),
            source: source.into(),
        };
        let refuse = |reason: String| LoadError::Schema { table: load.name().to_owned(), reason };
        let columns = load.table().output_columns().count();
        if columns > MOST_COLUMNS {
            return Err(refuse(format!(
                "it has {columns} columns, and SQLite takes {MOST_COLUMNS}; hide some"
            )));
        }
        if load.name().to_lowercase().starts_with("sqlite_") {
            return Err(refuse(
                "SQLite keeps names that begin with `sqlite_` for itself; rename it".to_owned(),
            ));
        }
        let mut there = BTreeSet::new();
        for key in load.foreign_keys() {
            let is_loaded = load.order.iter().any(|table| table == key.parent);
            if is_loaded || !self.columns(key.parent).await.map_err(failed)?.is_empty() {
                there.insert(key.parent.to_owned());
            }
        }
        schema::statements(load, |parent| there.contains(parent))
    }

    async fn estimate(&mut self, table: &str, patience: Duration) -> Result<Rows, ServerFailure> {
        // A walk through all pages is long only where there are many; a row id tells about how many.
        let sql = format!("SELECT COALESCE(MAX(rowid), 0) FROM {}", quote(table));
        if let Ok(found) = self.query(&sql, patience).await {
            let last = found.first().map_or(0, |row| number(row, 0));
            if last > 2_000_000 {
                return Ok(Rows::About(last));
            }
        }
        let sql = format!("SELECT COUNT(*) FROM {}", quote(table));
        let found = self.query(&sql, TABLE_PATIENCE).await?;
        Ok(Rows::Counted(found.first().map_or(0, |row| number(row, 0))))
    }

    async fn inspect_server(&mut self) -> Result<Vec<Check>, ServerFailure> {
        Ok(Vec::new())
    }

    async fn may_create(&mut self, _: &str) -> Result<bool, ServerFailure> {
        Ok(true)
    }

    async fn inspect_table(&mut self, load: &TableLoad) -> Result<Vec<Check>, ServerFailure> {
        let table = load.name();
        let sql = format!(
            "SELECT type, sql FROM sqlite_schema WHERE tbl_name = {} COLLATE NOCASE AND type IN ('table', 'view', 'trigger')",
            quoted_text(table)
        );
        let found = self.query(&sql, STATEMENT_PATIENCE).await?;
        let mut checks = Vec::new();
        let triggers = found.iter().filter(|row| text(row, 0) == "trigger").count();
        if found.iter().any(|row| text(row, 0) == "view") {
            let message = "is a view; load into the table behind it";
            checks.push(table_check(CheckLevel::Error, "view", table, message));
        }
        if triggers > 0 {
            let message = format!("has {triggers} triggers, which run for every row");
            checks.push(table_check(CheckLevel::Note, "triggers", table, message));
        }
        Ok(checks)
    }

    async fn settle(&mut self, _: &TableLoad) -> Result<Vec<String>, ServerFailure> {
        Ok(Vec::new())
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
        for swap in swaps {
            if let Some(most) = swap.most_rows
                && !self.columns(&swap.table).await?.is_empty()
            {
                let rows = count(self, &swap.table).await?;
                if rows > most {
                    return Ok(Some(InTheWay { table: swap.table.clone(), rows }));
                }
            }
        }
        for swap in swaps {
            let sql = format!("DROP TABLE IF EXISTS {}", quote(&swap.table));
            self.execute(&sql, TABLE_PATIENCE).await?;
        }
        for swap in swaps {
            let sql = format!("ALTER TABLE {} RENAME TO {}", quote(&swap.working), quote(&swap.table));
            self.execute(&sql, TABLE_PATIENCE).await?;
            for index in &swap.indexes {
                self.execute(index, TABLE_PATIENCE).await?;
            }
        }
        Ok(None)
    }

    async fn first_orphan(&mut self, load: &TableLoad) -> Result<Option<String>, ServerFailure> {
        let sql =
            format!("SELECT DISTINCT \"table\" FROM pragma_foreign_key_list({})", quoted_text(load.place()));
        let parents = self.query(&sql, STATEMENT_PATIENCE).await?;
        for parent in parents.iter().map(|row| text(row, 0)) {
            // Rows that were there before are not the load's; a parent that is loaded later is checked with its children.
            let is_there = !self.columns(parent).await?.is_empty();
            if !is_there || !is_before(load, parent) || load.options.mode == LoadMode::Append {
                return Ok(None);
            }
        }
        if parents.is_empty() {
            return Ok(None);
        }
        let sql = format!(
            "SELECT \"parent\", rowid FROM pragma_foreign_key_check({}) LIMIT 1",
            quoted_text(load.place())
        );
        let found = self.query(&sql, TABLE_PATIENCE).await?;
        Ok(found.first().map(|row| {
            let (parent, row_id) = (text(row, 0), text(row, 1));
            let place = if row_id.is_empty() { String::new() } else { format!(" with rowid {row_id}") };
            format!("a row{place} refers to a row of `{parent}` that is not there; load `{parent}` too")
        }))
    }

    async fn counters(&mut self) -> Result<Counted, ServerFailure> {
        self.run(STATEMENT_PATIENCE, |state| counters::counters(&state.connection)).await
    }

    async fn statistics(&mut self, table: &str, rows: u64) -> Result<TableStatistics, ServerFailure> {
        let table = table.to_owned();
        self.run(TABLE_PATIENCE, move |state| Ok(statistics::statistics(&state.connection, &table, rows)?))
            .await
    }

    async fn table_names(&mut self) -> Result<Vec<String>, ServerFailure> {
        let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name";
        let rows = self.query(sql, STATEMENT_PATIENCE).await?;
        Ok(rows.iter().map(|row| text(row, 0).to_owned()).filter(|name| !is_ours(name)).collect())
    }

    async fn describe(&mut self) -> Result<String, ServerFailure> {
        let sql = "SELECT sql, tbl_name FROM sqlite_schema WHERE type IN ('table', 'index') AND sql IS NOT NULL \
             AND tbl_name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type DESC, name";
        let rows = self.query(sql, STATEMENT_PATIENCE).await?;
        let theirs = rows.iter().filter(|row| !is_ours(text(row, 1)));
        Ok(theirs.map(|row| format!("{};\n", text(row, 0))).collect())
    }
}

/// Whether a parent is this table, loaded before it, or not loaded at all; in a circle of foreign keys one table is not. When a table is
/// in its place, all are.
fn is_before(load: &TableLoad, parent: &str) -> bool {
    let position = |table: &str| load.order.iter().position(|found| found.eq_ignore_ascii_case(table));
    parent.eq_ignore_ascii_case(load.name()) || position(parent) <= position(&load.plan.table)
}

/// What a column of a declared type holds, by its affinity ("Datatypes In SQLite", 3.1): lengths are not looked at.
fn stored_type(declared: &str) -> StoredType {
    let declared = declared.to_ascii_uppercase();
    let has = |part: &str| declared.contains(part);
    if has("INT") {
        StoredType::Numeric
    } else if has("CHAR")
        || has("CLOB")
        || has("TEXT")
        || has("BLOB")
        || declared.is_empty()
        || declared == "ANY"
    {
        StoredType::Any
    } else if has("REAL") || has("FLOA") || has("DOUB") {
        StoredType::Double
    } else if has("DATE") || has("TIME") || has("BOOL") || has("UUID") || has("JSON") {
        // What stands in them looks like no number.
        StoredType::Any
    } else {
        StoredType::Numeric
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_decimals_may_lose_digits() {
        for (declared, expected) in [
            ("DECIMAL(20,4)", StoredType::Numeric),
            ("NUMERIC", StoredType::Numeric),
            ("INTEGER", StoredType::Numeric),
            ("REAL", StoredType::Double),
            ("varchar(9)", StoredType::Any),
            ("datetime", StoredType::Any),
        ] {
            assert_eq!(stored_type(declared), expected);
        }
    }
}
