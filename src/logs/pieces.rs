//! The pieces of a JSON text that the grammar has passed already: members, elements, texts.
//!
//! Everything is a range of bytes of the one text, so that whatever is found can be pointed at.
//! On a text that is no JSON it finds something or nothing, but never fails.

use std::borrow::Cow;
use std::ops::Range;

/// The members of the object at a range: the key without its quotes, escapes as they are, and the value.
pub fn members(
    text: &str,
    object: Range<usize>,
) -> impl Iterator<Item = (Range<usize>, Range<usize>)> {
    let mut scan = Scan::inside(text, object, b'{');
    std::iter::from_fn(move || {
        scan.skip_to(b'"')?;
        let key = scan.value();
        scan.skip_to(b':')?;
        scan.at += 1;
        scan.blanks();
        Some((key.start + 1..key.end.saturating_sub(1), scan.value()))
    })
}

/// The elements of the list at a range.
pub fn elements(text: &str, list: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let mut scan = Scan::inside(text, list, b'[');
    std::iter::from_fn(move || {
        scan.blanks();
        if scan.byte() == Some(b',') {
            scan.at += 1;
            scan.blanks();
        }
        let value = scan.value();
        (!value.is_empty()).then_some(value)
    })
}

/// The text that a JSON text with its quotes stands for; none where an escape is half a character.
#[must_use]
pub fn unquoted(raw: &str) -> Option<Cow<'_, str>> {
    let inside = raw.strip_prefix('"')?.strip_suffix('"')?;
    if memchr::memchr(b'\\', inside.as_bytes()).is_none() {
        return Some(Cow::Borrowed(inside));
    }
    serde_json::from_str(raw).ok().map(Cow::Owned)
}

/// The key that a key without its quotes stands for; as it is where an escape is half a character.
#[must_use]
pub fn unescaped(raw: &str) -> Cow<'_, str> {
    if memchr::memchr(b'\\', raw.as_bytes()).is_none() {
        return Cow::Borrowed(raw);
    }
    let key = serde_json::from_str(&format!("\"{raw}\""));
    key.map_or(Cow::Borrowed(raw), Cow::Owned)
}

/// The range of the one value that a text is, without the blanks around it.
#[must_use]
pub fn whole(text: &str) -> Range<usize> {
    let start = text.len() - text.trim_start().len();
    start..text.trim_end().len().max(start)
}

struct Scan<'a> {
    bytes: &'a [u8],
    at: usize,
    end: usize,
}

impl<'a> Scan<'a> {
    /// Behind the opening bracket; at the end where there is none.
    fn inside(text: &'a str, range: Range<usize>, open: u8) -> Self {
        let bytes = text.as_bytes();
        let is = bytes.get(range.start) == Some(&open);
        Self {
            bytes,
            at: if is { range.start + 1 } else { range.end },
            end: range.end.saturating_sub(1),
        }
    }

    fn byte(&self) -> Option<u8> {
        self.bytes
            .get(self.at)
            .copied()
            .filter(|_| self.at < self.end)
    }

    fn blanks(&mut self) {
        while matches!(self.byte(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn skip_to(&mut self, byte: u8) -> Option<()> {
        while self.byte()? != byte {
            self.at += 1;
        }
        Some(())
    }

    /// The value that begins here; behind it afterwards.
    fn value(&mut self) -> Range<usize> {
        let start = self.at;
        match self.byte() {
            Some(b'"') => self.text(),
            Some(b'{' | b'[') => self.brackets(),
            _ => {
                let goes_on =
                    |b: u8| !matches!(b, b',' | b']' | b'}' | b' ' | b'\t' | b'\n' | b'\r');
                while self.byte().is_some_and(goes_on) {
                    self.at += 1;
                }
            }
        }
        start..self.at
    }

    fn text(&mut self) {
        self.at += 1;
        while let Some(found) = self.next_of(|b| matches!(b, b'"' | b'\\')) {
            self.at += 1;
            if found == b'"' {
                return;
            }
            self.at += 1;
        }
    }

    fn brackets(&mut self) {
        let mut open = 0_usize;
        while let Some(found) = self.next_of(|b| matches!(b, b'"' | b'{' | b'[' | b'}' | b']')) {
            match found {
                b'"' => {
                    self.text();
                    continue;
                }
                b'{' | b'[' => open += 1,
                _ => open = open.saturating_sub(1),
            }
            self.at += 1;
            if open == 0 {
                return;
            }
        }
    }

    fn next_of(&mut self, wanted: impl Fn(u8) -> bool) -> Option<u8> {
        let rest = self.bytes.get(self.at..self.end)?;
        match rest.iter().position(|b| wanted(*b)) {
            Some(n) => {
                self.at += n;
                rest.get(n).copied()
            }
            None => {
                self.at = self.end;
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_and_elements_are_ranges_of_the_text() {
        let text = r#" { "a" : 1 , "b\"" :[ "x,]" , {"c":[]},null ], "d":{} } "#;
        let slice = |r: Range<usize>| text.get(r).unwrap();
        let all: Vec<_> = members(text, whole(text)).collect();
        let shown: Vec<_> = all
            .iter()
            .map(|(k, v)| (slice(k.clone()), slice(v.clone())))
            .collect();
        assert_eq!(
            shown,
            [
                ("a", "1"),
                (r#"b\""#, r#"[ "x,]" , {"c":[]},null ]"#),
                ("d", "{}")
            ]
        );
        let list: Vec<_> = elements(text, all[1].1.clone()).map(slice).collect();
        assert_eq!(list, [r#""x,]""#, r#"{"c":[]}"#, "null"]);
        assert_eq!(elements(text, all[2].1.clone()).count(), 0);
        assert_eq!(members(text, all[1].1.clone()).count(), 0);
        assert_eq!(elements("[ ]", 0..3).count(), 0);
    }

    #[test]
    fn keys_and_texts_are_unescaped() {
        for (raw, key) in [
            ("a", "a"),
            (r"\u0061", "a"),
            (r"\\", "\\"),
            (r"\ud800", r"\ud800"),
        ] {
            assert_eq!(unescaped(raw), key);
        }
        assert_eq!(unquoted(r#""é\n\ud83d\ude00""#).as_deref(), Some("é\n😀"));
        assert_eq!(unquoted(r#""\ud800""#), None);
    }

    #[test]
    fn what_is_no_json_is_survived() {
        for text in [
            "", "{", "{\"", "{\"a", "{\"a\"", "{\"a\":", "[", "[1", "[[[", "]", "{]", "\"\\",
        ] {
            for end in 0..=text.len() {
                for start in 0..=end {
                    members(text, start..end).count();
                    elements(text, start..end).count();
                }
            }
        }
    }
}
