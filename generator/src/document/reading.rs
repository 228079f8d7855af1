//! From JSON to a spec.

use serde_json::Value;

use super::{
    ColumnSpec, DatasetSpec, DistributionSpec, GeneratorSpec, PartitionRange, PartitionSpec, Problem,
    ProblemCode, SamplerSpec, Seed, TableSpec, declared, default_locale, default_now,
    fields::{Fields, Read, problem, texts},
    references::{self, Written},
};
use crate::{distribution::distributions, kinds};

pub(super) fn dataset(value: Value) -> Read<DatasetSpec> {
    let mut fields = Fields::of(value, "", "a spec")?;
    let mut references = Vec::new();
    let mut spec = DatasetSpec {
        rowmill: fields.small("rowmill")?,
        seed: if fields.has("seed") { Seed(fields.count("seed")?) } else { Seed::default() },
        now: if fields.has("now") { fields.text("now")? } else { default_now() },
        locale: if fields.has("locale") { fields.text("locale")? } else { default_locale() },
        dialect: declared::dialect(&mut fields)?,
        types: each(fields.list("types")?, "types", declared::declared_type)?,
        tables: {
            // A spec without tables is nothing that was meant.
            let tables = fields.required("tables")?;
            let Value::Array(tables) = tables else {
                return Err(problem("tables", "`tables` must be a list"));
            };
            let read = |(index, value)| table(value, index, &mut references);
            tables.into_iter().enumerate().map(read).collect::<Read<Vec<TableSpec>>>()?
        },
    };
    fields.finish()?;
    for written in references {
        references::apply(written, &mut spec.tables)?;
    }
    declared::check(&spec)?;
    Ok(spec)
}

fn table(value: Value, index: usize, references: &mut Vec<Written>) -> Read<TableSpec> {
    let path = &format!("tables[{index}]");
    let mut fields = Fields::of(value, path, "a table")?;
    let table = TableSpec {
        name: fields.text("name")?,
        rows: fields.count("rows")?,
        primary_key: fields.texts("primary_key")?,
        unique: groups(&mut fields, "unique")?,
        indexes: groups(&mut fields, "indexes")?,
        partition_by: match fields.take("partition_by") {
            Some(value) => Some(partition(value, &fields.path("partition_by"))?),
            None => None,
        },
        comment: fields.text_or_empty("comment")?,
        constraints: each(fields.list("constraints")?, &fields.path("constraints"), declared::constraint)?,
        options: fields.text_or_empty("options")?,
        columns: {
            let Value::Array(columns) = fields.required("columns")? else {
                return Err(problem(&fields.path("columns"), "`columns` must be a list"));
            };
            each(columns, &fields.path("columns"), column)?
        },
    };
    for (position, value) in fields.list("references")?.into_iter().enumerate() {
        let path = format!("{}[{position}]", fields.path("references"));
        references.push(Written { table: index, path, value });
    }
    fields.finish()?;
    Ok(table)
}

fn partition(value: Value, path: &str) -> Read<PartitionSpec> {
    const RANGES: [(&str, PartitionRange); 3] =
        [("day", PartitionRange::Day), ("month", PartitionRange::Month), ("year", PartitionRange::Year)];
    let mut fields = Fields::of(value, path, "a partition")?;
    let partition = PartitionSpec { column: fields.text("column")?, range: fields.word("range", &RANGES)? };
    fields.finish()?;
    Ok(partition)
}

fn column(value: Value, path: &str) -> Read<ColumnSpec> {
    const SAMPLERS: [(&str, SamplerSpec); 3] = [
        ("in_order", SamplerSpec::InOrder),
        ("shuffled", SamplerSpec::Shuffled),
        ("uniform", SamplerSpec::Uniform),
    ];
    let mut fields = Fields::of(value, path, "a column")?;
    let column = ColumnSpec {
        name: fields.text("name")?,
        sql_type: {
            let text = fields.text("type")?;
            text.parse().map_err(|error| problem(&fields.path("type"), &format!("{error}")))?
        },
        generator: match fields.take("gen") {
            Some(value) => Some(generator(value, &fields.path("gen"))?),
            None => None,
        },
        sampler: if fields.has("sampler") { Some(fields.word("sampler", &SAMPLERS)?) } else { None },
        distribution: match fields.take("distribution") {
            Some(value) => Some(distribution(value, &fields.path("distribution"))?),
            None => None,
        },
        null_fraction: if fields.has("null") { fields.number("null")? } else { 0.0 },
        nullable: fields.flag("nullable")?,
        null_with: fields.text_or_empty("null_with")?,
        empty_fraction: if fields.has("empty") { fields.number("empty")? } else { 0.0 },
        unique: fields.flag("unique")?,
        hidden: fields.flag("hidden")?,
        identity: fields.flag("identity")?,
        comment: fields.text_or_empty("comment")?,
        declared: fields.text_or_empty("declared")?,
        default: fields.text_or_empty("default")?,
        check: fields.text_or_empty("check")?,
        generated: fields.text_or_empty("generated")?,
    };
    fields.finish()?;
    Ok(column)
}

