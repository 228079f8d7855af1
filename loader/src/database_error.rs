//! What a database says is wrong, by what can be done about it.

use std::{error::Error, fmt};

/// What a database said, and which fault of the target it means, if it is one that a person can mend.
#[derive(Debug)]
pub struct DatabaseError {
    fault: Option<TargetFault>,
    source: Box<dyn Error + Send + Sync>,
}

/// What may be wrong with a target that has nothing to do with rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TargetFault {
    /// Another program holds it.
    Locked,
    /// It must not be written.
    ReadOnly,
    /// There is no room left.
    Full,
    /// It is not where it was, or never was.
    Missing,
    /// It is no database of the kind, or a damaged one.
    Unusable,
    /// The server does not answer, or does not let us in.
    Unreachable,
    /// The account is not let in, or lacks a privilege.
    Forbidden,
    /// Server and client have no version of TLS, or no cipher, in common.
    NoCommonEncryption,
    /// The server's certificate is not that of a server that is trusted.
    Untrusted,
    /// Something between us and the server shares its connections among clients.
    Shared,
    /// The server is of a version that lacks what every load needs.
    TooOld,
}

impl TargetFault {
    /// The stable name of the fault.
    pub fn code(self) -> &'static str {
        match self {
            Self::Locked => "target_locked",
            Self::ReadOnly => "target_read_only",
            Self::Full => "target_full",
            Self::Missing => "target_missing",
            Self::Unusable => "target_unusable",
            Self::Unreachable => "target_unreachable",
            Self::Forbidden => "target_forbidden",
            Self::NoCommonEncryption => "target_no_common_encryption",
            Self::Untrusted => "target_untrusted",
            Self::Shared => "target_shared",
            Self::TooOld => "target_too_old",
        }
    }

    fn remedy(self) -> &'static str {
        match self {
            Self::Locked => "another program holds it; end that program's transaction, then restart the job",
            Self::ReadOnly => {
                "it may not be written; allow the server to write it and its folder, then restart the job"
            }
            Self::Full => "there is no room left; free some, then restart the job",
            Self::Missing => {
                "it is not there any more, or its folder is not; put it back to go on, or restart the job to begin anew"
            }
            Self::Unusable => "it is no database that can be written; name another one",
            Self::Unreachable => {
                "it cannot be reached; see that the server runs, and that address, user and password are right"
            }
            Self::Forbidden => {
                "the account is not let in, or may not do this; see that user and password are right, and grant it the privilege"
            }
            Self::NoCommonEncryption => {
                "its server offers no encryption of today (TLS 1.2 or 1.3); update the server, or write sslmode=disable into the \
                 target's url where nobody listens on the way"
            }
            Self::Untrusted => {
                "its server's certificate is not trusted: it is another server's, has run out, or comes from an unknown authority; \
                 name the authority's file by sslrootcert in the target's url, or write sslmode=require to trust any"
            }
            Self::Shared => {
                "a connection pool or a read/write splitter stands before the server, through which nobody can say what was \
                 committed; give the address of the server itself (of pgbouncer, one with pool_mode = session)"
            }
            Self::TooOld => {
                "its server is older than any that loads go into, which are PostgreSQL 12, MariaDB 10.3 and MySQL 5.7 and newer ones; \
                 update the server"
            }
        }
    }
}

impl DatabaseError {
    /// An error that means `fault`, or is about rows or statements.
    pub fn new(fault: Option<TargetFault>, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self { fault, source: source.into() }
    }

    /// The fault of the target, if it is one.
    pub fn fault(&self) -> Option<TargetFault> {
        self.fault
    }
}

impl fmt::Display for DatabaseError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.fault {
            Some(fault) => formatter.write_str(fault.remedy()),
            None => self.source.fmt(formatter),
        }
    }
}

impl Error for DatabaseError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self.fault {
            Some(_) => Some(&*self.source),
            // Its words are said above.
            None => self.source.source(),
        }
    }
}
