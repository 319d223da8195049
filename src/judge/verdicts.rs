//! The verdict on one event: every rule's truth, and what waivers lift of it. Builds no words.

use super::condition::{Clauses, condition};
use super::recorder::Silent;
use super::scene::Scene;
use super::truth::Truth;
use super::{Hit, Judge, Lift, LimitHit, Share, Verdict, shares};
use crate::event::Event;
use crate::policy::{Effect, Rule, RuleId, Waiver, WaiverId};

impl Judge<'_> {
    /// What the policy says of an event, taken as if it were out; limits are not yet added up.
    #[must_use]
    pub fn verdict(&self, event: &Event) -> Verdict {
        let scene = Scene::new(self, event);
        let rules = self.policy.rules_by_id().map(|(id, _)| id);
        self.verdict_of(&scene, rules)
    }

    /// By these rules, in the order of their ids; all others are known to be false.
    pub(super) fn verdict_of(
        &self,
        scene: &Scene<'_>,
        rules: impl Iterator<Item = RuleId>,
    ) -> Verdict {
        let mut verdict = Verdict::default();
        for id in rules {
            let Some(rule) = self.policy.rule(id) else {
                break;
            };
            let truth = condition(scene, &Clauses::from(rule), &mut Silent);
            if truth != Truth::False {
                self.add(scene, id, rule, truth, &mut verdict);
            }
        }
        verdict.not_allowed = self.not_allowed(scene, &verdict);
        verdict
    }

    fn add(&self, scene: &Scene<'_>, id: RuleId, rule: &Rule, truth: Truth, verdict: &mut Verdict) {
        let lift = || {
            self.lift(scene, |waiver| {
                waiver.lifts.iter().any(|(rule, _)| *rule == id)
            })
        };
        match &rule.effect {
            Effect::Allow if truth == Truth::True => verdict.allows.push(id),
            Effect::Allow => {}
            Effect::Deny => verdict.denies.push(Hit {
                rule: id,
                truth,
                lift: lift(),
            }),
            Effect::Limit { amount, keys, .. } => {
                let share = match truth {
                    Truth::True => shares::share(scene, amount, keys, &mut Silent),
                    _ => Share::Undecided,
                };
                verdict.limits.push(LimitHit {
                    rule: id,
                    lift: lift(),
                    share,
                });
            }
        }
    }

    fn not_allowed(&self, scene: &Scene<'_>, verdict: &Verdict) -> Option<Lift> {
        let denied = verdict.denies.iter().any(|hit| hit.lift == Lift::Stands);
        if denied || !verdict.allows.is_empty() {
            return None;
        }
        Some(self.lift(scene, |waiver| waiver.lifts_not_allowed.is_some()))
    }

    /// The first waiver by name that lifts what is asked, and whose own condition is true.
    fn lift(&self, scene: &Scene<'_>, lifts: impl Fn(&Waiver) -> bool) -> Lift {
        let covers = |waiver: &Waiver| {
            lifts(waiver) && condition(scene, &Clauses::from(waiver), &mut Silent) == Truth::True
        };
        let mut waivers = (0..).map(WaiverId).zip(&self.policy.waivers);
        let found = waivers.find(|(_, waiver)| covers(waiver));
        found.map_or(Lift::Stands, |(id, _)| Lift::Lifted(id))
    }
}
