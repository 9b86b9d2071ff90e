//! The files that the walk visits: one being worked on, one carried by a provider, one in the middle of its closure, one closed.

use std::ops::Range;

use bytes::Bytes;
use casework::assessments::{RecordAssessment, record_assessment};
use casework::cases::{OpenCase, add_person, open_case};
use casework::clients::{RegisterClient, give_consent, register_client};
use casework::closure::{SignRung, ask_reopening, attest_filing, close_case, sign_rung, tell_of_closure};
use casework::contacts::{LogContact, log_contact};
use casework::cover::{Cover, arrange_cover};
use casework::disposition::prepare_list;
use casework::documents::{FileOne, begin, file_documents, receive};
use casework::feeds::{OpenFeed, my_feeds, open_feed};
use casework::flags::raise_flag;
use casework::holds::open_matter;
use casework::house::Ctx;
use casework::paper::{Looked, RegisterItem, check_place, lay_down_place, register_paper};
use casework::plans::{RevisePlan, revise_plan};
use casework::reports::{approve_report, return_report, submit_report};
use casework::sessions::{BookSeries, BookSession, book_series, book_session};
use domain::assessments::{AssessmentKind, AssessmentRecorded};
use domain::attestation::{Filed, FilingAttested, FilingMark};
use domain::calendar::days_later;
use domain::cases::{CaseFile, PersonAdded, PersonRole};
use domain::clients::{Channel, ClientDetails, ConsentGiven, ConsentGivenHow};
use domain::closure::{Ending, Outcome, ReopeningAsked, Rung};
use domain::contacts::{ActionItem, ContactKind, ContactLogged, PlanAfter};
use domain::documents::Description;
use domain::feeds::FeedOf;
use domain::flags::FlagRaised;
use domain::holds::MatterOpened;
use domain::ids::{DossierId, EntryNumber, ItemId};
use domain::paper::{About, Form, PlaceAbout, PlaceLaidDown};
use domain::parting::{AfterCare, ClosureTold, Telling};
use domain::plans::{Agreement, Goal, GoalStatus, PlanRevised};
use domain::policy::Action;
use domain::reports::{ClosingPart, ReportApproved, ReportReturned, ReportSubmitted, ReportedGoal, TEMPLATE};
use domain::rulebook::Rulebook;
use domain::series::SeriesBooked;
use domain::sessions::Slot;
use domain::slots::Period;
use domain::text::Narrative;
use jiff::civil::{Date, date};

use crate::world::{Person, World, ink, line};

/// Stands in everything that is written about a client, and may stand in no answer that a stranger gets.
pub(crate) const SECRET: &str = "Zibellin";

/// A client with a case, and what is in it.
#[derive(Debug, Clone, Default)]
pub(crate) struct File {
    pub(crate) client: Option<DossierId>,
    pub(crate) case: Option<DossierId>,
    /// Ids for the braces of addresses.
    pub(crate) items: Vec<(&'static str, String)>,
    /// Whether a step of its closure is signed.
    pub(crate) closing: bool,
}

/// What is to happen in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Far {
    Open,
    Closing,
    Closed,
}

/// The name of the file of a test that wants one open case, with one session.
const OPEN: &str = "open";

impl World {
    pub(crate) async fn files(&self) -> Vec<File> {
        let cleo = self.person("cleo");
        let place = self.place().await;
        let mut open = self.file(OPEN, self.person("ada"), cleo, Far::Open).await;
        open.items.push(("matter", self.matter().await.to_string()));
        let closed = self.file("closed", self.person("ada"), cleo, Far::Closed).await;
        open.items.push(("list", self.list().await.to_string()));
        open.items.push(("place", place.to_string()));
        let gus = self.acting(self.person("gus"));
        let looked = Looked::at(&gus, place).await.unwrap();
        let shown = looked.should().map(|line| line.item.label).collect();
        let nothing = looked.compare(&gus, Vec::new()).await.unwrap();
        let check = check_place(&gus, nothing, shown, ink()).await.unwrap().dossier;
        open.items.extend(crate::groups::items(self, open.case.unwrap()).await);
        open.items.extend(crate::referrals::items(self, open.case.unwrap()).await);
        open.items.extend(crate::inquiries::taken(self).await);
        open.items.push(("check", check.to_string()));
        open.items.push(("finding", "1".to_owned()));
        open.items.extend(crate::office::items(self).await);
        open.items.push(("letter", crate::office::letter(self, open.case.unwrap()).await));
        let ada = self.acting(self.person("ada"));
        open_feed(&ada, OpenFeed { of: FeedOf::Own }, ink()).await.unwrap();
        open.items.push(("feed", my_feeds(&ada).await.unwrap()[0].id.to_string()));
        vec![
            open,
            self.file("provided", self.person("ben"), cleo, Far::Open).await,
            self.file("closing", self.person("ada"), cleo, Far::Closing).await,
            closed,
        ]
    }

