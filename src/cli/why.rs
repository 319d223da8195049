//! `exeat why`: every rule's answer on one event, atom by atom, and the windows that it filled.

use super::args::{Common, Why};
use super::load::clock;
use super::output::look;
use super::scan::{fit_source, usable};
use super::{Exit, Failure, World, logs};
use crate::finding::{Finding, LogPlace};
use crate::judge::{Answer, Judge, Reason, Truth};
use crate::logs::{Bound, Item, Place, Recorded, keys, read, source::built_in};
use crate::nearest::nearest;
use crate::policy::{Schema, WaiverId};
use crate::report::{Asked, Context, Detail, output_named, why};
use crate::scan::{LATENESS, Log, Opens, Period, Room, Scan, event_place, excerpt, run as scan};
use crate::visible::visible;
use std::io::Cursor;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64};

/// Shows every rule's answer.
pub fn run(common: &Common, args: &Why, world: &mut World<'_>) -> Result<Exit, Failure> {
    let loaded = usable(common, world)?;
    let judge = Judge {
        policy: &loaded.set,
        directory: &loaded.directory,
    };
    let context = Context {
        sources: &loaded.sources,
        policy: Some(&loaded.set),
        look: look(common, world),
        max_shown: usize::MAX,
        detail: Detail::Everything,
        version: env!("CARGO_PKG_VERSION"),
    };
    let max_record = logs::max_record(&args.reading)?;
    if let Some(json) = &args.event {
        let text = view_given(&context, judge, json, max_record)?;
        tell_unknown(json, &loaded.set.schema, world)?;
        world.stdout.write_all(text.as_bytes())?;
        return Ok(Exit::Clean);
    }
    let source = fit_source(common, &args.reading, &loaded, world)?;
    let (name, wanted) = wanted(args.place.as_deref().unwrap_or(""))?;
    let mut names = vec![name.to_owned()];
    names.extend(args.also.iter().cloned());
    let named = logs::named(&names, logs::Reads::Again, &Arc::default(), world)?;
    let opened = logs::opened(&named, &source);
    let log = opened.iter().find(|log| log.name == name).ok_or_else(|| {
        Failure::Told(format!(
            "`{name}` is not one file: name the file that the record stands in"
        ))
    })?;
    let found = find(log, wanted, max_record)?;
    let mut text = view(&context, judge, log, &found, Some(log));
    tell_joined(&found, world)?;
    let input = Scan {
        judge,
        logs: &opened,
        max_record,
        lateness: LATENESS,
        period: Period::ALL,
        now: clock(common, world)?,
        manifest: None,
        threads: 1,
        key: world.key,
        stop: &AtomicBool::new(false),
        read: &AtomicU64::new(0),
        room: Room::default(),
    };
    for finding in windows(&input, name, found.place)? {
        if let Some(row) = output_named("human") {
            text.push('\n');
            text.push_str(&(row.new)(context).finding(&finding));
        }
    }
    world.stdout.write_all(text.as_bytes())?;
    Ok(Exit::Clean)
}

/// One record of several of an export is asked for alone.
fn tell_joined(found: &Found, world: &mut World<'_>) -> Result<(), Failure> {
    if found.recorded.join.is_some() {
        let note = "this record may be one of several of an export; the answers are for it alone, limits count the whole";
        writeln!(world.stderr, "exeat: {note}")?;
    }
    Ok(())
}

/// The answers on an event that was given as an argument.
fn view_given(
    context: &Context<'_>,
    judge: Judge<'_>,
    json: &str,
    max_record: usize,
) -> Result<String, Failure> {
    let source = plain(&judge.policy.schema)?;
    let log = Log {
        name: "--event".to_owned(),
        source: &source,
        opens: Opens::Again,
        open: Box::new(|| Ok(Box::new(Cursor::new(json.to_owned())))),
    };
    let first = Wanted {
        line: 1,
        column: None,
        part: None,
    };
    let found = find(&log, first, max_record)?;
    Ok(view(context, judge, &log, &found, None))
}

/// Which keys of an event are no field: what they hold is not looked at.
fn tell_unknown(json: &str, schema: &Schema, world: &mut World<'_>) -> Result<(), Failure> {
    for key in keys(json).filter(|key| schema.field_named(key).is_none()) {
        let fields = schema.fields.iter().map(|field| field.name.as_str());
        let hint = match nearest(&key, fields) {
            Some(near) => format!("`{near}` is"),
            None => format!("a policy can declare it: `field {}: text`", visible(&key)),
        };
        let key = visible(&key);
        writeln!(world.stderr, "exeat: --event: `{key}` is no field; {hint}")?;
    }
    Ok(())
}

/// The plain form, with the policy's own fields.
fn plain(schema: &Schema) -> Result<Bound, Failure> {
    let mapping = built_in("exeat");
    let mapping = mapping.ok_or_else(|| Failure::Told("there is no source `exeat`".to_owned()))?;
    Ok(mapping.bind(schema).0)
}

/// Which record is asked for.
#[derive(Clone, Copy)]
struct Wanted {
    line: u64,
    /// A character of the record, where several begin on the line.
    column: Option<u64>,
    part: Option<u32>,
}

/// `LOG:LINE`, `LOG:LINE:COLUMN`, either with `#n`.
fn wanted(text: &str) -> Result<(&str, Wanted), Failure> {
    let parse = || {
        let (place, part) = match text.rsplit_once('#') {
            Some((place, part)) => (place, Some(part.parse().ok()?)),
            None => (text, None),
        };
        let (front, last) = number_behind(place)?;
        let (name, line, column) = match number_behind(front) {
            Some((name, line)) => (name, line, Some(last)),
            None => (front, last, None),
        };
        Some((name, Wanted { line, column, part }))
    };
    parse().ok_or_else(|| {
        Failure::Told(format!(
            "`{text}` names no record: write it as `exports.jsonl:1842`"
        ))
    })
}

