use proptest::prelude::*;

use super::*;
use crate::canonical::{self, Object, Value};

fn sample() -> Entry<'static> {
    Entry {
        actor: Id([0xa1; 16]),
        at: 1_767_603_600_000_000,
        commit: Hash([0x11; 32]),
        dossier: Id([0xd0; 16]),
        entry: 7,
        kind: "note_recorded",
        level: 1,
        manifest: Hash([0x22; 32]),
        prev: Hash([0x33; 32]),
        skew: false,
    }
}

fn opened() -> Access<'static> {
    Access {
        act: "opened",
        actor: Id([0xa1; 16]),
        at: 1_767_603_600_000_000,
        dossier: Some(Id([0xd0; 16])),
        entry: Some(7),
        through: Some([1, 2, 3, 4, 5, 6, 7, 8]),
        why: Some("break-glass"),
    }
}

fn codes() -> impl Strategy<Value = String> {
    "[A-Za-z0-9._:-]{1,64}".prop_filter("an act of its own", |code| code != ENTRY)
}

prop_compose! {
    fn entries()(actor: [u8; 16], at in -BOUND + 1..BOUND, commit: [u8; 32], dossier: [u8; 16], entry in 1_u32.., kind in codes(),
                 level in 0_u8..4, manifest: [u8; 32], prev: [u8; 32], skew: bool) -> (Vec<u8>, Value) {
        let entry = Entry { actor: Id(actor), at, commit: Hash(commit), dossier: Id(dossier), entry, kind: &kind, level,
                            manifest: Hash(manifest), prev: Hash(prev), skew };
        let object = Object::new().with("v", 1_u8).with("act", "entry").with("actor", entry.actor).with("at", at)
            .with("commit", entry.commit).with("dossier", entry.dossier).with("entry", entry.entry).with("kind", kind.as_str())
            .with("level", level).with("manifest", entry.manifest).with("prev", entry.prev).maybe("skew", skew.then_some(1_u8));
        (entry.body().unwrap(), object.into())
    }
}

prop_compose! {
    fn accesses()(act in codes(), actor: [u8; 16], at in -BOUND + 1..BOUND, dossier: Option<[u8; 16]>, entry in prop::option::of(1_u32..),
                  through: Option<[u8; 8]>, why in prop::option::of(codes())) -> (Vec<u8>, Value) {
        let entry = dossier.and(entry);
        let access = Access { act: &act, actor: Id(actor), at, dossier: dossier.map(Id), entry, through, why: why.as_deref() };
        let token = through.map(|token| token.iter().map(|byte| format!("{byte:02x}")).collect::<String>());
        let object = Object::new().with("v", 1_u8).with("act", act.as_str()).with("actor", access.actor).with("at", at)
            .maybe("dossier", access.dossier).maybe("entry", entry).maybe("through", token).maybe("why", why.as_deref());
        (access.body().unwrap(), object.into())
    }
}

fn written_again(body: &Body<'_>) -> Vec<u8> {
    match body {
        Body::Entry(entry) => entry.body().unwrap(),
        Body::Access(access) => access.body().unwrap(),
    }
}

proptest! {
    #[test]
    fn a_body_is_canonical_json_and_reads_back((body, value) in prop_oneof![entries(), accesses()]) {
        prop_assert_eq!(value.write().unwrap(), body.clone());
        prop_assert_eq!(written_again(&Body::parse(&body).unwrap()), body);
    }

    #[test]
    fn a_leaf_is_canonical_json_and_reads_back((body, value) in prop_oneof![entries(), accesses()], n in 0..BOUND, prev: [u8; 32]) {
        let leaf = leaf_bytes(&body, n.unsigned_abs(), &Hash(prev));
        let object = Object::new().with("line", value).with("n", n).with("prev", Hash(prev));
        prop_assert_eq!(Value::from(object).write().unwrap(), leaf.clone());

        let read = Leaf::parse(&leaf).unwrap();
        prop_assert_eq!((read.bytes, read.n, read.prev), (&*body, n.unsigned_abs(), Hash(prev)));
    }

    #[test]
    fn a_changed_byte_is_refused_or_says_something_else(
        (body, _) in prop_oneof![entries(), accesses()], place: prop::sample::Index, by in 1_u8..
    ) {
        let leaf = leaf_bytes(&body, 3, &Hash([7; 32]));
        let mut changed = leaf.clone();
        changed[place.index(leaf.len())] ^= by;
        if let Some(read) = Leaf::parse(&changed) {
            prop_assert!(canonical::parse(&changed).is_ok());
            prop_assert_eq!(leaf_bytes(&written_again(&read.body), read.n, &read.prev), changed);
        }
    }
}

