//! The text of conditions on one line.

use super::Printer;
use super::flat::{path, subject, text};
use crate::syntax::ast::{Atom, Collection, Expr, ExprKind, Globs, List, Operand};

/// `not `, or nothing.
fn not(negated: bool) -> &'static str {
    if negated { "not " } else { "" }
}

impl Printer<'_> {
    /// A condition on one line.
    pub fn flat_expr(&self, expr: &Expr) -> String {
        let all = |parts: &[Expr]| parts.iter().map(|e| self.flat_expr(e)).collect::<Vec<_>>();
        match &expr.kind {
            ExprKind::Or(parts) => all(parts).join(" or "),
            ExprKind::And(parts) => all(parts).join(" and "),
            ExprKind::Not(inner) => format!("not {}", self.flat_expr(inner)),
            ExprKind::Parens(inner) => format!("({})", self.flat_expr(inner)),
            ExprKind::Broken => self.verbatim(expr.span),
            ExprKind::Atom(atom) => {
                let (head, list) = self.atom(atom);
                head + &list.map_or_else(String::new, |l| self.flat_list(l))
            }
        }
    }

    /// An atom's text; a list at its end is apart, since it may be broken over lines.
    pub fn atom<'t>(&self, atom: &'t Atom) -> (String, Option<&'t List>) {
        let collection = match atom {
            Atom::In { collection, .. } | Atom::AnyAll { collection, .. } => collection,
            Atom::Like {
                globs: Globs::Collection(collection),
                ..
            } => collection,
            _ => return (self.head(atom), None),
        };
        let head = self.head(atom);
        match collection {
            Collection::List(list) => (head, Some(list)),
            Collection::Network(network) => (head + &self.verbatim(network.span), None),
            Collection::Path(of) => (head + &path(of), None),
        }
    }

    /// An atom's text up to its collection, if it has one.
    fn head(&self, atom: &Atom) -> String {
        let of = atom.path().map(path).unwrap_or_default();
        match atom {
            Atom::Bare(_) => of,
            Atom::Is { state, .. } => format!("{of} is {}", state.value.word()),
            Atom::Compare { op, operand, .. } => {
                format!("{of} {} {}", op.value.sign(), self.operand(operand))
            }
            Atom::In { negated, .. } => format!("{of} {}in ", not(*negated)),
            Atom::Like { negated, globs, .. } => {
                let glob = match globs {
                    Globs::Text(glob) => text(glob),
                    Globs::Collection(_) => String::new(),
                };
                format!("{of} {}like {glob}", not(*negated))
            }
            Atom::Matches {
                negated, pattern, ..
            } => {
                let pattern = self.verbatim(pattern.span);
                format!("{of} {}matches {pattern}", not(*negated))
            }
            Atom::Contains { negated, item, .. } => {
                format!("{of} {}contains {}", not(*negated), self.item(item))
            }
            Atom::AnyAll { quantifier, .. } => format!("{} {of} in ", quantifier.value.word()),
            Atom::Approved {
                by,
                of_tenant,
                within,
            } => {
                let of = if *of_tenant { " of tenant" } else { "" };
                let within = self.verbatim(within.span);
                format!("approved by {}{of} at most {within} before", subject(by))
            }
        }
    }

    fn operand(&self, operand: &Operand) -> String {
        match operand {
            Operand::Literal(value) => self.literal(value),
            Operand::Path {
                path: of,
                shift: None,
            } => path(of),
            Operand::Path {
                path: of,
                shift: Some(by),
            } => {
                let (sign, length) = self.shift(by);
                format!("{} {sign} {length}", path(of))
            }
        }
    }
}
