//! Signing one step of the checklist. A closure is signed with the password, and the code where one is set up, whatever the age of the sign-in.

use axum::extract::Path;
use axum::response::Response;
use casework::closure::{SignRung, action_of, check_file, sign_rung};
use domain::attestation::Attested;
use domain::closure::{CannotClose, Checked, Ending, Outcome, Rung};
use domain::ids::DossierId;
use domain::level::Level;
use domain::parting::AfterCare;
use domain::retention::{Stated, Trigger};
use domain::signature::Meaning;

use super::ladder::{losing, part, rung_of};
use super::onward;
use super::sheet::{Said, sheet};
use super::show::{Head, Place};
use crate::answer::{Answer, go, id, sentence};
use crate::cases::form::{self, Tried};
use crate::done::Done;
use crate::drafts;
use crate::face::form::Field;
use crate::face::parts::{DraftState, Sheet};
use crate::face::prelude::*;
use crate::face::voice::speaking;
use crate::face::when;
use crate::fields::{Fields, Reader, code, decode};
use crate::person::Person;
use crate::problem::Problem;
use crate::signed::{Asking, Back, goes_back, is_signed, signing};

/// The draft of the closing summary.
const DRAFT: &str = "closure";

/// `GET /cases/{case}/closure/{step}`, and the forms around a closure.
#[derive(Debug, Template)]
#[template(path = "closure/step.html")]
pub struct StepPage {
    /// The frame.
    pub frame: Frame,
    /// The head.
    pub head: Head,
    /// What is being done.
    pub heading: Words,
    /// What it says.
    pub lead: Words,
    /// What it speaks of.
    pub about: Vec<Sheet>,
    /// Who loses access.
    pub losing: Vec<(Words, Words)>,
    /// Where it is sent.
    pub action: String,
    /// Where its draft is saved.
    pub draft: Option<String>,
    /// Whether a draft is there.
    pub state: DraftState,
    /// What is wrong.
    pub form: Filled,
    /// Its fields.
    pub fields: Vec<Field>,
    /// The words on the button.
    pub act: Words,
    /// The way back.
    pub back: Link,
}

struct Step {
    place: Place,
    rung: Rung,
    checked: Option<Checked>,
}

impl Step {
    async fn open(person: &Person, case: &str, step: &str, sent: Option<&Fields>) -> Result<Self, Problem> {
        let rung = rung_of(step).ok_or(Problem::Missing)?;
        let place = Place::open(person, id(case)?).await?;
        place.require(person, action_of(rung)).await?;
        let standing = &place.standing;
        let hindered = match standing.next {
            Some(next) if next == rung => standing.hindered,
            Some(next) => Some(CannotClose::OutOfOrder(next)),
            None => Some(CannotClose::AllSigned),
        };
        // Signed already, perhaps by this very form a moment ago, or not possible any more: that is for the operation to say.
        let tried = sent.is_some_and(is_signed) || standing.rung(rung).is_some();
        if let Some(rule) = hindered.filter(|_| !tried) {
            return Err(Problem::rule(&rule));
        }
        let checked = match rung {
            Rung::Verified => Some(check_file(&person.ctx, standing.case).await?),
            _ => None,
        };
        Ok(Self { place, rung, checked })
    }

    fn case(&self) -> DossierId {
        self.place.standing.case
    }

    fn action(&self) -> String {
        format!("{}/{}", self.place.path(), part(self.rung))
    }

    fn lead(&self) -> Words {
        match (self.rung, self.checked) {
            (Rung::Documented, _) => "This is the last thing that the file says about the service. The supervisor reads it before approving.".into(),
            (_, Some(Checked { good, of })) if good == of => {
                Words::from("Every entry was checked against the ledger just now: {good} of {of} verify. You sign that this is so.")
                    .with("good", good)
                    .with("of", of)
            }
            (_, Some(Checked { good, of })) => {
                Words::from("Only {good} of {of} entries verify against the ledger. The data protection officer has to look at this file before it can be closed.")
                    .with("good", good)
                    .with("of", of)
            }
            (Rung::Approved, _) => "Read how the case ended, then sign. Nobody approves their own work.".into(),
            (Rung::Scheduled, _) => "By the schedule of the rulebook, as it stands today. What you sign stays in the file; when the schedule is changed, the file follows it.".into(),
            _ => "You sign that these people lose access to the file. It falls away by itself, in the moment in which the case is closed.".into(),
        }
    }

