//! JSON's grammar as a machine that is fed bytes, however they are cut into pieces.
//!
//! It finds where values begin and end, and the first byte that no JSON can hold. Knows nothing of
//! records, fields or lines; what a text means is not its business, nor whether it is UTF-8.

mod check;
mod scalar;

pub use check::check;

use super::flaw::{Flaw, Wants};
use scalar::{Digits, Inside};

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
enum Role {
    Key,
    Value,
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
        match inside.next(byte)? {
            Some(next) => self.goes_on(State::Text(next, role)),
            None => Ok((true, self.text_ended(role))),
        }
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

    fn number(&mut self, digits: Digits, byte: u8) -> Result<Turn, Wants> {
        match digits.next(byte)? {
            Some(next) => self.goes_on(State::Number(next)),
            None => Ok((false, self.ended())),
        }
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

#[cfg(test)]
mod tests;
