//! Limits added up: for each counted event, what lies in `(time - D, time]` under the same key.
//!
//! Exact for any order in which entries come. Knows events only as numbers that the caller gave them.

use crate::time::{Length, Time};
use std::collections::HashMap;

/// How many of the events that fill a window are told.
pub const FILLING_SHOWN: usize = 50;

/// A counted event, as a limit sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// When it happened.
    pub time: Time,
    /// The caller's number of the key.
    pub key: u32,
    /// The sum's share; of a distinct count, the caller's number of the value.
    pub amount: i64,
    /// The caller's number of the event.
    pub event: u64,
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
pub struct Exceeded {
    /// The caller's number of the event.
    pub event: u64,
    /// The sum, or the number of distinct values, in the window.
    pub count: i128,
    /// How many events fill the window.
    pub filled_by: u64,
    /// At most [`FILLING_SHOWN`] of the events that fill the window, the latest first by (time, event).
    pub filling: Vec<u64>,
}

/// The entries at which their window holds more than `most`: by key, those that count before those that
/// ask, each by (time, event). The order in which entries come makes no difference.
///
/// Leaves the entries sorted. Takes time of order n log n, and memory for the answer and one window's values.
pub fn exceeded(
    entries: &mut [Entry],
    most: i64,
    window: Length,
    counting: Counting,
) -> Vec<Exceeded> {
    entries.sort_unstable_by_key(|e| (e.key, e.role, e.time, e.event));
    let mut found = Vec::new();
    for same_key in entries.chunk_by(|a, b| a.key == b.key) {
        let asking = same_key.partition_point(|e| e.role == Role::Counts);
        let (counted, asks) = same_key.split_at(asking);
        slide(counted, counted, most, window, counting, &mut found);
        slide(counted, asks, most, window, counting, &mut found);
    }
    found
}

/// Moves one window over `counted` along the times of `entries`, which are those same ones, or others that ask.
fn slide(
    counted: &[Entry],
    entries: &[Entry],
    most: i64,
    window: Length,
    counting: Counting,
    found: &mut Vec<Exceeded>,
) {
    let mut held = Held::new(counting);
    let (mut first, mut end) = (0, 0);
    for entry in entries {
        while let Some(next) = counted.get(end).filter(|e| e.time <= entry.time) {
            held.add(next.amount);
            end += 1;
        }
        while let Some(old) = counted.get(first..end).and_then(<[_]>::first)
            && entry.time.since(old.time) >= window
        {
            held.take(old.amount);
            first += 1;
        }
        let count = held.count_with(*entry);
        if count > i128::from(most) {
            let inside = counted.get(first..end).unwrap_or_default();
            found.push(tell(*entry, count, inside));
        }
    }
}

fn tell(entry: Entry, count: i128, inside: &[Entry]) -> Exceeded {
    let asking = (entry.role == Role::Asks).then_some(entry);
    let latest = inside.iter().rev().take(FILLING_SHOWN);
    let mut filling: Vec<&Entry> = latest.chain(&asking).collect();
    filling.sort_by_key(|e| std::cmp::Reverse((e.time, e.event)));
    filling.truncate(FILLING_SHOWN);
    let filled_by = inside.len() + usize::from(asking.is_some());
    Exceeded {
        event: entry.event,
        count,
        filled_by: u64::try_from(filled_by).unwrap_or(u64::MAX),
        filling: filling.iter().map(|e| e.event).collect(),
    }
}

/// The amounts in the window.
enum Held {
    Sum(i128),
    Distinct(HashMap<i64, u64>),
}

impl Held {
    fn new(counting: Counting) -> Self {
        match counting {
            Counting::Sum => Self::Sum(0),
            Counting::Distinct => Self::Distinct(HashMap::new()),
        }
    }

    /// 2^64 amounts of 64 bits stay far below 128 bits.
    fn add(&mut self, amount: i64) {
        match self {
            Self::Sum(sum) => *sum += i128::from(amount),
            Self::Distinct(values) => *values.entry(amount).or_default() += 1,
        }
    }

    fn take(&mut self, amount: i64) {
        match self {
            Self::Sum(sum) => *sum -= i128::from(amount),
            Self::Distinct(values) => {
                if let Some(times) = values.get_mut(&amount) {
                    *times -= 1;
                    if *times == 0 {
                        values.remove(&amount);
                    }
                }
            }
        }
    }

