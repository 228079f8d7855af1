//! Private PostgreSQL servers.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{Options, Result, process};

/// The account of Debian's package: PostgreSQL and its pooler refuse to run with all rights.
const ACCOUNT: &str = "postgres";

pub(crate) fn account() -> Option<&'static str> {
    process::is_root().then_some(ACCOUNT)
}

/// A program of the newest version that is installed, which Debian keeps off the PATH.
fn installed_program(name: &str) -> Result<PathBuf> {
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

/// The server's program, or that which makes its files.
fn program(name: &str, folder: &Path, options: &Options) -> Result<PathBuf> {
    let Some(programs) = &options.programs else { return installed_program(name) };
    let own = account().map(|_| own_programs(folder));
    let program = own.as_ref().unwrap_or(programs).join("bin").join(name);
    if program.is_file() { Ok(program) } else { Err(format!("{} is missing", program.display())) }
}

/// Where the programs are copied to if the server runs in another account than ours.
fn own_programs(folder: &Path) -> PathBuf {
    folder.join("programs")
}

/// Makes the files of a server.
pub(crate) fn create(folder: &Path, options: &Options) -> Result<()> {
    let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
    if let Some(account) = account() {
        let mut command = Command::new("chown");
        command.args([account]).arg(folder);
        process::output(command, "")?;
        if let Some(programs) = &options.programs {
            // Where they are unpacked may be closed to the server's account.
            let mut command = Command::new("cp");
            command.arg("--recursive").arg(programs.join(".")).arg(own_programs(folder));
            process::output(command, "")?;
        }
    }
    let mut command = process::tied_to_us(account(), &program("initdb", folder, options)?);
    command.args(["--no-sync", "--auth=trust", "--username=rowmill", "--encoding=UTF8", "--locale=C", "-D"]);
    // Apart from the data: without room for its log a server ends, and does not say so before.
    command.arg(folder.join("data")).arg("--waldir").arg(folder.join("wal")).current_dir("/");
    process::output(command, "")?;
    fs::File::create(folder.join("log")).map(|_| ()).map_err(failed)
}

pub(crate) fn command(folder: &Path, port: u16, options: &Options) -> Result<Command> {
    let mut command = process::tied_to_us(account(), &program("postgres", folder, options)?);
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

/// The program that dumps a schema.
pub(crate) fn dumper(port: u16, database: &str) -> Result<Command> {
    let mut command = Command::new(installed_program("pg_dump")?);
    command.args(["--schema-only", "-h", "127.0.0.1", "-U", "rowmill", "-p", &port.to_string(), database]);
    Ok(command)
}

/// The system's client, which speaks to older and newer servers, too.
pub(crate) fn client(port: u16, database: &str) -> Result<Command> {
    let mut command = Command::new(installed_program("psql")?);
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
