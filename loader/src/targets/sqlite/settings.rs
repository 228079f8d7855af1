//! A file has no settings that are not its connections' own.

use super::SqliteSession;
use crate::protocol::{
    failure::{FailureClass, ServerFailure},
    server_settings::ServerSettings,
};

impl ServerSettings for SqliteSession {
    async fn take_place(&mut self) -> Result<bool, ServerFailure> {
        Ok(true)
    }

    async fn may_change(&mut self, name: &str) -> Result<(), ServerFailure> {
        Err(none(name))
    }

    async fn value(&mut self, name: &str) -> Result<String, ServerFailure> {
        Err(none(name))
    }

    async fn left_elsewhere(&mut self) -> Result<Vec<String>, ServerFailure> {
        Ok(Vec::new())
    }

    async fn identity(&mut self) -> Result<String, ServerFailure> {
        Ok(String::new())
    }

    async fn written(&mut self, name: &str) -> Result<Option<String>, ServerFailure> {
        Err(none(name))
    }

    async fn write(&mut self, name: &str, _: Option<&str>) -> Result<(), ServerFailure> {
        Err(none(name))
    }
}

fn none(name: &str) -> ServerFailure {
    ServerFailure::new(
        FailureClass::Unsupported,
        format!("SQLite has no server, and no setting `{name}` of one; leave it out"),
    )
}
