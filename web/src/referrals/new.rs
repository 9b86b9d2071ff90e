//! Referring the client to the service that was chosen: why, who turns to it and by what right, and when somebody asks what came of it.

use axum::extract::Path;
use axum::response::Response;
use casework::disclosures::consents_to_choose;
use casework::listings::{ListingSeen, see_listing};
use casework::referrals::refer;
use domain::calendar::days_later;
use domain::ids::{DossierId, ItemId};
use domain::level::Level;
use domain::listings::{Help, ListingDescribed};
use domain::policy::Action;
use domain::referrals::{Approach, CannotRefer, ReferralMade};
use domain::sharing::Sharing;
use domain::signature::Meaning;
use domain::text::Line;
use jiff::civil::Date;

use super::{choosing, path, place_of, to};
use crate::answer::{Answer, go, id};
use crate::cases::head::CaseView;
use crate::done::Done;
use crate::face::form::Field;
use crate::face::parts::Pairs;
use crate::face::prelude::*;
use crate::face::when;
use crate::fields::{Fields, Reader, code, decode};
use crate::person::Person;
use crate::problem::Problem;
use crate::signed::here::{self, Asks, Challenge};
use crate::signed::signing;

/// After how many days somebody asks when nobody says otherwise.
const USUAL_DAYS: u32 = 14;

/// What "by a law" is called in the form; a consent is called by its id.
const LAW: &str = "law";
/// What "the client themselves" is called in the form.
const CLIENT: &str = "client";

struct Known {
    view: CaseView,
    listing: ListingSeen,
    described: ListingDescribed,
    consents: Vec<Sharing>,
    today: Date,
}

impl Known {
    async fn of(person: &Person, case: &str, listing: &str) -> Result<Self, Problem> {
        let (case, listing): (DossierId, DossierId) = (id(case)?, id(listing)?);
        let view = CaseView::open(person, case, Action::Refer).await?;
        let listing = see_listing(&person.ctx, listing).await?;
        let described = listing.opened.file.now.clone().ok_or(Problem::Missing)?;
        let today = person.organisation.rulebook.office.today(person.now());
        let consents = consents_to_choose(&person.ctx, case, today).await?;
        Ok(Self { view, listing, described, consents, today })
    }

    fn page(&self, person: &Person, filled: Filled) -> Response {
        let last = self.view.seen.opened.last;
        here::show(person, filled, last, Challenge::OldSignIn, |form| {
            asks(self.view.id(), self.listing.listing, &self.described, &self.consents, self.today, form)
        })
    }
}

pub(super) fn asks(
    case: DossierId,
    listing: DossierId,
    described: &ListingDescribed,
    consents: &[Sharing],
    today: Date,
    form: &Filled,
) -> Asks {
    let about = Pairs::new().with("Service", described.full_name()).with("New clients", described.takes.word());
    let about = match &described.eligible {
        Some(eligible) => about.with("For whom it is", eligible.reveal().to_owned()),
        None => about,
    };
    let about = match &described.access {
        Some(access) => about.with("How to get in", access.reveal().to_owned()),
        None => about,
    };
    Asks {
        title: "Refer to a service",
        heading: "Refer the client to this service".into(),
        lead: "Nothing leaves by this alone. Where we ask for the client, what the service needs is given out as the next step.".into(),
        about,
        action: to(case, listing),
        fields: fields(described, consents, today, form),
        act: "Sign the referral",
        back: Link::new(choosing(case), "Choose another service"),
    }
}

fn fields(described: &ListingDescribed, consents: &[Sharing], today: Date, form: &Filled) -> Vec<Field> {
    let help: Vec<Choice> = described.help.iter().map(|help| Choice::new(code(help), help.word())).collect();
    let only = described.help.first().filter(|_| described.help.len() == 1).map(code).unwrap_or_default();
    let consent = |one: &Sharing| {
        let words = Words::from("We ask for them. They have agreed, for {name}")
            .with("name", Name::new(one.agreed.recipient.reveal()));
        let more = Words::from("{purpose}, until {day}")
            .with("purpose", Words::from(one.agreed.purpose.word()))
            .with("day", when::plain_day(one.agreed.until));
        Choice::new(one.agreed.id.to_string(), words).hint(more)
    };
    let themselves = Choice::new(CLIENT, Approach::Client.word()).hint("You give them what they need to get there.");
    let law = Choice::new(LAW, Approach::Law.word())
        .hint("Your supervisor or the data protection officer decides before anything is given out.");
    let approach: Vec<Choice> = std::iter::once(themselves).chain(consents.iter().map(consent)).chain([law]).collect();
    let approach = form.radios("approach", "Who turns to the service", &approach);
    vec![
        form.select("help", "What help it is for", &help).or(only),
        form.area("reason", "Why, and what the client hopes for").rows(4).written().max(20_000),
        if consents.is_empty() {
            approach.hint("To ask for them with their consent, record a consent to share first.")
        } else {
            approach
        },
        form.date("ask_by", "When you ask what came of it")
            .or(days_later(today, USUAL_DAYS).to_string())
            .hint("It stands on Today then."),
    ]
}

/// `GET /cases/{case}/referrals/to/{listing}`
pub async fn new(person: Person, Path((case, listing)): Path<(String, String)>) -> Answer {
    let known = Known::of(&person, &case, &listing).await?;
    if !known.listing.opened.file.is_listed() {
        return Err(Problem::rule(&CannotRefer::NotListed));
    }
    Ok(known.page(&person, Filled::new()))
}

/// `POST /cases/{case}/referrals/to/{listing}`
pub async fn create(person: Person, Path((case, listing)): Path<(String, String)>, sent: Fields) -> Answer {
    let known = Known::of(&person, &case, &listing).await?;
    let mut reader = Reader::new(&sent);
    let help = reader.choice("help", decode::<Help>).filter(|help| known.described.help.contains(help));
    let reason = reader.narrative("reason");
    let approach = reader.choice("approach", |text| match text {
        CLIENT => Some(Approach::Client),
        LAW => Some(Approach::Law),
        consent => consent.parse::<ItemId>().ok().map(Approach::Consent),
    });
    let ask_by = reader.date("ask_by");
    let (Some(help), Some(reason), Some(approach), Some(ask_by)) = (help, reason, approach, ask_by) else {
        return Ok(known.page(&person, reader.filled));
    };
    let service = Line::parse(&known.described.full_name()).map_err(|_| Problem::Missing)?;
    let listing = known.listing.listing;
    let order = ReferralMade { id: person.ctx.new_item(), listing, to: service, help, reason, approach, ask_by };
    let case = known.view.id();
    let signing = signing(&sent, Meaning::Author).at_level(Level::Confidential);
    match refer(&person.ctx, case, order, signing).await {
        Ok(_) if approach.is_ours() => go(&Done::REFERRAL_TO_SEND.at(&path(case))),
        Ok(_) => go(&Done::REFERRED.at(&path(case))),
        Err(failure) => Ok(known.page(&person, here::refused(&sent, failure, place_of)?)),
    }
}
