//! A client asks for what is held about them: whose the request is, what is given out for it, how it is answered, and that nothing is destroyed meanwhile
//! (PT-4.4.1; GDPR Art. 12 and 15).

use casework::Failure;
use casework::disclosures::own_record_requests;
use casework::house::Ctx;
use casework::inquiries::{Handled, TakeIn, case_to_belong_to, see_inquiry};
use domain::cases::CaseFile;
use domain::contacts::ContactKind;
use domain::disclosures::{
    CannotDisclose, Chosen, DisclosureBasis, DisclosureMade, PassageDigest, Withheld, WithheldWhy,
};
use domain::disposition::Why;
use domain::identity::{Identified, IdentityCheck};
use domain::ids::{DossierId, EntryNumber};
use domain::inquiries::{
    AccessDenial, AccessResult, CannotInquire, InquiryAnswered, InquiryKind, InquiryTriaged, OwnRecord,
};
use domain::policy::Action;
use domain::sharing::{GivenBy, SharingPurpose};

use crate::cast::{AMINA, BEA, JOANNA, MARIA, Person, TOMAS};
use crate::disclosures::{gives, rule};
use crate::inquiries::{answer, asked, does, refused, taken};
use crate::orders::{contact, line, words};
use crate::world::{World, story};

const KIND: InquiryKind = InquiryKind::OwnRecord;

fn requested() -> TakeIn {
    asked(KIND, "What you have written about me")
}

fn given_to(owner: Person, world: &World, case: DossierId) -> Handled {
    let (owner, case) = (Some(world.id(owner)), Some(case));
    Handled::Triaged(InquiryTriaged { kind: KIND, owner, case, note: None, concerns: [].into() })
}

fn answered(own_record: OwnRecord) -> Handled {
    let Handled::Answered(answered) = answer(IdentityCheck::KnownInPerson) else { unreachable!("an answer is one") };
    Handled::Answered(InquiryAnswered { own_record: Some(own_record), ..answered })
}

fn came_of(result: AccessResult) -> OwnRecord {
    OwnRecord { result, grounds: [].into(), reason: None, told_where_to_complain: false }
}

fn partly() -> OwnRecord {
    OwnRecord {
        grounds: [AccessDenial::Others].into(),
        reason: Some(words("It names who reported it.")),
        told_where_to_complain: true,
        ..came_of(AccessResult::Partly)
    }
}

async fn entry(world: &World, case: DossierId) -> EntryNumber {
    let order = casework::contacts::LogContact { case, contact: contact(ContactKind::ServiceUpdate) };
    casework::contacts::log_contact(&world.acting(MARIA), order, world.ink()).await.unwrap().number
}

fn given_out(ctx: &Ctx, inquiry: DossierId, entry: EntryNumber, withheld: bool) -> DisclosureMade {
    let passage = || Withheld { entry, passage: PassageDigest::of([7; 32]), why: WithheldWhy::ThirdParty };
    DisclosureMade {
        id: ctx.new_item(),
        number: 1,
        recipient: line("The client"),
        purpose: SharingPurpose::Own,
        words: None,
        chosen: Chosen {
            entries: [entry].into(),
            withheld: withheld.then(passage).into_iter().collect(),
            ..Chosen::default()
        },
        by: GivenBy::Hand,
        basis: DisclosureBasis::Request(Identified { by: IdentityCheck::KnownInPerson, facts: [].into() }),
        inquiry: Some(inquiry),
        referral: None,
        key: None,
        copy: None,
    }
}

