//! `Leptos.toml`: the server's own tables first, then what `leptos_config` reads.

use std::{
    collections::BTreeMap,
    env::{self, VarError},
    fmt, fs,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
};

use directories::ProjectDirs;
use leptos::config::get_config_from_str;
use loader::{TargetConfig, TargetUrlError};
use serde::Deserialize;

use crate::{access::LEAST_TOKEN_CHARACTERS, config_file::ConfigFile, site::Site};

/// The environment variable that gives the access token, before the file.
const TOKEN_VARIABLE: &str = "ROWMILL_ACCESS_TOKEN";

/// The environment variable that gives names under which the server may be asked, with commas, where there is no file.
const HOSTS_VARIABLE: &str = "ROWMILL_HOSTS";

/// Where the server is unless somebody says otherwise.
const DEFAULT_ADDRESS: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 3_000);

/// How the environment variables begin that name targets.
const TARGET_VARIABLES: &str = "ROWMILL_TARGET_";

/// What the server is set up with.
#[derive(Clone)]
pub struct Config {
    /// Folder of the server's own files; created when missing.
    pub data: PathBuf,
    /// What a request must bring, if it must bring anything: at least 16 characters.
    pub access_token: Option<String>,
    /// Names under which the server may be asked, besides those of this machine.
    pub hosts: Vec<String>,
    /// What one request may ask for.
    pub limits: Limits,
    /// The databases to load into.
    pub targets: Vec<TargetConfig>,
    /// Where the page's files are.
    pub site: Site,
    /// The address to serve at.
    pub address: SocketAddr,
}

/// What one request may ask for.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Longest body, in bytes.
    pub body_bytes: usize,
    /// Threads that make rows for all streams together; 0 is one for each processor.
    pub threads: usize,
    /// Downloads that may be open at once, at least 1.
    pub streams: usize,
    /// Connections that may be open at once, at least 1; more of them wait.
    pub connections: usize,
    /// Seconds after which a connection is closed on which nothing moves: no request comes, or nobody reads the answer. At
    /// least 1.
    pub idle_seconds: u64,
    /// Seconds that open streams and chunks have to end in when the server is told to stop.
    pub shutdown_seconds: u64,
    /// Days for which a dataset is kept that no job refers to and nobody saves or reads; 0 is without end.
    pub dataset_days: u32,
    /// Days for which a job is kept after its end; 0 is without end.
    pub job_days: u32,
    /// Datasets that are kept, besides those that jobs refer to; 0 is without bound.
    pub most_datasets: u64,
    /// Jobs that are kept after their end; 0 is without bound.
    pub most_jobs: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 16 << 20,
            threads: 0,
            streams: 512,
            connections: 2_048,
            idle_seconds: 60,
            shutdown_seconds: 4,
            dataset_days: 30,
            job_days: 90,
            most_datasets: 10_000,
            most_jobs: 10_000,
        }
    }
}

/// Why the server cannot be set up.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// The file could not be read.
    #[error("{path} cannot be read")]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The file is no TOML, or has fields that are not known. Without a source: the parser's own error shows the line, which
    /// may hold a password.
    #[error("{path} cannot be understood at line {line}, column {column}: {message}")]
    Parse {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// The character of the line, from 1.
        column: usize,
        /// What was expected; never what stands there.
        message: String,
    },
    /// The part that `leptos_config` reads is not right.
    #[error("[package.metadata.leptos] in {path} cannot be understood: {reason}")]
    Leptos {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// A target has a URL that names none.
    #[error("the target `{name}` cannot be used")]
    Target {
        /// The target.
        name: String,
        /// Why.
        #[source]
        source: TargetUrlError,
    },
    /// The address is open to others.
    #[error(
        "{0} can be reached from other machines; set access_token below [server] or {TOKEN_VARIABLE}, or bind a \
         loopback address such as 127.0.0.1:3000"
    )]
    NotLoopback(SocketAddr),
    /// Nobody said where the server's files belong, and the machine does not say it either.
    #[error("this machine names no folder for the data of programs; say where with --data FOLDER")]
    NoDataFolder,
    /// The access token is easily guessed.
    #[error(
        "the access token has {0} characters, but needs at least {LEAST_TOKEN_CHARACTERS}; `openssl rand -base64 24` \
         makes a good one"
    )]
    ShortToken(usize),
    /// The access token cannot be sent in a header.
    #[error("the access token has characters that no header can bring; use visible ASCII characters")]
    StrangeToken,
}

