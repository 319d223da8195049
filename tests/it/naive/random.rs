//! A tiny seeded generator of numbers (splitmix64): one seed, one world, on every machine.
//! It deliberately knows nothing of what is made of its numbers.

#[derive(Clone, Debug)]
pub struct Rng(u64);

impl Rng {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number in `0..end`; `end` must not be 0.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    /// A number in `low..=high`.
    pub fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high - low + 1)
    }

    /// True in so many cases of a hundred.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub fn pick<'a, T>(&mut self, among: &'a [T]) -> &'a T {
        &among[self.below(among.len())]
    }

    /// `most` or fewer different members, at least one, in random order.
    pub fn some<T: Clone>(&mut self, among: &[T], most: usize) -> Vec<T> {
        let mut all = among.to_vec();
        self.shuffle(&mut all);
        let wanted = self.between(1, most.min(all.len()));
        all.truncate(wanted);
        all
    }

    /// Each member in so many cases of a hundred, in order.
    pub fn each<T: Clone>(&mut self, percent: usize, among: &[T]) -> Vec<T> {
        let mut all = among.to_vec();
        all.retain(|_| self.chance(percent));
        all
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let other = self.below(last + 1);
            items.swap(last, other);
        }
    }
}
