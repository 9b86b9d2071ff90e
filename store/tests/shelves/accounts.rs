//! Accounts and second factors.

use store::{AccountFailure, AccountState, Store};
use zeroize::Zeroizing;

use crate::support::{ANNA, NOON, TOMAS, stores};

async fn open(store: &Store) {
    store.open_account(ANNA, "anna.lind@haven.example", NOON).await.unwrap();
}

fn hash(text: &str) -> Zeroizing<String> {
    Zeroizing::new(text.to_owned())
}

#[tokio::test]
async fn an_account_is_found_by_its_name_however_it_is_typed() {
    for (_place, store) in stores() {
        open(&store).await;
        let found = store.account_by_login(" Anna.Lind@HAVEN.example ").await.unwrap().unwrap();
        assert_eq!((found.staff, found.epoch, found.state), (ANNA, 1, AccountState::Active));
        assert!(found.password.is_none() && !found.has_code);
        assert!(store.account_by_login("anna.lint@haven.example").await.unwrap().is_none());
        assert!(store.account_by_login("  ").await.unwrap().is_none());
    }
}

#[tokio::test]
async fn a_name_or_a_person_has_one_account_only() {
    for (_place, store) in stores() {
        open(&store).await;
        let same_name = store.open_account(TOMAS, "ANNA.lind@haven.example", NOON).await;
        let same_person = store.open_account(ANNA, "a.lind@haven.example", NOON).await;
        assert!(matches!((same_name, same_person), (Err(AccountFailure::Taken), Err(AccountFailure::Taken))));
        store.open_account(TOMAS, "tomas.berg@haven.example", NOON).await.unwrap();
        let taken = store.rename_account(TOMAS, "anna.lind@haven.example", NOON).await;
        assert!(matches!(taken, Err(AccountFailure::Taken)));
        store.rename_account(ANNA, "anna.holm@haven.example", NOON).await.unwrap();
        store.rename_account(TOMAS, "anna.lind@haven.example", NOON).await.unwrap();
        assert_eq!(store.account_by_login("anna.lind@haven.example").await.unwrap().unwrap().staff, TOMAS);
        assert_eq!(store.accounts().await.unwrap().len(), 2);
    }
}

#[tokio::test]
async fn every_change_of_a_factor_or_of_the_state_raises_the_epoch() {
    for (_place, store) in stores() {
        open(&store).await;
        let later = NOON.plus_seconds(5);
        assert_eq!(store.set_password(ANNA, hash("$argon2id$1"), later).await.unwrap(), Some(2));
        assert_eq!(store.set_code_secret(ANNA, b"twenty bytes, secret", 7, later).await.unwrap(), Some(3));
        assert_eq!(store.set_account_state(ANNA, AccountState::Disabled, later).await.unwrap(), Some(4));
        assert_eq!(store.raise_epoch(ANNA, later).await.unwrap(), Some(5));
        assert_eq!(store.clear_code_secret(ANNA, later).await.unwrap(), Some(6));
        assert_eq!(store.raise_epoch(TOMAS, later).await.unwrap(), None);
        let account = store.account(ANNA).await.unwrap().unwrap();
        assert_eq!((account.epoch, account.state, account.changed), (6, AccountState::Disabled, later));
    }
}

#[tokio::test]
async fn a_hash_of_todays_cost_replaces_the_old_one_without_ending_sign_ins() {
    for (_place, store) in stores() {
        open(&store).await;
        store.set_password(ANNA, hash("old"), NOON).await.unwrap();
        assert!(store.refresh_password(ANNA, hash("old"), hash("new")).await.unwrap());
        assert!(!store.refresh_password(ANNA, hash("old"), hash("newer")).await.unwrap());
        let account = store.account(ANNA).await.unwrap().unwrap();
        assert_eq!((account.password.as_ref().map(|p| p.as_str()), account.epoch), (Some("new"), 2));
    }
}

#[tokio::test]
async fn the_secret_of_one_time_codes_opens_for_its_owner_only() {
    for (_place, store) in stores() {
        open(&store).await;
        store.set_code_secret(ANNA, b"twenty bytes, secret", 7, NOON).await.unwrap();
        assert_eq!(*store.code_secret(ANNA).await.unwrap().unwrap(), b"twenty bytes, secret");
        assert!(store.code_secret(TOMAS).await.unwrap().is_none());
        store.clear_code_secret(ANNA, NOON).await.unwrap();
        assert!(store.code_secret(ANNA).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn of_many_uses_of_one_code_at_once_one_counts_and_steps_never_go_back() {
    for (place, store) in stores() {
        open(&store).await;
        store.set_code_secret(ANNA, b"twenty bytes, secret", 100, NOON).await.unwrap();
        assert!(!store.use_code_step(ANNA, 100).await.unwrap(), "the code that confirmed the set-up");
        let racers: Vec<_> = (0..20)
            .map(|_| {
                let store = store.clone();
                tokio::spawn(async move { store.use_code_step(ANNA, 101).await.unwrap() })
            })
            .collect();
        let mut winners = 0;
        for racer in racers {
            winners += i32::from(racer.await.unwrap());
        }
        assert_eq!(winners, 1, "{}", place.engine());
        assert!(!store.use_code_step(ANNA, 99).await.unwrap());
        assert!(store.use_code_step(ANNA, 102).await.unwrap());
    }
}

#[tokio::test]
async fn a_recovery_code_works_once_and_new_codes_replace_the_old_ones() {
    for (place, store) in stores() {
        open(&store).await;
        store.set_recovery_codes(ANNA, vec![[1; 32], [2; 32]]).await.unwrap();
        assert_eq!(store.account(ANNA).await.unwrap().unwrap().recovery_codes, 2);
        let racers: Vec<_> = (0..20)
            .map(|_| {
                let store = store.clone();
                tokio::spawn(async move { store.use_recovery_code(ANNA, [1; 32]).await.unwrap() })
            })
            .collect();
        let mut winners = 0;
        for racer in racers {
            winners += i32::from(racer.await.unwrap());
        }
        assert_eq!(winners, 1, "{}", place.engine());
        assert!(!store.use_recovery_code(TOMAS, [2; 32]).await.unwrap());
        store.set_recovery_codes(ANNA, vec![[3; 32]]).await.unwrap();
        assert!(!store.use_recovery_code(ANNA, [2; 32]).await.unwrap());
        assert!(store.use_recovery_code(ANNA, [3; 32]).await.unwrap());
    }
}
