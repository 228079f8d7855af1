#![allow(clippy::unwrap_used)]
use generator::{Batch, Dataset, DatasetSpec, cell_text, kinds::kinds};
#[test]
fn print() {
    for kind in kinds() {
        for (index, pinned) in kind.pinned.iter().enumerate() {
            let comma = if pinned.options.is_empty() { "" } else { "," };
            let json = format!(
                r#"{{"rowmill":1,"seed":"42","tables":[
            {{"name":"t","rows":20,"columns":[
                {{"name":"a","type":"bigint","gen":{{"kind":"sequence"}}}},
                {{"name":"c","type":"{}","gen":{{"kind":"{}"{comma}{}}}}}]}},
            {{"name":"parent","rows":5,"columns":[{{"name":"id","type":"bigint","gen":{{"kind":"sequence"}}}}]}}]}}"#,
                pinned.sql_type, kind.name, pinned.options
            );
            let spec = match DatasetSpec::from_json(&json) {
                Ok(s) => s,
                Err(e) => {
                    println!("BAD {} {e}", kind.name);
                    continue;
                }
            };
            let dataset = match Dataset::compile(&spec) {
                Ok(s) => s,
                Err(e) => {
                    println!("BAD {} {e}", kind.name);
                    continue;
                }
            };
            let table = dataset.table("t").unwrap();
            let mut batch = Batch::new();
            table.batch(0..3, &mut batch);
            let values: Vec<String> = (0..3).map(|row| cell_text(table, &batch, 1, row).unwrap()).collect();
            println!("@{}", serde_json::to_string(&(kind.name, index, values, &pinned.values)).unwrap());
        }
    }
}
