//! The list of everything that answers over HTTP: reviewed as a list, printed to `docs/routes.md`, and walked by the tests.

macro_rules! routes {
    ($($method:ident $path:literal => $handler:path, $who:ident, $action:literal, $does:literal;)*) => {
        /// The routes of this part.
        pub(super) const PART: &[Route] = &[$(Route {
            method: stringify!($method), path: $path, who: Who::$who, action: $action, does: $does,
        },)*];

        /// The router over them.
        pub(super) fn part() -> Router<App> {
            Router::new()$(.route($path, $method($handler)))*
        }
    };
}

mod cases;
mod document;
mod forms;
mod house;
mod route;

use axum::Router;

use crate::app::App;

pub use document::document;
pub use forms::{FROM_MACHINES, TAKES_FILES, WITHOUT_KEY};
pub use route::{Route, Who};

/// Every route.
pub const LIST: &[Route] = &joined::<{ house::PART.len() + cases::PART.len() }>();

#[expect(clippy::indexing_slicing, reason = "it is done while compiling")]
const fn joined<const ALL: usize>() -> [Route; ALL] {
    let mut all = [house::PART[0]; ALL];
    let mut at = 0;
    while at < ALL {
        all[at] = if at < house::PART.len() { house::PART[at] } else { cases::PART[at - house::PART.len()] };
        at += 1;
    }
    all
}

/// The router over the list.
pub fn router() -> Router<App> {
    house::part().merge(cases::part())
}

#[cfg(test)]
mod tests;
