//! Records of sources that join: put aside while logs are read, then made exports, each one event.
//!
//! First those that were delivered twice are left out, in the order of time; then fragments of one export are
//! brought together, and end where the next one is further away than the horizon. Both on disk: memory does
//! not follow the log. Judges nothing.

use super::at::{At, Starts};
use super::case::{Case, CaseOf, Cases};
use super::exports::Export;
use super::packed::unpack;
use super::ring::Ring;
use super::row::{RowReader, RowWriter};
use super::sorted::Sorter;
use super::spool::{Kept, Spool};
use super::timed::{AT, KnownBy, NO_SHARES, Timed, read_at, write_at};
use super::twins::{Same, Twins};
use super::{Log, Scan};
use crate::event::{Event, FieldId};
use crate::judge::windows::Role;
use crate::logs::join::Joining;
use crate::logs::{Misfit, Place};
use crate::time::{Length, Time};
use std::collections::BTreeMap;
use std::io;
use std::num::NonZeroU64;

/// time, place, id, content, export, event.
const FRAGMENT: usize = 16 + AT + 16 + 16 + 16;
/// export, time, place, event.
const PART: usize = 16 + 16 + AT + 16;

/// A digest of a source and what the records of one export have in common.
pub type ExportKey = [u8; 16];
/// Of a record that has nothing in common with others.
const ALONE: ExportKey = [0; 16];

/// One record of a source that joins.
#[derive(Debug)]
pub struct Fragment {
    /// When it happened.
    pub time: Time,
    /// Where it stands.
    pub at: At,
    /// What it is known by; none where it has no id.
    pub known_by: Option<KnownBy>,
    /// To which export it belongs; none where it is one by itself.
    pub export: Option<ExportKey>,
    /// Its event and misfits, packed.
    pub packed: Vec<u8>,
}

/// All of them.
#[derive(Debug)]
pub struct Fragments {
    rows: Sorter<FRAGMENT>,
    spool: Spool,
    /// The least block of one.
    least: Option<u32>,
}

/// What else comes of them.
#[derive(Debug)]
pub struct Others {
    /// Those whose ids stood before, in the order of (time, place).
    pub cases: Cases,
    /// Duplicates outside the period that was asked for: nothing is told of them.
    pub outside: u64,
}

impl Fragments {
    /// None yet.
    ///
    /// # Errors
    /// When no temporary file can be made.
    pub fn new() -> io::Result<Self> {
        Ok(Self {
            rows: Sorter::default(),
            spool: Spool::new()?,
            least: None,
        })
    }

    /// Takes the next one, in the order of the logs.
    ///
    /// # Errors
    /// When a temporary file cannot be written.
    pub fn take(&mut self, fragment: &Fragment) -> io::Result<()> {
        let block = fragment.at.block;
        self.least = Some(self.least.map_or(block, |least| least.min(block)));
        let kept = self.spool.keep(&fragment.packed)?;
        let row = write_at(RowWriter::new().time(fragment.time), fragment.at)
            .u64(fragment.known_by.map_or(0, |known_by| known_by.id.get()))
            .u64(fragment.known_by.map_or(0, |known_by| known_by.content))
            .bytes(&fragment.export.unwrap_or(ALONE));
        self.rows.push(row.u64(kept.offset).u64(kept.length).done())
    }

    /// The least block of which a record waits.
    #[must_use]
    pub fn least(&self) -> Option<u32> {
        self.least
    }

    /// All are there: gives out the exports, in an order that only tells them apart.
    ///
    /// # Errors
    /// When a temporary file cannot be written or read, or `each` fails.
    pub fn finish(
        mut self,
        scan: &Scan<'_>,
        starts: &Starts,
        ring: &Ring,
        each: &mut dyn FnMut(Export) -> io::Result<()>,
    ) -> io::Result<Others> {
        let (others, parts) = once(self.rows, scan, ring)?;
        let mut parts = parts.sorted()?;
        let mut open: Option<Group> = None;
        while let Some(row) = parts.next()? {
            let part = Part::read(&row);
            let place = starts.place(part.at).ok_or(io::ErrorKind::InvalidData)?;
            let packed = self.spool.read(part.kept)?;
            let (event, misfits) = unpack(&packed).ok_or(io::ErrorKind::InvalidData)?;
            let mut group = match open.take() {
                Some(group) if group.takes(&part, scan.lateness) => group,
                ended => {
                    ended.into_iter().try_for_each(|group| group.end(each))?;
                    Group::new(log_of(scan, place)?, &part)
                }
            };
            group.add(&part, &event, misfits, place);
            open = Some(group);
        }
        open.into_iter().try_for_each(|group| group.end(each))?;
        Ok(others)
    }
}

