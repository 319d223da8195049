//! One path, followed step by step.
//!
//! Knows no tree: this is for the few paths that are not walked with all others.

use super::{Found, Twice, Walk};
use crate::logs::path::{Path, Step};

impl Walk<'_, '_> {
    /// Follows a path step by step, without the tree: the first value there.
    ///
    /// # Errors
    /// Why a text on the way holds no JSON, or that a key stands twice.
    pub fn follow(&mut self, path: &Path) -> Result<Option<Found>, String> {
        let mut at = self.record();
        for step in &path.steps {
            let next = match step {
                Step::Key(key) => self.member(&at, key).map_err(|twice| twice.to_string())?,
                Step::Json => self.held_json(&at)?,
                Step::Each => self.elements(&at).into_iter().next(),
                Step::Where { key, value } => self.those(&at, key, value).into_iter().next(),
            };
            match next {
                Some(next) => at = next,
                None => return Ok(None),
            }
        }
        Ok(Some(at))
    }

    pub(super) fn member(&self, object: &Found, key: &str) -> Result<Option<Found>, Twice> {
        let mut members = self.members_of(object).filter(|(k, _)| k == key);
        let mut all = self
            .cells(object, key)
            .chain(members.by_ref().map(|(_, m)| m));
        let Some(first) = all.next() else {
            return Ok(None);
        };
        if all.any(|other| !self.same(&first, &other)) {
            return Err(Twice(key.to_owned()));
        }
        Ok(Some(first))
    }
}
