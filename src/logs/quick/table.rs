//! A bounded memory of what was made of texts: one entry for each distinct text, until there are too many.
//!
//! Knows no JSON. The hashes are made with the caller's key: with one that nobody knows, no log can make them
//! meet.

use crate::digest::{Keyed, Short};
use std::collections::HashMap;

/// More entries are not held at once.
const MOST_ENTRIES: usize = 32 * 1024;

/// More bytes of texts are not held at once.
const MOST_BYTES: usize = 4 * 1024 * 1024;

/// A part of a text, to look for.
#[derive(Clone, Copy, Debug)]
pub struct Spelling<'t> {
    /// It should go on behind the part: then that is looked at fastest.
    pub text: &'t [u8],
    /// Where the part begins.
    pub from: usize,
    /// And behind its end.
    pub to: usize,
}

impl<'t> Spelling<'t> {
    /// Bytes.
    #[inline]
    pub fn length(&self) -> usize {
        self.to.saturating_sub(self.from)
    }

    fn part(&self) -> &'t [u8] {
        self.text.get(self.from..self.to).unwrap_or_default()
    }
}

/// Where a text is looked for, so that the places of several can be looked at at once.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sought {
    short: Short,
    hash: u64,
    /// Its place, and the number that stands there.
    at: usize,
    number: usize,
    state: State,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    /// It is too long to be looked for so.
    #[default]
    Long,
    /// Nothing stands where it would.
    Nowhere,
    /// It may be the text of the number.
    Maybe,
}

/// What was made of texts.
#[derive(Debug)]
pub struct Table<E> {
    /// By the low bits of the hash, and on from there: its high half, then the number of the entry from 1;
    /// zero where there is none. As many as a power of two, never more than half of them used.
    places: Vec<u64>,
    /// By number: the short texts, and what was made of each text. Apart, so that both can be looked at at once.
    texts: Vec<Line>,
    made: Vec<E>,
    /// The entries' hashes.
    hashes: Vec<u64>,
    /// The longer texts, and the bytes of all.
    long: HashMap<usize, Box<[u8]>>,
    bytes: usize,
}

/// A text that is short, in a line of the processor's memory.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
struct Line(Short);

impl<E> Default for Table<E> {
    fn default() -> Self {
        Self {
            places: vec![0; 16],
            texts: Vec::new(),
            made: Vec::new(),
            hashes: Vec::new(),
            long: HashMap::new(),
            bytes: 0,
        }
    }
}

impl<E> Table<E> {
    /// Looks for the place of a text.
    #[inline(always)]
    pub fn seek(&self, spelling: Spelling<'_>, key: &Keyed) -> Sought {
        match Short::part(spelling.text, spelling.from, spelling.to) {
            Some(short) => self.place_of(short, key.short(&short)),
            None => Sought::default(),
        }
    }

    #[inline(always)]
    fn place_of(&self, short: Short, hash: u64) -> Sought {
        let at = low(hash) & (self.places.len() - 1);
        let (at, number, state) = self.maybe(at, hash);
        Sought {
            short,
            hash,
            at,
            number,
            state,
        }
    }

    /// The first entry from a place on that may be of a hash.
    #[inline(always)]
    fn maybe(&self, mut at: usize, hash: u64) -> (usize, usize, State) {
        loop {
            let place = self.places.get(at).copied().unwrap_or_default();
            if place == 0 {
                return (at, 0, State::Nowhere);
            }
            if (place ^ hash) >> 32 == 0 {
                return (at, low(place & 0xFFFF_FFFF) - 1, State::Maybe);
            }
            at = (at + 1) & (self.places.len() - 1);
        }
    }

    /// Looks at what is known of a text that was sought; what it gives has no meaning.
    #[inline(always)]
    pub fn touch(&self, sought: &Sought, of_made: impl FnOnce(&E) -> u64) -> u64 {
        let line = self.texts.get(sought.number);
        let word = line.map_or(0, |line| line.0.length());
        word ^ self.made.get(sought.number).map_or(0, of_made)
    }

    /// The number of a text's entry, if it has one: nothing may have been added since it was sought.
    #[inline(always)]
    pub fn found(&self, sought: &Sought, spelling: Spelling<'_>, key: &Keyed) -> Option<usize> {
        match sought.state {
            State::Maybe => {
                let line = self.texts.get(sought.number)?;
                match line.0.is(&sought.short) {
                    true => Some(sought.number),
                    false => self.found_behind(sought),
                }
            }
            State::Nowhere => None,
            State::Long => self.find_long(spelling.part(), key.of(spelling.part())),
        }
    }

    #[cold]
    fn found_behind(&self, sought: &Sought) -> Option<usize> {
        let mut before = sought.at;
        loop {
            let at = (before + 1) & (self.places.len() - 1);
            let (at, number, state) = self.maybe(at, sought.hash);
            (state == State::Maybe).then_some(())?;
            if self.texts.get(number)?.0.is(&sought.short) {
                return Some(number);
            }
            before = at;
        }
    }

