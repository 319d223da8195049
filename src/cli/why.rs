//! `exeat why`: every rule's answer on one event, atom by atom, and the windows that it filled.

use super::args::{Common, Why};
use super::output::look;
use super::scan::{fit_source, usable};
use super::{Exit, Failure, World, logs};
use crate::finding::{Finding, LogPlace};
use crate::judge::{Answer, Judge, Reason, Truth};
use crate::logs::{Bound, Item, Place, Recorded, read, source::built_in};
use crate::policy::WaiverId;
use crate::report::{Asked, Context, Detail, output_named, why};
use crate::scan::{Log, Scan, excerpt, run as scan};
use std::io::Cursor;

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
        world.stdout.write_all(text.as_bytes())?;
        return Ok(Exit::Clean);
    }
    let source = fit_source(common, &args.reading, &loaded, world)?;
    let (name, wanted) = wanted(args.place.as_deref().unwrap_or(""))?;
    let mut names = vec![name.to_owned()];
    names.extend(args.also.iter().cloned());
    let named = logs::named(&names, world)?;
    let opened = logs::opened(&named, &source);
    let log = opened.iter().find(|log| log.name == name).ok_or_else(|| {
        Failure::Told(format!(
            "`{name}` is not one file: name the file that the record stands in"
        ))
    })?;
    let found = find(log, wanted, max_record)?;
    let mut text = view(&context, judge, log, &found, Some(log));
    let input = Scan {
        judge,
        logs: &opened,
        max_record,
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
        open: Box::new(|| Ok(Box::new(Cursor::new(json.to_owned())))),
    };
    let first = Wanted {
        line: 1,
        part: None,
    };
    let found = find(&log, first, max_record)?;
    Ok(view(context, judge, &log, &found, None))
}

/// The plain form, with the policy's own fields.
fn plain(schema: &crate::policy::Schema) -> Result<Bound, Failure> {
    let mapping = built_in("exeat");
    let mapping = mapping.ok_or_else(|| Failure::Told("there is no source `exeat`".to_owned()))?;
    Ok(mapping.bind(schema).0)
}

/// Which record is asked for.
#[derive(Clone, Copy)]
struct Wanted {
    line: u64,
    part: Option<u32>,
}

/// `LOG:LINE`, or `LOG:LINE#n`.
fn wanted(text: &str) -> Result<(&str, Wanted), Failure> {
    let parse = || {
        let (name, at) = text.rsplit_once(':')?;
        let (line, part) = match at.split_once('#') {
            Some((line, part)) => (line, Some(part.parse().ok()?)),
            None => (at, None),
        };
        let line = line.parse().ok().filter(|line| *line > 0)?;
        Some((name, Wanted { line, part }))
    };
    parse().ok_or_else(|| {
        Failure::Told(format!(
            "`{text}` names no record: write it as `exports.jsonl:1842`"
        ))
    })
}

/// An event that was found, with its record.
struct Found {
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
            raw: recorded.raw.to_owned(),
            place: recorded.place,
            recorded: Recorded {
                raw: "",
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
    let place = format!("{}:{}", log.name, wanted.line);
    let parts = found.len();
    match found.into_iter().next() {
        Some(only) if parts == 1 => Ok(only),
        Some(_) => Err(Failure::Told(format!(
            "{place} holds {parts} events: name one of {place}#0 to {place}#{}",
            parts - 1
        ))),
        None => {
            let why = other.unwrap_or_else(|| "no export begins on that line".to_owned());
            Err(Failure::Told(format!("{place}: {why}")))
        }
    }
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
