//! The findings of each case, in the order of (event time, file, position), and the ledger put right by
//! what only cases tell.
//!
//! Several cases are worked on at once; they are told in their order.

use super::Scan;
use super::at::Starts;
use super::case::{Case, CaseOf, Over};
use super::class::{Charge, Class, charges, named, waiver};
use super::correction::Correction;
use super::detail::{Told, changed};
use super::fetch::{Fetcher, How};
use super::gather;
use super::given::{Given, Givens, TOGETHER};
use super::notice::{self, said_of};
use super::numbers::Numbers;
use super::sequence::Taken;
use super::tally::matched;
use super::timeline::Arrival;
use super::twins::Same;
use super::words;
use crate::finding::{Finding, Kind};
use crate::judge::{Decider, Plan, Ranking, Verdict};
use std::collections::BTreeMap;
use std::io;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex, PoisonError};

/// All that telling a case needs, whoever does it.
pub struct Telling<'a> {
    /// The policy, the directory and the logs.
    pub scan: &'a Scan<'a>,
    /// What keys and distinct values are numbered as.
    pub numbers: &'a Numbers,
    /// Where blocks begin.
    pub starts: &'a Starts,
    /// Of each log, whether its offsets are those of its file.
    pub plain: &'a [bool],
    /// Which allows come nearest.
    pub ranking: Ranking<'a>,
    /// The rules taken apart.
    pub plan: Arc<Plan<'a>>,
}

/// What a case comes to.
#[derive(Debug)]
struct Outcome {
    findings: Vec<Finding>,
    ledger: Correction,
}

/// Tells what could not be read.
///
/// # Errors
/// When `emit` fails or a temporary file cannot be read.
pub fn unread(
    scan: &Scan<'_>,
    taken: &mut Taken,
    emit: &mut dyn FnMut(Finding) -> io::Result<()>,
) -> io::Result<()> {
    let tally = &mut taken.tally;
    taken.unread.each(&mut |place, reason| {
        let file = usize::try_from(place.file).ok();
        let Some(log) = file.and_then(|file| scan.logs.get(file)) else {
            return Ok(());
        };
        tally.unreadable();
        emit(notice::unreadable(log, place, reason))
    })
}

/// Tells all cases.
///
/// # Errors
/// When `emit` fails or a temporary file cannot be read.
pub fn findings(
    scan: &Scan<'_>,
    numbers: &Numbers,
    plan: &Arc<Plan<'_>>,
    taken: &mut Taken,
    emit: &mut dyn FnMut(Finding) -> io::Result<()>,
) -> io::Result<()> {
    let telling = Telling {
        scan,
        numbers,
        starts: &taken.starts,
        plain: &taken.plain,
        ranking: Ranking::new(scan.judge),
        plan: Arc::clone(plan),
    };
    let how = |file| telling.how(file);
    let records = gather::records(scan, &mut taken.cases, &taken.starts, &how)?;
    let mut given = Givens::new(taken.cases.reader()?, records, &mut taken.exports);
    let tally = &mut taken.tally;
    let mut told = |outcome: Outcome| -> io::Result<()> {
        outcome.ledger.apply(scan, tally);
        for finding in outcome.findings {
            tally.found(finding.kind);
            if finding.kind.row().incomplete {
                tally.incomplete();
            }
            emit(finding)?;
        }
        Ok(())
    };
    if scan.threads <= 1 {
        let mut hand = Hand::new(&telling);
        while let Some(case) = given.next()? {
            told(telling.outcome(&mut hand, case))?;
        }
        return Ok(());
    }
    telling.side_by_side(scan.threads, &mut given, &mut told)
}

