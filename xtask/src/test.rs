//! Every check and test, on a fresh machine.

use std::{fs, path::PathBuf, process::Command, time::Instant};

use scratch_databases::{Kind, Options, Server};

use crate::{
    databases::{need_databases, need_versions},
    serve::build_program,
    site::{self, Quality},
    tools::{Result, cargo, find, need_debian, need_wasm_target, root, run, run_quietly, say, target_folder},
    wasm::{self, Host},
};

type Step = (&'static str, fn() -> Result<()>);

/// In this order: what is quick comes first.
const STEPS: [Step; 10] = [
    ("format", format),
    ("clippy", clippy),
    ("clippy for the page", clippy_for_the_page),
    ("tests", tests),
    ("versions", versions),
    ("documentation", documentation),
    ("golden files in WebAssembly", golden_in_wasm),
    ("files of the page", page),
    ("program", program),
    ("browser", browser),
];

/// Runs the steps whose name contains `only`, or all; one that fails does not keep the others from being seen.
pub(crate) fn test(only: Option<&str>) -> Result<()> {
    let mut times = Vec::new();
    let mut failures = Vec::new();
    for (name, step) in STEPS.into_iter().filter(|(name, _)| only.is_none_or(|only| name.contains(only))) {
        println!("\n══ {name}");
        let start = Instant::now();
        if let Err(error) = step() {
            println!("\n══ failed: {name}: {error}");
            failures.push(format!("{name}: {error}"));
        }
        times.push((name, start.elapsed()));
    }
    if times.is_empty() {
        let names: Vec<&str> = STEPS.iter().map(|(name, _)| *name).collect();
        return Err(format!("no step has this name; there are: {}", names.join(", ")));
    }
    println!("\n══ {}", if failures.is_empty() { "passed" } else { "failed" });
    for (name, time) in times {
        println!("{:>6.1} s  {name}", time.as_secs_f64());
    }
    if failures.is_empty() { Ok(()) } else { Err(failures.join("\n")) }
}

/// Writes the golden files of the engine, the lists of kinds and problems, and the description of the API anew.
pub(crate) fn bless() -> Result<()> {
    // The list of kinds writes a golden case.
    for test in ["kinds", "golden"] {
        run(cargo(&["test", "--package", "generator", "--test", test]).env("ROWMILL_BLESS", "1"))?;
    }
    run(cargo(&["test", "--package", "server", "--test", "http", "the_description"])
        .env("ROWMILL_BLESS", "1"))
}

fn format() -> Result<()> {
    run(&mut cargo(&["fmt", "--all", "--check"]))
}

fn clippy() -> Result<()> {
    run(&mut cargo(&["clippy", "--locked", "--all-targets", "--", "--deny", "warnings"]))
}

fn clippy_for_the_page() -> Result<()> {
    need_wasm_target()?;
    run(&mut cargo(&[
        "clippy",
        "--locked",
        "--package",
        "frontend",
        "--target",
        "wasm32-unknown-unknown",
        "--",
        "--deny",
        "warnings",
    ]))
}

fn tests() -> Result<()> {
    // Reads SQL files as its users do.
    need_debian("sqlite3", &["sqlite3"])?;
    need_debian("pgbouncer", &["pgbouncer"])?;
    // Runs README's commands, ends programs, and makes small disks.
    need_debian("curl", &["curl"])?;
    need_debian("kill", &["procps"])?;
    need_debian("unshare", &["util-linux", "mount"])?;
    run(cargo(&["test", "--locked", "--no-fail-fast"]).env("ROWMILL_MYSQL", need_databases()?))
}

/// Loads into other versions of the servers than those of the tests.
fn versions() -> Result<()> {
    need_databases()?;
    run(cargo(&["test", "--locked", "--package", "loader", "--test", "versions"])
        .env("ROWMILL_DATABASES", need_versions()?))
}

fn documentation() -> Result<()> {
    run(cargo(&["doc", "--locked", "--no-deps", "--document-private-items"])
        .env("RUSTDOCFLAGS", "--deny warnings"))
}

/// The engine's golden files, compared with what the same engine makes as WebAssembly.
fn golden_in_wasm() -> Result<()> {
    let node = find("node").ok_or("node is missing; install Node.js")?;
    let module = wasm::build(
        "wasm-release",
        &["--package", "generator", "--example", "engine"],
        "examples/engine.wasm",
    )?;
    let folder = target_folder().join("engine-in-node");
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    wasm::bind(&module, Host::Node, "engine", &folder)?;
    let script = root().join("generator/tests/golden.mjs");
    run(Command::new(node).arg(script).arg(folder.join("engine.js")))
}

fn page() -> Result<()> {
    let site = site::build(Quality::Small)?;
    let [page, later, worker] =
        ["rowmill.", "later.", "worker."].map(|files| site::transferred(&site, files));
    let (page, later, worker) = (page?, later?, worker?);
    println!(
        "the page's files are {page} bytes as Brotli; what is fetched later is {later} bytes more, what workers need {worker}"
    );
    Ok(())
}

fn program() -> Result<()> {
    build_program().map(|_| ())
}

/// The page in real browsers, against a real server.
fn browser() -> Result<()> {
    let server = build_program()?;
    let chromium = need_debian("chromium", &["chromium"])?;
    let firefox = need_debian("firefox-esr", &["firefox-esr"])?;
    // Reads what a load has written, without any code of ours.
    need_debian("sqlite3", &["sqlite3"])?;
    let folder = playwright_folder()?;
    let servers = database_servers()?;
    let described: Vec<serde_json::Value> = servers.iter().map(described).collect::<Result<_>>()?;
    let mut playwright = Command::new(folder.join("node_modules/.bin/playwright"));
    playwright.arg("test").current_dir(&folder).env("ROWMILL", server);
    playwright.env("CHROMIUM", chromium).env("FIREFOX", firefox);
    run(playwright.env("DATABASES", serde_json::Value::from(described).to_string()))
}

/// A running server of each kind that is there.
fn database_servers() -> Result<Vec<Server>> {
    let mysql = need_databases()?;
    let mut kinds = vec![Kind::MariaDb, Kind::Postgres];
    kinds.extend((!mysql.as_os_str().is_empty()).then_some(Kind::MySql));
    let start = |kind| {
        let programs = (kind == Kind::MySql).then(|| mysql.clone());
        Server::start_with(kind, Options { programs, ..Options::default() })
    };
    kinds.into_iter().map(start).collect()
}

/// A server as the browser tests are told of it: its kind, the beginning of its databases' URLs, and its own client, with
/// `DATABASE` where the name of a database belongs.
fn described(server: &Server) -> Result<serde_json::Value> {
    let client = server.client("DATABASE")?;
    let words = std::iter::once(client.get_program()).chain(client.get_args());
    let words: Vec<String> = words.map(|word| word.to_string_lossy().into_owned()).collect();
    Ok(serde_json::json!({ "kind": server.kind().to_string(), "url": server.url(""), "client": words }))
}

/// The folder of the browser tests, with Playwright installed.
pub(crate) fn playwright_folder() -> Result<PathBuf> {
    let npm = find("npm").ok_or("npm is missing; install Node.js")?;
    let folder = root().join("end2end");
    if !folder.join("node_modules/.package-lock.json").exists() {
        say("installing Playwright from npm");
        let mut install = Command::new(&npm);
        install.args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(&folder);
        run_quietly(install.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))?;
    }
    Ok(folder)
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    fn metadata() -> serde_json::Value {
        let text = run_quietly(&mut cargo(&["metadata", "--format-version", "1", "--no-deps"])).unwrap();
        serde_json::from_str(&text).unwrap()
    }

    /// Which of our crates may use which, and which crates of others each must never see.
    #[test]
    fn crates_depend_only_in_their_direction() {
        let allowed: BTreeMap<&str, &[&str]> = BTreeMap::from([
            ("generator", &[][..]),
            ("sample", &["generator"][..]),
            ("ddl", &["generator"][..]),
            ("contract", &["generator"][..]),
            ("loader", &["contract", "generator"][..]),
            ("app", &["contract", "generator", "sample"][..]),
            ("frontend", &["app"][..]),
            ("worker", &["contract", "generator"][..]),
            ("server", &["app", "contract", "ddl", "generator", "loader", "sample"][..]),
            ("scratch_databases", &[][..]),
            ("xtask", &["scratch_databases"][..]),
        ]);
        let banned: [(&str, &[&str]); 4] = [
            ("generator", &["tokio", "rand", "getrandom", "regex", "wasm-bindgen"]),
            ("contract", &["tokio", "axum", "leptos"]),
            ("loader", &["axum", "leptos"]),
            ("app", &["sqlx", "tokio", "axum", "rusqlite"]),
        ];
        let metadata = metadata();
        let mut seen = BTreeSet::new();
        for package in metadata["packages"].as_array().unwrap() {
            let name = package["name"].as_str().unwrap();
            seen.insert(name);
            for dependency in package["dependencies"].as_array().unwrap() {
                let other = dependency["name"].as_str().unwrap();
                let is_ours = allowed.contains_key(other);
                let is_test_server = other == "scratch_databases" && dependency["kind"] == "dev";
                let is_allowed = !is_ours || is_test_server || allowed[name].contains(&other);
                assert!(is_allowed, "{name} may not depend on {other}");
                let is_banned = banned.iter().any(|(of, others)| *of == name && others.contains(&other));
                // Tests may use what they like.
                assert!(!is_banned || dependency["kind"] == "dev", "{name} may not depend on {other}");
            }
        }
        assert_eq!(seen, allowed.keys().copied().collect());
    }

    #[test]
    fn every_crate_takes_over_the_lints_of_the_workspace() {
        for package in metadata()["packages"].as_array().unwrap() {
            let manifest = fs::read_to_string(package["manifest_path"].as_str().unwrap()).unwrap();
            assert!(manifest.contains("[lints]\nworkspace = true"), "{} does not", package["name"]);
        }
    }
}
