//! The recovery kit: what it is, how it stands, and what is typed on the server to make one and to read it back. The last step of the first run; it
//! can be left for later, and then stands on Today until it is done.

use casework::keys::{KitStands, kit_stands};
use domain::kits::KitIs;

use super::views::Steps;
use crate::answer::Answer;
use crate::face::parts::{Act, Pairs};
use crate::face::prelude::*;
use crate::person::Person;
use crate::system::kit::{PATH, facts, judged};
use crate::today::pages::is_alone;

/// `GET /recovery-kit`
#[derive(Debug, Template)]
#[template(path = "setup/kit.html")]
pub struct KitPage {
    /// Title "Recovery kit", wide.
    pub door: Door,
    /// Where one is; none after the first run.
    pub steps: Option<Steps>,
    /// How it stands.
    pub state: State,
    /// What to know, or to do, about it.
    pub says: Words,
    /// The newest kit.
    pub facts: Pairs,
    /// Whether one is to be made.
    pub make: bool,
    /// Whether it can be passed, because one was read back.
    pub good: bool,
    /// The ways on.
    pub acts: Vec<Act>,
}

/// `GET /recovery-kit`
pub async fn show(person: Person) -> Answer {
    let stands = kit_stands(&person.ctx).await?;
    let first = is_alone(&person).await?;
    Ok(person.show("Recovery kit", |frame| KitPage {
        door: Door { scheme: frame.scheme, ..Door::new("Recovery kit", frame.organisation).wide() },
        ..page(&stands, first)
    }))
}

fn page(stands: &KitStands, first: bool) -> KitPage {
    let (state, says) = judged(stands);
    let good = stands.is == KitIs::Good;
    let acts = match good {
        true => vec![Act::link("Go to Today", "/").main()],
        false => vec![Act::link("Look again", PATH).main(), Act::link("Later", "/")],
    };
    KitPage {
        door: Door::new("Recovery kit", "").wide(),
        steps: first.then(|| Steps::of_setup(4)),
        state,
        says,
        facts: facts(stands),
        make: matches!(stands.is, KitIs::None | KitIs::Void),
        good,
        acts,
    }
}

#[cfg(test)]
pub(crate) fn samples(show: &mut crate::samples::Samples) {
    for (name, stands) in crate::system::kit::samples() {
        show.page(&format!("recovery-kit-{name}"), &page(&stands, name == "none"));
    }
}
