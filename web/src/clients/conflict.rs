//! May we work for this person? The names of the other side are compared; the answer is clear, stop or ask, and shows nothing of any other file.

use axum::extract::Path;
use casework::clients::{ConflictSearch, check_conflict, decide_conflict};
use casework::house::Seen;
use casework::{BadSignature, Failure};
use domain::clients::ClientFile;
use domain::ids::DossierId;
use domain::level::Level;
use domain::policy::Action;
use domain::signature::Meaning;
use domain::text::Line as Text;
use jiff::civil::Date;

use super::history::joined;
use super::ladder::{self, Next};
use super::show::conflict_state;
use super::{About, history, next_entry, shown};
use crate::answer::{Answer, go, id, sentence};
use crate::done::Done;
use crate::face::form::Field;
use crate::face::parts::Line;
use crate::face::prelude::*;
use crate::face::when;
use crate::fields::{Fields, Reader};
use crate::paths;
use crate::person::Person;
use crate::problem::Problem;
use crate::signed::{self, Asking, Back};

const TITLE: &str = "Conflict check";
/// How many people of the other side one check compares.
const OTHERS: [&str; 4] = ["1", "2", "3", "4"];

/// The fields for one person of the other side.
#[derive(Debug)]
pub struct OtherFields {
    /// "First person".
    pub legend: Words,
    /// Given name.
    pub given: Field,
    /// Family name.
    pub family: Field,
    /// Birth date.
    pub born: Field,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "clients/conflict.html")]
pub struct ConflictPage {
    /// The frame.
    pub frame: Frame,
    /// For whom.
    pub about: About,
    /// How it stands.
    pub state: State,
    /// The latest check.
    pub latest: Option<Pairs>,
    /// Where a check is sent.
    pub action: String,
    /// What is filled in for a check.
    pub form: Filled,
    /// The people of the other side.
    pub others: Vec<OtherFields>,
    /// Where a decision is sent, when one is needed.
    pub decision: Option<String>,
    /// What is filled in for a decision.
    pub deciding: Filled,
    /// To decide between.
    pub ways: Vec<Choice>,
}

struct Open {
    client: DossierId,
    seen: Seen<ClientFile>,
    today: Date,
}

impl Open {
    async fn of(person: &Person, client: DossierId) -> Result<Self, Problem> {
        let seen = person.ctx.view::<ClientFile>(Action::CheckConflict, client).await?;
        Ok(Self { client, seen, today: person.organisation.rulebook.office.today(person.now()) })
    }

    fn page(&self, frame: Frame, form: Filled, deciding: Filled) -> ConflictPage {
        let asks = self.seen.conflict.as_ref().is_some_and(|checked| {
            checked.answer == domain::clients::ConflictAnswer::Ask && checked.decision.is_none()
        });
        let latest = self.seen.conflict.as_ref().map(|checked| {
            history::conflict(checked).into_iter().fold(Pairs::new(), |pairs, line| pairs.with(line.term, line.text))
        });
        ConflictPage {
            frame,
            about: About::of(self.client, &self.seen),
            state: conflict_state(&self.seen),
            latest,
            action: paths::of_client(self.client, "conflict"),
            others: OTHERS.iter().map(|n| other_fields(&form, n)).collect(),
            form,
            decision: asks.then(|| paths::of_client(self.client, "conflict/decision")),
            deciding,
            ways: vec![
                Choice::new("go-on", "We may work for this person")
                    .hint("It is somebody else of that name, or there is no conflict."),
                Choice::new("stop", "We may not").hint("No case can be opened."),
            ],
        }
    }
}

fn other_fields(form: &Filled, n: &str) -> OtherFields {
    OtherFields {
        legend: Words::from("Person {n}").with("n", n),
        given: form.text(&format!("given-{n}"), "Given names").free().max(200).autocomplete("off"),
        family: form.text(&format!("family-{n}"), "Family name").free().max(200).autocomplete("off"),
        born: form.date(&format!("born-{n}"), "Birth date").optional(),
    }
}

/// `GET /clients/{client}/conflict`
pub async fn show(person: Person, Path(client): Path<String>) -> Answer {
    let open = Open::of(&person, id(&client)?).await?;
    let fresh = || person.keyed(Filled::new());
    Ok(person.show(TITLE, |frame| open.page(frame, fresh(), fresh())))
}

/// The people of the other side; a line without names is left out, one with half a name is wrong.
fn others(reader: &mut Reader<'_>, today: Date) -> Vec<ConflictSearch> {
    let mut others = Vec::new();
    for n in OTHERS {
        let names = [format!("given-{n}"), format!("family-{n}"), format!("born-{n}")];
        let [given, family, born] = &names;
        if names.iter().all(|name| reader.text(name).is_empty()) {
            continue;
        }
        let (first, last, day) = (reader.line(given), reader.line(family), reader.date_or_none(born));
        if day.is_some_and(|day| today < day) {
            reader.wrong(born, "This birth date is in the future.");
        }
        if let (Some(given), Some(family)) = (first, last) {
            others.push(ConflictSearch { given, family, born: day });
        }
    }
    others
}

