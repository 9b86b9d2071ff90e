//! How all reminders stand, by the day on which they were due; what did not arrive stands first.

use casework::reminders::{Asked, ON_A_PAGE, ReminderLine, Reminders, reminders};
use domain::ids::StaffId;
use domain::policy::Action;
use domain::reminders::{Answer as Said, Means, ReminderState};
use domain::staff::StaffCard;
use jiff::civil::Date;

use super::told::answer_word;
use crate::answer::Answer;
use crate::calendar::Way;
use crate::face::form::Field;
use crate::face::parts::{Act, Empty, Paging};
use crate::face::prelude::*;
use crate::face::when;
use crate::guard::Query;
use crate::paths;
use crate::person::Person;
use crate::staff::name_of;

/// Where the page is.
pub(crate) const PATH: &str = "/reminders";

/// Which reminders are wanted.
#[derive(Debug, Clone, Default, serde::Deserialize)]
pub struct Wanted {
    #[serde(default)]
    state: String,
    #[serde(default)]
    staff: String,
    #[serde(default)]
    page: String,
}

/// A reminder.
#[derive(Debug, Clone)]
pub struct Line {
    /// Where its session is told.
    pub href: String,
    /// The client's number, for whoever may read the case.
    pub number: Option<Number>,
    /// The name.
    pub name: Name,
    /// How it stands.
    pub state: State,
    /// When the session is, and with whom.
    pub more: Words,
    /// What is to be done.
    pub act: Option<Act>,
}

/// The reminders of a day.
#[derive(Debug, Clone)]
pub struct Day {
    /// The id of its heading.
    pub id: String,
    /// "Mon 23 Nov".
    pub title: Words,
    /// Its reminders.
    pub lines: Vec<Line>,
}

/// `GET /reminders`
#[derive(Debug, Template)]
#[template(path = "reminders/list.html")]
pub struct ListPage {
    /// The frame.
    pub frame: Frame,
    /// Whose they are.
    pub lead: Words,
    /// The way to the rules.
    pub acts: Vec<Act>,
    /// The choice of a state.
    pub states: Vec<Way>,
    /// The one that is chosen, a code.
    pub state: String,
    /// The choice of a colleague, for whoever sees all.
    pub who: Option<Field>,
    /// What did not arrive.
    pub not_delivered: Vec<Line>,
    /// The others.
    pub days: Vec<Day>,
    /// When there are none.
    pub none: Option<Empty>,
    /// Further pages.
    pub paging: Paging,
}

/// `GET /reminders`
pub async fn show(person: Person, Query(wanted): Query<Wanted>) -> Answer {
    let asked = Asked {
        state: ReminderState::from_code(&wanted.state),
        staff: wanted.staff.parse().ok(),
        page: wanted.page.parse().unwrap_or_default(),
    };
    let seen = reminders(&person.ctx, asked).await?;
    let staff = casework::accounts::staff_list(&person.ctx).await?;
    let rules = person.ctx.may(Action::SeeRulebook, None).await?;
    let zone = person.voice().zone.clone();
    Ok(person.show("Reminders", |frame| page(&Told { seen: &seen, staff: &staff, zone, rules }, asked, frame)))
}

/// What the page is told from.
pub(super) struct Told<'a> {
    pub(super) seen: &'a Reminders,
    pub(super) staff: &'a [StaffCard],
    pub(super) zone: jiff::tz::TimeZone,
    /// Whether the way to the rules is shown.
    pub(super) rules: bool,
}

pub(super) fn page(told: &Told<'_>, asked: Asked, frame: Frame) -> ListPage {
    let seen = told.seen;
    let lead = match &seen.people {
        Some(_) => "What became of the reminders of all sessions in the last three months.",
        None => "What became of the reminders of your sessions in the last three months.",
    };
    let all = Way {
        label: "All".into(),
        href: address(Asked { state: None, page: 0, ..asked }),
        current: asked.state.is_none(),
    };
    let states = ReminderState::ALL.into_iter().map(|state| Way {
        label: word(state).into(),
        href: address(Asked { state: Some(state), page: 0, ..asked }),
        current: asked.state == Some(state),
    });
    let nothing = seen.lines.is_empty() && seen.not_delivered.is_empty();
    let none = nothing.then(|| match asked.state.is_some() || asked.staff.is_some() || 0 < asked.page {
        true => Empty::new("No reminder stands like this.", "").act(Act::link("All reminders", PATH)),
        false => Empty::new("No reminder was due yet.", "Clients are reminded of sessions that are booked."),
    });
    ListPage {
        lead: lead.into(),
        acts: told.rules.then(|| Act::link("When clients are reminded", super::rules::PATH)).into_iter().collect(),
        states: std::iter::once(all).chain(states).collect(),
        state: asked.state.map(|state| state.code().to_owned()).unwrap_or_default(),
        who: seen.people.as_ref().map(|people| chooser(people, asked.staff)),
        not_delivered: seen.not_delivered.iter().map(|line| told.line(line)).collect(),
        days: told.days(),
        none,
        paging: Paging {
            newer: (0 < asked.page).then(|| address(Asked { page: asked.page.saturating_sub(1), ..asked })),
            older: seen.more.then(|| address(Asked { page: asked.page.saturating_add(1), ..asked })),
            here: here(asked.page, seen.lines.len()),
        },
        frame,
    }
}

