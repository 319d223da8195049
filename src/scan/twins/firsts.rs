//! Where the first record of each id stands, by numbers that go on when records are forgotten.
//!
//! Knows no content and no time.

use super::{One, index};
use std::num::NonZeroU64;

/// The number of the first record of each id. Ids are hashes with a key: nobody can make them meet.
#[derive(Debug)]
pub struct Firsts {
    /// By the low bits of the id, and on from there: its high half, then the record's number from 1; zero where
    /// there is none. Some are of records that are forgotten. As many as a power of two, never more than half of
    /// them used.
    places: Vec<u64>,
    used: usize,
}

/// Places at first.
const PLACES: usize = 1024;

impl Default for Firsts {
    fn default() -> Self {
        Self {
            places: vec![0; PLACES],
            used: 0,
        }
    }
}

impl Firsts {
    /// What stands where an id is looked for first.
    #[inline]
    pub fn place(&self, id: NonZeroU64) -> u64 {
        let at = low(id) & (self.places.len() - 1);
        self.places.get(at).copied().unwrap_or_default()
    }

    /// The number of an id's first record; or where it can be put.
    #[inline]
    pub fn find(&self, id: NonZeroU64, begin: u32, records: &[One]) -> Result<u32, usize> {
        let mask = self.places.len() - 1;
        let mut at = low(id) & mask;
        let mut free = None;
        loop {
            let place = self.places.get(at).copied().unwrap_or_default();
            let Some(number) = number_in(place) else {
                return Err(free.unwrap_or(at));
            };
            if number < begin {
                free = free.or(Some(at));
            } else if (place ^ id.get()) >> 32 == 0
                && let Some(one) = index(number, begin).and_then(|at| records.get(at))
                && one.known_by.id == id
            {
                return Ok(number);
            }
            at = (at + 1) & mask;
        }
    }

    /// Puts a record's number where its id had none.
    #[inline]
    pub fn put(&mut self, free: usize, id: NonZeroU64, number: u32) {
        if let Some(place) = self.places.get_mut(free) {
            self.used += usize::from(*place == 0);
            *place = id.get() & !0xFFFF_FFFF | (u64::from(number) + 1);
        }
    }

    /// Another record of the id is the first now.
    pub fn replace(&mut self, id: NonZeroU64, old: u32, new: u32) {
        let mask = self.places.len() - 1;
        let mut at = low(id) & mask;
        while let Some(place) = self.places.get_mut(at)
            && let Some(number) = number_in(*place)
        {
            if number == old {
                *place = *place & !0xFFFF_FFFF | (u64::from(new) + 1);
                return;
            }
            at = (at + 1) & mask;
        }
    }

    /// Whether it must grow before one more is put.
    #[inline]
    pub fn is_full(&self) -> bool {
        self.used * 2 >= self.places.len()
    }

    /// Makes room: without those that are forgotten, and in twice as many places if they are not enough.
    #[cold]
    pub fn grow(&mut self, begin: u32, records: &[One]) {
        let numbers = self.places.iter().filter_map(|place| number_in(*place));
        let numbers: Vec<u32> = numbers.filter(|number| *number >= begin).collect();
        let mut length = PLACES;
        while length < numbers.len() * 4 {
            length *= 2;
        }
        self.places = vec![0; length];
        self.used = 0;
        for number in numbers {
            if let Some(one) = index(number, begin).and_then(|at| records.get(at))
                && let Err(free) = self.find(one.known_by.id, begin, records)
            {
                self.put(free, one.known_by.id, number);
            }
        }
    }

    /// Forgets all.
    pub fn clear(&mut self) {
        self.places.fill(0);
        self.used = 0;
    }
}

/// Where to look first.
#[inline]
fn low(id: NonZeroU64) -> usize {
    usize::try_from(id.get() & 0xFFFF_FFFF).unwrap_or_default()
}

#[inline]
fn number_in(place: u64) -> Option<u32> {
    u32::try_from(place & 0xFFFF_FFFF).ok()?.checked_sub(1)
}
