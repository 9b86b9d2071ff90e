//! Sign-ins.

use domain::time::Instant;
use store::{AccountState, NewSignIn, Preferences, Scheme, Store};
use zeroize::Zeroizing;

use crate::support::{ANNA, NOON, TOMAS, stores};

const LAPTOP: [u8; 32] = [1; 32];
const PHONE: [u8; 32] = [2; 32];

async fn begin(store: &Store, token: [u8; 32], at: Instant) {
    let epoch = store.account(ANNA).await.unwrap().unwrap().epoch;
    let device = "Firefox on Linux".to_owned();
    let method = "password_and_code".to_owned();
    let new = NewSignIn { token, staff: ANNA, epoch, method, device, preferences: Preferences::default() };
    store.begin_sign_in(new, at).await.unwrap();
}

async fn signed_in(store: &Store) {
    store.open_account(ANNA, "anna", NOON).await.unwrap();
    begin(store, LAPTOP, NOON).await;
    begin(store, PHONE, NOON.plus_seconds(1)).await;
}

async fn holds(store: &Store, token: [u8; 32]) -> bool {
    store.sign_in(token).await.unwrap().is_some()
}

#[tokio::test]
async fn a_sign_in_is_found_by_its_digest_and_lists_its_device() {
    for (_place, store) in stores() {
        signed_in(&store).await;
        let found = store.sign_in(LAPTOP).await.unwrap().unwrap();
        assert_eq!((found.staff, found.began, found.seen, found.proved), (ANNA, NOON, NOON, NOON));
        assert_eq!(found.method, "password_and_code");
        assert!(!holds(&store, [9; 32]).await);
        let all = store.sign_ins(ANNA).await.unwrap();
        let listed: Vec<_> = all.iter().map(|(sign_in, device)| (sign_in.token, device.as_str())).collect();
        assert_eq!(listed, [(PHONE, "Firefox on Linux"), (LAPTOP, "Firefox on Linux")]);
    }
}

#[tokio::test]
async fn whatever_raises_the_epoch_ends_every_sign_in_at_once() {
    for (_place, store) in stores() {
        signed_in(&store).await;
        store.set_password(ANNA, Zeroizing::new("hash".to_owned()), NOON).await.unwrap();
        assert!(!holds(&store, LAPTOP).await && !holds(&store, PHONE).await);
        begin(&store, [3; 32], NOON).await;
        assert!(holds(&store, [3; 32]).await);
        store.set_account_state(ANNA, AccountState::Disabled, NOON).await.unwrap();
        begin(&store, [4; 32], NOON).await;
        assert!(!holds(&store, [4; 32]).await, "a disabled account");
        assert!(store.sign_ins(ANNA).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_request_is_noted_every_thirty_seconds_at_most_and_never_backwards() {
    for (_place, store) in stores() {
        signed_in(&store).await;
        let seen = async || store.sign_in(LAPTOP).await.unwrap().unwrap();
        let first = seen().await;
        store.touch_sign_in(&first, NOON.plus_seconds(29)).await.unwrap();
        assert_eq!(seen().await.seen, NOON);
        store.touch_sign_in(&first, NOON.plus_seconds(300)).await.unwrap();
        store.touch_sign_in(&first, NOON.plus_seconds(200)).await.unwrap();
        assert_eq!(seen().await.seen, NOON.plus_seconds(300));
        assert!(store.prove_sign_in(LAPTOP, NOON.plus_seconds(400)).await.unwrap());
        assert_eq!(seen().await.proved, NOON.plus_seconds(400));
        assert!(!store.prove_sign_in([9; 32], NOON).await.unwrap());
    }
}

#[tokio::test]
async fn one_sign_in_or_all_others_can_be_ended() {
    for (_place, store) in stores() {
        signed_in(&store).await;
        assert!(!store.end_sign_in(TOMAS, LAPTOP).await.unwrap(), "somebody else's");
        assert!(store.end_sign_in(ANNA, LAPTOP).await.unwrap());
        assert!(!holds(&store, LAPTOP).await && holds(&store, PHONE).await);
        begin(&store, LAPTOP, NOON).await;
        assert_eq!(store.end_sign_ins(ANNA, Some(PHONE)).await.unwrap(), 1);
        assert!(!holds(&store, LAPTOP).await && holds(&store, PHONE).await);
        assert_eq!(store.end_sign_ins(ANNA, None).await.unwrap(), 1);
    }
}

#[tokio::test]
async fn the_sweep_forgets_what_can_no_longer_hold() {
    for (_place, store) in stores() {
        signed_in(&store).await;
        assert_eq!(store.sweep_sign_ins(NOON, NOON).await.unwrap(), 0);
        assert_eq!(store.sweep_sign_ins(NOON.plus_seconds(1), NOON).await.unwrap(), 1);
        assert!(!holds(&store, LAPTOP).await && holds(&store, PHONE).await);
        store.raise_epoch(ANNA, NOON).await.unwrap();
        assert_eq!(store.sweep_sign_ins(NOON, NOON).await.unwrap(), 1);
    }
}

#[tokio::test]
async fn preferences_are_kept_per_browser() {
    for (_place, store) in stores() {
        signed_in(&store).await;
        let dark = Preferences { curtain: true, scheme: Scheme::Dark, letters: false };
        store.set_preferences(PHONE, dark).await.unwrap();
        assert_eq!(store.sign_in(PHONE).await.unwrap().unwrap().preferences, dark);
        assert_eq!(store.sign_in(LAPTOP).await.unwrap().unwrap().preferences, Preferences::default());
    }
}
