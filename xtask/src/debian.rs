//! Programs out of Debian packages of other distributions, unpacked beside what is built, with their own libraries: nothing of
//! them is installed, and no package of this machine changes.

use std::{fs, path::PathBuf, process::Command};

use crate::tools::{Result, run_quietly, say, target_folder};

/// The folder that packages of a distribution and all that they need are unpacked into, once.
pub(crate) fn unpacked(name: &str, distribution: &str, packages: &[&str]) -> Result<PathBuf> {
    let folder =
        std::path::absolute(target_folder().join("tools").join(name)).map_err(|error| error.to_string())?;
    let (root, stamp) = (folder.join("root"), folder.join("unpacked"));
    if stamp.exists() {
        return Ok(root);
    }
    say(&format!("unpacking {} from Debian's distribution {distribution}", packages.join(" ")));
    let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
    // A folder that is made anew holds nothing half done.
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(failed)?;
    }
    for name in ["lists/partial", "cache/archives/partial", "root"] {
        fs::create_dir_all(folder.join(name)).map_err(failed)?;
    }
    fs::write(folder.join("status"), "").map_err(failed)?;
    fs::write(folder.join("sources.list"), source(distribution)?).map_err(failed)?;
    let place = |name: &str| folder.join(name).display().to_string();
    let settings = [
        format!("Dir::Etc::sourcelist={}", place("sources.list")),
        "Dir::Etc::sourceparts=/dev/null".to_owned(),
        format!("Dir::State::lists={}", place("lists")),
        format!("Dir::Cache={}", place("cache")),
        format!("Dir::State::status={}", place("status")),
        // Packages that cannot be had are found out soon.
        "Acquire::Retries=1".to_owned(),
        "Acquire::Languages=none".to_owned(),
        "Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false".to_owned(),
    ];
    let apt = |words: &[&str]| {
        let mut command = Command::new("apt-get");
        command.args(settings.iter().flat_map(|setting| ["-o", setting])).args(words);
        run_quietly(&mut command)
    };
    apt(&["update"])?;
    apt(&[&["-y", "--no-install-recommends", "--download-only", "install"], packages].concat())?;
    for entry in fs::read_dir(folder.join("cache/archives")).map_err(failed)? {
        let package = entry.map_err(failed)?.path();
        if package.extension().is_some_and(|end| end == "deb") {
            run_quietly(Command::new("dpkg-deb").arg("-x").arg(&package).arg(&root))?;
        }
    }
    // What is unpacked needs no packages any more.
    for name in ["cache", "lists"] {
        fs::remove_dir_all(folder.join(name)).map_err(failed)?;
    }
    fs::write(stamp, "").map_err(failed)?;
    Ok(root)
}

/// A line for a distribution from wherever this machine gets its Debian packages.
fn source(distribution: &str) -> Result<String> {
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
    Ok(format!("deb [signed-by={KEYS}] {place} {distribution} main\n"))
}
