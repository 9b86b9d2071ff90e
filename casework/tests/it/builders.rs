//! Clients and cases that a story starts with, made through the real operations.

use std::future::{Future, IntoFuture};
use std::pin::Pin;

use casework::assessments::{RecordAssessment, record_assessment};
use casework::cases::{OpenCase, open_case};
use casework::clients::{RegisterClient, give_consent, register_client};
use casework::closure::{SignRung, attest_filing, close_case, sign_rung, tell_of_closure};
use casework::contacts::{LogContact, log_contact};
use casework::plans::{RevisePlan, revise_plan};
use casework::reports::{approve_report, submit_report};
use domain::attestation::{Filed, FilingAttested, FilingMark};
use domain::cases::CaseFile;
use domain::clients::Channel;
use domain::closure::{Ending, Outcome, Rung};
use domain::contacts::ContactKind;
use domain::ids::{DossierId, ItemId};
use domain::parting::{ClosureTold, Telling};
use domain::plans::GoalStatus;
use domain::policy::Action;
use domain::reports::ReportApproved;
use domain::rulebook::Rulebook;
use domain::signature::Meaning;

use crate::cast::{BEA, JOANNA, MARIA, PAVEL, Person, TOMAS};
use crate::orders::{TODAY, action, assessment, closing_report, consent, contact, details, goal, plan, words};
use crate::world::World;

type Making<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// A client to be registered by the reception.
pub(crate) struct ClientToBe<'a> {
    world: &'a World,
    name: (&'static str, &'static str),
    consents: bool,
}

/// A case to be opened, with what has happened in it.
pub(crate) struct CaseToBe<'a> {
    world: &'a World,
    client: Option<DossierId>,
    worker: Person,
    supervisor: Person,
    steps: Vec<Step>,
}

enum Step {
    Assessed,
    Planned(ItemId),
    Promised(ItemId),
    Reported(ItemId),
    Told,
    Laddered(usize),
    Closed,
}

impl World {
    /// A client called Jonas Feldkamp who consents.
    pub(crate) fn client(&self) -> ClientToBe<'_> {
        ClientToBe { world: self, name: ("Jonas", "Feldkamp"), consents: true }
    }

    /// A case of such a client, carried by Maria and supervised by Tomas.
    pub(crate) fn case(&self) -> CaseToBe<'_> {
        CaseToBe { world: self, client: None, worker: MARIA, supervisor: TOMAS, steps: Vec::new() }
    }
}

impl ClientToBe<'_> {
    pub(crate) fn named(mut self, given: &'static str, family: &'static str) -> Self {
        self.name = (given, family);
        self
    }

    pub(crate) fn without_consent(mut self) -> Self {
        self.consents = false;
        self
    }
}

impl CaseToBe<'_> {
    pub(crate) fn of(mut self, client: DossierId) -> Self {
        self.client = Some(client);
        self
    }

    pub(crate) fn carried_by(mut self, worker: Person) -> Self {
        self.worker = worker;
        self
    }

    pub(crate) fn supervised_by(mut self, supervisor: Person) -> Self {
        self.supervisor = supervisor;
        self
    }

    pub(crate) fn assessed(self) -> Self {
        self.with(Step::Assessed)
    }

    pub(crate) fn with_goal(self, goal: ItemId) -> Self {
        self.with(Step::Planned(goal))
    }

    pub(crate) fn with_action(self, item: ItemId) -> Self {
        self.with(Step::Promised(item))
    }

    /// Assessed, its goal met, its report approved, the client told: nothing is open.
    pub(crate) fn ready_to_close(self) -> Self {
        let (goal, report) = (self.world.item("the goal"), self.world.item("the report"));
        self.with(Step::Assessed).with(Step::Reported(report)).with(Step::Planned(goal)).with(Step::Told)
    }

    /// Ready to close, and so many steps of the checklist are signed.
    pub(crate) fn laddered(self, steps: usize) -> Self {
        self.ready_to_close().with(Step::Laddered(steps))
    }

    pub(crate) fn closed(self) -> Self {
        self.laddered(5).with(Step::Closed)
    }

    fn with(mut self, step: Step) -> Self {
        self.steps.push(step);
        self
    }
}

impl<'a> IntoFuture for ClientToBe<'a> {
    type Output = DossierId;
    type IntoFuture = Making<'a, DossierId>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let Self { world, name: (given, family), consents } = self;
            let bea = world.acting(BEA);
            let order = RegisterClient { details: details(given, family), not_a_duplicate: true, provenance: None };
            let client = register_client(&bea, order, world.ink()).await.unwrap();
            if consents {
                give_consent(&bea, client, consent(), world.ink()).await.unwrap();
            }
            world.changes().await;
            client
        })
    }
}

