//! Reviews of complaints and feedback, and what they improve: who records one, on whose Today it stands two weeks before its day, and who says what became
//! of it (CC-4.3.3).

use casework::Failure;
use casework::feedback::{feedback_reviews, follow_improvement, improvement, record_feedback_review};
use casework::handover::InHand;
use casework::today::{RecordsFile, today};
use domain::contacts::ActionItem;
use domain::feedback::{Became, CannotReviewFeedback, FeedbackReviewed, ImprovementFollowed};
use jiff::civil::date;

use crate::cast::{AMINA, BEA, CLARA, DANIEL, EDITH, GEORGE, MARIA, PAVEL, Person, TOMAS};
use crate::orders::{line, words};
use crate::world::{NOW, World, story};

const DAY: i64 = 86_400;

fn review(improvements: Vec<ActionItem>) -> FeedbackReviewed {
    let (from, until) = (date(2025, 10, 1), date(2025, 12, 31));
    FeedbackReviewed { from, until, findings: words("Many waited."), decisions: words("Open longer."), improvements }
}

fn improving(world: &World, name: &str, what: &str, day: i8) -> ActionItem {
    ActionItem { id: world.item(name), what: line(what), owner: Some(world.id(BEA)), due: date(2026, 1, day) }
}

async fn waits(world: &World, by: Person) -> Vec<RecordsFile> {
    today(&world.acting(by)).await.unwrap().records.into_iter().map(|one| one.about).collect()
}

#[test]
fn a_review_is_signed_by_whoever_reviews_and_comes_round_again() {
    story(async |world| {
        for by in [DANIEL, MARIA, GEORGE, PAVEL] {
            let refused = record_feedback_review(&world.acting(by), review(Vec::new()), world.ink()).await;
            assert!(matches!(refused, Err(Failure::Refused(_))), "{}", by.name);
        }
        for by in [MARIA, BEA, PAVEL] {
            assert!(matches!(feedback_reviews(&world.acting(by)).await, Err(Failure::Refused(_))), "{}", by.name);
        }
        world.clock.set(NOW.plus_seconds(80 * DAY));
        for by in [EDITH, TOMAS, CLARA] {
            let due = waits(world, by).await.iter().filter(|about| **about == RecordsFile::Feedback).count();
            assert_eq!(due, 1, "{}", by.name);
        }
        record_feedback_review(&world.acting(CLARA), review(Vec::new()), world.ink()).await.unwrap();
        for by in [EDITH, TOMAS, CLARA] {
            assert!(!waits(world, by).await.contains(&RecordsFile::Feedback), "{}", by.name);
        }
        assert!(waits(world, EDITH).await.contains(&RecordsFile::Service), "how sessions go is another review");
        let seen = feedback_reviews(&world.acting(GEORGE)).await.unwrap();
        assert_eq!((seen.reviews.len(), seen.may_review), (1, false));
    });
}

#[test]
fn what_is_improved_stands_on_today_of_whoever_makes_it_until_it_is_done() {
    story(async |world| {
        let (door, sign) = (
            improving(world, "door", "Be at the door until six", 14),
            improving(world, "sign", "Put up a sign in Arabic", 16),
        );
        let about = |item: &ActionItem| RecordsFile::Improvement(item.id, item.what.clone());
        let order = review(vec![door.clone(), sign.clone()]);
        record_feedback_review(&world.acting(TOMAS), order, world.ink()).await.unwrap();
        assert_eq!(waits(world, BEA).await, [about(&door), about(&sign)], "each for itself");
        assert!(waits(world, AMINA).await.is_empty());

        let follow = async |by: Person, item: &ActionItem, became| {
            let order = ImprovementFollowed { id: item.id, became, note: Some(line("So it is")) };
            follow_improvement(&world.acting(by), order, world.ink()).await.map(drop)
        };
        for by in [AMINA, GEORGE] {
            let hers = improvement(&world.acting(by), door.id).await;
            assert!(matches!(hers, Err(Failure::Refused(_))), "{}", by.name);
            let said = follow(by, &door, Became::Done).await;
            assert!(matches!(said, Err(Failure::Rule(CannotReviewFeedback::NotYours))), "{}", by.name);
        }
        assert!(!improvement(&world.acting(BEA), door.id).await.unwrap().leads);
        follow(BEA, &door, Became::Done).await.unwrap();
        assert_eq!(waits(world, BEA).await, [about(&sign)]);

        // who leaves has it in hand; what it is stands there for whoever reviews feedback
        let in_hand = async |by: Person| {
            let hand = InHand::of(&world.acting(by), world.id(BEA)).await.unwrap();
            (hand.improvements, hand.others.len())
        };
        assert_eq!(in_hand(TOMAS).await, (vec![(sign.id, Some(sign.what.clone()))], 0));
        assert_eq!(in_hand(PAVEL).await, (vec![(sign.id, None)], 0));

        // whoever reviews feedback gives it to somebody else
        let to = Became::GoesOn { owner: world.id(AMINA), due: date(2026, 1, 16) };
        follow(CLARA, &sign, to).await.unwrap();
        assert!(waits(world, BEA).await.is_empty());
        assert_eq!(waits(world, AMINA).await, [about(&sign)]);
        let late = follow(BEA, &sign, Became::Dropped).await;
        assert!(matches!(late, Err(Failure::Rule(CannotReviewFeedback::NotYours))));
        follow(AMINA, &sign, Became::Dropped).await.unwrap();
        assert!(waits(world, AMINA).await.is_empty());
        let seen = feedback_reviews(&world.acting(EDITH)).await.unwrap();
        assert!(seen.improvements.iter().all(|one| !one.is_open()));
    });
}
