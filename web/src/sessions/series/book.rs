//! Booking a series.

use axum::extract::Path;
use casework::sessions::{BookSeries, CannotMeetHere, Dates, WantedSeries, book_series, proposals};
use domain::event::Event;
use domain::ids::DossierId;
use domain::level::Level;
use domain::policy::Action;
use domain::series::{Rhythm, SeriesBooked};
use domain::sessions::Slot;

use super::super::book::{read_slot, slot_fields};
use super::super::next::Offers;
use super::{Wording, chosen, every, only_looks, page, refused};
use crate::answer::{Answer, id};
use crate::cases::head::CaseView;
use crate::cases::sheets::Teller;
use crate::cases::step::{Round, Sign, Written};
use crate::done::Done;
use crate::face::form::Field;
use crate::face::prelude::*;
use crate::face::voice::speaking;
use crate::fields::{Fields, Reader};
use crate::paths;
use crate::person::Person;
use crate::signed::{goes_back, is_signed};

/// How many sessions a series has when nobody has said anything.
const USUAL: u8 = 8;

fn wording() -> Wording {
    Wording {
        heading: "Book a series",
        lead: "Sessions at the same hour every so many weeks. First you see the dates and what is in their way; nothing is booked before you sign.".into(),
        action: "series".to_owned(),
    }
}

fn fields(view: &CaseView, offers: &Offers, filled: &Filled) -> Vec<Field> {
    let weeks = Rhythm::WEEKS.map(|weeks| Choice::new(weeks.to_string(), every(weeks)));
    let usual = view.file().sessions.series.weeks().unwrap_or(1);
    let rhythm = vec![
        filled.select("every", "How often", &weeks).or(usual.to_string()),
        filled.number("count", "How many").or(USUAL.to_string()).free(),
    ];
    let mut fields = vec![Field::row("How often", rhythm).quiet(), offers.first_field(view, filled)];
    fields.push(Field::row("Each of the sessions", slot_fields(view, offers, filled, "")));
    fields
}

/// What the form says of the sessions: the first one, and how often.
fn read(person: &Person, sent: &Fields) -> Result<(Slot, Rhythm), Filled> {
    let mut reader = Reader::new(sent);
    let weeks = reader.choice("every", |text| text.parse().ok().filter(|weeks| Rhythm::WEEKS.contains(weeks)));
    let fits = |count: &u8| (Rhythm::FEWEST..=Rhythm::MOST).contains(count);
    let count: Option<u8> = sent.text("count").parse().ok().filter(fits);
    if count.is_none() {
        reader.wrong("count", "Please give a number from 2 to 26.");
    }
    let slot = read_slot(&mut reader, person, sent, "");
    match (slot, weeks, count, reader.is_good()) {
        (Some(slot), Some(weeks), Some(count), true) => {
            let rhythm = Rhythm { first: slot.starts, weeks, count };
            Ok((slot, rhythm))
        }
        _ => Err(reader.filled),
    }
}

/// `GET /cases/{case}/series/new`
pub async fn new(person: Person, Path(case): Path<String>) -> Answer {
    let case: DossierId = id(&case)?;
    let view = CaseView::open(&person, case, Action::BookSession).await?;
    let offers = Offers::find(&person, case, None, &Filled::new(), "").await?;
    Ok(page(&person, &view, &wording(), Filled::new(), |filled| fields(&view, &offers, filled), &[]))
}

/// `POST /cases/{case}/series` – shows the dates, then what would be signed, then signs it.
pub async fn create(person: Person, Path(case): Path<String>, sent: Fields) -> Answer {
    let case: DossierId = id(&case)?;
    let view = CaseView::open(&person, case, Action::BookSession).await?;
    let offers = Offers::find(&person, case, None, &sent.filled(), "").await?;
    let show = |filled: Filled, dates: &[_]| {
        Ok(page(&person, &view, &wording(), filled, |filled| fields(&view, &offers, filled), dates))
    };
    let (slot, rhythm) = match read(&person, &sent) {
        Ok(read) => read,
        Err(filled) => return show(filled, &[]),
    };
    let wanted =
        WantedSeries { case, staff: slot.staff, minutes: slot.minutes, room: slot.room, dates: Dates::New(rhythm) };
    let dates = proposals(&person.ctx, wanted).await?;
    if goes_back(&sent) || only_looks(&sent) {
        return show(sent.filled(), &dates);
    }
    let picked = match chosen(&sent, usize::from(rhythm.count), &dates) {
        Ok(picked) => picked,
        Err(filled) => return show(filled, &dates),
    };
    let each = |starts| Slot { id: person.ctx.new_item(), starts, ..slot.clone() };
    let slots: Vec<Slot> = picked.into_iter().flatten().map(each).collect();
    let order = SeriesBooked { id: person.ctx.new_item(), weeks: rhythm.weeks, slots };
    let again = |rule: &CannotMeetHere| show(speaking(person.voice(), || refused(&sent, rule)), &dates);
    if !is_signed(&sent)
        && let Err(rule) = view.file().sessions.book_series(order.clone(), person.now())
    {
        return again(&rule.into());
    }
    let round = Round {
        person: &person,
        sent: &sent,
        draft: None,
        action: paths::of_case(case, "series"),
        to: paths::of_case(case, "sessions"),
        shown: view.shown(),
        sign: Sign::author("Book these sessions", "Book sessions"),
        done: Done::SERIES_BOOKED,
    };
    let act = async |order, ink| book_series(&person.ctx, BookSeries { case, order }, ink).await;
    let sheet = |event: Option<&Event>| event.map(|event| Teller::new(&view, &person).content(event));
    round.sign(Written::new(order, Event::SeriesBooked, Level::Standard), act, again, sheet).await
}
