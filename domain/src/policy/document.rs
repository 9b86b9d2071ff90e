//! The table of permissions as a document, which a test compares with `docs/permissions.md`.

use super::{Action, Line, TieKind, Which};
use crate::ids::DossierKind;
use crate::staff::Role;

/// The table as a document.
pub fn document() -> String {
    let mut text = String::from(
        "# Permissions\n\nWho may do what. Generated from `domain/src/policy.rs`; do not edit.\n\n\
         Before any line: the account is active and the second factor was given; an exclusion (own file, relative, conflict of interest) \
         beats everything; a destroyed file is closed to everybody. What no line allows is refused, and looks the same as what is absent.\n\n\
         | action | what | roles | files |\n| --- | --- | --- | --- |\n",
    );
    for action in Action::ALL {
        for Line(roles, which) in action.lines() {
            let roles: Vec<&str> = roles.iter().map(|role| role.word()).collect();
            let roles = if roles.len() == Role::ALL.len() { "everybody".to_owned() } else { roles.join(", ") };
            text.push_str(&format!("| {} | {} | {roles} | {} |\n", action.name(), action.does(), which.words()));
        }
    }
    text.push_str("\n| tie | reads up to |\n| --- | --- |\n");
    for tie in TieKind::ALL.into_iter().filter(|tie| *tie != TieKind::Excluded) {
        let (level, of_client) = (tie.clearance(), tie.clearance_in(Some(DossierKind::Client)));
        let more =
            if of_client == level { String::new() } else { format!("; in a client's file {}", of_client.word()) };
        text.push_str(&format!("| {} | {}{more} |\n", tie.code(), level.word()));
    }
    text
}

impl Which {
    fn words(self) -> String {
        let ties = |kinds: &[TieKind]| kinds.iter().map(|tie| tie.code()).collect::<Vec<_>>().join(" or ");
        match self {
            Self::NoFile => "none concerned".to_owned(),
            Self::OpenTied(kinds) => format!("open, {}", ties(kinds)),
            Self::Tied(kinds) => ties(kinds),
            Self::Closed => "closed".to_owned(),
            Self::Every => "every".to_owned(),
            Self::Headers => "every, headers only".to_owned(),
            Self::Of(kind) => format!("every {}", kind.code()),
            Self::UpTo(kind, level) => format!("every {} up to {}", kind.code(), level.word()),
        }
    }
}
