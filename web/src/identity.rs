//! Making sure who somebody is: the facts of the file one by one, each with right and wrong (CC-4.4.1). The answers stand in the file and on this page alone; what is
//! recorded is which facts were right.

use std::collections::BTreeMap;

use domain::clients::ClientFile;
use domain::identity::{IdentityCheck, IdentityFact};
use domain::time::Instant;

use crate::face::form::Field;
use crate::face::prelude::*;
use crate::face::when;
use crate::fields::{Fields, Reader, code, decode};

fn field(fact: IdentityFact) -> String {
    format!("fact_{}", code(&fact))
}

/// What the file says of each fact that somebody can be asked for. To be called while a page is being built.
fn known(file: &ClientFile, last_session: Option<Instant>) -> Vec<(IdentityFact, Words)> {
    let details = file.details.as_ref();
    let name = |text: String| Words::from("{answer}").with("answer", Name::new(text));
    let answer = |fact: IdentityFact| -> Option<Words> {
        match fact {
            IdentityFact::BirthDate => details?.birth_date.map(|day| name(when::plain_day(day))),
            IdentityFact::Address => details?.address.as_ref().map(|text| name(text.reveal().to_owned())),
            IdentityFact::Phone => {
                details?.phone.as_ref().map(|text| name(casework::clients::spoken_phone(text.reveal())))
            }
            IdentityFact::Email => details?.email.as_ref().map(|text| name(text.reveal().to_owned())),
            IdentityFact::ClientNumber => {
                file.number.map(|number| Words::from("{number}").with("number", Number::new(number)))
            }
            IdentityFact::LastSession => last_session.map(|at| when::full_day(when::local(at).date()).into()),
        }
    };
    IdentityFact::ALL.into_iter().filter_map(|fact| Some((fact, answer(fact)?))).collect()
}

/// How it was made sure who they are, and each fact under a line of its own. `file` is the client's, for whoever may read it.
pub(crate) fn fields(
    form: &Filled,
    file: Option<(&ClientFile, Option<Instant>)>,
    needed: u32,
    personal: bool,
) -> Vec<Field> {
    let checks: Vec<Choice> = IdentityCheck::ALL
        .into_iter()
        .filter(|check| !personal || *check != IdentityCheck::NothingPersonal)
        .map(|check| {
            let choice = Choice::new(code(&check), check.word());
            match check {
                IdentityCheck::FactsCompared if personal && file.is_none() => {
                    choice.blocked("You may not see the file to compare with. Make sure in another way.")
                }
                IdentityCheck::FactsCompared if personal => {
                    let n = i64::from(needed);
                    choice.hint(Words::count(
                        "{n} fact must be right, and one more for each wrong answer.",
                        "{n} facts must be right, and one more for each wrong answer.",
                        n,
                    ))
                }
                _ => choice,
            }
        })
        .collect();
    let mut fields = vec![form.radios("identity", "How you made sure who they are", &checks)];
    if let Some((file, last_session)) = file.filter(|_| personal) {
        fields.extend(known(file, last_session).into_iter().map(|(fact, answer)| one(form, fact, &answer)));
    }
    fields
}

fn one(form: &Filled, fact: IdentityFact, answer: &Words) -> Field {
    let name = field(fact);
    let choices = [Choice::new("", "Not asked").chosen(), Choice::new("right", "Right"), Choice::new("wrong", "Wrong")];
    let told = Words::from("In the file: {answer}").with("answer", answer);
    let asked = form.radios(&name, told, &choices).free().hint("Let them say it first. What they say is not recorded.");
    let label = Words::from("Ask: {fact}").with("fact", Words::from(fact.word()));
    Field::fold(label, vec![asked], !form.value(&name).is_empty())
}

/// What was found out: by what, and which facts were right.
pub(crate) fn read(reader: &mut Reader<'_>, sent: &Fields) -> Option<(IdentityCheck, BTreeMap<IdentityFact, bool>)> {
    let by = reader.choice("identity", decode::<IdentityCheck>)?;
    let answer = |fact: IdentityFact| match sent.text(&field(fact)) {
        "right" => Some((fact, true)),
        "wrong" => Some((fact, false)),
        _ => None,
    };
    let facts = if by == IdentityCheck::FactsCompared { IdentityFact::ALL.to_vec() } else { Vec::new() };
    Some((by, facts.into_iter().filter_map(answer).collect()))
}

/// How it was made sure, in words: which facts were right.
pub(crate) fn told(by: IdentityCheck, facts: &BTreeMap<IdentityFact, bool>) -> Words {
    let start = Words::from(by.word());
    facts.iter().fold(start, |words, (fact, right)| {
        let text = if *right { "{words}; {fact}: right" } else { "{words}; {fact}: wrong" };
        Words::from(text).with("words", words).with("fact", Words::from(fact.word()))
    })
}

/// The fields of somebody of whom the birth date and the number are known.
#[cfg(test)]
pub(crate) fn sample(form: &Filled) -> Vec<Field> {
    let mut fields = fields(form, None, 2, true);
    for (fact, answer) in [(IdentityFact::BirthDate, "28 Feb 2010"), (IdentityFact::ClientNumber, "C-D4N8GX-2")] {
        let answer = Words::from("{answer}").with("answer", crate::samples::data(answer));
        fields.push(one(form, fact, &answer));
    }
    fields
}
