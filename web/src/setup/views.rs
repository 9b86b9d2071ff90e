//! The pages of the first run. Every form sends the one-time token along as `token`.

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
    /// The four steps of the first run.
    pub fn of_setup(open: usize) -> Self {
        Self { names: ["Organisation", "Administrator", "Keys", "Done"].map(Words::from).into(), open }
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

/// `GET /setup`; sends `organisation` and `zone` to `POST /setup/organisation`.
#[derive(Debug, Template)]
#[template(path = "setup/organisation.html")]
pub struct OrganisationPage {
    /// Title "Your organisation", wide.
    pub door: Door,
    /// Where one is.
    pub steps: Steps,
    /// The one-time token.
    pub token: String,
    /// `organisation`, `zone`.
    pub form: Filled,
    /// Names of time zones to suggest, such as "Europe/Berlin".
    pub zones: Vec<String>,
}

/// Sends `name`, `title`, `email`, `password` to `POST /setup/administrator`.
#[derive(Debug, Template)]
#[template(path = "setup/administrator.html")]
pub struct AdministratorPage {
    /// Title "The first administrator", wide.
    pub door: Door,
    /// Where one is.
    pub steps: Steps,
    /// The one-time token.
    pub token: String,
    /// `name`, `title`, `email`.
    pub form: Filled,
}

/// The recovery kit, shown once; sends `kept=yes` to `POST /setup/keys`. Print it, put it away.
#[derive(Template)]
#[template(path = "setup/keys.html")]
pub struct KeysPage {
    /// Title "Keys and recovery kit", wide.
    pub door: Door,
    /// Where one is.
    pub steps: Steps,
    /// The one-time token.
    pub token: String,
    /// `kept`.
    pub form: Filled,
    /// Where the root key lies, in words.
    pub place: Words,
    /// The recovery key in groups that can be typed.
    pub kit: Vec<String>,
    /// The same as a picture.
    pub qr: Option<Qr>,
    /// The key's fingerprint, for comparing later.
    pub fingerprint: String,
    /// The organisation, for the printed sheet.
    pub organisation: String,
    /// The day, for the printed sheet.
    pub day: jiff::civil::Date,
}

/// All is set up; what comes next.
#[derive(Debug, Template)]
#[template(path = "setup/done.html")]
pub struct DonePage {
    /// Title "Casekeep is ready", wide.
    pub door: Door,
    /// Where one is.
    pub steps: Steps,
    /// What to do next, with links.
    pub next: Vec<(Link, Words)>,
}

#[cfg(test)]
pub(crate) fn samples(show: &mut crate::samples::Samples) {
    use crate::samples::data;
    let door = |title: &'static str| Door::new(title, "").wide();
    let token = || "sample".to_owned();
    show.page(
        "setup-organisation",
        &OrganisationPage {
            door: door("Your organisation"),
            steps: Steps::of_setup(0),
            token: token(),
            form: Filled::new().with("zone", data("Europe/Berlin")),
            zones: vec![data("Europe/Berlin"), data("Europe/Lisbon")],
        },
    );
    let form = Filled::new()
        .with("name", data("Pavel Dvořák"))
        .wrong("password", "This password is too easy to guess. Take four or five words that do not belong together.");
    show.page(
        "setup-administrator",
        &AdministratorPage { door: door("The first administrator"), steps: Steps::of_setup(1), token: token(), form },
    );
    show.page(
        "setup-keys",
        &KeysPage {
            door: door("Keys and recovery kit"),
            steps: Steps::of_setup(2),
            token: token(),
            form: Filled::new(),
            place: "a file outside the data folder that only the service can read".into(),
            kit: ["7K3F9Q", "M2XW8T", "D4N8GX", "P8D1YS", "H9HN4R", "BP5TQ0", "VZE2AA", "C0D3"].map(data).into(),
            qr: Qr::new("CASEKEEP-ROOT-7K3F9QM2XW8TD4N8GXP8D1YSH9HN4RBP5TQ0VZE2AAC0D3"),
            fingerprint: data("3f9a 07c2 91be"),
            organisation: data("Tannery Lane Youth Counselling"),
            day: jiff::civil::date(2026, 11, 20),
        },
    );
    let next = |href: &str, words: &'static str, more: &'static str| (Link::new(href, words), Words::from(more));
    show.page(
        "setup-done",
        &DonePage {
            door: door("Casekeep is ready"),
            steps: Steps::of_setup(3),
            next: vec![
                next("/organisation/staff", "Invite people", "Each gets a link that works once, for 24 hours."),
                next(
                    "/organisation/procedures",
                    "Adopt the procedures",
                    "The five come with safe presets; change what your house does differently.",
                ),
                next("/system/backups", "Set up backups", "Every night to another place, tried once a month."),
            ],
        },
    );
}
