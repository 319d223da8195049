//! Comments by their places: which stand within a span, and outside of those that have a place for them.

use crate::syntax::ast::Comment;
use crate::text::{Source, Span};

/// A file's comments.
pub struct Notes<'a> {
    pub source: &'a Source,
    /// In the order of the text.
    pub comments: &'a [Comment],
}

impl<'a> Notes<'a> {
    /// The comments that begin within a span.
    pub fn within(&self, span: Span) -> &'a [Comment] {
        let first = self.comments.partition_point(|c| c.span.start < span.start);
        let behind = self.comments.partition_point(|c| c.span.start < span.end);
        self.comments.get(first..behind).unwrap_or(&[])
    }

    /// The comments within a span and outside of the claims.
    pub fn outside(&self, span: Span, claims: &[Span]) -> Vec<&'a Comment> {
        let claimed = |c: &&Comment| {
            claims
                .iter()
                .any(|claim| (claim.start..claim.end).contains(&c.span.start))
        };
        self.within(span).iter().filter(|c| !claimed(c)).collect()
    }

    /// Whether a blank line stands between two offsets.
    pub fn is_blank_between(&self, from: u32, to: u32) -> bool {
        let between = Span {
            source: self.source.id,
            start: from,
            end: to,
        };
        let text = self.source.slice(between);
        let lines = text.split('\n').count();
        text.split('\n')
            .enumerate()
            .any(|(at, line)| at > 0 && at + 1 < lines && line.trim().is_empty())
    }

    /// Whether two offsets lie on one line.
    pub fn is_one_line(&self, from: u32, to: u32) -> bool {
        let between = Span {
            source: self.source.id,
            start: from,
            end: to,
        };
        !self.source.slice(between).contains('\n')
    }
}
