//! The secure page of a disclosure as our own people see it: opening it, link and code, what happened there, and shutting it (CC-4.4.1, CC-4.4.2). Decision 0037.

use axum::extract::Path;
use axum::response::Response;
use casework::clients::{client_to_identify, parse_email, parse_phone};
use casework::disclosures::{TOLD_IN, link_and_code, open_pickup, shut_pickup, tells_by};
use domain::calendar::days_later;
use domain::clients::ClientDetails;
use domain::disclosures::{
    CannotPickUp, DisclosureBasis, Made, Notice, Pickup, PickupOpened, PickupShut, PickupStands,
};
use domain::event::Event;
use domain::ids::{DossierId, ItemId};
use domain::policy::Action;
use domain::reminders::{Means, NotSent};
use domain::sharing::GivenBy;
use domain::signature::Meaning;
use jiff::civil::Date;

use super::path_of;
use super::show::Panel;
use crate::answer::{Answer, go, id};
use crate::cases::head::CaseView;
use crate::cases::sheets::{blank, small};
use crate::clients::safe_rules;
use crate::done::Done;
use crate::face::form::Field;
use crate::face::parts::{Act, Line, Pairs, Sheet};
use crate::face::prelude::*;
use crate::face::when;
use crate::fields::{Fields, Reader};
use crate::inquiries::ask::in_its_own_words;
use crate::person::Person;
use crate::problem::Problem;
use crate::signed::here::{self, Asks, Challenge};
use crate::signed::signing;

const TITLE: &str = "Secure page";
const BY_EMAIL: &str = "email";
const BY_SMS: &str = "sms";
const BY_US: &str = "self";

/// Where a page is opened.
pub(super) fn opening(case: DossierId, disclosure: ItemId) -> String {
    format!("{}/page", path_of(case, disclosure))
}

/// The page of a disclosure; nothing when it was given out by another way.
pub(super) async fn panel(
    person: &Person,
    origin: &str,
    view: &CaseView,
    made: &Made,
) -> Result<Option<Panel>, Problem> {
    if made.made.by != GivenBy::Page {
        return Ok(None);
    }
    let (rules, now) = (&person.organisation.rulebook, person.now());
    let page = view.file().disclosures.pickups_of(made.made.id).next();
    let stands = page.map(|page| page.stands(now, rules));
    let gives = view.may(Action::Disclose);
    let mut keys = Pairs::new();
    if let Some(page) = page.filter(|page| gives && page.opens(now, rules)) {
        let both = link_and_code(&person.ctx, view.id(), page).await?;
        keys = keys.with("Code, to be told by phone", Words::from("{code}").with("code", Number::new(both.code)));
        let told = page.opened.notice.is_some() && stands != Some(PickupStands::NotTold);
        if !told {
            let link = Number::new(format!("{origin}{}", both.path));
            keys = keys.with("Link, to be sent another way", Words::from("{link}").with("link", link));
        }
    }
    let here = opening(view.id(), made.made.id);
    let acts = if gives { acts(stands, &here) } else { Vec::new() };
    let pages: Vec<&Pickup> = view.file().disclosures.pickups_of(made.made.id).collect();
    let happened = pages.iter().flat_map(|page| happened(view, page)).collect();
    Ok(Some(Panel { title: TITLE.into(), state: state(stands), next: next(stands, page), keys, acts, happened }))
}

pub(super) fn state(stands: Option<PickupStands>) -> State {
    match stands {
        None => State::due("Not open yet"),
        Some(PickupStands::Waits) => State::plain("Waits to be fetched"),
        Some(PickupStands::Again | PickupStands::Fetched) => State::done("Fetched"),
        Some(PickupStands::NotTold) => State::note("They could not be told"),
        Some(PickupStands::Locked) => State::note("Shut after wrong codes"),
        Some(PickupStands::Shut) => State::plain("Shut"),
        Some(PickupStands::Over) => State::note("Not fetched in time"),
    }
}

pub(super) fn next(stands: Option<PickupStands>, page: Option<&Pickup>) -> Words {
    let until = page.map(|page| when::full_day(page.opened.until)).unwrap_or_default();
    let words = match stands {
        None => "Open the page, so that they can fetch it with a link and a code.",
        Some(PickupStands::Waits) => {
            "It can be fetched until {day}. Call them and tell them the code: never in the same message as the link."
        }
        Some(PickupStands::Again) => "If something went wrong, they can fetch it again with the same code for a day.",
        Some(PickupStands::Fetched) => "The page has shut by itself.",
        Some(PickupStands::NotTold) => {
            "The message was not delivered; look whether address or number are right. You can send the link another way, or shut the page and open another one."
        }
        Some(PickupStands::Locked) => {
            "Somebody who had the link did not have the code. Ask the recipient whether it was them before you open another page."
        }
        Some(PickupStands::Shut) => "Nothing can be fetched. You can open another page, with another link and code.",
        Some(PickupStands::Over) => "Ask the recipient whether they still need it, and open another page.",
    };
    Words::from(words).with("day", until)
}

