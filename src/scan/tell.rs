//! The findings of all events that have some, in their order, each with its reasons.

use super::class::{Charge, Class, charges, named, waiver};
use super::detail::{Told, changed};
use super::gather::{Events, Gathered};
use super::identity::Same;
use super::tally::{Change, Tally};
use super::windows::{Over, Windows};
use super::{Log, Scan};
use crate::finding::{Finding, Kind};
use crate::judge::Verdict;
use std::io;

/// Judges each gathered event again and tells its findings.
///
/// # Errors
/// When `emit` fails or a temporary file cannot be read.
pub fn findings(
    scan: &Scan<'_>,
    events: &mut Events,
    windows: &mut Windows,
    tally: &mut Tally,
    emit: &mut dyn FnMut(Finding) -> io::Result<()>,
) -> io::Result<()> {
    while let Some(gathered) = events.next()? {
        let file = usize::try_from(gathered.place.file).ok();
        let Some(log) = file.and_then(|n| scan.logs.get(n)) else {
            continue;
        };
        for finding in of_event(scan, log, &gathered, windows, tally)? {
            tally.found(finding.kind);
            emit(finding)?;
        }
    }
    Ok(())
}

fn of_event(
    scan: &Scan<'_>,
    log: &Log<'_>,
    gathered: &Gathered,
    windows: &mut Windows,
    tally: &mut Tally,
) -> io::Result<Vec<Finding>> {
    let raw = gathered.raw.as_deref();
    let Some(recorded) = raw.and_then(|raw| log.source.again(&gathered.head, raw, gathered.place))
    else {
        tally.incomplete();
        return Ok(vec![changed(log, gathered.place)]);
    };
    let told = Told {
        scan,
        log,
        recorded: &recorded,
    };
    let verdict = scan.judge.verdict(&recorded.event);
    let charges = charges(&verdict);
    let mut findings = Vec::new();
    if let Some(twin) = gathered.twin {
        findings.push(told.twin(&twin));
        if twin.same == Same::Everything {
            undo(&told, &verdict, &charges, tally);
            return Ok(findings);
        }
    }
    if recorded.event.is_out() {
        recount(&told, &charges, &gathered.over, tally);
        findings.extend(charges.iter().map(|charge| told.charge(*charge)));
        for over in &gathered.over {
            findings.push(told.over(over, windows)?);
        }
    } else {
        findings.extend(blocked(&told, &charges, &gathered.over));
    }
    Ok(findings)
}

/// A duplicate was counted while reading; it is its twin, and nothing else.
fn undo(told: &Told<'_>, verdict: &Verdict, charges: &[Charge], tally: &mut Tally) {
    let event = &told.recorded.event;
    tally.class(Class::of(event, charges), Change::Undo);
    tally.matched(event, verdict, Change::Undo);
    tally.duplicate(told.scan, told.log, told.recorded);
}

/// An exceeded limit, known only now, changes what the event comes to.
fn recount(told: &Told<'_>, charges: &[Charge], over: &[Over], tally: &mut Tally) {
    let event = &told.recorded.event;
    let before = Class::of(event, charges);
    let mut all = charges.to_vec();
    all.extend(over.iter().map(charge_of));
    let after = Class::of(event, &all);
    tally.class(before, Change::Undo);
    tally.class(after, Change::Add);
    let standing = all.iter().filter(|charge| charge.lifted_by.is_none());
    standing
        .filter_map(|c| c.rule)
        .for_each(|rule| tally.broke(rule));
    if after == Class::Violating {
        tally.violator(event);
    }
}

fn charge_of(over: &Over) -> Charge {
    Charge {
        kind: Kind::OverLimit,
        rule: Some(over.limit),
        lifted_by: waiver(over.lift),
    }
}

/// What did not leave, and should not have: one finding, whatever it would have broken.
fn blocked(told: &Told<'_>, charges: &[Charge], over: &[Over]) -> Option<Finding> {
    let event = &told.recorded.event;
    let all = charges.iter().copied().chain(over.iter().map(charge_of));
    let standing = all.filter(|charge| charge.lifted_by.is_none());
    let instead: Vec<_> = standing
        .map(|charge| (named(told.scan.judge, event, charge), charge.rule))
        .collect();
    (!instead.is_empty()).then(|| told.blocked(&instead))
}
