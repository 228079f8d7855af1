//! The target of a command.

use std::path::Path;

use crate::Config;
use loader::TargetConfig;

/// The target of a URL, or one that the configuration or the environment names, whose password then is in no list of
/// processes.
pub(super) fn find(
    target: &str,
    config: &Path,
) -> Result<TargetConfig, Box<dyn std::error::Error + Send + Sync>> {
    if target.contains(':') {
        return Ok(TargetConfig::of_url(target)?);
    }
    let targets =
        if config.exists() { Config::read(config)?.targets } else { Config::targets_of_the_environment()? };
    let names: Vec<String> = targets.iter().map(|target| target.name.clone()).collect();
    targets.into_iter().find(|found| found.name == target).ok_or_else(|| {
        format!("there is no target `{target}`; write a URL, or one of: {}", names.join(", ")).into()
    })
}
