//! Which database a text was written for.

use sqlparser::dialect::{
    Dialect, GenericDialect, MsSqlDialect, MySqlDialect, OracleDialect, PostgreSqlDialect, SQLiteDialect,
};

/// The databases whose statements are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourceDialect {
    /// MySQL and MariaDB.
    MySql,
    /// PostgreSQL.
    Postgres,
    /// SQLite.
    Sqlite,
    /// SQL Server.
    SqlServer,
    /// Oracle.
    Oracle,
}

impl SourceDialect {
    /// All of them; where a text says nothing of its database, the first are meant.
    pub const ALL: [Self; 5] = [Self::MySql, Self::Postgres, Self::Sqlite, Self::SqlServer, Self::Oracle];

    /// What it is called in an address and on a command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::MySql => "mysql",
            Self::Postgres => "postgres",
            Self::Sqlite => "sqlite",
            Self::SqlServer => "sqlserver",
            Self::Oracle => "oracle",
        }
    }

    /// The one of this name, if there is one.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|dialect| dialect.name() == name)
    }

    /// The one that most in a text speaks for, by words that only one of them has; `None` if nothing does.
    pub fn detect(sql: &str) -> Option<Self> {
        // What is far behind says the same, and rows are most of a long dump.
        let end = sql.floor_char_boundary(LOOKED_AT);
        let text = sql[..end].to_ascii_lowercase();
        let score = |dialect: Self| -> usize {
            let signs = SIGNS.iter().filter(|(of, _, _)| *of == dialect);
            signs.map(|(_, sign, weight)| text.matches(sign).take(MOST_TIMES).count() * weight).sum()
        };
        let mut best = (0, None);
        for dialect in Self::ALL {
            let score = score(dialect);
            if score > best.0 {
                best = (score, Some(dialect));
            }
        }
        best.1
    }

    /// Whether a backslash in a string changes what follows it.
    pub(crate) fn has_backslash_escapes(self) -> bool {
        self == Self::MySql
    }

    /// Whether names without quotes are kept in small letters.
    pub(crate) fn folds_names(self) -> bool {
        self == Self::Postgres
    }

    pub(crate) fn grammar(self) -> &'static dyn Dialect {
        match self {
            Self::MySql => &MySqlDialect {},
            Self::Postgres => &PostgreSqlDialect {},
            Self::Sqlite => &SQLiteDialect {},
            Self::SqlServer => &MsSqlDialect {},
            Self::Oracle => &OracleDialect {},
        }
    }
}

/// The grammars by which a statement is read, in the order in which they are tried: that of the text's own database comes first, or the one that takes
/// most.
pub(crate) fn grammars(of: Option<SourceDialect>) -> Vec<&'static dyn Dialect> {
    let mut dialects: Vec<SourceDialect> = of.into_iter().collect();
    dialects.extend(SourceDialect::ALL.into_iter().filter(|dialect| Some(*dialect) != of));
    let mut grammars: Vec<&'static dyn Dialect> = dialects.into_iter().map(SourceDialect::grammar).collect();
    // Of a text that speaks for none, names may be in quotes of any kind.
    let place = if of.is_none() { 0 } else { grammars.len() };
    grammars.insert(place, &GenericDialect {});
    grammars
}

/// Bytes of a text that are looked at.
const LOOKED_AT: usize = 1 << 20;
/// How many times a sign counts.
const MOST_TIMES: usize = 3;

use SourceDialect::{MySql, Oracle, Postgres, SqlServer, Sqlite};

