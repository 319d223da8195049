//! Where JSON's values end, by the whole of its grammar, but that only spaces are blanks.
//!
//! Wherever this gives an end, the grammar that reads byte by byte gives the same; where it gives none,
//! that says why.

/// More brackets inside each other than this are left to the slow way.
const MOST_OPEN: u32 = 64;

/// Where a value ends, and whether it is a text with an escape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct End {
    /// Behind its last byte.
    pub at: usize,
    /// Whether it is a text in which a backslash stands.
    pub escaped: bool,
}

/// The end of the value that begins here.
#[inline(always)]
pub fn value_end(line: &[u8], at: usize) -> Option<End> {
    match line.get(at)? {
        b'"' => text_end(line, at + 1),
        b'{' | b'[' => nested_end(line, at).map(plain),
        _ => bare_end(line, at).map(plain),
    }
}

/// The first byte from here on that is no blank.
pub fn blanks(line: &[u8], mut at: usize) -> usize {
    while line.get(at) == Some(&b' ') {
        at += 1;
    }
    at
}

/// The end of a text, from behind its first quote.
#[inline(always)]
pub fn text_end(line: &[u8], from: usize) -> Option<End> {
    let at = plain_end(line, from)?;
    if line.get(at) == Some(&b'"') {
        return Some(plain(at + 1));
    }
    escaped_end(line, at)
}

fn plain(at: usize) -> End {
    End { at, escaped: false }
}

/// The first quote, backslash or control character from here on.
#[inline(always)]
fn plain_end(line: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    let mut rest = line.get(from..)?;
    while let Some((eight, behind)) = rest.split_first_chunk::<8>() {
        let word = u64::from_le_bytes(*eight);
        let quotes = (word ^ QUOTES).wrapping_sub(ONES) & !(word ^ QUOTES);
        let backslashes = (word ^ BACKSLASHES).wrapping_sub(ONES) & !(word ^ BACKSLASHES);
        let controls = word.wrapping_sub(BLANKS) & !word;
        // The lowest high bit is that of the first such byte; those above it may be wrong.
        let hits = (quotes | backslashes | controls) & HIGH;
        if hits != 0 {
            return Some(at + usize::try_from(hits.trailing_zeros() / 8).ok()?);
        }
        at += 8;
        rest = behind;
    }
    let ends = |b: &u8| matches!(b, b'"' | b'\\' | ..0x20);
    Some(at + rest.iter().position(ends)?)
}

const ONES: u64 = u64::from_ne_bytes([0x01; 8]);
const HIGH: u64 = u64::from_ne_bytes([0x80; 8]);
const QUOTES: u64 = u64::from_ne_bytes([b'"'; 8]);
const BACKSLASHES: u64 = u64::from_ne_bytes([b'\\'; 8]);
const BLANKS: u64 = u64::from_ne_bytes([b' '; 8]);

/// The end of a text, from its first backslash; none where a control character stands there.
#[cold]
fn escaped_end(line: &[u8], mut at: usize) -> Option<End> {
    loop {
        at = match line.get(at..)? {
            [b'"', ..] => {
                return Some(End {
                    at: at + 1,
                    escaped: true,
                });
            }
            [b'\\', b'u', a, b, c, d, ..] if [a, b, c, d].iter().all(|h| h.is_ascii_hexdigit()) => {
                at + 6
            }
            [
                b'\\',
                b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't',
                ..,
            ] => at + 2,
            _ => return None,
        };
        at = plain_end(line, at)?;
    }
}

/// The end of a number or a word.
#[inline]
fn bare_end(line: &[u8], at: usize) -> Option<usize> {
    let rest = line.get(at..)?;
    match rest.first()? {
        b't' if rest.starts_with(b"true") => Some(at + 4),
        b'f' if rest.starts_with(b"false") => Some(at + 5),
        b'n' if rest.starts_with(b"null") => Some(at + 4),
        b'-' | b'0'..=b'9' => number_end(line, at),
        _ => None,
    }
}