/// `POST /clients/{client}/conflict`
pub async fn create(person: Person, Path(client): Path<String>, fields: Fields) -> Answer {
    let open = Open::of(&person, id(&client)?).await?;
    if signed::goes_back(&fields) {
        return again(&person, &open, fields.filled());
    }
    let mut reader = Reader::new(&fields);
    let others = others(&mut reader, open.today);
    if others.is_empty() && reader.is_good() && !fields.ticked("nobody") {
        reader.wrong("nobody", "Give the names of the other side, or tick that there is nobody.");
    }
    if !others.is_empty() && fields.ticked("nobody") {
        reader.wrong("nobody", "You gave names as well. Take the tick away, or the names.");
    }
    if !reader.is_good() {
        return again(&person, &open, reader.filled);
    }
    if !signed::is_signed(&fields) {
        return sheet(&person, &open, &fields, &others, None).await;
    }
    let signing = signed::signing(&fields, Meaning::Author);
    match check_conflict(&person.ctx, open.client, others.clone(), signing).await {
        Ok(_) => go(&Done::CONFLICT_CHECKED.at(&after(&person, open.client).await?)),
        Err(Failure::Signature(bad)) => sheet(&person, &open, &fields, &others, Some(bad)).await,
        Err(Failure::Rule(why)) => again(&person, &open, fields.filled().refused(sentence(&why.to_string()))),
        Err(other) => Err(other.into()),
    }
}

/// Where to go on: to the decision when one is asked for, to the client's page otherwise.
async fn after(person: &Person, client: DossierId) -> Result<String, Problem> {
    let open = Open::of(person, client).await?;
    let decides = matches!(ladder::next(&open.seen, open.today), Next::Decide | Next::Stop);
    Ok(if decides { paths::of_client(client, "conflict") } else { paths::client(client) })
}

fn again(person: &Person, open: &Open, form: Filled) -> Answer {
    let (form, deciding) = (person.keyed(form), person.keyed(Filled::new()));
    Ok(person.form(TITLE, form.is_wrong(), |frame| open.page(frame, form, deciding)))
}

async fn sheet(
    person: &Person,
    open: &Open,
    fields: &Fields,
    others: &[ConflictSearch],
    bad: Option<BadSignature>,
) -> Answer {
    let build = || {
        let compared = match others.is_empty() {
            true => Line::new("To compare", "Nobody is on the other side"),
            false => Line::new("To compare", joined(others.iter().map(told))),
        };
        let asking = Asking {
            act: "Sign and compare".into(),
            then: "The names are compared when you sign. The answer is recorded with them.".into(),
            ..asking(open, "Sign this conflict check", "conflict")
        };
        (asking, entry(open, vec![compared]))
    };
    signed::sheet(person, fields, build, bad).await
}

fn told(other: &ConflictSearch) -> Words {
    let name = Name::new(format!("{} {}", other.given.reveal(), other.family.reveal()));
    match other.born {
        Some(born) => Words::from("{name} ({day})").with("name", name).with("day", when::plain_day(born)),
        None => Words::from("{name}").with("name", name),
    }
}

fn asking(open: &Open, title: &'static str, part: &str) -> Asking {
    Asking {
        title: title.into(),
        act: "Sign decision".into(),
        back: Back::Form,
        action: paths::of_client(open.client, part),
        says: "With your signature you say: I asked who is on the other side, and this is everybody I know of.".into(),
        then: Words::default(),
        facts: vec![About::of(open.client, &open.seen).fact()],
        level: Level::Confidential,
        shown: shown(&open.seen),
        always: false,
    }
}

fn entry(open: &Open, lines: Vec<Line>) -> Sheet {
    Sheet {
        id: "sheet".to_owned(),
        icon: "shield",
        title: "Conflict of interest".into(),
        entry: next_entry(&open.seen),
        lines,
        ..Sheet::default()
    }
}

/// `POST /clients/{client}/conflict/decision`
pub async fn decide(person: Person, Path(client): Path<String>, fields: Fields) -> Answer {
    let open = Open::of(&person, id(&client)?).await?;
    if signed::goes_back(&fields) {
        return deciding_again(&person, &open, fields.filled());
    }
    let mut reader = Reader::new(&fields);
    let go_on = reader.choice("way", |way| match way {
        "go-on" => Some(true),
        "stop" => Some(false),
        _ => None,
    });
    let why = reader.line("why");
    let Some((go_on, why)) = go_on.zip(why) else { return deciding_again(&person, &open, reader.filled) };
    if !signed::is_signed(&fields) {
        return decision_sheet(&person, &open, &fields, (go_on, &why), None).await;
    }
    let signing = signed::signing(&fields, Meaning::Approved);
    match decide_conflict(&person.ctx, open.client, go_on, why.clone(), signing).await {
        Ok(_) => go(&Done::CONFLICT_CHECKED.at(&paths::client(open.client))),
        Err(Failure::Signature(bad)) => decision_sheet(&person, &open, &fields, (go_on, &why), Some(bad)).await,
        Err(Failure::Rule(rule)) => {
            deciding_again(&person, &open, fields.filled().refused(sentence(&rule.to_string())))
        }
        Err(other) => Err(other.into()),
    }
}

fn deciding_again(person: &Person, open: &Open, deciding: Filled) -> Answer {
    let (form, deciding) = (person.keyed(Filled::new()), person.keyed(deciding));
    Ok(person.form(TITLE, deciding.is_wrong(), |frame| open.page(frame, form, deciding)))
}

async fn decision_sheet(
    person: &Person,
    open: &Open,
    fields: &Fields,
    (go_on, why): (bool, &Text),
    bad: Option<BadSignature>,
) -> Answer {
    let build = || {
        let way = if go_on { "We may work for this person" } else { "We may not work for this person" };
        let asking = Asking {
            says: "With your signature you say: I looked into it and answer for this decision.".into(),
            ..asking(open, "Sign this decision", "conflict/decision")
        };
        let lines = vec![Line::new("Decision", way), Line::new("Why", why.reveal().to_owned())];
        (asking, entry(open, lines))
    };
    signed::sheet(person, fields, build, bad).await
}
