//! Putting a service into the directory, describing it anew, noting how it stands, taking it off.

use axum::extract::Path;
use axum::response::Response;
use casework::listings::{ListingSeen, check_listing, describe_listing, end_listing, list_service, see_listing};
use domain::ids::{DossierId, EntryNumber};
use domain::listings::{CannotList, Help, ListingChecked, ListingDescribed, ListingEnded, Takes};
use domain::policy::Action;
use domain::signature::Meaning;
use domain::text::Line;

use super::show::{all, back};
use super::{PATH, path};
use crate::answer::{Answer, go, id};
use crate::done::Done;
use crate::face::form::Field;
use crate::face::parts::Pairs;
use crate::face::prelude::*;
use crate::fields::{Fields, Reader, code, decode};
use crate::person::Person;
use crate::problem::Problem;
use crate::signed::here::{self, Asks, Challenge};
use crate::signed::signing;

fn takes_field(form: &Filled) -> Field {
    let choices = Takes::ALL.map(|takes| Choice::new(code(&takes), takes.word()));
    form.radios("takes", "Does it take new clients", &choices)
}

pub(super) fn fields(form: &Filled) -> Vec<Field> {
    let help = Help::ALL.map(|help| Choice::new(code(&help), help.word()));
    let line = |name, label: &'static str| form.text(name, label).free().max(200);
    vec![
        form.text("name", "What the service is called").max(200),
        form.text("provider", "Who offers it").hint("The organisation, as it calls itself.").max(200),
        form.checks("help[]", "What it helps with", &help),
        form.area("what", "What it does").rows(3).written().max(20_000).free(),
        line("eligible", "For whom it is").hint("Such as women with children, people over 60, anybody."),
        takes_field(form),
        Field::row(
            "How to reach it",
            vec![
                form.telephone("phone", "Telephone").free().max(60),
                form.email("email", "E-mail").free().max(200),
                line("web", "Page on the web").hint("The whole address, as the browser shows it."),
                line("address", "Address"),
            ],
        ),
        Field::row(
            "More that helps to choose",
            vec![
                line("area", "For which places"),
                line("languages", "Languages"),
                line("hours", "When it is open"),
                line("fees", "What it costs"),
                line("access", "How to get in").hint("Such as by telephone, without an appointment, with a form."),
            ],
        ),
    ]
}

fn read(sent: &Fields) -> Result<ListingDescribed, Filled> {
    let mut reader = Reader::new(sent);
    let (name, provider) = (reader.line("name"), reader.line("provider"));
    let what = reader.narrative_or_none("what");
    let takes = reader.choice("takes", decode::<Takes>);
    let mut line = |name: &str| reader.line_or_none(name);
    let (eligible, area, languages) = (line("eligible"), line("area"), line("languages"));
    let (hours, fees, access) = (line("hours"), line("fees"), line("access"));
    let (phone, email, web, address) = (line("phone"), line("email"), line("web"), line("address"));
    let help = sent.all("help[]").filter_map(decode).collect();
    match (name, provider, takes) {
        (Some(name), Some(provider), Some(takes)) if reader.is_good() => Ok(ListingDescribed {
            name,
            provider,
            help,
            what,
            eligible,
            area,
            languages,
            hours,
            fees,
            access,
            phone,
            email,
            web,
            address,
            takes,
            source: None,
        }),
        _ => Err(reader.filled),
    }
}

const fn place_of(rule: &CannotList) -> Option<&'static str> {
    match rule {
        CannotList::NoHelp => Some("help[]"),
        CannotList::Known => Some("name"),
        CannotList::NoReach => Some("phone"),
        CannotList::Email => Some("email"),
        CannotList::Web => Some("web"),
        CannotList::Same | CannotList::TooMany | CannotList::NotListed => None,
    }
}

pub(super) fn new_asks(form: &Filled) -> Asks {
    Asks {
        title: "Add a service",
        heading: "Add a service".into(),
        lead: "Everybody here finds it. Name no client in it.".into(),
        about: Pairs::new(),
        action: format!("{PATH}/new"),
        fields: fields(form),
        act: "Sign and add it",
        back: all(),
    }
}

