//! What a person can mend when a connection cannot be encrypted.

use std::{error::Error, io};

use rustls::{AlertDescription, InvalidMessage, client::VerifierBuilderError};

use crate::database_error::TargetFault;

/// What a driver's error means, if it comes from TLS.
pub(crate) fn fault(error: &(dyn Error + 'static)) -> Option<TargetFault> {
    let mut next = Some(error);
    while let Some(error) = next {
        // An I/O error does not give what it wraps as its source, but the source of that.
        let wrapped = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        if let Some(error) = wrapped {
            let error: &(dyn Error + 'static) = error;
            return fault(error);
        }
        if error.is::<VerifierBuilderError>() {
            return Some(TargetFault::Untrusted);
        }
        if let Some(error) = error.downcast_ref::<rustls::Error>() {
            return of_rustls(error);
        }
        next = error.source();
    }
    None
}

fn of_rustls(error: &rustls::Error) -> Option<TargetFault> {
    match error {
        rustls::Error::PeerIncompatible(_)
        | rustls::Error::InvalidMessage(InvalidMessage::UnknownProtocolVersion)
        | rustls::Error::AlertReceived(
            AlertDescription::ProtocolVersion
            | AlertDescription::HandshakeFailure
            | AlertDescription::InsufficientSecurity,
        ) => Some(TargetFault::NoCommonEncryption),
        rustls::Error::InvalidCertificate(_) | rustls::Error::NoCertificatesPresented => {
            Some(TargetFault::Untrusted)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_of_tls_are_found_however_deep_they_are() {
        let alert = || rustls::Error::AlertReceived(AlertDescription::ProtocolVersion);
        let error = sqlx::Error::Io(io::Error::new(io::ErrorKind::InvalidData, alert()));
        assert_eq!(fault(&error), Some(TargetFault::NoCommonEncryption));
        assert_eq!(fault(&sqlx::Error::Tls(Box::new(alert()))), Some(TargetFault::NoCommonEncryption));
        let unknown = rustls::Error::InvalidCertificate(rustls::CertificateError::UnknownIssuer);
        let error = mysql_async::Error::from(io::Error::other(unknown));
        assert_eq!(fault(&error), Some(TargetFault::Untrusted));
        assert_eq!(fault(&sqlx::Error::Io(io::ErrorKind::ConnectionRefused.into())), None);
    }
}
