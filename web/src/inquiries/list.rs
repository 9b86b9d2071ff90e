//! The inbox: what waits, the next due first.

use casework::inquiries::{InboxWanted, InquiryLine, find_inquiry, inbox};
use domain::ids::DossierId;
use domain::inquiries::{Clock, Stands};
use domain::numbers::InquiryNumber;
use domain::policy::Action;
use domain::staff::StaffCard;
use domain::time::Instant;
use store::{InquiriesOf, InquiryCursor};

use super::{PATH, path};
use crate::answer::{Answer, go};
use crate::calendar::Way;
use crate::face::form::Field;
use crate::face::parts::{Act, Empty, Paging};
use crate::face::prelude::*;
use crate::face::when;
use crate::fields::Fields;
use crate::guard::Query;
use crate::person::Person;
use crate::staff::name_of;

/// Which inquiries are wanted.
#[derive(Debug, Clone, Default, serde::Deserialize)]
pub struct Wanted {
    #[serde(default)]
    show: String,
    #[serde(default)]
    after: String,
}

/// An inquiry.
#[derive(Debug, Clone)]
pub struct Line {
    /// Where it is.
    pub href: String,
    /// What it is about.
    pub subject: Name,
    /// Its number.
    pub number: Number,
    /// What it is, and how it reached us.
    pub kind: Words,
    /// Who asks, when, and who answers.
    pub more: Words,
    /// By when, or how it ended.
    pub state: State,
}

/// `GET /inbox`
#[derive(Debug, Template)]
#[template(path = "inquiries/list.html")]
pub struct InboxPage {
    /// The frame.
    pub frame: Frame,
    /// What can be done.
    pub acts: Vec<Act>,
    /// Which are shown.
    pub ways: Vec<Way>,
    /// The inquiries.
    pub lines: Vec<Line>,
    /// When there are none.
    pub none: Option<Empty>,
    /// The field for a number, and what is wrong with it.
    pub form: Filled,
    /// Further pages.
    pub paging: Paging,
}

/// What the inbox can show: the code in the address, its name, and what is asked for.
const SHOWN: [(&str, &str, InboxWanted); 4] = [
    ("", "All that wait", InboxWanted { whose: InquiriesOf::All, ended: false }),
    ("mine", "Mine", InboxWanted { whose: InquiriesOf::Mine, ended: false }),
    ("nobody", "Nobody’s yet", InboxWanted { whose: InquiriesOf::Nobody, ended: false }),
    ("over", "Over", InboxWanted { whose: InquiriesOf::All, ended: true }),
];

/// `GET /inbox`
pub async fn show(person: Person, Query(wanted): Query<Wanted>) -> Answer {
    let chosen = SHOWN.iter().position(|(code, _, _)| *code == wanted.show).unwrap_or(0);
    let (_, _, asked) = SHOWN.get(chosen).copied().unwrap_or(SHOWN[0]);
    let seen = inbox(&person.ctx, asked, cursor(&wanted.after)).await?;
    let staff = casework::accounts::staff_list(&person.ctx).await?;
    let mut acts = Vec::new();
    if person.ctx.may(Action::LogInquiry, None).await? {
        acts.push(Act::link("Take in an inquiry", format!("{PATH}/new")).icon("plus").main());
    }
    if person.ctx.may(Action::SeeFeedback, None).await? {
        acts.push(Act::link("Figures", format!("{PATH}/figures")));
    }
    let next = seen.next.map(|(at, inquiry)| format!("{}after={}.{inquiry}", query(chosen), at.0));
    let now = person.now();
    Ok(person.show("Inbox", |frame| {
        let lines = seen.lines.iter().map(|line| told(line, &staff, now)).collect();
        let back = (!wanted.after.is_empty()).then(|| query(chosen));
        page(lines, chosen, acts, (back, next), frame)
    }))
}

fn query(chosen: usize) -> String {
    match SHOWN.get(chosen) {
        Some((code, _, _)) if !code.is_empty() => format!("{PATH}?show={code}&"),
        _ => format!("{PATH}?"),
    }
}

