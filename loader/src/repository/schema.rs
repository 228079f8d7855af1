//! The tables of a server's own SQLite file, their versions, and the way from each to the next. One file has one version, so
//! this knows the table of saved datasets too, which the server reads and writes.

use sqlx::{Row as _, Sqlite, SqlitePool, Transaction};

use super::record;
use crate::error::RepositoryError;

/// The version that this program writes, in the file's `user_version`.
const SCHEMA_VERSION: i64 = 4;

/// Version 1, which did not note its version: jobs as JSON, `view`, partitions among it.
const VERSION_1: &str = "
    CREATE TABLE IF NOT EXISTS job (id TEXT NOT NULL PRIMARY KEY, created_at TEXT NOT NULL, view TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS dataset (
        id TEXT NOT NULL PRIMARY KEY,
        spec TEXT NOT NULL,
        value_version INTEGER NOT NULL,
        created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
    );
";

/// Version 2: columns for what lists sort and filter by, a row for each table and partition, so that noting the progress of a
/// job writes what has changed. Times are milliseconds since 1970. The columns of a job that no version could read are NULL.
const VERSION_2: &str = "
    ALTER TABLE job RENAME TO job_of_version_1;
    CREATE TABLE job (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        status TEXT,
        target TEXT,
        dataset TEXT,
        created_at INTEGER NOT NULL,
        started_at INTEGER,
        ended_at INTEGER,
        record TEXT NOT NULL
    );
    CREATE INDEX job_newest ON job (created_at DESC, id DESC);
    CREATE INDEX job_dataset ON job (dataset);
    CREATE TABLE job_table (
        job INTEGER NOT NULL REFERENCES job ON DELETE CASCADE,
        position INTEGER NOT NULL,
        record TEXT NOT NULL,
        PRIMARY KEY (job, position)
    ) WITHOUT ROWID;
    CREATE TABLE job_partition (
        job INTEGER NOT NULL REFERENCES job ON DELETE CASCADE,
        job_table INTEGER NOT NULL,
        position INTEGER NOT NULL,
        first_row INTEGER NOT NULL,
        rows INTEGER NOT NULL,
        committed INTEGER NOT NULL,
        skipped INTEGER NOT NULL,
        chunk_times TEXT,
        PRIMARY KEY (job, job_table, position)
    ) WITHOUT ROWID;

    ALTER TABLE dataset RENAME TO dataset_of_version_1;
    CREATE TABLE dataset (
        id TEXT NOT NULL PRIMARY KEY,
        spec TEXT NOT NULL,
        value_version INTEGER NOT NULL,
        saved_at INTEGER NOT NULL,
        used_at INTEGER NOT NULL,
        tables TEXT NOT NULL
    );
    CREATE INDEX dataset_newest ON dataset (saved_at DESC, id DESC);
    CREATE INDEX dataset_used ON dataset (used_at);
    INSERT INTO dataset
    SELECT id, spec, value_version, unixepoch(created_at) * 1000, unixepoch() * 1000,
        CASE WHEN json_valid(spec) THEN (
            SELECT json_group_array(json_object('name', value ->> 'name', 'rows', CAST(value ->> 'rows' AS INTEGER)))
            FROM json_each(spec, '$.tables')
        ) ELSE '[]' END
    FROM dataset_of_version_1;
    DROP TABLE dataset_of_version_1;

    CREATE TABLE schema_compatibility (least_version INTEGER NOT NULL);
    INSERT INTO schema_compatibility VALUES (2);
";

/// Version 3: counting jobs that can be read needs none of their records. Programs of version 2 may go on with it.
const VERSION_3: &str = "
    ALTER TABLE job ADD COLUMN record_version INTEGER GENERATED ALWAYS AS (
        CASE WHEN json_valid(record) THEN record ->> '$.version' END
    ) VIRTUAL;
    CREATE INDEX job_readable ON job (record_version, status);
    PRAGMA user_version = 3;
";

/// Version 4: experiments as JSON, each with the spec that it is about, since datasets may be deleted. Programs of version 2 may go on.
const VERSION_4: &str = "
    CREATE TABLE experiment (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        status TEXT NOT NULL,
        target TEXT NOT NULL,
        started_at INTEGER NOT NULL,
        spec TEXT NOT NULL,
        record TEXT NOT NULL
    );
    PRAGMA user_version = 4;
";

/// Brings the file to this version. One of a newer version is left as it is: it may be used if it says that programs of this
/// version may read and write it, in `schema_compatibility`.
pub(super) async fn migrate(pool: &SqlitePool) -> Result<(), RepositoryError> {
    // Two programs that open a file at once do not both migrate it.
    let mut transaction = pool.begin_with("BEGIN IMMEDIATE").await.map_err(RepositoryError::Prepare)?;
    let found: i64 = sqlx::query_scalar("PRAGMA user_version")
        .fetch_one(&mut *transaction)
        .await
        .map_err(RepositoryError::Prepare)?;
    if found > SCHEMA_VERSION {
        // A file that does not say so is not compatible.
        let least: Option<i64> = sqlx::query_scalar("SELECT MAX(least_version) FROM schema_compatibility")
            .fetch_one(&mut *transaction)
            .await
            .unwrap_or(None);
        return match least {
            Some(least) if least <= SCHEMA_VERSION => Ok(()),
            _ => Err(RepositoryError::NewerSchema { found, known: SCHEMA_VERSION }),
        };
    }
    if found < 1 {
        run(VERSION_1, &mut transaction).await?;
    }
    if found < 2 {
        run(VERSION_2, &mut transaction).await?;
        take_over_jobs(&mut transaction).await?;
        run("DROP TABLE job_of_version_1; PRAGMA user_version = 2;", &mut transaction).await?;
    }
    if found < 3 {
        run(VERSION_3, &mut transaction).await?;
    }
    if found < 4 {
        run(VERSION_4, &mut transaction).await?;
    }
    transaction.commit().await.map_err(RepositoryError::Prepare)
}

async fn run(
    statements: &'static str,
    transaction: &mut Transaction<'static, Sqlite>,
) -> Result<(), RepositoryError> {
    sqlx::raw_sql(statements).execute(&mut **transaction).await.map(|_| ()).map_err(RepositoryError::Prepare)
}

/// Jobs of version 1. One that cannot be read is kept as it is: a newer program may read it.
async fn take_over_jobs(transaction: &mut Transaction<'static, Sqlite>) -> Result<(), RepositoryError> {
    let jobs = sqlx::query("SELECT id, created_at, view FROM job_of_version_1")
        .fetch_all(&mut **transaction)
        .await
        .map_err(RepositoryError::Prepare)?;
    for row in jobs {
        let (id, created_at, view): (String, String, String) = (row.get(0), row.get(1), row.get(2));
        match record::decode_version_1(&view) {
            Ok(job) => record::write(&job, None, transaction).await?,
            Err(_) => record::write_unreadable(&id, &created_at, &view, transaction).await?,
        }
    }
    Ok(())
}
