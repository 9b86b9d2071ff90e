//! Who stands in for all of somebody's cases, or for some of them: after an absence was noted, or by itself.

use axum::extract::Path;
use axum::response::Response;
use casework::accounts::name_of;
use casework::cover::{CaseToCover, Colleague, Cover, arrange_covers, cases_to_cover, colleagues};
use domain::cover::CannotCover;
use domain::ids::{DossierId, EntryNumber, StaffId};
use domain::signature::Meaning;
use domain::slots::Period;
use jiff::civil::Date;

use super::{fields, place, read_time};
use crate::answer::{Answer, go, id, sentence};
use crate::done::Done;
use crate::face::form::Field;
use crate::face::parts::Pairs;
use crate::face::prelude::*;
use crate::fields::{Fields, Reader};
use crate::guard::Query;
use crate::person::Person;
use crate::problem::Problem;
use crate::signed::here::{self, Asks, Challenge};
use crate::signed::signing;
use crate::staff::name_of as named;

/// For which absence somebody is looked for.
#[derive(Debug, Clone, Default, serde::Deserialize)]
pub struct Wanted {
    #[serde(default)]
    absence: String,
}

/// Where the form of this person is.
pub(crate) fn path(staff: StaffId) -> String {
    format!("{}/cover", crate::hours::path(staff))
}

/// What the form is made from.
pub(crate) struct ForAll {
    pub(crate) staff: StaffId,
    pub(crate) name: String,
    pub(crate) own: bool,
    pub(crate) cases: Vec<CaseToCover>,
    pub(crate) free: Vec<Colleague>,
    /// The first day and, where an absence says it, the last one.
    pub(crate) days: (Date, Option<Date>),
    /// The time of that absence: what is covered then is not ticked.
    pub(crate) time: Option<Period>,
}

impl ForAll {
    async fn of(person: &Person, staff: StaffId, absence: &str) -> Result<Self, Problem> {
        let cases = cases_to_cover(&person.ctx, staff).await?;
        let free = colleagues(&person.ctx, staff).await?;
        let today = person.voice().today;
        let (mut days, mut time) = ((today, None), None);
        if !absence.is_empty() {
            let seen = casework::hours::hours(&person.ctx, staff).await?;
            let known = seen.absences.iter().find(|known| known.id.to_string() == absence).ok_or(Problem::Missing)?;
            let zone = &person.voice().zone;
            let last = known.ends.plus_seconds(-1).on(zone).date();
            days = (known.starts.on(zone).date().max(today), Some(last));
            time = Some(known.period());
        }
        let name = name_of(person.house(), staff).await?;
        Ok(Self { staff, name, own: staff == person.ctx.staff(), cases, free, days, time })
    }

    pub(crate) fn asks(&self, form: &Filled, colleagues_of_staff: &[(StaffId, String)]) -> Asks {
        let heading = match self.own {
            true => "Who stands in for me?".into(),
            false => Words::from("Who stands in for {name}?").with("name", &self.name),
        };
        let (lead, fields, act): (&'static str, Vec<Field>, &'static str) = match self.cases.is_empty() {
            true => ("There is no case for which you can name somebody.", Vec::new(), ""),
            false => (
                "From the first day to the last the colleague can open these cases and their clients, up to Confidential, and finds their duties on Today. The access ends by itself; twelve weeks at most.",
                std::iter::once(self.cases_field(form, colleagues_of_staff))
                    .chain(fields(form, &self.free, self.days))
                    .collect(),
                "Sign who stands in",
            ),
        };
        Asks {
            title: "Hours",
            heading,
            lead: lead.into(),
            about: Pairs::new(),
            action: path(self.staff),
            fields,
            act,
            back: Link::new(crate::hours::path(self.staff), "Back to hours and absences"),
        }
    }

    fn cases_field(&self, form: &Filled, staff: &[(StaffId, String)]) -> Field {
        let choice = |one: &CaseToCover| {
            let client = one.client.as_ref();
            let name = client.map(|client| Name::new(client.full_name())).unwrap_or_default();
            let number = client.map_or(&one.card.number, |client| &client.number);
            let words = Words::from("{number} {name}").with("number", Number::new(number)).with("name", name);
            let choice = Choice::new(one.case.to_string(), words);
            match self.time.and_then(|time| one.covered(time)) {
                Some(who) => {
                    let name = staff.iter().find(|(known, _)| *known == who).map(|(_, name)| name.clone());
                    choice.hint(Words::from("{who} stands in already").with("who", name.unwrap_or_default()))
                }
                None => choice.chosen(),
            }
        };
        let cases: Vec<Choice> = self.cases.iter().map(choice).collect();
        form.checks("cases[]", "For which cases", &cases)
    }
}

