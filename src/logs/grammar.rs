//! JSON's grammar as a machine that is fed bytes, however they are cut into pieces.
//!
//! It finds where values begin and end, and the first byte that no JSON can hold. Knows nothing of
//! records, fields or lines; what a text means is not its business, nor whether it is UTF-8.

use super::flaw::{Flaw, Wants};

/// More brackets inside each other than this are not followed.
pub const MOST_OPEN: usize = 10_000;

/// What a value is, as its first byte tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(
    missing_docs,
    reason = "JSON's own kinds; `true`, `false` and `null` are words"
)]
pub enum Kind {
    Object,
    List,
    Text,
    Number,
    Word,
}

/// Why feeding stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// All bytes are used up.
    More,
    /// With the last byte used a value began; so many brackets are open around it.
    Begin(usize, Kind),
    /// A value ended; so many brackets are open around it.
    End(usize),
    /// With the last byte used a key began, in so many brackets.
    KeyBegin(usize),
    /// With the last byte used that key ended.
    KeyEnd(usize),
    /// With the last byte used a byte-order mark ended.
    Unseen,
}

/// A flaw and the position of its byte among those fed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Bytes before it in this feed.
    pub at: usize,
    /// What is wrong.
    pub flaw: Flaw,
}

/// The machine. After a value with nothing around it, it is ready for the next.
#[derive(Clone, Debug)]
pub struct Grammar {
    state: State,
    /// Open brackets: whether each is an object's.
    open: Vec<bool>,
    /// Brackets open beyond [`MOST_OPEN`].
    beyond: usize,
    /// Whether there were any since [`Grammar::was_too_deep`] last asked.
    too_deep: bool,
    /// Marks are given only of what stands in this many brackets or fewer.
    watch: usize,
    marks: ByteOrderMarks,
}

