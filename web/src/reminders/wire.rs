//! How gateways write receipts and replies: as an object of JSON, or as a form in the way that many of them share.

use std::collections::BTreeMap;

use domain::reminders::{Reported, Undelivered};
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

/// What a gateway says of a message.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Receipt {
    /// The mark that we gave it.
    pub(super) reference: Uuid,
    /// What became of it; nothing while it is on its way.
    pub(super) what: Option<Reported>,
}

/// What somebody wrote to our number. Its `Debug` shows nothing of it.
pub(super) struct Reply {
    /// From which number.
    pub(super) from: String,
    /// What.
    pub(super) text: String,
}

#[derive(Deserialize)]
struct ReceiptJson {
    reference: Uuid,
    status: String,
    #[serde(default)]
    error: Value,
}

#[derive(Deserialize)]
struct ReplyJson {
    from: String,
    text: String,
}

/// Whether the body is a form.
fn is_form(kind: &str) -> bool {
    kind.eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

/// The fields of a form; nothing when one stands twice.
fn form(body: &[u8]) -> Option<BTreeMap<String, String>> {
    let mut fields = BTreeMap::new();
    for (name, value) in form_urlencoded::parse(body) {
        if fields.insert(name.into_owned(), value.into_owned()).is_some() {
            return None;
        }
    }
    Some(fields)
}

/// Reads a receipt; nothing when it is none.
pub(super) fn receipt(kind: &str, body: &[u8]) -> Option<Receipt> {
    let (reference, status, error) = if is_form(kind) {
        let mut fields = form(body)?;
        let status = fields.remove("MessageStatus").or_else(|| fields.remove("SmsStatus"))?;
        (fields.remove("Reference")?.parse().ok()?, status, fields.remove("ErrorCode").unwrap_or_default())
    } else {
        let read: ReceiptJson = serde_json::from_slice(body).ok()?;
        let error = match read.error {
            Value::String(text) => text,
            Value::Number(number) => number.to_string(),
            _ => String::new(),
        };
        (read.reference, read.status, error)
    };
    Some(Receipt { reference, what: reported(&status.to_lowercase(), &error.to_lowercase()) })
}

/// Reads a reply; nothing when it is none.
pub(super) fn reply(kind: &str, body: &[u8]) -> Option<Reply> {
    if is_form(kind) {
        let mut fields = form(body)?;
        return Some(Reply { from: fields.remove("From")?, text: fields.remove("Body")? });
    }
    let ReplyJson { from, text } = serde_json::from_slice(body).ok()?;
    Some(Reply { from, text })
}

/// Words and numbers by which gateways say that nobody has the number.
const UNKNOWN: [&str; 9] = [
    "unknown",
    "unknown_number",
    "invalid_number",
    "unknown_subscriber",
    "not_assigned",
    "landline",
    "21211",
    "30005",
    "30006",
];

/// Words and numbers by which they say that it was not let in.
const REJECTED: [&str; 8] = ["blocked", "rejected", "spam", "opted_out", "unreachable", "30003", "30004", "30007"];

fn reported(status: &str, error: &str) -> Option<Reported> {
    let why = if UNKNOWN.contains(&error) {
        Undelivered::Unknown
    } else if status == "expired" || error == "expired" {
        Undelivered::Expired
    } else if status == "rejected" || REJECTED.contains(&error) {
        Undelivered::Rejected
    } else {
        Undelivered::Other
    };
    match status {
        "delivered" | "read" | "received" => Some(Reported::Delivered),
        "undelivered" | "undeliverable" | "failed" | "rejected" | "expired" => Some(Reported::NotDelivered(why)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORM: &str = "application/x-www-form-urlencoded";
    const MARK: &str = "00000000-0000-0000-0000-00000000000a";

    #[test]
    fn a_receipt_is_read_in_both_shapes() {
        let check = |status: &str, error: &str| {
            let json = format!(r#"{{"reference":"{MARK}","status":"{status}","error":"{error}","more":[1]}}"#);
            let form = format!("MessageSid=x&Reference={MARK}&MessageStatus={status}&ErrorCode={error}");
            let (one, other) = (receipt("application/json", json.as_bytes()), receipt(FORM, form.as_bytes()));
            assert_eq!(one, other);
            let read = one.unwrap();
            assert_eq!(read.reference, Uuid::from_u128(10));
            read.what
        };
        assert_eq!(check("delivered", ""), Some(Reported::Delivered));
        for on_its_way in ["queued", "sent", "accepted", ""] {
            assert_eq!(check(on_its_way, ""), None, "{on_its_way}");
        }
        for (status, error, why) in [
            ("undelivered", "30005", Undelivered::Unknown),
            ("FAILED", "unknown_number", Undelivered::Unknown),
            ("rejected", "", Undelivered::Rejected),
            ("undelivered", "30004", Undelivered::Rejected),
            ("expired", "", Undelivered::Expired),
            ("failed", "30008", Undelivered::Other),
        ] {
            assert_eq!(check(status, error), Some(Reported::NotDelivered(why)), "{status} {error}");
        }
    }

    #[test]
    fn what_is_no_receipt_and_no_reply_is_not_taken_for_one() {
        let twice = format!("Reference={MARK}&MessageStatus=delivered&MessageStatus=failed");
        for body in ["", "{}", "[]", r#"{"reference":"x","status":"delivered"}"#, "MessageStatus=delivered", &twice] {
            assert_eq!(receipt("application/json", body.as_bytes()), None, "{body}");
            assert_eq!(receipt(FORM, body.as_bytes()), None, "{body}");
        }
        assert!(reply(FORM, b"From=%2B1").is_none() && reply("", b"{\"from\":\"+1\"}").is_none());
        let said = reply(FORM, b"From=%2B34600111222&Body=S%C3%AD").unwrap();
        assert_eq!((said.from.as_str(), said.text.as_str()), ("+34600111222", "Sí"));
        let said = reply("application/json", r#"{"from":"+1","text":"yes"}"#.as_bytes()).unwrap();
        assert_eq!((said.from.as_str(), said.text.as_str()), ("+1", "yes"));
    }
}
