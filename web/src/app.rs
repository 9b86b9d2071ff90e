//! What the pages run on: the house, and the few settings that concern HTTP.

use std::sync::Arc;

use axum::Router;
use axum::extract::FromRef;
use casework::House;

use crate::{guard, routes};

/// What concerns HTTP.
#[derive(Clone, Debug)]
pub struct WebSettings {
    /// The public address, such as `https://casekeep.example.org`; requests to any other host are turned away.
    pub origin: String,
    /// Whether this is the demonstration: a banner above all pages, and links for signing in.
    pub demo: bool,
    /// SHA-256 of the secret in the one-time set-up link, while the installation is not set up.
    pub set_up: Option<[u8; 32]>,
}

/// What every handler can reach.
#[derive(Clone)]
pub struct App {
    /// The house.
    pub house: Arc<House>,
    /// The settings.
    pub settings: Arc<WebSettings>,
}

impl FromRef<App> for Arc<House> {
    fn from_ref(app: &App) -> Self {
        Self::clone(&app.house)
    }
}

/// Everything that answers over HTTP.
pub fn router(house: Arc<House>, settings: WebSettings) -> Router {
    let app = App { house, settings: Arc::new(settings) };
    guard::around(routes::router(), &app.settings).with_state(app)
}
