//! Giving something out: first by what right, then what and how. Without one of the three grounds there is no form.

use axum::extract::{Path, State as Shared};
use axum::response::Response;
use casework::disclosures::{
    MakeDisclosure, ask_disclosure, consents_to_choose, make_disclosure, may_disclose, next_number, own_record_requests,
};
use casework::house::Seen;
use domain::clients::ClientFile;
use domain::disclosures::{CannotDisclose, DisclosureAsked, DisclosureBasis, DisclosureMade};
use domain::identity::Identified;
use domain::ids::{DossierId, ItemId};
use domain::level::Level;
use domain::policy::Action;
use domain::referrals::Referral;
use domain::sharing::{GivenBy, Sharing, SharingPurpose};
use domain::signature::Meaning;
use domain::text::Line;
use domain::time::Instant;

use super::copy::Left;
use super::form::{self, Covers};
use super::{package, passages, path, path_of, pickup, place_of};
use crate::answer::{Answer, go, id};
use crate::app::App;
use crate::cases::head::CaseView;
use crate::clients::sharing::{joined, purpose};
use crate::done::Done;
use crate::face::form::Field;
use crate::face::parts::{Act, Pairs};
use crate::face::prelude::*;
use crate::face::when;
use crate::fields::{Fields, Reader};
use crate::guard::Query;
use crate::paths;
use crate::person::Person;
use crate::problem::Problem;
use crate::signed::here::{self, Asks, Challenge};
use crate::signed::signing;

const TITLE: &str = "Give something out";
/// The field that names the inquiry by which the client asked for their own record.
const INQUIRY: &str = "inquiry";
/// The field that names the referral for which the service is asked.
const REFERRAL: &str = "referral";

/// One ground on which something may be given out.
#[derive(Debug, Clone)]
pub struct Ground {
    /// What it is.
    pub what: Words,
    /// What it needs.
    pub more: Words,
    /// How to go on.
    pub acts: Vec<Act>,
}

/// `GET /cases/{case}/disclosures/new`
#[derive(Debug, Template)]
#[template(path = "disclosures/grounds.html")]
pub struct GroundsPage {
    /// The frame.
    pub frame: Frame,
    /// The case.
    pub case: Link,
    /// The three grounds.
    pub grounds: Vec<Ground>,
}

/// `GET /cases/{case}/disclosures/new`
pub async fn choose(person: Person, Path(case): Path<String>) -> Answer {
    let case: DossierId = id(&case)?;
    let view = CaseView::open(&person, case, Action::Disclose).await?;
    let today = person.organisation.rulebook.office.today(person.now());
    let consents = consents_to_choose(&person.ctx, case, today).await?;
    let waiting = own_record_requests(&person.ctx, case).await?;
    Ok(person.show(TITLE, |frame| {
        let to = |ground: &str| format!("{}/new/{ground}", path(case));
        let consent = |one: &Sharing| {
            let name = Words::from("For {name}").with("name", Name::new(one.agreed.recipient.reveal()));
            Act::link(name, to(&one.agreed.id.to_string())).about(Words::from(one.agreed.purpose.word()))
        };
        let acts: Vec<Act> = consents.iter().map(consent).collect();
        let recorded = view.around.client_id.map(|client| paths::of_client(client, "sharing"));
        let recorded = recorded.map(|href| Act::link("See the consents to share", href).plain());
        let number = view.file().number().map(|number| number.to_string()).unwrap_or_default();
        GroundsPage {
            case: Link::new(path(case), Words::from("{n}").with("n", Number::new(number))),
            grounds: grounds(acts, recorded, requests(case, &waiting), to),
            frame,
        }
    }))
}

/// The requests for their own record that the client waits for.
fn requests(case: DossierId, waiting: &[(DossierId, Instant)]) -> Vec<Act> {
    let answer = |(inquiry, received): &(DossierId, Instant)| {
        let words = Words::from("Answer their request for their own record of {day}")
            .with("day", when::day(when::local(*received).date()));
        Act::link(words, super::answering(case, *inquiry))
    };
    waiting.iter().map(answer).collect()
}

