//! Paths into a record: `userIdentity.arn`, `claims."http://x"`, `events[].name`,
//! `parameters[name=TICKETS].value`, `json(AuditData).ClientIP`.
//!
//! Knows how they are written and nothing of the records that they are followed in.

/// A path as it was written, and its steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// As it was written.
    pub text: String,
    /// From the record's root inwards.
    pub steps: Vec<Step>,
}

/// One step into a value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// The value of a key.
    Key(String),
    /// Each element of an array; what is no array is its only element.
    Each,
    /// Those elements of an array in which `key` has the text `value`.
    Where {
        /// The key that is looked at.
        key: String,
        /// What it must hold.
        value: String,
    },
    /// The JSON that a text holds; what is no text stands for itself.
    Json,
}

/// Why a text is no path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathError {
    /// Bytes before the place.
    pub at: usize,
    /// What is wrong there.
    pub reason: &'static str,
}

/// More steps than any record needs; it bounds the depth of all that follows paths.
const MOST_STEPS: usize = 64;

impl Path {
    /// Reads a path.
    ///
    /// # Errors
    /// Says where it is wrong, and what.
    pub fn parse(text: &str) -> Result<Self, PathError> {
        let mut reader = Reader {
            text,
            rest: text,
            steps: Vec::new(),
        };
        reader.path()?;
        Ok(Self {
            text: text.to_owned(),
            steps: reader.steps,
        })
    }

    /// The path to one key.
    #[must_use]
    pub fn of_key(key: &str) -> Self {
        Self {
            text: key.to_owned(),
            steps: vec![Step::Key(key.to_owned())],
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    rest: &'a str,
    steps: Vec<Step>,
}

impl Reader<'_> {
    /// `path = { "json(" } step { ")" | "." key | "[]" | "[" key "=" text "]" }`
    fn path(&mut self) -> Result<(), PathError> {
        let mut open = 0_usize;
        while self.eat("json(") {
            open += 1;
            self.room()?;
        }
        self.key()?;
        while !self.rest.is_empty() {
            self.room()?;
            if self.eat(".") {
                self.key()?;
            } else if self.eat("[]") {
                self.steps.push(Step::Each);
            } else if self.eat("[") {
                self.condition()?;
            } else if open > 0 && self.eat(")") {
                open -= 1;
                self.steps.push(Step::Json);
            } else {
                return self.wrong("a point or a bracket should stand here");
            }
        }
        if open > 0 {
            return self.wrong("`)` of `json(` is missing");
        }
        Ok(())
    }

    fn room(&self) -> Result<(), PathError> {
        if self.steps.len() < MOST_STEPS && self.text.len() < 4096 {
            return Ok(());
        }
        self.wrong("a path has 64 steps at most")
    }

    fn key(&mut self) -> Result<(), PathError> {
        let key = if self.rest.starts_with('"') {
            self.quoted()?
        } else {
            self.bare(|c| matches!(c, '.' | '[' | ']' | '(' | ')' | '"'))?
        };
        self.steps.push(Step::Key(key));
        Ok(())
    }

    /// `"[" key "=" text "]"`, the bracket is eaten.
    fn condition(&mut self) -> Result<(), PathError> {
        let key = if self.rest.starts_with('"') {
            self.quoted()?
        } else {
            self.bare(|c| matches!(c, '=' | ']' | '"'))?
        };
        if !self.eat("=") {
            return self.wrong("`=` should stand here, as in `[name=TICKETS]`");
        }
        let value = if self.rest.starts_with('"') {
            self.quoted()?
        } else {
            self.bare(|c| matches!(c, ']' | '"'))?
        };
        if !self.eat("]") {
            return self.wrong("`]` is missing");
        }
        self.steps.push(Step::Where { key, value });
        Ok(())
    }

    fn bare(&mut self, ends: fn(char) -> bool) -> Result<String, PathError> {
        let length = self.rest.find(ends).unwrap_or(self.rest.len());
        let (head, rest) = self.rest.split_at_checked(length).unwrap_or_default();
        if head.is_empty() {
            return self.wrong("a key should stand here");
        }
        self.rest = rest;
        Ok(head.to_owned())
    }

    /// `"…"` with `\"` and `\\`.
    fn quoted(&mut self) -> Result<String, PathError> {
        let mut text = String::new();
        let mut chars = self.rest.chars();
        chars.next();
        loop {
            match chars.next() {
                Some('"') => break,
                Some('\\') => match chars.next() {
                    Some(c @ ('"' | '\\')) => text.push(c),
                    _ => return self.wrong("only `\\\"` and `\\\\` are escapes in a quoted key"),
                },
                Some(c) => text.push(c),
                None => return self.wrong("the closing quote is missing"),
            }
        }
        self.rest = chars.as_str();
        Ok(text)
    }

    fn eat(&mut self, token: &str) -> bool {
        match self.rest.strip_prefix(token) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn wrong<T>(&self, reason: &'static str) -> Result<T, PathError> {
        Err(PathError {
            at: self.text.len() - self.rest.len(),
            reason,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> Step {
        Step::Key(text.to_owned())
    }

    #[test]
    fn paths_are_read_step_by_step() {
        let named = |k: &str, v: &str| Step::Where {
            key: k.to_owned(),
            value: v.to_owned(),
        };
        for (text, steps) in [
            ("a", vec![key("a")]),
            ("@timestamp", vec![key("@timestamp")]),
            ("json", vec![key("json")]),
            ("a.b-c.d e", vec![key("a"), key("b-c"), key("d e")]),
            ("a.\"http://x.y\"", vec![key("a"), key("http://x.y")]),
            ("\"q\\\"\\\\\"", vec![key("q\"\\")]),
            ("\"\".a", vec![key(""), key("a")]),
            ("a[].b", vec![key("a"), Step::Each, key("b")]),
            (
                "p[name=X Y].v",
                vec![key("p"), named("name", "X Y"), key("v")],
            ),
            ("p[\"k=\"=\"v]\"]", vec![key("p"), named("k=", "v]")]),
            (
                "json(a.b).c",
                vec![key("a"), key("b"), Step::Json, key("c")],
            ),
            (
                "json(json(a).b)",
                vec![key("a"), Step::Json, key("b"), Step::Json],
            ),
            (
                "json(a)[].b",
                vec![key("a"), Step::Json, Step::Each, key("b")],
            ),
        ] {
            assert_eq!(Path::parse(text).unwrap().steps, steps, "{text}");
        }
    }

    #[test]
    fn what_is_no_path_says_where() {
        let many = format!("a{}", ".b".repeat(64));
        let deep = "json(".repeat(2000);
        for (text, at) in [
            ("", 0),
            (".a", 0),
            ("a.", 2),
            ("a..b", 2),
            ("a]", 1),
            ("a)", 1),
            ("[]", 0),
            ("a[", 2),
            ("a[b]", 3),
            ("a[b=", 4),
            ("json(a", 6),
            ("\"a", 0),
            ("a.\"\\n\"", 2),
            ("a\"b\"", 1),
            (many.as_str(), 127),
            (deep.as_str(), 5),
        ] {
            assert_eq!(Path::parse(text).expect_err(text).at, at, "{text}");
        }
    }
}
