//! Reads the files that are named, and prints what becomes of each.
fn main() {
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        let start = std::time::Instant::now();
        match ddl::import(&text, None) {
            Ok(import) => {
                println!("== {path}: {} tables, {:?}", import.spec.tables.len(), start.elapsed());
                for table in &import.spec.tables {
                    println!(
                        "  {} rows {} key {:?} unique {:?} {}",
                        table.name,
                        table.rows,
                        table.primary_key,
                        table.unique,
                        serde_json::to_string(&table.partition_by).unwrap()
                    );
                    for column in &table.columns {
                        println!(
                            "    {} {} {} null {}{}",
                            column.name,
                            column.sql_type,
                            serde_json::to_string(&column.generator).unwrap(),
                            column.null_fraction,
                            if column.identity { " identity" } else { "" }
                        );
                    }
                }
                for warning in import.warnings {
                    println!("  ! {warning}");
                }
                if let Err(problems) = generator::Dataset::compile(&import.spec) {
                    println!("  DOES NOT COMPILE {problems}");
                }
            }
            Err(error) => println!("== {path}: REFUSED {error}"),
        }
    }
}
