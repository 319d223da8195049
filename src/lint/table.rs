//! The one list of lints and findings: help, documentation and tests read it.
//!
//! Knows what each is called and how much it matters, not what it looks for.

use super::{Input, names, setup, style, tests, time, types};
use crate::diag::{Diagnostic, Level};
use crate::nearest::nearest;

/// Looks for one thing that may be wrong.
pub type Check = fn(&Input<'_>, &'static Lint) -> Vec<Diagnostic>;

/// A row: one lint of policies, or one finding in logs.
#[derive(Clone, Copy, Debug)]
pub struct Lint {
    /// Its stable kebab-case name; it names the bad thing.
    pub name: &'static str,
    /// What it is about.
    pub group: Group,
    /// Its level, where no configuration and no rule's severity gives another.
    pub level: Level,
    /// Its page: what it is, why it matters, an example, the same mended, how to suppress it.
    pub page: &'static str,
    /// Looks for it in a policy set; none where the parser, the resolver, a reader or a scan finds it.
    pub check: Option<Check>,
}

/// What a lint is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "their `about` says it")]
pub enum Group {
    Syntax,
    Names,
    Types,
    Time,
    Tests,
    Style,
    Setup,
    Log,
}

/// How far an author may turn a lint down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Yields {
    /// Not at all: it can be neither suppressed nor lowered.
    Never,
    /// As far as one likes.
    Wholly,
}

macro_rules! lints {
    ($($group:ident $folder:literal { $($name:literal $level:ident $($check:path)?;)* })*) => {
        /// Every lint and finding, by group.
        pub static LINTS: &[Lint] = &[
            $($(Lint {
                name: $name,
                group: Group::$group,
                level: Level::$level,
                page: include_str!(concat!($folder, "/", $name, ".md")),
                check: lints!(@ $($check)?),
            },)*)*
        ];
    };
    (@) => { None };
    (@ $check:path) => { Some($check) };
}

lints! {
    Syntax "syntax" {
        "syntax" Error;
        "bidi-control" Error;
    }
    Names "names" {
        "unknown-name" Error;
        "duplicate-name" Error;
        "set-cycle" Error;
        "confusable-name" Error;
        "near-miss" Warning names::near_miss::check;
        "unused-declaration" Warning names::unused_declaration::check;
        "retired-name" Warning names::retired_name::check;
    }
    Types "types" {
        "type-mismatch" Error;
        "bad-regex" Error;
        "anchored-regex" Info types::anchored_regex::check;
        "glob-without-star" Info types::glob_without_star::check;
    }
    Time "time" {
        "expired-rule" Warning time::expired_rule::check;
        "expired-waiver" Warning time::expired_waiver::check;
        "expires-soon" Info time::expires_soon::check;
        "empty-period" Error time::empty_period::check;
        "long-waiver" Warning time::long_waiver::check;
    }
    Tests "tests" {
        "failing-test" Error tests::failing_test::check;
        "duplicate-test" Warning tests::duplicate_test::check;
    }
    Style "style" {
        "missing-note" Warning style::missing_note::check;
        "missing-owner" Warning style::missing_owner::check;
        "empty-words" Info style::empty_words::check;
        "mixed-and-or" Warning style::mixed_and_or::check;
        "double-negative" Info style::double_negative::check;
        "name-style" Info style::name_style::check;
        "not-formatted" Info style::not_formatted::check;
        "unused-suppression" Error;
        "expired-suppression" Error;
        "bare-suppression" Error;
    }
    Setup "setup" {
        "bad-directory" Error;
        "bad-config" Error;
        "no-rules" Warning setup::no_rules::check;
    }
    Log "log" {
        "denied" Error;
        "not-allowed" Error;
        "over-limit" Error;
        "undecided" Error;
        "bad-approval" Error;
        "waived" Info;
        "role-mismatch" Warning;
        "unknown-actor" Error;
        "unknown-tenant" Error;
        "unknown-role" Error;
        "misfit-value" Error;
        "incomplete-event" Warning;
        "unclassified-action" Warning;
        "too-late" Error;
        "unreadable-record" Error;
        "unmapped-field" Warning;
        "duplicate-event" Info;
        "conflicting-id" Error;
        "blocked-attempt" Info;
        "field-drift" Warning;
        "clock" Warning;
        "log-gap" Warning;
        "nothing-read" Error;
    }
}

/// The row of a code.
#[must_use]
pub fn named(code: &str) -> Option<&'static Lint> {
    LINTS.iter().find(|lint| lint.name == code)
}

/// The page of a code: Markdown, its heading the code.
#[must_use]
pub fn page(code: &str) -> Option<&'static str> {
    named(code).map(|lint| lint.page)
}

/// The code that a misspelt one was probably meant to be.
#[must_use]
pub fn suggest(code: &str) -> Option<&'static str> {
    nearest(code, LINTS.iter().map(|lint| lint.name))
}

impl Lint {
    /// What it is, in one sentence: the first line of its page below the heading.
    #[must_use]
    pub fn summary(&self) -> &'static str {
        let mut lines = self.page.lines().filter(|line| !line.is_empty());
        lines.nth(1).unwrap_or("")
    }

    /// A diagnostic of this lint, at its own level and without places yet.
    #[must_use]
    pub fn diagnostic(&self, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(self.name, self.level, message)
    }

    /// How far an author may turn it down.
    #[must_use]
    pub fn yields(&self) -> Yields {
        match self.group {
            Group::Syntax | Group::Names | Group::Types | Group::Setup
                if self.level == Level::Error =>
            {
                Yields::Never
            }
            Group::Log => Yields::Never,
            _ if self.name == "failing-test" => Yields::Never,
            _ => Yields::Wholly,
        }
    }
}

impl Group {
    /// As the documentation writes it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::Names => "names",
            Self::Types => "types",
            Self::Time => "time",
            Self::Tests => "tests",
            Self::Style => "style",
            Self::Setup => "setup",
            Self::Log => "log",
        }
    }

    /// What its lints have in common.
    #[must_use]
    pub fn about(self) -> &'static str {
        match self {
            Self::Syntax => "A file that cannot be read as it stands.",
            Self::Names => "Names that stand for nothing, for two things, or for what has gone.",
            Self::Types => "Values where values of another kind belong.",
            Self::Time => "Periods that are over, empty, or longer than they should be.",
            Self::Tests => "Tests that fail, or say nothing new.",
            Self::Style => "What is right and yet hard to read, to answer for, or to keep so.",
            Self::Setup => "The configuration and the directory's tables.",
            Self::Log => "What a scan finds in recorded logs.",
        }
    }
}
