//! Lists and records over several lines: as many members on a line as fit.

use super::out::Out;
use super::rows::{Row, Rows};
use super::{Printer, inside};
use crate::syntax::ast::{Item, List, Path, Record, RecordValue};
use crate::text::Span;

impl Printer<'_> {
    /// A list; broken where the author broke it or where it does not fit.
    pub fn list(&self, out: &mut Out, list: &List) {
        let flat = self.flat_list(list);
        if !self.is_broken(list.span) && out.fits(flat.chars().count()) {
            return out.push(&flat);
        }
        let span = |item: &Item| match item {
            Item::Name(name) => name.span,
            Item::Network(network) => network.span,
        };
        let spans = list.items.iter().map(|item| (span(item), Vec::new()));
        let rows = self.notes.rows(inside(list.span), spans);
        self.fill(
            out,
            ("[", "]"),
            &rows,
            list.items.iter().map(|item| (self.item(item), None)),
        );
    }

    /// A record; broken where the author broke it or where it, and what stands behind it, does not fit.
    pub fn record(&self, out: &mut Out, record: &Record, behind: &str) {
        let flat = self.flat_record(record);
        if !self.is_broken(record.span) && out.fits(flat.chars().count() + behind.chars().count()) {
            return out.push(&flat);
        }
        let entries = record.entries.iter();
        let spans = entries.clone().map(|(path, value)| {
            let whole = path.span.to(value_span(value));
            let claims: Vec<Span> = list_of(value).map(|l| inside(l.span)).into_iter().collect();
            (whole, self.notes.outside(whole, &claims))
        });
        let rows = self.notes.rows(inside(record.span), spans);
        let indent = out.indent() + 4;
        let members = entries.map(|(path, value)| {
            (
                self.entry(path, value),
                self.broken_list(path, value, indent),
            )
        });
        self.fill(out, ("{", "}"), &rows, members);
    }

    /// An entry's list that must be broken, with what stands before it.
    fn broken_list<'t>(
        &self,
        path: &Path,
        value: &'t RecordValue,
        indent: usize,
    ) -> Option<(String, &'t List)> {
        let list = list_of(value)?;
        let width = indent + self.entry(path, value).chars().count() + 1;
        let too_long = width > super::WIDTH && list.items.len() > 1;
        (self.is_broken(list.span) || too_long)
            .then(|| (format!("{}: ", super::flat::path(path)), list))
    }

    /// Members between brackets, each with a comma behind it, as many on a line as fit.
    fn fill<'t>(
        &self,
        out: &mut Out,
        (open, close): (&str, &str),
        rows: &Rows,
        members: impl Iterator<Item = (String, Option<(String, &'t List)>)>,
    ) {
        let base = out.indent();
        let indent = base + 4;
        out.push(open);
        out.tail(rows.head);
        let mut line_ended = true;
        for (at, ((flat, broken), row)) in members.zip(&rows.rows).enumerate() {
            line_ended |= !row.lead.is_empty() || row.blank || broken.is_some();
            if line_ended || !out.fits(flat.chars().count() + 2) {
                out.newline(indent);
                self.row_lead(out, row, indent, at == 0);
            } else {
                out.push(" ");
            }
            line_ended = row.tail.is_some() || broken.is_some();
            match broken {
                None => out.push(&flat),
                Some((head, list)) => {
                    out.push(&head);
                    self.list(out, list);
                }
            }
            out.push(",");
            out.tail(row.tail);
        }
        for note in &rows.end {
            out.newline(indent);
            out.blank_if(note.blank);
            out.push(&note.comment.text);
        }
        out.newline(base);
        out.push(close);
    }

    /// The comments before a member, each on its line; the member's own line is begun. No blank line stands
    /// right behind what opens.
    pub fn row_lead(&self, out: &mut Out, row: &Row, indent: usize, first: bool) {
        for (at, note) in row.lead.iter().enumerate() {
            out.blank_if(note.blank && !(first && at == 0));
            out.push(&note.comment.text);
            out.newline(indent);
        }
        out.blank_if(row.blank && !(first && row.lead.is_empty()));
    }
}

fn list_of(value: &RecordValue) -> Option<&List> {
    match value {
        RecordValue::List(list) => Some(list),
        _ => None,
    }
}

fn value_span(value: &RecordValue) -> Span {
    match value {
        RecordValue::Literal(literal) => literal.span,
        RecordValue::Name(name) => name.span,
        RecordValue::List(list) => list.span,
        RecordValue::Missing(span) => *span,
        RecordValue::Shift(by) => by.span,
    }
}
