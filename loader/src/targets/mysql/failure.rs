//! What MySQL's and MariaDB's error codes mean for a load. The codes are those of the MySQL manual, "Server Error Message
//! Reference", and of MariaDB's "Error Codes".

use mysql_async::{DriverError, Error, ServerError};

use crate::{
    database_error::TargetFault,
    protocol::{
        encryption,
        failure::{FailureClass, ServerFailure},
    },
};

impl From<Error> for ServerFailure {
    fn from(error: Error) -> Self {
        match error {
            Error::Server(error) => {
                let mut failure = of_data(&format!("{} (error {})", error.message, error.code));
                failure.class = class(&error);
                if failure.class == FailureClass::BulkForbidden {
                    failure = failure.with_remedy("SET GLOBAL local_infile = 1 on the server");
                }
                failure
            }
            error if let Some(fault) = encryption::fault(&error) => {
                Self::new(FailureClass::Fault(fault), "the connection cannot be encrypted").caused_by(error)
            }
            // Anything that the driver says itself leaves the connection in a state that nobody knows.
            error => Self::new(FailureClass::Lost, "the connection to the server is lost").caused_by(error),
        }
    }
}

/// Whether a server does not offer TLS.
pub(super) fn has_no_tls(error: &Error) -> bool {
    matches!(error, Error::Driver(DriverError::NoClientSslFlagFromServer))
}

/// A failure of a row; what the message says of row and column is read out of it.
pub(super) fn of_data(message: &str) -> ServerFailure {
    ServerFailure {
        row: row(message),
        column: column(message),
        ..ServerFailure::new(FailureClass::Data, message)
    }
}

fn class(error: &ServerError) -> FailureClass {
    if error.message.contains("No space left") || error.message.contains("error: 28 ") {
        return FailureClass::Fault(TargetFault::Full);
    }
    match error.code {
        // Shutdown, killed connections and statements, network errors, too many connections, inactivity.
        1040
        | 1053
        | 1077
        | 1079
        | 1080
        | 1158..=1161
        | 1184
        | 1203
        | 1226
        | 1317
        | 1927
        | 2006
        | 2013
        | 3169
        | 4031 => FailureClass::Lost,
        // MySQL's max_execution_time, MariaDB's max_statement_time.
        3024 | 1969 => FailureClass::Interrupted,
        // Deadlock; MariaDB's change since the last read; XA; a group of servers that disagreed.
        1213 | 1020 | 1614 | 3101 => FailureClass::Transient,
        1205 | 3572 => FailureClass::Locked,
        1148 | 3948 | 4166 => FailureClass::BulkForbidden,
        // A host that may not connect, an account that is locked or has to change its password, a lack of privileges.
        1044 | 1045 | 1129 | 1130 | 1142 | 1143 | 1227 | 1370 | 1410 | 1698 | 1820 | 1862 | 3118 | 4151 => {
            FailureClass::Forbidden
        }
        1049 => FailureClass::Fault(TargetFault::Missing),
        1094 | 1146 => FailureClass::Missing,
        1290 | 1792 | 1836 => FailureClass::Fault(TargetFault::ReadOnly),
        3 | 1021 | 1114 => FailureClass::Fault(TargetFault::Full),
        // CHECK, SIGNAL, partitions, invalid characters and JSON have no SQLSTATE of data.
        1261..=1263 | 1265 | 1300 | 1364..=1367 | 1526 | 1644 | 1690 | 1748 | 3140 | 3819 | 4025 => {
            FailureClass::Data
        }
        _ if error.state.starts_with("22") || error.state.starts_with("23") => FailureClass::Data,
        _ => FailureClass::Other,
    }
}

/// `… at row 3`, counted from 1 within the statement.
fn row(message: &str) -> Option<u64> {
    let (_, rest) = message.rsplit_once("at row ")?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse::<u64>().ok()?.checked_sub(1)
}

/// `Data too long for column 'n' at row 1`, ``… for column `db`.`t`.`n` at row 1``, `Column 'n' cannot be null`.
fn column(message: &str) -> Option<String> {
    let rest = message.split_once("column ").or_else(|| message.split_once("Column "))?.1;
    let quote = rest.chars().next().filter(|quote| matches!(quote, '\'' | '`'))?;
    // The last of `db`.`table`.`column`.
    let place = rest.split_once(" at row").map_or(rest, |(place, _)| place);
    let place = place.split_once(" cannot").map_or(place, |(place, _)| place);
    let name = place.rsplit(&format!("{quote}.{quote}")).next()?.trim_matches(quote);
    Some(name.to_owned())
}

