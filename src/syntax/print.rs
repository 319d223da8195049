//! Canonical text: one way to write each policy, with every comment kept.
//!
//! A line has 100 columns. What the author broke over lines stays broken, what fits and was not broken stays
//! on its line, so that printing what was printed changes nothing. Lines of one kind that follow each other
//! without a blank are aligned. A broken statement is left as it stands.

mod atom;
mod block;
mod bracket;
mod declare;
mod expr;
mod flat;
mod notes;
mod out;
mod rows;
mod trial;

use super::ast::{File, Statement, StatementKind};
use super::lex::lex;
use super::token::Token;
use crate::text::{Source, Span};
use notes::Notes;
use out::Out;
use rows::Row;

/// No line is longer where it can be broken.
const WIDTH: usize = 100;

/// The canonical text of a file; `source` is what it was parsed from.
#[must_use]
pub fn print(file: &File, source: &Source) -> String {
    let lexed = lex(source);
    let printer = Printer {
        source,
        tokens: &lexed.tokens,
        notes: Notes {
            source,
            comments: &file.comments,
        },
    };
    let mut out = Out::default();
    printer.file(&mut out, &file.statements);
    out.finish()
}

/// What printing reads besides the tree.
struct Printer<'a> {
    source: &'a Source,
    tokens: &'a [Token],
    notes: Notes<'a>,
}

impl<'a> Printer<'a> {
    fn file(&self, out: &mut Out, statements: &[Statement]) {
        let whole = Span {
            source: self.source.id,
            start: 0,
            end: u32::MAX,
        };
        let rows = self
            .notes
            .rows(whole, statements.iter().map(|s| (s.span, self.loose(s))));
        let mut behind_block = false;
        for (statement, row, group) in self.grouped(statements, &rows) {
            let is_block = declare::is_block(statement);
            self.lead(out, row, is_block, behind_block);
            match group {
                Some(line) => out.push(&line),
                None => self.statement(out, statement),
            }
            out.tail(row.tail);
            out.newline(0);
            behind_block = is_block;
        }
        for (at, note) in rows.end.iter().enumerate() {
            out.blank_if(note.blank || (at == 0 && behind_block));
            out.push(&note.comment.text);
            out.newline(0);
        }
    }

    /// The comments before a statement; around a block stand blank lines, before the comments that touch it.
    fn lead(&self, out: &mut Out, row: &Row, is_block: bool, behind_block: bool) {
        let touching = row.lead.iter().rposition(|note| note.blank).unwrap_or(0);
        let own_blank = if row.blank { row.lead.len() } else { touching };
        for (at, note) in row.lead.iter().enumerate() {
            let forced = (at == 0 && behind_block) || (at == own_blank && is_block);
            out.blank_if(note.blank || forced);
            out.push(&note.comment.text);
            out.newline(0);
        }
        let first = row.lead.is_empty();
        out.blank_if(row.blank || (first && (behind_block || is_block)));
    }

    /// The comments within a statement that its layout has no place for: they go before it.
    fn loose(&self, statement: &Statement) -> Vec<&'a super::ast::Comment> {
        if statement.broken || matches!(statement.kind, StatementKind::Broken { .. }) {
            return Vec::new();
        }
        self.notes.outside(statement.span, &self.claims(statement))
    }

    /// Where within a statement comments have places.
    fn claims(&self, statement: &Statement) -> Vec<Span> {
        match &statement.kind {
            StatementKind::Set(set) => vec![inside(set.items.span)],
            StatementKind::Condition(condition) => expr::claims(&condition.expr),
            _ if declare::is_block(statement) => vec![self.braces(statement.span)],
            _ => Vec::new(),
        }
    }

    fn statement(&self, out: &mut Out, statement: &Statement) {
        if statement.broken {
            out.push(self.source.slice(statement.span));
            return;
        }
        match &statement.kind {
            StatementKind::Rule(rule) => self.rule(out, statement.span, rule),
            StatementKind::Waiver(waiver) => self.waiver(out, statement.span, waiver),
            StatementKind::Invariant(invariant) => self.invariant(out, statement.span, invariant),
            StatementKind::Test(test) => self.test(out, statement.span, test),
            StatementKind::Set(set) => self.set(out, set),
            StatementKind::Condition(condition) => self.condition(out, condition),
            StatementKind::Role(_) | StatementKind::Field(_) | StatementKind::Hours(_) => {
                let cells = self.cells(statement).unwrap_or_default();
                out.wrapped(&cells.join(" "), 4);
            }
            StatementKind::Broken { .. } => out.push(self.source.slice(statement.span)),
        }
    }

    /// What stands between a block's braces. `span` ends with the closing one.
    fn braces(&self, span: Span) -> Span {
        let open = self.token_from(span.start, |t| {
            t.kind == super::token::TokenKind::Sign(super::token::Sign::OpenBrace)
        });
        Span {
            start: open.map_or(span.start, |t| t.span.end),
            end: span.end.saturating_sub(1),
            ..span
        }
    }

    /// The first token from an offset on that fits.
    fn token_from(&self, start: u32, fits: impl Fn(&Token) -> bool) -> Option<&'a Token> {
        let first = self.tokens.partition_point(|t| t.span.start < start);
        self.tokens.get(first..)?.iter().find(|t| fits(t))
    }

    /// The last token that begins before an offset.
    fn token_before(&self, offset: u32) -> Option<&'a Token> {
        let behind = self.tokens.partition_point(|t| t.span.start < offset);
        self.tokens.get(behind.checked_sub(1)?)
    }

    /// Whether the source has a line's end within a span.
    fn is_broken(&self, span: Span) -> bool {
        self.source.slice(span).contains('\n')
    }
}

/// What stands between the brackets that a span begins and ends with.
fn inside(span: Span) -> Span {
    Span {
        start: span.start.saturating_add(1),
        end: span.end.saturating_sub(1),
        ..span
    }
}
