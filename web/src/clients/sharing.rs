//! Consents to share: what may be given to whom, for what, by which way and until when; recording one, taking it back, and the form on paper (CM-4.3.3, CC-4.4.3).

use std::collections::BTreeSet;

use axum::extract::{Path, State as Shared};
use axum::response::Response;
use casework::clients::{agree_to_share, cases_of, withdraw_sharing};
use casework::house::Seen;
use domain::clients::{ClientFile, ConsentGivenHow};
use domain::ids::{DossierId, ItemId};
use domain::policy::Action;
use domain::sharing::{
    CannotShare, GivenBy, InfoKind, Sharing, SharingAgreed, SharingPurpose, SharingStands, SharingWithdrawn,
};
use domain::signature::Meaning;
use jiff::civil::Date;

use super::About;
use crate::answer::{Answer, go, id};
use crate::app::App;
use crate::disclosures::print::consent_form;
use crate::done::Done;
use crate::face::form::Field;
use crate::face::parts::{Act, Empty, Line, Pairs};
use crate::face::prelude::*;
use crate::face::when;
use crate::fields::{Fields, Reader, code, decode};
use crate::guard::Query;
use crate::paths;
use crate::person::Person;
use crate::problem::Problem;
use crate::signed::here::{self, Asks, Challenge};
use crate::signed::signing;

const TITLE: &str = "Consents to share";

/// One consent.
#[derive(Debug, Clone)]
pub struct SharingLine {
    /// To whom.
    pub recipient: Name,
    /// How it stands.
    pub state: State,
    /// What for.
    pub purpose: Words,
    /// Which kinds of information, by which ways.
    pub what: Words,
    /// From when to when, and how it was given.
    pub days: Words,
    /// What can be done.
    pub acts: Vec<Act>,
}

/// `GET /clients/{client}/sharing`
#[derive(Debug, Template)]
#[template(path = "clients/sharing.html")]
pub struct SharingPage {
    /// The frame.
    pub frame: Frame,
    /// Whose.
    pub about: About,
    /// What can be done.
    pub acts: Vec<Act>,
    /// Those that hold or are to come.
    pub live: Vec<SharingLine>,
    /// Those that ended or were taken back.
    pub past: Vec<SharingLine>,
    /// When there is none.
    pub empty: Option<Empty>,
    /// Where it stands what was given out, case by case.
    pub accounts: Vec<Link>,
}

/// Which consent is to be renewed.
#[derive(Debug, Clone, Default, serde::Deserialize)]
pub struct Renewed {
    #[serde(default)]
    renew: String,
}

struct Open {
    client: DossierId,
    seen: Seen<ClientFile>,
    today: Date,
}

impl Open {
    async fn of(person: &Person, client: &str, action: Action) -> Result<Self, Problem> {
        let client: DossierId = id(client)?;
        let seen = person.ctx.view::<ClientFile>(action, client).await?;
        Ok(Self { client, seen, today: person.organisation.rulebook.office.today(person.now()) })
    }

    fn sharing(&self, sharing: &str) -> Result<&Sharing, Problem> {
        let sharing: ItemId = id(sharing)?;
        self.seen.sharings.find(sharing).ok_or(Problem::Missing)
    }

    fn path(&self, part: &str) -> String {
        paths::of_client(self.client, &if part.is_empty() { "sharing".to_owned() } else { format!("sharing/{part}") })
    }
}

/// Parts behind each other with commas.
pub(crate) fn joined(words: impl Iterator<Item = &'static str>) -> Words {
    super::history::joined(words.map(Words::from))
}

/// How a consent to share stands, in words.
fn state(sharing: &Sharing, stands: SharingStands) -> State {
    let until = when::plain_day(sharing.agreed.until);
    match stands {
        SharingStands::Comes => {
            State::plain(Words::from("Begins on {day}").with("day", when::plain_day(sharing.agreed.from)))
        }
        SharingStands::Holds => State::done(Words::from("Holds until {day}").with("day", until)),
        SharingStands::EndsSoon => State::due(Words::from("Ends on {day}").with("day", until)),
        SharingStands::Over => State::note(Words::from("Ended on {day}").with("day", until)),
        SharingStands::Withdrawn => {
            let at = sharing.withdrawn.as_ref().map(|(at, _)| when::when(*at)).unwrap_or_default();
            State::note(Words::from("Taken back {when}").with("when", at))
        }
    }
}

