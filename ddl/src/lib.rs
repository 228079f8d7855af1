//! From `CREATE TABLE` statements to a spec: of a dump, of a migration, of what a database says of its own tables.
//!
//! A text is cut into statements (`split`), each is parsed by itself (`sqlparser`'s grammars), and whatever makes or changes tables, types and keys is used.
//! One that cannot be read costs itself alone: it is told with its line and its table, and the others are read.

mod bounds;
mod charsets;
mod checks;
mod circles;
mod columns;
mod declared;
mod decode;
mod defaults;
mod dialect;
mod keys;
mod mend;
mod notes;
mod nulls;
mod parse;
mod partition;
mod proportions;
mod ranges;
mod references;
mod rewrite;
mod rooms;
mod split;
mod statements;
mod tokens;
mod types;

use std::collections::HashSet;

use generator::{
    DatasetSpec, Surroundings, TableSpec,
    limits::{MAX_COLUMNS, MAX_NAME_CHARS, MAX_TABLES},
};
use sqlparser::ast::Expr;

use self::{bounds::Bound, partition::Partitioning, statements::Reading};
pub use self::{decode::decode, dialect::SourceDialect};

/// Longest text that is read, in bytes: a dump of a schema, and rows of small tables with it.
pub const MAX_SQL_BYTES: usize = 32 << 20;
/// Rows of each table until somebody says how many there should be.
const DEFAULT_ROWS: u64 = 1_000;
/// Problems that an error names.
const NAMED_PROBLEMS: usize = 20;

/// A spec made from statements, and what in them has no effect.
#[derive(Debug)]
pub struct Import {
    /// The tables.
    pub spec: DatasetSpec,
    /// What could not be read, what was guessed, and what has no effect; what weighs most comes first.
    pub warnings: Vec<String>,
}

/// Why a text gave no spec.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// It is too long.
    #[error(
        "the text has {0} bytes, at most {MAX_SQL_BYTES} are read; leave the rows out: pg_dump --schema-only, mysqldump --no-data, .schema"
    )]
    TooLong(usize),
    /// Not one table of it can be read.
    #[error("no table can be read: {0}")]
    Syntax(String),
    /// There is no table in it.
    #[error("there is no CREATE TABLE statement with columns in the text")]
    NoTable,
    /// There are more tables than a dataset has.
    #[error("the text has {0} tables, at most {MAX_TABLES} are read; leave some out")]
    TooManyTables(usize),
    /// A table has more columns than are made.
    #[error("table `{table}` has more than {MAX_COLUMNS} columns; leave some out")]
    TooManyColumns {
        /// The table.
        table: String,
    },
    /// A name is longer than any database has.
    #[error(
        "the name that begins with `{beginning}` is too long, at line {line}: at most {MAX_NAME_CHARS} characters"
    )]
    LongName {
        /// Its first characters.
        beginning: String,
        /// Where it stands, from 1.
        line: u64,
    },
}

impl From<Bound> for ImportError {
    fn from(bound: Bound) -> Self {
        match bound {
            Bound::Tables { tables } => Self::TooManyTables(tables),
            Bound::Columns { table } => Self::TooManyColumns { table },
            Bound::Name { beginning, line } => Self::LongName { beginning, line },
        }
    }
}

/// Reads the statements of a text, by the grammar of the database that it was written for; without one, by that which the text speaks for.
///
/// # Errors
/// A text without a table that can be read, with every problem by its line; one beyond a bound.
pub fn import(sql: &str, dialect: Option<SourceDialect>) -> Result<Import, ImportError> {
    read(sql, dialect, &[])
}

/// Reads what a database says of its own tables, which have as many rows as it says.
///
/// # Errors
/// Those of [`import`].
pub fn import_description(
    sql: &str,
    dialect: SourceDialect,
    rows: &[(String, u64)],
) -> Result<Import, ImportError> {
    read(sql, Some(dialect), rows)
}

