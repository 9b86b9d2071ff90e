//! Samples of the pages about clients, for the render test.

use domain::clients::ConsentGivenHow;
use domain::ids::DossierId;
use domain::sharing::{GivenBy, InfoKind, SharingPurpose};
use jiff::civil::date;

use super::About;
use super::alike::{AlikeRow, Alikes};
use super::conflict::{ConflictPage, OtherFields};
use super::consents::ConsentPage;
use super::correction::CorrectionPage;
use super::details::born_words;
use super::form::DetailFields;
use super::history::Past;
use super::intake::IntakePage;
use super::list::{CaseRow, ClientRow, ListPage};
use super::open_case::OpenCasePage;
use super::sharing::{SharingLine, SharingPage, asks, joined};
use super::show::{FactGroup, FactRow, ShowPage, Standing};
use super::verify::VerifyForm;
use crate::face::parts::Line;
use crate::face::prelude::*;
use crate::face::when;
use crate::samples::{Samples, at, data, frame};
use crate::signed::here;

pub(crate) fn samples(show: &mut Samples) {
    show.page("clients", &list(false));
    show.page("clients-found", &list(true));
    show.page("clients-empty", &ListPage { rows: Vec::new(), empty: Some(super::list::nobody()), ..list(true) });
    show.page("intake", &intake());
    show.page("client", &client(false));
    show.page("client-new", &client(true));
    show.page("correction", &correction());
    show.page("consents", &consents());
    sharing(show, &about());
    show.page("conflict", &conflict());
    show.page("open-case", &open_case(None));
    let blocked = super::ladder::blocker(DossierId::new(uuid::Uuid::nil()), super::ladder::Next::Consent);
    show.page("open-case-blocked", &open_case(blocked));
}

fn number(text: &str) -> Number {
    Number::new(data(text))
}

fn jonas() -> Name {
    Name::new(data("Jonas Feldkamp"))
}

fn about() -> About {
    About { number: number("C-7K3F9Q-M"), name: jonas(), href: "/clients/1".to_owned() }
}

fn case() -> CaseRow {
    CaseRow {
        number: number("2026-000123-K"),
        href: "/cases/1".to_owned(),
        what: data("Outpatient counselling, Maria Vega").into(),
        next: State::note(Words::from("Next {when}").with("when", when::when(at(20, 11, 0)))).icon("calendar"),
        last: Words::from("Last contact {when}").with("when", when::Moment::when(at(18, 9, 0))),
    }
}

fn list(searched: bool) -> ListPage {
    let row = |cases| ClientRow {
        number: number("C-7K3F9Q-M"),
        name: jonas(),
        href: "/clients/1".to_owned(),
        born: born_words(date(2010, 2, 28), date(2026, 11, 20)),
        cases,
    };
    ListPage {
        frame: frame().page("Clients", "/clients"),
        heading: "Clients".into(),
        lead: Words::count("One person you have to do with", "{n} people you have to do with", 2),
        form: Filled::new().with("q", data("feldkamp")),
        searched,
        rows: vec![row(vec![case()]), row(Vec::new())],
        empty: None,
        register: Some(Act::link("Register a client", "/clients/new").main().icon("plus")),
    }
}

fn filled() -> Filled {
    Filled::new()
        .with("given-names", data("Jonas"))
        .with("family-name", data("Feldkamp"))
        .with("birth-date", "2010-02-28")
        .with("phone", data("+49 30 901820"))
        .with("language", "uk")
        .with("channel-appointments", "sms")
        .with("no-voicemail", "yes")
        .with("reason", data("He sleeps badly since the move and has stopped going to school."))
}

fn intake() -> IntakePage {
    let form = filled().wrong("another", "Look at the warning, and tick when this is another person.");
    IntakePage {
        frame: frame().page("Register a client", "/clients/new"),
        alike: Alikes { found: alike(), form: form.clone() },
        details: DetailFields { form },
        draft: DraftState::saved(data("10:41")),
        drop: Some(Act::post("Throw the draft away", "/drafts/intake/drop").plain().icon("remove")),
    }
}

