//! Limits over the whole log: shares sorted by key and time, added up window by window.

use super::identity::{Same, TWIN, Twin, Twins};
use super::row::{PLACE, RowReader, RowWriter};
use super::share::{SHARE, Share, Shares, lift_number, lift_of};
use super::sorted::{Sorter, read_record};
use super::spool::{Kept, Spool};
use super::{Scan, share};
use crate::event::Value;
use crate::judge::Lift;
use crate::judge::windows::{Counting, Entry, Exceeded, Role, exceeded as added_up};
use crate::logs::Place;
use crate::policy::{Amount, Effect, Measure, RuleId};
use crate::time::{Length, Time};
use std::collections::HashMap;
use std::io;

/// event, limit, time, lift, role, place, where its window is kept.
pub const OVER: usize = 8 + 4 + 16 + 4 + 4 + PLACE + 16;
/// place, time, amount.
const FILLING: usize = PLACE + 16 + 8;
/// key, count, how many fill it.
const WINDOW: usize = 4 + 16 + 8;

/// An event at which a limit is exceeded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as in the other rows")]
pub struct Over {
    pub event: u64,
    pub limit: RuleId,
    pub time: Time,
    pub lift: Lift,
    pub role: Role,
    pub place: Place,
    window: Kept,
}

/// What a window holds, with numbers and values resolved.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "as in the finding made of it")]
pub struct Filled {
    pub count: i128,
    pub key: Vec<Option<Value>>,
    pub filled_by: u64,
    pub filling: Vec<Filling>,
}

/// One event in a window.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "as in the finding made of it")]
pub struct Filling {
    pub place: Place,
    pub time: Time,
    pub amount: i64,
    /// The distinct value, of a limit that counts those.
    pub value: Option<Vec<Option<Value>>>,
}

/// The windows of all exceeded limits, on disk.
#[derive(Debug)]
pub struct Windows {
    spool: Spool,
    shares: Numbers,
}

#[derive(Debug)]
struct Numbers {
    keys: share::Numbered<Vec<Option<Value>>>,
    values: share::Numbered<Vec<Option<Value>>>,
}

/// Adds all limits up.
///
/// # Errors
/// When a temporary file cannot be written or read.
pub fn exceeded(
    scan: &Scan<'_>,
    shares: Shares,
    twins: &mut Twins,
) -> io::Result<(Sorter<OVER>, Windows)> {
    let sorter = without_duplicates(shares.spool, twins)?;
    let numbers = Numbers {
        keys: shares.keys,
        values: shares.values,
    };
    let mut windows = Windows {
        spool: Spool::new()?,
        shares: numbers,
    };
    let mut over = Sorter::default();
    let mut sorted = sorter.sorted()?;
    let mut group: Vec<Share> = Vec::new();
    while let Some(row) = sorted.next()? {
        let share = Share::read(&row);
        let same = |s: &Share| s.limit == share.limit && s.entry.key == share.entry.key;
        if !group.first().is_none_or(same) {
            one_key(scan, &mut group, &mut windows, &mut over)?;
        }
        group.push(share);
    }
    one_key(scan, &mut group, &mut windows, &mut over)?;
    Ok((over, windows))
}

/// Both come in the order of events.
fn without_duplicates(mut spool: Spool, twins: &mut Twins) -> io::Result<Sorter<SHARE>> {
    let mut shares = spool.reader()?;
    let mut twins = twins.reader()?;
    let mut twin = read_record::<TWIN>(&mut twins)?.as_ref().map(Twin::read);
    let mut sorter = Sorter::default();
    while let Some(row) = read_record::<SHARE>(&mut shares)? {
        let event = Share::read(&row).entry.event;
        while twin.is_some_and(|t| t.event < event) {
            twin = read_record::<TWIN>(&mut twins)?.as_ref().map(Twin::read);
        }
        if !twin.is_some_and(|t| t.event == event && t.same == Same::Everything) {
            sorter.push(row)?;
        }
    }
    Ok(sorter)
}