impl<'a> IntoFuture for CaseToBe<'a> {
    type Output = DossierId;
    type IntoFuture = Making<'a, DossierId>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let Self { world, client, worker, supervisor, steps } = self;
            let client = match client {
                Some(client) => client,
                None => world.client().await,
            };
            let (worker_id, supervisor_id) = (world.id(worker), world.id(supervisor));
            let order =
                OpenCase { client, programme: "general".to_owned(), worker: worker_id, supervisor: supervisor_id };
            let case = open_case(&world.acting(BEA), order, world.ink()).await.unwrap().dossier;
            for step in steps {
                world.step(case, worker, supervisor, step).await;
            }
            world.changes().await;
            case
        })
    }
}

impl World {
    async fn step(&self, case: DossierId, worker: Person, supervisor: Person, step: Step) {
        let acting = self.acting(worker);
        match step {
            Step::Assessed => {
                let order = RecordAssessment { case, assessment: assessment() };
                record_assessment(&acting, order, self.ink()).await.unwrap();
            }
            Step::Planned(id) => {
                let plan = plan(vec![goal(id, "Be at school on Mondays", GoalStatus::Met)]);
                revise_plan(&acting, RevisePlan { case, plan, based_on: 0 }, self.ink()).await.unwrap();
            }
            Step::Promised(id) => {
                let mut contact = contact(ContactKind::ServiceUpdate);
                contact.actions.push(action(id, self.id(worker), TODAY));
                log_contact(&acting, LogContact { case, contact }, self.ink()).await.unwrap();
            }
            Step::Reported(id) => {
                let file = acting.view::<CaseFile>(Action::SubmitReport, case).await.unwrap();
                let service = file.service(&Rulebook::default()).unwrap();
                let order = closing_report(id, self.item("a goal"), service);
                let sent = submit_report(&acting, case, order, self.ink()).await.unwrap();
                let order = ReportApproved { id, entry: sent.number };
                let signing = self.seal(supervisor, Meaning::Approved);
                approve_report(&self.acting(supervisor), case, order, signing).await.unwrap();
            }
            Step::Told => {
                tell_of_closure(&acting, case, told(), self.ink()).await.unwrap();
            }
            Step::Laddered(steps) => {
                for rung in Rung::ALL.into_iter().take(steps) {
                    self.sign_rung(case, rung, self.signer(rung, worker, supervisor)).await;
                }
            }
            Step::Closed => self.close(case, supervisor).await,
        }
    }

    /// Who signs this step of the checklist.
    pub(crate) fn signer(&self, rung: Rung, worker: Person, supervisor: Person) -> Person {
        match rung {
            Rung::Documented | Rung::Verified => worker,
            Rung::Approved => supervisor,
            Rung::Scheduled => JOANNA,
            Rung::AccessRevoked => PAVEL,
        }
    }

    /// Closes a case whose steps are signed.
    pub(crate) async fn close(&self, case: DossierId, supervisor: Person) {
        let signing = self.seal(supervisor, Meaning::ClosureSignOff);
        close_case(&self.acting(supervisor), case, signing).await.unwrap();
    }

    /// Finds every document and item in order that nobody has looked at yet.
    pub(crate) async fn attest(&self, case: DossierId, by: Person) {
        let acting = self.acting(by);
        let seen = acting.view::<CaseFile>(Action::AttestFiling, case).await.unwrap();
        let mark = |filed: &Filed<'_>| FilingMark { item: filed.id(), entry: filed.said(), wrong: None };
        let marks: Vec<FilingMark> = seen.unattested(&Rulebook::default()).iter().map(mark).collect();
        if !marks.is_empty() {
            attest_filing(&acting, case, FilingAttested { marks }, self.ink()).await.unwrap();
        }
    }

    /// Signs a step of the checklist; what belongs before the first is done.
    pub(crate) async fn sign_rung(&self, case: DossierId, rung: Rung, by: Person) {
        if rung == Rung::Documented {
            self.attest(case, by).await;
        }
        let ending = (rung == Rung::Documented).then(ending);
        let order = SignRung { case, rung, ending, remark: None };
        sign_rung(&self.acting(by), order, self.seal(by, Meaning::ClosureSignOff)).await.unwrap();
    }
}

pub(crate) fn told() -> ClosureTold {
    let message = words("We agreed to end here. He can come back at any time.");
    ClosureTold { telling: Telling::By(Channel::InPerson), message, late_because: None }
}

pub(crate) fn ending() -> Ending {
    Ending::new(Outcome::GoalsMet, words("He is at school every Monday."), TODAY)
}
