//! What the forms and the page of an inquiry say of a complaint: what it is about, whom it concerns, how it came out (CC-4.3.3, CC-5, FS-6.2).

use std::collections::BTreeSet;

use domain::ids::StaffId;
use domain::inquiries::{Finding, Inquiry, InquiryAnswered, InquiryKind, Learned, Outcome, Theme, Themed};
use domain::staff::StaffCard;

use crate::face::form::Field;
use crate::face::parts::Pairs;
use crate::face::prelude::*;
use crate::fields::{Fields, Reader, code, decode};
use crate::staff::name_of;

/// The field of whom a complaint concerns.
pub(super) const CONCERNS: &str = "concerns[]";
/// The hidden field of those whom the form showed.
const SHOWN: &str = "concerned";

/// The choice of whom a complaint concerns, folded away until somebody is named.
pub(super) fn concerns_field(form: &Filled, staff: &[StaffCard], known: &BTreeSet<StaffId>) -> Field {
    let choice = |card: &StaffCard| {
        let choice = Choice::new(card.id.to_string(), card.name.clone()).hint(card.title.clone());
        if known.contains(&card.id) { choice.chosen() } else { choice }
    };
    let all: Vec<Choice> = staff.iter().filter(|card| card.active || known.contains(&card.id)).map(choice).collect();
    let inner = form
        .checks(CONCERNS, "Whom it concerns", &all)
        .hint("They are kept away from it as soon as you sign: they neither read it nor find it, whatever their role.")
        .optional();
    let open = !known.is_empty() || !form.value(CONCERNS).is_empty() || form.is_wrong_at(CONCERNS);
    Field::fold("A complaint about somebody who works here", vec![inner], open)
}

/// Whom a complaint concerns, as sent.
pub(super) fn concerns(sent: &Fields) -> BTreeSet<StaffId> {
    sent.all(CONCERNS).filter_map(|id| id.parse().ok()).collect()
}

/// Whom the form showed as concerned, for [`concerns_changed`].
pub(super) fn shown_field(form: &Filled, known: &BTreeSet<StaffId>) -> Field {
    let ids: Vec<String> = known.iter().map(StaffId::to_string).collect();
    form.hidden(SHOWN).or(ids.join(" "))
}

/// Whom it concerns after a form that showed some of them was sent: only who was shown can be taken out, so that a form that somebody opened before takes
/// out nobody who was named since.
pub(super) fn concerns_changed(sent: &Fields, now: BTreeSet<StaffId>) -> BTreeSet<StaffId> {
    let ticked = concerns(sent);
    let shown: BTreeSet<StaffId> = sent.text(SHOWN).split(' ').filter_map(|id| id.parse().ok()).collect();
    let kept = now.into_iter().filter(|staff| !shown.contains(staff));
    kept.chain(ticked.iter().copied()).collect()
}

/// What it is about.
pub(super) fn theme_fields(form: &Filled) -> Vec<Field> {
    let themes = Theme::ALL.map(|theme| Choice::new(code(&theme), theme.word()));
    vec![
        form.radios("theme", "What it is about", &themes),
        form.text("theme_words", "In a few words").hint("Needed when it is something else.").optional().max(200),
    ]
}

pub(super) fn read_theme(reader: &mut Reader<'_>) -> Option<Themed> {
    let theme = reader.choice("theme", decode::<Theme>);
    let words = reader.line_or_none("theme_words");
    if theme == Some(Theme::Other) && words.is_none() {
        reader.wrong("theme_words", "Please say what it is about.");
    }
    theme.map(|theme| Themed { theme, words })
}

/// What only feedback or a complaint asks of its answer.
pub(super) fn answer_fields(kind: Option<InquiryKind>, form: &Filled) -> Vec<Field> {
    match kind {
        Some(InquiryKind::Complaint) => outcome_fields(form),
        Some(InquiryKind::Feedback) => theme_fields(form),
        _ => Vec::new(),
    }
}

