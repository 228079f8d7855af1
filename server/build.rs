//! Puts the page's files into the program, if the environment variable `ROWMILL_SITE` names the folder where they were built; without
//! it the program looks for them where its configuration says, as in development.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

fn main() {
    println!("cargo::rerun-if-env-changed=ROWMILL_SITE");
    let mut files = Vec::new();
    if let Some(site) = env::var_os("ROWMILL_SITE").map(PathBuf::from) {
        println!("cargo::rerun-if-changed={}", site.display());
        collect(&site, &site, &mut files);
    }
    files.sort();
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    let text = format!("pub(super) static FILES: &[File] = &[\n{}];\n", files.concat());
    fs::write(out.join("site.rs"), text).expect("cargo's own folder can be written to");
}

/// The entries of all files below a folder but those that lie compressed beside another.
fn collect(site: &Path, folder: &Path, files: &mut Vec<String>) {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for entry in entries {
        let path = entry.expect("a folder that is read has entries").path();
        if path.is_dir() {
            collect(site, &path, files);
            continue;
        }
        let is_compressed = path.extension().is_some_and(|end| end == "br" || end == "gz");
        if !is_compressed {
            let name =
                path.strip_prefix(site).expect("it is below the site").to_string_lossy().replace('\\', "/");
            let beside = |end: &str| {
                let compressed = PathBuf::from(format!("{}.{end}", path.display()));
                if compressed.exists() {
                    format!("Some(include_bytes!({:?}))", compressed.display().to_string())
                } else {
                    "None".to_owned()
                }
            };
            files.push(format!(
                "    File {{ path: {name:?}, content: include_bytes!({:?}), brotli: {}, gzip: {} }},\n",
                path.display().to_string(),
                beside("br"),
                beside("gz"),
            ));
        }
    }
}
