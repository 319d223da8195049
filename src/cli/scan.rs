//! `exeat scan`: recorded exports against the policy.

use super::args::{Common, Scan};
use super::load::{Loaded, clock, load};
use super::only::Only;
use super::output::{Found, Outputs, show_errors};
use super::progress::Progress;
use super::{Exit, Failure, World, args, logs, manifest};
use crate::finding::Ledger;
use crate::judge::Judge;
use crate::logs::Bound;
use crate::report::{End, Summary};
use crate::scan::{self, Period, Room};
use crate::syntax;
use crate::time::{Length, Time, parse_rfc3339};
use indicatif::ProgressDrawTarget;
use std::io;
use std::num::NonZeroUsize;
use std::sync::atomic::AtomicU64;

/// Scans the logs that the arguments name.
pub fn run(common: &Common, args: &Scan, world: &mut World<'_>) -> Result<Exit, Failure> {
    let loaded = usable(common, world)?;
    let max_record = logs::max_record(&args.reading)?;
    let now = clock(common, world)?;
    let (lateness, period) = (lateness(args)?, period(args)?);
    let only = Only::read(&args.only, &loaded.set)?;
    let source = fit_source(common, &args.reading, &loaded, world)?;
    let mut outputs = Outputs::new(
        common,
        args.max_shown,
        &loaded.sources,
        Some(&loaded.set),
        world,
    )?;
    let stop = (world.interrupt)();
    let named = logs::named(&args.logs, reads(&source), &stop, world)?;
    let manifest = manifest::read(&source, &loaded.config.folder)?;
    let opened = logs::opened(&named, &source);
    let input = scan::Scan {
        judge: Judge {
            policy: &loaded.set,
            directory: &loaded.directory,
        },
        logs: &opened,
        max_record,
        lateness,
        period,
        now,
        manifest: manifest.as_deref(),
        threads: args.threads.map_or(world.cores, NonZeroUsize::get),
        key: world.key,
        stop: &stop,
        read: &AtomicU64::new(0),
        room: Room::default(),
    };
    let target = match common.quiet {
        true => ProgressDrawTarget::hidden(),
        false => (world.progress)(),
    };
    let progress = Progress::new(&named, target);
    let ledger = told(&input, &only, progress, &mut outputs, world)?;
    let end = End {
        summary: Summary::Scan(&ledger),
        digests: &loaded.digests,
    };
    let found = outputs.end(&end, world)?;
    if ledger.interrupted {
        return Ok(exit(found, &ledger));
    }
    if ledger.files == 0 {
        return Err(Failure::Told("no log could be read".to_owned()));
    }
    if ledger.records == 0 && !ledger.incomplete {
        return Err(Failure::Told("there is no record in any log".to_owned()));
    }
    Ok(exit(found, &ledger))
}

/// Only of lines can be kept what may have to be told of them; anything else is put aside whole.
fn reads(source: &Bound) -> logs::Reads {
    match source.reads_lines() {
        true => logs::Reads::Once,
        false => logs::Reads::Again,
    }
}

/// A policy set fit for use; its errors are shown, and end the run.
pub fn usable(common: &Common, world: &mut World<'_>) -> Result<Loaded, Failure> {
    let loaded = load(common, &[], world)?;
    if !loaded.is_usable() {
        return Err(show_errors(
            common,
            &loaded.sources,
            &loaded.diagnostics,
            world,
        ));
    }
    Ok(loaded)
}

/// The source that reads the logs; what is wrong with it is shown, and ends the run.
pub fn fit_source(
    common: &Common,
    reading: &args::Logs,
    loaded: &Loaded,
    world: &mut World<'_>,
) -> Result<Bound, Failure> {
    let (source, wrong) = logs::source(reading, loaded)?;
    if wrong.is_empty() {
        return Ok(source);
    }
    Err(show_errors(common, &loaded.sources, &wrong, world))
}

fn lateness(args: &Scan) -> Result<Length, Failure> {
    syntax::length(&args.lateness).ok_or_else(|| {
        Failure::Told(format!(
            "--lateness `{}` is no length of time; write it as `24h`",
            args.lateness
        ))
    })
}

fn period(args: &Scan) -> Result<Period, Failure> {
    let time = |flag: &str, text: &Option<String>, without: Time| match text {
        None => Ok(without),
        Some(text) => parse_rfc3339(text).map_err(|_| {
            Failure::Told(format!(
                "{flag} `{text}` is no time; write a date (midnight UTC) or a time with its zone: \
                 `2026-03-02` or `2026-03-02T08:00:00+01:00`"
            ))
        }),
    };
    let period = Period {
        since: time("--since", &args.since, Period::ALL.since)?,
        until: time("--until", &args.until, Period::ALL.until)?,
    };
    if period.since >= period.until {
        let message = format!(
            "nothing is since {} and until {}: the second must be later",
            period.since, period.until
        );
        return Err(Failure::Told(message));
    }
    Ok(period)
}

/// Runs the scan; an output that fails ends it with the output's own message.
fn told(
    input: &scan::Scan<'_>,
    only: &Only,
    progress: Progress,
    outputs: &mut Outputs<'_>,
    world: &mut World<'_>,
) -> Result<Ledger, Failure> {
    let mut failed = None;
    let mut left_out = 0;
    let scanned = std::thread::scope(|scope| {
        let mut drawn = Some(progress.draw(scope, input.read));
        scan::run(input, &mut |finding| {
            // The line is gone before anything else is written.
            drawn.take();
            if !only.wants(&finding) {
                left_out += 1;
                return Ok(());
            }
            outputs.finding(&finding, world).map_err(|failure| {
                failed = Some(failure);
                io::Error::other("an output failed")
            })
        })
    });
    let scanned = scanned.map(|ledger| Ledger { left_out, ..ledger });
    scanned.map_err(|error| {
        failed.unwrap_or_else(|| Failure::Told(format!("cannot use a temporary file: {error}")))
    })
}

fn exit(found: Found, ledger: &Ledger) -> Exit {
    match found {
        Found::Something => Exit::Findings,
        Found::Nothing if ledger.incomplete => Exit::Incomplete,
        Found::Nothing => Exit::Clean,
    }
}
