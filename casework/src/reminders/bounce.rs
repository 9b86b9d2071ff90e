//! E-mails that come back (RFC 3464): which message of ours did not arrive, and why.
//!
//! Nothing in such an e-mail is trusted. It has to carry the mark that we gave to a message, which nobody can guess; whoever knows one can at most have somebody
//! call the client.

use std::sync::Arc;

use domain::reminders::{Means, Reported, Undelivered};
use mail_parser::{MimeHeaders as _, PartType};
use uuid::Uuid;

use super::gateway::report;
use crate::Fault;
use crate::documents::tame;
use crate::house::House;

/// What a relay tells of messages that it could not deliver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bounce {
    /// Marks that stand in it and look like ours.
    marks: Vec<Uuid>,
    /// Why it did not arrive; nothing when it may still do.
    why: Option<Undelivered>,
}

/// How many marks of one e-mail are looked for.
const MOST: usize = 20;

impl Bounce {
    /// Reads an e-mail; nothing when it is no such report, or carries nothing that looks like a mark of ours.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let message = tame(bytes)?;
        let kind = message.root_part().content_type()?;
        let reports = kind.c_type.eq_ignore_ascii_case("multipart")
            && kind.c_subtype.as_deref().is_some_and(|kind| kind.eq_ignore_ascii_case("report"));
        if !reports {
            return None;
        }
        let is = |part: &mail_parser::MessagePart<'_>, name: &str| {
            part.content_type()
                .is_some_and(|kind| kind.c_subtype.as_deref().is_some_and(|subtype| subtype.eq_ignore_ascii_case(name)))
        };
        let status = message.parts.iter().find(|part| is(part, "delivery-status"))?;
        let status = String::from_utf8_lossy(status.contents()).into_owned();
        let mut ids: Vec<String> = fields(&status, "original-message-id").map(str::to_owned).collect();
        for part in &message.parts {
            match &part.body {
                PartType::Message(returned) => ids.extend(returned.message_id().map(str::to_owned)),
                _ if is(part, "rfc822-headers") => {
                    let headers = String::from_utf8_lossy(part.contents()).into_owned();
                    ids.extend(fields(&headers, "message-id").map(str::to_owned));
                }
                _ => {}
            }
        }
        let marks: Vec<Uuid> = ids.iter().take(MOST).filter_map(|id| mark(id)).collect();
        (!marks.is_empty()).then(|| Self { marks, why: why(&status) })
    }
}

/// The values of a field, which may be written in any case; a value goes no further than its line.
fn fields<'t>(text: &'t str, name: &'static str) -> impl Iterator<Item = &'t str> {
    let named = move |line: &'t str| line.split_once(':').filter(|(known, _)| known.trim().eq_ignore_ascii_case(name));
    text.lines().filter_map(named).map(|(_, value)| value.trim())
}

/// The mark in a `Message-ID` of ours: thirty-two digits before the at sign.
pub(crate) fn mark(id: &str) -> Option<Uuid> {
    let (mark, _) = id.trim_start_matches('<').split_once('@')?;
    Uuid::try_parse(mark).ok().filter(|_| mark.len() == 32)
}

/// Why it did not arrive. A delay is no failure, and what was delivered neither.
fn why(status: &str) -> Option<Undelivered> {
    let failed = fields(status, "action").any(|action| action.eq_ignore_ascii_case("failed"));
    let code = fields(status, "status").find(|code| code.starts_with('5'))?;
    let class = |begins: &str| code == begins || code.starts_with(&format!("{begins}."));
    failed.then(|| {
        if ["5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10"].contains(&code) {
            Undelivered::Unknown
        } else if class("5.2") || class("5.7") {
            Undelivered::Rejected
        } else if class("5.4") {
            Undelivered::Expired
        } else {
            Undelivered::Other
        }
    })
}

impl House {
    /// Takes in what a relay tells of messages that did not arrive; says whether any of them is ours. Of one that is only late nothing is written down.
    ///
    /// # Errors
    /// [`Fault`] when it cannot be written down now.
    pub async fn take_bounce(self: &Arc<Self>, bounce: Bounce) -> Result<bool, Fault> {
        let mut ours = false;
        for mark in bounce.marks {
            let Some(message) = self.store().message(mark).await? else { continue };
            if Means::from_code(&message.means) != Some(Means::Email) {
                continue;
            }
            ours = true;
            if let Some(why) = bounce.why {
                report(self, message, Reported::NotDelivered(why)).await?;
            }
        }
        Ok(ours)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bounce(status: &str, returned: &str) -> Option<Bounce> {
        let mail = format!(
            "From: MAILER-DAEMON@relay.example\r\nTo: appointments@example.org\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\n\
             Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n\
             --b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; relay.example\r\n\r\n{status}\r\n\r\n--b\r\n{returned}\r\n--b--\r\n"
        );
        Bounce::read(mail.as_bytes())
    }

    const MARK: &str = "0000000000000000000000000000000a";

    fn headers(id: &str) -> String {
        format!("Content-Type: text/rfc822-headers\r\n\r\nSubject: x\r\nMessage-ID: <{id}@example.org>\r\n")
    }

    #[test]
    fn a_report_names_our_message_and_says_why_it_did_not_arrive() {
        let why = |status: &str| bounce(status, &headers(MARK)).and_then(|bounce| bounce.why);
        for (status, expected) in [
            ("Final-Recipient: rfc822; a@b.example\r\nAction: failed\r\nStatus: 5.1.1", Some(Undelivered::Unknown)),
            ("Action: failed\r\nStatus: 5.2.2", Some(Undelivered::Rejected)),
            ("Action: failed\r\nStatus: 5.7.1", Some(Undelivered::Rejected)),
            ("Action: failed\r\nStatus: 5.4.7", Some(Undelivered::Expired)),
            ("ACTION: Failed\r\nSTATUS: 5.0.0", Some(Undelivered::Other)),
            ("Action: delayed\r\nStatus: 4.4.1", None),
            ("Action: failed\r\nStatus: 4.4.7", None),
            ("Action: delivered\r\nStatus: 2.0.0", None),
        ] {
            assert_eq!(why(status), expected, "{status}");
        }
    }

    #[test]
    fn the_mark_is_found_wherever_relays_put_it() {
        let failed = "Action: failed\r\nStatus: 5.1.1";
        let whole =
            format!("Content-Type: message/rfc822\r\n\r\nMessage-ID: <{MARK}@example.org>\r\nSubject: x\r\n\r\nHello");
        let named = format!("Original-Message-ID: <{MARK}@example.org>\r\n{failed}");
        for found in [
            bounce(failed, &headers(MARK)),
            bounce(failed, &whole),
            bounce(&named, "Content-Type: text/plain\r\n\r\nx"),
        ] {
            assert_eq!(found.map(|bounce| bounce.marks), Some(vec![Uuid::from_u128(10)]));
        }
        assert_eq!(bounce(failed, &headers("somebody.else")), None);
        let plain = format!("To: a@b.example\r\nSubject: Hello\r\n\r\nMessage-ID: <{MARK}@example.org>");
        assert_eq!(Bounce::read(plain.as_bytes()), None, "no report");
        for bytes in [&b""[..], b"Content-Type: multipart/report; boundary=\"\"\r\n\r\n--", &[b'-'; 10_000]] {
            assert_eq!(Bounce::read(bytes), None);
        }
    }
}
