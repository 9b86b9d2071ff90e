//! The account of what was given out of a case, for a period; what waits; and the consents that hold (CC-4.4.2).

use axum::extract::Path;
use casework::disclosures::consents_to_choose;
use domain::disclosures::Made;
use domain::ids::DossierId;
use domain::policy::Action;
use domain::sharing::SharingStands;
use jiff::civil::Date;

use super::{path, path_of, show, told};
use crate::answer::{Answer, id};
use crate::cases::head::{At, CaseView};
use crate::clients::sharing::purpose;
use crate::face::form::Field;
use crate::face::parts::{Act, Empty, Folder, Tabs};
use crate::face::prelude::*;
use crate::face::when;
use crate::guard::Query;
use crate::paths;
use crate::person::Person;

/// Which days are shown.
#[derive(Debug, Clone, Default, serde::Deserialize)]
pub struct Days {
    #[serde(default)]
    from: String,
    #[serde(default)]
    until: String,
}

impl Days {
    fn first(&self) -> Option<Date> {
        self.from.parse().ok()
    }

    fn last(&self) -> Option<Date> {
        self.until.parse().ok()
    }

    /// Those made on these days, the newest first.
    pub(super) fn of<'a>(&self, view: &'a CaseView, person: &Person) -> Vec<&'a Made> {
        let (first, last) = (self.first(), self.last());
        let within = |made: &&Made| {
            let day = made.at.on(&person.voice().zone).date();
            first.is_none_or(|first| first <= day) && last.is_none_or(|last| day <= last)
        };
        view.file().disclosures.made.iter().rev().filter(within).collect()
    }

    /// The days in words.
    pub(super) fn words(&self) -> Words {
        match (self.first(), self.last()) {
            (None, None) => "Since the case was opened".into(),
            (Some(first), None) => Words::from("Since {day}").with("day", when::plain_day(first)),
            (None, Some(last)) => Words::from("Until {day}").with("day", when::plain_day(last)),
            (Some(first), Some(last)) => Words::from("{first} to {last}")
                .with("first", when::plain_day(first))
                .with("last", when::plain_day(last)),
        }
    }

    fn query(&self) -> String {
        let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        format!("?from={}&until={}", day(self.first()), day(self.last()))
    }
}

/// One disclosure, or what waits.
#[derive(Debug, Clone)]
pub struct AccountLine {
    /// Where it is read.
    pub href: String,
    /// "Disclosure 3".
    pub what: Words,
    /// How far it is.
    pub state: State,
    /// To whom.
    pub recipient: Name,
    /// What for, what, how.
    pub more: Words,
    /// By what right, by whom, when.
    pub why: Words,
}

/// `GET /cases/{case}/disclosures`
#[derive(Debug, Template)]
#[template(path = "disclosures/list.html")]
pub struct AccountPage {
    /// The frame.
    pub frame: Frame,
    /// The head.
    pub folder: Folder,
    /// The tabs.
    pub tabs: Tabs,
    /// Where the days are sent.
    pub action: String,
    /// Which days.
    pub days: Vec<Field>,
    /// The account as PDF.
    pub print: Option<Act>,
    /// What waits for a decision, or to be made.
    pub waiting: Vec<AccountLine>,
    /// What was given out.
    pub lines: Vec<AccountLine>,
    /// When there is nothing.
    pub empty: Option<Empty>,
    /// The consents that hold today: to whom, and until when.
    pub consents: Vec<(Name, State)>,
    /// Where consents are recorded and taken back.
    pub sharing: Option<Act>,
}

fn line(view: &CaseView, made: &Made) -> AccountLine {
    let order = &made.made;
    AccountLine {
        href: path_of(view.id(), order.id),
        what: Words::from("Disclosure {n}").with("n", order.number),
        state: State::done(when::when(made.at)),
        recipient: Name::new(order.recipient.reveal()),
        more: Words::from("{purpose}. {what}. {how}.")
            .with("purpose", purpose(order.purpose, order.words.as_ref()))
            .with("what", told::chosen(view.file(), &order.chosen))
            .with("how", told::how(view.file(), order)),
        why: Words::from("{basis}. {name}.")
            .with("basis", told::basis(&order.basis))
            .with("name", view.staff_name(made.by)),
    }
}

fn waiting(view: &CaseView) -> Vec<AccountLine> {
    let disclosures = &view.file().disclosures;
    let open = disclosures.asked.iter().rev().filter(|asked| disclosures.made(asked.asked.id).is_none());
    let line = |asked: &domain::disclosures::Asked| AccountLine {
        href: path_of(view.id(), asked.asked.id),
        what: "By law".into(),
        state: show::state(asked),
        recipient: Name::new(asked.asked.recipient.reveal()),
        more: told::chosen(view.file(), &asked.asked.chosen),
        why: Words::from("{law}. {name}, {when}.")
            .with("law", asked.asked.law.reveal().to_owned())
            .with("name", view.staff_name(asked.by))
            .with("when", when::when(asked.at)),
    };
    open.map(line).collect()
}

/// `GET /cases/{case}/disclosures`
pub async fn show(person: Person, Path(case): Path<String>, Query(days): Query<Days>) -> Answer {
    let case: DossierId = id(&case)?;
    let view = CaseView::open(&person, case, Action::ReadCase).await?;
    let today = person.organisation.rulebook.office.today(person.now());
    let may = view.may(Action::Disclose);
    let consents = if may { consents_to_choose(&person.ctx, case, today).await? } else { Vec::new() };
    Ok(person.show("Disclosures", |frame| {
        let give = || Act::link("Give something out", format!("{}/new", path(case))).main().icon("out");
        let lines: Vec<AccountLine> = days.of(&view, &person).into_iter().map(|made| line(&view, made)).collect();
        let form = Filled::new().with("from", days.from.clone()).with("until", days.until.clone());
        let consent = |one: &domain::sharing::Sharing| {
            let words = Words::from("Until {day}").with("day", when::plain_day(one.agreed.until));
            let soon = one.stands(today, &person.organisation.rulebook.sharing) == SharingStands::EndsSoon;
            let state = if soon { State::due(words) } else { State::done(words) };
            (Name::new(one.agreed.recipient.reveal()), state)
        };
        let client = view.around.client_id.filter(|_| may);
        AccountPage {
            folder: view.folder(&person, may.then(give).into_iter().collect()),
            tabs: view.tabs(At::Search),
            action: path(case),
            days: vec![Field::row(
                "Which days",
                vec![form.date("from", "From").free(), form.date("until", "Until").free()],
            )],
            print: view
                .may(Action::PrintCase)
                .then(|| Act::link("Print this account", format!("{}/pdf{}", path(case), days.query())).icon("print")),
            waiting: waiting(&view),
            empty: lines.is_empty().then(|| {
                Empty::new("Nothing was given out.", "What leaves the house stands here: to whom, what, why and how.")
            }),
            lines,
            consents: consents.iter().map(consent).collect(),
            sharing: client.map(|client| Act::link("See the consents to share", paths::of_client(client, "sharing"))),
            frame,
        }
    }))
}
