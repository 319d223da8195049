//! What one block comes to: read and judged on its own, before its turn in the order of the logs.

use super::at::{At, Start};
use super::fragments::Fragment;
use super::met::Marks;
use super::notice::Said;
use super::presence::Presence;
use super::timed::{Share, Timed};

/// One block, judged.
#[derive(Debug)]
pub struct Batch {
    /// Where it begins. The line counts from the end of the block before, where `relative` says so.
    pub start: Start,
    /// Whether only the blocks before it tell on which line it begins.
    pub relative: bool,
    /// Line ends in it.
    pub lines: u64,
    /// Its events, in their order; each has as many shares as follow each other up to a last one.
    pub events: Vec<Timed>,
    /// The shares of all of them.
    pub shares: Vec<Share>,
    /// Its records that may be parts of exports, in their order.
    pub fragments: Vec<Fragment>,
    /// What its records tell of their log as a whole.
    pub marks: Marks,
    /// Which fields its events have.
    pub presence: Presence,
    /// What there is to say besides, in its order.
    pub notes: Vec<Note>,
}

impl Batch {
    /// Nothing, of a block that begins there.
    #[must_use]
    pub fn new(start: Start) -> Self {
        Self {
            start,
            relative: false,
            lines: 0,
            events: Vec::new(),
            shares: Vec::new(),
            fragments: Vec::new(),
            marks: Marks::default(),
            presence: Presence::default(),
            notes: Vec::new(),
        }
    }
}

/// Something to say of a record besides its verdict.
#[derive(Debug)]
pub enum Note {
    /// It could not be read.
    Unreadable {
        /// Where it begins.
        at: At,
        /// Why.
        reason: String,
    },
    /// Once for each source, field or value.
    Said {
        /// The record.
        at: At,
        /// What.
        said: Vec<Said>,
    },
}
