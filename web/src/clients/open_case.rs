//! Opening a case for a client (CM-4.2.1): under which programme, who carries it, who supervises it.

use axum::extract::Path;
use casework::accounts::staff_list;
use casework::cases::{OpenCase, open_case};
use casework::house::Seen;
use casework::{BadSignature, Failure};
use domain::cases::CannotOpen;
use domain::clients::ClientFile;
use domain::ids::{DossierId, StaffId};
use domain::level::Level;
use domain::policy::Action;
use domain::signature::Meaning;
use domain::staff::{Role, StaffCard};
use jiff::civil::Date;

use super::{About, colleague, ladder};
use crate::answer::{Answer, go, id, sentence};
use crate::done::Done;
use crate::face::parts::Line;
use crate::face::prelude::*;
use crate::fields::{Fields, Reader};
use crate::paths;
use crate::person::Person;
use crate::problem::Problem;
use crate::signed::{self, Asking, Back, Shown};

const TITLE: &str = "Open a case";

/// The form, or why there is none yet.
#[derive(Debug, Template)]
#[template(path = "clients/open-case.html")]
pub struct OpenCasePage {
    /// The frame.
    pub frame: Frame,
    /// For whom.
    pub about: About,
    /// What is missing, and where that changes.
    pub blocked: Option<(Words, Act)>,
    /// Where it is sent.
    pub action: String,
    /// What is filled in.
    pub form: Filled,
    /// Programmes of the rulebook.
    pub programmes: Vec<Choice>,
    /// Who may carry a case.
    pub workers: Vec<Choice>,
    /// Who may supervise one.
    pub supervisors: Vec<Choice>,
}

struct Open {
    client: DossierId,
    seen: Seen<ClientFile>,
    staff: Vec<StaffCard>,
    today: Date,
}

const CARRY: &[Role] = &[Role::Caseworker, Role::Provider];
const SUPERVISE: &[Role] = &[Role::Supervisor];

impl Open {
    async fn of(person: &Person, client: DossierId) -> Result<Self, Problem> {
        let seen = person.ctx.view::<ClientFile>(Action::OpenCase, client).await?;
        let mut staff = staff_list(&person.ctx).await?;
        staff.retain(|card| card.active);
        Ok(Self { client, seen, staff, today: person.organisation.rulebook.office.today(person.now()) })
    }

    fn page(&self, person: &Person, frame: Frame, form: Filled) -> OpenCasePage {
        let programmes = person.organisation.rulebook.programmes.iter();
        OpenCasePage {
            frame,
            about: About::of(self.client, &self.seen),
            blocked: ladder::blocker(self.client, ladder::next(&self.seen, self.today)),
            action: paths::of_client(self.client, "cases"),
            form,
            programmes: programmes.map(|one| Choice::new(one.code.clone(), one.name.clone())).collect(),
            workers: self.holding(CARRY, Some(person.card.id)),
            supervisors: self.holding(SUPERVISE, None),
        }
    }

    /// Staff with one of these roles to choose from; `own` is chosen when it is among them.
    fn holding(&self, roles: &[Role], own: Option<StaffId>) -> Vec<Choice> {
        let fits = |card: &&StaffCard| roles.iter().any(|role| card.is(*role));
        let choice = |card: &StaffCard| {
            let words = Words::from("{name}, {title}").with("name", &card.name).with("title", &card.title);
            let choice = Choice::new(card.id.to_string(), words);
            if own == Some(card.id) { choice.chosen() } else { choice }
        };
        let mut choices = vec![Choice::new("", "Please choose")];
        choices.extend(self.staff.iter().filter(fits).map(choice));
        choices
    }
}

/// `GET /clients/{client}/cases/new`
pub async fn new(person: Person, Path(client): Path<String>) -> Answer {
    let open = Open::of(&person, id(&client)?).await?;
    let form = person.keyed(Filled::new());
    Ok(person.show(TITLE, |frame| open.page(&person, frame, form)))
}

/// `POST /clients/{client}/cases`
pub async fn create(person: Person, Path(client): Path<String>, fields: Fields) -> Answer {
    let open = Open::of(&person, id(&client)?).await?;
    if signed::goes_back(&fields) {
        return again(&person, &open, fields.filled());
    }
    let mut reader = Reader::new(&fields);
    let programmes = &person.organisation.rulebook.programmes;
    let programme = reader.choice("programme", |code| programmes.iter().find(|one| one.code == code).cloned());
    let worker: Option<StaffId> = reader.choice("worker", |given| given.parse().ok());
    let supervisor: Option<StaffId> = reader.choice("supervisor", |given| given.parse().ok());
    let (Some(programme), Some(worker), Some(supervisor)) = (programme, worker, supervisor) else {
        return again(&person, &open, reader.filled);
    };
    if worker == supervisor {
        return again(&person, &open, wrong(&fields, CannotOpen::OwnSupervisor));
    }
    let hands = (programme.name.as_str(), worker, supervisor);
    if !signed::is_signed(&fields) {
        return sheet(&person, &open, &fields, hands, None).await;
    }
    let order = OpenCase { client: open.client, programme: programme.code.clone(), worker, supervisor };
    match open_case(&person.ctx, order, signed::signing(&fields, Meaning::Author)).await {
        Ok(entry) => {
            let reads = person.ctx.may(Action::ReadCase, Some(entry.dossier)).await?;
            let to = if reads { paths::case(entry.dossier) } else { paths::client(open.client) };
            go(&Done::CASE_OPENED.at(&to))
        }
        Err(Failure::Signature(bad)) => sheet(&person, &open, &fields, hands, Some(bad)).await,
        Err(Failure::Rule(why)) => again(&person, &open, wrong(&fields, why)),
        Err(other) => Err(other.into()),
    }
}

fn wrong(fields: &Fields, why: CannotOpen) -> Filled {
    let field = match why {
        CannotOpen::OwnSupervisor | CannotOpen::WrongRole("the supervisor") => "supervisor",
        CannotOpen::WrongRole(_) => "worker",
        CannotOpen::NoProgramme => "programme",
        _ => "",
    };
    fields.filled().wrong(field, sentence(&why.to_string()))
}

fn again(person: &Person, open: &Open, form: Filled) -> Answer {
    let form = person.keyed(form);
    Ok(person.form(TITLE, form.is_wrong(), |frame| open.page(person, frame, form)))
}

async fn sheet(
    person: &Person,
    open: &Open,
    fields: &Fields,
    (programme, worker, supervisor): (&str, StaffId, StaffId),
    bad: Option<BadSignature>,
) -> Answer {
    let name = |id: StaffId| colleague(&open.staff, id).unwrap_or_default();
    let build = || {
        let asking = Asking {
            title: "Sign the opening of this case".into(),
            act: "Sign and open the case".into(),
            back: Back::Form,
            action: paths::of_client(open.client, "cases"),
            says: "With your signature you say: this person is to be served, and these are the hands.".into(),
            then: "The case gets its number. The first assessment is then on the caseworker’s list.".into(),
            facts: vec![About::of(open.client, &open.seen).fact()],
            level: Level::Confidential,
            shown: Shown::nothing(),
            always: false,
        };
        let sheet = Sheet {
            id: "sheet".to_owned(),
            icon: "records",
            title: "Case opened".into(),
            entry: "Will be entry 1 of a new case".into(),
            lines: vec![
                Line::new("Programme", programme.to_owned()),
                Line::new("Caseworker", name(worker)),
                Line::new("Supervisor", name(supervisor)),
            ],
            ..Sheet::default()
        };
        (asking, sheet)
    };
    signed::sheet(person, fields, build, bad).await
}
