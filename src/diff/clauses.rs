//! Which parts of a rule say something else than they did, in the author's own words.

use super::{Halves, Way};
use crate::policy::{Expr, ExprKind, Rule, Schema, Target};
use crate::text::Span;

/// In which order what is said was and is.
pub(super) struct Worded<'h, 'a> {
    pub(super) halves: &'h Halves<'a>,
    pub(super) way: Way,
}

/// Places with their words.
type Labels = Vec<(Span, String)>;

/// Why a rule says something else than the one of its name on the other side; one that stands alone is new, or gone.
pub(super) fn cause(worded: &Worded<'_, '_>, other: Option<&Rule>, rule: &Rule) -> Labels {
    let Some(other) = other else {
        return vec![(rule.effect_span, worded.alone().to_owned())];
    };
    let (mut here, mut there) = (Labels::new(), Labels::new());
    let (old, new) = worded.halves.going(worded.way);
    let schemas = (old.schema(), new.schema());
    if other.effect.meaning(schemas.0) != rule.effect.meaning(schemas.1) {
        here.push((rule.effect_span, worded.is().to_owned()));
        there.push((other.effect_span, worded.was().to_owned()));
    } else {
        if other.subject.meaning() != rule.subject.meaning() {
            here.push((rule.subject.span, worded.is().to_owned()));
            there.push((other.subject.span, worded.was().to_owned()));
        }
        targets(
            worded,
            (&other.target, &rule.target),
            (&mut there, &mut here),
        );
    }
    for (was, is) in [(&other.when, &rule.when), (&other.unless, &rule.unless)] {
        terms(
            worded,
            schemas,
            (was.as_ref(), is.as_ref()),
            (&mut there, &mut here),
        );
    }
    let ends = [
        (other.period.from, rule.period.from),
        (other.period.until, rule.period.until),
    ];
    for (was, is) in ends {
        if was.map(|(time, _)| time) != is.map(|(time, _)| time) {
            here.extend(is.map(|(_, span)| (span, worded.is().to_owned())));
            there.extend(was.map(|(_, span)| (span, worded.was().to_owned())));
        }
    }
    if here.is_empty() {
        // What makes it another rule stands only on the other side.
        here.push((rule.effect_span, String::new()));
    }
    here.extend(there);
    here
}

fn targets(
    worded: &Worded<'_, '_>,
    (was, is): (&Option<Target>, &Option<Target>),
    (there, here): (&mut Labels, &mut Labels),
) {
    let patterns = |target: &Option<Target>| {
        let patterns = target.iter().flat_map(|target| &target.patterns);
        patterns
            .map(|pattern| (pattern.meaning(), pattern.span))
            .collect::<Vec<_>>()
    };
    let (was, is) = (patterns(was), patterns(is));
    differing(&is, &was, worded.is(), here);
    differing(&was, &is, worded.was(), there);
}

/// Terms of a conjunction that only one side has. Of a condition that both name, the terms that it stands for.
fn terms(
    worded: &Worded<'_, '_>,
    schemas: (&Schema, &Schema),
    (was, is): (Option<&Expr>, Option<&Expr>),
    (there, here): (&mut Labels, &mut Labels),
) {
    let (was, is) = (conjuncts(was), conjuncts(is));
    let said = |terms: &[&Expr], schema| -> Vec<(String, Span)> {
        let each = terms.iter().map(|term| (term.meaning(schema), term.span));
        each.collect()
    };
    let (was_said, is_said) = (said(&was, schemas.0), said(&is, schemas.1));
    let mut inner = Vec::new();
    for (term, (meaning, _)) in is.iter().zip(&is_said) {
        if was_said.iter().any(|(other, _)| other == meaning) {
            continue;
        }
        let ExprKind::Condition { name, body } = &term.kind else {
            continue;
        };
        let same = was.iter().find_map(|other| match &other.kind {
            ExprKind::Condition { name: other, body } if other.text == name.text => Some(body),
            _ => None,
        });
        if let Some(other) = same {
            inner.push((other, body, name.text.clone()));
        }
    }
    let is_inner = |terms: &[&Expr], span: Span| {
        terms.iter().any(|term| {
            let ExprKind::Condition { name, .. } = &term.kind else {
                return false;
            };
            term.span == span && inner.iter().any(|(.., known)| *known == name.text)
        })
    };
    let outer = |terms: &[&Expr], said: &[(String, Span)]| -> Vec<(String, Span)> {
        let outer = said.iter().filter(|(_, span)| !is_inner(terms, *span));
        outer.cloned().collect()
    };
    differing(&outer(&is, &is_said), &was_said, worded.is(), here);
    differing(&outer(&was, &was_said), &is_said, worded.was(), there);
    for (was, is, _) in inner {
        terms(worded, schemas, (Some(was), Some(is)), (there, here));
    }
}

/// Of the first those that the second does not have.
fn differing(some: &[(String, Span)], others: &[(String, Span)], word: &str, into: &mut Labels) {
    for (meaning, span) in some {
        if !others.iter().any(|(other, _)| other == meaning) {
            into.push((*span, word.to_owned()));
        }
    }
}

fn conjuncts(expr: Option<&Expr>) -> Vec<&Expr> {
    match expr.map(|expr| (&expr.kind, expr)) {
        None => Vec::new(),
        Some((ExprKind::And(parts), _)) => parts
            .iter()
            .flat_map(|part| conjuncts(Some(part)))
            .collect(),
        Some((_, expr)) => vec![expr],
    }
}

impl Worded<'_, '_> {
    /// Of the side that is looked from.
    pub(super) fn is(&self) -> &'static str {
        match self.way {
            Way::Closes => "was so",
            _ => "is new",
        }
    }

    /// Of the other side.
    pub(super) fn was(&self) -> &'static str {
        match self.way {
            Way::Closes => "is new",
            _ => "was so",
        }
    }

    fn alone(&self) -> &'static str {
        match self.way {
            Way::Closes => "is gone",
            _ => "is new",
        }
    }
}
