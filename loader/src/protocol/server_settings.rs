//! Settings of a whole server that an experiment changes, and the place of the one who measures on it.
//!
//! One experiment at a time has the place of a server: a lock that lasts as long as its session. What a setting was is written down in the
//! target, in `rowmill_setting`, before it is changed for the first time, and so are the values that it is given. Whoever takes the place
//! next on the same database sets back what is written there, unless a person has chosen another value since. What is written down in
//! other databases of the server, or other schemas, is only pointed out: whoever may make tables there could have this account do what he
//! may not do himself. A session of PostgreSQL sees the tables of one database.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use contract::{KeptSetting, SettingScope, setting};
use futures::future::BoxFuture;
use generator::Dialect;
use tokio_util::sync::CancellationToken;

use super::{
    Database,
    catalogue::Catalogue,
    failure::{FailureClass, ServerFailure},
    literal,
    records::{SETTING_TABLE, text},
    retry::Retry,
    session::{Purpose, STATEMENT_PATIENCE, Session, target_kind},
};
use crate::{
    clock,
    error::{LoadError, chain},
};

/// A server whose own settings can be changed.
pub(crate) trait ServerSettings: Session {
    /// Takes the place of the one who measures on this server, which lasts as long as the session; false if another has it.
    fn take_place(&mut self) -> impl Future<Output = Result<bool, ServerFailure>> + Send;

    /// Refuses a setting that this server does not have, or this account may not change, as far as the server tells. Changes nothing.
    fn may_change(&mut self, name: &str) -> impl Future<Output = Result<(), ServerFailure>> + Send;

    /// Other databases or schemas of the server, as far as the session sees them, in which settings are written down.
    fn left_elsewhere(&mut self) -> impl Future<Output = Result<Vec<String>, ServerFailure>> + Send;

    /// Which server it is: a copy of its tables on another one is known by it.
    fn identity(&mut self) -> impl Future<Output = Result<String, ServerFailure>> + Send;

    /// What a setting is now.
    fn value(&mut self, name: &str) -> impl Future<Output = Result<String, ServerFailure>> + Send;

    /// What has been written for a setting, by [`Self::write`] or by a person in the same way; `None` where it is left to the server's own
    /// files.
    fn written(&mut self, name: &str) -> impl Future<Output = Result<Option<String>, ServerFailure>> + Send;

    /// Writes a setting for the whole server, or leaves it to the server's own files.
    fn write(
        &mut self,
        name: &str,
        value: Option<&str>,
    ) -> impl Future<Output = Result<(), ServerFailure>> + Send;
}

/// How often it is looked whether a server has taken a setting, and the pause between: together twenty seconds.
const LOOKS: u32 = 100;
/// After so many looks, a second, a value that is neither the old one nor one of the experiment is that of the server's files.
const LOOKS_AT_FILES: u32 = 5;
const LOOK_PAUSE: Duration = Duration::from_millis(200);
/// How long to wait before asking for the place again, at least; at most twice as long.
const PLACE_PAUSE: Duration = Duration::from_millis(500);
/// The longest value of a setting that is written down.
const LONGEST_VALUE: usize = 40;

/// One who may have the place of a server, whichever kind it is.
pub(crate) trait SettingsChanger: std::fmt::Debug + Send {
    /// Takes the place if it is free and the server is there.
    fn try_hold<'a>(&'a mut self, halt: &'a CancellationToken) -> BoxFuture<'a, Result<bool, LoadError>>;

    /// Waits for the place.
    fn hold<'a>(&'a mut self, halt: &'a CancellationToken) -> BoxFuture<'a, Result<(), LoadError>>;