fn read(sql: &str, dialect: Option<SourceDialect>, rows: &[(String, u64)]) -> Result<Import, ImportError> {
    if sql.len() > MAX_SQL_BYTES {
        return Err(ImportError::TooLong(sql.len()));
    }
    let sql = sql.trim_start_matches('\u{feff}');
    let dialect = dialect.or_else(|| SourceDialect::detect(sql));
    let locale = if statements::is_korean(sql) { "ko" } else { "en" };
    let now = statements::now();
    let surroundings = Surroundings { now: &now, locale };
    let pieces = split::split(sql, dialect);
    let mut reading = Reading::new(dialect, surroundings);
    for piece in &pieces.statements {
        reading.read(piece)?;
    }
    reading.finish();
    let types = reading.declared_types();
    let Reading { mut tables, mut notes, types: own_types, .. } = reading;
    if tables.len() > MAX_TABLES {
        return Err(ImportError::TooManyTables(tables.len()));
    }
    if tables.is_empty() {
        let problems = notes.problems();
        return Err(if problems.is_empty() {
            ImportError::NoTable
        } else {
            let named: Vec<&str> = problems.iter().take(NAMED_PROBLEMS).map(String::as_str).collect();
            ImportError::Syntax(named.join("; "))
        });
    }
    for (count, what) in [(pieces.commands, "commands of a client"), (pieces.rows, "COPY with its rows")] {
        notes.statements(what, count as u64);
    }
    references::apply(&mut tables, &mut notes);
    circles::open(&mut tables, &mut notes);
    for table in &mut tables {
        rooms::apply(table, &mut notes);
        check(table, surroundings, &mut notes);
        weigh(table, &mut notes);
        nulls::apply(table);
    }
    declared::apply(&mut tables, &own_types, dialect);
    let narrowed: Vec<_> = tables.iter_mut().map(|table| std::mem::take(&mut table.narrowed)).collect();
    let settled: Vec<_> = tables.iter_mut().map(|table| std::mem::take(&mut table.settled.columns)).collect();
    let mut spec = DatasetSpec::of(tables.into_iter().map(|table| table.spec).collect());
    locale.clone_into(&mut spec.locale);
    proportions::apply(&mut spec.tables, rows);
    if locale == "ko" {
        spec.tables.iter_mut().for_each(charsets::speak_english);
    }
    declared::finish(&mut spec, dialect, types, &mut notes);
    keys::fit(&mut spec, &narrowed, &settled);
    mend::mend(&mut spec, &settled, &mut notes);
    if locale == "ko" {
        spec.tables.iter_mut().for_each(charsets::spell);
    }
    Ok(Import { spec, warnings: notes.into_warnings() })
}

/// Has the values of a table satisfy what its checks ask for, and says which they may not.
fn check(table: &mut ReadTable, surroundings: Surroundings<'_>, notes: &mut notes::Notes) {
    let required = table.required.clone();
    let nullable = |name: &str| !required.iter().any(|required| columns::same_name(required, name));
    for (check, value) in std::mem::take(&mut table.checks) {
        let asked = (&check, value.as_deref());
        if !checks::apply(&mut table.spec, asked, &nullable, &mut table.settled, surroundings) {
            let text: String = check.to_string().chars().take(120).collect();
            let name = &table.spec.name;
            notes.add(format!(
                "{name}: CHECK ({text}) is not understood; choose values that keep to it, or rows will be refused"
            ));
        }
    }
    table.required.append(&mut table.settled.required);
}

/// Has each default weigh as much as it says, and says so where it says nothing.
fn weigh(table: &mut ReadTable, notes: &mut notes::Notes) {
    for (name, default) in &table.defaults {
        let place = format!("{}.{name}", table.spec.name);
        let column = table.spec.columns.iter_mut().find(|column| columns::same_name(&column.name, name));
        if column.is_some_and(|column| !defaults::apply(column, default)) {
            notes.group("DEFAULT is not used; every row gets a value", place);
        }
    }
}

/// A table that has been read, before its columns know of other tables.
#[derive(Debug, Clone)]
struct ReadTable {
    spec: TableSpec,
    foreign_keys: Vec<ForeignKey>,
    /// The columns that are declared NOT NULL.
    required: Vec<String>,
    /// The columns that have a value by themselves, and which.
    defaults: Vec<(String, Expr)>,
    /// Conditions of its rows, each with the column that it calls `VALUE`.
    checks: Vec<(Expr, Option<String>)>,
    /// Columns of unique keys of which only the first characters count, or whose capital letters do not.
    narrowed: Vec<(String, Option<u32>)>,
    partitioning: Option<Partitioning>,
    /// The column that decides which partition a row is in.
    partition_column: Option<String>,
    /// The names of its own columns, small: those of a parent that it inherits may come again.
    own: HashSet<String>,
    settled: checks::Settled,
    declared: declared::ReadDeclarations,
}

