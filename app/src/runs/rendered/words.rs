//! What there is to say of a load.

use contract::{
    IndexTime, Job, JobRequest, JobStatus, LoadMethod, LoadMode, StepSeconds, TableProgress, TableStatistics,
    Verify,
};

use crate::{
    language::{label, t, text},
    numbers::{bytes, duration, grouped},
    percent::percent_encoded,
};

/// What is loaded where.
pub(super) fn title(job: &Job) -> String {
    format!("{} → {}", tables(job), job.request.target)
}

/// The names of the tables, those of many shortened.
pub(super) fn tables(job: &Job) -> String {
    match job.request.tables.as_slice() {
        [first, second, third, _, ..] => {
            let more = job.request.tables.len() - 3;
            t!("{0} and {1} more", format!("{first}, {second}, {third}"), more)
        }
        few => few.join(", "),
    }
}

/// Where it stands, and the class of that in the style sheet.
pub(super) fn status(status: JobStatus) -> (String, &'static str) {
    let (said, class) = match status {
        JobStatus::Starting => (label!("Starting"), "running"),
        JobStatus::Started => (label!("Running"), "running"),
        JobStatus::Stopping => (label!("Stopping"), "running"),
        JobStatus::Stopped => (label!("Stopped"), "stopped"),
        JobStatus::Failed => (label!("Failed"), "failed"),
        JobStatus::Completed => (label!("Completed"), "completed"),
    };
    (text(said), class)
}

/// What becomes of tables that are there.
pub(super) fn mode(mode: LoadMode) -> String {
    match mode {
        LoadMode::Create => t!("Stop"),
        LoadMode::Append => t!("Append"),
        LoadMode::Replace => t!("Replace"),
    }
}

/// How rows travel.
pub(super) fn method(method: LoadMethod) -> String {
    match method {
        LoadMethod::Auto => t!("fastest"),
        LoadMethod::Bulk => t!("bulk only (LOAD DATA, COPY)"),
        LoadMethod::Insert => t!("INSERT of many rows"),
        LoadMethod::Single => t!("INSERT row by row"),
    }
}

/// When indexes are made.
pub(super) fn indexes(time: IndexTime) -> String {
    match time {
        IndexTime::Before => t!("before loading"),
        IndexTime::After => t!("after loading"),
    }
}

/// A number that may be left to Rowmill.
pub(super) fn number(number: Option<u32>) -> String {
    number.map_or_else(|| t!("automatic"), |number| grouped(u64::from(number)))
}

/// How far it is, and how fast.
pub(super) fn numbers(job: &Job) -> String {
    let mut parts = vec![committed(job)];
    if job.skipped > 0 {
        parts.push(t!("{0} refused", grouped(job.skipped)));
    }
    if job.rows_per_second > 0.0 {
        parts.push(rate(job.rows_per_second));
    }
    if let Some(seconds) = job.remaining_seconds.filter(|_| job.status.is_running()) {
        parts.push(t!("{0} left", duration(seconds)));
    }
    if job.executions > 1 {
        parts.push(t!("started {0} times", job.executions));
    }
    parts.join(" · ")
}

/// How far it is.
pub(super) fn committed(job: &Job) -> String {
    t!("{0} of {1} rows", grouped(job.committed), grouped(job.rows))
}

/// How far a table is, or what it was compared with.
pub(super) fn verified(table: &TableProgress) -> String {
    let Some(verification) = &table.verification else {
        return t!("{0} of {1} rows", grouped(table.committed), grouped(table.rows));
    };
    let keys = verification
        .key_range
        .as_ref()
        .map(|(min, max)| t!(", keys {0} to {1}", min, max))
        .unwrap_or_default();
    let (counted, compared) = (grouped(verification.counted), grouped(verification.compared));
    t!("verified: {0} {0|row|rows} counted, {1} compared{2}", counted, compared, keys)
}

/// What a table takes, by the database's own account.
pub(super) fn size(statistics: &TableStatistics) -> String {
    let size = |count: u64| bytes(count as f64);
    let indexes: Vec<String> =
        statistics.indexes.iter().map(|index| format!("{} {}", index.name, size(index.bytes))).collect();
    t!(
        "{0} rows of {1} bytes · data {2} · indexes {3} · free {4}{5}",
        grouped(statistics.rows),
        grouped(statistics.average_row_bytes),
        size(statistics.data_bytes),
        size(statistics.index_bytes),
        size(statistics.free_bytes),
        if indexes.is_empty() { String::new() } else { format!(" ({})", indexes.join(", ")) }
    )
}

