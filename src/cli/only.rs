//! `--only`: which findings are told. Whatever it asks for, all are counted, and what could not be read is told.

use super::Failure;
use crate::event::FieldId;
use crate::finding::{Finding, KINDS};
use crate::nearest::nearest;
use crate::policy::{Effect, PolicySet};
use std::collections::{BTreeMap, BTreeSet};

/// What can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Rule,
    Kind,
    Actor,
    Tenant,
}

const KEYS: &[(&str, Key)] = &[
    ("rule", Key::Rule),
    ("kind", Key::Kind),
    ("actor", Key::Actor),
    ("tenant", Key::Tenant),
];

/// What was asked for: of each key that is there, one of its values.
#[derive(Debug)]
pub struct Only(BTreeMap<Key, BTreeSet<String>>);

impl Only {
    /// Reads the arguments; without any, everything is told.
    ///
    /// # Errors
    /// When one is no `KEY=VALUE`, or names a rule or kind that cannot be found.
    pub fn read(args: &[String], policy: &PolicySet) -> Result<Self, Failure> {
        let mut asked: BTreeMap<Key, BTreeSet<String>> = BTreeMap::new();
        for arg in args {
            let (key, value) = arg.split_once('=').ok_or_else(|| no_key(arg))?;
            let row = KEYS.iter().find(|(name, _)| *name == key);
            let (_, key) = row.ok_or_else(|| no_key(arg))?;
            match key {
                Key::Rule => rule(value, policy)?,
                Key::Kind => kind(value)?,
                Key::Actor | Key::Tenant => {}
            }
            asked.entry(*key).or_default().insert(value.to_owned());
        }
        Ok(Self(asked))
    }

    /// Whether a finding is told.
    #[must_use]
    pub fn wants(&self, finding: &Finding) -> bool {
        let has = |(key, values): (&Key, &BTreeSet<String>)| match key {
            Key::Rule => rules(finding).any(|rule| values.contains(rule)),
            Key::Kind => values.contains(finding.kind.row().name),
            Key::Actor => is(finding, FieldId::ACTOR, values),
            Key::Tenant => is(finding, FieldId::TENANT, values),
        };
        finding.kind.row().incomplete || self.0.iter().all(has)
    }
}

fn is(finding: &Finding, field: FieldId, values: &BTreeSet<String>) -> bool {
    let value = finding.event.as_ref().and_then(|event| event.text(field));
    value.is_some_and(|value| values.contains(value))
}

/// The rules that it breaks, or would break but for a waiver or a refusal.
fn rules(finding: &Finding) -> impl Iterator<Item = &String> {
    let own = finding.rule.iter().map(|(_, name)| name);
    own.chain(finding.instead.iter().filter_map(|(_, name)| name.as_ref()))
}

fn rule(name: &str, policy: &PolicySet) -> Result<(), Failure> {
    let Some(rule) = policy.rules.iter().find(|rule| rule.name.text == name) else {
        let can_break = policy
            .rules
            .iter()
            .filter(|rule| !matches!(rule.effect, Effect::Allow));
        let names: Vec<&str> = can_break.map(|rule| rule.name.text.as_str()).collect();
        return Err(unknown("rule", name, &names));
    };
    match rule.effect {
        Effect::Allow => Err(Failure::Told(format!(
            "--only `rule={name}`: `{name}` allows, so no finding is of it; what no rule allows is \
             `kind=not-allowed`"
        ))),
        Effect::Deny | Effect::Limit { .. } => Ok(()),
    }
}

fn kind(name: &str) -> Result<(), Failure> {
    let names: Vec<&str> = KINDS.iter().map(|row| row.name).collect();
    match names.contains(&name) {
        true => Ok(()),
        false => Err(unknown("kind of finding", name, &names)),
    }
}

fn unknown(what: &str, name: &str, names: &[&str]) -> Failure {
    Failure::Told(match nearest(name, names.iter().copied()) {
        Some(near) => format!("--only: no {what} is named `{name}`; did you mean `{near}`?"),
        None if names.is_empty() => format!("--only: no {what} is named `{name}`; there is none"),
        None => format!(
            "--only: no {what} is named `{name}`; there are: {}",
            names.join(", ")
        ),
    })
}

fn no_key(arg: &str) -> Failure {
    let keys: Vec<String> = KEYS.iter().map(|(key, _)| format!("`{key}=…`")).collect();
    Failure::Told(format!(
        "--only `{arg}` does not say what to look at; write one of {}",
        keys.join(", ")
    ))
}
