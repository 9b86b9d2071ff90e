use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::*;

fn key() -> IndexKey {
    IndexKey::from(Secret::generate())
}

/// Invented names in many scripts: as written, written otherwise, and the form under which both are found.
fn names() -> Vec<(&'static str, String, &'static str)> {
    [
        ("Nuñez-Müller", "NUNEZ MULLER".into(), "nunez muller"),
        ("Strauß", "STRAUSS".into(), "strauss"),
        ("Đặng Thị Hồng", "dang thi hong".into(), "dang thi hong"),
        ("Łukasz Żółć", "LUKASZ ZOLC".into(), "lukasz zolc"),
        ("Bjørn Ærø", "Bjorn Aero".into(), "bjorn aero"),
        ("İpek Işık", "ipek isik".into(), "ipek isik"),
        ("ﬁona", "Fiona".into(), "fiona"),
        ("Артём Соловьёв", "АРТЕМ СОЛОВЬЕВ".into(), "artem solovev"),
        ("Γιώργος Παππάς", "ΓΙΩΡΓΟΣ ΠΑΠΠΑΣ".into(), "giorgos pappas"),
        ("مُحَمَّد", "محـمد".into(), "mhmd"),
        ("أمينة", "امينة".into(), "amynh"),
        ("שָלוֹם", "שלום".into(), "slvm"),
        ("ज़ारा कुमार", "ज़ारा\u{200D} कुमार".nfc().collect(), "jara kumar"),
        ("王小明", "王\u{200B}小明".into(), "wangxiaoming"),
        ("ガブリエラ", "ｶﾞﾌﾞﾘｴﾗ".into(), "gaburiera"),
        ("김민준", "김민준".nfd().collect(), "gimminjun"),
        ("ნინო ბერიძე", "ᲜᲘᲜᲝ ᲑᲔᲠᲘᲫᲔ".into(), "nino beridze"),
        ("Արամ Խաչատրյան", "ԱՐԱՄ ԽԱՉԱՏՐՅԱՆ".into(), "aram khachatryan"),
        ("สมชาย", "สมชาย\u{200B}".into(), "smchay"),
    ]
    .into()
}