impl Telling<'_> {
    fn how(&self, file: u32) -> How {
        let file = usize::try_from(file).ok();
        match file.and_then(|file| self.plain.get(file)) {
            Some(true) => How::Anywhere,
            _ => How::Forwards,
        }
    }

    /// Hands cases out, and tells what comes back in the order in which they were handed out.
    fn side_by_side<R: io::Read>(
        &self,
        threads: usize,
        given: &mut Givens<'_, R>,
        told: &mut dyn FnMut(Outcome) -> io::Result<()>,
    ) -> io::Result<()> {
        let (out, queue) = channel::<(u64, Vec<Given>)>();
        let (back, results) = channel();
        let queue = Mutex::new(queue);
        std::thread::scope(|scope| {
            // Gone when this ends, however it ends: then the threads end too.
            let out = out;
            for _ in 0..threads {
                let (queue, back) = (&queue, back.clone());
                scope.spawn(move || {
                    let mut hand = Hand::new(self);
                    while let Some((number, some)) = next(queue) {
                        let outcomes: Vec<Outcome> = some
                            .into_iter()
                            .map(|one| self.outcome(&mut hand, one))
                            .collect();
                        if back.send((number, outcomes)).is_err() {
                            break;
                        }
                    }
                });
            }
            drop(back);
            let mut ordered = Ordered::new(results);
            let most = u64::try_from(threads.saturating_mul(3)).unwrap_or(u64::MAX);
            let mut handed_out = 0_u64;
            loop {
                let some = given.some()?;
                let last = some.len() < TOGETHER;
                if out.send((handed_out, some)).is_err() {
                    break;
                }
                handed_out += 1;
                while handed_out - ordered.told >= if last { 1 } else { most } {
                    for outcome in ordered.next()? {
                        told(outcome)?;
                    }
                }
                if last {
                    break;
                }
            }
            Ok(())
        })
    }

    fn outcome(&self, hand: &mut Hand<'_>, given: Given) -> Outcome {
        let Given {
            mut case,
            record,
            whole,
        } = given;
        let place = self.starts.place(case.at);
        let found = place.and_then(|place| {
            let file = usize::try_from(place.file).ok();
            let log = file.and_then(|file| self.scan.logs.get(file))?;
            Some((log, place))
        });
        let Some((log, place)) = found else {
            return Outcome::lost(Vec::new());
        };
        let record = match (case.record.take(), self.how(place.file)) {
            (Some(record), _) => Some(record),
            (None, How::Anywhere) => hand.fetcher.record(place, How::Anywhere).ok(),
            (None, How::Forwards) => record,
        };
        let record = record.and_then(|record| String::from_utf8(record).ok());
        // A log that cannot be read again gives no record either.
        let head = hand.fetcher.head(place.file).unwrap_or_default();
        let recorded = record
            .as_deref()
            .and_then(|raw| log.source.again(head, raw, place));
        let Some(mut recorded) = recorded else {
            return Outcome::lost(vec![changed(log, place)]);
        };
        let mut fragments = 1;
        if let Some(whole) = whole {
            (recorded.event, fragments) = whole;
        }
        let told = Told {
            scan: self.scan,
            starts: self.starts,
            numbers: self.numbers,
            ranking: &self.ranking,
            log,
            recorded: &recorded,
            fragments,
        };
        match case.of {
            CaseOf::Event => of_event(&told, &case, hand.decider.judge(&recorded.event)),
            CaseOf::Fragment => of_fragment(&told, &case),
        }
    }
}

/// What one thread works with.
struct Hand<'a> {
    fetcher: Fetcher<'a>,
    decider: Decider<'a>,
}

impl<'a> Hand<'a> {
    fn new(telling: &Telling<'a>) -> Self {
        Self {
            fetcher: Fetcher::new(telling.scan),
            decider: Decider::of(&telling.plan),
        }
    }
}

fn next(queue: &Mutex<Receiver<(u64, Vec<Given>)>>) -> Option<(u64, Vec<Given>)> {
    let queue = queue.lock().unwrap_or_else(PoisonError::into_inner);
    queue.recv().ok()
}

