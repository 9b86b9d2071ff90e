//! Whether the server is alive and can work, for whoever watches it.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use casework::House;

/// `GET /healthz` – the process answers.
pub async fn live() -> &'static str {
    "alive\n"
}

/// `GET /readyz` – the database answers and takes writes.
pub async fn ready(State(house): State<Arc<House>>) -> (StatusCode, &'static str) {
    match house.store().ledger_size().await {
        Ok(_) if !house.store().is_broken() => (StatusCode::OK, "ready\n"),
        _ => (StatusCode::SERVICE_UNAVAILABLE, "not ready\n"),
    }
}
