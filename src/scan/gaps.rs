//! What is missing in the logs, where their source says what should be there: told, and put into the ledger.

use super::at::Starts;
use super::dated;
use super::listed;
use super::met::{Marks, Whose};
use super::said::said;
use super::sequence::Taken;
use super::spans::{Span, Spans};
use super::{Log, Period, Scan, words};
use crate::finding::{Coverage, Finding, Gap, Kind, LogPlace};
use crate::logs::manifest::Listed;
use crate::logs::source::Files;
use crate::time::{Length, Time};
use std::collections::BTreeMap;
use std::io;

/// Who takes what is found.
pub type Emit<'e> = dyn FnMut(Finding) -> io::Result<()> + 'e;

/// What is missing, as it is found.
struct Missing<'a, 'e> {
    scan: &'a Scan<'a>,
    starts: &'a Starts,
    coverage: Coverage,
    emit: &'a mut Emit<'e>,
}

/// Tells what is missing in all logs.
///
/// # Errors
/// When `emit` fails, or a temporary file cannot be read.
pub fn tell(scan: &Scan<'_>, taken: &mut Taken, emit: &mut Emit<'_>) -> io::Result<()> {
    let mut marks = std::mem::take(&mut taken.marks);
    let mut missing = Missing {
        scan,
        starts: &taken.starts,
        coverage: Coverage::default(),
        emit,
    };
    for (name, log) in scan.sources() {
        let marks = marks.remove(name).unwrap_or_default();
        // What was not looked at is not missing.
        if !taken.cut_short {
            missing.of_source(log, marks, &taken.whole)?;
        }
    }
    let coverage = missing.coverage;
    taken.tally.coverage(coverage);
    Ok(())
}

impl Missing<'_, '_> {
    fn of_source(&mut self, log: &Log<'_>, marks: Marks, whole: &[bool]) -> io::Result<()> {
        let asked = log.source.coverage();
        if let Some(files) = &asked.files {
            self.files(log, files, whole)?;
        }
        if let Some(manifest) = self.scan.manifest.filter(|_| asked.manifest.is_some()) {
            self.listed(log, manifest)?;
        }
        if asked.counter.is_some() {
            self.numbers(log, marks.numbers)?;
        }
        if let Some(max_gap) = asked.max_gap {
            self.silence(log, max_gap, marks.times)?;
        }
        Ok(())
    }

    /// Between the first and the last file, and in the period that was asked for.
    fn files(&mut self, log: &Log<'_>, files: &Files, whole: &[bool]) -> io::Result<()> {
        let pattern = &files.pattern;
        let covered = dated::covered(self.scan, log, files, whole)?;
        let (Some((first, _)), Some((_, last))) = (covered.first(), covered.last()) else {
            self.coverage.tells("files", None);
            let what = format!("no log has a name like `{pattern}`: what is missing is not known");
            return self.gap(log, "files", None, what, None);
        };
        let asked = self.scan.period;
        let since = Some((asked.since, asked.since)).filter(|_| asked.since != Period::ALL.since);
        let until = Some((asked.until, asked.until)).filter(|_| asked.until != Period::ALL.until);
        let period = (*first, *last);
        let mut there: Option<Time> = None;
        for (from, to) in since.into_iter().chain(covered).chain(until) {
            if let Some(there) = there.filter(|there| *there < from) {
                let what = format!("no `{pattern}` from {there} to {from}");
                self.gap(log, "files", Some((there, from)), what, None)?;
            }
            there = there.max(Some(to));
        }
        self.coverage.tells("files", Some(period));
        Ok(())
    }

    fn listed(&mut self, log: &Log<'_>, manifest: &[Listed]) -> io::Result<()> {
        let periods = || manifest.iter().filter_map(|one| one.period);
        let first = periods().map(|(from, _)| from).min();
        let last = periods().map(|(_, to)| to).max();
        self.coverage.tells("manifest", first.zip(last));
        for (one, what) in listed::missing(self.scan, manifest) {
            self.gap(log, "manifest", one.period, what, None)?;
        }
        Ok(())
    }

