//! The end of a case: the client is told, five people sign, access is looked at, the client is asked once more, and comes back.

use casework::closure::{
    SignRung, approve_reopening, close_case, follow_up, record_after_care, reopening_wanted, sign_rung,
    tell_of_closure, verify_access, who_opens,
};
use domain::cases::Assignment;
use domain::clients::Channel;
use domain::closure::{CaseReopened, Ending, Onward, Outcome, Rung};
use domain::ids::DossierId;
use domain::parting::{AfterCare, AfterCareOutcome, AfterCareRecorded, ClosureTold, Telling};
use domain::signature::Meaning;
use jiff::civil::date;

use super::{line, words};
use crate::cast::{DANIEL, JOANNA, MARIA, PAVEL, TOMAS};
use crate::orders::TODAY;
use crate::world::{NOW, World};

/// Closed and reopened.
pub(super) async fn ending(world: &World, case: DossierId, printed: &mut String) {
    let maria = world.acting(MARIA);
    let told = ClosureTold { telling: Telling::By(Channel::Letter), message: words(), late_because: Some(line()) };
    let signing = world.ink().happened(NOW.plus_seconds(-3 * 86_400));
    tell_of_closure(&maria, case, told, signing).await.unwrap();
    world.attest(case, MARIA).await;
    for (rung, person) in Rung::ALL.into_iter().zip([MARIA, MARIA, TOMAS, JOANNA, PAVEL]) {
        let ending = Ending {
            not_tried: Some(line()),
            onward: Some(Onward { to: line(), from: None, until_then: Some(line()), missing: Some(line()) }),
            after_care: Some(AfterCare { on: date(2026, 2, 2), what: line() }),
            ..Ending::new(Outcome::Transferred, words(), TODAY)
        };
        let ending = (rung == Rung::Documented).then_some(ending);
        let order = SignRung { case, rung, ending, remark: Some(line()) };
        let signing = world.seal(person, Meaning::ClosureSignOff);
        sign_rung(&world.acting(person), order, signing).await.unwrap();
    }
    let signing = world.seal(TOMAS, Meaning::ClosureSignOff);
    close_case(&world.acting(TOMAS), case, signing).await.unwrap();
    let pavel = world.acting(PAVEL);
    let opens = who_opens(&pavel, case).await.unwrap();
    verify_access(&pavel, case, world.seal(PAVEL, Meaning::ClosureSignOff)).await.unwrap();
    let seen = follow_up(&maria, case).await.unwrap();
    let _ = std::fmt::Write::write_fmt(printed, format_args!("{seen:?} {opens:?}"));
    let tried = |outcome, again| AfterCareRecorded { outcome, note: words(), again };
    let missed = tried(AfterCareOutcome::NotReached, Some(date(2026, 3, 2)));
    record_after_care(&maria, case, missed, world.ink()).await.unwrap();
    record_after_care(&maria, case, tried(AfterCareOutcome::NeedsHelp, None), world.ink()).await.unwrap();
    let asked = reopening_wanted(&world.acting(TOMAS), case).await.unwrap().id;
    let assignment = Assignment { worker: world.id(MARIA), supervisor: world.id(TOMAS), team: None };
    let signing = world.seal(DANIEL, Meaning::Approved);
    approve_reopening(&world.acting(DANIEL), case, CaseReopened { asked, assignment }, signing).await.unwrap();
}
