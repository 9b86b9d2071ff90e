//! What the list of routes says, as visits: addresses with the permission that is asked for each.
//!
//! A route that this cannot turn into visits fails the test: whoever adds one says here what its braces stand for.

use domain::ids::DossierId;
use domain::policy::Action;
use web::routes::{Route, Who};

use crate::files::File;
use crate::world::{Person, World};

/// An address to be visited, and what is asked there.
#[derive(Debug, Clone)]
pub(crate) struct Visit {
    pub(crate) route: Route,
    pub(crate) path: String,
    /// Any of these must be allowed, to this dossier.
    pub(crate) asked: Vec<(Action, Option<DossierId>)>,
    /// Who may not read the case either has nothing to do with it before a step of its closure is signed.
    pub(crate) before_any_step: bool,
}

/// The five steps of a closure in addresses.
const STEPS: [(&str, Action); 5] = [
    ("documented", Action::SignDocumented),
    ("verified", Action::SignVerified),
    ("approved", Action::SignApproved),
    ("scheduled", Action::SignScheduled),
    ("access", Action::SignAccessRevoked),
];

/// What everybody does to their own file.
const OWN: [Action; 3] = [Action::ManageOwnAccount, Action::OpenFeed, Action::RevokeFeed];

/// The file of whoever does what everybody does to their own.
fn own(action: Action, person: Person) -> Option<DossierId> {
    OWN.contains(&action).then(|| person.id.dossier())
}

/// Every way in which an address can be filled in.
pub(crate) fn visits(route: &Route, files: &[File], world: &World) -> Vec<Visit> {
    if route.path.contains("{group}") {
        return files.iter().filter_map(|file| of_group(route, file)).collect();
    }
    let about_a_file = ["{client}", "{case}", "{dossier}"].iter().any(|brace| route.path.contains(brace));
    if about_a_file {
        return files.iter().flat_map(|file| of_file(route, file)).collect();
    }
    for kind in ["matter", "list", "check", "inquiry", "listing"] {
        if route.path.contains(&format!("{{{kind}}}")) {
            return files.iter().filter_map(|file| of_keepers(route, file, kind)).collect();
        }
    }
    let victim = world.person("nat").id;
    let path = ["place", "day", "room", "absence", "feed", "template", "term", "improvement"].into_iter().fold(
        route.path.to_owned(),
        |path, kind| {
            let known = files.iter().flat_map(|file| &file.items).find(|(known, _)| *known == kind);
            path.replace(&format!("{{{kind}}}"), known.map_or("", |(_, id)| id))
        },
    );
    let path = path
        .replace("{staff}", &victim.to_string())
        .replace("{number}", "0")
        .replace("{form}", "intake")
        .replace("{name}", "nothing.css")
        .replace("{token}", &format!("{}.ics", "A".repeat(43)))
        .replace("{secret}", &"A".repeat(43));
    let dossier = route.path.contains("{staff}").then(|| victim.dossier());
    let asked = if route.who == Who::Staff { vec![(action(route), dossier)] } else { Vec::new() };
    vec![visit(route, path, asked, false)]
}

/// A dossier of the keepers, which stands beside the files.
fn of_keepers(route: &Route, file: &File, kind: &str) -> Option<Visit> {
    let (_, id) = file.items.iter().find(|(known, _)| *known == kind)?;
    let asked = vec![(action(route), id.parse().ok())];
    // every step of an inquiry asks for the same action
    let path = route.path.replace("{step}", "acknowledgement");
    let path = file.items.iter().fold(path, |path, (kind, id)| path.replace(&format!("{{{kind}}}"), id));
    Some(visit(route, path, asked, false))
}