fn line(open: &Open, sharing: &Sharing, stands: SharingStands, may: bool) -> SharingLine {
    let agreed = &sharing.agreed;
    let part = agreed.id.to_string();
    let mut acts = Vec::new();
    if may && matches!(stands, SharingStands::EndsSoon | SharingStands::Over) {
        acts.push(Act::link("Renew", format!("{}?renew={part}", open.path("new"))));
    }
    if may && stands != SharingStands::Withdrawn {
        acts.push(Act::link("Take back", open.path(&part)));
    }
    if may {
        acts.push(Act::link("Print the form", open.path(&format!("{part}/pdf"))).plain().icon("print"));
    }
    let recipient = Name::new(agreed.recipient.reveal());
    let about = Words::from("{name}").with("name", recipient.clone());
    SharingLine {
        state: state(sharing, stands),
        purpose: purpose(agreed.purpose, agreed.words.as_ref()),
        what: Words::from("{kinds}. By: {ways}")
            .with("kinds", joined(agreed.kinds.iter().map(|kind| kind.word())))
            .with("ways", joined(agreed.ways.iter().map(|way| way.word()))),
        days: Words::from("From {from} to {until}. {how}.")
            .with("from", when::plain_day(agreed.from))
            .with("until", when::plain_day(agreed.until))
            .with("how", Words::from(agreed.how.word())),
        acts: acts.into_iter().map(|act| act.about(about.clone())).collect(),
        recipient,
    }
}

/// What something is given for, with the words for it.
pub(crate) fn purpose(purpose: SharingPurpose, words: Option<&domain::text::Line>) -> Words {
    match words {
        None => purpose.word().into(),
        Some(words) => Words::from("{purpose}: {words}")
            .with("purpose", Words::from(purpose.word()))
            .with("words", words.reveal().to_owned()),
    }
}

/// What its entry says.
pub(super) fn told(agreed: &SharingAgreed) -> Vec<Line> {
    let mut lines = vec![
        Line::new("Who may have it", Words::from("{name}").with("name", Name::new(agreed.recipient.reveal()))),
        Line::new("What for", purpose(agreed.purpose, agreed.words.as_ref())),
        Line::new("What", joined(agreed.kinds.iter().map(|kind| kind.word()))),
        Line::new("How", joined(agreed.ways.iter().map(|way| way.word()))),
        Line::new("From", when::plain_day(agreed.from)),
        Line::new("Last day", when::plain_day(agreed.until)),
        Line::new("How it was given", agreed.how.word()),
    ];
    lines.extend(agreed.by.as_ref().map(|by| Line::new("Witness, or who agreed", by.reveal().to_owned())));
    lines
}

/// `GET /clients/{client}/sharing`
pub async fn show(person: Person, Path(client): Path<String>) -> Answer {
    let open = Open::of(&person, &client, Action::ReadClient).await?;
    let cases = cases_of(&person.ctx, open.client).await?;
    let may = open.seen.may(Action::RecordConsent);
    Ok(person.show(TITLE, |frame| {
        let rules = &person.organisation.rulebook.sharing;
        let (mut live, mut past) = (Vec::new(), Vec::new());
        for sharing in open.seen.sharings.all.iter().rev() {
            let stands = sharing.stands(open.today, rules);
            let over = matches!(stands, SharingStands::Over | SharingStands::Withdrawn);
            (if over { &mut past } else { &mut live }).push(line(&open, sharing, stands, may));
        }
        let record = || Act::link("Record a consent to share", open.path("new")).main().icon("plus");
        let print = || Act::link("Print an empty form", open.path("form")).icon("print");
        let account = |(case, card): &(DossierId, casework::cards::CaseCard)| {
            let label = Words::from("Case {number}, {programme}");
            let label = label.with("number", Number::new(&card.number)).with("programme", card.programme.clone());
            Link::new(paths::of_case(*case, "disclosures"), label)
        };
        SharingPage {
            about: About::of(open.client, &open.seen),
            acts: if may { vec![record(), print()] } else { Vec::new() },
            empty: (live.is_empty() && past.is_empty()).then(|| {
                Empty::new(
                    "The client has agreed to share nothing.",
                    "Without a consent nothing is given to anybody outside, unless the client asks for it or a law requires it.",
                )
            }),
            live,
            past,
            accounts: cases.iter().map(account).collect(),
            frame,
        }
    }))
}

