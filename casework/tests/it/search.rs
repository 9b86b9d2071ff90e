//! Searching in one open case: what is found, who finds what, and what is left behind of it (CM-4.2.4, PT-4.4.2).

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use casework::contacts::{LogContact, WriteAddendum, log_contact, write_addendum};
use casework::documents::{FileOne, Handed, file_documents};
use casework::search::{Extent, Found, NoText, ReadsText, search_case};
use casework::{Ctx, Failure};
use domain::contacts::{AddendumWritten, ContactKind};
use domain::documents::Description;
use domain::ids::{DossierId, EntryNumber, ItemId};
use domain::level::Level;
use domain::policy::TieKind;
use domain::search::Sought;
use domain::text::Line;
use insta::assert_snapshot;
use zeroize::Zeroizing;

use crate::cast::{CAST, HELENA, JOANNA, MARIA, PAVEL, RUBEN, SOFIA};
use crate::documents::{letter, paper, sent};
use crate::orders::{contact, line, words};
use crate::world::{World, story};

/// Takes what stands behind the first line of a file for its text, and counts how many it has read.
#[derive(Clone, Default)]
struct Reader(Arc<AtomicUsize>);

impl Reader {
    fn files(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }
}

impl ReadsText for Reader {
    async fn text(&self, mut file: Handed) -> Result<Zeroizing<String>, NoText> {
        self.0.fetch_add(1, Ordering::SeqCst);
        let bytes: Vec<u8> = file.reading.range(0..file.length).flat_map(|piece| piece.unwrap().to_vec()).collect();
        let text = String::from_utf8(bytes).map_err(|_| NoText::Damaged)?;
        let (_, text) = text.split_once('\n').ok_or(NoText::Locked)?;
        Ok(Zeroizing::new(text.to_owned()))
    }
}

async fn find(ctx: &Ctx, case: DossierId, typed: &str) -> Result<Found, Failure<casework::Never>> {
    let sought = Sought::parse(&line(typed)).unwrap();
    search_case(ctx, case, sought, Reader::default()).await
}

/// What was found: the entry, whether it is a document, and the first place with brackets around what was looked for.
async fn found(ctx: &Ctx, case: DossierId, typed: &str) -> Vec<String> {
    let found = find(ctx, case, typed).await.unwrap();
    let told = |hit: &casework::search::Hit| {
        let excerpt = &hit.finding.excerpts[0];
        let piece = |piece: &domain::search::Piece| match piece.found {
            true => format!("[{}]", piece.text),
            false => piece.text.clone(),
        };
        let page = excerpt.page.map(|page| format!(" on page {page}")).unwrap_or_default();
        let kind = if hit.document.is_some() { "document" } else { "entry" };
        let text: String = excerpt.pieces.iter().map(piece).collect();
        format!("{kind} {}{page}, {}: {}", hit.entry, excerpt.term, text.trim())
    };
    found.hits.iter().map(told).collect()
}

async fn note(world: &World, case: DossierId, summary: &str, level: Level) -> EntryNumber {
    let mut contact = contact(ContactKind::Inquiry);
    contact.summary = words(summary);
    contact.decision = Some(words("Noted."));
    let order = LogContact { case, contact };
    log_contact(&world.acting(MARIA), order, world.ink().at_level(level)).await.unwrap().number
}

async fn file(world: &World, case: DossierId, title: &str, bytes: &[u8], again: Option<ItemId>) -> ItemId {
    let maria = world.acting(MARIA);
    let upload = sent(&maria, case, "scan.pdf", bytes).await.unwrap();
    let order = letter(upload, again);
    let about = Description { title: line(title), ..order.about };
    file_documents(&maria, case, vec![FileOne { about, ..order }], world.ink()).await.unwrap();
    again.unwrap_or(upload)
}

