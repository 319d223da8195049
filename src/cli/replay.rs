//! Recorded logs under two policy sets: which exports come out otherwise.

use super::args::Diff;
use super::load::{Loaded, clock};
use super::logs::{self, Reads};
use super::output::{Outputs, show_errors};
use super::{Failure, World, args};
use crate::event::FIELDS;
use crate::finding::{Finding, Kind, Ledger, LogPlace};
use crate::judge::Judge;
use crate::report::Replayed;
use crate::scan::{self, LATENESS, Log, Period, Room};
use crate::time::Time;
use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64};

/// Where an event stands.
type Key = (String, u64, Option<u32>);

/// What an event comes to, where it is not simply allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Came {
    /// For want of a field it is not known whether it breaks the policy.
    Undecided,
    /// It breaks the policy.
    Violating,
}

/// All that are not simply allowed, under one policy set.
type Outcome = BTreeMap<Key, Came>;

/// Judges the logs under both; tells each export that comes out otherwise.
///
/// # Errors
/// When nothing can be read, or an output cannot be written.
pub fn replay(
    common: &args::Common,
    args: &Diff,
    (old, new): (&Loaded, &Loaded),
    outputs: &mut Outputs<'_>,
    world: &mut World<'_>,
) -> Result<Replayed, Failure> {
    let max_record = logs::max_record(&args.reading)?;
    let (mapping, mut wrong) = logs::mapping(&args.reading, new)?;
    // A field that only the new set declares is none of the old one's.
    let (before, _) = mapping.bind(&old.set.schema);
    let (after, more) = mapping.bind(&new.set.schema);
    wrong.extend(more);
    if !wrong.is_empty() {
        return Err(show_errors(common, &new.sources, &wrong, world));
    }
    let stop = (world.interrupt)();
    let named = logs::named(&args.replay, Reads::Again, &stop, world)?;
    let run = Run {
        max_record,
        threads: world.cores,
        key: world.key,
        now: clock(common, world)?,
        stop,
    };
    let (before_logs, after_logs) = (logs::opened(&named, &before), logs::opened(&named, &after));
    let (_, refused_after) = run.outcome(new, &after_logs)?;
    let (ledger, refused_before) = run.told(
        old,
        &before_logs,
        &mut |finding, came| {
            let other = refused_after.get(&key(finding)?).copied();
            let flips = came == Came::Violating && other.is_none();
            flips.then(|| said("let through now", finding))
        },
        outputs,
        world,
    )?;
    run.told(
        new,
        &after_logs,
        &mut |finding, came| {
            let other = refused_before.get(&key(finding)?).copied();
            let flips = came == Came::Violating && other.is_none();
            flips.then(|| said("refused now", finding))
        },
        outputs,
        world,
    )?;
    if ledger.records == 0 && !ledger.incomplete {
        return Err(Failure::Told(
            "there is no record in any log to replay".to_owned(),
        ));
    }
    Ok(counted(&ledger, &refused_before, &refused_after))
}

/// The parts add up to all exports.
fn counted(ledger: &Ledger, before: &Outcome, after: &Outcome) -> Replayed {
    let exports =
        ledger.events - ledger.duplicates - ledger.joined - ledger.outside - ledger.not_out;
    let mut replayed = Replayed {
        exports,
        incomplete: ledger.incomplete,
        ..Replayed::default()
    };
    let keys = before
        .keys()
        .chain(after.keys().filter(|key| !before.contains_key(*key)));
    for key in keys {
        match (before.get(key), after.get(key)) {
            (Some(Came::Violating), None) => replayed.let_through += 1,
            (None, Some(Came::Violating)) => replayed.refused += 1,
            (Some(Came::Undecided), _) | (_, Some(Came::Undecided)) => replayed.undecided += 1,
            _ => {}
        }
    }
    replayed
}

/// What all runs have in common.
struct Run {
    max_record: usize,
    threads: usize,
    key: crate::digest::HashKey,
    now: Time,
    stop: Arc<AtomicBool>,
}

impl Run {
    fn outcome(&self, side: &Loaded, logs: &[Log<'_>]) -> Result<(Ledger, Outcome), Failure> {
        self.scan(side, logs, &mut |_, _| Ok(()))
    }

    /// The same, and tells what `flips` makes of a finding.
    fn told(
        &self,
        side: &Loaded,
        logs: &[Log<'_>],
        flips: &mut dyn FnMut(&Finding, Came) -> Option<Finding>,
        outputs: &mut Outputs<'_>,
        world: &mut World<'_>,
    ) -> Result<(Ledger, Outcome), Failure> {
        let mut failed = None;
        let scanned = self.scan(side, logs, &mut |finding, came| {
            let Some(told) = flips(finding, came) else {
                return Ok(());
            };
            outputs.finding(&told, world).map_err(|failure| {
                failed = Some(failure);
                io::Error::other("an output failed")
            })
        });
        match failed {
            Some(failure) => Err(failure),
            None => scanned,
        }
    }

    fn scan(
        &self,
        side: &Loaded,
        logs: &[Log<'_>],
        each: &mut dyn FnMut(&Finding, Came) -> io::Result<()>,
    ) -> Result<(Ledger, Outcome), Failure> {
        let mut outcome = Outcome::new();
        let input = scan::Scan {
            judge: Judge {
                policy: &side.set,
                directory: &side.directory,
            },
            logs,
            max_record: self.max_record,
            lateness: LATENESS,
            period: Period::ALL,
            now: self.now,
            // Whether all logs are there is the nightly scan's question.
            manifest: None,
            threads: self.threads,
            key: self.key,
            stop: &self.stop,
            read: &AtomicU64::new(0),
            room: Room::default(),
        };
        let ledger = scan::run(&input, &mut |finding| {
            let Some((came, key)) = came(finding.kind).zip(key(&finding)) else {
                return Ok(());
            };
            let known = outcome.entry(key).or_insert(came);
            *known = (*known).max(came);
            each(&finding, came)
        });
        let ledger = ledger
            .map_err(|error| Failure::Told(format!("cannot use a temporary file: {error}")))?;
        Ok((ledger, outcome))
    }
}

fn came(kind: Kind) -> Option<Came> {
    match kind {
        Kind::Undecided => Some(Came::Undecided),
        Kind::Denied | Kind::NotAllowed | Kind::BadApproval | Kind::OverLimit => {
            Some(Came::Violating)
        }
        _ => None,
    }
}

fn key(finding: &Finding) -> Option<Key> {
    let LogPlace { file, at, .. } = finding.place.as_ref()?;
    Some((file.clone(), at.offset, at.part))
}

/// The finding, as what it says of the change. Declared fields are numbered by each side for itself: they are left
/// out.
fn said(what: &str, finding: &Finding) -> Finding {
    let mut said = finding.clone();
    said.message = format!("{what}: {}", finding.message);
    if let Some(event) = &mut said.event {
        event.values.truncate(FIELDS.len());
    }
    said
}
