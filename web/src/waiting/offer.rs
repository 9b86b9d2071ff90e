//! Offering a time to a client who waits: the time, how to reach the client safely, and what came of it.

use axum::extract::Path;
use casework::sessions::client_of;
use casework::waiting::{Suiting, offer_time, suiting};
use domain::cases::CaseFile;
use domain::contacts::When;
use domain::event::Event;
use domain::ids::{DossierId, ItemId, StaffId};
use domain::level::Level;
use domain::policy::Action;
use domain::reach::Channel;
use domain::sessions::{Place, Slot};
use domain::slots::Period;
use domain::time::Instant;
use domain::waiting::{CannotWait, FreeTime, Reply, TimeOffered, Waits};
use jiff::civil::Time;

use super::{WAITING, offering, path, place_of, told};
use crate::answer::{Answer, id, sentence};
use crate::cases::form;
use crate::cases::head::{At, CaseView};
use crate::cases::sheets::{Teller, blank};
use crate::cases::step::{Round, Sign, Written};
use crate::clients::how_to_reach;
use crate::closure::show::Head;
use crate::closure::step::StepPage;
use crate::contacts::new::{happened, when_fields};
use crate::done::Done;
use crate::face::form::Field;
use crate::face::parts::{DraftState, Line, Sheet, Voiced};
use crate::face::prelude::*;
use crate::face::when;
use crate::fields::{Fields, Reader, code, decode, is_likely};
use crate::guard::Query;
use crate::paths;
use crate::person::Person;
use crate::problem::Problem;
use crate::sessions::next::Offers;
use crate::signed::{goes_back, is_signed};

/// The value for a booking that stays beside the time that is offered.
const STAYS: &str = "stays";

/// Which time is offered.
#[derive(Debug, Clone, Default, serde::Deserialize)]
pub struct Wanted {
    #[serde(default)]
    staff: String,
    #[serde(default)]
    starts: String,
}

impl Wanted {
    fn filled(&self) -> Filled {
        Filled::new().with("staff", self.staff.as_str()).with("starts", self.starts.as_str())
    }
}

/// What one sees.
struct Ask<'a> {
    person: &'a Person,
    view: CaseView,
    /// What the client waits for; nothing when they do not any more.
    waits: Option<Waits>,
    time: FreeTime,
    minutes: u16,
    /// The rooms that are free then.
    offers: Offers,
    /// Other times that suit.
    suits: Suiting,
    /// How to reach the client.
    reached: Sheet,
}

impl<'a> Ask<'a> {
    async fn find(person: &'a Person, case: DossierId, form: &Filled, signed: bool) -> Result<Self, Problem> {
        let seen = person.ctx.view::<CaseFile>(Action::BookSession, case).await?;
        // what was signed before is answered as the first time
        if seen.waiting.now.is_none() && !signed {
            return Err(Problem::rule(&CannotWait::NotWaiting));
        }
        let client = client_of(&person.ctx, &seen).await?;
        let suits = suiting(&person.ctx, &seen).await?;
        let view = CaseView::of(person, seen).await?;
        let waits = view.file().waiting.now.clone();
        let minutes = waits.as_ref().map_or(Slot::USUAL_MINUTES, |waits| waits.wish.minutes);
        let time = time(&view, form, minutes).ok_or(Problem::Missing)?;
        let then = Filled::new()
            .with("next", crate::sessions::next::offer(time.period.start))
            .with("staff", time.staff.to_string())
            .with("minutes", minutes.to_string());
        let offers = Offers::find(person, case, None, &then, "").await?;
        Ok(Self { person, view, waits, time, minutes, offers, suits, reached: how_to_reach(person, &client) })
    }

    /// The booking that could end with it: the next one that is later.
    fn later(&self) -> Option<&Slot> {
        let booked = self.view.file().sessions.booked.iter();
        booked.filter(|slot| self.time.period.start < slot.starts).min_by_key(|slot| slot.starts)
    }

    fn page(&self, form: Filled) -> Answer {
        let person = self.person;
        let Some(waits) = &self.waits else { return Err(Problem::rule(&CannotWait::NotWaiting)) };
        let wrong = form.is_wrong();
        let form = person.keyed(form);
        let case = self.view.id();
        let build = |frame: Frame| StepPage {
            head: Head {
                file: Some((self.view.folder(person, vec![]), self.view.tabs(At::Sessions))),
                title: "Offer a time".into(),
                lead: Words::default(),
            },
            heading: "Offer a time".into(),
            lead: self.lead(),
            about: vec![self.about(waits), self.reached.clone()],
            losing: Vec::new(),
            action: format!("{}/offer", path(case)),
            draft: None,
            state: DraftState::new(),
            fields: self.fields(waits, &form),
            act: "Review and sign".into(),
            back: Link::new(path(case), "Back to the waiting list"),
            form,
            frame,
        };
        Ok(person.form("Offer a time", wrong, build))
    }

