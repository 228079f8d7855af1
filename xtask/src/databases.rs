//! Database servers for tests and measurements: where they come from on a fresh machine.

use std::{fs, path::PathBuf, process::Command};

use crate::tools::{Result, find, need_debian, run_quietly, say, target_folder};

/// Makes sure that MariaDB and PostgreSQL are installed, and MySQL unpacked, if it can be had. Gives MySQL's folder for the
/// environment variable `ROWMILL_MYSQL`; empty if there is none, which is said.
pub(crate) fn need_databases() -> Result<PathBuf> {
    need_debian("mariadbd", &["mariadb-server-core"])?;
    need_debian("mariadb", &["mariadb-client-core"])?;
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
            say("────────────────────────────────────────────────────────────────────────────");
            say(&format!("SKIPPING MySQL: it cannot be had on this machine ({})", first_line(&error)));
            say("MariaDB, PostgreSQL and SQLite are tested; their tests are not skipped.");
            say("────────────────────────────────────────────────────────────────────────────");
            Ok(PathBuf::new())
        }
    }
}

/// Whether the programs of a PostgreSQL server are there, of whatever version; its client alone is not enough.
fn has_postgres() -> bool {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    versions.map(|version| version.path().join("bin/initdb")).any(|program| program.is_file())
        || find("initdb").is_some()
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

/// MySQL as Debian's unstable distribution has it, unpacked beside what is built, with its own libraries: nothing of it is
/// installed, and no package of this machine changes.
fn mysql() -> Result<PathBuf> {
    let folder =
        std::path::absolute(target_folder().join("tools/mysql")).map_err(|error| error.to_string())?;
    let (root, stamp) = (folder.join("root"), folder.join("unpacked"));
    if stamp.exists() {
        return Ok(root);
    }
    say("unpacking MySQL from Debian's unstable distribution");
    let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
    // A folder that is made anew holds nothing half done.
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(failed)?;
    }
    for name in ["lists/partial", "cache/archives/partial", "root"] {
        fs::create_dir_all(folder.join(name)).map_err(failed)?;
    }
    fs::write(folder.join("status"), "").map_err(failed)?;
    fs::write(folder.join("sources.list"), source()?).map_err(failed)?;
    let place = |name: &str| folder.join(name).display().to_string();
    let settings = [
        format!("Dir::Etc::sourcelist={}", place("sources.list")),
        "Dir::Etc::sourceparts=/dev/null".to_owned(),
        format!("Dir::State::lists={}", place("lists")),
        format!("Dir::Cache={}", place("cache")),
        format!("Dir::State::status={}", place("status")),
        // Packages that cannot be had are found out soon.
        "Acquire::Retries=1".to_owned(),
    ];
    let apt = |words: &[&str]| {
        let mut command = Command::new("apt-get");
        command.args(settings.iter().flat_map(|setting| ["-o", setting])).args(words);
        run_quietly(&mut command)
    };
    apt(&["update"])?;
    apt(&[
        "-y",
        "--no-install-recommends",
        "--download-only",
        "install",
        "mysql-server-core",
        "mysql-client-core",
    ])?;
    for entry in fs::read_dir(folder.join("cache/archives")).map_err(failed)? {
        let package = entry.map_err(failed)?.path();
        if package.extension().is_some_and(|end| end == "deb") {
            run_quietly(Command::new("dpkg-deb").arg("-x").arg(&package).arg(&root))?;
        }
    }
    // What is unpacked needs no packages any more.
    fs::remove_dir_all(folder.join("cache")).map_err(failed)?;
    fs::write(stamp, "").map_err(failed)?;
    Ok(root)
}

/// A line for the unstable distribution from wherever this machine gets its Debian packages.
fn source() -> Result<String> {
    const KEYS: &str = "/usr/share/keyrings/debian-archive-keyring.gpg";
    let mut files = vec![PathBuf::from("/etc/apt/sources.list")];
    let more = fs::read_dir("/etc/apt/sources.list.d").into_iter().flatten().flatten();
    files.extend(more.map(|entry| entry.path()));
    let texts: String =
        files.iter().filter_map(|file| fs::read_to_string(file).ok()).collect::<Vec<_>>().join("\n");
    let words =
        texts.lines().filter(|line| !line.trim_start().starts_with('#')).flat_map(str::split_whitespace);
    let place = words
        .filter(|word| word.contains("://"))
        .find(|word| word.trim_end_matches('/').ends_with("/debian"));
    let place = place.ok_or("no source of Debian packages is set up")?;
    Ok(format!("deb [signed-by={KEYS}] {place} sid main\n"))
}
