//! Examples of what a condition asks for: a text that a pattern matches, an instant within hours.
//!
//! For whoever makes up events. An example is checked before it is given.

use super::{Hours, Regex};
use crate::time::{Length, Time};
use regex_syntax::hir::{Class, Hir, HirKind};

/// No longer example than this is put together.
const LONGEST: usize = 1_000;

const MINUTE: i64 = 60;
const MINUTES_A_WEEK: u32 = 7 * 24 * 60;

impl Regex {
    /// A text that the pattern matches: another one for another number, as far as the pattern leaves room for it.
    #[must_use]
    pub fn example(&self, number: u64) -> Option<String> {
        let hir = regex_syntax::parse(self.compiled.as_str()).ok()?;
        let mut made = Made {
            reversed: Vec::new(),
            number,
        };
        made.put(&hir)?;
        let text: String = made.reversed.iter().rev().collect();
        self.compiled.is_match(&text).then_some(text)
    }
}

/// A text from its end to its beginning: a number's last digit changes first.
struct Made {
    reversed: Vec<char>,
    number: u64,
}

impl Made {
    fn put(&mut self, hir: &Hir) -> Option<()> {
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => {}
            HirKind::Literal(literal) => {
                let text = std::str::from_utf8(&literal.0).ok()?;
                self.reversed.extend(text.chars().rev());
            }
            HirKind::Class(class) => {
                let c = self.one_of(class)?;
                self.reversed.push(c);
            }
            HirKind::Repetition(repetition) => {
                let least = repetition.min.max(1);
                let often = repetition.max.map_or(least, |most| least.min(most));
                for _ in 0..often {
                    self.put(&repetition.sub)?;
                }
            }
            HirKind::Capture(capture) => self.put(&capture.sub)?,
            HirKind::Concat(parts) => {
                for part in parts.iter().rev() {
                    self.put(part)?;
                }
            }
            HirKind::Alternation(parts) => self.put(parts.first()?)?,
        }
        (self.reversed.len() <= LONGEST).then_some(())
    }

    /// A digit where one may stand, else a letter, else whatever the class begins with.
    fn one_of(&mut self, class: &Class) -> Option<char> {
        let Class::Unicode(class) = class else {
            return None;
        };
        let has = |c: &char| {
            class
                .iter()
                .any(|range| (range.start()..=range.end()).contains(c))
        };
        for plain in ['0'..='9', 'a'..='z', 'A'..='Z'] {
            let fit: Vec<char> = plain.filter(has).collect();
            let many = u64::try_from(fit.len()).ok().filter(|many| *many > 0);
            if let Some(many) = many {
                let at = self.number % many;
                self.number /= many;
                return fit.get(usize::try_from(at).ok()?).copied();
            }
        }
        class.iter().next().map(|range| range.start())
    }
}

impl Hours {
    /// The first instant from `at` on that lies in them, by whole minutes after it; none within a week.
    #[must_use]
    pub fn first_from(&self, at: Time) -> Option<Time> {
        let after = |minutes: u32| at.plus(Length::seconds(i64::from(minutes) * MINUTE));
        (0..=MINUTES_A_WEEK).map(after).find(|at| self.contain(*at))
    }
}

#[cfg(test)]
mod tests {
    use super::Regex;

    fn example(pattern: &str, number: u64) -> Option<String> {
        let compiled = regex::Regex::new(&format!(r"\A(?:{pattern})\z"));
        let text = pattern.to_owned();
        compiled
            .ok()
            .and_then(|compiled| Regex { text, compiled }.example(number))
    }

    #[test]
    fn examples_match_and_differ() {
        for (pattern, number, expected) in [
            ("SUP-[0-9]{4,}", 0, Some("SUP-0000")),
            ("SUP-[0-9]{4,}", 17, Some("SUP-0017")),
            ("(?:MOVE|SHIFT)-[1-9][0-9]*", 23, Some("MOVE-33")),
            ("[^a]?", 3, Some("3")),
            ("[A-F]{2}x", 7, Some("BBx")),
            (r"a\b-", 1, Some("a-")),
            (r"a\bb", 1, None),
            ("é+", 1, Some("é")),
            ("(?i)k", 2, Some("k")),
            ("[0-9]{2000}", 2, None),
        ] {
            assert_eq!(example(pattern, number).as_deref(), expected, "{pattern}");
        }
    }
}
