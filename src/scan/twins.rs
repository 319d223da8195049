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

type Ids = HashMap<u64, Seen, BuildHasherDefault<Spread>>;

/// The records of one id.
#[derive(Clone, Debug)]
struct Seen {
    one: One,
    /// With other contents, or at other times: seldom any.
    others: Vec<One>,
}

#[derive(Clone, Copy, Debug)]
struct One {
    content: u64,
    time: Time,
    at: At,
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
        };
        let earliest = event.time.minus(self.horizon);
        let twin = [&self.old, &self.new]
            .into_iter()
            .filter_map(|ids| ids.get(&id.get()))
            .filter_map(|seen| seen.twin(&one, earliest))
            .min_by_key(|twin| twin.same == Same::Id);
        if !twin.is_some_and(|twin| twin.same == Same::Everything) {
            self.keep(id.get(), one);
        }
        twin
    }

    fn keep(&mut self, id: u64, one: One) {
        match self.new.get_mut(&id) {
            Some(seen) => seen.others.push(one),
            None => {
                self.new.insert(
                    id,
                    Seen {
                        one,
                        others: Vec::new(),
                    },
                );
            }
        }
    }

    /// What was met more than a horizon before the time at which `new` began is of no use any more.
    fn turn(&mut self, time: Time) {
        let since = *self.since.get_or_insert(time);
        if time.since(since) > self.horizon {
            self.old = std::mem::take(&mut self.new);
            self.since = Some(time);
        }
    }
}

impl Seen {
    fn twin(&self, one: &One, earliest: Time) -> Option<Twin> {
        let all = || std::iter::once(&self.one).chain(&self.others);
        let same = all().find(|other| other.content == one.content && other.time == one.time);
        let near = || all().find(|other| other.time >= earliest);
        let twin = |same, other: &One| Twin {
            same,
            first: other.at,
        };
        same.map(|other| twin(Same::Everything, other))
            .or_else(|| near().map(|other| twin(Same::Id, other)))
    }
}
