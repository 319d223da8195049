//! One finding whole: the record with what matters in it, the rules with their reasons, the words.

use super::at::{At, Starts};
use super::case::Over;
use super::class::{Charge, named, waiver};
use super::numbers::{Numbers, Values};
use super::said::{fingerprint, said};
use super::twins::{Same, Twin};
use super::words;
use super::{Log, Scan};
use crate::diag::Level;
use crate::finding::{Excerpt, Filling, Finding, Kind, LogPlace, RuleAnswer, Window};
use crate::judge::{Answer, Nearest, Ranking, Reason};
use crate::logs::{Place, Recorded};
use crate::policy::{Effect, Measure, PolicySet, Rule, RuleId, WaiverId};
use crate::syntax::ast::Severity;

/// How many of the nearest rules a `not-allowed` tells of.
const NEAREST: usize = 3;

/// An event of which there is something to tell.
#[derive(Clone, Copy)]
pub struct Told<'a> {
    /// The policy, the directory and the logs.
    pub scan: &'a Scan<'a>,
    /// Where blocks begin.
    pub starts: &'a Starts,
    /// What keys and distinct values are numbered as.
    pub numbers: &'a Numbers,
    /// Which allows come nearest.
    pub ranking: &'a Ranking<'a>,
    /// The log that it stands in.
    pub log: &'a Log<'a>,
    /// The event and its record, the first where there are several.
    pub recorded: &'a Recorded<'a>,
    /// Of how many records the event is made.
    pub fragments: u64,
}

