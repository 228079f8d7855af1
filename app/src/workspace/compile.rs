//! What a spec compiles to while it is edited: what is right of it goes on, and what is wrong is known by its place.

use std::{collections::BTreeSet, sync::Arc};

use generator::{
    ColumnSpec, Dataset, DatasetSpec, GeneratorSpec, Problem, Problems, SqlType, Surroundings, TableSpec,
    kinds::{self, Kind, OptionType},
    names_in_expression,
};

use super::edit;

/// How often what is wrong is taken out before the whole is given up: a key may fall with its column, a child with its parent.
const MOST_ROUNDS: usize = 12;
/// The time that stands in for one that cannot be read; only columns that are not shown depend on it.
const ANY_TIME: &str = "2000-01-01T00:00:00";

/// The dataset of a spec, and what is wrong with the spec.
#[derive(Debug, Clone, Default)]
pub(crate) struct Compiled {
    /// The tables and columns of the spec at the same positions; `None` without a table.
    pub(crate) dataset: Option<Arc<Dataset>>,
    /// All that is wrong.
    pub(crate) problems: Arc<[Problem]>,
    /// The columns whose values are not those of the spec, as positions of table and column.
    pub(crate) wrong: Arc<BTreeSet<(usize, usize)>>,
}

impl PartialEq for Compiled {
    fn eq(&self, other: &Self) -> bool {
        let is_same = match (&self.dataset, &other.dataset) {
            (Some(one), Some(other)) => Arc::ptr_eq(one, other),
            (one, other) => one.is_none() && other.is_none(),
        };
        is_same && self.problems == other.problems && self.wrong == other.wrong
    }
}

/// Compiles a spec. Columns that are wrong, and those that depend on them, have other values in the dataset and are named in
/// [`Compiled::wrong`]; no other value differs from that of the spec without the problems.
pub(crate) fn compile(spec: &DatasetSpec) -> Compiled {
    let found = match Dataset::compile(spec) {
        Ok(dataset) => return Compiled { dataset: Some(Arc::new(dataset)), ..Compiled::default() },
        Err(problems) => problems,
    };
    let problems: Arc<[Problem]> = found.all().into();
    let mut mending = Mending { original: spec, spec: spec.clone(), wrong: BTreeSet::new() };
    let dataset = mending.compile(found).map(Arc::new);
    mending.spread();
    Compiled { dataset, problems, wrong: Arc::new(mending.wrong) }
}

/// A spec from which what is wrong is taken out.
struct Mending<'a> {
    original: &'a DatasetSpec,
    spec: DatasetSpec,
    wrong: BTreeSet<(usize, usize)>,
}

