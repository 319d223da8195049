//! Digests: SHA-256 over parts that cannot be mistaken for each other, and a fast keyed hash.

mod short;

pub use short::Short;

use rapidhash::v3::{RapidSecrets, rapidhash_v3_inline};
use sha2::{Digest as _, Sha256};

/// A digest being made.
#[derive(Clone, Debug, Default)]
pub struct Digest(Sha256);

impl Digest {
    /// Adds a part: its length goes first, so that no two lists of parts look alike.
    pub fn part(&mut self, bytes: &[u8]) {
        self.0.update(bytes.len().to_string());
        self.0.update(":");
        self.0.update(bytes);
    }

    /// The first half of the SHA-256.
    #[must_use]
    pub fn half(self) -> [u8; 16] {
        let whole: [u8; 32] = self.0.finalize().into();
        whole.first_chunk().copied().unwrap_or_default()
    }
}

/// Half of the SHA-256 of some parts.
#[must_use]
pub fn of(parts: &[&[u8]]) -> [u8; 16] {
    let mut digest = Digest::default();
    parts.iter().for_each(|part| digest.part(part));
    digest.half()
}

/// The same as 32 hexadecimal digits: a name that stays, from run to run.
#[must_use]
pub fn name(parts: &[&[u8]]) -> String {
    hex(&of(parts))
}

/// The whole SHA-256 of some bytes, as 64 hexadecimal digits.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// The whole SHA-256 of bytes that come in pieces.
#[derive(Clone, Debug, Default)]
pub struct Sha(Sha256);

impl Sha {
    /// The next piece.
    pub fn add(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// 64 hexadecimal digits.
    #[must_use]
    pub fn hex(self) -> String {
        hex(&self.0.finalize())
    }
}

/// What a keyed hash is made from. Whoever does not know it cannot make two texts that have one hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HashKey(pub u64, pub u64);

/// A fast hash of 64 bits, the same for the same key on every machine.
#[derive(Clone, Debug)]
pub struct Keyed {
    /// For short texts, and for numbers.
    secrets: [u64; 8],
    /// What a second half of nothing but zeros comes to.
    empty: u64,
    /// For longer ones.
    long: RapidSecrets,
}

impl Keyed {
    /// The hash of a key.
    #[must_use]
    pub fn new(key: u64) -> Self {
        let long = RapidSecrets::seed(key);
        let secret = |n: u64| rapidhash_v3_inline::<true, false, false>(&n.to_le_bytes(), &long);
        let secrets = [0, 1, 2, 3, 4, 5, 6, 7].map(secret);
        let [_, _, _, _, o, p, q, r] = secrets;
        Self {
            secrets,
            empty: folded(o, p).wrapping_add(folded(q, r).rotate_left(42)),
            long,
        }
    }

    /// The hash of some bytes.
    #[inline]
    #[must_use]
    pub fn of(&self, bytes: &[u8]) -> u64 {
        self.part(bytes, 0, bytes.len())
    }

    /// The hash of a part of some bytes: fastest where they go on behind it.
    #[inline]
    #[must_use]
    pub fn part(&self, bytes: &[u8], from: usize, to: usize) -> u64 {
        match Short::part(bytes, from, to) {
            Some(short) => self.short(&short),
            None => self.long(bytes.get(from..to).unwrap_or_default()),
        }
    }

    /// The hash of a short text.
    #[inline(always)]
    #[must_use]
    pub fn short(&self, text: &Short) -> u64 {
        let [a, b, c, d, e, f, g, h] = text.words();
        let [k, l, m, n, o, p, q, r] = &self.secrets;
        let first = folded(a ^ k, b ^ l).wrapping_add(folded(c ^ m, d ^ n).rotate_left(21));
        let last = match text.is_half() {
            true => self.empty,
            false => folded(e ^ o, f ^ p).wrapping_add(folded(g ^ q, h ^ r).rotate_left(42)),
        };
        mixed(first ^ text.length(), last)
    }

    /// The hash of two numbers.
    #[inline]
    #[must_use]
    pub fn numbers(&self, one: u64, other: u64) -> u64 {
        let [k, l, m, ..] = &self.secrets;
        mixed(folded(one ^ k, other ^ l), *m)
    }

    #[cold]
    fn long(&self, bytes: &[u8]) -> u64 {
        rapidhash_v3_inline::<true, false, false>(bytes, &self.long)
    }
}

/// Both halves of a product in one.
#[inline]
fn folded(one: u64, other: u64) -> u64 {
    let product = u128::from(one) * u128::from(other);
    let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = product.to_le_bytes();
    u64::from_le_bytes([a, b, c, d, e, f, g, h]) ^ u64::from_le_bytes([i, j, k, l, m, n, o, p])
}

/// One hash of two.
#[inline]
#[must_use]
pub fn mixed(one: u64, other: u64) -> u64 {
    folded(one ^ 0x9E37_79B9_7F4A_7C15, other | 1)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_told_apart() {
        assert_ne!(of(&[b"ab", b"c"]), of(&[b"a", b"bc"]));
        assert_ne!(of(&[b""]), of(&[]));
        assert_eq!(name(&[b"a"]).len(), 32);
    }
}
