//! The text of conditions on one line.

use super::Printer;
use super::flat::{path, subject, text};
use crate::syntax::ast::{
    AnyAll, Atom, Collection, Comparison, Expr, ExprKind, Globs, List, Operand, State,
};

fn comparison(op: Comparison) -> &'static str {
    match op {
        Comparison::Eq => "==",
        Comparison::Ne => "!=",
        Comparison::Lt => "<",
        Comparison::Le => "<=",
        Comparison::Gt => ">",
        Comparison::Ge => ">=",
    }
}

fn state(state: State) -> &'static str {
    match state {
        State::Set => "set",
        State::Missing => "missing",
        State::Listed => "listed",
        State::Unlisted => "unlisted",
    }
}

fn any_all(quantifier: AnyAll) -> &'static str {
    match quantifier {
        AnyAll::Any => "any",
        AnyAll::All => "all",
    }
}

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
        match atom {
            Atom::Bare(of) => path(of),
            Atom::Is {
                path: of,
                state: is,
            } => format!("{} is {}", path(of), state(is.value)),
            Atom::Compare {
                path: of,
                op,
                operand,
            } => {
                let operand = self.operand(operand);
                format!("{} {} {operand}", path(of), comparison(op.value))
            }
            Atom::In {
                path: of, negated, ..
            } => format!("{} {}in ", path(of), not(*negated)),
            Atom::Like {
                path: of,
                negated,
                globs,
                ..
            } => {
                let glob = match globs {
                    Globs::Text(glob) => text(glob),
                    Globs::Collection(_) => String::new(),
                };
                format!("{} {}like {glob}", path(of), not(*negated))
            }
            Atom::Matches {
                path: of,
                negated,
                pattern,
                ..
            } => {
                let pattern = self.verbatim(pattern.span);
                format!("{} {}matches {pattern}", path(of), not(*negated))
            }
            Atom::Contains {
                path: of,
                negated,
                item,
                ..
            } => {
                let item = self.item(item);
                format!("{} {}contains {item}", path(of), not(*negated))
            }
            Atom::AnyAll {
                quantifier,
                path: of,
                ..
            } => {
                format!("{} {} in ", any_all(quantifier.value), path(of))
            }
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
