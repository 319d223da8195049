//! The ways to an export that is let out: an allow's condition is made true, as far as the means reach, and denies are
//! stepped around.
//!
//! Tries, and has the judge decide.

use super::atoms::make;
use super::cast::allows;
use super::draft::Draft;
use super::hand::Hand;
use crate::judge::{Lift, Share, Truth, Verdict};
use crate::policy::{Effect, Expr, ExprKind, Rule, RuleId};

/// Ways through the `or`s of one condition that are tried.
const MOST_CHOICES: usize = 32;
/// Ways past a deny that are tried.
const MOST_STEPS: usize = 8;
/// Allows that are tried.
const MOST_ALLOWS: usize = 64;

/// How far an export comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reach {
    /// No allow is true.
    Refused,
    /// One is, and a deny or limit that is in the way cannot be stepped around.
    Stopped,
    /// Nothing but what limits count can find it.
    Through,
}

/// A way that was found, to be tried again for the next export.
#[derive(Clone, Copy, Debug)]
pub(super) struct Way {
    rule: usize,
    choice: usize,
}

/// A choice among the parts of every `or` that is met.
pub(super) struct Choice(usize);

impl Choice {
    fn of<'p>(&mut self, parts: &'p [Expr]) -> Option<&'p Expr> {
        let many = parts.len().max(1);
        let part = parts.get(self.0 % many);
        self.0 /= many;
        part
    }
}

impl Hand<'_> {
    /// The best that can be made of an export: as far as it comes, then with the most rows. `number` makes tickets
    /// differ. With a way that was found before, only that one, if it still leads through.
    pub(super) fn best(
        &self,
        raw: &Draft,
        number: u64,
        before: Option<Way>,
    ) -> (Reach, Draft, Option<Way>) {
        let allows = allows(
            self.judge.policy,
            self.cast.role.as_deref(),
            &self.cast.actor,
        );
        let allows: Vec<(RuleId, &Rule)> = allows.take(MOST_ALLOWS).collect();
        let mut best = (Reach::Refused, raw.clone(), None);
        if let Some(way) = before {
            self.try_rule(
                &allows,
                raw,
                number,
                (way.rule, Some(way.choice)),
                &mut best,
            );
            if best.0 == Reach::Through {
                return best;
            }
        }
        for rule in 0..allows.len() {
            self.try_rule(&allows, raw, number, (rule, None), &mut best);
        }
        best
    }

    fn try_rule(
        &self,
        allows: &[(RuleId, &Rule)],
        raw: &Draft,
        number: u64,
        (at, only): (usize, Option<usize>),
        best: &mut (Reach, Draft, Option<Way>),
    ) {
        let Some((id, rule)) = allows.get(at).copied() else {
            return;
        };
        for list in self.lists(rule, raw) {
            for choice in 0..MOST_CHOICES {
                let choice = only.unwrap_or(choice);
                let mut draft = raw.clone();
                self.choose_list(&mut draft, &list);
                let left = self.fulfil(&mut draft, rule, choice, number);
                let reach = self.reach(&mut draft, id, number);
                let better =
                    (reach, draft.rows()) > (best.0, best.1.rows()) && reach > Reach::Refused;
                if better {
                    let way = Way { rule: at, choice };
                    *best = (reach, draft, Some(way));
                }
                let whole = best.0 == Reach::Through && best.1.rows() == raw.rows();
                if whole {
                    return;
                }
                if left > 0 || only.is_some() {
                    break;
                }
            }
        }
    }

    /// Makes a rule's condition true; what is left of the choice where it chose less often than it could have.
    fn fulfil(&self, draft: &mut Draft, rule: &Rule, choice: usize, number: u64) -> usize {
        let mut left = choice;
        // Twice: an hour that is waited for moves what counts back from it.
        for _ in 0..2 {
            let mut choice = Choice(choice);
            if let Some(when) = &rule.when {
                self.want(draft, when, true, &mut choice, number);
            }
            if let Some(unless) = &rule.unless {
                self.want(draft, unless, false, &mut choice, number);
            }
            left = choice.0;
        }
        left
    }

    /// Makes an expression true or false as far as that can be.
    fn want(&self, draft: &mut Draft, expr: &Expr, truth: bool, choice: &mut Choice, number: u64) {
        match (&expr.kind, truth) {
            (ExprKind::Or(parts), true) | (ExprKind::And(parts), false) => {
                if let Some(part) = choice.of(parts) {
                    self.want(draft, part, truth, choice, number);
                }
            }
            (ExprKind::Or(parts) | ExprKind::And(parts), _) => {
                for part in parts {
                    self.want(draft, part, truth, choice, number);
                }
            }
            (ExprKind::Not(inner), _) => self.want(draft, inner, !truth, choice, number),
            (ExprKind::Condition { body, .. }, _) => self.want(draft, body, truth, choice, number),
            (ExprKind::Atom(atom), _) => make(self, draft, &atom.kind, truth, number),
        }
    }

    /// How far an export comes that a rule was made to allow; denies in the way are stepped around where they can be.
    fn reach(&self, draft: &mut Draft, rule: RuleId, number: u64) -> Reach {
        // An export of nothing is none.
        if draft.rows() <= 0 || self.truth(draft, rule) != Truth::True {
            return Reach::Refused;
        }
        let Some(verdict) = self.verdict(draft) else {
            return Reach::Refused;
        };
        for hit in verdict.denies.iter().filter(|hit| hit.lift == Lift::Stands) {
            self.step_around(draft, hit.rule, rule, number);
        }
        for hit in &verdict.limits {
            if hit.share == Share::Undecided {
                self.count_in(draft, hit.rule, number);
            }
        }
        let through = |verdict: Verdict| {
            let open = |lift, share: &Share| lift == Lift::Stands && *share == Share::Undecided;
            let stands = verdict.denies.iter().any(|hit| hit.lift == Lift::Stands);
            let undecided = verdict.limits.iter().any(|hit| open(hit.lift, &hit.share));
            !stands && !undecided && !verdict.allows.is_empty()
        };
        match self.verdict(draft).is_some_and(through) {
            true => Reach::Through,
            false => Reach::Stopped,
        }
    }

    fn step_around(&self, draft: &mut Draft, deny: RuleId, allow: RuleId, number: u64) {
        let Some(rule) = self.judge.policy.rule(deny) else {
            return;
        };
        let sides = [(&rule.when, false), (&rule.unless, true)];
        for (side, truth) in sides {
            let Some(expr) = side else { continue };
            for choice in 0..MOST_STEPS {
                let mut other = draft.clone();
                self.want(&mut other, expr, truth, &mut Choice(choice), number);
                let holds = self.truth(&other, allow) == Truth::True;
                if holds && self.truth(&other, deny) == Truth::False {
                    *draft = other;
                    return;
                }
            }
        }
    }

    /// Gives what a limit counts and is missing: a log that does not tell would be found out.
    fn count_in(&self, draft: &mut Draft, limit: RuleId, number: u64) {
        let Some(rule) = self.judge.policy.rule(limit) else {
            return;
        };
        if let Effect::Limit { keys, .. } = &rule.effect {
            for (path, _) in keys {
                self.fill(draft, *path, number);
            }
        }
        if let Some(when) = &rule.when {
            let mut other = draft.clone();
            self.want(&mut other, when, false, &mut Choice(0), number);
            if self.truth(&other, limit) == Truth::False {
                *draft = other;
            }
        }
    }
}
