//! Lists, worklists, calendars and figures.

use domain::ids::{DossierId, DossierKind, TeamId};
use store::{
    Among, Calendar, CardCursor, CardsWanted, DraftKey, DutiesWanted, DutyCursor, RailFigures, Store, Viewer, Whose,
};
use uuid::Uuid;

use crate::support::{ANNA, NOON, TOMAS, appointment, bare, dossier, duty, found, stores, tie};

const VIEWER: Viewer = Viewer { staff: ANNA, at: NOON };

fn cases(state: Option<&str>, among: Among) -> CardsWanted {
    CardsWanted { kind: DossierKind::Case, state: state.map(str::to_owned), among }
}

/// Seven cases, founded minute by minute: the even ones are Anna's, the third one and its multiples are closed.
async fn seven_cases(store: &Store) {
    for n in 0..7 {
        let mut derived = bare(if n % 3 == 0 { "closed" } else { "open" });
        if n % 2 == 0 {
            derived.ties.push(tie(ANNA, "assigned", None));
            derived.ties.push(tie(ANNA, "named", Some(NOON.plus_seconds(1))));
        }
        derived.ties.push(tie(TOMAS, "supervises", None));
        derived.card.subject = Some(dossier(100));
        derived.card.team = Some(TeamId::new(Uuid::from_u128(5)));
        found(store, dossier(n), DossierKind::Case, derived, i64::try_from(n).unwrap()).await;
    }
    found(store, dossier(100), DossierKind::Client, bare("open"), 0).await;
}

async fn listed(store: &Store, wanted: CardsWanted) -> Vec<u128> {
    let rows = store.list_cards(wanted, VIEWER, None, 50).await.unwrap();
    rows.iter().map(|row| row.head.dossier.bits().as_u128() - 0xD000).collect()
}

#[tokio::test]
async fn lists_are_by_kind_state_and_tie_the_latest_first() {
    for (_place, store) in stores() {
        seven_cases(&store).await;
        assert_eq!(listed(&store, cases(None, Among::All)).await, [6, 5, 4, 3, 2, 1, 0]);
        assert_eq!(listed(&store, cases(Some("open"), Among::All)).await, [5, 4, 2, 1]);
        assert_eq!(listed(&store, cases(None, Among::TiedTo(ANNA))).await, [6, 4, 2, 0]);
        assert_eq!(listed(&store, cases(Some("open"), Among::TiedTo(ANNA))).await, [4, 2]);
        assert_eq!(listed(&store, cases(Some("open"), Among::TiedTo(TOMAS))).await, [5, 4, 2, 1]);
    }
}

#[tokio::test]
async fn a_row_carries_the_viewers_live_ties_and_nobody_elses() {
    for (_place, store) in stores() {
        seven_cases(&store).await;
        let rows = store.list_cards(cases(None, Among::All), VIEWER, None, 2).await.unwrap();
        let ties: Vec<Vec<_>> = rows.iter().map(|row| row.ties.iter().map(|tie| tie.tie.as_str()).collect()).collect();
        assert_eq!(ties, [vec!["assigned", "named"], vec![]]);
        let later = Viewer { at: NOON.plus_seconds(1), ..VIEWER };
        let rows = store.list_cards(cases(None, Among::All), later, None, 1).await.unwrap();
        assert_eq!(rows[0].ties.iter().map(|tie| tie.tie.as_str()).collect::<Vec<_>>(), ["assigned"]);
        assert_eq!(rows[0].head.team, Some(TeamId::new(Uuid::from_u128(5))));
    }
}

#[tokio::test]
async fn pages_follow_each_other_without_gap_or_repetition() {
    for (_place, store) in stores() {
        for n in 0..10 {
            found(&store, dossier(n), DossierKind::Case, bare("open"), i64::try_from(n / 4).unwrap()).await;
        }
        let (mut seen, mut after) = (vec![], None);
        loop {
            let page = store.list_cards(cases(Some("open"), Among::All), VIEWER, after, 3).await.unwrap();
            let Some(last) = page.last() else { break };
            after = Some(CardCursor { changed: last.head.changed, dossier: last.head.dossier });
            seen.extend(page.iter().map(|row| row.head.dossier));
        }
        let expected: Vec<_> = [9, 8, 7, 6, 5, 4, 3, 2, 1, 0].map(dossier).to_vec();
        assert_eq!(seen, expected);
    }
}

