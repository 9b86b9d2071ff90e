//! E-mail as a document: to which case it goes, what was attached to it, and what it says.
//!
//! The message itself is filed as it came; what is read here only helps to file it and to show it. Nothing in it is trusted: whoever knows an address can
//! write anything there. The parser has no unsafe code, and what it reads is bounded by the callers.
//!
//! # Source
//! RFC 5322; RFC 5233 (what stands behind the plus sign of an address).

use domain::numbers::CaseNumber;
use jiff::civil::Date;
use mail_parser::{Address, MessageParser, MimeHeaders as _, PartType};

/// The most lines of a message that may begin with two dashes: what divides its parts looks so.
const MOST_MARKS: usize = 2_000;
/// The most times that a message may speak of messages within it.
const MOST_WITHIN: usize = 200;
/// The most lines of a message that look like fields of a header.
const MOST_FIELDS: usize = 100_000;
/// The longest field of a header, in bytes, with the lines that carry it on.
const LONGEST_FIELD: usize = 64 * 1024;

/// Whether a message can be taken apart in little memory. What is made to burst a parser – parts within parts, messages within messages, fields without end – is
/// left whole.
fn is_tame(bytes: &[u8]) -> bool {
    let (mut marks, mut fields, mut within, mut field) = (0_usize, 0_usize, 0_usize, 0_usize);
    for line in bytes.split(|byte| *byte == b'\n') {
        let carried_on = matches!(line.first(), Some(b' ' | b'\t'));
        let named = line
            .iter()
            .take(80)
            .position(|byte| *byte == b':')
            .is_some_and(|at| 0 < at && line.iter().take(at).all(|byte| byte.is_ascii_graphic()));
        marks += usize::from(line.starts_with(b"--"));
        fields += usize::from(named);
        // a field goes on in the lines behind it that begin with a space
        field = match (named, carried_on) {
            (true, _) => line.len(),
            (false, true) if 0 < field => field + line.len(),
            _ => 0,
        };
        within += line.windows(6).filter(|six| six.eq_ignore_ascii_case(b"rfc822")).count();
        within += line.windows(14).filter(|word| word.eq_ignore_ascii_case(b"message/global")).count();
        if MOST_MARKS < marks || MOST_FIELDS < fields || MOST_WITHIN < within || LONGEST_FIELD < field {
            return false;
        }
    }
    true
}

/// How many files of one message are taken.
const MOST: usize = 20;

/// The headers that say to which address it was sent, the most telling first.
const SENT_TO: [&str; 6] = ["Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc", "Bcc"];

/// What is known of an e-mail.
pub struct Message {
    /// Its subject.
    pub subject: String,
    /// The case that its address names, or else its subject.
    pub case: Option<CaseNumber>,
    /// The day on which it was written, as its sender says.
    pub dated: Option<Date>,
    /// The files that were attached to it, each with its name.
    pub attached: Vec<(String, Vec<u8>)>,
}

impl Message {
    /// Reads a message; nothing when it is none.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let message = tame(bytes)?;
        let subject = message.subject().unwrap_or_default().to_owned();
        let addressed = SENT_TO.iter().filter_map(|name| CaseNumber::in_text(message.header_raw(*name)?)).next();
        let dated = message.date().and_then(|at| {
            Date::new(i16::try_from(at.year).ok()?, i8::try_from(at.month).ok()?, i8::try_from(at.day).ok()?).ok()
        });
        Some(Self {
            case: addressed.or_else(|| CaseNumber::in_text(&subject)),
            attached: attached(&message).0,
            subject,
            dated,
        })
    }

    /// What a person reads of a message: from whom, to whom, when, about what, and its text; nothing when it is none.
    pub fn told(bytes: &[u8]) -> Option<String> {
        let message = tame(bytes)?;
        let mut text = String::new();
        let mut line = |term: &str, words: &str| {
            if !words.is_empty() {
                text.push_str(&format!("{term}: {words}\n"));
            }
        };
        line("From", &people(message.from()));
        line("To", &people(message.to()));
        line("Cc", &people(message.cc()));
        line("Date", &message.date().map(mail_parser::DateTime::to_rfc822).unwrap_or_default());
        line("Subject", message.subject().unwrap_or_default());
        for part in message.attachments() {
            line("Attached", part.attachment_name().unwrap_or_default());
        }
        text.push('\n');
        let bodies = (0..message.text_body_count()).filter_map(|at| message.body_text(at));
        text.push_str(&bodies.collect::<Vec<_>>().join("\n\n"));
        Some(text)
    }
}

