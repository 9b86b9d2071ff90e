//! One's clients, and what a search finds: the same list. Number before name.

use casework::accounts::staff_list;
use casework::cards::CaseCard;
use casework::clients::{ClientLine, Found, my_clients, search_clients};
use casework::inquiries::find_inquiry;
use domain::ids::DossierId;
use domain::numbers::{ClientNumber, InquiryNumber};
use domain::policy::Action;
use domain::staff::StaffCard;
use domain::time::Instant;
use jiff::civil::Date;

use super::colleague;
use super::details::born_words;
use crate::answer::{Answer, go};
use crate::cover::until;
use crate::face::prelude::*;
use crate::face::when::{Moment, when};
use crate::fields::Fields;
use crate::paths;
use crate::person::Person;

/// A client in the list.
#[derive(Debug)]
pub struct ClientRow {
    /// The number.
    pub number: Number,
    /// The name, by permission.
    pub name: Name,
    /// The identity page.
    pub href: String,
    /// Birth date and age.
    pub born: Words,
    /// Cases that may be opened.
    pub cases: Vec<CaseRow>,
}

/// A case of a client.
#[derive(Debug)]
pub struct CaseRow {
    /// The number.
    pub number: Number,
    /// Its timeline.
    pub href: String,
    /// Programme and who carries it.
    pub what: Words,
    /// The next session, or that it is closed.
    pub next: State,
    /// The last contact.
    pub last: Words,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "clients/list.html")]
pub struct ListPage {
    /// The frame.
    pub frame: Frame,
    /// "Clients" or "What was found".
    pub heading: Words,
    /// How many, and of which.
    pub lead: Words,
    /// The search once more.
    pub form: Filled,
    /// Whether this is what a search found.
    pub searched: bool,
    /// The clients, by family name.
    pub rows: Vec<ClientRow>,
    /// When there are none.
    pub empty: Option<Empty>,
    /// Registering somebody, by permission.
    pub register: Option<Act>,
}

/// `GET /clients`
pub async fn index(person: Person) -> Answer {
    let lines = my_clients(&person.ctx).await?;
    let told = Telling::of(&person).await?;
    Ok(person.show("Clients", |frame| {
        let count = i64::try_from(lines.len()).unwrap_or(i64::MAX);
        ListPage {
            frame,
            heading: "Clients".into(),
            lead: match count {
                0 => Words::default(),
                _ => Words::count("One person you have to do with", "{n} people you have to do with", count),
            },
            form: Filled::new(),
            searched: false,
            empty: lines.is_empty().then(|| {
                Empty::new(
                    "Nobody is on your list.",
                    "A client appears here when you register somebody, or when a case is handed to you.",
                )
            }),
            rows: lines.iter().map(|line| told.row(line)).collect(),
            register: told.register(),
        }
    }))
}

/// `POST /search` – a case number goes to the case and a client number to the client; anything else is a list. The words never stand in an address.
pub async fn search(person: Person, fields: Fields) -> Answer {
    person.ctx.permit(Action::SearchClients, None).await?;
    let words: String = fields.text("q").chars().take(200).collect();
    if words.is_empty() {
        return go(paths::CLIENTS);
    }
    if let Ok(number) = words.parse::<InquiryNumber>()
        && person.ctx.may(Action::SeeInbox, None).await?
        && let Some(inquiry) = find_inquiry(&person.ctx, number).await?
    {
        return go(&crate::inquiries::path(inquiry, ""));
    }
    let lines = match search_clients(&person.ctx, &words).await? {
        Found::Case(case) => return go(&paths::case(case)),
        Found::Clients(lines) => lines,
    };
    if let ([line], Ok(_)) = (lines.as_slice(), words.parse::<ClientNumber>()) {
        return go(&paths::client(line.client));
    }
    let told = Telling::of(&person).await?;
    Ok(person.show("What was found", |frame| {
        let count = i64::try_from(lines.len()).unwrap_or(i64::MAX);
        ListPage {
            frame,
            heading: "What was found".into(),
            lead: match count {
                0 => Words::default(),
                _ => Words::count("One person fits.", "{n} people fit.", count),
            },
            form: Filled::new().with("q", words),
            searched: true,
            empty: lines.is_empty().then(nobody),
            rows: lines.iter().map(|line| told.row(line)).collect(),
            register: told.register(),
        }
    }))
}

pub(super) fn nobody() -> Empty {
    Empty::new(
        "Nobody fits.",
        "Search by a name as it is written or sounds, a client, case or inquiry number, a birth date or a phone number. You find only people you have to do with.",
    )
    .act(Act::link("All your clients", paths::CLIENTS))
}

/// What is needed for telling lines.
struct Telling {
    staff: Vec<StaffCard>,
    today: Date,
    now: Instant,
    registers: bool,
}

impl Telling {
    async fn of(person: &Person) -> Result<Self, crate::problem::Problem> {
        Ok(Self {
            staff: staff_list(&person.ctx).await?,
            today: person.organisation.rulebook.office.today(person.now()),
            now: person.now(),
            registers: person.ctx.may(Action::RegisterClient, None).await?,
        })
    }

    fn register(&self) -> Option<Act> {
        self.registers.then(|| Act::link("Register a client", paths::NEW_CLIENT).main().icon("plus"))
    }

    fn row(&self, line: &ClientLine) -> ClientRow {
        ClientRow {
            number: Number::new(&line.card.number),
            name: Name::new(line.card.full_name()),
            href: paths::client(line.client),
            born: line.card.birth_date.map_or("Birth date not known".into(), |born| born_words(born, self.today)),
            cases: line.cases.iter().map(|(case, card)| case_row(*case, card, &self.staff, self.now)).collect(),
        }
    }
}

/// A case as lists show it.
pub(super) fn case_row(case: DossierId, card: &CaseCard, staff: &[StaffCard], now: Instant) -> CaseRow {
    let worker = card.worker.and_then(|worker| colleague(staff, worker)).unwrap_or_default();
    let next = match (card.closed, card.next_session(now)) {
        (Some(closed), _) => State::plain(Words::from("Closed {when}").with("when", Moment::when(closed))).icon("lock"),
        (None, Some(next)) => State::note(Words::from("Next {when}").with("when", when(next))).icon("calendar"),
        (None, None) => State::plain("No session booked"),
    };
    CaseRow {
        number: Number::new(&card.number),
        href: paths::case(case),
        what: match card.covered_by(now).filter(|_| card.closed.is_none()) {
            Some((who, ends)) => Words::from("{programme}, {worker}; {who} stands in until {day}")
                .with("who", colleague(staff, who).unwrap_or_default())
                .with("day", until(ends)),
            None => Words::from("{programme}, {worker}"),
        }
        .with("programme", &card.programme)
        .with("worker", worker),
        next,
        last: match card.last_contact {
            Some(last) => Words::from("Last contact {when}").with("when", Moment::when(last)),
            None => "No contact yet".into(),
        },
    }
}