fn one_key(
    scan: &Scan<'_>,
    group: &mut Vec<Share>,
    windows: &mut Windows,
    over: &mut Sorter<OVER>,
) -> io::Result<()> {
    let first = group.first().copied();
    let limit = first.and_then(|s| limit_of(scan, s.limit));
    let (Some(first), Some((amount, length))) = (first, limit) else {
        group.clear();
        return Ok(());
    };
    let counting = match amount.measure {
        Measure::Exports | Measure::Sum(_) => Counting::Sum,
        Measure::Distinct(_) | Measure::Lists => Counting::Distinct,
    };
    let mut entries: Vec<Entry> = group.iter().map(|s| s.entry).collect();
    let found = added_up(&mut entries, amount.most, length, counting);
    let by_event: HashMap<u64, &Share> = if found.is_empty() {
        HashMap::new()
    } else {
        group.iter().map(|s| (s.entry.event, s)).collect()
    };
    for exceeded in found {
        let Some(share) = by_event.get(&exceeded.event) else {
            continue;
        };
        let window = windows.keep(first.entry.key, &exceeded, &by_event)?;
        over.push(Over::of(share, window).row())?;
    }
    group.clear();
    Ok(())
}

fn limit_of<'a>(scan: &Scan<'a>, id: RuleId) -> Option<(&'a Amount, Length)> {
    match &scan.judge.policy.rule(id)?.effect {
        Effect::Limit { amount, window, .. } => Some((amount, *window)),
        Effect::Allow | Effect::Deny => None,
    }
}

impl Windows {
    fn keep(
        &mut self,
        key: u32,
        exceeded: &Exceeded,
        shares: &HashMap<u64, &Share>,
    ) -> io::Result<Kept> {
        let head = RowWriter::<WINDOW>::new()
            .u32(key)
            .bytes(&exceeded.count.to_be_bytes())
            .u64(exceeded.filled_by);
        let mut bytes = head.done().to_vec();
        for share in exceeded.filling.iter().filter_map(|e| shares.get(e)) {
            let row = RowWriter::<FILLING>::new().place(share.place);
            let row = row.time(share.entry.time).i64(share.entry.amount);
            bytes.extend(row.done());
        }
        self.spool.keep(&bytes)
    }

    /// What filled the window of an exceeded limit.
    ///
    /// # Errors
    /// When the temporary file cannot be read.
    pub fn filled(&mut self, over: &Over, measure: Measure) -> io::Result<Filled> {
        let bytes = self.spool.read(over.window)?;
        let (head, rest) = bytes.split_at_checked(WINDOW).unwrap_or((&[], &[]));
        let mut head = RowReader::new(head);
        let key = self.shares.keys.value(head.u32()).cloned();
        let count = i128::from_be_bytes(head.bytes());
        Ok(Filled {
            count,
            key: key.unwrap_or_default(),
            filled_by: head.u64(),
            filling: rest
                .chunks_exact(FILLING)
                .map(|row| self.shares.filling(row, measure))
                .collect(),
        })
    }
}

impl Numbers {
    fn filling(&self, row: &[u8], measure: Measure) -> Filling {
        let mut row = RowReader::new(row);
        let (place, time, amount) = (row.place(), row.time(), row.i64());
        let value = match measure {
            Measure::Exports | Measure::Sum(_) => None,
            Measure::Distinct(_) | Measure::Lists => u32::try_from(amount)
                .ok()
                .and_then(|n| self.values.value(n).cloned()),
        };
        Filling {
            place,
            time,
            amount,
            value,
        }
    }
}

impl Over {
    fn of(share: &Share, window: Kept) -> Self {
        Self {
            event: share.entry.event,
            limit: share.limit,
            time: share.entry.time,
            lift: share.lift,
            role: share.entry.role,
            place: share.place,
            window,
        }
    }

    fn row(self) -> [u8; OVER] {
        RowWriter::new()
            .u64(self.event)
            .u32(self.limit.0)
            .time(self.time)
            .u32(lift_number(self.lift))
            .u32(u32::from(self.role == Role::Asks))
            .place(self.place)
            .u64(self.window.offset)
            .u64(self.window.length)
            .done()
    }

    /// From its row.
    #[must_use]
    pub fn read(row: &[u8; OVER]) -> Self {
        let mut row = RowReader::new(row);
        Self {
            event: row.u64(),
            limit: RuleId(row.u32()),
            time: row.time(),
            lift: lift_of(row.u32()),
            role: if row.u32() == 0 {
                Role::Counts
            } else {
                Role::Asks
            },
            place: row.place(),
            window: Kept {
                offset: row.u64(),
                length: row.u64(),
            },
        }
    }
}
