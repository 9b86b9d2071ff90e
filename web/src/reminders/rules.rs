//! When and how clients are reminded, as the rulebook has it: the page for everybody, the forms for whoever may change it.

use axum::response::Response;
use casework::reminders::{RulesSeen, amend_reminders, reminder_rules};
use domain::policy::Action;
use domain::reminders::{BadReminders, BadWording, Begins, DayForm, ReminderRules, Wording};
use domain::signature::Meaning;
use domain::text::Line;
use jiff::civil::Time;

use crate::answer::{Answer, go};
use crate::done::Done;
use crate::face::form::Field;
use crate::face::parts::{Act, Pairs};
use crate::face::prelude::*;
use crate::fields::{Fields, Reader, code, decode};
use crate::guard::Query;
use crate::person::Person;
use crate::problem::Problem;
use crate::signed::here::{self, Asks, Challenge};
use crate::signed::signing;

/// Where the page is.
pub(crate) const PATH: &str = "/organisation/reminders";

/// A wording as it stands.
#[derive(Debug, Clone)]
pub struct WordingLine {
    /// Its language.
    pub language: Words,
    /// The subject of e-mails.
    pub subject: String,
    /// The text, with an example put in.
    pub text: String,
    /// The way to change it.
    pub act: Option<Act>,
}

/// `GET /organisation/reminders`
#[derive(Debug, Template)]
#[template(path = "reminders/rules.html")]
pub struct RulesPage {
    /// The frame.
    pub frame: Frame,
    /// When, and by what.
    pub facts: Pairs,
    /// The ways to change it.
    pub acts: Vec<Act>,
    /// The wordings, the first for every language that has none.
    pub wordings: Vec<WordingLine>,
}

/// `GET /organisation/reminders`
pub async fn show(person: Person) -> Answer {
    let seen = reminder_rules(&person.ctx).await?;
    Ok(person.show("Reminders", |frame| page(&seen, frame)))
}

fn page(seen: &RulesSeen, frame: Frame) -> RulesPage {
    let rules = &seen.rules;
    let when = match rules.hours_before.as_slice() {
        [] => Words::from("Nobody is reminded."),
        hours => Words::from("{hours} hours before the session").with("hours", listed(hours)),
    };
    let able = match (seen.able.email, seen.able.sms) {
        (true, true) => "By e-mail and text message",
        (true, false) => "By e-mail; text messages are not set up",
        (false, true) => "By text message; e-mail is not set up",
        (false, false) => "Nothing is set up: every reminder is somebody’s task",
    };
    let facts = Pairs::new()
        .with("When", when)
        .with(
            "In these hours",
            Words::from("{from} to {until}")
                .with("from", clock(rules.not_before))
                .with("until", clock(rules.not_after)),
        )
        .with("This server sends", able);
    let amends = seen.may_amend;
    let acts = [
        Act::link("Change when", format!("{PATH}/hours")).main(),
        Act::link("Add a language", format!("{PATH}/wording")).icon("plus"),
    ];
    RulesPage {
        facts,
        acts: acts.into_iter().filter(|_| amends).collect(),
        wordings: rules.wordings.iter().map(|wording| line(wording, amends)).collect(),
        frame,
    }
}

fn line(wording: &Wording, amends: bool) -> WordingLine {
    let example = jiff::civil::date(2026, 11, 24).at(14, 30, 0, 0).in_tz("UTC");
    let text = example.map_or_else(|_| wording.text.clone(), |at| wording.write(&Begins { at, city: None }, "(link)"));
    let href = format!("{PATH}/wording?language={}", wording.language);
    WordingLine {
        language: wording.language.clone().into(),
        subject: wording.subject.clone(),
        text,
        act: amends.then(|| Act::link("Change", href).about(Words::from(wording.language.clone()))),
    }
}

fn listed(hours: &[u32]) -> String {
    hours.iter().map(u32::to_string).collect::<Vec<_>>().join(", ")
}

fn clock(time: Time) -> String {
    time.strftime("%H:%M").to_string()
}

async fn open(person: &Person) -> Result<RulesSeen, Problem> {
    let seen = reminder_rules(&person.ctx).await?;
    person.ctx.permit(Action::AmendRulebook, None).await?;
    Ok(seen)
}

