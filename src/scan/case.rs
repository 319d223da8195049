//! Events that have something to tell, put aside on disk in the order in which it will be told.

use super::at::At;
use super::row::{RowReader, RowWriter};
use super::sorted::read_record;
use super::spool::Spool;
use super::timed::{AT, lift_number, lift_of, read_at, write_at};
use super::timeline::Arrival;
use super::twins::{Same, Twin};
use crate::judge::Lift;
use crate::judge::windows::{Entry, Exceeded};
use crate::policy::RuleId;
use crate::time::Time;
use std::io::{self, Read};

/// time, place, twin (0 none, 1 everything, 2 id, 3 none and too late; 4 more of a fragment), its first place, how many
/// limits, bytes of the record.
const CASE: usize = 16 + AT + 4 + AT + 4 + 8;
/// limit, lift, key, count, how many fill it, how many of them are told.
const OVER: usize = 4 + 4 + 4 + 16 + 8 + 4;
/// place, time, amount.
const FILLING: usize = AT + 16 + 8;

/// An event that has something to tell.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// When it happened.
    pub time: Time,
    /// Where its record stands.
    pub at: At,
    /// Whether its id stood before.
    pub twin: Option<Twin>,
    /// Limits that are exceeded at it, in the order of their ids.
    pub over: Vec<Over>,
    /// Its record, where that cannot be read again.
    pub record: Option<Vec<u8>>,
    /// Whether it came in time to be compared with others.
    pub arrival: Arrival,
    /// What it is of.
    pub of: CaseOf,
}

/// What a case is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseOf {
    /// An event.
    Event,
    /// One record of several that are an event: only what it has in common with other records is told of it.
    Fragment,
}

/// An exceeded limit, with numbers for keys and values.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "as in the finding made of it")]
pub struct Over {
    pub limit: RuleId,
    pub lift: Lift,
    pub key: u32,
    pub count: i128,
    pub filled_by: u64,
    pub filling: Vec<Filling>,
}

/// One event in a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "as in the finding made of it")]
pub struct Filling {
    pub at: At,
    pub time: Time,
    /// The sum's share, or the number of the distinct value.
    pub amount: i64,
}

impl Filling {
    fn of(entry: &Entry<At>) -> Self {
        Self {
            at: entry.event,
            time: entry.time,
            amount: entry.amount,
        }
    }
}

/// All cases.
#[derive(Debug)]
pub struct Cases {
    spool: Spool,
}

impl Cases {
    /// None yet.
    ///
    /// # Errors
    /// When no temporary file can be made.
    pub fn new() -> io::Result<Self> {
        Ok(Self {
            spool: Spool::new()?,
        })
    }

    /// Appends one.
    ///
    /// # Errors
    /// When the temporary file cannot be written.
    pub fn keep(&mut self, case: &Case) -> io::Result<()> {
        let mut bytes = case.head().to_vec();
        for over in &case.over {
            bytes.extend(over.head());
            for filling in &over.filling {
                let row = write_at(RowWriter::<FILLING>::new(), filling.at);
                bytes.extend(row.time(filling.time).i64(filling.amount).done());
            }
        }
        bytes.extend(case.record.iter().flatten());
        self.spool.keep(&bytes).map(|_| ())
    }

    /// Both in the order of (time, place), where each is in it; of a record its own case comes before that of its
    /// export.
    ///
    /// # Errors
    /// When a temporary file cannot be written or read.
    pub fn merged(mut first: Self, mut second: Self) -> io::Result<Self> {
        let mut all = Self::new()?;
        let (mut firsts, mut seconds) = (first.reader()?, second.reader()?);
        let (mut one, mut other) = (firsts.next()?, seconds.next()?);
        while one.is_some() || other.is_some() {
            let is_one = match (&one, &other) {
                (Some(one), Some(other)) => (one.time, one.at) <= (other.time, other.at),
                (one, _) => one.is_some(),
            };
            let next = match is_one {
                true => std::mem::replace(&mut one, firsts.next()?),
                false => std::mem::replace(&mut other, seconds.next()?),
            };
            next.iter().try_for_each(|case| all.keep(case))?;
        }
        Ok(all)
    }

    /// All of them, from the first.
    ///
    /// # Errors
    /// When the temporary file cannot be written or rewound.
    pub fn reader(&mut self) -> io::Result<CaseReader<impl Read>> {
        Ok(CaseReader(self.spool.reader()?))
    }
}

/// Cases, one at a time.
#[derive(Debug)]
pub struct CaseReader<R>(R);

impl<R: Read> CaseReader<R> {
    /// The next one.
    ///
    /// # Errors
    /// When the temporary file cannot be read.
    pub fn next(&mut self) -> io::Result<Option<Case>> {
        let Some(head) = read_record::<CASE>(&mut self.0)? else {
            return Ok(None);
        };
        let mut head = RowReader::new(&head);
        let (time, at, twin, first) = (
            head.time(),
            read_at(&mut head),
            head.u32(),
            read_at(&mut head),
        );
        let same = match twin & 3 {
            1 => Some(Same::Everything),
            2 => Some(Same::Id),
            _ => None,
        };
        let (limits, length) = (head.u32(), head.u64());
        let over: io::Result<Vec<Over>> = (0..limits).map(|_| self.over()).collect();
        let over = over?;
        let mut record = Vec::new();
        (&mut self.0).take(length).read_to_end(&mut record)?;
        Ok(Some(Case {
            time,
            at,
            twin: same.map(|same| Twin { same, first }),
            over,
            record: (length > 0).then_some(record),
            arrival: if twin & 3 == 3 {
                Arrival::TooLate
            } else {
                Arrival::InTime
            },
            of: if twin & 4 == 0 {
                CaseOf::Event
            } else {
                CaseOf::Fragment
            },
        }))
    }

