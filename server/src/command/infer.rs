//! `rowmill infer`: a spec from a sample, from statements or from the tables of a database, to standard output.

use std::{io::Write as _, path::Path};

use generator::Dataset;
use loader::{JobLauncher, JobRepository};

use super::{InferArguments, read_bytes, read_spec, targets};
use crate::{
    described::{Described, no_tables},
    job_list,
};

/// What a table is called whose sample has no file.
const SAMPLE: &str = "sample";

/// Writes the spec of a sample, of statements or of a target's tables, and to standard error what is to be known of it.
pub(super) async fn infer(
    arguments: &InferArguments,
) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let import = match (&arguments.target, &arguments.sample) {
        (Some(target), _) => of_target(target, &arguments.config).await?,
        (None, Some(sample)) => of_file(sample, arguments)?,
        (None, None) => return Err("name a file, or a database with --target".into()),
    };
    let dataset = Dataset::compile(&import.spec)?;
    for warning in &import.warnings {
        eprintln!("{warning}");
    }
    let mut output = std::io::stdout().lock();
    writeln!(output, "{}", dataset.spec().to_pretty_json())?;
    Ok(())
}

async fn of_target(
    target: &str,
    config: &Path,
) -> Result<ddl::Import, Box<dyn std::error::Error + Send + Sync>> {
    let target = targets::find(target, config)?;
    let name = target.name.clone();
    let pool = job_list::in_memory().connect("sqlite::memory:").await?;
    let launcher = JobLauncher::new(JobRepository::open(pool).await?, &[target]);
    let described = Described::ask(&launcher, &name).await?.ok_or_else(|| no_tables(&name))?;
    Ok(described.import()?)
}

fn of_file(
    file: &Path,
    arguments: &InferArguments,
) -> Result<ddl::Import, Box<dyn std::error::Error + Send + Sync>> {
    let named = |name: &str| {
        ddl::SourceDialect::named(name).ok_or_else(|| {
            let names = ddl::SourceDialect::ALL.map(ddl::SourceDialect::name).join(", ");
            format!("`{name}` is no database that is known; use one of {names}")
        })
    };
    let dialect = arguments.dialect.as_deref().map(named).transpose()?;
    if file.extension().is_some_and(|end| end.eq_ignore_ascii_case("sql")) {
        if arguments.table.is_some() || arguments.rows.is_some() {
            return Err("--table and --rows are of a sample of rows; leave them out for statements".into());
        }
        let bytes = read_bytes(file)?;
        let (text, encoding) = ddl::decode(&bytes);
        let mut import = ddl::import(&text, dialect)?;
        import
            .warnings
            .extend(encoding.map(|name| format!("the text was read as {name}; save it as UTF-8 to be sure")));
        return Ok(import);
    }
    if dialect.is_some() {
        return Err(
            "--dialect is of statements, in a file that ends with .sql; leave it out for a sample".into()
        );
    }
    let text = read_spec(file)?;
    let stem = file.file_stem().and_then(|stem| stem.to_str()).filter(|stem| *stem != "-");
    let table = arguments.table.as_deref().or(stem).unwrap_or(SAMPLE);
    let sample::Import { spec, warnings } = sample::import(&text, table, arguments.rows)?;
    Ok(ddl::Import { spec, warnings })
}