/// A foreign key as it was declared.
#[derive(Debug, Clone)]
struct ForeignKey {
    columns: Vec<String>,
    parent: String,
    /// Empty if the parent's primary key is meant.
    parent_columns: Vec<String>,
}

#[cfg(test)]
mod tests {
    use generator::{
        Dataset, GeneratorSpec, PartitionRange,
        kinds::{self, OptionValue},
    };
    use proptest::prelude::*;

    use super::*;

    fn read(sql: &str) -> Import {
        import(sql, None).unwrap_or_else(|error| panic!("{error}"))
    }

    /// The columns that values are made for.
    fn made(table: &TableSpec) -> Vec<&str> {
        table.columns.iter().filter(|column| !column.hidden).map(|column| column.name.as_str()).collect()
    }

    fn generator(import: &Import, table: usize, column: &str) -> GeneratorSpec {
        let column = import.spec.tables[table].columns.iter().find(|found| found.name == column).unwrap();
        column.generator.clone().unwrap()
    }

    #[test]
    fn mysql_with_keys_and_partitions() {
        let import = read(include_str!("../../bench/room_availability.mysql.sql"));
        let [room_type, availability, partitioned] = &import.spec.tables[..] else { panic!("three tables") };
        assert_eq!(room_type.primary_key, ["id"]);
        assert_eq!(generator(&import, 0, "id"), GeneratorSpec::new(&kinds::SEQUENCE));

        let names: Vec<&str> = availability.columns.iter().map(|column| column.name.as_str()).collect();
        assert_eq!(
            names,
            ["id", "created_at", "updated_at", "available_count", "date", "price", "room_type_id"]
        );
        assert_eq!(availability.columns[1].sql_type.to_string(), "timestamp(6)");
        assert_eq!(availability.indexes, [["room_type_id"]]);
        assert_eq!(generator(&import, 1, "id"), GeneratorSpec::new(&kinds::SEQUENCE));
        let to_room_type =
            GeneratorSpec::new(&kinds::FOREIGN_KEY).with("table", "room_type").with("column", "id");
        assert_eq!(generator(&import, 1, "room_type_id"), to_room_type);

        assert_eq!(partitioned.primary_key, ["room_type_id", "date"]);
        assert_eq!(partitioned.partition_by.as_ref().unwrap().range, PartitionRange::Month);
        assert_eq!(
            generator(&import, 2, "date"),
            GeneratorSpec::new(&kinds::DATE).with("from", "2025-05-01").with("to", "2025-10-31")
        );
        // No key says so, but the name does.
        assert_eq!(generator(&import, 2, "room_type_id"), to_room_type);
        assert!(
            import.warnings.iter().any(|warning| warning.contains("by its name")),
            "{:?}",
            import.warnings
        );

        let mut spec = import.spec.clone();
        (spec.tables[0].rows, spec.tables[1].rows, spec.tables[2].rows) = (20_000, 3_600_000, 3_600_000);
        let dataset = Dataset::compile(&spec).unwrap();
        assert_eq!(dataset.table("partition_room_availability").unwrap().partitions().count(), 6);
    }

    #[test]
    fn postgres_and_sqlite_are_read_too() {
        let import = read(
            r#"CREATE TABLE "public"."user" (
                 id bigserial PRIMARY KEY, email character varying(255) NOT NULL UNIQUE, tags text[],
                 created timestamp(3) with time zone DEFAULT now(), balance numeric(12,2) CHECK (balance >= 0), ref uuid);
               CREATE UNIQUE INDEX user_ref ON "public"."user" (ref);
               ALTER TABLE "user" ADD CONSTRAINT self FOREIGN KEY (id) REFERENCES "user" (id);"#,
        );
        let table = &import.spec.tables[0];
        assert_eq!(table.name, "user");
        let types: Vec<String> = table.columns.iter().map(|column| column.sql_type.to_string()).collect();
        assert_eq!(types, ["bigint", "varchar(255)", "text", "timestamptz(3)", "decimal(12,2)", "uuid"]);
        assert!(table.columns[1].unique);
        assert_eq!(table.unique, [["ref"]]);
        assert_eq!(import.warnings, ["user.created: DEFAULT is not used; every row gets a value"]);
        let balance =
            Dataset::compile(&import.spec).unwrap().spec().tables[0].columns[4].generator.clone().unwrap();
        assert_eq!(balance.text("min"), Some("1.00"));