/// "51 to 100".
fn here(page: u32, lines: usize) -> Words {
    let before = i64::from(page) * i64::from(ON_A_PAGE);
    match i64::try_from(lines) {
        Ok(count) if 0 < page && 0 < count => {
            Words::from("{from} to {until}").with("from", before + 1).with("until", before + count)
        }
        _ => Words::default(),
    }
}

fn address(asked: Asked) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    if let Some(state) = asked.state {
        query.append_pair("state", state.code());
    }
    if let Some(staff) = asked.staff {
        query.append_pair("staff", &staff.to_string());
    }
    if 0 < asked.page {
        query.append_pair("page", &asked.page.to_string());
    }
    match query.finish() {
        query if query.is_empty() => PATH.to_owned(),
        query => format!("{PATH}?{query}"),
    }
}

fn chooser(people: &[StaffCard], chosen: Option<StaffId>) -> Field {
    let everybody = std::iter::once(Choice::new("", "Everybody"));
    let choices: Vec<Choice> =
        everybody.chain(people.iter().map(|card| Choice::new(card.id.to_string(), card.name.clone()))).collect();
    let form = Filled::new().with("staff", chosen.map(|staff| staff.to_string()).unwrap_or_default());
    form.select("staff", "Whose sessions", &choices).free()
}

/// What a state is called where it is chosen.
const fn word(state: ReminderState) -> &'static str {
    match state {
        ReminderState::NotDelivered => "Did not arrive",
        ReminderState::Waiting => "Waits for somebody",
        ReminderState::Due => "On its way",
        ReminderState::Sent => "Sent",
        ReminderState::Delivered => "Arrived",
        ReminderState::ByHand => "Seen to by hand",
        ReminderState::Answered => "Answered",
        ReminderState::Gone => "No longer needed",
    }
}

/// How a reminder stands.
fn state(line: &ReminderLine) -> State {
    let words = Words::from(word(line.state));
    match (line.state, line.answer) {
        (ReminderState::NotDelivered, _) => State::overdue(words),
        (ReminderState::Waiting, _) => State::due(words),
        (ReminderState::Answered, Some(Said::Comes)) => State::done(answer_word(Said::Comes)),
        (ReminderState::Answered, Some(answer)) => State::note(answer_word(answer)),
        (ReminderState::Delivered | ReminderState::ByHand | ReminderState::Answered, _) => State::done(words),
        (ReminderState::Due | ReminderState::Sent, _) => State::plain(words).icon("mail"),
        (ReminderState::Gone, _) => State::plain(words).icon("close"),
    }
}

impl Told<'_> {
    fn line(&self, line: &ReminderLine) -> Line {
        let way = match line.means {
            Some(Means::Email) => "By e-mail",
            Some(Means::Sms) => "By text message",
            None => "By hand",
        };
        let waits = matches!(line.state, ReminderState::NotDelivered | ReminderState::Waiting);
        let act = line.client.as_ref().filter(|_| waits);
        Line {
            href: paths::of_case(line.case, "sessions"),
            number: line.client.as_ref().map(|client| Number::new(&client.number)),
            name: line.client.as_ref().map(|client| Name::new(client.full_name())).unwrap_or_default(),
            state: state(line),
            more: Words::from("{way}. Session {when}, with {who}")
                .with("way", Words::from(way))
                .with("when", when::when(line.starts))
                .with("who", name_of(self.staff, line.staff)),
            act: act.map(|client| {
                Act::link("Remind the client", super::give::path(line.case, line.slot))
                    .about(Words::from(client.number.clone()))
            }),
        }
    }

    fn days(&self) -> Vec<Day> {
        let mut days: Vec<(Date, Day)> = Vec::new();
        for line in &self.seen.lines {
            let date = line.at.on(&self.zone).date();
            if days.last().is_none_or(|(known, _)| *known != date) {
                let day = Day { id: format!("d-{date}"), title: when::full_day(date).into(), lines: Vec::new() };
                days.push((date, day));
            }
            if let Some((_, day)) = days.last_mut() {
                day.lines.push(self.line(line));
            }
        }
        days.into_iter().map(|(_, day)| day).collect()
    }
}
