//! How the organisation communicates: the matrix and the clocks, for everybody to read, and the forms for whoever may change them (CC-5, CC-4.2.2).

use axum::response::Response;
use casework::inquiries::{Communication, amend_communication, inquiries_to_recount};
use casework::organisation::{RulebookSeen, rulebook};
use domain::contacts::ContactKind;
use domain::inquiries::{AccessLaw, BadCommunication, InquiryKind, InquiryRules};
use domain::level::Level;
use domain::policy::Action;
use domain::rulebook::MatrixLine;
use domain::signature::Meaning;
use domain::staff::Role;
use domain::text::Line;

use crate::answer::{Answer, go};
use crate::cases::form::levels;
use crate::done::Done;
use crate::face::form::{Choice, Field};
use crate::face::parts::{Act, Pairs};
use crate::face::prelude::*;
use crate::fields::{Fields, Reader, code, decode};
use crate::person::Person;
use crate::problem::Problem;
use crate::signed::here::{self, Asks, Challenge};
use crate::signed::signing;

/// Where the page is.
pub(crate) const PATH: &str = "/organisation/communication";

/// What holds for one kind of contact.
#[derive(Debug, Clone)]
pub struct Row {
    /// Which.
    pub kind: Words,
    /// What is documented.
    pub documented: Words,
    /// Who answers as long as it is nobody's.
    pub responsible: Words,
    /// How confidential it is at least.
    pub level: Words,
}

/// `GET /organisation/communication`
#[derive(Debug, Template)]
#[template(path = "inquiries/matrix.html")]
pub struct MatrixPage {
    /// The frame.
    pub frame: Frame,
    /// The matrix.
    pub rows: Vec<Row>,
    /// The way to change it.
    pub change_matrix: Option<Act>,
    /// The clocks.
    pub clocks: Pairs,
    /// That they are being counted anew.
    pub counting: Words,
    /// The way to change them.
    pub change_clocks: Option<Act>,
}

/// `GET /organisation/communication`
pub async fn show(person: Person) -> Answer {
    let seen = rulebook(&person.ctx).await?;
    let waiting = inquiries_to_recount(&person.ctx).await?;
    Ok(person.show("Communication", |frame| page(&seen, waiting, frame)))
}

fn page(seen: &RulebookSeen, waiting: u64, frame: Frame) -> MatrixPage {
    let way = |label: &'static str, part: &str| Act::link(label, format!("{PATH}/{part}"));
    let clocks = &seen.rulebook.inquiries;
    let days = |n: u32| Words::count("within {n} working day", "within {n} working days", n);
    MatrixPage {
        rows: seen.rulebook.matrix.iter().map(|line| row(seen, line)).collect(),
        change_matrix: seen.may_amend.then(|| way("Change the matrix", "matrix")),
        clocks: Pairs::new()
            .with("They know that we have it", days(clocks.acknowledge_days))
            .with("They have an answer, or know by when", days(clocks.answer_days))
            .with("The escalation report of a complaint is written", days(clocks.escalation_days))
            .with(
                "The clock of the answer may stand still",
                Words::count("for {n} working day at once", "for {n} working days at once", clocks.longest_pause_days),
            )
            .with(
                "A supervisor has, for what is late",
                Words::count("{n} working day", "{n} working days", clocks.late_days),
            )
            .with("Then it goes to", Words::from(Role::ComplaintsManager.word()))
            .with("Whoever asks for what is held about them has it", Words::from(clocks.access.word())),
        counting: match i64::try_from(waiting).unwrap_or(i64::MAX) {
            0 => Words::default(),
            n => Words::count(
                "The clocks of {n} inquiry are being counted by the new rules.",
                "The clocks of {n} inquiries are being counted by the new rules.",
                n,
            ),
        },
        change_clocks: seen.may_amend.then(|| way("Change the clocks", "clocks")),
        frame,
    }
}

/// The inquiries of the inbox for which a line of the matrix holds.
fn kinds_of(line: ContactKind) -> impl Iterator<Item = InquiryKind> {
    InquiryKind::ALL.into_iter().filter(move |kind| kind.line() == line)
}

fn row(seen: &RulebookSeen, line: &MatrixLine) -> Row {
    let mut roles: Vec<Role> = kinds_of(line.kind).map(|kind| seen.rulebook.responsible(kind)).collect();
    roles.dedup();
    let outcome: Words = if line.outcome_needed { "with its outcome".into() } else { Words::default() };
    Row {
        kind: line.kind.word().into(),
        documented: match line.kind {
            ContactKind::Inquiry => Words::from("In the inbox, in its own words"),
            ContactKind::ServiceUpdate => Words::from("In the inbox or as a contact of the case, with what was agreed"),
            ContactKind::Complaint => Words::from("In the inbox; a complaint with its escalation report"),
            ContactKind::Resolution => Words::from("As a contact of the case, and told to the client"),
        },
        responsible: match roles.as_slice() {
            [] => "Whoever carries the case".into(),
            [role, ..] => Words::from("Whoever carries the case; else {role}").with("role", Words::from(role.word())),
        },
        level: match line.outcome_needed {
            true => {
                Words::from("{level}, {outcome}").with("level", Words::from(line.level.word())).with("outcome", outcome)
            }
            false => line.level.word().into(),
        },
    }
}

