//! The list of routes against the policy, and against itself.

use super::*;

#[test]
fn the_list_of_routes_is_printed() {
    testkit::generated("docs/routes.md", &document());
}

#[test]
fn every_route_names_an_action_of_the_policy_or_why_none_is_asked() {
    let unasked = [
        "the door",
        "the one-time link",
        "the invitation",
        "the link in a message",
        "the link in a reminder",
        "the link of a referral",
        "the signature of the gateway",
        "the secret address",
        "the setting public_form",
        "public",
    ];
    let told = ["that of the form", "that of the step", "ReadCase or the action of a step"];
    let actions: Vec<&str> = domain::policy::Action::ALL.iter().map(|action| action.name()).collect();
    for route in LIST {
        let known = [&unasked[..], &told[..], &actions[..]].concat().contains(&route.action);
        assert!(known, "{} {} asks {}", route.method, route.path, route.action);
        assert_eq!(unasked.contains(&route.action), route.who != Who::Staff, "{} {}", route.method, route.path);
    }
}

#[test]
fn every_form_without_a_key_is_on_the_list() {
    for path in WITHOUT_KEY.iter().map(|(path, _)| path).chain(TAKES_FILES) {
        assert!(LIST.iter().any(|route| route.method == "post" && route.path == *path), "{path}");
    }
}

#[test]
fn no_two_routes_stand_in_each_others_way() {
    drop(super::router());
}
