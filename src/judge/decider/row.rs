//! What is left of all lanes where a column holds a value, in little room.
//!
//! Most words of a row are 0 or what they are where nothing is known of the value; only the others are kept.

use super::stretch::Stretch;
use crate::time::Time;
use std::hash::{Hash, Hasher};
use std::rc::Rc;

/// What one column's value leaves of the rules. Cheap to copy; equal ones of a column are one in memory.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Row(Rc<Bits>);

/// Of 64 words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
struct Head {
    /// Which words are not 0.
    any: u64,
    /// Which words are kept.
    kept: u64,
    /// Where the first of them is kept.
    first: usize,
}

/// What is looked at of every row stands first.
#[derive(Debug, PartialEq, Eq)]
#[repr(C)]
struct Bits {
    /// The first two words: small policies have no more.
    low: [u64; 2],
    /// Of the first 64 words.
    head: Head,
    /// Whether it holds always and leaves nothing open.
    simple: bool,
    /// Of all words.
    heads: Box<[Head]>,
    kept: Box<[u64]>,
    /// Lanes that stay open: words with their places.
    doubts: Box<[(usize, u64)]>,
    /// The times for which it holds.
    stretch: Stretch,
    usual: Rc<[u64]>,
}

impl Hash for Bits {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.heads.hash(state);
        self.kept.hash(state);
        self.stretch.hash(state);
    }
}

impl Row {
    /// A row of these words.
    pub(super) fn new(may: &[u64], doubts: &[u64], stretch: Stretch, usual: &Rc<[u64]>) -> Self {
        let mut heads = vec![Head::default(); may.len().div_ceil(64)];
        let mut kept = Vec::new();
        for (head, (may, usual)) in heads.iter_mut().zip(may.chunks(64).zip(usual.chunks(64))) {
            head.first = kept.len();
            for ((may, usual), at) in may.iter().zip(usual).zip(0_u32..) {
                head.any |= u64::from(*may != 0) << at;
                if *may != 0 && may != usual {
                    head.kept |= 1 << at;
                    kept.push(*may);
                }
            }
        }
        let doubts = doubts.iter().enumerate().zip(may);
        let doubts = doubts.map(|((at, doubts), may)| (at, doubts & may));
        let doubts: Box<[_]> = doubts.filter(|(_, doubts)| *doubts != 0).collect();
        let low = |at| may.get(at).copied().unwrap_or(0);
        Self(Rc::new(Bits {
            low: [low(0), low(1)],
            head: heads.first().copied().unwrap_or_default(),
            simple: doubts.is_empty() && stretch == Stretch::ALWAYS,
            heads: heads.into(),
            kept: kept.into(),
            doubts,
            stretch,
            usual: Rc::clone(usual),
        }))
    }

    /// Of what is no column: it never holds.
    pub(super) fn nothing() -> Self {
        let usual: Rc<[u64]> = Rc::new([]);
        Self::new(&[], &[], Stretch::NEVER, &usual)
    }

    /// When it begins to hold.
    pub(super) fn first(&self) -> Time {
        self.0.stretch.first
    }

    /// Whether it holds for events at this time: what a directory tells of a value may change with the time.
    #[must_use]
    pub fn holds_at(&self, at: Time) -> bool {
        self.0.stretch.holds(at)
    }

    /// Whether it holds always and leaves nothing open.
    #[inline]
    #[must_use]
    pub fn is_simple(&self) -> bool {
        self.0.simple
    }

    /// The first two words, and which of the first 64 are not 0.
    #[inline]
    pub(super) fn low(&self) -> ([u64; 2], u64) {
        (self.0.low, self.0.head.any)
    }

    /// Which of 64 words are not 0.
    pub(super) fn any(&self, head: usize) -> u64 {
        self.0.heads.get(head).map_or(0, |head| head.any)
    }

    /// The word at a place.
    pub(super) fn word(&self, at: usize) -> u64 {
        let bits = &*self.0;
        let head = match at / 64 {
            0 => &bits.head,
            head => match bits.heads.get(head) {
                Some(head) => head,
                None => return 0,
            },
        };
        let bit = 1_u64 << (at % 64);
        if head.any & bit == 0 {
            return 0;
        }
        if head.kept & bit == 0 {
            return bits.usual.get(at).copied().unwrap_or(0);
        }
        let before = (head.kept & (bit - 1)).count_ones();
        let place = head.first + usize::try_from(before).unwrap_or(0);
        bits.kept.get(place).copied().unwrap_or(0)
    }

    /// Lanes that stay open.
    pub(super) fn doubts(&self) -> &[(usize, u64)] {
        &self.0.doubts
    }

    /// Whether nobody else has it.
    pub(super) fn is_unused(&self) -> bool {
        Rc::strong_count(&self.0) == 1
    }
}

/// Some lanes: words with their places.
#[derive(Clone, Debug, Default)]
pub(super) struct Mask(Vec<(usize, u64)>);

impl Mask {
    /// One more lane; they come in rising order.
    pub(super) fn add(&mut self, lane: usize) {
        let (at, bit) = (lane / 64, 1 << (lane % 64));
        match self.0.last_mut() {
            Some((last, word)) if *last == at => *word |= bit,
            _ => self.0.push((at, bit)),
        }
    }

    pub(super) fn put(&self, words: &mut [u64]) {
        self.each(words, |word, bits| *word |= bits);
    }

    pub(super) fn take(&self, words: &mut [u64]) {
        self.each(words, |word, bits| *word &= !bits);
    }

    fn each(&self, words: &mut [u64], change: impl Fn(&mut u64, u64)) {
        for (at, bits) in &self.0 {
            if let Some(word) = words.get_mut(*at) {
                change(word, *bits);
            }
        }
    }
}