#[test]
fn entries_addenda_and_documents_are_found_the_newest_first() {
    story(async |world| {
        let case = world.case().await;
        let maria = world.acting(MARIA);
        let first = note(world, case, "The grandmother, Ms Núñez, takes him to School.", Level::Confidential).await;
        world.clock.pass(60);
        let addendum =
            AddendumWritten { to: first, text: words("It was the aunt, not Nunez."), reason: line("Mistaken") };
        write_addendum(&maria, WriteAddendum { case, addendum }, world.ink()).await.unwrap();
        world.clock.pass(60);
        let letter = file(world, case, "From the school", &paper(90, "Dear Ms Vega\u{c}Ms NUÑEZ came."), None).await;
        assert_eq!(
            found(&maria, case, "nunez").await,
            [
                "document 4 on page 2, Text: Ms [NUÑEZ] came.",
                "entry 3, Addendum: It was the aunt, not [Nunez].",
                "entry 2, Summary: The grandmother, Ms [Núñez], takes him to School.",
            ]
        );
        // the words of a document may stand in its title and in its text, those of an entry in all that it says
        assert_eq!(found(&maria, case, "school vega").await, ["document 4, Title: From the [school]"]);
        assert_eq!(found(&maria, case, "noted nunez").await.len(), 1);
        assert_eq!(found(&maria, case, "\"Ms Vega\"").await, ["document 4 on page 1, Text: Dear [Ms Vega]"]);
        assert_eq!(found(&maria, case, "\"Vega Ms\"").await, [""; 0]);
        assert_eq!(found(&maria, case, "scan.pdf").await, ["document 4, Name before it was filed: [scan.pdf]"]);

        // of a document the latest version is searched, and found once
        file(world, case, "From the school", &paper(90, "Dear Mr Ott"), Some(letter)).await;
        assert_eq!(found(&maria, case, "vega").await, [""; 0]);
        assert_eq!(found(&maria, case, "ott").await, ["document 5 on page 1, Text: Dear Mr [Ott]"]);
        assert_eq!(found(&maria, case, "from the school").await.len(), 1);
    });
}

