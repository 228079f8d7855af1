//! MariaDB, and MySQL where it is unpacked.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{Kind, Options, Result, process};

/// The folder that MySQL was unpacked into, with the libraries that it needs.
pub(crate) fn unpacked(options: &Options) -> Option<PathBuf> {
    let of_environment =
        || env::var_os("ROWMILL_MYSQL").filter(|folder| !folder.is_empty()).map(PathBuf::from);
    let folder = options.mysql.clone().or_else(of_environment)?;
    folder.join("usr/sbin/mysqld").is_file().then_some(folder)
}

/// A program out of the folder, run by the loader and the libraries that were unpacked with it: those of the system may be
/// older.
fn unpacked_program(name: &str, options: &Options) -> Result<Command> {
    let root = unpacked(options).ok_or("ROWMILL_MYSQL names no folder with usr/sbin/mysqld")?;
    let mut command = process::tied_to_us(None, &root.join("usr/lib64/ld-linux-x86-64.so.2"));
    let libraries = [root.join("usr/lib/x86_64-linux-gnu"), root.join("usr/lib64")];
    let libraries = env::join_paths(libraries).map_err(|error| error.to_string())?;
    command.arg("--library-path").arg(libraries).arg(root.join(name));
    Ok(command)
}

fn server_program(kind: Kind, options: &Options) -> Result<Command> {
    if kind == Kind::MySql {
        let root = unpacked(options).unwrap_or_default();
        let mut command = unpacked_program("usr/sbin/mysqld", options)?;
        command.arg("--no-defaults").arg(format!("--basedir={}", root.join("usr").display()));
        command.arg(format!("--lc-messages-dir={}", root.join("usr/share/mysql").display()));
        command.arg(format!("--plugin-dir={}", root.join("usr/lib/mysql/plugin").display()));
        command.args(["--mysqlx=OFF", "--secure-file-priv="]);
        return Ok(command);
    }
    let program = process::find("mariadbd").ok_or(
        "mariadbd is missing; `cargo xtask test` installs MariaDB, or: apt-get install mariadb-server-core mariadb-client-core",
    )?;
    let mut command = process::tied_to_us(None, &program);
    command.arg("--no-defaults");
    Ok(command)
}

/// Apart from the data: without room for it MySQL ends, and does not say so before.
fn redo_log(folder: &Path) -> Result<String> {
    let path = folder.join("redo");
    fs::create_dir_all(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(format!("--innodb-log-group-home-dir={}", path.display()))
}

fn as_root(command: &mut Command) {
    if process::is_root() {
        command.arg("--user=root");
    }
}

/// Makes the files of a server.
pub(crate) fn create(kind: Kind, folder: &Path, options: &Options) -> Result<()> {
    let data = format!("--datadir={}", folder.join("data").display());
    // Several at once would stand in each other's way in the system's folder.
    let temporary = format!("--tmpdir={}", folder.display());
    if kind == Kind::MySql {
        let mut command = server_program(kind, options)?;
        as_root(
            command
                .args(["--initialize-insecure", "--innodb-redo-log-capacity=16M"])
                .arg(data)
                .arg(temporary)
                .arg(redo_log(folder)?),
        );
        return process::output(command, "").map(|_| ());
    }
    let program = process::find("mariadb-install-db")
        .ok_or("mariadb-install-db is missing; apt-get install mariadb-server-core")?;
    let mut command = process::tied_to_us(None, &program);
    command
        .args(["--no-defaults", "--auth-root-authentication-method=normal", "--skip-test-db"])
        .arg(data)
        .arg(&temporary);
    // The script starts a server once, and waits for its disk.
    command.args(["--innodb-log-file-size=16M", "--innodb-flush-method=nosync"]);
    as_root(&mut command);
    process::output(command, "").map(|_| ())
}

pub(crate) fn command(kind: Kind, folder: &Path, port: u16, options: &Options) -> Result<Command> {
    let mut command = server_program(kind, options)?;
    command.arg(format!("--datadir={}", folder.join("data").display()));
    command.arg(format!("--socket={}", folder.join("socket").display()));
    command.arg(format!("--pid-file={}", folder.join("pid").display()));
    command.arg(format!("--tmpdir={}", folder.display()));
    command.args([&format!("--port={port}"), "--bind-address=127.0.0.1", "--max-connections=60"]);
    command.args(["--local-infile=1", "--performance-schema=OFF"]);
    if kind == Kind::MySql {
        command.arg(redo_log(folder)?);
    }
    if options.is_durable {
        command.args(["--innodb-buffer-pool-size=1G"]);
        command.arg(if kind == Kind::MySql {
            "--innodb-redo-log-capacity=1G"
        } else {
            "--innodb-log-file-size=512M"
        });
    } else {
        // A killed process loses nothing that was written; only a power cut would.
        command.args(["--innodb-flush-log-at-trx-commit=2", "--innodb-buffer-pool-size=64M"]);
        command.arg(if kind == Kind::MySql {
            "--innodb-redo-log-capacity=64M"
        } else {
            "--innodb-log-file-size=16M"
        });
        command.arg("--skip-log-bin");
    }
    as_root(&mut command);
    command.args(&options.arguments);
    Ok(command)
}

pub(crate) fn client(kind: Kind, port: u16, database: &str, options: &Options) -> Result<Command> {
    let mut command = match kind {
        Kind::MySql => {
            let mut command = unpacked_program("usr/bin/mysql", options)?;
            command.arg("--no-defaults");
            command
        }
        _ => {
            let program =
                process::find("mariadb").ok_or("mariadb is missing; apt-get install mariadb-client-core")?;
            let mut command = Command::new(program);
            command.arg("--no-defaults");
            command
        }
    };
    command.args([
        "--batch",
        "--skip-column-names",
        "--raw",
        "--default-character-set=utf8mb4",
        "--local-infile=1",
    ]);
    command.args(["--protocol=TCP", "--host=127.0.0.1", "--user=root", &format!("--port={port}"), database]);
    Ok(command)
}
