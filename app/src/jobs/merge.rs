//! What is known of a job, from answers and events that overtake each other. Within an execution counters only grow, so that
//! the greater one is right, in whatever order they come.

use std::mem;

use contract::{Job, JobProgress, PartitionProgress, TableProgress};

/// Takes over a state of a job, unless a later one is known. Lists and events have no partitions: those that are known stay.
pub(super) fn put(known: &mut Job, mut job: Job) {
    if (known.executions, known.revision) > (job.executions, job.revision) {
        mem::swap(known, &mut job);
    }
    if known.executions == job.executions {
        for (table, before) in job.tables.iter_mut().zip(&mut known.tables) {
            let before = mem::take(&mut before.partitions);
            if table.partitions.is_empty() {
                table.partitions = before;
            } else {
                // Those of another plan are of no use.
                let _ = grow(&mut table.partitions, &before);
            }
        }
    }
    *known = job;
}

/// Takes over what has changed of a job.
pub(super) fn advance(known: &mut Job, progress: JobProgress) {
    if (known.executions, known.revision) > (progress.executions, progress.revision) {
        return;
    }
    known.status = progress.status;
    known.executions = progress.executions;
    known.revision = progress.revision;
    known.ended_at = progress.ended_at;
    known.committed = progress.committed;
    known.skipped = progress.skipped;
    known.rows_per_second = progress.rows_per_second;
    known.remaining_seconds = progress.remaining_seconds;
    known.error = progress.error;
    known.notes = progress.notes.unwrap_or(mem::take(&mut known.notes));
    for mut table in progress.tables {
        let Some(before) = known.tables.iter_mut().find(|before| before.table == table.table) else {
            continue;
        };
        let changed = mem::replace(&mut table.partitions, mem::take(&mut before.partitions));
        // Only some of them: those that were never read cannot be shown.
        if !table.partitions.is_empty() && !grow(&mut table.partitions, &changed) {
            // All of another plan.
            table.partitions = changed;
        }
        *before = table;
    }
}

/// Brings partitions up to date; false if they are of another plan.
fn grow(partitions: &mut [PartitionProgress], changed: &[PartitionProgress]) -> bool {
    changed.iter().all(|changed| {
        let place = partitions.binary_search_by_key(&changed.start, |partition| partition.start);
        let Some(known) = place.ok().map(|place| &mut partitions[place]) else { return false };
        if known.rows != changed.rows {
            return false;
        }
        known.committed = known.committed.max(changed.committed);
        known.skipped = known.skipped.max(changed.skipped);
        true
    })
}

/// Whether the job runs and its partitions were never read.
pub(super) fn needs_partitions(job: &Job) -> bool {
    job.status.is_running() && job.tables.iter().any(|TableProgress { partitions, .. }| partitions.is_empty())
}

#[cfg(test)]
mod tests {
    use contract::JobList;

    use super::*;

    fn job(execution: u32, revision: u64, partitions: &str) -> Job {
        let json = format!(
            r#"{{"jobs":[{{"id":"a","request":{{"dataset":"d","target":"t"}},"status":"STARTED","executions":{execution},
            "revision":{revision},"created_at":"","started_at":"","rows":20,"committed":{revision},"skipped":0,
            "rows_per_second":0,"tables":[{{"table":"t","rows":20,"committed":{revision},"partitions":[{partitions}]}}]}}]}}"#
        );
        serde_json::from_str::<JobList>(&json).unwrap().jobs.remove(0)
    }

    fn progress(revision: u64, partitions: &str) -> JobProgress {
        let json = format!(
            r#"{{"id":"a","status":"STARTED","executions":1,"revision":{revision},"committed":{revision},"skipped":0,
            "rows_per_second":0,"tables":[{{"table":"t","rows":20,"committed":{revision},"partitions":[{partitions}]}}]}}"#
        );
        serde_json::from_str(&json).unwrap()
    }

    fn partition(start: u64, rows: u64, committed: u64) -> String {
        format!(r#"{{"start":{start},"rows":{rows},"committed":{committed},"skipped":0}}"#)
    }

    fn both(first: u64, second: u64) -> String {
        [partition(0, 10, first), partition(10, 10, second)].join(",")
    }

    fn committed(job: &Job) -> Vec<u64> {
        job.tables[0].partitions.iter().map(|partition| partition.committed).collect()
    }

    #[test]
    fn an_answer_and_events_come_to_the_same_in_any_order() {
        // The answer to a request for the partitions, and what was told meanwhile.
        let mut known = job(1, 1, "");
        assert!(needs_partitions(&known));
        advance(&mut known, progress(5, &partition(10, 10, 4)));
        assert_eq!((known.committed, committed(&known)), (5, vec![]));
        put(&mut known, job(1, 4, &both(1, 3)));
        advance(&mut known, progress(6, &partition(0, 10, 2)));
        assert_eq!((known.revision, known.committed, committed(&known)), (6, 6, vec![2, 3]));
        assert!(!needs_partitions(&known));
        put(&mut known, job(1, 3, &both(0, 2)));
        advance(&mut known, progress(2, &partition(0, 10, 1)));
        assert_eq!((known.revision, committed(&known)), (6, vec![2, 3]));
        // A later state of a list keeps them.
        put(&mut known, job(1, 7, ""));
        assert_eq!((known.revision, committed(&known)), (7, vec![2, 3]));
    }

    #[test]
    fn another_plan_and_another_execution_begin_anew() {
        let mut known = job(1, 1, &both(0, 0));
        advance(&mut known, progress(2, &partition(0, 20, 7)));
        assert_eq!(committed(&known), [7]);
        put(&mut known, job(2, 0, &both(3, 3)));
        assert_eq!(committed(&known), [3, 3]);
        put(&mut known, job(1, 9, &both(9, 9)));
        assert_eq!((known.executions, committed(&known)), (2, vec![3, 3]));
    }
}