    /// A matter of the records officer.
    async fn matter(&self) -> DossierId {
        let order = MatterOpened { title: line(SECRET), reason: words() };
        open_matter(&self.acting(self.person("gus")), order, ink()).await.unwrap().dossier
    }

    /// A list of what is due, which the records officer has prepared.
    async fn list(&self) -> DossierId {
        prepare_list(&self.acting(self.person("gus")), ink()).await.unwrap().dossier
    }

    /// A place for physical items; the same whoever asks.
    async fn place(&self) -> ItemId {
        let gus = self.acting(self.person("gus"));
        if let Some((known, _)) = self.house.organisation().await.unwrap().places.used().first() {
            return *known;
        }
        let about =
            PlaceAbout { site: line("Mill Street"), room: line("Records"), cabinet: line("Safe"), lock: line("Key 7") };
        let order = PlaceLaidDown { id: gus.new_item(), about };
        let id = order.id;
        lay_down_place(&gus, order, ink()).await.unwrap();
        id
    }

    /// A folder of a case.
    async fn folder(&self, ctx: &Ctx, file: &mut File) {
        let (case, place) = (file.case.unwrap(), self.place().await);
        let about = About { form: Form::Folder, title: line(SECRET) };
        register_paper(ctx, case, RegisterItem { about, place }, ink()).await.unwrap();
        let seen = ctx.view::<CaseFile>(Action::ReadCase, case).await.unwrap();
        file.items.push(("item", seen.paper.all[0].id.to_string()));
    }

    /// A client of this given name with an open case, and what is in it.
    pub(crate) async fn open_file(&self, name: &'static str, worker: Person, supervisor: Person) -> File {
        self.file(name, worker, supervisor, Far::Open).await
    }

    /// A case that this person carries.
    pub(crate) async fn open_case(&self, login: &str) -> DossierId {
        self.file(OPEN, self.person(login), self.person("cleo"), Far::Open).await.case.unwrap()
    }

    async fn file(&self, name: &'static str, worker: Person, supervisor: Person, far: Far) -> File {
        let (eli, carries) = (self.acting(self.person("eli")), self.acting(worker));
        let order = RegisterClient { details: details(name), not_a_duplicate: true, provenance: None };
        let client = register_client(&eli, order, ink()).await.unwrap();
        let consent = ConsentGiven { how: ConsentGivenHow::Signed, by: None, until: None };
        give_consent(&eli, client, consent, ink()).await.unwrap();
        let order = OpenCase { client, programme: "general".to_owned(), worker: worker.id, supervisor: supervisor.id };
        let case = open_case(&eli, order, ink()).await.unwrap().dossier;
        record_assessment(&carries, RecordAssessment { case, assessment: assessment() }, ink()).await.unwrap();
        let goal = carries.new_item();
        revise_plan(&carries, RevisePlan { case, plan: plan(goal), based_on: 0 }, ink()).await.unwrap();
        let mut file = File { client: Some(client), case: Some(case), ..File::default() };
        file_paper(&carries, &mut file).await;
        self.folder(&carries, &mut file).await;
        file.items.extend(crate::disclosures::given(self, client, case, worker, supervisor).await);
        if far == Far::Open {
            self.work_on(&mut file, worker, name != OPEN).await;
        }
        if worker.login == "ada" {
            self.report_on(&mut file, goal, worker, supervisor, far).await;
        }
        let steps = match far {
            Far::Open => 0,
            Far::Closing => 3,
            Far::Closed => 5,
        };
        file.closing = 0 < steps;
        self.sign_steps(case, 0..steps, worker, supervisor).await;
        if far == Far::Closed {
            close_case(&self.acting(supervisor), case, ink()).await.unwrap();
            let asked = ReopeningAsked { id: carries.new_item(), reason: words() };
            ask_reopening(&self.acting(self.person("gus")), case, asked, ink()).await.unwrap();
        }
        file
    }

