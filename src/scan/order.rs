//! Events sorted by (time, place): by small keys, since what is kept of an event is moved but once then.

use super::timed::Timed;

/// Sorts events, and keeps its memory for the next time.
#[derive(Debug, Default)]
pub struct Order {
    /// Time since the first, then the place in the list.
    keys: Vec<u128>,
    sorted: Vec<Timed>,
}

impl Order {
    /// Sorts them.
    pub fn sort(&mut self, events: &mut Vec<Timed>) {
        if events.is_sorted() {
            return;
        }
        if !self.sort_by_keys(events) {
            events.sort();
        }
    }

    /// Whether it could: times may be too far apart for a key.
    fn sort_by_keys(&mut self, events: &mut Vec<Timed>) -> bool {
        let Some(first) = events.iter().map(|event| event.time).min() else {
            return true;
        };
        self.keys.clear();
        for (number, event) in (0_u32..).zip(events.iter()) {
            let Ok(since) = u64::try_from(event.time.since(first).0) else {
                return false;
            };
            self.keys.push(u128::from(since) << 32 | u128::from(number));
        }
        self.keys.sort_unstable();
        self.sorted.clear();
        let place = |key: &u128| usize::try_from(key & 0xFFFF_FFFF).ok();
        let places = self.keys.iter().filter_map(place);
        self.sorted
            .extend(places.filter_map(|place| events.get(place)).copied());
        std::mem::swap(events, &mut self.sorted);
        // Of one time they stand in the order in which they came: that may not be the order of their places.
        for one_time in events.chunk_by_mut(|a, b| a.time == b.time) {
            if one_time.len() > 1 {
                one_time.sort();
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::super::at::At;
    use super::super::timed::NO_SHARES;
    use super::*;
    use crate::judge::windows::Role;
    use crate::time::Time;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_is_the_order_of_events(
            times in prop::collection::vec((prop_oneof![0..30_i128, Just(i128::MIN), Just(1 << 70)], 0..30_u32), 0..80),
            usual in any::<bool>(),
        ) {
            let event = |(time, block): (i128, u32)| Timed {
                time: Time(if usual { time % 30 } else { time }),
                at: At { block, ..At::default() },
                known_by: None,
                shares: NO_SHARES,
                told: false,
                role: Role::Counts,
            };
            let mut events: Vec<Timed> = times.into_iter().map(event).collect();
            let mut expected = events.clone();
            expected.sort();
            let mut order = Order::default();
            order.sort(&mut events);
            prop_assert_eq!(&events, &expected);
            events.reverse();
            order.sort(&mut events);
            prop_assert_eq!(&events, &expected);
        }
    }
}
