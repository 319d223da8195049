//! Sequences of exports after real incidents, played against a policy by somebody who knows it.
//!
//! A scenario is a file in the language itself, with `<names>` for whom and what it is about; the [`Cast`] says who
//! that is. It is played once for each of the [`Means`] that make a difference, in a world of its own: of the
//! directory only what tenants and lists are is taken. Knows no log, no clock and no configuration.

mod atoms;
mod cast;
mod draft;
mod hand;
mod outcome;
mod play;
mod story;
mod ways;

pub use cast::{Access, Cast, Part, cast};
pub use outcome::{Caught, Play, Taken, Whole};
pub use play::MOST_EXPORTS;

use crate::diag::Level;
use crate::judge::Judge;
use crate::time::Time;
use hand::Hand;
use story::Story;

/// A row of the table of scenarios.
#[derive(Clone, Copy, Debug)]
pub struct ScenarioRow {
    /// As `--scenario` takes it.
    pub name: &'static str,
    /// One line of help.
    pub about: &'static str,
    /// What the role of whom it is about is often called, in a part of its name.
    pub roles: &'static [&'static str],
    /// The least that it is played with.
    pub least: Means,
    /// Whether it is wrong even where the policy has all that it asks for.
    pub always: bool,
    /// The file: a comment that says what is published and what is invented, and one test.
    pub text: &'static str,
}

/// Every scenario. Help, documentation and tests read this table.
pub const SCENARIOS: &[ScenarioRow] = &[
    ScenarioRow {
        name: "vendor-engineer",
        about: "an engineer of the vendor takes the lists of six tenants (2022)",
        roles: &["engineer", "developer", "platform", "operator"],
        least: Means::Role,
        always: false,
        text: include_str!("scenarios/vendor-engineer.exeat"),
    },
    ScenarioRow {
        name: "support-tool",
        about: "a thief of one support account takes the lists of 102 tenants (2022)",
        roles: &["support", "service", "helpdesk", "agent"],
        least: Means::Role,
        always: false,
        text: include_str!("scenarios/support-tool.exeat"),
    },
    ScenarioRow {
        name: "talked-into",
        about: "a support employee is talked into letting two long lists out (2021)",
        roles: &["support", "service", "helpdesk", "agent"],
        least: Means::Role,
        always: false,
        text: include_str!("scenarios/talked-into.exeat"),
    },
    ScenarioRow {
        name: "slow-drip",
        about: "a slice of one list each day, for ninety days",
        roles: &[],
        least: Means::Role,
        always: false,
        text: include_str!("scenarios/slow-drip.exeat"),
    },
    ScenarioRow {
        name: "departed-employee",
        about: "a former employee takes what the work once needed (2021)",
        roles: &[],
        least: Means::Role,
        always: true,
        text: include_str!("scenarios/departed-employee.exeat"),
    },
    ScenarioRow {
        name: "colluding-approver",
        about: "a colleague approves whatever is asked",
        roles: &[],
        least: Means::Colleague,
        always: false,
        text: include_str!("scenarios/colluding-approver.exeat"),
    },
    ScenarioRow {
        name: "left-tenant",
        about: "the list of a tenant, after its exit",
        roles: &[],
        least: Means::Role,
        always: true,
        text: include_str!("scenarios/left-tenant.exeat"),
    },
];

/// What somebody has at hand to be allowed; each has all that stands before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Means {
    /// The role alone, and whatever an exporter chooses: list, columns, hour, size of a slice, purpose.
    Role,
    /// Tickets as the policy wants them: he opens them himself, in the tenant's name.
    Ticket,
    /// A colleague who approves whatever he asks.
    Colleague,
    /// The tenant's own approval, and a destination as the policy wants it: nothing but limits and exits are left.
    Everything,
}

/// All of them, the least first.
pub const MEANS: [Means; 4] = [
    Means::Role,
    Means::Ticket,
    Means::Colleague,
    Means::Everything,
];

impl Means {
    /// Its stable name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Role => "role",
            Self::Ticket => "ticket",
            Self::Colleague => "colleague",
            Self::Everything => "everything",
        }
    }

    /// As it stands behind "with".
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Role => "the role alone",
            Self::Ticket => "own tickets",
            Self::Colleague => "a colleague",
            Self::Everything => "all in order",
        }
    }
}

impl ScenarioRow {
    /// How much it matters that it is not caught. With all in order, six lists to their six tenants are six orders.
    #[must_use]
    pub fn level(&self, play: &Play) -> Level {
        match play.means {
            means if means == self.least => Level::Error,
            Means::Everything if !self.always && play.home => Level::Info,
            _ => Level::Warning,
        }
    }
}

/// The scenario of a name, if there is one.
#[must_use]
pub fn scenario_named(name: &str) -> Option<&'static ScenarioRow> {
    SCENARIOS.iter().find(|row| row.name == name)
}

/// Plays a scenario with each of the means that make a difference to its exports, the least first. It begins on the
/// same day of the week as it is written, within a week after `now`.
#[must_use]
pub fn play(judge: Judge<'_>, row: &ScenarioRow, cast: &Cast, now: Time) -> Vec<Play> {
    let Some(story) = Story::read(row.text, now) else {
        return Vec::new();
    };
    let mut plays: Vec<Play> = Vec::new();
    for means in MEANS.into_iter().filter(|means| *means >= row.least) {
        let hand = Hand { judge, cast, means };
        let (drafts, whole) = play::exports(&hand, &story);
        let play = outcome::outcome(&hand, &drafts, whole);
        if plays.last().is_none_or(|last| last.records != play.records) {
            plays.push(play);
        }
    }
    plays
}

#[cfg(test)]
mod tests {
    use super::{SCENARIOS, Story};
    use crate::time::Time;

    #[test]
    fn every_scenario_is_read() {
        for row in SCENARIOS {
            let story = Story::read(row.text, Time::default());
            assert!(
                story.is_some_and(|story| !story.exports.is_empty()),
                "{}",
                row.name
            );
            assert!(row.text.starts_with("# The "), "{}", row.name);
        }
    }
}