    /// With a session, or with a series of two.
    async fn work_on(&self, file: &mut File, worker: Person, again: bool) {
        let (ctx, case) = (self.acting(worker), file.case.unwrap());
        let mut item = |kind: &'static str| {
            let id = ctx.new_item();
            file.items.push((kind, id.to_string()));
            id
        };
        let (slot, flag, person) = (item("slot"), item("flag"), item("person"));
        let contact = contact(ctx.new_item(), worker);
        let logged = log_contact(&ctx, LogContact { case, contact }, ink()).await.unwrap();
        let starts = ctx.now().plus_seconds(3 * 3600 + i64::from(logged.number.0));
        let slot = Slot::usual(slot, worker.id, starts);
        if again {
            let later = Slot { id: ctx.new_item(), starts: starts.plus_seconds(7 * 86_400), ..slot.clone() };
            let order = SeriesBooked { id: ctx.new_item(), weeks: 1, slots: vec![slot, later] };
            book_series(&ctx, BookSeries { case, order }, ink()).await.unwrap();
        } else {
            book_session(&ctx, BookSession { case, slot }, ink()).await.unwrap();
        }
        let flag = FlagRaised { id: flag, what: line(SECRET), owner: worker.id, due: TODAY };
        raise_flag(&ctx, case, flag, ink()).await.unwrap();
        let person =
            PersonAdded { id: person, name: line(SECRET), role: PersonRole::Relative, relation: None, reach: None };
        add_person(&ctx, case, person, ink()).await.unwrap();
        file.items.push(("entry", logged.number.0.to_string()));
        let start = ctx.now().plus_seconds(86_400);
        let time = Period { start, end: start.plus_seconds(86_400) };
        let other = self.person(if worker.login == "lea" { "ada" } else { "lea" });
        let cover = Cover { of: worker.id, staff: other.id, time, note: Some(line(SECRET)) };
        arrange_cover(&ctx, case, cover, ink()).await.unwrap();
        let seen = ctx.view::<CaseFile>(Action::ReadCase, case).await.unwrap();
        file.items.push(("cover", seen.covers.all[0].id.to_string()));
    }

    /// A report: sent back while the case is worked on, approved before it is closed.
    async fn report_on(&self, file: &mut File, goal: ItemId, worker: Person, supervisor: Person, far: Far) {
        let (ctx, case) = (self.acting(worker), file.case.unwrap());
        let id = ctx.new_item();
        let seen = ctx.view::<CaseFile>(Action::SubmitReport, case).await.unwrap();
        let service = seen.service(&Rulebook::default()).unwrap();
        let closing = (far != Far::Open).then(|| ClosingPart { why: words(), agreed: words(), service });
        let order = ReportSubmitted { closing, ..report(id, goal) };
        let sent = submit_report(&ctx, case, order, ink()).await.unwrap();
        let decides = self.acting(supervisor);
        if far == Far::Open {
            return_report(&decides, case, ReportReturned { id, comments: words() }, ink()).await.unwrap();
        } else {
            let order = ReportApproved { id, entry: sent.number };
            approve_report(&decides, case, order, ink()).await.unwrap();
        }
        file.items.push(("report", id.to_string()));
        if !file.items.iter().any(|(kind, _)| *kind == "entry") {
            file.items.push(("entry", EntryNumber(1).0.to_string()));
        }
    }

    pub(crate) async fn sign_steps(&self, case: DossierId, steps: Range<usize>, worker: Person, supervisor: Person) {
        for rung in Rung::ALL.into_iter().skip(steps.start).take(steps.len()) {
            let by = match rung {
                Rung::Documented | Rung::Verified => worker,
                Rung::Approved => supervisor,
                Rung::Scheduled => self.person("gus"),
                Rung::AccessRevoked => self.person("ivy"),
            };
            if rung == Rung::Documented {
                look_at_everything(&self.acting(by), case).await;
                let told = ClosureTold { telling: Telling::By(Channel::Letter), message: words(), late_because: None };
                tell_of_closure(&self.acting(by), case, told, ink()).await.unwrap();
            }
            let today = Rulebook::default().office.today(self.acting(by).now());
            let ending = Ending {
                after_care: Some(AfterCare { on: days_later(today, 30), what: line(SECRET) }),
                ..Ending::new(Outcome::GoalsMet, words(), ENDED)
            };
            let ending = (rung == Rung::Documented).then_some(ending);
            sign_rung(&self.acting(by), SignRung { case, rung, ending, remark: None }, ink()).await.unwrap();
        }
    }
}

