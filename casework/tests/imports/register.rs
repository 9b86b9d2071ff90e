//! What the register knows already, and what it says when it is asked twice.

use casework::house::Who;
use casework::imports::{ClientImport, Declared, Mode, Order, Others, import_clients};
use domain::ids::DossierKind;
use store::{Among, CardsWanted, Viewer};

use crate::files::TestFile;
use crate::world::World;

const PEOPLE: &str = "ID,First name,Last name,DOB\n1,Jonas,Feldkamp,1990-03-12\n2,Mira,Kuhn,1985-07-01\n3,Noor,Dijk,\n";

#[tokio::test]
async fn the_same_file_imported_twice_doubles_nobody_on_either_engine() {
    for place in testkit::places() {
        let engine = place.engine();
        let world = World::at(place).await;
        let (tried, _) = world.import(PEOPLE, Order::try_out()).await;
        assert_eq!((tried.tally.good, world.clients().await), (3, 0), "{engine}");
        let (first, _) = world.import(PEOPLE, Order::write()).await;
        assert_eq!((first.tally.good, first.tally.already), (3, 0), "{engine}");
        let (tried, _) = world.import(PEOPLE, Order::try_out()).await;
        assert_eq!((tried.tally.good, tried.tally.already), (0, 3), "{engine}");
        let (second, errors) = world.import(PEOPLE, Order::write()).await;
        assert_eq!((second.tally.good, second.tally.already), (0, 3), "{engine}");
        assert_eq!(errors, "row,line,imported,column,reason\n");
        assert_eq!(world.clients().await, 3, "{engine}");
    }
}

#[tokio::test]
async fn two_processes_with_the_same_file_at_once_double_nobody() {
    let world = World::new().await;
    let file = TestFile::of(PEOPLE.as_bytes());
    let import = ClientImport::open(&file.path, &Declared::default()).unwrap();
    let (order, ctx) = (Order::write(), world.intake());

    let (a, b) = tokio::join!(
        import_clients(&ctx, &import, &order, None, |_| ()),
        import_clients(&ctx, &import, &order, None, |_| ()),
    );

    let (a, b) = (a.unwrap().tally, b.unwrap().tally);
    assert_eq!((a.good + b.good, a.already + b.already), (3, 3));
    assert_eq!(world.clients().await, 3);
}

#[tokio::test]
async fn an_import_that_was_cut_off_goes_on_where_it_stopped() {
    let world = World::new().await;
    let rows: String = (0..900).map(|n| format!("{n},Given{n},Family{n},1990-01-01\n")).collect();
    let file = TestFile::of(format!("ID,First name,Last name,DOB\n{rows}").as_bytes());
    let import = ClientImport::open(&file.path, &Declared::default()).unwrap();
    let ctx = world.intake();

    let (stop, stopped) = tokio::sync::oneshot::channel();
    let mut stop = Some(stop);
    let cut_off = async {
        let order = Order::write();
        let progress = |tally: &casework::imports::Tally| {
            if 256 <= tally.rows {
                stop.take().map(|stop| stop.send(()));
            }
        };
        import_clients(&ctx, &import, &order, None, progress).await
    };
    tokio::select! {
        biased;
        _ = async { stopped.await.unwrap(); tokio::time::sleep(std::time::Duration::from_millis(40)).await } => {}
        done = cut_off => panic!("not cut off: {done:?}"),
    }
    let before = world.clients().await;
    assert!((256..900).contains(&before), "{before}");

    let outcome = import_clients(&ctx, &import, &Order::write(), None, |_| ()).await.unwrap();
    assert_eq!(outcome.tally.good + outcome.tally.already, 900);
    assert_eq!(world.clients().await, 900);
}

