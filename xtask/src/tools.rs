//! Programs that the build calls, and how they get onto a fresh machine.

use std::{
    env, fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// An error is a line for a person.
pub(crate) type Result<T> = std::result::Result<T, String>;

/// The workspace's folder. Cargo says it when it runs this program: clones that share a target folder share the program,
/// so the path at compile time may be another clone's.
pub(crate) fn root() -> PathBuf {
    let package = env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from("xtask"), PathBuf::from);
    package.parent().map(Path::to_owned).unwrap_or_default()
}

/// Cargo's target folder.
pub(crate) fn target_folder() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |folder| root().join(folder))
}

/// Says what is being done.
pub(crate) fn say(text: &str) {
    println!("· {text}");
    // Whoever reads a pipe wants it now; a closed one is found out elsewhere.
    let _ = std::io::stdout().flush();
}

/// Cargo, in the workspace's folder.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(root());
    command
}

/// Runs a program to its end.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let shown = shown(command);
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{shown}` ended with {status}")),
        Err(error) => Err(format!("`{shown}` could not be started: {error}")),
    }
}

/// Runs a program quietly; what it printed is shown if it fails.
pub(crate) fn run_quietly(command: &mut Command) -> Result<String> {
    let shown = shown(command);
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("`{shown}` could not be started: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() {
        return Ok(text);
    }
    Err(format!("`{shown}` ended with {}\n{text}{}", output.status, String::from_utf8_lossy(&output.stderr)))
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

/// Where a program is on the PATH.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(program)).find(|path| path.is_file())
}

/// Makes sure that Rust can build for WebAssembly.
pub(crate) fn need_wasm_target() -> Result<()> {
    let folder = run_quietly(Command::new("rustc").args([
        "--print",
        "target-libdir",
        "--target",
        "wasm32-unknown-unknown",
    ]))?;
    if Path::new(folder.trim()).is_dir() {
        return Ok(());
    }
    say("adding Rust's wasm32-unknown-unknown target");
    run_quietly(Command::new("rustup").args(["target", "add", "wasm32-unknown-unknown"])).map_err(
        |error| format!("Rust's wasm32-unknown-unknown target is missing and could not be added: {error}"),
    )?;
    Ok(())
}

/// A folder with these npm packages, installed once.
pub(crate) fn npm_packages(name: &str, packages: &[&str]) -> Result<PathBuf> {
    let npm = find("npm").ok_or("npm is missing; install Node.js")?;
    let folder = target_folder().join("tools").join(name);
    let stamp = folder.join("installed");
    let wanted = packages.join(" ");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(folder);
    }
    say(&format!("installing {wanted} from npm"));
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut command = Command::new(npm);
    command
        .args(["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error", "--prefix"])
        .arg(&folder);
    run_quietly(command.args(packages))?;
    fs::write(&stamp, wanted).map_err(|error| format!("{}: {error}", stamp.display()))?;
    Ok(folder)
}

/// Installs Debian packages if a program is missing.
pub(crate) fn need_debian(program: &str, packages: &[&str]) -> Result<PathBuf> {
    if let Some(path) = find(program) {
        return Ok(path);
    }
    say(&format!("installing {} from Debian", packages.join(" ")));
    let install = || -> Result<()> {
        run_quietly(Command::new("apt-get").arg("update"))?;
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive").args(["install", "-y", "--no-install-recommends"]);
        run_quietly(command.args(packages)).map(|_| ())
    };
    install().map_err(|error| {
        format!("{program} is missing and could not be installed ({error}); install {}", packages.join(" "))
    })?;
    find(program)
        .ok_or_else(|| format!("{program} is still missing after {} were installed", packages.join(" ")))
}
