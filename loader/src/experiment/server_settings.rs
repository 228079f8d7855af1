//! The server that an experiment measures on: the place of the only one, and settings that are noted, changed, set back.

use std::{collections::BTreeMap, pin::pin, time::Duration};

use contract::{Experiment, ExperimentStatus, KeptSetting, TargetKind};
use tokio_util::sync::CancellationToken;

use super::{ExperimentError, run::Witness};
use crate::{
    error::{LaunchError, LoadError, chain},
    launcher::JobLauncher,
    protocol::server_settings::{Restored, SettingsChanger},
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
    /// Once `stop` is cancelled it waits a minute at most, and not at all if the experiment has left nothing.
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
        let halt = self.shutdown.child_token();
        let patience = if experiment.has_leftovers() { STOP_PATIENCE } else { Duration::ZERO };
        if !changer.try_hold(&halt).await.map_err(failed)? {
            experiment.status = ExperimentStatus::Queued;
            witness.saw(experiment).await?;
            let held = halting(stop, patience, &halt, changer.hold(&halt)).await;
            if held.is_err() && stop.is_cancelled() {
                return Err(ExperimentError::Busy);
            }
            held.map_err(failed)?;
            experiment.status = ExperimentStatus::Running;
        }
        let restored = halting(stop, STOP_PATIENCE, &halt, changer.restore(&halt)).await.map_err(failed)?;
        self.note(restored, experiment, stop).await;
        let Some(changer) = &mut self.changer else { return Ok(()) };
        let elsewhere =
            halting(stop, STOP_PATIENCE, &halt, changer.left_elsewhere(&halt)).await.map_err(failed)?;
        if !elsewhere.is_empty() {
            let note = format!(
                "an experiment on another database of this server ({}) has left settings changed, and this one may be measured under them; go on with that one, or remove it",
                elsewhere.join(", ")
            );
            if !experiment.notes.contains(&note) {
                tracing::warn!(id = experiment.id, note, "settings may still be changed");
                experiment.notes.push(note);
            }
        }
        Ok(())
    }

    /// Takes the place again if it was lost, and has the server's settings as a run wants them. What they were is noted before, by the
    /// witness and in the target.
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
        // A session that has ended is known by asking.
        if let Some(changer) = &mut self.changer
            && !changer.holds(&BTreeMap::new()).await
        {
            self.begin(experiment, stop, witness).await?;
        }
        let Some(changer) = self.changer.as_mut().filter(|_| !wanted.is_empty()) else { return Ok(()) };
        let halt = self.shutdown.child_token();
        let is_new = |name: &&String| !experiment.changed_settings.contains_key(*name);
        let new: Vec<String> = wanted.keys().filter(is_new).cloned().collect();
        if !new.is_empty() {
            let kept =
                halting(stop, Duration::ZERO, &halt, changer.keep(&new, &halt)).await.map_err(failed)?;
            experiment.changed_settings.extend(kept);
            witness.saw(experiment).await?;
        }
        let changed = changer.change(wanted, &experiment.changed_settings, &halt);
        halting(stop, Duration::ZERO, &halt, changed).await.map_err(failed)
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
        let halt = self.shutdown.child_token();
        match halting(stop, STOP_PATIENCE, &halt, changer.restore(&halt)).await {
            Ok(restored) => {
                self.note(restored, experiment, stop).await;
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

    /// Notes that nothing is changed any more. What the target has lost that was written down there is said where it still seems changed: it
    /// is not known then whether a person wants it so.
    async fn note(
        &mut self,
        restored: BTreeMap<String, Restored>,
        experiment: &mut Experiment,
        stop: &CancellationToken,
    ) {
        say(&restored);
        let mut changed = std::mem::take(&mut experiment.changed_settings);
        changed.retain(|name, _| !restored.contains_key(name));
        let Some(changer) = self.changer.as_mut().filter(|_| !changed.is_empty()) else { return };
        let halt = self.shutdown.child_token();
        let names: Vec<String> = changed.keys().cloned().collect();
        let now = match halting(stop, STOP_PATIENCE, &halt, changer.keep(&names, &halt)).await {
            Ok(now) => now,
            Err(error) => {
                tracing::warn!(
                    error = chain(&error),
                    "it is not known whether settings of a server are set back"
                );
                experiment.changed_settings = changed;
                return;
            }
        };
        for (name, was) in changed {
            let levels = experiment.request.factors.get(&format!("setting.{name}"));
            let value = now.get(&name).map(|now| now.value.clone()).unwrap_or_default();
            if value != was.value && levels.is_some_and(|levels| levels.iter().any(|level| level.0 == value))
            {
                let note = format!(
                    "`{name}` was `{}` and is `{value}`: what was written down of it in the target is gone; set it by hand",
                    was.value
                );
                tracing::warn!(id = experiment.id, note, "a setting of a server may still be changed");
                experiment.notes.push(note);
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

/// Does some work, and halts it so long after somebody has asked to stop. The work is not dropped, and with it what it holds: it ends by
/// itself when it is halted.
async fn halting<T>(
    stop: &CancellationToken,
    patience: Duration,
    halt: &CancellationToken,
    work: impl Future<Output = T>,
) -> T {
    let mut work = pin!(work);
    tokio::select! {
        done = &mut work => return done,
        () = stop.cancelled() => {}
    }
    tokio::select! {
        done = &mut work => return done,
        () = tokio::time::sleep(patience) => halt.cancel(),
    }
    work.await
}

fn say(restored: &BTreeMap<String, Restored>) {
    for (setting, restored) in restored {
        let value = &restored.kept.value;
        if restored.is_set_back {
            tracing::info!(setting, value, "a setting of a server is set back");
        } else {
            tracing::info!(
                setting,
                value,
                "a setting of a server is no more what an experiment has made it, and stays"
            );
        }
    }
}

fn failed(source: LoadError) -> ExperimentError {
    ExperimentError::Launch(LaunchError::Target(source))
}
