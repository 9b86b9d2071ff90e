use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization as _;

use super::*;

/// The places of `text` with brackets around what was found; nothing when not all of it was.
fn check(typed: &str, text: &str) -> Option<String> {
    let sought = Sought::parse(&Line::parse(typed).unwrap()).unwrap();
    let found = sought.find(&[Passage::new("Summary", text)])?;
    Some(found.excerpts[0].pieces.iter().map(shown).collect())
}

fn shown(piece: &Piece) -> String {
    if piece.found { format!("[{}]", piece.text) } else { piece.text.clone() }
}

#[test]
fn words_are_found_however_they_are_written_in_every_script() {
    for (typed, text, found) in [
        ("school", "At SCHOOL again.", Some("At [SCHOOL] again.")),
        ("nunez", "Ms Núñez called", Some("Ms [Núñez] called")),
        ("NÚÑEZ", "Ms Nu\u{301}n\u{303}ez called", Some("Ms [Nu\u{301}n\u{303}ez] called")),
        ("strasse", "Die Straße", Some("Die [Straße]")),
        ("obrien", "Mr O’Brien", Some("Mr [O’Brien]")),
        ("Iwanowa Юлия", "Юлия Ivanova", None),
        ("ivanova юлия", "Юлия Иванова", Some("[Юлия] [Иванова]")),
        ("παππας", "ΓΙΩΡΓΟΣ ΠΑΠΠΑΣ", Some("ΓΙΩΡΓΟΣ [ΠΑΠΠΑΣ]")),
        ("محمد", "قال مُحَمَّد", Some("قال [مُحَمَّد]")),
        ("小明", "王小明来了", Some("王[小明]来了")),
        ("明小", "王小明来了", None),
        ("ガブ", "ｶﾞﾌﾞﾘｴﾗ", Some("[ｶﾞﾌﾞ]ﾘｴﾗ")),
        ("राम", "रोम", None),
        ("fiona", "ﬁona", Some("[ﬁona]")),
        ("2026-000123-K", "case 2026-000123-K, closed", Some("case [2026-000123-K], closed")),
        ("0123-K", "case 2026-000123-K", None),
        ("beha", "Be\u{AD}handlung", Some("[Be\u{AD}handlung]")),
    ] {
        assert_eq!(check(typed, text).as_deref(), found, "{typed} in {text}");
    }
}

#[test]
fn several_words_are_all_of_them_and_quoted_ones_stand_as_they_are() {
    let text = "The mother called the schools. She is worried about the school trip.";
    for (typed, found) in [
        ("worried mother", Some("The [mother] called the schools. She is [worried] about the school trip.")),
        ("worried father", None),
        ("school", Some("The mother called the [schools]. She is worried about the [school] trip.")),
        ("\"school\"", Some("The mother called the schools. She is worried about the [school] trip.")),
        ("„school trip“", Some("The mother called the schools. She is worried about the [school trip].")),
        ("\"trip school\"", None),
        ("\"school tri\"", None),
        ("chools", None),
        ("a", None),
        (
            "\"worried about\" the \"school trip",
            Some("[The] mother called [the] schools. She is [worried about] [the] [school trip]."),
        ),
        ("the the THE", Some("[The] mother called [the] schools. She is worried about [the] school trip.")),
    ] {
        assert_eq!(check(typed, text).as_deref(), found, "{typed}");
    }
}

#[test]
fn signs_are_no_patterns_and_alone_no_words() {
    assert_eq!(check("(.*)+ call", "The mother called").as_deref(), Some("The mother [called]"));
    assert_eq!(check("<b>call</b>", "The mother called b"), None, "each of them is a word: b, call, b");
    assert_eq!(check("%_\\ '; mother", "The mother").as_deref(), Some("The [mother]"));
    for signs in [".*", "🙂", "\"\"", "…", "'", "\u{301}"] {
        assert!(Sought::parse(&Line::parse(signs).unwrap()).is_err(), "{signs}");
    }
}

#[test]
fn a_phrase_does_not_reach_from_one_passage_into_the_next_but_words_may_stand_in_several() {
    let passages = [
        Passage::new("Progress", "She sleeps better"),
        Passage::name("With", "Better Life"),
        Passage::new("Page", "at home").on_page(3),
    ];
    let find = |typed: &str| Sought::parse(&Line::parse(typed).unwrap()).unwrap().find(&passages);
    assert!(find("\"better at\"").is_none());
    let found = find("home better").unwrap();
    assert_eq!(found.places, 3);
    let told: Vec<_> = found.excerpts.iter().map(|one| (one.term, one.page, one.name)).collect();
    assert_eq!(told, [("Progress", None, false), ("With", None, true), ("Page", Some(3), false)]);
}

#[test]
fn of_a_long_text_only_what_stands_around_the_first_place_is_shown() {
    let text = format!("{} needle {}", "before ".repeat(2_000), "behind ".repeat(2_000));
    let shown = check("needle", &text).unwrap();
    assert!(shown.starts_with("…before ") && shown.ends_with("behind…") && shown.contains(" [needle] "), "{shown}");
    assert!(shown.chars().count() <= LENGTH + BEFORE, "{}", shown.chars().count());
    let endless = "n".repeat(20_000);
    let shown = check("nnnn", &endless).unwrap();
    assert!(shown.starts_with("[nnn") && shown.ends_with("n]…"), "{shown}");
    assert!(shown.chars().count() <= LENGTH + BEFORE);
}

proptest! {
    /// Whatever is written and whatever is looked for: no piece is lost within what is shown, and a whole word of a text is found in it.
    #[test]
    fn what_is_shown_stands_in_the_text(text in "\\PC{0,400}", typed in "\\PC{1,40}") {
        let text: String = text.nfc().collect();
        if let Some(sought) = Line::parse(&typed).ok().and_then(|line| Sought::parse(&line).ok())
            && let Some(found) = sought.find(&[Passage::new("Summary", &text)])
        {
            let told: String = found.excerpts[0].pieces.iter().map(|piece| piece.text.as_str()).collect();
            prop_assert!(text.contains(told.trim_start_matches('…').trim_end_matches('…')));
        }
        for word in text.split_whitespace() {
            if let Some(sought) = Line::parse(word).ok().and_then(|line| Sought::parse(&line).ok()) {
                prop_assert!(sought.find(&[Passage::new("Summary", &text)]).is_some(), "{word}");
            }
        }
    }
}
