//! Changing a class of the schedule, or adding one: signed by the director, with a reason.

use axum::response::Response;
use casework::retention::{ClassSeen, Schedule, amend_schedule, schedule};
use domain::policy::Action;
use domain::retention::{BadClass, ClassAmended, Disposal, Example, RecordClass, Trigger};
use domain::signature::Meaning;
use domain::text::Line;

use super::schedule::PATH;
use crate::answer::{Answer, go};
use crate::done::Done;
use crate::face::form::Field;
use crate::face::parts::Pairs;
use crate::face::prelude::*;
use crate::fields::{Fields, Reader, code, decode};
use crate::guard::Query;
use crate::person::Person;
use crate::problem::Problem;
use crate::signed::here::{self, Asks, Challenge};
use crate::signed::signing;

/// Which class is asked for: one that is there, or an example to begin with.
#[derive(Debug, Clone, Default, serde::Deserialize)]
pub struct Wanted {
    #[serde(default)]
    code: String,
    #[serde(default)]
    example: String,
}

async fn open(person: &Person) -> Result<Schedule, Problem> {
    person.ctx.permit(Action::AmendRulebook, None).await?;
    Ok(schedule(&person.ctx).await?)
}

/// `GET /records/schedule/class`
pub async fn edit(person: Person, Query(wanted): Query<Wanted>) -> Answer {
    let schedule = open(&person).await?;
    let seen = schedule.classes.iter().find(|seen| seen.class.code == wanted.code);
    let begun = match (seen, Example::find(&wanted.example)) {
        (Some(seen), _) => Some(seen.class.clone()),
        (None, Some(example)) => Some(example.class(String::new())),
        (None, None) => None,
    };
    Ok(page(&person, &schedule, begun.as_ref(), Filled::new().with("class", wanted.code)))
}

fn page(person: &Person, schedule: &Schedule, class: Option<&RecordClass>, filled: Filled) -> Response {
    let seen = schedule.classes.iter().find(|seen| seen.class.code == filled.value("class"));
    here::show(person, filled, schedule.last, Challenge::Always, |form| {
        Asks {
        title: "Retention schedule",
        heading: if seen.is_some() { "Change a class of the schedule".into() } else { "Add a class to the schedule".into() },
        lead: "It holds from the moment in which you sign, also for files that are closed already. Files on a list that waits for its execution are \
               then decided on anew."
            .into(),
        about: Pairs::new(),
        action: format!("{PATH}/class"),
        fields: fields(form, schedule, seen, class),
        act: "Sign the schedule",
        back: Link::new(PATH, "Back to the schedule"),
    }
    })
}

fn fields(form: &Filled, schedule: &Schedule, seen: Option<&ClassSeen>, class: Option<&RecordClass>) -> Vec<Field> {
    let text = |of: fn(&RecordClass) -> String| class.map(of).unwrap_or_default();
    let number = |n: u32| if n == 0 { String::new() } else { n.to_string() };
    let triggers: Vec<Choice> = Trigger::ALL
        .into_iter()
        .map(|trigger| {
            picked(
                Choice::new(code(&trigger), trigger.word()).hint(hint(trigger)),
                class.is_some_and(|class| class.trigger == trigger),
            )
        })
        .collect();
    let actions: Vec<Choice> =
        Disposal::ALL.into_iter().map(|action| Choice::new(code(&action), action.word())).collect();
    let programmes: Vec<Choice> = schedule
        .programmes
        .iter()
        .map(|programme| {
            let choice = Choice::new(programme.code.clone(), programme.name.clone());
            picked(choice, seen.is_some_and(|seen| seen.programmes.iter().any(|one| one.code == programme.code)))
        })
        .collect();
    vec![
        form.hidden("class"),
        form.text("name", "Name of the class").or(text(|class| class.name.clone())).max(120),
        form.checks("programmes[]", "Programmes whose files belong to it", &programmes)
            .hint("A programme that no class names belongs to the first one."),
        form.radios("trigger", "From what the period counts", &triggers),
        Field::row(
            "How long",
            vec![
                form.number("years", "Years")
                    .or(class.map(|class| number(class.months / 12)).unwrap_or_default())
                    .max(3),
                form.number("months", "Months more")
                    .or(class.map(|class| number(class.months % 12)).unwrap_or_default())
                    .max(2)
                    .optional(),
            ],
        ),
        form.select("action", "At the end", &actions)
            .or(text(|class| code(&class.action)))
            .hint("Only what is to be destroyed or reviewed comes onto a list of files to be destroyed."),
        form.text("law", "Law or policy")
            .or(text(|class| class.law.clone()))
            .max(200)
            .hint("What asks for this period; it is printed on certificates."),
        form.text("reason", "Why the schedule changes").max(200),
    ]
}

