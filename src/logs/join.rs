//! One export in several records: fragments of equal `join` value, made one event.
//!
//! Knows neither logs nor which records belong together; in whatever order fragments come, the event is the
//! same. What is delivered twice must be left out before: here it would be counted twice.

use super::{Misfit, Place};
use crate::event::{Event, FieldId, Value};
use crate::time::Time;
use std::collections::{BTreeMap, BTreeSet};

/// Fragments of one export, gathered in any order. What left and what did not are two events, never one
/// sum.
#[derive(Clone, Debug)]
pub struct Joining {
    sums: Vec<FieldId>,
    left: Option<Gathered>,
    stayed: Option<Gathered>,
}

/// The event that fragments are together.
#[derive(Clone, Debug, PartialEq)]
pub struct Joined {
    /// What it says.
    pub event: Event,
    /// The first fragment's, in the order of (event time, file, position).
    pub place: Place,
    /// How many there are.
    pub fragments: u64,
    /// On what fragments do not agree: the field is missing in the event.
    pub misfits: Vec<Misfit>,
}

impl Joining {
    /// No fragment yet. `repeated` are numbers of which each fragment tells the whole export's.
    #[must_use]
    pub fn new(repeated: &[FieldId]) -> Self {
        let sums = SUMS.iter().filter(|field| !repeated.contains(field));
        Self {
            sums: sums.copied().collect(),
            left: None,
            stayed: None,
        }
    }

    /// Adds a fragment.
    pub fn add(&mut self, event: &Event, place: Place) {
        let side = if event.is_out() {
            &mut self.left
        } else {
            &mut self.stayed
        };
        side.get_or_insert_with(|| Gathered::new(&self.sums, event.time, place))
            .add(event, place);
    }

    /// What the fragments are together: what left, then what did not.
    #[must_use]
    pub fn events(self) -> Vec<Joined> {
        let left = self.left.map(|all| all.joined(Side::Left));
        let stayed = self.stayed.map(|all| all.joined(Side::Stayed));
        left.into_iter().chain(stayed).collect()
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Stayed,
}

/// So many different values of a field are kept to be shown.
const SHOWN: usize = 3;

/// Fields that can be summed.
pub(super) const SUMS: &[FieldId] = &[FieldId::ROWS, FieldId::BYTES];

#[derive(Clone, Debug)]
struct Gathered {
    first: (Time, Place),
    fragments: u64,
    /// The first one that is there.
    id: Option<((Time, Place), Value)>,
    sums: BTreeMap<FieldId, Sum>,
    sets: BTreeMap<FieldId, BTreeSet<String>>,
    /// The smallest different values, one more than is shown.
    others: BTreeMap<FieldId, BTreeSet<Value>>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    total: i128,
    /// In how many fragments there is one.
    known: u64,
}

impl Gathered {
    fn new(sums: &[FieldId], time: Time, place: Place) -> Self {
        Self {
            first: (time, place),
            fragments: 0,
            id: None,
            sums: sums.iter().map(|field| (*field, Sum::default())).collect(),
            sets: BTreeMap::new(),
            others: BTreeMap::new(),
        }
    }

    fn add(&mut self, event: &Event, place: Place) {
        let here = (event.time, place);
        self.first = self.first.min(here);
        self.fragments += 1;
        for (number, value) in (0..).zip(&event.values) {
            if let Some(value) = value {
                self.value(FieldId(number), value, here);
            }
        }
    }

    fn value(&mut self, field: FieldId, value: &Value, here: (Time, Place)) {
        match (value, self.sums.get_mut(&field)) {
            (Value::Int(number), Some(sum)) => {
                sum.total += i128::from(*number);
                sum.known += 1;
            }
            (Value::Texts(texts), _) => {
                let set = self.sets.entry(field).or_default();
                set.extend(texts.iter().cloned());
            }
            _ if field == FieldId::TIME => {}
            _ if field == FieldId::ID => {
                if self.id.as_ref().is_none_or(|(at, _)| here < *at) {
                    self.id = Some((here, value.clone()));
                }
            }
            _ => {
                let values = self.others.entry(field).or_default();
                values.insert(value.clone());
                if values.len() > SHOWN + 1 {
                    values.pop_last();
                }
            }
        }
    }

    fn joined(self, side: Side) -> Joined {
        let (time, place) = self.first;
        let mut event = Event::at(time);
        let mut misfits = Vec::new();
        event.set(FieldId::ID, self.id.map(|(_, id)| id));
        for (field, sum) in self.sums {
            match sum.of(self.fragments) {
                Ok(total) => event.set(field, total.map(Value::Int)),
                Err(reason) => misfits.push(Misfit {
                    field,
                    value: sum.total.to_string(),
                    reason,
                }),
            }
        }
        for (field, set) in self.sets {
            event.set(field, Some(Value::Texts(set.into_iter().collect())));
        }
        for (field, values) in self.others {
            match (values.len(), values.first()) {
                (1, Some(only)) => event.set(field, Some(only.clone())),
                _ if field == FieldId::OUTCOME => event.set(field, side.outcome()),
                _ => misfits.push(differ(field, &values)),
            }
        }
        // What left has left, even where the sums that showed it are not known any more.
        if side == Side::Left && !event.is_out() {
            event.set(FieldId::OUTCOME, None);
        }
        misfits.sort_by_key(|misfit| misfit.field);
        Joined {
            event,
            place,
            fragments: self.fragments,
            misfits,
        }
    }
}

impl Side {
    /// Of fragments with different ones.
    fn outcome(self) -> Option<Value> {
        match self {
            Self::Left => None,
            Self::Stayed => Some(Value::Text("blocked".to_owned())),
        }
    }
}

impl Sum {
    fn of(self, fragments: u64) -> Result<Option<i64>, String> {
        if self.known == 0 {
            return Ok(None);
        }
        if self.known < fragments {
            let without = fragments - self.known;
            return Err(format!("missing in {without} of {fragments} fragments"));
        }
        match i64::try_from(self.total) {
            Ok(total) => Ok(Some(total)),
            Err(_) => Err("more than 64 bits hold".to_owned()),
        }
    }
}

fn differ(field: FieldId, values: &BTreeSet<Value>) -> Misfit {
    let mut shown: Vec<String> = values.iter().take(SHOWN).map(shown).collect();
    if values.len() > SHOWN {
        shown.push("…".to_owned());
    }
    Misfit {
        field,
        value: shown.join(", "),
        reason: "several values where one fits, in fragments of one export".to_owned(),
    }
}

/// As JSON would have it.
fn shown(value: &Value) -> String {
    match value {
        Value::Text(text) => serde_json::Value::from(text.as_str()).to_string(),
        Value::Int(number) => number.to_string(),
        Value::Bool(value) => value.to_string(),
        Value::Time(time) => format!("\"{time}\""),
        Value::Ip(ip) => format!("\"{ip}\""),
        Value::Texts(texts) => serde_json::Value::from(texts.as_slice()).to_string(),
    }
}
