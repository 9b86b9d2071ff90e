//! Telling the client that the case ends: what was said and how, or why nobody could be told; and the letter (CC-5, CM-4.5.2).

use ::reports::{Document, Letter, paragraphs};
use axum::extract::{Path, State};
use casework::closure::tell_of_closure;
use domain::cases::CaseFile;
use domain::clients::{Channel, ClientFile};
use domain::contacts::ContactKind;
use domain::event::Event;
use domain::ids::DossierId;
use domain::parting::{CannotTell, ClosureTold, Telling, Untold};
use domain::policy::Action;
use domain::rulebook::Rulebook;

use crate::answer::{Answer, id};
use crate::app::App;
use crate::cases::form::{self, Wording};
use crate::cases::head::{At, CaseView};
use crate::cases::step::{About, Sign, Step, Written};
use crate::clients::safe_rules;
use crate::contacts::new::{field_of, happened, late_field, when_fields};
use crate::done::Done;
use crate::face::form::Field;
use crate::face::parts::{Line, Sheet, Voiced};
use crate::face::prelude::*;
use crate::face::when;
use crate::face::words::text;
use crate::fields::{Fields, Reader};
use crate::paths;
use crate::person::Person;
use crate::press::marks;
use crate::problem::Problem;

/// The page of the message, below a case.
pub(super) const PART: &str = "closure/message";

/// The letter, below a case.
const LETTER: &str = "closure/letter";

/// Every way to tell, with its word in forms.
fn tellings() -> impl Iterator<Item = (Telling, String)> {
    let by = [Channel::InPerson, Channel::Phone, Channel::Letter, Channel::Email, Channel::Sms].map(Telling::By);
    by.into_iter().chain(Untold::ALL.map(Telling::Not)).map(|telling| {
        let word = match telling {
            Telling::By(channel) => format!("by-{}", crate::fields::code(&channel)),
            Telling::Not(why) => format!("not-{}", crate::fields::code(&why)),
        };
        (telling, word)
    })
}

const fn word(telling: Telling) -> &'static str {
    match telling {
        Telling::By(channel) => channel.word(),
        Telling::Not(why) => why.word(),
    }
}

/// How the client may be reached without harm; the look at the client's file is recorded.
async fn safe(person: &Person, case: DossierId) -> Result<Vec<Words>, Problem> {
    let file = person.ctx.view::<CaseFile>(Action::TellOfClosure, case).await?;
    let Some(client) = file.client() else { return Ok(Vec::new()) };
    let client = person.ctx.view::<ClientFile>(Action::ReadClient, client).await?;
    Ok(client.details.as_ref().map(|details| safe_rules(&details.safe_contact)).unwrap_or_default())
}

async fn step(
    person: &Person,
    case: &str,
) -> Result<Step<impl Fn(&Person, &CaseView, &Filled) -> Vec<Field> + use<>>, Problem> {
    let case = id::<DossierId>(case)?;
    let safe = safe(person, case).await?;
    let rules = safe.into_iter().reduce(|all, rule| Words::from("{all} {rule}").with("all", all).with("rule", rule));
    Ok(Step {
        case,
        action: Action::TellOfClosure,
        wording: Wording {
            heading: "Tell the client that the case ends".into(),
            lead: match rules {
                Some(rules) => Words::from("Safe contact: {rules}").with("rules", rules),
                None => "Best said face to face. If it was agreed in the last session, record that here.".into(),
            },
            action: PART.to_owned(),
            draft: Some("parting".to_owned()),
            act: "Review and sign".into(),
            at: At::Closure,
        },
        fields,
        about: About::Case,
        sign: Sign::author("Sign what the client was told", "Sign message"),
        done: Done::CLIENT_TOLD,
    })
}

fn fields(person: &Person, _view: &CaseView, filled: &Filled) -> Vec<Field> {
    let rules = &person.organisation.rulebook;
    let choices: Vec<Choice> = tellings().map(|(telling, code)| Choice::new(code, word(telling))).collect();
    let [when, _] = when_fields(person, filled);
    vec![
        filled.radios("telling", "How the client was told, or why not", &choices),
        when,
        late_field(person, filled),
        filled
            .area("message", "What the client was told")
            .hint("The words of a letter are printed as they stand here, with your name and the number of the case; the client’s name is not on it. If nobody could be told, write what was tried.")
            .rows(9)
            .written()
            .max(20_000)
            .or(drafted(person, rules)),
        filled.select("level", "How confidential", &form::levels(rules.level_of(ContactKind::Resolution))),
    ]
}

