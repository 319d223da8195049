//! Policy text word by word, with random blanks, lines and comments between the words and random
//! spellings of one value. It deliberately does not know the grammar.

use super::instant::{self, DAY, HOUR, MINUTE, Nanos, SECOND};
use crate::naive::random::Rng;

pub struct Words<'r> {
    pub rng: &'r mut Rng,
    written: String,
    last: String,
}

/// Not to be written bare where a name may stand.
const RESERVED: [&str; 16] = [
    "any",
    "own",
    "not-allowed",
    "and",
    "or",
    "not",
    "all",
    "in",
    "is",
    "like",
    "matches",
    "contains",
    "approved",
    "true",
    "false",
    "missing",
];

impl<'r> Words<'r> {
    pub fn new(rng: &'r mut Rng) -> Self {
        Self {
            rng,
            written: String::new(),
            last: String::new(),
        }
    }

    pub fn finish(self) -> String {
        self.written
    }

    pub fn say(&mut self, word: &str) {
        let blank = self.blank(word);
        self.written.push_str(&blank);
        self.written.push_str(word);
        word.clone_into(&mut self.last);
    }

    /// Several words, parted by blanks.
    pub fn phrase(&mut self, words: &str) {
        words.split(' ').for_each(|word| self.say(word));
    }

    /// Begins a statement: a new line, sometimes after a comment.
    pub fn statement(&mut self, keyword: &str) {
        if self.rng.chance(15) {
            self.written
                .push_str("\n# what follows is \"generated\" { and [ means ( nothing\n");
        }
        self.written.push('\n');
        self.last.clear();
        self.say(keyword);
    }

    /// Each part behind a comma but the first.
    pub fn list<T>(&mut self, parts: &[T], mut each: impl FnMut(&mut Self, &T)) {
        for (place, part) in parts.iter().enumerate() {
            if place > 0 {
                self.say(",");
            }
            each(self, part);
        }
    }

    /// Where a name may stand, a text may.
    pub fn name(&mut self, name: &str) {
        if !bare(name) || self.rng.chance(8) {
            self.text(name);
        } else {
            self.say(name);
        }
    }

    pub fn text(&mut self, text: &str) {
        let quoted = self.quoted(text);
        self.say(&quoted);
    }

    pub fn quoted(&mut self, text: &str) -> String {
        let inside: String = text.chars().map(|letter| self.letter(letter)).collect();
        format!("\"{inside}\"")
    }

    fn letter(&mut self, letter: char) -> String {
        match letter {
            '"' => "\\\"".to_owned(),
            '\\' => "\\\\".to_owned(),
            '\n' => "\\n".to_owned(),
            '\t' => "\\t".to_owned(),
            _ if letter.is_control() || self.rng.chance(2) => {
                format!("\\u{{{:x}}}", u32::from(letter))
            }
            _ => letter.to_string(),
        }
    }

    /// Digits, sometimes with single `_` between them.
    pub fn int(&mut self, number: i64) {
        let plain = number.to_string();
        let mut spelled = String::new();
        let grouped = self.rng.chance(50);
        for (place, digit) in plain.chars().enumerate() {
            if grouped && place > 0 && (plain.len() - place).is_multiple_of(3) {
                spelled.push('_');
            }
            spelled.push(digit);
        }
        self.say(&spelled);
    }

    /// An amount with a unit, if one divides it, else digits.
    pub fn bytes(&mut self, amount: i64) {
        let units = [
            ("KB", 1_000),
            ("MB", 1_000_000),
            ("GB", 1_000_000_000),
            ("KiB", 1 << 10),
            ("MiB", 1 << 20),
            ("GiB", 1 << 30),
        ];
        let fitting: Vec<_> = units
            .into_iter()
            .filter(|(_, unit)| amount > 0 && amount % unit == 0)
            .collect();
        if fitting.is_empty() {
            return self.int(amount);
        }
        let (name, unit) = *self.rng.pick(&fitting);
        self.say(&format!("{}{name}", amount / unit));
    }

