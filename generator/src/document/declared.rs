//! What a database declares of its tables beyond what values need, in its own SQL: by it a load into a database of the same dialect makes the
//! tables as they were. Nothing of it changes a value.

use serde::Serialize;
use serde_json::Value;

use super::{
    ColumnSpec, DatasetSpec, SqlType, TableSpec,
    fields::{Fields, Read, problem},
};
use crate::{Dialect, quote_identifier};

/// Extensions of PostgreSQL that come with types or indexes of tables; others are not made by loads.
pub const DECLARED_EXTENSIONS: [&str; 14] = [
    "citext",
    "hstore",
    "ltree",
    "uuid-ossp",
    "pgcrypto",
    "pg_trgm",
    "btree_gist",
    "btree_gin",
    "intarray",
    "cube",
    "isn",
    "postgis",
    "vector",
    "unaccent",
];

/// A type or a sequence that tables of a dataset use.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct DeclaredType {
    /// Its name.
    pub name: String,
    /// The statement that makes it, `CREATE TYPE`, `CREATE DOMAIN` or `CREATE SEQUENCE`, without a semicolon.
    pub sql: String,
}

/// A key, an index or a condition of a table as its database declares it.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct DeclaredConstraint {
    /// What it is.
    pub kind: ConstraintKind,
    /// Its name; empty if the database gives it one.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "openapi", schema(required = false))]
    pub name: String,
    /// The columns that it speaks of, in the order in which it does.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(required = false))]
    pub columns: Vec<String>,
    /// What stands behind its kind and name: `(email)`, `USING btree (lower(email)) WHERE is_active`; of a foreign key, what stands behind the
    /// columns that it refers to: `ON DELETE CASCADE`; of a partition, which rows it holds: `FOR VALUES IN (1)`.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "openapi", schema(required = false))]
    pub sql: String,
}

/// What a declared constraint is.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ConstraintKind {
    /// The primary key.
    PrimaryKey,
    /// A unique constraint; in MySQL a unique key.
    Unique,
    /// A unique index that is no constraint.
    UniqueIndex,
    /// A foreign key.
    ForeignKey,
    /// A condition of every row.
    Check,
    /// A plain index.
    Index,
    /// MySQL's index of words.
    Fulltext,
    /// MySQL's index of places.
    Spatial,
    /// PostgreSQL's condition of any two rows.
    Exclude,
    /// A partition that is a table in PostgreSQL.
    Partition,
}

const KINDS: [(&str, ConstraintKind); 10] = [
    ("primary_key", ConstraintKind::PrimaryKey),
    ("unique", ConstraintKind::Unique),
    ("unique_index", ConstraintKind::UniqueIndex),
    ("foreign_key", ConstraintKind::ForeignKey),
    ("check", ConstraintKind::Check),
    ("index", ConstraintKind::Index),
    ("fulltext", ConstraintKind::Fulltext),
    ("spatial", ConstraintKind::Spatial),
    ("exclude", ConstraintKind::Exclude),
    ("partition", ConstraintKind::Partition),
];

const DIALECTS: [(&str, Dialect); 3] =
    [("mysql", Dialect::MySql), ("postgres", Dialect::Postgres), ("sqlite", Dialect::Sqlite)];

/// Reads the dialect of a dataset.
pub(super) fn dialect(fields: &mut Fields) -> Read<Option<Dialect>> {
    if fields.has("dialect") { fields.word("dialect", &DIALECTS).map(Some) } else { Ok(None) }
}

/// Reads a type.
pub(super) fn declared_type(value: Value, path: &str) -> Read<DeclaredType> {
    let mut fields = Fields::of(value, path, "a type")?;
    let read = DeclaredType { name: fields.text("name")?, sql: fields.text("sql")? };
    fields.finish()?;
    Ok(read)
}

/// Reads a constraint.
pub(super) fn constraint(value: Value, path: &str) -> Read<DeclaredConstraint> {
    let mut fields = Fields::of(value, path, "a constraint")?;
    let read = DeclaredConstraint {
        kind: fields.word("kind", &KINDS)?,
        name: fields.text_or_empty("name")?,
        columns: fields.texts("columns")?,
        sql: fields.text_or_empty("sql")?,
    };
    fields.finish()?;
    Ok(read)
}

impl DatasetSpec {
    /// The same without anything that is SQL of one database.
    #[must_use]
    pub fn without_declarations(mut self) -> Self {
        self.dialect = None;
        self.types.clear();
        for table in &mut self.tables {
            table.constraints.clear();
            table.options.clear();
            for column in &mut table.columns {
                for text in
                    [&mut column.declared, &mut column.default, &mut column.check, &mut column.generated]
                {
                    text.clear();
                }
            }
        }
        self
    }
}

