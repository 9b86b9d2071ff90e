//! The file of an inquiry, and its line in lists.

use std::collections::BTreeMap;
use std::fmt;

use domain::duties;
use domain::entry::Entry;
use domain::ids::{DossierId, DossierKind, StaffId};
use domain::inquiries::{Came, Ended, Finding, Inquiry, InquiryKind, Theme};
use domain::level::Level;
use domain::numbers::InquiryNumber;
use domain::policy::TieKind;
use domain::reach::Channel;
use domain::rulebook::Rulebook;
use domain::time::Instant;
use serde::{Deserialize, Serialize};
use store::{Derived, Hold, InquiryRow, Tie, TimedInquiry};
use vault::index::Field;

use super::recount::fingerprint;
use crate::cards::{read_card, sealed_form};
use crate::house::file::{File, blob_row, card, derived, duty_row};
use crate::{Ctx, Fault, House};

/// What stands in lists for the channel of what came by the public form, which is answered by e-mail.
pub const BY_FORM: &str = "form";

impl File for Inquiry {
    const KIND: DossierKind = DossierKind::Inquiry;

    fn apply(&mut self, entry: &Entry) {
        Self::apply(self, entry);
    }

    fn holders(&self, _now: Instant) -> std::collections::BTreeSet<StaffId> {
        self.owner().filter(|_| self.is_open()).into_iter().collect()
    }

    fn derive(&self, _dossier: DossierId, rules: &Rulebook) -> Result<Derived, Fault> {
        let state = if self.is_open() { "open" } else { "closed" };
        let content = InquiryCard::of(self).map(|card| sealed_form(&card)).transpose()?.unwrap_or_default();
        let mut rows = derived(card(state, self.level(), content));
        rows.duties = duties::of_inquiry(self, rules).iter().map(duty_row).collect();
        rows.inquiry = row(self, rules);
        rows.blobs = self.post.files.iter().map(|file| blob_row(&file.kept.file)).collect::<Result<_, _>>()?;
        rows.tokens = tokens(self);
        let tie = |staff, kind: TieKind| Tie {
            staff,
            tie: kind.code().to_owned(),
            clearance: kind.clearance(),
            since: Instant(0),
            until: None,
        };
        let owner = self.owner().into_iter().map(|staff| tie(staff, TieKind::Answers));
        let told = self.told().map(|staff| tie(staff, TieKind::Told));
        rows.holds = held(self).into_iter().collect();
        rows.ties = owner.chain(told).chain(self.concerns().map(|staff| tie(staff, TieKind::Excluded))).collect();
        Ok(rows)
    }
}

/// Nobody destroys a file while its client waits to have it (GDPR Art. 15, RC-4.7).
fn held(inquiry: &Inquiry) -> Option<Hold> {
    let asked = inquiry.is_open() && inquiry.asks_for_own_record();
    let (_, since, _) = inquiry.received.as_ref().filter(|_| asked)?;
    Some(Hold { dossier: inquiry.case()?, since: *since, until: None })
}

/// By what whoever writes again, and what comes twice, is known.
fn tokens(inquiry: &Inquiry) -> Vec<(Field, String)> {
    let number = inquiry.received.iter().map(|(received, _, _)| (Field::InquiryNumber, received.number.to_string()));
    let mails = inquiry.mails().flat_map(|mailed| {
        let name = mailed.id.as_ref().map(|name| (Field::MailName, name.reveal().to_owned()));
        std::iter::once((Field::Mail, mailed.digest.clone())).chain(name)
    });
    number.chain(mails).collect()
}

fn row(inquiry: &Inquiry, rules: &Rulebook) -> Option<TimedInquiry> {
    let (timed, kind) = (inquiry.timed()?, inquiry.kind()?);
    let clocks = timed.clocks(rules);
    let (received, _, _) = inquiry.received.as_ref()?;
    let ended = inquiry.ended.as_ref();
    let row = InquiryRow {
        kind: kind.code().to_owned(),
        channel: if received.came == Some(Came::Form) { BY_FORM } else { received.channel.code() }.to_owned(),
        level: inquiry.level(),
        owner: inquiry.owner(),
        about: inquiry.case(),
        received: clocks.received,
        acknowledge_due: clocks.acknowledge.due,
        acknowledged: clocks.acknowledge.done,
        answer_due: clocks.answer.due,
        ended: ended.map(|(_, at, _)| *at),
        answered: ended.is_some_and(|(how, _, _)| matches!(how, Ended::Answered(_))),
        due: clocks.next().map_or(clocks.answer.due, |(due, _)| due),
    };
    // of what cannot be written nothing is known, and it is opened when it is counted anew
    let timed = serde_json::to_string(&timed).unwrap_or_default();
    Some(TimedInquiry { row, timed, rules: fingerprint(rules) })
}

/// The number of an inquiry, and when it reached us, for whoever has just asked.
pub(super) async fn inquiry_number(house: &House, inquiry: DossierId) -> Result<(InquiryNumber, Instant), Fault> {
    let opened = house.open::<Inquiry>(inquiry, Level::Restricted).await?;
    let received = opened.and_then(|opened| opened.file.received.clone());
    received.map(|(received, at, _)| (received.number, at)).ok_or(Fault::Damaged)
}

/// An inquiry in a list.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InquiryCard {
    /// Its number.
    pub number: String,
    /// What it is about, in one line.
    pub subject: String,
    /// Who asks, where they said so.
    pub from: Option<String>,
    /// What it is.
    pub kind: InquiryKind,
    /// How it reached us.
    pub channel: Channel,
    /// Who answers it.
    pub owner: Option<StaffId>,
    /// To which case it belongs.
    pub case: Option<DossierId>,
    /// Whether it came by the form that anybody can fill in.
    #[serde(default)]
    pub by_form: bool,
    /// Whether they have written again since anybody did something last.
    #[serde(default)]
    pub unseen: bool,
    /// What a complaint or feedback is about, once somebody has said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<Theme>,
    /// Whether a complaint was right, once it is answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finding: Option<Finding>,
}

impl fmt::Debug for InquiryCard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "InquiryCard({})", self.number)
    }
}

impl InquiryCard {
    /// The card of this file; nothing before the first entry.
    pub fn of(inquiry: &Inquiry) -> Option<Self> {
        let (received, _, _) = inquiry.received.as_ref()?;
        Some(Self {
            number: received.number.to_string(),
            subject: received.subject.reveal().to_owned(),
            from: received.from.name.as_ref().map(|name| name.reveal().to_owned()),
            kind: inquiry.kind()?,
            channel: received.channel,
            owner: inquiry.owner(),
            case: inquiry.case(),
            by_form: received.came == Some(Came::Form),
            unseen: inquiry.post.unseen && inquiry.is_open(),
            theme: inquiry.theme().map(|themed| themed.theme),
            finding: inquiry.outcome().map(|outcome| outcome.finding),
        })
    }
}

/// The cards of those of these dossiers that are inquiries, each with how confidential it is.
pub(crate) async fn inquiry_cards(
    ctx: &Ctx,
    dossiers: Vec<DossierId>,
) -> Result<BTreeMap<DossierId, (Level, InquiryCard)>, Fault> {
    let mut found = BTreeMap::new();
    for seen in ctx.house.store.cards(&dossiers).await? {
        if seen.head.kind == DossierKind::Inquiry
            && let Some(card) = read_card::<InquiryCard>(&seen)?
        {
            found.insert(seen.head.dossier, (seen.head.level, card));
        }
    }
    Ok(found)
}
