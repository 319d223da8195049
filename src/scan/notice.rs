//! What is said of a log rather than of one export: once for each source and field or value, counted.

use super::clock;
use super::said::said;
use super::tally::Change;
use super::{Log, Scan};
use crate::event::{Event, FieldId, Outcome, Value};
use crate::finding::{Finding, Kind, Ledger, LogPlace};
use crate::logs::{Place, Recorded};
use crate::nearest::is_near_miss;
use crate::policy::Path;
use crate::syntax::ast::Entity;
use crate::time::Time;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;

/// Distinct values beyond this many are counted together: a hostile log must not eat memory.
const MOST_VALUES: usize = 10_000;
/// What stands for the values beyond.
const OTHERS: &str = "(others)";

/// What there is to say, by kind, source, and field or value.
#[derive(Debug, Default)]
pub struct Notices {
    seen: BTreeMap<(Kind, String, String), Seen>,
}

#[derive(Debug)]
struct Seen {
    count: u64,
    first: Place,
    file: String,
    /// An example: the value that did not fit, with the reason.
    example: String,
}

/// One thing to say of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    kind: Kind,
    /// The field or value that it is about.
    value: String,
    /// An example: the value that did not fit, with the reason.
    example: String,
}

impl Said {
    /// An action that the source does not know.
    #[must_use]
    pub fn unclassified(action: String) -> Self {
        Self {
            kind: Kind::UnclassifiedAction,
            value: action,
            example: String::new(),
        }
    }

    /// A value that does not fit what it is for.
    #[must_use]
    pub fn misfit(name: String, value: &str, reason: &str) -> Self {
        Self {
            kind: Kind::MisfitValue,
            value: name,
            example: format!("`{}` is {reason}", beginning(value)),
        }
    }

    fn of(kind: Kind, value: impl Into<String>) -> Self {
        Self {
            kind,
            value: value.into(),
            example: String::new(),
        }
    }

    /// Whether it means that a part of the input was not looked at.
    #[must_use]
    pub fn is_incomplete(&self) -> bool {
        self.kind.row().incomplete || self.kind == Kind::UnclassifiedAction
    }
}

/// What there is to say of an event, apart from the policy's verdict. Of one outside the period that was asked
/// for only what could not be read: it may be missing in windows.
#[must_use]
pub fn said_of(scan: &Scan<'_>, recorded: &Recorded<'_>) -> Vec<Said> {
    let mut said = Vec::new();
    let schema = &scan.judge.policy.schema;
    for misfit in &recorded.misfits {
        let name = schema.name_of(Path::Field(misfit.field));
        said.push(Said::misfit(name, &misfit.value, &misfit.reason));
    }
    for field in [FieldId::ACTOR, FieldId::TENANT, FieldId::LIST] {
        let misfit = recorded.misfits.iter().any(|m| m.field == field);
        if recorded.event.get(field).is_none() && !misfit {
            let name = schema.name_of(Path::Field(field));
            said.push(Said::of(Kind::IncompleteEvent, name));
        }
    }
    strangers(scan, &recorded.event, &mut said);
    roles(scan, &recorded.event, &mut said);
    let wrong = clock::wrong(scan, recorded.place, recorded.event.time);
    said.extend(wrong.map(|(which, example)| Said {
        example,
        ..Said::of(Kind::Clock, which)
    }));
    if !scan.period.contains(recorded.event.time) {
        said.retain(Said::is_incomplete);
    }
    said
}

/// Whether there may be something to say of an event, or not just that it is allowed, because a field holds a value.
#[must_use]
pub fn may_say(scan: &Scan<'_>, field: FieldId, value: Option<&Value>) -> bool {
    let mut event = Event::at(Time::default());
    event.set(field, value.cloned());
    let directory = scan.judge.directory;
    let unknown = |entity, there: bool| there && directory.row(entity, &event).is_none();
    match field {
        FieldId::ACTOR => {
            value.is_none()
                || unknown(Entity::Actor, directory.people.is_some())
                || event.text(field).is_some_and(|actor| {
                    let held = directory.ever_held(actor);
                    held.into_iter().any(|role| misspelt(scan, role).is_some())
                })
        }
        FieldId::TENANT => value.is_none() || unknown(Entity::Tenant, directory.tenants.is_some()),
        FieldId::LIST => value.is_none(),
        FieldId::ROLES => {
            let claimed = event.texts(field).unwrap_or(&[]);
            let confirmed = directory.people.is_none() || claimed.is_empty();
            !confirmed || claimed.iter().any(|role| misspelt(scan, role).is_some())
        }
        FieldId::OUTCOME => event.outcome() != Outcome::Success,
        _ => false,
    }
}

