//! What somebody still has in hand: nothing of it may be left to nobody when they leave.
//!
//! Source: PT-3c (access ends when somebody leaves), RC-4.1 (custody of physical items), RC-4.4 (follow-up), CC-4.1.1, CM-4.4.3.

use std::collections::{BTreeMap, BTreeSet};

use domain::duties::DutyKind;
use domain::ids::{DossierId, ItemId, StaffId};
use domain::policy::{Action, TieKind};
use domain::staff::StaffCard;
use domain::text::Line;
use domain::time::Instant;
use jiff::civil::Date;
use store::{DutiesWanted, DutySeen, Whose};

use super::may_give_on;
use crate::cards::ClientCard;
use crate::groups::{GroupCard, group_cards};
use crate::inquiries::{InquiryCard, inquiry_cards};
use crate::today::Cards;
use crate::{Ctx, Failure, Fault, Never};

/// More than anybody has in hand.
const MOST: u32 = 5_000;

/// The ties that somebody has in hand, as the guard of closing an account asks for them.
pub(crate) const TIES: [TieKind; 5] =
    [TieKind::Assigned, TieKind::Supervises, TieKind::Covers, TieKind::AfterCare, TieKind::Leads];

/// A case in which somebody has something in hand. It is named by its number, which says nothing of a client.
#[derive(Debug, Clone)]
pub struct CaseInHand {
    /// Which.
    pub case: DossierId,
    /// Its number.
    pub number: String,
    /// Who carries it.
    pub worker: Option<StaffId>,
    /// Who supervises it.
    pub supervisor: Option<StaffId>,
    /// The client's card, for whoever may read the case.
    pub client: Option<ClientCard>,
    /// Whether the acting person may give it on.
    pub mine: bool,
    /// How much else in it is theirs: promises, flags, reports.
    pub items: u32,
}

/// A session that is booked with somebody, or of which they have recorded nothing.
#[derive(Debug, Clone)]
pub struct SessionInHand {
    /// In which case.
    pub case: DossierId,
    /// The number of the case.
    pub number: String,
    /// Which booking.
    pub slot: ItemId,
    /// When it ends.
    pub ends: Instant,
    /// Whether the acting person may move or cancel it.
    pub mine: bool,
}

/// What somebody still has in hand.
#[derive(Debug, Clone)]
pub struct InHand {
    /// Who.
    pub who: StaffCard,
    /// Their last day, when it is announced that they leave.
    pub last_day: Option<Date>,
    /// The cases that they carry, by number.
    pub carries: Vec<CaseInHand>,
    /// The cases that they supervise.
    pub supervises: Vec<CaseInHand>,
    /// The cases of others in which something is theirs.
    pub items_in: Vec<CaseInHand>,
    /// The sessions that are booked with them, and those of which nothing is recorded.
    pub sessions: Vec<SessionInHand>,
    /// The groups that they lead or supervise, with what each is called.
    pub groups: Vec<(DossierId, GroupCard)>,
    /// The inquiries that they answer, by their cards.
    pub inquiries: Vec<(DossierId, InquiryCard)>,
    /// The numbers of the cases in which they stand in or will, and until when.
    pub covers: Vec<(String, Instant)>,
    /// The labels of the physical items that are out with them, and by when each has to be back; the first that is due first.
    pub items: Vec<(String, Instant)>,
    /// The closed cases whose follow-up they have, or see to, with their numbers.
    pub follow_ups: Vec<(DossierId, String)>,
    /// What they are to improve, as a review of feedback has decided; in words for whoever reviews feedback.
    pub improvements: Vec<(ItemId, Option<Line>)>,
    /// What else waits on them: kind, case, its number.
    pub others: Vec<(DutyKind, DossierId, String)>,
    /// How many drafts they have not signed. Nobody else can read them; they do not keep anybody.
    pub drafts: u32,
    /// How many addresses of their calendar are open. They end with the account.
    pub feeds: u32,
}

/// Duties that go along with the case, whoever has it.
fn goes_along(kind: DutyKind) -> bool {
    !matches!(
        kind,
        DutyKind::SessionNote
            | DutyKind::Remind
            | DutyKind::MoveAsked
            | DutyKind::WroteBack
            | DutyKind::PaperReturn
            | DutyKind::ReopeningDecision
    )
}

impl InHand {
    /// Of what somebody has in hand; for whoever sees to it that it is given on.
    ///
    /// # Errors
    /// [`Failure::Refused`].
    pub async fn of(ctx: &Ctx, staff: StaffId) -> Result<Self, Failure<Never>> {
        ctx.permit(Action::SeeHandOver, Some(staff.dossier())).await?;
        Ok(Self::known(ctx, staff).await?)
    }