fn new_page(person: &Person, filled: Filled) -> Response {
    here::show(person, filled, EntryNumber::NONE, Challenge::OldSignIn, new_asks)
}

/// `GET /services/new`
pub async fn new(person: Person) -> Answer {
    person.ctx.permit(Action::ListService, None).await?;
    Ok(new_page(&person, Filled::new()))
}

/// `POST /services/new`
pub async fn create(person: Person, sent: Fields) -> Answer {
    person.ctx.permit(Action::ListService, None).await?;
    let order = match read(&sent) {
        Ok(order) => order,
        Err(filled) => return Ok(new_page(&person, filled)),
    };
    match list_service(&person.ctx, order, signing(&sent, Meaning::Author)).await {
        Ok(entry) => go(&Done::SERVICE_LISTED.at(&path(entry.dossier, ""))),
        Err(failure) => Ok(new_page(&person, here::refused(&sent, failure, place_of)?)),
    }
}

/// A service whose description the person may change.
async fn known(person: &Person, listing: &str) -> Result<(ListingSeen, ListingDescribed), Problem> {
    let listing: DossierId = id(listing)?;
    person.ctx.permit(Action::ChangeListing, Some(listing)).await?;
    let seen = see_listing(&person.ctx, listing).await?;
    let described = seen.opened.file.now.clone().ok_or(Problem::Missing)?;
    Ok((seen, described))
}

/// One that is on the list.
async fn listed(person: &Person, listing: &str) -> Result<(ListingSeen, ListingDescribed), Problem> {
    let (seen, described) = known(person, listing).await?;
    if seen.opened.file.is_listed() { Ok((seen, described)) } else { Err(Problem::rule(&CannotList::NotListed)) }
}

fn as_it_stands(known: &ListingDescribed) -> Filled {
    let text = |line: &Option<Line>| line.as_ref().map(|line| line.reveal().to_owned()).unwrap_or_default();
    let lines = [
        ("eligible", &known.eligible),
        ("area", &known.area),
        ("languages", &known.languages),
        ("hours", &known.hours),
        ("fees", &known.fees),
        ("access", &known.access),
        ("phone", &known.phone),
        ("email", &known.email),
        ("web", &known.web),
        ("address", &known.address),
    ];
    let filled = Filled::new()
        .with("name", known.name.reveal())
        .with("provider", known.provider.reveal())
        .with("what", known.what.as_ref().map(|what| what.reveal().to_owned()).unwrap_or_default())
        .with("takes", code(&known.takes));
    let filled = known.help.iter().fold(filled, |filled, help| filled.with("help[]", code(help)));
    lines.into_iter().fold(filled, |filled, (name, line)| filled.with(name, text(line)))
}

fn about(described: &ListingDescribed) -> Pairs {
    Pairs::new().with("Service", described.full_name())
}

fn change_page(person: &Person, seen: &ListingSeen, filled: Filled) -> Response {
    here::show(person, filled, seen.opened.last, Challenge::OldSignIn, |form| Asks {
        title: "Change a service",
        heading: "Change what is said of the service".into(),
        lead: "What you sign counts as checked today.".into(),
        about: Pairs::new(),
        action: path(seen.listing, "change"),
        fields: fields(form),
        act: "Sign the change",
        back: back(seen.listing),
    })
}

/// `GET /services/{listing}/change`
pub async fn edit(person: Person, Path(listing): Path<String>) -> Answer {
    let (seen, described) = known(&person, &listing).await?;
    Ok(change_page(&person, &seen, as_it_stands(&described)))
}

