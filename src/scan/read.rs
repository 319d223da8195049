//! Every record once: what it is, what the policy says of it, and what must wait for the end.

use super::class::{Class, charges};
use super::gather::told_row;
use super::identity::{self, Identities};
use super::share::Shares;
use super::spool::Spool;
use super::tally::{Change, Tally};
use super::{Log, Scan, notice};
use crate::finding::Finding;
use crate::judge::Sieve;
use crate::judge::windows::Role;
use crate::logs::{self, Item, Place, Recorded};
use std::io;

/// What waits for the end of the logs.
#[derive(Debug)]
pub struct Aside {
    /// Events whose verdict is a finding, in their order.
    pub told: Spool,
    /// What each event adds to limits.
    pub shares: Shares,
    /// Who is the same as whom.
    pub identities: Identities,
    /// Counts so far; duplicates are in them.
    pub tally: Tally,
}

/// Reads all logs; what could not be read is told at once.
///
/// # Errors
/// When `emit` fails or a temporary file cannot be written.
pub fn all(scan: &Scan<'_>, emit: &mut dyn FnMut(Finding) -> io::Result<()>) -> io::Result<Aside> {
    let mut reading = Reading {
        scan,
        emit,
        aside: Aside {
            told: Spool::new()?,
            shares: Shares::new()?,
            identities: Identities::default(),
            tally: Tally::new(scan),
        },
        sieve: Sieve::new(scan.judge),
        number: 0,
    };
    for (number, log) in (0_u32..).zip(scan.logs) {
        reading.log(number, log)?;
    }
    Ok(reading.aside)
}

struct Reading<'a, 'b> {
    scan: &'a Scan<'a>,
    emit: &'b mut dyn FnMut(Finding) -> io::Result<()>,
    aside: Aside,
    sieve: Sieve<'a>,
    /// The next event's number: numbers follow files and positions.
    number: u64,
}

impl Reading<'_, '_> {
    fn log(&mut self, file: u32, log: &Log<'_>) -> io::Result<()> {
        let opened = match (log.open)() {
            Ok(opened) => opened,
            Err(error) => return self.unreadable_log(file, log, &error),
        };
        let mut failed = Ok(());
        let max = self.scan.max_record;
        let read = logs::read(opened, file, log.source, max, &mut |item| {
            if failed.is_ok() {
                failed = self.item(log, item);
            }
        });
        failed?;
        match read {
            Ok(reading) => {
                self.aside.tally.file(reading);
                Ok(())
            }
            Err(error) => self.unreadable_log(file, log, &error),
        }
    }

    fn item(&mut self, log: &Log<'_>, item: Item<'_>) -> io::Result<()> {
        match item {
            Item::Event(recorded) => self.event(log, &recorded),
            Item::NotExport => {
                self.aside.tally.not_export();
                Ok(())
            }
            Item::Unclassified { action, place } => {
                self.aside.tally.unclassified(log, &action, place);
                Ok(())
            }
            Item::Unreadable { place, reason } => {
                self.aside.tally.unreadable();
                (self.emit)(notice::unreadable(log, place, &reason))
            }
        }
    }

    fn event(&mut self, log: &Log<'_>, recorded: &Recorded<'_>) -> io::Result<()> {
        let (event, place) = (&recorded.event, recorded.place);
        let number = self.number;
        self.number = self.number.saturating_add(1);
        let source = log.source.name();
        let identities = &mut self.aside.identities;
        identity::keep(identities, source, number, event, &recorded.misfits, place)?;
        let verdict = self.sieve.verdict(event);
        let charges = charges(&verdict);
        let class = Class::of(event, &charges);
        self.aside.tally.event(self.scan, log, recorded);
        self.aside.tally.matched(event, &verdict, Change::Add);
        self.aside.tally.class(class, Change::Add);
        if !charges.is_empty() {
            self.aside.told.keep(&told_row(number, event.time, place))?;
        }
        let role = if event.is_out() {
            Role::Counts
        } else {
            Role::Asks
        };
        let shares = &mut self.aside.shares;
        shares.keep(verdict, number, event.time, role, place)
    }

    fn unreadable_log(&mut self, file: u32, log: &Log<'_>, error: &io::Error) -> io::Result<()> {
        self.aside.tally.unreadable_file();
        let place = Place {
            file,
            offset: 0,
            part: None,
            line: 1,
            column: 1,
            length: 0,
        };
        (self.emit)(notice::unreadable(log, place, &notice::reason_of(error)))
    }
}
