//! Secret addresses of calendars.

use domain::ids::ItemId;
use store::KeptFeed;
use uuid::Uuid;

use crate::support::{ANNA, NOON, TOMAS, stores};

fn kept(n: u128) -> KeptFeed {
    KeptFeed { staff: ANNA, feed: ItemId::new(Uuid::from_u128(n)), made: NOON, fetched: None }
}

#[tokio::test]
async fn a_feed_is_found_by_its_secret_until_it_is_dropped() {
    for (_place, store) in stores() {
        for n in 1..=3_u8 {
            store.keep_feed([n; 32], kept(n.into())).await.unwrap();
        }
        store.keep_feed([4; 32], KeptFeed { staff: TOMAS, ..kept(4) }).await.unwrap();
        assert_eq!(store.feed([2; 32]).await.unwrap(), Some(kept(2)));
        assert_eq!(store.feed([9; 32]).await.unwrap(), None);
        store.drop_feed(TOMAS, kept(2).feed).await.unwrap();
        assert!(store.feed([2; 32]).await.unwrap().is_some(), "only its owner's");
        store.drop_feed(ANNA, kept(2).feed).await.unwrap();
        assert_eq!(store.feeds_of(ANNA).await.unwrap(), [kept(1), kept(3)]);
        store.drop_feeds_of(ANNA).await.unwrap();
        assert_eq!(store.feeds_of(ANNA).await.unwrap(), []);
        assert!(store.feed([4; 32]).await.unwrap().is_some());
    }
}

#[tokio::test]
async fn the_first_fetch_of_a_day_is_told_from_the_others() {
    for (_place, store) in stores() {
        store.keep_feed([1; 32], kept(1)).await.unwrap();
        let day = NOON.plus_seconds(-12 * 3600);
        let fetch = async |seconds: i64, day| {
            let now = NOON.plus_seconds(seconds);
            let first = store.feed_fetched([1; 32], now, day).await.unwrap();
            let fetched = store.feed([1; 32]).await.unwrap().unwrap().fetched.unwrap();
            (first, fetched.seconds_since(NOON))
        };
        assert_eq!(fetch(0, day).await, (true, 0));
        assert_eq!(fetch(60, day).await, (false, 0), "a moment later nothing is written");
        assert_eq!(fetch(900, day).await, (false, 900));
        let next = day.plus_seconds(24 * 3600);
        assert_eq!(fetch(24 * 3600, next).await, (true, 24 * 3600));
        assert!(!store.feed_fetched([2; 32], NOON, day).await.unwrap(), "nobody's");
    }
}

#[tokio::test]
async fn a_name_for_outside_is_steady_and_tells_nothing() {
    for (_place, store) in stores() {
        let (one, two) = (kept(1).feed, kept(2).feed);
        assert_eq!(store.outside_name("feed", one), store.outside_name("feed", one));
        assert_ne!(store.outside_name("feed", one), store.outside_name("client", one));
        assert_ne!(store.outside_name("feed", one), store.outside_name("feed", two));
        assert_eq!(store.outside_name("feed", one).len(), 32);
    }
}
