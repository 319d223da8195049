//! A rule's or a waiver's condition on an event: subject, target, when, not unless, period.
//!
//! The only evaluation there is: with a [`Recorder`] that keeps reasons, or with one that does not.

use super::recorder::{About, Recorder, Stand, Wanted};
use super::scene::Scene;
use super::truth::{Joint, Truth};
use super::{Part, atoms, subject, target, words};
use crate::policy::{AtomKind, Expr, ExprKind, Period, Rule, Subject, Target, Waiver};
use crate::text::Span;
use crate::time::Time;

/// The parts of a condition, whosever it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clauses<'p> {
    subject: &'p Subject,
    target: Option<&'p Target>,
    when: Option<&'p Expr>,
    unless: Option<&'p Expr>,
    period: &'p Period,
}

impl<'p> From<&'p Rule> for Clauses<'p> {
    fn from(rule: &'p Rule) -> Self {
        Self {
            subject: &rule.subject,
            target: rule.target.as_ref(),
            when: rule.when.as_ref(),
            unless: rule.unless.as_ref(),
            period: &rule.period,
        }
    }
}

impl<'p> From<&'p Waiver> for Clauses<'p> {
    fn from(waiver: &'p Waiver) -> Self {
        Self {
            subject: &waiver.subject,
            target: waiver.target.as_ref(),
            when: waiver.when.as_ref(),
            unless: None,
            period: &waiver.period,
        }
    }
}

/// The truth of the whole condition.
pub(super) fn condition<R: Recorder>(
    scene: &Scene<'_>,
    clauses: &Clauses<'_>,
    out: &mut R,
) -> Truth {
    let mark = out.enter();
    let mut truth = Truth::True;
    for part in [subject, target, when, unless, period] {
        truth = truth.min(part(scene, clauses, out));
        if truth == Truth::False && !R::WHOLE {
            break;
        }
    }
    out.leave(mark, Joint::And, truth, Wanted::True);
    truth
}

fn subject<R: Recorder>(scene: &Scene<'_>, clauses: &Clauses<'_>, out: &mut R) -> Truth {
    let subject = clauses.subject;
    let truth = subject::is_actor(scene, subject);
    let stand = Stand::of(Part::Subject);
    out.note(stand, About::Other, truth, || {
        words::subject(scene, subject, truth)
    });
    truth
}

/// No target means every list.
fn target<R: Recorder>(scene: &Scene<'_>, clauses: &Clauses<'_>, out: &mut R) -> Truth {
    let Some(target) = clauses.target else {
        return Truth::True;
    };
    let stand = Stand::of(Part::Target);
    joined(Joint::Or, &target.patterns, stand, out, |pattern, out| {
        let truth = target::covers(scene, pattern);
        out.note(stand, About::Other, truth, || {
            words::pattern(scene, pattern, truth)
        });
        truth
    })
}

fn when<R: Recorder>(scene: &Scene<'_>, clauses: &Clauses<'_>, out: &mut R) -> Truth {
    let stand = Stand::of(Part::When);
    let when = clauses.when;
    when.map_or(Truth::True, |expr| expression(scene, expr, stand, out))
}

fn unless<R: Recorder>(scene: &Scene<'_>, clauses: &Clauses<'_>, out: &mut R) -> Truth {
    let stand = Stand::of(Part::Unless).turned();
    let unless = clauses.unless;
    let truth = unless.map(|expr| expression(scene, expr, stand, out));
    truth.unwrap_or(Truth::False).negate()
}

fn period<R: Recorder>(scene: &Scene<'_>, clauses: &Clauses<'_>, out: &mut R) -> Truth {
    let time = scene.event.time;
    let mut truth = Truth::True;
    for (holds, bound, span) in bounds(time, clauses.period) {
        let stand = Stand::of(Part::Period);
        out.note(stand, About::Other, holds, || {
            words::period(scene, bound, span)
        });
        truth = truth.min(holds);
    }
    truth
}

/// Whether a time lies in a period.
pub(super) fn in_period(time: Time, period: &Period) -> Truth {
    bounds(time, period)
        .map(|(truth, ..)| truth)
        .min()
        .unwrap_or(Truth::True)
}

/// Of each bound of a period: whether a time keeps to it, the bound, and its place.
fn bounds(time: Time, period: &Period) -> impl Iterator<Item = (Truth, Time, Span)> {
    let from = period.from.map(|(from, span)| (from <= time, from, span));
    let until = period
        .until
        .map(|(until, span)| (time < until, until, span));
    let bounds = from.into_iter().chain(until);
    bounds.map(|(holds, bound, span)| (Truth::from(holds), bound, span))
}

/// The truth of an expression.
pub(super) fn expression<R: Recorder>(
    scene: &Scene<'_>,
    expr: &Expr,
    stand: Stand,
    out: &mut R,
) -> Truth {
    let inner = |expr: &Expr, out: &mut R| expression(scene, expr, stand, out);
    match &expr.kind {
        ExprKind::Or(parts) => joined(Joint::Or, parts, stand, out, inner),
        ExprKind::And(parts) => joined(Joint::And, parts, stand, out, inner),
        ExprKind::Not(inside) => expression(scene, inside, stand.turned(), out).negate(),
        ExprKind::Condition { body, .. } => {
            let used_at = stand.used_at.or(Some(expr.span));
            expression(scene, body, Stand { used_at, ..stand }, out)
        }
        ExprKind::Atom(atom) => {
            let truth = atoms::truth(scene, atom);
            let about = match atom.kind {
                AtomKind::Approved { .. } => About::Approval,
                _ => About::Other,
            };
            out.note(stand, about, truth, || words::atom(scene, atom, truth));
            truth
        }
    }
}

/// Kleene's and, or or, of some parts.
fn joined<T, R: Recorder>(
    joint: Joint,
    parts: &[T],
    stand: Stand,
    out: &mut R,
    one: impl Fn(&T, &mut R) -> Truth,
) -> Truth {
    let mark = out.enter();
    let mut truth = joint.start();
    for part in parts {
        truth = joint.with(truth, one(part, out));
        if truth == joint.decided() && !R::WHOLE {
            break;
        }
    }
    out.leave(mark, joint, truth, stand.wanted);
    truth
}

impl Stand {
    /// At the top of a rule's part.
    pub(super) fn of(part: Part) -> Self {
        Self {
            part,
            wanted: Wanted::True,
            used_at: None,
        }
    }

    fn turned(self) -> Self {
        Self {
            wanted: self.wanted.turned(),
            ..self
        }
    }
}
