//! One block at a time: its records read, their events judged. Many blocks are worked on at once.

use super::at::{At, Start};
use super::batch::{Batch, Note};
use super::class::{Class, charges};
use super::clock::Clock;
use super::exports::Export;
use super::fragments::Fragment;
use super::notice::{self, Said};
use super::numbers::Numbers;
use super::packed::pack;
use super::plain::{self, Plain, Seen};
use super::tally::Counts;
use super::timed::{KnownBy, NO_SHARES, Share, Timed};
use super::{Log, Opens, Scan};
use crate::digest;
use crate::event::{Identity, identity_of};
use crate::judge::windows::Role;
use crate::judge::{Decider, Measured, Plan, Share as JudgedShare, Verdict};
use crate::logs::{Block, Cuts, Item, Line, Met, Place, Reading, Recorded, quick};
use std::num::NonZeroU64;
use std::sync::Arc;

/// Reads and judges blocks.
pub struct Worker<'a> {
    scan: &'a Scan<'a>,
    numbers: &'a Numbers,
    counts: Counts,
    decider: Decider<'a>,
    /// The way through plain lines, of the source that was read last.
    plain: Option<(&'a str, Option<Plain<'a>>)>,
    /// How many events and shares the last block of lines had: the next has about as many.
    usual: (usize, usize),
}

/// A block and what is known of it before it is read.
#[derive(Debug)]
pub struct Job {
    /// Its number, over all logs.
    pub number: u32,
    /// The number of its log.
    pub file: u32,
    /// How often its log can be opened.
    pub opens: Opens,
    /// It, or why its log cannot be read on.
    pub block: Result<Block, String>,
}

impl<'a> Worker<'a> {
    /// One that has worked on nothing yet.
    #[must_use]
    pub fn new(scan: &'a Scan<'a>, numbers: &'a Numbers, plan: &Arc<Plan<'a>>) -> Self {
        Self {
            scan,
            numbers,
            counts: Counts::new(scan),
            decider: Decider::of(plan),
            plain: None,
            usual: (0, 0),
        }
    }

    /// Works on one block.
    pub fn work(&mut self, job: &Job) -> Batch {
        let start = start_of(job);
        let mut batch = Batch {
            relative: !matches!(job.block, Ok(Block::Cuts(_))),
            ..Batch::new(start)
        };
        let Some(log) = self.log(job.file) else {
            return batch;
        };
        match &job.block {
            Err(reason) => batch.notes.push(Note::Unreadable {
                at: At {
                    block: job.number,
                    ..At::default()
                },
                reason: reason.clone(),
            }),
            Ok(block) => self.block(job.number, log, block, &mut batch),
        }
        batch
    }

    /// Judges an export of several records, in a batch of its own.
    pub fn export(&mut self, start: Start, export: &Export) -> Batch {
        let mut batch = Batch::new(start);
        let joined = &export.joined;
        let whole = Recorded {
            place: joined.place,
            event: joined.event.clone(),
            misfits: joined.misfits.clone(),
            join: None,
            raw: "",
            head: "",
        };
        // Its records were compared with others already.
        self.event(export.at, &whole, None, &mut batch);
        batch
    }

    fn log(&self, file: u32) -> Option<&'a Log<'a>> {
        self.scan.logs.get(usize::try_from(file).ok()?)
    }

    /// What all blocks came to, as far as it is just counted.
    #[must_use]
    pub fn into_counts(self) -> Counts {
        self.counts
    }

    fn block(&mut self, number: u32, log: &Log<'a>, block: &Block, batch: &mut Batch) {
        let start = batch.start;
        let place = Place {
            file: start.file,
            offset: start.offset,
            part: None,
            line: start.line,
            column: start.column,
            length: 0,
        };
        let read = match block {
            Block::Lines { bytes, .. } => self.lines(number, log, bytes, batch),
            Block::Cuts(cuts) => self.cuts(number, log, cuts, batch),
            block => log
                .source
                .block(block, place, self.scan.max_record, &mut |item| {
                    self.item(number, log, item, batch);
                }),
        };
        self.counts.records += read.records;
        batch.lines = read.lines;
    }

