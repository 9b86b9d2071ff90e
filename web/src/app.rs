//! What the pages run on: the house, and the few settings that concern HTTP.

use std::sync::Arc;

use axum::Router;
use axum::extract::FromRef;
use axum::middleware::from_fn;
use casework::House;

use crate::face::live;
use crate::guard::{BadOrigin, Guard, guarded};
use crate::paper::photos::Photos;
use crate::press::Press;
use crate::problem::Problem;
use crate::routes;

/// What concerns HTTP.
#[derive(Clone, Debug)]
pub struct WebSettings {
    /// The public address, such as `https://casekeep.example.org`; requests to any other host are turned away.
    pub origin: String,
    /// Whether this is the demonstration: a banner above all pages, and links for signing in.
    pub demo: bool,
    /// SHA-256 of the secret in the one-time set-up link, while the installation is not set up.
    pub set_up: Option<[u8; 32]>,
    /// What turns files of others into pictures.
    pub viewer: viewer::Viewer,
}

/// What every handler can reach.
#[derive(Clone)]
pub struct App {
    /// The house.
    pub house: Arc<House>,
    /// The settings.
    pub settings: Arc<WebSettings>,
    /// What prints.
    pub press: Press,
    /// What has photos read.
    pub photos: Photos,
}

impl FromRef<App> for Arc<House> {
    fn from_ref(app: &App) -> Self {
        Self::clone(&app.house)
    }
}

/// Everything that answers over HTTP.
///
/// # Errors
/// [`BadOrigin`] when the public address of the settings is not one.
pub fn router(house: Arc<House>, settings: WebSettings) -> Result<Router, BadOrigin> {
    let mut guard = Guard::new(settings.origin.parse()?);
    guard.loopback = settings.demo;
    let app = App { house, settings: Arc::new(settings), press: Press::default(), photos: Photos::default() };
    let pages = routes::router().fallback(missing).layer(from_fn(live::follow_once));
    Ok(guarded(pages.with_state(app), guard))
}

async fn missing() -> Problem {
    Problem::Missing
}
