//! A step of the checklist as the sheet that will be signed. It is made from headers, so that it can be shown to whoever may not read the case.

use casework::closure::Standing;
use domain::attestation::Attested;
use domain::closure::{Checked, Ending, Rung};
use domain::parting::AfterCare;
use domain::retention::Term;
use domain::staff::StaffCard;

use super::ladder::losing;
use crate::face::parts::{Line, Sheet, Voiced};
use crate::face::prelude::*;
use crate::face::when;
use crate::retention::schedule::{kept_until, rule};

/// What a step will say.
pub(super) struct Said<'a> {
    pub(super) rung: Rung,
    pub(super) ending: Option<&'a Ending>,
    pub(super) checked: Option<Checked>,
    pub(super) attested: Option<Attested>,
    pub(super) remark: Option<String>,
}

/// The sheet of a step.
pub(super) fn sheet(standing: &Standing, staff: &[StaffCard], said: &Said<'_>) -> Sheet {
    let mut lines = vec![fact("Case", standing.number.clone())];
    if let Some(ending) = said.ending {
        lines.extend(of_ending(ending));
        lines.push(fact("Service ended", when::full_day(ending.discharged)));
        lines.extend(ending.after_care.iter().flat_map(of_care));
        lines.extend(ending.stated.map(|stated| fact(stated.trigger.word(), when::full_day(stated.day))));
    }
    if let Some(Checked { good, of }) = said.checked {
        let found = Words::from("{good} of {of} entries verify against the ledger");
        lines.push(fact("Evidence", found.with("good", good).with("of", of)));
    }
    lines.extend(said.attested.map(|found| fact("Evidence", attested(found))));
    if said.rung == Rung::Scheduled {
        lines.extend(standing.term.iter().flat_map(of_term));
        lines.extend(standing.keep_until.map(|day| fact("Kept until", kept_until(day))));
    }
    if said.rung == Rung::AccessRevoked {
        for (who, why) in losing(standing, staff) {
            lines.push(fact("Loses access", Words::from("{who}: {why}").with("who", who).with("why", why)));
        }
    }
    lines.extend(said.remark.clone().map(|remark| Line::new("Remark", remark)));
    Sheet {
        id: "step".to_owned(),
        icon: "done",
        title: Words::from("Closure: {step}").with("step", Words::from(said.rung.word())),
        entry: "Not yet in the record".into(),
        lines,
        ..Sheet::default()
    }
}

/// How much of the filing is attested.
pub(super) fn attested(Attested { documents, items }: Attested) -> Words {
    Words::from("Documents attested: {documents}, physical items: {items}")
        .with("documents", documents)
        .with("items", items)
}

/// How a case ends, and what was found about it.
pub(crate) fn of_ending(ending: &Ending) -> Vec<Line> {
    let not_tried = ending.not_tried.as_ref();
    std::iter::once(fact("Outcome", ending.outcome.word()))
        .chain(not_tried.map(|why| Line::new("Not everything was tried because", why.reveal().to_owned())))
        .chain(super::onward::lines(ending))
        .chain([Line::new("Summary", ending.summary.reveal().to_owned())])
        .collect()
}

/// The rule of the schedule.
pub(crate) fn of_term(term: &Term) -> [Line; 4] {
    [
        fact("Record class", term.class.name.clone()),
        fact("Rule", rule(&term.class)),
        fact("Counted from", when::full_day(term.from)),
        fact("By law or policy", term.class.law.clone()),
    ]
}

/// What is to be asked once more.
pub(crate) fn of_care(care: &AfterCare) -> [Line; 2] {
    [fact("Follow-up on", when::full_day(care.on)), Line::new("To be asked", care.what.reveal().to_owned())]
}

pub(super) fn fact(term: &'static str, text: impl Into<Words>) -> Line {
    Line::new(term, text).voiced(Voiced::Product)
}