impl Mending<'_> {
    fn compile(&mut self, mut found: Problems) -> Option<Dataset> {
        for round in 0..MOST_ROUNDS {
            for problem in found.all() {
                self.take_out(problem, round)?;
            }
            match Dataset::compile(&self.spec) {
                Ok(dataset) => return Some(dataset),
                Err(problems) => found = problems,
            }
        }
        None
    }

    /// Takes out what a problem is about; `None` if nothing would be left.
    fn take_out(&mut self, problem: &Problem, round: usize) -> Option<()> {
        let path = &problem.path;
        let Some((table, rest)) = item(path, "tables") else {
            match path.as_str() {
                "now" => self.take_out_now(),
                "locale" => "en".clone_into(&mut self.spec.locale),
                // No table, or more than can be: there is nothing to show.
                _ => return None,
            }
            return Some(());
        };
        if table >= self.spec.tables.len() {
            return None;
        }
        if let Some((column, field)) = item(rest, "columns") {
            // What helped nobody in some rounds is wrong as a whole.
            return if column >= self.spec.tables[table].columns.len() || round > MOST_ROUNDS / 2 {
                self.take_out_table(table)
            } else {
                self.take_out_column(table, column, field)
            };
        }
        let field = rest.split(['[', '.']).next().unwrap_or_default();
        let owner = &mut self.spec.tables[table];
        match field {
            "name" => {
                let name = free(|name| self.spec.tables.iter().all(|table| table.name != name));
                self.spec.tables[table].name = name;
                // Every value is derived from it.
                self.wrong.extend((0..self.spec.tables[table].columns.len()).map(|index| (table, index)));
            }
            "indexes" => owner.indexes.clear(),
            "partition_by" => {
                let partition = owner.partition_by.take();
                self.note(table, partition.map(|partition| partition.column).as_slice());
            }
            "primary_key" => {
                let key = std::mem::take(&mut owner.primary_key);
                owner.columns.iter_mut().for_each(|column| column.identity = false);
                self.note(table, &key);
            }
            "unique" => {
                let keys = std::mem::take(&mut owner.unique).concat();
                self.note(table, &keys);
            }
            "rows" => owner.rows = generator::limits::MAX_ROWS,
            _ => return self.take_out_table(table),
        }
        Some(())
    }

    fn take_out_column(&mut self, table: usize, column: usize, field: &str) -> Option<()> {
        if !matches!(field, "identity" | "hidden") {
            self.wrong.insert((table, column));
        }
        if field == "name" {
            let columns = &self.spec.tables[table].columns;
            let name = free(|name| columns.iter().all(|column| column.name != name));
            self.spec.tables[table].columns[column].name = name;
            return Some(());
        }
        let owner = &mut self.spec.tables[table];
        match field {
            "unique" => owner.columns[column].unique = false,
            "identity" => owner.columns[column].identity = false,
            "sampler" => owner.columns[column].sampler = None,
            field if field.starts_with("distribution") => owner.columns[column].distribution = None,
            "null" => owner.columns[column].null_fraction = 0.0,
            "null_with" => owner.columns[column].null_with.clear(),
            "empty" => owner.columns[column].empty_fraction = 0.0,
            "hidden" => owner.columns[column].hidden = false,
            _ => stand_in(&mut owner.columns[column]),
        }
        Some(())
    }

    /// Replaces the time, which some columns' values depend on: those that no column can have without one.
    fn take_out_now(&mut self) {
        let locale = self.spec.locale.clone();
        let at = |now| Surroundings { now, locale: &locale };
        for (table, owner) in self.spec.tables.iter().enumerate() {
            for (index, column) in owner.columns.iter().enumerate() {
                let kind = column.generator.as_ref().map(GeneratorSpec::kind);
                let needs_now = |kind: &'static Kind| {
                    kind.suits(column.sql_type, at(ANY_TIME)) && !kind.suits(column.sql_type, at(""))
                };
                if kind.is_some_and(needs_now) {
                    self.wrong.insert((table, index));
                }
            }
        }
        ANY_TIME.clone_into(&mut self.spec.now);
    }

    /// Adds the columns that show values of wrong ones, by foreign keys and templates, or are drawn together with them, in keys.
    fn spread(&mut self) {
        let before = self.wrong.len();
        for (table, owner) in self.original.tables.iter().enumerate() {
            let position = |name: &String| owner.columns.iter().position(|column| column.name == *name);
            for key in std::iter::once(&owner.primary_key).chain(&owner.unique) {
                let places: Vec<(usize, usize)> =
                    key.iter().filter_map(position).map(|column| (table, column)).collect();
                if places.iter().any(|place| self.wrong.contains(place)) {
                    self.wrong.extend(places);
                }
            }
        }
        for (table, owner) in self.spec.tables.iter().enumerate() {
            for (index, column) in owner.columns.iter().enumerate() {
                let shows = |of: usize, name: &str| {
                    let columns = self.spec.tables[of].columns.iter();
                    let found =
                        columns.enumerate().find(|(_, column)| column.name.eq_ignore_ascii_case(name));
                    found.is_some_and(|(position, _)| self.wrong.contains(&(of, position)))
                };
                let Some(generator) = &column.generator else { continue };
                let of = edit::named_table(owner, column)
                    .and_then(|named| self.spec.tables.iter().position(|table| table.name == named));
                let is_child = of.is_some_and(|of| names_there(generator).iter().any(|name| shows(of, name)));
                let is_of_parent = names_of_parents(generator).iter().any(|(qualifier, name)| {
                    let is_meant = |name: &str| name.eq_ignore_ascii_case(qualifier);
                    let keys = owner
                        .columns
                        .iter()
                        .filter(|column| edit::names_of_key(column).into_iter().any(is_meant));
                    let led = keys.filter_map(|column| Some(column.generator.as_ref()?.reference()?.table));
                    let tables: Vec<&str> = led.chain([qualifier.as_str()]).collect();
                    self.spec.tables.iter().enumerate().any(|(of, table)| {
                        tables.iter().any(|wanted| table.name.eq_ignore_ascii_case(wanted)) && shows(of, name)
                    })
                });
                if is_child || is_of_parent || names_in(generator).iter().any(|name| shows(table, name)) {
                    self.wrong.insert((table, index));
                }
            }
        }
        if self.wrong.len() > before {
            self.spread();
        }
    }

    /// Replaces all columns of a table.
    fn take_out_table(&mut self, table: usize) -> Option<()> {
        let owner = &mut self.spec.tables[table];
        let columns: Vec<ColumnSpec> = owner.columns.drain(..).take(generator::limits::MAX_COLUMNS).collect();
        *owner = TableSpec::new(owner.name.clone(), owner.rows, columns);
        if owner.columns.iter().all(|column| column.hidden) {
            owner.columns.push(ColumnSpec::new(free(|_| true), SqlType::BIGINT));
        }
        for (index, column) in owner.columns.iter_mut().enumerate() {
            stand_in(column);
            self.wrong.insert((table, index));
        }
        Some(())
    }

    fn note(&mut self, table: usize, names: &[String]) {
        let columns = self.spec.tables[table].columns.iter().enumerate();
        let named = columns.filter(|(_, column)| names.contains(&column.name));
        self.wrong.extend(named.map(|(index, _)| (table, index)));
    }
}