pub(super) fn grounds(
    consents: Vec<Act>,
    recorded: Option<Act>,
    requests: Vec<Act>,
    to: impl Fn(&str) -> String,
) -> Vec<Ground> {
    let none = consents.is_empty();
    vec![
        Ground {
            what: "The client has consented".into(),
            more: if none {
                "No consent to share holds today. Ask the client, and record what they say.".into()
            } else {
                "A consent to share names to whom, what and how. Only what it covers can be chosen.".into()
            },
            acts: consents.into_iter().chain(recorded).collect(),
        },
        Ground {
            what: "The client asks for it".into(),
            more: "Clients may have what is in their file. First it is made sure that it is them.".into(),
            acts: requests.into_iter().chain([Act::link("The client asks for something of it", to("request"))]).collect(),
        },
        Ground {
            what: "A law requires or permits it".into(),
            more: "Such as the order of a court, or a danger that must be reported. Your supervisor or the data protection officer decides first.".into(),
            acts: vec![Act::link("Ask for a decision", to("law"))],
        },
    ]
}

/// By what right a form gives something out.
enum By {
    Request(Option<Seen<ClientFile>>, Option<DossierId>),
    Consent(Box<Sharing>),
    Law,
}

struct Known {
    case: DossierId,
    view: CaseView,
    by: By,
    ground: String,
    /// The referral for which the service is asked by it.
    referral: Option<Referral>,
}

impl Known {
    async fn of(person: &Person, case: &str, ground: String, asked: &AskedBy) -> Result<Self, Problem> {
        let case: DossierId = id(case)?;
        let view = CaseView::open(person, case, Action::Disclose).await?;
        let by = match ground.as_str() {
            "request" => {
                By::Request(casework::clients::client_to_identify(&person.ctx, case).await?, asked.inquiry.parse().ok())
            }
            "law" => By::Law,
            consent => {
                let consent: ItemId = id(consent)?;
                let today = person.organisation.rulebook.office.today(person.now());
                let mut known = consents_to_choose(&person.ctx, case, today).await?.into_iter();
                let known = known.find(|known| known.agreed.id == consent);
                By::Consent(Box::new(known.ok_or_else(|| Problem::rule(&CannotDisclose::NoConsent))?))
            }
        };
        let referral = match asked.referral.as_str() {
            "" => None,
            named => Some(view.file().referrals.find(id(named)?).cloned().ok_or(Problem::Missing)?),
        };
        Ok(Self { case, view, by, ground, referral })
    }

    fn page(&self, person: &Person, filled: Filled) -> Response {
        let last = self.view.seen.opened.last;
        here::show(person, filled, last, Challenge::OldSignIn, |form| self.asks(person, form))
    }

    fn asks(&self, person: &Person, form: &Filled) -> Asks {
        let covers = match &self.by {
            By::Consent(consent) => Covers { kinds: consent.agreed.kinds.clone(), ways: consent.agreed.ways.clone() },
            By::Request(..) | By::Law => Covers::everything(),
        };
        let mut fields = self.first(person, form);
        fields.extend(form::fields(person, &self.view, form, &covers));
        if !matches!(self.by, By::Law) && covers.ways.contains(&GivenBy::Package) {
            fields.push(package::key_field(form));
        }
        fields.extend(self.referral.as_ref().map(|one| form.hidden(REFERRAL).or(one.made.id.to_string())));
        let (heading, lead, act): (&str, &str, &str) = match &self.by {
            By::Request(_, Some(_)) => (
                "Give out the client’s own record",
                "Everything that can be given out is ticked. Look through it, leave out what must not be on the copy, and make sure that it is them.",
                "Sign and give it out",
            ),
            By::Request(_, None) => (
                "The client asks for it",
                "Make sure that it is them before you say or give anything. The copy is made when you sign, and only then.",
                "Sign and give it out",
            ),
            By::Consent(_) => (
                "The client has consented",
                "What the consent covers can be chosen. The copy is made when you sign, and only then.",
                "Sign and give it out",
            ),
            By::Law => (
                "Ask whether a law lets it be given out",
                "Somebody else decides. Nothing leaves before that.",
                "Sign and ask",
            ),
        };
        let number = self.view.file().number().map(|number| number.to_string()).unwrap_or_default();
        let about = Pairs::new().with("Case", Words::from("{n}").with("n", Number::new(number)));
        let about = match &self.by {
            By::Consent(consent) => about
                .with(
                    "Who may have it",
                    Words::from("{name}").with("name", Name::new(consent.agreed.recipient.reveal())),
                )
                .with("What for", purpose(consent.agreed.purpose, consent.agreed.words.as_ref()))
                .with("What", joined(consent.agreed.kinds.iter().map(|kind| kind.word())))
                .with("Last day", when::plain_day(consent.agreed.until)),
            By::Request(..) | By::Law => about,
        };
        let about = match &self.referral {
            Some(one) => about.with("For the referral to", one.made.to.reveal().to_owned()),
            None => about,
        };
        Asks {
            title: TITLE,
            heading: heading.into(),
            lead: lead.into(),
            about,
            action: format!("{}/new/{}", path(self.case), self.ground),
            fields,
            act,
            back: Link::new(format!("{}/new", path(self.case)), "Back to the grounds"),
        }
    }