async fn page(person: &Person, all: &ForAll, filled: Filled) -> Answer {
    let staff = casework::accounts::staff_list(&person.ctx).await?;
    let known: Vec<(StaffId, String)> = staff.iter().map(|card| (card.id, named(&staff, card.id))).collect();
    Ok(shown(person, all, &known, filled))
}

fn shown(person: &Person, all: &ForAll, staff: &[(StaffId, String)], filled: Filled) -> Response {
    let challenge = if all.cases.is_empty() { Challenge::Never } else { Challenge::OldSignIn };
    here::show(person, filled, EntryNumber::NONE, challenge, |form| all.asks(form, staff))
}

/// `GET /calendar/hours/{staff}/cover`
pub async fn new(person: Person, Path(staff): Path<String>, Query(wanted): Query<Wanted>) -> Answer {
    let all = ForAll::of(&person, id(&staff)?, &wanted.absence).await?;
    page(&person, &all, Filled::new()).await
}

/// `POST /calendar/hours/{staff}/cover`
pub async fn create(person: Person, Path(staff): Path<String>, sent: Fields) -> Answer {
    let all = ForAll::of(&person, id(&staff)?, "").await?;
    let mut reader = Reader::new(&sent);
    let chosen: Vec<DossierId> = sent.all("cases[]").filter_map(|text| text.parse().ok()).collect();
    // what is on the page and nothing else
    let cases: Vec<DossierId> = all.cases.iter().map(|one| one.case).filter(|case| chosen.contains(case)).collect();
    if cases.is_empty() {
        reader.wrong("cases[]", "Please choose at least one case.");
    }
    let colleague = reader.choice("staff", |text| text.parse::<StaffId>().ok());
    let (time, note) = (read_time(&person, &mut reader), reader.line_or_none("note"));
    let (Some(colleague), Some(time), true) = (colleague, time, reader.is_good()) else {
        return page(&person, &all, reader.filled).await;
    };
    let order = Cover { of: all.staff, staff: colleague, time, note };
    match arrange_covers(&person.ctx, &cases, order, &signing(&sent, Meaning::Author)).await {
        Ok(many) if many.left.is_empty() => go(&Done::COVER_ARRANGED.at(&crate::hours::path(all.staff))),
        Ok(many) => {
            let all = ForAll::of(&person, all.staff, "").await?;
            let filled = left(&all, sent.filled(), many.done, &many.left);
            // what was signed is signed: what is left goes under another key
            page(&person, &all, filled.replace(crate::fields::ONCE, person.ctx.new_once().to_string())).await
        }
        Err(failure) => page(&person, &all, here::refused(&sent, failure, place)?).await,
    }
}

/// The form once more with what could not be signed: ticked, and why not.
fn left(all: &ForAll, form: Filled, done: usize, left: &[(DossierId, Option<CannotCover>)]) -> Filled {
    let number = |case: DossierId| all.cases.iter().find(|one| one.case == case).map(|one| one.card.number.clone());
    let mut form = form;
    let first = left.iter().find_map(|(_, rule)| *rule);
    let one_rule = first.filter(|first| left.iter().all(|(_, rule)| rule == &Some(*first)));
    if let Some(rule) = one_rule {
        let words = sentence(&rule.to_string());
        form = match place(&rule) {
            Some(field) => form.wrong(field, words),
            None => form.refused(words),
        };
    } else {
        for (case, rule) in left {
            let why =
                rule.map_or_else(|| "It is not yours to give any more.".into(), |rule| sentence(&rule.to_string()));
            let words = Words::from("{number}: {why}");
            form = form.wrong(
                "cases[]",
                words.with("number", Number::new(number(*case).unwrap_or_default())).with("why", why),
            );
        }
    }
    if 0 < done {
        let signed = Words::count(
            "{n} case is signed already.",
            "{n} cases are signed already.",
            i64::try_from(done).unwrap_or(0),
        );
        form = form.kept(signed);
    }
    form.only("cases[]", left.iter().map(|(case, _)| case.to_string()))
}

/// How many of these cases nobody stands in for while somebody is away, in words; nothing when there is none.
pub(crate) fn uncovered(cases: &[CaseToCover], time: Period) -> Option<Words> {
    let open = cases.iter().filter(|one| one.covered(time).is_none()).count();
    let n = i64::try_from(open).unwrap_or(i64::MAX);
    (0 < open).then(|| Words::count("Nobody stands in for {n} case", "Nobody stands in for {n} cases", n))
}
