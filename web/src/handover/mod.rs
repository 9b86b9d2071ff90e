//! Handing over before somebody leaves: what they still have in hand, each with the way to give it on, until nothing is left (PT-3b, PT-3c).

pub mod announce;
mod parts;
#[cfg(test)]
pub(crate) mod samples;

use axum::extract::Path;
use axum::response::Response;
use casework::Failure;
use casework::cover::{Colleague, colleagues, supervisors};
use casework::handover::{CaseInHand, GiveOn, InHand, give_items_on, give_on};
use casework::house::Many;
use domain::ids::{DossierId, StaffId};
use domain::level::Level;
use domain::policy::Action;
use domain::signature::Meaning;
use domain::staff::StaffCard;

use crate::answer::{Answer, go, id, sentence};
use crate::cases::sheets::small;
use crate::done::Done;
use crate::face::parts::{Empty, Line, Sheet, Voiced};
use crate::face::prelude::*;
use crate::face::voice::speaking;
use crate::fields::{Fields, Reader};
use crate::person::Person;
use crate::problem::Problem;
use crate::signed::{Asking, Back, Shown, goes_back, is_signed, signing};

pub use parts::{Group, Part, Thing};

/// Where this page is for somebody.
pub(crate) fn path(staff: StaffId) -> String {
    format!("{}/hand-over", crate::paths::staff(staff))
}

/// `GET /staff/{staff}/hand-over`
#[derive(Debug, Template)]
#[template(path = "handover/show.html")]
pub struct HandOverPage {
    /// The frame.
    pub frame: Frame,
    /// Whose.
    pub heading: Words,
    /// How much is left, and until when.
    pub lead: Words,
    /// Where it is sent.
    pub action: String,
    /// What is wrong.
    pub form: Filled,
    /// When nothing is left.
    pub nothing: Option<Empty>,
    /// Cases and what is in them: given on here.
    pub parts: Vec<Part>,
    /// The rest, with where each is seen to.
    pub groups: Vec<Group>,
    /// What ends by itself.
    pub ends: Vec<Words>,
}

/// What the page is made from.
pub(crate) struct Leaving {
    pub(crate) hand: InHand,
    pub(crate) workers: Vec<Colleague>,
    pub(crate) supervisors: Vec<Colleague>,
    pub(crate) staff: Vec<StaffCard>,
    pub(crate) closes: bool,
}

impl Leaving {
    async fn of(person: &Person, staff: StaffId) -> Result<Self, Problem> {
        let hand = InHand::of(&person.ctx, staff).await?;
        Ok(Self {
            hand,
            workers: colleagues(&person.ctx, staff).await?,
            supervisors: supervisors(&person.ctx, staff).await?,
            staff: casework::accounts::staff_list(&person.ctx).await?,
            closes: person.ctx.may(Action::ManageStaff, Some(staff.dossier())).await?,
        })
    }

    fn page(&self, person: &Person, filled: Filled) -> Response {
        let wrong = filled.is_wrong();
        let form = person.keyed(filled);
        person.form("Staff", wrong, |frame| parts::page(self, form, frame))
    }
}

/// Which part of the page is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Which {
    Carries,
    Supervises,
    Items,
}

impl Which {
    pub(crate) const ALL: [Self; 3] = [Self::Carries, Self::Supervises, Self::Items];

    /// What the names of its fields begin with.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Carries => "carries",
            Self::Supervises => "supervises",
            Self::Items => "items",
        }
    }

    pub(crate) fn cases(self, hand: &InHand) -> &[CaseInHand] {
        match self {
            Self::Carries => &hand.carries,
            Self::Supervises => &hand.supervises,
            Self::Items => &hand.items_in,
        }
    }

    pub(crate) fn field(self, name: &str) -> String {
        format!("{}_{name}", self.code())
    }
}

/// `GET /staff/{staff}/hand-over`
pub async fn show(person: Person, Path(staff): Path<String>) -> Answer {
    let leaving = Leaving::of(&person, id(&staff)?).await?;
    Ok(leaving.page(&person, Filled::new()))
}

/// `POST /staff/{staff}/hand-over` – shows what would be signed, or signs it.
pub async fn create(person: Person, Path(staff): Path<String>, sent: Fields) -> Answer {
    let leaving = Leaving::of(&person, id(&staff)?).await?;
    let which = Which::ALL.into_iter().find(|which| which.code() == sent.text("part")).ok_or(Problem::Malformed)?;
    if goes_back(&sent) {
        return Ok(leaving.page(&person, sent.filled()));
    }
    let order = match read(&leaving, which, &sent) {
        Ok(order) => order,
        Err(filled) => return Ok(leaving.page(&person, filled)),
    };
    let mut bad = None;
    if is_signed(&sent) {
        match give(&person, which, &order, &sent).await {
            Ok(left) if left.left.is_empty() => return go(&Done::GIVEN_ON.at(&path(order.from))),
            Ok(left) => return again(&person, which, &order, &left, &sent).await,
            Err(Failure::Signature(wrong)) => bad = Some(wrong),
            Err(failure) => return Err(failure.into()),
        }
    }
    let asking = || (asking(&leaving, &order), sheet(&leaving, which, &order));
    crate::signed::sheet(&person, &sent, asking, bad).await
}