/// `text:number` in its two parts.
fn number_behind(text: &str) -> Option<(&str, u64)> {
    let (front, number) = text.rsplit_once(':')?;
    let number = number.parse().ok().filter(|number| *number > 0)?;
    Some((front, number))
}

/// An event that was found, with its record.
struct Found {
    head: String,
    raw: String,
    recorded: Recorded<'static>,
    place: Place,
}

/// The event that was asked for.
fn find(log: &Log<'_>, wanted: Wanted, max_record: usize) -> Result<Found, Failure> {
    let mut found: Vec<Found> = Vec::new();
    let mut other = None;
    let opened = (log.open)().map_err(|error| cannot_read(log, &error))?;
    let done = read(opened, 0, log.source, max_record, &mut |item| match item {
        Item::Event(recorded) if is_wanted(recorded.place, wanted) => found.push(Found {
            head: recorded.head.to_owned(),
            raw: recorded.raw.to_owned(),
            place: recorded.place,
            recorded: Recorded {
                raw: "",
                head: "",
                ..recorded
            },
        }),
        Item::Unreadable { place, reason } if place.line == wanted.line => {
            other = Some(format!("it cannot be read: {reason}"));
        }
        Item::Unclassified { place, action } if place.line == wanted.line => {
            other = Some(format!("its action `{action}` is unknown to the source"));
        }
        _ => {}
    });
    done.map_err(|error| cannot_read(log, &error))?;
    choose(log, wanted, found, other)
}

/// Of the events that were found, the one that was asked for.
fn choose(
    log: &Log<'_>,
    wanted: Wanted,
    mut found: Vec<Found>,
    other: Option<String>,
) -> Result<Found, Failure> {
    // A column names the last record that begins at or before it.
    if let Some(column) = wanted.column {
        let begins = found
            .iter()
            .map(|one| one.place.column)
            .filter(|begin| *begin <= column);
        let begin = begins.max();
        found.retain(|one| Some(one.place.column) == begin);
    }
    let place = format!("{}:{}", log.name, wanted.line);
    let count = found.len();
    let names: Vec<String> = found
        .iter()
        .map(|one| named_event(log, one.place))
        .collect();
    match found.into_iter().next() {
        Some(only) if count == 1 => Ok(only),
        Some(_) => {
            let shown = names.iter().take(4).cloned().collect::<Vec<_>>().join(", ");
            let more = if count > 4 { ", …" } else { "" };
            let message = format!("{place} holds {count} events: name one of {shown}{more}");
            Err(Failure::Told(message))
        }
        None => {
            let why = other.unwrap_or_else(|| "no export begins there".to_owned());
            Err(Failure::Told(format!("{place}: {why}")))
        }
    }
}

/// As `why` takes it.
fn named_event(log: &Log<'_>, at: Place) -> String {
    event_place(&LogPlace {
        file: log.name.clone(),
        source: log.source.name().to_owned(),
        at,
    })
}

fn is_wanted(place: Place, wanted: Wanted) -> bool {
    place.line == wanted.line && wanted.part.is_none_or(|part| place.part == Some(part))
}

fn cannot_read(log: &Log<'_>, error: &std::io::Error) -> Failure {
    super::files::unreadable(&log.name, &crate::scan::reason_of(error))
}

/// What is seen of it. An event from the command line has no place.
fn view(
    context: &Context<'_>,
    judge: Judge<'_>,
    log: &Log<'_>,
    found: &Found,
    placed: Option<&Log<'_>>,
) -> String {
    let event = &found.recorded.event;
    let rules = judge.policy.rules_by_id();
    let answers: Vec<Answer> = rules.map(|(id, _)| judge.answer(id, event)).collect();
    let waivers = (0..).map(WaiverId).zip(&judge.policy.waivers);
    let waivers: Vec<(WaiverId, Truth, Vec<Reason>)> = waivers
        .map(|(id, _)| {
            let (truth, reasons) = judge.waiver_answer(id, event);
            (id, truth, reasons)
        })
        .collect();
    let recorded = Recorded {
        raw: &found.raw,
        head: &found.head,
        ..found.recorded.clone()
    };
    let excerpt = excerpt(log, &recorded, &[]);
    let place = placed.map(|log| LogPlace {
        file: log.name.clone(),
        source: log.source.name().to_owned(),
        at: found.place,
    });
    why(
        context,
        &Asked {
            place: place.as_ref(),
            excerpt: placed.map(|_| &excerpt),
            event,
            answers: &answers,
            waivers: &waivers,
            policy: judge.policy,
        },
    )
}

/// The limits that it exceeds, counted over all the logs that were named.
fn windows(input: &Scan<'_>, name: &str, place: Place) -> Result<Vec<Finding>, Failure> {
    let mut over = Vec::new();
    let is_it =
        |at: &LogPlace| at.file == name && at.at.offset == place.offset && at.at.part == place.part;
    scan(input, &mut |finding| {
        if finding.window.is_some() && finding.place.as_ref().is_some_and(is_it) {
            over.push(finding);
        }
        Ok(())
    })
    .map_err(|error| Failure::Told(format!("cannot use a temporary file: {error}")))?;
    Ok(over)
}
