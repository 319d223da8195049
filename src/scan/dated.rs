//! Files that should be there by their names: one for every so long a time.

use super::at::At;
use super::spans::{End, Span, Spans};
use super::{Log, Scan};
use crate::logs::source::Files;
use crate::time::Time;
use std::io;

/// From when to when there are files, by clocks; in their order, with holes between.
///
/// A file that could not be read is not there.
///
/// # Errors
/// When a temporary file cannot be written or read.
pub fn covered(
    scan: &Scan<'_>,
    log: &Log<'_>,
    files: &Files,
    whole: &[bool],
) -> io::Result<Vec<(Time, Time)>> {
    let source = log.source.name();
    let end = |shown: Time| End {
        number: shown.0,
        time: shown,
        at: At::default(),
    };
    // By what clocks show, on which a day is a day: where one file ends the next may begin.
    let mut covered = Spans::new(0);
    let of_source = scan.logs.iter().zip(whole);
    for (log, _) in of_source.filter(|(log, whole)| **whole && log.source.name() == source) {
        if let Some(begins) = files.begins(&log.name) {
            covered.span(Span {
                first: end(begins),
                last: end(begins.plus(files.every)),
            });
        }
    }
    let instant = |shown: Time| match log.source.zone() {
        Some(zone) => zone.shows(shown),
        None => shown,
    };
    let mut all = Vec::new();
    covered.each(&mut |span| {
        all.push((instant(span.first.time), instant(span.last.time)));
        Ok(())
    })?;
    Ok(all)
}
