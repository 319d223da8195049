//! What a directory changes that a `test` block cannot bring: whose word counts on approvers, and aliases.
//!
//! Where it does, a question is asked once more, with all of it left open: what is impossible then is
//! impossible whatever the tables say.

use crate::directory::Directory;
use std::collections::BTreeSet;

/// Tables whose rows the prover does not look at, but which it must not contradict.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tables {
    /// Approvers' roles, and whether they were there, are the people table's word.
    pub people: bool,
    /// Approvals are rows.
    pub approvals: bool,
    /// Other names of people, folded.
    pub aliases: BTreeSet<String>,
}

impl Tables {
    /// Those of a directory.
    #[must_use]
    pub fn of(directory: &Directory) -> Self {
        Self {
            people: directory.tells_roles(),
            approvals: directory.approvals.is_some(),
            aliases: directory.aliases.keys().cloned().collect(),
        }
    }

    /// Whether nothing in them changes an answer.
    pub(super) fn are_plain(&self) -> bool {
        *self == Self::default()
    }
}