impl Told<'_> {
    /// What a verdict says against it.
    #[must_use]
    pub fn charge(&self, charge: Charge) -> Finding {
        let (kind, answers) = match charge.rule {
            Some(_) => (charge.kind, self.answers(charge.rule)),
            None => {
                let nearest = self.nearest(NEAREST);
                let kind = named(charge.kind, || nearest.lacks_approval_alone);
                (kind, self.told(nearest.answers))
            }
        };
        let help = self.help(kind, &answers);
        let finding = self.finding(kind, charge.rule, answers);
        self.lifted(Finding { help, ..finding }, charge.lifted_by)
    }

    /// A limit that is exceeded at it.
    #[must_use]
    pub fn over(&self, over: &Over) -> Finding {
        let answers = self.answers(Some(over.limit));
        let mut finding = self.finding(Kind::OverLimit, Some(over.limit), answers);
        let window = self
            .policy()
            .rule(over.limit)
            .and_then(|rule| self.window(rule, over));
        if let Some(window) = &window {
            finding.message = format!("{}: {}", finding.message, words::window(window));
        }
        finding.window = window;
        self.lifted(finding, waiver(over.lift))
    }

    /// An event that came when others that are later had gone on.
    #[must_use]
    pub fn too_late(&self) -> Finding {
        let lateness = words::length(self.scan.lateness);
        let deed = self.deed();
        Finding {
            message: format!("{deed}, read more than {lateness} after later events"),
            help: Some(
                "limits and duplicates were not checked for it: scan the log as a file, or give more `--lateness`"
                    .to_owned(),
            ),
            ..self.finding(Kind::TooLate, None, Vec::new())
        }
    }

    /// What did not leave, and should not have.
    #[must_use]
    pub fn blocked(&self, instead: &[(Kind, Option<RuleId>)]) -> Finding {
        let first = instead.first().and_then(|(_, rule)| *rule);
        let mut finding = self.finding(Kind::BlockedAttempt, None, self.answers(first));
        finding.instead = instead
            .iter()
            .map(|(kind, rule)| (*kind, rule.and_then(|id| self.rule_name(id))))
            .collect();
        finding.help = Some(words::instead(&finding.instead));
        finding
    }

    /// An event whose id stood before.
    #[must_use]
    pub fn twin(&self, twin: &Twin) -> Finding {
        let first = words::place(&self.place_at(twin.first));
        let id = words::id(&self.recorded.event);
        let (kind, message) = match twin.same {
            Same::Everything => (
                Kind::DuplicateEvent,
                format!("{id} is the same record as {first}"),
            ),
            Same::Id => (
                Kind::ConflictingId,
                format!("{id} stands at {first} too, with other content: both count"),
            ),
        };
        Finding {
            message,
            ..self.finding(kind, None, Vec::new())
        }
    }

    fn policy(&self) -> &PolicySet {
        self.scan.judge.policy
    }

    fn finding(&self, kind: Kind, rule: Option<RuleId>, answers: Vec<RuleAnswer>) -> Finding {
        let event = &self.recorded.event;
        let name = rule.and_then(|id| self.rule_name(id));
        let severity = rule
            .and_then(|id| self.policy().rule(id))
            .map(|r| r.severity);
        let severity = severity.filter(|_| matches!(kind, Kind::Denied | Kind::OverLimit));
        let source = self.log.source.name();
        let known_as = name.as_deref().unwrap_or("");
        Finding {
            level: severity.map_or(kind.row().level, level_of),
            rule: rule.zip(name.clone()),
            severity,
            place: Some(self.place(self.recorded.place)),
            event: Some(event.clone()),
            excerpt: Some(self.excerpt(&answers)),
            fingerprint: fingerprint(kind, known_as, source, event, self.recorded.raw),
            answers,
            ..said(kind, self.deed(), &[])
        }
    }

    fn deed(&self) -> String {
        let deed = words::deed(&self.recorded.event);
        match self.fragments {
            1 => deed,
            fragments => format!("{deed} in {fragments} records"),
        }
    }

    /// A lifted finding keeps all it says, and is only told as waived.
    fn lifted(&self, finding: Finding, waiver: Option<WaiverId>) -> Finding {
        let Some((id, waiver)) = waiver.and_then(|id| Some((id, self.policy().waiver(id)?))) else {
            return finding;
        };
        let rule = finding.rule.as_ref().map(|(_, name)| name.clone());
        let known_as = rule.as_deref().unwrap_or(finding.kind.row().name);
        let source = self.log.source.name();
        let event = &self.recorded.event;
        Finding {
            kind: Kind::Waived,
            level: Kind::Waived.row().level,
            fingerprint: fingerprint(Kind::Waived, known_as, source, event, self.recorded.raw),
            help: Some(words::waived(waiver)),
            waiver: Some((id, waiver.name.text.clone())),
            instead: vec![(finding.kind, rule)],
            ..finding
        }
    }

    fn answers(&self, rule: Option<RuleId>) -> Vec<RuleAnswer> {
        self.told(match rule {
            Some(rule) => vec![self.scan.judge.answer(rule, &self.recorded.event)],
            None => self.nearest(NEAREST).answers,
        })
    }

    /// The allows that come nearest, at most so many.
    #[must_use]
    pub fn nearest(&self, most: usize) -> Nearest {
        self.ranking.nearest(&self.recorded.event, most)
    }

    fn told(&self, answers: Vec<Answer>) -> Vec<RuleAnswer> {
        let told = answers.into_iter();
        told.filter_map(|answer| rule_answer(self.policy(), answer))
            .collect()
    }

    fn help(&self, kind: Kind, answers: &[RuleAnswer]) -> Option<String> {
        let why = format!(
            "`exeat why {}`",
            words::place(&self.place(self.recorded.place))
        );
        match kind {
            Kind::NotAllowed | Kind::BadApproval => {
                let allows = self.policy().rules.iter();
                let count = allows.filter(|r| matches!(r.effect, Effect::Allow)).count();
                Some(words::nearest(count, answers, &why))
            }
            Kind::Undecided => Some(words::missing(answers, &why)),
            _ => Some(format!("{why} shows every rule's answer")),
        }
    }

    fn rule_name(&self, id: RuleId) -> Option<String> {
        self.policy().rule(id).map(|rule| rule.name.text.clone())
    }

    fn place(&self, at: Place) -> LogPlace {
        let file = usize::try_from(at.file).ok();
        let log = file.and_then(|n| self.scan.logs.get(n)).unwrap_or(self.log);
        log.place(at)
    }

    fn excerpt(&self, answers: &[RuleAnswer]) -> Excerpt {
        let reasons = answers.first().map_or(&[][..], |answer| &answer.reasons);
        let mut excerpt = excerpt(self.log, self.recorded, reasons);
        // The first record tells only its own share of a sum.
        if self.fragments > 1 {
            for (_, words) in &mut excerpt.labels {
                words.push_str(&format!(" (in {} records)", self.fragments));
            }
        }
        excerpt
    }

    fn place_at(&self, at: At) -> LogPlace {
        self.place(self.starts.place(at).unwrap_or(self.recorded.place))
    }

    fn window(&self, rule: &Rule, over: &Over) -> Option<Window> {
        let Effect::Limit {
            amount,
            keys,
            window,
            ..
        } = &rule.effect
        else {
            return None;
        };
        let schema = &self.policy().schema;
        let unit = words::unit(amount.measure, schema);
        let values = self.numbers.values(over.key).unwrap_or_default();
        let named = keys.iter().zip(&values);
        let key = named.map(|((path, _), value)| words::key(schema.name_of(*path), value.as_ref()));
        let filling = over.filling.iter().map(|one| Filling {
            place: self.place_at(one.at),
            time: one.time,
            share: words::share(one.amount, self.distinct(amount.measure, one.amount), &unit),
        });
        Some(Window {
            count: over.count,
            most: amount.most,
            unit: unit.clone(),
            length: words::length(*window),
            key: key.collect::<Vec<_>>().join(", "),
            filled_by: over.filled_by,
            filling: filling.collect(),
        })
    }

    /// The distinct value of a number, of a limit that counts those.
    fn distinct(&self, measure: Measure, amount: i64) -> Option<Values> {
        match measure {
            Measure::Exports | Measure::Sum(_) => None,
            Measure::Distinct(_) | Measure::Lists => u32::try_from(amount)
                .ok()
                .and_then(|n| self.numbers.values(n)),
        }
    }
}

