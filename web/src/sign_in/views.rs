//! The pages of signing in.

use crate::face::prelude::*;

/// One click to sign in as a role, in the demonstration only.
#[derive(Debug, Clone)]
pub struct DemoPerson {
    /// What is sent.
    pub id: String,
    /// The invented name.
    pub name: String,
    /// The role, and what one can see with it.
    pub role: Words,
    /// What to look at first.
    pub more: Words,
}

/// `GET /sign-in`; sends `who` and `password` to `POST /sign-in`.
#[derive(Debug, Template)]
#[template(path = "sign_in/new.html")]
pub struct SignInPage {
    /// Title "Sign in" and the organisation.
    pub door: Door,
    /// `who`, and what was wrong.
    pub form: Filled,
    /// Where to go afterwards, an address of our own; sent as `next`.
    pub next: String,
    /// "You are signed out." and the like.
    pub told: Option<Told>,
    /// People of the demonstration; sends `id` to `POST /demo`.
    pub demo: Vec<DemoPerson>,
    /// "The record is whole. Last checked today at 10:41."
    pub record: Words,
}

/// `GET /sign-in/code`; sends `code` to `POST /sign-in/code`.
#[derive(Debug, Template)]
#[template(path = "sign_in/code.html")]
pub struct CodePage {
    /// Title "The code from your app".
    pub door: Door,
    /// What was wrong.
    pub form: Filled,
    /// Where to go afterwards, an address of our own; sent as `next`.
    pub next: String,
}

/// `GET /sign-in/recovery`; sends `recovery-code` to `POST /sign-in/recovery`.
#[derive(Debug, Template)]
#[template(path = "sign_in/recovery.html")]
pub struct RecoveryPage {
    /// Title "Use a recovery code".
    pub door: Door,
    /// What was wrong.
    pub form: Filled,
    /// Where to go afterwards, an address of our own; sent as `next`.
    pub next: String,
}

/// `GET /sign-in/help` – what to do when signing in fails.
#[derive(Debug, Template)]
#[template(path = "sign_in/help.html")]
pub struct HelpPage {
    /// Title "I cannot sign in".
    pub door: Door,
}

#[cfg(test)]
pub(crate) fn samples(show: &mut crate::samples::Samples) {
    use crate::samples::data;
    let door = |title: &'static str| Door::new(title, data("Tannery Lane Youth Counselling"));
    let record: Words = "The record is whole. Last checked today at 10:41.".into();
    show.page(
        "sign-in",
        &SignInPage {
            door: door("Sign in"),
            form: Filled::new(),
            next: "/".into(),
            told: Some(Told::done("You are signed out.", "This browser has forgotten what it kept.")),
            demo: vec![],
            record: record.clone(),
        },
    );
    let person = |name: &str, role: &'static str, more: &'static str| DemoPerson {
        id: data(name),
        name: data(name),
        role: role.into(),
        more: more.into(),
    };
    show.page(
        "sign-in-demo",
        &SignInPage {
            door: door("Sign in"),
            form: Filled::new().with("who", data("maria")).refused("Name and password do not belong together."),
            next: "/".into(),
            told: None,
            demo: vec![
                person("Maria Vega", "Caseworker", "Today, sessions, notes"),
                person("Tomas Lindqvist", "Supervisor", "Approvals, caseloads"),
                person("Beate Sonnleithner", "Compliance officer", "Assurance"),
            ],
            record,
        },
    );
    show.page(
        "sign-in-code",
        &CodePage { door: door("The code from your app"), form: Filled::new(), next: "/".to_owned() },
    );
    show.page(
        "sign-in-recovery",
        &RecoveryPage { door: door("Use a recovery code"), form: Filled::new(), next: "/".to_owned() },
    );
    show.page("sign-in-help", &HelpPage { door: door("I cannot sign in") });
}
