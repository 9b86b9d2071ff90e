//! The form that anybody can fill in (CC-4.1.1, CC-4.3.1). Decision 0032.
//!
//! Nobody signs in for it, so what comes by it proves nothing, and the server signs. Against what is sent by programs there are a form that is not younger than a
//! person needs and not older than a day, and limits for each address and for the house. The same words from the same person are one inquiry on one day.

use std::net::IpAddr;
use std::sync::Arc;

use domain::inquiries::{Asker, Came, CannotInquire, Inquiry, InquiryKind, InquiryReceived};
use domain::numbers::InquiryNumber;
use domain::policy::Action;
use domain::reach::Channel;
use domain::text::{Line, Narrative};
use domain::time::Instant;
use jiff::civil::Date;
use ledger::Hashing;
use store::Throttle;
use uuid::Uuid;

use super::card::inquiry_number;
use super::receive::{drawn, with_own_number};
use crate::house::{Decided, House, Proof, Signing, Target, Who};
use crate::{Failure, Fault};

/// How old a form is at least when it is sent, in seconds.
const YOUNGEST: i64 = 3;
/// How old it is at most.
const OLDEST: i64 = 86_400;
/// How much comes from one address.
const OF_ONE: Throttle = Throttle::rate(10, 3_600);
/// How much comes to the house.
const OF_ALL: Throttle = Throttle::rate(200, 3_600);
/// How much of a message stands in lists, in characters.
const SUBJECT: usize = 80;

/// What somebody asks by the form.
#[derive(Debug, Clone)]
pub struct Ask {
    /// What it is.
    pub kind: InquiryKind,
    /// What they write.
    pub said: Narrative,
    /// Who they say that they are, and where they are reached.
    pub from: Asker,
    /// How they want the answer; nothing when they want none.
    pub answer_by: Option<Channel>,
}

/// What whoever asks is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// The number of their inquiry.
    pub number: InquiryNumber,
    /// By the end of which day they have an answer.
    pub until: Date,
}

/// Why what was asked is not taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotAsk {
    /// The form is younger than a person needs, too old, or not ours.
    #[error("please send this once more")]
    AgainPlease,
    /// Too much came from there, or to us; after so many seconds it may be tried again.
    #[error("too much was sent; please wait {0} seconds and try again")]
    Wait(u32),
    /// A rule of inquiries.
    #[error(transparent)]
    Rule(#[from] CannotInquire),
}

impl House {
    /// Says, once, that anybody may ask by the form, and which sites may show it within their pages.
    pub fn opens_form(&self, frames: Vec<String>) {
        let _ = self.form.set(frames);
    }

    /// The sites that may show the form within their pages; nothing where there is no form.
    pub fn form(&self) -> Option<&[String]> {
        self.form.get().map(Vec::as_slice)
    }

    /// The mark of a form that is shown now: the one that it was sent with, as long as that is good.
    pub fn form_mark(&self, sent: &str) -> String {
        if self.age_of(sent).is_some_and(|age| (0..=OLDEST).contains(&age)) {
            return sent.to_owned();
        }
        let now = self.now().timestamp().as_second();
        format!("{now}.{}", self.mark_of(now).simple())
    }

    fn mark_of(&self, second: i64) -> Uuid {
        self.store().once_of("form", &second.to_string()).map(|key| key.bits()).unwrap_or_default()
    }

    /// How many seconds ago a form with this mark was shown; nothing when it is no mark of ours.
    fn age_of(&self, mark: &str) -> Option<i64> {
        let (second, proof) = mark.split_once('.')?;
        let second: i64 = second.parse().ok()?;
        let ours = Uuid::try_parse(proof).is_ok_and(|proof| !proof.is_nil() && proof == self.mark_of(second));
        ours.then(|| self.now().timestamp().as_second().saturating_sub(second))
    }

    /// Takes in what somebody asks by the form with this mark, from this address.
    ///
    /// # Errors
    /// [`Failure::Rule`] with [`CannotAsk`]: then nothing was written down.
    pub async fn ask(
        self: &Arc<Self>,
        order: Ask,
        mark: &str,
        address: Option<IpAddr>,
    ) -> Result<Asked, Failure<CannotAsk>> {
        let now = self.now();
        if !self.age_of(mark).is_some_and(|age| (YOUNGEST..=OLDEST).contains(&age)) {
            return Err(Failure::Rule(CannotAsk::AgainPlease));
        }
        let rules = self.organisation().await?;
        let rules = &rules.rulebook;
        let once =
            self.store().once_of("ask", &digest(&order, rules.office.today(now))).ok_or(Fault::Other("digest"))?;
        let level = rules.level_of(order.kind.line());
        let signing = Signing::author(Proof::System).at_level(level).once(once);
        let console = self.acting(Who::console(self));
        let before = console.done_before(&signing).await?;
        if before.is_none() {
            self.admit(address, now).await?;
        }
        let received = InquiryReceived {
            number: drawn(),
            kind: order.kind,
            channel: Channel::Email,
            answer_by: order.answer_by,
            subject: subject(&order.said).ok_or(Fault::Other("subject"))?,
            from: order.from,
            said: order.said,
            case: None,
            owner: None,
            came: Some(Came::Form),
            concerns: [].into(),
        };
        let target = Target::new(console.new_dossier());
        let entry = console
            .act(Action::TakeIn, target, signing, |file: &Inquiry, rules| {
                let events = file.receive(received.clone(), (level, now, now), rules)?;
                Ok(with_own_number(received.number, Decided::from(events)))
            })
            .await
            .map_err(|failure| failure.map_rule(CannotAsk::from))?;
        let (number, at) = inquiry_number(self, entry.dossier).await?;
        let own_record = order.kind == InquiryKind::OwnRecord;
        let (_, due) = rules.inquiries.deadlines(&rules.office, at, own_record);
        Ok(Asked { number, until: rules.office.today(due) })
    }

    async fn admit(&self, address: Option<IpAddr>, now: Instant) -> Result<(), Failure<CannotAsk>> {
        let store = self.store();
        let of_one = store.bucket("ask", &address.map(network).unwrap_or_default());
        let buckets = [(of_one, OF_ONE), (store.bucket("ask", "all"), OF_ALL)];
        match store.admit(&buckets, now).await.map_err(Fault::from)? {
            Some(until) => {
                let seconds = u32::try_from(until.seconds_since(now).max(1)).unwrap_or(u32::MAX);
                Err(Failure::Rule(CannotAsk::Wait(seconds)))
            }
            None => Ok(()),
        }
    }
}

/// Where somebody is, as far as one house has addresses: of the longer ones there are as many as anybody likes.
fn network(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}")
        }
    }
}

/// The beginning of a message, for lists.
fn subject(said: &Narrative) -> Option<Line> {
    let line = said.reveal().lines().find(|line| !line.trim().is_empty())?.trim();
    let end = if SUBJECT < line.chars().count() { "…" } else { "" };
    Line::salvage(&format!("{}{end}", line.chars().take(SUBJECT).collect::<String>().trim_end()))
}

fn digest(order: &Ask, day: Date) -> String {
    let text = |line: &Option<Line>| line.as_ref().map(|line| line.reveal().to_owned()).unwrap_or_default();
    let by = order.answer_by.map(Channel::code).unwrap_or_default();
    let mut hashing = Hashing::new();
    for part in [order.kind.code(), by, &day.to_string(), &text(&order.from.name), &text(&order.from.reach)] {
        hashing.update(part.as_bytes());
        hashing.update(b"\0");
    }
    hashing.update(order.said.reveal().as_bytes());
    hashing.finish().to_string()
}