/// What only one of them has, in small letters, and how sure it makes.
const SIGNS: &[(SourceDialect, &str, usize)] = &[
    (MySql, "-- mysql dump", 50),
    (MySql, "-- mariadb dump", 50),
    (MySql, "phpmyadmin", 20),
    (MySql, "`", 3),
    (MySql, "engine=", 4),
    (MySql, "engine =", 4),
    (MySql, "auto_increment", 4),
    (MySql, "/*!", 6),
    (MySql, " unsigned", 3),
    (MySql, "\ndelimiter ", 6),
    (MySql, "charset=", 4),
    (MySql, "mediumtext", 3),
    (MySql, "longtext", 3),
    (MySql, "on update current_timestamp", 4),
    (MySql, " enum(", 3),
    (MySql, " enum (", 3),
    (MySql, "lock tables", 4),
    (MySql, "disable keys", 4),
    (MySql, "unique key", 3),
    (MySql, " comment '", 2),
    (MySql, " comment = '", 3),
    (MySql, "columns (", 1),
    (MySql, "tinyint(1)", 2),
    (Postgres, "-- postgresql database dump", 50),
    (Postgres, "create table \"", 2),
    (Postgres, "\\restrict", 20),
    (Postgres, "from stdin", 8),
    (Postgres, "serial", 3),
    (Postgres, "character varying", 4),
    (Postgres, "without time zone", 4),
    (Postgres, "with time zone", 2),
    (Postgres, "nextval(", 5),
    (Postgres, "::", 4),
    (Postgres, "jsonb", 4),
    (Postgres, "owner to", 5),
    (Postgres, "pg_catalog", 8),
    (Postgres, "search_path", 5),
    (Postgres, "as enum", 5),
    (Postgres, "create domain", 4),
    (Postgres, "using gin", 4),
    (Postgres, "using gist", 4),
    (Postgres, "plpgsql", 5),
    (Postgres, "timestamptz", 3),
    (Postgres, "[]", 3),
    (Postgres, "create extension", 6),
    (Postgres, "create sequence", 3),
    (Postgres, "default as identity", 3),
    (Postgres, "always as identity", 2),
    (Postgres, "partition of", 5),
    (Postgres, "attach partition", 6),
    (Postgres, "alter table only", 6),
    (Postgres, " bytea", 3),
    (Postgres, " inet", 3),
    (Postgres, " citext", 3),
    (Postgres, " tsvector", 3),
    (Postgres, " not valid", 3),
    (Sqlite, "pragma ", 8),
    (Sqlite, "autoincrement", 5),
    (Sqlite, "without rowid", 6),
    (Sqlite, "sqlite_", 10),
    (Sqlite, "begin transaction;", 3),
    (Sqlite, "datetime('now'", 5),
    (Sqlite, "strftime(", 3),
    (SqlServer, "\ngo\n", 6),
    (SqlServer, "\ngo\r\n", 6),
    (SqlServer, "nvarchar", 3),
    (SqlServer, "[dbo]", 10),
    (SqlServer, "dbo.", 4),
    (SqlServer, " identity(", 5),
    (SqlServer, " identity (", 4),
    (SqlServer, "uniqueidentifier", 5),
    (SqlServer, "datetime2", 4),
    (SqlServer, "clustered", 4),
    (SqlServer, "on [primary]", 8),
    (SqlServer, "set ansi_nulls", 8),
    (SqlServer, "getdate()", 4),
    (SqlServer, "sp_addextendedproperty", 8),
    (Oracle, "varchar2", 6),
    (Oracle, "number(", 5),
    (Oracle, " number ", 2),
    (Oracle, " number,", 2),
    (Oracle, "sysdate", 4),
    (Oracle, "systimestamp", 4),
    (Oracle, "segment creation", 8),
    (Oracle, "\nrem ", 5),
    (Oracle, "\nprompt ", 5),
    (Oracle, " clob", 2),
    (Oracle, "dbms_", 5),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_speaks_for_its_database() {
        for (sql, dialect) in [
            ("CREATE TABLE `t` (`id` int)", Some(MySql)),
            ("CREATE TABLE t (id bigserial, tags text[])", Some(Postgres)),
            ("CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT)", Some(Sqlite)),
            ("CREATE TABLE [dbo].[t] ([id] INT IDENTITY(1,1))\nGO\n", Some(SqlServer)),
            ("CREATE TABLE t (id NUMBER(10), name VARCHAR2(20 CHAR))", Some(Oracle)),
            ("CREATE TABLE t (id INT)", None),
        ] {
            assert_eq!(SourceDialect::detect(sql), dialect, "{sql}");
        }
        for dialect in SourceDialect::ALL {
            assert_eq!(SourceDialect::named(dialect.name()), Some(dialect));
        }
    }
}
