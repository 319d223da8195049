//! Texts of at most 63 bytes as words: hashed and compared without a loop, so that it takes the same few
//! steps whatever their length.
//!
//! Knows no key. What a hash is made from is the business of [`Keyed`](super::Keyed).

/// Bytes of the longest short text.
pub const SHORT: usize = 63;

/// The words of a short text.
pub const WORDS: usize = 8;

/// A short text: its words, with zeros behind it, and its length in the last byte.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Short([u64; WORDS]);

impl Short {
    /// The part of a text from here to there; none where that is too long, or is no part of it. Fastest where
    /// the text goes on behind it.
    #[inline(always)]
    #[must_use]
    pub fn part(text: &[u8], from: usize, to: usize) -> Option<Self> {
        let length = to.checked_sub(from)?;
        let mask = MASKS.get(length)?;
        let words = match text.get(from..)?.first_chunk() {
            Some(window) => words(window),
            None => words(&padded(text.get(from..to)?)),
        };
        let mut words = masked(words, mask);
        let [.., last] = &mut words;
        *last |= u64::try_from(length).ok()? << 56;
        Some(Self(words))
    }

    /// Its words.
    #[inline(always)]
    #[must_use]
    pub fn words(&self) -> &[u64; WORDS] {
        &self.0
    }

    /// Whether its second half is nothing but zeros and its length.
    #[inline(always)]
    #[must_use]
    pub fn is_half(&self) -> bool {
        self.length() <= 32
    }

    /// Bytes.
    #[inline(always)]
    #[must_use]
    pub fn length(&self) -> u64 {
        let [.., last] = self.0;
        last >> 56
    }

    /// Whether another is the same.
    #[inline(always)]
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        let [a, b, c, d, e, f, g, h] = self.0;
        let [i, j, k, l, m, n, o, p] = other.0;
        let first = (a ^ i) | (b ^ j) | (c ^ k) | (d ^ l) | (h ^ p);
        let more = match self.is_half() {
            true => 0,
            false => (e ^ m) | (f ^ n) | (g ^ o),
        };
        first | more == 0
    }
}

#[inline(always)]
fn words(bytes: &[u8; 64]) -> [u64; WORDS] {
    let (chunks, _) = bytes.as_chunks::<8>();
    let mut words = [0; WORDS];
    for (word, chunk) in words.iter_mut().zip(chunks) {
        *word = u64::from_le_bytes(*chunk);
    }
    words
}

#[inline(always)]
fn masked(mut words: [u64; WORDS], mask: &[u64; WORDS]) -> [u64; WORDS] {
    for (word, mask) in words.iter_mut().zip(mask) {
        *word &= mask;
    }
    words
}

#[cold]
fn padded(text: &[u8]) -> [u8; 64] {
    let mut padded = [0; 64];
    for (to, from) in padded.iter_mut().zip(text) {
        *to = *from;
    }
    padded
}

/// By length: ones for so many bytes.
static MASKS: [[u64; WORDS]; SHORT + 1] = masks();

#[expect(
    clippy::indexing_slicing,
    reason = "worked out when the program is built"
)]
const fn masks() -> [[u64; WORDS]; SHORT + 1] {
    let mut masks = [[0; WORDS]; SHORT + 1];
    let mut length = 1;
    while length <= SHORT {
        masks[length] = masks[length - 1];
        let at = (length - 1) / 8;
        masks[length][at] = masks[length][at] << 8 | 0xFF;
        length += 1;
    }
    masks
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// The same words and length, wherever the text stands; others for any other text.
        #[test]
        fn a_part_is_what_it_is_cut_out_by_itself(
            before in "[a-c]{0,9}", text in "[a-c\0]{0,70}", other in "[a-c\0]{0,70}", behind in "[a-c]{0,70}"
        ) {
            let whole = format!("{before}{text}{behind}");
            let part = |text: &str| Short::part(text.as_bytes(), 0, text.len());
            let cut = Short::part(whole.as_bytes(), before.len(), before.len() + text.len());
            prop_assert_eq!(cut.is_some(), text.len() <= SHORT);
            prop_assert_eq!(cut, part(&text));
            if let (Some(cut), Some(short)) = (cut, part(&other)) {
                prop_assert_eq!(cut.is(&short), text == other);
                prop_assert!(cut.is(&cut));
            }
        }
    }
}
