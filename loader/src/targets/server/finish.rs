//! What is made when the rows are there.

use super::{
    catalogue::Catalogue,
    failure::{FailureClass, ServerFailure},
    prepare::statements,
    schema::{NamedStatement, missing},
    session::TABLE_PATIENCE,
};
use crate::{error::LoadError, plan::TableLoad};

/// Indexes and keys that were left for the end, counters behind the loaded values, and the server's own statistics. Each is
/// made once, however often this is called.
pub(super) async fn finish<S: Catalogue>(session: &mut S, load: &TableLoad) -> Result<(), LoadError> {
    if load.is_created {
        let statements = statements(session, load).await?.after_rows;
        make(session, load, &statements).await?;
    }
    session.settle(load).await.map_err(|source| LoadError::Finish {
        table: load.name.clone(),
        what: "the server's own statistics and counters".to_owned(),
        source: source.into(),
    })
}

/// Keys that refer to tables which were loaded later.
pub(super) async fn finish_tables<S: Catalogue>(session: &mut S, load: &TableLoad) -> Result<(), LoadError> {
    if !load.is_created {
        return Ok(());
    }
    let statements = statements(session, load).await?.after_tables;
    make(session, load, &statements).await
}

async fn make<S: Catalogue>(
    session: &mut S,
    load: &TableLoad,
    statements: &[NamedStatement],
) -> Result<(), LoadError> {
    let failed = |what: &str, source: ServerFailure| LoadError::Finish {
        table: load.name.clone(),
        what: what.to_owned(),
        source: source.into(),
    };
    let names = session.constraint_names(&load.name).await.map_err(|source| failed("its indexes", source))?;
    for statement in missing(statements, &names) {
        match session.execute(&statement.sql, TABLE_PATIENCE).await {
            Err(failure) if failure.class == FailureClass::Data => {
                let (table, key) = (load.name.clone(), statement.name.clone());
                return Err(LoadError::KeyBroken { table, key, reason: failure.message });
            }
            result => result.map_err(|source| failed(&statement.name, source))?,
        };
    }
    Ok(())
}
