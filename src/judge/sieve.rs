//! Verdicts in the pace of a log: rules that a value rules out are not evaluated for it again.
//!
//! Decides nothing itself. For each text that it meets in a field it asks the evaluation once, for every rule,
//! whether the rule's parts that read that field alone are false; the rules that are left are evaluated whole.

mod rules;
mod text;

use super::held::Texts;
use super::scene::Scene;
use super::truth::Truth;
use super::{Judge, Verdict, subject};
use crate::event::{Event, FieldId};
use crate::policy::{Path, PolicySet, Rule, SubjectKind};
use rules::Rules;
use std::collections::HashMap;
use text::ByText;

/// Fields of which logs repeat the values.
const REPEATED: [Path; 6] = [
    Path::Field(FieldId::LIST),
    Path::Field(FieldId::TENANT),
    Path::Domain(FieldId::DESTINATION),
    Path::Field(FieldId::ACTOR),
    Path::Field(FieldId::ACTION),
    Path::Field(FieldId::OUTCOME),
];

/// A judge that remembers. Of the same events it gives the same verdicts as [`Judge::verdict`].
#[derive(Debug)]
pub struct Sieve<'a> {
    judge: Judge<'a>,
    roles: ByRole<'a>,
    fields: Vec<ByText<'a>>,
    /// The rules that are left, while an event is judged.
    left: Rules,
}

impl<'a> Sieve<'a> {
    /// Remembers nothing yet.
    #[must_use]
    pub fn new(judge: Judge<'a>) -> Self {
        let fields = REPEATED.iter().map(|path| ByText::new(*path, judge.policy));
        Self {
            judge,
            roles: ByRole::new(judge.policy),
            fields: fields.filter(|field| !field.is_idle()).collect(),
            left: Rules::all(judge.policy),
        }
    }

    /// As [`Judge::verdict`].
    #[must_use]
    pub fn verdict(&mut self, event: &Event) -> Verdict {
        let scene = Scene::new(&self.judge, event);
        self.left.fill();
        self.roles.sift(&scene, &mut self.left);
        for field in &mut self.fields {
            field.sift(&scene, &mut self.left);
        }
        self.judge.verdict_of(&scene, self.left.iter())
    }
}

/// What is left for somebody who holds a role.
#[derive(Debug)]
struct ByRole<'a> {
    /// Rules whose subject asks for no role.
    without: Rules,
    with: HashMap<&'a str, Rules>,
    scratch: Rules,
}

impl<'a> ByRole<'a> {
    fn new(policy: &'a PolicySet) -> Self {
        let asks = |rule: &Rule| matches!(rule.subject.kind, SubjectKind::Roles(_));
        let with = policy.roles.iter().map(|role| {
            let held = [role.name.text.clone()];
            let holds = |rule: &Rule| {
                let truth = subject::holds_role(&rule.subject, Some(Texts::Value(&held)));
                asks(rule) && truth != Truth::False
            };
            (role.name.text.as_str(), Rules::that(policy, holds))
        });
        Self {
            without: Rules::that(policy, |rule| !asks(rule)),
            with: with.collect(),
            scratch: Rules::all(policy),
        }
    }

    /// Roles that are missing leave every rule.
    fn sift(&mut self, scene: &Scene<'_>, left: &mut Rules) {
        let Some(roles) = scene.roles() else {
            return;
        };
        self.scratch.become_as(&self.without);
        for rules in roles.iter().filter_map(|role| self.with.get(role)) {
            self.scratch.add(rules);
        }
        left.keep(&self.scratch);
    }
}
