//! Which comment goes with which of the things that follow each other: before it, or behind it on its line.

use super::notes::Notes;
use crate::syntax::ast::Comment;
use crate::text::Span;

/// Things that follow each other, with their comments.
#[derive(Debug)]
pub struct Rows<'a> {
    /// On the line of the opening bracket.
    pub head: Option<&'a Comment>,
    /// One for each thing.
    pub rows: Vec<Row<'a>>,
    /// Behind the last thing.
    pub end: Vec<Note<'a>>,
}

/// One thing's comments.
#[derive(Debug)]
pub struct Row<'a> {
    /// On lines of their own, before it.
    pub lead: Vec<Note<'a>>,
    /// A blank line stands right before it.
    pub blank: bool,
    /// At the end of its last line.
    pub tail: Option<&'a Comment>,
}

/// A comment on a line of its own.
#[derive(Clone, Copy, Debug)]
pub struct Note<'a> {
    pub comment: &'a Comment,
    /// A blank line stands right before it.
    pub blank: bool,
}

impl<'a> Notes<'a> {
    /// Deals out the comments of `span` to the things in it. With each thing come the comments within it for
    /// which it has no place: they go before it, but for a single one from a line's end.
    pub fn rows(
        &self,
        span: Span,
        things: impl Iterator<Item = (Span, Vec<&'a Comment>)>,
    ) -> Rows<'a> {
        let mut rest = self.within(span);
        let mut at = span.start;
        let mut rows: Vec<Row<'a>> = Vec::new();
        let mut things = things.peekable();
        let first = things.peek().map_or(u32::MAX, |(thing, _)| thing.start);
        let head = self.take_tail(&mut rest, at, first);
        at = head.map_or(at, |c| c.span.end);
        while let Some((thing, loose)) = things.next() {
            let lead = self.take_lead(&mut rest, &mut at, thing.start);
            let blank = self.is_blank_between(at, thing.start);
            let within = rest.partition_point(|c| c.span.start < thing.end);
            rest = rest.get(within..).unwrap_or(&[]);
            let next = things.peek().map_or(u32::MAX, |(next, _)| next.start);
            let tail = self.take_tail(&mut rest, thing.end, next);
            at = tail.map_or(thing.end, |c| c.span.end);
            rows.push(with_loose(Row { lead, blank, tail }, loose));
        }
        let end = self.take_lead(&mut rest, &mut at, u32::MAX);
        Rows { head, rows, end }
    }

    /// The comment that ends the line on which something ended, if nothing else begins before it.
    fn take_tail(&self, rest: &mut &'a [Comment], end: u32, next: u32) -> Option<&'a Comment> {
        let (first, behind) = rest.split_first()?;
        let ends_line =
            first.trailing && first.span.start < next && self.is_one_line(end, first.span.start);
        ends_line.then(|| {
            *rest = behind;
            first
        })
    }

    /// The comments before an offset.
    fn take_lead(&self, rest: &mut &'a [Comment], at: &mut u32, before: u32) -> Vec<Note<'a>> {
        let count = rest.partition_point(|c| c.span.start < before);
        let (lead, behind) = rest.split_at_checked(count).unwrap_or((rest, &[]));
        *rest = behind;
        lead.iter()
            .map(|comment| {
                let blank = self.is_blank_between(*at, comment.span.start);
                *at = comment.span.end;
                Note { comment, blank }
            })
            .collect()
    }
}

fn with_loose<'a>(mut row: Row<'a>, loose: Vec<&'a Comment>) -> Row<'a> {
    let trailing = loose.iter().filter(|c| c.trailing).count();
    for comment in loose {
        if trailing == 1 && comment.trailing && row.tail.is_none() {
            row.tail = Some(comment);
        } else {
            row.lead.push(Note {
                comment,
                blank: false,
            });
        }
    }
    row
}
