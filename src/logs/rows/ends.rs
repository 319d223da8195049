//! Where rows end: at a line end that stands in no quoted cell.
//!
//! Knows quotes, and no cell. A quote opens a cell only as its first byte; anywhere else it is a character.

/// What is known of a row of which the bytes come piece by piece.
#[derive(Clone, Debug)]
pub struct Ends {
    at: At,
    /// Whether a quoted cell has begun in this row.
    quoted: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    /// Before a cell's first byte.
    Cell,
    /// In a cell without quotes, or behind one with quotes.
    Plain,
    Quoted,
    /// Behind a quote in a quoted cell: another one is a character, anything else stands behind the cell.
    Quote,
}

impl Default for Ends {
    fn default() -> Self {
        Self {
            at: At::Cell,
            quoted: false,
        }
    }
}

impl Ends {
    /// The place of the line end that ends the row, if it is among these bytes.
    pub fn next(&mut self, bytes: &[u8], delimits: impl Fn(u8) -> bool) -> Option<usize> {
        let mut at = 0;
        loop {
            let rest = bytes.get(at..).unwrap_or_default();
            if rest.is_empty() {
                return None;
            }
            match self.at {
                At::Cell | At::Plain => {
                    let Some(found) = memchr::memchr3(b'\n', b'\r', b'"', rest) else {
                        self.at = self.behind(rest, &delimits);
                        return None;
                    };
                    let (before, from) = rest.split_at_checked(found).unwrap_or_default();
                    if from.first() != Some(&b'"') {
                        return Some(at + found);
                    }
                    self.at = match self.behind(before, &delimits) {
                        At::Cell => {
                            self.quoted = true;
                            At::Quoted
                        }
                        _ => At::Plain,
                    };
                    at += found + 1;
                }
                At::Quoted => {
                    at += memchr::memchr(b'"', rest)? + 1;
                    self.at = At::Quote;
                }
                At::Quote if rest.first() == Some(&b'"') => {
                    self.at = At::Quoted;
                    at += 1;
                }
                At::Quote => self.at = At::Plain,
            }
        }
    }

    /// Outside of quotes, behind some bytes.
    fn behind(&self, bytes: &[u8], delimits: impl Fn(u8) -> bool) -> At {
        match bytes.last() {
            Some(last) if delimits(*last) => At::Cell,
            Some(_) => At::Plain,
            None => self.at,
        }
    }

    /// Whether the row has a quoted cell so far: only then may it have several lines.
    #[must_use]
    pub fn quoted(&self) -> bool {
        self.quoted
    }
}