/// The columns of its own table that a generator names.
fn names_in(generator: &GeneratorSpec) -> Vec<String> {
    let mut names = Vec::new();
    let mut generator = generator.clone();
    generator.change_texts(OptionType::Column, |name| names.push(name.clone()));
    generator.change_texts(OptionType::Template, |template| {
        // What is not a name of a column here is none of any.
        let parts = template.split('{').skip(1);
        names.extend(parts.filter_map(|part| part.split(['}', '|']).next().map(str::to_owned)));
    });
    generator.change_texts(OptionType::Expression, |sql| {
        names.extend(
            names_in_expression(sql)
                .into_iter()
                .filter(|(qualifier, _)| qualifier.is_none())
                .map(|(_, name)| name),
        );
    });
    names
}

/// The columns of another table that a generator names by its options.
fn names_there(generator: &GeneratorSpec) -> Vec<String> {
    let mut names = Vec::new();
    let mut generator = generator.clone();
    for of_type in [OptionType::ParentColumn, OptionType::ChildColumn] {
        generator.change_texts(of_type, |name| names.push(name.clone()));
    }
    names
}

/// The columns that a generator names behind a point, each with what stands before that: a foreign key, or a table.
fn names_of_parents(generator: &GeneratorSpec) -> Vec<(String, String)> {
    let mut names = Vec::new();
    generator.clone().change_texts(OptionType::Expression, |sql| {
        names.extend(
            names_in_expression(sql).into_iter().filter_map(|(qualifier, name)| Some((qualifier?, name))),
        );
    });
    names
}

/// Makes a column one that is right in every table and every key: whole numbers in order.
fn stand_in(column: &mut ColumnSpec) {
    let mut other = ColumnSpec::new(std::mem::take(&mut column.name), SqlType::BIGINT)
        .with_generator(GeneratorSpec::new(&kinds::SEQUENCE));
    other.hidden = column.hidden;
    *column = other;
}

