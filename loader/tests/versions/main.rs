//! Loads into servers of other versions than those of the tests beside this one, each test in a database of its own.
//!
//! They are where the environment variable `ROWMILL_DATABASES` says, which `cargo xtask test --only versions` sets; a version
//! that is not there is left out, and that is said.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod fixture;
mod loads;
mod refusals;
mod schema;
#[path = "../servers/stored.rs"]
mod stored;

/// One test for each function and version, and the list of all versions.
macro_rules! versions {
    ($($module:ident = $folder:literal),* $(,)?) => {
        pub(crate) const ALL: &[&str] = &[$($folder),*];
        $(mod $module {
            crate::tests_of!($folder, loads:
                every_type_arrives_by_every_way,
                a_table_that_is_there_is_added_to,
                a_stopped_load_goes_on_behind_its_last_chunk,
            );
            crate::tests_of!($folder, schema:
                keys_and_indexes_are_made_before_or_after_the_rows,
                partitions_are_made_by_month,
                types_and_counters_are_those_of_the_version,
                a_target_is_described,
            );
            crate::tests_of!($folder, refusals:
                a_row_that_is_refused_is_named,
                rows_that_are_refused_are_listed,
            );
        })*
    };
}

macro_rules! tests_of {
    ($folder:literal, $from:ident: $($name:ident),* $(,)?) => {
        $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $name() {
            if let Some(fixture) = crate::fixture::Fixture::new($folder).await {
                crate::$from::$name(&fixture).await;
            }
        })*
    };
}
pub(crate) use tests_of;

versions! {
    mariadb_10_5 = "mariadb-10.5",
    mariadb_11_8 = "mariadb-11.8",
    mysql_9 = "mysql-9",
    postgresql_12 = "postgresql-12",
    postgresql_14 = "postgresql-14",
    postgresql_16 = "postgresql-16",
    postgresql_17 = "postgresql-17",
    postgresql_18 = "postgresql-18",
}
