//! How a server is reached that the settings name by an address such as `smtps://relay.example.org`.

use super::bucket::is_here;

/// How the way to a server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Protection {
    /// TLS from the first byte.
    Tls,
    /// TLS after STARTTLS, and never without.
    StartTls,
    /// None: the server is on this machine.
    ThisMachine,
}

/// The schemes of one protocol, with the ports that it usually has.
pub(super) struct Schemes {
    /// With TLS from the first byte.
    pub(super) tls: (&'static str, u16),
    /// With STARTTLS; on this machine without TLS.
    pub(super) plain: (&'static str, u16),
    /// The port on this machine.
    pub(super) here: u16,
}

/// Host, port and protection; nothing when it is no such address. No names and passwords stand in it.
pub(super) fn reach(text: &str, schemes: &Schemes) -> Option<(String, u16, Protection)> {
    let (scheme, rest) = text.split_once("://")?;
    let (host, port) = match rest.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port.parse::<u16>().ok()?)),
        _ => (rest, None),
    };
    if host.is_empty() || host.contains(['@', '/', '?', '#', ' ']) {
        return None;
    }
    let (usual, protection) = if scheme == schemes.tls.0 {
        (schemes.tls.1, Protection::Tls)
    } else if scheme != schemes.plain.0 {
        return None;
    } else if is_here(host) {
        (schemes.here, Protection::ThisMachine)
    } else {
        (schemes.plain.1, Protection::StartTls)
    };
    Some((host.trim_start_matches('[').trim_end_matches(']').to_owned(), port.unwrap_or(usual), protection))
}
