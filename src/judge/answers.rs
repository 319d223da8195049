//! A rule's answer on one event, part by part; what is missing.

use super::condition::{Clauses, condition};
use super::recorder::Reasons;
use super::scene::Scene;
use super::truth::Truth;
use super::{Answer, Judge, Reason, shares};
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
