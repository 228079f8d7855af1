//! The text of `Leptos.toml`. It holds passwords and a token, so no error says what stands in it.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use serde::Deserialize;

use crate::config::{ConfigError, Limits};

/// The tables of the file. Without `Debug`: values are secret.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConfigFile {
    #[serde(default)]
    pub(crate) server: ServerTable,
    #[serde(default)]
    pub(crate) limits: Limits,
    #[serde(default)]
    pub(crate) targets: BTreeMap<String, TargetTable>,
    /// Read by `leptos_config`.
    #[serde(default)]
    package: toml::Table,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct ServerTable {
    pub(crate) data: PathBuf,
    pub(crate) access_token: Option<String>,
    pub(crate) hosts: Vec<String>,
}

impl Default for ServerTable {
    fn default() -> Self {
        Self { data: PathBuf::from("data"), access_token: None, hosts: Vec::new() }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table such as [targets.NAME] with a url")]
pub(crate) struct TargetTable {
    pub(crate) url: String,
}

impl ConfigFile {
    /// Reads the text of the file at `path`.
    ///
    /// # Errors
    /// [`ConfigError::Parse`], with the place of a mistake and what was expected there.
    pub(crate) fn parse(path: &Path, text: &str) -> Result<Self, ConfigError> {
        toml::from_str(text).map_err(|error| {
            let before = text.get(..error.span().map_or(0, |span| span.start)).unwrap_or(text);
            let line = before.rsplit('\n').next().unwrap_or_default();
            ConfigError::Parse {
                path: path.to_owned(),
                line: before.matches('\n').count() + 1,
                column: line.chars().count() + 1,
                message: without_values(error.message()),
            }
        })
    }

    /// The part that `leptos_config` reads, without the rest: its errors show the lines that it does not understand.
    pub(crate) fn leptos_alone(&self) -> String {
        let metadata = self.package.get("metadata").and_then(|metadata| metadata.get("leptos"));
        // What was read as TOML can be written as TOML.
        let leptos = metadata.and_then(|leptos| toml::to_string(leptos).ok());
        leptos.map(|leptos| format!("[package.metadata.leptos]\n{leptos}")).unwrap_or_default()
    }
}

/// The parser's message, without the values that serde quotes: ``invalid type: integer `42`, expected a string``. Names of
/// fields stay if they look like names.
fn without_values(message: &str) -> String {
    let is_name = |text: &str| {
        text.len() <= 40 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
    };
    let named = message.strip_prefix("unknown field `").and_then(|rest| rest.split_once('`'));
    if named.is_some_and(|(name, _)| is_name(name)) {
        return message.to_owned();
    }
    let (what, expected) = message.rsplit_once(", expected ").unwrap_or((message, ""));
    let what = what.split(['`', '"']).next().unwrap_or_default().trim_end();
    if expected.is_empty() { what.to_owned() } else { format!("{what}, expected {expected}") }
}
