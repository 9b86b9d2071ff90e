//! How gateways write receipts and replies: as an object of JSON, or as a form in the way that many of them share.

mod fields;

use casework::reminders::{FieldNames, Told};
use domain::reminders::{Reported, Undelivered};
use serde::de::DeserializeSeed as _;
use uuid::Uuid;

use fields::Fields;

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

/// The usual names in either shape, the likeliest first.
const fn usual(told: Told, form: bool) -> &'static [&'static str] {
    match (told, form) {
        (Told::Reference, false) => &["reference"],
        (Told::Status, false) => &["status"],
        (Told::Error, false) => &["error"],
        (Told::From, false) => &["from"],
        (Told::Text, false) => &["text"],
        (Told::Reference, true) => &["Reference"],
        (Told::Status, true) => &["MessageStatus", "SmsStatus"],
        (Told::Error, true) => &["ErrorCode"],
        (Told::From, true) => &["From"],
        (Told::Text, true) => &["Body"],
    }
}

/// What stands in a request, by name.
struct Read<'n> {
    fields: Fields,
    form: bool,
    names: &'n FieldNames,
}

impl<'n> Read<'n> {
    /// Nothing when it is neither of the shapes, or something stands in it twice.
    fn of(kind: &str, body: &[u8], names: &'n FieldNames) -> Option<Self> {
        let form = kind.eq_ignore_ascii_case("application/x-www-form-urlencoded");
        let mut fields = Fields::default();
        if form {
            for (name, value) in form_urlencoded::parse(body) {
                fields.put(name.into_owned(), value.into_owned())?;
            }
        } else {
            let mut json = serde_json::Deserializer::from_slice(body);
            fields::Under::root(&mut fields).deserialize(&mut json).and_then(|()| json.end()).ok()?;
        }
        Some(Self { fields, form, names })
    }

    fn take(&mut self, told: Told) -> Option<String> {
        match self.names.of(told) {
            Some(own) => self.fields.take(own),
            None => usual(told, self.form).iter().find_map(|name| self.fields.take(name)),
        }
    }
}

/// Reads a receipt; nothing when it is none.
pub(super) fn receipt(kind: &str, body: &[u8], names: &FieldNames) -> Option<Receipt> {
    let mut read = Read::of(kind, body, names)?;
    let (reference, status) = (read.take(Told::Reference)?.parse().ok()?, read.take(Told::Status)?);
    let error = read.take(Told::Error).unwrap_or_default();
    Some(Receipt { reference, what: reported(&status.to_lowercase(), &error.to_lowercase()) })
}

/// Reads a reply; nothing when it is none.
pub(super) fn reply(kind: &str, body: &[u8], names: &FieldNames) -> Option<Reply> {
    let mut read = Read::of(kind, body, names)?;
    Some(Reply { from: read.take(Told::From)?, text: read.take(Told::Text)? })
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

    fn usual(kind: &str, body: &str) -> Option<Receipt> {
        receipt(kind, body.as_bytes(), &FieldNames::default())
    }

    #[test]
    fn a_gateway_may_have_names_of_its_own_in_either_shape() {
        let names: FieldNames = "reference=client-ref,status=message.state,error=message.err-code".parse().unwrap();
        let json = format!(r#"{{"client-ref":"{MARK}","message":{{"state":"failed","err-code":30005,"parts":[1]}}}}"#);
        let read = receipt("application/json", json.as_bytes(), &names).unwrap();
        let nobody = Some(Reported::NotDelivered(Undelivered::Unknown));
        assert_eq!((read.reference, read.what), (Uuid::from_u128(10), nobody));
        let names: FieldNames =
            "reference=client-ref,status=status,error=err-code,from=msisdn,text=text".parse().unwrap();
        let form = format!("msisdn=34600111222&messageId=1&client-ref={MARK}&status=expired&err-code=9");
        let expired = Some(Reported::NotDelivered(Undelivered::Expired));
        assert_eq!(receipt(FORM, form.as_bytes(), &names).unwrap().what, expired);
        let said = reply(FORM, b"msisdn=34600111222&text=Yes&Body=No", &names).unwrap();
        assert_eq!((said.from.as_str(), said.text.as_str()), ("34600111222", "Yes"));
        let ours = format!("Reference={MARK}&MessageStatus=delivered");
        assert_eq!(receipt(FORM, ours.as_bytes(), &names), None, "it does not have both");
    }

    #[test]
    fn a_receipt_is_read_in_both_shapes() {
        let check = |status: &str, error: &str| {
            let json = format!(r#"{{"reference":"{MARK}","status":"{status}","error":"{error}","more":[1]}}"#);
            let form = format!("MessageSid=x&Reference={MARK}&MessageStatus={status}&ErrorCode={error}");
            let (one, other) = (usual("application/json", &json), usual(FORM, &form));
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
        let json_twice = format!(r#"{{"reference":"{MARK}","status":"delivered","status":"failed"}}"#);
        let two = format!(r#"{{"reference":"{MARK}","status":"delivered"}} {{}}"#);
        for body in [&json_twice, &two] {
            assert_eq!(usual("application/json", body), None, "{body}");
        }
        for body in ["", "{}", "[]", r#"{"reference":"x","status":"delivered"}"#, "MessageStatus=delivered", &twice] {
            assert_eq!(usual("application/json", body), None, "{body}");
            assert_eq!(usual(FORM, body), None, "{body}");
        }
        let none = FieldNames::default();
        let reply = |kind, body: &str| reply(kind, body.as_bytes(), &none);
        assert!(reply(FORM, "From=%2B1").is_none() && reply("", r#"{"from":"+1"}"#).is_none());
        let said = reply(FORM, "From=%2B34600111222&Body=S%C3%AD").unwrap();
        assert_eq!((said.from.as_str(), said.text.as_str()), ("+34600111222", "Sí"));
        let said = reply("application/json", r#"{"from":"+1","text":"yes"}"#).unwrap();
        assert_eq!((said.from.as_str(), said.text.as_str()), ("+1", "yes"));
    }
}
