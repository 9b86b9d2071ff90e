//! The page of the first run, opened by the one-time link.

use crate::face::prelude::*;

/// Where one is in a row of steps.
#[derive(Debug, Clone, Template)]
#[template(path = "setup/steps.html")]
pub struct Steps {
    /// The names of the steps.
    pub names: Vec<Words>,
    /// The open one, from 0.
    pub open: usize,
}

crate::face::words::html_parts!(Steps);

impl Steps {
    /// The five steps of the first run; the three in the middle are those of the administrator's own invitation.
    pub fn of_setup(open: usize) -> Self {
        Self {
            names: ["Organisation", "Password", "Authenticator app", "Recovery codes", "Recovery kit"]
                .map(Words::from)
                .into(),
            open,
        }
    }

    /// The three steps of an invitation.
    pub fn of_invitation(open: usize) -> Self {
        Self { names: ["Password", "Authenticator app", "Recovery codes"].map(Words::from).into(), open }
    }

    fn is_done(&self, index: &usize) -> bool {
        *index < self.open
    }

    fn is_open(&self, index: &usize) -> bool {
        *index == self.open
    }
}

/// `GET /set-up/{secret}`; sends `organisation`, `zone`, `name`, `title` and `login` back to the same address.
#[derive(Debug, Template)]
#[template(path = "setup/show.html")]
pub struct SetUpPage {
    /// Title "Your organisation", wide.
    pub door: Door,
    /// Where one is.
    pub steps: Steps,
    /// The one-time link itself.
    pub action: String,
    /// What was filled in.
    pub form: Filled,
    /// Names of time zones to suggest, such as "Europe/Berlin".
    pub zones: Vec<String>,
}

#[cfg(test)]
pub(crate) fn samples(show: &mut crate::samples::Samples) {
    use crate::samples::data;
    super::kit::samples(show);
    show.page(
        "set-up",
        &SetUpPage {
            door: Door::new("Your organisation", "").wide(),
            steps: Steps::of_setup(0),
            action: "/set-up/sample".into(),
            form: Filled::new().with("zone", data("Europe/Berlin")).wrong("login", "Please fill this in."),
            zones: vec![data("Europe/Berlin"), data("Europe/Lisbon")],
        },
    );
}
