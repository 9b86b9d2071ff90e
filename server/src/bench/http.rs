//! A browser's connection, as plain as can be: requests one after the other, answers read to their end.

use anyhow::{Context as _, Result, anyhow};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

/// A connection that stays open.
pub(super) struct Connection {
    stream: BufReader<TcpStream>,
    line: String,
    body: Vec<u8>,
}

impl Connection {
    pub(super) async fn to(address: &str) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream: BufReader::with_capacity(64 * 1024, stream), line: String::new(), body: Vec::new() })
    }

    /// Sends a request; the page, which must be one.
    pub(super) async fn page(&mut self, request: &[u8]) -> Result<&[u8]> {
        self.stream.get_mut().write_all(request).await?;
        let status = self.next_line().await?.to_owned();
        if !status.starts_with("HTTP/1.1 200") {
            return Err(anyhow!("the server answers {status}"));
        }
        let (mut length, mut chunked) = (None, false);
        loop {
            let line = self.next_line().await?.to_ascii_lowercase();
            if line.is_empty() {
                break;
            }
            if let Some(text) = line.strip_prefix("content-length:") {
                length = Some(text.trim().parse()?);
            }
            chunked |= line.starts_with("transfer-encoding:") && line.ends_with("chunked");
        }
        self.body.clear();
        match length {
            Some(length) => self.take(length).await?,
            None if chunked => self.chunks().await?,
            None => return Err(anyhow!("an answer without a length")),
        }
        Ok(&self.body)
    }

    async fn chunks(&mut self) -> Result<()> {
        loop {
            let size = usize::from_str_radix(self.next_line().await?.trim(), 16)?;
            self.take(size).await?;
            self.next_line().await?;
            if size == 0 {
                return Ok(());
            }
        }
    }

    async fn take(&mut self, size: usize) -> Result<()> {
        let begin = self.body.len();
        self.body.resize(begin + size, 0);
        let room = self.body.get_mut(begin..).context("room")?;
        self.stream.read_exact(room).await?;
        Ok(())
    }

    async fn next_line(&mut self) -> Result<&str> {
        self.line.clear();
        if self.stream.read_line(&mut self.line).await? == 0 {
            return Err(anyhow!("the server hung up"));
        }
        Ok(self.line.trim_end())
    }
}