fn alike() -> Vec<AlikeRow> {
    vec![
        AlikeRow {
            state: State::overdue("Most probably the same person"),
            known: Some((number("C-7K3F9Q-M"), jonas())),
            more: born_words(date(2010, 2, 28), date(2026, 11, 20)),
            href: "/clients/1".to_owned(),
        },
        AlikeRow {
            state: State::due("Worth a look"),
            known: None,
            more: Words::from("Already known here. You do not work with this file: ask {name} before you go on.")
                .with("name", data("Maria Vega")),
            href: String::new(),
        },
    ]
}

fn fact(term: &'static str, text: Words, mark: Option<(State, Words)>) -> FactRow {
    FactRow { term: term.into(), text, written: false, mark }
}

fn client(new: bool) -> ShowPage {
    let verified = (State::done("Verified"), data("Nora Brandt, Mon 16 Nov, against: passport").into());
    let rung = |tone, title: &'static str, more: &'static str| Rung {
        tone,
        title: title.into(),
        more: more.into(),
        evidence: Vec::new(),
        who: Words::default(),
        state: None,
        act: (tone == Tone::Due).then(|| Act::link("Record the consent", "/clients/1/consents").main()),
    };
    let name = Words::from("{name}").with("name", jonas());
    ShowPage {
        frame: frame().page("Client", "/clients/1"),
        about: about(),
        acts: vec![Act::link("Correct details", "/clients/1/correction").icon("pen")],
        safe: vec!["Never leave a message on a machine.".into(), data("Only when the children are at school").into()],
        ladder: new.then(|| Ladder {
            rungs: vec![
                rung(Tone::Done, "Registered", "The standard intake form is signed."),
                rung(Tone::Due, "Consent to the service", "Nobody is served without agreeing to it and to the record."),
                rung(Tone::Plain, "Conflict check", "Comes after the consent."),
            ],
        }),
        groups: vec![FactGroup {
            heading: "Person".into(),
            rows: vec![
                fact("Name", name, Some(verified)),
                fact("Birth date", "Not known".into(), None),
                fact(
                    "Phone number",
                    data("+4930901820").into(),
                    Some((State::plain("Not verified").icon("question"), Words::default())),
                ),
            ],
        }],
        verify: Some(VerifyForm {
            action: "/clients/1/verifications".to_owned(),
            form: Filled::new().wrong("facts[]", "Please choose at least one fact."),
            facts: vec![Choice::new("name", "Name"), Choice::new("phone", "Phone number")],
            open: true,
        }),
        cases: if new { Vec::new() } else { vec![case()] },
        elsewhere: vec!["A case is open with a colleague.".into()],
        open: Some(Act::link("Open another case", "/clients/1/cases/new").plain()),
        consent: Standing {
            state: State::due(Words::from("In force until {day}").with("day", when::plain_day(date(2026, 11, 29)))),
            more: Words::default(),
            act: Some(Act::link("Renew or withdraw", "/clients/1/consents")),
        },
        sharing: Standing {
            state: State::done(Words::count("{n} holds today", "{n} hold today", 1)),
            more: Words::default(),
            act: Some(Act::link("See what may be shared, and what was given out", "/clients/1/sharing")),
        },
        conflict: Standing { state: State::done("Clear"), more: Words::default(), act: None },
        history: vec![Past {
            at: at(16, 9, 12),
            what: "Registered".into(),
            lines: vec![Line::new("Duplicates", "Somebody alike was looked at: this is another person")],
            who: data("Nora Brandt, Frontline staff").into(),
            entry: Words::from("Entry {n}").with("n", 1),
        }],
    }
}

fn correction() -> CorrectionPage {
    CorrectionPage {
        frame: frame().page("Correct details", "/clients/1/correction"),
        about: about(),
        action: "/clients/1/correction".to_owned(),
        draft_address: "/drafts/1/correction".to_owned(),
        details: DetailFields { form: filled().with("language", data("oc-aranes")) },
        draft: DraftState::new(),
    }
}

