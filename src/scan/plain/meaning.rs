//! What a value means: which rules it leaves, how limits number it, and whether there is something to say
//! of it. Worked out once, when the value is met first.

use super::super::Scan;
use super::super::notice::may_say;
use super::super::numbers::Numbers;
use super::wanted::{Field, Wanted};
use crate::domain::domain_of;
use crate::event::{FieldId, Value};
use crate::judge::{Column, Common, Decider, Row};
use crate::logs::quick::{Met, Quick, Want};
use crate::policy::Path;
use crate::time::Time;

/// What a value means. Small, since it is kept for every value that is known.
#[derive(Debug)]
pub struct Meaning {
    /// Of the first column that reads the field; made anew where time has changed what a directory says.
    row: Option<Row>,
    /// The number of the first value that limits count of it; [`NO_NUMBER`] where it is missing.
    number: u32,
    /// Whether an event that holds it must be looked at whole.
    look: bool,
    /// Whether there are no other rows than the first, and that holds always.
    simple: bool,
    /// What is seldom asked for.
    rest: Box<Rest>,
}

#[derive(Debug)]
struct Rest {
    /// The value, or its domain where only that is wanted.
    value: Option<Value>,
    /// What limits count of it, each with its number; none where it is missing.
    counted: Vec<Option<(Value, u32)>>,
    /// Of the other columns that read the field.
    rows: Vec<Row>,
}

/// No number is so great.
const NO_NUMBER: u32 = u32::MAX;

impl Meaning {
    fn new(
        mut rows: Vec<Row>,
        value: Option<Value>,
        counted: Vec<Option<(Value, u32)>>,
        look: bool,
    ) -> Self {
        let number = counted.first().and_then(Option::as_ref);
        let row = (!rows.is_empty()).then(|| rows.remove(0));
        Self {
            simple: rows.is_empty() && row.as_ref().is_none_or(Row::is_simple),
            row,
            number: number.map_or(NO_NUMBER, |(_, number)| *number),
            look,
            rest: Box::new(Rest {
                value,
                counted,
                rows,
            }),
        }
    }

    /// The number of a value that limits count of it.
    #[inline]
    pub fn number(&self, at: usize) -> Option<u32> {
        match at {
            0 => (self.number != NO_NUMBER).then_some(self.number),
            _ => self.counted(at).map(|(_, number)| *number),
        }
    }

    /// A value that limits count of it, with its number.
    pub fn counted(&self, at: usize) -> Option<&(Value, u32)> {
        self.rest.counted.get(at)?.as_ref()
    }

    fn rows(&self) -> impl Iterator<Item = &Row> {
        self.row.iter().chain(&self.rest.rows)
    }

    /// Makes its rows anew where they do not hold any more.
    #[cold]
    fn renew(&mut self, decider: &mut Decider<'_>, field: &Field, time: Time) {
        if !self.rows().all(|row| row.holds_at(time)) {
            let mut rows = rows(decider, field, self.rest.value.as_ref(), time);
            self.row = (!rows.is_empty()).then(|| rows.remove(0));
            self.rest.rows = rows;
        }
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
            return Meaning::new(Vec::new(), value, Vec::new(), true);
        };
        let judge = self.scan.judge;
        let counted = wanted.counted.iter().map(|path| {
            let value = judge.counts_as(*path, read(wanted, *path, value.as_ref())?);
            let number = self.numbers.number(vec![Some(value.clone())]);
            Some((value, number))
        });
        let counted = counted.collect();
        let rows = rows(decider, wanted, value.as_ref(), Time::default());
        let look = wanted.want == Want::Mark && may_say(self.scan, field, value.as_ref());
        Meaning::new(rows, value, counted, look)
    }

    /// What the rows of the line that was read last have in common; none where one of its values asks for a
    /// look.
    #[inline]
    pub fn common(
        &self,
        line: &mut Quick<'_, Meaning>,
        time: Time,
        decider: &mut Decider<'a>,
    ) -> Option<Common> {
        let mut common = decider.common(time);
        for (at, field) in self.wanted.fields.iter().enumerate() {
            match field.want {
                Want::Int => {
                    for (column, _) in &field.columns {
                        common.add(decider.int_row(*column, line.int(at)), time);
                    }
                }
                Want::Presence => {
                    for row in self.presence(at, line.is_there(at)) {
                        common.add(row, time);
                    }
                }
                _ => {
                    let meaning = line.mark_mut(at).filter(|meaning| !meaning.look)?;
                    if !meaning.simple {
                        meaning.renew(decider, field, time);
                        for row in &meaning.rest.rows {
                            common.add(row, time);
                        }
                    }
                    if let Some(row) = &meaning.row {
                        common.add(row, time);
                    }
                }
            }
        }
        Some(common)
    }

    /// Gives each row of the line of which it was asked last what they have in common.
    pub fn each_row(
        &self,
        line: &Quick<'_, Meaning>,
        decider: &Decider<'a>,
        each: &mut dyn FnMut(&Row),
    ) {
        for (at, field) in self.wanted.fields.iter().enumerate() {
            match field.want {
                Want::Int => {
                    for (column, _) in &field.columns {
                        each(decider.known_int_row(*column, line.int(at)));
                    }
                }
                Want::Presence => self.presence(at, line.is_there(at)).for_each(&mut *each),
                _ => {
                    let rows = line.mark(at).into_iter().flat_map(Meaning::rows);
                    rows.for_each(&mut *each);
                }
            }
        }
    }

    fn presence(&self, at: usize, there: bool) -> impl Iterator<Item = &Row> {
        let both = self.presence.get(at).into_iter().flatten().flatten();
        both.filter_map(move |both| both.get(usize::from(there)))
    }
}

fn rows(decider: &mut Decider<'_>, wanted: &Field, value: Option<&Value>, at: Time) -> Vec<Row> {
    let columns = wanted.columns.iter();
    let rows = columns.map(|(number, column)| {
        let read = read(wanted, column.path, value);
        decider.row(*number, read.as_ref(), at)
    });
    rows.collect()
}

/// What a path holds where a field holds a value.
fn read(wanted: &Field, path: Path, value: Option<&Value>) -> Option<Value> {
    match (path, wanted.want, value) {
        (Path::Domain(_), Want::Mark, Some(Value::Text(text))) => domain_of(text).map(Value::Text),
        (Path::Domain(_), Want::Mark, _) => None,
        _ => value.cloned(),
    }
}
