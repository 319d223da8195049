//! A bounded memory of what was made of texts: one entry for each distinct text, until there are too many.
//!
//! Knows no JSON. The hashes are the caller's: with a key that nobody knows, no log can make them meet.

/// More entries are not held at once.
const MOST_ENTRIES: usize = 32 * 1024;

/// More bytes of texts are not held at once.
const MOST_BYTES: usize = 4 * 1024 * 1024;

/// What was made of texts.
#[derive(Debug)]
pub struct Table<E> {
    /// By the low bits of the hash, and on from there: its high half, then the number of the entry from 1;
    /// zero where there is none. As many as a power of two, never more than half of them used.
    places: Vec<u64>,
    /// Apart from what was made of them, so that what is looked through lies close together.
    keys: Vec<Key>,
    made: Vec<E>,
    texts: Vec<u8>,
}

/// A text that is known: its hash, and where it lies among the texts.
#[derive(Clone, Copy, Debug)]
struct Key {
    hash: u64,
    from: u32,
    to: u32,
}

impl<E> Default for Table<E> {
    fn default() -> Self {
        Self {
            places: vec![0; 16],
            keys: Vec::new(),
            made: Vec::new(),
            texts: Vec::new(),
        }
    }
}

impl<E> Table<E> {
    /// The number of a text's entry, if it has one.
    #[inline]
    pub fn find(&self, hash: u64, text: &[u8]) -> Option<usize> {
        let mask = self.places.len() - 1;
        let mut at = low(hash) & mask;
        loop {
            let place = *self.places.get(at)?;
            if place == 0 {
                return None;
            }
            if place >> 32 == hash >> 32 {
                let number = low(place & 0xFFFF_FFFF) - 1;
                let key = self.keys.get(number)?;
                if self.texts.get(offset(key.from)..offset(key.to)) == Some(text) {
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

    /// Adds the entry of a text that has none; gives its number. All others may be forgotten before.
    pub fn add(&mut self, hash: u64, text: &[u8], made: E) -> usize {
        let full = self.keys.len() >= MOST_ENTRIES || self.texts.len() + text.len() > MOST_BYTES;
        if full {
            self.keys.clear();
            self.made.clear();
            self.texts.clear();
            self.places.fill(0);
        }
        // The most bytes are far from what 32 bits hold; a longer text is found by nobody.
        let end = |texts: &Vec<u8>| u32::try_from(texts.len()).unwrap_or(u32::MAX);
        let from = end(&self.texts);
        self.texts.extend_from_slice(text);
        let to = end(&self.texts);
        let number = self.keys.len();
        self.keys.push(Key { hash, from, to });
        self.made.push(made);
        if self.keys.len() * 2 > self.places.len() {
            self.grow();
        } else {
            place(&mut self.places, hash, number);
        }
        number
    }

    fn grow(&mut self) {
        self.places = vec![0; self.places.len() * 2];
        for (number, key) in self.keys.iter().enumerate() {
            place(&mut self.places, key.hash, number);
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

fn offset(n: u32) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

/// The low bits, as many as a place's number has.
#[inline]
fn low(bits: u64) -> usize {
    usize::try_from(bits & 0xFFFF_FFFF).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_text_is_found_as_long_as_it_is_held() {
        let mut table = Table::default();
        for n in 0..MOST_ENTRIES {
            let text = n.to_string();
            // Bad hashes: many meet.
            let hash = u64::try_from(n / 3).unwrap() * 0x0001_0000_0001;
            assert_eq!(table.find(hash, text.as_bytes()), None);
            table.add(hash, text.as_bytes(), n);
        }
        for n in (0..MOST_ENTRIES).step_by(97) {
            let hash = u64::try_from(n / 3).unwrap() * 0x0001_0000_0001;
            let found = table.find(hash, n.to_string().as_bytes()).unwrap();
            assert_eq!(table.get(found), Some(&n));
        }
        assert_eq!(table.find(0, b"3"), None);
        let last = table.add(0, b"3", 7);
        assert_eq!((last, table.keys.len(), table.find(0, b"0")), (0, 1, None));
        assert_eq!(table.find(0, b"3"), Some(0));
    }

    #[test]
    fn many_bytes_are_forgotten_too() {
        let mut table = Table::default();
        let long = vec![b'x'; MOST_BYTES / 2];
        for hash in 0..5 {
            table.add(hash, &long, hash);
            assert!(table.texts.len() <= MOST_BYTES);
        }
        assert_eq!(table.find(0, &long), None);
        assert_eq!(table.find(4, &long).and_then(|n| table.get(n)), Some(&4));
    }
}
