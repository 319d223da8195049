//! Blocks of lines, looked at once as a whole: whether they are UTF-8.
//!
//! Knows neither JSON nor what a line says.

/// Some lines.
#[derive(Clone, Copy, Debug)]
pub struct Block<'a> {
    bytes: &'a [u8],
    /// The whole block, where all of it is UTF-8.
    text: Option<&'a str>,
}

/// A line without its end that is UTF-8.
#[derive(Clone, Copy, Debug)]
pub struct Clean<'a> {
    /// It, and whatever follows it in its block, so that its last bytes can be looked at many at once.
    pub(super) behind: &'a [u8],
    length: usize,
}

impl<'a> Block<'a> {
    /// Looks at the bytes of some lines.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            text: std::str::from_utf8(bytes).ok(),
        }
    }

    /// The line from here to there; none where it must be read slowly.
    #[inline]
    #[must_use]
    pub fn line(&self, from: usize, to: usize) -> Option<Clean<'a>> {
        match self.text {
            // Both ends are those of characters.
            Some(text) => {
                let line = text.get(from..to)?.as_bytes();
                Some(Clean {
                    behind: self.bytes.get(from..)?,
                    length: without_return(line).len(),
                })
            }
            None => Clean::new(self.bytes.get(from..to)?),
        }
    }
}

impl<'a> Clean<'a> {
    /// A line that is in no block that was looked at.
    #[must_use]
    pub fn new(line: &'a [u8]) -> Option<Self> {
        std::str::from_utf8(line).ok().map(Self::whole)
    }

    /// The first bytes of a text: a line without an end, behind which a control character stands.
    #[inline]
    pub(super) fn first(text: &'a [u8], length: usize) -> Self {
        Self {
            behind: text,
            length,
        }
    }

    /// A line that is a text.
    pub(super) fn whole(line: &'a str) -> Self {
        let line = without_return(line.as_bytes());
        Self {
            behind: line,
            length: line.len(),
        }
    }

    #[inline]
    pub(super) fn bytes(&self) -> &'a [u8] {
        self.behind.get(..self.length).unwrap_or_default()
    }
}

#[inline]
fn without_return(line: &[u8]) -> &[u8] {
    match line {
        [line @ .., b'\r'] => line,
        line => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(bytes: &[u8]) -> Vec<Option<&str>> {
        let block = Block::new(bytes);
        let mut from = 0;
        let lines = bytes.split(|b| *b == b'\n').map(|line| {
            let to = from + line.len();
            let clean = block.line(from, to);
            from = to + 1;
            clean.map(|clean| std::str::from_utf8(clean.bytes()).unwrap())
        });
        lines.collect()
    }

    #[test]
    fn a_bad_line_costs_itself_and_no_other() {
        assert_eq!(
            lines("a\né\n\nb".as_bytes()),
            [Some("a"), Some("é"), Some(""), Some("b")]
        );
        assert_eq!(lines(b"a\r\nb\r"), [Some("a"), Some("b")]);
        assert_eq!(lines(b"a\nb\xFFc\nd"), [Some("a"), None, Some("d")]);
        assert!(Clean::new(b"a\xC3").is_none());
        let cut = "aé";
        assert!(Block::new(cut.as_bytes()).line(0, 2).is_none());
        assert!(Block::new(cut.as_bytes()).line(1, 4).is_none());
    }
}
