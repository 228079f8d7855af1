//! MariaDB, and MySQL where it is unpacked.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{Kind, Options, Result, process};

/// The folder that a server was unpacked into, with the libraries that it needs; none for one that the system has.
fn unpacked(kind: Kind, options: &Options) -> Option<PathBuf> {
    let of_environment = || {
        let folder = env::var_os("ROWMILL_MYSQL").filter(|folder| !folder.is_empty())?;
        (kind == Kind::MySql).then(|| PathBuf::from(folder))
    };
    options.programs.clone().or_else(of_environment)
}

/// Whether a server is unpacked where the environment says.
pub(crate) fn is_available(kind: Kind) -> bool {
    unpacked(kind, &Options::default()).is_some_and(|root| root.join("usr/sbin/mysqld").is_file())
}

/// A program out of an unpacked folder, run by the loader and the libraries that were unpacked with it: those of the system may
/// be of another age.
fn unpacked_program(name: &str, root: &Path) -> Result<Command> {
    let program = root.join(name);
    if !program.is_file() {
        return Err(format!("{} is missing", program.display()));
    }
    // Older distributions have /lib beside /usr/lib.
    let loaders =
        ["usr/lib64", "lib/x86_64-linux-gnu"].map(|folder| root.join(folder).join("ld-linux-x86-64.so.2"));
    let loader = loaders.iter().find(|loader| loader.is_file());
    let loader = loader.ok_or_else(|| format!("{} has no ld-linux-x86-64.so.2", root.display()))?;
    let mut command = process::tied_to_us(None, loader);
    let libraries =
        ["usr/lib/x86_64-linux-gnu", "usr/lib64", "lib/x86_64-linux-gnu"].map(|folder| root.join(folder));
    let libraries = env::join_paths(libraries).map_err(|error| error.to_string())?;
    command.arg("--library-path").arg(libraries).arg(program);
    Ok(command)
}

/// The server's own texts and statements; MariaDB has had them in a folder of its name since version 11.
fn share(root: &Path) -> PathBuf {
    let newer = root.join("usr/share/mariadb");
    if newer.is_dir() { newer } else { root.join("usr/share/mysql") }
}

fn server_program(kind: Kind, options: &Options) -> Result<Command> {
    if let Some(root) = unpacked(kind, options) {
        let mut command = unpacked_program("usr/sbin/mysqld", &root)?;
        command.arg("--no-defaults").arg(format!("--basedir={}", root.join("usr").display()));
        command.arg(format!("--lc-messages-dir={}", share(&root).display()));
        command.arg(format!("--plugin-dir={}", root.join("usr/lib/mysql/plugin").display()));
        if kind == Kind::MySql {
            command.args(["--mysqlx=OFF", "--secure-file-priv="]);
        }
        return Ok(command);
    }
    if kind == Kind::MySql {
        return Err("ROWMILL_MYSQL names no folder with usr/sbin/mysqld".to_owned());
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
    // A server is started once, and waits for its disk.
    let quick = ["--innodb-log-file-size=16M", "--innodb-flush-method=nosync"];
    if let Some(root) = unpacked(kind, options) {
        let path = folder.join("data");
        fs::create_dir_all(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let mut command = server_program(kind, options)?;
        command.args(["--bootstrap", "--max-allowed-packet=8M", "--log-warnings=0"]).args(quick);
        as_root(command.arg(data).arg(temporary));
        return process::output(command, &system_tables(&share(&root))?).map(|_| ());
    }
    let program = process::find("mariadb-install-db")
        .ok_or("mariadb-install-db is missing; apt-get install mariadb-server-core")?;
    let mut command = process::tied_to_us(None, &program);
    command
        .args(["--no-defaults", "--auth-root-authentication-method=normal", "--skip-test-db"])
        .arg(data)
        .arg(&temporary)
        .args(quick);
    as_root(&mut command);
    process::output(command, "").map(|_| ())
}

/// The statements that `mariadb-install-db` has a server carry out, which runs only where MariaDB is installed.
fn system_tables(share: &Path) -> Result<String> {
    let mut sql = "CREATE DATABASE mysql;\nUSE mysql;\nSET @auth_root_socket = NULL;\n".to_owned();
    for name in ["system_tables", "performance_tables", "system_tables_data"] {
        let read =
            ["mariadb", "mysql"].map(|start| fs::read_to_string(share.join(format!("{start}_{name}.sql"))));
        let text = read.into_iter().find_map(std::result::Result::ok);
        sql.push_str(&text.ok_or_else(|| format!("{} has no *_{name}.sql", share.display()))?);
    }
    Ok(sql)
}

pub(crate) fn command(kind: Kind, folder: &Path, port: u16, options: &Options) -> Result<Command> {
    let mut command = server_program(kind, options)?;
    command.arg(format!("--datadir={}", folder.join("data").display()));
    command.arg(format!("--socket={}", folder.join("socket").display()));
    command.arg(format!("--pid-file={}", folder.join("pid").display()));
    command.arg(format!("--tmpdir={}", folder.display()));
    command.args([&format!("--port={port}"), "--bind-address=127.0.0.1", "--max-connections=200"]);
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

/// The program that dumps a schema.
pub(crate) fn dumper(kind: Kind, port: u16, database: &str, options: &Options) -> Result<Command> {
    let mut command = match unpacked(kind, options) {
        Some(root) => unpacked_program("usr/bin/mysqldump", &root)?,
        None => Command::new(
            process::find("mariadb-dump").ok_or("mariadb-dump is missing; apt-get install mariadb-client")?,
        ),
    };
    command.args(["--no-defaults", "--no-data", "--protocol=TCP", "--host=127.0.0.1", "--user=root"]);
    command.args([&format!("--port={port}"), database]);
    Ok(command)
}

pub(crate) fn client(kind: Kind, port: u16, database: &str, options: &Options) -> Result<Command> {
    let mut command = match unpacked(kind, options) {
        Some(root) => unpacked_program("usr/bin/mysql", &root)?,
        None => Command::new(
            process::find("mariadb").ok_or("mariadb is missing; apt-get install mariadb-client-core")?,
        ),
    };
    command.args([
        "--no-defaults",
        "--batch",
        "--skip-column-names",
        "--raw",
        "--default-character-set=utf8mb4",
        "--local-infile=1",
    ]);
    command.args(["--protocol=TCP", "--host=127.0.0.1", "--user=root", &format!("--port={port}"), database]);
    Ok(command)
}
