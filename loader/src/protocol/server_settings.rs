//! Settings of a whole server that an experiment changes, and the place of the one who measures on it.
//!
//! One experiment at a time has the place of a server: a lock that lasts as long as its session. What a setting was is written down in the
//! target, in `rowmill_setting`, before it is changed for the first time, and so are the values that it is given. Whoever takes the place
//! next sets back what is written there, unless a person has chosen another value since.
//!
//! PostgreSQL's tables are of a database: an experiment on another database of the server does not see what one on this has left, and
//! waits for it only while it runs.

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
    /// Takes the place if it is free.
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

    /// Sets back what is written down in the target. Gives what it has set back. The place is needed.
    fn restore<'a>(
        &'a mut self,
        halt: &'a CancellationToken,
    ) -> BoxFuture<'a, Result<BTreeMap<String, KeptSetting>, LoadError>>;

    /// Whether something is written down in the target, without the place.
    fn has_left_behind(&mut self) -> BoxFuture<'_, Result<bool, LoadError>>;
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

    /// A session that has the place, if it is free.
    async fn seated(&mut self) -> Result<Option<S>, ServerFailure> {
        let mut session = S::connect(self.database.address(), Purpose::Look).await?;
        Ok(session.take_place().await?.then_some(session))
    }

    /// Does something that may be done again, for as long as a server that restarts is waited for, and with the place, for which it waits.
    async fn patiently<T: Send>(
        &mut self,
        halt: &CancellationToken,
        work: impl for<'s> Fn(&'s mut S) -> BoxFuture<'s, Result<T, ServerFailure>> + Send + Sync,
    ) -> Result<T, LoadError> {
        let mut retry = Retry::new();
        loop {
            let done = match self.session.take() {
                Some(mut session) => {
                    let done = work(&mut session).await;
                    if !matches!(&done, Err(failure) if failure.class == FailureClass::Lost) {
                        self.session = Some(session);
                    }
                    done
                }
                None => match self.seated().await {
                    Ok(Some(session)) => {
                        self.session = Some(session);
                        continue;
                    }
                    Ok(None) => {
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
                self.session = tokio::select! {
                    seated = self.seated() => seated.map_err(|failure| self.failed(failure))?,
                    () = halt.cancelled() => return Err(LoadError::Stopped),
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
                let (wanted, kept) = (wanted.clone(), kept.clone());
                Box::pin(async move { change(session, &wanted, &kept).await })
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
    ) -> BoxFuture<'a, Result<BTreeMap<String, KeptSetting>, LoadError>> {
        Box::pin(async move {
            self.patiently(halt, |session| Box::pin(async move { restore(session).await })).await
        })
    }

    fn has_left_behind(&mut self) -> BoxFuture<'_, Result<bool, LoadError>> {
        Box::pin(async move { self.database.has_table(SETTING_TABLE).await })
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

async fn change<S: Catalogue>(
    session: &mut S,
    wanted: &BTreeMap<String, String>,
    kept: &BTreeMap<String, KeptSetting>,
) -> Result<(), ServerFailure> {
    for (name, level) in wanted {
        let value = session.value(name).await?;
        if value == *level {
            continue;
        }
        let Some(kept) = kept.get(name) else {
            let message = format!("nobody has written down what `{name}` was; set it by hand");
            return Err(ServerFailure::new(FailureClass::Other, message));
        };
        // A crash in between leaves one or the other.
        write_down(session, name, kept, &[&value, level]).await?;
        session.write(name, Some(level)).await?;
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

async fn restore<S: Catalogue>(session: &mut S) -> Result<BTreeMap<String, KeptSetting>, ServerFailure> {
    let mut restored = BTreeMap::new();
    if session.columns(SETTING_TABLE).await?.is_empty() {
        return Ok(restored);
    }
    let identity = session.identity().await?;
    let mut failure = None;
    for (name, row) in read(session).await? {
        match set_back(session, &name, &row, &identity).await {
            Ok(is_changed) => {
                let sql =
                    format!("DELETE FROM {SETTING_TABLE} WHERE name = {}", literal::text(S::DIALECT, &name));
                match session.execute(&sql, STATEMENT_PATIENCE).await {
                    Err(error) if error.class == FailureClass::Lost => return Err(error),
                    Err(error) => failure = Some(error),
                    Ok(_) if is_changed => drop(restored.insert(name, row.kept)),
                    Ok(_) => {}
                }
            }
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
    let is_plain = |value: &str| {
        (1..=LONGEST_VALUE).contains(&value.len())
            && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte))
    };
    let is_of_server =
        setting(target_kind(S::DIALECT), name).is_some_and(|found| found.scope == SettingScope::Server);
    if !is_of_server || !is_plain(&row.kept.value) || !row.kept.written.as_deref().is_none_or(is_plain) {
        let message = format!(
            "{SETTING_TABLE} has a row `{name}` that Rowmill does not know how to set back; set it back by hand, and delete the row"
        );
        return Err(ServerFailure::new(FailureClass::Other, message));
    }
    if !session.written(name).await?.is_some_and(|written| row.levels.contains(&written)) {
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