    fn first(&self, person: &Person, form: &Filled) -> Vec<Field> {
        match &self.by {
            By::Request(client, inquiry) => {
                let last = self.view.file().sessions.held.last().map(|held| held.at);
                let needed = person.organisation.rulebook.identity.needed(Level::Confidential);
                let file: Option<&ClientFile> = client.as_deref();
                let mut fields = crate::identity::fields(form, file.map(|file| (file, last)), needed, true);
                fields.extend(inquiry.map(|inquiry| form.hidden(INQUIRY).or(inquiry.to_string())));
                fields
            }
            By::Consent(_) => Vec::new(),
            By::Law => vec![
                form.text("recipient", "To whom")
                    .or(self.referral.as_ref().map(|one| one.made.to.reveal().to_owned()).unwrap_or_default())
                    .hint("The court, authority or person, by name.")
                    .max(200),
                form.text("law", "Which law or order")
                    .hint("With its number or date, so that it can be looked up.")
                    .max(200),
                form.area("reason", "Why it applies").rows(3).written().max(20_000),
            ],
        }
    }
}

/// `GET /cases/{case}/disclosures/new/{ground}`
pub async fn new(person: Person, Path((case, ground)): Path<(String, String)>, Query(asked): Query<AskedBy>) -> Answer {
    let known = Known::of(&person, &case, ground, &asked).await?;
    let filled = match known.by {
        By::Request(_, Some(_)) => form::everything(&known.view),
        _ => Filled::new(),
    };
    Ok(known.page(&person, filled))
}

/// By which inquiry the client asked for their own record, or for which referral the service is asked.
#[derive(Debug, Default, serde::Deserialize)]
pub struct AskedBy {
    #[serde(default)]
    inquiry: String,
    #[serde(default)]
    referral: String,
}

/// `POST /cases/{case}/disclosures/new/{ground}`
pub async fn create(
    person: Person,
    Shared(app): Shared<App>,
    Path((case, ground)): Path<(String, String)>,
    sent: Fields,
) -> Answer {
    let asked_by = AskedBy { inquiry: sent.text(INQUIRY).to_owned(), referral: sent.text(REFERRAL).to_owned() };
    let known = Known::of(&person, &case, ground, &asked_by).await?;
    if sent.has(passages::LOOK) {
        return Ok(known.page(&person, sent.filled()));
    }
    match &known.by {
        By::Law => asked(&person, &known, &sent).await,
        By::Request(..) | By::Consent(_) => made(&person, &app, &known, &sent).await,
    }
}

async fn asked(person: &Person, known: &Known, sent: &Fields) -> Answer {
    let mut reader = Reader::new(sent);
    let (recipient, law, reason) = (reader.line("recipient"), reader.line("law"), reader.narrative("reason"));
    let chosen = form::read(&mut reader, sent);
    let (Some(recipient), Some(law), Some(reason), Some((chosen, by))) = (recipient, law, reason, chosen) else {
        return Ok(known.page(person, reader.filled));
    };
    let id = person.ctx.new_item();
    let referral = known.referral.as_ref().map(|one| one.made.id);
    let order = DisclosureAsked { id, recipient, chosen, by, law, reason, referral };
    match ask_disclosure(&person.ctx, known.case, order, signing(sent, Meaning::Author)).await {
        Ok(_) => go(&Done::DISCLOSURE_ASKED.at(&path(known.case))),
        Err(failure) => Ok(known.page(person, here::refused(sent, failure, place_of)?)),
    }
}