/// `number = "-"? ("0" | [1-9][0-9]*) ("." [0-9]+)? ([eE] [+-]? [0-9]+)?`
#[inline]
fn number_end(line: &[u8], mut at: usize) -> Option<usize> {
    if line.get(at) == Some(&b'-') {
        at += 1;
    }
    at = match line.get(at)? {
        b'0' => at + 1,
        _ => digits_end(line, at)?,
    };
    if line.get(at) == Some(&b'.') {
        at = digits_end(line, at + 1)?;
    }
    if let Some(b'e' | b'E') = line.get(at) {
        at += 1;
        if let Some(b'+' | b'-') = line.get(at) {
            at += 1;
        }
        at = digits_end(line, at)?;
    }
    Some(at)
}

/// Behind one or more digits.
#[inline]
fn digits_end(line: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    while line.get(at).is_some_and(u8::is_ascii_digit) {
        at += 1;
    }
    (at > from).then_some(at)
}

/// Open brackets, the innermost in the lowest bit: whether it is an object's.
#[derive(Default)]
struct Open {
    objects: u64,
    depth: u32,
}

impl Open {
    fn push(&mut self, object: bool) -> Option<()> {
        self.objects = self.objects << 1 | u64::from(object);
        self.depth += 1;
        (self.depth <= MOST_OPEN).then_some(())
    }

    fn pop(&mut self) {
        self.objects >>= 1;
        self.depth -= 1;
    }

    fn in_object(&self) -> bool {
        self.objects & 1 == 1
    }
}

/// The end of a list or an object.
fn nested_end(line: &[u8], mut at: usize) -> Option<usize> {
    let mut open = Open::default();
    loop {
        at = match line.get(at)? {
            bracket @ (b'{' | b'[') => {
                let object = *bracket == b'{';
                open.push(object)?;
                at = blanks(line, at + 1);
                match (line.get(at)?, object) {
                    (b'}', true) | (b']', false) => {
                        open.pop();
                        at + 1
                    }
                    (_, true) => {
                        at = key_end(line, at)?;
                        continue;
                    }
                    (_, false) => continue,
                }
            }
            b'"' => text_end(line, at + 1)?.at,
            _ => bare_end(line, at)?,
        };
        at = match behind_value(line, at, &mut open)? {
            Behind::Value(at) => at,
            Behind::End(at) => return Some(at),
        };
    }
}

enum Behind {
    /// Where the next value begins.
    Value(usize),
    /// All brackets are closed.
    End(usize),
}

/// Goes from behind a value to the next one, or out of all brackets.
#[inline]
fn behind_value(line: &[u8], mut at: usize, open: &mut Open) -> Option<Behind> {
    while open.depth > 0 {
        at = blanks(line, at);
        match (line.get(at)?, open.in_object()) {
            (b',', true) => {
                let key = blanks(line, at + 1);
                return key_end(line, key).map(Behind::Value);
            }
            (b',', false) => return Some(Behind::Value(blanks(line, at + 1))),
            (b'}', true) | (b']', false) => {
                open.pop();
                at += 1;
            }
            _ => return None,
        }
    }
    Some(Behind::End(at))
}

/// Where the value of the key begins that begins here.
fn key_end(line: &[u8], at: usize) -> Option<usize> {
    (line.get(at) == Some(&b'"')).then_some(())?;
    let colon = blanks(line, text_end(line, at + 1)?.at);
    (line.get(colon) == Some(&b':')).then(|| blanks(line, colon + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// The end of a text is where a look at one byte after the other finds it.
        #[test]
        fn texts_end_at_their_first_quote(text in "[a-z\"\\\\!#\\[\u{1}\u{1f} \u{7f}\u{80}é]{0,40}", from in 0_usize..10) {
            let bytes = text.as_bytes();
            let ends = |b: &u8| matches!(b, b'"' | b'\\' | ..0x20);
            let found = bytes.get(from..).and_then(|rest| rest.iter().position(ends));
            prop_assert_eq!(plain_end(bytes, from), found.map(|n| n + from));
        }
    }
}
