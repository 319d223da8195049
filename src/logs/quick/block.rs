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
pub struct Clean<'a>(pub(super) &'a [u8]);

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
            Some(text) => Some(Clean(without_return(text.get(from..to)?.as_bytes()))),
            None => Clean::new(self.bytes.get(from..to)?),
        }
    }
}

impl<'a> Clean<'a> {
    /// A line that is in no block that was looked at.
    #[must_use]
    pub fn new(line: &'a [u8]) -> Option<Self> {
        let line = without_return(line);
        std::str::from_utf8(line).is_ok().then_some(Self(line))
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
            clean.map(|clean| std::str::from_utf8(clean.0).unwrap())
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