fn acts(stands: Option<PickupStands>, here: &str) -> Vec<Act> {
    let open = |label: &'static str| Act::link(label, here.to_owned());
    let shut = || Act::link("Shut the page", format!("{here}/shut"));
    match stands {
        None => vec![open("Open the page").main().icon("out")],
        Some(PickupStands::Waits) => vec![shut().plain()],
        Some(PickupStands::NotTold) => vec![shut()],
        Some(PickupStands::Again) => Vec::new(),
        Some(PickupStands::Locked | PickupStands::Over) => vec![open("Open another page").main(), shut().plain()],
        Some(PickupStands::Fetched | PickupStands::Shut) => vec![open("Open another page").plain()],
    }
}

/// How a message went.
const fn outcome(failed: Option<NotSent>) -> &'static str {
    match failed {
        None => "The message with the link is on its way",
        Some(NotSent::Refused) => "The message was refused, so the address or number may be wrong",
        Some(NotSent::TooLate) => "The message could not be sent",
        Some(NotSent::Changed) => "The message was not sent: the page was not open any more, or nothing can be sent",
    }
}

fn happened(view: &CaseView, page: &Pickup) -> Vec<Words> {
    let at = |what: &'static str, at| {
        Words::from("{when}: {what}").with("when", when::when(at)).with("what", Words::from(what))
    };
    let opened = Words::from("{when}: {name} opened the page until {day}. {told}")
        .with("when", when::when(page.at))
        .with("name", view.staff_name(page.by))
        .with("day", when::plain_day(page.opened.until))
        .with("told", told(page.opened.notice.as_ref()));
    let shut = page.shut.as_ref().map(|(note, by, at)| {
        let words = Words::from("{when}: {name} shut the page: {why}").with("when", when::when(*at));
        (*at, words.with("name", view.staff_name(*by)).with("why", note.reveal().to_owned()))
    });
    let tried = page.tried.iter().map(|tried| (*tried, at("A wrong code was given", *tried)));
    let fetched = page.fetched.iter().map(|fetched| (*fetched, at("It was fetched with link and code", *fetched)));
    let noticed = page.noticed.map(|(failed, told)| (told, at(outcome(failed), told)));
    let mut all: Vec<_> = tried.chain(fetched).chain(noticed).chain(shut).collect();
    all.sort_by_key(|(at, _)| *at);
    let mut all: Vec<Words> = std::iter::once(opened).chain(all.into_iter().map(|(_, words)| words)).collect();
    all.reverse();
    all
}

fn told(notice: Option<&Notice>) -> Words {
    match notice {
        Some(notice) => Words::from("Told by {means}: {to}")
            .with("means", Words::from(notice.means.channel().word()))
            .with("to", Name::new(notice.to.reveal())),
        None => "The link is sent another way".into(),
    }
}

struct Known {
    view: CaseView,
    disclosure: ItemId,
    /// Of the client, when they are the recipient.
    client: Option<ClientDetails>,
}

impl Known {
    async fn of(person: &Person, case: &str, disclosure: &str) -> Result<Self, Problem> {
        let (case, disclosure): (DossierId, ItemId) = (id(case)?, id(disclosure)?);
        let view = CaseView::open(person, case, Action::Disclose).await?;
        let made = view.file().disclosures.made(disclosure).filter(|made| made.made.by == GivenBy::Page);
        let own = matches!(made.ok_or(Problem::Missing)?.made.basis, DisclosureBasis::Request(_));
        let client = if own { client_to_identify(&person.ctx, case).await? } else { None };
        Ok(Self { view, disclosure, client: client.and_then(|client| client.details.clone()) })
    }

    fn made(&self) -> Option<&Made> {
        self.view.file().disclosures.made(self.disclosure)
    }

    fn about(&self) -> Pairs {
        let recipient = self.made().map(|made| Name::new(made.made.recipient.reveal()));
        let to = recipient.map(|name| Words::from("{name}").with("name", name)).unwrap_or_default();
        let pairs = Pairs::new().with("To whom", to);
        let rules = self.client.as_ref().map(|client| safe_rules(&client.safe_contact)).unwrap_or_default();
        let rules =
            rules.into_iter().reduce(|all, rule| Words::from("{all} {rule}").with("all", all).with("rule", rule));
        match rules {
            Some(rules) => pairs.with("Safe contact", rules),
            None => pairs,
        }
    }

