//! The pages of disclosures, from samples.

use domain::disclosures::PickupStands;
use domain::identity::IdentityRules;
use domain::sharing::{GivenBy, InfoKind, SharingPurpose, SharingRules};

use super::list::{AccountLine, AccountPage};
use super::new::{GroundsPage, grounds};
use super::show::{DisclosurePage, Panel};
use super::{decide, door, package, pickup, rules};
use crate::clients::sharing::joined;
use crate::documents::samples::folder;
use crate::face::form::Field;
use crate::face::parts::Pairs;
use crate::face::prelude::*;
use crate::samples::{Samples, data, frame};
use crate::signed::here::{self, Asks};

fn tabs() -> Tabs {
    let tab = Tab { label: "Timeline".into(), href: "/cases/1".to_owned(), count: None, current: false };
    Tabs { label: "In this case".into(), tabs: vec![tab] }
}

fn line(what: Words, state: State) -> AccountLine {
    AccountLine {
        href: "/cases/1/disclosures/1".to_owned(),
        what,
        state,
        recipient: Name::new(data("Tannery Street School")),
        more: SharingPurpose::Education.word().into(),
        why: "The client has consented".into(),
    }
}

fn account(some: bool) -> AccountPage {
    let waiting = vec![line("By law".into(), State::due("Waits for a decision"))];
    let made = vec![line(Words::from("Disclosure {n}").with("n", 1), State::done(data("Fri 20 Nov 10:00")))];
    let empty = Empty::new("Nothing was given out.", "What leaves the house stands here: to whom, what, why and how.");
    let until = State::done(Words::from("Until {day}").with("day", data("30 Jun 2026")));
    AccountPage {
        frame: frame(),
        folder: folder(),
        tabs: tabs(),
        action: "/cases/1/disclosures".to_owned(),
        days: vec![Filled::new().date("from", "From").free()],
        print: Some(Act::link("Print this account", "/cases/1/disclosures/pdf").icon("print")),
        waiting: if some { waiting } else { Vec::new() },
        lines: if some { made } else { Vec::new() },
        empty: (!some).then_some(empty),
        consents: if some { vec![(Name::new(data("Tannery Street School")), until)] } else { Vec::new() },
        sharing: Some(Act::link("See the consents to share", "/clients/1/sharing")),
    }
}

fn one(made: bool) -> DisclosurePage {
    let pairs = Pairs::new()
        .with("To whom", Words::from("{name}").with("name", Name::new(data("Tannery Street School"))))
        .with("What", joined([InfoKind::Plan.word(), InfoKind::Reports.word()].into_iter()))
        .with("How", GivenBy::Post.word())
        .with("Fingerprint of the copy", Words::from("{digest}").with("digest", Number::new("0f".repeat(32))));
    let copy = Act::link("Get the copy", "/cases/1/disclosures/1/copy").main().icon("print");
    let decide = Act::link("Decide", "/cases/1/disclosures/1/decision").main();
    DisclosurePage {
        frame: frame(),
        folder: folder(),
        tabs: tabs(),
        back: "/cases/1/disclosures".to_owned(),
        title: Words::from("Disclosure {n}").with("n", 1),
        state: if made { State::done("Given out") } else { State::due("Waits for a decision") },
        pairs,
        told: if made { String::new() } else { data("He goes to school again.") },
        documents: if made { vec![Link::new("/cases/1/documents/1", data("Letter"))] } else { Vec::new() },
        acts: vec![if made { copy } else { decide }],
        panel: made.then(pickup_panel),
    }
}

fn pickup_panel() -> Panel {
    let waits = Some(PickupStands::Waits);
    let code = Words::from("{code}").with("code", Number::new("1234 5678"));
    Panel {
        title: "Secure page".into(),
        state: pickup::state(waits),
        next: pickup::next(waits, None),
        keys: Pairs::new().with("Code, to be told by phone", code),
        acts: vec![Act::link("Shut the page", "/cases/1/disclosures/1/page/shut").plain()],
        happened: vec![
            Words::from("{when}: {what}").with("when", data("Mon 23 Nov 10:05")).with("what", "A wrong code was given"),
        ],
    }
}

fn passages(form: &Filled) -> Vec<Field> {
    let form = form.clone().with("withheld[]", "3:2");
    let choices =
        [Choice::new("3:1", data("She sleeps better.")), Choice::new("3:2", data("Her brother drinks again."))];
    let title = Words::from("Entry {n}: {title}").with("n", 3).with("title", "Contact");
    vec![Field::fold(title, vec![form.struck("withheld[]", "Leave out", &choices)], true)]
}

pub(crate) fn samples(show: &mut Samples) {
    pickup::samples(show);
    package::samples(show);
    door::samples(show);
    show.page("disclosures", &account(true));
    show.page("disclosures-none", &account(false));
    show.page("disclosure", &one(true));
    show.page("disclosure-asked", &one(false));
    let to = |ground: &str| format!("/cases/1/disclosures/new/{ground}");
    let case = || Link::new("/cases/1/disclosures", data("2025-000377-W"));
    let consents =
        vec![Act::link(Words::from("For {name}").with("name", Name::new(data("Tannery Street School"))), to("1"))];
    let recorded = || Some(Act::link("See the consents to share", "/clients/1/sharing").plain());
    let usual = IdentityRules::default();
    show.page("giving-out", &rules::page(&SharingRules::default(), &usual, true, frame()));
    let form = Filled::new().with("months", "48").wrong("months", "Please give between 1 and 24 months.");
    show.page("giving-out-figures", &here::sample(rules::asks(&form), form.clone(), frame()));
    let asked = vec![Act::link(
        Words::from("Answer their request for their own record of {day}").with("day", data("5 Jan")),
        "/cases/1/disclosures/new/request?inquiry=1",
    )];
    show.page(
        "grounds",
        &GroundsPage { frame: frame(), case: case(), grounds: grounds(consents, recorded(), asked, to) },
    );
    show.page(
        "grounds-none",
        &GroundsPage { frame: frame(), case: case(), grounds: grounds(Vec::new(), recorded(), Vec::new(), to) },
    );
    let form = Filled::new().wrong("decision", "Please choose one.");
    let asks = Asks {
        title: "Decide on a disclosure",
        heading: "Decide on a disclosure by law".into(),
        lead: "Look the law or order up. Approve only what it covers, and no more than it needs.".into(),
        about: Pairs::new().with("How", GivenBy::Post.word()),
        action: "/cases/1/disclosures/1/decision".to_owned(),
        fields: decide::fields(&form),
        act: "Sign the decision",
        back: Link::new("/", "Back"),
    };
    show.page("disclosure-decision", &here::sample(asks, form, frame()));
    let form = Filled::new().with("fact_birth_date", "right");
    let asks = Asks {
        title: "Give something out",
        heading: "The client asks for it".into(),
        lead:
            "Make sure that it is them before you say or give anything. The copy is made when you sign, and only then."
                .into(),
        about: Pairs::new().with("How", GivenBy::Hand.word()),
        action: "/cases/1/disclosures/new/request".to_owned(),
        fields: crate::identity::sample(&form).into_iter().chain(passages(&form)).collect(),
        act: "Sign and give it out",
        back: Link::new("/cases/1/disclosures/new", "Back to the grounds"),
    };
    show.page("disclosure-request", &here::sample(asks, form, frame()));
}
