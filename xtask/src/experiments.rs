//! The experiments of `docs/experiments`, made anew on a server of each kind: tables and drawings as the program makes them.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use scratch_databases::{Kind, Options, Server};
use serde_json::{Value, json};

use crate::{
    databases::need_databases,
    serve::build_program,
    tools::{Result, root, run_quietly, say, target_folder},
};

/// Questions that a file of one writer has no answer to, or that concern servers only.
const OF_SERVERS: [&str; 5] =
    ["how-many-writers", "do-partitions-help", "study-keys", "study-bulk-sizes", "study-insert-or-load"];
/// The levels of a key that PostgreSQL has a type of its own for.
const POSTGRES_KEYS: [(&str, &str); 2] = [("v4 binary", "v4 uuid"), ("v7 binary", "v7 uuid")];

/// Makes the experiments whose name contains `only`, or all, and writes what they found beside them.
pub(crate) fn experiments(only: Option<&str>) -> Result<()> {
    let mysql = need_databases()?;
    let program = build_program()?;
    let folder = root().join("docs/experiments");
    let mut files: Vec<PathBuf> = fs::read_dir(&folder)
        .map_err(|error| format!("{}: {error}", folder.display()))?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|end| end == "json"))
        .filter(|path| only.is_none_or(|only| name(path).contains(only)))
        .collect();
    files.sort();
    let work = target_folder().join("experiments");
    fs::create_dir_all(&work).map_err(|error| format!("{}: {error}", work.display()))?;
    let mut kinds = vec![Kind::MariaDb, Kind::Postgres];
    kinds.extend((!mysql.as_os_str().is_empty()).then_some(Kind::MySql));
    for kind in kinds {
        let programs = (kind == Kind::MySql).then(|| mysql.clone());
        // As a server in use: commits wait for the disk.
        let server = Server::start_with(kind, Options { is_durable: true, programs, ..Options::default() })?;
        server.create_database("experiments")?;
        let label = kind.to_string().to_lowercase();
        for file in &files {
            experiment(&program, file, &folder, &label, &server.url("experiments"), Some(kind))?;
        }
    }
    let database = work.join("experiments.sqlite");
    for file in files.iter().filter(|file| !OF_SERVERS.contains(&name(file).as_str())) {
        let url = format!("sqlite:{}", database.display());
        experiment(&program, file, &folder, "sqlite", &url, None)?;
    }
    for end in ["", "-wal", "-shm"] {
        // What is not there need not be removed.
        let _ = fs::remove_file(format!("{}{end}", database.display()));
    }
    Ok(())
}

fn name(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// Makes one experiment on one server.
fn experiment(
    program: &Path,
    file: &Path,
    folder: &Path,
    label: &str,
    url: &str,
    kind: Option<Kind>,
) -> Result<()> {
    let name = name(file);
    say(&format!("{name} on {label}"));
    let text = fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let mut asked: Value =
        serde_json::from_str(&text).map_err(|error| format!("{}: {error}", file.display()))?;
    if kind == Some(Kind::Postgres)
        && let Some(keys) = asked.pointer_mut("/factors/key").and_then(Value::as_array_mut)
    {
        for key in keys {
            if let Some((_, own)) = POSTGRES_KEYS.iter().find(|(other, _)| *key == *other) {
                *key = (*own).into();
            }
        }
    }
    // The scratch server is nobody's: what the question asks of it may be changed.
    if name == "what-does-durability-cost" && kind.is_some_and(|kind| kind != Kind::Postgres) {
        asked["may_change"] = json!(["innodb_flush_log_at_trx_commit"]);
    }
    let spec = asked["spec"].as_str().map(|spec| folder.join(spec)).unwrap_or_default();
    asked["spec"] = spec.display().to_string().into();
    let request = target_folder().join("experiments/request.json");
    fs::write(&request, asked.to_string()).map_err(|error| format!("{}: {error}", request.display()))?;
    let stem = folder.join(format!("{name}.{label}"));
    let mut command = Command::new(program);
    command.arg("experiment").arg(&request).args(["--target", url, "--image"]);
    command.arg(stem.with_extension(format!("{label}.svg")));
    let found = run_quietly(&mut command)?;
    let path = stem.with_extension(format!("{label}.md"));
    fs::write(&path, found).map_err(|error| format!("{}: {error}", path.display()))
}