fn strangers(scan: &Scan<'_>, event: &Event, said: &mut Vec<Said>) {
    let directory = scan.judge.directory;
    let tables = [
        (
            Entity::Actor,
            directory.people.is_some(),
            Kind::UnknownActor,
        ),
        (
            Entity::Tenant,
            directory.tenants.is_some(),
            Kind::UnknownTenant,
        ),
    ];
    for (entity, present, kind) in tables {
        let Some(value) = event.text(entity.field()).filter(|_| present) else {
            continue;
        };
        if directory.row(entity, event).is_none() {
            said.push(Said::of(kind, value));
        }
    }
}

fn roles(scan: &Scan<'_>, event: &Event, said: &mut Vec<Said>) {
    let claimed = event.texts(FieldId::ROLES).unwrap_or(&[]);
    let actor = event.text(FieldId::ACTOR);
    let held = actor.and_then(|actor| scan.judge.directory.roles_of(actor, event.time));
    let told = held.iter().flatten().copied();
    for role in claimed.iter().map(String::as_str).chain(told) {
        if let Some(meant) = misspelt(scan, role) {
            said.push(Said {
                kind: Kind::UnknownRole,
                value: role.to_owned(),
                example: format!("`{meant}` is declared"),
            });
        }
    }
    let (Some(actor), Some(held)) = (actor, held) else {
        return;
    };
    for role in claimed.iter().filter(|role| !held.contains(role.as_str())) {
        said.push(Said::of(Kind::RoleMismatch, format!("{actor}: {role}")));
    }
}

impl Notices {
    /// Says something of a record, or takes it back. Values beyond the most are counted together, so records
    /// must come in the order of the logs.
    pub fn say(&mut self, log: &Log<'_>, place: Place, said: Said, change: Change) {
        let example = said.example;
        let mut key = (said.kind, log.source.name().to_owned(), said.value);
        if !self.seen.contains_key(&key) && self.seen.len() >= MOST_VALUES {
            OTHERS.clone_into(&mut key.2);
        }
        let seen = self.seen.entry(key).or_insert_with(|| Seen {
            count: 0,
            first: place,
            file: log.name.clone(),
            example: example.clone(),
        });
        change.apply(&mut seen.count);
        // Exports that are joined of records come last, in no order.
        if change == Change::Add && place < seen.first {
            seen.first = place;
            log.name.clone_into(&mut seen.file);
            seen.example = example;
        }
    }

    /// Actions that no source knows, with their counts.
    #[must_use]
    pub fn unclassified_actions(&self) -> BTreeMap<String, u64> {
        let mut actions = BTreeMap::new();
        for ((kind, _, action), seen) in &self.seen {
            if *kind == Kind::UnclassifiedAction {
                *actions.entry(action.clone()).or_default() += seen.count;
            }
        }
        actions
    }

    /// One finding each, in the order of kind, source and value.
    #[must_use]
    pub fn findings(self, scan: &Scan<'_>, ledger: &Ledger) -> Vec<Finding> {
        let seen = self.seen.into_iter().filter(|(_, seen)| seen.count > 0);
        let mut findings: Vec<Finding> = seen.map(|(key, seen)| told(key, seen)).collect();
        findings.extend(unmapped(scan));
        if ledger.records > 0 && ledger.events == 0 {
            findings.push(nothing_read(scan, ledger));
        }
        findings
    }
}

/// As much of a value as a person wants to see.
fn beginning(value: &str) -> Cow<'_, str> {
    const MOST: usize = 80;
    match value.char_indices().nth(MOST) {
        Some((cut, _)) => Cow::Owned(format!("{}…", value.get(..cut).unwrap_or_default())),
        None => Cow::Borrowed(value),
    }
}

