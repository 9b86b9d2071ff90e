//! How far the closure of a case is, for everybody who signs a step of it: numbers, names and times, and not a word of the file.
//!
//! The records officer and the IT administrator sign the last two steps without being allowed to read the case; this is all they see of it. Whether
//! a closure has begun stands on the card of the case, and the look at it is in the ledger before anything of the file is unsealed.

use domain::cases::{self, CaseFile};
use domain::closure::{CannotClose, Rung};
use domain::ids::{DossierId, EntryNumber, ItemId, StaffId};
use domain::inquiries::KEEPS_OPEN;
use domain::level::Level;
use domain::policy::{Action, Refused, TieKind};
use domain::retention::Term;
use domain::text::Narrative;
use domain::time::Instant;
use jiff::civil::Date;
use store::InquiryRow;

use super::sign_rung::action_of;
use crate::cards::{CaseCard, read_card};
use crate::house::Seen;
use crate::{Ctx, Failure, Fault, Never};

/// Whoever may do one of these has to do with a closure.
const CONCERNED: [Action; 10] = [
    Action::ReadCase,
    Action::SignDocumented,
    Action::SignVerified,
    Action::SignApproved,
    Action::SignScheduled,
    Action::SignAccessRevoked,
    Action::CloseCase,
    Action::VerifyAccess,
    Action::AskReopening,
    Action::ApproveReopening,
];

/// A step that is signed.
#[derive(Debug, Clone)]
pub struct Signed {
    /// Which step.
    pub rung: Rung,
    /// By whom.
    pub by: StaffId,
    /// When.
    pub at: Instant,
    /// In which entry.
    pub entry: EntryNumber,
    /// What was computed, such as "26 of 26 entries verify"; remarks that people wrote are not among it.
    pub computed: Option<String>,
}

/// How far the closure of a case is.
#[derive(Debug, Clone)]
pub struct Standing {
    /// Which case.
    pub case: DossierId,
    /// Its last entry.
    pub last: EntryNumber,
    /// Its number.
    pub number: String,
    /// Who carries it, and who supervises it.
    pub hands: Option<(StaffId, StaffId)>,
    /// Whether it is being worked on.
    pub open: bool,
    /// The steps that are signed.
    pub signed: Vec<Signed>,
    /// The step that comes next.
    pub next: Option<Rung>,
    /// What keeps the acting person from signing the next step; `None` when it is theirs to sign now, or nobody's.
    pub hindered: Option<CannotClose>,
    /// How many things keep the case open.
    pub blockers: usize,
    /// How many of them are inquiries that wait for an answer.
    pub inquiries: usize,
    /// Who can open the file now, and why.
    pub ties: Vec<(StaffId, TieKind)>,
    /// The last day on which the file is kept: by the schedule, or as it was laid down where that knows no day.
    pub keep_until: Option<Date>,
    /// The rule by which it is: by the schedule, or as it was signed.
    pub term: Option<Term>,
    /// When it was closed, and by whom.
    pub closed: Option<(Instant, StaffId)>,
    /// When IT has looked at who can open it, by whom, and in which entry.
    pub verified: Option<(StaffId, Instant, EntryNumber)>,
    /// The day on which the client is to be asked once more: as it was agreed, or what is left of it once the case is closed.
    pub after_care: Option<Date>,
    /// A request to reopen that waits: which, by whom, when. Why is content and stays in the file.
    pub asked: Option<(ItemId, StaffId, Instant)>,
    /// What the acting person may do here.
    pub may: Vec<Action>,
    /// The file, for whoever may read it.
    pub seen: Option<Seen<CaseFile>>,
}

impl Standing {
    /// Whether the acting person may do this here.
    pub fn may(&self, action: Action) -> bool {
        self.may.contains(&action)
    }

    /// Whether the acting person holds the role for this step.
    pub fn may_sign(&self, rung: Rung) -> bool {
        self.may(action_of(rung))
    }

    /// The signature under this step.
    pub fn rung(&self, rung: Rung) -> Option<&Signed> {
        self.signed.iter().find(|signed| signed.rung == rung)
    }
}