fn choices<T: Copy + serde::Serialize>(all: &[T], word: fn(T) -> &'static str) -> Vec<Choice> {
    all.iter().map(|one| Choice::new(code(one), word(*one))).collect()
}

fn form_fields(today: Date, form: &Filled) -> Vec<Field> {
    let ways: Vec<Choice> = choices(&ConsentGivenHow::ALL, ConsentGivenHow::word);
    vec![
        form.text("recipient", "Who may have it")
            .hint("One person or service, by name. For another one record another consent.")
            .max(200),
        form.radios("purpose", "What for", &choices(&SharingPurpose::ALL, SharingPurpose::word)),
        form.text("words", "In the client’s own words").optional().max(200),
        form.checks("kinds[]", "What may be shared", &choices(&InfoKind::ALL, InfoKind::word)),
        form.checks("ways[]", "How it may be given", &choices(&GivenBy::ALL, GivenBy::word)),
        Field::row(
            "When it holds",
            vec![form.date("from", "First day").or(today.to_string()), form.date("until", "Last day")],
        ),
        form.radios("how", "How the client agreed", &ways),
        form.text("by", "Witness, or who agreed")
            .optional()
            .hint("For a consent that was said: the witness. On the client’s behalf: who agreed, and by what right.")
            .max(200),
    ]
}

pub(super) fn asks(about: &About, today: Date, client: DossierId, form: &Filled) -> Asks {
    Asks {
        title: TITLE,
        heading: "Record a consent to share".into(),
        lead: "What the client allows us to give to somebody outside. It always has an end, and the client can take it back at any time.".into(),
        about: Pairs::new().with(about.fact().0, about.fact().1),
        action: paths::of_client(client, "sharing"),
        fields: form_fields(today, form),
        act: "Sign the consent",
        back: Link::new(paths::of_client(client, "sharing"), "Back to the consents"),
    }
}

fn form_page(person: &Person, open: &Open, filled: Filled) -> Response {
    here::show(person, filled, open.seen.opened.last, Challenge::OldSignIn, |form| {
        asks(&About::of(open.client, &open.seen), open.today, open.client, form)
    })
}

/// `GET /clients/{client}/sharing/new`
pub async fn new(person: Person, Path(client): Path<String>, Query(renewed): Query<Renewed>) -> Answer {
    let open = Open::of(&person, &client, Action::RecordConsent).await?;
    let before = renewed.renew.parse().ok().and_then(|id| open.seen.sharings.find(id));
    let filled = match before.map(|before| &before.agreed) {
        None => Filled::new(),
        Some(agreed) => Filled::new()
            .with("recipient", agreed.recipient.reveal())
            .with("purpose", code(&agreed.purpose))
            .with("words", agreed.words.as_ref().map(|words| words.reveal().to_owned()).unwrap_or_default())
            .only("kinds[]", agreed.kinds.iter().map(code))
            .only("ways[]", agreed.ways.iter().map(code)),
    };
    Ok(form_page(&person, &open, filled))
}

fn several<T: serde::de::DeserializeOwned + Ord>(sent: &Fields, name: &str) -> BTreeSet<T> {
    sent.all(name).filter_map(decode::<T>).collect()
}

const fn place_of(rule: &CannotShare) -> Option<&'static str> {
    match rule {
        CannotShare::NoKind => Some("kinds[]"),
        CannotShare::NoWay => Some("ways[]"),
        CannotShare::PurposeOpen => Some("words"),
        CannotShare::WitnessMissing => Some("by"),
        CannotShare::AlreadyOver | CannotShare::EndsBefore | CannotShare::TooLong(_) => Some("until"),
        CannotShare::Twice | CannotShare::NotHere => None,
    }
}

