//! Private PostgreSQL servers.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{Options, Result, process};

/// The account of Debian's package: PostgreSQL refuses to run with all rights.
const ACCOUNT: &str = "postgres";

fn account() -> Option<&'static str> {
    process::is_root().then_some(ACCOUNT)
}

/// A program of the newest version that is installed, which Debian keeps off the PATH.
fn program(name: &str) -> Result<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().filter_map(|entry| {
        let path = entry.ok()?.path();
        let version: u32 = path.file_name()?.to_str()?.parse().ok()?;
        let program = path.join("bin").join(name);
        program.is_file().then_some((version, program))
    });
    let newest = versions.max().map(|(_, program)| program);
    newest.or_else(|| process::find(name)).ok_or_else(|| {
        format!("{name} is missing; `cargo xtask test` installs PostgreSQL, or: apt-get install postgresql")
    })
}

/// Makes the files of a server.
pub(crate) fn create(folder: &Path) -> Result<()> {
    let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
    if let Some(account) = account() {
        process::output(
            {
                let mut command = Command::new("chown");
                command.args([account]).arg(folder);
                command
            },
            "",
        )?;
    }
    let mut command = process::tied_to_us(account(), &program("initdb")?);
    command.args(["--no-sync", "--auth=trust", "--username=rowmill", "--encoding=UTF8", "--locale=C", "-D"]);
    // Apart from the data: without room for its log a server ends, and does not say so before.
    command.arg(folder.join("data")).arg("--waldir").arg(folder.join("wal")).current_dir("/");
    process::output(command, "")?;
    fs::File::create(folder.join("log")).map(|_| ()).map_err(failed)
}

pub(crate) fn command(folder: &Path, port: u16, options: &Options) -> Result<Command> {
    let mut command = process::tied_to_us(account(), &program("postgres")?);
    command.arg("-D").arg(folder.join("data")).current_dir("/");
    command.arg(format!("-cport={port}")).arg(format!("-cunix_socket_directories={}", folder.display()));
    command.args(["-clisten_addresses=127.0.0.1", "-cmax_connections=60"]);
    if options.is_durable {
        command.args(["-cshared_buffers=512MB", "-cmax_wal_size=4GB"]);
    } else {
        // A killed process loses nothing that was written; only a power cut would.
        command.args(["-cfsync=off", "-cshared_buffers=32MB"]);
    }
    command.args(&options.arguments);
    Ok(command)
}

pub(crate) fn client(port: u16, database: &str) -> Result<Command> {
    let mut command = Command::new(program("psql")?);
    command.args([
        "--no-psqlrc",
        "--quiet",
        "--tuples-only",
        "--no-align",
        "--field-separator=\t",
        "-v",
        "ON_ERROR_STOP=1",
    ]);
    command.args(["-h", "127.0.0.1", "-U", "rowmill", "-p", &port.to_string(), database]);
    Ok(command)
}
