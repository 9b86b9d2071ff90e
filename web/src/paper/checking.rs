//! Checking a place: what should lie there, what does by typed, scanned, photographed or ticked labels, and the signature.

use axum::extract::{Path, Request, State};
use axum::response::Response;
use casework::paper::{ItemLine, Looked, check_place};
use domain::ids::{EntryNumber, ItemId};
use domain::numbers::LabelCode;
use domain::paper::{CannotCheck, Finding, PlaceChecked};
use domain::signature::Meaning;

use super::photos::Reading;
use super::{CHECKS, PLACES, checks, told};
use crate::answer::{Answer, go, id, sentence};
use crate::app::App;
use crate::done::Done;
use crate::face::form::Field;
use crate::face::parts::Pairs;
use crate::face::prelude::*;
use crate::fields::{Fields, Reader};
use crate::person::Person;
use crate::problem::Problem;
use crate::signed::here::{self, Asks, Challenge};
use crate::signed::signing;

/// How many items are offered for ticking; of more only the codes are asked for.
const TICKED: usize = 200;

/// The field with the photos.
const PHOTOS: &str = "photos[]";

/// A place that is being checked.
struct Checking {
    place: ItemId,
    name: String,
    looked: Looked,
}

impl Checking {
    async fn open(person: &Person, place: &str) -> Result<Self, Problem> {
        let place: ItemId = id(place)?;
        let looked = Looked::at(&person.ctx, place).await?;
        Ok(Self { place, name: told::place(&person.organisation, place), looked })
    }

    fn shown(&self) -> Vec<LabelCode> {
        self.looked.should().map(|line| line.item.label).collect()
    }

    /// The form with what was read in photos; with what comes of it, and the signature, once that was compared.
    fn page(&self, person: &Person, filled: Filled, read: &Reading, result: Option<&PlaceChecked>) -> Response {
        let asks = |form: &Filled| {
            let read = read.told().into_iter().fold(Pairs::new(), |facts, (photo, codes)| facts.with(photo, codes));
            Asks {
            title: "Spot check",
            heading: Words::from("Check {place}").with("place", self.name.clone()),
            lead: "Photograph the labels that lie here, scan or type the code on each, one on a line, or tick it. Then it is compared with the list.".into(),
            about: result.map_or_else(|| read.clone(), |result| self.told(read.clone(), result)),
            action: format!("{PLACES}/{}/check", self.place),
            fields: self.fields(form),
            act: if result.is_some() { "Sign spot check" } else { "Compare" },
            back: Link::new(CHECKS, "Back to the spot checks"),
        }
        };
        match result {
            Some(_) => here::show(person, filled, EntryNumber::NONE, Challenge::OldSignIn, asks),
            None => here::show(person, filled, EntryNumber::NONE, Challenge::Never, asks),
        }
    }

    fn fields(&self, form: &Filled) -> Vec<Field> {
        let photos = form.photos(PHOTOS, "Photos of the labels").hint(
            "Each may show several labels; their codes are added to the list below, for you to see. The photos are not kept.",
        );
        let codes = form
            .area("codes", "Labels that lie here")
            .rows(5)
            .optional()
            .hint("A hand scanner writes the code and goes to the next line by itself.");
        let tick = |line: &ItemLine| {
            let words = Words::from("{label}, case {case}").with("label", line.item.label.to_string());
            let hint = Words::from(line.item.form.word());
            Choice::new(line.item.label.to_string(), words.with("case", line.number.clone())).hint(hint)
        };
        let mut fields = vec![form.hidden("compared"), form.hidden("shown"), photos, codes];
        let should = self.looked.should().count();
        if 0 < should && should <= TICKED {
            let ticks: Vec<Choice> = self.looked.should().map(tick).collect();
            fields.push(form.checks("found[]", "Should lie here", &ticks));
        }
        fields
    }

    /// What comes of it, a line for each finding.
    fn told(&self, read: Pairs, result: &PlaceChecked) -> Pairs {
        let mut facts = read.with("In their place", result.right.to_string());
        let number = |finding: &Finding| {
            let line = self.looked.should().find(|line| line.item.label == finding.label);
            line.map(|line| Words::from("{what}, case {case}").with("case", line.number.clone()))
        };
        for finding in &result.findings {
            let words = number(finding).unwrap_or_else(|| Words::from("{what}"));
            facts = facts.with(finding.label.to_string(), words.with("what", Words::from(finding.what.word())));
        }
        facts
    }
}

