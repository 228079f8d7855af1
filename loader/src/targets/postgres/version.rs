//! What versions of PostgreSQL have, and what they lack. PostgreSQL manual, appendix E, "Release Notes".

use crate::{
    database_error::TargetFault,
    protocol::{
        failure::{FailureClass, ServerFailure},
        session::ServerVersion,
    },
};

/// The oldest version with what every load needs: `pg_attribute.attgenerated`, `pg_partition_tree`, and foreign keys that refer
/// to partitioned tables.
const LEAST: u32 = 12;

/// Major and minor version out of the server's own number: 150018 is 15.18.
pub(super) fn number(server_version_num: u32) -> (u32, u32) {
    (server_version_num / 10_000, server_version_num % 10_000)
}

/// Refuses a server that lacks what every load needs.
///
/// # Errors
/// A version older than PostgreSQL 12, with the remedy.
pub(super) fn check(server_version_num: u32) -> Result<(), ServerFailure> {
    let (major, minor) = number(server_version_num);
    if major >= LEAST {
        return Ok(());
    }
    Err(ServerFailure::new(
        FailureClass::Fault(TargetFault::TooOld),
        format!("PostgreSQL {major}.{minor} is too old: loads need PostgreSQL {LEAST} or newer"),
    ))
}

/// Whether a long query can be told to end when nobody waits for it any more, by `client_connection_check_interval`.
pub(super) fn notices_lost_clients(server: &ServerVersion) -> bool {
    server.number >= (14, 0)
}

/// Whether partitioned tables may have identity columns.
pub(crate) fn has_identity_in_partitioned_tables(server: &ServerVersion) -> bool {
    server.number >= (17, 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{database_error::DatabaseError, protocol::session::Flavour};

    #[test]
    fn versions_that_are_too_old_are_refused() {
        let refusal = |number| check(number).err().map(|failure| failure.message);
        assert_eq!((refusal(120_000), refusal(150_018), refusal(180_004)), (None, None, None));
        assert_eq!(
            refusal(110_022).as_deref(),
            Some("PostgreSQL 11.22 is too old: loads need PostgreSQL 12 or newer")
        );
        let told = DatabaseError::from(check(110_022).unwrap_err()).to_string();
        assert!(told.contains(&format!("PostgreSQL {LEAST}, ")), "{told}");
        // Before version 10 there were three numbers: 90624 is 9.6.24.
        assert!(refusal(90_624).unwrap().starts_with("PostgreSQL 9."));
    }

    #[test]
    fn each_version_has_what_came_with_it() {
        let server = |major| ServerVersion {
            flavour: Flavour::Postgres,
            text: String::new(),
            number: (major, 3),
            folds_names: false,
        };
        for (major, expected) in [
            (12, (false, false)),
            (14, (true, false)),
            (16, (true, false)),
            (17, (true, true)),
            (18, (true, true)),
        ] {
            let server = server(major);
            let found = (notices_lost_clients(&server), has_identity_in_partitioned_tables(&server));
            assert_eq!(found, expected, "{major}");
        }
    }
}
