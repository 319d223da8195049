//! A hasher for numbers that are given out one by one. Knows nothing of what is numbered.

use std::hash::Hasher;

/// Hashes numbers that nobody can choose to collide: given out as things are met, or digests with a key.
#[derive(Debug, Default)]
pub struct Spread(u64);

impl Hasher for Spread {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes
            .iter()
            .for_each(|byte| self.write_u64(u64::from(*byte)));
    }

    fn write_u32(&mut self, n: u32) {
        self.write_u64(u64::from(n));
    }

    fn write_i64(&mut self, n: i64) {
        self.write_u64(n.cast_unsigned());
    }

    fn write_u64(&mut self, n: u64) {
        // An odd constant near 2^64 / the golden ratio spreads neighbours over the high bits.
        let mixed = (self.0.rotate_left(26) ^ n).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = mixed ^ (mixed >> 32);
    }
}
