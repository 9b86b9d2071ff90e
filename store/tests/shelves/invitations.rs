//! Invitations.

use store::{Invitation, InvitationPurpose};

use crate::support::{ANNA, NOON, TOMAS, stores};

fn invitation() -> Invitation {
    Invitation { staff: ANNA, purpose: InvitationPurpose::Invite, made: NOON, expires: NOON.plus_seconds(3600) }
}

#[tokio::test]
async fn looking_does_not_use_an_invitation_and_of_many_uses_one_counts() {
    for (place, store) in stores() {
        store.invite([1; 32], invitation()).await.unwrap();
        for _ in 0..3 {
            assert_eq!(store.look_at_invitation([1; 32], NOON).await.unwrap(), Some(invitation()));
        }
        let racers: Vec<_> = (0..20)
            .map(|_| {
                let store = store.clone();
                tokio::spawn(async move { store.use_invitation([1; 32], NOON).await.unwrap() })
            })
            .collect();
        let mut winners = vec![];
        for racer in racers {
            winners.extend(racer.await.unwrap());
        }
        assert_eq!(winners, [invitation()], "{}", place.engine());
        assert_eq!(store.look_at_invitation([1; 32], NOON).await.unwrap(), None);
    }
}

#[tokio::test]
async fn an_invitation_runs_out() {
    for (_place, store) in stores() {
        store.invite([1; 32], invitation()).await.unwrap();
        let end = NOON.plus_seconds(3600);
        assert_eq!(store.look_at_invitation([1; 32], end).await.unwrap(), None);
        assert_eq!(store.use_invitation([1; 32], end).await.unwrap(), None);
        assert_eq!(store.sweep_invitations(end).await.unwrap(), 0);
        assert_eq!(store.sweep_invitations(end.plus_seconds(1)).await.unwrap(), 1);
    }
}

#[tokio::test]
async fn a_new_invitation_makes_the_earlier_one_for_the_same_purpose_void() {
    for (_place, store) in stores() {
        let usable = async |token| store.look_at_invitation([token; 32], NOON).await.unwrap().is_some();
        store.invite([1; 32], invitation()).await.unwrap();
        store.invite([2; 32], Invitation { purpose: InvitationPurpose::Reset, ..invitation() }).await.unwrap();
        store.invite([3; 32], Invitation { staff: TOMAS, ..invitation() }).await.unwrap();
        store.invite([4; 32], invitation()).await.unwrap();
        assert_eq!([usable(1).await, usable(2).await, usable(3).await, usable(4).await], [false, true, true, true]);
        assert_eq!(store.withdraw_invitations(ANNA).await.unwrap(), 2);
        assert_eq!([usable(2).await, usable(3).await, usable(4).await], [false, true, false]);
    }
}