fn picked(choice: Choice, is: bool) -> Choice {
    if is { choice.chosen() } else { choice }
}

const fn hint(trigger: Trigger) -> &'static str {
    match trigger {
        Trigger::Discharge => "The day is stated when the case ends.",
        Trigger::Closure => "The day of the last signature.",
        Trigger::LastContact => "The last call, letter, visit or session on file.",
        Trigger::Birth => "Taken from the client’s file. Never ends before the service did.",
        Trigger::Death | Trigger::Order => "The caseworker states the day when the case ends.",
    }
}

/// `POST /records/schedule/class`
pub async fn change(person: Person, sent: Fields) -> Answer {
    let schedule = open(&person).await?;
    let (order, reason) = match read(&schedule, &sent) {
        Ok(read) => read,
        Err(filled) => return Ok(page(&person, &schedule, None, filled)),
    };
    let ink = signing(&sent, Meaning::Approved);
    match amend_schedule(&person.ctx, order, reason, ink).await {
        Ok(_) => go(&Done::SCHEDULE_AMENDED.at(PATH)),
        Err(failure) => Ok(page(&person, &schedule, None, here::refused(&sent, failure, place)?)),
    }
}

const fn place(rule: &BadClass) -> Option<&'static str> {
    match rule {
        BadClass::NameMissing => Some("name"),
        BadClass::LawMissing => Some("law"),
        BadClass::Period => Some("years"),
        BadClass::NoProgramme => Some("programmes[]"),
        BadClass::Same => None,
    }
}

fn read(schedule: &Schedule, sent: &Fields) -> Result<(ClassAmended, Line), Filled> {
    let mut reader = Reader::new(sent);
    let (name, law, reason) = (reader.line("name"), reader.line("law"), reader.line("reason"));
    let trigger = reader.choice("trigger", decode::<Trigger>);
    let action = reader.choice("action", decode::<Disposal>);
    let whole = |text: &str| if text.is_empty() { Some(0) } else { text.parse::<u32>().ok() };
    let (years, months) = (whole(sent.text("years")), whole(sent.text("months")));
    for (name, read) in [("years", years), ("months", months)] {
        if read.is_none() {
            reader.wrong(name, "Please write a whole number.");
        }
    }
    let known = schedule.classes.iter().any(|seen| seen.class.code == sent.text("class"));
    let code = if known { sent.text("class").to_owned() } else { fresh(schedule) };
    let good = reader.is_good();
    match (name, law, reason, trigger, action, years, months, good) {
        (Some(name), Some(law), Some(reason), Some(trigger), Some(action), Some(years), Some(months), true) => {
            let class = RecordClass {
                code,
                name: name.reveal().to_owned(),
                trigger,
                months: years.saturating_mul(12).saturating_add(months),
                action,
                law: law.reveal().to_owned(),
            };
            let programmes = sent.all("programmes[]").map(str::to_owned).collect();
            Ok((ClassAmended { class, programmes }, reason))
        }
        _ => Err(reader.filled),
    }
}

/// A code that no class has.
fn fresh(schedule: &Schedule) -> String {
    let taken = |code: &str| schedule.classes.iter().any(|seen| seen.class.code == code);
    (2_u32..).map(|n| format!("class-{n}")).find(|code| !taken(code)).unwrap_or_default()
}
