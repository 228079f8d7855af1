//! Where targets are, from their URLs. Passwords are kept out of every text that is made of an address.

use std::{borrow::Cow, fmt, path::PathBuf};

use contract::TargetKind;
use percent_encoding::percent_decode_str;
use url::Url;

/// A target as the server's configuration names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetConfig {
    /// Its name.
    pub name: String,
    /// Where it is.
    pub address: TargetAddress,
}

/// Where a target is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TargetAddress {
    /// A SQLite file, created when it is missing.
    Sqlite(PathBuf),
    /// A database of a server.
    Server(ServerAddress),
}

/// A database of a MySQL, MariaDB or PostgreSQL server, and how to log in.
#[derive(Clone, PartialEq, Eq)]
pub struct ServerAddress {
    /// `Mysql` (for MariaDB too) or `Postgres`.
    pub(crate) kind: TargetKind,
    /// Name or IP address.
    pub(crate) host: String,
    /// TCP port.
    pub(crate) port: u16,
    pub(crate) user: String,
    pub(crate) password: Option<String>,
    pub(crate) database: String,
    pub(crate) encryption: Encryption,
    /// A file of certificates to trust: MySQL trusts them instead of those of this machine, PostgreSQL besides (sqlx has no
    /// other way).
    pub(crate) root_certificates: Option<PathBuf>,
    /// PostgreSQL: where tables are looked for and created.
    pub(crate) schema: Option<String>,
}

/// Whether a connection is encrypted, and whom it trusts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encryption {
    /// Never.
    Disabled,
    /// Where the server offers it.
    Preferred,
    /// Always, with any certificate.
    Required,
    /// Always, with a certificate of an authority that is trusted.
    VerifyAuthority,
    /// Always, with such a certificate for this host.
    VerifyHost,
}

/// Why a URL names no target. The URL is not repeated, because it may hold a password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetUrlError(String);

impl fmt::Display for TargetUrlError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for TargetUrlError {}

const FORMS: &str = "a target's url is sqlite:PATH, mysql://USER:PASSWORD@HOST:PORT/DATABASE, \
     mariadb://… or postgres://…; characters such as @ and / in a password are written as %40 and %2F";

impl fmt::Debug for ServerAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:?} at {}:{}/{}", self.kind, self.host, self.port, self.database)
    }
}

impl TargetConfig {
    /// Reads the URL of a target: `sqlite:PATH`, or `mysql://`, `mariadb://`, `postgres://` with user, host and database.
    /// `?sslmode=` is `disable`, `prefer` (the default), `require`, `verify-ca` or `verify-full`; `?sslrootcert=` names a file
    /// of trusted certificates; PostgreSQL has `?schema=`.
    ///
    /// # Errors
    /// Any other URL. It is not repeated, because it may hold a password.
    pub fn parse(name: impl Into<String>, url: &str) -> Result<Self, TargetUrlError> {
        let address = match url.strip_prefix("sqlite:") {
            Some(path) if !path.is_empty() => TargetAddress::Sqlite(PathBuf::from(path)),
            _ => TargetAddress::Server(ServerAddress::parse(url)?),
        };
        Ok(Self { name: name.into(), address })
    }

    /// What kind of database it is.
    pub fn kind(&self) -> TargetKind {
        match &self.address {
            TargetAddress::Sqlite(_) => TargetKind::Sqlite,
            TargetAddress::Server(server) => server.kind,
        }
    }

    /// The target of a URL, named by what the URL says besides user and password: the same database has the same name.
    ///
    /// # Errors
    /// Those of [`Self::parse`].
    pub fn of_url(url: &str) -> Result<Self, TargetUrlError> {
        let mut config = Self::parse("", url)?;
        config.name = match &config.address {
            TargetAddress::Sqlite(path) => format!("sqlite:{}", path.display()),
            TargetAddress::Server(server) => {
                let scheme = if server.kind == TargetKind::Postgres { "postgres" } else { "mysql" };
                let schema =
                    server.schema.as_ref().map(|schema| format!("?schema={schema}")).unwrap_or_default();
                format!("{scheme}://{}:{}/{}{schema}", server.host, server.port, server.database)
            }
        };
        Ok(config)
    }
}

