//! What is done after a missed session, as the rulebook has it: the page for everybody, the forms for whoever may change it.

use axum::response::Response;
use casework::missed::{amend_missed, amend_unkept};
use casework::organisation::{RulebookSeen, rulebook};
use domain::missed::{AttemptRule, BadMissed, MissedRules, Unkept, Welfare};
use domain::policy::Action;
use domain::reach::Channel;
use domain::rulebook::Programme;
use domain::signature::Meaning;

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
pub(crate) const PATH: &str = "/organisation/missed";

/// What a programme lays down.
#[derive(Debug, Clone)]
pub struct ProgrammeLine {
    /// Names its heading on the page.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// The attempts and what follows them, in order.
    pub steps: Vec<Words>,
    /// When somebody sees that the client is safe.
    pub welfare: Words,
    /// The way to change it.
    pub act: Option<Act>,
}

/// `GET /organisation/missed`
#[derive(Debug, Template)]
#[template(path = "missed/rules.html")]
pub struct RulesPage {
    /// The frame.
    pub frame: Frame,
    /// What holds for every programme.
    pub figures: Pairs,
    /// The way to change that.
    pub figures_act: Option<Act>,
    /// The programmes.
    pub programmes: Vec<ProgrammeLine>,
}

/// `GET /organisation/missed`
pub async fn show(person: Person) -> Answer {
    let seen = rulebook(&person.ctx).await?;
    Ok(person.show("Missed sessions", |frame| page(&seen, frame)))
}

fn days(n: u32) -> Words {
    Words::count("{n} working day", "{n} working days", n)
}

fn page(seen: &RulebookSeen, frame: Frame) -> RulesPage {
    let rulebook = &seen.rulebook;
    let figures = Pairs::new()
        .with(
            "The supervisor looks at the case",
            Words::count("after {n} missed in a row", "after {n} missed in a row", rulebook.missed_in_a_row),
        )
        .with("Cancelled late", Words::from("less than {n} hours before").with("n", rulebook.late_cancel_hours))
        .with(
            "Somebody looks at a client who waits",
            Words::count("after {n} day without an offer", "after {n} days without an offer", rulebook.waiting_days),
        );
    let programmes = rulebook.programmes.iter().enumerate();
    RulesPage {
        figures,
        figures_act: seen.may_amend.then(|| Act::link("Change these figures", format!("{PATH}/figures"))),
        programmes: programmes.map(|(n, programme)| line(n, programme, seen.may_amend)).collect(),
        frame,
    }
}

fn line(n: usize, programme: &Programme, amends: bool) -> ProgrammeLine {
    let missed = &programme.missed;
    let step = |(n, step): (usize, &AttemptRule)| {
        let words = match n {
            0 => Words::from("{n}. {how}, within {days} after the session"),
            _ => Words::from("{n}. {how}, within {days} after the attempt before"),
        };
        words.with("n", n + 1).with("how", Words::from(step.channel.word())).with("days", days(step.days))
    };
    let after = Words::from("Then nothing more is sent. The supervisor looks at the case and says how it goes on.");
    let welfare = Words::from("Somebody sees that the client is safe: {when}, within {days}.")
        .with("when", Words::from(missed.welfare.word()))
        .with("days", days(missed.welfare_days));
    let href = format!("{PATH}/programme?code={}", programme.code);
    ProgrammeLine {
        id: format!("programme-{n}"),
        name: programme.name.clone(),
        steps: missed.attempts.iter().enumerate().map(step).chain([after]).collect(),
        welfare,
        act: amends.then(|| Act::link("Change", href).about(programme.name.clone())),
    }
}

async fn open(person: &Person) -> Result<RulebookSeen, Problem> {
    let seen = rulebook(&person.ctx).await?;
    person.ctx.permit(Action::AmendRulebook, None).await?;
    Ok(seen)
}

/// `GET /organisation/missed/figures`
pub async fn figures(person: Person) -> Answer {
    let seen = open(&person).await?;
    let rulebook = &seen.rulebook;
    let filled = Filled::new()
        .with("in_a_row", rulebook.missed_in_a_row.to_string())
        .with("late", rulebook.late_cancel_hours.to_string())
        .with("waiting", rulebook.waiting_days.to_string());
    Ok(figures_page(&person, &seen, filled))
}

fn figures_page(person: &Person, seen: &RulebookSeen, filled: Filled) -> Response {
    here::show(person, filled, seen.last, Challenge::Always, |form| Asks {
        title: "Missed sessions",
        heading: "When somebody looks, and what is late".into(),
        lead: "It holds from the moment in which you sign, for all programmes.".into(),
        about: Pairs::new(),
        action: format!("{PATH}/figures"),
        fields: vec![
            form.number("in_a_row", "Sessions missed in a row, after which the supervisor looks at the case"),
            form.number("late", "Hours before a session, from which cancelling is late")
                .hint("Cancelled late counts as missed. 0: only what is cancelled after it began."),
            form.number(
                "waiting",
                "Days without any offer, after which somebody looks at a client on the waiting list",
            )
            .hint("It stands on Today of whoever carries the case."),
            form.text("reason", "Why this changes").max(200),
        ],
        act: "Sign the change",
        back: Link::new(PATH, "Back to missed sessions"),
    })
}

fn number(reader: &mut Reader<'_>, name: &str) -> Option<u32> {
    reader.choice(name, |text| text.parse().ok())
}