    /// What the window holds, together with an entry that only asks.
    fn count_with(&self, entry: Entry) -> i128 {
        let asks = entry.role == Role::Asks;
        match self {
            Self::Sum(sum) => sum + if asks { i128::from(entry.amount) } else { 0 },
            Self::Distinct(values) => {
                let new = asks && !values.contains_key(&entry.amount);
                i128::try_from(values.len()).unwrap_or(i128::MAX) + i128::from(new)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NO_KEY: u32 = 0;

    fn entry(time: i128, amount: i64, event: u64) -> Entry {
        Entry {
            time: Time(time),
            key: NO_KEY,
            amount,
            event,
            role: Role::Counts,
        }
    }

    fn events(found: &[Exceeded]) -> Vec<(u64, i128)> {
        found.iter().map(|f| (f.event, f.count)).collect()
    }

    #[test]
    fn the_near_edge_counts_and_the_far_edge_does_not() {
        let mut apart = [entry(0, 6, 0), entry(10, 6, 1)];
        assert_eq!(exceeded(&mut apart, 10, Length(10), Counting::Sum), []);
        let mut near = [entry(0, 6, 0), entry(9, 6, 1)];
        let found = exceeded(&mut near, 10, Length(10), Counting::Sum);
        assert_eq!(events(&found), [(1, 12)]);
        assert_eq!(found[0].filling, [1, 0]);
    }

    #[test]
    fn ties_of_time_count_for_each_other() {
        let mut ties = [entry(5, 6, 1), entry(5, 6, 0)];
        let found = exceeded(&mut ties, 10, Length(10), Counting::Sum);
        assert_eq!(events(&found), [(0, 12), (1, 12)]);
    }

    #[test]
    fn sums_are_exact_beyond_64_bits() {
        let mut huge = [entry(0, i64::MAX, 0), entry(1, i64::MAX, 1)];
        let found = exceeded(&mut huge, i64::MAX, Length(10), Counting::Sum);
        assert_eq!(events(&found), [(1, 2 * i128::from(i64::MAX))]);
    }

    #[test]
    fn times_at_their_ends_do_not_overflow() {
        let mut ends = [entry(i128::MIN, 1, 0), entry(i128::MAX, 1, 1)];
        let found = exceeded(&mut ends, 0, Length(i128::MAX), Counting::Sum);
        assert_eq!(events(&found), [(0, 1), (1, 1)]);
    }

    #[test]
    fn who_asks_sees_the_window_and_itself_and_counts_for_nobody() {
        let asks = |time, event| Entry {
            role: Role::Asks,
            ..entry(time, 6, event)
        };
        let mut mixed = [asks(1, 7), asks(2, 8), entry(0, 6, 0), entry(3, 3, 1)];
        let found = exceeded(&mut mixed, 10, Length(10), Counting::Sum);
        assert_eq!(events(&found), [(7, 12), (8, 12)]);
        assert_eq!(found[1].filling, [8, 0]);
        assert_eq!(found[1].filled_by, 2);
    }

    #[test]
    fn at_most_fifty_are_told_and_all_are_counted() {
        let mut many: Vec<Entry> = (0..80).map(|n| entry(i128::from(n), 1, n)).collect();
        let found = exceeded(&mut many, 79, Length(1000), Counting::Sum);
        assert_eq!(events(&found), [(79, 80)]);
        assert_eq!(found[0].filled_by, 80);
        assert_eq!(found[0].filling, (30..80).rev().collect::<Vec<_>>());
    }

    /// The contract's own words, event by event.
    fn brute(entries: &[Entry], most: i64, window: Length, counting: Counting) -> Vec<Exceeded> {
        let mut found: Vec<(Entry, Exceeded)> = Vec::new();
        for at in entries {
            let mut inside: Vec<&Entry> = entries
                .iter()
                .filter(|e| e.key == at.key && (e.role == Role::Counts || e.event == at.event))
                .filter(|e| at.time.minus(window) < e.time && e.time <= at.time)
                .collect();
            inside.sort_by_key(|e| std::cmp::Reverse((e.time, e.event)));
            let amounts = inside.iter().map(|e| e.amount);
            let count = match counting {
                Counting::Sum => amounts.map(i128::from).sum(),
                Counting::Distinct => {
                    let distinct: std::collections::BTreeSet<i64> = amounts.collect();
                    i128::try_from(distinct.len()).unwrap()
                }
            };
            if count > i128::from(most) {
                let exceeded = Exceeded {
                    event: at.event,
                    count,
                    filled_by: u64::try_from(inside.len()).unwrap(),
                    filling: inside.iter().take(50).map(|e| e.event).collect(),
                };
                found.push((*at, exceeded));
            }
        }
        found.sort_by_key(|(e, _)| (e.key, e.role, e.time, e.event));
        found.into_iter().map(|(_, exceeded)| exceeded).collect()
    }

    fn some_entries() -> impl Strategy<Value = Vec<Entry>> {
        let one = (0..40_i128, 0..3_u32, -2..6_i64, any::<bool>());
        let entry = |(n, (time, key, amount, counts))| Entry {
            time: Time(time),
            key,
            amount,
            event: n,
            role: if counts { Role::Counts } else { Role::Asks },
        };
        prop::collection::vec(one, 1..120)
            .prop_map(move |all| (0..).zip(all).map(entry).collect::<Vec<_>>())
            .prop_shuffle()
    }

    proptest! {
        #[test]
        fn agrees_with_the_contract_read_aloud_in_any_order(
            entries in some_entries(), most in 0..12_i64, window in 1..50_i128, sum in any::<bool>(),
        ) {
            let counting = if sum { Counting::Sum } else { Counting::Distinct };
            let expected = brute(&entries, most, Length(window), counting);
            let found = exceeded(&mut entries.clone(), most, Length(window), counting);
            prop_assert_eq!(found, expected);
        }
    }
}