    /// What settings are, to set them back to.
    fn keep<'a>(
        &'a mut self,
        names: &'a [String],
        halt: &'a CancellationToken,
    ) -> BoxFuture<'a, Result<BTreeMap<String, KeptSetting>, LoadError>>;

    /// Changes settings, each of which is known to have been as `kept` says, and waits until the server has taken them.
    fn change<'a>(
        &'a mut self,
        wanted: &'a BTreeMap<String, String>,
        kept: &'a BTreeMap<String, KeptSetting>,
        halt: &'a CancellationToken,
    ) -> BoxFuture<'a, Result<(), LoadError>>;

    /// Whether the place was never lost since it was taken, and settings are as they are wanted. It also keeps the session from being
    /// taken for one of nobody.
    fn holds<'a>(&'a mut self, wanted: &'a BTreeMap<String, String>) -> BoxFuture<'a, bool>;

    /// Sets back what is written down in the target. The place is needed.
    fn restore<'a>(
        &'a mut self,
        halt: &'a CancellationToken,
    ) -> BoxFuture<'a, Result<BTreeMap<String, Restored>, LoadError>>;

    /// Other databases or schemas in which something is written down.
    fn left_elsewhere<'a>(
        &'a mut self,
        halt: &'a CancellationToken,
    ) -> BoxFuture<'a, Result<Vec<String>, LoadError>>;

    /// Whether something is written down in the target, without the place.
    fn has_left_behind(&mut self) -> BoxFuture<'_, Result<bool, LoadError>>;
}

/// What became of a setting that was written down.
#[derive(Debug, Clone)]
pub(crate) struct Restored {
    /// What it was.
    pub(crate) kept: KeptSetting,
    /// Whether it was set back; it was not if it has another value than an experiment gave it.
    pub(crate) is_set_back: bool,
}

/// The changer of one kind of server.
#[derive(Debug)]
pub(super) struct Changer<S: Session> {
    database: Database<S>,
    /// The session that has the place.
    session: Option<S>,
}

impl<S: Catalogue> Changer<S> {
    pub(super) fn new(database: Database<S>) -> Self {
        Self { database, session: None }
    }

    /// A session that has the place, if it is free; otherwise it asks again next time.
    async fn seated(&mut self, waiting: &mut Option<S>) -> Result<Option<S>, ServerFailure> {
        let mut session = match waiting.take() {
            Some(session) => session,
            None => S::connect(self.database.address(), Purpose::Look).await?,
        };
        if session.take_place().await? {
            return Ok(Some(session));
        }
        *waiting = Some(session);
        Ok(None)
    }

    /// Does something that may be done again, for as long as a server that restarts is waited for, and with the place, for which it waits.
    async fn patiently<T: Send>(
        &mut self,
        halt: &CancellationToken,
        work: impl for<'s> Fn(&'s mut S) -> BoxFuture<'s, Result<T, ServerFailure>> + Send + Sync,
    ) -> Result<T, LoadError> {
        let mut retry = Retry::new();
        let mut waiting = None;
        loop {
            let done = match self.session.take() {
                Some(mut session) => {
                    let done = work(&mut session).await;
                    if !matches!(&done, Err(failure) if failure.class == FailureClass::Lost) {
                        self.session = Some(session);
                    }
                    done
                }
                None => match self.seated(&mut waiting).await {
                    Ok(Some(session)) => {
                        self.session = Some(session);
                        continue;
                    }
                    Ok(None) => {
                        // The server is there.
                        retry = Retry::new();
                        let pause = PLACE_PAUSE.mul_f64(1.0 + fastrand::f64());
                        tokio::select! {
                            () = halt.cancelled() => return Err(LoadError::Stopped),
                            () = tokio::time::sleep(pause) => continue,
                        }
                    }
                    Err(failure) => Err(failure),
                },
            };
            match done {
                Ok(done) => return Ok(done),
                Err(failure) if failure.class == FailureClass::Lost && retry.may_reconnect() => {
                    tracing::warn!(error = chain(&failure), "connecting again to change settings");
                    retry.pause(halt).await?;
                }
                Err(failure) => return Err(self.failed(failure)),
            }
        }
    }

    fn failed(&self, failure: ServerFailure) -> LoadError {
        LoadError::ServerSettings { target: self.database.name().to_owned(), source: failure.into() }
    }
}

impl<S: Catalogue> SettingsChanger for Changer<S> {
    fn try_hold<'a>(&'a mut self, halt: &'a CancellationToken) -> BoxFuture<'a, Result<bool, LoadError>> {
        Box::pin(async move {
            if self.session.is_none() {
                let mut waiting = None;
                let seated = tokio::select! {
                    seated = self.seated(&mut waiting) => seated,
                    () = halt.cancelled() => return Err(LoadError::Stopped),
                };
                self.session = match seated {
                    Err(failure) if failure.class == FailureClass::Lost => None,
                    seated => seated.map_err(|failure| self.failed(failure))?,
                };
            }
            Ok(self.session.is_some())
        })
    }

