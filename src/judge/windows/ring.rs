//! A queue whose places keep their numbers: what was pushed as the n-th is found as the n-th until it is
//! popped. Knows nothing of what it holds.

use std::collections::VecDeque;

/// A queue with numbered places.
#[derive(Clone, Debug)]
pub struct Ring<T> {
    items: VecDeque<T>,
    /// How many were popped: the number of the front.
    popped: u64,
}

impl<T> Default for Ring<T> {
    fn default() -> Self {
        Self {
            items: VecDeque::new(),
            popped: 0,
        }
    }
}

impl<T> Ring<T> {
    /// The oldest.
    #[must_use]
    pub fn front(&self) -> Option<&T> {
        self.items.front()
    }

    /// The number of the oldest.
    #[must_use]
    pub fn begin(&self) -> u64 {
        self.popped
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// The number that the next one gets.
    #[must_use]
    pub fn end(&self) -> u64 {
        let length = u64::try_from(self.items.len()).unwrap_or(u64::MAX);
        self.popped.saturating_add(length)
    }

    /// Appends one.
    pub fn push(&mut self, item: T) {
        self.items.push_back(item);
    }

    /// Takes the oldest away.
    pub fn pop(&mut self) {
        if self.items.pop_front().is_some() {
            self.popped += 1;
        }
    }

    /// The one of a number, while it is there.
    #[must_use]
    pub fn get(&self, number: u64) -> Option<&T> {
        let at = usize::try_from(number.checked_sub(self.popped)?).ok()?;
        self.items.get(at)
    }

    /// The same, to be changed.
    #[must_use]
    pub fn get_mut(&mut self, number: u64) -> Option<&mut T> {
        let at = usize::try_from(number.checked_sub(self.popped)?).ok()?;
        self.items.get_mut(at)
    }
}

#[cfg(test)]
mod tests {
    use super::Ring;

    #[test]
    fn numbers_stay() {
        let mut ring = Ring::default();
        for n in 0..10 {
            assert_eq!(ring.end(), n);
            ring.push(n);
        }
        ring.pop();
        ring.pop();
        assert_eq!(ring.front(), Some(&2));
        assert_eq!((ring.begin(), ring.end(), ring.len()), (2, 10, 8));
        ring.get_mut(3).into_iter().for_each(|item| *item = 33);
        assert_eq!(ring.get(3), Some(&33));
        assert_eq!(
            (ring.get(1), ring.get(2), ring.get(9), ring.get(10)),
            (None, Some(&2), Some(&9), None)
        );
    }
}