    /// `1d12h`, `36h`, `2160min`: any first unit that fits, the rest joined.
    pub fn duration(&mut self, length: Nanos) {
        let units = [
            ("w", 7 * DAY),
            ("d", DAY),
            ("h", HOUR),
            ("min", MINUTE),
            ("s", SECOND),
        ];
        let mut skipped = self.rng.below(3);
        let (mut rest, mut spelled) = (length, String::new());
        for (name, unit) in units {
            if rest >= unit && (skipped == 0 || unit == SECOND || rest % unit != 0) {
                spelled.push_str(&format!("{}{name}", rest / unit));
                rest %= unit;
            } else {
                skipped = skipped.saturating_sub(1);
            }
        }
        self.say(&spelled);
    }

    /// Midnight UTC may be a date alone.
    pub fn time(&mut self, instant: Nanos) {
        let spelled = match instant % DAY == 0 && self.rng.chance(70) {
            true => instant::date(instant),
            false => instant::rfc3339(instant, zone(self.rng, instant)),
        };
        self.say(&spelled);
    }

    fn blank(&mut self, next: &str) -> String {
        let opened = ["[", "(", "", ":", "="].contains(&self.last.as_str());
        let closing = ["]", ")", ",", ":"].contains(&next);
        let sign = |word: &str| ["==", "!=", "<", "<=", ">", ">="].contains(&word);
        if self.last.is_empty()
            || ((opened || closing || sign(next) || sign(&self.last)) && self.rng.chance(60))
        {
            return String::new();
        }
        match self.rng.below(40) {
            0 => "\n".to_owned(),
            1 => "\t".to_owned(),
            2 => "   ".to_owned(),
            3 => " # so it was \"agreed\" }\n    ".to_owned(),
            4..8 => "\n    ".to_owned(),
            _ => " ".to_owned(),
        }
    }
}

/// Minutes ahead of UTC; at the ends of the calendar none, so that the year keeps its four digits.
pub fn zone(rng: &mut Rng, instant: Nanos) -> i128 {
    let inside = (instant::at("0002-01-01")..instant::at("9998-01-01")).contains(&instant);
    if inside {
        *rng.pick(&[0, 0, 0, 120, -300, 330])
    } else {
        0
    }
}

pub fn bare(name: &str) -> bool {
    let first = name
        .chars()
        .next()
        .is_some_and(|letter| letter.is_ascii_alphabetic() || letter == '_');
    let all = name
        .chars()
        .all(|letter| letter.is_ascii_alphanumeric() || letter == '_' || letter == '-');
    first && all && !RESERVED.contains(&name)
}

#[test]
fn every_spelling_of_a_value_is_the_value() {
    let said = |seed, say: &dyn Fn(&mut Words)| {
        let mut rng = Rng::new(seed);
        let mut words = Words::new(&mut rng);
        say(&mut words);
        words.finish()
    };
    for seed in 0..50 {
        for seconds in [1, 90, 1_800, 5_400, 86_400, 129_600, 604_800, 694_861] {
            let spelled = said(seed, &|words| words.duration(seconds * SECOND));
            assert_eq!(summed(&spelled), seconds * SECOND, "{spelled}");
        }
        for number in [0, 7, 100, 5_000, i64::MAX] {
            let spelled = said(seed, &|words| words.int(number));
            assert_eq!(spelled.replace('_', ""), number.to_string());
            assert!(
                !spelled.contains("__") && !spelled.ends_with('_'),
                "{spelled}"
            );
        }
    }
}

/// What a joined duration comes to.
fn summed(spelled: &str) -> Nanos {
    let (mut sum, mut count, mut unit) = (0, String::new(), String::new());
    for letter in spelled.chars().chain(['0']) {
        if letter.is_ascii_digit() && !unit.is_empty() {
            let length = match unit.as_str() {
                "w" => 7 * DAY,
                "d" => DAY,
                "h" => HOUR,
                "min" => MINUTE,
                _ => SECOND,
            };
            sum += count.parse::<Nanos>().unwrap() * length;
            (count, unit) = (String::new(), String::new());
        }
        if letter.is_ascii_digit() {
            count.push(letter)
        } else {
            unit.push(letter)
        }
    }
    sum
}