/// A group: of a member's case whoever works on it decides, and whoever leads the group.
fn of_group(route: &Route, file: &File) -> Option<Visit> {
    let group: DossierId = file.items.iter().find(|(known, _)| *known == "group")?.1.parse().ok()?;
    let asked = match route.path.contains("{case}") {
        true => vec![(action(route), file.case), (Action::LeadGroup, Some(group))],
        false => vec![(action(route), Some(group))],
    };
    let path = route.path.replace("{case}", &file.case?.to_string());
    let path = file.items.iter().fold(path, |path, (kind, id)| path.replace(&format!("{{{kind}}}"), id));
    Some(visit(route, path, asked, false))
}

fn of_file(route: &Route, file: &File) -> Vec<Visit> {
    let (client, case) = (file.client.unwrap(), file.case.unwrap());
    let path = route
        .path
        .replace("{client}", &client.to_string())
        .replace("{case}", &case.to_string())
        .replace("{dossier}", &case.to_string())
        .replace("{form}", "contact");
    let dossier = Some(if route.path.contains("{client}") { client } else { case });
    if path.contains("{step}") {
        let step = |(word, action): (&str, Action)| {
            visit(route, path.replace("{step}", word), vec![(action, dossier)], !file.closing)
        };
        return STEPS.into_iter().map(step).collect();
    }
    let path = file.items.iter().fold(path, |path, (kind, id)| path.replace(&format!("{{{kind}}}"), id));
    if path.contains('{') {
        // this file has no such item
        return Vec::new();
    }
    let actions = match route.action {
        "ReadCase or the action of a step" => {
            let steps = STEPS.map(|(_, action)| action).into_iter();
            let more = [Action::ReadCase, Action::CloseCase, Action::AskReopening, Action::ApproveReopening];
            steps.chain(more).collect()
        }
        _ => vec![action(route)],
    };
    let asked = actions.into_iter().map(|action| (action, dossier)).collect();
    vec![visit(route, path, asked, route.path.contains("/closure") && !file.closing)]
}

fn visit(route: &Route, path: String, asked: Vec<(Action, Option<DossierId>)>, before_any_step: bool) -> Visit {
    assert!(!path.contains('{'), "nothing is known for the braces of {path}");
    Visit { route: *route, path, asked, before_any_step }
}

fn action(route: &Route) -> Action {
    let name = match (route.action, route.path) {
        ("that of the form", path) if path.contains("{dossier}") => "LogContact",
        ("that of the form", _) => "RegisterClient",
        (name, _) => name,
    };
    let named = Action::ALL.iter().find(|action| action.name() == name);
    *named.unwrap_or_else(|| panic!("{} {} asks {name:?}, which is no action", route.method, route.path))
}

impl Visit {
    /// Whether the policy lets this person do it.
    pub(crate) async fn allows(&self, world: &World, person: Person) -> bool {
        let ctx = world.acting(person);
        let mut any = false;
        for &(action, dossier) in &self.asked {
            let dossier = own(action, person).or(dossier);
            any |= ctx.may(action, dossier).await.unwrap();
        }
        let dossier = self.asked.first().and_then(|(_, dossier)| *dossier);
        any && (!self.before_any_step || ctx.may(Action::ReadCase, dossier).await.unwrap())
    }

    /// Which dossier a refusal names.
    pub(crate) fn refuses(&self, person: Person) -> Option<DossierId> {
        self.asked.first().and_then(|(action, dossier)| own(*action, person).or(*dossier))
    }

    /// Whether it is about something inside a file, which may be above the level that somebody reads, or in another state.
    pub(crate) fn inside(&self) -> bool {
        let inside = [
            "{entry}",
            "{letter}",
            "{report}",
            "{slot}",
            "{flag}",
            "{feed}",
            "{person}",
            "{document}",
            "{disclosure}",
            "{packed}",
            "{sharing}",
            "{ground}",
            "{version}",
            "{upload}",
            "{item}",
            "{place}",
            "{day}",
            "{room}",
            "{improvement}",
            "{absence}",
            "{cover}",
        ];
        inside.iter().any(|part| self.route.path.contains(part))
    }

    pub(crate) fn says(&self, person: &str) -> String {
        format!("{} {} by {person}", self.route.method, self.route.path)
    }
}
