//! The head of every page of a case: folder, next dates, flags, tabs.

use casework::cases::{Around, around};
use casework::house::{Seen, Sheet};
use casework::inquiries::{InquiryLine, inquiries_of_case};
use casework::waiting::Freed;
use domain::assessments::AssessmentKind;
use domain::cases::{CaseFile, Standing};
use domain::duties::{self, DutyKind};
use domain::entry::Entry;
use domain::event::Event;
use domain::ids::{DossierId, ItemId, StaffId};
use domain::policy::Action;
use domain::sessions::Slot;
use domain::staff::StaffCard;
use domain::time::Instant;

use crate::face::parts::{Act, DateCell, Flag, Folder, Tab, Tabs};
use crate::face::prelude::*;
use crate::face::when;
use crate::paths;
use crate::person::Person;
use crate::problem::Problem;
use crate::signed::Shown;
use crate::staff::name_of;
use crate::waiting::{freed_by, given_up, on_list};

/// A case as its pages need it: the file, the client's card, everybody's names, and what the person may do.
pub(crate) struct CaseView {
    /// The file, after its access record is in the ledger.
    pub(crate) seen: Seen<CaseFile>,
    /// What stands around it.
    pub(crate) around: Around,
    /// Everybody who works here.
    pub(crate) staff: Vec<StaffCard>,
    /// What the person may do with this file.
    may: Vec<Action>,
    /// How many matters hold it, as far as the person may know.
    held: usize,
    /// The inquiries that belong to it, as far as the person may know, the latest first.
    pub(crate) inquiries: Vec<InquiryLine>,
    /// Times that it gave up and that fit somebody who waits.
    freed: Vec<Freed>,
}

/// The tabs of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum At {
    Timeline,
    Plan,
    Sessions,
    Reports,
    Inquiries,
    Documents,
    People,
    Closure,
    /// None of them.
    Search,
}

const ASKED: [Action; 30] = [
    Action::Disclose,
    Action::Refer,
    Action::DecideDisclosure,
    Action::LogContact,
    Action::WriteLetter,
    Action::SettleAction,
    Action::WriteAddendum,
    Action::CoSign,
    Action::RevisePlan,
    Action::BookSession,
    Action::GiveAppointment,
    Action::RecordSession,
    Action::RecordAssessment,
    Action::ReviewCase,
    Action::SubmitReport,
    Action::DecideReport,
    Action::RaiseFlag,
    Action::ManagePeople,
    Action::AssignCase,
    Action::ArrangeCover,
    Action::SeeAccesses,
    Action::PrintCase,
    Action::FileDocument,
    Action::ReadDocument,
    Action::RegisterPaper,
    Action::HandlePaper,
    Action::EndPaper,
    Action::PrintLabel,
    Action::AttestFiling,
    Action::TellOfClosure,
];

impl CaseView {
    /// Opens a case for a page; the opening is recorded under `action`.
    pub(crate) async fn open(person: &Person, case: DossierId, action: Action) -> Result<Self, Problem> {
        Self::of(person, person.ctx.view::<CaseFile>(action, case).await?).await
    }

    /// The same of a case whose opening is recorded already.
    pub(crate) async fn of(person: &Person, seen: Seen<CaseFile>) -> Result<Self, Problem> {
        let (around, staff) =
            tokio::try_join!(around(&person.ctx, &seen), casework::accounts::staff_list(&person.ctx))?;
        let held = casework::holds::holds_on_file(&person.ctx, seen.dossier, seen.client()).await?;
        let inquiries = inquiries_of_case(&person.ctx, seen.dossier).await?;
        let freed = freed_by(person, &seen).await?;
        let may = ASKED.into_iter().filter(|&action| seen.may(action)).collect();
        Ok(Self { seen, around, staff, may, held: held.map_or(0, |matters| matters.len()), inquiries, freed })
    }

