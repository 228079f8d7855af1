//! What versions of MySQL and MariaDB have, and what they lack.

use crate::{
    database_error::TargetFault,
    protocol::{
        failure::{FailureClass, ServerFailure},
        session::{Flavour, ServerVersion},
    },
};

/// Refuses a server that lacks what every load needs: JSON, RANGE COLUMNS and strict LOAD DATA of one meaning.
///
/// # Errors
/// A version older than MySQL 5.7 or MariaDB 10.3, with the remedy.
pub(super) fn check(server: &ServerVersion) -> Result<(), ServerFailure> {
    let least = if server.flavour == Flavour::MariaDb { (10, 3) } else { (5, 7) };
    if server.number >= least {
        return Ok(());
    }
    let name = if server.flavour == Flavour::MariaDb { "MariaDB" } else { "MySQL" };
    let (major, minor) = least;
    Err(ServerFailure::new(
        FailureClass::Fault(TargetFault::TooOld),
        format!("{} is too old: loads need {name} {major}.{minor} or newer", server.text),
    ))
}

/// The statement by which queries of this session may take as long as they need: a limit for queries of people is none for
/// counting a billion rows.
pub(super) fn without_query_limit(server: &ServerVersion) -> &'static str {
    match server.flavour {
        Flavour::MariaDb => "SET SESSION max_statement_time = 0",
        _ => "SET SESSION max_execution_time = 0",
    }
}

/// Whether a table's size is kept for a day, and shown as it was, unless a session asks otherwise: since MySQL 8.0.3. MariaDB,
/// and Aurora and `TiDB` of older versions, have no such setting.
pub(super) fn keeps_statistics(server: &ServerVersion) -> bool {
    server.flavour == Flavour::MySql && server.number >= (8, 0)
}

/// Whether there is the type UUID: since MariaDB 10.7.
pub(crate) fn has_uuid_type(server: &ServerVersion) -> bool {
    server.flavour == Flavour::MariaDb && server.number >= (10, 7)
}

/// Most digits behind the point of a DECIMAL.
pub(crate) fn most_decimal_digits(server: &ServerVersion) -> u8 {
    if server.flavour == Flavour::MariaDb { 38 } else { 30 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::database_error::DatabaseError;

    fn server(flavour: Flavour, major: u32, minor: u32) -> ServerVersion {
        let name = if flavour == Flavour::MariaDb { "MariaDB" } else { "MySQL" };
        ServerVersion {
            flavour,
            text: format!("{name} {major}.{minor}.9"),
            number: (major, minor),
            folds_names: false,
        }
    }

    #[test]
    fn versions_that_are_too_old_are_refused() {
        for (flavour, major, minor, message) in [
            (Flavour::MySql, 5, 6, Some("MySQL 5.6.9 is too old: loads need MySQL 5.7 or newer")),
            (Flavour::MySql, 5, 7, None),
            (Flavour::MySql, 9, 7, None),
            (Flavour::MariaDb, 10, 2, Some("MariaDB 10.2.9 is too old: loads need MariaDB 10.3 or newer")),
            (Flavour::MariaDb, 10, 3, None),
            (Flavour::MariaDb, 11, 0, None),
        ] {
            let refusal = check(&server(flavour, major, minor)).err().map(|failure| failure.message);
            assert_eq!(refusal.as_deref(), message, "{major}.{minor}");
        }
        for old in [server(Flavour::MySql, 5, 6), server(Flavour::MariaDb, 10, 2)] {
            let said = check(&old).unwrap_err().message;
            let (_, least) = said.split_once("loads need ").unwrap();
            let told = DatabaseError::from(check(&old).unwrap_err()).to_string();
            assert!(told.contains(least.trim_end_matches(" or newer")), "{said}: {told}");
        }
    }

    #[test]
    fn each_version_has_what_came_with_it() {
        use Flavour::{MariaDb, MySql};
        for (flavour, major, minor, expected) in [
            (MySql, 5, 7, (false, false)),
            (MySql, 8, 0, (true, false)),
            (MySql, 9, 7, (true, false)),
            (MariaDb, 10, 5, (false, false)),
            (MariaDb, 10, 6, (false, false)),
            (MariaDb, 10, 7, (false, true)),
            (MariaDb, 11, 8, (false, true)),
        ] {
            let server = server(flavour, major, minor);
            assert_eq!((keeps_statistics(&server), has_uuid_type(&server)), expected, "{}", server.text);
        }
    }
}
