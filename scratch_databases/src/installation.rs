//! Versions of servers beside those that the system has.

use std::{
    env, fmt, fs,
    path::{Path, PathBuf},
};

use crate::{Kind, Options, Result, Server};

/// The environment variable that names the folder of all versions.
const VARIABLE: &str = "ROWMILL_DATABASES";

/// A version of a server whose programs are unpacked somewhere.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Installation {
    /// Which server.
    pub kind: Kind,
    /// Its version as its folder says it, such as `10.5`.
    pub version: String,
    /// Where its programs are: see [`Options::programs`].
    pub programs: PathBuf,
}

impl Installation {
    /// The versions in the folder that the environment variable `ROWMILL_DATABASES` names, which has one folder or link a
    /// version, such as `postgresql-16`, `mariadb-10.5` or `mysql-9.7`. None if the variable is not set, or empty.
    ///
    /// # Errors
    /// A folder that cannot be read, or something in it that has another name.
    pub fn all() -> Result<Vec<Self>> {
        let Some(folder) = env::var_os(VARIABLE).filter(|folder| !folder.is_empty()) else {
            return Ok(Vec::new());
        };
        let failed = |error: std::io::Error| format!("{VARIABLE}={}: {error}", folder.display());
        let mut found = Vec::new();
        for entry in fs::read_dir(&folder).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            found.push(Self::read(&path).ok_or_else(|| {
                format!(
                    "{}: {VARIABLE} has folders such as postgresql-16, mariadb-10.5 and mysql-9.7",
                    path.display()
                )
            })?);
        }
        found.sort();
        Ok(found)
    }

    fn read(path: &Path) -> Option<Self> {
        let (server, version) = path.file_name()?.to_str()?.split_once('-')?;
        let kind = match server {
            "postgresql" => Kind::Postgres,
            "mariadb" => Kind::MariaDb,
            "mysql" => Kind::MySql,
            _ => return None,
        };
        Some(Self { kind, version: version.to_owned(), programs: path.to_owned() })
    }

    /// Starts a server of this version for tests.
    ///
    /// # Errors
    /// Those of [`Server::start`].
    pub fn start(&self) -> Result<Server> {
        let options = Options { programs: Some(self.programs.clone()), ..Options::default() };
        Server::start_with(self.kind, options)
    }
}

impl fmt::Display for Installation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.kind, self.version)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_folders_are_versions() {
        let shown = |path: &str| Installation::read(Path::new(path)).map(|found| found.to_string());
        assert_eq!(shown("/a/postgresql-16").as_deref(), Some("PostgreSQL 16"));
        assert_eq!(shown("/a/mariadb-10.5").as_deref(), Some("MariaDB 10.5"));
        assert_eq!(shown("/a/mysql-9.7").as_deref(), Some("MySQL 9.7"));
        assert_eq!((shown("/a/oracle-23"), shown("/a/mysql")), (None, None));
    }
}
