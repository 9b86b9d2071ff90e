//! Reading an e-mail as an inquiry: who it says it is from, what it says, what belongs to it, and whether a machine has written it.
//!
//! Whoever knows our address can send anything. So nothing in it is trusted, nothing is fetched, a page of HTML becomes plain text, and what is made to burst a
//! parser is not taken apart. Whatever comes, there is a text, or it is said that there is none.
//!
//! # Source
//! RFC 5322; RFC 3834 (answers by machines); RFC 2919 and 2369 (mailing lists); RFC 3464 (reports).

use domain::inquiries::Asker;
use domain::numbers::InquiryNumber;
use domain::text::{Line, Narrative};
use ledger::{Hash, Hashing};
use mail_parser::{HeaderValue, Message, MessageParser, MimeHeaders as _, PartType, decoders::html::html_to_text};

use crate::documents::{attached, tame};
use crate::reminders::mark;

/// How many messages that it answers are looked up.
const ANSWERS: usize = 20;
/// How many texts of a message are put together.
const TEXTS: usize = 20;
/// How much of a page of HTML is read, in bytes.
const PAGE: usize = 512 * 1024;
/// How much is read of the headers of a message that is not taken apart.
const HEAD: usize = 64 * 1024;

/// What stands where no subject is.
const NO_SUBJECT: &str = "(No subject)";
/// What stands where no text is.
const NO_TEXT: &str = "(There is no text in this e-mail.)";
/// What stands where the text cannot be read.
const NOT_APART: &str = "(This e-mail could not be read. It lies here as it came.)";
/// What stands at the end of a text that is longer than we keep.
const GOES_ON: &str = "\n\n(It goes on: the whole lies in the e-mail as it came.)";

/// An e-mail as somebody reads it.
pub(super) struct Letter {
    pub(super) from: Asker,
    pub(super) subject: Line,
    pub(super) said: Narrative,
    /// What its sender's program has named it.
    pub(super) name: Option<Line>,
    /// What it is known by.
    pub(super) digest: String,
    /// The number of an inquiry in its subject.
    pub(super) number: Option<InquiryNumber>,
    /// The names of the messages that it answers.
    pub(super) answers: Vec<String>,
    /// What is attached to it.
    pub(super) attached: Vec<(String, Vec<u8>)>,
    /// How many more there are.
    pub(super) more: usize,
    /// Whether no person has written it.
    pub(super) by_machine: bool,
}

impl Letter {
    /// Reads a message. What is empty is none.
    pub(super) fn read(bytes: &[u8], ours: Option<&str>) -> Option<Self> {
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return None;
        }
        if let Some(message) = tame(bytes) {
            let (attached, more) = attached(&message);
            let said = text(&message);
            return Self::of(&message, bytes, said, (attached, more), ours);
        }
        let head = bytes.get(..HEAD).unwrap_or(bytes);
        let message = MessageParser::default().parse_headers(head).unwrap_or_default();
        Self::of(&message, bytes, NOT_APART.to_owned(), (Vec::new(), 0), ours)
    }

    fn of(
        message: &Message<'_>,
        bytes: &[u8],
        said: String,
        (attached, more): (Vec<(String, Vec<u8>)>, usize),
        ours: Option<&str>,
    ) -> Option<Self> {
        let sender = message.from().and_then(|from| from.first());
        let address = sender.and_then(|sender| sender.address()).unwrap_or_default();
        let name = message.message_id().and_then(Line::salvage);
        let subject = message.subject().unwrap_or_default();
        let mut answers = ids(message.in_reply_to());
        answers.extend(ids(message.references()).into_iter().rev());
        answers.truncate(ANSWERS);
        Some(Self {
            from: Asker {
                name: sender.and_then(|sender| sender.name()).and_then(Line::salvage),
                reach: Line::salvage(address),
            },
            number: InquiryNumber::in_text(subject),
            subject: Line::salvage(subject).or_else(|| Line::salvage(NO_SUBJECT))?,
            said: kept(&said)?,
            digest: digest(name.as_ref(), bytes),
            name,
            answers,
            attached,
            more,
            by_machine: is_by_machine(message) || is_ours(address, ours),
        })
    }

    /// The mark that a message of ours would have.
    pub(super) fn mark(&self) -> Option<uuid::Uuid> {
        self.name.as_ref().and_then(|name| mark(name.reveal()))
    }
}