fn read(leaving: &Leaving, which: Which, sent: &Fields) -> Result<GiveOn, Filled> {
    let mut reader = Reader::new(sent);
    let (cases_field, to_field) = (which.field("cases[]"), which.field("to"));
    let chosen: Vec<DossierId> = sent.all(&cases_field).filter_map(|text| text.parse().ok()).collect();
    let cases: Vec<DossierId> = which.cases(&leaving.hand).iter().filter(|one| one.mine).map(|one| one.case).collect();
    let cases: Vec<DossierId> = cases.into_iter().filter(|case| chosen.contains(case)).collect();
    if cases.is_empty() {
        reader.wrong(&cases_field, "Please choose at least one case.");
    }
    let from = leaving.hand.who.id;
    // what is in the cases of others goes to whoever carries each
    let to = match which {
        Which::Items => Some(from),
        Which::Carries | Which::Supervises => reader.choice(&to_field, |text| text.parse::<StaffId>().ok()),
    };
    match (to, reader.line(&which.field("reason")), reader.is_good()) {
        (Some(to), Some(reason), true) => Ok(GiveOn { from, to, cases, reason }),
        _ => Err(reader.filled),
    }
}

/// Gives on under one sheet; what could not be done is told by its rule.
async fn give(
    person: &Person,
    which: Which,
    order: &GiveOn,
    sent: &Fields,
) -> Result<Many<Words>, Failure<casework::Never>> {
    let signing = signing(sent, Meaning::Author);
    let ctx = &person.ctx;
    match which {
        Which::Items => told(give_items_on(ctx, order.from, &order.cases, &order.reason, &signing).await),
        Which::Carries | Which::Supervises => told(give_on(ctx, order, &signing).await),
    }
}

fn told<R: casework::Rule>(many: Result<Many<R>, Failure<R>>) -> Result<Many<Words>, Failure<casework::Never>> {
    match many {
        Ok(many) => {
            let words = |rule: R| Words::from(sentence(&rule.to_string()));
            let left = many.left.into_iter().map(|(case, rule)| (case, rule.map(words))).collect();
            Ok(Many { done: many.done, left })
        }
        Err(Failure::Refused(refused)) => Err(Failure::Refused(refused)),
        Err(Failure::Signature(bad)) => Err(Failure::Signature(bad)),
        Err(Failure::Fault(fault)) => Err(Failure::Fault(fault)),
        // the rules of single cases are told with them
        Err(Failure::Rule(_)) => Err(Failure::Fault(casework::Fault::Other("rule-of-many"))),
    }
}

/// The page once more, with what could not be given on, and why.
async fn again(person: &Person, which: Which, order: &GiveOn, many: &Many<Words>, sent: &Fields) -> Answer {
    let leaving = Leaving::of(person, order.from).await?;
    let form = speaking(person.voice(), || {
        let number = |case: DossierId| {
            let known = which.cases(&leaving.hand).iter().find(|one| one.case == case);
            Number::new(known.map(|one| one.number.clone()).unwrap_or_default())
        };
        let mut form = sent.filled().only(&which.field("cases[]"), many.left.iter().map(|(case, _)| case.to_string()));
        for (case, why) in &many.left {
            let why = why.clone().unwrap_or_else(|| "It is in other hands by now, or not yours to give on.".into());
            let words = Words::from("{number}: {why}").with("number", number(*case)).with("why", why);
            form = form.wrong(&which.field("cases[]"), words);
        }
        let done = i64::try_from(many.done).unwrap_or(0);
        form.kept(Words::count("{n} case was handed over.", "{n} cases were handed over.", done))
    });
    Ok(leaving.page(person, form.replace(crate::fields::ONCE, person.ctx.new_once().to_string())))
}

fn asking(leaving: &Leaving, order: &GiveOn) -> Asking {
    let name = leaving.hand.who.name.clone();
    Asking {
        title: Words::from("Hand over from {name}").with("name", name),
        act: "Sign and hand over".into(),
        back: Back::Form,
        action: path(order.from),
        level: Level::Confidential,
        says: "With your signature you say: from this moment on this is in the hands that stand here. It is written into each of these files.".into(),
        then: "Those who had a case before cannot open it any more.".into(),
        facts: Vec::new(),
        shown: Shown::nothing(),
        always: false,
    }
}

/// What would be signed: each case with its number, and whose it is from then on.
fn sheet(leaving: &Leaving, which: Which, order: &GiveOn) -> Sheet {
    let count = i64::try_from(order.cases.len()).unwrap_or(i64::MAX);
    let name = |staff: StaffId| crate::staff::name_of(&leaving.staff, staff);
    let title = match which {
        Which::Carries => Words::count("{n} case goes to {to}", "{n} cases go to {to}", count),
        Which::Supervises => Words::count("{n} case is supervised by {to}", "{n} cases are supervised by {to}", count),
        Which::Items => Words::count(
            "What is open in {n} case goes to whoever carries it",
            "What is open in {n} cases goes to whoever carries each",
            count,
        ),
    };
    let mut sheet = small("person", title.with("to", name(order.to)));
    sheet.text = order.reason.reveal().to_owned().into();
    for one in which.cases(&leaving.hand).iter().filter(|one| order.cases.contains(&one.case)) {
        sheet.lines.push(
            Line::new(Words::from("{number}").with("number", Number::new(&one.number)), parts::about(one))
                .voiced(Voiced::Product),
        );
    }
    sheet
}
