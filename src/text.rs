//! Texts and places in them: a [`Source`] is one file's text, a [`Span`] a piece of it.
//!
//! Knows nothing of what the text means, nor where it came from.

use std::ops::Range;

/// Which of the run's sources a span lies in: its index in [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct SourceId(pub u32);

/// A piece of one source, in bytes from its start; `end` is not included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// The source that it lies in.
    pub source: SourceId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The smallest span of one source that holds both.
    #[must_use]
    pub fn to(self, last: Self) -> Self {
        Self {
            source: self.source,
            start: self.start.min(last.start),
            end: self.end.max(last.end),
        }
    }

    /// The empty span at the end of this one, where something is missing.
    #[must_use]
    pub fn after(self) -> Self {
        Self {
            start: self.end,
            ..self
        }
    }

    /// The piece of this span from `from` to `to`, counted in bytes from its start; never beyond it.
    #[must_use]
    pub fn part(self, from: usize, to: usize) -> Self {
        let at = |n: usize| {
            u32::try_from(n)
                .unwrap_or(u32::MAX)
                .saturating_add(self.start)
                .min(self.end)
        };
        Self {
            source: self.source,
            start: at(from),
            end: at(to),
        }
    }

    /// As a range of byte offsets, for `str::get`.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        let wide = |n: u32| usize::try_from(n).unwrap_or(usize::MAX);
        wide(self.start)..wide(self.end)
    }
}

/// One text with the name that a person knows it by.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its place in [`Sources`].
    pub id: SourceId,
    /// The path as the user gave it, or `<stdin>`.
    pub name: String,
    /// The whole text, a leading byte-order mark included.
    pub text: String,
}

impl Source {
    /// The text of a span of this source; empty where the span does not fit.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or("")
    }

    /// The byte offset at which the line of a byte offset begins.
    #[must_use]
    pub fn line_start(&self, offset: u32) -> u32 {
        let upto = usize::try_from(offset).unwrap_or(usize::MAX);
        let before = self.text.get(..upto).unwrap_or("");
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        u32::try_from(start).unwrap_or(offset)
    }

    /// Line and column of a byte offset, both from 1; columns count characters.
    #[must_use]
    pub fn line_column(&self, offset: u32) -> (usize, usize) {
        let upto = usize::try_from(offset).unwrap_or(usize::MAX);
        let before = self
            .text
            .get(..upto.min(self.text.len()))
            .unwrap_or(&self.text);
        let line = before.bytes().filter(|b| *b == b'\n').count() + 1;
        (line, column(before.rsplit('\n').next().unwrap_or("")))
    }

    /// The column, from 1, of a byte offset on a line that begins at another.
    #[must_use]
    pub fn column(&self, line_start: u32, offset: u32) -> usize {
        let on_line = Span {
            source: self.id,
            start: line_start,
            end: offset,
        };
        column(self.slice(on_line))
    }
}

/// The column behind the beginning of a line. A byte-order mark is no character of it: no editor counts it.
fn column(on_line: &str) -> usize {
    let on_line = on_line.strip_prefix('\u{feff}').unwrap_or(on_line);
    on_line.chars().count() + 1
}

/// All sources of a run, by id.
#[derive(Clone, Debug, Default)]
pub struct Sources(Vec<Source>);

impl Sources {
    /// Adds a text under its name and gives it an id.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> SourceId {
        let id = SourceId(u32::try_from(self.0.len()).unwrap_or(u32::MAX));
        self.0.push(Source {
            id,
            name: name.into(),
            text: text.into(),
        });
        id
    }

    /// The source of an id, if it is one of ours.
    #[must_use]
    pub fn get(&self, id: SourceId) -> Option<&Source> {
        self.0.get(usize::try_from(id.0).ok()?)
    }

    /// The text of a span; empty where it does not fit.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.source).map_or("", |s| s.slice(span))
    }

    /// Every source, in the order of their ids.
    pub fn iter(&self) -> impl Iterator<Item = &Source> {
        self.0.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_count_characters_from_one() {
        let mut sources = Sources::default();
        let id = sources.add("a", "é b\nc");
        let source = sources.get(id).unwrap();
        assert_eq!(source.line_column(0), (1, 1));
        assert_eq!(source.line_column(3), (1, 3));
        assert_eq!(source.line_column(5), (2, 1));
        assert_eq!(source.line_column(99), (2, 2));
        assert_eq!(
            [0, 2, 4, 5, 6].map(|at| source.line_start(at)),
            [0, 0, 0, 5, 5]
        );
        let id = sources.add("b", "\u{feff}ab");
        let source = sources.get(id).unwrap();
        assert_eq!(source.line_column(0), (1, 1));
        assert_eq!(source.line_column(4), (1, 2));
    }
}