    /// What is special about this time, and another one that suits.
    fn lead(&self) -> Words {
        let other = self.others().next().map(|time| {
            let link = Link::new(offering(self.view.id(), time), told::time(time));
            Words::from("Another time that suits: {time}.").with("time", link)
        });
        let here = |time: &FreeTime| self.is_this(time);
        let suits = self.suits.free.iter().any(here) || self.suits.freed.iter().any(|freed| here(&freed.time));
        let first = match self.suits.freed.iter().find(|freed| here(&freed.time)).and_then(|freed| freed.kept) {
            Some(until) => Some(
                Words::from("Somebody else was asked, and may say so until {when}.").with("when", when::when(until)),
            ),
            None if suits => None,
            None => Some("Please look again: this time is not free any more, or it does not suit.".into()),
        };
        Words::joined(first.into_iter().chain(other), "{all} {one}").unwrap_or_default()
    }

    fn others(&self) -> impl Iterator<Item = FreeTime> {
        let freed = self.suits.freed.iter().filter(|freed| freed.kept.is_none()).map(|freed| freed.time);
        freed.chain(self.suits.free.iter().copied()).filter(|time| !self.is_this(time))
    }

    fn is_this(&self, time: &FreeTime) -> bool {
        time.staff == self.time.staff && time.period.start == self.time.period.start
    }

    fn about(&self, waits: &Waits) -> Sheet {
        let fact = |term: &'static str, words: Words| Line::new(term, words).voiced(Voiced::Product);
        let mut about = blank("calendar", "The time");
        about.id = "about".to_owned();
        about.lines = vec![
            fact("When", told::time(self.time)),
            fact("With", self.view.staff_name(self.time.staff).into()),
            fact("Waits for", told::wish(&waits.wish, &self.view.staff)),
            fact("Since", when::when(waits.since).into()),
        ];
        let offers = waits.offers.iter().rev().map(|offer| told::offered(offer, |staff| self.view.staff_name(staff)));
        about.lines.extend(offers.take(3).map(|offer| fact("Offered before", offer)));
        about
    }

    fn fields(&self, waits: &Waits, filled: &Filled) -> Vec<Field> {
        let channels = Channel::ALL.map(|channel| Choice::new(code(&channel), channel.word()));
        let [at, late] = when_fields(self.person, filled);
        let taken = match self.later() {
            Some(_) => "It is booked when you sign. Say below what becomes of the later one.",
            None => "It is booked when you sign.",
        };
        let came = [
            Choice::new("taken", Reply::Taken.word()).hint(taken),
            Choice::new("declined", Reply::Declined.word()).hint("This time is not offered to them again."),
            Choice::new("not_reached", Reply::NotReached.word()),
            Choice::new("asked", "The client will say").hint("The time is kept for them on the list until then."),
        ];
        let mut fields = vec![
            filled.cards("channel", "How", &channels),
            at,
            late,
            filled.radios("came", "What came of it", &came),
            Field::row(
                "Until when it is kept, if they will say",
                vec![filled.date("keep_day", "Day").free(), filled.time("keep_hour", "Time").free()],
            ),
        ];
        fields.extend(self.later().map(|slot| {
            let moves = Words::from("The session of {when} moves to this time").with("when", when::when(slot.starts));
            let choices = [
                Choice::new(slot.id.to_string(), moves).chosen(),
                Choice::new(STAYS, "It stays, and this one comes beside it"),
            ];
            filled.radios("replaces", "The session that is booked", &choices).hint("Only if the client takes the time.")
        }));
        let places = Place::ALL.map(|place| Choice::new(code(&place), place.word()));
        let mut where_ =
            vec![filled.select("place", "Where", &places).or(code(&waits.wish.place.unwrap_or(Place::Office)))];
        where_.extend(self.offers.room_field(filled, "room").map(Field::free));
        fields.push(Field::row("Where the session is", where_));
        fields.push(filled.text("note", "More in words").optional().max(200));
        fields.extend(["staff", "starts", WAITING].map(|name| filled.hidden(name)));
        fields
    }