#[test]
fn a_search_says_what_it_did_not_look_through() {
    story(async |world| {
        let case = world.case().await;
        note(world, case, "Nothing of note.", Level::Restricted).await;
        file(world, case, "A letter", &paper(40, "Dear Ms Vega"), None).await;
        file(world, case, "A scan", &paper(40, " \u{c} "), None).await;
        file(world, case, "A photo", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01", None).await;
        file(world, case, "A locked one", b"%PDF-1.7", None).await;
        let long = paper(1_100_000, "word");
        file(world, case, "A long one", &long, None).await;
        let found = find(&world.acting(MARIA), case, "a").await.unwrap();
        let extent =
            Extent { entries: 1, closed: 1, documents: 2, cut: 1, pictures: 2, unread: 1, ..Extent::default() };
        assert_eq!(found.extent, extent);
        assert_eq!(found.hits.len(), 5, "titles are searched all the same");
    });
}

#[test]
fn only_what_one_may_read_is_searched() {
    story(async |world| {
        let case = world.case().await;
        for level in Level::ALL {
            note(world, case, "A zibellin was seen.", level).await;
        }
        let maria = world.acting(MARIA);
        let upload = sent(&maria, case, "secret.pdf", &paper(99, "zibellin")).await.unwrap();
        let ink = world.ink().at_level(Level::Restricted);
        file_documents(&maria, case, vec![letter(upload, None)], ink).await.unwrap();
        world.tie(case, RUBEN, TieKind::Covers).await;
        world.tie(case, HELENA, TieKind::Named).await;
        let entries = async |person| {
            let found = find(&world.acting(person), case, "zibellin").await.unwrap();
            (found.hits.iter().map(|hit| hit.entry.0).collect::<Vec<_>>(), found.extent.closed)
        };
        assert_eq!(entries(SOFIA).await, (vec![2], 5), "the case's opening is above her as well");
        assert_eq!(entries(RUBEN).await, (vec![3, 2], 3));
        assert_eq!(entries(MARIA).await, (vec![4, 3, 2], 2));
        assert_eq!(entries(HELENA).await, (vec![6, 5, 4, 3, 2], 0));
    });
}

#[test]
fn whoever_may_not_read_a_case_finds_nothing_in_it_and_the_text_of_its_documents_is_not_taken() {
    story(async |world| {
        let case = world.case().await;
        file(world, case, "From the school", &paper(90, "Dear Ms Vega"), None).await;
        let (absent, reader) = (world.acting(MARIA).new_dossier(), Reader::default());
        let readers = ["maria", "tomas", "sofia"];
        for person in CAST.iter().filter(|person| !readers.contains(&person.login)) {
            for dossier in [case, absent] {
                let sought = Sought::parse(&line("vega")).unwrap();
                let refused = search_case(&world.acting(*person), dossier, sought, reader.clone()).await;
                assert!(matches!(refused, Err(Failure::Refused(_))), "{}", person.login);
            }
        }
        // excluded although she carries the case
        world.tie(case, MARIA, TieKind::Excluded).await;
        let sought = Sought::parse(&line("vega")).unwrap();
        assert!(search_case(&world.acting(MARIA), case, sought, reader.clone()).await.is_err());
        assert_eq!(reader.files(), 0);
    });
}

#[test]
fn a_closed_case_is_searched_by_its_keepers_and_a_destroyed_one_by_nobody() {
    story(async |world| {
        let case = world.case().closed().await;
        assert!(find(&world.acting(MARIA), case, "school").await.is_err());
        assert!(find(&world.acting(PAVEL), case, "school").await.is_err());
        assert!(!found(&world.acting(JOANNA), case, "school").await.is_empty());
        world.clock.pass(2_559 * 86_400);
        let of = world.rested().await;
        world.destroy(of).await.unwrap();
        assert!(matches!(find(&world.acting(JOANNA), case, "school").await, Err(Failure::Refused(_))));
    });
}

#[test]
fn the_search_is_in_the_ledger_and_the_words_are_nowhere() {
    let told = story(async |world| {
        let case = world.case().await;
        note(world, case, "A zibellin was seen.", Level::Confidential).await;
        world.changes().await;
        assert_eq!(found(&world.acting(MARIA), case, "zibellin").await.len(), 1);
        assert!(find(&world.acting(PAVEL), case, "zibellin").await.is_err());
        world.tell("a search, and one that is refused").await;
    });
    assert_snapshot!(told, @"
    # a search, and one that is refused
    ledger denied case 1 by pavel for SearchCase
    ledger searched case 1 up to #2 by maria for SearchCase
    ");
}

#[test]
fn a_document_is_read_once_and_again_when_nothing_is_remembered() {
    story(async |world| {
        let case = world.case().await;
        file(world, case, "From the school", &paper(90, "Dear Ms Vega"), None).await;
        file(world, case, "Locked", b"%PDF-1.7", None).await;
        let reader = Reader::default();
        let search = async |ctx: &Ctx| {
            let sought = Sought::parse(&line("vega")).unwrap();
            search_case(ctx, case, sought, reader.clone()).await.unwrap().hits.len()
        };
        let (maria, again) = (world.acting(MARIA), world.acting(MARIA));
        let (one, other) = tokio::join!(search(&maria), search(&again));
        assert_eq!((one, other, reader.files()), (1, 1, 2), "two at once wait for each other");
        assert_eq!((search(&maria).await, reader.files()), (1, 2));
        let cold = world.cold().await.acting(world.who(MARIA));
        assert_eq!((search(&cold).await, reader.files()), (1, 4));
    });
}

#[test]
fn hostile_words_find_what_they_say_and_break_nothing() {
    story(async |world| {
        let case = world.case().await;
        let hostile = "<script>alert('a')</script> \u{202E}".trim_end_matches(['\u{202E}', ' ']);
        note(
            world,
            case,
            &format!("{hostile} .* %_ \\ 🙂 e\u{301}te\u{301} {}", "long ".repeat(2_000)),
            Level::Confidential,
        )
        .await;
        let maria = world.acting(MARIA);
        for typed in ["<script>", "alert('a')", "été", "ETE", ".* long", "🙂 long", "\"alert a\"", "long long long"]
        {
            assert_eq!(found(&maria, case, typed).await.len(), 1, "{typed}");
        }
        for typed in ["lo.*g", "%ong", "(long", "long)(", "l_ng", "[l]ong"] {
            let expected = usize::from(matches!(typed, "(long" | "long)("));
            assert_eq!(found(&maria, case, typed).await.len(), expected, "{typed}");
        }
        // a field takes no more than a line
        assert!(Line::parse(&"word ".repeat(2_000)).is_err());
        assert_eq!(found(&maria, case, &"lo ".repeat(66)).await.len(), 0);
    });
}