    /// Lines of which there is nothing to tell go the quick way, all others are read and judged whole.
    fn lines(&mut self, number: u32, log: &Log<'a>, bytes: &[u8], batch: &mut Batch) -> Reading {
        let mut plain = self.plain_for(log);
        let clock = Clock::of(self.scan, log);
        let block = quick::Block::new(bytes);
        let (events, shares) = self.usual;
        batch.events.reserve(events);
        batch.shares.reserve(shares);
        let start = batch.start;
        let mut rest = Line {
            file: start.file,
            offset: start.offset,
            number: start.line,
            bytes,
        };
        let mut read = Reading::default();
        let mut from = 0;
        while let Some((line, behind)) = rest.split() {
            let to = from + line.bytes.len();
            let clean = block
                .line(from, to)
                .filter(|_| line.bytes.len() <= self.scan.max_record);
            let seen = match (&mut plain, clean) {
                (Some(plain), Some(clean)) => plain.line(clean, &mut self.decider),
                _ => Seen::Look,
            };
            match seen {
                Seen::Plain(event) if clock.shows(event.time) => {
                    let at = start.at_line(number, &line);
                    batch.marks.time(log.source.coverage(), at, event.time);
                    self.counts.plain(event.time, event.matched);
                    batch.plain(at, &event);
                    read.records += 1;
                }
                Seen::NotExport => {
                    self.counts.not_exports += 1;
                    read.records += 1;
                }
                _ => {
                    let most = self.scan.max_record;
                    let is_record = log.source.line(line, most, &mut |item| {
                        self.item(number, log, item, batch);
                    });
                    read.records += u64::from(is_record);
                }
            }
            read.lines += behind.number - line.number;
            from += bytes.len() - from - behind.bytes.len();
            rest = behind;
        }
        self.plain = Some((log.source.name(), plain));
        self.usual = (batch.events.len(), batch.shares.len());
        read
    }

    /// Rows of tables like lines; records of documents are all read and judged whole.
    fn cuts(&mut self, number: u32, log: &Log<'a>, cuts: &Cuts, batch: &mut Batch) -> Reading {
        let mut plain = self.plain_for(log);
        let clock = Clock::of(self.scan, log);
        let mut read = Reading::default();
        for (place, cut) in cuts.iter() {
            read.records += 1;
            match plain
                .as_mut()
                .map_or(Seen::Look, |plain| plain.row(&cut, &mut self.decider))
            {
                Seen::Plain(event) if clock.shows(event.time) => {
                    let at = batch.start.at(number, place);
                    batch.marks.time(log.source.coverage(), at, event.time);
                    self.counts.plain(event.time, event.matched);
                    batch.plain(at, &event);
                }
                Seen::NotExport => self.counts.not_exports += 1,
                _ => log.source.cut(place, &cut, &mut |item| {
                    self.item(number, log, item, batch);
                }),
            }
        }
        self.plain = Some((log.source.name(), plain));
        read
    }

