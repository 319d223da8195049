//! Limits added up: for each counted event, what lies in `(time - D, time]` under the same key.
//!
//! Exact where entries come in the order of their times. Knows events only as handles that the caller
//! gave them. Memory follows the events of one window, whatever came before.

mod latest;
mod ring;
mod spread;

use crate::time::{Length, Time};
pub use spread::Spread;

use latest::Latest;
use ring::Ring;

/// How many of the events that fill a window are told.
pub const FILLING_SHOWN: usize = 50;

/// A counted event, as a limit sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry<E> {
    /// When it happened.
    pub time: Time,
    /// The caller's number of the key.
    pub key: u32,
    /// The sum's share; of a distinct count, the caller's number of the value.
    pub amount: i64,
    /// The caller's handle of the event; among equal times the lesser comes first.
    pub event: E,
    /// Whether it counts for others, or only asks what the window would be with it (`blocked-attempt`).
    pub role: Role,
}

/// Whether an entry is out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "they are the words themselves")]
pub enum Role {
    Counts,
    Asks,
}

/// What a limit does with the amounts in its window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "they are the words themselves")]
pub enum Counting {
    Sum,
    Distinct,
}

/// An event at which a limit is exceeded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exceeded<E> {
    /// The caller's handle of the event.
    pub event: E,
    /// The sum, or the number of distinct values, in the window.
    pub count: i128,
    /// How many events fill the window.
    pub filled_by: u64,
    /// At most [`FILLING_SHOWN`] of the events that fill the window, the latest first by (time, event).
    pub filling: Vec<Entry<E>>,
}

/// One limit's windows, a key each, moved along the times of entries.
#[derive(Debug)]
pub struct Windows<E> {
    most: i64,
    length: Length,
    counting: Counting,
    /// What counts and is in the window of the latest time, in the order of (time, event).
    inside: Ring<Inside<E>>,
    /// By the caller's number.
    keys: Vec<Key>,
    /// Where distinct values stand in the ring.
    values: Latest,
}

/// What is kept of an entry that counts. A line of the processor's memory, where the handle is small.
#[derive(Clone, Copy, Debug)]
struct Inside<E> {
    time: Time,
    event: E,
    amount: i64,
    key: u32,
    /// How far before it the one before it under the same key stands in the ring, if it is known to be there.
    back: u32,
    /// Whether its value stands again behind it.
    again: bool,
}

/// What the window of a key holds.
#[derive(Clone, Copy, Debug, Default)]
struct Key {
    entries: u64,
    /// The sum, or the number of distinct values. 2^64 amounts of 64 bits stay far below 128 bits.
    count: i128,
    /// Where its latest entry stands in the ring; of no meaning without entries.
    latest: u64,
}

impl<E: Copy + Ord> Windows<E> {
    /// Empty windows.
    #[must_use]
    pub fn new(most: i64, length: Length, counting: Counting) -> Self {
        Self {
            most,
            length,
            counting,
            inside: Ring::default(),
            keys: Vec::new(),
            values: Latest::default(),
        }
    }

    /// Moves on to a time. All entries of that time come together, in the order of their events; later calls
    /// must be of later times. What is exceeded goes to `found`, in the same order.
    pub fn at(&mut self, entries: &[Entry<E>], found: &mut dyn FnMut(Exceeded<E>)) {
        let Some(time) = entries.first().map(|entry| entry.time) else {
            return;
        };
        self.forget(time);
        for entry in entries.iter().filter(|e| e.role == Role::Counts) {
            self.add(*entry);
        }
        for entry in entries {
            let count = self.count_with(*entry);
            if count > i128::from(self.most) {
                found(self.tell(*entry, count));
            }
        }
    }

    /// Looks where an entry will be looked for; what it gives has no meaning.
    #[inline]
    pub fn soon(&self, key: u32, amount: i64) -> u64 {
        let known = match self.counting {
            Counting::Sum => 0,
            Counting::Distinct => u64::from(self.values.holds(key, amount, 0)),
        };
        known ^ self.key(key).entries
    }

