//! The letters of a sheet: groups of four digits of base 32 and a check letter, so that whoever copies them is told which group is wrong.
//!
//! The check letter is the remainder of a Reed–Solomon code over GF(2^5) that begins with the number of the group: any one wrong letter of a group,
//! a swap of neighbours, and a group in the place of another are always found; of other mistakes in one group, thirty-one of thirty-two.

use zeroize::Zeroizing;

use super::BadSheet;

/// How many letters a group has, the check letter with them.
pub const GROUP: usize = 5;

/// How many groups a sheet has.
pub const GROUPS: usize = 20;

/// How many groups stand in a row.
pub const ROW: usize = 5;

/// Crockford's base 32: no letter that looks like a digit.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// x^5 + x^2 + 1, by which GF(2^5) is made.
const REDUCE: u8 = 0b10_0101;

/// The digits in groups, each with its check letter.
pub(super) fn groups(digits: &[u8]) -> Vec<Zeroizing<String>> {
    let group = |(index, digits): (usize, &[u8])| {
        let check = check(index + 1, digits);
        Zeroizing::new(digits.iter().chain([&check]).map(|&digit| letter(digit)).collect::<String>())
    };
    digits.chunks(GROUP - 1).enumerate().map(group).collect()
}

/// The digits of so many groups, of which the first has this number.
///
/// # Errors
/// [`BadSheet::Length`] and [`BadSheet::Groups`].
pub(super) fn read(typed: &str, first: usize, count: usize) -> Result<Zeroizing<Vec<u8>>, BadSheet> {
    let typed = Zeroizing::new(typed.replace('-', " "));
    let words: Vec<&str> = typed.split_whitespace().collect();
    // typed in groups, a group that lacks a letter is told like one that has a wrong one
    let pieces: Vec<Zeroizing<String>> = if words.len() == count {
        words.iter().map(|word| Zeroizing::new((*word).to_owned())).collect()
    } else {
        let whole = Zeroizing::new(words.concat());
        let letters: Zeroizing<Vec<char>> = Zeroizing::new(whole.chars().collect());
        if letters.len() != count * GROUP {
            return Err(BadSheet::Length(letters.len()));
        }
        letters.chunks(GROUP).map(|chunk| Zeroizing::new(chunk.iter().collect())).collect()
    };
    let (mut digits, mut wrong) = (Zeroizing::new(Vec::with_capacity(count * GROUP)), Vec::new());
    for (number, piece) in (first..).zip(&pieces) {
        match group(number, piece) {
            Some(read) => digits.extend(read.iter()),
            None => wrong.push(number),
        }
    }
    if wrong.is_empty() { Ok(digits) } else { Err(BadSheet::Groups(wrong)) }
}

/// The four digits of a group, when its letters fit.
fn group(number: usize, typed: &str) -> Option<Zeroizing<[u8; 4]>> {
    let read: Option<Vec<u8>> = typed.chars().map(digit).collect();
    let read = Zeroizing::new(read?);
    let (last, digits) = read.split_last()?;
    let digits = Zeroizing::new(<[u8; 4]>::try_from(digits).ok()?);
    (check(number, digits.as_ref()) == *last).then_some(digits)
}

fn check(number: usize, digits: &[u8]) -> u8 {
    let begin = u8::try_from(number).unwrap_or(0) & 31;
    twice(digits.iter().fold(begin, |sum, digit| twice(sum) ^ digit))
}

/// Times x in GF(2^5).
const fn twice(value: u8) -> u8 {
    let doubled = value << 1;
    if doubled & 32 == 0 { doubled } else { doubled ^ REDUCE }
}

fn letter(digit: u8) -> char {
    LETTERS.get(usize::from(digit)).map_or('0', |&letter| char::from(letter))
}

fn digit(typed: char) -> Option<u8> {
    let typed = match typed.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    LETTERS.iter().position(|&letter| char::from(letter) == typed).and_then(|index| u8::try_from(index).ok())
}

/// Forty bytes as sixty-four digits, the highest bits first.
pub(super) fn digits(bytes: &[u8; 40]) -> Zeroizing<[u8; 64]> {
    let mut digits = Zeroizing::new([0; 64]);
    let (fives, _) = bytes.as_chunks::<5>();
    let (eights, _) = digits.as_chunks_mut::<8>();
    for (&[a, b, c, d, e], to) in fives.iter().zip(eights) {
        let bits = u64::from_be_bytes([0, 0, 0, a, b, c, d, e]);
        for (digit, place) in to.iter_mut().zip((0..8).rev()) {
            *digit = u8::try_from(bits >> (5 * place) & 31).unwrap_or(0);
        }
    }
    digits
}

/// Sixty-four digits as the forty bytes that they stand for.
pub(super) fn bytes(digits: &[u8]) -> Option<Zeroizing<[u8; 40]>> {
    let mut bytes = Zeroizing::new([0; 40]);
    let (eights, rest) = digits.as_chunks::<8>();
    if eights.len() != 8 || !rest.is_empty() {
        return None;
    }
    let (fives, _) = bytes.as_chunks_mut::<5>();
    for (eight, to) in eights.iter().zip(fives) {
        let bits = eight.iter().fold(0_u64, |sum, &digit| sum << 5 | u64::from(digit));
        let [_, _, _, five @ ..] = bits.to_be_bytes();
        *to = five;
    }
    Some(bytes)
}
