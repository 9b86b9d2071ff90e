//! The list of services, and finding one among them. Words that are looked for stand in the body of a request and nowhere else.

use casework::listings::{Directory, ListingLine, SHOWN, Wanted, directory};
use domain::listings::Help;
use domain::search::Sought;
use domain::staff::StaffCard;
use domain::text::Line as Text;
use domain::time::Instant;

use super::{PATH, checked, path, takes};
use crate::answer::{Answer, sentence};
use crate::face::form::Field;
use crate::face::parts::{Act, Empty};
use crate::face::prelude::*;
use crate::fields::{Fields, code, decode};
use crate::person::Person;
use crate::staff::name_of;

/// The field with what it helps with.
const HELP: &str = "help";
/// The field with words.
const WORDS: &str = "q";
/// The box for services that were taken off.
const ENDED: &str = "ended";

/// A service as a line.
#[derive(Debug, Clone)]
pub struct Line {
    /// Where it is read.
    pub href: String,
    /// What it is called.
    pub name: String,
    /// Who offers it, and their telephone number.
    pub provider: String,
    /// Whether it takes new clients, or is off the list.
    pub state: State,
    /// What it helps with.
    pub help: Words,
    /// For whom it is, where, and in which languages.
    pub more: String,
    /// When somebody last asked.
    pub checked: Words,
    /// That it is long ago.
    pub old: Option<State>,
    /// How to go on with it.
    pub act: Option<Act>,
}

/// `GET /services`
#[derive(Debug, Template)]
#[template(path = "listings/list.html")]
pub struct DirectoryPage {
    /// The frame.
    pub frame: Frame,
    /// The way to a new one.
    pub add: Option<Act>,
    /// The fields by which one is found.
    pub filter: Vec<Field>,
    /// How many there are, or were found.
    pub count: Words,
    /// The services.
    pub lines: Vec<Line>,
    /// When there are none.
    pub none: Option<Empty>,
}

/// The fields by which a service is found.
pub(crate) fn filter(form: &Filled) -> Vec<Field> {
    let any = Choice::new("", "Any kind of help");
    let help: Vec<Choice> =
        std::iter::once(any).chain(Help::ALL.map(|help| Choice::new(code(&help), help.word()))).collect();
    let words = form.text(WORDS, "Words").hint("A name, a place, a language, for whom it is.");
    let words = words.max(200).autocomplete("off").free();
    vec![form.select(HELP, "Help with", &help).free(), words]
}

/// What was asked for, and how the form stands then; words without a letter are said so at their field.
pub(crate) fn wanted(sent: &Fields) -> (Wanted, Filled) {
    let mut filled = sent.filled();
    let words = match Text::parse(sent.text(WORDS)) {
        Ok(typed) => {
            Sought::parse(&typed).map_err(|why| filled = sent.filled().wrong(WORDS, sentence(&why.to_string()))).ok()
        }
        Err(_) => None,
    };
    (Wanted { help: decode(sent.text(HELP)), words, ended: sent.ticked(ENDED) }, filled)
}

/// The services as lines, each with what `act` offers for it.
pub(crate) fn lines(
    found: &Directory,
    staff: &[StaffCard],
    now: Instant,
    act: impl Fn(&ListingLine) -> Option<Act>,
) -> Vec<Line> {
    found.lines.iter().map(|one| Line { act: act(one), ..line(one, staff, now) }).collect()
}

fn line(one: &ListingLine, staff: &[StaffCard], now: Instant) -> Line {
    let card = &one.card;
    let (checked, old) = card.checked.map(|(at, by)| checked(at, name_of(staff, by), now)).unwrap_or_default();
    let ended = card.ended.is_some();
    Line {
        href: path(one.listing, ""),
        name: card.name.clone(),
        provider: dotted([&card.provider, &card.phone]),
        state: if ended { State::plain("Taken off the list").icon("close") } else { takes(card.takes) },
        help: helps(card.help.iter().copied()),
        more: dotted([&card.eligible, &card.area, &card.languages]),
        checked,
        old: old.filter(|_| !ended),
        act: None,
    }
}

/// "Anybody over 18 · Canal Street 4 · English".
fn dotted<const N: usize>(parts: [&String; N]) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" · ")
}

/// "Housing and shelter, Money and debts".
pub(super) fn helps(help: impl Iterator<Item = Help>) -> Words {
    Words::joined(help.map(|help| Words::from(help.word())), "{all}, {one}").unwrap_or_default()
}

/// How many there are; where not all are shown, that one looks for fewer.
pub(crate) fn too_many(found: &Directory) -> Words {
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    if SHOWN < found.found {
        return Words::from("The first {shown} of {n}. Say more about what you look for to see fewer.")
            .with("shown", count(SHOWN))
            .with("n", count(found.found));
    }
    Words::count("{n} service", "{n} services", count(found.found))
}

fn add(found: &Directory) -> Option<Act> {
    found.may_list.then(|| Act::link("Add a service", format!("{PATH}/new")).main().icon("plus"))
}

/// Said while no service is shown.
pub(crate) fn nothing(found: &Directory) -> Option<Empty> {
    match (found.lines.is_empty(), found.all) {
        (false, _) => None,
        (true, 0) => {
            let none = Empty::new(
                "There is no service in the directory yet.",
                "Add those to which you send clients: then everybody here finds them, and sees whether they take new ones.",
            );
            Some(add(found).into_iter().fold(none, Empty::act))
        }
        (true, _) => Some(Empty::new("No service fits this.", "Leave out a word, or choose any kind of help.")),
    }
}

/// `GET /services`
pub async fn index(person: Person) -> Answer {
    shown(&person, Wanted::default(), Filled::new()).await
}

/// `POST /services/search`
pub async fn search(person: Person, sent: Fields) -> Answer {
    let (wanted, filled) = wanted(&sent);
    shown(&person, wanted, filled).await
}

async fn shown(person: &Person, wanted: Wanted, filled: Filled) -> Answer {
    let found = directory(&person.ctx, &wanted).await?;
    let staff = casework::accounts::staff_list(&person.ctx).await?;
    let now = person.now();
    Ok(person.form("Services", filled.is_wrong(), |frame| page(&found, &filled, &staff, now, frame)))
}

pub(super) fn page(found: &Directory, form: &Filled, staff: &[StaffCard], now: Instant, frame: Frame) -> DirectoryPage {
    let mut fields = filter(form);
    fields.push(form.check(ENDED, "Also those that were taken off the list"));
    DirectoryPage {
        add: add(found).filter(|_| 0 < found.all),
        filter: fields,
        count: if found.lines.is_empty() { Words::default() } else { too_many(found) },
        lines: lines(found, staff, now, |_| None),
        none: nothing(found),
        frame,
    }
}
