//! Settings of databases that matter to loads, as a table: what each means, what it risks, and whom it concerns.

use serde::{Deserialize, Serialize};

use crate::target::TargetKind;

/// A setting of a database.
#[derive(Debug)]
pub struct Setting {
    /// Its name in the database.
    pub name: &'static str,
    /// The databases that have it. Whether a server of some version has it, that is asked.
    pub target: TargetKind,
    /// Whom a change concerns.
    pub scope: SettingScope,
    /// Values that are worth comparing.
    pub levels: &'static [&'static str],
    /// What it means, in a sentence.
    pub about: &'static str,
    /// What is at stake while it is changed, in a sentence.
    pub risk: &'static str,
}

/// Whom a change of a setting concerns.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SettingScope {
    /// The connections of a load alone.
    Session,
    /// The whole server, and whatever else it does.
    Server,
}

const fn of(
    scope: SettingScope,
    target: TargetKind,
    name: &'static str,
    levels: &'static [&'static str],
    about: &'static str,
    risk: &'static str,
) -> Setting {
    Setting { name, target, scope, levels, about, risk }
}

/// All of them (MySQL 9.7, MariaDB 11.8, PostgreSQL 18 and SQLite 3 manuals).
pub static SETTINGS: &[Setting] = &[
    of(
        SettingScope::Session,
        TargetKind::Mysql,
        "unique_checks",
        &["1", "0"],
        "Whether InnoDB looks for a row's twin in secondary unique indexes at once.",
        "With 0 it may take rows that are there already, in unique indexes besides the primary key.",
    ),
    of(
        SettingScope::Session,
        TargetKind::Mysql,
        "sql_log_bin",
        &["1", "0"],
        "Whether changes go to the binary log.",
        "With 0 replicas and restores from the log do not get the rows. It needs rights of an administrator.",
    ),
    of(
        SettingScope::Server,
        TargetKind::Mysql,
        "innodb_flush_log_at_trx_commit",
        &["1", "2", "0"],
        "When the redo log is written and flushed: at each commit (1), written at commit and flushed each second (2), both each second (0).",
        "With 2 a crash of the machine, with 0 one of the server loses the transactions of the last second.",
    ),
    of(
        SettingScope::Server,
        TargetKind::Mysql,
        "sync_binlog",
        &["1", "0", "100"],
        "After how many commits the binary log is flushed; 0 leaves it to the system.",
        "Commits that are not flushed are lost with the machine, and replicas may know more than the server.",
    ),
    of(
        SettingScope::Server,
        TargetKind::Mysql,
        "innodb_buffer_pool_size",
        &["134217728", "1073741824"],
        "Bytes of memory for pages of tables and indexes.",
        "More than the machine has makes it swap; while it changes, other work waits.",
    ),
    of(
        SettingScope::Server,
        TargetKind::Mysql,
        "innodb_log_file_size",
        &["100663296", "1073741824"],
        "Bytes of the redo log (MariaDB since 10.9).",
        "More take more disk, and longer to recover after a crash.",
    ),
    of(
        SettingScope::Server,
        TargetKind::Mysql,
        "innodb_redo_log_capacity",
        &["104857600", "1073741824"],
        "Bytes of the redo log (MySQL since 8.0.30).",
        "More take more disk, and longer to recover after a crash.",
    ),
    of(
        SettingScope::Session,
        TargetKind::Postgres,
        "synchronous_commit",
        &["on", "off", "local"],
        "Whether a commit waits until its WAL is flushed: everywhere (on), here (local), not at all (off).",
        "With off the last commits are lost in a crash, though nothing is damaged.",
    ),
    of(
        SettingScope::Session,
        TargetKind::Postgres,
        "maintenance_work_mem",
        &["65536", "524288"],
        "Kibibytes of memory for making an index.",
        "Each index that is made takes as much.",
    ),
    of(
        SettingScope::Session,
        TargetKind::Postgres,
        "wal_compression",
        &["off", "on"],
        "Whether whole pages in the WAL are compressed. It needs rights of an administrator.",
        "None; it takes processor time.",
    ),
    of(
        SettingScope::Server,
        TargetKind::Postgres,
        "max_wal_size",
        &["1024", "8192"],
        "Mebibytes of WAL between two checkpoints.",
        "More take more disk, and longer to recover after a crash.",
    ),
    of(
        SettingScope::Server,
        TargetKind::Postgres,
        "full_page_writes",
        &["on", "off"],
        "Whether a page goes whole into the WAL when it is first changed after a checkpoint.",
        "With off a crash of the machine can damage data for good.",
    ),
    of(
        SettingScope::Server,
        TargetKind::Postgres,
        "autovacuum",
        &["on", "off"],
        "Whether tables are vacuumed and analysed in the background.",
        "While it is off, other tables grow and their plans grow old.",
    ),
    of(
        SettingScope::Session,
        TargetKind::Sqlite,
        "synchronous",
        &["FULL", "NORMAL", "OFF"],
        "When the file is flushed: at each commit (FULL), at checkpoints of the WAL (NORMAL), never (OFF).",
        "With NORMAL the last commits are lost with the machine, with OFF the file may be damaged.",
    ),
    of(
        SettingScope::Session,
        TargetKind::Sqlite,
        "cache_size",
        &["-2000", "-65536"],
        "Memory for pages: kibibytes if it is negative, else pages.",
        "None; it takes memory.",
    ),
];

