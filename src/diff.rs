//! What a change of the policy lets out that could not leave before, and the reverse.
//!
//! Every claim that something can leave comes with one concrete export, which the judge has confirmed under both
//! policy sets; where the prover gives up that is said, and nothing is claimed. Limits and waivers are compared
//! apart from what is allowed, and so is what guards the policy itself: invariants. Knows no files and no
//! revisions: both sets are there, their texts in one list.

mod access;
mod checks;
mod clauses;
mod confirm;
mod guards;
mod half;
mod kind;
mod limits;
mod standing;
mod waivers;

pub use kind::{KINDS, Kind, KindRow, Way};

use crate::diag::Diagnostic;
use crate::directory::Directory;
use crate::lint::{Levels, Suppressed};
use crate::policy::PolicySet;
use crate::prove::{Prover, Tables};
use crate::text::{Sources, Span};
use crate::time::{Length, Time};
use half::Half;

/// What is compared.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The texts of both.
    pub sources: &'a Sources,
    /// As it was.
    pub old: &'a PolicySet,
    /// As it is to be.
    pub new: &'a PolicySet,
    /// Who was what, then and now.
    pub directories: (&'a Directory, &'a Directory),
    /// Witnesses happen around this time, where nothing speaks against it.
    pub now: Time,
    /// What is kept out of sight, of the old one and of the new one.
    pub muted: (Muted<'a>, Muted<'a>),
}

/// What an author keeps out of sight of whoever looks at a merge.
#[derive(Clone, Copy, Debug)]
pub struct Muted<'a> {
    /// By a comment.
    pub suppressed: &'a [Suppressed],
    /// By a level in the configuration.
    pub levels: &'a Levels,
}

/// One change of what the policy means.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// What it is.
    pub kind: Kind,
    /// Where, with the words for it.
    pub diagnostic: Diagnostic,
}

/// Every change of what the policy means: what opens first, then what closes, then what could not be compared.
#[must_use]
pub fn run(input: &Input<'_>) -> Vec<Change> {
    let (old, new) = input.directories;
    let (was, is) = (Tables::of(old), Tables::of(new));
    let prover = Prover::new(noon(input.now)).beside(Tables {
        people: was.people || is.people,
        approvals: was.approvals || is.approvals,
        aliases: was.aliases.union(&is.aliases).cloned().collect(),
    });
    let halves = Halves {
        input,
        prover: &prover,
        old: Half::new(input.old, input.new),
        new: Half::new(input.new, input.old),
    };
    let mut changes = access::changes(&halves);
    changes.extend(limits::changes(&halves));
    changes.extend(waivers::changes(&halves));
    changes.extend(guards::changes(&halves));
    changes.extend(checks::changes(input));
    changes.extend(standing::changes(input));
    changes.sort_by_key(|change| {
        (
            change.kind.row().way,
            change.kind,
            change.diagnostic.place(),
        )
    });
    changes
}

/// Of its day: an hour that is no night, and a text that is short.
fn noon(now: Time) -> Time {
    let day = Length::seconds(24 * 60 * 60).0;
    Time(now.0 - now.0.rem_euclid(day) + day / 2)
}

/// Both sets, and what looks at them.
struct Halves<'a> {
    input: &'a Input<'a>,
    prover: &'a Prover,
    old: Half<'a>,
    new: Half<'a>,
}

impl<'a> Halves<'a> {
    /// Before and after, as the way that is looked at has them: what closes is what would open if the change were
    /// taken back.
    fn going(&self, way: Way) -> (&Half<'a>, &Half<'a>) {
        match way {
            Way::Closes => (&self.new, &self.old),
            Way::Opens | Way::Unknown => (&self.old, &self.new),
        }
    }

    /// What opens, and then what closes.
    fn both_ways(&self, one_way: impl Fn(Way, &Half<'a>, &Half<'a>) -> Vec<Change>) -> Vec<Change> {
        let each = [Way::Opens, Way::Closes].map(|way| {
            let (before, after) = self.going(way);
            one_way(way, before, after)
        });
        each.concat()
    }

    /// What the author wrote there.
    fn text(&self, span: Span) -> &'a str {
        self.input.sources.slice(span)
    }
}

impl Change {
    fn new(kind: Kind, message: impl Into<String>) -> Self {
        let row = kind.row();
        Self {
            kind,
            diagnostic: Diagnostic::new(row.name, row.level, message),
        }
    }

    fn label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.diagnostic = self.diagnostic.label(span, text);
        self
    }

    fn labels(self, labels: impl IntoIterator<Item = (Span, String)>) -> Self {
        labels
            .into_iter()
            .fold(self, |change, (span, text)| change.label(span, text))
    }

    fn help(mut self, text: impl Into<String>) -> Self {
        self.diagnostic = self.diagnostic.help(text);
        self
    }
}