#[tokio::test]
async fn the_cases_of_a_client_and_chosen_dossiers_in_the_order_asked_for() {
    for (_place, store) in stores() {
        seven_cases(&store).await;
        assert_eq!(store.cards_of_subject(dossier(100), VIEWER).await.unwrap().len(), 7);
        let asked = [dossier(3), dossier(999), dossier(1)];
        let rows = store.listed(&asked, VIEWER).await.unwrap();
        assert_eq!(rows.iter().map(|row| row.head.dossier).collect::<Vec<_>>(), [dossier(3), dossier(1)]);
        let cards = store.cards(&asked).await.unwrap();
        let opened: Vec<_> =
            cards.iter().map(|card| (card.head.dossier, card.content.as_ref().map(|c| c.to_vec()))).collect();
        assert_eq!(opened, [3, 1].map(|n| (dossier(n), Some(b"a card".to_vec()))));
        assert!(store.listed(&[], VIEWER).await.unwrap().is_empty());
        assert!(store.cards(&[]).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn ties_are_known_by_person_and_by_dossier_at_an_instant() {
    for (_place, store) in stores() {
        seven_cases(&store).await;
        assert_eq!(store.ties_of_staff(ANNA, NOON).await.unwrap().len(), 8);
        assert_eq!(store.ties_of_staff(ANNA, NOON.plus_seconds(1)).await.unwrap().len(), 4);
        assert_eq!(store.ties_of_staff(ANNA, NOON.plus_seconds(-1)).await.unwrap(), []);
        let of_two = store.ties_of_dossier(dossier(2), NOON).await.unwrap();
        assert_eq!(
            of_two.iter().map(|seen| seen.tie.tie.as_str()).collect::<Vec<_>>(),
            ["assigned", "named", "supervises"]
        );
        let to = store.ties_to(TOMAS, &[dossier(1), dossier(2), dossier(100)], NOON).await.unwrap();
        assert_eq!(to.len(), 2);
        assert_eq!(to[&dossier(1)][0].tie, "supervises");
    }
}

async fn names(store: &Store, whose: Whose) -> Vec<String> {
    let rows = store.duties(DutiesWanted { whose, before: None }, NOON, None, 50).await.unwrap();
    rows.into_iter().map(|row| row.duty.duty).collect()
}

async fn duties(store: &Store) {
    let mut first = bare("open");
    first.ties = vec![tie(TOMAS, "supervises", None), tie(ANNA, "assigned", None)];
    first.duties = vec![
        duty("review", Some(ANNA), None, NOON.plus_seconds(100)),
        duty("report", Some(ANNA), None, NOON.plus_seconds(-100)),
        duty("decide", None, Some("supervisor"), NOON.plus_seconds(50)),
    ];
    let mut second = bare("open");
    second.ties = vec![tie(ANNA, "assigned", None), tie(TOMAS, "covers", None)];
    second.duties = vec![
        duty("plan", Some(TOMAS), None, NOON),
        duty("decide too", None, Some("supervisor"), NOON.plus_seconds(60)),
        duty("file", None, Some("records_officer"), NOON.plus_seconds(70)),
    ];
    found(store, dossier(1), DossierKind::Case, first, 0).await;
    found(store, dossier(2), DossierKind::Case, second, 0).await;
}

#[tokio::test]
async fn worklists_are_by_owner_role_dossier_and_tie_the_most_urgent_first() {
    for (_place, store) in stores() {
        duties(&store).await;
        let list = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let supervisor = || list(&["supervisor"]);
        assert_eq!(names(&store, Whose::Owner(ANNA)).await, ["report", "review"]);
        assert_eq!(names(&store, Whose::Roles(supervisor())).await, ["decide", "decide too"]);
        let both = list(&["supervisor", "records_officer"]);
        assert_eq!(names(&store, Whose::Roles(both.clone())).await, ["decide", "decide too", "file"]);
        assert_eq!(names(&store, Whose::RolesTied(both.clone(), TOMAS, list(&["supervises"]))).await, ["decide"]);
        assert_eq!(names(&store, Whose::RolesTied(both, TOMAS, list(&["supervises", "covers"]))).await.len(), 3);
        assert_eq!(names(&store, Whose::Dossier(dossier(2))).await, ["plan", "decide too", "file"]);
        assert_eq!(names(&store, Whose::Tied(TOMAS, list(&["supervises"]))).await, ["report", "decide", "review"]);
        assert!(names(&store, Whose::Roles(vec![])).await.is_empty());
        assert!(names(&store, Whose::RolesTied(supervisor(), TOMAS, vec![])).await.is_empty());
        assert!(names(&store, Whose::RolesTied(vec![], TOMAS, supervisor())).await.is_empty());
    }
}

#[tokio::test]
async fn worklists_come_in_pages_and_up_to_a_day() {
    for (_place, store) in stores() {
        duties(&store).await;
        let whose = Whose::Tied(ANNA, vec!["assigned".to_owned()]);
        let (mut seen, mut after) = (vec![], None);
        loop {
            let wanted = DutiesWanted { whose: whose.clone(), before: None };
            let page = store.duties(wanted, NOON, after, 2).await.unwrap();
            let Some(last) = page.last() else { break };
            after = Some(DutyCursor { due: last.duty.due, dossier: last.dossier, duty: last.duty.duty.clone() });
            seen.extend(page.into_iter().map(|row| row.duty.duty));
        }
        assert_eq!(seen, ["report", "plan", "decide", "decide too", "file", "review"]);
        let soon = DutiesWanted { whose, before: Some(NOON.plus_seconds(60)) };
        assert_eq!(store.duties(soon, NOON, None, 50).await.unwrap().len(), 3);
    }
}

#[tokio::test]
async fn a_calendar_shows_what_takes_some_of_the_time() {
    for (_place, store) in stores() {
        let mut derived = bare("open");
        derived.appointments = vec![
            appointment(1, ANNA, NOON.plus_seconds(-3600), 60),
            appointment(2, ANNA, NOON.plus_seconds(-1800), 60),
            appointment(3, ANNA, NOON.plus_seconds(1800), 60),
            appointment(4, ANNA, NOON.plus_seconds(3600), 60),
            appointment(5, TOMAS, NOON, 30),
        ];
        found(&store, dossier(1), DossierKind::Case, derived, 0).await;
        let items = async |calendar| {
            let rows = store.appointments(calendar, NOON, NOON.plus_seconds(3600)).await.unwrap();
            rows.iter().map(|row| row.appointment.item.bits().as_u128()).collect::<Vec<_>>()
        };
        assert_eq!(
            items(Calendar::Staff(ANNA)).await,
            [2, 3],
            "what ends at noon is over, what begins at the end is not on"
        );
        assert_eq!(items(Calendar::Dossier(dossier(1))).await, [2, 5, 3]);
        assert_eq!(items(Calendar::Dossier(dossier(2))).await, []);
    }
}

#[tokio::test]
async fn the_figures_count_ones_own_only() {
    for (_place, store) in stores() {
        duties(&store).await;
        let mut derived = bare("open");
        derived.appointments = vec![appointment(1, ANNA, NOON, 60), appointment(2, TOMAS, NOON, 60)];
        found(&store, dossier(3), DossierKind::Case, derived, 0).await;
        let key = DraftKey { staff: ANNA, dossier: dossier(3), form: "note".to_owned() };
        store.save_draft(key, b"x", None, NOON).await.unwrap();
        let figures = async |staff| store.rail_figures(staff, NOON, NOON, NOON.plus_seconds(86_400)).await.unwrap();
        assert_eq!(figures(ANNA).await, RailFigures { overdue: 1, due: 2, appointments: 1, drafts: 1 });
        assert_eq!(figures(TOMAS).await, RailFigures { overdue: 0, due: 1, appointments: 1, drafts: 0 });
        let nobody: DossierId = dossier(77);
        assert_eq!(figures(nobody.into()).await, RailFigures::default());
    }
}