impl fmt::Debug for Config {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Config")
            .field("data", &self.data)
            .field("access_token", &self.access_token.as_ref().map(|_| "…"))
            .field("hosts", &self.hosts)
            .field("limits", &self.limits)
            .field("targets", &self.targets)
            .field("site", &self.site)
            .field("address", &self.address)
            .finish()
    }
}

impl Config {
    /// Reads a configuration file. Relative paths in it start at its folder.
    ///
    /// # Errors
    /// A file that cannot be read or understood, a target that is none, an address that is open to others.
    pub fn read(path: &Path) -> Result<Self, ConfigError> {
        Self::read_at(path, None)
    }

    /// Reads a configuration file, with another address than it has if there is one.
    ///
    /// # Errors
    /// Those of [`Self::read`].
    pub fn read_at(path: &Path, address: Option<SocketAddr>) -> Result<Self, ConfigError> {
        let text =
            fs::read_to_string(path).map_err(|source| ConfigError::Read { path: path.to_owned(), source })?;
        let file = ConfigFile::parse(path, &text)?;
        let folder = path.parent().unwrap_or(Path::new(""));
        let leptos = get_config_from_str(&file.leptos_alone())
            .map_err(|error| ConfigError::Leptos { path: path.to_owned(), reason: error.to_string() })?;
        let site = Site::of_program_or(&folder.join(&*leptos.site_root));
        let access_token = access_token(file.server.access_token)?;
        let address = address.unwrap_or(leptos.site_addr);
        check_access(access_token.as_deref(), address)?;
        let mut urls: BTreeMap<String, String> =
            file.targets.into_iter().map(|(name, target)| (name, target.url)).collect();
        add_targets_of_the_environment(&mut urls);
        let targets = targets(urls, folder)?;
        let data = folder.join(file.server.data);
        let hosts = file.server.hosts.into_iter().chain(hosts_of_the_environment()).collect();
        Ok(Self { data, access_token, hosts, limits: file.limits, targets, site, address })
    }

    /// What the server is set up with where nobody has written a file: its files are in `data`, or without that where programs of this
    /// machine keep their data; it is at an address of this machine, or where `address` says; and it loads into a SQLite file beside its
    /// own, and into the targets that the environment names.
    ///
    /// # Errors
    /// A machine that has no folder for data, a target of the environment that is none, an address that is open to others without an
    /// access token.
    pub fn without_a_file(data: Option<PathBuf>, address: Option<SocketAddr>) -> Result<Self, ConfigError> {
        let data = data.or_else(|| Some(ProjectDirs::from("", "", "rowmill")?.data_dir().to_owned()));
        let data = data.ok_or(ConfigError::NoDataFolder)?;
        let address = address.unwrap_or(DEFAULT_ADDRESS);
        let access_token = access_token(None)?;
        check_access(access_token.as_deref(), address)?;
        let mut urls = BTreeMap::from([("embedded".to_owned(), "sqlite:embedded.sqlite".to_owned())]);
        add_targets_of_the_environment(&mut urls);
        let targets = targets(urls, &data)?;
        let site = Site::of_program_or(Path::new("target/site"));
        Ok(Self {
            data,
            access_token,
            hosts: hosts_of_the_environment(),
            limits: Limits::default(),
            targets,
            site,
            address,
        })
    }

    /// The targets that are named by the environment alone.
    ///
    /// # Errors
    /// A URL that names no target.
    pub(crate) fn targets_of_the_environment() -> Result<Vec<TargetConfig>, ConfigError> {
        targets(targets_of_the_environment().collect(), Path::new(""))
    }
}

