//! From `CREATE TABLE` statements to a spec. Parsing is `sqlparser`'s; here is what the statements mean for test data.
//!
//! Whatever was understood but has no effect becomes a warning; nothing becomes a column that is none.

mod bounds;
mod columns;
mod partition;
mod references;
mod statements;

use generator::{
    DatasetSpec, TableSpec,
    limits::{MAX_COLUMNS, MAX_NAME_CHARS, MAX_TABLES},
};
use sqlparser::{
    dialect::{Dialect, GenericDialect, MySqlDialect, PostgreSqlDialect, SQLiteDialect},
    parser::Parser,
    tokenizer::Tokenizer,
};

/// Longest text that is read, in bytes.
const MAX_SQL_BYTES: usize = 1 << 20;
/// Deepest nesting of expressions; each level is some stack frames of the parser.
const MAX_DEPTH: usize = 40;
/// Rows of each table until somebody says how many there should be.
const DEFAULT_ROWS: u64 = 1_000;

/// A spec made from statements, and what in them has no effect.
#[derive(Debug)]
pub(crate) struct Import {
    pub(crate) spec: DatasetSpec,
    pub(crate) warnings: Vec<String>,
}

impl From<sample::Import> for Import {
    fn from(sample::Import { spec, warnings }: sample::Import) -> Self {
        Self { spec, warnings }
    }
}

/// Why a text gave no spec.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ImportError {
    /// It is too long.
    #[error("the text has {0} bytes, at most {MAX_SQL_BYTES} are read")]
    TooLong(usize),
    /// It is no SQL that is known.
    #[error("this is no SQL that is understood: {0}")]
    Syntax(String),
    /// There is no table in it.
    #[error("there is no CREATE TABLE statement with columns in the text")]
    NoTable,
    /// There are more tables than a dataset has.
    #[error("the text has {0} tables, at most {MAX_TABLES} are read; leave some out")]
    TooManyTables(usize),
    /// A table has more columns than are made.
    #[error("table `{table}` has {columns} columns, at most {MAX_COLUMNS} are read; leave some out")]
    TooManyColumns {
        /// The table.
        table: String,
        /// Its columns.
        columns: usize,
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
    /// A column has a type that Rowmill does not make values for.
    #[error("column `{column}` of table `{table}`: {message}")]
    Column {
        /// The table.
        table: String,
        /// The column.
        column: String,
        /// What is wrong.
        message: String,
    },
}

/// Reads `CREATE TABLE`, `CREATE INDEX` and `ALTER TABLE … ADD` statements of MySQL, PostgreSQL or SQLite.
///
/// # Errors
/// A text that none of the three reads, with the place where the one that came furthest gave up; no table; an unknown
/// type.
pub(crate) fn import(sql: &str) -> Result<Import, ImportError> {
    import_with(sql, UnknownTypes::Refused, &[])
}

/// Reads what a database says of its own tables, which have as many rows as it says. Columns of types that Rowmill makes no values for
/// are left out.
///
/// # Errors
/// Those of [`import`], but for unknown types.
pub(crate) fn import_description(sql: &str, rows: &[(String, u64)]) -> Result<Import, ImportError> {
    import_with(sql, UnknownTypes::LeftOut, rows)
}

/// What becomes of a column whose type is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum UnknownTypes {
    Refused,
    LeftOut,
}

fn import_with(sql: &str, unknown: UnknownTypes, rows: &[(String, u64)]) -> Result<Import, ImportError> {
    if sql.len() > MAX_SQL_BYTES {
        return Err(ImportError::TooLong(sql.len()));
    }
    let dialects: [&dyn Dialect; 4] =
        [&MySqlDialect {}, &PostgreSqlDialect {}, &SQLiteDialect {}, &GenericDialect {}];
    let mut furthest: Option<(Place, String)> = None;
    for dialect in dialects {
        match parse(dialect, sql) {
            Ok((statements, partitions)) => {
                bounds::check(&statements)?;
                return statements::interpret(statements, &partitions, unknown, rows);
            }
            Err(message) => {
                let place = Place::of(&message);
                if furthest.as_ref().is_none_or(|(before, _)| place > *before) {
                    furthest = Some((place, message));
                }
            }
        }
    }
    let message = furthest.map_or_else(String::new, |(place, message)| match place {
        Place { line: 0, .. } => format!("{message}, at the end of the text"),
        _ => message,
    });
    Err(ImportError::Syntax(message))
}

