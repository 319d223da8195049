//! The ledger's counts, kept while reading and put right when duplicates and windows are known.

use super::class::Class;
use super::notice::{Notices, Said};
use super::period::Period;
use super::{Log, Scan};
use crate::event::Event;
use crate::finding::{Coverage, Finding, Kind, Ledger, RuleCount};
use crate::judge::{Matched, Share, Truth, Verdict};
use crate::logs::Place;
use crate::policy::{PolicySet, RuleId};
use crate::time::Time;
use std::io;

/// Counts so far.
#[derive(Debug)]
pub struct Tally {
    ledger: Ledger,
    notices: Notices,
    /// By rule's id, for speed; put into the ledger by name at the end.
    rules: Vec<RuleCount>,
}

/// Whether something is counted, or was counted and should not have been.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "they are the words themselves")]
pub enum Change {
    Add,
    Undo,
}

impl Change {
    /// Counts one more, or one less.
    pub fn apply(self, count: &mut u64) {
        *count = match self {
            Self::Add => count.saturating_add(1),
            Self::Undo => count.saturating_sub(1),
        };
    }
}

/// What can be counted in any order.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs, reason = "as in the ledger")]
pub struct Counts {
    pub records: u64,
    pub not_exports: u64,
    events: u64,
    not_out: u64,
    violating: u64,
    waived: u64,
    allowed: u64,
    outside: u64,
    period: Option<(Time, Time)>,
    /// What lies outside of it is only that.
    asked: Period,
    /// By rule's id.
    matched: Vec<u64>,
}

impl Counts {
    /// Nothing counted.
    #[must_use]
    pub fn new(scan: &Scan<'_>) -> Self {
        Self {
            asked: scan.period,
            matched: vec![0; scan.judge.policy.rules.len()],
            ..Self::default()
        }
    }

    /// An event that was met, whatever comes of it.
    pub fn met(&mut self, time: Time) {
        self.events += 1;
        let (first, last) = self.period.unwrap_or((time, time));
        self.period = Some((first.min(time), last.max(time)));
    }

    /// Whether an event lies in the period that was asked for: else nothing more is counted of it.
    pub fn inside(&mut self, time: Time) -> bool {
        let inside = self.asked.contains(time);
        self.outside += u64::from(!inside);
        inside
    }

    /// An event that is allowed, by rules that are true of it.
    pub fn plain(&mut self, time: Time, matched: &Matched) {
        self.met(time);
        if !self.inside(time) {
            return;
        }
        self.allowed += 1;
        for rule in matched.allows.iter().chain(&matched.limits) {
            self.rule(*rule);
        }
    }

    /// What an event comes to, as far as it is known without others.
    pub fn class(&mut self, class: Class) {
        match class {
            Class::NotOut => self.not_out += 1,
            Class::Violating => self.violating += 1,
            Class::Waived => self.waived += 1,
            Class::Allowed => self.allowed += 1,
        }
    }

    /// Which rules' conditions were true of an event.
    pub fn matched(&mut self, event: &Event, verdict: &Verdict) {
        for rule in matched(event, verdict) {
            self.rule(rule);
        }
    }

    /// A rule whose condition was true of an event that is out.
    pub fn rule(&mut self, rule: RuleId) {
        let at = usize::try_from(rule.0).ok();
        if let Some(count) = at.and_then(|at| self.matched.get_mut(at)) {
            *count += 1;
        }
    }
}

/// Rules whose conditions are true of an event that is out.
pub fn matched(event: &Event, verdict: &Verdict) -> impl Iterator<Item = RuleId> {
    let denies = verdict.denies.iter().filter(|hit| hit.truth == Truth::True);
    let limits = verdict
        .limits
        .iter()
        .filter(|hit| hit.share != Share::Undecided);
    let rules = denies
        .map(|hit| hit.rule)
        .chain(verdict.allows.iter().copied())
        .chain(limits.map(|hit| hit.rule));
    let is_out = event.is_out();
    rules.filter(move |_| is_out)
}

impl Tally {
    /// Nothing counted.
    #[must_use]
    pub fn new(scan: &Scan<'_>) -> Self {
        Self {
            ledger: Ledger::default(),
            notices: Notices::default(),
            rules: vec![RuleCount::default(); scan.judge.policy.rules.len()],
        }
    }

    /// A file that was read to its end, or to its damage.
    pub fn file(&mut self, bytes: u64) {
        self.ledger.files += 1;
        self.ledger.bytes = self.ledger.bytes.saturating_add(bytes);
    }

    /// A file that could not be read.
    pub fn unreadable_file(&mut self) {
        self.ledger.files_unreadable += 1;
        self.found(Kind::UnreadableRecord);
        self.ledger.incomplete = true;
    }

    /// Somebody wanted the reading to end.
    pub fn interrupted(&mut self) {
        self.ledger.interrupted = true;
        self.ledger.incomplete = true;
    }

