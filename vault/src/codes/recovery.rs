//! Recovery codes: for the day the authenticator is lost.

use zeroize::Zeroizing;

use crate::keys::Pepper;
use crate::primitives::{mac, random};

/// How many codes are given out at a time.
pub const RECOVERY_CODES: usize = 10;

/// Crockford's base 32: no letter that looks like a digit.
const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const LENGTH: usize = 16;

/// Ten new codes of 80 random bits each, such as `7k3f-9qm2-x0vd-4t8e`. Shown once; only their digests are stored.
pub fn recovery_codes() -> Vec<Zeroizing<String>> {
    (0..RECOVERY_CODES).map(|_| code_of(&random())).collect()
}

/// What is stored and looked up for a code as typed: any case, with or without groups, `O` for zero, `I` or `L` for one. Nothing when it is
/// no recovery code at all.
///
/// HMAC-SHA256 under the pepper and not Argon2id: slow hashing protects what people make up. These are 80 random bits, beyond trying out at any
/// speed, and the pepper keeps even a stolen table from being tried at all. A plain digest can be looked up by equality.
pub fn recovery_digest(pepper: &Pepper, typed: &str) -> Option<[u8; 32]> {
    let mut plain = Zeroizing::new(String::with_capacity(LENGTH));
    for c in typed.chars().filter(|c| !c.is_whitespace() && *c != '-') {
        plain.push(digit_of(c)?);
        if LENGTH < plain.len() {
            return None;
        }
    }
    (plain.len() == LENGTH).then(|| mac(pepper.for_recovery(), plain.as_bytes()))
}

fn code_of(bits: &[u8; 10]) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(LENGTH + 3));
    let number = bits.iter().fold(0_u128, |sum, &byte| sum << 8 | u128::from(byte));
    for place in (0..LENGTH).rev() {
        let digit = usize::try_from((number >> (5 * place)) & 31).ok().and_then(|index| DIGITS.get(index));
        text.push(digit.map_or('0', |&digit| char::from(digit)));
        if place != 0 && place % 4 == 0 {
            text.push('-');
        }
    }
    text
}

fn digit_of(c: char) -> Option<char> {
    let c = match c.to_ascii_lowercase() {
        'o' => '0',
        'i' | 'l' => '1',
        other => other,
    };
    DIGITS.iter().map(|&digit| char::from(digit)).find(|&digit| digit == c)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::keys::Secret;

    proptest! {
        #[test]
        fn a_code_is_known_however_it_is_typed(bits in any::<[u8; 10]>()) {
            let pepper = Pepper::from(Secret::generate());
            let code = code_of(&bits);
            let digest = recovery_digest(&pepper, &code);
            prop_assert!(digest.is_some());
            let typed = format!(" {} ", code.to_uppercase().replace('-', " ").replace('0', "O").replace('1', "l"));
            prop_assert_eq!(recovery_digest(&pepper, &typed), digest);
        }

        #[test]
        fn two_codes_never_share_a_digest(a in any::<[u8; 10]>(), b in any::<[u8; 10]>()) {
            let pepper = Pepper::from(Secret::generate());
            let same = recovery_digest(&pepper, &code_of(&a)) == recovery_digest(&pepper, &code_of(&b));
            prop_assert_eq!(same, a == b);
        }

        #[test]
        fn what_is_typed_never_breaks_anything(typed in ".{0,40}") {
            let pepper = Pepper::from(Secret::generate());
            let digits = typed.chars().filter(|c| c.is_ascii_alphanumeric()).count();
            prop_assert!(recovery_digest(&pepper, &typed).is_none() || digits == LENGTH);
        }
    }

    #[test]
    fn ten_different_codes_of_eighty_bits_in_groups() {
        let codes = recovery_codes();
        let mut seen: Vec<&str> = codes.iter().map(|code| code.as_str()).collect();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), RECOVERY_CODES);
        assert!(seen.iter().all(|code| code.split('-').map(str::len).eq([4, 4, 4, 4])));
    }

    #[test]
    fn another_pepper_gives_another_digest() {
        let [a, b] = [(); 2].map(|()| Pepper::from(Secret::generate()));
        assert_ne!(recovery_digest(&a, "0000-0000-0000-0000"), recovery_digest(&b, "0000-0000-0000-0000"));
    }

    #[test]
    fn the_bits_are_written_from_the_highest() {
        assert_eq!(*code_of(&[0, 0, 0, 0, 0, 0, 0, 0, 0, 33]), "0000-0000-0000-0011");
        assert_eq!(*code_of(&[0xff; 10]), "zzzz-zzzz-zzzz-zzzz");
    }
}
