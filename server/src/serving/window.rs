//! The pages, with the set-up link open for a quarter of an hour at most.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use casework::House;
use web::app::{WebSettings, router};
use web::guard::BadOrigin;

/// How long the set-up link holds. Whoever needs longer starts the server again.
pub(crate) const SET_UP_HOLDS: Duration = Duration::from_secs(15 * 60);

/// The pages that are served now.
#[derive(Clone)]
pub(crate) struct Window {
    pages: Router,
    with_set_up: Option<(Router, Instant)>,
}

impl Window {
    /// The pages of a house; its set-up link is open from now on.
    ///
    /// # Errors
    /// [`BadOrigin`] when the public address is none.
    pub(crate) fn new(house: Arc<House>, settings: WebSettings) -> Result<Self, BadOrigin> {
        let closed = WebSettings { set_up: None, ..settings.clone() };
        let pages = router(Arc::clone(&house), closed)?;
        let with_set_up = match settings.set_up {
            Some(_) => Some((router(house, settings)?, Instant::now() + SET_UP_HOLDS)),
            None => None,
        };
        Ok(Self { pages, with_set_up })
    }

    /// These pages and no others.
    pub(super) const fn of(pages: Router) -> Self {
        Self { pages, with_set_up: None }
    }

    /// What answers a request that comes now.
    pub(super) fn router(&self) -> Router {
        match &self.with_set_up {
            Some((open, until)) if Instant::now() < *until => open.clone(),
            _ => self.pages.clone(),
        }
    }
}
