//! The pages of templates, from samples.

use std::sync::Arc;

use casework::organisation::WordingSeen;
use domain::ids::{EntryNumber, ItemId, StaffId};
use domain::organisation::{Approved, Organisation};
use domain::reminders::DayForm;
use domain::templates::{Medium, Occasion, Template, TemplateDrafted, TemplateRetired, Version};
use domain::text::{Line, Narrative};
use domain::time::Instant;
use uuid::Uuid;

use super::{list, show};
use crate::face::parts::Pairs;
use crate::face::prelude::*;
use crate::samples::{Samples, at, data, frame};
use crate::signed::here::{self, Asks};

fn id(n: u128) -> ItemId {
    ItemId::new(Uuid::from_u128(n))
}

fn somebody() -> StaffId {
    StaffId::new(Uuid::from_u128(9))
}

/// Who signed, and when.
pub(crate) fn approved() -> Approved {
    Approved { version: 2, by: somebody(), at: at(18, 15, 20) }
}

fn version(number: u32, medium: Medium, approved: Option<Instant>) -> Version {
    let draft = TemplateDrafted {
        id: id(1),
        name: Line::parse(&data("Answer to a question")).unwrap(),
        language: data("en"),
        medium,
        occasion: Occasion::Answer,
        subject: (medium == Medium::Email).then(|| Line::parse(&data("Your question")).unwrap()),
        body: Narrative::parse(&data("Good day. You must come before noon.")).unwrap(),
        dates: DayForm::DayMonth,
    };
    Version { number, draft, by: somebody(), at: at(18, 15, 20), approved: approved.map(|at| (somebody(), at)) }
}

/// Three templates: one in use of which another version waits, one that is only drafted, one that is retired.
pub(crate) fn seen(may: bool) -> WordingSeen {
    let done = Some(at(19, 9, 0));
    let mut organisation = Organisation::default();
    organisation.rulebook.office_phone = may.then(|| Line::parse(&data("030 555 010")).unwrap());
    let retired = TemplateRetired { id: id(3), reason: Line::parse(&data("Nobody uses it")).unwrap() };
    organisation.templates.all = [
        (
            id(1),
            Template {
                versions: vec![
                    version(1, Medium::Email, done),
                    version(2, Medium::Email, None),
                    version(3, Medium::Email, done),
                    version(4, Medium::Email, None),
                ],
                retired: None,
            },
        ),
        (id(2), Template { versions: vec![version(1, Medium::Sms, None)], retired: None }),
        (id(3), Template { versions: vec![version(1, Medium::Letter, done)], retired: Some(retired) }),
        (id(4), Template { versions: vec![version(1, Medium::Letter, done)], retired: None }),
    ]
    .into();
    WordingSeen {
        organisation: Arc::new(organisation),
        may_draft: may,
        may_approve: may,
        may_amend: may,
        last: EntryNumber(3),
    }
}

pub(crate) fn samples(samples: &mut Samples) {
    let (all, read) = (seen(true), seen(false));
    samples.page("templates", &list::page(&all, frame()));
    samples.page("templates-read", &list::page(&read, frame()));
    let none = WordingSeen { organisation: Arc::default(), ..seen(true) };
    samples.page("templates-none", &list::page(&none, frame()));
    let other = StaffId::new(Uuid::from_u128(8));
    for (name, seen, n) in [("template", &all, 1), ("template-draft", &all, 2), ("template-retired", &read, 3)] {
        let template = &seen.organisation.templates.all[&id(n)];
        samples.page(name, &show::page(seen, (id(n), template), (&[], other), frame()));
    }
    let form = Filled::new();
    let advice = Words::from("This may sound harsh. Perhaps: {say}").with("say", data("please"));
    let fields = vec![
        form.area("body", "Text").rows(9).written(),
        form.press("check", "Check the wording").found(
            Words::count("One thing could be said more plainly.", "{n} things could be said more plainly.", 1),
            vec![(data("You must"), advice)],
        ),
    ];
    let asks = Asks {
        title: "Templates",
        heading: "Draft a template".into(),
        lead: "Nobody can use it before somebody else has approved it.".into(),
        about: Pairs::new(),
        action: super::PATH.to_owned(),
        fields,
        act: "Sign the draft",
        back: Link::new(super::PATH, "Back to the templates"),
    };
    samples.page("template-form", &here::sample(asks, form, frame()));
}