    fn page(&self, person: &Person, filled: Filled) -> Response {
        let sharing = &person.organisation.rulebook.sharing;
        let latest = days_later(person.organisation.rulebook.office.today(person.now()), sharing.pickup_days);
        let able = tells_by(&person.ctx);
        let ways = [(Means::Email, BY_EMAIL), (Means::Sms, BY_SMS)].into_iter().filter(|(means, _)| able.can(*means));
        let ways: Vec<&'static str> = ways.map(|(_, code)| code).chain([BY_US]).collect();
        here::show(person, filled, self.view.seen.opened.last, Challenge::OldSignIn, |form| {
            Asks {
            title: TITLE,
            heading: "Open the secure page".into(),
            lead: "They get a link now and a code from you by phone. Neither is of use without the other. The message says neither from whom it is nor what waits.".into(),
            about: self.about(),
            action: opening(self.view.id(), self.disclosure),
            fields: fields(form, &ways, self.client.as_ref(), latest),
            act: "Sign and open the page",
            back: Link::new(path_of(self.view.id(), self.disclosure), "Back to the disclosure"),
        }
        })
    }
}

pub(super) fn fields(form: &Filled, ways: &[&'static str], client: Option<&ClientDetails>, latest: Date) -> Vec<Field> {
    let word = |way: &&'static str| match *way {
        BY_EMAIL => Choice::new(BY_EMAIL, "By e-mail, from here"),
        BY_SMS => Choice::new(BY_SMS, "By text message, from here"),
        other => Choice::new(other, "I give them the link myself").hint("You see it on the next page."),
    };
    let choices: Vec<Choice> = ways.iter().map(word).collect();
    let languages = TOLD_IN.map(|tag| Choice::new(tag, in_its_own_words(tag)));
    let known = |of: fn(&ClientDetails) -> Option<&domain::text::Line>| {
        client.and_then(of).map(|line| line.reveal().to_owned()).unwrap_or_default()
    };
    let mut fields = vec![form.radios("told", "How they get the link", &choices)];
    if ways.contains(&BY_EMAIL) {
        let email = form.email("to_email", "E-mail address").or(known(|client| client.email.as_ref()));
        fields.push(email.hint("Only when the link goes by e-mail.").max(200).free());
    }
    if ways.contains(&BY_SMS) {
        let phone = form.telephone("to_phone", "Phone number").or(known(|client| client.phone.as_ref()));
        fields.push(phone.hint("Only when the link goes by text message.").max(40).free());
    }
    let spoken = crate::reminders::Tongue::of(&known(|client| client.language.as_ref())).tag;
    fields.push(form.select("language", "Language of message and page", &languages).or(spoken));
    fields.push(
        form.date("until", "Last day")
            .or(latest.to_string())
            .hint(Words::from("{day} at the latest.").with("day", when::plain_day(latest))),
    );
    fields
}

const fn place_of(rule: &CannotPickUp) -> Option<&'static str> {
    match rule {
        CannotPickUp::TooLong(_) | CannotPickUp::Past => Some("until"),
        _ => None,
    }
}

/// `GET /cases/{case}/disclosures/{disclosure}/page`
pub async fn ask(person: Person, Path((case, disclosure)): Path<(String, String)>) -> Answer {
    let known = Known::of(&person, &case, &disclosure).await?;
    Ok(known.page(&person, Filled::new()))
}

/// `POST /cases/{case}/disclosures/{disclosure}/page`
pub async fn create(person: Person, Path((case, disclosure)): Path<(String, String)>, sent: Fields) -> Answer {
    let known = Known::of(&person, &case, &disclosure).await?;
    let mut reader = Reader::new(&sent);
    let told = reader.choice("told", |told| [BY_EMAIL, BY_SMS, BY_US].into_iter().find(|way| *way == told));
    let language = reader.choice("language", |tag| TOLD_IN.into_iter().find(|known| *known == tag));
    let (until, means) = (reader.date("until"), told.and_then(means));
    let to = match means {
        Some(Means::Email) => reader.other("to_email", parse_email),
        Some(Means::Sms) => reader.other("to_phone", |typed| parse_phone(typed, None)),
        None => None,
    };
    if let (Some(means), None, true) = (means, &to, reader.is_good()) {
        let (field, why) = match means {
            Means::Email => ("to_email", "Please fill in the address to which the link goes."),
            Means::Sms => ("to_phone", "Please fill in the number to which the link goes."),
        };
        reader.wrong(field, why);
    }
    let (Some(_), Some(language), Some(until), true) = (told, language, until, reader.is_good()) else {
        return Ok(known.page(&person, reader.filled));
    };
    let notice = means.zip(to).map(|(means, to)| Notice { means, to, language: language.to_owned() });
    let order = PickupOpened { id: person.ctx.new_item(), disclosure: known.disclosure, until, notice };
    match open_pickup(&person.ctx, known.view.id(), order, signing(&sent, Meaning::Author)).await {
        Ok(_) => go(&Done::PICKUP_OPENED.at(&path_of(known.view.id(), known.disclosure))),
        Err(failure) => Ok(known.page(&person, here::refused(&sent, failure, place_of)?)),
    }
}