/// The usual message: nothing in it says what the service was about.
fn drafted(person: &Person, rules: &Rulebook) -> String {
    let today = when::plain_day(rules.office.today(person.now()));
    [
        text("We agreed that our work together ends on {day}.", &[("day", &today)]),
        text("You can come back at any time. Call us, write to us, or come by; you do not have to begin anew.", &[]),
        text("Your file is closed. It is kept as long as the law asks for and is then destroyed. Until then you can ask to see it, and to have something in it put right.", &[]),
        text("If you were not content with us, please tell us, or whoever is responsible for complaints here.", &[]),
    ]
    .join("\n\n")
}

/// `GET /cases/{case}/closure/message`
pub async fn new(person: Person, Path(case): Path<String>) -> Answer {
    step(&person, &case).await?.ask(&person).await
}

/// `POST /cases/{case}/closure/message`
pub async fn create(person: Person, Path(case): Path<String>, sent: Fields) -> Answer {
    let step = step(&person, &case).await?;
    let case = step.case;
    let read = |_: &CaseView| read(&person, &sent);
    let act = async |order, ink| tell_of_closure(&person.ctx, case, order, ink).await;
    let place = |rule: &CannotTell| match rule {
        CannotTell::Contact(rule) => field_of(*rule),
        CannotTell::Closed(_) => None,
    };
    step.create(&person, &sent, read, act, place).await
}

fn read(person: &Person, sent: &Fields) -> Result<Written<ClosureTold>, Filled> {
    let mut reader = Reader::new(sent);
    let find = |code: &str| tellings().find(|(_, word)| word == code).map(|(telling, _)| telling);
    let telling = reader.choice("telling", find);
    let at = happened(&mut reader, person);
    let message = reader.narrative("message");
    let late_because = reader.line_or_none("late_because");
    let (Some(telling), Some(at), Some(message), true) = (telling, at, message, reader.is_good()) else {
        return Err(reader.filled);
    };
    let level = form::level(sent, person.organisation.rulebook.level_of(ContactKind::Resolution));
    Ok(Written::new(ClosureTold { telling, message, late_because }, Event::ClosureTold, level).happened(at))
}

/// What the client was told, as a sheet; a letter can be printed from it.
pub(crate) fn told(event: &Event) -> Option<Sheet> {
    let Event::ClosureTold(told) = event else { return None };
    let (icon, title) = match told.telling {
        Telling::By(channel) => (crate::cases::told::channel_icon(channel), "The client was told that the case ends"),
        Telling::Not(_) => ("late", "The client was not told that the case ends"),
    };
    let mut sheet = crate::cases::sheets::blank(icon, title);
    let term = if told.is_contact() { "How" } else { "Why not" };
    sheet.lines.push(Line::new(term, word(told.telling)).voiced(Voiced::Product));
    sheet
        .lines
        .extend(told.late_because.as_ref().map(|why| Line::new("Written late because", why.reveal().to_owned())));
    sheet.text = told.message.reveal().to_owned().into();
    Some(sheet)
}

/// How the client was told, for the list of what is clear; with the way to the letter.
pub(super) fn how(case: DossierId, file: &CaseFile, prints: bool) -> Words {
    let Some((told, ..)) = &file.parting.told else { return Words::default() };
    let how = Words::from(word(told.telling));
    match told.telling {
        Telling::By(Channel::Letter) if prints => Words::from("{how}. {print}")
            .with("how", how)
            .with("print", Link::new(paths::of_case(case, LETTER), "Print the letter")),
        _ => how,
    }
}

/// `GET /cases/{case}/closure/letter`
pub async fn letter(person: Person, State(app): State<App>, Path(case): Path<String>) -> Answer {
    let case: DossierId = id(&case)?;
    let view = CaseView::open(&person, case, Action::PrintCase).await?;
    let by_letter = |told: &ClosureTold| told.telling == Telling::By(Channel::Letter);
    let Some((told, entry, at)) = view.file().parting.told.as_ref().filter(|(told, ..)| by_letter(told)) else {
        return Err(Problem::Rule("The client was not told by letter; there is none to be printed.".into()));
    };
    let signed = view.seen.opened.entry(*entry).ok_or(Problem::Missing)?;
    let case_number = view.file().number().ok_or(Problem::Missing)?;
    let document = Letter {
        organisation: person.organisation.name.as_ref().map(|name| name.reveal().to_owned()).unwrap_or_default(),
        case_number,
        day: at.on(&person.voice().zone).date(),
        message: paragraphs(told.message.reveal()),
        from: view.staff_name(signed.author()),
        language: None,
        marks: marks(&person, *entry).await?,
    };
    app.press.print(Document::Letter(document), &format!("{case_number}-letter")).await
}
