//! From JSON to a spec.

use serde_json::Value;

use super::{
    ColumnSpec, DatasetSpec, GeneratorSpec, PartitionRange, PartitionSpec, SamplerSpec, Seed, TableSpec,
    default_locale, default_now,
    fields::{Fields, Read, problem, texts},
};

pub(super) fn dataset(value: Value) -> Read<DatasetSpec> {
    let mut fields = Fields::of(value, "", "a spec")?;
    let spec = DatasetSpec {
        rowmill: fields.small("rowmill")?,
        seed: if fields.has("seed") { Seed(fields.count("seed")?) } else { Seed::default() },
        now: if fields.has("now") { fields.text("now")? } else { default_now() },
        locale: if fields.has("locale") { fields.text("locale")? } else { default_locale() },
        tables: {
            // A spec without tables is nothing that was meant.
            let tables = fields.required("tables")?;
            let Value::Array(tables) = tables else {
                return Err(problem("tables", "`tables` must be a list"));
            };
            each(tables, "tables", table)?
        },
    };
    fields.finish()?;
    Ok(spec)
}

fn table(value: Value, path: &str) -> Read<TableSpec> {
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
        columns: {
            let Value::Array(columns) = fields.required("columns")? else {
                return Err(problem(&fields.path("columns"), "`columns` must be a list"));
            };
            each(columns, &fields.path("columns"), column)?
        },
    };
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
            Some(value) => Some(GeneratorSpec::read(value, &fields.path("gen"))?),
            None => None,
        },
        sampler: if fields.has("sampler") { Some(fields.word("sampler", &SAMPLERS)?) } else { None },
        null_fraction: if fields.has("null") { fields.number("null")? } else { 0.0 },
        unique: fields.flag("unique")?,
        hidden: fields.flag("hidden")?,
        identity: fields.flag("identity")?,
        comment: fields.text_or_empty("comment")?,
    };
    fields.finish()?;
    Ok(column)
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