/// `POST /services/{listing}/change`
pub async fn change(person: Person, Path(listing): Path<String>, sent: Fields) -> Answer {
    let (seen, described) = known(&person, &listing).await?;
    let order = match read(&sent) {
        // what others know it by is nobody's to type
        Ok(order) => ListingDescribed { source: described.source, ..order },
        Err(filled) => return Ok(change_page(&person, &seen, filled)),
    };
    match describe_listing(&person.ctx, seen.listing, order, signing(&sent, Meaning::Author)).await {
        Ok(_) => go(&Done::SERVICE_CHANGED.at(&path(seen.listing, ""))),
        Err(failure) => Ok(change_page(&person, &seen, here::refused(&sent, failure, place_of)?)),
    }
}

pub(super) fn check_asks(listing: DossierId, described: &ListingDescribed, form: &Filled) -> Asks {
    Asks {
        title: "Check a service",
        heading: "The service was checked".into(),
        lead:
            "You have asked them, or looked at their page: what stands here holds. If it does not, change it instead."
                .into(),
        about: about(described),
        action: path(listing, "check"),
        fields: vec![takes_field(form), form.text("note", "What they said").free().max(200)],
        act: "Sign that it holds",
        back: back(listing),
    }
}

fn check_page(person: &Person, seen: &ListingSeen, described: &ListingDescribed, filled: Filled) -> Response {
    here::show(person, filled, seen.opened.last, Challenge::OldSignIn, |form| check_asks(seen.listing, described, form))
}

/// `GET /services/{listing}/check`
pub async fn ask_check(person: Person, Path(listing): Path<String>) -> Answer {
    let (seen, described) = listed(&person, &listing).await?;
    let filled = Filled::new().with("takes", code(&described.takes));
    Ok(check_page(&person, &seen, &described, filled))
}

/// `POST /services/{listing}/check`
pub async fn check(person: Person, Path(listing): Path<String>, sent: Fields) -> Answer {
    let (seen, described) = known(&person, &listing).await?;
    let mut reader = Reader::new(&sent);
    let (takes, note) = (reader.choice("takes", decode::<Takes>), reader.line_or_none("note"));
    let (Some(takes), true) = (takes, reader.is_good()) else {
        return Ok(check_page(&person, &seen, &described, reader.filled));
    };
    let order = ListingChecked { takes, note };
    match check_listing(&person.ctx, seen.listing, order, signing(&sent, Meaning::Author)).await {
        Ok(_) => go(&Done::SERVICE_CHECKED.at(&path(seen.listing, ""))),
        Err(failure) => Ok(check_page(&person, &seen, &described, here::refused(&sent, failure, place_of)?)),
    }
}

pub(super) fn end_asks(listing: DossierId, described: &ListingDescribed, form: &Filled) -> Asks {
    Asks {
        title: "Take a service off the list",
        heading: "Take the service off the list".into(),
        lead: "Nobody is referred to it any more. Who is, stays so. It can be put on the list again.".into(),
        about: about(described),
        action: path(listing, "ending"),
        fields: vec![form.text("reason", "Why").max(200)],
        act: "Sign and take it off",
        back: back(listing),
    }
}

fn end_page(person: &Person, seen: &ListingSeen, described: &ListingDescribed, filled: Filled) -> Response {
    here::show(person, filled, seen.opened.last, Challenge::OldSignIn, |form| end_asks(seen.listing, described, form))
}

/// `GET /services/{listing}/ending`
pub async fn ask_end(person: Person, Path(listing): Path<String>) -> Answer {
    let (seen, described) = listed(&person, &listing).await?;
    Ok(end_page(&person, &seen, &described, Filled::new()))
}

/// `POST /services/{listing}/ending`
pub async fn end(person: Person, Path(listing): Path<String>, sent: Fields) -> Answer {
    let (seen, described) = known(&person, &listing).await?;
    let mut reader = Reader::new(&sent);
    let Some(reason) = reader.line("reason") else {
        return Ok(end_page(&person, &seen, &described, reader.filled));
    };
    match end_listing(&person.ctx, seen.listing, ListingEnded { reason }, signing(&sent, Meaning::Author)).await {
        Ok(_) => go(&Done::SERVICE_ENDED.at(&path(seen.listing, ""))),
        Err(failure) => Ok(end_page(&person, &seen, &described, here::refused(&sent, failure, place_of)?)),
    }
}