    fn hold<'a>(&'a mut self, halt: &'a CancellationToken) -> BoxFuture<'a, Result<(), LoadError>> {
        Box::pin(async move { self.patiently(halt, |_| Box::pin(async { Ok(()) })).await })
    }

    fn keep<'a>(
        &'a mut self,
        names: &'a [String],
        halt: &'a CancellationToken,
    ) -> BoxFuture<'a, Result<BTreeMap<String, KeptSetting>, LoadError>> {
        Box::pin(async move {
            self.patiently(halt, |session| {
                let names = names.to_vec();
                Box::pin(async move {
                    let mut kept = BTreeMap::new();
                    for name in names {
                        let value = session.value(&name).await?;
                        let written = session.written(&name).await?;
                        if let Some(odd) = [Some(&value), written.as_ref()].into_iter().flatten().find(|value| !is_plain(value)) {
                            let message = format!(
                                "`{name}` is `{odd}`, which Rowmill would not know how to set back; write it as a plain number or name, or leave the setting out"
                            );
                            return Err(ServerFailure::new(FailureClass::Other, message));
                        }
                        kept.insert(name, KeptSetting { value, written });
                    }
                    Ok(kept)
                })
            })
            .await
        })
    }

    fn change<'a>(
        &'a mut self,
        wanted: &'a BTreeMap<String, String>,
        kept: &'a BTreeMap<String, KeptSetting>,
        halt: &'a CancellationToken,
    ) -> BoxFuture<'a, Result<(), LoadError>> {
        Box::pin(async move {
            self.patiently(halt, |session| {
                let (wanted, kept, halt) = (wanted.clone(), kept.clone(), halt.clone());
                Box::pin(async move { change(session, &wanted, &kept, &halt).await })
            })
            .await
        })
    }

    fn holds<'a>(&'a mut self, wanted: &'a BTreeMap<String, String>) -> BoxFuture<'a, bool> {
        Box::pin(async move {
            let Some(mut session) = self.session.take() else { return false };
            // One that asks for nothing else asks whether the server is there.
            if session.query("SELECT 1", STATEMENT_PATIENCE).await.is_err() {
                return false;
            }
            let mut is_as_wanted = true;
            for (name, level) in wanted {
                is_as_wanted &= session.value(name).await.is_ok_and(|value| value == *level);
            }
            self.session = Some(session);
            is_as_wanted
        })
    }

    fn restore<'a>(
        &'a mut self,
        halt: &'a CancellationToken,
    ) -> BoxFuture<'a, Result<BTreeMap<String, Restored>, LoadError>> {
        Box::pin(async move {
            self.patiently(halt, |session| Box::pin(async move { restore(session).await })).await
        })
    }

    fn has_left_behind(&mut self) -> BoxFuture<'_, Result<bool, LoadError>> {
        Box::pin(async move { self.database.has_table(SETTING_TABLE).await })
    }

    fn left_elsewhere<'a>(
        &'a mut self,
        halt: &'a CancellationToken,
    ) -> BoxFuture<'a, Result<Vec<String>, LoadError>> {
        Box::pin(async move { self.patiently(halt, |session| Box::pin(session.left_elsewhere())).await })
    }
}

/// What is written down of a setting that is changed.
struct Row {
    kept: KeptSetting,
    /// Which server it is of.
    server: String,
    /// The values that it was given last: the one that it has, and the one that it was about to get.
    levels: BTreeSet<String>,
}

impl Row {
    /// Whether a value was not chosen by a person since: an experiment gave it, or a server that was started anew has it of itself.
    fn is_of_experiment(&self, written: Option<&String>) -> bool {
        written == self.kept.written.as_ref() || written.is_some_and(|written| self.levels.contains(written))
    }
}

/// Whether a value can stand in a statement whoever has written it down.
fn is_plain(value: &str) -> bool {
    (1..=LONGEST_VALUE).contains(&value.len())
        && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-. ".contains(&byte))
}