    fn over(&mut self) -> io::Result<Over> {
        let head = self.whole::<OVER>()?;
        let mut head = RowReader::new(&head);
        let mut over = Over {
            limit: RuleId(head.u32()),
            lift: lift_of(head.u32()),
            key: head.u32(),
            count: i128::from_be_bytes(head.bytes()),
            filled_by: head.u64(),
            filling: Vec::new(),
        };
        for _ in 0..head.u32() {
            let row = self.whole::<FILLING>()?;
            let mut row = RowReader::new(&row);
            over.filling.push(Filling {
                at: read_at(&mut row),
                time: row.time(),
                amount: row.i64(),
            });
        }
        Ok(over)
    }

    fn whole<const N: usize>(&mut self) -> io::Result<[u8; N]> {
        read_record(&mut self.0)?.ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
    }
}

impl Case {
    /// Of an event of which nothing is known yet.
    #[must_use]
    pub fn new(time: Time, at: At) -> Self {
        Self {
            time,
            at,
            twin: None,
            over: Vec::new(),
            record: None,
            arrival: Arrival::InTime,
            of: CaseOf::Event,
        }
    }

    fn head(&self) -> [u8; CASE] {
        let late = 3 * u32::from(self.arrival == Arrival::TooLate);
        let twin = self.twin.map_or(late, |twin| match twin.same {
            Same::Everything => 1,
            Same::Id => 2,
        });
        let twin = twin + 4 * u32::from(self.of == CaseOf::Fragment);
        let first = self.twin.map_or(At::default(), |twin| twin.first);
        let row = write_at(RowWriter::new().time(self.time), self.at).u32(twin);
        let record = self.record.as_ref().map_or(0, Vec::len);
        write_at(row, first)
            .u32(u32::try_from(self.over.len()).unwrap_or(u32::MAX))
            .u64(u64::try_from(record).unwrap_or(u64::MAX))
            .done()
    }
}

impl Over {
    /// Of an exceeded window.
    #[must_use]
    pub fn new(limit: RuleId, lift: Lift, key: u32, exceeded: &Exceeded<At>) -> Self {
        Self {
            limit,
            lift,
            key,
            count: exceeded.count,
            filled_by: exceeded.filled_by,
            filling: exceeded.filling.iter().map(Filling::of).collect(),
        }
    }

    fn head(&self) -> [u8; OVER] {
        RowWriter::new()
            .u32(self.limit.0)
            .u32(lift_number(self.lift))
            .u32(self.key)
            .bytes(&self.count.to_be_bytes())
            .u64(self.filled_by)
            .u32(u32::try_from(self.filling.len()).unwrap_or(u32::MAX))
            .done()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::WaiverId;

    #[test]
    fn cases_come_back_in_their_order() {
        let at = |block| At {
            block,
            offset: 5,
            ..At::default()
        };
        let filling = |n| Filling {
            at: at(n),
            time: Time(i128::from(n)),
            amount: -7,
        };
        let over = Over {
            limit: RuleId(1),
            lift: Lift::Lifted(WaiverId(2)),
            key: 3,
            count: i128::MAX,
            filled_by: 4,
            filling: vec![filling(8), filling(9)],
        };
        let plain = Case::new(Time(-1), at(1));
        let late = Case {
            arrival: Arrival::TooLate,
            ..plain.clone()
        };
        let twin = Twin {
            same: Same::Id,
            first: at(1),
        };
        let full = Case {
            twin: Some(twin),
            over: vec![over.clone(), over],
            record: Some(b"{}".to_vec()),
            ..plain.clone()
        };
        let fragment = Case {
            of: CaseOf::Fragment,
            ..full.clone()
        };
        let all = [&plain, &full, &fragment, &late, &plain];
        let mut cases = kept(&all);
        let mut reader = cases.reader().unwrap();
        for case in all {
            assert_eq!(reader.next().unwrap().as_ref(), Some(case));
        }
        assert_eq!(reader.next().unwrap(), None);
    }

    fn kept(all: &[&Case]) -> Cases {
        let mut cases = Cases::new().unwrap();
        all.iter().for_each(|case| cases.keep(case).unwrap());
        cases
    }

    #[test]
    fn two_lots_of_cases_become_one_in_the_order_of_time() {
        let at = |time, block, of| Case {
            of,
            ..Case::new(
                Time(time),
                At {
                    block,
                    ..At::default()
                },
            )
        };
        let fragment = |time, block| at(time, block, CaseOf::Fragment);
        let event = |time, block| at(time, block, CaseOf::Event);
        let fragments = [fragment(1, 5), fragment(3, 1), fragment(3, 2)];
        let events = [event(0, 9), event(3, 1), event(4, 0), event(4, 1)];
        let lots = (kept(&fragments.each_ref()), kept(&events.each_ref()));
        let mut merged = Cases::merged(lots.0, lots.1).unwrap();
        let mut reader = merged.reader().unwrap();
        let [a, b, c] = &fragments;
        let [d, e, f, g] = &events;
        for case in [d, a, b, e, c, f, g] {
            assert_eq!(reader.next().unwrap().as_ref(), Some(case));
        }
        assert_eq!(reader.next().unwrap(), None);
    }
}