/// Every document and item is there, and in order.
async fn look_at_everything(ctx: &Ctx, case: DossierId) {
    let seen = ctx.view::<CaseFile>(Action::AttestFiling, case).await.unwrap();
    let mark = |filed: &Filed<'_>| FilingMark { item: filed.id(), entry: filed.said(), wrong: None };
    let marks: Vec<FilingMark> = seen.unattested(&Rulebook::default()).iter().map(mark).collect();
    if !marks.is_empty() {
        attest_filing(ctx, case, FilingAttested { marks }, ink()).await.unwrap();
    }
}

/// A document that is filed, and a file that is on its way.
async fn file_paper(ctx: &Ctx, file: &mut File) {
    let (case, bytes) = (file.case.unwrap(), format!("%PDF-1.7\n{SECRET} {case:?}", case = file.case));
    let begun = begin(ctx, case, SECRET, Some(bytes.len() as u64)).await.unwrap();
    receive(ctx, case, begun.id, 0, Some(Bytes::from(bytes))).await.unwrap();
    let about = Description { kind: "letter".to_owned(), title: line(SECRET), dated: TODAY, received: TODAY };
    file_documents(ctx, case, vec![FileOne { upload: begun.id, about, again: None }], ink()).await.unwrap();
    let coming = begin(ctx, case, SECRET, Some(100)).await.unwrap();
    let (document, upload) = (begun.id.to_string(), coming.id.to_string());
    let first = ("version", "1".to_owned());
    let items = [("document", document), first, ("page", "1".to_owned()), ("upload", upload)];
    file.items.extend(items);
}

const TODAY: Date = date(2026, 1, 5);

/// So long ago that a closed file is due.
const ENDED: Date = date(2018, 1, 5);

fn words() -> Narrative {
    Narrative::parse(SECRET).unwrap()
}

fn details(given: &str) -> ClientDetails {
    ClientDetails { birth_date: Some(date(2010, 2, 28)), ..ClientDetails::named(line(given), line(SECRET)) }
}

fn assessment() -> AssessmentRecorded {
    AssessmentRecorded {
        kind: AssessmentKind::Initial,
        summary: words(),
        strengths: None,
        needs: words(),
        outcome: words(),
        late_because: None,
    }
}

fn plan(goal: ItemId) -> PlanRevised {
    let goals = vec![Goal { id: goal, title: line(SECRET), status: GoalStatus::Met, by: None }];
    PlanRevised { version: 0, goals, interventions: Vec::new(), agreement: Agreement::InPerson, reason: words() }
}

fn contact(action: ItemId, owner: Person) -> ContactLogged {
    let action = ActionItem { id: action, what: line(SECRET), owner: Some(owner.id), due: TODAY };
    ContactLogged {
        channel: Channel::Phone,
        kind: ContactKind::ServiceUpdate,
        with: None,
        summary: words(),
        decision: None,
        actions: vec![action],
        plan: PlanAfter::NoChange,
        late_because: None,
    }
}

fn report(id: ItemId, goal: ItemId) -> ReportSubmitted {
    let status = GoalStatus::Met;
    ReportSubmitted {
        id,
        template: TEMPLATE.0.to_owned(),
        template_version: TEMPLATE.1,
        from: date(2026, 1, 1),
        until: TODAY,
        assessment: words(),
        outcomes: words(),
        goals: vec![ReportedGoal { goal, title: line(SECRET), status, comment: None, ratings: Vec::new() }],
        recommendations: words(),
        closing: None,
    }
}

/// The id of this kind that the file holds.
pub(crate) fn item<'f>(file: &'f File, kind: &str) -> &'f str {
    &file.items.iter().find(|(known, _)| *known == kind).unwrap().1
}