impl ColumnSpec {
    /// The fields that are SQL of its database, each with its text, which may be empty.
    pub fn declarations(&self) -> [(&'static str, &str); 4] {
        [
            ("declared", &self.declared),
            ("default", &self.default),
            ("check", &self.check),
            ("generated", &self.generated),
        ]
    }

    /// Gives the column another type; what a database declared of the old one goes.
    pub fn set_type(&mut self, sql_type: SqlType) {
        if self.sql_type != sql_type {
            self.declared.clear();
        }
        self.sql_type = sql_type;
    }

    /// Has the database count it or not; how it was declared to count, or not to, goes.
    pub fn set_identity(&mut self, is_counted: bool) {
        if self.identity != is_counted {
            let plain = match self.declared.to_ascii_lowercase().as_str() {
                "serial" => Some("integer"),
                "bigserial" => Some("bigint"),
                "smallserial" => Some("smallint"),
                _ => None,
            };
            if let Some(plain) = plain {
                plain.clone_into(&mut self.declared);
            }
            let generated = self.generated.to_ascii_lowercase();
            if generated.contains("identity") || generated == "autoincrement" {
                self.generated.clear();
            }
            if is_counted || self.default.to_ascii_lowercase().starts_with("nextval(") {
                self.default.clear();
            }
        }
        self.identity = is_counted;
    }

    /// Has it be part of a primary key, which takes no NULL.
    pub fn set_required(&mut self) {
        self.nullable = false;
        self.null_fraction = 0.0;
        self.null_with.clear();
        let default = self.default.to_ascii_lowercase();
        if default == "null" || default.starts_with("null::") {
            self.default.clear();
        }
    }
}

impl TableSpec {
    /// Gives a column another name in what the table's database declares.
    pub fn rename_declared(&mut self, old: &str, new: &str, dialect: Dialect) {
        let rename = |sql: &mut String| *sql = rename_in_sql(sql, old, new, dialect);
        for constraint in &mut self.constraints {
            // The columns of a foreign key are not in its text.
            rename(&mut constraint.sql);
            constraint.columns.iter_mut().filter(|name| *name == old).for_each(|name| new.clone_into(name));
        }
        for column in &mut self.columns {
            for text in [&mut column.default, &mut column.check, &mut column.generated] {
                rename(text);
            }
        }
        // Before its partitions a table's options have words of their own.
        if let Some(at) = self.options.to_ascii_uppercase().find("PARTITION BY") {
            let mut partitions = self.options.split_off(at);
            rename(&mut partitions);
            self.options.push_str(&partitions);
        }
    }

    /// Takes away what the table's database declares of a column that is gone, together with others.
    pub fn forget_declared(&mut self, column: &str, dialect: Dialect) {
        self.constraints.retain(|constraint| !constraint.columns.iter().any(|name| name == column));
        let speaks_of_it = |sql: &str| rename_in_sql(sql, column, "", dialect) != sql;
        // What is computed from it cannot be computed any more: it stays hidden, and is not made.
        for other in self.columns.iter_mut().filter(|other| speaks_of_it(&other.generated)) {
            other.generated.clear();
            other.declared.clear();
        }
        for other in &mut self.columns {
            for text in [&mut other.check, &mut other.default] {
                if speaks_of_it(text) {
                    text.clear();
                }
            }
        }
        let partitions = self.options.to_ascii_uppercase().find("PARTITION BY");
        if let Some(at) = partitions.filter(|at| speaks_of_it(&self.options[*at..])) {
            self.options.truncate(at);
        }
    }
}

/// SQL with another name in the place of a column's, wherever that stands by itself: not in a text, before a parenthesis, or behind a point or a cast.
fn rename_in_sql(sql: &str, old: &str, new: &str, dialect: Dialect) -> String {
    let is_word = |character: char| character.is_alphanumeric() || matches!(character, '_' | '$');
    let mut renamed = String::with_capacity(sql.len());
    let mut rest = sql;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '\'' => quoted_length(rest, '\''),
            '"' | '`' => quoted_length(rest, first),
            first if is_word(first) => rest.find(|character| !is_word(character)).unwrap_or(rest.len()),
            first => first.len_utf8(),
        };
        let (part, behind) = rest.split_at(length);
        let is_name = match first {
            '"' | '`' => part.trim_matches(first) == old,
            _ => {
                is_word(first)
                    && part.eq_ignore_ascii_case(old)
                    && (!behind.starts_with('(') || is_prefix(behind))
            }
        };
        // `timestamp without time zone` is a type.
        let before = renamed.trim_end().to_ascii_lowercase();
        let is_of_type = before.ends_with("with") || before.ends_with("without");
        if is_name && !is_of_type && !renamed.ends_with(['.', ':']) {
            renamed.push_str(&quote_identifier(dialect, new));
        } else {
            renamed.push_str(part);
        }
        rest = behind;
    }
    renamed
}