    /// Adds what was counted block by block.
    pub fn absorb(&mut self, counts: &Counts) {
        let ledger = &mut self.ledger;
        ledger.records += counts.records;
        ledger.not_exports += counts.not_exports;
        ledger.events += counts.events;
        ledger.outside += counts.outside;
        ledger.not_out += counts.not_out;
        ledger.violating += counts.violating;
        ledger.waived += counts.waived;
        ledger.allowed += counts.allowed;
        if let Some((first, last)) = counts.period {
            let (from, to) = ledger.period.unwrap_or((first, last));
            ledger.period = Some((from.min(first), to.max(last)));
        }
        for (rule, matched) in self.rules.iter_mut().zip(&counts.matched) {
            rule.matched += matched;
        }
    }

    /// Something to say of a record.
    pub fn say(&mut self, log: &Log<'_>, place: Place, said: Said) {
        self.ledger.incomplete |= said.is_incomplete();
        self.notices.say(log, place, said, Change::Add);
    }

    /// A record that could not be read.
    pub fn unreadable(&mut self) {
        self.ledger.unreadable += 1;
        self.found(Kind::UnreadableRecord);
        self.ledger.incomplete = true;
    }

    /// An event that turned out to be the same as an earlier one: it counts only as that.
    pub fn duplicate(&mut self, log: &Log<'_>, place: Place, said: Vec<Said>) {
        self.ledger.duplicates += 1;
        for said in said {
            self.notices.say(log, place, said, Change::Undo);
        }
    }

    /// A record of an export, delivered twice: it counts only as the one that it is the same as.
    pub fn duplicate_fragment(&mut self) {
        self.ledger.duplicates += 1;
    }

    /// Records outside the period that was asked for.
    pub fn outside(&mut self, count: u64) {
        self.ledger.outside += count;
    }

    /// An export of so many records: they count as one event.
    pub fn joined(&mut self, fragments: u64) {
        self.ledger.joined += fragments.saturating_sub(1);
    }

    /// What an event comes to.
    pub fn class(&mut self, class: Class, change: Change) {
        change.apply(match class {
            Class::NotOut => &mut self.ledger.not_out,
            Class::Violating => &mut self.ledger.violating,
            Class::Waived => &mut self.ledger.waived,
            Class::Allowed => &mut self.ledger.allowed,
        });
    }

    /// Rules whose conditions were counted as true of an event that does not count.
    pub fn unmatched(&mut self, rules: &[RuleId]) {
        for rule in rules {
            if let Some(count) = self.rule(*rule) {
                Change::Undo.apply(&mut count.matched);
            }
        }
    }

    /// A finding.
    pub fn found(&mut self, kind: Kind) {
        let count = self.ledger.by_kind.entry(kind.row().name).or_default();
        *count = count.saturating_add(1);
    }

    /// A violation of a rule.
    pub fn broke(&mut self, rule: RuleId) {
        if let Some(count) = self.rule(rule) {
            count.findings = count.findings.saturating_add(1);
        }
    }

    /// An event with a violation.
    pub fn violator(&mut self, actor: String, tenant: String) {
        *self.ledger.by_actor.entry(actor).or_default() += 1;
        *self.ledger.by_tenant.entry(tenant).or_default() += 1;
    }

    /// What is missing in the logs. Not all of it is told.
    pub fn coverage(&mut self, coverage: Coverage) {
        if coverage.count > 0 {
            let count = self.ledger.by_kind.entry(Kind::LogGap.row().name);
            *count.or_default() = coverage.count;
        }
        self.ledger.coverage = coverage;
    }

    /// A log that changed while it was read: something that was found can no longer be shown.
    pub fn incomplete(&mut self) {
        self.ledger.incomplete = true;
    }

    /// What is said once of each source, field or value.
    ///
    /// # Errors
    /// When `emit` fails.
    pub fn notices(
        &mut self,
        scan: &Scan<'_>,
        emit: &mut dyn FnMut(Finding) -> io::Result<()>,
    ) -> io::Result<()> {
        let notices = std::mem::take(&mut self.notices);
        self.ledger.unclassified = notices.unclassified_actions();
        for finding in notices.findings(scan, &self.ledger) {
            self.found(finding.kind);
            self.ledger.incomplete |= finding.kind.row().incomplete;
            emit(finding)?;
        }
        Ok(())
    }

    /// The ledger, rules by their names.
    #[must_use]
    pub fn ledger(mut self, policy: &PolicySet) -> Ledger {
        let named = policy.rules.iter().zip(&self.rules);
        self.ledger.by_rule = named.map(|(r, n)| (r.name.text.clone(), *n)).collect();
        self.ledger
    }

    fn rule(&mut self, rule: RuleId) -> Option<&mut RuleCount> {
        self.rules.get_mut(usize::try_from(rule.0).ok()?)
    }
}