/// The declared role that a log's role is another spelling of.
fn misspelt<'a>(scan: &Scan<'a>, role: &str) -> Option<&'a str> {
    let bare = |name: &str| -> String {
        let letters = name.chars().filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    let declared = || scan.judge.policy.roles.iter().map(|r| r.name.text.as_str());
    if declared().any(|name| name == role) {
        return None;
    }
    let folded = bare(role);
    let same = declared().find(|name| bare(name) == folded);
    same.or_else(|| declared().find(|name| is_near_miss(name, role)))
}

fn told((kind, source, value): (Kind, String, String), seen: Seen) -> Finding {
    let (message, help) = words(kind, &source, &value, &seen);
    let place = LogPlace {
        file: seen.file,
        source: source.clone(),
        at: seen.first,
    };
    Finding {
        help: Some(help),
        place: Some(place),
        count: seen.count,
        ..said(kind, message, &[&source, &value])
    }
}

fn words(kind: Kind, source: &str, value: &str, seen: &Seen) -> (String, String) {
    let (message, help) = match kind {
        Kind::MisfitValue => (
            format!("`{value}` does not fit its type: {}", seen.example),
            "these values were taken as missing; mend the log or the source's mapping",
        ),
        Kind::IncompleteEvent => (
            format!("exports without `{value}`"),
            "what needs it is undecided or not allowed",
        ),
        Kind::UnknownActor => (
            format!("`{value}` is not in the people table"),
            "add the person, or find out who this is",
        ),
        Kind::UnknownTenant => (
            format!("`{value}` is not in the tenants table"),
            "add the tenant, or find out whose list this is",
        ),
        Kind::UnknownRole => (
            format!("the role `{value}` is another spelling: {}", seen.example),
            "roles are compared exactly: mend the directory, or map the log's spelling in the source",
        ),
        Kind::RoleMismatch => (
            format!("the directory does not confirm the log's `{value}`"),
            "the people table and grants were used instead",
        ),
        Kind::Clock => (
            format!("exports {value}: one says {}", seen.example),
            "find out whose clock is wrong: windows are counted by these times all the same",
        ),
        _ => (
            format!("neither `only` nor `ignore` of `{source}` names the action `{value}`"),
            "these records were not judged: name the action in the source",
        ),
    };
    (message, help.to_owned())
}

fn unmapped<'a>(scan: &'a Scan<'_>) -> impl Iterator<Item = Finding> + 'a {
    let read = super::reads::fields_read(scan.judge);
    scan.sources().into_iter().flat_map(move |(name, log)| {
        let unfilled = read
            .clone()
            .into_iter()
            .filter(|field| !log.source.fills(*field));
        unfilled.map(move |field| {
            let field = scan.judge.policy.schema.name_of(Path::Field(field));
            let message = format!("the policy reads `{field}`, which `{name}` never fills");
            Finding {
                help: Some(format!(
                    "map `{field}` in the source, or guard it with `is set`"
                )),
                ..said(Kind::UnmappedField, message, &[name, &field])
            }
        })
    })
}

fn nothing_read(scan: &Scan<'_>, ledger: &Ledger) -> Finding {
    let message = match ledger.records {
        1 => "one record, and it is no export".to_owned(),
        n => format!("{n} records, and no export among them"),
    };
    let first = scan.logs.first().map_or("FILE", |log| log.name.as_str());
    let file = if first == "<stdin>" { "-" } else { first };
    Finding {
        help: Some(format!(
            "is this the right source? `exeat sources --probe {file}` says which one fits"
        )),
        ..said(Kind::NothingRead, message, &[])
    }
}

/// A record, or a rest of a log, that could not be read.
#[must_use]
pub fn unreadable(log: &Log<'_>, place: Place, reason: &str) -> Finding {
    let offset = place.offset.to_string();
    let parts = [log.name.as_str(), offset.as_str()];
    Finding {
        place: Some(log.place(place)),
        ..said(Kind::UnreadableRecord, reason.to_owned(), &parts)
    }
}

/// Why a log could not be read, in plain words.
#[must_use]
pub fn reason_of(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "it may not be read (permission denied)".to_owned(),
        io::ErrorKind::IsADirectory => "it is a directory".to_owned(),
        // Whoever opens logs may say in words why one cannot be.
        io::ErrorKind::Other => error.to_string(),
        _ => format!("it cannot be read: {error}"),
    }
}
