use proptest::prelude::*;

use super::*;

/// The secret of RFC 6238, appendix B.
fn published() -> TotpSecret {
    TotpSecret::from_bytes(b"12345678901234567890").unwrap()
}

/// The code that an app shows at that second.
fn shown(secret: &TotpSecret, second: i64) -> String {
    secret.totp().generate(u64::try_from(second).unwrap()).to_string()
}

#[test]
fn codes_are_those_of_rfc_6238() {
    // Appendix B has eight digits; the six that we use are their end.
    let vectors = [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (20_000_000_000, "353130")];
    for (second, code) in vectors {
        assert_eq!(shown(&published(), second), code);
        assert_eq!(published().check(code, second, 0), Some(second / STEP_SECONDS));
    }
}

#[test]
fn a_code_holds_one_step_before_and_after_its_own() {
    let code = shown(&published(), 3000);
    let at = |second| published().check(&code, second, 0);
    assert_eq!([2969, 2970, 3000, 3059, 3060].map(at), [None, Some(100), Some(100), Some(100), None]);
}

#[test]
fn a_code_is_good_only_once_and_never_after_a_newer_one() {
    let secret = published();
    let code = shown(&secret, 3000);
    let step = secret.check(&code, 3000, 0).unwrap();
    assert_eq!(secret.check(&code, 3000, step), None);
    assert_eq!(secret.check(&code, 3020, step + 1), None);
    assert_eq!(secret.check(&shown(&secret, 3030), 3030, step), Some(step + 1));
}

#[test]
fn what_is_not_six_digits_is_no_code() {
    let code = shown(&published(), 3000);
    let spaced = format!(" {} {} ", &code[..3], &code[3..]);
    assert_eq!(published().check(&spaced, 3000, 0), Some(100));
    for typed in ["", "12345", "1234567", "+12345", "12345a", "١٢٣٤٥٦"] {
        assert_eq!(published().check(typed, 3000, 0), None, "{typed}");
    }
    assert_eq!(published().check(&format!("0{code}"), 3000, 0), None);
}

#[test]
fn a_clock_before_1970_or_at_the_end_of_time_accepts_nothing() {
    let code = shown(&published(), 0);
    assert_eq!(published().check(&code, -1, 0), None);
    assert_eq!(published().check(&code, i64::MIN, 0), None);
    assert_eq!(published().check(&code, i64::MAX, i64::MAX), None);
}

#[test]
fn the_address_for_the_app_names_issuer_and_account() {
    let url = published().otpauth_url("Lindenhof & Söhne", "mquintero").unwrap();
    assert_eq!(
        *url,
        "otpauth://totp/Lindenhof%20%26%20S%C3%B6hne:mquintero?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Lindenhof%20%26%20S%C3%B6hne"
    );
    assert_eq!(*published().typed(), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
    assert_eq!(published().otpauth_url("Lindenhof", "").err(), Some(BadLabel));
    assert_eq!(published().otpauth_url("Linden:hof", "mquintero").err(), Some(BadLabel));
}

#[test]
fn a_secret_has_160_bits_and_comes_back_from_its_bytes() {
    let secret = TotpSecret::generate();
    assert_eq!(secret.bytes().len(), 20);
    let again = TotpSecret::from_bytes(secret.bytes()).unwrap();
    assert_eq!(shown(&again, 3000), shown(&secret, 3000));
    assert!(TotpSecret::from_bytes(&[0; 19]).is_none());
}

proptest! {
    #[test]
    fn the_step_that_is_returned_is_in_the_window_and_after_the_last(now in 0_i64..4_000_000_000, off in -90_i64..90, last in 0_i64..140_000_000) {
        let secret = published();
        let then = (now + off).max(0);
        let step = secret.check(&shown(&secret, then), now, last);
        let fits = (then / 30 - now / 30).abs() <= 1 && last < then / 30;
        // A code may, once in a few hundred thousand cases, be that of a neighbouring step as well.
        prop_assert!(!fits || step.is_some());
        prop_assert!(step.is_none_or(|step| last < step && (step - now / 30).abs() <= 1));
    }
}