/// `GET /organisation/reminders/hours`
pub async fn hours(person: Person) -> Answer {
    let seen = open(&person).await?;
    let rules = &seen.rules;
    let filled = Filled::new()
        .with("hours", listed(&rules.hours_before))
        .with("from", clock(rules.not_before))
        .with("until", clock(rules.not_after));
    Ok(hours_page(&person, &seen, filled))
}

fn hours_page(person: &Person, seen: &RulesSeen, filled: Filled) -> Response {
    here::show(person, filled, seen.last, Challenge::Always, |form| Asks {
        title: "Reminders",
        heading: "When clients are reminded".into(),
        lead: "It holds from the moment in which you sign, also for sessions that are booked already.".into(),
        about: Pairs::new(),
        action: format!("{PATH}/hours"),
        fields: vec![
            form.text("hours", "Hours before a session")
                .max(30)
                .optional()
                .hint("24 is the day before; 72, 24 reminds twice. Empty: nobody is reminded."),
            Field::row(
                "No message goes out before and after",
                vec![form.time("from", "From"), form.time("until", "To")],
            ),
            form.text("reason", "Why this changes").max(200),
        ],
        act: "Sign the change",
        back: Link::new(PATH, "Back to reminders"),
    })
}

/// `POST /organisation/reminders/hours`
pub async fn change_hours(person: Person, sent: Fields) -> Answer {
    let seen = open(&person).await?;
    let mut reader = Reader::new(&sent);
    let text = sent.text("hours");
    let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
    let hours: Option<Vec<u32>> = parts.map(|part| part.parse().ok()).collect();
    if hours.is_none() {
        reader.wrong("hours", "Please write whole numbers, with commas between.");
    }
    let (from, until) = (time(&mut reader, "from"), time(&mut reader, "until"));
    let reason = reader.line("reason");
    let (Some(hours_before), Some(not_before), Some(not_after), Some(reason), true) =
        (hours, from, until, reason, reader.is_good())
    else {
        return Ok(hours_page(&person, &seen, reader.filled));
    };
    let rules = ReminderRules { hours_before, not_before, not_after, ..seen.rules.clone() };
    match amend(&person, rules, reason, &sent).await? {
        Ok(answer) => Ok(answer),
        Err(filled) => Ok(hours_page(&person, &seen, filled)),
    }
}

fn time(reader: &mut Reader<'_>, name: &str) -> Option<Time> {
    let time = reader.time_or_none(name);
    if time.is_none() {
        reader.wrong(name, "Please fill in the time.");
    }
    time
}

async fn amend(
    person: &Person,
    rules: ReminderRules,
    reason: Line,
    sent: &Fields,
) -> Result<Result<Response, Filled>, Problem> {
    match amend_reminders(&person.ctx, rules, reason, signing(sent, Meaning::Approved)).await {
        Ok(_) => Ok(Ok(go(&Done::REMINDERS_AMENDED.at(PATH))?)),
        Err(failure) => Ok(Err(here::refused(sent, failure, place)?)),
    }
}

const fn place(rule: &BadReminders) -> Option<&'static str> {
    match rule {
        BadReminders::Hours => Some("hours"),
        BadReminders::NoTime => Some("until"),
        BadReminders::Language => Some("language"),
        BadReminders::LastWording => Some("remove"),
        BadReminders::Wording(BadWording::Subject) => Some("subject"),
        BadReminders::Wording(BadWording::Weekdays) => Some("weekdays"),
        BadReminders::Wording(_) => Some("text"),
        BadReminders::Same => None,
    }
}

/// Which wording is asked for; a new one when none is.
#[derive(Debug, Clone, Default, serde::Deserialize)]
pub struct Wanted {
    #[serde(default)]
    language: String,
}

/// `GET /organisation/reminders/wording`
pub async fn wording(person: Person, Query(wanted): Query<Wanted>) -> Answer {
    let seen = open(&person).await?;
    let known = seen.rules.wordings.iter().find(|wording| wording.language == wanted.language);
    let filled = match known {
        Some(wording) => Filled::new()
            .with("was", wording.language.clone())
            .with("language", wording.language.clone())
            .with("subject", wording.subject.clone())
            .with("text", wording.text.clone())
            .with("weekdays", wording.weekdays.join(", "))
            .with("dates", code(&wording.dates)),
        None => Filled::new(),
    };
    Ok(wording_page(&person, &seen, filled))
}

