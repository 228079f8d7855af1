//! The page's files: `target/site`, with names that carry a hash of the content, compressed beforehand. The page has one module for
//! what it opens with and one for dialogs and further views, its workers another: these are fetched when there is nothing else to do.

use std::{
    fs::{self, File},
    io::Write as _,
    path::{Path, PathBuf},
};

use flate2::{Compression, write::GzEncoder};
use sha2::{Digest as _, Sha256};

use crate::{
    tools::{Result, root, say},
    wasm::{self, Host},
};

/// How the page is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Quality {
    /// In little time, for one person on one machine: its module is several times as large.
    Quick,
    /// As small as can be.
    Small,
}

/// Builds the page's module and puts the site together, if anything has changed.
pub(crate) fn build(quality: Quality) -> Result<PathBuf> {
    say("building the page (the first time takes a few minutes)");
    let (of_page, of_worker) = match quality {
        Quality::Quick => ("wasm-quick", "wasm-quick"),
        Quality::Small => ("wasm-release", wasm::WORKER),
    };
    let module = wasm::build(of_page, &["--package", wasm::PAGE], "frontend.wasm")?;
    let worker = wasm::build(of_worker, &["--package", "worker"], "worker.wasm")?;
    let site = root().join("target/site");
    let sources = [
        format!("{quality:?} {WORKER_START}").into_bytes(),
        read(&module)?,
        read(&worker)?,
        // How it is put together.
        include_bytes!("wasm.rs").to_vec(),
        include_bytes!("site.rs").to_vec(),
        read(&root().join("style/main.css"))?,
        fingerprint(&root().join("public"))?,
    ];
    let stamp = hash(&sources.concat());
    let stamp_file = site.join("stamp.txt");
    if fs::read_to_string(&stamp_file).is_ok_and(|built| built == stamp) {
        return Ok(site);
    }

    // A folder that is made anew holds nothing old.
    let package = site.join(PACKAGE);
    if site.exists() {
        fs::remove_dir_all(&site).map_err(|error| format!("{}: {error}", site.display()))?;
    }
    fs::create_dir_all(&package).map_err(|error| format!("{}: {error}", package.display()))?;
    let made = package.join("made");
    fs::create_dir_all(&made).map_err(|error| format!("{}: {error}", made.display()))?;
    let parts = wasm::part(&module, &made)?;
    wasm::bind(&parts.main, Host::Page, "rowmill", &made)?;
    wasm::bind(&worker, Host::Page, "worker", &made)?;
    if quality == Quality::Small {
        for module in parts.later.iter().chain([&made.join("rowmill_bg.wasm")]) {
            wasm::optimise(module, &wasm::OPTIMISATION)?;
        }
        wasm::optimise(&made.join("worker_bg.wasm"), &wasm::FOR_SPEED)?;
    }

    let mut loader = read_text(&parts.loader)?;
    for part in &parts.later {
        let own = part.file_name().unwrap_or_default().to_string_lossy();
        loader = loader.replace(&*own, &name_by_content(&package, "later", "wasm", &read(part)?)?);
    }
    let script = wasm::with_loader(&read_text(&made.join("rowmill.js"))?, &loader)?;
    let script = name_by_content(&package, "rowmill", "js", script.as_bytes())?;
    let module = name_by_content(&package, "rowmill", "wasm", &read(&made.join("rowmill_bg.wasm"))?)?;
    let style = without_comments(&read(&root().join("style/main.css"))?);
    let style = name_by_content(&package, "rowmill", "css", &style)?;
    let of_worker = name_by_content(&package, "worker", "wasm", &read(&made.join("worker_bg.wasm"))?)?;
    // A worker starts by itself, with the module beside it.
    let mut start = read(&made.join("worker.js"))?;
    start.extend_from_slice(WORKER_START.replace("MODULE", &of_worker).as_bytes());
    let worker = name_by_content(&package, "worker", "js", &start)?;
    fs::remove_dir_all(&made).map_err(|error| format!("{}: {error}", made.display()))?;
    let files =
        [("js", script), ("wasm", module), ("css", style), ("worker", worker), ("worker-wasm", of_worker)];
    let lines: String = files.iter().map(|(name, file)| format!("{name}: {file}\n")).collect();
    write(&site.join("files.txt"), lines.as_bytes())?;
    copy(&root().join("public"), &site)?;
    if quality == Quality::Small {
        compress(&site)?;
    }
    write(&stamp_file, stamp.as_bytes())?;
    Ok(site)
}

