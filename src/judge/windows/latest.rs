//! Where each distinct value under each key stood last. Forgets now and then what stood before a number: asked
//! once for each entry, and not again when it goes.

use super::Spread;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;

/// So many are never too many.
const FEW: usize = 1024;

/// By key and value: the number of the last entry.
#[derive(Debug, Default)]
pub struct Latest(HashMap<(u32, i64), u64, BuildHasherDefault<Spread>>);

impl Latest {
    /// A value stands now at a number; tells where it stood before, if that is `from` or later.
    pub fn put(&mut self, key: u32, value: i64, number: u64, from: u64) -> Option<u64> {
        let before = self.0.insert((key, value), number);
        before.filter(|before| *before >= from)
    }

    /// Whether a value stands at `from` or later.
    pub fn holds(&self, key: u32, value: i64, from: u64) -> bool {
        let last = self.0.get(&(key, value));
        last.is_some_and(|last| *last >= from)
    }

    /// Forgets what stood before `from`, if that may be more than half of all: `inside` stand there or later.
    pub fn forget(&mut self, from: u64, inside: usize) {
        if self.0.len() > inside.saturating_mul(2).max(FEW) {
            self.0.retain(|_, last| *last >= from);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_before_is_not_held_and_forgotten_when_it_is_much() {
        let mut latest = Latest::default();
        let end = 3 * u64::try_from(FEW).unwrap();
        for number in 0..end {
            assert_eq!(
                latest.put(1, i64::try_from(number).unwrap(), number, 0),
                None
            );
            latest.forget(number, 1);
            assert!(latest.0.len() <= FEW);
        }
        let last = i64::try_from(end).unwrap() - 1;
        assert!(latest.holds(1, last, end - 1) && !latest.holds(1, last, end));
        assert!(!latest.holds(2, last, 0));
        assert_eq!(latest.put(1, last, end, 0), Some(end - 1));
        assert_eq!(latest.put(1, last, end + 1, end + 1), None);
    }
}