type Parsed = (Vec<sqlparser::ast::Statement>, Vec<partition::PartitionClause>);

fn parse(dialect: &dyn Dialect, sql: &str) -> Result<Parsed, String> {
    let plain = |message: String| {
        message.trim_start_matches("sql parser error: ").trim_start_matches("Tokenizer error: ").to_owned()
    };
    let tokens =
        Tokenizer::new(dialect, sql).tokenize_with_location().map_err(|error| plain(error.to_string()))?;
    // The parser does not know MySQL's partitions.
    let (tokens, partitions) = partition::split_off(tokens);
    let statements = Parser::new(dialect)
        .with_recursion_limit(MAX_DEPTH)
        .with_tokens_with_locations(tokens)
        .parse_statements()
        .map_err(|error| plain(error.to_string()))?;
    Ok((statements, partitions))
}

/// Where the parser gave up, from the end of its message.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    line: u64,
    column: u64,
}

impl Place {
    fn of(message: &str) -> Self {
        let number = |name: &str| {
            let (_, rest) = message.rsplit_once(name)?;
            rest.trim_start_matches([':', ' '])
                .split(|character: char| !character.is_ascii_digit())
                .next()?
                .parse()
                .ok()
        };
        Self { line: number("Line").unwrap_or(0), column: number("Column").unwrap_or(0) }
    }
}

/// A table that has been read, before its columns know of other tables.
#[derive(Debug)]
struct ReadTable {
    spec: TableSpec,
    foreign_keys: Vec<ForeignKey>,
    /// The columns that are declared NOT NULL.
    required: Vec<String>,
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
        import(sql).unwrap_or_else(|error| panic!("{error}"))
    }

    fn generator(import: &Import, table: usize, column: &str) -> GeneratorSpec {
        let column = import.spec.tables[table].columns.iter().find(|found| found.name == column).unwrap();
        column.generator.clone().unwrap()
    }

    #[test]
    fn mysql_with_keys_and_partitions() {
        let import = read(include_str!("../../../bench/room_availability.mysql.sql"));
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
        for part in ["tags", "DEFAULT", "CHECK"] {
            assert!(
                import.warnings.iter().any(|warning| warning.contains(part)),
                "{part}: {:?}",
                import.warnings
            );
        }

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
        let names: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
        assert_eq!(names, ["id", "kind", "flag", "y", "j"]);
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
        assert!(matches!(import(mysql), Err(ImportError::Column { column, .. }) if column == "place"));
        let import = import_description(mysql, &[]).unwrap();
        let table = &import.spec.tables[0];
        assert_eq!((table.name.as_str(), table.comment.as_str()), ("availability", "it's full"));
        let names: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
        assert_eq!(names, ["id", "date", "kind"]);
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
            let generator = import(sql).unwrap().spec.tables[0].columns[1].generator.clone().unwrap();
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
            ("hello world", "Line: 1"),
            ("CREATE TABLE t (a INT,, b INT)", "Column"),
            ("CREATE TABLE t (a GEOMETRY_THING)", "`a`"),
            ("CREATE TABLE t ()", "no CREATE TABLE"),
        ] {
            let message = import(sql).unwrap_err().to_string();
            assert!(message.contains(part), "{sql}: {message}");
        }
        assert!(import(&format!("CREATE TABLE t (a INT CHECK ({}1))", "(".repeat(10_000))).is_err());
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
            if let Ok(import) = import(&format!("CREATE TABLE t (a INT, {}", words.join(" "))) {
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
            let mut sql = include_str!("../../../bench/room_availability.mysql.sql").to_owned();
            let start = (0..=at.min(sql.len())).rev().find(|at| sql.is_char_boundary(*at)).unwrap();
            let end = (start..=(start + cut).min(sql.len())).rev().find(|at| sql.is_char_boundary(*at)).unwrap();
            sql.replace_range(start..end, &format!("{word}{text}"));
            if let Ok(import) = import(&sql) {
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