/// The setting of this name of a database.
pub fn setting(target: TargetKind, name: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|setting| setting.target == target && setting.name == name)
}

/// Whether a text can be the value of a setting of a database: letters, digits, `_`, `-` and `.`, at most 40. SQLite takes any word for any
/// setting without a complaint, and what a server has taken is compared with what was asked for: for SQLite and for settings of a whole
/// server it is one of the levels, or a whole number where those are.
pub fn is_setting_value(target: TargetKind, name: &str, text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte);
    if !(1..=40).contains(&text.len()) || !text.bytes().all(is_plain) {
        return false;
    }
    let found = setting(target, name);
    if target != TargetKind::Sqlite && found.is_none_or(|found| found.scope == SettingScope::Session) {
        return true;
    }
    let levels = found.map_or(&[][..], |setting| setting.levels);
    let is_whole = |text: &str| text.parse::<i64>().is_ok_and(|number| number.to_string() == text);
    levels.contains(&text) || (is_whole(text) && levels.iter().all(|level| is_whole(level)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_says_what_it_is_and_what_it_risks() {
        for (position, found) in SETTINGS.iter().enumerate() {
            let is_twice = SETTINGS[..position]
                .iter()
                .any(|other| (other.name, other.target) == (found.name, found.target));
            assert!(!is_twice, "{} twice", found.name);
            assert!(found.about.ends_with('.') && found.risk.ends_with('.'), "{}", found.name);
            assert!(
                found.levels.len() > 1
                    && found.levels.iter().all(|level| is_setting_value(found.target, found.name, level)),
                "{}",
                found.name
            );
            assert!(std::ptr::eq(setting(found.target, found.name).unwrap(), found));
        }
        for wrong in ["", "a b", "1;DROP", "'x'", &"1".repeat(41)] {
            assert!(!is_setting_value(TargetKind::Mysql, "unique_checks", wrong), "{wrong}");
        }
        for (name, value, is_one) in [
            ("synchronous", "bogus", false),
            ("cache_size", "-512", true),
            ("cache_size", "abc", false),
            ("synchronous", "1", false),
        ] {
            assert_eq!(is_setting_value(TargetKind::Sqlite, name, value), is_one, "{name} {value}");
        }
        for (name, value, is_one) in
            [("max_wal_size", "2048", true), ("max_wal_size", "2GB", false), ("autovacuum", "true", false)]
        {
            assert_eq!(is_setting_value(TargetKind::Postgres, name, value), is_one, "{name} {value}");
        }
    }
}
