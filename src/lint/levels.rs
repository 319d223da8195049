//! Levels that the configuration changes, and what of that it may not.
//!
//! Knows no configuration file: names and levels come with their places.

use super::table::{Group, Lint, Yields, named, suggest};
use crate::diag::{Diagnostic, Level};
use crate::text::Span;
use std::collections::BTreeMap;

/// One line of `[lints]`: `name = "level"`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the line's two sides and their places")]
pub struct Setting {
    pub name: String,
    pub name_span: Span,
    pub level: String,
    pub level_span: Span,
}

/// Levels by lint; what is not here has its own.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Levels {
    changed: BTreeMap<&'static str, Configured>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Configured {
    Off,
    At(Level),
}

const WORDS: [(&str, Configured); 4] = [
    ("error", Configured::At(Level::Error)),
    ("warning", Configured::At(Level::Warning)),
    ("info", Configured::At(Level::Info)),
    ("off", Configured::Off),
];

impl Levels {
    /// Reads the lines of `[lints]`. What is wrong with one (`bad-config`) leaves its lint as it is.
    #[must_use]
    pub fn read(settings: &[Setting]) -> (Self, Vec<Diagnostic>) {
        let mut levels = Self::default();
        let mut wrong = Vec::new();
        for setting in settings {
            match understand(setting) {
                Ok((name, level)) => {
                    levels.changed.insert(name, level);
                }
                Err(diagnostic) => wrong.push(*diagnostic),
            }
        }
        wrong.sort_by_key(Diagnostic::place);
        (levels, wrong)
    }

    /// Whether a lint is not to be run.
    #[must_use]
    pub fn is_off(&self, lint: &Lint) -> bool {
        self.of(lint).is_none()
    }

    /// The level of a lint; none where it is off.
    #[must_use]
    pub fn of(&self, lint: &Lint) -> Option<Level> {
        match self.changed.get(lint.name) {
            None => Some(lint.level),
            Some(Configured::Off) => None,
            Some(Configured::At(level)) => Some(*level),
        }
    }

    /// Gives a diagnostic its configured level, and says so in it. False: it is off.
    pub(super) fn change(&self, diagnostic: &mut Diagnostic) -> bool {
        match self.changed.get(diagnostic.code) {
            None => true,
            Some(Configured::Off) => false,
            Some(Configured::At(level)) => {
                if diagnostic.level != *level {
                    diagnostic.level = *level;
                    let said = format!(" (level set to `{}` in exeat.toml)", level.name());
                    diagnostic.message.push_str(&said);
                }
                true
            }
        }
    }
}

fn understand(setting: &Setting) -> Result<(&'static str, Configured), Box<Diagnostic>> {
    let lint = named(&setting.name).ok_or_else(|| unknown(setting))?;
    let word = WORDS.iter().find(|(word, _)| *word == setting.level);
    let (_, level) = *word.ok_or_else(|| no_level(setting))?;
    match lint.yields() {
        Yields::Wholly => Ok((lint.name, level)),
        Yields::Never if level == Configured::At(lint.level) && lint.group != Group::Log => {
            Ok((lint.name, level))
        }
        Yields::Never => Err(fixed(setting, lint)),
    }
}

fn unknown(setting: &Setting) -> Box<Diagnostic> {
    let message = format!("no lint is called `{}`", setting.name);
    let diagnostic = wrong(message, setting.name_span);
    Box::new(match suggest(&setting.name) {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")).fix(
            format!("write `{near}`"),
            vec![(setting.name_span, near.to_owned())],
        ),
        None => diagnostic.help("`exeat explain` lists them"),
    })
}

fn no_level(setting: &Setting) -> Box<Diagnostic> {
    let message = format!("`{}` is no level", setting.level);
    let help = "a level is `error`, `warning`, `info` or `off`";
    Box::new(wrong(message, setting.level_span).help(help))
}

fn fixed(setting: &Setting, lint: &Lint) -> Box<Diagnostic> {
    let message = format!("the level of `{}` cannot be changed", lint.name);
    let help = if lint.group == Group::Log {
        "it is a finding in logs: a waiver lifts it, a baseline mutes it"
    } else {
        "what it finds is wrong in every policy set"
    };
    Box::new(wrong(message, setting.level_span).help(help))
}

fn wrong(message: String, span: Span) -> Diagnostic {
    Diagnostic::error("bad-config", message).label(span, "")
}