async fn change<S: Catalogue>(
    session: &mut S,
    wanted: &BTreeMap<String, String>,
    kept: &BTreeMap<String, KeptSetting>,
    halt: &CancellationToken,
) -> Result<(), ServerFailure> {
    for (name, level) in wanted {
        if halt.is_cancelled() {
            return Err(ServerFailure::new(FailureClass::Other, "the experiment is to stop"));
        }
        let value = session.value(name).await?;
        if value == *level {
            continue;
        }
        let Some(kept) = kept.get(name) else {
            let message = format!("nobody has written down what `{name}` was; set it by hand");
            return Err(ServerFailure::new(FailureClass::Other, message));
        };
        let row = match session.columns(SETTING_TABLE).await?.is_empty() {
            true => None,
            false => read(session).await?.remove(name),
        };
        let written = session.written(name).await?;
        let is_as_known = match &row {
            Some(row) => row.is_of_experiment(written.as_ref()),
            None => written == kept.written,
        };
        if !is_as_known {
            let message = format!(
                "somebody has set `{name}` to `{value}` while the experiment ran, and it stays so; go on with the experiment when nobody else changes it"
            );
            return Err(ServerFailure::new(FailureClass::Other, message));
        }
        // A crash in between leaves one or the other.
        write_down(session, name, kept, &[&value, level]).await?;
        session.write(name, Some(level)).await?;
        // Some servers round.
        let taken = session.value(name).await?;
        if taken != *level && taken != value {
            write_down(session, name, kept, &[&value, level, &taken]).await?;
        }
        wait(session, name, level).await?;
        write_down(session, name, kept, &[level]).await?;
    }
    Ok(())
}

/// Writes down what a setting was, unless that was done before, and which values it is given.
async fn write_down<S: Catalogue>(
    session: &mut S,
    name: &str,
    kept: &KeptSetting,
    levels: &[&str],
) -> Result<(), ServerFailure> {
    let options = match S::DIALECT {
        Dialect::MySql => " ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin",
        _ => "",
    };
    let sql = format!(
        "CREATE TABLE IF NOT EXISTS {SETTING_TABLE} (name VARCHAR(64) NOT NULL PRIMARY KEY, server VARCHAR(300) NOT NULL, \
         value VARCHAR(200) NOT NULL, written VARCHAR(200), levels VARCHAR(200) NOT NULL, changed_at VARCHAR(40) NOT NULL){options}"
    );
    session.execute(&sql, STATEMENT_PATIENCE).await?;
    let quoted = |value: &str| literal::text(S::DIALECT, value);
    let levels = quoted(&levels.join(","));
    let sql = format!("SELECT 1 FROM {SETTING_TABLE} WHERE name = {}", quoted(name));
    let sql = if session.query(&sql, STATEMENT_PATIENCE).await?.is_empty() {
        format!(
            "INSERT INTO {SETTING_TABLE} (name, server, value, written, levels, changed_at) VALUES ({}, {}, {}, {}, {levels}, {})",
            quoted(name),
            quoted(&session.identity().await?),
            quoted(&kept.value),
            kept.written.as_deref().map_or_else(|| "NULL".to_owned(), quoted),
            quoted(&clock::now())
        )
    } else {
        format!("UPDATE {SETTING_TABLE} SET levels = {levels} WHERE name = {}", quoted(name))
    };
    session.execute(&sql, STATEMENT_PATIENCE).await.map(|_| ())
}

/// What is written down.
async fn read<S: Catalogue>(session: &mut S) -> Result<BTreeMap<String, Row>, ServerFailure> {
    let sql = format!("SELECT name, server, value, written, levels FROM {SETTING_TABLE}");
    let rows = session.query(&sql, STATEMENT_PATIENCE).await?;
    let row = |row: &Vec<Option<String>>| {
        let kept = KeptSetting { value: text(row, 2).to_owned(), written: row.get(3).cloned().flatten() };
        let levels = text(row, 4).split(',').map(str::to_owned).collect();
        (text(row, 0).to_owned(), Row { kept, server: text(row, 1).to_owned(), levels })
    };
    Ok(rows.iter().map(row).collect())
}