/// Results in the order in which their work was handed out.
struct Ordered {
    results: Receiver<(u64, Vec<Outcome>)>,
    early: BTreeMap<u64, Vec<Outcome>>,
    /// How many were given on.
    told: u64,
}

impl Ordered {
    fn new(results: Receiver<(u64, Vec<Outcome>)>) -> Self {
        Self {
            results,
            early: BTreeMap::new(),
            told: 0,
        }
    }

    /// Waits for the next one.
    fn next(&mut self) -> io::Result<Vec<Outcome>> {
        loop {
            if let Some(next) = self.early.remove(&self.told) {
                self.told += 1;
                return Ok(next);
            }
            let ended = |_| io::Error::other("a thread ended before its work was done");
            let (number, outcomes) = self.results.recv().map_err(ended)?;
            self.early.insert(number, outcomes);
        }
    }
}

impl Outcome {
    fn lost(findings: Vec<Finding>) -> Self {
        Self {
            findings,
            ledger: Correction::Lost,
        }
    }
}

fn of_event(told: &Told<'_>, case: &Case, verdict: Verdict) -> Outcome {
    let event = &told.recorded.event;
    let charges = charges(&verdict);
    let mut findings: Vec<Finding> = case.twin.iter().map(|twin| told.twin(twin)).collect();
    if case.arrival == Arrival::TooLate {
        findings.push(told.too_late());
        if !told.scan.period.contains(event.time) {
            let ledger = Correction::None;
            return Outcome { findings, ledger };
        }
    }
    if case.twin.is_some_and(|twin| twin.same == Same::Everything) {
        let ledger = duplicate(told, &verdict, &charges);
        return Outcome { findings, ledger };
    }
    if event.is_out() {
        findings.extend(charges.iter().map(|charge| told.charge(*charge)));
        findings.extend(case.over.iter().map(|over| told.over(over)));
        let ledger = recount(told, &charges, &case.over);
        return Outcome { findings, ledger };
    }
    findings.extend(blocked(told, &charges, &case.over));
    Outcome {
        findings,
        ledger: Correction::None,
    }
}

/// Of one record of an export only its twin is told.
fn of_fragment(told: &Told<'_>, case: &Case) -> Outcome {
    let same = |same| case.twin.is_some_and(|twin| twin.same == same);
    Outcome {
        findings: case.twin.iter().map(|twin| told.twin(twin)).collect(),
        ledger: match same(Same::Everything) {
            true => Correction::DuplicateFragment,
            false => Correction::None,
        },
    }
}

/// A duplicate was counted while reading; it is its twin, and nothing else.
fn duplicate(told: &Told<'_>, verdict: &Verdict, charges: &[Charge]) -> Correction {
    let event = &told.recorded.event;
    Correction::Duplicate {
        place: told.recorded.place,
        class: Class::of(event, charges),
        matched: matched(event, verdict).collect(),
        said: said_of(told.scan, told.recorded),
    }
}

/// An exceeded limit, known only now, changes what the event comes to.
fn recount(told: &Told<'_>, charges: &[Charge], over: &[Over]) -> Correction {
    let event = &told.recorded.event;
    let before = Class::of(event, charges);
    let mut all = charges.to_vec();
    all.extend(over.iter().map(charge_of));
    let after = Class::of(event, &all);
    let standing = all.iter().filter(|charge| charge.lifted_by.is_none());
    Correction::Recount {
        before,
        after,
        broke: standing.filter_map(|charge| charge.rule).collect(),
        violator: (after == Class::Violating).then(|| words::violator(event)),
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
    let all = charges.iter().copied().chain(over.iter().map(charge_of));
    let standing = all.filter(|charge| charge.lifted_by.is_none());
    let instead: Vec<_> = standing
        .map(|charge| {
            let approval = || told.nearest(1).lacks_approval_alone;
            (named(charge.kind, approval), charge.rule)
        })
        .collect();
    (!instead.is_empty()).then(|| told.blocked(&instead))
}
