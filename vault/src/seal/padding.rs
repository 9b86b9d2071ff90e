//! Padding: the length of a sealed value shows only a step.
//!
//! Eight bytes of length, the content, zeros up to the step. Steps are 256 bytes below 4 KiB; above, an eighth of the power of two below, so
//! that padding never adds more than 12.5 % there. A name and a sentence look alike; a page and two pages do not.

use super::Damaged;

const PREFIX: usize = 8;
const SMALLEST_STEP: u64 = 256;

/// The step above a length, in bytes.
pub(crate) fn step_up(length: u64) -> u64 {
    let length = length.max(1);
    let step = (1_u64 << length.ilog2().saturating_sub(3)).max(SMALLEST_STEP);
    length.next_multiple_of(step)
}

/// How long the padded form of a content of `length` bytes is.
pub(super) fn padded_length(length: usize) -> usize {
    usize::try_from(step_up(length.saturating_add(PREFIX) as u64)).unwrap_or(usize::MAX)
}

/// Appends the padded form of `content`.
pub(super) fn pad_into(buffer: &mut Vec<u8>, content: &[u8]) {
    let end = buffer.len() + padded_length(content.len());
    buffer.extend_from_slice(&(content.len() as u64).to_be_bytes());
    buffer.extend_from_slice(content);
    buffer.resize(end, 0);
}

/// Takes prefix and padding off again, in place.
pub(super) fn strip(padded: &mut Vec<u8>) -> Result<(), Damaged> {
    let (prefix, rest) = padded.split_first_chunk::<PREFIX>().ok_or(Damaged)?;
    let length = usize::try_from(u64::from_be_bytes(*prefix)).map_err(|_| Damaged)?;
    let padding = rest.get(length..).ok_or(Damaged)?;
    let canonical = padded.len() == padded_length(length) && padding.iter().all(|&byte| byte == 0);
    if !canonical {
        return Err(Damaged);
    }
    padded.drain(..PREFIX);
    padded.truncate(length);
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn padding_costs_at_most_an_eighth_above_four_kibibytes(length in 4096_usize..50_000_000) {
            let padded = padded_length(length);
            prop_assert!(length + PREFIX <= padded);
            prop_assert!(padded - (length + PREFIX) < (length + PREFIX).div_ceil(8));
        }

        #[test]
        fn a_longer_content_is_never_shorter_when_padded(length in 0_usize..5_000_000) {
            prop_assert!(padded_length(length) <= padded_length(length + 1));
        }
    }

    #[test]
    fn small_contents_come_in_steps_of_256_bytes() {
        let steps: Vec<usize> = [0, 248, 249, 504, 505, 4088, 4089].iter().map(|&n| padded_length(n)).collect();
        assert_eq!(steps, [256, 256, 512, 512, 768, 4096, 4608]);
    }

    #[test]
    fn padding_that_we_would_not_have_written_is_damage() {
        let good = {
            let mut buffer = Vec::new();
            pad_into(&mut buffer, b"text");
            buffer
        };
        let spoilt = |change: &dyn Fn(&mut Vec<u8>)| {
            let mut copy = good.clone();
            change(&mut copy);
            strip(&mut copy)
        };
        assert_eq!(spoilt(&|_| ()), Ok(()));
        assert_eq!(spoilt(&|b| b[255] = 1), Err(Damaged));
        assert_eq!(spoilt(&|b| b[0] = 0xff), Err(Damaged));
        assert_eq!(spoilt(&|b| b[7] = 249), Err(Damaged));
        assert_eq!(spoilt(&|b| b.resize(512, 0)), Err(Damaged));
        assert_eq!(spoilt(&|b| b.truncate(7)), Err(Damaged));
    }
}
