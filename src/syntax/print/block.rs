//! Rules, waivers and invariants: their clauses in one order.

use super::expr::{self, Level};
use super::flat;
use super::out::Out;
use super::rows::Row;
use super::{Printer, Span};
use crate::syntax::ast::{Claim, Clause, ClauseKind, Effect, Invariant, Name, Rule, Waiver};

/// What a block is made of.
enum Part<'t> {
    Effect(&'t Effect),
    Claim(&'t Claim),
    Clause(&'t Clause),
}

impl Part<'_> {
    fn span(&self) -> Span {
        match self {
            Self::Effect(effect) => effect.span,
            Self::Claim(claim) => claim.span,
            Self::Clause(clause) => clause.span,
        }
    }

    /// The order in which parts are printed.
    fn rank(&self) -> u8 {
        let Self::Clause(clause) = self else {
            return 0;
        };
        match clause.kind {
            ClauseKind::Lift(_) => 1,
            ClauseKind::For(..) => 2,
            ClauseKind::When(_) => 3,
            ClauseKind::Unless(_) => 4,
            ClauseKind::From(_) => 5,
            ClauseKind::Until(_) => 6,
            ClauseKind::Severity(_) => 7,
            ClauseKind::Owner(_) | ClauseKind::By(_) => 8,
            ClauseKind::Note(_) => 9,
        }
    }

    fn claims(&self) -> Vec<Span> {
        match self {
            Self::Clause(Clause {
                kind: ClauseKind::When(of) | ClauseKind::Unless(of),
                ..
            }) => expr::claims(of),
            _ => Vec::new(),
        }
    }

    fn is_from(&self) -> bool {
        matches!(
            self,
            Self::Clause(Clause {
                kind: ClauseKind::From(_),
                ..
            })
        )
    }

    fn is_until(&self) -> bool {
        matches!(
            self,
            Self::Clause(Clause {
                kind: ClauseKind::Until(_),
                ..
            })
        )
    }
}

const INDENT: usize = 4;

impl Printer<'_> {
    pub fn rule(&self, out: &mut Out, span: Span, rule: &Rule) {
        let mut parts: Vec<Part> = rule.effect.iter().map(Part::Effect).collect();
        parts.extend(rule.clauses.iter().map(Part::Clause));
        self.block(out, span, ("rule", &rule.name), parts);
    }

    pub fn waiver(&self, out: &mut Out, span: Span, waiver: &Waiver) {
        let parts = waiver.clauses.iter().map(Part::Clause).collect();
        self.block(out, span, ("waiver", &waiver.name), parts);
    }

    pub fn invariant(&self, out: &mut Out, span: Span, invariant: &Invariant) {
        let mut parts: Vec<Part> = invariant.claim.iter().map(Part::Claim).collect();
        parts.extend(invariant.clauses.iter().map(Part::Clause));
        self.block(out, span, ("invariant", &invariant.name), parts);
    }

    fn block(
        &self,
        out: &mut Out,
        span: Span,
        (keyword, name): (&str, &Name),
        mut parts: Vec<Part>,
    ) {
        out.push(&format!("{keyword} {} {{", flat::name(name)));
        parts.sort_by_key(|part| part.span().start);
        let things = parts.iter().map(|part| {
            let loose = self.notes.outside(part.span(), &part.claims());
            (part.span(), loose)
        });
        let rows = self.notes.rows(self.braces(span), things);
        out.tail(rows.head);
        let mut lines: Vec<(Part, Row)> = parts.into_iter().zip(rows.rows).collect();
        // Stable: notes keep the order in which they were written.
        lines.sort_by_key(|(part, _)| part.rank());
        let mut period = false;
        for at in 0..lines.len() {
            let Some((part, row)) = lines.get(at) else {
                continue;
            };
            if period {
                out.push(" ");
            } else {
                out.newline(INDENT);
                self.row_lead(out, row, INDENT, at == 0);
            }
            let next = lines.get(at + 1);
            period = part.is_from()
                && row.tail.is_none()
                && next.is_some_and(|(p, r)| p.is_until() && r.lead.is_empty());
            self.part(out, part);
            out.tail(row.tail);
        }
        self.end(out, &rows.end, lines.is_empty() && rows.head.is_none());
    }

    /// The comments before a block's closing brace, and the brace.
    pub fn end(&self, out: &mut Out, notes: &[super::rows::Note], empty: bool) {
        for (at, note) in notes.iter().enumerate() {
            out.newline(INDENT);
            out.blank_if(note.blank && !(empty && at == 0));
            out.push(&note.comment.text);
        }
        if !empty || !notes.is_empty() {
            out.newline(0);
        }
        out.push("}");
    }

    fn part(&self, out: &mut Out, part: &Part) {
        const HANG: usize = INDENT + 6;
        match part {
            Part::Effect(effect) => out.wrapped(&self.flat_effect(effect), HANG),
            Part::Claim(claim) => {
                let word = claim.quantifier.word();
                let scope = flat::scope(&claim.subject, &claim.target);
                out.wrapped(&format!("{word} allow {scope}"), HANG);
            }
            Part::Clause(clause) => self.clause(out, clause, HANG),
        }
    }

    fn clause(&self, out: &mut Out, clause: &Clause, hang: usize) {
        let flat = match &clause.kind {
            ClauseKind::When(of) => {
                out.push("when  ");
                return self.expr(out, of, Level::Top);
            }
            ClauseKind::Unless(of) => {
                out.push("unless ");
                return self.expr(out, of, Level::Top);
            }
            ClauseKind::From(time) => format!("from  {}", self.verbatim(time.span)),
            ClauseKind::Until(time) => format!("until {}", self.verbatim(time.span)),
            ClauseKind::Severity(of) => format!("severity {}", of.value.word()),
            ClauseKind::Owner(text) => format!("owner {}", flat::text(text)),
            ClauseKind::Note(text) => format!("note  {}", flat::text(text)),
            ClauseKind::Lift(names) => format!("lift  {}", flat::names(names)),
            ClauseKind::For(subject, target) => {
                let exporting = flat::exporting(target.as_ref());
                format!("for   {}{exporting}", flat::subject(subject))
            }
            ClauseKind::By(text) => format!("by    {}", flat::text(text)),
        };
        out.wrapped(&flat, hang);
    }
}
