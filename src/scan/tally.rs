//! The ledger's counts, kept while reading and put right when duplicates and windows are known.

use super::class::Class;
use super::notice::Notices;
use super::{Log, Scan};
use crate::event::{Event, FieldId};
use crate::finding::{Finding, Kind, Ledger, RuleCount};
use crate::judge::{Share, Truth, Verdict};
use crate::logs::{Place, Reading, Recorded};
use crate::policy::{PolicySet, RuleId};
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
    pub fn file(&mut self, reading: Reading) {
        self.ledger.files += 1;
        self.ledger.bytes = self.ledger.bytes.saturating_add(reading.bytes);
        self.ledger.records = self.ledger.records.saturating_add(reading.records);
    }

    /// A file that could not be read.
    pub fn unreadable_file(&mut self) {
        self.ledger.files_unreadable += 1;
        self.found(Kind::UnreadableRecord);
        self.ledger.incomplete = true;
    }

    /// A record that is no export.
    pub fn not_export(&mut self) {
        self.ledger.not_exports += 1;
    }

    /// A record whose action the source does not know.
    pub fn unclassified(&mut self, log: &Log<'_>, action: &str, place: Place) {
        self.notices.unclassified(log, action, place);
        self.ledger.incomplete = true;
    }

    /// A record that could not be read.
    pub fn unreadable(&mut self) {
        self.ledger.unreadable += 1;
        self.found(Kind::UnreadableRecord);
        self.ledger.incomplete = true;
    }

    /// An event, whatever the policy says of it.
    pub fn event(&mut self, scan: &Scan<'_>, log: &Log<'_>, recorded: &Recorded<'_>) {
        self.ledger.events += 1;
        let time = recorded.event.time;
        let (first, last) = self.ledger.period.unwrap_or((time, time));
        self.ledger.period = Some((first.min(time), last.max(time)));
        if !recorded.misfits.is_empty() {
            self.ledger.incomplete = true;
        }
        self.notices.event(scan, log, recorded, Change::Add);
    }

    /// An event that turned out to be the same as an earlier one: it counts only as that.
    pub fn duplicate(&mut self, scan: &Scan<'_>, log: &Log<'_>, recorded: &Recorded<'_>) {
        self.ledger.duplicates += 1;
        self.notices.event(scan, log, recorded, Change::Undo);
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

    /// Which rules' conditions were true of an event that is out.
    pub fn matched(&mut self, event: &Event, verdict: &Verdict, change: Change) {
        if !event.is_out() {
            return;
        }
        let denies = verdict.denies.iter().filter(|hit| hit.truth == Truth::True);
        let limits = verdict
            .limits
            .iter()
            .filter(|hit| hit.share != Share::Undecided);
        let rules = denies
            .map(|hit| hit.rule)
            .chain(verdict.allows.iter().copied());
        for rule in rules.chain(limits.map(|hit| hit.rule)) {
            if let Some(count) = self.rule(rule) {
                change.apply(&mut count.matched);
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
    pub fn violator(&mut self, event: &Event) {
        let shown = |field| event.text(field).unwrap_or("(missing)").to_owned();
        *self
            .ledger
            .by_actor
            .entry(shown(FieldId::ACTOR))
            .or_default() += 1;
        *self
            .ledger
            .by_tenant
            .entry(shown(FieldId::TENANT))
            .or_default() += 1;
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