/// A name that nothing has.
fn free(is_free: impl Fn(&str) -> bool) -> String {
    (1_u64..).map(|number| format!("\u{2026}{number}")).find(|name| is_free(name)).unwrap_or_default()
}

/// The number of an item of a list in a path, and what is behind it: `tables[3].rows` is item 3, `rows`.
fn item<'a>(path: &'a str, list: &str) -> Option<(usize, &'a str)> {
    let (number, rest) = path.strip_prefix(list)?.strip_prefix('[')?.split_once(']')?;
    Some((number.parse().ok()?, rest.strip_prefix('.').unwrap_or(rest)))
}

#[cfg(test)]
mod tests {
    use generator::{CsvOptions, RowFormat, cell_text};

    use super::*;
    use crate::workspace::example;

    fn csv(dataset: &Dataset, table: usize) -> String {
        let options = CsvOptions { header: false, ..CsvOptions::default() };
        let mut bytes = Vec::new();
        let table = dataset.tables().nth(table).unwrap();
        generator::generate(table, &RowFormat::Csv(options), 0..20, &mut bytes);
        String::from_utf8(bytes).unwrap()
    }

    /// The texts of a column in the first rows.
    fn column(dataset: &Dataset, table: usize, column: usize) -> Vec<Option<String>> {
        let table = dataset.tables().nth(table).unwrap();
        let mut batch = generator::Batch::new();
        table.batch(0..20, &mut batch);
        (0..batch.len()).map(|row| cell_text(table, &batch, column, row)).collect()
    }

    /// What is wrong after a change of the example, as names; everything else must be as it was.
    fn wrong(change: impl FnOnce(&mut DatasetSpec)) -> Vec<String> {
        let before = Dataset::compile(&example()).unwrap();
        let mut spec = before.spec().clone();
        change(&mut spec);
        let compiled = compile(&spec);
        assert!(!compiled.problems.is_empty());
        let dataset = compiled.dataset.unwrap();
        for (table, known) in spec.tables.iter().enumerate().take(before.tables().count()) {
            for index in 0..known.columns.len() {
                if !compiled.wrong.contains(&(table, index)) {
                    assert_eq!(
                        column(&dataset, table, index),
                        column(&before, table, index),
                        "{table} {index}"
                    );
                }
            }
        }
        let name = |&(table, column): &(usize, usize)| {
            let table = &spec.tables[table];
            format!("{}.{}", table.name, table.columns[column].name)
        };
        compiled.wrong.iter().map(name).collect()
    }

    fn json(spec: &str) -> DatasetSpec {
        DatasetSpec::from_json(spec).unwrap()
    }

    #[test]
    fn a_wrong_column_leaves_the_others_as_they_are() {
        let change = |spec: &mut DatasetSpec| spec.tables[0].columns[1].sql_type = SqlType::Date;
        assert_eq!(wrong(change), ["customer.first_name"]);
        let change = |spec: &mut DatasetSpec| spec.now = "yesterday".to_owned();
        assert_eq!(wrong(change), ["purchase.id"]);
    }

    #[test]
    fn keys_names_and_rows_that_are_wrong_leave_the_others_as_they_are() {
        let change = |spec: &mut DatasetSpec| spec.tables[0].columns[4].unique = true;
        assert_eq!(wrong(change), ["customer.city"]);
        let change = |spec: &mut DatasetSpec| {
            let name = spec.tables[0].columns[1].name.clone();
            spec.tables[0].columns[4].name = name;
        };
        assert_eq!(wrong(change), ["customer.first_name"]);
        let change = |spec: &mut DatasetSpec| spec.tables[1].rows = u64::MAX;
        assert!(!wrong(change).contains(&"customer.first_name".to_owned()));
    }

