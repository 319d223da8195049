//! The words of findings: who did what, how full a window was, where to look next.

use super::numbers::Values;
use crate::event::{Event, FieldId, Value};
use crate::finding::{Kind, LogPlace, RuleAnswer, Window};
use crate::logs::Place;
use crate::policy::{Measure, Schema, Waiver};
use crate::time::{Length, NANOS};

/// `eng-7@mail.example took 412093 rows of celsius/all-clients`.
#[must_use]
pub fn deed(event: &Event) -> String {
    let actor = event.text(FieldId::ACTOR).unwrap_or("somebody");
    let tenant = event.text(FieldId::TENANT).unwrap_or("(no tenant)");
    let list = event.text(FieldId::LIST).unwrap_or("(no list)");
    let verb = if event.is_out() {
        "took"
    } else {
        "tried to take"
    };
    let counted = |n: i64, unit: &str| match n {
        1 => format!("1 {unit} of "),
        n => format!("{n} {unit}s of "),
    };
    let rows = event.int(FieldId::ROWS).map(|n| counted(n, "row"));
    let bytes = event.int(FieldId::BYTES).map(|n| counted(n, "byte"));
    let much = rows.or(bytes).unwrap_or_default();
    format!("{actor} {verb} {much}{tenant}/{list}")
}

/// `file:line`, as `why` takes it; with the column where the record does not begin its line.
#[must_use]
pub fn place(place: &LogPlace) -> String {
    let Place {
        line, column, part, ..
    } = place.at;
    let column = if column == 1 {
        String::new()
    } else {
        format!(":{column}")
    };
    let part = part.map(|part| format!("#{part}")).unwrap_or_default();
    format!("{}:{line}{column}{part}", place.file)
}

/// `id e-1`.
#[must_use]
pub fn id(event: &Event) -> String {
    format!("id `{}`", event.text(FieldId::ID).unwrap_or(""))
}

/// `6 tenants in 7d per actor eng-7@mail.example, at most 2`.
#[must_use]
pub fn window(window: &Window) -> String {
    let Window {
        count,
        unit,
        length,
        key,
        most,
        ..
    } = window;
    format!("{count} {unit} in {length} for {key}, at most {most}")
}

/// What a blocked attempt would have been.
#[must_use]
pub fn instead(charges: &[(Kind, Option<String>)]) -> String {
    let each = charges.iter().map(|(kind, rule)| match rule {
        Some(rule) => format!("{} by `{rule}`", kind.row().name),
        None => kind.row().name.to_owned(),
    });
    let all = each.collect::<Vec<_>>().join(", ");
    format!("it did not leave; had it left, it would be {all}")
}

/// Why a finding is only waived.
#[must_use]
pub fn waived(waiver: &Waiver) -> String {
    let until = waiver
        .period
        .until
        .map(|(time, _)| format!(" until {time}"));
    format!(
        "waived by `{}`{}: given by {}",
        waiver.name.text,
        until.unwrap_or_default(),
        waiver.by.text,
    )
}

/// `nearest of 6 rules: support-on-ticket · exeat why … shows all`.
#[must_use]
pub fn nearest(allows: usize, answers: &[RuleAnswer], why: &str) -> String {
    match answers.first() {
        None => format!("no rule allows anything · {why} shows all"),
        Some(first) if allows == 1 => format!("the only allow: {} · {why} shows all", first.name),
        Some(first) => format!(
            "nearest of {allows} rules: {} · {why} shows all",
            first.name
        ),
    }
}

/// Which fields are missing.
#[must_use]
pub fn missing(answers: &[RuleAnswer], why: &str) -> String {
    let reasons = answers.iter().flat_map(|answer| &answer.reasons);
    let mut paths: Vec<_> = reasons.flat_map(|reason| &reason.missing).collect();
    paths.sort();
    paths.dedup();
    let names: Vec<String> = paths.iter().map(|path| format!("`{path}`")).collect();
    format!(
        "missing: {} · {why} shows every rule's answer",
        names.join(", ")
    )
}

/// What a limit counts.
#[must_use]
pub fn unit(measure: Measure, schema: &Schema) -> String {
    match measure {
        Measure::Exports => "exports".to_owned(),
        Measure::Sum(path) => schema.name_of(path),
        Measure::Lists => "lists".to_owned(),
        Measure::Distinct(path) => match schema.name_of(path).as_str() {
            name @ ("tenant" | "destination" | "actor") => format!("{name}s"),
            name => format!("distinct {name}"),
        },
    }
}

/// `actor eng-7@mail.example`.
#[must_use]
pub fn key(name: String, value: Option<&Value>) -> String {
    format!("{name} {}", shown(value))
}

/// `41000 rows`, or the distinct value.
#[must_use]
pub fn share(amount: i64, distinct: Option<Values>, unit: &str) -> String {
    match distinct {
        None if unit == "exports" => String::new(),
        None => format!("{amount} {unit}"),
        Some(values) => {
            let each = values.iter().map(|value| shown(value.as_ref()));
            each.collect::<Vec<_>>().join("/")
        }
    }
}

/// Actor and tenant of an event, as the ledger counts violations by them.
#[must_use]
pub fn violator(event: &Event) -> (String, String) {
    let shown = |field| event.text(field).unwrap_or("(missing)").to_owned();
    (shown(FieldId::ACTOR), shown(FieldId::TENANT))
}

fn shown(value: Option<&Value>) -> String {
    match value {
        None => "(none)".to_owned(),
        Some(Value::Text(text)) => text.clone(),
        Some(Value::Int(n)) => n.to_string(),
        Some(Value::Bool(b)) => b.to_string(),
        Some(Value::Time(time)) => time.to_string(),
        Some(Value::Ip(ip)) => ip.to_string(),
        Some(Value::Texts(texts)) => texts.join(";"),
    }
}

/// A length of time as the language writes it: `7d`, `24h`, `1h30min`. Days only from three on: who limits
/// a day writes 24h, for it slides.
#[must_use]
pub fn length(length: Length) -> String {
    let mut seconds = length.0.div_euclid(NANOS);
    let days = if seconds < 3 * 86_400 {
        i128::MAX
    } else {
        86_400
    };
    let mut text = String::new();
    for (unit, size) in [("d", days), ("h", 3_600), ("min", 60), ("s", 1)] {
        let count = seconds.div_euclid(size);
        seconds = seconds.rem_euclid(size);
        if count > 0 {
            text.push_str(&format!("{count}{unit}"));
        }
    }
    if text.is_empty() {
        "0s".to_owned()
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_written_as_the_language_writes_them() {
        for (seconds, text) in [
            (604_800, "7d"),
            (86_400, "24h"),
            (129_600, "36h"),
            (90, "1min30s"),
            (0, "0s"),
        ] {
            assert_eq!(length(Length::seconds(seconds)), text);
        }
    }
}
