//! Which events are the same as an earlier one, and which share an id with one and not its content.
//!
//! Events come in the order of (time, place). The same record has the same time; of equal ids with other
//! contents those are told that are no further apart than the horizon. Memory follows the events of two
//! horizons.

use super::at::At;
use super::timed::{KnownBy, Timed};
use crate::time::{Length, Time};
use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use crate::judge::windows::Spread;

/// An event whose id stood before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Twin {
    /// Whether the content was the same too.
    pub same: Same,
    /// Where the earlier one stands.
    pub first: At,
}

/// What twins share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Same {
    /// Source, id and every mapped field: one event.
    Everything,
    /// Source and id only: both count.
    Id,
}

/// The ids of the last two horizons.
#[derive(Debug)]
pub struct Twins {
    horizon: Length,
    /// Since when `new` is filled.
    since: Option<Time>,
    new: Ids,
    old: Ids,
}

/// The records of a horizon, by their ids.
#[derive(Debug, Default)]
struct Ids {
    /// The number of the first record of an id.
    firsts: HashMap<u64, u32, BuildHasherDefault<Spread>>,
    records: Vec<One>,
}

#[derive(Clone, Copy, Debug)]
struct One {
    content: u64,
    time: Time,
    at: At,
    /// The number of the next record of the same id; itself, where there is none.
    next: u32,
}

impl Twins {
    /// Nothing is known yet.
    #[must_use]
    pub fn new(horizon: Length) -> Self {
        Self {
            horizon,
            since: None,
            new: Ids::default(),
            old: Ids::default(),
        }
    }

    /// Whether an event's id stood before. Each must be later than those before it, by (time, place).
    pub fn meet(&mut self, event: &Timed) -> Option<Twin> {
        let KnownBy { id, content } = event.known_by?;
        self.turn(event.time);
        let one = One {
            content,
            time: event.time,
            at: event.at,
            next: 0,
        };
        let earliest = event.time.minus(self.horizon);
        let old = self.old.twin(id.get(), &one, earliest);
        if old.is_some_and(|twin| twin.same == Same::Everything) {
            return old;
        }
        let new = self.new.meet(id.get(), one, earliest);
        // The earlier one is told, but for the same record.
        match new {
            Some(twin) if twin.same == Same::Everything => new,
            new => old.or(new),
        }
    }

    /// What was met more than a horizon before the time at which `new` began is of no use any more.
    fn turn(&mut self, time: Time) {
        let since = *self.since.get_or_insert(time);
        if time.since(since) > self.horizon {
            // The memory of the older ones is used again.
            std::mem::swap(&mut self.old, &mut self.new);
            self.new.firsts.clear();
            self.new.records.clear();
            self.since = Some(time);
        }
    }
}

impl Ids {
    /// Whether an id stood before; keeps the record, unless it is the same as another.
    fn meet(&mut self, id: u64, one: One, earliest: Time) -> Option<Twin> {
        let number = u32::try_from(self.records.len()).unwrap_or(u32::MAX);
        let first = *self.firsts.entry(id).or_insert(number);
        if first == number {
            self.records.push(One {
                next: number,
                ..one
            });
            return None;
        }
        let twin = self.twin_from(first, &one, earliest);
        if !twin.is_some_and(|twin| twin.same == Same::Everything) {
            self.records.push(One {
                next: number,
                ..one
            });
            self.link(first, number);
        }
        twin
    }

    fn twin(&self, id: u64, one: &One, earliest: Time) -> Option<Twin> {
        let first = self.firsts.get(&id)?;
        self.twin_from(*first, one, earliest)
    }

    fn twin_from(&self, first: u32, one: &One, earliest: Time) -> Option<Twin> {
        let same = |other: &&One| other.content == one.content && other.time == one.time;
        let near = |other: &&One| other.time >= earliest;
        let twin = |same, other: &One| Twin {
            same,
            first: other.at,
        };
        let everything = self.of_id(first).find(same);
        everything
            .map(|other| twin(Same::Everything, other))
            .or_else(|| {
                let other = self.of_id(first).find(near)?;
                Some(twin(Same::Id, other))
            })
    }

    /// The records of an id, the earliest first.
    fn of_id(&self, first: u32) -> impl Iterator<Item = &One> {
        let mut next = Some(first);
        std::iter::from_fn(move || {
            let number = next?;
            let one = self.one(number)?;
            next = (one.next != number).then_some(one.next);
            Some(one)
        })
    }

    fn one(&self, number: u32) -> Option<&One> {
        self.records.get(usize::try_from(number).ok()?)
    }

    /// Puts a record behind the last of its id.
    fn link(&mut self, first: u32, number: u32) {
        let mut last = first;
        while let Some(one) = self.one(last).filter(|one| one.next != last) {
            last = one.next;
        }
        let last = usize::try_from(last).ok();
        if let Some(one) = last.and_then(|last| self.records.get_mut(last)) {
            one.next = number;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::timed::NO_SHARES;
    use super::*;
    use crate::judge::windows::Role;
    use proptest::prelude::*;
    use std::num::NonZeroU64;

    fn event(time: i128, id: u64, content: u64, number: u32) -> Timed {
        Timed {
            time: Time(time),
            at: At {
                block: number,
                ..At::default()
            },
            known_by: NonZeroU64::new(id).map(|id| KnownBy { id, content }),
            shares: NO_SHARES,
            told: false,
            role: Role::Counts,
        }
    }

    proptest! {
        #[test]
        fn every_earlier_record_of_an_id_within_the_horizon_is_met(
            steps in prop::collection::vec((0..3_i128, 0..4_u64, 0..3_u64), 0..120),
            horizon in 0..12_i128,
        ) {
            let mut twins = Twins::new(Length(horizon));
            let mut kept: Vec<Timed> = Vec::new();
            let mut time = 0;
            for (number, (step, id, content)) in (0..).zip(steps) {
                time += step;
                let event = event(time, id, content, number);
                let of_id = || kept.iter().filter(|k| k.known_by.is_some() && k.known_by.map(|b| b.id) == event.known_by.map(|b| b.id));
                let same = of_id().find(|k| k.known_by == event.known_by && k.time == event.time);
                let near = of_id().find(|k| event.time.since(k.time) <= Length(horizon));
                let expected = same
                    .map(|k| Twin { same: Same::Everything, first: k.at })
                    .or(near.map(|k| Twin { same: Same::Id, first: k.at }));
                prop_assert_eq!(twins.meet(&event), expected);
                if same.is_none() {
                    kept.push(event);
                }
            }
        }
    }
}
