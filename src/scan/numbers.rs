//! Keys and distinct values of limits as numbers. They are given out by all threads at once, in any order:
//! equal values have equal numbers, and nothing else may be read from them.

use crate::event::Value;
use std::collections::HashMap;
use std::sync::Mutex;

/// What a limit counts by or counts: the values of its paths; none where one is missing.
pub type Values = Vec<Option<Value>>;

/// Values and their numbers. Memory follows how many distinct ones there are.
#[derive(Debug, Default)]
pub struct Numbers(Mutex<Known>);

#[derive(Debug, Default)]
struct Known {
    numbers: HashMap<Values, u32>,
    values: Vec<Values>,
}

impl Numbers {
    /// The number of some values, a new one if they are new.
    #[must_use]
    pub fn number(&self, values: Values) -> u32 {
        let mut known = self.known();
        if let Some(number) = known.numbers.get(&values) {
            return *number;
        }
        let number = u32::try_from(known.values.len()).unwrap_or(u32::MAX);
        known.values.push(values.clone());
        known.numbers.insert(values, number);
        number
    }

    /// The values of a number.
    #[must_use]
    pub fn values(&self, number: u32) -> Option<Values> {
        let at = usize::try_from(number).ok()?;
        self.known().values.get(at).cloned()
    }

    /// Whoever held it last may have failed between two whole states.
    fn known(&self) -> std::sync::MutexGuard<'_, Known> {
        self.0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
