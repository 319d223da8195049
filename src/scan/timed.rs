//! What is kept of every event until its time has come: when and where, what it is known by, and what it
//! adds to limits. A few bytes each.

use super::at::At;
use super::row::{RowReader, RowWriter};
use crate::judge::Lift;
use crate::judge::windows::Role;
use crate::policy::{RuleId, WaiverId};
use crate::time::Time;
use std::num::NonZeroU64;

/// An event, in the order of (time, place).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timed {
    /// When it happened.
    pub time: Time,
    /// Where its record stands.
    pub at: At,
    /// What it is known by; none where it has no id.
    pub known_by: Option<KnownBy>,
    /// The first of its shares, by the caller's number; [`NO_SHARES`] where it has none.
    pub shares: u32,
    /// Whether its verdict is a finding.
    pub told: bool,
    /// Whether it is out, or only asks what limits would be with it.
    pub role: Role,
}

/// Of an event that adds to no limit.
pub const NO_SHARES: u32 = u32::MAX;

/// What a record with an id is known by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct KnownBy {
    /// A digest of source and id.
    pub id: NonZeroU64,
    /// A digest of every mapped field.
    pub content: u64,
}

/// What one event adds to one limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// Which limit.
    pub limit: RuleId,
    /// The number of its key.
    pub key: u32,
    /// The sum's share, or the number of the distinct value.
    pub amount: i64,
    /// Whether a waiver lifts the limit for this event.
    pub lift: Lift,
    /// Whether it is the event's last.
    pub last: bool,
}

/// Bytes of an [`At`] in a row.
pub const AT: usize = 6 * 4;
/// time, place, number of the share (0: the event itself), then either id, content and flags; or limit, key,
/// amount and lift.
pub const ROW: usize = 16 + AT + 4 + 8 + 8 + 4;

/// A row of an event, or of one of its shares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    /// The shares that follow are its.
    Event(Timed),
    /// Of the event before it.
    Share(Share),
}

impl Timed {
    /// Its own of these shares.
    #[must_use]
    pub fn shares_of<'s>(&self, shares: &'s [Share]) -> &'s [Share] {
        let begin = match self.shares {
            NO_SHARES => return &[],
            begin => usize::try_from(begin).unwrap_or(usize::MAX),
        };
        let own = shares.get(begin..).unwrap_or_default();
        let end = own.iter().position(|share| share.last);
        own.get(..end.map_or(own.len(), |last| last + 1))
            .unwrap_or_default()
    }

    /// As rows of one length: the event, then its shares. They sort as events do.
    pub fn rows(self, shares: &[Share]) -> impl Iterator<Item = [u8; ROW]> {
        let shares = (1..).zip(shares).map(move |(number, share)| {
            self.row(number)
                .u32(share.limit.0)
                .u32(share.key)
                .i64(share.amount)
                .u32(lift_number(share.lift))
                .done()
        });
        std::iter::once(self.event_row()).chain(shares)
    }

    fn row(self, number: u32) -> RowWriter<ROW> {
        write_at(RowWriter::new().time(self.time), self.at).u32(number)
    }

    fn event_row(self) -> [u8; ROW] {
        let id = self.known_by.map_or(0, |known_by| known_by.id.get());
        let content = self.known_by.map_or(0, |known_by| known_by.content);
        let flags = u32::from(self.told) | u32::from(self.role == Role::Asks) << 1;
        self.row(0).u64(id).u64(content).u32(flags).done()
    }
}

impl Row {
    /// From its bytes. What it says of shares' numbers and of the last one has no meaning.
    #[must_use]
    pub fn read(row: &[u8; ROW]) -> Self {
        let mut row = RowReader::new(row);
        let (time, at) = (row.time(), read_at(&mut row));
        if row.u32() > 0 {
            return Self::Share(Share {
                limit: RuleId(row.u32()),
                key: row.u32(),
                amount: row.i64(),
                lift: lift_of(row.u32()),
                last: false,
            });
        }
        let (id, content, flags) = (row.u64(), row.u64(), row.u32());
        Self::Event(Timed {
            time,
            at,
            known_by: NonZeroU64::new(id).map(|id| KnownBy { id, content }),
            shares: NO_SHARES,
            told: flags & 1 != 0,
            role: if flags & 2 == 0 {
                Role::Counts
            } else {
                Role::Asks
            },
        })
    }
}

/// Writes where something stands; sorts as it does.
#[must_use]
pub fn write_at<const N: usize>(row: RowWriter<N>, at: At) -> RowWriter<N> {
    row.u32(at.block)
        .u32(at.offset)
        .u32(at.part)
        .u32(at.line)
        .u32(at.column)
        .u32(at.length)
}

/// Reads where something stands.
pub fn read_at(row: &mut RowReader<'_>) -> At {
    At {
        block: row.u32(),
        offset: row.u32(),
        part: row.u32(),
        line: row.u32(),
        column: row.u32(),
        length: row.u32(),
    }
}

/// A lift as a number of a row.
#[must_use]
pub fn lift_number(lift: Lift) -> u32 {
    match lift {
        Lift::Stands => 0,
        Lift::Lifted(waiver) => waiver.0.saturating_add(1),
    }
}

/// A row's number as a lift.
#[must_use]
pub fn lift_of(number: u32) -> Lift {
    number
        .checked_sub(1)
        .map_or(Lift::Stands, |waiver| Lift::Lifted(WaiverId(waiver)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_and_shares_come_back_from_rows_that_sort_as_they_do() {
        let timed = |time, block| Timed {
            time: Time(time),
            at: At {
                block,
                offset: 3,
                ..At::default()
            },
            known_by: NonZeroU64::new(1).map(|id| KnownBy { id, content: 2 }),
            shares: NO_SHARES,
            told: true,
            role: Role::Asks,
        };
        let share = Share {
            limit: RuleId(4),
            key: 5,
            amount: -6,
            lift: Lift::Lifted(WaiverId(0)),
            last: false,
        };
        let rows: Vec<_> = timed(-1, 2).rows(&[share]).collect();
        assert_eq!(Row::read(&rows[0]), Row::Event(timed(-1, 2)));
        assert_eq!(Row::read(&rows[1]), Row::Share(share));
        assert!(rows[0] < rows[1]);
        let [later, next] = [timed(-1, 3), timed(0, 0)].map(|t| t.rows(&[]).next().unwrap());
        assert!(rows[1] < later && later < next);
        assert_eq!(size_of::<Timed>(), 64);
    }
}
