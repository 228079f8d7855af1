//! What makes two requests the same load.

use contract::JobRequest;
use generator::hexadecimal;
use sha2::{Digest as _, Sha256};

/// A job's name: 32 hexadecimal digits from what identifies a load, which is dataset, tables, target and mode. Workers,
/// chunk size, method and skip limit may change from one execution to the next.
pub(crate) fn job_id(request: &JobRequest) -> String {
    let mut tables = request.tables.clone();
    tables.sort_unstable();
    tables.dedup();
    let mode = format!("{:?}", request.mode);
    let mut hash = Sha256::new().chain_update(b"rowmill job");
    for part in [&request.dataset, &request.target, &mode].into_iter().chain(&tables) {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    hexadecimal(&hash.finalize()[..16])
}

#[cfg(test)]
mod tests {
    use contract::{IndexTime, LoadMethod, LoadMode};

    use super::*;

    #[test]
    fn only_what_identifies_a_load_counts() {
        let request = JobRequest {
            dataset: "d".to_owned(),
            tables: vec!["a".to_owned(), "b".to_owned()],
            target: "t".to_owned(),
            mode: LoadMode::Create,
            method: LoadMethod::Auto,
            workers: None,
            chunk_rows: None,
            indexes: IndexTime::Before,
            skip_limit: 0,
            again: false,
        };
        let same = JobRequest {
            tables: vec!["b".to_owned(), "a".to_owned()],
            method: LoadMethod::Insert,
            workers: Some(7),
            chunk_rows: Some(3),
            skip_limit: 9,
            again: true,
            ..request.clone()
        };
        assert_eq!(job_id(&request), job_id(&same));
        for other in [
            JobRequest { dataset: "x".to_owned(), ..request.clone() },
            JobRequest { target: "x".to_owned(), ..request.clone() },
            JobRequest { tables: vec!["a".to_owned()], ..request.clone() },
            JobRequest { mode: LoadMode::Append, ..request.clone() },
        ] {
            assert_ne!(job_id(&request), job_id(&other));
        }
    }
}
