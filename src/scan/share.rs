//! What each event adds to each limit, put aside until all is read.

use super::row::{PLACE, RowReader, RowWriter};
use super::spool::Spool;
use crate::event::Value;
use crate::judge::windows::{Entry, Role};
use crate::judge::{Lift, Measured, Share as JudgedShare, Verdict};
use crate::logs::Place;
use crate::policy::{RuleId, WaiverId};
use crate::time::Time;
use std::collections::HashMap;
use std::io;

/// limit, key, time, event, amount, role, lift, place.
pub const SHARE: usize = 4 + 4 + 16 + 8 + 8 + 4 + 4 + PLACE;

/// One event's share of one limit. Sorts by limit, key, time, event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields of a window's entry")]
pub struct Share {
    pub limit: RuleId,
    pub entry: Entry,
    pub lift: Lift,
    pub place: Place,
}

/// Shares in the order of events, and the keys and distinct values that their numbers stand for.
#[derive(Debug)]
pub struct Shares {
    /// Rows in the order of events.
    pub spool: Spool,
    /// Keys of all limits.
    pub keys: Numbered<Vec<Option<Value>>>,
    /// Distinct values of all limits.
    pub values: Numbered<Vec<Option<Value>>>,
}

impl Shares {
    /// None yet.
    ///
    /// # Errors
    /// When no temporary file can be made.
    pub fn new() -> io::Result<Self> {
        Ok(Self {
            spool: Spool::new()?,
            keys: Numbered::default(),
            values: Numbered::default(),
        })
    }

    /// Puts the shares of an event's verdict aside.
    ///
    /// # Errors
    /// When the temporary file cannot be written.
    pub fn keep(
        &mut self,
        verdict: Verdict,
        number: u64,
        time: Time,
        role: Role,
        place: Place,
    ) -> io::Result<()> {
        for hit in verdict.limits {
            let JudgedShare::Counts { key, measure } = hit.share else {
                continue;
            };
            let amount = match measure {
                Measured::Sum(amount) => amount,
                Measured::Distinct(value) => i64::from(self.values.number(value)),
            };
            let entry = Entry {
                time,
                key: self.keys.number(key),
                amount,
                event: number,
                role,
            };
            let share = Share {
                limit: hit.rule,
                entry,
                lift: hit.lift,
                place,
            };
            self.spool.keep(&share.row())?;
        }
        Ok(())
    }
}

impl Share {
    /// As a row.
    #[must_use]
    pub fn row(&self) -> [u8; SHARE] {
        RowWriter::new()
            .u32(self.limit.0)
            .u32(self.entry.key)
            .time(self.entry.time)
            .u64(self.entry.event)
            .i64(self.entry.amount)
            .u32(u32::from(self.entry.role == Role::Asks))
            .u32(lift_number(self.lift))
            .place(self.place)
            .done()
    }

    /// From its row.
    #[must_use]
    pub fn read(row: &[u8; SHARE]) -> Self {
        let mut row = RowReader::new(row);
        let limit = RuleId(row.u32());
        let (key, time, event, amount) = (row.u32(), row.time(), row.u64(), row.i64());
        let role = if row.u32() == 0 {
            Role::Counts
        } else {
            Role::Asks
        };
        Self {
            limit,
            entry: Entry {
                time,
                key,
                amount,
                event,
                role,
            },
            lift: lift_of(row.u32()),
            place: row.place(),
        }
    }
}

/// A lift as a number of a row.
#[must_use]
pub fn lift_number(lift: Lift) -> u32 {
    match lift {
        Lift::Stands => 0,
        Lift::Lifted(waiver) => waiver.0.saturating_add(1),
    }
}

/// A row's number as a lift.
#[must_use]
pub fn lift_of(number: u32) -> Lift {
    number
        .checked_sub(1)
        .map_or(Lift::Stands, |waiver| Lift::Lifted(WaiverId(waiver)))
}

/// Values numbered as they come: memory follows how many distinct ones there are.
#[derive(Debug)]
pub struct Numbered<T> {
    numbers: HashMap<T, u32>,
    values: Vec<T>,
}

impl<T> Default for Numbered<T> {
    fn default() -> Self {
        Self {
            numbers: HashMap::new(),
            values: Vec::new(),
        }
    }
}

impl<T: Clone + Eq + std::hash::Hash> Numbered<T> {
    /// The number of a value, a new one if it is new.
    pub fn number(&mut self, value: T) -> u32 {
        if let Some(number) = self.numbers.get(&value) {
            return *number;
        }
        let number = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
        self.values.push(value.clone());
        self.numbers.insert(value, number);
        number
    }

    /// The value of a number.
    #[must_use]
    pub fn value(&self, number: u32) -> Option<&T> {
        self.values.get(usize::try_from(number).ok()?)
    }
}