async fn open(person: &Person) -> Result<RulebookSeen, Problem> {
    let seen = rulebook(&person.ctx).await?;
    person.ctx.permit(Action::AmendRulebook, None).await?;
    Ok(seen)
}

fn level_field(n: usize) -> String {
    format!("level_{n}")
}

fn role_field(n: usize) -> String {
    format!("role_{n}")
}

/// `GET /organisation/communication/matrix`
pub async fn matrix(person: Person) -> Answer {
    let seen = open(&person).await?;
    let mut filled = Filled::new();
    for (n, line) in seen.rulebook.matrix.iter().enumerate() {
        filled = filled
            .with(&level_field(n), line.level.rank().to_string())
            .with(&format!("outcome_{n}"), yes(line.outcome_needed));
        if let Some(kind) = kinds_of(line.kind).next() {
            filled = filled.with(&role_field(n), code(&seen.rulebook.responsible(kind)));
        }
    }
    Ok(matrix_page(&person, &seen, filled))
}

const fn yes(ticked: bool) -> &'static str {
    if ticked { "yes" } else { "" }
}

fn matrix_page(person: &Person, seen: &RulebookSeen, filled: Filled) -> Response {
    here::show(person, filled, seen.last, Challenge::Always, |form| matrix_asks(&seen.rulebook.matrix, form))
}

fn matrix_asks(matrix: &[MatrixLine], form: &Filled) -> Asks {
    let levels = levels(Level::Confidential);
    let roles = domain::inquiries::sees_nobodys(Level::Standard);
    let roles: Vec<Choice> = roles.iter().map(|role| Choice::new(code(role), role.word())).collect();
    let mut fields = Vec::new();
    for (n, line) in matrix.iter().enumerate() {
        let mut inner = vec![form.select(&level_field(n), "How confidential at least", &levels)];
        if kinds_of(line.kind).next().is_some() {
            inner.push(form.select(&role_field(n), "Who answers while it is nobody’s", &roles));
        }
        fields.push(Field::row(line.kind.word(), inner));
        fields.push(form.check(&format!("outcome_{n}"), "A contact of this kind needs its outcome in words"));
    }
    fields.push(form.text("reason", "Why this changes").max(200));
    Asks {
        title: "Communication matrix",
        heading: "Communication matrix".into(),
        lead: "It holds from the moment in which you sign. What was signed before keeps its level.".into(),
        about: Pairs::new(),
        action: format!("{PATH}/matrix"),
        fields,
        act: "Sign the matrix",
        back: Link::new(PATH, "Back to communication"),
    }
}

/// `POST /organisation/communication/matrix`
pub async fn change_matrix(person: Person, sent: Fields) -> Answer {
    let seen = open(&person).await?;
    let mut reader = Reader::new(&sent);
    let mut matrix = Vec::new();
    for (n, line) in seen.rulebook.matrix.iter().enumerate() {
        let level = reader.choice(&level_field(n), |text| text.parse().ok().and_then(Level::from_rank));
        let asked = kinds_of(line.kind).next();
        let role = asked.and_then(|_| reader.choice(&role_field(n), decode::<Role>));
        let responsible = role.filter(|role| asked.is_some_and(|kind| kind.responsible() != *role));
        let outcome_needed = !sent.text(&format!("outcome_{n}")).is_empty();
        matrix.extend(level.map(|level| MatrixLine { kind: line.kind, level, outcome_needed, responsible }));
    }
    match (reader.line("reason"), reader.is_good()) {
        (Some(reason), true) => {
            let failed = amend(&person, Communication::Matrix(matrix), reason, &sent).await?;
            failed.map_or_else(
                || go(&Done::COMMUNICATION_AMENDED.at(PATH)),
                |filled| Ok(matrix_page(&person, &seen, filled)),
            )
        }
        _ => Ok(matrix_page(&person, &seen, reader.filled)),
    }
}

/// The clocks: the field, what it asks, and what it sets.
const CLOCKS: [(&str, &str); 5] = [
    ("acknowledge", "Working days until they know that we have it"),
    ("answer", "Working days until they have an answer, or know by when"),
    ("escalation", "Working days until the escalation report of a complaint"),
    ("pause", "Working days for which the clock of the answer may stand still at once"),
    ("late", "Working days that a supervisor has for what is late"),
];

