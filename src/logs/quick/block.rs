//! Blocks of lines, looked at once as a whole: whether they are UTF-8, and hold no control characters.
//!
//! Knows neither JSON nor what a line says.

/// Some whole lines.
#[derive(Clone, Copy, Debug)]
pub struct Block<'a> {
    bytes: &'a [u8],
    /// The block as text, where it holds no control characters but the ends of lines.
    clean: Option<&'a str>,
}

/// A line without its end that is UTF-8 and holds no control characters.
#[derive(Clone, Copy, Debug)]
pub struct Clean<'a>(pub(super) &'a str);

impl<'a> Block<'a> {
    /// Looks at the bytes of some lines.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        let text = (!holds_control(bytes)).then(|| std::str::from_utf8(bytes).ok());
        Self {
            bytes,
            clean: text.flatten(),
        }
    }

    /// The line that these bytes of the block are, with or without its end; none where it must be read slowly.
    #[inline]
    #[must_use]
    pub fn line(&self, from: usize, to: usize) -> Option<Clean<'a>> {
        match self.clean {
            Some(text) => {
                let line = text.get(from..to)?;
                Some(Clean(line.strip_suffix('\n').unwrap_or(line)))
            }
            None => Clean::new(self.bytes.get(from..to)?),
        }
    }
}

impl<'a> Clean<'a> {
    /// A line that is in no block that was looked at.
    #[must_use]
    pub fn new(line: &'a [u8]) -> Option<Self> {
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if holds_control(line) || line.contains(&b'\n') {
            return None;
        }
        std::str::from_utf8(line).ok().map(Self)
    }
}

/// Whether there is a control character, but for line feeds.
fn holds_control(bytes: &[u8]) -> bool {
    // In pieces without a way out, since a compiler then takes many bytes at once.
    bytes.chunks(4096).any(|piece| {
        let is = |b: u8| (b < 0x20) & (b != b'\n');
        piece.iter().fold(false, |found, b| found | is(*b))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(bytes: &[u8]) -> Vec<Option<&str>> {
        let block = Block::new(bytes);
        let mut from = 0;
        let mut lines = Vec::new();
        for line in bytes.split_inclusive(|b| *b == b'\n') {
            let to = from + line.len();
            lines.push(block.line(from, to).map(|line| line.0));
            from = to;
        }
        lines
    }

    #[test]
    fn a_bad_line_costs_itself_and_no_other() {
        assert_eq!(
            lines("a\né\n\nb".as_bytes()),
            [Some("a"), Some("é"), Some(""), Some("b")]
        );
        assert_eq!(lines(b"a\r\nb\r\n"), [Some("a"), Some("b")]);
        assert_eq!(lines(b"a\nb\tc\nd\n"), [Some("a"), None, Some("d")]);
        assert_eq!(lines(b"a\nb\xFFc\nd\n"), [Some("a"), None, Some("d")]);
        assert_eq!(lines(b"\r\r\n\x1F\n \x7F\n"), [None, None, Some(" \u{7f}")]);
        assert!(Clean::new(b"a\nb").is_none());
        assert!(Block::new(b"ab").line(1, 3).is_none());
        let mut long = vec![b'x'; 10_000];
        assert!(!holds_control(&long));
        long[9_999] = 0;
        assert!(holds_control(&long));
    }
}
