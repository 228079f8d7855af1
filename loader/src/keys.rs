//! Foreign keys of a spec that a database can hold.

use generator::{ColumnSpec, Reference, TableSpec, kinds};

/// A foreign key: columns of a table that show a key of another, or of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ForeignKey<'a> {
    pub(crate) columns: Vec<&'a str>,
    pub(crate) parent: &'a str,
    pub(crate) parent_columns: Vec<&'a str>,
}

/// Whether a column makes a tree of its table's rows, in which a parent's row comes before those of its children.
pub(crate) fn is_of_tree(table: &TableSpec, column: &str) -> bool {
    table.columns.iter().filter(|found| found.name == column).any(|found| {
        let generator = found.generator.as_ref().filter(|generator| generator.is(&kinds::CHILD_OF));
        generator
            .and_then(generator::GeneratorSpec::reference)
            .is_some_and(|reference| reference.table == table.name)
    })
}

/// The foreign keys of a table whose parents' columns are a key, which every database asks for.
///
/// Columns that take one parent's row show several of its columns. Those that are a key of the parent become a foreign key: the key
/// of the most columns among them, its primary key before others; the rest are copies, which no database knows of.
pub(crate) fn foreign_keys<'a>(table: &'a TableSpec, tables: &'a [TableSpec]) -> Vec<ForeignKey<'a>> {
    let of = |column: &'a ColumnSpec| Some((column.name.as_str(), reference(column)?));
    let shown: Vec<(&str, Reference<'_>)> =
        table.columns.iter().filter(|column| !column.hidden).filter_map(of).collect();
    // A column that picks the row may be hidden; those that take the same row are a key all the same.
    let leaders =
        table.columns.iter().filter_map(of).filter(|(_, reference)| reference.same_row_as.is_none());
    leaders
        .filter_map(|(leader, of)| {
            let parent = tables.iter().find(|table| table.name == of.table)?;
            let takes_row = |name: &str, reference: &Reference<'_>| {
                name == leader || reference.same_row_as == Some(leader)
            };
            // The column that shows a column of the parent; the first, if several do.
            let by = |wanted: &str| {
                let found = shown.iter().find(|(name, reference)| {
                    takes_row(name, reference) && reference.column == wanted && reference.table == of.table
                });
                found.map(|(name, reference)| (*name, reference.column))
            };
            let keys = std::iter::once(parent.primary_key.clone()).chain(unique_keys(parent));
            let shown_keys = keys.filter(|key| !key.is_empty()).filter_map(|key| {
                // MySQL wants the columns in the order of the parent's key.
                key.iter().map(|column| by(column)).collect::<Option<Vec<(&str, &str)>>>()
            });
            // Of several of one length the first stays.
            let key = shown_keys.reduce(|best, key| if key.len() > best.len() { key } else { best })?;
            let (columns, parent_columns) = key.into_iter().unzip();
            Some(ForeignKey { columns, parent: of.table, parent_columns })
        })
        .collect()
}

fn reference(column: &ColumnSpec) -> Option<Reference<'_>> {
    column.generator.as_ref()?.reference()
}

/// The unique keys of a table besides its primary key: those of the table, then those of single columns.
pub(crate) fn unique_keys(table: &TableSpec) -> Vec<Vec<String>> {
    let single = table
        .columns
        .iter()
        .filter(|column| column.unique && !column.hidden)
        .map(|column| vec![column.name.clone()]);
    let mut keys: Vec<Vec<String>> = Vec::new();
    for key in table.unique.iter().cloned().chain(single) {
        if key != table.primary_key && !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys
}

#[cfg(test)]
mod tests {
    use generator::DatasetSpec;

    use super::*;

    fn keys(child: &str) -> Vec<String> {
        let json = format!(
            r#"{{"rowmill":1,"tables":[
                {{"name":"p","rows":9,"primary_key":["id"],"unique":[["y","x"]],"columns":[
                    {{"name":"id","type":"int"}},{{"name":"x","type":"int"}},{{"name":"y","type":"int"}},
                    {{"name":"email","type":"text"}}]}},
                {{"name":"c","rows":9,"columns":[{child}]}}]}}"#
        );
        let spec = DatasetSpec::from_json(&json).unwrap();
        foreign_keys(&spec.tables[1], &spec.tables)
            .into_iter()
            .map(|key| format!("{:?}->{}{:?}", key.columns, key.parent, key.parent_columns))
            .collect()
    }

    fn column(name: &str, of: &str, same_row_as: &str) -> String {
        let follows =
            if same_row_as.is_empty() { String::new() } else { format!(r#","same_row_as":"{same_row_as}""#) };
        format!(
            r#"{{"name":"{name}","type":"int","gen":{{"kind":"foreign_key","table":"p","column":"{of}"{follows}}}}}"#
        )
    }

    #[test]
    fn copies_of_the_parents_row_take_no_key_away() {
        let (id, email) = (column("p_id", "id", ""), column("p_email", "email", "p_id"));
        assert_eq!(keys(&format!("{id},{email}")), [r#"["p_id"]->p["id"]"#]);
        // The copy may come first, and lead.
        let (email, id) = (column("p_email", "email", ""), column("p_id", "id", "p_email"));
        assert_eq!(keys(&format!("{email},{id}")), [r#"["p_id"]->p["id"]"#]);
        assert!(keys(&email).is_empty());
        let hidden = column("h", "id", "").replace(r#""type""#, r#""hidden":true,"type""#);
        assert_eq!(keys(&format!("{hidden},{}", column("v", "id", "h"))), [r#"["v"]->p["id"]"#]);
    }

    #[test]
    fn composite_keys_have_the_order_of_the_parent() {
        let (x, y) = (column("a", "x", ""), column("b", "y", "a"));
        assert_eq!(keys(&format!("{x},{y}")), [r#"["b", "a"]->p["y", "x"]"#]);
        let id = column("i", "id", "a");
        assert_eq!(keys(&format!("{x},{y},{id}")), [r#"["b", "a"]->p["y", "x"]"#]);
    }
}
