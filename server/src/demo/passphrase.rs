//! The password of everybody in the demo: drawn at each start and printed, so that signing can be tried in the browser.

use std::sync::Arc;

use anyhow::{Context as _, Result};
use casework::House;
use vault::Cost;
use zeroize::Zeroizing;

use super::staff::STAFF;

const WORDS: [&str; 32] = [
    "harbour", "lantern", "meadow", "pepper", "violin", "saddle", "copper", "willow", "anchor", "button", "candle",
    "desert", "ember", "feather", "garden", "hazel", "island", "jacket", "kettle", "ladder", "marble", "needle",
    "orchard", "pebble", "quarry", "ribbon", "saffron", "thimble", "umbrella", "velvet", "walnut", "zephyr",
];

/// Gives everybody the same new password and answers with it.
pub(crate) async fn give_passphrase(house: &Arc<House>) -> Result<Zeroizing<String>> {
    let passphrase = draw();
    // One hash for all: at the cost of tests it protects nothing, and nothing here needs protection.
    let hash = house.store().passwords(Cost::TESTS).hash(&passphrase)?;
    for person in &STAFF {
        let account = house.store().account_by_login(person.login).await?.context("this data folder is not a demo")?;
        house.store().set_password(account.staff, Zeroizing::new(hash.clone()), house.now()).await?;
    }
    Ok(passphrase)
}

fn draw() -> Zeroizing<String> {
    let mut chance = [0_u8; 4];
    vault::fill_random(&mut chance);
    let words = chance.iter().filter_map(|byte| WORDS.get(usize::from(*byte) % WORDS.len()).copied());
    Zeroizing::new(words.collect::<Vec<_>>().join("-"))
}
