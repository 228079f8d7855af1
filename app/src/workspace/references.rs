//! A column that is made to refer to a key.

use generator::{
    ColumnSpec, Dataset, DatasetSpec, GeneratorSpec, Problem, Problems, TableSpec, kinds, primary_key,
};
use leptos::prelude::*;

use super::{Chosen, Notice, Step, Workspace};
use crate::language::{message, t};

/// A column, by the position of its table and its own.
pub(crate) type ColumnPlace = (usize, usize);

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Referred {
    /// The column that refers.
    child: ColumnPlace,
    /// What is said of it.
    said: String,
}

impl Workspace {
    /// Has a column take values of a key, and chooses it; what does not go is said. A key that is dragged to a column that is none is meant
    /// the other way round.
    pub(crate) fn refer(&self, from: ColumnPlace, to: ColumnPlace) {
        let mut spec = self.spec.get_untracked();
        let notice = match refer(&mut spec, from, to) {
            Err(reason) => Notice::wrong(reason),
            Ok(Referred { child, said }) => {
                let name = spec.tables[child.0].columns[child.1].name.clone();
                self.edit(Step::once(t!("reference of {0}", name)), |now| *now = spec);
                self.selected.set(child.0);
                self.chosen.set(Chosen::column(child.1));
                Notice::of_note(said)
            }
        };
        self.notice.set(Some(notice));
    }
}

/// Makes a column refer to a key. A further column of a composite key takes the row that the first one takes. What makes the spec one
/// that has no values is refused, and changes nothing.
fn refer(spec: &mut DatasetSpec, from: ColumnPlace, to: ColumnPlace) -> Result<Referred, String> {
    let is_there = |(table, column): ColumnPlace| {
        spec.tables.get(table).is_some_and(|table| column < table.columns.len())
    };
    if !is_there(from) || !is_there(to) || from == to {
        return Err(t!("the column is not there any more"));
    }
    let has_key =
        |(table, column): ColumnPlace| is_key(&spec.tables[table], &spec.tables[table].columns[column]);
    let (child, parent) = match (has_key(from), has_key(to)) {
        (_, true) => (from, to),
        (true, false) => (to, from),
        (false, false) => {
            let (table, column) = (&spec.tables[to.0], &spec.tables[to.0].columns[to.1]);
            return Err(t!(
                "`{0}.{1}` is no key: drop `{2}` on a column that is one, or make it unique first.",
                table.name,
                column.name,
                spec.tables[from.0].columns[from.1].name
            ));
        }
    };
    let (to_table, key) = (&spec.tables[parent.0], &spec.tables[parent.0].columns[parent.1]);
    let whole = whole_key(to_table, key);
    let mut generator = GeneratorSpec::new(&kinds::FOREIGN_KEY)
        .with("table", to_table.name.as_str())
        .with("column", key.name.as_str());
    let leader =
        if whole.len() > 1 { leader(&spec.tables[child.0], child.1, to_table, key, &whole) } else { None };
    if let Some(leader) = leader {
        generator = generator.with("same_row_as", leader);
    }
    let (sql_type, key_name) = (key.sql_type, format!("{}.{}", to_table.name, key.name));
    let mut changed = spec.clone();
    let column = &mut changed.tables[child.0].columns[child.1];
    let name = column.name.clone();
    let said = if column.sql_type == sql_type {
        t!("`{0}` refers to {1} now.", name, key_name)
    } else {
        t!("`{0}` refers to {1} now, and is {2} as that is.", name, key_name, sql_type)
    };
    column.set_type(sql_type);
    column.set_identity(false);
    column.generator = Some(generator);
    primary_key::follow_type(&mut changed, child.0, child.1);
    if let Some(problem) = new_problem(spec, &changed) {
        return Err(t!("`{0}` cannot refer to {1}: {2}", name, key_name, message(&problem)));
    }
    *spec = changed;
    // A part of a key is no key: the database gets a foreign key when all are there.
    let missing = missing_columns(&spec.tables[child.0], &spec.tables[parent.0].name, &whole);
    let said = match missing.as_slice() {
        [] => said,
        missing => format!("{said} {}", t!("The key has more columns: drag {0}, too.", missing.join(", "))),
    };
    Ok(Referred { child, said })
}

/// The columns of the key that a column is of: the shortest one.
fn whole_key(table: &TableSpec, column: &ColumnSpec) -> Vec<String> {
    if column.unique {
        return vec![column.name.clone()];
    }
    let keys = [&table.primary_key].into_iter().chain(&table.unique);
    keys.filter(|key| key.contains(&column.name)).min_by_key(|key| key.len()).cloned().unwrap_or_default()
}

/// The column that chose a row of the parent for another column of the same key, and for which none takes this column yet.
fn leader(
    table: &TableSpec,
    child: usize,
    parent: &TableSpec,
    key: &ColumnSpec,
    whole: &[String],
) -> Option<String> {
    let references = || {
        let others = table.columns.iter().enumerate().filter(move |(position, _)| *position != child);
        others.filter_map(|(_, column)| Some((column, column.generator.as_ref()?.reference()?)))
    };
    let leads = references().filter(|(_, reference)| {
        let is_of_key = whole.iter().any(|name| name == reference.column && *name != key.name);
        reference.table == parent.name && reference.same_row_as.is_none_or(str::is_empty) && is_of_key
    });
    let is_free = |leader: &str| {
        !references()
            .any(|(_, reference)| reference.same_row_as == Some(leader) && reference.column == key.name)
    };
    leads.map(|(column, _)| column.name.clone()).find(|name| is_free(name))
}