    /// Which case.
    pub(crate) const fn id(&self) -> DossierId {
        self.seen.dossier
    }

    /// The file as a sign sheet shows it.
    pub(crate) fn shown(&self) -> Shown {
        Shown { last: self.seen.opened.last, read: paths::case(self.id()) }
    }

    /// A session that was booked in this case, whatever became of it.
    pub(crate) fn booking(&self, slot: ItemId) -> Option<&Slot> {
        self.entries().flat_map(|entry| entry.event.books()).find(|booked| booked.id == slot)
    }

    /// The entry that raised this flag, whatever became of it.
    pub(crate) fn raised(&self, flag: ItemId) -> Option<&Entry> {
        self.entries().find(|entry| matches!(&entry.event, Event::FlagRaised(raised) if raised.id == flag))
    }

    /// The entry that brought this person onto the case, whatever became of them.
    pub(crate) fn added(&self, person: ItemId) -> Option<&Entry> {
        self.entries().find(|entry| matches!(&entry.event, Event::PersonAdded(added) if added.id == person))
    }

    /// The entry that filed the latest version of this document.
    pub(crate) fn filed(&self, document: ItemId) -> Option<&Entry> {
        let latest = self.file().documents.find(document)?.latest()?;
        self.entries().find(|entry| entry.id.number == latest.entry)
    }

    /// The entry that registered this physical item, whatever became of it.
    pub(crate) fn registered(&self, item: ItemId) -> Option<&Entry> {
        self.entries().find(|entry| matches!(&entry.event, Event::PaperRegistered(new) if new.id == item))
    }

    fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.seen.opened.sheets.iter().filter_map(Sheet::entry)
    }

    /// What its file says.
    pub(crate) fn file(&self) -> &CaseFile {
        &self.seen
    }

    /// Whether the person may do this here.
    pub(crate) fn may(&self, action: Action) -> bool {
        self.may.contains(&action)
    }

    /// The name of a member of staff.
    pub(crate) fn staff_name(&self, staff: StaffId) -> String {
        name_of(&self.staff, staff)
    }

    /// The folder at the head of the page. To be called while a page is being built.
    pub(crate) fn folder(&self, person: &Person, acts: Vec<Act>) -> Folder {
        let case = self.file();
        let client = self.around.client.as_ref();
        let standing = match &case.standing {
            Standing::Closed(closure) => {
                Some(State::note(Words::from("Closed {when}").with("when", when::when(closure.at))).icon("lock"))
            }
            _ => None,
        };
        Folder {
            case: Number::new(case.number().map(|number| number.to_string()).unwrap_or_default()),
            level: self.seen.clearance.word().into(),
            standing,
            client: Number::new(client.map(|client| client.number.clone()).unwrap_or_default()),
            name: client.map(|client| Name::new(client.full_name())).unwrap_or_default(),
            facts: self.facts(person),
            dates: if case.is_open() { self.dates(person) } else { Vec::new() },
            flags: self.flags(person),
            acts,
        }
    }

    fn facts(&self, person: &Person) -> Vec<(Words, Words)> {
        let Some(opening) = &self.file().opening else { return Vec::new() };
        let programme = person.organisation.rulebook.programme(&opening.opened.programme).name;
        let hands = opening.assignment;
        let opened = opening.at.on(&person.voice().zone).date();
        vec![
            ("Programme".into(), programme.into()),
            ("Opened".into(), when::full_day(opened).into()),
            ("Caseworker".into(), crate::cover::case::carrier(self, hands.worker, person.now())),
            ("Supervisor".into(), self.staff_name(hands.supervisor).into()),
        ]
    }

    fn dates(&self, person: &Person) -> Vec<DateCell> {
        let case = self.file();
        let list = duties::of_case(case, &person.organisation.rulebook);
        let due = |kinds: &[DutyKind]| list.iter().find(|duty| kinds.contains(&duty.kind)).map(|duty| duty.due);
        let session = case.sessions.next().map(|slot| (slot.starts, paths::session(self.id(), slot.id)));
        let assessments = [DutyKind::InitialAssessment, DutyKind::ProgressAssessment, DutyKind::InterventionAssessment];
        let cell = |what: &'static str, at: Instant, href: String| DateCell {
            what: what.into(),
            href,
            when: when::when(at).into(),
            state: State::limit(at),
        };
        let part = |part: &str| paths::of_case(self.id(), part);
        let mut cells = Vec::new();
        match session {
            Some((starts, href)) => cells.push(cell("Session", starts, href)),
            None => cells.push(DateCell {
                what: "Session".into(),
                href: part("sessions/new"),
                when: "none booked".into(),
                state: State::due("book one"),
            }),
        }
        let assessment = match case.assessments.next_kind() {
            AssessmentKind::Initial => "First assessment",
            _ => "Assessment",
        };
        cells.extend(due(&assessments).map(|at| cell(assessment, at, part("assessments/new"))));
        cells.extend(due(&[DutyKind::CaseReview]).map(|at| cell("Case review", at, part("reviews/new"))));
        let report = [DutyKind::ProgressReport, DutyKind::ReportReturned, DutyKind::ReportDecision];
        cells.extend(due(&report).map(|at| cell("Report", at, part("reports"))));
        cells
    }

    fn flags(&self, person: &Person) -> Vec<Flag> {
        let act = |id| {
            let href = paths::of_case(self.id(), &format!("flags/{id}"));
            self.may(Action::RaiseFlag).then(|| Act::link("Take down", href))
        };
        let flag = |(flag, _, _): &(domain::flags::FlagRaised, _, _)| Flag {
            tone: Tone::Overdue,
            icon: "flag",
            what: "Urgent follow-up.".into(),
            more: Words::from("{what}. {who}, by {day}.")
                .with("what", flag.what.reveal().trim_end_matches(['.', ' ']))
                .with("who", self.staff_name(flag.owner))
                .with("day", when::day(flag.due)),
            act: act(flag.id),
        };
        let mut flags: Vec<Flag> = self.file().flags.up.iter().map(flag).collect();
        flags.extend(crate::inquiries::case::flag(self, person));
        flags.extend(on_list(self));
        flags.extend(self.freed.iter().map(given_up));
        if 0 < self.held {
            flags.push(Flag {
                tone: Tone::Due,
                icon: "lock",
                what: "Held.".into(),
                more: Words::count(
                    "{n} matter keeps this file from being destroyed.",
                    "{n} matters keep this file from being destroyed.",
                    i64::try_from(self.held).unwrap_or(i64::MAX),
                ),
                act: Some(Act::link("See the matters", crate::holds::PATH)),
            });
        }
        flags
    }

    /// The tabs under the head.
    pub(crate) fn tabs(&self, at: At) -> Tabs {
        let case = self.file();
        let count = |n: usize| u32::try_from(n).ok().filter(|n| 0 < *n);
        let tab = |which: At, label: &'static str, part: &str, count: Option<u32>| Tab {
            label: label.into(),
            href: if part.is_empty() { paths::case(self.id()) } else { paths::of_case(self.id(), part) },
            count,
            current: which == at,
        };
        Tabs {
            label: "In this case".into(),
            tabs: vec![
                tab(At::Timeline, "Timeline", "", None),
                tab(At::Plan, "Plan", "plan", None),
                tab(At::Sessions, "Sessions", "sessions", count(case.sessions.held.len())),
                tab(At::Inquiries, "Inquiries", "inquiries", count(self.inquiries.len())),
                tab(At::Reports, "Reports", "reports", count(case.reports.all.len())),
                tab(At::Documents, "Documents", "documents", count(case.documents.all.len() + case.paper.all.len())),
                tab(At::People, "People", "people", count(case.people.len())),
                tab(At::Closure, "Closure", "closure", None),
            ],
        }
    }
}
