//! The account page and the page of all keys.

use domain::time::Instant;

use crate::face::prelude::*;

/// One open sign-in of this person.
#[derive(Debug, Clone)]
pub struct SignInRow {
    /// "Firefox on Linux".
    pub device: String,
    /// When it began.
    pub began: Instant,
    /// When it was last used.
    pub last: Instant,
    /// This very one.
    pub here: bool,
    /// Ends it; none for this very one.
    pub end: Option<Act>,
}

/// `GET /account`. Sends `current-password` and `password` to `POST /account/password`, `letters` to `POST /account/letters`, and nothing to `POST /account/sign-ins/end-others`.
#[derive(Debug, Template)]
#[template(path = "account/show.html")]
pub struct AccountPage {
    /// The frame.
    pub frame: Frame,
    /// Name, title, role, staff name, e-mail, teams.
    pub facts: Pairs,
    /// Open sign-ins, this one first.
    pub sign_ins: Vec<SignInRow>,
    /// What was wrong with the change of the password.
    pub form: Filled,
    /// Since when the authenticator app is set up.
    pub authenticator: Option<Instant>,
    /// How many recovery codes are unused.
    pub codes_left: u8,
    /// Whether they may have their calendar in another program.
    pub feeds: bool,
}

impl AccountPage {
    fn others(&self) -> bool {
        1 < self.sign_ins.len()
    }

    fn codes(&self) -> State {
        let words = Words::count("{n} recovery code is left", "{n} recovery codes are left", self.codes_left);
        if self.codes_left < 3 { State::due(words).icon("late") } else { State::done(words) }
    }
}

/// `GET /account/recovery-codes`: sends `current-password`.
#[derive(Debug, Template)]
#[template(path = "account/renew.html")]
pub struct RenewPage {
    /// Title "New recovery codes".
    pub door: Door,
    /// What was wrong.
    pub form: Filled,
}

/// `GET /keys` – all keys of the keyboard, for who has no script.
#[derive(Debug, Template)]
#[template(path = "account/keys.html")]
pub struct KeyboardPage {
    /// The frame.
    pub frame: Frame,
}

#[cfg(test)]
pub(crate) fn samples(show: &mut crate::samples::Samples) {
    use crate::samples::{at, data, frame};
    let row = |device: &str, began, last, here| SignInRow {
        device: data(device),
        began,
        last,
        here,
        end: (!here).then(|| Act::post("End", "/account/sign-ins/2/end").about("this sign-in")),
    };
    show.page(
        "account",
        &AccountPage {
            frame: frame().page("Your account", "/account"),
            facts: Pairs::new()
                .with("Name", data("Maria Vega"))
                .with("Title", data("Social worker"))
                .with("Role", "Caseworker")
                .with("Staff name", data("maria.vega")),
            sign_ins: vec![
                row("Firefox on Linux", at(20, 8, 2), at(20, 10, 42), true),
                row("Safari on a phone", at(19, 17, 30), at(19, 18, 5), false),
            ],
            form: Filled::new().wrong("current-password", "This is not your password."),
            authenticator: Some(at(2, 9, 0)),
            codes_left: 2,
            feeds: true,
        },
    );
    let door = Door::new("New recovery codes", data("Tannery Lane Youth Counselling"));
    show.page("account-renew", &RenewPage { door, form: Filled::new() });
    show.page("keys", &KeyboardPage { frame: frame().page("Keys", "/keys") });
}