impl ServerAddress {
    fn parse(text: &str) -> Result<Self, TargetUrlError> {
        let url = Url::parse(text).map_err(|_| TargetUrlError(FORMS.to_owned()))?;
        let (kind, default_port) = match url.scheme() {
            "mysql" | "mariadb" => (TargetKind::Mysql, 3306),
            "postgres" | "postgresql" => (TargetKind::Postgres, 5432),
            _ => return Err(TargetUrlError(FORMS.to_owned())),
        };
        let missing = |what: &str| TargetUrlError(format!("the url names no {what}; {FORMS}"));
        let decoded = |text: &str| {
            let decoded = percent_decode_str(text).decode_utf8();
            decoded.map(Cow::into_owned).map_err(|_| missing("text in UTF-8"))
        };
        // An IPv6 address stands in brackets in a URL, and without them everywhere else.
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or_else(|| missing("host"))?;
        let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
        let user = decoded(url.username())?;
        if user.is_empty() {
            return Err(missing("user"));
        }
        let database = decoded(url.path().trim_start_matches('/'))?;
        if database.is_empty() || database.contains('/') {
            return Err(missing("database"));
        }
        let password = url.password().map(decoded).transpose()?;
        let mut address = Self {
            kind,
            host,
            port: url.port().unwrap_or(default_port),
            user,
            password,
            database,
            encryption: Encryption::Preferred,
            root_certificates: None,
            schema: None,
        };
        // Part of a password with `/` or `?` in it, which ended the address too early.
        if url.query().is_some_and(|query| query.contains('@')) {
            return Err(TargetUrlError(FORMS.to_owned()));
        }
        for (name, value) in url.query_pairs() {
            match &*name {
                "sslmode" | "ssl-mode" => address.encryption = encryption(&value)?,
                "sslrootcert" | "ssl-ca" => address.root_certificates = Some(PathBuf::from(&*value)),
                "schema" if kind == TargetKind::Postgres => address.schema = Some(value.into_owned()),
                other => {
                    return Err(TargetUrlError(format!(
                        "the url has the parameter `{other}`; those that are known are sslmode, sslrootcert and, for PostgreSQL, schema"
                    )));
                }
            }
        }
        Ok(address)
    }
}

fn encryption(text: &str) -> Result<Encryption, TargetUrlError> {
    match text.to_ascii_lowercase().replace('_', "-").as_str() {
        "disable" | "disabled" => Ok(Encryption::Disabled),
        "prefer" | "preferred" => Ok(Encryption::Preferred),
        "require" | "required" => Ok(Encryption::Required),
        "verify-ca" => Ok(Encryption::VerifyAuthority),
        "verify-full" | "verify-identity" => Ok(Encryption::VerifyHost),
        other => Err(TargetUrlError(format!(
            "sslmode is `{other}`, but must be disable, prefer, require, verify-ca or verify-full"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server(url: &str) -> ServerAddress {
        match TargetConfig::parse("x", url).unwrap().address {
            TargetAddress::Server(server) => server,
            TargetAddress::Sqlite(_) => panic!("{url} is a server"),
        }
    }

    #[test]
    fn urls_are_read() {
        let config = TargetConfig::parse("local", "sqlite:data/a b.sqlite").unwrap();
        assert_eq!(config.address, TargetAddress::Sqlite(PathBuf::from("data/a b.sqlite")));
        let found = server("mysql://app:p%40ss%2Fw@db.example:3307/shop?sslmode=verify-full&ssl-ca=/ca.pem");
        assert_eq!((found.host.as_str(), found.port, found.user.as_str()), ("db.example", 3307, "app"));
        assert_eq!((found.password.as_deref(), found.database.as_str()), (Some("p@ss/w"), "shop"));
        assert_eq!(found.encryption, Encryption::VerifyHost);
        let found = server("postgresql://me@[::1]/db?schema=test");
        assert_eq!((found.host.as_str(), found.port, found.password), ("::1", 5432, None));
        assert_eq!(found.schema.as_deref(), Some("test"));
        assert_eq!(server("mariadb://a:b@h/d").kind, TargetKind::Mysql);
    }

    #[test]
    fn passwords_are_in_no_text() {
        let config = TargetConfig::of_url("postgres://root:secret@host/db").unwrap();
        assert_eq!(config.name, "postgres://host:5432/db");
        assert!(!format!("{config:?}").contains("secret"));
        for (url, part) in [
            ("", "sqlite:PATH"),
            ("sqlite:", "sqlite:PATH"),
            ("oracle://root:secret@host/db", "sqlite:PATH"),
            ("mysql://root:secret@host", "no database"),
            ("mysql://:secret@host/db", "no user"),
            ("mysql://root:secret@host/db?sslmode=secret2", "verify-full"),
            ("mysql://root:secret@host/db?schema=x", "`schema`"),
            ("mysql://root:secret@host:99999/db", "sqlite:PATH"),
            ("mysql://root:a@b/c?:secret@host/db", "%40"),
        ] {
            let message = TargetConfig::parse("x", url).unwrap_err().to_string();
            assert!(message.contains(part), "{url}: {message}");
            assert!(!message.contains("secret@") && !message.contains(":secret"), "{message}");
        }
    }
}
