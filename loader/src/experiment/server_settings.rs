//! The server that an experiment measures on: the place of the only one, and settings that are noted, changed, set back.

use std::{collections::BTreeMap, time::Duration};

use contract::{Experiment, ExperimentStatus, KeptSetting, TargetKind};
use tokio_util::sync::CancellationToken;

use super::{ExperimentError, run::Witness};
use crate::{
    error::{LaunchError, LoadError, chain},
    launcher::JobLauncher,
    protocol::server_settings::SettingsChanger,
};

/// How long somebody who has asked to stop waits for a server to take its settings back.
const STOP_PATIENCE: Duration = Duration::from_secs(60);
/// How long to wait before trying again to set back what nobody goes on with, at first and at most.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// The server of a target. A file has none, and nothing is done.
#[derive(Debug)]
pub(super) struct ServerSettings {
    changer: Option<Box<dyn SettingsChanger>>,
    /// The end of the program: a server that is gone is not waited for then.
    shutdown: CancellationToken,
}

impl ServerSettings {
    /// That of a target. Nothing is opened yet.
    ///
    /// # Errors
    /// An unknown target.
    pub(super) fn of(launcher: &JobLauncher, target: &str) -> Result<Self, LaunchError> {
        let target = launcher.target(target)?;
        let has_server = target.kind() != TargetKind::Sqlite;
        Ok(Self {
            changer: has_server.then(|| target.settings_changer()),
            shutdown: launcher.shutdown_token(),
        })
    }

    /// Waits until no other experiment measures on the server, which the witness is told, and sets back what others have left changed.
    /// Once `stop` is cancelled it waits a minute at most.
    ///
    /// # Errors
    /// A server that does not answer, or does not take its settings back.
    pub(super) async fn begin(
        &mut self,
        experiment: &mut Experiment,
        stop: &CancellationToken,
        witness: &mut impl Witness,
    ) -> Result<(), ExperimentError> {
        let Some(changer) = &mut self.changer else { return Ok(()) };
        if !changer.try_hold(&self.shutdown).await.map_err(failed)? {
            experiment.status = ExperimentStatus::Queued;
            witness.saw(experiment).await?;
            let held = changer.hold(&self.shutdown);
            tokio::select! {
                held = held => held.map_err(failed)?,
                () = patience(stop) => return Err(ExperimentError::Busy),
            }
            experiment.status = ExperimentStatus::Running;
        }
        say(&changer.restore(&self.shutdown).await.map_err(failed)?);
        experiment.changed_settings.clear();
        Ok(())
    }

    /// Has the server's settings as a run wants them. What they were is noted before, by the witness and in the target.
    ///
    /// # Errors
    /// A server that does not answer or does not take a value; records that cannot be written.
    pub(super) async fn apply(
        &mut self,
        wanted: &BTreeMap<String, String>,
        experiment: &mut Experiment,
        stop: &CancellationToken,
        witness: &mut impl Witness,
    ) -> Result<(), ExperimentError> {
        let Some(changer) = self.changer.as_mut().filter(|_| !wanted.is_empty()) else { return Ok(()) };
        let is_new = |name: &&String| !experiment.changed_settings.contains_key(*name);
        let new: Vec<String> = wanted.keys().filter(is_new).cloned().collect();
        if !new.is_empty() {
            let kept = changer.keep(&new, &self.shutdown).await.map_err(failed)?;
            experiment.changed_settings.extend(kept);
            witness.saw(experiment).await?;
        }
        tokio::select! {
            changed = changer.change(wanted, &experiment.changed_settings, &self.shutdown) => changed.map_err(failed),
            () = stop.cancelled() => Err(failed(LoadError::Stopped)),
        }
    }

    /// Whether a run was made under the settings that it wanted, and the server was the same all the time. Asked now and then while it
    /// lasts, it keeps the place.
    pub(super) async fn holds(&mut self, wanted: &BTreeMap<String, String>) -> bool {
        match &mut self.changer {
            Some(changer) => changer.holds(wanted).await,
            None => true,
        }
    }

    /// Sets back what the experiment has changed, and gives the place back. Once `stop` is cancelled, a server that is gone is waited for
    /// a minute at most.
    ///
    /// # Errors
    /// A server that does not answer, or does not take its settings back.
    pub(super) async fn end(
        mut self,
        experiment: &mut Experiment,
        stop: &CancellationToken,
    ) -> Result<(), ExperimentError> {
        let Some(changer) = self.changer.as_mut().filter(|_| !experiment.changed_settings.is_empty()) else {
            return Ok(());
        };
        let restored = tokio::select! {
            restored = changer.restore(&self.shutdown) => restored,
            () = patience(stop) => Err(LoadError::Stopped),
        };
        match restored {
            Ok(restored) => {
                say(&restored);
                experiment.changed_settings.clear();
                Ok(())
            }
            Err(source) => {
                let was = |(name, kept): (&String, &KeptSetting)| format!("{name} was {}", kept.value);
                let settings: Vec<String> = experiment.changed_settings.iter().map(was).collect();
                Err(ExperimentError::NotSetBack {
                    settings: settings.join(", "),
                    source: Box::new(LaunchError::Target(source)),
                })
            }
        }
    }

    /// Sets back what experiments have left changed that nobody goes on with, as soon as the server answers and nobody measures on it;
    /// the end of the program ends it, too. Between two tries others have the place: what cannot be set back keeps nobody waiting.
    pub(super) async fn restore_left_behind(launcher: &JobLauncher, target: &str) {
        let mut pause = FIRST_PAUSE;
        // A target that is configured is no unknown one.
        while let Ok(Self { changer: Some(mut changer), shutdown }) = Self::of(launcher, target) {
            let restored = match changer.has_left_behind().await {
                Ok(false) => return,
                Ok(true) => changer.restore(&shutdown).await,
                Err(error) => Err(error),
            };
            drop(changer);
            match restored {
                Ok(restored) => return say(&restored),
                Err(error) if pause == FIRST_PAUSE => tracing::warn!(
                    error = chain(&error),
                    target,
                    "it is not known yet whether settings of a server have to be set back"
                ),
                Err(error) => tracing::debug!(error = chain(&error), target, "a server does not answer yet"),
            }
            tokio::select! {
                () = tokio::time::sleep(pause) => pause = (pause * 2).min(LONGEST_PAUSE),
                () = shutdown.cancelled() => return,
            }
        }
    }
}

/// Ends a minute after somebody has asked to stop.
async fn patience(stop: &CancellationToken) {
    stop.cancelled().await;
    tokio::time::sleep(STOP_PATIENCE).await;
}

fn say(restored: &BTreeMap<String, KeptSetting>) {
    for (setting, kept) in restored {
        tracing::info!(setting, value = kept.value, "a setting of a server is set back");
    }
}

fn failed(source: LoadError) -> ExperimentError {
    ExperimentError::Launch(LaunchError::Target(source))
}
