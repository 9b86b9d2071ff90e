//! The warning that somebody may be known already (CM-4.1.2): while the form is typed, and again when it is sent.
//!
//! A match that the person may not see is told as "already known", with whom to ask; never who it is.

use casework::accounts::staff_list;
use casework::clients::{Alike, Likeness, likely_duplicates, parse_phone};
use domain::likeness::Features;
use domain::policy::Action;
use domain::staff::StaffCard;
use jiff::civil::Date;

use super::colleague;
use super::details::born_words;
use crate::answer::Answer;
use crate::face::prelude::*;
use crate::face::{self, words::html_parts};
use crate::fields::Fields;
use crate::paths;
use crate::person::Person;
use crate::problem::Problem;

/// One who may be the same person.
#[derive(Debug, Clone)]
pub struct AlikeRow {
    /// How alike.
    pub state: State,
    /// Number and name, when they may be seen.
    pub known: Option<(Number, Name)>,
    /// Birth date and the like, or whom to ask.
    pub more: Words,
    /// The identity page, when it may be opened.
    pub href: String,
}

/// The warning with its tick; nothing is shown while nobody is alike.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "clients/alike.html")]
pub struct Alikes {
    /// Those who were found, the likeliest first.
    pub found: Vec<AlikeRow>,
    /// Whether it was ticked that this is another person, and what is wrong with that.
    pub form: Filled,
}

html_parts!(Alikes);

/// What was found, before it is told.
pub(super) struct Look {
    found: Vec<Alike>,
    staff: Vec<StaffCard>,
    today: Date,
}

impl Look {
    /// Whether there is somebody to look at.
    pub(super) const fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Told on a page. To be called while it is built.
    pub(super) fn told(&self, form: &Filled) -> Alikes {
        let found = self.found.iter().map(|alike| self.row(alike)).collect();
        Alikes { found, form: form.clone() }
    }

    fn row(&self, alike: &Alike) -> AlikeRow {
        match alike {
            Alike::Visible { client, card, likeness } => AlikeRow {
                state: state(*likeness),
                known: Some((Number::new(&card.number), Name::new(card.full_name()))),
                more: card.birth_date.map_or("Birth date not known".into(), |born| born_words(born, self.today)),
                href: paths::client(*client),
            },
            Alike::AskOwner { owner, likeness } => AlikeRow {
                state: state(*likeness),
                known: None,
                more: self.ask(owner.and_then(|owner| colleague(&self.staff, owner))),
                href: String::new(),
            },
        }
    }

    fn ask(&self, owner: Option<String>) -> Words {
        match owner {
            Some(name) => {
                Words::from("Already known here. You do not work with this file: ask {name} before you go on.")
                    .with("name", name)
            }
            None => {
                "Already known here. Nobody carries this file now: ask the records officer before you go on.".into()
            }
        }
    }
}

fn state(likeness: Likeness) -> State {
    match likeness {
        Likeness::Likely => State::overdue("Most probably the same person"),
        Likeness::Possible => State::due("Worth a look"),
    }
}

/// Looks for those who may be the person of this form, by what can be read of it so far.
pub(super) async fn look(person: &Person, fields: &Fields) -> Result<Look, Problem> {
    let today = person.organisation.rulebook.office.today(person.now());
    let phone = parse_phone(fields.text("phone"), None).ok().flatten();
    let who = Features {
        given: fields.text("given-names").chars().take(200).collect(),
        family: fields.text("family-name").chars().take(200).collect(),
        born: fields.text("birth-date").parse().ok(),
        phone: phone.map(|phone| phone.reveal().to_owned()),
    };
    if who.family.is_empty() {
        return Ok(Look { found: Vec::new(), staff: Vec::new(), today });
    }
    let found = likely_duplicates(&person.ctx, &who).await?;
    let hidden = found.iter().any(|alike| matches!(alike, Alike::AskOwner { .. }));
    let staff = if hidden { staff_list(&person.ctx).await? } else { Vec::new() };
    Ok(Look { found, staff, today })
}

/// `POST /clients/alike` – the warning for what has been typed so far, as a part of the page.
pub async fn show(person: Person, fields: Fields) -> Answer {
    person.ctx.permit(Action::RegisterClient, None).await?;
    let look = look(&person, &fields).await?;
    Ok(face::voice::speaking(person.voice(), || face::show(person.voice(), &look.told(&Filled::new()))))
}
