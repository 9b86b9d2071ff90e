//! Messages that went out, found by their mark and by the number that they went to.

use domain::ids::ItemId;
use domain::time::Instant;
use store::{MessageSent, Store};
use uuid::Uuid;

use crate::support::{NOON, dossier, stores};

fn message(store: &Store, id: u128, of: u128, number: &str, sent: Instant) -> MessageSent {
    MessageSent {
        id: Uuid::from_u128(id),
        dossier: dossier(of),
        item: ItemId::new(Uuid::from_u128(9)),
        starts: NOON,
        hours: 24,
        means: "sms".to_owned(),
        number: store.number_digest(number),
        sent,
    }
}

#[tokio::test]
async fn a_message_is_found_by_its_mark_and_the_latest_one_by_the_number() {
    for (_place, store) in stores() {
        let one = message(&store, 1, 1, "+34600111222", NOON.plus_seconds(-60));
        let other = message(&store, 2, 2, "+34 600-111 222", NOON.plus_seconds(-30));
        let else_where = message(&store, 3, 2, "+34600111223", NOON);
        for message in [&one, &other, &else_where, &one] {
            store.put_message(message.clone()).await.unwrap();
        }
        assert_eq!(store.message(one.id).await.unwrap(), Some(one.clone()));
        assert_eq!(store.message(Uuid::from_u128(4)).await.unwrap(), None);
        let to = store.number_digest("+34600111222").unwrap();
        assert!(!to.windows(4).any(|part| part == b"6001"), "the number is not kept");
        let ids: Vec<Uuid> = store.messages_to(to.clone()).await.unwrap().iter().map(|message| message.id).collect();
        assert_eq!(ids, [other.id, one.id]);
        assert_eq!(store.number_digest(" - "), None);
        assert_eq!(store.sweep_messages(NOON).await.unwrap(), 0);
        assert_eq!(store.sweep_messages(NOON.plus_seconds(1)).await.unwrap(), 3);
        assert!(store.messages_to(to).await.unwrap().is_empty());
    }
}
