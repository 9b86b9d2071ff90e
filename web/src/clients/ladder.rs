//! The steps from the intake form to a case: registered, consent, conflict check, case. The first that is missing is the next thing to do.

use casework::house::Seen;
use domain::clients::{ClientFile, ConflictAnswer, ConflictChecked};
use domain::ids::DossierId;
use jiff::civil::Date;

use super::history::until;
use crate::face::prelude::*;
use crate::face::when;
use crate::paths;

/// Where a client stands on the way to a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    /// The consent to the service is missing or over.
    Consent,
    /// No conflict check was made.
    Conflict,
    /// The check says ask, and nobody has decided.
    Decide,
    /// The check says stop.
    Stop,
    /// A case can be opened.
    Case,
}

/// The next step for this file.
pub(super) fn next(file: &ClientFile, today: Date) -> Next {
    if file.consent(today).is_none() {
        return Next::Consent;
    }
    match file.conflict.as_ref().map(|conflict| (conflict.answer, conflict.decision.is_some())) {
        None => Next::Conflict,
        Some((ConflictAnswer::Stop, _)) => Next::Stop,
        Some((ConflictAnswer::Ask, false)) => Next::Decide,
        Some(_) => Next::Case,
    }
}

/// What the reader may do about the steps.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct May {
    pub consent: bool,
    pub conflict: bool,
    pub open: bool,
}

/// Why a case cannot be opened yet, and where that changes.
pub(super) fn blocker(client: DossierId, next: Next) -> Option<(Words, Act)> {
    let consents = || Act::link("Record the consent", paths::of_client(client, "consents")).main();
    let conflict = |label: &'static str| Act::link(label, paths::of_client(client, "conflict")).main();
    match next {
        Next::Consent => {
            Some(("The client’s consent to the service is missing or over. Record it first.".into(), consents()))
        }
        Next::Conflict => Some((
            "Nobody has looked for a conflict of interest yet. Do that first.".into(),
            conflict("Check for a conflict"),
        )),
        Next::Decide => Some((
            "The conflict check asks for a decision. A case can be opened when somebody has decided.".into(),
            conflict("Decide"),
        )),
        Next::Stop => Some((
            "The conflict check says stop: we may not work for this person. Tell them where else they can go.".into(),
            conflict("See the conflict check"),
        )),
        Next::Case => None,
    }
}

/// The ladder with its next rung open.
pub(super) fn ladder(client: DossierId, seen: &Seen<ClientFile>, today: Date, may: May) -> Ladder {
    let next = next(seen, today);
    let act = |step: Next, allowed: bool, label: &'static str, part: &str| {
        (next == step && allowed).then(|| Act::link(label, paths::of_client(client, part)).main())
    };
    let conflict_act = act(Next::Conflict, may.conflict, "Check for a conflict", "conflict")
        .or_else(|| act(Next::Decide, may.conflict, "Decide", "conflict"));
    Ladder {
        rungs: vec![
            registered(seen),
            consent(seen, today, act(Next::Consent, may.consent, "Record the consent", "consents")),
            conflict(seen.conflict.as_ref(), next, conflict_act),
            case(next, act(Next::Case, may.open, "Open a case", "cases/new")),
        ],
    }
}

fn rung(tone: Tone, title: &'static str, more: impl Into<Words>) -> Rung {
    Rung {
        tone,
        title: title.into(),
        more: more.into(),
        evidence: Vec::new(),
        who: Words::default(),
        state: None,
        act: None,
    }
}

fn registered(seen: &Seen<ClientFile>) -> Rung {
    let entry = seen.opened.sheets.iter().find_map(|sheet| sheet.entry());
    let who = entry.map(|entry| Words::from(entry.signature.name.clone())).unwrap_or_default();
    let state = entry.map(|entry| State::done(Words::from("{when}").with("when", when::Moment::when(entry.signed()))));
    Rung { who, state, ..rung(Tone::Done, "Registered", "The standard intake form is signed.") }
}

fn consent(seen: &Seen<ClientFile>, today: Date, act: Option<Act>) -> Rung {
    match seen.consent(today) {
        Some(consent) => rung(
            Tone::Done,
            "Consent to the service",
            Words::from("{how}. It holds until {until}.")
                .with("how", Words::from(consent.given.how.word()))
                .with("until", until(&consent.given)),
        ),
        None => Rung {
            act,
            ..rung(Tone::Due, "Consent to the service", "Nobody is served without agreeing to it and to the record.")
        },
    }
}

fn conflict(checked: Option<&ConflictChecked>, next: Next, act: Option<Act>) -> Rung {
    const TITLE: &str = "Conflict check";
    let rung = match (checked.map(|checked| checked.answer), next) {
        (Some(ConflictAnswer::Clear), _) => rung(Tone::Done, TITLE, "Clear: nothing was found."),
        (Some(ConflictAnswer::Stop), _) => rung(Tone::Overdue, TITLE, "Stop: we may not work for this person."),
        (Some(ConflictAnswer::Ask), Next::Decide) => rung(Tone::Due, TITLE, "Ask: somebody has to decide."),
        (Some(ConflictAnswer::Ask), _) if checked.is_some_and(|checked| checked.decision.is_some()) => {
            rung(Tone::Done, TITLE, "It was decided that we may work for this person.")
        }
        (Some(ConflictAnswer::Ask), _) => rung(Tone::Plain, TITLE, "Ask: somebody has to decide."),
        (None, Next::Conflict) => {
            rung(Tone::Due, TITLE, "May we work for this person? Compare the names of the other side.")
        }
        (None, _) => rung(Tone::Plain, TITLE, "Comes after the consent."),
    };
    Rung { act, ..rung }
}

fn case(next: Next, act: Option<Act>) -> Rung {
    match next {
        Next::Case => Rung {
            act,
            ..rung(Tone::Due, "Case", "Open it for a caseworker; the first assessment is then on their list.")
        },
        Next::Stop => rung(Tone::Plain, "Case", "None can be opened while the conflict check says stop."),
        _ => rung(Tone::Plain, "Case", "Can be opened when consent and conflict check are there."),
    }
}
