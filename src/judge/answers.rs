//! A rule's answer on one event, part by part; which allows come nearest; what is missing.

use super::condition::{Clauses, condition};
use super::recorder::Reasons;
use super::scene::Scene;
use super::truth::Truth;
use super::{Answer, Judge, Part, Reason, shares};
use crate::event::Event;
use crate::policy::{Effect, Rule, RuleId, WaiverId};

impl Judge<'_> {
    /// A rule's answer on an event, with a reason for each part. Of a limit: whether the event counts in it.
    #[must_use]
    pub fn answer(&self, rule: RuleId, event: &Event) -> Answer {
        let scene = Scene::new(self, event);
        let found = self.policy.rule(rule);
        let (truth, reasons) = found.map_or((Truth::Unknown, Reasons::default()), |rule| {
            assess(&scene, rule)
        });
        Answer {
            rule,
            truth,
            reasons: reasons.into_reasons(),
        }
    }

    /// Whether a waiver covers an event, whatever it lifts, with a reason for each part.
    #[must_use]
    pub fn waiver_answer(&self, waiver: WaiverId, event: &Event) -> (Truth, Vec<Reason>) {
        let Some(waiver) = self.policy.waiver(waiver) else {
            return (Truth::Unknown, Vec::new());
        };
        let scene = Scene::new(self, event);
        let mut reasons = Reasons::default();
        let truth = condition(&scene, &Clauses::from(waiver), &mut reasons);
        (truth, reasons.into_reasons())
    }

    /// Every allow's answer, the nearest first: the fewest parts that would have to change; among equals
    /// one that lacks nothing but its approval; then by name.
    #[must_use]
    pub fn nearest(&self, event: &Event) -> Vec<Answer> {
        let ranked = self.ranked(event).into_iter();
        ranked.map(|(_, answer)| answer).collect()
    }

    /// Whether nothing allows an event, and the nearest allow lacks nothing but its approval.
    #[must_use]
    pub fn is_bad_approval(&self, event: &Event) -> bool {
        let nearest = || self.ranked(event).into_iter().next();
        self.verdict(event).not_allowed.is_some()
            && nearest().is_some_and(|(distance, _)| distance.lack == Lack::ApprovalAlone)
    }

    /// The paths, as the author writes them, whose lack keeps a rule's answer open; sorted.
    #[must_use]
    pub fn missing(&self, rule: RuleId, event: &Event) -> Vec<String> {
        let reasons = self.answer(rule, event).reasons.into_iter();
        let open = reasons.filter(|r| r.fails && r.truth == Truth::Unknown);
        let mut missing: Vec<String> = open.flat_map(|r| r.missing).collect();
        missing.sort();
        missing.dedup();
        missing
    }

    /// Rules are sorted by name, and the sort keeps equals in order.
    fn ranked(&self, event: &Event) -> Vec<(Distance, Answer)> {
        let scene = Scene::new(self, event);
        let allows = self
            .policy
            .rules_by_id()
            .filter(|(_, rule)| matches!(rule.effect, Effect::Allow));
        let mut ranked: Vec<_> = allows.map(|(id, rule)| rank(&scene, id, rule)).collect();
        ranked.sort_by_key(|(distance, _)| *distance);
        ranked
    }
}

/// What keeps a rule from being true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Lack {
    ApprovalAlone,
    Other,
}

/// How far a rule is from allowing an event: a rule for others, or for other lists, is further than one
/// that was meant for this export and lacks something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Distance {
    /// Of subject and target, how many fail.
    beside: usize,
    /// How many parts fail.
    cost: u32,
    lack: Lack,
}

fn rank(scene: &Scene<'_>, id: RuleId, rule: &Rule) -> (Distance, Answer) {
    let (truth, reasons) = assess(scene, rule);
    let lack = if reasons.fails_on_approval_alone() {
        Lack::ApprovalAlone
    } else {
        Lack::Other
    };
    let cost = reasons.cost();
    let answer = Answer {
        rule: id,
        truth,
        reasons: reasons.into_reasons(),
    };
    let fails = |part| answer.reasons.iter().any(|r| r.part == part && r.fails);
    let parts = [Part::Subject, Part::Target].into_iter();
    let distance = Distance {
        beside: parts.filter(|part| fails(*part)).count(),
        cost,
        lack,
    };
    (distance, answer)
}

fn assess(scene: &Scene<'_>, rule: &Rule) -> (Truth, Reasons) {
    let mut reasons = Reasons::default();
    let mut truth = condition(scene, &Clauses::from(rule), &mut reasons);
    if let Effect::Limit { amount, keys, .. } = &rule.effect {
        let share = shares::share(scene, amount, keys, &mut reasons);
        truth = truth.min(share.truth());
    }
    (truth, reasons)
}
