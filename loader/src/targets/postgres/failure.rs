//! What PostgreSQL's error codes mean for a load: PostgreSQL manual, appendix A, "PostgreSQL Error Codes".

use sqlx::{Error, postgres::PgDatabaseError};

use crate::{
    database_error::TargetFault,
    protocol::{
        encryption,
        failure::{FailureClass, ServerFailure},
    },
};

impl From<Error> for ServerFailure {
    fn from(error: Error) -> Self {
        let error = match error {
            Error::Database(error) => error,
            error if let Some(fault) = encryption::fault(&error) => {
                return Self::new(FailureClass::Fault(fault), "the connection cannot be encrypted")
                    .caused_by(error);
            }
            // Anything that the driver says itself leaves the connection in a state that nobody knows.
            error => {
                return Self::new(FailureClass::Lost, "the connection to the server is lost")
                    .caused_by(error);
            }
        };
        let Some(said) = error.try_downcast_ref::<PgDatabaseError>() else {
            return Self::new(FailureClass::Other, error.message().to_owned());
        };
        // The driver's own words end with a line of PostgreSQL's source, which is easily taken for one of the data.
        let detail = said.detail().map(|detail| format!(": {detail}")).unwrap_or_default();
        let message = format!("{}{detail} (error {})", said.message(), said.code());
        let place = said.r#where().unwrap_or_default();
        Self {
            row: copied_row(place),
            column: said.column().map(str::to_owned).or_else(|| copied_column(place)),
            ..Self::new(class(said.code()), message)
        }
    }
}

fn class(code: &str) -> FailureClass {
    match code {
        // Shutdown, start-up, too many connections, a transaction that idled for too long.
        "57P01" | "57P02" | "57P03" | "57P05" | "53300" | "25P03" | "25P04" => FailureClass::Lost,
        "40001" | "40P01" => FailureClass::Transient,
        "57014" => FailureClass::Interrupted,
        "55P03" => FailureClass::Locked,
        "53100" => FailureClass::Fault(TargetFault::Full),
        "25006" => FailureClass::Fault(TargetFault::ReadOnly),
        "3D000" => FailureClass::Fault(TargetFault::Missing),
        "42P01" | "3F000" => FailureClass::Missing,
        "42501" => FailureClass::Forbidden,
        "0A000" => FailureClass::Unsupported,
        // What a trigger raises.
        "P0001" => FailureClass::Data,
        code => match &code[..code.len().min(2)] {
            "08" => FailureClass::Lost,
            "22" | "23" => FailureClass::Data,
            "28" => FailureClass::Forbidden,
            _ => FailureClass::Other,
        },
    }
}

/// `COPY room, line 2, column n: "abc"`, counted from 1 within the statement. Triggers and checks say more behind it.
fn copied_row(place: &str) -> Option<u64> {
    let line = place.lines().find(|line| line.starts_with("COPY "))?;
    let (_, rest) = line.rsplit_once(", line ")?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse::<u64>().ok()?.checked_sub(1)
}

fn copied_column(place: &str) -> Option<String> {
    let line = place.lines().find(|line| line.starts_with("COPY "))?;
    let (_, rest) = line.split_once(", column ")?;
    Some(rest.split_once(": ").map_or(rest, |(name, _)| name).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_its_class() {
        for (code, expected) in [
            ("08006", FailureClass::Lost),
            ("57P03", FailureClass::Lost),
            ("40P01", FailureClass::Transient),
            ("55P03", FailureClass::Locked),
            ("22P02", FailureClass::Data),
            ("23505", FailureClass::Data),
            ("P0001", FailureClass::Data),
            ("53100", FailureClass::Fault(TargetFault::Full)),
            ("28P01", FailureClass::Forbidden),
            ("42601", FailureClass::Other),
            ("", FailureClass::Other),
        ] {
            assert_eq!(class(code), expected, "{code}");
        }
        let lost: ServerFailure = Error::WorkerCrashed.into();
        assert_eq!(lost.class, FailureClass::Lost);
    }

    #[test]
    fn rows_and_columns_are_read_out_of_contexts() {
        let place = "COPY my table, line 12, column n o: \"abc\"";
        assert_eq!((copied_row(place), copied_column(place)), (Some(11), Some("n o".to_owned())));
        assert_eq!(copied_row("COPY t, line 3"), Some(2));
        assert_eq!(
            copied_row("SQL statement \"SELECT 1\"\nPL/pgSQL function f() line 7 at SQL\nCOPY t, line 4"),
            Some(3)
        );
        assert_eq!((copied_row(""), copied_column("COPY t, line 3")), (None, None));
    }
}