const fn figures(rules: &InquiryRules) -> [u32; 5] {
    let InquiryRules { acknowledge_days, answer_days, longest_pause_days, escalation_days, late_days, access: _ } =
        rules;
    [*acknowledge_days, *answer_days, *escalation_days, *longest_pause_days, *late_days]
}

/// `GET /organisation/communication/clocks`
pub async fn clocks(person: Person) -> Answer {
    let seen = open(&person).await?;
    let known = CLOCKS.into_iter().zip(figures(&seen.rulebook.inquiries));
    let law = Filled::new().with("access", code(&seen.rulebook.inquiries.access));
    let filled = known.fold(law, |filled, ((name, _), days)| filled.with(name, days.to_string()));
    Ok(clocks_page(&person, &seen, filled))
}

fn clocks_page(person: &Person, seen: &RulebookSeen, filled: Filled) -> Response {
    here::show(person, filled, seen.last, Challenge::Always, clocks_asks)
}

fn clocks_asks(form: &Filled) -> Asks {
    let mut fields: Vec<Field> = CLOCKS.into_iter().map(|(name, label)| form.number(name, label)).collect();
    let laws = AccessLaw::ALL.map(|law| Choice::new(code(&law), law.word()));
    fields.push(form.radios("access", "When somebody asks for what is held about them", &laws));
    fields.push(form.text("reason", "Why this changes").max(200));
    Asks {
        title: "Clocks of inquiries",
        heading: "Clocks of inquiries".into(),
        lead: "The procedure asks for 1 working day until they know that we have it, and 2 until the answer. What waits in the inbox follows, too.".into(),
        about: Pairs::new(),
        action: format!("{PATH}/clocks"),
        fields,
        act: "Sign the clocks",
        back: Link::new(PATH, "Back to communication"),
    }
}

/// `POST /organisation/communication/clocks`
pub async fn change_clocks(person: Person, sent: Fields) -> Answer {
    let seen = open(&person).await?;
    let mut reader = Reader::new(&sent);
    let days = CLOCKS.map(|(name, _)| reader.choice(name, |text| text.parse::<u32>().ok()));
    let access = reader.choice("access", decode::<AccessLaw>);
    let reason = reader.line("reason");
    let (
        [Some(acknowledge_days), Some(answer_days), Some(escalation_days), Some(longest_pause_days), Some(late_days)],
        Some(access),
        Some(reason),
        true,
    ) = (days, access, reason, reader.is_good())
    else {
        return Ok(clocks_page(&person, &seen, reader.filled));
    };
    let clocks = InquiryRules { acknowledge_days, answer_days, longest_pause_days, escalation_days, late_days, access };
    let failed = amend(&person, Communication::Clocks(clocks), reason, &sent).await?;
    failed.map_or_else(|| go(&Done::COMMUNICATION_AMENDED.at(PATH)), |filled| Ok(clocks_page(&person, &seen, filled)))
}

/// Signs the change; what is wrong goes back to its field.
async fn amend(person: &Person, order: Communication, reason: Line, sent: &Fields) -> Result<Option<Filled>, Problem> {
    match amend_communication(&person.ctx, order, reason, signing(sent, Meaning::Approved)).await {
        Ok(_) => Ok(None),
        Err(failure) => here::refused(sent, failure, place).map(Some),
    }
}

/// At which field a rule is shown.
fn place(rule: &BadCommunication) -> Option<&'static str> {
    const LEVEL: [&str; 4] = ["level_0", "level_1", "level_2", "level_3"];
    const ROLE: [&str; 4] = ["role_0", "role_1", "role_2", "role_3"];
    match rule {
        BadCommunication::TooHigh(n) | BadCommunication::TooLow(n) => LEVEL.get(*n).copied(),
        BadCommunication::WrongRole(n) => ROLE.get(*n).copied(),
        BadCommunication::Acknowledge => Some("acknowledge"),
        BadCommunication::Answer => Some("answer"),
        BadCommunication::Pause => Some("pause"),
        BadCommunication::Escalation => Some("escalation"),
        BadCommunication::Late => Some("late"),
        _ => None,
    }
}

#[cfg(test)]
pub(super) fn samples(show: &mut crate::samples::Samples) {
    use crate::samples::frame;
    use domain::ids::EntryNumber;
    use domain::rulebook::Rulebook;
    let seen = |may_amend| RulebookSeen { rulebook: Rulebook::default(), may_amend, last: EntryNumber(3) };
    show.page("communication", &page(&seen(true), 1_200, frame()));
    show.page("communication-read", &page(&seen(false), 0, frame()));
    let matrix = Rulebook::default().matrix;
    show.page("communication-matrix", &here::sample(matrix_asks(&matrix, &Filled::new()), Filled::new(), frame()));
    show.page("communication-clocks", &here::sample(clocks_asks(&Filled::new()), Filled::new(), frame()));
}