    fn fields(&self, form: &Filled, person: &Person) -> Vec<Field> {
        match self.rung {
            Rung::Documented => {
                let choices: Vec<Choice> =
                    Outcome::ALL.into_iter().map(|outcome| Choice::new(code(&outcome), outcome.word())).collect();
                let today = person.organisation.rulebook.office.today(person.now());
                let mut fields = vec![
                    form.radios("outcome", "How the case ends", &choices),
                    Field::fold(
                        "Contact was lost, and not everything was tried",
                        vec![form.text("not_tried", "Why not").optional().max(200)],
                        !form.value("not_tried").is_empty() || form.is_wrong_at("not_tried"),
                    ),
                    onward::field(form),
                    form.area("summary", "Closing summary")
                        .hint("What was reached, what was handed on, and to whom")
                        .rows(6)
                        .written()
                        .max(20_000),
                    form.date("discharged", "Day on which the service ended")
                        .hint("How long the file is kept counts from this day.")
                        .or(today.to_string()),
                ];
                fields.push(Field::fold(
                    "Ask the client once more after the closing",
                    vec![
                        form.date("care_on", "On which day").free().hint("A year from now at the latest. Until it is recorded, you and your supervisor can look up how to reach the client."),
                        form.text("care_what", "What is to be asked").optional().max(200),
                    ],
                    ["care_on", "care_what"].iter().any(|name| !form.value(name).is_empty()),
                ));
                fields.extend(self.stated(person).map(|trigger| {
                    form.date("stated", trigger.word()).hint("The record class of this file counts from this day.")
                }));
                fields
            }
            Rung::Verified => Vec::new(),
            _ => vec![form.text("remark", "Remark").optional().max(200)],
        }
    }

    fn page(&self, person: &Person, (form, state): (Filled, DraftState)) -> Response {
        let wrong = form.is_wrong();
        let form = person.keyed(form);
        let build = |frame: Frame| StepPage {
            head: self.place.head(person),
            heading: self.rung.word().into(),
            lead: self.lead(),
            about: self.ended().into_iter().chain(self.scheduled()).chain(self.evidence(person)).collect(),
            losing: match self.rung {
                Rung::AccessRevoked => losing(&self.place.standing, &self.place.staff),
                _ => Vec::new(),
            },
            action: self.action(),
            draft: (self.rung == Rung::Documented).then(|| format!("/drafts/{}/{DRAFT}", self.case())),
            state,
            fields: self.fields(&form, person),
            act: "Review and sign".into(),
            back: self.place.back(),
            form,
            frame,
        };
        person.form("Closure", wrong, build)
    }

    /// How the case ended, for whoever approves it.
    fn ended(&self) -> Option<Sheet> {
        let closing = &self.place.view.as_ref().filter(|_| self.rung == Rung::Approved)?.file().closing;
        let documented = closing.rung(Rung::Documented)?;
        let said = Said {
            rung: Rung::Documented,
            ending: documented.signed.ending.as_ref(),
            checked: None,
            attested: None,
            remark: None,
        };
        let entry = Words::from("Entry {n}").with("n", documented.entry.0);
        Some(Sheet { entry, ..sheet(&self.place.standing, &self.place.staff, &said) })
    }

    /// What was tried and what was handed on, for whoever ends the case or approves that it ends like this.
    fn evidence(&self, person: &Person) -> Vec<Sheet> {
        let Some(view) = &self.place.view else { return Vec::new() };
        let late = person.organisation.rulebook.late_cancel_hours;
        let documented = view.file().closing.rung(Rung::Documented);
        let said = documented.and_then(|rung| rung.signed.ending.as_ref()).map(|ending| ending.outcome);
        let (missed, handed) = match self.rung {
            Rung::Documented => (view.file().sessions.missed(late).next().is_some(), onward::is_begun(view)),
            Rung::Approved => (said == Some(Outcome::LostContact), said == Some(Outcome::Transferred)),
            _ => (false, false),
        };
        speaking(person.voice(), || {
            let tried = missed.then(|| crate::missed::evidence(view, person));
            tried.into_iter().chain(handed.then(|| onward::evidence(view))).collect()
        })
    }

    /// The rule by which the file is kept, for whoever answers for it.
    fn scheduled(&self) -> Option<Sheet> {
        if self.rung != Rung::Scheduled {
            return None;
        }
        let said = Said { rung: self.rung, ending: None, checked: None, attested: None, remark: None };
        Some(Sheet {
            title: "How long this file is kept".into(),
            entry: Words::default(),
            ..sheet(&self.place.standing, &self.place.staff, &said)
        })
    }

    /// The day that the caseworker has to state, because the record class counts from it and the file does not know it.
    fn stated(&self, person: &Person) -> Option<Trigger> {
        let class = self.place.view.as_ref()?.file().record_class(&person.organisation.rulebook)?;
        Some(class.trigger).filter(|trigger| trigger.is_stated())
    }

    /// What the first step says of the filing.
    fn attested(&self, person: &Person) -> Option<Attested> {
        let view = self.place.view.as_ref().filter(|_| self.rung == Rung::Documented)?;
        Some(view.file().attested(&person.organisation.rulebook))
    }

