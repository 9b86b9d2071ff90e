//! The hand-over of a client who goes on elsewhere: nobody is alone in between, and what is missing is explained (FS-4.5.2, RC-4.4).

use domain::calendar::days_later;
use domain::closure::{CannotClose, CannotHandOn, Ending, Lack, Onward, Outcome, Rung, RungSigned};
use domain::disclosures::{
    DisclosureBasis, DisclosureMade, PackageAnswered, PackageReceipt, PickupFetched, PickupOpened,
};
use domain::ids::DossierId;
use domain::listings::Help;
use domain::referrals::{Approach, Came, ReferralFollowed, ReferralMade, ToldBy};
use domain::rulebook::Rulebook;
use domain::sharing::GivenBy;
use uuid::Uuid;

use super::closure::ready;
use super::disclosures::{made, request};
use super::{Story, TODAY, WORKER, item, line, words};

const REFERRAL: u128 = 40;

fn onward() -> Onward {
    Onward { to: line("Ms Adler, +44 20 7946 0999"), from: Some(TODAY), until_then: None, missing: None }
}

fn explained() -> Onward {
    Onward { missing: Some(line("He takes his papers along")), ..onward() }
}

fn ends(story: &Story, outcome: Outcome, onward: Option<Onward>) -> Result<(), CannotClose> {
    let ending = Ending { onward, ..Ending::new(outcome, words("He has moved."), TODAY) };
    let order =
        RungSigned { rung: Rung::Documented, ending: Some(ending), evidence: None, keep_until: None, term: None };
    story.file.sign_rung(order, WORKER, None, &Rulebook::default(), TODAY).map(drop)
}

/// Nothing is open, and a referral has ended like this.
fn referred(came: Came) -> Story {
    let made = ReferralMade {
        id: item(REFERRAL),
        listing: DossierId::new(Uuid::from_u128(70)),
        to: line("Youth centre, Bremen"),
        help: Help::Other,
        reason: words("He moves there."),
        approach: Approach::Client,
        ask_by: TODAY,
    };
    let note = Some(line("They begin next week"));
    let followed = ReferralFollowed { id: item(REFERRAL), came, told_by: ToldBy::Service, note, ask_by: None };
    ready().then(made).then(followed)
}

#[test]
fn who_goes_on_elsewhere_is_handed_to_somebody_and_is_not_alone_in_between() {
    let story = referred(Came::TakenOver);
    let tries = |onward| ends(&story, Outcome::Transferred, onward);
    assert_eq!(tries(None), Err(CannotClose::Onward(CannotHandOn::Nobody)));
    for from in [None, Some(days_later(TODAY, 1))] {
        let gap = Onward { from, ..explained() };
        assert_eq!(tries(Some(gap.clone())), Err(CannotClose::Onward(CannotHandOn::Gap)));
        let bridged = Onward { until_then: Some(line("Maria calls on Mondays")), ..gap };
        assert_eq!(tries(Some(bridged)), Ok(()));
    }
    let another = ends(&story, Outcome::GoalsMet, Some(explained()));
    assert_eq!(another, Err(CannotClose::Onward(CannotHandOn::NotOnward)));
}

#[test]
fn what_a_hand_over_lacks_is_seen_to_or_explained() {
    let lacks = |story: &Story| match ends(story, Outcome::Transferred, Some(onward())) {
        Err(CannotClose::Onward(CannotHandOn::Lacks(lack))) => Some(lack),
        other => other.map(|()| None).unwrap(),
    };
    assert_eq!(lacks(&ready()), Some(Lack::NobodyTakes));
    assert_eq!(lacks(&referred(Came::Completed)), Some(Lack::NobodyTakes), "that was help beside ours");
    let taken = referred(Came::TakenOver);
    assert_eq!(lacks(&taken), Some(Lack::NothingGiven));
    assert_eq!(ends(&taken, Outcome::Transferred, Some(explained())), Ok(()));

    let given = |by, referral: Option<u128>, basis| {
        let made = DisclosureMade { by, referral: referral.map(item), ..made(basis) };
        referred(Came::TakenOver).then(made)
    };
    let consent = || DisclosureBasis::Consent(item(1));
    assert_eq!(lacks(&given(GivenBy::Post, None, consent())), Some(Lack::NothingGiven), "to somebody else");
    assert_eq!(lacks(&given(GivenBy::Post, Some(REFERRAL), consent())), None);

    assert_eq!(lacks(&given(GivenBy::Package, None, request())), Some(Lack::NothingGiven), "to the client");
    assert_eq!(lacks(&given(GivenBy::Package, None, DisclosureBasis::Law)), Some(Lack::NothingGiven), "to a court");
    let package = given(GivenBy::Package, None, consent());
    assert_eq!(lacks(&package), Some(Lack::NotArrived));
    let heard = |receipt| PackageAnswered { disclosure: item(20), receipt, who: line("Ms Adler"), note: None };
    assert_eq!(lacks(&package.clone().then(heard(PackageReceipt::Lost))), Some(Lack::NotArrived));
    assert_eq!(lacks(&package.then(heard(PackageReceipt::Confirmed))), None);

    let page = given(GivenBy::Page, Some(REFERRAL), consent());
    assert_eq!(lacks(&page), Some(Lack::NotArrived));
    let opened = PickupOpened { id: item(21), disclosure: item(20), until: TODAY, notice: None };
    let opened = page.then(opened);
    assert_eq!(lacks(&opened), Some(Lack::NotArrived));
    assert_eq!(lacks(&opened.then(PickupFetched { id: item(21) })), None);
}
