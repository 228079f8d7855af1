//! `cargo xtask serve`.

use std::path::PathBuf;

use crate::{
    site,
    tools::{Result, cargo, root, run, say, target_folder},
};

/// Builds the page and the server, and serves until stopped.
pub(crate) fn serve() -> Result<()> {
    site::build()?;
    let program = build_server()?;
    say("serving; Ctrl+C ends it");
    run(std::process::Command::new(program).arg("serve").current_dir(root()))
}

/// Builds the `rowmill` program, and gives its path.
pub(crate) fn build_server() -> Result<PathBuf> {
    say("building the server (the first time takes a few minutes)");
    run(&mut cargo(&["build", "--release", "--package", "server"]))?;
    Ok(target_folder().join("release/rowmill"))
}