/// How long the last execution took for a table.
pub(super) fn times(seconds: StepSeconds) -> String {
    t!(
        "{0} rows in {1} s ({2}), indexes and counters {3} s, verification {4} s",
        grouped(seconds.written),
        format!("{:.1}", seconds.rows),
        rate(seconds.written as f64 / seconds.rows.max(0.001)),
        format!("{:.1}", seconds.finish),
        format!("{:.1}", seconds.verify),
    )
}

/// Seconds of the last execution for all tables, if it has told them.
pub(super) fn seconds(job: &Job) -> Option<f64> {
    let of = |seconds: StepSeconds| seconds.rows + seconds.finish + seconds.verify;
    let all: Vec<f64> = job.tables.iter().filter_map(|table| table.seconds).map(of).collect();
    (!all.is_empty()).then(|| all.iter().sum())
}

/// What all tables say of their size.
pub(super) fn total(job: &Job, read: fn(&TableStatistics) -> u64) -> Option<u64> {
    let all: Vec<u64> = job.tables.iter().filter_map(|table| table.statistics.as_ref()).map(read).collect();
    (!all.is_empty()).then(|| all.iter().sum())
}

/// The address of the dataset, with the form of this load filled in.
pub(crate) fn again(request: &JobRequest) -> String {
    let mut address = format!("/d/{}?load={}", request.dataset, percent_encoded(&request.target));
    let mut add = |name: &str, value: &str| address.push_str(&format!("&{name}={}", percent_encoded(value)));
    for table in &request.tables {
        add("table", table);
    }
    match request.mode {
        LoadMode::Create => {}
        LoadMode::Append => add("mode", "append"),
        LoadMode::Replace => add("mode", "replace"),
    }
    match request.method {
        LoadMethod::Auto => {}
        LoadMethod::Bulk => add("method", "bulk"),
        LoadMethod::Insert => add("method", "insert"),
        LoadMethod::Single => add("method", "single"),
    }
    if request.indexes == IndexTime::After {
        add("indexes", "after");
    }
    let numbers = [
        ("workers", request.workers),
        ("chunk_rows", request.chunk_rows),
        ("statement_rows", request.statement_rows),
    ];
    for (name, number) in numbers {
        if let Some(number) = number {
            add(name, &number.to_string());
        }
    }
    if let Some(name) = &request.as_table {
        add("as_table", name);
    }
    if request.verify == Verify::All {
        add("verify", "all");
    }
    if request.skip_limit > 0 {
        add("skip_limit", &request.skip_limit.to_string());
    }
    address
}

/// Rows a second, rounded to what can be read while it changes.
pub(super) fn rate(rows_per_second: f64) -> String {
    t!("{0} rows/s", grouped(rows_per_second.max(0.0).round() as u64))
}

/// A part of a whole in percent with one digit, never 100 before it is whole.
pub(super) fn percent(part: u64, whole: u64) -> f64 {
    if whole == 0 || part >= whole {
        return 100.0;
    }
    // Tenths of a percent, rounded down; the product fits 128 bits.
    (u128::from(part) * 1_000 / u128::from(whole)) as f64 / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_load_can_be_filled_in_again() {
        let mut request = JobRequest {
            dataset: "0ab1".to_owned(),
            tables: vec!["my table".to_owned()],
            target: "shop".to_owned(),
            ..JobRequest::default()
        };
        assert_eq!(again(&request), "/d/0ab1?load=shop&table=my%20table");
        request.mode = LoadMode::Replace;
        request.method = LoadMethod::Single;
        request.indexes = IndexTime::After;
        (request.workers, request.chunk_rows, request.statement_rows) = (Some(4), Some(1_000), Some(7));
        request.verify = Verify::All;
        (request.as_table, request.skip_limit) = (Some("b&c".to_owned()), 3);
        assert_eq!(
            again(&request),
            "/d/0ab1?load=shop&table=my%20table&mode=replace&method=single&indexes=after&workers=4&chunk_rows=1000\
             &statement_rows=7&as_table=b%26c&verify=all&skip_limit=3"
        );
    }

    #[test]
    fn rates_are_round() {
        assert_eq!(rate(1_234_567.8), "1,234,568 rows/s");
    }

    #[test]
    fn a_percentage_is_whole_only_at_the_end() {
        assert_eq!(percent(0, 0), 100.0);
        assert_eq!(percent(3_599_999, 3_600_000), 99.9);
        assert_eq!(percent(1, 3), 33.3);
        assert_eq!(percent(5, 5), 100.0);
    }
}