    /// The way through plain lines of a log's source.
    fn plain_for(&mut self, log: &Log<'a>) -> Option<Plain<'a>> {
        match self.plain.take() {
            Some((source, plain)) if source == log.source.name() => plain,
            _ => Plain::new(self.scan, log.source, self.numbers, &mut self.decider),
        }
    }

    fn item(&mut self, block: u32, log: &Log<'_>, item: Item<'_>, batch: &mut Batch) {
        match item {
            Item::Event(recorded) => {
                let at = batch.start.at(block, recorded.place);
                self.counts.met(recorded.event.time);
                let unfit = recorded.misfits.iter();
                let unfit = unfit.fold(0, |all, m| all | log.source.bit_of(m.field));
                let there = log.source.there(&recorded.event);
                batch.presence.event(recorded.event.time, at, there, unfit);
                let known_by = self.known_by(log, &recorded);
                match log.source.joins() {
                    true => batch.fragments.push(fragment(at, log, &recorded, known_by)),
                    false => self.event(at, &recorded, known_by, batch),
                }
            }
            Item::Met { place, met } => self.met(block, log, place, met, batch),
            Item::NotExport => self.counts.not_exports += 1,
            Item::Unclassified { action, place } => batch.notes.push(Note::Said {
                at: batch.start.at(block, place),
                said: vec![Said::unclassified(action)],
            }),
            Item::Unreadable { place, reason } => batch.notes.push(Note::Unreadable {
                at: batch.start.at(block, place),
                reason,
            }),
        }
    }

    fn met(&self, block: u32, log: &Log<'_>, place: Place, met: Met, batch: &mut Batch) {
        let at = batch.start.at(block, place);
        let coverage = log.source.coverage();
        if let (Some(counter), Some(Err((value, why)))) = (&coverage.counter, &met.number) {
            let said = vec![Said::misfit(counter.written.clone(), value, why)];
            batch.notes.push(Note::Said { at, said });
        }
        batch.marks.record(coverage, batch.start.file, at, met);
    }

    fn known_by(&self, log: &Log<'_>, recorded: &Recorded<'_>) -> Option<KnownBy> {
        let unfit = recorded.misfits.iter();
        let unfit = unfit.map(|misfit| (misfit.field, misfit.value.as_str()));
        let source = log.source.name();
        identity_of(self.scan.key, source, &recorded.event, unfit).map(known_by)
    }

    fn event(
        &mut self,
        at: At,
        recorded: &Recorded<'_>,
        known_by: Option<KnownBy>,
        batch: &mut Batch,
    ) {
        let event = &recorded.event;
        let verdict = self.decider.judge(event);
        let charges = charges(&verdict);
        let inside = self.counts.inside(event.time);
        if inside {
            self.counts.class(Class::of(event, &charges));
            self.counts.matched(event, &verdict);
        }
        let said = notice::said_of(self.scan, recorded);
        if !said.is_empty() {
            batch.notes.push(Note::Said { at, said });
        }
        let shares = batch.shares.len();
        self.shares(verdict, &mut batch.shares);
        batch.events.push(Timed {
            time: event.time,
            at,
            known_by,
            shares: match batch.shares.len() > shares {
                true => u32::try_from(shares).unwrap_or(NO_SHARES),
                false => NO_SHARES,
            },
            told: inside && !charges.is_empty(),
            role: if event.is_out() {
                Role::Counts
            } else {
                Role::Asks
            },
        });
    }

    fn shares(&self, verdict: Verdict, shares: &mut Vec<Share>) {
        let before = shares.len();
        for hit in verdict.limits {
            let JudgedShare::Counts { key, measure } = hit.share else {
                continue;
            };
            shares.push(Share {
                limit: hit.rule,
                key: self.numbers.number(key),
                amount: match measure {
                    Measured::Sum(amount) => amount,
                    Measured::Distinct(values) => i64::from(self.numbers.number(values)),
                },
                lift: hit.lift,
                last: false,
            });
        }
        if let Some(last) = shares.get_mut(before..).and_then(<[Share]>::last_mut) {
            last.last = true;
        }
    }
}

impl Batch {
    fn plain(&mut self, at: At, event: &plain::Event<'_>) {
        let first = self.shares.len();
        self.shares.extend_from_slice(event.shares);
        self.presence.event(event.time, at, event.there, 0);
        self.events.push(Timed {
            time: event.time,
            at,
            known_by: event.identity.map(known_by),
            shares: match event.shares {
                [] => NO_SHARES,
                _ => u32::try_from(first).unwrap_or(NO_SHARES),
            },
            told: false,
            role: Role::Counts,
        });
    }
}

/// A record that may be a part of an export. Two that belong to different ones are not the same.
fn fragment(at: At, log: &Log<'_>, recorded: &Recorded<'_>, known_by: Option<KnownBy>) -> Fragment {
    let source = log.source.name().as_bytes();
    let export = recorded.join.as_ref();
    let export = export.map(|join| digest::of(&[source, join.as_bytes()]));
    let [a, b, c, d, e, f, g, h, ..] = export.unwrap_or_default();
    let salt = u64::from_be_bytes([a, b, c, d, e, f, g, h]);
    Fragment {
        time: recorded.event.time,
        at,
        known_by: known_by.map(|known_by| KnownBy {
            content: digest::mixed(known_by.content, salt),
            ..known_by
        }),
        export,
        packed: pack(&recorded.event, &recorded.misfits),
    }
}

fn known_by(identity: Identity) -> KnownBy {
    KnownBy {
        id: NonZeroU64::new(identity.id).unwrap_or(NonZeroU64::MAX),
        content: identity.content,
    }
}

/// Where a block begins, as far as it knows itself.
fn start_of(job: &Job) -> Start {
    let (offset, line, column) = match &job.block {
        Ok(Block::Lines { offset, .. }) => (*offset, 1, 1),
        Ok(Block::Lost { place, .. }) => (place.offset, 1, place.column),
        Ok(Block::Cuts(cuts)) => cuts
            .start()
            .map_or((0, 1, 1), |place| (place.offset, place.line, place.column)),
        Err(_) => (0, 1, 1),
    };
    Start {
        file: job.file,
        offset,
        line,
        column,
    }
}
