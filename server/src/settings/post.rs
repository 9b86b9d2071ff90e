//! The mail relay and the gateway for text messages, as the settings say them.

use casework::reminders::FieldNames;

use super::bucket::is_here;
use super::reach::{Schemes, reach};
use super::{CredentialsFrom, Given, Protection, Wrong};

/// What takes e-mails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Relay {
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) protection: Protection,
    /// Who they come from, as `Appointments <appointments@example.org>`.
    pub(crate) from: String,
    pub(crate) credentials: CredentialsFrom,
}

/// How a gateway wants to be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// An object with `from`, `to`, `text` and `reference`.
    Json,
    /// A form with `From`, `To`, `Body` and `Reference`.
    Form,
}

/// What takes text messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Gateway {
    pub(crate) address: String,
    pub(crate) shape: Shape,
    /// The number or name that they come from.
    pub(crate) from: String,
    pub(crate) credentials: CredentialsFrom,
    /// The names that it has of its own for what it reports.
    pub(crate) names: FieldNames,
}

/// By what messages to clients are sent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Posts {
    pub(crate) mail: Option<Relay>,
    pub(crate) sms: Option<Gateway>,
}

impl Posts {
    /// What the settings say.
    pub(super) fn understand(given: &Given) -> Result<Self, Wrong> {
        let of = |name: &'static str| given.value(name).map(str::trim);
        let beside = |name: &'static str, because: &'static str| match of(name) {
            Some(_) => Err(Wrong::Value { name, because }),
            None => Ok(()),
        };
        let mail = match of("mail_relay") {
            Some(text) => {
                let (host, port, protection) = relay(text)?;
                let from = of("mail_from").filter(|from| is_sender(from));
                let from = from.ok_or(Wrong::Value {
                    name: "mail_from",
                    because: "beside mail_relay it says who e-mails come from, such as Appointments <appointments@example.org>",
                })?;
                let credentials = CredentialsFrom::parse("mail_credentials", of("mail_credentials"))?;
                Some(Relay { host, port, protection, from: from.to_owned(), credentials })
            }
            None => {
                beside("mail_from", "it is only beside mail_relay")?;
                beside("mail_credentials", "it is only beside mail_relay")?;
                None
            }
        };
        let sms = match of("sms_gateway") {
            Some(text) => {
                let from =
                    of("sms_from").filter(|from| (1..=20).contains(&from.len()) && !from.contains(char::is_control));
                let from = from.ok_or(Wrong::Value {
                    name: "sms_from",
                    because: "beside sms_gateway it says which number or name text messages come from",
                })?;
                Some(Gateway {
                    address: gateway(text)?,
                    shape: shape(of("sms_shape"))?,
                    from: from.to_owned(),
                    credentials: CredentialsFrom::parse("sms_credentials", of("sms_credentials"))?,
                    names: names(of("sms_fields"))?,
                })
            }
            None => {
                for name in ["sms_from", "sms_shape", "sms_fields", "sms_credentials"] {
                    beside(name, "it is only beside sms_gateway")?;
                }
                None
            }
        };
        Ok(Self { mail, sms })
    }
}

fn relay(text: &str) -> Result<(String, u16, Protection), Wrong> {
    let because = "it looks like smtps://relay.example.org or smtp://relay.example.org:587, which goes over to TLS; without TLS only a relay on this machine";
    let schemes = Schemes { tls: ("smtps", 465), plain: ("smtp", 587), here: 25 };
    reach(text, &schemes).ok_or(Wrong::Value { name: "mail_relay", because })
}

fn is_sender(text: &str) -> bool {
    text.contains('@') && !text.contains(char::is_control) && text.len() <= 200
}

/// No names and passwords stand in the address.
fn gateway(text: &str) -> Result<String, Wrong> {
    let because = "it looks like https://gateway.example.org/messages; http:// is for this machine alone";
    let wrong = || Wrong::Value { name: "sms_gateway", because };
    let (scheme, rest) = text.split_once("://").ok_or_else(wrong)?;
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if host.is_empty() || rest.contains(['@', ' ']) {
        return Err(wrong());
    }
    match scheme {
        "https" => Ok(text.to_owned()),
        "http" if is_here(host) => Ok(text.to_owned()),
        _ => Err(wrong()),
    }
}

fn shape(text: Option<&str>) -> Result<Shape, Wrong> {
    match text.unwrap_or("json") {
        "json" => Ok(Shape::Json),
        "form" => Ok(Shape::Form),
        _ => Err(Wrong::Value { name: "sms_shape", because: "it is json or form" }),
    }
}

fn names(text: Option<&str>) -> Result<FieldNames, Wrong> {
    let because = "it looks like reference=ClientRef,status=DeliveryStatus; what can be named is reference, status, error, from and text";
    text.map_or_else(
        || Ok(FieldNames::default()),
        |text| text.parse().map_err(|_| Wrong::Value { name: "sms_fields", because }),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relay_is_reached_with_tls_unless_it_is_on_this_machine() {
        let said = |text| relay(text).map_err(|_| "wrong");
        let relay = |host: &str, port, protection| Ok((host.to_owned(), port, protection));
        assert_eq!(said("smtps://relay.example.org"), relay("relay.example.org", 465, Protection::Tls));
        assert_eq!(said("smtp://relay.example.org"), relay("relay.example.org", 587, Protection::StartTls));
        assert_eq!(said("smtp://relay.example.org:25"), relay("relay.example.org", 25, Protection::StartTls));
        assert_eq!(said("smtp://127.0.0.1:1025"), relay("127.0.0.1", 1025, Protection::ThisMachine));
        assert_eq!(said("smtp://[::1]:1025"), relay("::1", 1025, Protection::ThisMachine));
        for bad in ["relay.example.org", "smtp://a:b@relay.example.org", "smtp://", "smtps://relay:x", "http://relay"] {
            assert_eq!(said(bad), Err("wrong"), "{bad}");
        }
    }

    #[test]
    fn a_gateway_is_reached_with_tls_unless_it_is_on_this_machine() {
        for good in ["https://sms.example.org/v1/messages", "http://127.0.0.1:8080/send", "http://localhost/"] {
            assert_eq!(gateway(good).unwrap(), good);
        }
        for bad in ["http://sms.example.org", "https://user:word@sms.example.org", "sms.example.org", "https://"] {
            assert!(gateway(bad).is_err(), "{bad}");
        }
    }
}
