//! Events in the order of (time, place), whatever the order in which they are read.
//!
//! An event goes on as soon as no earlier one can come: when another was read that is later by more than
//! the lateness. Where a log is denser than memory allows, what waits goes to disk, sorted. Knows nothing
//! of what is done with them.

use super::order::Order;
use super::sorted::Sorter;
use super::timed::{NO_SHARES, ROW, Row, Share, Timed};
use crate::time::{Length, Time};
use std::io;

/// Events that wait in memory before some must go: with two shares each some 7 MiB.
pub const WAITING: usize = 64 * 1024;
/// What is on disk is looked through again when it has grown to so many times of what waits in memory.
const SETTLED_FROM: usize = 8;

/// How much earlier than one that was read before it an event may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lateness {
    /// By so much.
    Within(Length),
    /// By anything: nothing goes on before all is read.
    Any,
}

/// Whether an event comes in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// It will go on in its order.
    InTime,
    /// Others that are later have gone on already; it does not.
    TooLate,
}

/// Events that wait for their turn.
#[derive(Debug)]
pub struct Timeline {
    lateness: Lateness,
    waiting: Vec<Timed>,
    order: Order,
    shares: Vec<Share>,
    most: usize,
    disk: Sorter<ROW>,
    on_disk: usize,
    settle_at: usize,
    /// The least block of which an event waits.
    least: Option<u32>,
    /// The latest time that was read.
    latest: Option<Time>,
    /// All that is earlier has gone on.
    gone: Option<Time>,
}

/// Where events go, in their order.
pub trait Onwards {
    /// Says which come next, so that what is known of them can be looked up for all at once: the processor waits
    /// for its memory but once.
    fn soon(&self, events: &[Timed], shares: &[Share]);

    /// Takes the next event, with its own shares.
    ///
    /// # Errors
    /// When a temporary file cannot be written.
    fn event(&mut self, event: Timed, shares: &[Share]) -> io::Result<()>;
}

impl<F: FnMut(Timed, &[Share]) -> io::Result<()>> Onwards for F {
    fn soon(&self, _events: &[Timed], _shares: &[Share]) {}

    fn event(&mut self, event: Timed, shares: &[Share]) -> io::Result<()> {
        self(event, shares)
    }
}

/// So many are looked up at once.
const TOGETHER: usize = 32;

fn all(events: &[Timed], shares: &[Share], onwards: &mut dyn Onwards) -> io::Result<()> {
    for some in events.chunks(TOGETHER) {
        onwards.soon(some, shares);
        for event in some {
            onwards.event(*event, event.shares_of(shares))?;
        }
    }
    Ok(())
}

impl Timeline {
    /// An empty one, that holds about so many events in memory.
    #[must_use]
    pub fn new(lateness: Lateness, most: usize) -> Self {
        let most = most.max(2);
        Self {
            lateness,
            waiting: Vec::new(),
            order: Order::default(),
            shares: Vec::new(),
            most,
            disk: Sorter::default(),
            on_disk: 0,
            settle_at: most.saturating_mul(SETTLED_FROM),
            least: None,
            latest: None,
            gone: None,
        }
    }

    /// Whether an event is later than the lateness allows, whatever still waits: the same at any room.
    #[must_use]
    pub fn is_late(&self, event: &Timed) -> bool {
        self.ripe().is_some_and(|ripe| event.time < ripe)
    }

    /// Takes an event; `shares` are its own, in their order.
    #[must_use]
    pub fn push(&mut self, event: Timed, shares: &[Share]) -> Arrival {
        if self.gone.is_some_and(|gone| event.time < gone) {
            return Arrival::TooLate;
        }
        self.latest = self.latest.max(Some(event.time));
        self.wait(event.at.block);
        self.waiting.push(Timed {
            shares: match shares {
                [] => NO_SHARES,
                _ => u32::try_from(self.shares.len()).unwrap_or(NO_SHARES),
            },
            ..event
        });
        self.shares.extend_from_slice(shares);
        Arrival::InTime
    }

    /// The least block of which an event waits.
    #[must_use]
    pub fn least(&self) -> Option<u32> {
        self.least
    }

    fn wait(&mut self, block: u32) {
        self.least = Some(self.least.map_or(block, |least| least.min(block)));
    }

    /// Lets go on what can, if too many wait.
    ///
    /// # Errors
    /// When a temporary file cannot be written or read, or `onwards` fails.
    pub fn advance(&mut self, onwards: &mut dyn Onwards) -> io::Result<()> {
        if self.waiting.len() < self.most {
            return Ok(());
        }
        self.order.sort(&mut self.waiting);
        let until = self.ripe();
        if let (Some(until), 0) = (until, self.on_disk) {
            let ripe = self.waiting.partition_point(|event| event.time < until);
            if ripe >= self.most / 2 {
                return self.go(ripe, until, onwards);
            }
        }
        self.spill()?;
        match until {
            Some(until) if self.on_disk >= self.settle_at => self.settle(until, onwards),
            _ => Ok(()),
        }
    }

