//! What the forms and the page of an inquiry say of a request for one's own record: what came of it, why something is missing, what was given out (PT-4.4.1).

use casework::inquiries::{Handled, InquirySeen, case_to_belong_to};
use domain::inquiries::{AccessDenial, AccessResult, Inquiry, OwnRecord, PauseReason};
use domain::numbers::CaseNumber;
use domain::rulebook::Rulebook;

use super::path;
use super::steps::Known;
use crate::disclosures;
use crate::face::form::Field;
use crate::face::parts::{Act, Pairs};
use crate::face::prelude::*;
use crate::face::when;
use crate::fields::{Fields, Reader, code, decode};
use crate::person::Person;
use crate::problem::Problem;

/// The field that is ticked when they were told where they can complain.
pub(super) const TOLD: &str = "told_where_to_complain";
/// The field of the grounds.
pub(super) const GROUNDS: &str = "grounds[]";

/// Whether nobody has said yet whose record it asks for.
pub(super) fn lacks_its_case(file: &Inquiry) -> bool {
    file.asks_for_own_record() && file.case().is_none()
}

/// What its answer asks beside what every answer asks.
pub(super) fn answer_fields(form: &Filled) -> Vec<Field> {
    let results = AccessResult::ALL.map(|result| Choice::new(code(&result), result.word()));
    let grounds = AccessDenial::ALL.map(|why| Choice::new(code(&why), why.word()));
    let inner = vec![
        form.checks(GROUNDS, "Why they do not have everything", &grounds).free(),
        form.area("reason", "Why this holds here")
            .hint("In your own words, as it can be read to a judge.")
            .rows(4)
            .written()
            .max(20_000)
            .free(),
        form.check(
            TOLD,
            "They were told the reasons, and where they can complain: at the supervisory authority, and in court",
        )
        .free(),
    ];
    let names = [GROUNDS, "reason", TOLD];
    let open = names.iter().any(|name| !form.value(name).is_empty() || form.is_wrong_at(name));
    vec![
        form.radios("result", "What came of it", &results),
        Field::fold("They do not have everything, or nothing", inner, open),
    ]
}

pub(super) fn read(reader: &mut Reader<'_>, sent: &Fields) -> Option<OwnRecord> {
    let result = reader.choice("result", decode::<AccessResult>);
    let reason = reader.narrative_or_none("reason");
    let result = result?;
    let grounds = if result.denies() { sent.all(GROUNDS).filter_map(decode).collect() } else { [].into() };
    Some(OwnRecord {
        result,
        grounds,
        reason: reason.filter(|_| result.denies()),
        told_where_to_complain: result.denies() && sent.has(TOLD),
    })
}

/// What is to be done next: say whose record it is, give it out, or answer.
pub(super) fn acts(seen: &InquirySeen, answer: Act) -> Vec<Act> {
    if lacks_its_case(&seen.file) {
        let whose = Act::link("Say whose record it is", path(seen.file.dossier, "triage"));
        return vec![whose.main(), answer];
    }
    let given = seen.pack.given != 0;
    let give = seen.case.as_ref().filter(|of| of.gives_out).map(|of| {
        let label = if given { "Give out more of the record" } else { "Give out the record" };
        Act::link(label, disclosures::answering(of.case, seen.file.dossier)).icon("out")
    });
    match give {
        Some(give) if !given => vec![give.main(), answer],
        give => std::iter::once(answer.main()).chain(give).collect(),
    }
}

/// What was given out for it, and by when it is due at the latest.
pub(super) fn told_of(pairs: Pairs, seen: &InquirySeen, rules: &Rulebook) -> Pairs {
    if !seen.file.asks_for_own_record() {
        return pairs;
    }
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let given = match count(seen.pack.given) {
        0 => "Nothing yet".into(),
        n => Words::count("{n} disclosure", "{n} disclosures", n),
    };
    let given = match count(seen.pack.left_out) {
        0 => given,
        n => Words::from("{given}, {left_out}")
            .with("given", given)
            .with("left_out", Words::count("one passage left out", "{n} passages left out", n)),
    };
    pairs.with("Given out for it", given).with("Time by law", Words::from(rules.inquiries.access.word()))
}

/// What came of it, in words.
pub(super) fn result(own: &OwnRecord) -> Words {
    let word = Words::from(own.result.word());
    own.grounds.iter().fold(word, |all, ground| {
        Words::from("{all}. {ground}").with("all", all).with("ground", Words::from(ground.word()))
    })
}

/// How long they can be put off at most, of such a request.
pub(super) fn latest(known: &Known<'_>) -> Option<Words> {
    let rules = &known.person.organisation.rulebook;
    let clocks = known.seen.file.clocks(rules).filter(|_| known.seen.file.asks_for_own_record())?;
    let received = rules.office.today(clocks.received);
    let latest = rules.office.today(rules.inquiries.access.longest(&rules.office, received));
    Some(
        Words::from("By law on {day} at the latest. Say in the words below why it takes longer.")
            .with("day", when::full_day(latest)),
    )
}

/// Whether its clock waits for this.
pub(super) fn waits_for(known: &Known<'_>, why: PauseReason) -> bool {
    !known.seen.file.asks_for_own_record() || known.person.organisation.rulebook.inquiries.access.waits_for(why)
}

/// The same with the case whose number was typed.
pub(super) async fn belonging(
    person: &Person,
    mut order: Handled,
    sent: &Fields,
) -> Result<Result<Handled, Box<Filled>>, Problem> {
    let (Handled::Triaged(triaged), typed) = (&mut order, sent.text("case_number").trim()) else {
        return Ok(Ok(order));
    };
    if typed.is_empty() {
        return Ok(Ok(order));
    }
    let wrong = |why: Words| Ok(Err(Box::new(sent.filled().wrong("case_number", why))));
    let number = match typed.parse::<CaseNumber>() {
        Ok(number) => number,
        Err(why) => return wrong(crate::answer::sentence(&why.to_string()).into()),
    };
    match case_to_belong_to(&person.ctx, number).await? {
        Some(case) => {
            triaged.case = Some(case);
            Ok(Ok(order))
        }
        None => wrong("There is no case with this number that you can see.".into()),
    }
}
