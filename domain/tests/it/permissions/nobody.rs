//! Every action is somebody's. Whoever has left, has given no second factor, or has no role does nothing at all.

use domain::policy::{Action, Facts};
use domain::staff::Role;

use super::by_role::table;
use super::{STATES, answer, facts, tie_sets};

#[test]
fn nobody_does_anything_without_second_factor_or_after_leaving() {
    for &action in Action::ALL {
        for ties in tie_sets() {
            for state in STATES {
                let facts = Facts { active: false, ..facts(&Role::ALL, &ties, state) };
                assert_eq!(answer(action, &facts), None, "{}", action.name());
            }
        }
    }
}

#[test]
fn nobody_without_a_role_does_anything() {
    for &action in Action::ALL {
        for ties in tie_sets() {
            for state in STATES {
                assert_eq!(answer(action, &facts(&[], &ties, state)), None, "{}", action.name());
            }
        }
    }
}

#[test]
fn every_action_is_somebodys() {
    for &action in Action::ALL {
        let somebody =
            Role::ALL.iter().any(|role| table(*role).into_iter().flatten().any(|(_, all)| all.contains(&action)));
        assert!(somebody, "{}", action.name());
    }
}
