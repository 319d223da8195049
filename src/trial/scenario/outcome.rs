//! What is found on the exports of a scenario, and what had gone before.

use super::super::found::judge;
use super::super::world::{Clock, World};
use super::Means;
use super::draft::{Draft, world};
use super::hand::Hand;
use crate::event::{FieldId, Value};
use crate::finding::Kind;
use crate::policy::{ColumnId, Given, Path, RuleId};
use crate::time::{Length, Time};
use std::collections::BTreeMap;

/// A scenario played once.
#[derive(Clone, Debug, PartialEq)]
pub struct Play {
    /// With what.
    pub means: Means,
    /// All that was taken.
    pub taken: Taken,
    /// Whether that is all that he would have taken.
    pub whole: Whole,
    /// Whose lists, in the order in which they were gone through.
    pub tenants: Vec<String>,
    /// Whether all of it went to domains of the tenants whose it is.
    pub home: bool,
    /// How long it took from the first export to the last.
    pub lasted: Length,
    /// What found it, the first first. Nothing, where it was not caught.
    pub caught: Vec<Caught>,
    /// Each export as a test's record.
    pub records: Vec<String>,
}

/// Whether a story was played to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whole {
    /// It was.
    Played,
    /// After so many exports that more were not played.
    Cut,
}

/// How much left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "they are the words themselves")]
pub struct Taken {
    pub exports: u64,
    pub rows: i64,
    pub tenants: u64,
}

/// A rule that found it, or the lack of one that allows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Caught {
    /// As what.
    pub kind: Kind,
    /// By which rule; of a not-allowed none.
    pub rule: Option<RuleId>,
    /// At which export, from 1.
    pub at: u64,
    /// How long after the first export.
    pub after: Length,
    /// What had left before that export.
    pub before: Taken,
    /// On how many exports in all.
    pub exports: u64,
}

/// Judges the exports, which share one log.
pub(super) fn outcome(hand: &Hand<'_>, drafts: &[Draft], whole: Whole) -> Play {
    let policy = hand.judge.policy;
    let given: Vec<Vec<Given>> = drafts.iter().map(Draft::given).collect();
    let mut clock = Clock::start(&[]);
    let worlds = given
        .iter()
        .filter_map(|given| world(&policy.schema, given, &mut clock));
    let worlds: Vec<World<'_>> = worlds.collect();
    let judged = judge(policy, &worlds.iter().collect::<Vec<_>>());
    let first = worlds
        .first()
        .map_or(Time::default(), |world| world.event.time);
    let last = worlds.last().map_or(first, |world| world.event.time);
    let mut tally = Tally::default();
    for (world, judged) in worlds.iter().zip(&judged) {
        let after = world.event.time.since(first);
        for found in judged.got.iter().filter(|found| found.kind != Kind::Waived) {
            tally.find((found.kind, found.rule), after);
        }
        tally.leave(world);
    }
    let mut caught: Vec<Caught> = tally.caught.into_values().collect();
    caught.sort_by_key(|caught| (caught.at, caught.rule.is_some(), caught.kind, caught.rule));
    Play {
        means: hand.means,
        whole,
        home: drafts.iter().all(goes_home),
        taken: tally.taken,
        tenants: tally.tenants,
        lasted: last.since(first),
        caught,
        records: worlds
            .iter()
            .map(|world| world.text(&policy.schema))
            .collect(),
    }
}

fn goes_home(draft: &Draft) -> bool {
    let domain = draft.value(Path::Domain(FieldId::DESTINATION));
    let own = draft.texts(Path::Column(ColumnId::TENANT_DOMAINS));
    own.into_iter().any(|own| domain == Some(Value::Text(own)))
}

#[derive(Default)]
struct Tally {
    taken: Taken,
    tenants: Vec<String>,
    caught: BTreeMap<(Kind, Option<RuleId>), Caught>,
}

impl Tally {
    fn find(&mut self, (kind, rule): (Kind, Option<RuleId>), after: Length) {
        let before = self.taken;
        let caught = self.caught.entry((kind, rule)).or_insert(Caught {
            kind,
            rule,
            at: before.exports + 1,
            after,
            before,
            exports: 0,
        });
        caught.exports += 1;
    }

    fn leave(&mut self, world: &World<'_>) {
        self.taken.exports += 1;
        self.taken.rows += world.event.int(FieldId::ROWS).unwrap_or(0);
        let tenant = world.event.text(FieldId::TENANT).unwrap_or_default();
        if !self.tenants.iter().any(|known| known == tenant) {
            self.tenants.push(tenant.to_owned());
            self.taken.tenants += 1;
        }
    }
}