async fn restore<S: Catalogue>(session: &mut S) -> Result<BTreeMap<String, Restored>, ServerFailure> {
    let mut restored = BTreeMap::new();
    if session.columns(SETTING_TABLE).await?.is_empty() {
        return Ok(restored);
    }
    let identity = session.identity().await?;
    let mut failure = None;
    for (name, row) in read(session).await? {
        let done = match set_back(session, &name, &row, &identity).await {
            Ok(is_set_back) => {
                let sql =
                    format!("DELETE FROM {SETTING_TABLE} WHERE name = {}", literal::text(S::DIALECT, &name));
                session.execute(&sql, STATEMENT_PATIENCE).await.map(|_| is_set_back)
            }
            Err(error) => Err(error),
        };
        match done {
            Ok(is_set_back) => drop(restored.insert(name, Restored { kept: row.kept, is_set_back })),
            Err(error) if error.class == FailureClass::Lost => return Err(error),
            // The others are set back all the same.
            Err(error) => failure = Some(error),
        }
    }
    if let Some(failure) = failure {
        return Err(failure);
    }
    // An empty table harms nobody, and somebody may look at it just now.
    if let Err(error) = session.execute(&format!("DROP TABLE {SETTING_TABLE}"), STATEMENT_PATIENCE).await {
        tracing::warn!(error = chain(&error), "the table {SETTING_TABLE} cannot be dropped");
    }
    Ok(restored)
}

/// Sets a setting back, if it still has a value that it was given; whether that was so.
async fn set_back<S: ServerSettings>(
    session: &mut S,
    name: &str,
    row: &Row,
    identity: &str,
) -> Result<bool, ServerFailure> {
    if row.server != identity {
        tracing::info!(setting = name, "what was written down of a setting is of another server");
        return Ok(false);
    }
    // Anybody may have written the row who may write into the target.
    let is_of_server =
        setting(target_kind(S::DIALECT), name).is_some_and(|found| found.scope == SettingScope::Server);
    if !is_of_server || !is_plain(&row.kept.value) || !row.kept.written.as_deref().is_none_or(is_plain) {
        let message = format!(
            "{SETTING_TABLE} has a row `{name}` that Rowmill does not know how to set back; set it back by hand, and delete the row"
        );
        return Err(ServerFailure::new(FailureClass::Other, message));
    }
    let (written, value) = (session.written(name).await?, session.value(name).await?);
    let is_as_kept = written == row.kept.written;
    if is_as_kept && value == row.kept.value {
        // The server refused the change, or has forgotten it. An account that may not change it has nothing to do.
        return Ok(false);
    }
    // Somebody was interrupted before the server took it back.
    let is_to_be_taken = is_as_kept && row.levels.contains(&value);
    if !is_to_be_taken && !written.is_some_and(|written| row.levels.contains(&written)) {
        tracing::info!(
            setting = name,
            "a setting has another value than an experiment gave it, and keeps it"
        );
        return Ok(false);
    }
    session.write(name, row.kept.written.as_deref()).await?;
    for look in 0..LOOKS {
        let value = session.value(name).await?;
        let is_of_files = look >= LOOKS_AT_FILES && !row.levels.contains(&value);
        if value == row.kept.value || is_of_files {
            return Ok(true);
        }
        tokio::time::sleep(LOOK_PAUSE).await;
    }
    let message = format!("the server does not take `{name}` back; set it to `{}` by hand", row.kept.value);
    Err(ServerFailure::new(FailureClass::Other, message))
}

/// Waits until a server has taken a setting.
async fn wait<S: ServerSettings>(session: &mut S, name: &str, wanted: &str) -> Result<(), ServerFailure> {
    let mut value = session.value(name).await?;
    for _ in 0..LOOKS {
        if value == wanted {
            return Ok(());
        }
        tokio::time::sleep(LOOK_PAUSE).await;
        value = session.value(name).await?;
    }
    let message = format!(
        "the server has `{name}` at `{value}` after it was set to `{wanted}`; choose a value that it takes"
    );
    Err(ServerFailure::new(FailureClass::Other, message))
}