/// What a LOAD DATA statement says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LoadInfo {
    records: u64,
    /// Rows that were there before and went, because a new one has their key.
    pub(super) replaced: u64,
    skipped: u64,
    warnings: u64,
}

impl LoadInfo {
    /// What it says when all rows went in as they were sent.
    pub(super) fn clean(rows: u64) -> Self {
        Self { records: rows, replaced: 0, skipped: 0, warnings: 0 }
    }

    /// Reads `Records: 2  Deleted: 0  Skipped: 0  Warnings: 0`.
    pub(super) fn read(info: &str) -> Option<Self> {
        let number = |name: &str| {
            let rest = info.split_once(name)?.1.trim_start_matches([':', ' ']);
            rest.split(|character: char| !character.is_ascii_digit()).next()?.parse().ok()
        };
        Some(Self {
            records: number("Records")?,
            replaced: number("Deleted")?,
            skipped: number("Skipped")?,
            warnings: number("Warnings")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server_error(code: u16, state: &str, message: &str) -> ServerFailure {
        Error::Server(ServerError { code, message: message.to_owned(), state: state.to_owned() }).into()
    }

    #[test]
    fn every_code_has_its_class() {
        for (code, state, class) in [
            (1213, "40001", FailureClass::Transient),
            (1205, "HY000", FailureClass::Locked),
            (1053, "08S01", FailureClass::Lost),
            (1366, "HY000", FailureClass::Data),
            (1062, "23000", FailureClass::Data),
            (1406, "22001", FailureClass::Data),
            (4025, "23000", FailureClass::Data),
            (3948, "42000", FailureClass::BulkForbidden),
            (4166, "HY000", FailureClass::BulkForbidden),
            (1142, "42000", FailureClass::Forbidden),
            (1146, "42S02", FailureClass::Missing),
            (1114, "HY000", FailureClass::Fault(TargetFault::Full)),
            (1290, "HY000", FailureClass::Fault(TargetFault::ReadOnly)),
            (1064, "42000", FailureClass::Other),
        ] {
            assert_eq!(server_error(code, state, "x").class, class, "{code}");
        }
        let full = server_error(
            1030,
            "HY000",
            "Got error 28 \"No space left on device\" from storage engine InnoDB",
        );
        assert_eq!(full.class, FailureClass::Fault(TargetFault::Full));
        let lost: ServerFailure = Error::Driver(DriverError::ConnectionClosed).into();
        assert_eq!(lost.class, FailureClass::Lost);
    }

    #[test]
    fn rows_and_columns_are_read_out_of_messages() {
        let place = |message: &str| {
            let failure = server_error(1366, "HY000", message);
            (failure.row, failure.column)
        };
        let column = |name: &str| Some(name.to_owned());
        assert_eq!(place("Data too long for column 'n' at row 3"), (Some(2), column("n")));
        assert_eq!(
            place("Incorrect integer value: 'abc' for column `db`.`my table`.`n o` at row 1"),
            (Some(0), column("n o"))
        );
        assert_eq!(place("Column 'n' cannot be null"), (None, column("n")));
        assert_eq!(place("Duplicate entry '5' for key 't.PRIMARY'"), (None, None));
    }

    #[test]
    fn only_a_clean_load_is_clean() {
        let info = LoadInfo::read("Records: 12  Deleted: 0  Skipped: 0  Warnings: 0");
        assert_eq!(info, Some(LoadInfo::clean(12)));
        for other in [
            "Records: 11  Deleted: 0  Skipped: 0  Warnings: 0",
            "Records: 12  Deleted: 1  Skipped: 0  Warnings: 0",
            "Records: 12  Deleted: 0  Skipped: 1  Warnings: 0",
            "Records: 12  Deleted: 0  Skipped: 0  Warnings: 70000",
            "",
        ] {
            assert_ne!(LoadInfo::read(other), Some(LoadInfo::clean(12)), "{other}");
        }
    }
}