    fn numbers(&mut self, log: &Log<'_>, numbers: BTreeMap<Whose, Spans>) -> io::Result<()> {
        let counter = log.source.coverage().counter.as_ref();
        let written = counter.map_or("", |counter| counter.written.as_str());
        if numbers.is_empty() {
            self.coverage.tells("sequence", None);
            let what =
                format!("no record has a number at `{written}`: what is missing is not known");
            return self.gap(log, "sequence", None, what, None);
        }
        let mut period: Option<(Time, Time)> = None;
        for (whose, spans) in numbers {
            let of = match whose {
                Whose::Named(Some(name)) => format!(" of `{name}`"),
                Whose::Named(None) => " of records that do not say whose they are".to_owned(),
                Whose::Source | Whose::File(_) => String::new(),
            };
            self.holes(spans, &mut |missing, before, span| {
                // A record whose time cannot be read has a number all the same.
                for end in [span.first, span.last]
                    .iter()
                    .filter(|end| is_known(end.time))
                {
                    let (first, last) = period.unwrap_or((end.time, end.time));
                    period = Some((first.min(end.time), last.max(end.time)));
                }
                let Some(before) = before else { return Ok(()) };
                let (first, last) = (before.last.number + 1, span.first.number - 1);
                let what = match last - first {
                    0 => format!("number {first} at `{written}`{of} is missing"),
                    _ => format!("numbers {first} to {last} at `{written}`{of} are missing"),
                };
                let (one, other) = (before.last.time, span.first.time);
                let hole =
                    (is_known(one) && is_known(other)).then(|| (one.min(other), one.max(other)));
                missing.gap(log, "sequence", hole, what, Some(span))
            })?;
        }
        self.coverage.tells("sequence", period);
        Ok(())
    }

    fn silence(&mut self, log: &Log<'_>, max_gap: Length, times: Option<Spans>) -> io::Result<()> {
        let asked = self.scan.period;
        let at_most = words::length(max_gap);
        let mut last: Option<Time> = None;
        let mut first: Option<Time> = None;
        let told = |from: Time, to: Time| {
            let long = words::length(to.since(from));
            format!("silence of {long}, more than {at_most}: no record from {from} to {to}")
        };
        self.holes(
            times.unwrap_or_else(|| Spans::new(1)),
            &mut |missing, before, span| {
                let from = match before {
                    Some(before) => before.last.time,
                    None => {
                        first = Some(span.first.time);
                        last = Some(span.last.time);
                        if span.first.time.since(asked.since) <= max_gap
                            || asked.since == Period::ALL.since
                        {
                            return Ok(());
                        }
                        asked.since
                    }
                };
                last = Some(span.last.time);
                let to = span.first.time;
                missing.gap(log, "max_gap", Some((from, to)), told(from, to), Some(span))
            },
        )?;
        if let Some(last) = last.filter(|_| asked.until != Period::ALL.until)
            && asked.until.since(last) > max_gap
        {
            let what = told(last, asked.until);
            self.gap(log, "max_gap", Some((last, asked.until)), what, None)?;
        }
        let period = first.zip(last);
        let period = period.map(|(first, last)| (first.minus(max_gap), last.plus(max_gap)));
        self.coverage.tells("max_gap", period);
        Ok(())
    }

    /// Each span with the one before it.
    fn holes(&mut self, spans: Spans, each: &mut Hole<'_>) -> io::Result<()> {
        let mut before: Option<Span> = None;
        spans.each(&mut |span| {
            each(self, before, span)?;
            before = Some(span);
            Ok(())
        })
    }

    /// Something is missing before a span.
    fn gap(
        &mut self,
        log: &Log<'_>,
        by: &'static str,
        period: Option<(Time, Time)>,
        what: String,
        behind: Option<Span>,
    ) -> io::Result<()> {
        let source = log.source.name();
        let listed = self.coverage.add(Gap {
            by,
            source: source.to_owned(),
            period,
            what: what.clone(),
        });
        if !listed {
            return Ok(());
        }
        let place = behind.and_then(|span| self.place(span));
        let shown = what.clone();
        (self.emit)(Finding {
            place,
            help: Some(help(by).to_owned()),
            ..said(Kind::LogGap, what, &[source, by, &shown])
        })
    }

    fn place(&self, span: Span) -> Option<LogPlace> {
        let at = self.starts.place(span.first.at)?;
        let log = self.scan.logs.get(usize::try_from(at.file).ok()?)?;
        Some(log.place(at))
    }
}

fn is_known(time: Time) -> bool {
    time != Time::default()
}

/// What is done with a span and the one before it.
type Hole<'h> = dyn FnMut(&mut Missing<'_, '_>, Option<Span>, Span) -> io::Result<()> + 'h;

fn help(by: &str) -> &'static str {
    match by {
        "files" => "fetch the file; one in which nothing happened is there, and empty",
        "sequence" => "fetch the records; what they tell nobody has judged",
        "manifest" => "fetch it again, and find out who changed it",
        _ => "find out whether nothing happened; `max_gap` in the source says how long that may be",
    }
}