fn cursor(text: &str) -> Option<InquiryCursor> {
    let (at, inquiry) = text.split_once('.')?;
    Some((Instant(at.parse().ok()?), inquiry.parse::<DossierId>().ok()?))
}

pub(super) fn page(
    lines: Vec<Line>,
    chosen: usize,
    acts: Vec<Act>,
    (newer, older): (Option<String>, Option<String>),
    frame: Frame,
) -> InboxPage {
    let way = |(at, (_, label, _)): (usize, &(&str, &'static str, InboxWanted))| Way {
        label: (*label).into(),
        href: query(at).trim_end_matches(['?', '&']).to_owned(),
        current: at == chosen,
    };
    let none = lines.is_empty().then(|| match chosen {
        1 => Empty::new("Nothing waits for you.", "What is given to you stands here and on Today."),
        2 => Empty::new("Everything has somebody.", ""),
        3 => Empty::new("Nothing was answered yet.", ""),
        _ => {
            Empty::new("Nobody waits for an answer.", "Questions, feedback and complaints come in here, from anybody.")
        }
    });
    InboxPage {
        acts,
        ways: SHOWN.iter().enumerate().map(way).collect(),
        none,
        form: Filled::new(),
        paging: Paging { newer, older, here: Words::default() },
        lines,
        frame,
    }
}

impl InboxPage {
    /// The field in which somebody looks for a number.
    fn field(&self) -> Field {
        self.form.text("q", "Number of an inquiry").max(20).free()
    }
}

/// `POST /inbox/search`
pub async fn search(person: Person, sent: Fields) -> Answer {
    person.ctx.permit(Action::SeeInbox, None).await?;
    let words: String = sent.text("q").chars().take(40).collect();
    let found = match words.parse::<InquiryNumber>() {
        Ok(number) => {
            find_inquiry(&person.ctx, number).await?.ok_or("There is no inquiry with this number that you can see.")
        }
        Err(_) => Err("Please write the number as it was told: Q, six characters, and one more."),
    };
    match found {
        Ok(inquiry) => go(&path(inquiry, "")),
        Err(why) => Ok(person.form("Inbox", true, |frame| InboxPage {
            form: Filled::new().with("q", words).wrong("q", why),
            none: None,
            ..page(Vec::new(), 0, Vec::new(), (None, None), frame)
        })),
    }
}

/// Who answers it, or has.
pub(super) fn answered_by(owner: Option<String>, waits: bool) -> Words {
    match owner {
        Some(owner) if waits => Words::from("{who} answers.").with("who", owner),
        Some(owner) => Words::from("{who} had it.").with("who", owner),
        None if waits => "Nobody has it yet.".into(),
        None => Words::default(),
    }
}

pub(super) fn told(line: &InquiryLine, staff: &[StaffCard], now: Instant) -> Line {
    let (card, row) = (&line.card, &line.row);
    let who = match &card.from {
        Some(from) => Words::from("{from}, {when}. {who}").with("from", Name::new(from.clone())),
        None => Words::from("{when}. {who}"),
    };
    let who = who
        .with("when", when::when(row.received))
        .with("who", answered_by(card.owner.map(|owner| name_of(staff, owner)), row.ended.is_none()));
    let again = Words::from("{more} They have written again.").with("more", who.clone());
    let answer = Clock { due: row.answer_due, done: row.ended };
    let state = match row.ended {
        None => State::limit(row.due),
        Some(_) if !row.answered => State::plain("Set aside").icon("close"),
        Some(_) if answer.stands(now) == Stands::Kept => State::done("Answered in time"),
        Some(_) => State::note("Answered late"),
    };
    Line {
        href: path(line.inquiry, ""),
        subject: Name::new(card.subject.clone()),
        number: Number::new(&card.number),
        kind: Words::from("{kind}, {channel}")
            .with("kind", Words::from(card.kind.word()))
            .with("channel", Words::from(if card.by_form { "By the form" } else { card.channel.word() })),
        more: if card.unseen { again } else { who },
        state,
    }
}