/// The access token: that of the environment, else that of the file.
fn access_token(of_file: Option<String>) -> Result<Option<String>, ConfigError> {
    let token = match env::var(TOKEN_VARIABLE) {
        Ok(token) => Some(token),
        Err(VarError::NotPresent) => of_file,
        Err(VarError::NotUnicode(_)) => return Err(ConfigError::StrangeToken),
    };
    // A secret in a file often ends with a line break.
    let token = token.map(|token| token.trim().to_owned());
    match &token {
        Some(token) if !token.bytes().all(|byte| (b' '..=b'~').contains(&byte)) => {
            Err(ConfigError::StrangeToken)
        }
        _ => Ok(token),
    }
}

/// The names under which the server may be asked, by the environment.
fn hosts_of_the_environment() -> Vec<String> {
    let names = env::var(HOSTS_VARIABLE).unwrap_or_default();
    names.split(',').map(|name| name.trim().to_ascii_lowercase()).filter(|name| !name.is_empty()).collect()
}

/// Whether who can reach an address must bring what this access token asks for.
fn check_access(token: Option<&str>, address: SocketAddr) -> Result<(), ConfigError> {
    match token.map(|token| token.chars().count()) {
        None if !address.ip().is_loopback() => Err(ConfigError::NotLoopback(address)),
        Some(characters) if characters < LEAST_TOKEN_CHARACTERS => Err(ConfigError::ShortToken(characters)),
        _ => Ok(()),
    }
}

/// Puts the targets of the environment beside or in the place of others.
fn add_targets_of_the_environment(urls: &mut BTreeMap<String, String>) {
    for (name, url) in targets_of_the_environment() {
        // A variable has no small letters and no hyphens.
        let is_meant = |known: &&String| known.to_ascii_lowercase().replace('-', "_") == name;
        let known = urls.keys().find(is_meant).cloned();
        urls.insert(known.unwrap_or(name), url);
    }
}

fn targets(urls: BTreeMap<String, String>, folder: &Path) -> Result<Vec<TargetConfig>, ConfigError> {
    let target = |(name, url): (String, String)| {
        let url = match url.strip_prefix("sqlite:") {
            Some(path) => format!("sqlite:{}", folder.join(path).display()),
            None => url,
        };
        TargetConfig::parse(&name, &url).map_err(|source| ConfigError::Target { name, source })
    };
    urls.into_iter().map(target).collect()
}