#[test]
fn an_entry_line_looks_like_this() {
    let body = String::from_utf8(sample().body().unwrap()).unwrap();
    assert_eq!(
        body,
        format!(
            "{{\"act\":\"entry\",\"actor\":\"{}\",\"at\":1767603600000000,\"commit\":\"{}\",\"dossier\":\"{}\",\"entry\":7,\
             \"kind\":\"note_recorded\",\"level\":1,\"manifest\":\"{}\",\"prev\":\"{}\",\"v\":1}}",
            "a1".repeat(16),
            "11".repeat(32),
            "d0".repeat(16),
            "22".repeat(32),
            "33".repeat(32)
        )
    );
}

#[test]
fn what_a_line_cannot_hold_is_not_written() {
    let entry = |change: fn(&mut Entry<'static>)| {
        let mut entry = sample();
        change(&mut entry);
        entry.body().map(|_| ())
    };
    assert_eq!(entry(|_| ()), Ok(()));
    assert_eq!(entry(|e| e.kind = ""), Err(LineFault::Code));
    assert_eq!(entry(|e| e.kind = "a note"), Err(LineFault::Code));
    assert_eq!(entry(|e| e.entry = 0), Err(LineFault::Number));
    assert_eq!(entry(|e| e.level = 4), Err(LineFault::Number));
    assert_eq!(entry(|e| e.at = BOUND), Err(LineFault::Number));

    let access = |change: fn(&mut Access<'static>)| {
        let mut access = opened();
        change(&mut access);
        access.body().map(|_| ())
    };
    assert_eq!(access(|_| ()), Ok(()));
    assert_eq!(access(|a| a.act = ENTRY), Err(LineFault::Code));
    assert_eq!(access(|a| a.why = Some("\"")), Err(LineFault::Code));
    assert_eq!(access(|a| a.dossier = None), Err(LineFault::Place));
    assert_eq!(access(|a| a.entry = Some(0)), Err(LineFault::Number));
}

#[test]
fn a_leaf_with_anything_more_or_less_is_refused() {
    let leaf = String::from_utf8(leaf_bytes(&opened().body().unwrap(), 12, &Hash::ZERO)).unwrap();
    assert!(Leaf::parse(leaf.as_bytes()).is_some());
    let refused = [
        format!("{leaf}\n"),
        leaf.replace("\"n\":12", "\"n\":012"),
        leaf.replace("\"n\":12", "\"n\":-12"),
        leaf.replace("\"n\":12", "\"n\":"),
        leaf.replace("\"n\":12", "\"n\":9007199254740992"),
        leaf.replace("\"v\":1", "\"v\":2"),
        leaf.replace("\"entry\":7", "\"entry\":0"),
        leaf.replace("\"entry\":7", "\"entry\":4294967296"),
        leaf.replace("\"at\":1", "\"at\":-01"),
        leaf.replace("\"act\":\"opened\"", "\"act\":\"entry\""),
        leaf.replace("\"act\"", "\"note\":\"x\",\"act\""),
        leaf.replace("break-glass", ""),
        leaf.replace("break-glass", &"x".repeat(65)),
    ];
    for text in refused {
        assert!(Leaf::parse(text.as_bytes()).is_none(), "{text} was taken");
    }
}
