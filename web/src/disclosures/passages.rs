//! Passages that are left out of a copy: they are chosen one by one among the sentences of what was ticked, and taken out before anything is set on paper, so that
//! the copy does not hold them at all (CC-4.4.2). What stands in the record is not touched.

use std::collections::BTreeSet;

use ::reports::{ChronologyEntry, TextBlock};
use casework::disclosures::passage_of;
use domain::disclosures::{Chosen, PassageDigest, Withheld, WithheldWhy};
use domain::ids::EntryNumber;

use crate::cases::sheets::Teller;
use crate::face::form::Field;
use crate::face::prelude::*;
use crate::fields::{Fields, code, decode};
use crate::problem::Problem;
use crate::reports::{opened, plain};

/// The button that shows the passages, and what the form carries once they are shown.
pub(super) const LOOK: &str = "look";
const SHOWN: &str = "passages";
const WITHHELD: &str = "withheld[]";

fn why_of(entry: EntryNumber) -> String {
    format!("why_{entry}")
}

/// The button, and beneath it the passages of the entries that are ticked, once somebody has asked for them.
pub(super) fn fields(teller: &Teller<'_>, form: &Filled, entries: &BTreeSet<EntryNumber>) -> Vec<Field> {
    let button = form.press(LOOK, "Leave passages out");
    if !form.has(LOOK) && !form.has(SHOWN) {
        return vec![button];
    }
    let mut shown: Vec<Field> = entries.iter().filter_map(|entry| of_entry(teller, form, *entry)).collect();
    let told: Words = if entries.is_empty() {
        "Tick the entries first, and press this again.".into()
    } else if shown.is_empty() {
        "Nothing stands in these entries that could be left out.".into()
    } else {
        "Tick each passage that must not be on the copy. It is not printed there, and the copy says that something was left out, and why.".into()
    };
    shown.insert(0, button.found(told, Vec::new()));
    shown.push(form.clone().replace(SHOWN, "yes").hidden(SHOWN));
    shown
}

fn of_entry(teller: &Teller<'_>, form: &Filled, number: EntryNumber) -> Option<Field> {
    let entry = teller.view.seen.opened.entry(number)?;
    let title = Words::from("Entry {n}: {title}").with("n", number.0).with("title", teller.content(&entry.event).title);
    let mut known = BTreeSet::new();
    let mut choices = Vec::new();
    for text in texts(&mut opened(teller, entry)) {
        for passage in sentences(text) {
            let digest = passage_of(passage);
            if known.insert(digest.clone()) {
                let label = Words::from("{said}").with("said", passage.to_owned());
                choices.push(Choice::new(format!("{number}:{}", digest.digits()), label));
            }
        }
    }
    if choices.is_empty() {
        return None;
    }
    let reasons: Vec<Choice> = WithheldWhy::ALL
        .into_iter()
        .map(|why| Choice::new(code(&why), Words::from("It {why}").with("why", Words::from(why.word()))))
        .collect();
    let inner =
        vec![form.struck(WITHHELD, "Leave out", &choices), form.select(&why_of(number), "Why", &reasons).free()];
    Some(Field::fold(title, inner, true))
}

/// What is to be left out of the entries that are given out.
pub(super) fn read(sent: &Fields, entries: &BTreeSet<EntryNumber>) -> BTreeSet<Withheld> {
    let one = |value: &str| {
        let (entry, digits) = value.split_once(':')?;
        let entry: EntryNumber = entry.parse().ok().filter(|entry| entries.contains(entry))?;
        let why = decode(sent.text(&why_of(entry))).unwrap_or(WithheldWhy::ThirdParty);
        Some(Withheld { entry, passage: PassageDigest::from_digits(digits)?, why })
    };
    sent.all(WITHHELD).filter_map(one).collect()
}

/// Takes out of these entries what is to be left out; what stands instead says so, and why.
///
/// # Errors
/// [`Problem::Rule`] when an entry does not say any more what was to be left out of it: then nothing may leave.
pub(super) fn take_out(entries: &mut [ChronologyEntry], chosen: &Chosen) -> Result<(), Problem> {
    for withheld in &chosen.withheld {
        let instead = plain(&Words::from("[Left out: {why}]").with("why", Words::from(withheld.why.word())));
        let of_it = entries.iter_mut().filter(|entry| entry.number == u64::from(withheld.entry.0));
        let taken: usize = of_it.flat_map(texts).map(|text| without(text, &withheld.passage, &instead)).sum();
        if taken == 0 {
            return Err(Problem::Rule(
                "An entry does not say any more what was to be left out of it. Please begin again and look through the passages.".into(),
            ));
        }
    }
    Ok(())
}

/// Replaces the passage wherever the text has it; answers how often.
fn without(text: &mut String, passage: &PassageDigest, instead: &str) -> usize {
    let places: Vec<_> = domain::plain::sentences(text).collect();
    let mut taken = 0;
    for at in places.into_iter().rev() {
        if text.get(at.clone()).is_some_and(|words| passage_of(words) == *passage) {
            text.replace_range(at, instead);
            taken += 1;
        }
    }
    taken
}

fn sentences(text: &str) -> impl Iterator<Item = &str> {
    domain::plain::sentences(text).filter_map(|at| text.get(at))
}

/// Every text of an entry on paper that can hold what somebody wrote.
fn texts(entry: &mut ChronologyEntry) -> impl Iterator<Item = &mut String> {
    let ChronologyEntry { blocks, action_items, decision, addenda, .. } = entry;
    let to_do = action_items.iter_mut().flat_map(|item| [&mut item.what, &mut item.who]);
    let added = addenda.iter_mut().flat_map(|added| paragraphs(&mut added.blocks));
    paragraphs(blocks).chain(to_do).chain(decision).chain(added)
}

fn paragraphs(blocks: &mut [TextBlock]) -> impl Iterator<Item = &mut String> {
    blocks.iter_mut().flat_map(|block| &mut block.paragraphs)
}