    pub(crate) async fn known(ctx: &Ctx, staff: StaffId) -> Result<Self, Fault> {
        let (store, now) = (&ctx.house.store, ctx.now());
        let file = ctx.house.staff_file(staff).await?;
        let wanted = DutiesWanted { whose: Whose::Owner(staff), before: None };
        let mut duties = store.duties(wanted, now, None, MOST).await?;
        // whoever leads the group comes to have its notes
        duties.retain(|row| kind_of(row) != Some(DutyKind::GroupNote));
        let mut ties = store.ties_to_come(staff, now).await?;
        let groups = group_cards(ctx, ties.iter().map(|seen| seen.dossier).collect()).await?;
        // what is improved is of no case
        duties.retain(|row| kind_of(row) != Some(DutyKind::Improvement));
        let organisation = ctx.house.organisation().await?;
        let reviews = ctx.may(Action::ReviewFeedback, None).await?;
        let improvements = organisation.feedback.open().filter(|open| open.owner == staff);
        let improvements = improvements.map(|open| (open.item.id, reviews.then(|| open.item.what.clone())));
        // inquiries have a list of their own
        let (asked, duties): (Vec<_>, Vec<_>) =
            duties.into_iter().partition(|row| kind_of(row).is_some_and(DutyKind::is_of_inquiry));
        let asked: BTreeSet<DossierId> = asked.iter().map(|row| row.dossier).collect();
        // whoever is kept away from one does not learn of it here
        let asked = ctx.not_excluded(asked.into_iter().collect()).await?;
        let inquiries = inquiry_cards(ctx, asked).await?;
        let of_inquiries = [TieKind::Answers, TieKind::Told, TieKind::Excluded];
        ties.retain(|seen| of_inquiries.iter().all(|kind| seen.tie.tie != kind.code()));
        ties.retain(|seen| groups.iter().all(|(group, _)| *group != seen.dossier));
        let tied = |kind: TieKind| ties.iter().filter(move |seen| seen.tie.tie == kind.code());
        let all: BTreeSet<DossierId> =
            duties.iter().map(|row| row.dossier).chain(ties.iter().map(|seen| seen.dossier)).collect();
        let known = Known::of(ctx, all, file.last_day.is_some()).await?;
        let cases = |kind: TieKind| -> Vec<CaseInHand> {
            known.sorted(tied(kind).map(|seen| known.case(seen.dossier, of_items(&duties, seen.dossier))))
        };
        let hands: BTreeSet<DossierId> =
            tied(TieKind::Assigned).chain(tied(TieKind::Supervises)).map(|seen| seen.dossier).collect();
        let of_others: BTreeSet<DossierId> = duties
            .iter()
            .filter(|row| is_item(row))
            .map(|row| row.dossier)
            .filter(|case| !hands.contains(case))
            .collect();
        let follow_ups: BTreeSet<DossierId> = tied(TieKind::AfterCare).map(|seen| seen.dossier).collect();
        let mut feet: Vec<(DossierId, String)> = follow_ups.iter().map(|case| (*case, known.number(*case))).collect();
        feet.sort_by(|a, b| a.1.cmp(&b.1));
        let paper = duties.iter().filter(|row| kind_of(row) == Some(DutyKind::PaperReturn));
        let covers = tied(TieKind::Covers).filter_map(|seen| Some((known.number(seen.dossier), seen.tie.until?)));
        Ok(Self {
            who: StaffCard::of(staff, &file),
            last_day: file.last_day,
            carries: cases(TieKind::Assigned),
            supervises: cases(TieKind::Supervises),
            items_in: known.sorted(of_others.iter().map(|case| known.case(*case, of_items(&duties, *case)))),
            sessions: duties.iter().filter_map(|row| known.session(row)).collect(),
            groups,
            inquiries: inquiries.into_iter().map(|(inquiry, (_, card))| (inquiry, card)).collect(),
            covers: covers.collect(),
            items: paper.map(|row| (known.label(row), row.duty.due)).collect(),
            others: duties
                .iter()
                .filter_map(|row| Some((kind_of(row)?, row)))
                .filter(|(kind, row)| {
                    let with_case = goes_along(*kind) && (hands.contains(&row.dossier) || is_item(row));
                    let elsewhere = matches!(
                        kind,
                        DutyKind::SessionNote
                            | DutyKind::Remind
                            | DutyKind::MoveAsked
                            | DutyKind::WroteBack
                            | DutyKind::PaperReturn
                    );
                    !with_case && !elsewhere && !follow_ups.contains(&row.dossier)
                })
                .map(|(kind, row)| (kind, row.dossier, known.number(row.dossier)))
                .collect(),
            follow_ups: feet,
            improvements: improvements.collect(),
            drafts: store.rail_figures(staff, now, now, now).await?.drafts,
            feeds: u32::try_from(file.feeds.open.len()).unwrap_or(u32::MAX),
        })
    }