        let import =
            read("CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT, b BLOB) WITHOUT ROWID");
        assert_eq!(generator(&import, 0, "id"), GeneratorSpec::new(&kinds::SEQUENCE));
    }

    #[test]
    fn mysql_details() {
        let import = read(
            "CREATE TABLE t (
               `id` int(11) unsigned NOT NULL AUTO_INCREMENT COMMENT 'the key',
               kind ENUM('a','b') DEFAULT 'a', flag TINYINT(1) NOT NULL, y YEAR, j JSON,
               total INT GENERATED ALWAYS AS (id * 2) STORED,
               UNIQUE KEY k (kind, flag), FULLTEXT KEY f (j), PRIMARY KEY (`id`) USING BTREE
             ) ENGINE=InnoDB AUTO_INCREMENT=100 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='x';",
        );
        let table = &import.spec.tables[0];
        assert_eq!(made(table), ["id", "kind", "flag", "y", "j"]);
        let total = &table.columns[5];
        assert!(total.hidden, "{total:?}");
        assert_eq!(total.generated, "ALWAYS AS (id * 2) STORED");
        assert_eq!(table.columns[0].sql_type.to_string(), "int unsigned");
        assert!(
            matches!(generator(&import, 0, "kind").option("values"), Some(OptionValue::Values(values)) if values.len() == 2)
        );
        assert!(generator(&import, 0, "flag").is(&kinds::BOOLEAN));
        assert!(import.warnings.iter().any(|warning| warning.contains("t.total")), "{:?}", import.warnings);
        Dataset::compile(&{
            let mut spec = import.spec.clone();
            spec.tables[0].rows = 4;
            spec
        })
        .unwrap();
    }

    #[test]
    fn what_databases_say_of_their_own_tables_is_read() {
        // SHOW CREATE TABLE of MySQL.
        let mysql = "CREATE TABLE `availability` (
              `id` bigint unsigned NOT NULL AUTO_INCREMENT COMMENT 'the ''key''',
              `date` date NOT NULL,
              `place` point DEFAULT NULL,
              `kind` enum('a','b') CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'a',
              `doubled` int GENERATED ALWAYS AS ((`id` * 2)) STORED,
              PRIMARY KEY (`id`,`date`),
              KEY `by_date` (`date`)
            ) ENGINE=InnoDB AUTO_INCREMENT=4001 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='it''s full'
            /*!50500 PARTITION BY RANGE  COLUMNS(`date`)
            (PARTITION p202505 VALUES LESS THAN ('2025-06-01') ENGINE = InnoDB,
             PARTITION p202506 VALUES LESS THAN ('2025-07-01') ENGINE = InnoDB,
             PARTITION pmax VALUES LESS THAN (MAXVALUE) ENGINE = InnoDB) */;";
        let import = import_description(mysql, SourceDialect::MySql, &[]).unwrap();
        let table = &import.spec.tables[0];
        assert_eq!((table.name.as_str(), table.comment.as_str()), ("availability", "it's full"));
        assert_eq!(made(table), ["id", "date", "kind"]);
        assert!(table.columns[0].identity && table.columns[0].comment == "the 'key'", "{table:?}");
        assert_eq!(table.partition_by.as_ref().unwrap().range, PartitionRange::Month);
        assert_eq!(table.indexes, [["date"]]);
        let is_told = |warning: &String| warning.contains("place") && warning.contains("left out");
        assert!(import.warnings.iter().any(is_told), "{:?}", import.warnings);

        // What is put together from PostgreSQL's catalogue.
        let import = import_description(
            r#"CREATE TABLE "guest" (
                 "id" bigint NOT NULL GENERATED BY DEFAULT AS IDENTITY, "name" character varying(80) NOT NULL,
                 "seen" timestamp(3) without time zone, "at" timestamp with time zone, "address" inet, "mood" ENUM('sad', 'ok'),
                 "code" character(4), "data" jsonb, "n" numeric(12,2), "room_id" integer,
                 PRIMARY KEY (id), UNIQUE (name), FOREIGN KEY (room_id) REFERENCES room(id));
               COMMENT ON TABLE "guest" IS 'who''s here';
               COMMENT ON COLUMN "guest"."name" IS 'as spoken';
               CREATE INDEX guest_seen ON public.guest USING btree (seen);
               CREATE TABLE "room" ("id" integer NOT NULL, "day" date NOT NULL, PRIMARY KEY (id, day)) PARTITION BY RANGE COLUMNS ("day")
                 (PARTITION p0 VALUES LESS THAN ('2025-01-02'), PARTITION p1 VALUES LESS THAN ('2025-01-03'));"#,
            SourceDialect::Postgres,
            &[("guest".to_owned(), 200_000), ("room".to_owned(), 0)],
        )
        .unwrap();
        let [guest, room] = &import.spec.tables[..] else { panic!("two tables") };
        // As many rows as there are; an empty table is to be filled.
        assert_eq!((guest.rows, room.rows), (200_000, 1_000));
        assert_eq!((guest.comment.as_str(), guest.columns[1].comment.as_str()), ("who's here", "as spoken"));
        let types: Vec<String> = guest.columns.iter().map(|column| column.sql_type.to_string()).collect();
        assert_eq!(
            types,
            [
                "bigint",
                "varchar(80)",
                "timestamp(3)",
                "timestamptz",
                "text",
                "varchar(3)",
                "char(4)",
                "json",
                "decimal(12,2)",
                "int"
            ]
        );
        assert!(guest.columns[0].identity);
        assert_eq!(guest.indexes, [["seen"]]);
        assert_eq!(room.partition_by.as_ref().unwrap().range, PartitionRange::Day);
        Dataset::compile(&import.spec).unwrap();
    }

    #[test]
    fn rows_that_refer_to_their_own_table_are_a_tree_unless_each_must() {
        let kind = |sql: &str| {
            let generator = import(sql, None).unwrap().spec.tables[0].columns[1].generator.clone().unwrap();
            (generator.kind().name, generator.reference().unwrap().column.to_owned())
        };
        let tree = "CREATE TABLE node (id int PRIMARY KEY, up int REFERENCES node (id))";
        assert_eq!(kind(tree), ("child_of", "id".to_owned()));
        let named = "CREATE TABLE node (id int PRIMARY KEY, up int, FOREIGN KEY (up) REFERENCES Node (ID))";
        assert_eq!(kind(named), ("child_of", "id".to_owned()));
        let each = "CREATE TABLE node (id int PRIMARY KEY, up int NOT NULL REFERENCES node (id))";
        assert_eq!(kind(each), ("foreign_key", "id".to_owned()));
        // Where a parent has one child, or one of each sort.
        let once = "CREATE TABLE node (id int PRIMARY KEY, next int UNIQUE REFERENCES node (id))";
        assert_eq!(kind(once), ("foreign_key", "id".to_owned()));
        let sorts = "CREATE TABLE node (id int PRIMARY KEY, up int REFERENCES node (id), of boolean, UNIQUE (up, of))";
        assert_eq!(kind(sorts), ("foreign_key", "id".to_owned()));
        // A key of two columns of which one is never NULL.
        let both = "CREATE TABLE node (id int, up int, sort int NOT NULL, of int, PRIMARY KEY (id, of), FOREIGN KEY (up, sort) REFERENCES node (id, of))";
        assert_eq!(kind(both), ("foreign_key", "id".to_owned()));
    }

    #[test]
    fn composite_foreign_keys_share_the_row() {
        let import = read(
            "CREATE TABLE c (a INT, b INT, FOREIGN KEY (a, b) REFERENCES p (x, y));
             CREATE TABLE p (x INT, y INT, PRIMARY KEY (x, y));",
        );
        let follower = generator(&import, 0, "b");
        let reference = follower.reference().unwrap();
        assert_eq!((reference.column, reference.same_row_as), ("y", Some("a")));
        Dataset::compile(&import.spec).unwrap();
    }

    #[test]
    fn keys_that_hold_little_or_overlap_are_made_to_fit() {
        let import = read(
            "CREATE TABLE t (id TINYINT PRIMARY KEY, name VARCHAR(50) UNIQUE, title VARCHAR(100), UNIQUE (title));
             CREATE TABLE tenant (id INT PRIMARY KEY);
             CREATE TABLE node (Tenant_Id INT, id INT, parent_id INT, PRIMARY KEY (tenant_id, id),
               FOREIGN KEY (tenant_id) REFERENCES tenant (id),
               FOREIGN KEY (tenant_id, parent_id) REFERENCES node (tenant_id, id));",
        );
        assert_eq!(import.spec.tables[0].rows, 100);
        assert!(
            import.warnings.iter().any(|warning| warning.contains("already part of another")),
            "{:?}",
            import.warnings
        );
        Dataset::compile(&import.spec).unwrap();
    }

    #[test]
    fn what_is_no_table_is_refused_with_the_place() {
        for (sql, part) in [
            ("", "no CREATE TABLE"),
            ("SELECT 1", "no CREATE TABLE"),
            ("hello world", "line 1, column 1: `hello world` is no statement"),
            ("SELECT 1;\n\nCREATE TABLE t (a INT,, b INT)", "line 3, column 16, table `t`"),
            ("CREATE TABLE t (a INT", "never closed"),
            ("CREATE TABLE t ()", "no CREATE TABLE"),
        ] {
            let message = import(sql, None).unwrap_err().to_string();
            assert!(message.contains(part), "{sql}: {message}");
        }
        assert!(import(&format!("CREATE TABLE t (a INT CHECK ({}1))", "(".repeat(10_000)), None).is_err());
    }

    #[test]
    fn ranges_that_are_no_calendar_ranges_are_told() {
        let import = read(
            "CREATE TABLE t (id INT, d DATE) PARTITION BY RANGE COLUMNS (d) (
               PARTITION a VALUES LESS THAN ('2025-01-10'), PARTITION b VALUES LESS THAN ('2025-03-05'))",
        );
        assert_eq!(import.spec.tables[0].partition_by, None);
        assert!(import.warnings.iter().any(|warning| warning.contains("partition")), "{:?}", import.warnings);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3_000))]

        #[test]
        fn words_of_sql_in_any_order_are_read_or_refused(
            words in prop::collection::vec(prop::sample::select(&WORDS[..]), 0..60),
        ) {
            if let Ok(import) = import(&format!("CREATE TABLE t (a INT, {}", words.join(" ")), None) {
                let _ = Dataset::compile(&import.spec);
            }
        }

        #[test]
        fn statements_that_are_nearly_right_are_read_or_refused(
            at in 0_usize..2_000,
            cut in 0_usize..40,
            word in prop::sample::select(&WORDS[..]),
            text in "\\PC{0,3}",
        ) {
            let mut sql = include_str!("../../bench/room_availability.mysql.sql").to_owned();
            let start = (0..=at.min(sql.len())).rev().find(|at| sql.is_char_boundary(*at)).unwrap();
            let end = (start..=(start + cut).min(sql.len())).rev().find(|at| sql.is_char_boundary(*at)).unwrap();
            sql.replace_range(start..end, &format!("{word}{text}"));
            if let Ok(import) = import(&sql, None) {
                let _ = Dataset::compile(&import.spec);
            }
        }
    }

    const WORDS: [&str; 56] = [
        "CREATE",
        "TABLE",
        "t",
        "u",
        "(",
        ")",
        ",",
        ";",
        "a",
        "b",
        "INT",
        "BIGINT UNSIGNED",
        "VARCHAR(20)",
        "DECIMAL(10,2)",
        "DECIMAL(999,999)",
        "TIMESTAMP(6)",
        "DATE",
        "ENUM('x','y''z')",
        "SET('a')",
        "JSON",
        "UUID",
        "NOT NULL",
        "DEFAULT",
        "0",
        "-1",
        "9223372036854775808",
        "'text'",
        "\"name\"",
        "`name`",
        "[x]",
        "PRIMARY KEY",
        "UNIQUE",
        "KEY",
        "FOREIGN KEY",
        "REFERENCES",
        "CHECK",
        "(a > 0)",
        "PARTITION BY RANGE",
        "(TO_DAYS(d))",
        "PARTITION p0",
        "VALUES LESS THAN",
        "MAXVALUE",
        "ENGINE=InnoDB",
        "COMMENT",
        "ALTER TABLE",
        "ADD",
        "CONSTRAINT",
        "CREATE INDEX i ON",
        "AUTO_INCREMENT",
        "GENERATED ALWAYS AS IDENTITY",
        "--",
        "/*",
        "*/",
        "\u{0}",
        "'",
        "IF NOT EXISTS",
    ];
}
