//! From a crate to a WebAssembly module with its JavaScript.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use wasm_bindgen_cli_support::Bindgen;

use crate::tools::{
    Result, cargo, find, need_wasm_target, npm_packages, run, run_quietly, say, target_folder,
};

/// The release of binaryen, whose `wasm-opt` shrinks the module.
const BINARYEN: &str = "binaryen@132.0.0";
/// What Rust's modules use.
const FEATURES: [&str; 8] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
    "--enable-simd",
];

/// What `wasm-opt` does to the page's module, in this order; the last four make the control flow anew from what is left, which is two hundredths less.
pub(crate) const OPTIMISATION: [&str; 8] =
    ["--strip-debug", "--strip-producers", "-Oz", "--converge", "--flatten", "--rereloop", "-Oz", "-Oz"];

/// What it does to the workers'.
pub(crate) const FOR_SPEED: [&str; 3] = ["--strip-debug", "--strip-producers", "-O3"];

/// The profile of the page's workers, whose module is made for speed: with 128-bit vectors, which browsers have since 2021 (Safari since
/// 16.4). Older ones refuse it, and the page says to download instead.
pub(crate) const WORKER: &str = "wasm-worker";

/// The crate of the page's module.
pub(crate) const PAGE: &str = "frontend";

/// Builds a cdylib for WebAssembly with one of the page's profiles, and gives the module that cargo left.
pub(crate) fn build(profile: &str, arguments: &[&str], file: &str) -> Result<PathBuf> {
    need_wasm_target()?;
    let mut command = cargo(&["build", "--target", "wasm32-unknown-unknown", "--profile", profile]);
    // SHA-256 hashes a few names: its loop need not be written out.
    let mut flags = vec!["--cfg=sha2_backend_soft=\"compact\"".to_owned()];
    // Panic messages name source files: without where they are on this machine, which concerns nobody and takes room.
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    if let Some(home) = home.or_else(|| Some(env::home_dir()?.join(".cargo"))) {
        flags.push(format!("--remap-path-prefix={}=", home.join("registry/src").display()));
    }
    if profile == WORKER {
        flags.push("-Ctarget-feature=+simd128".to_owned());
    }
    command.arg("--config").arg(format!("build.rustflags = {flags:?}"));
    run(command.args(arguments))?;
    Ok(target_folder().join("wasm32-unknown-unknown").join(profile).join(file))
}

/// A module whose functions of `wasm_split`, with all that only they need, have modules of their own.
#[derive(Debug)]
pub(crate) struct Parts {
    /// The module without them, which imports their loader.
    pub(crate) main: PathBuf,
    /// The modules of the parts.
    pub(crate) later: Vec<PathBuf>,
    /// The script that loads them.
    pub(crate) loader: PathBuf,
}

/// The name by which the module and its script import the loader.
pub(crate) const LOADER: &str = "./loader.js";

/// Parts a module, in `folder`; to be followed by [`bind`] for the main one.
pub(crate) fn part(module: &Path, folder: &Path) -> Result<Parts> {
    let content = fs::read(module).map_err(|error| format!("{}: {error}", module.display()))?;
    let main = folder.join("main.wasm");
    let mut options = wasm_split_cli_support::Options::new(&content);
    options.output_dir = folder;
    options.main_out_path = &main;
    options.link_name = LOADER;
    let parts = wasm_split_cli_support::transform(options)
        .map_err(|error| format!("{} cannot be parted: {error:#}", module.display()))?;
    Ok(Parts { main, later: parts.split_modules, loader: folder.join(LOADER) })
}

/// The script of a main module with the loader of its parts inside: one file less to fetch. It imports the loader once for each part.
pub(crate) fn with_loader(script: &str, loader: &str) -> Result<String> {
    let unknown = |what| format!("{what}: another release of wasm-bindgen or wasm_split writes it otherwise");
    let name_of_import = |line: &str| {
        let (name, from) = line.strip_prefix("import * as ")?.split_once(" from ")?;
        from.contains(LOADER).then(|| name.to_owned())
    };
    let names: Vec<String> = script.lines().filter_map(name_of_import).collect();
    if names.is_empty() {
        return Err(unknown("the page's script imports no loader"));
    }
    let exported: Vec<&str> = loader
        .lines()
        .filter_map(|line| line.strip_prefix("export const ")?.split_once(" = ").map(|(name, _)| name))
        .collect();
    if exported.is_empty() {
        return Err(unknown("the loader exports nothing"));
    }
    let others = script.lines().filter(|line| name_of_import(line).is_none());
    let script: String = others.flat_map(|line| [line, "\n"]).collect();
    let own = loader.lines().filter(|line| !line.starts_with("import "));
    let own: String = own.flat_map(|line| [line.strip_prefix("export ").unwrap_or(line), "\n"]).collect();
    let exports = exported.join(", ");
    let imports: String = names.iter().map(|name| format!("const {name} = {{ {exports} }};\n")).collect();
    Ok(format!("{script}\n{own}{imports}"))
}

/// For whom the JavaScript is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Host {
    Page,
    Node,
}

/// Writes `NAME.js` and `NAME_bg.wasm` for a module into `folder`.
pub(crate) fn bind(module: &Path, host: Host, name: &str, folder: &Path) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen.input_path(module);
    bindgen.out_name(name).typescript(false);
    let bindgen = match host {
        // The loader of parts needs the table of functions.
        Host::Page => {
            bindgen.web(true).map(|bindgen| bindgen.omit_default_module_path(true).keep_lld_exports(true))
        }
        Host::Node => bindgen.nodejs(true),
    };
    bindgen
        .and_then(|bindgen| bindgen.generate(folder))
        .map_err(|error| format!("wasm-bindgen refuses {}: {error:#}", module.display()))
}

/// Optimises a module in place, for size as the page's, or for speed as the workers'. Without npm it stays as it is, and that is said.
pub(crate) fn optimise(module: &Path, passes: &[&str]) -> Result<()> {
    if find("npm").is_none() {
        say("npm is missing: the page's module is not optimised, and about twice as large");
        return Ok(());
    }
    let tools = npm_packages("binaryen", &[BINARYEN])?;
    say("optimising a module of the page");
    let optimised = module.with_extension("optimised");
    let mut command = Command::new(tools.join("node_modules/.bin/wasm-opt"));
    command.args(passes).args(FEATURES).arg(module).arg("-o").arg(&optimised);
    run_quietly(&mut command)?;
    fs::rename(&optimised, module).map_err(|error| format!("{}: {error}", module.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loader_is_part_of_the_script() {
        let script = "import * as import1 from \"./loader.js\"\nimport * as import2 from \"./loader.js\"\n\nfunction initSync() {}\nuse(import1, import2);\n";
        let loader = "import { initSync } from \"./main.js\";\nlet shared;\nexport const load = fetcher();\n";
        assert_eq!(
            with_loader(script, loader).unwrap(),
            "\nfunction initSync() {}\nuse(import1, import2);\n\nlet shared;\nconst load = fetcher();\n\
             const import1 = { load };\nconst import2 = { load };\n"
        );
        assert!(with_loader("function initSync() {}", loader).is_err());
        assert!(with_loader(script, "let shared;").is_err());
    }
}
