//! The line to a mail server: protected as the settings say, and bounded, so that no server can fill our memory.

use std::fmt;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use casework::house::MailboxTrouble as Trouble;
use rustls::pki_types::ServerName;
use rustls_platform_verifier::BuilderVerifierExt as _;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use crate::settings::{Mailbox, Protection};

/// Anything that bytes go over both ways.
pub(super) trait BothWays: AsyncRead + AsyncWrite + fmt::Debug + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + fmt::Debug + Send + Unpin> BothWays for T {}

/// A line, and how many bytes may still come over it before somebody allows more.
#[derive(Debug)]
pub(super) struct Line {
    inner: Box<dyn BothWays>,
    left: usize,
}

impl Line {
    /// Over TLS, or without when nothing else was asked for, or not yet.
    ///
    /// # Errors
    /// [`Trouble::Away`] and [`Trouble::Unprotected`].
    pub(super) async fn open(mailbox: &Mailbox) -> Result<Self, Trouble> {
        let address = (mailbox.host.as_str(), mailbox.port);
        let stream = TcpStream::connect(address).await.map_err(|_| Trouble::Away)?;
        let line = Self { inner: Box::new(stream), left: 0 };
        match mailbox.protection {
            Protection::Tls => line.protected(&mailbox.host).await,
            Protection::StartTls | Protection::ThisMachine => Ok(line),
        }
    }

    /// The same line over TLS, to a server whose certificate this machine trusts and is made out to this name.
    ///
    /// # Errors
    /// [`Trouble::Away`] when the line is cut meanwhile, otherwise [`Trouble::Unprotected`].
    pub(super) async fn protected(self, host: &str) -> Result<Self, Trouble> {
        let name = ServerName::try_from(host.to_owned()).map_err(|_| Trouble::Unprotected)?;
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        // anew for each line: certificates of the machine change
        let config = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .and_then(|builder| builder.with_platform_verifier())
            .map_err(|_| Trouble::Unprotected)?
            .with_no_client_auth();
        let stream = TlsConnector::from(Arc::new(config)).connect(name, self.inner).await;
        let stream = stream.map_err(|why| match why.kind() {
            io::ErrorKind::InvalidData => Trouble::Unprotected,
            _ => Trouble::Away,
        })?;
        Ok(Self { inner: Box::new(stream), left: 0 })
    }

    /// How many bytes may come from now on.
    pub(super) fn allow(&mut self, bytes: usize) {
        self.left = bytes;
    }
}

impl AsyncRead for Line {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if self.left == 0 {
            return Poll::Ready(Err(io::ErrorKind::FileTooLarge.into()));
        }
        let before = into.filled().len();
        ready!(Pin::new(&mut self.inner).poll_read(context, into))?;
        self.left = self.left.saturating_sub(into.filled().len() - before);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Line {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.inner).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;

    #[tokio::test]
    async fn a_server_that_says_more_than_it_was_asked_for_is_no_longer_heard() {
        let (here, mut there) = tokio::io::duplex(1024);
        there.write_all(&[b'x'; 600]).await.unwrap();
        let mut line = Line { inner: Box::new(here), left: 0 };
        line.allow(500);
        let mut heard = Vec::new();
        assert_eq!(line.read_to_end(&mut heard).await.unwrap_err().kind(), io::ErrorKind::FileTooLarge);
        assert!(heard.len() <= 600, "what came in one piece is heard to its end");
    }
}
