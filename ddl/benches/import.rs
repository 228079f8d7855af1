//! How long a dump takes to read: `cargo bench -p ddl`.

#![allow(clippy::unwrap_used, reason = "a measurement that cannot go on ends")]

use std::fmt::Write as _;

fn main() {
    divan::main();
}

/// A mysqldump of so many tables of eleven columns, each with so many rows in one INSERT.
fn dump(tables: usize, rows: usize) -> String {
    let mut sql = String::new();
    for table in 0..tables {
        let texts: String = (0..7).fold(String::new(), |text, column| {
            text + &format!("  `text_{column}` varchar(40) DEFAULT NULL,\n")
        });
        let parent = table / 2;
        let _ = write!(
            sql,
            "DROP TABLE IF EXISTS `table_{table}`;\nCREATE TABLE `table_{table}` (\n  `id` int NOT NULL AUTO_INCREMENT,\n{texts}  \
             `parent_id` int NOT NULL,\n  `price` decimal(10,2) NOT NULL DEFAULT 0.00 CHECK (`price` >= 0),\n  `created_at` datetime NOT NULL,\n  \
             PRIMARY KEY (`id`),\n  UNIQUE KEY `u` (`text_0`),\n  KEY `k` (`price`),\n  CONSTRAINT `fk_{table}` FOREIGN KEY (`parent_id`) REFERENCES \
             `table_{parent}` (`id`)\n) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;\n/*!40000 ALTER TABLE `table_{table}` DISABLE KEYS */;\nINSERT INTO \
             `table_{table}` VALUES (1,'It\\'s; so')"
        );
        for row in 0..rows {
            let _ = write!(sql, ",({row},'It\\'s; so')");
        }
        sql.push_str(";\n");
    }
    sql
}

#[divan::bench(args = [(500, 0), (2_000, 250)], sample_count = 3, sample_size = 1)]
fn import(bencher: divan::Bencher<'_, '_>, (tables, rows): (usize, usize)) {
    let sql = dump(tables, rows);
    bencher
        .counter(divan::counter::BytesCount::of_str(&sql))
        .bench(|| ddl::import(&sql, None).unwrap().spec.tables.len());
}
