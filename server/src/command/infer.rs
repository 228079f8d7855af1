//! `rowmill infer`: a spec from a sample, to standard output.

use std::io::Write as _;

use generator::Dataset;

use super::{InferArguments, read_spec};
use crate::ddl;

/// What a table is called whose sample has no file.
const SAMPLE: &str = "sample";

/// Writes the spec of a sample, and to standard error what is to be known of it.
pub(super) fn infer(arguments: &InferArguments) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let text = read_spec(&arguments.sample)?;
    let is_statements = arguments.sample.extension().is_some_and(|end| end.eq_ignore_ascii_case("sql"));
    let import = if is_statements {
        if arguments.table.is_some() || arguments.rows.is_some() {
            return Err("--table and --rows are of a sample of rows; leave them out for statements".into());
        }
        ddl::import(&text)?
    } else {
        let stem = arguments.sample.file_stem().and_then(|stem| stem.to_str()).filter(|stem| *stem != "-");
        let table = arguments.table.as_deref().or(stem).unwrap_or(SAMPLE);
        sample::import(&text, table, arguments.rows)?.into()
    };
    let dataset = Dataset::compile(&import.spec)?;
    for warning in &import.warnings {
        eprintln!("{warning}");
    }
    let mut output = std::io::stdout().lock();
    writeln!(output, "{}", dataset.spec().to_pretty_json())?;
    Ok(())
}
