use proptest::prelude::*;

use super::*;

fn origin() -> Origin {
    Origin(Id([0xca; 16]))
}

fn signer(seed: u8) -> Signer {
    Signer::from_seed(origin(), &[seed; 32]).unwrap()
}

fn sample() -> Checkpoint {
    Checkpoint { origin: origin(), size: 20_852_163, root: Hash([7; 32]) }
}

#[test]
fn a_checkpoint_looks_like_this() {
    let (note, key) = (sample().sign(&signer(1)), signer(1).key().to_string());
    insta::assert_snapshot!(note, @r"
    casekeep/cacacacacacacacacacacacacacacaca
    20852163
    BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=

    — casekeep/cacacacacacacacacacacacacacacaca OtYKRCRHlVUxIp3KMNqBWATvelNDViBnM1uwOEmsINockQ5qmSj+SpttHFw4x6vUzyxUqbYeUKvqKxHkhE/F0mu/Dw8=
    ");
    insta::assert_snapshot!(key, @"casekeep/cacacacacacacacacacacacacacacaca+3ad60a44+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c");
}

#[test]
fn signature_lines_of_others_are_read_as_the_format_has_them() {
    // The line of the example in the tlog-checkpoint specification.
    let line = "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n";
    let with_foreign = sample().sign(&signer(1)) + line;
    let read = Note::parse(&with_foreign).unwrap();
    let foreign = &read.signatures[1];
    assert_eq!((foreign.name, foreign.id), ("example.com/behind-the-sofa", [0x03, 0x3d, 0xe0, 0xae]));
    assert_eq!((read.checkpoint, foreign.signature.len()), (sample(), 64));
}

#[test]
fn a_witness_may_sign_too() {
    let note = sample().sign(&signer(1));
    let witness = Signer::from_seed(Origin(Id([0xbb; 16])), &[9; 32]).unwrap();
    let witnessed = format!("{note}{}", witness.line(&sample().text()));
    assert_eq!(Checkpoint::verify(&witnessed, &[*signer(1).key()]), Ok(sample()));
    let longer = format!("{note}— witness.example/w1 {}\n", STANDARD.encode([5; 76]));
    assert_eq!(Checkpoint::verify(&longer, &[*signer(1).key()]), Ok(sample()));
}

#[test]
fn a_key_that_took_over_serves_beside_the_old_one() {
    let keys = [*signer(1).key(), *signer(2).key()];
    assert_eq!(Checkpoint::verify(&sample().sign(&signer(1)), &keys), Ok(sample()));
    assert_eq!(Checkpoint::verify(&sample().sign(&signer(2)), &keys), Ok(sample()));
}

#[test]
fn what_is_not_signed_by_us_is_told_apart() {
    let check = |note: &str| Checkpoint::verify(note, &[*signer(1).key()]).unwrap_err();
    let note = sample().sign(&signer(1));

    assert_eq!(check(&sample().sign(&signer(2))), CheckpointFault::Signature);
    assert_eq!(check(&note.replace("20852163", "20852164")), CheckpointFault::Signature);
    let elsewhere = Origin(Id([0xbb; 16]));
    let foreign = Checkpoint { origin: elsewhere, ..sample() }.sign(&Signer::from_seed(elsewhere, &[1; 32]).unwrap());
    assert_eq!(check(&foreign), CheckpointFault::Origin);
    assert_eq!(check(&note.replacen("casekeep/", "elsewhere/", 1)), CheckpointFault::Origin);
    let malformed = [
        String::new(),
        sample().text(),
        format!("{}\n", sample().text()),
        note.replace("20852163", "020852163"),
        note.replace("20852163", "+20852163"),
        note.replacen("\n\n", "\nextension\n\n", 1),
        note.replace("— ", "- "),
        format!("{note}\n"),
        format!("{note}more"),
        note.trim_end().to_owned(),
        note.replace("BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=", "BwcH"),
    ];
    for text in malformed {
        assert_eq!(check(&text), CheckpointFault::Form, "{text}");
    }
}

#[test]
fn a_wrong_signature_of_a_known_key_spoils_the_note() {
    let note = sample().sign(&signer(1));
    let other = Checkpoint { size: 1, ..sample() }.sign(&signer(1));
    let wrong = other.split_once("\n\n").unwrap().1;
    assert_eq!(Checkpoint::verify(&format!("{note}{wrong}"), &[*signer(1).key()]), Err(CheckpointFault::Signature));
}

#[test]
fn a_key_reads_back_and_no_other_text_does() {
    let text = signer(1).key().to_string();
    assert_eq!(text.parse(), Ok(*signer(1).key()));
    let id = &text[42..50];
    for wrong in
        [text.replace(id, "00000000"), text.replace("casekeep/", "other/"), format!("{text} "), text[..51].to_owned()]
    {
        assert_eq!(wrong.parse::<VerifierKey>(), Err(NotAKey), "{wrong}");
    }
    assert!(Signer::from_seed(origin(), &[1; 31]).is_err());
}

#[test]
fn a_file_of_notes_gives_them_back_and_shows_an_interrupted_one() {
    let notes: Vec<String> = (1..4).map(|size| Checkpoint { size, ..sample() }.sign(&signer(1))).collect();
    let file: String = notes.iter().map(|note| append(note)).collect();
    assert_eq!(split(&file), (notes.iter().map(String::as_str).collect(), ""));

    let cut = &file[..file.len() - 20];
    let (whole, rest) = split(cut);
    assert_eq!(whole, notes[..2]);
    assert!(notes[2].starts_with(rest) && !rest.is_empty());

    let mut reader = NotesReader::new(cut.as_bytes());
    let read: Vec<String> = std::iter::from_fn(|| reader.next_note().unwrap()).collect();
    assert_eq!(read[..2], notes[..2]);
    assert_eq!(read[2], rest);
}

proptest! {
    #[test]
    fn no_changed_character_passes(place: prop::sample::Index, by in 1_u8..128) {
        let note = sample().sign(&signer(1));
        let mut bytes = note.into_bytes();
        let place = place.index(bytes.len());
        bytes[place] ^= by;
        if let Ok(text) = String::from_utf8(bytes) {
            prop_assert!(Checkpoint::verify(&text, &[*signer(1).key()]).is_err());
        }
    }
}