    /// Lets go on whatever is left.
    ///
    /// # Errors
    /// As [`Timeline::advance`].
    pub fn finish(mut self, onwards: &mut dyn Onwards) -> io::Result<()> {
        self.order.sort(&mut self.waiting);
        if self.on_disk == 0 {
            return all(&self.waiting, &self.shares, onwards);
        }
        self.spill()?;
        each_on_disk(self.disk, onwards)
    }

    /// Earlier ones than this can go on.
    fn ripe(&self) -> Option<Time> {
        match self.lateness {
            Lateness::Within(lateness) => self.latest.map(|latest| latest.minus(lateness)),
            Lateness::Any => None,
        }
    }

    /// The first ones go on; the others stay, with their shares.
    fn go(&mut self, ripe: usize, until: Time, onwards: &mut dyn Onwards) -> io::Result<()> {
        let stay = self.waiting.split_off(ripe);
        all(&self.waiting, &self.shares, onwards)?;
        let shares = std::mem::take(&mut self.shares);
        self.waiting.clear();
        self.gone = Some(until);
        self.least = None;
        for event in stay {
            let _ = self.push(event, event.shares_of(&shares));
        }
        Ok(())
    }

    fn spill(&mut self) -> io::Result<()> {
        for event in self.waiting.drain(..) {
            self.on_disk += 1;
            for row in event.rows(event.shares_of(&self.shares)) {
                self.disk.push(row)?;
            }
        }
        self.shares.clear();
        Ok(())
    }

    /// Lets go on what can of what is on disk; the others stay there.
    fn settle(&mut self, until: Time, onwards: &mut dyn Onwards) -> io::Result<()> {
        let disk = std::mem::take(&mut self.disk);
        self.on_disk = 0;
        self.gone = Some(until);
        self.least = None;
        each_on_disk(disk, &mut |event: Timed, shares: &[Share]| {
            if event.time < until {
                return onwards.event(event, shares);
            }
            self.on_disk += 1;
            self.wait(event.at.block);
            let mut rows = event.rows(shares);
            rows.try_for_each(|row| self.disk.push(row))
        })?;
        let least = self.most.saturating_mul(SETTLED_FROM);
        self.settle_at = self.on_disk.saturating_mul(2).max(least);
        Ok(())
    }
}

fn each_on_disk(disk: Sorter<ROW>, onwards: &mut dyn Onwards) -> io::Result<()> {
    let mut sorted = disk.sorted()?;
    let mut event: Option<Timed> = None;
    let mut shares: Vec<Share> = Vec::new();
    while let Some(row) = sorted.next()? {
        match Row::read(&row) {
            Row::Share(share) => shares.push(share),
            Row::Event(next) => {
                if let Some(event) = event.replace(next) {
                    onwards.event(event, &shares)?;
                }
                shares.clear();
            }
        }
    }
    event.map_or(Ok(()), |event| onwards.event(event, &shares))
}

#[cfg(test)]
mod tests {
    use super::super::at::At;
    use super::*;
    use crate::judge::Lift;
    use crate::judge::windows::Role;
    use crate::policy::RuleId;
    use proptest::prelude::*;

    fn event(time: i128, number: u32) -> Timed {
        Timed {
            time: Time(time),
            at: At {
                block: number,
                ..At::default()
            },
            known_by: None,
            shares: NO_SHARES,
            told: false,
            role: Role::Counts,
        }
    }

    fn shares(number: u32) -> Vec<Share> {
        let count = number % 4;
        let share = |n| Share {
            limit: RuleId(n),
            key: number,
            amount: i64::from(n),
            lift: Lift::Stands,
            last: n + 1 == count,
        };
        (0..count).map(share).collect()
    }

    proptest! {
        #[test]
        fn whatever_is_in_time_goes_on_in_order_with_its_shares(
            times in prop::collection::vec(0..60_i128, 0..300),
            room in 2..200_usize,
            lateness in prop_oneof![Just(Lateness::Any), (0..70_i128).prop_map(|n| Lateness::Within(Length(n)))],
        ) {
            let mut timeline = Timeline::new(lateness, room);
            let mut expected = Vec::new();
            let mut got = Vec::new();
            // Of late ones too: time goes on slowly.
            for (number, jitter) in (0..).zip(&times) {
                let time = i128::from(number) + jitter;
                let own = shares(number);
                match timeline.push(event(time, number), &own) {
                    Arrival::InTime => expected.push((time, number)),
                    Arrival::TooLate => {
                        let latest = expected.iter().map(|(time, _)| *time).max().unwrap();
                        let allowed = match lateness {
                            Lateness::Within(length) => length.0,
                            Lateness::Any => i128::MAX,
                        };
                        prop_assert!(latest - time > allowed);
                    }
                }
                timeline.advance(&mut |event: Timed, own: &[Share]| {
                    got.push((event.time.0, event.at.block));
                    assert_eq!(own.len(), shares(event.at.block).len());
                    assert!(own.iter().all(|share| share.key == event.at.block));
                    Ok(())
                }).unwrap();
            }
            timeline.finish(&mut |event: Timed, own: &[Share]| {
                got.push((event.time.0, event.at.block));
                assert_eq!(own.len(), shares(event.at.block).len());
                assert!(own.iter().all(|share| share.key == event.at.block));
                Ok(())
            }).unwrap();
            expected.sort_unstable();
            prop_assert_eq!(got, expected);
        }
    }
}
