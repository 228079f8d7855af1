//! A load as commands.

use contract::{IndexTime, JobRequest, LoadMethod, LoadMode, Verify};

use super::super::commands::quoted;

/// The load by curl, of a saved dataset.
pub(super) fn curl(origin: &str, request: &JobRequest) -> String {
    // A request has a JSON form.
    let body = serde_json::to_string(request).unwrap_or_default();
    format!("curl -X POST {origin}/api/jobs -H 'content-type: application/json' -d {}", quoted(&body))
}

/// The load by Rowmill's program, of a spec in a file.
pub(super) fn rowmill(request: &JobRequest) -> String {
    let mut command = format!("rowmill load dataset.rowmill.json --target {}", quoted(&request.target));
    let mut add = |option: &str, value: Option<String>| match value {
        Some(value) => command.push_str(&format!(" --{option} {value}")),
        None => command.push_str(&format!(" --{option}")),
    };
    for table in &request.tables {
        add("table", Some(quoted(table)));
    }
    if let Some(name) = &request.as_table {
        add("as-table", Some(quoted(name)));
    }
    match request.mode {
        LoadMode::Create => {}
        LoadMode::Append => add("mode", Some("append".to_owned())),
        LoadMode::Replace => add("mode", Some("replace".to_owned())),
    }
    match request.method {
        LoadMethod::Auto => {}
        LoadMethod::Bulk => add("method", Some("bulk".to_owned())),
        LoadMethod::Insert => add("method", Some("insert".to_owned())),
        LoadMethod::Single => add("method", Some("single".to_owned())),
    }
    let numbers = [
        ("workers", request.workers),
        ("chunk-rows", request.chunk_rows),
        ("statement-rows", request.statement_rows),
    ];
    for (option, number) in numbers {
        if let Some(number) = number {
            add(option, Some(number.to_string()));
        }
    }
    if request.indexes == IndexTime::After {
        add("indexes-after", None);
    }
    if request.verify == Verify::All {
        add("verify", Some("all".to_owned()));
    }
    if request.skip_limit > 0 {
        add("skip-limit", Some(request.skip_limit.to_string()));
    }
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_say_what_the_form_says() {
        let request = JobRequest {
            dataset: "0ab1".to_owned(),
            tables: vec!["my table".to_owned(), "b".to_owned()],
            target: "shop".to_owned(),
            mode: LoadMode::Replace,
            method: LoadMethod::Insert,
            workers: Some(4),
            indexes: IndexTime::After,
            skip_limit: 3,
            ..JobRequest::default()
        };
        assert_eq!(
            rowmill(&request),
            "rowmill load dataset.rowmill.json --target shop --table 'my table' --table b --mode replace --method insert \
             --workers 4 --indexes-after --skip-limit 3"
        );
        let curl = curl("http://127.0.0.1:3000", &request);
        assert!(curl.starts_with(
            "curl -X POST http://127.0.0.1:3000/api/jobs -H 'content-type: application/json' -d '{"
        ));
        assert!(
            curl.contains(r#""dataset":"0ab1","tables":["my table","b"],"target":"shop","mode":"replace""#),
            "{curl}"
        );
    }
}
