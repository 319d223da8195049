//! What a value means: which rules it leaves, how limits number it, and whether there is something to say
//! of it. Worked out once, when the value is met first.

use super::super::Scan;
use super::super::notice::may_say;
use super::super::numbers::Numbers;
use super::wanted::{Field, Wanted};
use crate::domain::domain_of;
use crate::event::{FieldId, Value};
use crate::judge::{Column, Decider, Row};
use crate::logs::quick::{Met, Quick, Want};
use crate::policy::Path;
use crate::time::Time;
use std::cell::RefCell;

/// What a value means.
#[derive(Debug)]
pub struct Meaning {
    /// One for each column that reads the field; made anew where time has changed what a directory says.
    rows: RefCell<Rows>,
    /// The number of the first value that limits count of it; none where it is missing.
    number: Option<u32>,
    /// Whether an event that holds it must be looked at whole.
    look: bool,
    /// What is seldom asked for, apart, so that the rest is small.
    rest: Box<Rest>,
}

/// The rows of a value: seldom more than one.
#[derive(Debug, Default)]
struct Rows {
    first: Option<Row>,
    others: Vec<Row>,
}

#[derive(Debug)]
struct Rest {
    /// The value, or its domain where only that is wanted.
    value: Option<Value>,
    /// What limits count of it, each with its number; none where it is missing.
    counted: Vec<Option<(Value, u32)>>,
}

impl Rows {
    fn iter(&self) -> impl Iterator<Item = &Row> {
        self.first.iter().chain(&self.others)
    }
}

impl Meaning {
    fn new(rows: Rows, value: Option<Value>, counted: Vec<Option<(Value, u32)>>) -> Self {
        let number = counted.first().and_then(Option::as_ref);
        Self {
            rows: RefCell::new(rows),
            number: number.map(|(_, number)| *number),
            look: false,
            rest: Box::new(Rest { value, counted }),
        }
    }

    /// The number of a value that limits count of it.
    pub fn number(&self, at: usize) -> Option<u32> {
        match at {
            0 => self.number,
            _ => self.counted(at).map(|(_, number)| *number),
        }
    }

    /// A value that limits count of it, with its number.
    pub fn counted(&self, at: usize) -> Option<&(Value, u32)> {
        self.rest.counted.get(at)?.as_ref()
    }
}

/// Works meanings out.
pub struct Meanings<'a> {
    scan: &'a Scan<'a>,
    wanted: Wanted,
    numbers: &'a Numbers,
    /// By field and column: the rows of a missing value, and of one that is there. Only of columns of presence.
    presence: Vec<Vec<Option<[Row; 2]>>>,
}

impl<'a> Meanings<'a> {
    /// None are known yet.
    #[must_use]
    pub fn new(
        scan: &'a Scan<'a>,
        wanted: Wanted,
        numbers: &'a Numbers,
        decider: &mut Decider<'a>,
    ) -> Self {
        let there = Value::Bool(true);
        let mut both = |field: &Field, (number, _): &(usize, Column)| {
            (field.want == Want::Presence).then(|| {
                let time = Time::default();
                [
                    decider.row(*number, None, time),
                    decider.row(*number, Some(&there), time),
                ]
            })
        };
        let presence = wanted.fields.iter().map(|field| {
            let columns = field.columns.iter();
            columns.map(|column| both(field, column)).collect()
        });
        let presence = presence.collect();
        Self {
            scan,
            wanted,
            numbers,
            presence,
        }
    }

    /// What a value of a field means.
    pub fn of(&self, field: FieldId, met: Met<'_>, decider: &mut Decider<'a>) -> Meaning {
        let value = match met {
            Met::Missing => None,
            Met::Value(value) => Some(value.clone()),
            Met::Domain(domain) => domain.map(|domain| Value::Text(domain.to_owned())),
        };
        let wanted = self.wanted.fields.iter().find(|f| f.field == field);
        let Some(wanted) = wanted else {
            return Meaning {
                look: true,
                ..Meaning::new(Rows::default(), value, Vec::new())
            };
        };
        let judge = self.scan.judge;
        let counted = wanted.counted.iter().map(|path| {
            let value = judge.counts_as(*path, read(wanted, *path, value.as_ref())?);
            let number = self.numbers.number(vec![Some(value.clone())]);
            Some((value, number))
        });
        let counted = counted.collect();
        let rows = rows(decider, wanted, value.as_ref(), Time::default());
        Meaning {
            look: wanted.want == Want::Mark && may_say(self.scan, field, value.as_ref()),
            ..Meaning::new(rows, value, counted)
        }
    }

    /// The rows of the line that was read last; false where one of its values asks for a look.
    pub fn rows(
        &self,
        line: &Quick<'_, Meaning>,
        time: Time,
        decider: &mut Decider<'a>,
        all: &mut Vec<Row>,
    ) -> bool {
        for (at, field) in self.wanted.fields.iter().enumerate() {
            match field.want {
                Want::Int => {
                    for (column, _) in &field.columns {
                        all.push(decider.int_row(*column, line.int(at)));
                    }
                }
                Want::Presence => {
                    let there = usize::from(line.is_there(at));
                    let both = self.presence.get(at).into_iter().flatten().flatten();
                    all.extend(both.filter_map(|both| both.get(there)).cloned());
                }
                _ => {
                    let Some(meaning) = line.mark(at).filter(|meaning| !meaning.look) else {
                        return false;
                    };
                    let known = &mut *meaning.rows.borrow_mut();
                    if !known.iter().all(|row| row.holds_at(time)) {
                        *known = rows(decider, field, meaning.rest.value.as_ref(), time);
                    }
                    all.extend(known.iter().cloned());
                }
            }
        }
        true
    }
}

fn rows(decider: &mut Decider<'_>, wanted: &Field, value: Option<&Value>, at: Time) -> Rows {
    let columns = wanted.columns.iter();
    let mut rows = columns.map(|(number, column)| {
        let read = read(wanted, column.path, value);
        decider.row(*number, read.as_ref(), at)
    });
    Rows {
        first: rows.next(),
        others: rows.collect(),
    }
}

/// What a path holds where a field holds a value.
fn read(wanted: &Field, path: Path, value: Option<&Value>) -> Option<Value> {
    match (path, wanted.want, value) {
        (Path::Domain(_), Want::Mark, Some(Value::Text(text))) => domain_of(text).map(Value::Text),
        (Path::Domain(_), Want::Mark, _) => None,
        _ => value.cloned(),
    }
}
