//! Whose request it is when a proxy stands before the server: its word is believed only where the settings say so.
//!
//! # Source
//! ASVS 4.1.3: forwarded headers are trusted only from configured addresses.

use std::net::{IpAddr, SocketAddr};

use axum::http::HeaderMap;

/// The header that proxies extend at its end with whoever they got the request from.
const HEADER: &str = "x-forwarded-for";

/// The address of the client: the last one in the header that is no trusted proxy, if the connection comes from one; otherwise its own.
pub(super) fn client(from: SocketAddr, headers: &HeaderMap, proxies: &[IpAddr]) -> SocketAddr {
    if !trusted(from.ip(), proxies) {
        return from;
    }
    let lines: Vec<&str> = headers.get_all(HEADER).iter().filter_map(|line| line.to_str().ok()).collect();
    for hop in lines.iter().rev().flat_map(|line| line.rsplit(',')) {
        match hop.trim().parse() {
            Ok(hop) if trusted(hop, proxies) => {}
            Ok(hop) => return SocketAddr::new(hop, 0),
            // What stands before something unreadable was written by anybody.
            Err(_) => return from,
        }
    }
    from
}

fn trusted(address: IpAddr, proxies: &[IpAddr]) -> bool {
    proxies.iter().any(|proxy| proxy.to_canonical() == address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(from: &str, said: &[&'static str], expected: &str) {
        let proxies = ["127.0.0.1".parse().unwrap(), "10.0.0.9".parse().unwrap()];
        let mut headers = HeaderMap::new();
        for line in said {
            headers.append(HEADER, line.parse().unwrap());
        }
        let found = client(SocketAddr::new(from.parse().unwrap(), 4711), &headers, &proxies);
        assert_eq!(found.ip().to_string(), expected, "{from} {said:?}");
    }

    #[test]
    fn only_a_trusted_proxy_is_believed_and_only_about_its_own_neighbour() {
        check("203.0.113.5", &["198.51.100.7"], "203.0.113.5");
        check("127.0.0.1", &["198.51.100.7"], "198.51.100.7");
        check("::ffff:127.0.0.1", &["198.51.100.7"], "198.51.100.7");
        check("127.0.0.1", &["192.0.2.1, 198.51.100.7"], "198.51.100.7");
        check("127.0.0.1", &["192.0.2.1, 198.51.100.7, 10.0.0.9"], "198.51.100.7");
        check("127.0.0.1", &["192.0.2.1", "198.51.100.7"], "198.51.100.7");
        check("127.0.0.1", &["198.51.100.7, nonsense"], "127.0.0.1");
        check("127.0.0.1", &[], "127.0.0.1");
    }
}