    /// Lets go of what no window that ends at `time` or later holds.
    pub fn forget(&mut self, time: Time) {
        while let Some(old) = self.inside.front()
            && time.since(old.time) >= self.length
        {
            let number = usize::try_from(old.key).unwrap_or(usize::MAX);
            if let Some(key) = self.keys.get_mut(number) {
                key.entries = key.entries.saturating_sub(1);
                key.count -= match self.counting {
                    Counting::Sum => i128::from(old.amount),
                    Counting::Distinct => i128::from(!old.again),
                };
            }
            self.inside.pop();
        }
        self.values.forget(self.inside.begin(), self.inside.len());
    }

    fn add(&mut self, entry: Entry<E>) {
        let number = usize::try_from(entry.key).unwrap_or(usize::MAX);
        if self.keys.len() <= number {
            self.keys.resize(number.saturating_add(1), Key::default());
        }
        let Some(key) = self.keys.get_mut(number) else {
            return;
        };
        let at = self.inside.end();
        self.inside.push(Inside {
            time: entry.time,
            event: entry.event,
            amount: entry.amount,
            key: entry.key,
            back: u32::try_from(at - key.latest).unwrap_or(0),
            again: false,
        });
        key.latest = at;
        key.entries += 1;
        key.count += match self.counting {
            Counting::Sum => i128::from(entry.amount),
            Counting::Distinct => {
                let begin = self.inside.begin();
                let before = self.values.put(entry.key, entry.amount, at, begin);
                let before = before.and_then(|before| self.inside.get_mut(before));
                let is_new = before.is_none();
                if let Some(before) = before {
                    before.again = true;
                }
                i128::from(is_new)
            }
        };
    }

    fn key(&self, number: u32) -> Key {
        let number = usize::try_from(number).unwrap_or(usize::MAX);
        self.keys.get(number).copied().unwrap_or_default()
    }

    /// What the window holds, together with an entry that only asks.
    fn count_with(&self, entry: Entry<E>) -> i128 {
        let count = self.key(entry.key).count;
        match (entry.role, self.counting) {
            (Role::Counts, _) => count,
            (Role::Asks, Counting::Sum) => count + i128::from(entry.amount),
            (Role::Asks, Counting::Distinct) => {
                let begin = self.inside.begin();
                count + i128::from(!self.values.holds(entry.key, entry.amount, begin))
            }
        }
    }

    fn tell(&self, entry: Entry<E>, count: i128) -> Exceeded<E> {
        let asking = (entry.role == Role::Asks).then_some(entry);
        let key = self.key(entry.key);
        let mut filling: Vec<Entry<E>> = self.latest(key).take(FILLING_SHOWN).collect();
        filling.extend(asking);
        filling.sort_by_key(|e| std::cmp::Reverse((e.time, e.event)));
        filling.truncate(FILLING_SHOWN);
        Exceeded {
            event: entry.event,
            count,
            filled_by: key.entries + u64::from(asking.is_some()),
            filling,
        }
    }

    /// The entries in a key's window, the latest first.
    fn latest(&self, key: Key) -> impl Iterator<Item = Entry<E>> {
        let mut left = key.entries;
        let mut at = key.latest;
        std::iter::from_fn(move || {
            left = left.checked_sub(1)?;
            let inside = self.inside.get(at)?;
            at = at.checked_sub(u64::from(inside.back))?;
            Some(Entry {
                time: inside.time,
                key: inside.key,
                amount: inside.amount,
                event: inside.event,
                role: Role::Counts,
            })
        })
    }
}

/// The entries at which their window holds more than `most`: each by (time, event), those that count before
/// those that ask. Entries may come in any order.
pub fn exceeded<E: Copy + Ord>(
    entries: &mut [Entry<E>],
    most: i64,
    window: Length,
    counting: Counting,
) -> Vec<Exceeded<E>> {
    entries.sort_unstable_by_key(|e| (e.time, e.event));
    let mut windows = Windows::new(most, window, counting);
    let mut found = Vec::new();
    for same_time in entries.chunk_by(|a, b| a.time == b.time) {
        windows.at(same_time, &mut |exceeded| found.push(exceeded));
    }
    found
}

#[cfg(test)]
mod tests;
