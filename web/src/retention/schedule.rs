//! The retention schedule as a page: its classes, who approved them, and examples to begin with.

use casework::retention::{ClassSeen, Schedule, schedule};
use domain::ids::StaffId;
use domain::retention::{Disposal, Example, FOR_GOOD, Profile};
use domain::staff::StaffCard;
use jiff::civil::Date;

use crate::answer::Answer;
use crate::face::parts::Act;
use crate::face::prelude::*;
use crate::face::when;
use crate::person::Person;
use crate::staff::name_of;

/// Where the schedule is.
pub(super) const PATH: &str = "/records/schedule";

/// A class as a row.
#[derive(Debug, Clone)]
pub struct ClassRow {
    /// Its name.
    pub name: String,
    /// The programmes that name it.
    pub programmes: Words,
    /// From what it counts.
    pub trigger: Words,
    /// How long.
    pub period: Words,
    /// What is done at the end.
    pub action: Words,
    /// By which law.
    pub law: String,
    /// Version, approver and day.
    pub approved: Words,
    /// The way to change it.
    pub act: Option<Act>,
}

/// An example as a line.
#[derive(Debug, Clone)]
pub struct ExampleLine {
    /// Name and rule in one sentence.
    pub rule: Words,
    /// By which law.
    pub law: Words,
    /// The way to begin with it.
    pub act: Option<Act>,
}

/// `GET /records/schedule`
#[derive(Debug, Template)]
#[template(path = "retention/schedule.html")]
pub struct SchedulePage {
    /// The frame.
    pub frame: Frame,
    /// The way to a new class.
    pub add: Option<Act>,
    /// Its classes.
    pub classes: Vec<ClassRow>,
    /// How long a list rests before it is executed.
    pub cooling: Words,
    /// Examples by jurisdiction.
    pub profiles: Vec<(Words, Vec<ExampleLine>)>,
}

/// `GET /records/schedule`
pub async fn show(person: Person) -> Answer {
    let schedule = schedule(&person.ctx).await?;
    let staff = casework::accounts::staff_list(&person.ctx).await?;
    let founded = StaffId::from(person.house().organisation_dossier());
    Ok(person.show("Retention schedule", |frame| page(&schedule, &staff, founded, frame)))
}

pub(super) fn page(schedule: &Schedule, staff: &[StaffCard], founded: StaffId, frame: Frame) -> SchedulePage {
    let amends = schedule.may_amend;
    let profile = |profile: Profile| {
        let lines = profile.examples().iter().map(|example| example_line(example, amends)).collect();
        (Words::from(profile.word()), lines)
    };
    SchedulePage {
        add: amends.then(|| Act::link("Add a class", format!("{PATH}/class")).main()),
        classes: schedule.classes.iter().map(|class| row(class, staff, founded, amends)).collect(),
        cooling: Words::count(
            "A list of files to be destroyed rests {n} day after its second approval, before anything is destroyed.",
            "A list of files to be destroyed rests {n} days after its second approval, before anything is destroyed.",
            schedule.cooling_days,
        ),
        profiles: Profile::ALL.into_iter().map(profile).collect(),
        frame,
    }
}

fn row(seen: &ClassSeen, staff: &[StaffCard], founded: StaffId, amends: bool) -> ClassRow {
    let class = &seen.class;
    let names: Vec<&str> = seen.programmes.iter().map(|programme| programme.name.as_str()).collect();
    let approved = seen.approved.map(|approved| {
        let words = if approved.by == founded {
            Words::from("Version {n}, as founded, {when}")
        } else {
            Words::from("Version {n}, {who}, {when}").with("who", name_of(staff, approved.by))
        };
        words.with("n", approved.version).with("when", when::when(approved.at))
    });
    let href = format!("{PATH}/class?code={}", class.code);
    ClassRow {
        name: class.name.clone(),
        programmes: if names.is_empty() { "No programme names it.".into() } else { names.join(", ").into() },
        trigger: class.trigger.word().into(),
        period: period(class.months, class.action),
        action: class.action.word().into(),
        law: class.law.clone(),
        approved: approved.unwrap_or_default(),
        act: amends.then(|| Act::link("Change", href).about(Words::from("{name}").with("name", class.name.clone()))),
    }
}

fn example_line(example: &Example, amends: bool) -> ExampleLine {
    let rule = Words::from("{name}: {period} from “{trigger}”, then “{action}”")
        .with("name", Words::from(example.name))
        .with("period", period(example.years.saturating_mul(12), example.action))
        .with("trigger", Words::from(example.trigger.word()))
        .with("action", Words::from(example.action.word()));
    ExampleLine {
        rule,
        law: example.law.into(),
        act: amends.then(|| {
            let href = format!("{PATH}/class?example={}", example.code);
            Act::link("Begin with this", href).about(Words::from(example.name))
        }),
    }
}

/// A period in words: "7 years", "1 year and 6 months".
pub(crate) fn period(months: u32, action: Disposal) -> Words {
    if action == Disposal::Keep {
        return "No end".into();
    }
    let years = |n: u32| Words::count("{n} year", "{n} years", n);
    let rest = |n: u32| Words::count("{n} month", "{n} months", n);
    match (months / 12, months % 12) {
        (0, months) => rest(months),
        (whole, 0) => years(whole),
        (whole, months) => Words::from("{years} and {months}").with("years", years(whole)).with("months", rest(months)),
    }
}

/// The last day of keeping in words.
pub(crate) fn kept_until(day: Date) -> Words {
    if day == FOR_GOOD { "for good".into() } else { when::full_day(day).into() }
}

/// The rule of a class in one sentence.
pub(crate) fn rule(class: &domain::retention::RecordClass) -> Words {
    Words::from("{period} from “{trigger}”, then “{action}”")
        .with("period", period(class.months, class.action))
        .with("trigger", Words::from(class.trigger.word()))
        .with("action", Words::from(class.action.word()))
}
