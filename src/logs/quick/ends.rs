//! Where JSON's values end, by the whole of its grammar, but that only spaces are blanks.
//!
//! Wherever this gives an end, the grammar that reads byte by byte gives the same; where it gives none,
//! that says why.

use wide::u8x16;

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
        b'[' => texts_end(line, at)
            .or_else(|| nested_end(line, at))
            .map(plain),
        b'{' => nested_end(line, at).map(plain),
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
    while let Some((chunk, behind)) = rest.split_first_chunk::<32>() {
        let stops = stops(chunk);
        if stops != 0 {
            return Some(at + usize::try_from(stops.trailing_zeros()).ok()?);
        }
        at += 32;
        rest = behind;
    }
    let ends = |b: &u8| matches!(b, b'"' | b'\\' | ..0x20);
    Some(at + rest.iter().position(ends)?)
}

/// Whether no quote, backslash or control character stands in a text.
#[inline]
pub fn is_plain(text: &[u8]) -> bool {
    plain_end(text, 0).is_none()
}

/// Which of 32 bytes are quotes, backslashes or control characters, the first in the lowest bit.
#[inline(always)]
fn stops(chunk: &[u8; 32]) -> u32 {
    let (halves, _) = chunk.as_chunks::<16>();
    let mut stops = 0;
    for (half, shift) in halves.iter().zip([0, 16]) {
        let bytes = u8x16::new(*half);
        let quotes = bytes.simd_eq(u8x16::splat(b'"'));
        let backslashes = bytes.simd_eq(u8x16::splat(b'\\'));
        let controls = bytes.min(u8x16::splat(0x1F)).simd_eq(bytes);
        stops |= (quotes | backslashes | controls).to_bitmask() << shift;
    }
    stops
}

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

/// The end of a list of nothing but texts without escapes, as most lists are.
#[inline]
fn texts_end(line: &[u8], at: usize) -> Option<usize> {
    let mut at = at;
    loop {
        at += 1 + usize::from(line.get(at + 1) == Some(&b' '));
        let from = (line.get(at) == Some(&b'"')).then_some(at + 1)?;
        let end = plain_end(line, from)?;
        match line.get(end..end + 2)? {
            b"\"," => at = end + 1,
            b"\"]" => return Some(end + 2),
            _ => return None,
        }
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
        /// What is quick with lists of texts says what is said of any list, or nothing.
        #[test]
        fn lists_of_texts_end_as_others_do(text in "\\[ ?(\"[a-b\\\\]{0,40}\",? ?){0,4}[,\\]]\\]?") {
            let line = text.as_bytes();
            if let Some(end) = texts_end(line, 0) {
                prop_assert_eq!(nested_end(line, 0), Some(end), "{}", text);
            }
        }

        /// The end of a text is where a look at one byte after the other finds it.
        #[test]
        fn texts_end_at_their_first_quote(text in "[a-z\"\\\\!#\\[\u{1}\u{1f} \u{7f}\u{80}é]{0,90}", from in 0_usize..10) {
            let bytes = text.as_bytes();
            let ends = |b: &u8| matches!(b, b'"' | b'\\' | ..0x20);
            let found = bytes.get(from..).and_then(|rest| rest.iter().position(ends));
            prop_assert_eq!(plain_end(bytes, from), found.map(|n| n + from));
        }
    }
}