/// How far the closure of a case is. No content: only headers leave this function.
///
/// # Errors
/// [`Failure::Refused`] when the person has nothing to do with it; who may not read the file has nothing to do with it before its first step is signed.
pub async fn standing(ctx: &Ctx, case: DossierId) -> Result<Standing, Failure<Never>> {
    let may = ctx.may_which(&CONCERNED, case).await?;
    let seen = match may.first() {
        Some(_) if may.contains(&Action::ReadCase) => Some(ctx.view::<CaseFile>(Action::ReadCase, case).await?),
        Some(action) if has_begun(ctx, case).await? => {
            ctx.note_look(LOOKED, *action, case).await?;
            None
        }
        _ => {
            ctx.note_refusal(Action::ReadCase, Some(case)).await?;
            return Err(Failure::Refused(Refused));
        }
    };
    let opened = ctx.house.open::<CaseFile>(case, Level::Restricted).await?.ok_or(Failure::Refused(Refused))?;
    let file = &opened.file;
    let organisation = ctx.house.organisation().await?;
    let ties = ctx.house.store.ties_of_dossier(case, ctx.now()).await?;
    let ties = ties.iter().filter_map(|seen| Some((seen.tie.staff, TieKind::from_code(&seen.tie.tie)?)));
    let closed = match &file.standing {
        cases::Standing::Closed(closure) => Some(closure),
        _ => None,
    };
    let rules = &organisation.rulebook;
    let term = match file.closing.rung(Rung::Scheduled) {
        // what is being signed; a closed file follows the schedule as it stands
        Some(signed) if closed.is_none() => signed.signed.term.clone(),
        _ => file.term(rules, rules.office.today(ctx.now())),
    };
    let next = file.closing.next();
    let about = ctx.house.store.inquiries_about(case).await?;
    let inquiries = about.iter().filter(|seen| keeps_open(&seen.row)).count();
    Ok(Standing {
        case,
        last: opened.last,
        number: file.number().map(|number| number.to_string()).unwrap_or_default(),
        hands: file.assignment().map(|hands| (hands.worker, hands.supervisor)),
        open: file.is_open(),
        signed: file.closing.signed.iter().map(signed).collect(),
        next,
        hindered: next.and_then(|next| file.may_sign(next, ctx.staff(), rules).err()),
        blockers: file.blockers(rules).len() + inquiries,
        inquiries,
        ties: ties.filter(|(_, kind)| *kind != TieKind::Excluded).collect(),
        keep_until: term.as_ref().map(|term| term.until).or(closed.map(|closure| closure.closed.keep_until)),
        term,
        closed: closed.map(|closure| (closure.at, closure.by)),
        verified: file.closing.verified,
        after_care: after_care(file),
        asked: file.closing.asked.as_ref().map(|(asked, by, at)| (asked.id, *by, *at)),
        may,
        seen,
    })
}

/// The day of the after-care that is agreed, or still open.
fn after_care(file: &CaseFile) -> Option<Date> {
    let agreed = || file.closing.rung(Rung::Documented)?.signed.ending.as_ref()?.after_care.as_ref();
    let care = if file.is_open() { agreed() } else { file.parting.after_care.as_ref() };
    care.map(|care| care.on)
}

/// Whether an inquiry that belongs to a case keeps it open.
pub fn keeps_open(inquiry: &InquiryRow) -> bool {
    inquiry.ended.is_none() && KEEPS_OPEN.iter().any(|kind| kind.code() == inquiry.kind)
}

/// What stands in the ledger when somebody looks at how far a closure is, and at nothing else.
const LOOKED: &str = "looked";

/// Whether a step of the closure is signed, by the card of the case.
async fn has_begun(ctx: &Ctx, case: DossierId) -> Result<bool, Fault> {
    for seen in ctx.house.store.cards(&[case]).await? {
        if let Some(card) = read_card::<CaseCard>(&seen)? {
            return Ok(0 < card.closing);
        }
    }
    Ok(false)
}

fn signed(rung: &domain::closure::SignedRung) -> Signed {
    let computes = matches!(rung.signed.rung, Rung::Documented | Rung::Verified);
    let evidence = rung.signed.evidence.as_ref().filter(|_| computes);
    Signed {
        rung: rung.signed.rung,
        by: rung.by,
        at: rung.at,
        entry: rung.entry,
        computed: evidence.map(|line| line.reveal().to_owned()),
    }
}

/// A request to reopen, as whoever decides on it reads it.
#[derive(Debug, Clone)]
pub struct ReopeningWanted {
    /// Which.
    pub id: ItemId,
    /// By whom.
    pub by: StaffId,
    /// When.
    pub at: Instant,
    /// Why.
    pub reason: Narrative,
}

/// The request that waits for a decision. Reading it is recorded as an opening of the file.
///
/// # Errors
/// [`Failure::Refused`] when the person may not decide on it, or nobody has asked.
pub async fn reopening_wanted(ctx: &Ctx, case: DossierId) -> Result<ReopeningWanted, Failure<Never>> {
    let seen = ctx.view::<CaseFile>(Action::ApproveReopening, case).await?;
    let asked = seen.closing.asked.clone().ok_or(Failure::Refused(Refused))?;
    Ok(ReopeningWanted { id: asked.0.id, by: asked.1, at: asked.2, reason: asked.0.reason })
}
