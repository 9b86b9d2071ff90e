//! Where the PostgreSQL database is, and how to reach it: TLS with a checked certificate everywhere but on this machine.

use std::sync::Arc;
use std::time::Duration;

use postgres::config::{Host, SslMode};
use postgres::{Client, Config, NoTls};
use rustls_platform_verifier::BuilderVerifierExt;
use tokio_postgres_rustls::MakeRustlsConnect;

use super::DbFault;

/// What every connection is told: limits that keep a stuck unit from holding others up, and no values in the server's log.
const SETTINGS: &str = "
    SET statement_timeout = '10s';
    SET idle_in_transaction_session_timeout = '15s';
    SET synchronous_commit = 'on';
    SET standard_conforming_strings = 'on';
";

/// A parsed address with its way in.
pub(crate) struct Target {
    config: Config,
    tls: Option<MakeRustlsConnect>,
}

impl Target {
    /// Reads the address. `sslmode=require`, `verify-ca` and `verify-full` all mean: encrypted, and the certificate is checked with its name.
    /// Without the word, this machine is reached in plain and every other one encrypted; `disable` is taken at its word.
    pub(crate) fn parse(url: &str) -> Result<Self, DbFault> {
        let strict = ["sslmode=verify-full", "sslmode=verify-ca"]
            .iter()
            .fold(url.to_owned(), |text, word| text.replace(word, "sslmode=require"));
        let mut config: Config =
            strict.parse().map_err(|_| DbFault::named("the address of the database is not understood"))?;
        let encrypted = match config.get_ssl_mode() {
            SslMode::Disable => false,
            SslMode::Prefer => !config.get_hosts().iter().all(is_here),
            _ => true,
        };
        config.ssl_mode(if encrypted { SslMode::Require } else { SslMode::Disable });
        config.connect_timeout(Duration::from_secs(5)).application_name("casekeep");
        Ok(Self { config, tls: if encrypted { Some(checked()?) } else { None } })
    }

    pub(crate) fn connect(&self) -> Result<Client, DbFault> {
        let mut client = match &self.tls {
            Some(tls) => self.config.connect(tls.clone()),
            None => self.config.connect(NoTls),
        }
        .map_err(|error| match DbFault::from(error) {
            DbFault::Other(code) if code == "postgres client" => DbFault::Unavailable,
            other => other,
        })?;
        client.batch_execute(SETTINGS)?;
        Ok(client)
    }
}

fn is_here(host: &Host) -> bool {
    match host {
        Host::Tcp(name) => {
            name == "localhost" || name.parse().is_ok_and(|address: std::net::IpAddr| address.is_loopback())
        }
        #[cfg(unix)]
        Host::Unix(_) => true,
    }
}

fn checked() -> Result<MakeRustlsConnect, DbFault> {
    // the provider is named, not taken from the process: another crate may have set none
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_platform_verifier())
        .map_err(|_| DbFault::named("this machine has no usable certificate store"))?
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}
