//! Places of a spec in words: `customer › email › max` for `tables[0].columns[3].gen.max`.

use generator::DatasetSpec;

use crate::language::{t, word};

/// Where a path leads, by the names of tables and columns.
pub(crate) fn in_words(spec: &DatasetSpec, path: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut table = None;
    for step in path.split('.') {
        let (field, number) = match step.split_once('[') {
            Some((field, number)) => (field, number.strip_suffix(']').and_then(|number| number.parse().ok())),
            None => (step, None::<usize>),
        };
        match (field, number) {
            ("tables", Some(number)) => {
                table = spec.tables.get(number);
                words.push(named(table.map(|table| &table.name), &t!("table {0}", number + 1)));
            }
            ("columns", Some(number)) => {
                let column = table.and_then(|table| table.columns.get(number));
                words.push(named(column.map(|column| &column.name), &t!("column {0}", number + 1)));
            }
            ("gen" | "", _) => {}
            (field, _) => words.push(field_name(field)),
        }
    }
    words.join(" › ")
}

/// What a field of the spec is called.
fn field_name(field: &str) -> String {
    match field {
        "rows" => t!("rows"),
        "name" => t!("name"),
        "type" => t!("type"),
        "primary_key" => t!("primary key"),
        "unique" => t!("unique"),
        "indexes" => t!("indexes"),
        "partition_by" => t!("partitions"),
        "sampler" => t!("order of the values"),
        "distribution" => t!("distribution"),
        "hidden" => t!("hidden"),
        "identity" => t!("counted by the database"),
        "seed" => t!("seed"),
        "now" => t!("reference time"),
        "locale" => t!("language of the data"),
        "tables" => t!("tables"),
        // Options are called as beside their fields.
        option => word(&option.replace('_', " ")),
    }
}

/// The position of the table that a path leads to.
pub(crate) fn table(path: &str) -> Option<usize> {
    path.strip_prefix("tables[")?.split(']').next()?.parse().ok()
}

/// The position of the column that a path leads to, in its table.
pub(crate) fn column(path: &str) -> Option<usize> {
    path.split_once("].columns[")?.1.split(']').next()?.parse().ok()
}

fn named(name: Option<&String>, otherwise: &str) -> String {
    name.filter(|name| !name.trim().is_empty()).map_or_else(|| otherwise.to_owned(), Clone::clone)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::example;

    #[test]
    fn paths_are_said_in_words() {
        let mut spec = example();
        spec.tables[1].name = String::new();
        for (path, words) in [
            ("tables[0].columns[3].gen.max_length", "customer › email › max length"),
            ("tables[0].columns[3].gen", "customer › email"),
            ("tables[0].primary_key[1]", "customer › primary key"),
            ("tables[1].rows", "table 2 › rows"),
            ("tables[0].columns[99].type", "customer › column 100 › type"),
            ("now", "reference time"),
            ("tables", "tables"),
            ("", ""),
        ] {
            assert_eq!(in_words(&spec, path), words, "{path}");
        }
        assert_eq!(table("tables[12].rows"), Some(12));
        assert_eq!(table("now"), None);
        assert_eq!(column("tables[0].columns[12].gen.max"), Some(12));
        assert_eq!(column("tables[0].columns"), None);
    }
}
