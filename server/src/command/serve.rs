//! `rowmill serve`: page and API.

use std::{path::Path, sync::Arc, time::Duration};

use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

use super::{ServeArguments, StopSignals};
use crate::{Config, connections, router, state::AppState};

/// The configuration file that is read where none is named, if it is there.
const FILE: &str = "Leptos.toml";
/// How long readers have for what is on its way when everything else has ended.
const LAST_BYTES: Duration = Duration::from_millis(500);

/// Serves until the process is told to stop. Then streams end, jobs stop at the end of their chunks, and whatever is
/// not finished when the time is over is left; nothing that was committed is lost.
pub(super) async fn serve(
    arguments: &ServeArguments,
) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let filter = EnvFilter::try_from_env("ROWMILL_LOG")
        .unwrap_or_else(|_| EnvFilter::new("info,leptos=warn,tower_http=warn,sqlx=warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();

    let config = match &arguments.config {
        Some(path) => Config::read_at(path, arguments.address)?,
        // In development the file lies beside the sources.
        None if Path::new(FILE).exists() && arguments.data.is_none() => {
            Config::read_at(Path::new(FILE), arguments.address)?
        }
        None => Config::without_a_file(arguments.data.clone(), arguments.address)?,
    };
    let state = AppState::open(&config).await?;
    let address = config.address;
    let listener = TcpListener::bind(address)
        .await
        .map_err(|error| format!("{address} cannot be bound ({error}); is Rowmill running already?"))?;
    state.resume().await?;
    // The line that people and programs wait for: with port 0, the only place that tells the port.
    println!("Rowmill is at http://{}", listener.local_addr()?);

    let router = router(state.clone());
    let (limits, stop) = (Arc::clone(&state.limits), state.shutdown.clone());
    let server = tokio::spawn(async move { connections::serve(listener, router, &limits, stop).await });
    StopSignals::new()?.next().await;
    tracing::info!("stopping");
    let orderly = async {
        state.shut_down().await;
        // Streams have ended, but what a reader that stands still has not taken would be waited for without end.
        let _ = tokio::time::timeout(LAST_BYTES, server).await;
    };
    let patience = Duration::from_secs(config.limits.shutdown_seconds);
    if tokio::time::timeout(patience, orderly).await.is_err() {
        tracing::warn!(seconds = patience.as_secs(), "not everything ended in time");
    }
    Ok(())
}
