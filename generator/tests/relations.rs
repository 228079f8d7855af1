//! Children and parents: how many of them there are, that any rows tell the same, and what goes together in keys.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::{BTreeMap, BTreeSet};

use generator::{Batch, ColumnValues, Dataset, DatasetSpec, Table};
use proptest::prelude::*;

fn dataset(tables: &str) -> Dataset {
    let spec = DatasetSpec::from_json(&format!(r#"{{"rowmill":1,"seed":"11","tables":[{tables}]}}"#));
    Dataset::compile(&spec.unwrap_or_else(|problems| panic!("{problems}\n{tables}")))
        .unwrap_or_else(|problems| panic!("{problems}\n{tables}"))
}

/// A parent of so many rows, and a child whose column `p` is its key, with further options and fields of that column.
fn family(parents: u64, children: u64, options: &str, fields: &str) -> Dataset {
    dataset(&format!(
        r#"{{"name":"parent","rows":{parents},"primary_key":["id"],"columns":[{{"name":"id","type":"bigint","gen":{{"kind":"sequence","start":0}}}}]}},
           {{"name":"child","rows":{children},"columns":[
              {{"name":"p","type":"bigint","gen":{{"kind":"child_of","table":"parent","column":"id"{options}}}{fields}}},
              {{"name":"o","type":"bigint","gen":{{"kind":"ordinal","key":"p","start":0}}}}]}}"#
    ))
}

/// Whole numbers of some columns in all rows; -1 where they are NULL.
fn numbers(table: Table<'_>, columns: usize) -> Vec<Vec<i64>> {
    let mut batch = Batch::new();
    let mut rows = Vec::new();
    while (rows.len() as u64) < table.rows() {
        table.batch(rows.len() as u64..table.rows(), &mut batch);
        rows.extend((0..batch.len()).map(|row| in_row(table, &batch, columns, row)));
    }
    rows
}

fn in_row(table: Table<'_>, batch: &Batch, columns: usize, row: usize) -> Vec<i64> {
    let of = |column| {
        let view = table.column(batch, column).unwrap();
        let ColumnValues::Integers(values) = view.values else { panic!("whole numbers") };
        if view.is_null(row) { -1 } else { values[row] }
    };
    (0..columns).map(of).collect()
}

/// How many children each parent has.
fn counts(dataset: &Dataset, parents: u64) -> Vec<u64> {
    let mut counts = vec![0; parents as usize];
    for row in numbers(dataset.table("child").unwrap(), 1) {
        counts[row[0] as usize] += 1;
    }
    counts
}

#[test]
fn children_keep_within_their_bounds_and_count_from_the_first() {
    for (parents, children, options) in [
        (1, 1, ""),
        (1, 0, ""),
        (7, 21, r#","min":3,"max":3"#),
        (100, 300, r#","min":1,"max":5"#),
        (100, 499, r#","min":1,"max":5"#),
        (100, 101, r#","min":1,"max":5"#),
        (1_000, 1_000, r#","min":1"#),
        (1_000, 2_500, r#","without":0.25"#),
        (1_000, 3_000, r#","without":0.25,"min":2,"max":9"#),
        (1_000, 50, r#","max":1"#),
        (3, 5_000, ""),
        (70_000, 100, ""),
    ] {
        for fields in ["", r#","sampler":"shuffled""#] {
            let dataset = family(parents, children, options, fields);
            let rows = numbers(dataset.table("child").unwrap(), 2);
            let mut of_parent: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
            for row in &rows {
                of_parent.entry(row[0]).or_default().push(row[1]);
            }
            for ordinals in of_parent.values_mut() {
                ordinals.sort_unstable();
                assert!(ordinals.iter().copied().eq(0..ordinals.len() as i64), "{options}: {ordinals:?}");
            }
            let number = |name: &str| -> Option<f64> {
                let text = options.split(name).nth(1)?.trim_start_matches("\":");
                text.split(',').next()?.parse().ok()
            };
            let without = number("without").map_or(0, |part| (parents as f64 * part) as usize);
            let (min, max) =
                (number("min").unwrap_or(0.0) as usize, number("max").map_or(usize::MAX, |max| max as usize));
            let counts: Vec<usize> = of_parent.values().map(Vec::len).collect();
            assert!(counts.iter().all(|count| (min..=max).contains(count)), "{options}");
            if min > 0 || without > 0 {
                assert_eq!(counts.len(), parents as usize - without, "{options}");
            }
            if fields.is_empty() {
                assert!(rows.is_sorted(), "neighbours, in the order of the parents");
            } else if children > 100 && parents > 3 {
                assert!(!rows.is_sorted());
            }
        }
    }
}

/// Pearson's statistic of `found` against `expected`, and the most that it is but once in 10^5 (Wilson and Hilferty).
fn chi_square(found: &[f64], expected: &[f64]) -> (f64, f64) {
    let statistic =
        found.iter().zip(expected).map(|(found, expected)| (found - expected).powi(2) / expected).sum();
    let degrees = expected.len() as f64 - 1.0;
    (statistic, degrees * (1.0 - 2.0 / (9.0 * degrees) + 4.265 * (2.0 / (9.0 * degrees)).sqrt()).powi(3))
}

/// Children that pick their parents one by one make a Poisson number of them for each, when there are many.
#[test]
fn without_bounds_parents_have_a_poisson_number_of_children() {
    let (parents, mean) = (50_000_u64, 3.0_f64);
    let counts = counts(&family(parents, 150_000, "", ""), parents);
    let classes = 11;
    let mut found = vec![0.0; classes];
    counts.iter().for_each(|count| found[(*count as usize).min(classes - 1)] += 1.0);
    let mut mass = (-mean).exp();
    let mut expected = Vec::new();
    for count in 0..classes {
        let is_last = count + 1 == classes;
        expected.push(if is_last {
            parents as f64 - expected.iter().sum::<f64>()
        } else {
            mass * parents as f64
        });
        mass *= mean / (count + 1) as f64;
    }
    let (statistic, most) = chi_square(&found, &expected);
    assert!(statistic < most, "{statistic} > {most}: {found:?} {expected:?}");
}

/// Stretches of parents have their share, with a deviation as if each child picked its own.
#[test]
fn a_distribution_says_which_parents_have_more_children() {
    let (parents, children) = (1_000_u64, 200_000_u64);
    let zipf = r#","distribution":{"kind":"zipf","exponent":1.0}"#;
    let counts = counts(&family(parents, children, "", zipf), parents);
    let weights: Vec<f64> = (1..=parents).map(|rank| 1.0 / rank as f64).collect();
    let all: f64 = weights.iter().sum();
    let expected: Vec<f64> = weights.iter().map(|weight| weight / all * children as f64).collect();
    let found: Vec<f64> = counts.iter().map(|count| *count as f64).collect();
    let (statistic, most) = chi_square(&found, &expected);
    assert!(statistic < most, "{statistic} > {most}");
    // In any order of the parents, of which each is there once.
    let random = self::counts(&family(parents, children, r#","ranking":"random""#, zipf), parents);
    let mut sorted = random.clone();
    sorted.sort_unstable_by(|one, other| other.cmp(one));
    assert!(
        random.iter().position(|count| *count == sorted[0]).unwrap() > 3
            && sorted[0] > 20_000
            && random[..10].iter().sum::<u64>() < 20_000
    );
    // Every parent has its own first, and the rest goes by the distribution.
    let counts = self::counts(&family(parents, children, r#","min":50,"max":5000"#, zipf), parents);
    assert!(counts.iter().all(|count| (50..=5_000).contains(count)));
    assert!(counts[0] == 5_000 && counts[999] < 200, "{} {}", counts[0], counts[999]);
}

/// Parents with children lie anywhere: each tenth of the parents has about as many of them.
#[test]
fn parents_without_children_lie_anywhere() {
    let counts = counts(&family(10_000, 30_000, r#","without":0.3"#, ""), 10_000);
    assert_eq!(counts.iter().filter(|count| **count == 0).count(), 3_000);
    for tenth in counts.chunks(1_000) {
        let without = tenth.iter().filter(|count| **count == 0).count();
        // Five deviations of a hypergeometric number.
        assert!((without as f64 - 300.0).abs() < 5.0 * 13.8, "{without}");
    }
    // No longer runs than chance has: the chance of 14 neighbours without is 0.3^14, one in 10^7.
    let longest = counts.split(|count| *count > 0).map(<[u64]>::len).max().unwrap();
    assert!(longest < 14, "{longest}");
}

fn tree(rows: u64, options: &str) -> Dataset {
    dataset(&format!(
        r#"{{"name":"tree","rows":{rows},"primary_key":["id"],"columns":[
              {{"name":"id","type":"bigint","gen":{{"kind":"sequence","start":0}}}},
              {{"name":"up","type":"bigint","gen":{{"kind":"child_of","table":"tree","column":"id"{options}}}}},
              {{"name":"level","type":"int","gen":{{"kind":"level","key":"up"}}}},
              {{"name":"place","type":"int","gen":{{"kind":"ordinal","key":"up"}}}},
              {{"name":"below","type":"int","gen":{{"kind":"child_count","table":"tree","column":"up"}}}},
              {{"name":"of_parent","type":"int","gen":{{"kind":"parent_value","key":"up","column":"level"}}}}]}}"#
    ))
}

#[test]
fn trees_are_as_deep_and_as_wide_as_they_shall_be() {
    for (rows, options, roots, depth, fan_out) in [
        (1, "", 1, 3, u64::MAX),
        (2, "", 1, 3, u64::MAX),
        (1_000, "", 6, 3, u64::MAX),
        (1_000, r#","depth":1,"roots":1"#, 1, 1, u64::MAX),
        (1_000, r#","depth":9,"roots":1,"max":2"#, 1, 9, 2),
        (1_023, r#","depth":9,"roots":1,"max":2"#, 1, 9, 2),
        (64, r#","depth":64,"roots":1,"max":1"#, 1, 64, 1),
        (500, r#","depth":2,"roots":490"#, 490, 2, u64::MAX),
        (5_000, r#","depth":4,"max":8"#, 6, 4, 8),
    ] {
        let dataset = tree(rows, options);
        let rows = numbers(dataset.table("tree").unwrap(), 6);
        let mut children: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
        for row in &rows {
            let [id, up, level, place, _, of_parent] = row[..] else { panic!("six columns") };
            assert_eq!(up == -1, id < roots, "{options}: row {id}");
            assert_eq!(of_parent, level - 1);
            if up >= 0 {
                assert!(up < id, "{options}: the parent comes first");
                assert_eq!(level, rows[up as usize][2] + 1, "{options}");
                children.entry(up).or_default().push(place);
            }
            assert!(level <= depth, "{options}");
        }
        for (parent, mut places) in children.clone() {
            places.sort_unstable();
            assert!(places.iter().copied().eq(1..=places.len() as i64), "{options}: {places:?}");
            assert!(places.len() as u64 <= fan_out, "{options}: {parent}");
        }
        for row in &rows {
            assert_eq!(row[4], children.get(&row[0]).map_or(0, Vec::len) as i64, "{options}");
        }
    }
}

#[test]
fn a_row_of_its_own_table_is_another_row() {
    let dataset = dataset(
        r#"{"name":"t","rows":50,"columns":[{"name":"id","type":"int","gen":{"kind":"sequence","start":0}},
            {"name":"other","type":"int","gen":{"kind":"foreign_key","table":"t","column":"id"}}]}"#,
    );
    let rows = numbers(dataset.table("t").unwrap(), 2);
    assert!(rows.iter().all(|row| row[0] != row[1]));
    let others: BTreeSet<i64> = rows.iter().map(|row| row[1]).collect();
    assert!(
        others.len() > 20
            && others.contains(&0) | others.contains(&1)
            && others.contains(&49) | others.contains(&48)
    );
}

/// Columns that count children, or copy from their parents, change nothing of the key or of other columns.
#[test]
fn what_is_told_of_children_changes_none_of_them() {
    let with = |columns: &str, of_parent: &str| {
        let dataset = dataset(&format!(
            r#"{{"name":"parent","rows":200,"columns":[{{"name":"id","type":"int"}},{{"name":"x","type":"int"}}{of_parent}]}},
               {{"name":"child","rows":700,"columns":[
                  {{"name":"p","type":"int","gen":{{"kind":"child_of","table":"parent","column":"id","min":1,"max":9}}}},{{"name":"y","type":"int"}}{columns}]}}"#
        ));
        let of = |name: &str| numbers(dataset.table(name).unwrap(), 2);
        (of("parent"), of("child"))
    };
    let more = r#",{"name":"o","type":"int","gen":{"kind":"ordinal","key":"p"}},{"name":"c","type":"int","gen":{"kind":"parent_value","key":"p","column":"x"}}"#;
    let count = r#",{"name":"n","type":"int","gen":{"kind":"child_count","table":"child","column":"p"}}"#;
    assert_eq!(with("", ""), with(more, count));
}

#[test]
fn how_many_children_a_row_has_is_how_many_there_are() {
    let dataset = dataset(
        r#"{"name":"parent","rows":500,"columns":[{"name":"id","type":"int","gen":{"kind":"sequence","start":0}},
              {"name":"lines","type":"smallint","gen":{"kind":"child_count","table":"child","column":"p"}}]},
           {"name":"child","rows":1200,"columns":[{"name":"p","type":"int","sampler":"shuffled","distribution":{"kind":"zipf","exponent":0.8},
              "gen":{"kind":"child_of","table":"parent","column":"id","min":1,"max":40,"ranking":"random"}}]}"#,
    );
    let counts = counts(&dataset, 500);
    let said: Vec<u64> =
        numbers(dataset.table("parent").unwrap(), 2).iter().map(|row| row[1] as u64).collect();
    assert_eq!(said, counts);
}

#[test]
fn what_the_parent_has_is_copied_with_its_nulls() {
    let dataset = dataset(
        r#"{"name":"parent","rows":40,"columns":[{"name":"id","type":"int","gen":{"kind":"sequence","start":0}},
              {"name":"x","type":"int","gen":{"kind":"integer","min":0,"max":9},"null":0.5}]},
           {"name":"child","rows":200,"columns":[
              {"name":"p","type":"int","gen":{"kind":"foreign_key","table":"parent","column":"id"},"null":0.2},
              {"name":"x","type":"int","gen":{"kind":"parent_value","key":"p","column":"x"}}]}"#,
    );
    let parents = numbers(dataset.table("parent").unwrap(), 2);
    let children = numbers(dataset.table("child").unwrap(), 2);
    for row in &children {
        let expected = if row[0] < 0 { -1 } else { parents[row[0] as usize][1] };
        assert_eq!(row[1], expected);
    }
    assert!(children.iter().any(|row| row[0] >= 0 && row[1] < 0) && children.iter().any(|row| row[0] < 0));
    assert!(dataset.table("child").unwrap().may_be_null("x"));
}

/// Keys of some columns of a table whose further columns are `columns`.
fn junction(rows: u64, keys: &str, columns: &str) -> Result<Vec<Vec<i64>>, String> {
    let id = |name: &str, rows: u64| {
        format!(
            r#"{{"name":"{name}","rows":{rows},"primary_key":["id"],"columns":[{{"name":"id","type":"int","gen":{{"kind":"sequence","start":0}}}}]}}"#
        )
    };
    let json = format!(
        r#"{{"rowmill":1,"tables":[{},{},{},
            {{"name":"slot","rows":60,"primary_key":["room","day"],"columns":[
               {{"name":"room","type":"int","gen":{{"kind":"integer","min":0,"max":9}}}},{{"name":"day","type":"int","gen":{{"kind":"integer","min":0,"max":9}}}}]}},
            {{"name":"j","rows":{rows},{keys},"columns":[{columns}]}}]}}"#,
        id("a", 30),
        id("b", 20),
        id("c", 10),
    );
    let spec = DatasetSpec::from_json(&json).unwrap();
    let count = spec.tables.last().unwrap().columns.len();
    match Dataset::compile(&spec) {
        Ok(dataset) => Ok(numbers(dataset.table("j").unwrap(), count)),
        Err(problems) => Err(problems.to_string()),
    }
}

fn key(name: &str, generator: &str, fields: &str) -> String {
    format!(r#"{{"name":"{name}","type":"int","gen":{{{generator}}}{fields}}}"#)
}

fn foreign(name: &str, table: &str) -> String {
    key(name, &format!(r#""kind":"foreign_key","table":"{table}","column":"id""#), "")
}

fn assert_unique(rows: &[Vec<i64>], columns: &[usize]) {
    let mut seen = BTreeSet::new();
    for row in rows {
        let value: Vec<i64> = columns.iter().map(|column| row[*column]).collect();
        assert!(seen.insert(value.clone()), "{value:?} twice in {columns:?}");
    }
}

#[test]
fn junctions_have_no_pair_twice() {
    let three = [foreign("a", "a"), foreign("b", "b"), foreign("c", "c")].join(",");
    let rows = junction(6_000, r#""primary_key":["a","b","c"]"#, &three).unwrap();
    assert_unique(&rows, &[0, 1, 2]);
    // With a table whose key has two columns.
    let slot = [
        foreign("a", "a"),
        key("room", r#""kind":"foreign_key","table":"slot","column":"room""#, ""),
        key("day", r#""kind":"foreign_key","table":"slot","column":"day","same_row_as":"room""#, ""),
    ]
    .join(",");
    let rows = junction(1_800, r#""primary_key":["a","room","day"]"#, &slot).unwrap();
    assert_unique(&rows, &[0, 1, 2]);
    // Of which each parent has so many: no child twice, and every one of them may come.
    let of_a = key("a", r#""kind":"child_of","table":"a","column":"id","min":1,"max":5"#, "");
    let some = [of_a.clone(), foreign("b", "b")].join(",");
    let rows = junction(90, r#""primary_key":["a","b"]"#, &some).unwrap();
    assert_unique(&rows, &[0, 1]);
    assert!(rows.iter().map(|row| row[1]).collect::<BTreeSet<_>>().len() > 15);
    // And with two further columns, in any order of rows.
    let scattered = of_a.replace(r#""type""#, r#""sampler":"shuffled","type""#);
    let rows = junction(
        90,
        r#""primary_key":["b","a","c"]"#,
        &[scattered, foreign("b", "b"), foreign("c", "c")].join(","),
    )
    .unwrap();
    assert_unique(&rows, &[0, 1, 2]);
    let refused =
        junction(90, r#""primary_key":["a","c"]"#, &[of_a.replace('5', "11"), foreign("c", "c")].join(","));
    let refused = refused.unwrap_err();
    assert!(refused.contains("set the max of `a` to 10"), "{refused}");
}

#[test]
fn two_unique_keys_may_have_a_column_in_common() {
    let three = [foreign("a", "a"), foreign("b", "b"), foreign("c", "c")].join(",");
    let rows = junction(300, r#""primary_key":["a","b"],"unique":[["a","c"]]"#, &three).unwrap();
    assert_unique(&rows, &[0, 1]);
    assert_unique(&rows, &[0, 2]);
    // Beside each other they do not go in step.
    assert!(rows.iter().map(|row| (row[1], row[2])).collect::<BTreeSet<_>>().len() > 100);
    let refused = junction(301, r#""primary_key":["a","b"],"unique":[["a","c"]]"#, &three).unwrap_err();
    assert!(refused.contains("300 different combinations"), "{refused}");
    // Three keys with two columns in common, one of them with a rest of two.
    let more = format!("{three},{}", key("d", r#""kind":"integer","min":0,"max":3"#, ""));
    let more = format!("{more},{}", key("e", r#""kind":"integer","min":0,"max":9"#, ""));
    let rows = junction(
        9_000,
        r#""unique":[["a","b","c"],["a","b","d","e"],["b","f","a"]]"#,
        &format!("{more},{}", key("f", r#""kind":"integer","min":1,"max":99"#, "")),
    );
    let refused = rows.unwrap_err();
    assert!(refused.contains("6000 different combinations"), "{refused}");
    let rows = junction(
        5_999,
        r#""unique":[["a","b","c"],["a","b","d","e"],["b","f","a"]]"#,
        &format!("{more},{}", key("f", r#""kind":"integer","min":1,"max":99"#, "")),
    )
    .unwrap();
    assert_unique(&rows, &[0, 1, 2]);
    assert_unique(&rows, &[0, 1, 3, 4]);
    assert_unique(&rows, &[0, 1, 5]);
    // A parent's children, by two keys.
    let of_a = key("a", r#""kind":"child_of","table":"a","column":"id","max":10"#, "");
    let rows = junction(
        200,
        r#""unique":[["a","b"],["c","a"]]"#,
        &[of_a, foreign("b", "b"), foreign("c", "c")].join(","),
    )
    .unwrap();
    assert_unique(&rows, &[0, 1]);
    assert_unique(&rows, &[0, 2]);
}

#[test]
fn the_number_of_a_line_completes_a_key() {
    let lines = [
        key("a", r#""kind":"child_of","table":"a","column":"id","min":1"#, ""),
        key("line", r#""kind":"ordinal","key":"a""#, ""),
    ]
    .join(",");
    let rows = junction(500, r#""primary_key":["a","line"]"#, &lines).unwrap();
    assert_unique(&rows, &[0, 1]);
    let one = key("a", r#""kind":"child_of","table":"a","column":"id","max":1"#, r#","unique":true"#);
    assert_unique(&junction(20, r#""indexes":[["a"]]"#, &one).unwrap(), &[0]);
}

#[test]
fn what_cannot_be_shared_out_is_refused_with_its_numbers() {
    let child = |options: &str, fields: &str| {
        let json = format!(
            r#"{{"rowmill":1,"tables":[{{"name":"parent","rows":10,"columns":[{{"name":"id","type":"int"}}]}},
                {{"name":"child","rows":100,"columns":[{{"name":"id","type":"int"}},
                {{"name":"p","type":"int","gen":{{{options}}}{fields}}}]}}]}}"#
        );
        let problems = Dataset::compile(&DatasetSpec::from_json(&json).unwrap()).unwrap_err();
        let problem = problems.first();
        format!("{} {} {}", problem.path, problem.code.name(), problem.message)
    };
    let of = |options: &str| format!(r#""kind":"child_of","table":"parent","column":"id"{options}"#);
    for (said, path, part) in [
        (
            child(&of(r#","min":11"#), ""),
            "gen.min children_out_of_bounds",
            "10 parents with at least 11 children each have 110, the table 100 rows",
        ),
        (
            child(&of(r#","max":9"#), ""),
            "gen.max children_out_of_bounds",
            "have 90, the table 100 rows; make fewer rows, or raise max",
        ),
        (child(&of(r#","min":4,"max":3"#), ""), "gen.max empty_range", "exchange them"),
        (child(&of(r#","without":1.5"#), ""), "gen.without invalid_fraction", "from 0 to less than 1"),
        (child(&of(r#","without":-0.5"#), ""), "gen.without invalid_fraction", "from 0 to less than 1"),
        (child(&of(r#","without":-0.5"#), ""), "gen.without invalid_fraction", "from 0 to less than 1"),
        (child(&of(r#","name":"ID""#), ""), "gen.name duplicate_name", "already the name of `id`"),
        (child(r#""kind":"level","key":"p""#, ""), "gen.key unknown_column", "name a foreign_key"),
        (child(&of(r#","without":0.99"#), ""), "gen.without children_out_of_bounds", "lower `without`"),
        (child(&of(r#","depth":2"#), ""), "gen.depth invalid_spec", "about trees"),
        (child(&of(r#","min":2"#), r#","null":0.1"#), "gen.min nullable_parent", "null to 0"),
        (child(&of(""), r#","unique":true"#), "columns[1].unique not_unique", "set max to 1"),
        (child(&of(""), r#","sampler":"uniform""#), "sampler invalid_sampler", "shuffled"),
        (
            child(r#""kind":"ordinal","key":"id""#, ""),
            "gen.key unknown_column",
            "name a foreign_key or child_of column",
        ),
        (
            child(r#""kind":"parent_value","key":"x","column":"id""#, ""),
            "gen.key unknown_column",
            "name a foreign_key",
        ),
        (
            child(r#""kind":"child_count","table":"child","column":"p""#, ""),
            "gen.column unknown_column",
            "name its key",
        ),
        (
            child(r#""kind":"child_of","table":"child","column":"id","max":1,"depth":5,"roots":3"#, ""),
            "gen.max children_out_of_bounds",
            "raise roots, depth or max",
        ),
        (
            child(r#""kind":"child_of","table":"child","column":"id","roots":0"#, ""),
            "gen.roots empty_range",
            "write 1 or more",
        ),
        (
            child(r#""kind":"child_of","table":"child","column":"id","depth":65"#, ""),
            "gen.depth invalid_length",
            "1 to 64",
        ),
        (
            child(r#""kind":"child_of","table":"child","column":"id""#, r#","sampler":"shuffled""#),
            "sampler invalid_sampler",
            "comes first",
        ),
        (
            child(
                r#""kind":"child_of","table":"child","column":"id""#,
                r#","distribution":{"kind":"zipf","exponent":1}"#,
            ),
            "distribution invalid_distribution",
            "leave the distribution out",
        ),
    ] {
        assert!(said.contains(path) && said.contains(part), "{said}\nwanted {path} … {part}");
    }
}

#[test]
fn keys_of_a_tree_end_and_hold_where_rows_have_parents() {
    // More first rows, which have no parent, than other values of the key.
    let dataset = dataset(
        r#"{"name":"t","rows":1000,"primary_key":["id"],"unique":[["up","pos"]],"columns":[
            {"name":"id","type":"int","gen":{"kind":"sequence"}},
            {"name":"up","type":"int","gen":{"kind":"child_of","table":"t","column":"id","max":3}},
            {"name":"pos","type":"int","gen":{"kind":"integer","min":1,"max":3}}]}"#,
    );
    let rows = numbers(dataset.table("t").unwrap(), 3);
    let below: Vec<Vec<i64>> = rows.into_iter().filter(|row| row[1] >= 0).collect();
    assert!(below.len() > 900);
    assert_unique(&below, &[1, 2]);
}

#[test]
fn a_column_that_settles_a_key_is_left_to_it() {
    let dataset = dataset(
        r#"{"name":"t","rows":5000,"unique":[["n","z"],["x","y"],["x","n"]],"columns":[
            {"name":"n","type":"int","gen":{"kind":"sequence"}},
            {"name":"z","type":"int","gen":{"kind":"integer","min":1,"max":3}},
            {"name":"x","type":"int","gen":{"kind":"integer","min":1,"max":10}},
            {"name":"y","type":"int","gen":{"kind":"integer","min":1,"max":1000}}]}"#,
    );
    let rows = numbers(dataset.table("t").unwrap(), 4);
    assert!(rows.iter().enumerate().all(|(row, cells)| cells[0] == row as i64 + 1));
    assert_unique(&rows, &[2, 3]);
    // A key that has all columns of another holds where that does, and stands in nobody's way.
    let three = [foreign("a", "a"), foreign("b", "b"), foreign("c", "c")].join(",");
    let rows = junction(300, r#""unique":[["a","b","c"],["a","b"],["a","c"]]"#, &three).unwrap();
    assert_unique(&rows, &[0, 1]);
    assert_unique(&rows, &[0, 2]);
    // Of two columns that share rows out, that with fewer children settles the key.
    let both = [
        key("a", r#""kind":"child_of","table":"a","column":"id","max":50"#, ""),
        key("b", r#""kind":"child_of","table":"b","column":"id","max":10"#, r#","sampler":"shuffled""#),
        key("x", r#""kind":"integer","min":1,"max":10"#, ""),
    ];
    let rows = junction(200, r#""primary_key":["a","b","x"]"#, &both.join(",")).unwrap();
    assert_unique(&rows, &[0, 1, 2]);
}

#[test]
fn rows_without_a_parent_have_nothing_of_one() {
    let dataset = dataset(
        r#"{"name":"t","rows":60,"primary_key":["id"],"columns":[
            {"name":"id","type":"int","gen":{"kind":"sequence","start":0}},
            {"name":"up","type":"int","gen":{"kind":"child_of","table":"t","column":"id","roots":3}},
            {"name":"said","type":"int","gen":{"kind":"expression","sql":"up.id * 2"}},
            {"name":"again","type":"int","gen":{"kind":"foreign_key","table":"t","column":"id","same_row_as":"up"}}]}"#,
    );
    let table = dataset.table("t").unwrap();
    for (row, cells) in numbers(table, 4).into_iter().enumerate() {
        let up = cells[1];
        assert_eq!(cells[1..], if row < 3 { [-1, -1, -1] } else { [up, up * 2, up] });
    }
    assert!(["up", "said", "again"].into_iter().all(|column| table.may_be_null(column)));
    let refused = |columns: &str, key: &str| {
        let json = format!(
            r#"{{"rowmill":1,"tables":[{{"name":"p","rows":9,"columns":[{{"name":"a","type":"int"}},{{"name":"b","type":"int"}}]}},
               {{"name":"t","rows":60,"primary_key":[{key}],"columns":[{columns}]}}]}}"#
        );
        let problems = Dataset::compile(&DatasetSpec::from_json(&json).unwrap()).unwrap_err();
        format!("{} {}", problems.first().path, problems.first().code.name())
    };
    let id = r#"{"name":"id","type":"int","gen":{"kind":"sequence"}}"#;
    let up = r#"{"name":"up","type":"int","gen":{"kind":"child_of","table":"t","column":"id"}}"#;
    assert_eq!(
        refused(&format!("{id},{up}"), r#""id","up""#),
        "tables[1].columns[1].gen null_in_primary_key"
    );
    let again = r#"{"name":"again","type":"int","gen":{"kind":"foreign_key","table":"t","column":"id","same_row_as":"up"}}"#;
    assert_eq!(
        refused(&format!("{id},{up},{again}"), r#""id","again""#),
        "tables[1].columns[2].gen null_in_primary_key"
    );
    // Whatever the order of the columns.
    let copied = r#"{"name":"v","type":"int","gen":{"kind":"parent_value","key":"f","column":"a"}},
        {"name":"l","type":"int","null":0.5,"gen":{"kind":"foreign_key","table":"p","column":"a"}},
        {"name":"f","type":"int","gen":{"kind":"foreign_key","table":"p","column":"b","same_row_as":"l"}}"#;
    assert_eq!(
        refused(&format!("{copied},{id}"), r#""id","v""#),
        "tables[1].columns[0].null null_in_primary_key"
    );
}

/// A dataset of two parents, one with a composite key, and a child with these references.
fn referring(columns: &str, references: &str) -> Result<DatasetSpec, String> {
    let json = format!(
        r#"{{"rowmill":1,"tables":[
            {{"name":"order","rows":100,"columns":[{columns}],"references":[{references}]}},
            {{"name":"customer","rows":50,"primary_key":["id"],"columns":[{{"name":"id","type":"int"}},{{"name":"since","type":"date"}}]}},
            {{"name":"shop","rows":9,"primary_key":["town","number"],"columns":[
               {{"name":"town","type":"int","gen":{{"kind":"integer","min":1,"max":9}}}},{{"name":"number","type":"int","gen":{{"kind":"integer","min":1,"max":9}}}}]}}]}}"#
    );
    DatasetSpec::from_json(&json).map_err(|problems| format!("{} {}", problems.first().path, problems))
}

#[test]
fn references_of_a_table_are_the_generators_of_its_columns() {
    let columns = r#"{"name":"customer_id","type":"int"},{"name":"town","type":"int"},{"name":"shop","type":"int"},
        {"name":"on","type":"date","gen":{"kind":"expression","sql":"buyer.since + 1"}}"#;
    let read = referring(
        columns,
        r#"{"name":"buyer","columns":["customer_id"],"table":"customer","optional":0.25,"children":{"max":9,"distribution":{"kind":"zipf","exponent":1.2}}},
           {"columns":["shop","town"],"table":"shop","columns_there":["number","town"]}"#,
    )
    .unwrap();
    let written = r#"{"name":"customer_id","type":"int","null":0.25,"distribution":{"kind":"zipf","exponent":1.2},
            "gen":{"kind":"child_of","table":"customer","column":"id","max":9,"name":"buyer"}},
        {"name":"town","type":"int","gen":{"kind":"foreign_key","table":"shop","column":"town","same_row_as":"shop"}},
        {"name":"shop","type":"int","gen":{"kind":"foreign_key","table":"shop","column":"number"}},
        {"name":"on","type":"date","gen":{"kind":"expression","sql":"buyer.since + 1"}}"#;
    assert_eq!(read, referring(written, "").unwrap());
    assert_eq!(DatasetSpec::from_json(&read.to_canonical_json()).unwrap(), read);
    Dataset::compile(&read).unwrap();
    // In a tree, and with the primary key of the parent where nothing else is said.
    let tree = referring(
        r#"{"name":"id","type":"int"},{"name":"up","type":"int"}"#,
        r#"{"columns":["up"],"table":"order","columns_there":["id"],"children":{"depth":2,"max":20}}"#,
    );
    Dataset::compile(&tree.unwrap()).unwrap();
}

#[test]
fn references_that_say_nothing_or_too_much_are_refused_at_their_place() {
    let columns = r#"{"name":"c","type":"int"},{"name":"d","type":"int","gen":{"kind":"integer","min":1,"max":2}},{"name":"e","type":"int","null":0.5}"#;
    for (reference, path, part) in [
        (r#"{"columns":["c"],"table":"x"}"#, "references[0].table", "there is no table `x`"),
        (r#"{"columns":["x"],"table":"customer"}"#, "references[0].columns[0]", "no column `x`"),
        (r#"{"columns":["d"],"table":"customer"}"#, "references[0].columns[0]", "a gen of its own"),
        (
            r#"{"columns":["e"],"table":"customer","optional":0.1}"#,
            "references[0].columns[0]",
            "a null of its own",
        ),
        (r#"{"columns":["c"],"table":"shop"}"#, "references[0].columns", "1 here and 2 of `shop`"),
        (
            r#"{"columns":["c"],"table":"customer","children":{"mins":1}}"#,
            "references[0].children.mins",
            "did you mean `min`?",
        ),
        (
            r#"{"columns":["c"],"table":"customer","children":{"min":"few"}}"#,
            "references[0].children.min",
            "whole number",
        ),
        (r#"{"columns":["c"],"table":"customer","optional":true}"#, "references[0].optional", "a number"),
        (
            r#"{"columns":["c"],"table":"customer","colums_there":["id"]}"#,
            "references[0].colums_there",
            "columns_there",
        ),
        (
            r#"{"columns":["c"],"table":"customer"},{"columns":["c"],"table":"customer"}"#,
            "references[1].columns[0]",
            "leave one of both out",
        ),
    ] {
        let problem = referring(columns, reference).unwrap_err();
        assert!(problem.contains(path) && problem.contains(part), "{problem}\nwanted {path} … {part}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    /// Any rows in any order are those of the whole table.
    #[test]
    fn any_rows_have_the_parents_that_they_have_among_all(
        parents in 1_u64..2_000,
        each in 0_u64..6,
        max in 6_u64..20,
        scattered in any::<bool>(),
        without in any::<bool>(),
        picked in proptest::collection::vec(0_u64..1_000_000, 1..60),
    ) {
        let options = format!(r#","max":{max}{}"#, if without && each > 0 { r#","without":0.1"# } else { "" });
        let dataset = family(parents, (parents * each).max(1), &options, if scattered { r#","sampler":"shuffled""# } else { "" });
        let table = dataset.table("child").unwrap();
        let all = numbers(table, 2);
        let picked: Vec<u64> = picked.into_iter().map(|row| row % table.rows()).collect();
        let mut batch = Batch::new();
        table.rows_at(&picked, &mut batch);
        for (place, row) in picked.iter().enumerate() {
            prop_assert_eq!(&in_row(table, &batch, 2, place), &all[*row as usize]);
        }
    }
}

/// The examples of the documentation, each in a dataset in which the tables are that it names.
#[test]
fn the_examples_of_the_documentation_are_made() {
    let id = r#"{"name":"id","type":"bigint"}"#;
    let around = format!(
        r#"{{"name":"customer","rows":1000,"primary_key":["id"],"columns":[{id}]}},
           {{"name":"product","rows":50,"primary_key":["id"],"columns":[{id},{{"name":"price","type":"decimal(8,2)"}}]}},
           {{"name":"post","rows":1000,"primary_key":["id"],"columns":[{id}]}},
           {{"name":"tag","rows":40,"primary_key":["id"],"columns":[{id}]}}"#
    );
    let text = include_str!("../../docs/relations.md");
    let blocks: Vec<&str> =
        text.split("```json\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    let [lines, copies, count, tree, junction, references] = blocks[..] else {
        panic!("{} examples", blocks.len())
    };
    let dataset = dataset(&format!(
        r#"{around},
           {{"name":"purchase_item","rows":9000,"primary_key":["purchase_id","line"],"columns":[{lines},{copies},
              {{"name":"product_id","type":"bigint","gen":{{"kind":"foreign_key","table":"product","column":"id"}}}}]}},
           {{"name":"employee","rows":400,"primary_key":["id"],"columns":[{id},{tree}]}},
           {junction},
           {}"#,
        references.replacen(r#""columns": ["#, &format!(r#""columns": [{count},"#), 1)
    ));
    assert_eq!(dataset.tables().count(), 8);
    for table in dataset.tables() {
        let mut batch = Batch::new();
        table.batch(0..50, &mut batch);
        assert_eq!(batch.len() as u64, table.rows().min(50));
    }
}
