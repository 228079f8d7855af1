//! Failures of a database server, by what follows from them.

use std::{error::Error, fmt};

use crate::database_error::{DatabaseError, TargetFault};

/// What a database server said instead of doing what it was asked, sorted by what can be done about it.
#[derive(Debug)]
pub(crate) struct ServerFailure {
    pub(crate) class: FailureClass,
    /// What the server said, for people.
    pub(crate) message: String,
    /// The row that the server named, counted from 0 within what was sent.
    pub(crate) row: Option<u64>,
    /// The column that the server named.
    pub(crate) column: Option<String>,
    /// What can be done about it, where that is known.
    pub(crate) remedy: Option<&'static str>,
    /// The driver's error, whose words `message` does not repeat.
    pub(crate) source: Option<Box<dyn Error + Send + Sync>>,
}

/// What can be done about a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FailureClass {
    /// The connection is gone, and with it the knowledge of what was committed: connect again, and ask the checkpoint.
    Lost,
    /// Another transaction was in the way, and ours was rolled back: the same again.
    Transient,
    /// A lock was not given in time: somebody holds it.
    Locked,
    /// A row is at fault: the same again fails again.
    Data,
    /// The statement was ended because it took too long, and nothing else was.
    Interrupted,
    /// The server does not take rows the fast way.
    BulkForbidden,
    /// The account may not do this.
    Forbidden,
    /// What was named is not there.
    Missing,
    /// The server cannot do this.
    Unsupported,
    /// Something that a person has to mend.
    Fault(TargetFault),
    /// Anything else.
    Other,
}

impl ServerFailure {
    pub(crate) fn new(class: FailureClass, message: impl Into<String>) -> Self {
        Self { class, message: message.into(), row: None, column: None, remedy: None, source: None }
    }

    /// The same failure with the driver's words behind it, which `message` does not repeat. Drivers say the words of their own
    /// sources themselves.
    pub(crate) fn caused_by(mut self, source: impl fmt::Display) -> Self {
        self.source = Some(source.to_string().into());
        self
    }

    /// What a person should know and do when rows go by INSERT instead of the fast way. The server's words name the account and
    /// where it connects from, and are kept out.
    pub(crate) fn bulk_note(&self) -> String {
        let remedy = match &self.remedy {
            Some(remedy) => format!(". To speed it up, {remedy}"),
            None => String::new(),
        };
        format!("The server takes no bulk load: rows go by INSERT statements, about half as fast{remedy}")
    }

    /// The same failure with what can be done about it.
    pub(crate) fn with_remedy(mut self, remedy: &'static str) -> Self {
        self.remedy = Some(remedy);
        self
    }

    /// Why a load does not go through what shares connections among clients.
    pub(crate) fn shared_connections() -> Self {
        Self::new(
            FailureClass::Fault(TargetFault::Shared),
            "successive transactions of one connection were carried out by different sessions, or by sessions of others",
        )
    }

    /// The failure of something that took longer than it may.
    pub(crate) fn overdue(seconds: u64) -> Self {
        Self::new(FailureClass::Lost, format!("the server did not answer within {seconds} seconds"))
    }
}

impl fmt::Display for ServerFailure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl Error for ServerFailure {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.source {
            Some(source) => Some(&**source),
            None => None,
        }
    }
}

impl From<ServerFailure> for DatabaseError {
    fn from(failure: ServerFailure) -> Self {
        let fault = match failure.class {
            FailureClass::Fault(fault) => Some(fault),
            FailureClass::Lost => Some(TargetFault::Unreachable),
            FailureClass::Locked => Some(TargetFault::Locked),
            FailureClass::Forbidden => Some(TargetFault::Forbidden),
            _ => None,
        };
        Self::new(fault, failure)
    }
}