#[tokio::test]
async fn rows_that_repeat_an_earlier_one_are_left_out_with_its_number() {
    let world = World::new().await;
    let table = "ID,First name,Last name,DOB\n1,Jonas,Feldkamp,1990-03-12\n1,Jonas,Feldkamp,1990-03-12\n2,JONAS,Féldkamp,1990-03-12\n\
                 3,Jonas,Feldkamp,1991-03-12\n4,Ada,Berg,\n5,Ada,Berg,\n";
    let (outcome, errors) = world.import(table, Order::write()).await;
    insta::assert_snapshot!(errors, @r"
    row,line,imported,column,reason
    3,3,no,whole row,the same number or the same person as in row 2
    4,4,no,whole row,the same number or the same person as in row 2
    ");
    assert_eq!((outcome.tally.good, outcome.tally.repeated), (4, 2));
    assert_eq!(world.clients().await, 4);
}

#[tokio::test]
async fn a_corrected_file_adds_only_what_was_missing() {
    let world = World::new().await;
    let faulty = PEOPLE.replace("1985-07-01", "1985-07-32");
    let (first, _) = world.import(&faulty, Order::write()).await;
    assert_eq!((first.tally.good, first.tally.faulty), (2, 1));

    let (second, errors) = world.import(PEOPLE, Order::write()).await;
    insta::assert_snapshot!(errors, @r"
    row,line,imported,column,reason
    2,2,no,whole row,somebody registered is probably the same person
    4,4,no,whole row,somebody registered is probably the same person
    ");
    assert_eq!((second.tally.good, second.tally.alike), (1, 2));
    assert_eq!(world.clients().await, 3);
}

#[tokio::test]
async fn likely_duplicates_are_left_out_until_somebody_says_that_they_are_others() {
    let world = World::new().await;
    world.import(PEOPLE, Order::write()).await;
    let table = "First name,Last name,DOB\nJonas,Feldkampf,1990-03-12\nMira,Kuhn,1985-01-07\nJonas,Feldkamp,1970-01-01\nNoor,Dijk,1970-01-01\n";

    let (tried, errors) = world.import(table, Order::try_out()).await;
    insta::assert_snapshot!(errors, @r"
    row,line,imported,column,reason
    2,2,no,whole row,somebody registered is probably the same person
    3,3,no,whole row,somebody registered is probably the same person
    5,5,yes,whole row,somebody registered may be the same person
    ");
    assert_eq!((tried.tally.good, tried.tally.alike, tried.tally.perhaps), (2, 2, 1));

    let order = Order { others: Others::Rows([3].into()), ..Order::write() };
    let (some, _) = world.import(table, order).await;
    assert_eq!((some.tally.good, some.tally.alike), (3, 1));
    let (all, _) = world.import(table, Order { others: Others::All, ..Order::write() }).await;
    assert_eq!((all.tally.good, all.tally.already), (1, 3));
    assert_eq!(world.clients().await, 7);
}

#[tokio::test]
async fn each_client_is_one_signed_entry_that_says_where_it_comes_from() {
    let world = World::new().await;
    let file = TestFile::of(b"ID,First name,Last name\nA-17,Jonas,Feldkamp\n,Mira,Kuhn\n");
    let import = ClientImport::open(&file.path, &Declared::default()).unwrap();
    let order = Order { mode: Mode::Write, ..Order::write() };
    import_clients(&world.intake(), &import, &order, None, |_| ()).await.unwrap();

    let wanted = CardsWanted { kind: DossierKind::Client, state: None, among: Among::All };
    let viewer = Viewer { staff: world.intake, at: world.house.now() };
    let mut provenances = Vec::new();
    for listed in world.house.store().list_cards(wanted, viewer, None, 10).await.unwrap() {
        let ctx = world.house.acting(Who::in_the_name_of(world.intake));
        let seen = ctx
            .view::<domain::clients::ClientFile>(domain::policy::Action::ReadClient, listed.head.dossier)
            .await
            .unwrap();
        assert_eq!(seen.opened.sheets.len(), 1);
        let entry = seen.opened.entry(seen.opened.last).unwrap();
        assert_eq!(entry.author(), world.intake);
        assert_eq!(entry.signature.method, domain::signature::Method::Console);
        let domain::event::Event::ClientRegistered(registered) = &entry.event else { panic!("another event") };
        provenances.push(registered.provenance.as_ref().unwrap().reveal().to_owned());
    }
    provenances.sort();
    assert_eq!(provenances[0], format!("file {} number A-17", import.digest()));
    let rest = provenances[1].strip_prefix(&format!("file {} row ", import.digest())).unwrap();
    assert!(rest.len() == 16 && rest.bytes().all(|byte| byte.is_ascii_hexdigit()), "{rest}");
}

#[tokio::test]
async fn a_file_that_changed_since_it_was_looked_at_is_not_imported() {
    let world = World::new().await;
    let file = TestFile::of(PEOPLE.as_bytes());
    let import = ClientImport::open(&file.path, &Declared::default()).unwrap();
    std::fs::write(&file.path, PEOPLE.replace("Mira", "Vera")).unwrap();

    let refused = import_clients(&world.intake(), &import, &Order::write(), None, |_| ()).await.unwrap_err();

    assert_eq!(refused.to_string(), "the file has changed since it was looked at; please start again");
    assert_eq!(world.clients().await, 0);
}