#[test]
fn a_name_is_found_however_it_is_written_in_every_script() {
    let key = key();
    let mut wrong = Vec::new();
    for (written, otherwise, plain) in names() {
        let decomposed: String = written.nfd().collect();
        for form in [written, &otherwise, &decomposed] {
            let found = name_words(form).join(" ");
            if found != plain || key.token(Field::GivenName, form) != key.token(Field::GivenName, plain) {
                wrong.push(format!("{form}: {found} instead of {plain}"));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn letters_that_only_look_like_marks_stay_apart() {
    // Voiced and voiceless in Japanese, vowels in Hindi: other names, not other spellings.
    for (one, other) in [("かな", "がな"), ("राम", "रोम"), ("किरण", "करण")] {
        assert_ne!(name_words(one), name_words(other), "{one} {other}");
    }
}

#[test]
fn a_name_falls_into_words_at_hyphens_but_not_at_apostrophes() {
    let words = |name: &str| name_words(name).join("|");
    assert_eq!(words("  Anne-Marie  O'Brien, Dr. "), "anne|marie|obrien|dr");
    assert_eq!(words("D\u{2019}Angelo"), "dangelo");
    assert_eq!(words("de la Cruz"), "de|la|cruz");
    assert_eq!(words("玛丽·居里"), "mali|juli");
    assert_eq!(words(" -- . "), "");
}

#[test]
fn whole_words_only() {
    let key = key();
    assert_ne!(key.token(Field::FamilyName, "Quinter"), key.token(Field::FamilyName, "Quintero"));
}

#[test]
fn numbers_dates_and_addresses_are_found_as_people_write_them() {
    let cases = [
        (Field::ClientNumber, " c-7k3f9q-m ", "c7k3f9qm"),
        (Field::CaseNumber, "2026-000123-K", "2026000123k"),
        (Field::ExternalNumber, "AOK 12.34/56", "aok123456"),
        (Field::BirthDate, "1990-02-03", "19900203"),
        (Field::Phone, "+49 30 123456", "+4930123456"),
        (Field::Email, " Ana.Lopez+x@Example.ORG ", "ana.lopez+x@example.org"),
        (Field::Login, "ＭQuintero", "mquintero"),
    ];
    for (field, written, plain) in cases {
        assert_eq!(normalise(field, written), plain, "{field:?}");
    }
    // Marks distinguish people who sign in: two accounts must not fall together.
    assert_ne!(normalise(Field::Login, "rené"), normalise(Field::Login, "rene"));
}

#[test]
fn names_that_sound_alike_share_a_code() {
    let pairs = [
        ("Meyer", "Maier"),
        ("Schmidt", "Smith"),
        ("Catherine", "Kathryn"),
        ("Mueller", "Müller"),
        ("Philipp", "Filip"),
        ("Иванов", "Ivanov"),
        ("Παππάς", "Pappas"),
        ("王", "Wang"),
    ];
    for (one, other) in pairs {
        let (left, right) = (sounds(one), sounds(other));
        assert!(left.iter().any(|code| right.contains(code)), "{one} {left:?}, {other} {right:?}");
    }
    assert!(!sounds("Meyer").iter().any(|code| sounds("Schmidt").contains(code)));
}

#[test]
fn a_word_without_a_useful_code_stands_for_itself() {
    assert_eq!(sounds("Ao Yi 李"), ["ao", "yi", "l"]);
    assert_eq!(sounds("-"), Vec::<String>::new());
}

#[test]
fn every_field_has_a_key_and_a_code_of_its_own() {
    let key = key();
    let mut tokens: Vec<_> = Field::ALL.iter().map(|&field| key.token(field, "1990").unwrap()[..3].to_vec()).collect();
    tokens.sort();
    tokens.dedup();
    assert_eq!(tokens.len(), Field::ALL.len());
    assert!(Field::ALL.into_iter().all(|field| Field::from_code(field.code()) == Some(field)));
    assert_eq!(Field::from_code("postcode"), None);
}

#[test]
fn tokens_are_as_long_as_the_field_says() {
    let key = key();
    for field in Field::ALL {
        let bits = if matches!(
            field,
            Field::ExternalNumber
                | Field::ClientNumber
                | Field::CaseNumber
                | Field::Login
                | Field::Label
                | Field::InquiryNumber
                | Field::MailName
                | Field::Mail
        ) {
            128
        } else {
            24
        };
        assert_eq!(key.token(field, "12345").map(|token| token.len() * 8), Some(bits), "{field:?}");
    }
}

#[test]
fn a_text_without_anything_in_it_has_no_token() {
    assert!(Field::ALL.into_iter().all(|field| key().token(field, " \t ").is_none()));
    assert_eq!(key().token(Field::FamilyName, "--"), None);
}

#[test]
fn another_index_key_gives_other_tokens() {
    assert_ne!(key().token(Field::FamilyName, "Quintero"), key().token(Field::FamilyName, "Quintero"));
}

#[test]
fn tokens_of_a_given_key_never_change() {
    // Whoever changes normalisation or derivation sees it here, and must raise the version of the normaliser.
    let secret = crate::keys::Secret::from_bytes(zeroize::Zeroizing::new([7; 32]));
    let token = IndexKey::from(secret).token(Field::Login, "mquintero").unwrap();
    let hex: String = token.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(hex, "a58c06182fa16b57bd69f1de56560b9d");
}

#[test]
fn false_hits_stay_rare_among_a_hundred_thousand_clients() {
    let key = key();
    let tokens: std::collections::HashSet<_> =
        (0..20_000).map(|n| key.token(Field::FamilyName, &format!("name{n}"))).collect();
    // 20,000 names give 12 expected collisions in 24 bits; with 16 bits it would be thousands.
    assert!(19_940 < tokens.len(), "{}", tokens.len());
}

#[test]
fn a_letter_and_a_mark_that_come_together_are_composed() {
    // A mark that carries its own space, found by the property below.
    let once = normalise(Field::Login, "\u{1D531}\u{1FC1}");
    assert_eq!(normalise(Field::Login, &once), once);
}

proptest! {
    #[test]
    fn normalising_twice_changes_nothing(text in "\\PC{0,12}", field in 0_usize..10) {
        let once = normalise(Field::ALL[field], &text);
        prop_assert_eq!(normalise(Field::ALL[field], &once), once);
    }

    #[test]
    fn the_normal_form_of_the_input_does_not_matter(text in "\\PC{0,12}", field in 0_usize..10) {
        let plain = normalise(Field::ALL[field], &text);
        prop_assert_eq!(normalise(Field::ALL[field], &text.nfc().collect::<String>()), plain.clone());
        prop_assert_eq!(normalise(Field::ALL[field], &text.nfd().collect::<String>()), plain);
    }

    #[test]
    fn every_text_has_sounds_without_harm(text in "\\PC{0,20}|[A-Za-z ']{0,12}") {
        prop_assert_eq!(sounds(&text).is_empty(), name_words(&text).is_empty());
    }
}
