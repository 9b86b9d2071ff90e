//! A mail relay on this machine that takes everything at once, and counts it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::Result;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

use crate::settings::{CredentialsFrom, Posts, Protection, Relay};

/// The relay while it listens.
pub(super) struct Taking {
    /// How to send to it.
    pub(super) posts: Posts,
    /// How many messages it has taken.
    pub(super) taken: Arc<AtomicU32>,
}

impl Taking {
    pub(super) async fn start() -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let at = listener.local_addr()?;
        let taken = Arc::new(AtomicU32::new(0));
        let counted = Arc::clone(&taken);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let taken = Arc::clone(&counted);
                // whoever hangs up is done
                tokio::spawn(async move { speak(stream, &taken).await.ok() });
            }
        });
        let mail = Relay {
            host: at.ip().to_string(),
            port: at.port(),
            protection: Protection::ThisMachine,
            from: "Appointments <appointments@example.org>".to_owned(),
            credentials: CredentialsFrom::Variables,
        };
        Ok(Self { posts: Posts { mail: Some(mail), sms: None }, taken })
    }
}

async fn speak(stream: TcpStream, taken: &AtomicU32) -> Result<()> {
    stream.set_nodelay(true)?;
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    write.write_all(b"220 relay.example ESMTP\r\n").await?;
    while let Some(line) = lines.next_line().await? {
        let answer: &[u8] = match line.split([' ', ':']).next().unwrap_or_default() {
            "EHLO" => b"250-relay.example\r\n250 8BITMIME\r\n",
            "DATA" => {
                write.write_all(b"354 go on\r\n").await?;
                while lines.next_line().await?.is_some_and(|line| line != ".") {}
                taken.fetch_add(1, Ordering::Relaxed);
                b"250 taken\r\n"
            }
            "QUIT" => {
                write.write_all(b"221 bye\r\n").await?;
                return Ok(());
            }
            _ => b"250 ok\r\n",
        };
        write.write_all(answer).await?;
    }
    Ok(())
}