/// `POST /organisation/missed/figures`
pub async fn change_figures(person: Person, sent: Fields) -> Answer {
    let seen = open(&person).await?;
    let mut reader = Reader::new(&sent);
    let [in_a_row, late, waiting] = ["in_a_row", "late", "waiting"].map(|name| number(&mut reader, name));
    let reason = reader.line("reason");
    let (Some(in_a_row), Some(late_hours), Some(waiting_days), Some(reason), true) =
        (in_a_row, late, waiting, reason, reader.is_good())
    else {
        return Ok(figures_page(&person, &seen, reader.filled));
    };
    let figures = Unkept { in_a_row, late_hours, waiting_days };
    match amend_unkept(&person.ctx, figures, reason, signing(&sent, Meaning::Approved)).await {
        Ok(_) => go(&Done::MISSED_AMENDED.at(PATH)),
        Err(failure) => Ok(figures_page(&person, &seen, here::refused(&sent, failure, place)?)),
    }
}

const fn place(rule: &BadMissed) -> Option<&'static str> {
    match rule {
        BadMissed::Attempts => Some("days_1"),
        BadMissed::Days => Some("welfare_days"),
        BadMissed::InARow => Some("in_a_row"),
        BadMissed::Late => Some("late"),
        BadMissed::Waiting => Some("waiting"),
        BadMissed::NoProgramme | BadMissed::Same => None,
    }
}

/// Which programme is asked for.
#[derive(Debug, Clone, Default, serde::Deserialize)]
pub struct Wanted {
    #[serde(default)]
    code: String,
}

/// `GET /organisation/missed/programme`
pub async fn programme(person: Person, Query(wanted): Query<Wanted>) -> Answer {
    let seen = open(&person).await?;
    let known = seen.rulebook.programme(&wanted.code);
    let mut filled = Filled::new()
        .with("programme", known.code.clone())
        .with("welfare", code(&known.missed.welfare))
        .with("welfare_days", known.missed.welfare_days.to_string());
    for (n, step) in (1..).zip(&known.missed.attempts) {
        filled =
            filled.with(&format!("channel_{n}"), code(&step.channel)).with(&format!("days_{n}"), step.days.to_string());
    }
    Ok(programme_page(&person, &seen, filled))
}

fn programme_page(person: &Person, seen: &RulebookSeen, filled: Filled) -> Response {
    let name = seen.rulebook.programme(filled.value("programme")).name;
    here::show(person, filled, seen.last, Challenge::Always, |form| {
        let channels: Vec<Choice> = std::iter::once(Choice::new("", "None"))
            .chain(Channel::ALL.map(|channel| Choice::new(code(&channel), channel.word())))
            .collect();
        let row = |n: usize| {
            let inner = vec![
                form.select(&format!("channel_{n}"), "How", &channels).optional(),
                form.number(&format!("days_{n}"), "Within how many working days").free(),
            ];
            Field::row(Words::from("Attempt {n}").with("n", n), inner)
        };
        let welfare = Welfare::ALL.map(|rule| Choice::new(code(&rule), rule.word()));
        let mut fields = vec![form.hidden("programme")];
        fields.extend((1..=MissedRules::MOST).map(row));
        fields.extend([
            form.radios("welfare", "When somebody sees that the client is safe", &welfare),
            form.number("welfare_days", "Within how many working days").or("1"),
            form.text("reason", "Why this changes").max(200),
        ]);
        Asks {
            title: "Missed sessions",
            heading: Words::from("After a missed session: {programme}").with("programme", name),
            lead: "The days of the first attempt count from the session, those of the others from the attempt before. It holds at once; what stands on Today already follows with the next entry in its case.".into(),
            about: Pairs::new(),
            action: format!("{PATH}/programme"),
            fields,
            act: "Sign the steps",
            back: Link::new(PATH, "Back to missed sessions"),
        }
    })
}

fn read(sent: &Fields, reader: &mut Reader<'_>) -> Option<MissedRules> {
    let mut attempts = Vec::new();
    for n in 1..=MissedRules::MOST {
        let (channel, within) = (format!("channel_{n}"), format!("days_{n}"));
        if sent.text(&channel).is_empty() {
            continue;
        }
        let channel = reader.choice(&channel, decode::<Channel>);
        let days = number(reader, &within);
        attempts.extend(channel.zip(days).map(|(channel, days)| AttemptRule { channel, days }));
    }
    let welfare = reader.choice("welfare", decode::<Welfare>);
    let welfare_days = number(reader, "welfare_days");
    Some(MissedRules { attempts, welfare: welfare?, welfare_days: welfare_days? })
}

/// `POST /organisation/missed/programme`
pub async fn change_programme(person: Person, sent: Fields) -> Answer {
    let seen = open(&person).await?;
    let mut reader = Reader::new(&sent);
    let missed = read(&sent, &mut reader);
    let reason = reader.line("reason");
    let (Some(missed), Some(reason), true) = (missed, reason, reader.is_good()) else {
        return Ok(programme_page(&person, &seen, reader.filled));
    };
    let ink = signing(&sent, Meaning::Approved);
    match amend_missed(&person.ctx, sent.text("programme"), missed, reason, ink).await {
        Ok(_) => go(&Done::MISSED_AMENDED.at(PATH)),
        Err(failure) => Ok(programme_page(&person, &seen, here::refused(&sent, failure, place)?)),
    }
}

#[cfg(test)]
pub(super) fn samples(show: &mut crate::samples::Samples) {
    use crate::samples::{data, frame};
    use domain::ids::EntryNumber;
    use domain::rulebook::Rulebook;
    let programme = Programme { name: data("Outpatient counselling"), ..Programme::general() };
    let seen = |may_amend| RulebookSeen {
        rulebook: Rulebook { programmes: vec![programme.clone()], ..Rulebook::default() },
        may_amend,
        last: EntryNumber(3),
    };
    show.page("missed", &page(&seen(true), frame()));
    show.page("missed-read", &page(&seen(false), frame()));
}