    /// How much is in hand that has to be given on before the account can be closed.
    pub fn count(&self) -> u32 {
        let Self {
            carries,
            supervises,
            items_in,
            sessions,
            groups,
            inquiries,
            covers,
            items,
            follow_ups,
            improvements,
            others,
            ..
        } = self;
        let cases = carries.len() + supervises.len() + items_in.len() + sessions.len() + groups.len() + covers.len();
        let cases = cases + inquiries.len() + improvements.len();
        u32::try_from(cases + items.len() + follow_ups.len() + others.len()).unwrap_or(u32::MAX)
    }

    /// How many open cases they carry or supervise.
    pub fn cases(&self) -> u32 {
        u32::try_from(self.carries.len() + self.supervises.len()).unwrap_or(u32::MAX)
    }
}

fn kind_of(row: &DutySeen) -> Option<DutyKind> {
    DutyKind::from_code(&row.duty.kind)
}

/// Whether it is of what [`domain::handover::ItemsGivenOn`] gives on.
fn is_item(row: &DutySeen) -> bool {
    let kinds = [DutyKind::ActionItem, DutyKind::Flag, DutyKind::ReportReturned, DutyKind::PlanRevision];
    kind_of(row).is_some_and(|kind| kinds.contains(&kind))
}

fn of_items(duties: &[DutySeen], case: DossierId) -> u32 {
    let items = duties.iter().filter(|row| row.dossier == case && is_item(row)).count();
    u32::try_from(items).unwrap_or(u32::MAX)
}

/// The cards of the cases concerned, and what the acting person may do with each.
struct Known {
    cards: Cards,
    reads: BTreeSet<DossierId>,
    gives: BTreeSet<DossierId>,
    books: BTreeSet<DossierId>,
}

impl Known {
    async fn of(ctx: &Ctx, cases: BTreeSet<DossierId>, leaves: bool) -> Result<Self, Fault> {
        let mut may: BTreeMap<Action, BTreeSet<DossierId>> = BTreeMap::new();
        for case in &cases {
            for action in ctx.may_which(&[Action::ReadCase, Action::BookSession], *case).await? {
                may.entry(action).or_default().insert(*case);
            }
        }
        let gives = may_give_on(ctx, leaves, cases.iter().copied()).await?;
        let mut of = |action| may.remove(&action).unwrap_or_default();
        let (reads, books) = (of(Action::ReadCase), of(Action::BookSession));
        Ok(Self { cards: Cards::of(ctx, cases).await?, reads, gives, books })
    }

    fn number(&self, case: DossierId) -> String {
        self.cards.case(case).map(|(card, _)| card.number.clone()).unwrap_or_default()
    }

    fn case(&self, case: DossierId, items: u32) -> CaseInHand {
        let (card, client) = self.cards.case(case).unzip();
        CaseInHand {
            case,
            number: self.number(case),
            worker: card.and_then(|card| card.worker),
            supervisor: card.and_then(|card| card.supervisor),
            client: client.flatten().filter(|_| self.reads.contains(&case)).cloned(),
            mine: self.gives.contains(&case),
            items,
        }
    }

    fn sorted(&self, cases: impl Iterator<Item = CaseInHand>) -> Vec<CaseInHand> {
        let mut cases: Vec<CaseInHand> = cases.collect();
        cases.sort_by(|a, b| a.number.cmp(&b.number));
        cases
    }

    fn session(&self, row: &DutySeen) -> Option<SessionInHand> {
        let slot = row.duty.item.filter(|_| kind_of(row) == Some(DutyKind::SessionNote))?;
        Some(SessionInHand {
            case: row.dossier,
            number: self.number(row.dossier),
            slot,
            ends: row.duty.raised,
            mine: self.books.contains(&row.dossier),
        })
    }

    fn label(&self, row: &DutySeen) -> String {
        let label = |item: ItemId| {
            let (card, _) = self.cards.case(row.dossier)?;
            card.paper.iter().find(|known| known.id == item).map(|known| known.label.to_string())
        };
        row.duty.item.and_then(label).unwrap_or_default()
    }
}
