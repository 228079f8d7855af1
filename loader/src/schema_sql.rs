//! The statements that make the tables of a dataset, as a load would send them to a database of today.

use std::sync::Arc;

use contract::JobRequest;
use generator::{Dataset, Dialect};

use crate::{
    error::{LaunchError, LoadError},
    plan::plan,
    protocol::{
        schema::{self, TableStatements},
        session::{Flavour, ServerVersion},
    },
    targets,
};

/// The statements that make all tables of a dataset, parents first, each behind the notes about it as comments: what a load of the
/// whole dataset into an empty database would send, indexes before the rows. Versions are those of MySQL 8.4, PostgreSQL 18 and
/// SQLite 3.
///
/// # Errors
/// Something in the spec that such a server cannot have, with the remedy.
pub fn schema_sql(dataset: &Arc<Dataset>, dialect: Dialect) -> Result<String, LoadError> {
    let request = JobRequest { dataset: dataset.id(), ..JobRequest::default() };
    // A request of defaults for tables that are there is in order.
    let loads = plan(&request, dataset, 1).map_err(|error: LaunchError| LoadError::Schema {
        table: String::new(),
        reason: error.to_string(),
    })?;
    let (flavour, text, number) = match dialect {
        Dialect::MySql => (Flavour::MySql, "MySQL 8.4", (8, 4)),
        Dialect::Postgres => (Flavour::Postgres, "PostgreSQL 18", (18, 0)),
        Dialect::Sqlite => (Flavour::Sqlite, "SQLite 3", (3, 0)),
    };
    let server = ServerVersion { flavour, text: text.to_owned(), number, folds_names: false };
    let (mut sql, mut at_the_end) = (String::new(), Vec::new());
    let mut has_types = false;
    for load in &loads {
        let made: TableStatements = match dialect {
            Dialect::Sqlite => targets::sqlite_statements(load)?,
            Dialect::MySql | Dialect::Postgres => schema::statements(load, &server, |_| true)?,
        };
        if !std::mem::replace(&mut has_types, true) {
            for statement in &made.types {
                sql.push_str(&format!("{statement};\n\n"));
            }
        }
        for note in &made.notes {
            sql.push_str(&format!("-- {}\n", note.replace('\n', " ")));
        }
        let named = made.after_rows.into_iter().map(|statement| statement.sql);
        for statement in made.create.into_iter().chain(named).chain(made.in_place) {
            sql.push_str(&statement);
            sql.push_str(";\n\n");
        }
        at_the_end.extend(made.after_tables.into_iter().map(|statement| statement.sql));
    }
    for statement in at_the_end {
        sql.push_str(&statement);
        sql.push_str(";\n\n");
    }
    Ok(sql.trim_end().to_owned() + "\n")
}

#[cfg(test)]
mod tests {
    use generator::DatasetSpec;

    use super::*;

    const SPEC: &str = r#"{"rowmill":1,"tables":[
        {"name":"child","rows":9,"columns":[
            {"name":"id","type":"int","gen":{"kind":"foreign_key","table":"parent","column":"id"}},
            {"name":"code","type":"varchar(8)","unique":true}]},
        {"name":"parent","rows":9,"primary_key":["id"],"comment":"it's","columns":[{"name":"id","type":"int"}]}]}"#;

    #[test]
    fn parents_come_first_in_every_dialect() {
        let dataset = Arc::new(Dataset::compile(&DatasetSpec::from_json(SPEC).unwrap()).unwrap());
        for (dialect, parent, reference) in [
            (Dialect::MySql, "CREATE TABLE `parent`", "REFERENCES `parent` (`id`)"),
            (Dialect::Postgres, "CREATE TABLE \"parent\"", "REFERENCES \"parent\" (\"id\")"),
            (Dialect::Sqlite, "CREATE TABLE \"parent\"", "REFERENCES \"parent\" (\"id\")"),
        ] {
            let sql = schema_sql(&dataset, dialect).unwrap();
            let at = |text: &str| sql.find(text).unwrap_or_else(|| panic!("{text}: {sql}"));
            assert!(at(parent) < at(reference), "{sql}");
            assert!(sql.contains("UNIQUE"), "{sql}");
            assert!(sql.ends_with(";\n"), "{sql}");
        }
    }

    #[test]
    fn what_a_server_cannot_have_is_said() {
        let long = SPEC.replace("child", &"c".repeat(70));
        let dataset = Arc::new(Dataset::compile(&DatasetSpec::from_json(&long).unwrap()).unwrap());
        let error = schema_sql(&dataset, Dialect::Postgres).unwrap_err();
        assert!(crate::chain(&error).contains("too long"), "{error}");
    }
}