fn wording_page(person: &Person, seen: &RulesSeen, filled: Filled) -> Response {
    let known = seen.rules.wordings.iter().any(|wording| wording.language == filled.value("was"));
    let several = 1 < seen.rules.wordings.len();
    here::show(person, filled, seen.last, Challenge::Always, |form| {
        let forms = DayForm::ALL.map(|dates| Choice::new(code(&dates), dates.example()));
        let mut fields = vec![
            form.hidden("was"),
            form.text("language", "Language").max(12).hint("Its code, as in the files of clients: en, es, pt-BR."),
            form.text("subject", "Subject of e-mails").max(60).hint(
                "A few words that tell nobody what you help with. Others may see it on a locked screen.",
            ),
            form.area("text", "Text").rows(4).max(260).hint(
                "Put {day} and {time} where the day and the time go, and {link} where the client is led to the page to answer. No name, no service, no place.",
            ),
            form.text("weekdays", "Days of the week").optional().max(200).hint(
                "Monday first, with commas between. Empty: the day is written in numbers alone.",
            ),
            form.select("dates", "How a day and a time are written", &forms),
        ];
        if known && several {
            fields.push(form.check("remove", "Remove this wording"));
        }
        fields.push(form.text("reason", "Why this changes").max(200));
        Asks {
            title: "Reminders",
            heading: if known { "Change a wording".into() } else { "Add a language".into() },
            lead: "What clients are sent, word for word. You approve it with your signature.".into(),
            about: Pairs::new(),
            action: format!("{PATH}/wording"),
            fields,
            act: "Sign the wording",
            back: Link::new(PATH, "Back to reminders"),
        }
    })
}

/// `POST /organisation/reminders/wording`
pub async fn change_wording(person: Person, sent: Fields) -> Answer {
    let seen = open(&person).await?;
    let mut reader = Reader::new(&sent);
    let reason = reader.line("reason");
    let mut rules = seen.rules.clone();
    let at = rules.wordings.iter().position(|wording| wording.language == sent.text("was"));
    if let (Some(at), true) = (at, sent.ticked("remove")) {
        rules.wordings.remove(at);
    } else {
        let (language, subject, text) = (reader.line("language"), reader.line("subject"), reader.narrative("text"));
        let dates = reader.choice("dates", decode::<DayForm>);
        let (Some(language), Some(subject), Some(text), Some(dates)) = (language, subject, text, dates) else {
            return Ok(wording_page(&person, &seen, reader.filled));
        };
        let days = sent.text("weekdays").split(',').map(str::trim).filter(|day| !day.is_empty());
        let new = Wording {
            language: language.reveal().to_owned(),
            subject: subject.reveal().to_owned(),
            text: text.reveal().to_owned(),
            weekdays: days.map(str::to_owned).collect(),
            dates,
        };
        match at.and_then(|at| rules.wordings.get_mut(at)) {
            Some(old) => *old = new,
            None => rules.wordings.push(new),
        }
    }
    let (Some(reason), true) = (reason, reader.is_good()) else {
        return Ok(wording_page(&person, &seen, reader.filled));
    };
    match amend(&person, rules, reason, &sent).await? {
        Ok(answer) => Ok(answer),
        Err(filled) => Ok(wording_page(&person, &seen, filled)),
    }
}

#[cfg(test)]
pub(super) fn samples(show: &mut crate::samples::Samples) {
    use crate::samples::{data, frame};
    use domain::ids::EntryNumber;
    use domain::reminders::Able;
    let marked = |wording: Wording| Wording {
        language: data("en"),
        subject: data("Your appointment"),
        text: data("You have an appointment on {day} at {time}: {link}"),
        weekdays: Vec::new(),
        ..wording
    };
    let seen = |may_amend| RulesSeen {
        rules: ReminderRules { wordings: vec![marked(Wording::english())], ..ReminderRules::default() },
        able: Able { email: may_amend, sms: false },
        may_amend,
        last: EntryNumber(3),
    };
    show.page("reminders", &page(&seen(true), frame()));
    show.page("reminders-read", &page(&seen(false), frame()));
}