    fn read(&self, sent: &Fields) -> Result<Written<TimeOffered>, Filled> {
        let mut reader = Reader::new(sent);
        let channel = reader.choice("channel", decode::<Channel>);
        let at = happened(&mut reader, self.person);
        let came = match sent.text("came") {
            "asked" => self.keeps(&mut reader, sent).map(Reply::Asked),
            _ => reader.choice("came", decode::<Reply>),
        };
        let replaces = match sent.text("replaces") {
            _ if came != Some(Reply::Taken) => None,
            "" | STAYS => None,
            _ => reader.choice("replaces", |text| text.parse::<ItemId>().ok()),
        };
        let place = reader.choice("place", decode::<Place>);
        let room = match reader.text("room") {
            "" => None,
            _ => reader.choice("room", |text| text.parse::<ItemId>().ok()),
        };
        let (note, late_because) = (reader.line_or_none("note"), reader.line_or_none("late_because"));
        let (Some(channel), Some(at), Some(came), Some(place), true) = (channel, at, came, place, reader.is_good())
        else {
            return Err(reader.filled);
        };
        let slot = Slot {
            id: self.person.ctx.new_item(),
            staff: self.time.staff,
            starts: self.time.period.start,
            minutes: self.minutes,
            place,
            room,
            zone: Some(self.person.organisation.rulebook.office.zone.clone()),
            group: None,
        };
        let waiting = sent.text(WAITING).parse();
        let waiting = waiting.map_err(|_| form::refused(sent, &CannotWait::NotWaiting, None))?;
        let offered = TimeOffered { waiting, slot, channel, came, replaces, note, late_because };
        if !is_signed(sent) {
            let when = When { happened: at, now: self.person.now() };
            let checked = self.view.file().offer_time(offered.clone(), when, &self.person.organisation.rulebook);
            checked.map_err(|rule| form::refused(sent, &rule, place_of(&rule)))?;
        }
        Ok(Written::new(offered, Event::TimeOffered, Level::Standard).happened(at))
    }

    /// Until when the time is kept.
    fn keeps(&self, reader: &mut Reader<'_>, sent: &Fields) -> Option<Instant> {
        let day = reader.date("keep_day");
        let hour: Option<Time> = reader.time_or_none("keep_hour");
        if hour.is_none() && sent.text("keep_hour").is_empty() {
            reader.wrong("keep_hour", "Please fill in the time.");
        }
        match self.person.organisation.rulebook.office.instant(day?, hour?) {
            Ok(until) => Some(until),
            Err(why) => {
                reader.wrong("keep_hour", sentence(&why.to_string()));
                None
            }
        }
    }
}

/// The time that is offered: of somebody who holds sessions, at a time that people live in.
fn time(view: &CaseView, form: &Filled, minutes: u16) -> Option<FreeTime> {
    let staff: StaffId = form.value("staff").parse().ok()?;
    view.staff.iter().find(|card| card.id == staff && card.active)?;
    let start = Instant(form.value("starts").parse().ok()?);
    is_likely(start.on(&jiff::tz::TimeZone::UTC).date()).then_some(())?;
    let end = start.plus_seconds(i64::from(minutes) * 60);
    Some(FreeTime { period: Period { start, end }, staff })
}

/// `GET /cases/{case}/waiting/offer`
pub async fn new(person: Person, Path(case): Path<String>, Query(wanted): Query<Wanted>) -> Answer {
    let filled = wanted.filled();
    let ask = Ask::find(&person, id(&case)?, &filled, false).await?;
    let waiting = ask.waits.as_ref().map(|waits| waits.id.to_string()).unwrap_or_default();
    ask.page(filled.with(WAITING, waiting))
}

/// `POST /cases/{case}/waiting/offer`
pub async fn create(person: Person, Path(case): Path<String>, sent: Fields) -> Answer {
    let case: DossierId = id(&case)?;
    let ask = Ask::find(&person, case, &sent.filled(), is_signed(&sent)).await?;
    if goes_back(&sent) {
        return ask.page(sent.filled());
    }
    let written = match ask.read(&sent) {
        Ok(written) => written,
        Err(filled) => return ask.page(filled),
    };
    let taken = written.order.came == Reply::Taken;
    let round = Round {
        person: &person,
        sent: &sent,
        draft: None,
        action: format!("{}/offer", path(case)),
        to: if taken { paths::of_case(case, "sessions") } else { path(case) },
        shown: ask.view.shown(),
        sign: Sign::author("Sign this entry", if taken { "Book session" } else { "Sign" }),
        done: if taken { Done::WAITING_BOOKED } else { Done::TIME_OFFERED },
    };
    let act = async |offered, ink| offer_time(&person.ctx, case, offered, ink).await;
    let again = |rule: &CannotWait| ask.page(form::refused(&sent, rule, place_of(rule)));
    let teller = Teller::new(&ask.view, &person);
    let sheet = |event: Option<&Event>| -> Option<Sheet> { event.map(|event| teller.content(event)) };
    round.sign(written, act, again, sheet).await
}
