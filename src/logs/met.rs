//! What a record tells of its log as a whole: when it was written, and its number.
//!
//! Knows one record; what is missing between them is found by whoever reads them all.

use super::bind::Bound;
use super::record::shown;
use super::source::Coverage;
use super::walk::Walk;
use super::{Item, Place};
use crate::event::Value;
use crate::time::{Time, Zone};

/// What a record tells of the log as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Met {
    /// When it was written, if that can be read.
    pub time: Option<Time>,
    /// Its number; or what stands there, and why that is none.
    pub number: Option<Result<i64, (String, String)>>,
    /// Whose number it is, where each value of something has its own.
    pub of: Option<String>,
}

impl Bound {
    /// What the source says of its logs as a whole.
    #[must_use]
    pub fn coverage(&self) -> &Coverage {
        &self.coverage
    }

    /// The zone of times that are written without one.
    #[must_use]
    pub fn zone(&self) -> Option<&Zone> {
        self.zone.as_ref()
    }

    /// What a record tells of the log as a whole, where the source asks for it.
    pub(super) fn met<'a>(&self, walk: &Walk<'_, '_>, place: Place) -> Option<Item<'a>> {
        if !self.coverage.asks_records() {
            return None;
        }
        let mut met = Met {
            time: self.time(walk).ok().map(|event| event.time),
            ..Met::default()
        };
        if let Some(counting) = &self.counting {
            let taken = self.take(&counting.number, walk);
            met.number = match taken.value {
                Ok(Some(Value::Int(number))) => Some(Ok(number)),
                Ok(_) => None,
                Err(why) => Some(Err((shown(walk, taken.found), why))),
            };
            let per = counting
                .per
                .as_ref()
                .map(|rule| self.take(rule, walk).value);
            met.of = match per {
                Some(Ok(Some(Value::Text(text)))) => Some(text),
                _ => None,
            };
        }
        Some(Item::Met { place, met })
    }
}