fn consents() -> ConsentPage {
    ConsentPage {
        frame: frame().page("Consent to the service", "/clients/1/consents"),
        about: about(),
        state: State::done("In force until it is withdrawn"),
        more: Words::default(),
        action: "/clients/1/consents".to_owned(),
        form: Filled::new().wrong("by", "Please name the witness."),
        ways: vec![Choice::new("signed", "Signed on paper"), Choice::new("verbal", "Said, with a witness")],
        withdrawal: Some("/clients/1/consents/withdrawal".to_owned()),
        taking: Filled::new(),
    }
}

fn conflict() -> ConflictPage {
    let form = Filled::new();
    let other = |n: &'static str| OtherFields {
        legend: Words::from("Person {n}").with("n", n),
        given: form.text(&format!("given-{n}"), "Given names").free(),
        family: form.text(&format!("family-{n}"), "Family name").free(),
        born: form.date(&format!("born-{n}"), "Birth date").optional(),
    };
    ConflictPage {
        frame: frame().page("Conflict check", "/clients/1/conflict"),
        about: about(),
        state: State::due("Waits for a decision"),
        latest: Some(Pairs::new().with("Answer", "Ask: somebody has to decide")),
        action: "/clients/1/conflict".to_owned(),
        others: vec![other("1"), other("2")],
        form,
        decision: Some("/clients/1/conflict/decision".to_owned()),
        deciding: Filled::new(),
        ways: vec![Choice::new("go-on", "We may work for this person"), Choice::new("stop", "We may not")],
    }
}

fn open_case(blocked: Option<(Words, Act)>) -> OpenCasePage {
    let people = |name: &str| vec![Choice::new("", "Please choose"), Choice::new("1", data(name))];
    OpenCasePage {
        frame: frame().page("Open a case", "/clients/1/cases/new"),
        about: about(),
        blocked,
        action: "/clients/1/cases".to_owned(),
        form: Filled::new(),
        programmes: vec![Choice::new("outpatient", data("Outpatient counselling, 12–17"))],
        workers: people("Maria Vega, Social worker"),
        supervisors: people("Tomas Lindqvist, Team lead"),
    }
}

fn sharing(show: &mut Samples, about: &About) {
    let client = DossierId::new(uuid::Uuid::nil());
    let line = |state, acts| SharingLine {
        recipient: Name::new(data("Tannery Street School")),
        state,
        purpose: SharingPurpose::Education.word().into(),
        what: Words::from("{kinds}. By: {ways}")
            .with("kinds", joined([InfoKind::Attendance.word()].into_iter()))
            .with("ways", joined([GivenBy::Post.word()].into_iter())),
        days: Words::from("From {from} to {until}. {how}.")
            .with("from", data("1 Jan 2026"))
            .with("until", data("30 Jun 2026"))
            .with("how", Words::from(ConsentGivenHow::Signed.word())),
        acts,
    };
    let page = |live: Vec<SharingLine>, past: Vec<SharingLine>| SharingPage {
        frame: frame(),
        about: about.clone(),
        acts: vec![Act::link("Record a consent to share", "/clients/1/sharing/new").main().icon("plus")],
        empty: live.is_empty().then(|| Empty::new("The client has agreed to share nothing.", "")),
        live,
        past,
        accounts: vec![Link::new("/cases/1/disclosures", data("Case 2026-000098-D"))],
    };
    let acts = || vec![Act::link("Renew", "/clients/1/sharing/new"), Act::link("Take back", "/clients/1/sharing/1")];
    let soon = State::due(Words::from("Ends on {day}").with("day", data("30 Jun 2026")));
    let back = State::note(Words::from("Taken back {when}").with("when", data("Mon 23 Nov 10:00")));
    show.page("sharing", &page(vec![line(soon, acts())], vec![line(back, Vec::new())]));
    show.page("sharing-none", &page(Vec::new(), Vec::new()));
    let form = Filled::new().wrong("kinds[]", "Please choose what may be shared.");
    let asked = asks(about, date(2026, 11, 20), client, &form);
    show.page("sharing-new", &here::sample(asked, form, frame()));
}