    /// The number of a text's entry, if it has one.
    pub fn find(&self, spelling: Spelling<'_>, key: &Keyed) -> Option<usize> {
        self.found(&self.seek(spelling, key), spelling, key)
    }

    #[cold]
    fn find_long(&self, text: &[u8], hash: u64) -> Option<usize> {
        let mask = self.places.len() - 1;
        let mut at = low(hash) & mask;
        loop {
            let place = *self.places.get(at)?;
            if place == 0 {
                return None;
            }
            if (place ^ hash) >> 32 == 0 {
                let number = low(place & 0xFFFF_FFFF) - 1;
                if self.long.get(&number).is_some_and(|long| **long == *text) {
                    return Some(number);
                }
            }
            at = (at + 1) & mask;
        }
    }

    /// What an entry holds.
    #[inline]
    pub fn get(&self, number: usize) -> Option<&E> {
        self.made.get(number)
    }

    /// What an entry holds, to be changed.
    #[inline]
    pub fn get_mut(&mut self, number: usize) -> Option<&mut E> {
        self.made.get_mut(number)
    }

    /// Adds the entry of a text that has none; gives its number. All others may be forgotten before.
    pub fn add(&mut self, spelling: Spelling<'_>, key: &Keyed, made: E) -> usize {
        self.add_hashed(spelling.part(), key.of(spelling.part()), made)
    }

    fn add_hashed(&mut self, text: &[u8], hash: u64, made: E) -> usize {
        if self.made.len() >= MOST_ENTRIES || self.bytes + text.len() > MOST_BYTES {
            self.places.fill(0);
            self.texts.clear();
            self.made.clear();
            self.hashes.clear();
            self.long.clear();
            self.bytes = 0;
        }
        let number = self.made.len();
        let short = Short::part(text, 0, text.len());
        if short.is_none() {
            self.long.insert(number, text.into());
        }
        self.texts.push(Line(short.unwrap_or_default()));
        self.made.push(made);
        self.hashes.push(hash);
        self.bytes += text.len();
        if self.made.len() * 2 > self.places.len() {
            self.grow();
        } else {
            place(&mut self.places, hash, number);
        }
        number
    }

    fn grow(&mut self) {
        self.places = vec![0; self.places.len() * 2];
        for (number, hash) in self.hashes.iter().enumerate() {
            place(&mut self.places, *hash, number);
        }
    }
}

fn place(places: &mut [u64], hash: u64, number: usize) {
    let mask = places.len() - 1;
    let mut at = low(hash) & mask;
    while places.get(at).is_some_and(|place| *place != 0) {
        at = (at + 1) & mask;
    }
    if let Some(place) = places.get_mut(at) {
        let number = u64::try_from(number + 1).unwrap_or_default();
        *place = hash & !0xFFFF_FFFF | number;
    }
}

/// The low bits, as many as a place's number has.
#[inline]
fn low(bits: u64) -> usize {
    usize::try_from(bits & 0xFFFF_FFFF).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(table: &Table<usize>, text: &[u8], hash: u64) -> Option<usize> {
        match Short::part(text, 0, text.len()) {
            Some(short) => {
                let sought = table.place_of(short, hash);
                let spelling = Spelling {
                    text,
                    from: 0,
                    to: text.len(),
                };
                table.found(&sought, spelling, &Keyed::new(0))
            }
            None => table.find_long(text, hash),
        }
    }

    #[test]
    fn each_text_is_found_as_long_as_it_is_held() {
        let mut table = Table::default();
        let text = |n: usize| match n % 7 {
            0 => format!("{n:0>80}"),
            1 => format!("{n:0>40}"),
            _ => n.to_string(),
        };
        // Bad hashes: many meet.
        let hash = |n: usize| u64::try_from(n / 3).unwrap() * 0x0001_0000_0001;
        for n in 0..MOST_ENTRIES {
            let text = text(n);
            assert_eq!(found(&table, text.as_bytes(), hash(n)), None);
            table.add_hashed(text.as_bytes(), hash(n), n);
        }
        for n in (0..MOST_ENTRIES).step_by(97) {
            let number = found(&table, text(n).as_bytes(), hash(n)).unwrap();
            assert_eq!(table.get(number), Some(&n));
        }
        assert_eq!(found(&table, b"x", 0), None);
        let last = table.add_hashed(b"x", 0, 7);
        let two = found(&table, b"2", 0);
        assert_eq!((last, table.made.len(), two), (0, 1, None));
        assert_eq!(found(&table, b"x", 0), Some(0));
    }

    #[test]
    fn many_bytes_are_forgotten_too() {
        let mut table = Table::default();
        let long = vec![b'x'; MOST_BYTES / 2];
        for n in 0..5 {
            table.add_hashed(&long, n, usize::try_from(n).unwrap());
            assert!(table.bytes <= MOST_BYTES);
        }
        assert_eq!(found(&table, &long, 0), None);
        let last = found(&table, &long, 4);
        assert_eq!(last.and_then(|n| table.get(n)), Some(&4));
    }
}