/// What is kept of a text, with a word where it goes on.
fn kept(text: &str) -> Option<Narrative> {
    let long = Narrative::LIMIT < text.chars().count();
    let cut: String = if long {
        text.chars().take(Narrative::LIMIT - GOES_ON.len()).chain(GOES_ON.chars()).collect()
    } else {
        text.to_owned()
    };
    Narrative::salvage(&cut).or_else(|| Narrative::salvage(NO_TEXT))
}

/// The texts of a message, one behind the other. Of a page of HTML its text remains: no address is followed, nothing is fetched, nothing runs.
fn text(message: &Message<'_>) -> String {
    let one = |part: &mail_parser::MessagePart<'_>| match &part.body {
        PartType::Text(text) => text.to_string(),
        PartType::Html(page) => {
            let end = (0..=PAGE.min(page.len())).rev().find(|at| page.is_char_boundary(*at)).unwrap_or_default();
            html_to_text(page.get(..end).unwrap_or_default())
        }
        _ => String::new(),
    };
    let says = |text: &String| !text.trim().is_empty();
    let texts: Vec<String> = message.text_bodies().take(TEXTS).map(one).filter(says).collect();
    if texts.is_empty() {
        // of a message that ends too early the text passes for something attached
        return message.parts.iter().take(TEXTS).map(one).find(says).unwrap_or_default();
    }
    texts.join("\n\n")
}

/// The names of messages in a field.
fn ids(value: &HeaderValue<'_>) -> Vec<String> {
    match value {
        HeaderValue::Text(id) => vec![id.to_string()],
        HeaderValue::TextList(ids) => ids.iter().map(ToString::to_string).collect(),
        _ => Vec::new(),
    }
}

/// What a message is known by: its name, and all behind its headers, which the ways to us add to. Without a name it is known by all of it.
fn digest(name: Option<&Line>, bytes: &[u8]) -> String {
    let body = bytes.windows(2).position(|two| two == b"\n\n").map(|at| at + 2);
    let body = bytes.windows(4).position(|four| four == b"\r\n\r\n").map(|at| at + 4).into_iter().chain(body).min();
    let said = match (name, body) {
        (Some(_), Some(at)) => bytes.get(at..).unwrap_or_default(),
        _ => bytes,
    };
    let mut hashing = Hashing::new();
    hashing.update(name.map(Line::reveal).unwrap_or_default().as_bytes());
    hashing.update(b"\n\n");
    // one way to us ends lines otherwise than another
    said.split(|byte| *byte == b'\r').for_each(|piece| hashing.update(piece));
    let hash: Hash = hashing.finish();
    hash.to_string()
}

/// Whether it says itself that no person has written it to us: an answering machine, a mailing list, a report of a relay.
fn is_by_machine(message: &Message<'_>) -> bool {
    let raw = |name: &'static str| message.header_raw(name).map(|value| value.trim().to_ascii_lowercase());
    let submitted = raw("Auto-Submitted").is_some_and(|value| !value.is_empty() && !value.starts_with("no"));
    let bulk = raw("Precedence").is_some_and(|value| ["bulk", "list", "junk", "auto_reply"].contains(&&*value));
    let listed = ["List-Id", "List-Post", "List-Unsubscribe", "X-Autoreply", "X-Autorespond", "X-Auto-Reply"];
    let reports = message.parts.first().and_then(|root| root.content_type()).is_some_and(|kind| {
        kind.c_type.eq_ignore_ascii_case("multipart")
            && kind.c_subtype.as_deref().is_some_and(|kind| kind.eq_ignore_ascii_case("report"))
    });
    let returned = raw("Return-Path").is_some_and(|path| path.replace(' ', "") == "<>");
    let sender = message.from().and_then(|from| from.first()).and_then(|sender| sender.address()).unwrap_or_default();
    let daemon = sender.split('@').next().is_some_and(|name| name.eq_ignore_ascii_case("mailer-daemon"));
    submitted || bulk || reports || returned || daemon || listed.into_iter().any(|name| raw(name).is_some())
}

/// Whether it comes from the address that people write to: then it is our own, or somebody pretends.
fn is_ours(address: &str, ours: Option<&str>) -> bool {
    let plain = |address: &str| {
        let (name, host) = address.split_once('@')?;
        let name = name.split('+').next().unwrap_or_default();
        Some((name.to_ascii_lowercase(), host.trim().to_ascii_lowercase()))
    };
    ours.and_then(plain).is_some_and(|ours| plain(address) == Some(ours))
}

#[cfg(test)]
mod tests;