    #[test]
    fn children_of_a_wrong_key_are_wrong_and_nothing_else() {
        let spec = json(
            r#"{"rowmill":1,"tables":[
                {"name":"p","rows":9,"primary_key":["id"],"columns":[
                  {"name":"id","type":"uuid","gen":{"kind":"integer","min":1,"max":9}},{"name":"x","type":"int"}]},
                {"name":"c","rows":9,"columns":[{"name":"y","type":"int"},
                  {"name":"ref","type":"uuid","gen":{"kind":"foreign_key","table":"p","column":"id"}}]},
                {"name":"d","rows":5,"columns":[{"name":"z","type":"int"}]}]}"#,
        );
        let compiled = compile(&spec);
        assert!(compiled.problems.iter().all(|problem| problem.path.starts_with("tables[0].columns[0]")));
        assert_eq!(compiled.wrong.iter().collect::<Vec<_>>(), [&(0, 0), &(1, 1)]);
        assert_eq!(csv(&compiled.dataset.unwrap(), 2).lines().count(), 5);
    }

    #[test]
    fn the_columns_of_a_key_are_drawn_together() {
        let spec = |max: i32| {
            json(&format!(
                r#"{{"rowmill":1,"tables":[{{"name":"t","rows":50,"primary_key":["a","b"],"columns":[
                  {{"name":"a","type":"int","gen":{{"kind":"integer","min":1,"max":{max}}}}},
                  {{"name":"b","type":"int","gen":{{"kind":"integer","min":1,"max":20}}}},
                  {{"name":"c","type":"int","gen":{{"kind":"integer","min":1,"max":20}}}}]}}]}}"#
            ))
        };
        let (right, wrong) = (compile(&spec(10)), compile(&spec(0)));
        assert_eq!(wrong.wrong.iter().collect::<Vec<_>>(), [&(0, 0), &(0, 1)]);
        let [right, wrong] = [right, wrong].map(|compiled| compiled.dataset.unwrap());
        assert_eq!(column(&right, 0, 2), column(&wrong, 0, 2));
    }

    #[test]
    fn a_table_without_columns_and_a_circle_are_shown_as_wrong() {
        let spec = json(
            r#"{"rowmill":1,"tables":[{"name":"empty","rows":3,"columns":[]},
                {"name":"t","rows":3,"columns":[
                  {"name":"a","type":"text","gen":{"kind":"template","template":"{b}"}},
                  {"name":"b","type":"text","gen":{"kind":"template","template":"{a}"}},
                  {"name":"c","type":"int"}]}]}"#,
        );
        let compiled = compile(&spec);
        // Whoever is behind the first of a circle is wrong with it.
        assert_eq!(compiled.wrong.iter().filter(|place| place.0 == 1).count(), 2, "{compiled:?}");
        assert!(compiled.dataset.is_some() && !compiled.wrong.contains(&(1, 2)));
    }

    #[test]
    fn what_shows_a_wrong_column_is_wrong() {
        let compiled = compile(&json(
            r#"{"rowmill":1,"tables":[
                {"name":"p","rows":9,"primary_key":["id"],"columns":[
                  {"name":"id","type":"int","gen":{"kind":"integer","min":9,"max":1}}]},
                {"name":"c","rows":9,"columns":[
                  {"name":"ref","type":"int","gen":{"kind":"foreign_key","table":"p","column":"id"}},
                  {"name":"text","type":"text","gen":{"kind":"template","template":"no. {ref|lower}"}},
                  {"name":"other","type":"text"}]}]}"#,
        ));
        assert_eq!(compiled.wrong.iter().collect::<Vec<_>>(), [&(0, 0), &(1, 0), &(1, 1)]);
        assert!(compiled.dataset.is_some());
    }

    #[test]
    fn without_a_table_there_is_nothing() {
        let compiled = compile(&json(r#"{"rowmill":1,"tables":[]}"#));
        assert!(compiled.dataset.is_none());
        assert_eq!(compiled.problems.len(), 1);
    }

    #[test]
    fn paths_are_taken_apart() {
        assert_eq!(item("tables[3].columns[10].gen.max", "tables"), Some((3, "columns[10].gen.max")));
        assert_eq!(item("columns[10].gen.max", "columns"), Some((10, "gen.max")));
        assert_eq!(item("columns", "columns"), None);
    }
}
