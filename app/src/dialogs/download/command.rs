//! A download as commands.

use super::super::commands::quoted;
use crate::percent::percent_encoded;

/// The path of a download, of a saved dataset of this id.
pub(super) fn path(id: &str, table: &str, format: &str, query: &[(&str, String)]) -> String {
    let path = format!("/api/datasets/{id}/tables/{}/rows.{format}", percent_encoded(table));
    if query.is_empty() { path } else { format!("{path}?{}", encoded(query)) }
}

/// A query as it stands in an address.
pub(super) fn encoded(query: &[(&str, String)]) -> String {
    let pairs: Vec<String> =
        query.iter().map(|(name, value)| format!("{name}={}", percent_encoded(value))).collect();
    pairs.join("&")
}

/// The download by curl.
pub(super) fn curl(origin: &str, id: &str, table: &str, format: &str, query: &[(&str, String)]) -> String {
    let address = format!("{origin}{}", path(id, table, format, query));
    format!("curl -o {} {}", quoted(&format!("{table}.{format}{}", ending(query))), quoted(&address))
}

/// The download by Rowmill's program, of a spec in a file.
pub(super) fn rowmill(table: &str, format: &str, query: &[(&str, String)]) -> String {
    let mut command = format!("rowmill generate dataset.rowmill.json --table {}", quoted(table));
    if format != "csv" {
        command.push_str(&format!(" --format {format}"));
    }
    for (name, value) in query {
        let option = name.replace('_', "-");
        match (*name, value.as_str()) {
            ("compress", _) => {}
            ("header", _) => command.push_str(" --no-header"),
            (_, "true") => command.push_str(&format!(" --{option}")),
            (_, value) => command.push_str(&format!(" --{option} {}", quoted(value))),
        }
    }
    let pipe = if ending(query).is_empty() { "" } else { " | gzip" };
    command.push_str(&format!("{pipe} > {}", quoted(&format!("{table}.{format}{}", ending(query)))));
    command
}

/// What the name of a compressed file ends with.
fn ending(query: &[(&str, String)]) -> &'static str {
    if query.iter().any(|(name, _)| *name == "compress") { ".gz" } else { "" }
}

#[cfg(test)]
mod tests {
    use super::{super::form::Form, *};

    #[test]
    fn commands_say_what_the_form_says() {
        let form = Form {
            from: "11".to_owned(),
            limit: "5".to_owned(),
            header: false,
            delimiter: ";".to_owned(),
            quote_all: true,
            null: "it's".to_owned(),
            ..Form::default()
        };
        let dataset = generator::Dataset::compile(&crate::workspace::example()).unwrap();
        let table = dataset.tables().next().unwrap();
        let query = form.read(table).unwrap().query();
        assert_eq!(
            curl("http://127.0.0.1:3000", "0ab1", "my table", "csv", &query),
            "curl -o 'my table.csv' 'http://127.0.0.1:3000/api/datasets/0ab1/tables/my%20table/rows.csv\
             ?from=10&limit=5&header=false&quote_all=true&delimiter=%3B&null=it%27s'"
        );
        assert_eq!(
            rowmill("room", "csv", &query),
            "rowmill generate dataset.rowmill.json --table room --from 10 --limit 5 --no-header --quote-all \
             --delimiter ';' --null 'it'\\''s' > room.csv"
        );
        let packed = Form { is_compressed: true, ..Form::default() };
        let query = packed.read(table).unwrap().query();
        assert_eq!(
            rowmill("room", "csv", &query),
            "rowmill generate dataset.rowmill.json --table room | gzip > room.csv.gz"
        );
        assert!(curl("http://h", "0a", "room", "csv", &query).starts_with("curl -o room.csv.gz "));
        let sql = Form { format: "sql".to_owned(), ..Form::default() };
        let query = sql.read(table).unwrap().query();
        assert_eq!(
            rowmill("room", "sql", &query),
            "rowmill generate dataset.rowmill.json --table room --format sql --dialect mysql --batch 500 > room.sql"
        );
    }
}