/// `POST /clients/{client}/sharing`
pub async fn create(person: Person, Path(client): Path<String>, sent: Fields) -> Answer {
    let open = Open::of(&person, &client, Action::RecordConsent).await?;
    let mut reader = Reader::new(&sent);
    let (recipient, words, by) = (reader.line("recipient"), reader.line_or_none("words"), reader.line_or_none("by"));
    let purpose = reader.choice("purpose", decode::<SharingPurpose>);
    let (from, until) = (reader.date("from"), reader.date("until"));
    let how = reader.choice("how", decode::<ConsentGivenHow>);
    let (Some(recipient), Some(purpose), Some(from), Some(until), Some(how), true) =
        (recipient, purpose, from, until, how, reader.is_good())
    else {
        return Ok(form_page(&person, &open, reader.filled));
    };
    let (kinds, ways) = (several(&sent, "kinds[]"), several(&sent, "ways[]"));
    let order =
        SharingAgreed { id: person.ctx.new_item(), recipient, purpose, words, kinds, ways, from, until, how, by };
    match agree_to_share(&person.ctx, open.client, order, signing(&sent, Meaning::Author)).await {
        Ok(_) => go(&Done::SHARING_AGREED.at(&open.path(""))),
        Err(failure) => Ok(form_page(&person, &open, here::refused(&sent, failure, place_of)?)),
    }
}

fn withdraw_page(person: &Person, open: &Open, sharing: &Sharing, filled: Filled) -> Response {
    let agreed = &sharing.agreed;
    here::show(person, filled, open.seen.opened.last, Challenge::OldSignIn, |form| {
        let (term, fact) = About::of(open.client, &open.seen).fact();
        Asks {
            title: TITLE,
            heading: "The client takes a consent back".into(),
            lead: "It holds no more from the moment you sign. What was given out before stays in the record. Of one that has ended: then nobody is reminded to renew it.".into(),
            about: Pairs::new()
                .with(term, fact)
                .with("Who may have it", Words::from("{name}").with("name", Name::new(agreed.recipient.reveal())))
                .with("What for", purpose(agreed.purpose, agreed.words.as_ref()))
                .with("Last day", when::plain_day(agreed.until)),
            action: open.path(&agreed.id.to_string()),
            fields: vec![form.text("note", "What was said, and what is to follow").max(200)],
            act: "Sign that it is taken back",
            back: Link::new(open.path(""), "Back to the consents"),
        }
    })
}

/// `GET /clients/{client}/sharing/{sharing}`
pub async fn ask(person: Person, Path((client, sharing)): Path<(String, String)>) -> Answer {
    let open = Open::of(&person, &client, Action::RecordConsent).await?;
    let sharing = open.sharing(&sharing)?;
    if sharing.withdrawn.is_some() {
        return go(&open.path(""));
    }
    Ok(withdraw_page(&person, &open, sharing, Filled::new()))
}

/// `POST /clients/{client}/sharing/{sharing}`
pub async fn withdraw(person: Person, Path((client, sharing)): Path<(String, String)>, sent: Fields) -> Answer {
    let open = Open::of(&person, &client, Action::RecordConsent).await?;
    let sharing = open.sharing(&sharing)?;
    let mut reader = Reader::new(&sent);
    let Some(note) = reader.line("note") else { return Ok(withdraw_page(&person, &open, sharing, reader.filled)) };
    let order = SharingWithdrawn { id: sharing.agreed.id, note };
    match withdraw_sharing(&person.ctx, open.client, order, signing(&sent, Meaning::Author)).await {
        Ok(_) => go(&Done::SHARING_WITHDRAWN.at(&open.path(""))),
        Err(failure) => Ok(withdraw_page(&person, &open, sharing, here::refused(&sent, failure, place_of)?)),
    }
}

/// `GET /clients/{client}/sharing/form`
pub async fn empty_form(person: Person, Shared(app): Shared<App>, Path(client): Path<String>) -> Answer {
    let open = Open::of(&person, &client, Action::RecordConsent).await?;
    app.press.print(consent_form(&person, &open.seen, None).await?, "consent-to-share").await
}

/// `GET /clients/{client}/sharing/{sharing}/pdf`
pub async fn filled_form(
    person: Person,
    Shared(app): Shared<App>,
    Path((client, sharing)): Path<(String, String)>,
) -> Answer {
    let open = Open::of(&person, &client, Action::RecordConsent).await?;
    let sharing = open.sharing(&sharing)?;
    app.press.print(consent_form(&person, &open.seen, Some(sharing)).await?, "consent-to-share").await
}