fn means(told: &str) -> Option<Means> {
    match told {
        BY_EMAIL => Some(Means::Email),
        BY_SMS => Some(Means::Sms),
        _ => None,
    }
}

fn shut_page(person: &Person, known: &Known, filled: Filled) -> Response {
    here::show(person, filled, known.view.seen.opened.last, Challenge::OldSignIn, |form| Asks {
        title: TITLE,
        heading: "Shut the secure page".into(),
        lead: "Link and code serve no more. You can open another page afterwards.".into(),
        about: known.about(),
        action: format!("{}/shut", opening(known.view.id(), known.disclosure)),
        fields: vec![form.text("note", "Why").hint("Such as a wrong address.").max(200)],
        act: "Sign and shut it",
        back: Link::new(path_of(known.view.id(), known.disclosure), "Back to the disclosure"),
    })
}

/// `GET /cases/{case}/disclosures/{disclosure}/page/shut`
pub async fn ask_shut(person: Person, Path((case, disclosure)): Path<(String, String)>) -> Answer {
    let known = Known::of(&person, &case, &disclosure).await?;
    Ok(shut_page(&person, &known, Filled::new()))
}

/// `POST /cases/{case}/disclosures/{disclosure}/page/shut`
pub async fn shut(person: Person, Path((case, disclosure)): Path<(String, String)>, sent: Fields) -> Answer {
    let known = Known::of(&person, &case, &disclosure).await?;
    let page = known.view.file().disclosures.pickups_of(known.disclosure).next().ok_or(Problem::Missing)?;
    let mut reader = Reader::new(&sent);
    let Some(note) = reader.line("note") else { return Ok(shut_page(&person, &known, reader.filled)) };
    let order = PickupShut { id: page.opened.id, note };
    match shut_pickup(&person.ctx, known.view.id(), order, signing(&sent, Meaning::Author)).await {
        Ok(_) => go(&Done::PICKUP_SHUT.at(&path_of(known.view.id(), known.disclosure))),
        Err(failure) => Ok(shut_page(&person, &known, here::refused(&sent, failure, |_| None)?)),
    }
}

/// The sheet of an entry about a page.
pub(super) fn sheet(event: &Event) -> Option<Sheet> {
    Some(match event {
        Event::PickupOpened(opened) => {
            let mut sheet = blank("out", "Secure page opened");
            sheet.lines.push(Line::new("Last day", when::plain_day(opened.until)));
            sheet.lines.push(Line::new("Link", told(opened.notice.as_ref())));
            sheet
        }
        Event::PickupNoticed(noticed) => {
            small(if noticed.failed.is_none() { "done" } else { "warning" }, outcome(noticed.failed))
        }
        Event::PickupTried(_) => small("warning", "A wrong code was given at the secure page"),
        Event::PickupFetched(_) => small("done", "Fetched from the secure page with link and code"),
        Event::PickupShut(shut) => {
            let mut sheet = small("close", "Secure page shut");
            sheet.text = shut.note.reveal().to_owned().into();
            sheet
        }
        _ => return None,
    })
}

#[cfg(test)]
pub(super) fn samples(show: &mut crate::samples::Samples) {
    let latest = Date::constant(2026, 11, 30);
    for (name, form) in [
        ("pickup", Filled::new()),
        (
            "pickup-wrong",
            Filled::new()
                .with("told", BY_EMAIL)
                .wrong("to_email", "Please fill in the address to which the link goes."),
        ),
    ] {
        let asks = Asks {
            title: TITLE,
            heading: "Open the secure page".into(),
            lead: "They get a link now and a code from you by phone.".into(),
            about: Pairs::new().with("Safe contact", "Never say where you call from."),
            action: "/cases/1/disclosures/1/page".to_owned(),
            fields: fields(&form, &[BY_EMAIL, BY_SMS, BY_US], None, latest),
            act: "Sign and open the page",
            back: Link::new("/", "Back"),
        };
        show.page(name, &here::sample(asks, form, crate::samples::frame()));
    }
}