pub(super) fn outcome_fields(form: &Filled) -> Vec<Field> {
    let findings = Finding::ALL.map(|finding| Choice::new(code(&finding), finding.word()));
    let learned = [("nothing", "Nothing is to be changed"), ("change", "Something changes")];
    let learned = learned.map(|(code, word)| Choice::new(code, word));
    let area = |name: &str, label: &'static str| form.area(name, label).rows(4).written().max(20_000);
    vec![
        form.radios("finding", "How the complaint came out", &findings),
        area("found", "What was found").hint("For us. What they are told stands below."),
        area("put_right", "What was put right").hint("Needed when they are right, also in part.").optional(),
        form.radios("learned", "What we learned", &learned),
        area("change", "What changes").hint("What, who sees to it, from when.").optional(),
    ]
}

pub(super) fn read_outcome(reader: &mut Reader<'_>) -> Option<Outcome> {
    let finding = reader.choice("finding", decode::<Finding>);
    let (found, put_right) = (reader.narrative("found"), reader.narrative_or_none("put_right"));
    let changes = reader.choice("learned", |code| match code {
        "nothing" => Some(false),
        "change" => Some(true),
        _ => None,
    });
    let learned = match changes {
        Some(true) => reader.narrative("change").map(Learned::Change),
        Some(false) => Some(Learned::Nothing),
        None => None,
    };
    match (finding, found, learned) {
        (Some(finding), Some(found), Some(learned)) => Some(Outcome { finding, found, put_right, learned }),
        _ => None,
    }
}

/// How a complaint came out: what was found and learned, and beside it what they were told.
#[derive(Debug, Clone)]
pub struct CameOut {
    /// Which outcome it is.
    pub title: Words,
    /// Whether it was right.
    pub finding: Words,
    /// What was found, put right and learned.
    pub house: Vec<(Words, String)>,
    /// How they were told.
    pub told_by: Words,
    /// What they were told.
    pub told: String,
}

impl CameOut {
    pub(super) fn of(answered: &InquiryAnswered, title: impl Into<Words>) -> Option<Self> {
        let outcome = answered.outcome.as_ref()?;
        let mut house = vec![(Words::from("What was found"), outcome.found.reveal().to_owned())];
        house.extend(outcome.put_right.iter().map(|text| ("What was put right".into(), text.reveal().to_owned())));
        house.extend(match &outcome.learned {
            Learned::Nothing => None,
            Learned::Change(text) => Some(("What changes".into(), text.reveal().to_owned())),
        });
        Some(Self {
            title: title.into(),
            finding: match outcome.learned {
                Learned::Nothing => Words::from("{finding}. Nothing is to be changed.")
                    .with("finding", Words::from(outcome.finding.word())),
                Learned::Change(_) => outcome.finding.word().into(),
            },
            house,
            told_by: Words::from("{channel}").with("channel", Words::from(answered.channel.word())),
            told: answered.words.reveal().to_owned(),
        })
    }
}

/// Names of members of staff, one after the other.
fn names(staff: &[StaffCard], who: impl Iterator<Item = StaffId>) -> Option<Words> {
    let names: Vec<String> = who.map(|id| name_of(staff, id)).collect();
    (!names.is_empty()).then(|| Words::from("{names}").with("names", Name::new(names.join(", "))))
}

/// What stands beside a complaint: what it is about, how serious it is, who is kept away, who was told.
pub(super) fn told_of(mut pairs: Pairs, inquiry: &Inquiry, staff: &[StaffCard]) -> Pairs {
    if let Some((report, _, _)) = &inquiry.escalation {
        pairs = pairs.with("How serious", Words::from(report.seriousness.word()));
    }
    if let Some(theme) = inquiry.theme() {
        let word = Words::from(theme.theme.word());
        let words = match &theme.words {
            Some(words) => Words::from("{theme}: {words}").with("theme", word).with("words", Name::new(words.reveal())),
            None => word,
        };
        pairs = pairs.with("What it is about", words);
    }
    if let Some(names) = names(staff, inquiry.concerns()) {
        pairs = pairs.with("Concerns, and is kept from", names);
    }
    match names(staff, inquiry.told()) {
        Some(names) => pairs.with("The director was told", names),
        None => pairs,
    }
}