    fn read(&self, person: &Person, sent: &Fields) -> Result<SignRung, Filled> {
        let mut reader = Reader::new(sent);
        let order = |ending, remark| SignRung { case: self.case(), rung: self.rung, ending, remark };
        if self.rung != Rung::Documented {
            let remark = reader.line_or_none("remark");
            return if reader.is_good() { Ok(order(None, remark)) } else { Err(reader.filled) };
        }
        let outcome = reader.choice("outcome", decode::<Outcome>);
        let summary = reader.narrative("summary");
        let discharged = reader.date("discharged");
        let today = person.organisation.rulebook.office.today(person.now());
        if discharged.is_some_and(|day| today < day) {
            reader.wrong("discharged", sentence(&CannotClose::EndsAhead.to_string()));
        }
        let stated = self.stated(person).and_then(|trigger| reader.date("stated").map(|day| Stated { trigger, day }));
        let not_tried = reader.line_or_none("not_tried");
        let tried = self.place.view.as_ref().map(|view| view.file().tried(&person.organisation.rulebook));
        if let Some(tried) = tried.filter(|tried| !tried.is_enough())
            && outcome == Some(Outcome::LostContact)
            && not_tried.is_none()
        {
            reader.wrong("not_tried", sentence(&CannotClose::NotTried(tried).to_string()));
        }
        let onward = onward::read(&mut reader);
        let after_care = after_care(&mut reader);
        match (outcome, summary, discharged, reader.is_good()) {
            (Some(outcome), Some(summary), Some(discharged), true) => {
                let ending = Ending { outcome, summary, discharged, stated, not_tried, onward, after_care };
                match self.place.view.as_ref().map(|view| view.file().check_onward(&ending)) {
                    Some(Err(rule)) => Err(reader.filled.wrong(onward::place_of(&rule), sentence(&rule.to_string()))),
                    _ => Ok(order(Some(ending), None)),
                }
            }
            _ => Err(reader.filled),
        }
    }
}

/// What is to be asked once more: a day and words, or neither.
fn after_care(reader: &mut Reader<'_>) -> Option<AfterCare> {
    let (on, what) = (reader.date_or_none("care_on"), reader.line_or_none("care_what"));
    match (on, what) {
        (Some(on), Some(what)) => Some(AfterCare { on, what }),
        (None, Some(_)) => {
            reader.wrong("care_on", "Please give the day, or leave both empty.");
            None
        }
        (Some(_), None) => {
            reader.wrong("care_what", "Please say what is to be asked, or leave both empty.");
            None
        }
        (None, None) => None,
    }
}

/// `GET /cases/{case}/closure/{step}`
pub async fn new(person: Person, Path((case, step)): Path<(String, String)>) -> Answer {
    let step = Step::open(&person, &case, &step, None).await?;
    if step.place.standing.rung(step.rung).is_some() {
        return go(&step.place.path());
    }
    let begun = match step.rung {
        Rung::Documented => drafts::begun(&person, Some(step.case()), DRAFT).await?,
        _ => (Filled::new(), DraftState::new()),
    };
    Ok(step.page(&person, begun))
}

/// `POST /cases/{case}/closure/{step}`
pub async fn create(person: Person, Path((case, step)): Path<(String, String)>, sent: Fields) -> Answer {
    let step = Step::open(&person, &case, &step, Some(&sent)).await?;
    if goes_back(&sent) {
        return Ok(step.page(&person, (sent.filled(), DraftState::new())));
    }
    let order = match step.read(&person, &sent) {
        Ok(order) => order,
        Err(filled) => return Ok(step.page(&person, (filled, DraftState::new()))),
    };
    let (ending, remark) = (order.ending.clone(), order.remark.as_ref().map(|line| line.reveal().to_owned()));
    let mut bad = None;
    if is_signed(&sent) {
        let mut ink = signing(&sent, Meaning::ClosureSignOff);
        if step.rung == Rung::Documented {
            ink = ink.dropping(step.case(), DRAFT);
        }
        match form::tried(sign_rung(&person.ctx, order, ink).await)? {
            Tried::Signed(_) => return go(&Done::STEP_SIGNED.at(&step.place.path())),
            Tried::Rule(rule) => {
                let field = match rule {
                    CannotClose::StatedAhead => Some("stated"),
                    CannotClose::AfterCare(_) => Some("care_on"),
                    CannotClose::NotTried(_) => Some("not_tried"),
                    CannotClose::Onward(rule) => Some(onward::place_of(&rule)),
                    _ => None,
                };
                let filled = form::refused(&sent, &rule, field);
                return Ok(step.page(&person, (filled, DraftState::new())));
            }
            Tried::Bad(wrong) => bad = Some(wrong),
        }
    }
    let asking = || Asking {
        title: "Sign this step".into(),
        act: "Sign step".into(),
        back: Back::Form,
        action: step.action(),
        says: "With your signature you say, in your role: this step of the closure is done as it stands here.".into(),
        then: "Any new entry in the file takes the signatures of all steps away again.".into(),
        facts: vec![("Written".into(), when::full(person.now()).into())],
        level: Level::Confidential,
        shown: step.place.shown(),
        always: true,
    };
    let attested = step.attested(&person);
    let said = Said { rung: step.rung, ending: ending.as_ref(), checked: step.checked, attested, remark };
    form::sign(&person, &sent, asking, || sheet(&step.place.standing, &step.place.staff, &said), bad).await
}