async fn made(person: &Person, app: &App, known: &Known, sent: &Fields) -> Answer {
    let mut reader = Reader::new(sent);
    let basis = match &known.by {
        By::Consent(consent) => Some(DisclosureBasis::Consent(consent.agreed.id)),
        By::Request(..) | By::Law => crate::identity::read(&mut reader, sent)
            .map(|(by, facts)| DisclosureBasis::Request(Identified { by, facts })),
    };
    let chosen = form::read(&mut reader, sent);
    let key = chosen.as_ref().and_then(|(_, by)| package::read_key(&mut reader, *by));
    let (Some(basis), Some((chosen, by)), true) = (basis, chosen, reader.is_good()) else {
        return Ok(known.page(person, reader.filled));
    };
    let consent = match &known.by {
        By::Consent(consent) => Some(consent.as_ref()),
        By::Request(..) | By::Law => None,
    };
    let own = || Line::parse("The client").map_err(|_| Problem::Missing);
    let order = DisclosureMade {
        id: person.ctx.new_item(),
        number: next_number(&person.ctx, known.case).await?,
        recipient: consent.map_or_else(own, |consent| Ok(consent.agreed.recipient.clone()))?,
        purpose: consent.map_or(SharingPurpose::Own, |consent| consent.agreed.purpose),
        words: consent.and_then(|consent| consent.agreed.words.clone()),
        chosen,
        by,
        basis,
        inquiry: match known.by {
            By::Request(_, inquiry) => inquiry,
            By::Consent(_) | By::Law => None,
        },
        referral: known.referral.as_ref().map(|one| one.made.id),
        key,
        copy: None,
    };
    give(person, app, &known.view, order, sent, |filled| known.page(person, filled)).await
}

/// Makes the copy, and gives it out by a signature; `again` shows the form with what forbids it.
pub(super) async fn give(
    person: &Person,
    app: &App,
    view: &CaseView,
    order: DisclosureMade,
    sent: &Fields,
    again: impl Fn(Filled) -> Response,
) -> Answer {
    let (case, id, signing) = (view.id(), order.id, signing(sent, Meaning::Author));
    let (by_page, packed) = (order.by == GivenBy::Page, order.by == GivenBy::Package);
    // what may not leave is not set on paper first; a form that is sent twice is known by its key below
    let wanted = if order.by == GivenBy::Told || may_disclose(&person.ctx, &view.seen, &order).await.is_err() {
        MakeDisclosure { order, paper: None, beside: Vec::new() }
    } else {
        let left = Left::of(person, view, &order).await?;
        let paper = Some(app.press.bytes(left.paper(person, view, &order).await?).await?);
        let beside = left.beside(person, view, &order).await?;
        MakeDisclosure { order, paper, beside }
    };
    match make_disclosure(&person.ctx, case, wanted, signing).await {
        Ok(entry) if entry.dossier == case && by_page && view.file().disclosures.made(id).is_none() => {
            go(&Done::DISCLOSURE_WAITS.at(&pickup::opening(case, id)))
        }
        Ok(entry) if entry.dossier == case && packed => go(&Done::PACKAGE_MADE.at(&given(view, id, case))),
        Ok(entry) if entry.dossier == case => go(&Done::DISCLOSURE_MADE.at(&given(view, id, case))),
        Ok(_) => go(&path(case)),
        Err(failure) => Ok(again(here::refused(sent, failure, place_of)?)),
    }
}

/// Where to go: to the disclosure, or to all of them when it was made before under another id.
fn given(view: &CaseView, id: ItemId, case: DossierId) -> String {
    if view.file().disclosures.made(id).is_some() { path(case) } else { path_of(case, id) }
}
