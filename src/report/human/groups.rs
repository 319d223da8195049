//! Findings of one cause: after the first ones, the rest are only counted.

use super::block::paragraph;
use super::shown::{shorten, show};
use crate::event::FieldId;
use crate::finding::{Finding, Kind};
use crate::report::Look;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// So many actors are named for each cause.
const NAMED: usize = 5;
/// A name takes at most so many columns.
const NAME: usize = 40;

/// How many findings of each cause there were.
#[derive(Clone, Debug, Default)]
pub struct Groups {
    causes: BTreeMap<(Kind, Option<String>), Group>,
}

#[derive(Clone, Debug, Default)]
struct Group {
    shown: usize,
    more: u64,
    by_actor: BTreeMap<String, u64>,
}

/// What to do with a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "they are the words themselves")]
pub enum Shown {
    Whole,
    Counted,
}

impl Groups {
    /// Takes a finding in.
    pub fn take(&mut self, finding: &Finding, max_shown: usize) -> Shown {
        let rule = finding.rule.as_ref().map(|(_, name)| name.clone());
        let group = self.causes.entry((finding.kind, rule)).or_default();
        if group.shown < max_shown {
            group.shown += 1;
            return Shown::Whole;
        }
        group.more += 1;
        let event = finding.event.as_ref();
        if let Some(actor) = event.and_then(|event| event.text(FieldId::ACTOR)) {
            *group.by_actor.entry(actor.to_owned()).or_default() += 1;
        }
        Shown::Counted
    }

    /// A line for each cause of which some were only counted; empty if there is none.
    #[must_use]
    pub fn rest(&self, look: Look) -> String {
        let rest = self.causes.iter().filter(|(_, group)| group.more > 0);
        rest.map(|((kind, rule), group)| line(*kind, rule.as_deref(), group, look))
            .collect()
    }
}

fn line(kind: Kind, rule: Option<&str>, group: &Group, look: Look) -> String {
    let by = rule.map_or_else(String::new, |rule| format!(" by `{rule}`"));
    let mut actors: Vec<(&String, &u64)> = group.by_actor.iter().collect();
    actors.sort_by_key(|(name, n)| (Reverse(**n), *name));
    let others = actors.len().saturating_sub(NAMED);
    let named = actors.iter().take(NAMED);
    let mut named: Vec<String> = named
        .map(|(name, n)| format!("{} {n}", shorten(&show(name, look), NAME, look)))
        .collect();
    if others > 0 {
        named.push(format!("and {others} more actors"));
    }
    let what = format!("… and {} more `{}`{by}", group.more, kind.row().name);
    if named.is_empty() {
        return paragraph(&what, look);
    }
    paragraph(&format!("{what}: {}", named.join(", ")), look)
}
