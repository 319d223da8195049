//! Where spans begin, in lines and columns, without counting a long policy's lines for each.

use crate::text::{Sources, Span};

/// A run's policy texts, with the beginnings of their lines.
#[derive(Debug)]
pub struct Places<'a> {
    sources: &'a Sources,
    /// Of each source, in their order, where its lines begin.
    lines: Vec<Vec<u32>>,
}

/// Where something begins; line and column from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place<'a> {
    /// The source's name.
    pub file: &'a str,
    /// Which line.
    pub line: u64,
    /// Which character of it.
    pub column: u64,
}

impl<'a> Places<'a> {
    /// Reads all sources once.
    #[must_use]
    pub fn new(sources: &'a Sources) -> Self {
        let lines = sources.iter().map(|source| {
            let ends = source.text.match_indices('\n');
            let behind = ends.filter_map(|(at, _)| u32::try_from(at + 1).ok());
            std::iter::once(0).chain(behind).collect()
        });
        let lines = lines.collect();
        Self { sources, lines }
    }

    /// Where a span begins; none when it is in no source of the run.
    #[must_use]
    pub fn of(&self, span: Span) -> Option<Place<'a>> {
        let source = self.sources.get(span.source)?;
        let lines = self.lines.get(usize::try_from(span.source.0).ok()?)?;
        let length = u32::try_from(source.text.len()).unwrap_or(u32::MAX);
        let line = lines.partition_point(|start| *start <= span.start.min(length));
        let start = *lines.get(line.checked_sub(1)?)?;
        Some(Place {
            file: &source.name,
            line: u64::try_from(line).ok()?,
            column: u64::try_from(source.column(start, span.start)).ok()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_counts_as_a_source_does() {
        let mut sources = Sources::default();
        let texts = ["", "a", "\u{feff}a\n\nä\u{1f600}b\n", "\n\r\nx"];
        for text in texts {
            let id = sources.add("p", text);
            let places = Places::new(&sources);
            for at in (0..=text.len()).filter(|at| text.is_char_boundary(*at)) {
                let at = u32::try_from(at).unwrap();
                let span = Span {
                    source: id,
                    start: at,
                    end: at,
                };
                let (line, column) = sources.get(id).unwrap().line_column(at);
                let place = places.of(span).unwrap();
                let found = [place.line, place.column];
                assert_eq!(found, [line, column].map(|n| u64::try_from(n).unwrap()));
            }
        }
    }
}
