//! Questions that are asked often, each with what is varied to answer it.

use std::collections::BTreeMap;

use super::Level;
use crate::target::TargetKind;

/// A question, and what is varied for it.
#[derive(Debug)]
pub struct Preset {
    /// Its name in addresses.
    pub name: &'static str,
    /// The question, for people.
    pub question: &'static str,
    /// What it is about, in a sentence or two.
    pub about: &'static str,
    /// What is varied on each kind of database that has it.
    factors: &'static [(TargetKind, &'static [Varied])],
}

/// A factor, and its levels.
type Varied = (&'static str, &'static [&'static str]);

use TargetKind::{Mysql, Postgres, Sqlite};

/// The questions, in the order in which lists show them.
pub static PRESETS: &[Preset] = &[
    Preset {
        name: "which-key",
        question: "Which primary key?",
        about: "A counter of the database, random and time-ordered UUIDs; with one, two and four writers where there may be several.",
        factors: &[
            (Mysql, &[("key", &["counter", "v4 binary", "v7 binary"]), ("workers", &["1", "2", "4"])]),
            (Postgres, &[("key", &["counter", "v4 uuid", "v7 uuid"]), ("workers", &["1", "2", "4"])]),
            (Sqlite, &[("key", &["counter", "v4 binary", "v7 binary"])]),
        ],
    },
    Preset {
        name: "how-many-writers",
        question: "How many writers?",
        about: "The same load by one to eight connections at once.",
        factors: &[
            (Mysql, &[("workers", &["1", "2", "4", "8"])]),
            (Postgres, &[("workers", &["1", "2", "4", "8"])]),
        ],
    },
    Preset {
        name: "how-large-a-batch",
        question: "How large a batch?",
        about: "How many rows of a statement, where rows travel in statements, and how many of a transaction.",
        factors: &[
            (
                Mysql,
                &[
                    ("method", &["insert"]),
                    ("statement_rows", &["10", "100", "1000", "10000"]),
                    ("chunk_rows", &["10000", "100000"]),
                ],
            ),
            (
                Postgres,
                &[
                    ("method", &["insert"]),
                    ("statement_rows", &["10", "100", "1000", "10000"]),
                    ("chunk_rows", &["10000", "100000"]),
                ],
            ),
            (Sqlite, &[("chunk_rows", &["100", "1000", "10000", "100000"])]),
        ],
    },
    Preset {
        name: "do-partitions-help",
        question: "Do partitions help?",
        about: "One table, or a partition a month of its date, each written by one worker; with one writer and with four.",
        factors: &[
            (
                Mysql,
                &[("partitions", &["none", "month"]), ("layout", &["partitions"]), ("workers", &["1", "4"])],
            ),
            (
                Postgres,
                &[("partitions", &["none", "month"]), ("layout", &["partitions"]), ("workers", &["1", "4"])],
            ),
        ],
    },
    Preset {
        name: "insert-or-bulk",
        question: "INSERT or bulk?",
        about: "A statement a row, statements of many rows where the database tells them apart, and its own way for many rows.",
        factors: &[
            (Mysql, &[("method", &["single", "insert", "bulk"]), ("workers", &["1", "4"])]),
            (Postgres, &[("method", &["single", "insert", "bulk"]), ("workers", &["1", "4"])]),
            (Sqlite, &[("method", &["single", "bulk"])]),
        ],
    },
    Preset {
        name: "indexes-before-or-after",
        question: "Indexes before or after?",
        about: "Secondary indexes and unique keys made with the table, when all rows are there, or not at all.",
        factors: &[
            (Mysql, &[("indexes", &["before", "after", "none"])]),
            (Postgres, &[("indexes", &["before", "after", "none"])]),
            (Sqlite, &[("indexes", &["before", "after", "none"])]),
        ],
    },
    Preset {
        name: "what-does-durability-cost",
        question: "What does durability cost?",
        about: "Commits that wait for the disk or not, in small and in large transactions. In MySQL and MariaDB that is a setting of the whole server, which you have to allow to be changed meanwhile.",
        factors: &[
            (
                Mysql,
                &[
                    ("setting.innodb_flush_log_at_trx_commit", &["1", "2", "0"]),
                    ("chunk_rows", &["1000", "100000"]),
                ],
            ),
            (
                Postgres,
                &[
                    ("setting.synchronous_commit", &["on", "off"]),
                    ("wal", &["logged", "unlogged"]),
                    ("chunk_rows", &["1000", "100000"]),
                ],
            ),
            (
                Sqlite,
                &[("setting.synchronous", &["FULL", "NORMAL", "OFF"]), ("chunk_rows", &["1000", "100000"])],
            ),
        ],
    },
];

/// The question of this name.
pub fn preset(name: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| preset.name == name)
}

impl Preset {
    /// What is varied on a kind of database; `None` if there it cannot be asked.
    pub fn factors(&self, kind: TargetKind) -> Option<BTreeMap<String, Vec<Level>>> {
        let (_, factors) = self.factors.iter().find(|(of, _)| *of == kind)?;
        let levels = |levels: &[&str]| levels.iter().map(|level| Level((*level).to_owned())).collect();
        Some(factors.iter().map(|(factor, of)| ((*factor).to_owned(), levels(of))).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{factor, is_setting_value, setting};

    #[test]
    fn every_question_varies_what_there_is() {
        for preset in PRESETS {
            for (kind, _) in preset.factors {
                let factors = preset.factors(*kind).unwrap();
                assert!(factors.values().any(|levels| levels.len() > 1), "{}", preset.name);
                for (name, levels) in factors {
                    match name.strip_prefix("setting.") {
                        Some(name) => {
                            assert!(setting(*kind, name).is_some(), "{name}");
                            for level in levels {
                                assert!(is_setting_value(*kind, name, &level.0), "{name} {level}");
                            }
                        }
                        None => {
                            let found = factor(&name).unwrap();
                            assert!(found.targets.contains(kind), "{} {name}", preset.name);
                            for level in levels {
                                found
                                    .check(&level.0)
                                    .unwrap_or_else(|error| panic!("{name} {level}: {error}"));
                            }
                        }
                    }
                }
            }
        }
    }
}
