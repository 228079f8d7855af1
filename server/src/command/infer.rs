//! `rowmill infer`: a spec from a sample, to standard output.

use std::io::Write as _;

use generator::Dataset;

use super::{InferArguments, read_bytes, read_spec};

/// What a table is called whose sample has no file.
const SAMPLE: &str = "sample";

/// Writes the spec of a sample, and to standard error what is to be known of it.
pub(super) fn infer(arguments: &InferArguments) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let named = |name: &str| {
        ddl::SourceDialect::named(name).ok_or_else(|| {
            let names = ddl::SourceDialect::ALL.map(ddl::SourceDialect::name).join(", ");
            format!("`{name}` is no database that is known; use one of {names}")
        })
    };
    let dialect = arguments.dialect.as_deref().map(named).transpose()?;
    let is_statements = arguments.sample.extension().is_some_and(|end| end.eq_ignore_ascii_case("sql"));
    let import = if is_statements {
        if arguments.table.is_some() || arguments.rows.is_some() {
            return Err("--table and --rows are of a sample of rows; leave them out for statements".into());
        }
        let bytes = read_bytes(&arguments.sample)?;
        let (text, encoding) = ddl::decode(&bytes);
        let mut import = ddl::import(&text, dialect)?;
        import
            .warnings
            .extend(encoding.map(|name| format!("the text was read as {name}; save it as UTF-8 to be sure")));
        import
    } else {
        if dialect.is_some() {
            return Err(
                "--dialect is of statements, in a file that ends with .sql; leave it out for a sample".into(),
            );
        }
        let text = read_spec(&arguments.sample)?;
        let stem = arguments.sample.file_stem().and_then(|stem| stem.to_str()).filter(|stem| *stem != "-");
        let table = arguments.table.as_deref().or(stem).unwrap_or(SAMPLE);
        let sample::Import { spec, warnings } = sample::import(&text, table, arguments.rows)?;
        ddl::Import { spec, warnings }
    };
    let dataset = Dataset::compile(&import.spec)?;
    for warning in &import.warnings {
        eprintln!("{warning}");
    }
    let mut output = std::io::stdout().lock();
    writeln!(output, "{}", dataset.spec().to_pretty_json())?;
    Ok(())
}
