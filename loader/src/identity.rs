//! What makes two requests the same load.

use contract::JobRequest;
use generator::hexadecimal;
use sha2::{Digest as _, Sha256};

/// A job's name in the list of jobs: 32 hexadecimal digits from what identifies it there, which is dataset, tables, target and mode.
/// Workers, chunk size, method and skip limit may change from one execution to the next.
pub(crate) fn job_id(request: &JobRequest) -> String {
    let mut tables = request.tables.clone();
    tables.sort_unstable();
    tables.dedup();
    let mode = format!("{:?}", request.mode);
    let parts =
        [&request.dataset, &request.target, &mode].into_iter().chain(&tables).chain(&request.as_table);
    hash("rowmill job", parts.map(String::as_str))
}

/// The name of a table's load in its target: from what it makes, and not from how the target is called. Any program that loads the
/// same rows in the same mode into the same table of a database finds the same checkpoints, whatever else it loads with it.
///
/// The name of the table in the target is no part of it, but stands beside it in the records, folded as the server folds it.
pub(crate) fn load_id(request: &JobRequest, table: &str) -> String {
    let mode = format!("{:?}", request.mode);
    hash("rowmill load", [request.dataset.as_str(), mode.as_str(), table])
}

/// The name of the table that a load makes before it takes the place of another: the same in every execution, and shorter than any
/// database allows.
pub(crate) fn working_name(job: &str, as_table: &str) -> String {
    format!("rowmill_new_{}", &hash("working", [job, as_table])[..12])
}

/// What the names of tables on their way out begin with.
pub(crate) const RETIRED: &str = "rowmill_old_";

/// The name that a table has on its way out, between its replacement and its end.
pub(crate) fn retired_name(job: &str, as_table: &str) -> String {
    format!("{RETIRED}{}", &hash("working", [job, as_table])[..12])
}

fn hash<'a>(of: &str, parts: impl IntoIterator<Item = &'a str>) -> String {
    let mut hash = Sha256::new().chain_update(of);
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    hexadecimal(&hash.finalize()[..16])
}

#[cfg(test)]
mod tests {
    use contract::{IndexTime, LoadMethod, LoadMode};

    use super::*;

    fn request() -> JobRequest {
        JobRequest {
            dataset: "d".to_owned(),
            tables: vec!["a".to_owned(), "b".to_owned()],
            target: "t".to_owned(),
            mode: LoadMode::Create,
            method: LoadMethod::Auto,
            as_table: None,
            workers: None,
            chunk_rows: None,
            statement_rows: None,
            indexes: IndexTime::Before,
            skip_limit: 0,
            verify: contract::Verify::Sample,
            again: false,
            join: false,
            ..JobRequest::default()
        }
    }

    #[test]
    fn only_what_identifies_a_job_counts() {
        let request = request();
        let same = JobRequest {
            tables: vec!["b".to_owned(), "a".to_owned()],
            method: LoadMethod::Insert,
            workers: Some(7),
            chunk_rows: Some(3),
            statement_rows: Some(1),
            skip_limit: 9,
            again: true,
            join: true,
            layout: contract::RowLayout::Ranges,
            without_foreign_keys: true,
            unlogged: true,
            settings: [("unique_checks".to_owned(), "0".to_owned())].into(),
            ..request.clone()
        };
        assert_eq!(job_id(&request), job_id(&same));
        for other in [
            JobRequest { dataset: "x".to_owned(), ..request.clone() },
            JobRequest { target: "x".to_owned(), ..request.clone() },
            JobRequest { tables: vec!["a".to_owned()], ..request.clone() },
            JobRequest { mode: LoadMode::Append, ..request.clone() },
            JobRequest { as_table: Some("x".to_owned()), ..request.clone() },
        ] {
            assert_ne!(job_id(&request), job_id(&other));
        }
    }

    #[test]
    fn a_load_is_the_same_under_every_name_of_its_target() {
        let request = request();
        let renamed = JobRequest { target: "x".to_owned(), tables: vec!["a".to_owned()], ..request.clone() };
        assert_eq!(load_id(&request, "a"), load_id(&renamed, "a"));
        let append = JobRequest { mode: LoadMode::Append, ..request.clone() };
        assert_ne!(load_id(&request, "a"), load_id(&append, "a"));
        // Two tables of a dataset may be loaded into one.
        assert_ne!(load_id(&request, "a"), load_id(&request, "b"));
        let load = load_id(&request, "a");
        assert_ne!(working_name(&load, "a"), working_name(&load, "b"));
        assert_ne!(working_name(&load, "a"), retired_name(&load, "a"));
    }
}