/// The columns of a key that no column of a table refers to.
fn missing_columns(table: &TableSpec, parent: &str, whole: &[String]) -> Vec<String> {
    let is_there = |name: &String| {
        table
            .columns
            .iter()
            .filter_map(|column| column.generator.as_ref()?.reference())
            .any(|reference| reference.table == parent && reference.column == name)
    };
    whole.iter().filter(|name| !is_there(name)).cloned().collect()
}

/// The first problem that a spec has and another has not.
fn new_problem(before: &DatasetSpec, after: &DatasetSpec) -> Option<String> {
    let problems = |spec: &DatasetSpec| Dataset::compile(spec).err();
    let after = problems(after)?;
    let before = problems(before);
    let is_old = |problem: &Problem| before.iter().flat_map(Problems::all).any(|old| old == problem);
    after.all().iter().find(|problem| !is_old(problem)).map(|problem| problem.message.clone())
}

/// Whether a column is one of a key: of the primary key, or unique by itself or with others.
pub(crate) fn is_key(table: &TableSpec, column: &ColumnSpec) -> bool {
    let mut keys = [&table.primary_key].into_iter().chain(&table.unique);
    column.unique || keys.any(|key| key.contains(&column.name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spec() -> DatasetSpec {
        DatasetSpec::from_json(
            r#"{"rowmill":1,"tables":[
                {"name":"p","rows":9,"primary_key":["a","b"],"columns":[
                  {"name":"a","type":"bigint","gen":{"kind":"integer","min":1,"max":9}},
                  {"name":"b","type":"date","gen":{"kind":"date","from":"2025-01-01","to":"2025-12-31"}},
                  {"name":"u","type":"char(26)","unique":true,"gen":{"kind":"ulid"}},
                  {"name":"plain","type":"int"}]},
                {"name":"c","rows":9,"columns":[
                  {"name":"x","type":"int","gen":{"kind":"sequence"}},{"name":"y","type":"int"},{"name":"z","type":"int"},{"name":"w","type":"int"}]}]}"#,
        )
        .unwrap()
    }

    fn generator_of(spec: &DatasetSpec, column: usize) -> String {
        spec.tables[1].columns[column].generator.as_ref().unwrap().to_string()
    }

    #[test]
    fn a_column_takes_the_type_and_the_values_of_a_key() {
        let mut spec = spec();
        let referred = refer(&mut spec, (1, 2), (0, 2)).unwrap();
        assert_eq!(referred.said, "`z` refers to p.u now, and is char(26) as that is.");
        assert_eq!(generator_of(&spec, 2), r#"{"kind":"foreign_key","table":"p","column":"u"}"#);
        assert_eq!(refer(&mut spec, (1, 2), (0, 2)).unwrap().said, "`z` refers to p.u now.");
        Dataset::compile(&spec).unwrap();
        // A key that is dragged to a column is meant the other way round.
        assert_eq!(refer(&mut spec, (0, 2), (1, 1)).unwrap().child, (1, 1));
        assert_eq!(generator_of(&spec, 1), r#"{"kind":"foreign_key","table":"p","column":"u"}"#);
    }

    #[test]
    fn the_columns_of_a_composite_key_take_the_same_row() {
        let mut spec = spec();
        spec.tables[1].columns[0].identity = true;
        let first = refer(&mut spec, (1, 0), (0, 0)).unwrap();
        assert!(first.said.ends_with("The key has more columns: drag b, too."), "{}", first.said);
        assert!(!refer(&mut spec, (1, 1), (0, 1)).unwrap().said.contains("more columns"));
        assert_eq!(generator_of(&spec, 0), r#"{"kind":"foreign_key","table":"p","column":"a"}"#);
        assert_eq!(
            generator_of(&spec, 1),
            r#"{"kind":"foreign_key","table":"p","column":"b","same_row_as":"x"}"#
        );
        assert!(!spec.tables[1].columns[0].identity);
        // A second reference to the same key is one of its own, and so is its second column.
        refer(&mut spec, (1, 2), (0, 0)).unwrap();
        refer(&mut spec, (1, 3), (0, 1)).unwrap();
        assert_eq!(generator_of(&spec, 2), r#"{"kind":"foreign_key","table":"p","column":"a"}"#);
        assert_eq!(
            generator_of(&spec, 3),
            r#"{"kind":"foreign_key","table":"p","column":"b","same_row_as":"z"}"#
        );
        Dataset::compile(&spec).unwrap();
    }

    #[test]
    fn what_has_no_values_is_refused_and_changes_nothing() {
        let mut spec = spec();
        let before = spec.clone();
        assert!(refer(&mut spec, (1, 0), (0, 3)).unwrap_err().contains("`p.plain` is no key"));
        assert!(refer(&mut spec, (1, 9), (0, 2)).is_err());
        spec.tables[0].rows = 0;
        assert!(refer(&mut spec, (1, 0), (0, 2)).unwrap_err().contains("has no rows"));
        spec.tables[0].rows = 9;
        assert_eq!(spec, before);
        // The types of columns that refer to the changed one follow.
        spec.tables[1].columns[0].unique = true;
        refer(&mut spec, (1, 1), (1, 0)).unwrap();
        refer(&mut spec, (1, 0), (0, 2)).unwrap();
        assert_eq!(spec.tables[1].columns[1].sql_type, spec.tables[0].columns[2].sql_type);
    }
}