/// The folder of the files whose names carry a hash of their content.
const PACKAGE: &str = "pkg";
/// What the script of a worker ends with. One whose module does not come, or not start, says so in the words of its `protocol`.
const WORKER_START: &str = "\n__wbg_init({ module_or_path: new URL(\"MODULE\", import.meta.url) })\
    .catch((error) => postMessage([\"failed\", `${error}`]));\n";

/// Writes a file under a name that says what is in it, and gives the name.
fn name_by_content(folder: &Path, name: &str, extension: &str, content: &[u8]) -> Result<String> {
    let name = format!("{name}.{}.{extension}", hash(content));
    write(&folder.join(&name), content)?;
    Ok(name)
}

/// A style sheet without comments and indentation. None of its strings looks like the beginning of a comment.
fn without_comments(style: &[u8]) -> Vec<u8> {
    let style = String::from_utf8_lossy(style);
    let mut parts = style.split("/*");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        text.push_str(part.split_once("*/").map_or("", |(_, rest)| rest));
    }
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join("\n").into_bytes()
}

/// How many bytes a browser is sent for the files of the page, as Brotli: module, script and style, whose names begin with `rowmill`,
/// later the module of dialogs and further views, `later`, and those of its workers, `worker`.
pub(crate) fn transferred(site: &Path, beginning: &str) -> Result<u64> {
    let files = fs::read_dir(site.join(PACKAGE)).map_err(|error| format!("{}: {error}", site.display()))?;
    let sizes = files.filter_map(std::result::Result::ok).filter(|file| {
        let name = file.file_name();
        name.to_str().is_some_and(|name| name.starts_with(beginning) && name.ends_with(".br"))
    });
    Ok(sizes.filter_map(|file| file.metadata().ok()).map(|metadata| metadata.len()).sum())
}

fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn read_text(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn write(path: &Path, content: &[u8]) -> Result<()> {
    fs::write(path, content).map_err(|error| format!("{}: {error}", path.display()))
}

fn hash(content: &[u8]) -> String {
    Sha256::digest(content)[..8].iter().map(|byte| format!("{byte:02x}")).collect()
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))? {
        let path = entry.map_err(|error| format!("{}: {error}", folder.display()))?.path();
        if path.is_dir() { found.extend(files(&path)?) } else { found.push(path) }
    }
    found.sort();
    Ok(found)
}

fn fingerprint(folder: &Path) -> Result<Vec<u8>> {
    let mut all = Vec::new();
    for path in files(folder)? {
        all.extend_from_slice(path.to_string_lossy().as_bytes());
        all.extend(read(&path)?);
    }
    Ok(all)
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    for path in files(from)? {
        let destination = to.join(path.strip_prefix(from).unwrap_or(&path));
        if let Some(folder) = destination.parent() {
            fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        }
        write(&destination, &read(&path)?)?;
    }
    Ok(())
}

/// Puts a Brotli and a gzip file beside every file that gains from it.
fn compress(site: &Path) -> Result<()> {
    for path in files(site)? {
        let is_text =
            path.extension().is_some_and(|end| ["js", "wasm", "css", "svg"].iter().any(|text| end == *text));
        if !is_text {
            continue;
        }
        let content = read(&path)?;
        let failed = |error: std::io::Error| format!("{}: {error}", path.display());
        let beside = |end: &str| PathBuf::from(format!("{}.{end}", path.display()));
        let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
        let mut file = File::create(beside("br")).map_err(failed)?;
        brotli::BrotliCompress(&mut content.as_slice(), &mut file, &parameters).map_err(failed)?;
        let mut encoder = GzEncoder::new(File::create(beside("gz")).map_err(failed)?, Compression::best());
        encoder.write_all(&content).and_then(|()| encoder.finish().map(|_| ())).map_err(failed)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_sheet_keeps_its_rules() {
        let style = "/* a\n b */\n:root {\n  --a: 1; /* c */ --b: \"x\";\n}\n";
        assert_eq!(without_comments(style.as_bytes()), b":root {\n--a: 1;  --b: \"x\";\n}");
        assert!(!fs::read_to_string("../style/main.css").unwrap().contains("\"/*"));
    }
}
