//! Tests: their `given`, and their expectations, aligned.

use super::declare::align;
use super::flat;
use super::out::Out;
use super::rows::Rows;
use super::{Printer, Span, inside};
use crate::syntax::ast::{Expect, Record, Spanned, Test, TestStep};

/// What a test or a sequence is made of.
#[derive(Clone, Copy)]
enum Step<'t> {
    Given(&'t Record),
    Expect(&'t Expect),
    /// Of a sequence: a story, whose lines are not aligned.
    Repeated(Option<Spanned<i64>>, &'t Expect),
    Sequence(Span, &'t [(Option<Spanned<i64>>, Expect)]),
}

impl Printer<'_> {
    pub fn test(&self, out: &mut Out, span: Span, test: &Test) {
        out.push(&format!("test {} {{", flat::name(&test.name)));
        let mut steps: Vec<Step> = test.given.iter().map(Step::Given).collect();
        steps.extend(test.steps.iter().map(|step| match step {
            TestStep::Expect(expect) => Step::Expect(expect),
            TestStep::Sequence { span, steps } => Step::Sequence(*span, steps),
        }));
        self.steps(out, self.braces(span), &steps, 0);
    }

    /// Steps between braces, of which the opening one is written at the indent `base`.
    fn steps(&self, out: &mut Out, braces: Span, steps: &[Step], base: usize) {
        let things = steps.iter().map(|step| {
            let span = self.step_span(step);
            (span, self.notes.outside(span, &self.step_claims(step)))
        });
        let rows = self.notes.rows(braces, things);
        out.tail(rows.head);
        let indent = base + 4;
        let mut at = 0;
        while let Some(step) = steps.get(at) {
            let group = self.expect_group(steps, &rows, at);
            let lines = if group.is_empty() {
                vec![None]
            } else {
                group.into_iter().map(Some).collect()
            };
            for line in lines {
                let Some(row) = rows.rows.get(at) else { return };
                out.newline(indent);
                self.row_lead(out, row, indent, at == 0);
                match line {
                    Some(line) => out.push(&line),
                    None => self.step(out, step, indent),
                }
                out.tail(row.tail);
                at += 1;
            }
        }
        for (n, note) in rows.end.iter().enumerate() {
            out.newline(indent);
            out.blank_if(note.blank && !(steps.is_empty() && n == 0));
            out.push(&note.comment.text);
        }
        if !steps.is_empty() || !rows.end.is_empty() || rows.head.is_some() {
            out.newline(base);
        }
        out.push("}");
    }

    /// From a step's keyword to its end.
    fn step_span(&self, step: &Step) -> Span {
        let from_word_before = |span: Span| match self.token_before(span.start) {
            Some(word) => word.span.to(span),
            None => span,
        };
        match step {
            Step::Given(record) => from_word_before(record.span),
            Step::Expect(expect) | Step::Repeated(None, expect) => expect.span,
            Step::Repeated(Some(times), expect) => from_word_before(times.span).to(expect.span),
            Step::Sequence(span, _) => *span,
        }
    }

    fn step_claims(&self, step: &Step) -> Vec<Span> {
        match step {
            Step::Given(record) => vec![inside(record.span)],
            Step::Expect(expect) | Step::Repeated(_, expect) => {
                expect.with.iter().map(|r| inside(r.span)).collect()
            }
            Step::Sequence(span, _) => vec![self.braces(*span)],
        }
    }

    /// The lines of a test's expectations from `at` on that stand on one line each and touch, aligned.
    fn expect_group(&self, steps: &[Step], rows: &Rows, at: usize) -> Vec<String> {
        let mut cells: Vec<Vec<String>> = Vec::new();
        for (step, row) in steps.iter().zip(&rows.rows).skip(at) {
            let apart = !cells.is_empty() && (row.blank || !row.lead.is_empty());
            let line = match step {
                Step::Expect(expect) if !apart => self.expect_cells(expect),
                _ => None,
            };
            let Some(line) = line else { break };
            cells.push(line);
        }
        align(&cells.iter().map(Vec::as_slice).collect::<Vec<_>>())
    }

    /// An expectation's line in cells, if it stands on one.
    fn expect_cells(&self, expect: &Expect) -> Option<Vec<String>> {
        let outcome = self.outcome(None, expect);
        let rest = self.flat_rest(expect);
        let broken = expect.with.as_ref().is_some_and(|r| self.is_broken(r.span));
        let width = 4 + outcome.chars().count() + rest.chars().count();
        if broken || width > super::WIDTH {
            return None;
        }
        // Only records make a column: an `of` alone follows its outcome.
        match rest.strip_prefix(' ').filter(|_| expect.with.is_some()) {
            Some(record) => Some(vec![outcome, record.to_owned()]),
            None => Some(vec![outcome + &rest]),
        }
    }

    fn outcome(&self, times: Option<Spanned<i64>>, expect: &Expect) -> String {
        let repeat = times.map(|n| format!("repeat {} ", self.verbatim(n.span)));
        let outcome = expect.outcome.value.word();
        format!("{}expect {outcome}", repeat.unwrap_or_default())
    }

    fn step(&self, out: &mut Out, step: &Step, indent: usize) {
        match step {
            Step::Given(record) => {
                out.push("given ");
                self.record(out, record, "");
            }
            Step::Expect(expect) => self.expect(out, None, expect, indent),
            Step::Repeated(times, expect) => self.expect(out, *times, expect, indent),
            Step::Sequence(span, inner) => {
                out.push("sequence {");
                let inner: Vec<Step> = inner
                    .iter()
                    .map(|(times, expect)| Step::Repeated(*times, expect))
                    .collect();
                self.steps(out, self.braces(*span), &inner, indent);
            }
        }
    }

    fn expect(&self, out: &mut Out, times: Option<Spanned<i64>>, expect: &Expect, indent: usize) {
        out.push(&self.outcome(times, expect));
        if let Some(record) = &expect.with {
            out.push(" with ");
            self.record(out, record, &flat::of(expect));
        }
        out.wrapped(&flat::of(expect), indent + 4);
    }
}
