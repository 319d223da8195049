//! Which events are the same as an earlier one, and which share an id with one and not its content.
//!
//! Events come in the order of (time, place). The same record has the same time; of equal ids with other
//! contents those are told that are no further apart than the horizon. Memory follows the events of two
//! horizons.

mod firsts;

use super::at::At;
use super::timed::{KnownBy, Timed};
use crate::judge::windows::Spread;
use crate::time::{Length, Time};
use firsts::Firsts;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::num::NonZeroU64;

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

/// The records of the last two horizons.
#[derive(Debug)]
pub struct Twins {
    horizon: Length,
    /// Since when the newer half is filled.
    since: Option<Time>,
    /// In their order, and the number of the first of them; numbers go on when records are forgotten.
    records: Vec<One>,
    begin: u32,
    /// How many of them are of the older half.
    older: usize,
    firsts: Firsts,
    /// Of ids that more than one record has.
    several: HashMap<NonZeroU64, Several, BuildHasherDefault<Spread>>,
}

#[derive(Clone, Copy, Debug)]
struct One {
    known_by: KnownBy,
    time: Time,
    at: At,
    /// The number of the next record of the same id; its own, where there is none.
    next: u32,
}

/// Records of one id.
#[derive(Debug)]
struct Several {
    first: u32,
    last: u32,
    /// By content: the last record of it.
    contents: HashMap<u64, u32, BuildHasherDefault<Spread>>,
}

/// When numbers have come so far they begin anew.
const LAST_NUMBER: u32 = 1 << 31;

impl Twins {
    /// Nothing is known yet.
    #[must_use]
    pub fn new(horizon: Length) -> Self {
        Self {
            horizon,
            since: None,
            records: Vec::new(),
            begin: 0,
            older: 0,
            firsts: Firsts::default(),
            several: HashMap::default(),
        }
    }

    /// Whether an event's id stood before. Each must be later than those before it, by (time, place).
    pub fn meet(&mut self, event: &Timed) -> Option<Twin> {
        let known_by = event.known_by?;
        self.turn(event.time);
        let number = self.number(self.records.len());
        let one = One {
            known_by,
            time: event.time,
            at: event.at,
            next: number,
        };
        let first = match self.firsts.find(known_by.id, self.begin, &self.records) {
            Ok(first) => first,
            Err(free) => {
                self.firsts.put(free, known_by.id, number);
                self.records.push(one);
                return None;
            }
        };
        if let Some(same) = self.same(first, &one) {
            return Some(Twin {
                same: Same::Everything,
                first: same.at,
            });
        }
        let near = self.near(first, event.time.minus(self.horizon));
        let twin = near.map(|other| Twin {
            same: Same::Id,
            first: other.at,
        });
        self.keep_behind(first, one);
        twin
    }

    /// Looks where an event will be looked for; what it gives has no meaning.
    #[inline]
    pub fn soon(&self, event: &Timed) -> u64 {
        event
            .known_by
            .map_or(0, |known_by| self.firsts.place(known_by.id))
    }

    /// What was met more than a horizon before the newer half began is of no use any more.
    fn turn(&mut self, time: Time) {
        let since = *self.since.get_or_insert(time);
        if time.since(since) > self.horizon {
            self.since = Some(time);
            self.forget_older();
            self.older = self.records.len();
        }
        if self.firsts.is_full() {
            self.firsts.grow(self.begin, &self.records);
        }
    }

    #[cold]
    fn forget_older(&mut self) {
        let begin = self.number(self.older);
        let mut several = std::mem::take(&mut self.several);
        several.retain(|id, several| {
            several.contents.retain(|_, last| *last >= begin);
            while several.first < begin && several.first != several.last {
                let next = self.one(several.first).map_or(several.last, |one| one.next);
                self.firsts.replace(*id, several.first, next);
                several.first = next;
            }
            several.last >= begin
        });
        self.several = several;
        self.records.drain(..self.older);
        self.begin = begin;
        if begin >= LAST_NUMBER {
            self.number_again();
        }
    }

    #[cold]
    fn number_again(&mut self) {
        self.begin = 0;
        self.firsts.clear();
        self.several.clear();
        for one in std::mem::take(&mut self.records) {
            let number = self.number(self.records.len());
            let one = One {
                next: number,
                ..one
            };
            match self.firsts.find(one.known_by.id, 0, &self.records) {
                Ok(first) => self.keep_behind(first, one),
                Err(free) => {
                    self.firsts.put(free, one.known_by.id, number);
                    self.records.push(one);
                }
            }
        }
    }

    /// Keeps one more record of an id.
    fn keep_behind(&mut self, first: u32, one: One) {
        let (number, known_by) = (one.next, one.known_by);
        let content = self.one(first).map(|one| one.known_by.content);
        let several = self.several.entry(known_by.id);
        let several = several.or_insert_with(|| Several {
            first,
            last: first,
            contents: content.into_iter().map(|c| (c, first)).collect(),
        });
        several.contents.insert(known_by.content, number);
        let last = std::mem::replace(&mut several.last, number);
        let last = index(last, self.begin);
        if let Some(last) = last.and_then(|last| self.records.get_mut(last)) {
            last.next = number;
        }
        self.records.push(one);
    }

    /// The record of the same id, content and time. Of one content only the last can have this time.
    fn same(&self, first: u32, one: &One) -> Option<&One> {
        let known_by = one.known_by;
        let number = match self.several.get(&known_by.id) {
            Some(several) => *several.contents.get(&known_by.content)?,
            None => first,
        };
        let other = self.one(number)?;
        (other.known_by == known_by && other.time == one.time).then_some(other)
    }

    /// The first of an id's records that is not too early. No later event asks for those before it.
    fn near(&mut self, first: u32, earliest: Time) -> Option<One> {
        let mut near = first;
        let mut one = *self.one(near)?;
        while one.time < earliest && one.next != near {
            near = one.next;
            one = *self.one(near)?;
        }
        if near != first {
            let id = one.known_by.id;
            self.firsts.replace(id, first, near);
            if let Some(several) = self.several.get_mut(&id) {
                several.first = near;
            }
        }
        (one.time >= earliest).then_some(one)
    }

    fn one(&self, number: u32) -> Option<&One> {
        self.records.get(index(number, self.begin)?)
    }

    fn number(&self, index: usize) -> u32 {
        let index = u32::try_from(index).unwrap_or(u32::MAX);
        self.begin.saturating_add(index)
    }
}

#[inline]
fn index(number: u32, begin: u32) -> Option<usize> {
    usize::try_from(number.checked_sub(begin)?).ok()
}

#[cfg(test)]
mod tests {
    use super::super::timed::NO_SHARES;
    use super::*;
    use crate::judge::windows::Role;
    use proptest::prelude::*;

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
            begin in prop_oneof![Just(0), LAST_NUMBER - 60..LAST_NUMBER],
        ) {
            let mut twins = Twins { begin, ..Twins::new(Length(horizon)) };
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