fn joined(labels: &[LabelCode]) -> String {
    labels.iter().map(LabelCode::to_string).collect::<Vec<_>>().join(" ")
}

/// The labels that were found: typed, scanned or ticked.
fn found(sent: &Fields) -> Result<Vec<LabelCode>, Filled> {
    let mut reader = Reader::new(sent);
    let mut labels = Vec::new();
    for code in typed(sent).chain(sent.all("found[]")) {
        match code.parse::<LabelCode>() {
            Ok(label) => labels.push(label),
            Err(why) => {
                let code: String = code.chars().take(20).collect();
                let words = Words::from("{code}: {why}").with("code", code).with("why", sentence(&why.to_string()));
                reader.wrong("codes", words);
                return Err(reader.filled);
            }
        }
    }
    labels.sort_unstable();
    labels.dedup();
    Ok(labels)
}

fn typed(sent: &Fields) -> impl Iterator<Item = &str> {
    sent.text("codes").split([' ', '\n', '\r', '\t', ',', ';']).filter(|code| !code.is_empty())
}

/// The same with the labels that were read in photos on the list, below those that are there already.
fn with_read(sent: Fields, reading: &Reading) -> Fields {
    let known: Vec<LabelCode> = typed(&sent).chain(sent.all("found[]")).filter_map(|code| code.parse().ok()).collect();
    let read = reading.labels(&known);
    if read.is_empty() {
        return sent;
    }
    let lines = sent.text("codes").lines().map(str::to_owned).chain(read.iter().map(LabelCode::to_string));
    let codes = lines.collect::<Vec<_>>().join("\n");
    sent.replace("codes", codes)
}

/// `GET /records/places/{place}/check`
pub async fn ask(person: Person, Path(place): Path<String>) -> Answer {
    let of = Checking::open(&person, &place).await?;
    let filled = Filled::new().with("shown", joined(&of.shown()));
    Ok(of.page(&person, filled, &Reading::default(), None))
}

/// `POST /records/places/{place}/check` – reads photos, if there are any; compares; signs what was compared.
pub async fn create(State(app): State<App>, person: Person, Path(place): Path<String>, request: Request) -> Answer {
    let of = Checking::open(&person, &place).await?;
    let (sent, reading) = app.photos.received(&app.settings.viewer, request).await?;
    let sent = with_read(sent, &reading);
    // Enter in the field of the password presses the first button of the form, and means the last
    let reads = sent.ticked("read") && (reading.has_photos() || sent.secret("password").is_empty());
    let found = match (found(&sent), reading.wrong()) {
        (Ok(found), None) if !reads => found,
        (found, wrong) => {
            let filled = found.map_or_else(|filled| filled, |_| sent.filled());
            let filled = match wrong {
                Some(words) => filled.wrong(PHOTOS, words),
                None if reads && !reading.has_photos() => {
                    filled.wrong(PHOTOS, "Please take a photo of the labels first, or choose one.")
                }
                None => filled,
            };
            return Ok(of.page(&person, filled.replace("compared", ""), &reading, None));
        }
    };
    // an empty cabinet is compared too
    let (shown, compared) = (of.shown(), format!("={}", joined(&found)));
    let listed = joined(&shown);
    let seen = sent.text("shown") == listed;
    let comparison = of.looked.compare(&person.ctx, found).await?;
    let result = comparison.result();
    let filled = |filled: Filled| filled.replace("compared", compared.clone()).replace("shown", listed.clone());
    // what came with photos is seen before it is signed
    if sent.text("compared") != compared || reading.has_photos() {
        return Ok(of.page(&person, filled(sent.filled()), &reading, Some(&result)));
    }
    if !seen {
        let words = sentence(&CannotCheck::Moved.to_string());
        return Ok(of.page(&person, filled(sent.filled().refused(words)), &reading, Some(&result)));
    }
    match check_place(&person.ctx, comparison, shown, signing(&sent, Meaning::Author)).await {
        Ok(entry) => go(&Done::PLACE_CHECKED.at(&checks::path(entry.dossier, ""))),
        Err(failure) => {
            let again = here::refused(&sent, failure, |_| None)?;
            Ok(of.page(&person, filled(again), &reading, Some(&result)))
        }
    }
}
