//! Limits added up: for each counted event, what lies in `(time - D, time]` under the same key.
//!
//! Exact for any order in which entries come. Knows events only as numbers that the caller gave them.

use crate::time::Time;

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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "they are the words themselves")]
pub enum Role {
    Counts,
    Asks,
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
    /// At most 50 of the events that fill the window, the latest first by (time, event).
    pub filling: Vec<u64>,
}