/// Whether how much of a column MySQL indexes stands here: `(10)`.
fn is_prefix(text: &str) -> bool {
    let inside = text.strip_prefix('(').and_then(|rest| rest.split_once(')'));
    inside.is_some_and(|(digits, _)| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// How long a text in quotes is, with both of them; two quotes are one of its characters.
fn quoted_length(text: &str, quote: char) -> usize {
    let mut at = quote.len_utf8();
    while let Some(end) = text[at..].find(quote) {
        at += end + quote.len_utf8();
        if !text[at..].starts_with(quote) {
            return at;
        }
        at += quote.len_utf8();
    }
    text.len()
}

/// Refuses SQL of a database that nobody has named.
pub(super) fn check(spec: &DatasetSpec) -> Read<()> {
    if spec.dialect.is_some() {
        return Ok(());
    }
    let refuse = |path: String, has_text: bool| {
        let message =
            "this is SQL of one database; say which in the `dialect` of the spec: mysql, postgres or sqlite";
        if has_text { Err(problem(&path, message)) } else { Ok(()) }
    };
    refuse("types".to_owned(), !spec.types.is_empty())?;
    for (index, table) in spec.tables.iter().enumerate() {
        let path = format!("tables[{index}]");
        refuse(format!("{path}.constraints"), !table.constraints.is_empty())?;
        refuse(format!("{path}.options"), !table.options.is_empty())?;
        for (column_index, column) in table.columns.iter().enumerate() {
            for (field, text) in column.declarations() {
                refuse(format!("{path}.columns[{column_index}].{field}"), !text.is_empty())?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::Dataset;

    fn spec(dialect: &Value) -> Value {
        json!({"rowmill": 1, "dialect": dialect, "types": [{"name": "mood", "sql": "CREATE TYPE mood AS ENUM ('a')"}],
            "tables": [{"name": "t", "rows": 3, "options": "WITH (fillfactor=70)",
                "constraints": [{"kind": "check", "name": "positive", "columns": ["a"], "sql": "(a > 0)"}],
                "columns": [{"name": "a", "type": "int", "nullable": true, "declared": "integer", "default": "1",
                    "check": "a < 9", "generated": "ALWAYS AS IDENTITY"}]}]})
    }

    #[test]
    fn what_is_declared_reads_back_and_changes_no_value() {
        let json = spec(&json!("postgres")).to_string();
        let read = DatasetSpec::from_json(&json).unwrap();
        assert_eq!(DatasetSpec::from_json(&read.to_canonical_json()).unwrap(), read);
        let plain = read.clone().without_declarations();
        assert!(!plain.to_canonical_json().contains("positive"));
        let text = |spec: &DatasetSpec| {
            let dataset = Dataset::compile(spec).unwrap();
            let mut batch = crate::Batch::new();
            dataset.table("t").unwrap().batch(0..3, &mut batch);
            format!("{:?}", dataset.table("t").unwrap().column(&batch, 0).unwrap().values)
        };
        assert_eq!(text(&read), text(&plain));
    }

    #[test]
    fn sql_of_no_database_is_refused_where_it_stands() {
        let mut without = spec(&Value::Null);
        let refused =
            |json: &Value| DatasetSpec::from_json(&json.to_string()).unwrap_err().first().path.clone();
        assert_eq!(refused(&without), "types");
        without.as_object_mut().unwrap().remove("types");
        for field in ["constraints", "options"] {
            assert_eq!(refused(&without), format!("tables[0].{field}"));
            without["tables"][0].as_object_mut().unwrap().remove(field);
        }
        for field in ["declared", "default", "check", "generated"] {
            assert_eq!(refused(&without), format!("tables[0].columns[0].{field}"));
            without["tables"][0]["columns"][0].as_object_mut().unwrap().remove(field);
        }
        assert!(DatasetSpec::from_json(&without.to_string()).is_ok());
        let unknown = DatasetSpec::from_json(&spec(&json!("postgre")).to_string()).unwrap_err();
        assert!(unknown.first().message.contains("did you mean `postgres`"), "{unknown}");
    }

    #[test]
    fn names_are_changed_where_columns_stand() {
        for (sql, renamed) in [
            ("(a > 0 AND 'a' <> b)", "(\"n\" > 0 AND 'a' <> b)"),
            ("a(a, \"a\") + t.a + x::a + aa", "a(\"n\", \"n\") + t.a + x::a + aa"),
            ("'it''s a' || A", "'it''s a' || \"n\""),
            ("'open a", "'open a"),
            ("(a(10), b)", "(\"n\"(10), b)"),
        ] {
            assert_eq!(rename_in_sql(sql, "a", "n", Dialect::Postgres), renamed);
        }
        assert_eq!(rename_in_sql("(`가`, 가나)", "가", "n", Dialect::MySql), "(`n`, 가나)");
    }

    #[test]
    fn constraints_go_with_their_columns() {
        let mut read = DatasetSpec::from_json(&spec(&json!("postgres")).to_string()).unwrap();
        read.tables[0].forget_declared("b", Dialect::Postgres);
        assert_eq!(read.tables[0].constraints.len(), 1);
        read.tables[0].rename_declared("a", "b", Dialect::Postgres);
        let [constraint] = read.tables[0].constraints.as_slice() else { panic!("one") };
        assert_eq!(
            (constraint.columns.as_slice(), constraint.sql.as_str()),
            (&["b".to_owned()][..], "(\"b\" > 0)")
        );
        assert_eq!(read.tables[0].columns[0].check, "\"b\" < 9");
        read.tables[0].forget_declared("b", Dialect::Postgres);
        assert!(read.tables[0].constraints.is_empty());
        assert_eq!(read.tables[0].columns[0].check, "");
    }
}
