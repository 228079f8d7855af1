//! What SQLite's result codes mean for a load. SQLite manual, "Result and Error Codes".

use rusqlite::{Error, ErrorCode};

use crate::{
    database_error::TargetFault,
    protocol::failure::{FailureClass, ServerFailure},
};

impl From<Error> for ServerFailure {
    fn from(error: Error) -> Self {
        let class = match error.sqlite_error_code() {
            Some(ErrorCode::ConstraintViolation | ErrorCode::TypeMismatch | ErrorCode::TooBig) => {
                FailureClass::Data
            }
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => FailureClass::Locked,
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => {
                FailureClass::Fault(TargetFault::ReadOnly)
            }
            Some(ErrorCode::DiskFull) => FailureClass::Fault(TargetFault::Full),
            Some(ErrorCode::CannotOpen) => FailureClass::Fault(TargetFault::Missing),
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
                FailureClass::Fault(TargetFault::Unusable)
            }
            _ => FailureClass::Other,
        };
        let message = match &error {
            Error::SqliteFailure(_, Some(message)) => message.clone(),
            error => error.to_string(),
        };
        let class = if message.starts_with("no such table") { FailureClass::Missing } else { class };
        let column = column(&message);
        Self { column, ..Self::new(class, message) }
    }
}

/// The column of `UNIQUE constraint failed: table.column` and its like.
fn column(message: &str) -> Option<String> {
    let (_, place) = message.split_once("constraint failed: ")?;
    let (_, column) = place.split(',').next()?.rsplit_once('.')?;
    Some(column.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_read_out_of_messages() {
        assert_eq!(column("UNIQUE constraint failed: t.a, t.b").as_deref(), Some("a"));
        assert_eq!(column("NOT NULL constraint failed: my table.n o").as_deref(), Some("n o"));
        assert_eq!(column("CHECK constraint failed: a > 3"), None);
    }
}