/// Whether U+FEFF may stand before values, as where files were joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "they say it themselves")]
pub enum ByteOrderMarks {
    Allowed,
    Refused,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Nothing is open; blanks and byte-order marks may stand here.
    Between,
    ByteOrderMark(&'static [u8]),
    Value,
    ValueOrEnd,
    Key,
    KeyOrEnd,
    Colon,
    /// Behind a value in brackets.
    After,
    /// Beyond [`MOST_OPEN`], where only brackets are counted.
    Beyond,
    Text(Inside, Role),
    Number(Digits),
    Word(&'static str, &'static [u8]),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Inside {
    Plain,
    Escape,
    Hex(u8),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Key,
    Value,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Digits {
    Minus,
    Zero,
    Whole,
    Point,
    Fraction,
    Power,
    PowerSign,
    Exponent,
}

/// What one byte does: whether it is used, and what there is to say.
type Turn = (bool, Mark);

const USED: Turn = (true, Mark::More);

impl Grammar {
    /// A machine between values, that gives marks of the outermost ones.
    #[must_use]
    pub fn new(marks: ByteOrderMarks) -> Self {
        Self {
            state: State::Between,
            open: Vec::new(),
            beyond: 0,
            too_deep: false,
            watch: 0,
            marks,
        }
    }

    /// From now on gives marks of what stands in so many brackets or fewer.
    pub fn watch(&mut self, depth: usize) {
        self.watch = depth;
    }

    /// Forgets all: what comes next stands between values.
    pub fn reset(&mut self) {
        self.state = State::Between;
        self.open.clear();
        self.beyond = 0;
    }

    /// Whether nothing is open.
    #[must_use]
    pub fn is_between(&self) -> bool {
        self.state == State::Between
    }

    /// Whether brackets were open beyond [`MOST_OPEN`] since this was last asked.
    pub fn was_too_deep(&mut self) -> bool {
        std::mem::take(&mut self.too_deep)
    }

    /// Reads on until there is something to say; tells how many bytes were used.
    ///
    /// # Errors
    /// The first byte that no JSON can hold there. Feed no more before [`Grammar::reset`].
    pub fn feed(&mut self, bytes: &[u8]) -> Result<(usize, Mark), Fault> {
        let mut at = 0;
        while let Some(rest @ [byte, ..]) = bytes.get(at..) {
            if matches!(self.state, State::Text(Inside::Plain, _)) {
                let plain = rest.iter().position(|b| matches!(b, b'"' | b'\\' | ..0x20));
                let plain = plain.unwrap_or(rest.len());
                if plain > 0 {
                    at += plain;
                    continue;
                }
            }
            let (used, mark) = self.step(*byte).map_err(|wants| Fault {
                at,
                flaw: Flaw {
                    wants,
                    found: Some(*byte),
                },
            })?;
            at += usize::from(used);
            if self.is_watched(mark) {
                return Ok((at, mark));
            }
        }
        Ok((at, Mark::More))
    }

    /// Says that nothing more comes: a number may end with that.
    ///
    /// # Errors
    /// What is missing.
    pub fn finish(&mut self) -> Result<Mark, Flaw> {
        let wants = match self.state {
            State::Between => return Ok(Mark::More),
            State::Number(digits) if self.open.is_empty() && digits.may_end() => {
                return Ok(self.ended());
            }
            _ => self.wants(),
        };
        Err(Flaw { wants, found: None })
    }

    fn is_watched(&self, mark: Mark) -> bool {
        match mark {
            Mark::More => false,
            Mark::Unseen => true,
            Mark::Begin(depth, _)
            | Mark::End(depth)
            | Mark::KeyBegin(depth)
            | Mark::KeyEnd(depth) => depth <= self.watch,
        }
    }

    fn depth(&self) -> usize {
        self.open.len() + self.beyond
    }

    fn step(&mut self, byte: u8) -> Result<Turn, Wants> {
        match self.state {
            State::Text(inside, role) => self.text(inside, role, byte),
            State::Number(digits) => self.number(digits, byte),
            State::Word(word, rest) => self.word(word, rest, byte),
            State::Beyond => Ok(self.beyond(byte)),
            State::ByteOrderMark(rest) => self.byte_order_mark(rest, byte),
            State::Between if byte == 0xEF && self.marks == ByteOrderMarks::Allowed => {
                self.state = State::ByteOrderMark(b"\xBB\xBF");
                Ok(USED)
            }
            _ if matches!(byte, b' ' | b'\t' | b'\n' | b'\r') => Ok(USED),
            State::Between | State::Value => self.value(byte),
            State::ValueOrEnd if byte == b']' => Ok(self.close()),
            State::ValueOrEnd => self.value(byte),
            State::KeyOrEnd if byte == b'}' => Ok(self.close()),
            State::Key | State::KeyOrEnd if byte == b'"' => {
                self.state = State::Text(Inside::Plain, Role::Key);
                Ok((true, Mark::KeyBegin(self.depth())))
            }
            State::Colon if byte == b':' => self.goes_on(State::Value),
            State::After => self.after(byte),
            State::Key | State::KeyOrEnd | State::Colon => Err(self.wants()),
        }
    }

    fn goes_on(&mut self, state: State) -> Result<Turn, Wants> {
        self.state = state;
        Ok(USED)
    }

    /// `value = object | list | text | number | "true" | "false" | "null"`
    fn value(&mut self, byte: u8) -> Result<Turn, Wants> {
        let begin = |kind| Ok((true, Mark::Begin(self.depth(), kind)));
        let (kind, state) = match byte {
            b'{' | b'[' => return Ok(self.bracket(byte)),
            b'"' => (Kind::Text, State::Text(Inside::Plain, Role::Value)),
            b'-' => (Kind::Number, State::Number(Digits::Minus)),
            b'0' => (Kind::Number, State::Number(Digits::Zero)),
            b'1'..=b'9' => (Kind::Number, State::Number(Digits::Whole)),
            b't' => (Kind::Word, State::Word("true", b"rue")),
            b'f' => (Kind::Word, State::Word("false", b"alse")),
            b'n' => (Kind::Word, State::Word("null", b"ull")),
            _ => return Err(self.wants()),
        };
        let mark = begin(kind);
        self.state = state;
        mark
    }

    fn bracket(&mut self, byte: u8) -> Turn {
        let object = byte == b'{';
        let kind = if object { Kind::Object } else { Kind::List };
        let mark = Mark::Begin(self.depth(), kind);
        if self.open.len() == MOST_OPEN {
            self.too_deep = true;
            self.beyond = 1;
            self.state = State::Beyond;
        } else {
            self.open.push(object);
            self.state = if object {
                State::KeyOrEnd
            } else {
                State::ValueOrEnd
            };
        }
        (true, mark)
    }

    /// `object = "{" [ text ":" value { "," text ":" value } ] "}"`, `list = "[" [ value { "," value } ] "]"`
    fn after(&mut self, byte: u8) -> Result<Turn, Wants> {
        let object = self.open.last().copied().unwrap_or(false);
        match (byte, object) {
            (b',', true) => self.goes_on(State::Key),
            (b',', false) => self.goes_on(State::Value),
            (b'}', true) | (b']', false) => Ok(self.close()),
            _ => Err(self.wants()),
        }
    }

    fn close(&mut self) -> Turn {
        self.open.pop();
        (true, self.ended())
    }

    fn ended(&mut self) -> Mark {
        self.state = if self.beyond > 0 {
            State::Beyond
        } else if self.open.is_empty() {
            State::Between
        } else {
            State::After
        };
        Mark::End(self.depth())
    }

    fn beyond(&mut self, byte: u8) -> Turn {
        match byte {
            b'{' | b'[' => self.beyond = self.beyond.saturating_add(1),
            b'}' | b']' => {
                self.beyond -= 1;
                if self.beyond == 0 {
                    return (true, self.ended());
                }
            }
            b'"' => self.state = State::Text(Inside::Plain, Role::Value),
            _ => {}
        }
        USED
    }

    fn text(&mut self, inside: Inside, role: Role, byte: u8) -> Result<Turn, Wants> {
        let next = match (inside, byte) {
            (Inside::Plain, b'"') => return Ok((true, self.text_ended(role))),
            (Inside::Plain, b'\\') => Inside::Escape,
            (Inside::Plain, ..0x20) => return Err(Wants::PlainCharacter),
            (Inside::Plain, _) => Inside::Plain,
            (Inside::Escape, b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => {
                Inside::Plain
            }
            (Inside::Escape, b'u') => Inside::Hex(4),
            (Inside::Hex(left), b) if b.is_ascii_hexdigit() => match left {
                2.. => Inside::Hex(left - 1),
                _ => Inside::Plain,
            },
            (Inside::Escape, _) => return Err(Wants::Escape),
            (Inside::Hex(_), _) => return Err(Wants::Hex),
        };
        self.goes_on(State::Text(next, role))
    }

    fn text_ended(&mut self, role: Role) -> Mark {
        match role {
            Role::Value => self.ended(),
            Role::Key => {
                self.state = State::Colon;
                Mark::KeyEnd(self.depth())
            }
        }
    }

    /// `number = "-"? ("0" | [1-9][0-9]*) ("." [0-9]+)? ([eE] [+-]? [0-9]+)?`
    fn number(&mut self, digits: Digits, byte: u8) -> Result<Turn, Wants> {
        use Digits::{Exponent, Fraction, Minus, Point, Power, PowerSign, Whole, Zero};
        let next = match (digits, byte) {
            (Minus, b'0') => Zero,
            (Minus | Whole, b'0'..=b'9') => Whole,
            (Zero | Whole, b'.') => Point,
            (Zero | Whole | Fraction, b'e' | b'E') => Power,
            (Point | Fraction, b'0'..=b'9') => Fraction,
            (Power, b'+' | b'-') => PowerSign,
            (Power | PowerSign | Exponent, b'0'..=b'9') => Exponent,
            (Zero, b'0'..=b'9') => return Err(Wants::NoMoreDigits),
            _ if digits.may_end() => return Ok((false, self.ended())),
            _ => return Err(Wants::Digit),
        };
        self.goes_on(State::Number(next))
    }

    fn word(&mut self, word: &'static str, rest: &'static [u8], byte: u8) -> Result<Turn, Wants> {
        match rest {
            [last] if *last == byte => Ok((true, self.ended())),
            [next, rest @ ..] if *next == byte => self.goes_on(State::Word(word, rest)),
            _ => Err(Wants::Word(word)),
        }
    }

    fn byte_order_mark(&mut self, rest: &'static [u8], byte: u8) -> Result<Turn, Wants> {
        match rest {
            [last] if *last == byte => {
                self.state = State::Between;
                Ok((true, Mark::Unseen))
            }
            [next, rest @ ..] if *next == byte => self.goes_on(State::ByteOrderMark(rest)),
            _ => Err(Wants::Value),
        }
    }

    /// What should come, for a byte that cannot.
    fn wants(&self) -> Wants {
        match self.state {
            State::Between | State::Value | State::ValueOrEnd | State::ByteOrderMark(_) => {
                Wants::Value
            }
            State::Key | State::KeyOrEnd => Wants::Key,
            State::Colon => Wants::Colon,
            State::After if self.open.last() == Some(&true) => Wants::CommaOrBrace,
            State::After => Wants::CommaOrBracket,
            State::Beyond => Wants::CommaOrBracket,
            State::Text(..) => Wants::Quote,
            State::Number(digits) if digits.may_end() && self.open.last() == Some(&true) => {
                Wants::CommaOrBrace
            }
            State::Number(digits) if digits.may_end() => Wants::CommaOrBracket,
            State::Number(_) => Wants::Digit,
            State::Word(word, _) => Wants::Word(word),
        }
    }
}

impl Digits {
    fn may_end(self) -> bool {
        matches!(
            self,
            Self::Zero | Self::Whole | Self::Fraction | Self::Exponent
        )
    }
}

/// Whether a text is one JSON value with nothing but blanks around it; its kind.
///
/// # Errors
/// The first byte that no JSON can hold there, or none at the end; or too many brackets.
pub fn check(text: &[u8]) -> Result<Kind, Fault> {
    let mut grammar = Grammar::new(ByteOrderMarks::Refused);
    let mut at = 0;
    let mut kind = None;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if kind.is_some() && grammar.is_between() {
            let blank = |b: &&u8| matches!(b, b' ' | b'\t' | b'\n' | b'\r');
            let blanks = rest.iter().take_while(blank).count();
            return match rest.get(blanks) {
                None => Ok(kind.unwrap_or(Kind::Word)),
                found => Err(Fault::new(at + blanks, Wants::Nothing, found)),
            };
        }
        let (used, mark) = grammar.feed(rest).map_err(|fault| fault.behind(at))?;
        if let Mark::Begin(_, begun) = mark {
            kind = Some(begun);
        }
        at += used;
    }
    grammar.finish().map_err(|flaw| Fault { at, flaw })?;
    if grammar.was_too_deep() {
        return Err(Fault::new(0, Wants::LessDepth, text.first()));
    }
    kind.ok_or(Fault::new(at, Wants::Value, None))
}

impl Fault {
    fn new(at: usize, wants: Wants, found: Option<&u8>) -> Self {
        let found = found.copied();
        Self {
            at,
            flaw: Flaw { wants, found },
        }
    }

    fn behind(self, bytes: usize) -> Self {
        Self {
            at: self.at + bytes,
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde::de::IgnoredAny;

    fn is_json(text: &str) -> bool {
        serde_json::from_str::<IgnoredAny>(text).is_ok()
    }

    #[test]
    fn one_value_and_nothing_else_passes() {
        for text in [
            "",
            " ",
            "{",
            "{}",
            " [ ] ",
            "[1,]",
            "[,1]",
            "{\"a\":1,}",
            "{\"a\"}",
            "{1:2}",
            "[1}",
            "1 2",
            "-",
            "-0",
            "01",
            "1.e1",
            "1e+",
            "1E-5",
            "\"\\u12\"",
            "\"\\u12aF\"",
            "\"\\x\"",
            "\"\n\"",
            "nul",
            "nulll",
            "true",
            "[true,false,null]",
            "\u{feff}1",
            "1\u{feff}",
            "[[],{}]",
            "{\"a\":{\"b\":[]}}",
            "]",
        ] {
            assert_eq!(check(text.as_bytes()).is_ok(), is_json(text), "{text}");
        }
    }

    #[test]
    fn kinds_are_told() {
        for (text, kind) in [
            (" {} ", Kind::Object),
            ("[]", Kind::List),
            ("\"\"", Kind::Text),
            ("-0", Kind::Number),
            ("null", Kind::Word),
        ] {
            assert_eq!(check(text.as_bytes()), Ok(kind), "{text}");
        }
    }

    proptest! {
        #[test]
        fn the_same_texts_pass_as_elsewhere(text in "[\\[\\]{}\",:0-9eE+.\\-tfnrulasx \\\\]{0,12}") {
            prop_assert_eq!(check(text.as_bytes()).is_ok(), is_json(&text));
        }

        #[test]
        fn pieces_make_no_difference(text in "(\\{\"a\":[0-9.e]{0,3},?|\\[1,|\"[a\\\\u0]{0,4}\"|[\\]}, ]){0,6}", cut in 0_usize..20) {
            let bytes = text.as_bytes();
            let run = |pieces: &[&[u8]]| {
                let mut grammar = Grammar::new(ByteOrderMarks::Allowed);
                grammar.watch(2);
                let mut marks = Vec::new();
                let mut all = 0;
                for piece in pieces {
                    let mut at = 0;
                    while at < piece.len() {
                        match grammar.feed(&piece[at..]) {
                            Ok((used, mark)) => {
                                at += used;
                                if mark != Mark::More {
                                    marks.push((all + at, mark));
                                }
                            }
                            Err(fault) => return (marks, Some((all + at + fault.at, fault.flaw))),
                        }
                    }
                    all += piece.len();
                }
                (marks, None)
            };
            let (head, tail) = bytes.split_at(cut.min(bytes.len()));
            prop_assert_eq!(run(&[head, tail]), run(&[bytes]));
        }
    }
}
