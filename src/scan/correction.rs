//! What only a case tells of an event that was counted while it was read.

use super::Scan;
use super::class::Class;
use super::notice::Said;
use super::tally::{Change, Tally};
use crate::logs::Place;
use crate::policy::RuleId;

/// What only now is known of an event that was counted.
#[derive(Debug)]
pub enum Correction {
    /// Nothing that was not known.
    None,
    /// It could not be read again.
    Lost,
    /// It is the same as another.
    Duplicate {
        /// Its own place.
        place: Place,
        /// What it was counted as.
        class: Class,
        /// The rules that it was counted for.
        matched: Vec<RuleId>,
        /// What was said of it.
        said: Vec<Said>,
    },
    /// It is a record of an export, and the same as another.
    DuplicateFragment,
    /// What it comes to, limits included.
    Recount {
        /// What it was counted as.
        before: Class,
        /// What it is.
        after: Class,
        /// The rules that it broke.
        broke: Vec<RuleId>,
        /// Actor and tenant of a violation.
        violator: Option<(String, String)>,
    },
}

impl Correction {
    /// Puts the ledger right.
    pub fn apply(self, scan: &Scan<'_>, tally: &mut Tally) {
        match self {
            Self::None => {}
            Self::Lost => tally.incomplete(),
            Self::DuplicateFragment => tally.duplicate_fragment(),
            Self::Duplicate {
                place,
                class,
                matched,
                said,
            } => {
                tally.class(class, Change::Undo);
                tally.unmatched(&matched);
                let file = usize::try_from(place.file).ok();
                if let Some(log) = file.and_then(|file| scan.logs.get(file)) {
                    tally.duplicate(log, place, said);
                }
            }
            Self::Recount {
                before,
                after,
                broke,
                violator,
            } => {
                tally.class(before, Change::Undo);
                tally.class(after, Change::Add);
                broke.into_iter().for_each(|rule| tally.broke(rule));
                if let Some((actor, tenant)) = violator {
                    tally.violator(actor, tenant);
                }
            }
        }
    }
}