/// Targets that are named by the environment: `ROWMILL_TARGET_SHOP` gives the URL of the target `shop`, and comes before the
/// file, which then needs no password.
fn targets_of_the_environment() -> impl Iterator<Item = (String, String)> {
    env::vars_os().filter_map(|(name, url)| {
        let name = name.to_str()?.strip_prefix(TARGET_VARIABLES)?.to_ascii_lowercase();
        Some((name, url.into_string().ok()?)).filter(|(name, _)| !name.is_empty())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn workspace_file(name: &str) -> PathBuf {
        Path::new("..").join(name)
    }

    #[test]
    fn the_file_of_the_repository_is_read() {
        let config = Config::read(&workspace_file("Leptos.toml")).unwrap();
        assert_eq!(config.targets[0].name, "embedded");
        assert_eq!(config.address, DEFAULT_ADDRESS);
    }

    #[test]
    fn without_a_file_all_is_in_one_folder() {
        let folder = tempfile::tempdir().unwrap();
        let config = Config::without_a_file(Some(folder.path().to_owned()), None).unwrap();
        assert_eq!((config.data.as_path(), config.address), (folder.path(), DEFAULT_ADDRESS));
        assert_eq!(config.targets[0].name, "embedded");
        let open = Config::without_a_file(None, Some("0.0.0.0:3000".parse().unwrap())).unwrap_err();
        assert!(matches!(open, ConfigError::NotLoopback(_)), "{open}");
    }

    #[test]
    fn both_descriptions_of_the_site_agree() {
        let table = |name: &str| -> toml::Table {
            toml::from_str(&fs::read_to_string(workspace_file(name)).unwrap()).unwrap()
        };
        let server = table("Leptos.toml");
        let cargo = table("Cargo.toml");
        let server = &server["package"]["metadata"]["leptos"];
        let cargo = &cargo["workspace"]["metadata"]["leptos"][0];
        for key in ["output-name", "site-root", "site-pkg-dir", "site-addr", "reload-port", "hash-files"] {
            assert_eq!(server.get(key), cargo.get(key), "{key}");
        }
    }

    /// Every mistake around a secret that comes to mind: the place is told, the secret is not.
    #[test]
    fn no_mistake_shows_a_secret() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("Leptos.toml");
        let leptos = "[package.metadata.leptos]\noutput-name = \"rowmill\"\n";
        for (text, line) in [
            ("[targets.a]\nurl = \"mysql://root:s3cr3t@host/db\n", 2),
            ("[targets.a]\nurl = mysql://root:s3cr3t@host/db\n", 2),
            ("[targets.a]\nmysql://root:s3cr3t@host/db\n", 2),
            ("[targets.a]\nurl = [\"mysql://root:s3cr3t@host/db\"]\n", 2),
            ("[targets.a]\nurl = \"mysql://root:s3cr3t\\q@host/db\"\n", 2),
            ("[targets.a]\n\"mysql://root:s3cr3t@host/db\" = 1\n", 2),
            ("[targets]\na = \"mysql://root:s3cr3t@host/db\"\n", 2),
            ("targets = \"mysql://root:s3cr3t@host/db\"\n", 1),
            ("[server]\naccess_token = 5330000000000000\n", 2),
            ("[server]\naccess_token = s3cr3t\n", 2),
            ("[server]\naccess_token = 's3cr3t', ]\n", 2),
            ("[server]\naccess_token = true\nhosts = \"s3cr3t\"\n", 2),
        ] {
            // Before the part that Leptos reads, and behind it.
            for (text, line) in [(format!("{text}{leptos}"), line), (format!("{leptos}{text}"), line + 2)] {
                if text.starts_with(leptos) && !text[leptos.len()..].starts_with('[') {
                    continue;
                }
                fs::write(&path, &text).unwrap();
                let error = Config::read(&path).unwrap_err();
                let told = format!("{} {error:?}", loader::chain(&error));
                assert!(!told.contains("s3cr3t") && !told.contains("533000"), "{text}: {told}");
                assert!(told.contains(&format!("line {line}, column ")), "{text}: {told}");
            }
        }
        // What only Leptos's own parser does not understand.
        let token = "[server]\naccess_token = \"s3cr3t s3cr3t s3cr3t\\x41\"\n";
        fs::write(&path, format!("{leptos}site-addr = \"nowhere\"\n{token}")).unwrap();
        let told = loader::chain(&Config::read(&path).unwrap_err());
        assert!(told.contains("[package.metadata.leptos]") && !told.contains("s3cr3t"), "{told}");
    }

    #[test]
    fn mistakes_are_named() {
        let folder = tempfile::tempdir().unwrap();
        let read = |text: &str| {
            let path = folder.path().join("Leptos.toml");
            fs::write(&path, format!("{text}\n[package.metadata.leptos]\noutput-name = \"rowmill\"\n"))
                .unwrap();
            let error = Config::read(&path).unwrap_err();
            format!(
                "{error}: {}",
                std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default()
            )
        };
        assert!(read("[server]\nport = 1").contains("port"));
        assert!(read("[targets.a]\nurl = \"oracle:x\"").contains("`a`"));
        assert!(
            read("[package.metadata]\nx = 1\n[package.metadata.leptos]\nsite-addr = 3\n#").contains("line")
        );
        let open = "[package.metadata.leptos]\noutput-name = \"rowmill\"\nsite-addr = \"0.0.0.0:1\"\n";
        fs::write(folder.path().join("open.toml"), open).unwrap();
        let error = Config::read(&folder.path().join("open.toml")).unwrap_err();
        assert!(matches!(error, ConfigError::NotLoopback(_)));
        let with_token = |token: &str| {
            let path = folder.path().join("token.toml");
            fs::write(&path, format!("[server]\naccess_token = \"{token}\"\n{open}")).unwrap();
            Config::read(&path)
        };
        assert!(matches!(with_token("guess me").unwrap_err(), ConfigError::ShortToken(8)));
        assert!(matches!(with_token("corrêct horse battery staple").unwrap_err(), ConfigError::StrangeToken));
        let config = with_token(" correct horse battery staple\\n").unwrap();
        assert_eq!(config.access_token.as_deref(), Some("correct horse battery staple"));
        assert!(!format!("{config:?}").contains("horse"));
    }
}