/// A generator: an object whose field `kind` names its kind, with a field for each option of that.
fn generator(value: Value, path: &str) -> Read<GeneratorSpec> {
    let mut fields = Fields::of(value, path, "this generator")?;
    let name = fields.text("kind")?;
    let Some(found) = kinds::kind(&name) else {
        let names = || kinds::kinds().into_iter().map(|kind| kind.name);
        let cure = match kinds::nearest(&name, names()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("use one of {}", names().collect::<Vec<_>>().join(", ")),
        };
        let message = format!("`{name}` is not a kind of generator; {cure}");
        return Err(Problem::new(fields.path("kind"), ProblemCode::UnknownKind, message));
    };
    let generator = GeneratorSpec::read(found, &mut fields)?;
    fields.finish()?;
    Ok(generator)
}

/// A distribution: an object whose field `kind` names it, with a field for each of its options.
pub(super) fn distribution(value: Value, path: &str) -> Read<DistributionSpec> {
    let mut fields = Fields::of(value, path, "this distribution")?;
    let words: Vec<_> =
        distributions().iter().map(|distribution| (distribution.name, *distribution)).collect();
    let found = fields.word("kind", &words)?;
    let distribution = DistributionSpec::read(found, &mut fields)?;
    fields.finish()?;
    Ok(distribution)
}

/// A list of lists of names.
fn groups(fields: &mut Fields, name: &str) -> Read<Vec<Vec<String>>> {
    let groups = fields.list(name)?;
    each(groups, &fields.path(name), |group, path| match group {
        Value::Array(values) => texts(values, path),
        _ => Err(problem(path, "this must be a list of columns")),
    })
}

fn each<T>(values: Vec<Value>, path: &str, read: impl Fn(Value, &str) -> Read<T>) -> Read<Vec<T>> {
    let item = |(index, value)| read(value, &format!("{path}[{index}]"));
    values.into_iter().enumerate().map(item).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_kind_reads_back_as_written() {
        for value in [
            json!({"kind": "sequence", "start": -5, "step": 2}),
            json!({"kind": "integer", "min": i64::MIN.to_string(), "max": i64::MAX.to_string()}),
            json!({"kind": "decimal", "min": "0.1", "max": "2"}),
            json!({"kind": "double", "min": -0.5, "max": 1e300}),
            json!({"kind": "boolean", "true": 0.25}),
            json!({"kind": "date", "from": "a", "to": "b"}),
            json!({"kind": "time", "from": "a", "to": "b"}),
            json!({"kind": "timestamp", "from": "a", "to": "b"}),
            json!({"kind": "now"}),
            json!({"kind": "uuid_v4"}),
            json!({"kind": "uuid_v7"}),
            json!({"kind": "ulid"}),
            json!({"kind": "list", "values": [1, "a", true], "weights": [1.0, 2.5, 0.0]}),
            json!({"kind": "pattern", "pattern": "[a]"}),
            json!({"kind": "first_name"}),
            json!({"kind": "last_name"}),
            json!({"kind": "full_name"}),
            json!({"kind": "email"}),
            json!({"kind": "city"}),
            json!({"kind": "company"}),
            json!({"kind": "word"}),
            json!({"kind": "sentence"}),
            json!({"kind": "paragraph", "min_sentences": 1, "max_sentences": 2}),
            json!({"kind": "bytes", "min_length": 1, "max_length": 2}),
            json!({"kind": "foreign_key", "table": "t", "column": "c", "same_row_as": "d"}),
            json!({"kind": "constant", "value": {"a": [1]}}),
            json!({"kind": "template", "template": "{a}"}),
        ] {
            let read = generator(value.clone(), "gen").unwrap();
            assert_eq!(read.kind().name, value["kind"]);
            assert_eq!(serde_json::to_value(&read).unwrap(), value);
        }
    }

    #[test]
    fn mistakes_name_the_option() {
        for (value, path, part) in [
            (json!({"kind": "integer", "min": 1}), "gen", "missing field `max`"),
            (json!({"kind": "integer", "min": 1, "max": "x"}), "gen.max", "`max` is \"x\""),
            (json!({"kind": "integer", "min": 1, "max": 1.5}), "gen.max", "`max` is 1.5"),
            (json!({"kind": "integer", "min": 1, "max": 2, "mean": 3}), "gen.mean", "unknown field `mean`"),
            (json!({"kind": "list", "values": "a"}), "gen.values", "but must be a list"),
            (json!({"kind": "list", "values": [1], "weights": ["a"]}), "gen.weights", "list of numbers"),
            (
                json!({"kind": "bytes", "min_length": -1, "max_length": 2}),
                "gen.min_length",
                "`min_length` is -1",
            ),
            (json!({"kind": "names"}), "gen.kind", "not a kind of generator"),
            (json!({"kind": "interger"}), "gen.kind", "did you mean `integer`?"),
            (json!({"kind": "integer", "min": 1, "maks": 2}), "gen", "missing field `max`"),
            (json!({"kind": "integer", "min": 1, "max": 2, "maxx": 2}), "gen.maxx", "did you mean `max`?"),
            (
                json!({"kind": "decimal", "min": 1_234_567_890_123_456.8, "max": "9"}),
                "gen.min",
                "as a string",
            ),
            (json!({}), "gen", "missing field `kind`"),
        ] {
            let problem = generator(value, "gen").unwrap_err();
            assert_eq!(problem.path, path, "{problem}");
            assert!(problem.message.contains(part), "{problem}");
        }
    }
}