/// A record with its mapped fields, and labels on those that decided.
#[must_use]
pub fn excerpt(log: &Log<'_>, recorded: &Recorded<'_>, reasons: &[Reason]) -> Excerpt {
    let fields = log
        .source
        .locate(recorded.head, recorded.raw, recorded.place.part);
    let failing = reasons.iter().any(|reason| reason.fails);
    let telling = reasons.iter().filter(|reason| reason.fails == failing);
    let said: Vec<_> = telling.flat_map(|reason| &reason.fields).collect();
    let labels = fields.iter().filter_map(|(field, range)| {
        let (_, words) = said
            .iter()
            .find(|(of, words)| of == field && !words.is_empty())?;
        Some((range.clone(), words.clone()))
    });
    Excerpt {
        text: recorded.raw.to_owned(),
        labels: labels.collect(),
        fields: fields.clone(),
    }
}

/// A rule's answer with what outputs show of the rule.
#[must_use]
pub fn rule_answer(policy: &PolicySet, answer: Answer) -> Option<RuleAnswer> {
    let rule = policy.rule(answer.rule)?;
    Some(RuleAnswer {
        rule: answer.rule,
        name: rule.name.text.clone(),
        effect: match rule.effect {
            Effect::Allow => "allow",
            Effect::Deny => "deny",
            Effect::Limit { .. } => "limit",
        },
        span: rule.span,
        effect_span: rule.effect_span,
        notes: rule.notes.iter().map(|note| note.text.clone()).collect(),
        owner: rule.owner.as_ref().map(|owner| owner.text.clone()),
        reasons: answer.reasons,
    })
}

/// A record that could be read once, and not again.
#[must_use]
pub fn changed(log: &Log<'_>, at: Place) -> Finding {
    let message = "this record is no longer what it was: the log changed while it was read";
    let offset = at.offset.to_string();
    Finding {
        place: Some(log.place(at)),
        ..said(
            Kind::UnreadableRecord,
            message.to_owned(),
            &[&log.name, &offset],
        )
    }
}

fn level_of(severity: Severity) -> Level {
    match severity {
        Severity::Critical | Severity::High => Level::Error,
        Severity::Medium | Severity::Low => Level::Warning,
    }
}
