//! What of a stream of documents cannot be read: from where, to where, and why.

use super::{Document, Lines, Stream};
use crate::logs::cut::{Cursor, Cut};
use crate::logs::flaw::{Flaw, Wants};
use crate::logs::grammar::{Fault, Mark};

/// What is skipped, since where, and why.
pub(super) struct Lost {
    start: Cursor,
    reason: String,
    pub until: Until,
}

/// How far.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Until {
    NextLine,
    End,
}

impl Stream<'_> {
    pub(super) fn fault(&mut self, piece: &[u8], fault: Fault) {
        self.at.advance(piece.get(..fault.at).unwrap_or_default());
        let one_line = |d: &Document| d.start.line == self.at.line;
        let until = match &self.document {
            Some(document) if !one_line(document) => Until::End,
            _ => Until::NextLine,
        };
        let mut flaw = fault.flaw;
        if self.document.is_none() {
            flaw.wants = Wants::Document;
        }
        let reason = self.not_json(flaw);
        let anew = self.lines != Lines::Mixed && self.may_begin_anew(piece.get(fault.at));
        self.lose(reason, until);
        if anew {
            self.found();
        }
    }

    fn not_json(&self, flaw: Flaw) -> String {
        let start = self.record.as_ref().map_or(self.at, |record| record.start);
        format!("not JSON at {}: {flaw}", self.at.seen_from(&start))
    }

    /// From the record that was being read, or from here, nothing can be read.
    pub(super) fn lose(&mut self, reason: String, until: Until) {
        let start = self.record.take().map_or(self.at, |record| record.start);
        self.document = None;
        self.grammar.reset();
        self.grammar.watch(0);
        self.lost = Some(Lost {
            start,
            reason,
            until,
        });
    }

    pub(super) fn skip(&mut self, until: Until, bytes: &[u8]) -> usize {
        let line = match until {
            Until::NextLine => memchr::memchr(b'\n', bytes),
            Until::End => None,
        };
        let used = line.unwrap_or(bytes.len());
        self.at.advance(bytes.get(..used).unwrap_or_default());
        if line.is_some() {
            self.found();
        }
        used
    }

    /// What was lost ends here.
    pub(super) fn found(&mut self) {
        if let Some(lost) = self.lost.take() {
            (self.out)(Cut::Unreadable {
                place: lost.start.place(self.at.offset - lost.start.offset),
                reason: lost.reason,
            });
        }
    }

    pub(super) fn end(&mut self) {
        if self.lost.is_none() {
            match self.grammar.finish() {
                Ok(Mark::End(_)) => self.close(),
                Ok(_) => {}
                Err(flaw) => {
                    let reason = self.not_json(flaw);
                    self.lose(reason, Until::End);
                }
            }
        }
        self.found();
    }

    pub(super) fn damaged(&mut self, reason: &str) {
        self.found();
        self.lose(reason.to_owned(), Until::End);
        self.found();
    }
}
