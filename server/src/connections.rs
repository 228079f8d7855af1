//! Connections: no more than the server can hold, and none that stands still for ever.

use std::{io, sync::Arc, time::Duration};

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
};
use tokio_io_timeout::TimeoutStream;
use tokio_util::sync::CancellationToken;

use crate::config::Limits;

/// What the server waits when the process has no file handles left: others may be closed meanwhile.
const ACCEPT_PAUSE: Duration = Duration::from_secs(1);

/// Serves until `stop`; then each connection ends with the answer that it is at.
///
/// A connection is closed on which nothing moves for [`Limits::idle_seconds`]: before the head of its next request is there, or
/// while a reader takes nothing of its answer. When there are [`Limits::connections`], others wait to be accepted.
pub(crate) async fn serve(listener: TcpListener, router: Router, limits: &Limits, stop: CancellationToken) {
    let idle = Duration::from_secs(limits.idle_seconds.max(1));
    let places = Arc::new(Semaphore::new(limits.connections.clamp(1, Semaphore::MAX_PERMITS)));
    let connections = GracefulShutdown::new();
    let mut http = http1::Builder::new();
    // The clock runs from the end of one request to the head of the next, and so ends idle connections, too.
    http.timer(TokioTimer::new()).header_read_timeout(idle);
    loop {
        let (stream, place) = tokio::select! {
            () = stop.cancelled() => break,
            accepted = accept(&listener, &places) => accepted,
        };
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "TCP_NODELAY cannot be set");
        }
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(idle));
        let service = TowerToHyperService::new(router.clone());
        let connection = http.serve_connection(TokioIo::new(Box::pin(stream)), service);
        let connection = connections.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(error = loader::chain(&error), "a connection broke off");
            }
            drop(place);
        });
    }
    drop(listener);
    connections.shutdown().await;
}

/// The next connection, once there is a place for it.
async fn accept(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> (TcpStream, Option<OwnedSemaphorePermit>) {
    // Nobody closes the semaphore.
    let place = Arc::clone(places).acquire_owned().await.ok();
    loop {
        match listener.accept().await {
            Ok((stream, _)) => return (stream, place),
            // The client has gone before its turn.
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::ConnectionAborted
                        | io::ErrorKind::ConnectionReset
                        | io::ErrorKind::ConnectionRefused
                ) => {}
            Err(error) => {
                tracing::error!(%error, "no connection can be accepted");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
}