/// The message, taken apart; nothing when it is none, or is made to burst a parser.
pub(crate) fn tame(bytes: &[u8]) -> Option<mail_parser::Message<'_>> {
    if is_tame(bytes) { MessageParser::default().parse(bytes) } else { None }
}

/// What was attached to a message, each with its name; and how many more there are.
pub(crate) fn attached(message: &mail_parser::Message<'_>) -> (Vec<(String, Vec<u8>)>, usize) {
    let files = || {
        message.attachments().filter(|part| {
            // pictures that a signature shows have no name, or are said to stand in the text
            part.attachment_name().is_some()
                && !part.content_disposition().is_some_and(|way| way.is_inline())
                && !matches!(part.body, PartType::Multipart(_))
        })
    };
    let file = |part: &mail_parser::MessagePart<'_>| {
        let name = part.attachment_name().unwrap_or_default().to_owned();
        (name, part.contents().to_vec())
    };
    (files().take(MOST).map(file).collect(), files().count().saturating_sub(MOST))
}

/// Names and addresses, as far as there are any.
fn people(address: Option<&Address<'_>>) -> String {
    let one = |person: &mail_parser::Addr<'_>| match (person.name(), person.address()) {
        (Some(name), Some(address)) => format!("{name} <{address}>"),
        (name, address) => name.or(address).unwrap_or_default().to_owned(),
    };
    address.map(|address| address.iter().map(one).collect::<Vec<_>>().join(", ")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAIL: &str = "From: School <office@school.example>\r\nTo: documents+2026-000123-r@help.example\r\n\
        Subject: =?utf-8?Q?Attendance_of_M=C3=A4rz?=\r\nDate: Sat, 14 Mar 2026 09:00:00 +0100\r\nMIME-Version: 1.0\r\n\
        Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>See the <b>letter</b>.</p>\r\n\
        --b\r\nContent-Type: image/png; name=logo.png\r\nContent-Disposition: inline\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw==\r\n\
        --b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=\"../letter.pdf\"\r\n\r\n%PDF-\r\n--b--\r\n";

    #[test]
    fn a_message_names_its_case_and_brings_what_is_attached() {
        let case = CaseNumber::new(2026, 123);
        let mail = MAIL.replace("2026-000123-r", &case.to_string().to_lowercase());
        let message = Message::read(mail.as_bytes()).unwrap();
        assert_eq!(message.case, Some(case));
        assert_eq!(
            (message.subject.as_str(), message.dated),
            ("Attendance of März", Some(jiff::civil::date(2026, 3, 14)))
        );
        let names: Vec<&str> = message.attached.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(
            names,
            ["../letter.pdf"],
            "what stands in the text is no document; names are cleaned where they are kept"
        );
        let told = Message::told(mail.as_bytes()).unwrap();
        assert!(told.starts_with("From: School <office@school.example>\nTo: "), "{told}");
        assert!(told.contains("Subject: Attendance of März\n") && told.contains("See the letter."), "{told}");
        assert!(!told.contains("<b>"), "{told}");
    }

    #[test]
    fn a_subject_names_the_case_where_no_address_does() {
        let case = CaseNumber::new(2026, 7);
        let read = |text: String| Message::read(text.as_bytes()).and_then(|message| message.case);
        assert_eq!(read(format!("To: a@b.example\r\nSubject: Re: {case}\r\n\r\nHello")), Some(case));
        assert_eq!(read("To: a@b.example\r\nSubject: Hello\r\n\r\nHello".to_owned()), None);
        assert_eq!(read(format!("To: a@b.example\r\n\r\n{case}")), None, "the text of a message names many");
    }

    #[test]
    fn whatever_comes_is_read_or_not_and_never_fails() {
        for bytes in [
            &b""[..],
            b"\0\xff",
            b"To: ",
            &[b'-'; 100_000],
            "Content-Type: multipart/mixed; boundary=\"\"\r\n\r\n--\r\n".as_bytes(),
        ] {
            let _ = (Message::read(bytes), Message::told(bytes));
        }
        let nested: String =
            (0..2_000).map(|n| format!("Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n")).collect();
        let _ = Message::read(nested.as_bytes());
    }
}
