//! A failed expectation as a diagnostic: what was expected, what came out, and which clauses decided.

use super::{Failure, Found, MOST_EVENTS, Otherwise, TestResult};
use crate::diag::Diagnostic;
use crate::finding::Kind;
use crate::judge::{Answer, Part, Reason, Truth};
use crate::policy::{Effect, PolicySet, Rule, RuleId};
use crate::syntax::ast::Expected;

/// One `failing-test` for each expectation that is not met.
#[must_use]
pub fn diagnostics(results: &[TestResult], policy: &PolicySet) -> Vec<Diagnostic> {
    let failing = results
        .iter()
        .filter_map(|result| Some((result, result.failure.as_ref()?)));
    failing
        .map(|(result, failure)| diagnostic(result, failure, policy))
        .collect()
}

fn diagnostic(result: &TestResult, failure: &Failure, policy: &PolicySet) -> Diagnostic {
    let name = &result.test.text;
    let error = |message: String| Diagnostic::error("failing-test", message);
    match failure {
        Failure::NoTime => error(format!("test `{name}`: the event has no time"))
            .label(result.span, "no `time` is given")
            .help("give the test a time: `time: 2026-03-02T15:00:00Z`"),
        Failure::TooLong => error(format!("test `{name}`: the sequence is too long"))
            .label(
                result.span,
                format!("more than {MOST_EVENTS} events are not run"),
            )
            .help("lower the `repeat`; a limit can be reached with fewer, larger exports"),
        Failure::Otherwise(otherwise) => {
            let wanted = wanted(result.expected, otherwise, policy);
            let got = got(otherwise, policy);
            let repeat = repeat(otherwise.repeat);
            let message = format!("test `{name}`: expected {wanted}, got {got}{repeat}");
            let mut found = error(message);
            found = label_expect(found, result, otherwise, policy);
            for answer in &otherwise.answers {
                found = label_rule(found, answer, otherwise, policy);
            }
            found.help(format!("the event: `{}`", otherwise.values))
        }
    }
}

/// "violation of `gone`".
fn wanted(expected: Expected, otherwise: &Otherwise, policy: &PolicySet) -> String {
    let word = expected.word();
    let rules = otherwise.lacking.iter().map(|(rule, _)| match rule {
        Some(rule) => format!("`{}`", name_of(policy, *rule)),
        None => "not-allowed".to_owned(),
    });
    let rules: Vec<String> = rules.collect();
    if rules.is_empty() {
        return word.to_owned();
    }
    format!("{word} of {}", rules.join(", "))
}

fn repeat((repeat, of): (u32, u32)) -> String {
    match of {
        1 => String::new(),
        _ => format!(" at repeat {repeat} of {of}"),
    }
}

/// "denied by `gone`, over-limit by `slices`".
fn got(otherwise: &Otherwise, policy: &PolicySet) -> String {
    let counts: Vec<&Found> = otherwise
        .got
        .iter()
        .filter(|f| f.kind != Kind::Waived)
        .collect();
    if counts.is_empty() {
        let words = match otherwise.is_out {
            true => "allow",
            false => "nothing, since the export is not out",
        };
        return words.to_owned();
    }
    let each: Vec<String> = counts
        .iter()
        .map(|found| found_words(found, policy))
        .collect();
    each.join(", ")
}

fn found_words(found: &Found, policy: &PolicySet) -> String {
    match found.rule {
        Some(rule) => format!("{} by `{}`", found.kind.row().name, name_of(policy, rule)),
        None => found.kind.row().name.to_owned(),
    }
}

fn name_of(policy: &PolicySet, rule: RuleId) -> &str {
    policy.rule(rule).map_or("", |rule| rule.name.text.as_str())
}

fn label_expect(
    found: Diagnostic,
    result: &TestResult,
    otherwise: &Otherwise,
    policy: &PolicySet,
) -> Diagnostic {
    let mut found = found.label(
        result.outcome_span,
        format!("got {}", got(otherwise, policy)),
    );
    for (rule, span) in &otherwise.lacking {
        let words = match (rule, result.expected) {
            (Some(_), Expected::Allow) => "does not allow it",
            (Some(_), _) => "not among what was found",
            (None, _) => "something else was found",
        };
        found = found.label(*span, words);
    }
    found
}

/// Underlines what decided in a rule: of one that should have let the event through, what fails; of any other,
/// what it is that makes it true.
fn label_rule(
    found: Diagnostic,
    answer: &Answer,
    otherwise: &Otherwise,
    policy: &PolicySet,
) -> Diagnostic {
    let Some(rule) = policy.rule(answer.rule) else {
        return found;
    };
    let mut found = found.label(rule.effect_span, rule_words(rule, answer, otherwise));
    for reason in answer
        .reasons
        .iter()
        .filter(|reason| tells(reason, answer.truth))
    {
        found = found.label(reason.span, reason.words.clone());
        if let Some(used_at) = reason.used_at {
            found = found.label(used_at, "used here");
        }
    }
    found
}

fn rule_words(rule: &Rule, answer: &Answer, otherwise: &Otherwise) -> String {
    let name = &rule.name.text;
    let own = otherwise
        .got
        .iter()
        .find(|found| found.rule == Some(answer.rule));
    match (&rule.effect, answer.truth, own.map(|found| found.kind)) {
        (_, _, Some(Kind::Waived)) => format!("`{name}`, which a waiver lifts"),
        (Effect::Allow, Truth::True, _) => format!("`{name}` allows it"),
        (Effect::Allow, ..) => format!("`{name}` does not allow it"),
        (Effect::Deny, Truth::True, _) => format!("`{name}` denies it"),
        (Effect::Limit { .. }, Truth::True, _) => match own.and_then(|found| found.count) {
            Some(count) => format!("`{name}`: {count} in the window"),
            None => format!("`{name}`"),
        },
        (Effect::Deny | Effect::Limit { .. }, ..) => format!("`{name}` cannot be decided"),
    }
}

/// Of what is true, the clauses that the author wrote as conditions; of what is not, what keeps it from being true.
fn tells(reason: &Reason, truth: Truth) -> bool {
    match truth {
        Truth::True => matches!(reason.part, Part::When) && reason.truth == Truth::True,
        Truth::Unknown | Truth::False => reason.fails,
    }
}
