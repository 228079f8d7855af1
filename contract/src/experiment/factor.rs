//! What may be varied, as a table: names, levels, and which databases have it.

use crate::target::TargetKind;

/// One thing that an experiment may vary.
#[derive(Debug)]
pub struct Factor {
    /// Its field in `factors`.
    pub name: &'static str,
    /// What people call it.
    pub label: &'static str,
    /// What it means, in a sentence or two.
    pub about: &'static str,
    /// What may be asked for.
    pub levels: Levels,
    /// The databases that have it.
    pub targets: &'static [TargetKind],
}

/// The levels that a factor may have.
#[derive(Debug)]
pub enum Levels {
    /// Whole numbers between these, both included.
    Whole(u64, u64),
    /// One of these, each with what it means.
    Names(&'static [(&'static str, &'static str)]),
    /// A kind of primary key: [`generator::primary_key::KINDS`].
    Key,
}

/// Why a level is none of a factor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FactorError {
    /// It is no whole number between these.
    NotBetween(u64, u64),
    /// It is none of these.
    NotOneOf(Vec<&'static str>),
}

const ALL: &[TargetKind] = &[TargetKind::Sqlite, TargetKind::Mysql, TargetKind::Postgres];
const SERVERS: &[TargetKind] = &[TargetKind::Mysql, TargetKind::Postgres];

/// All factors besides the settings of a database, in the order in which lists show them.
pub static FACTORS: &[Factor] = &[
    Factor {
        name: "key",
        label: "Primary key",
        about: "What the table's primary key is. A kind of one column takes the place of a key of several, which stays unique.",
        levels: Levels::Key,
        targets: ALL,
    },
    Factor {
        name: "method",
        label: "Method",
        about: "How rows travel to the database.",
        levels: Levels::Names(&[
            ("single", "a prepared INSERT statement for each row"),
            ("insert", "INSERT statements of many rows"),
            (
                "bulk",
                "the database's own way for many rows: LOAD DATA, COPY, one prepared statement inside the program",
            ),
        ]),
        targets: ALL,
    },
    Factor {
        name: "workers",
        label: "Workers",
        about: "Connections that write at once.",
        levels: Levels::Whole(1, 64),
        targets: SERVERS,
    },
    Factor {
        name: "chunk_rows",
        label: "Rows a transaction",
        about: "Rows of a chunk, which is one transaction.",
        levels: Levels::Whole(1, 1_000_000),
        targets: ALL,
    },
    Factor {
        name: "statement_rows",
        label: "Rows a statement",
        about: "Rows of one INSERT statement; one has at most 4 MiB whatever is asked for, and no more rows than its transaction.",
        levels: Levels::Whole(1, 1_000_000),
        targets: SERVERS,
    },
    Factor {
        name: "partitions",
        label: "Partitions",
        about: "Whether the table is partitioned by ranges of its date. Its column then belongs in every unique key, the primary key too.",
        levels: Levels::Names(&[
            ("none", "one table"),
            ("day", "a partition a day"),
            ("month", "a partition a month"),
            ("year", "a partition a year"),
        ]),
        targets: SERVERS,
    },
    Factor {
        name: "layout",
        label: "Rows of a worker",
        about: "Which rows a worker takes where the table is partitioned.",
        levels: Levels::Names(&[
            ("ranges", "equal ranges of rows, whatever partitions they belong to"),
            ("partitions", "whole partitions, each written by one worker"),
        ]),
        targets: SERVERS,
    },
    Factor {
        name: "indexes",
        label: "Secondary indexes",
        about: "When indexes and unique keys besides the primary key are made.",
        levels: Levels::Names(&[
            ("none", "the table has none"),
            ("before", "with the table: each row is checked as it comes"),
            ("after", "when all rows are there"),
        ]),
        targets: ALL,
    },
    Factor {
        name: "foreign_keys",
        label: "Foreign keys",
        about: "Whether the table's foreign keys are in force while rows come. The tables that they refer to must be in the target.",
        levels: Levels::Names(&[
            ("none", "the table has none"),
            ("in force", "each row is checked as it comes"),
        ]),
        targets: SERVERS,
    },
    Factor {
        name: "wal",
        label: "Write-ahead log",
        about: "Whether the table is in the WAL. One that is not (UNLOGGED) is emptied by a crash of the server, and has no replicas.",
        levels: Levels::Names(&[
            ("logged", "each change goes to the WAL first"),
            ("unlogged", "nothing of the table goes there"),
        ]),
        targets: &[TargetKind::Postgres],
    },
];

/// The factor of this name.
pub fn factor(name: &str) -> Option<&'static Factor> {
    FACTORS.iter().find(|factor| factor.name == name)
}

/// Where a factor stands in lists: settings of a database come last.
pub fn factor_place(name: &str) -> usize {
    FACTORS.iter().position(|factor| factor.name == name).unwrap_or(FACTORS.len())
}

impl Factor {
    /// Whether a text is one of the factor's levels.
    ///
    /// # Errors
    /// What would be one.
    pub fn check(&self, level: &str) -> Result<(), FactorError> {
        match &self.levels {
            Levels::Whole(min, max) => {
                // Written in one way only: `01` would be a level of its own.
                let is_plain = |number: &u64| number.to_string() == level;
                let is_between =
                    level.parse().is_ok_and(|number| is_plain(&number) && (*min..=*max).contains(&number));
                if is_between { Ok(()) } else { Err(FactorError::NotBetween(*min, *max)) }
            }
            Levels::Names(_) | Levels::Key => {
                let names = self.names();
                if names.contains(&level) { Ok(()) } else { Err(FactorError::NotOneOf(names)) }
            }
        }
    }

    /// The levels that have names.
    pub fn names(&self) -> Vec<&'static str> {
        match &self.levels {
            Levels::Whole(..) => Vec::new(),
            Levels::Names(names) => names.iter().map(|(name, _)| *name).collect(),
            Levels::Key => generator::primary_key::KINDS.iter().map(|kind| kind.name).collect(),
        }
    }
}

impl std::fmt::Display for FactorError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotBetween(min, max) => write!(formatter, "write a whole number from {min} to {max}"),
            Self::NotOneOf(names) => write!(formatter, "write one of `{}`", names.join("`, `")),
        }
    }
}
