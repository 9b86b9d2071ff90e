//! Being told to stop.

use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

/// Remembers from its making on whether SIGTERM or SIGINT came: one that comes between two who wait for it must not be lost.
#[derive(Clone)]
pub(crate) struct Stop(watch::Receiver<bool>);

impl Stop {
    /// Begins to listen.
    ///
    /// # Errors
    /// When the system lets no handler be set.
    pub(crate) fn listen() -> std::io::Result<Self> {
        let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
        let (tell, told) = watch::channel(false);
        tokio::spawn(async move {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
            let _ = tell.send(true);
        });
        Ok(Self(told))
    }

    /// Until one came.
    pub(crate) async fn asked(mut self) {
        let _ = self.0.wait_for(|stop| *stop).await;
    }
}
