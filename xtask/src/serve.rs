//! Building the program, for whoever tries it and for whoever ships it.

use std::{fs, path::PathBuf, process::Command};

use crate::{
    site::{self, Quality},
    tools::{Result, cargo, root, run, say, target_folder},
};

/// `cargo xtask serve`: builds the page and the server as fast as can be, and serves until stopped.
pub(crate) fn serve() -> Result<()> {
    site::build(Quality::Quick)?;
    say("building the server (the first time takes a few minutes)");
    run(&mut cargo(&["build", "--profile", "quick", "--package", "server"]))?;
    say("serving; Ctrl+C ends it");
    run(Command::new(target_folder().join("quick/rowmill")).arg("serve").current_dir(root()))
}

/// Builds the `rowmill` program with the page inside, and gives its path.
pub(crate) fn build_program() -> Result<PathBuf> {
    let site = site::build(Quality::Small)?;
    say("building the program (the first time takes a few minutes)");
    run(cargo(&["build", "--release", "--package", "server"]).env("ROWMILL_SITE", site))?;
    Ok(target_folder().join("release/rowmill"))
}

/// `cargo xtask dist`: the one file to ship, with what starts it beside it.
pub(crate) fn dist() -> Result<()> {
    let program = build_program()?;
    let folder = root().join("target/dist");
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let copy = |from: PathBuf| {
        let to = folder.join(from.file_name().unwrap_or_default());
        fs::copy(&from, &to).map_err(|error| format!("{}: {error}", from.display()))
    };
    let size = copy(program)?;
    for file in ["rowmill.service", "Containerfile"] {
        copy(root().join("packaging").join(file))?;
    }
    println!(
        "{} has {:.1} MB; beside it are a systemd unit and a Containerfile",
        folder.join("rowmill").display(),
        size as f64 / 1e6
    );
    Ok(())
}