fn log_of<'s>(scan: &'s Scan<'_>, place: Place) -> io::Result<&'s Log<'s>> {
    let file = usize::try_from(place.file).ok();
    let log = file.and_then(|file| scan.logs.get(file));
    log.ok_or_else(|| io::ErrorKind::InvalidData.into())
}

/// What was delivered twice counts once.
fn once(
    rows: Sorter<FRAGMENT>,
    scan: &Scan<'_>,
    ring: &Ring,
) -> io::Result<(Others, Sorter<PART>)> {
    let mut twins = Twins::new(scan.lateness);
    let mut parts = Sorter::default();
    let mut others = Others {
        cases: Cases::new()?,
        outside: 0,
    };
    let mut rows = rows.sorted()?;
    while let Some(row) = rows.next()? {
        let mut row = RowReader::new(&row);
        let timed = timed(&mut row);
        let twin = twins.meet(&timed);
        let same = twin.is_some_and(|twin| twin.same == Same::Everything);
        let inside = scan.period.contains(timed.time);
        if twin.is_some() && inside {
            others.cases.keep(&Case {
                twin,
                of: CaseOf::Fragment,
                record: ring.record(timed.at)?,
                ..Case::new(timed.time, timed.at)
            })?;
        }
        if same {
            others.outside += u64::from(!inside);
            continue;
        }
        let (export, kept): (ExportKey, [u8; 16]) = (row.bytes(), row.bytes());
        let part = write_at(RowWriter::new().bytes(&export).time(timed.time), timed.at);
        parts.push(part.bytes(&kept).done())?;
    }
    Ok((others, parts))
}

fn timed(row: &mut RowReader<'_>) -> Timed {
    let (time, at, id, content) = (row.time(), read_at(row), row.u64(), row.u64());
    Timed {
        time,
        at,
        known_by: NonZeroU64::new(id).map(|id| KnownBy { id, content }),
        shares: NO_SHARES,
        told: false,
        role: Role::Counts,
    }
}

/// A fragment that counts.
struct Part {
    export: ExportKey,
    time: Time,
    at: At,
    kept: Kept,
}

impl Part {
    fn read(row: &[u8; PART]) -> Self {
        let mut row = RowReader::new(row);
        Self {
            export: row.bytes(),
            time: row.time(),
            at: read_at(&mut row),
            kept: Kept {
                offset: row.u64(),
                length: row.u64(),
            },
        }
    }
}

/// Fragments of one export, which come in the order of (time, place).
struct Group {
    export: ExportKey,
    latest: Time,
    joining: Joining,
    left: Option<Side>,
    stayed: Option<Side>,
}

/// Of what left, or of what did not.
struct Side {
    /// Where the first fragment stands.
    at: At,
    /// The first value of each field that did not fit.
    misfits: BTreeMap<FieldId, Misfit>,
}

impl Group {
    fn new(log: &Log<'_>, first: &Part) -> Self {
        Self {
            export: first.export,
            latest: first.time,
            joining: log.source.joining(),
            left: None,
            stayed: None,
        }
    }

    fn takes(&self, part: &Part, horizon: Length) -> bool {
        let near = part.time.since(self.latest) <= horizon;
        part.export != ALONE && part.export == self.export && near
    }

    fn add(&mut self, part: &Part, event: &Event, misfits: Vec<Misfit>, place: Place) {
        self.latest = part.time;
        self.joining.add(event, place);
        let side = match event.is_out() {
            true => &mut self.left,
            false => &mut self.stayed,
        };
        let side = side.get_or_insert_with(|| Side {
            at: part.at,
            misfits: BTreeMap::new(),
        });
        for misfit in misfits {
            side.misfits.entry(misfit.field).or_insert(misfit);
        }
    }

    fn end(self, each: &mut dyn FnMut(Export) -> io::Result<()>) -> io::Result<()> {
        let sides = self.left.into_iter().chain(self.stayed);
        for (joined, mut side) in self.joining.events().into_iter().zip(sides) {
            let mut export = Export {
                at: side.at,
                joined,
            };
            let joined = &mut export.joined;
            // What one fragment does not tell nobody knows of the whole.
            let was_out = joined.event.is_out();
            for field in side.misfits.keys() {
                joined.event.set(*field, None);
            }
            if was_out && !joined.event.is_out() {
                joined.event.set(FieldId::OUTCOME, None);
            }
            for misfit in joined.misfits.drain(..) {
                side.misfits.entry(misfit.field).or_insert(misfit);
            }
            joined.misfits = side.misfits.into_values().collect();
            each(export)?;
        }
        Ok(())
    }
}