#[test]
fn a_client_has_their_record_when_it_is_given_out_for_their_request() {
    story(async |world| {
        let case = world.case().carried_by(MARIA).supervised_by(TOMAS).await;
        let entry = entry(world, case).await;
        let request = taken(world, BEA, requested()).await;
        does(world, TOMAS, request, given_to(MARIA, world, case)).await.unwrap();
        let waits = own_record_requests(&world.acting(MARIA), case).await.unwrap();
        assert_eq!(waits.iter().map(|(inquiry, _)| *inquiry).collect::<Vec<_>>(), [request]);

        let everything = || answered(came_of(AccessResult::Given));
        assert_eq!(rule(does(world, MARIA, request, everything()).await), CannotInquire::NothingGiven);
        let order = given_out(&world.acting(MARIA), request, entry, true);
        gives(world, MARIA, case, order.clone()).await.unwrap();
        let seen = see_inquiry(&world.acting(MARIA), request).await.unwrap();
        assert_eq!((seen.pack.given, seen.pack.left_out), (1, 1));
        assert_eq!(rule(does(world, MARIA, request, everything()).await), CannotInquire::LeftOut);
        does(world, MARIA, request, answered(partly())).await.unwrap();
        assert!(own_record_requests(&world.acting(MARIA), case).await.unwrap().is_empty());

        let later = DisclosureMade { id: world.acting(MARIA).new_item(), number: 2, ..order };
        assert_eq!(rule(gives(world, MARIA, case, later).await), CannotDisclose::NoRequest, "it is answered");
    });
}

#[test]
fn nothing_is_given_out_for_what_is_no_request_of_this_client() {
    story(async |world| {
        let case = world.case().carried_by(MARIA).supervised_by(TOMAS).await;
        let (entry, maria) = (entry(world, case).await, world.acting(MARIA));
        let other = world.case().carried_by(MARIA).supervised_by(TOMAS).await;
        let of_other = taken(world, MARIA, TakeIn { case: Some(other), ..requested() }).await;
        let question = taken(world, MARIA, TakeIn { case: Some(case), ..asked(InquiryKind::Service, "When") }).await;
        for inquiry in [of_other, question, case] {
            let order = given_out(&maria, inquiry, entry, false);
            assert_eq!(rule(gives(world, MARIA, case, order).await), CannotDisclose::NoRequest);
        }
        let request = taken(world, MARIA, TakeIn { case: Some(case), ..requested() }).await;
        let order = given_out(&maria, request, entry, false);
        let by_law = DisclosureMade { basis: DisclosureBasis::Law, ..order.clone() };
        assert_eq!(rule(gives(world, MARIA, case, by_law).await), CannotDisclose::NoRequest);
        assert!(matches!(gives(world, AMINA, case, order.clone()).await, Err(Failure::Refused(_))));
        gives(world, MARIA, case, order).await.unwrap();
    });
}

#[test]
fn the_record_of_a_closed_case_is_given_out_by_its_keeper_and_is_not_destroyed_meanwhile() {
    story(async |world| {
        let case = world.case().closed().await;
        world.years_pass();
        let list = world.rested().await;
        assert_eq!(world.why(list, case).await, None);
        let request = taken(world, BEA, requested()).await;
        does(world, TOMAS, request, unplaced(JOANNA, world)).await.unwrap();
        assert!(refused(does(world, AMINA, request, given_to(JOANNA, world, case)).await));

        let joanna = world.acting(JOANNA);
        let number = joanna.view::<CaseFile>(Action::ReadCase, case).await.unwrap().number().unwrap();
        assert_eq!(case_to_belong_to(&joanna, number).await.unwrap(), Some(case));
        assert_eq!(case_to_belong_to(&world.acting(MARIA), number).await.unwrap(), None, "it is closed for her");
        does(world, JOANNA, request, given_to(JOANNA, world, case)).await.unwrap();
        assert_eq!(world.why(list, case).await, Some(Why::Held), "who waits for a record finds it");

        let seen = joanna.view::<CaseFile>(Action::ReadCase, case).await.unwrap();
        let entry = (1..99).map(EntryNumber).find(|entry| seen.disclosures.entry(*entry).is_some()).unwrap();
        gives(world, JOANNA, case, given_out(&joanna, request, entry, false)).await.unwrap();
        does(world, JOANNA, request, answered(came_of(AccessResult::Given))).await.unwrap();
        assert_eq!(world.why(list, case).await, None, "they have it");
    });
}

fn unplaced(owner: Person, world: &World) -> Handled {
    let owner = Some(world.id(owner));
    Handled::Triaged(InquiryTriaged { kind: KIND, owner, case: None, note: None, concerns: [].into() })
}
