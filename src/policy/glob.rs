//! Globs: `*` is any run, also an empty one, also over `/`; nothing else is special; the whole must match.

/// A glob, cut at its stars.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Glob {
    text: String,
}

impl Glob {
    /// A glob of a text; every text is one.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into() }
    }

    /// As it was written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it is `*` alone (or several), which matches everything.
    #[must_use]
    pub fn is_any(&self) -> bool {
        !self.text.is_empty() && self.text.bytes().all(|b| b == b'*')
    }

    /// Whether it holds a star at all.
    #[must_use]
    pub fn has_star(&self) -> bool {
        self.text.contains('*')
    }

    /// Whether the whole of `value` matches, in time linear in it for each star.
    #[must_use]
    pub fn matches(&self, value: &str) -> bool {
        let mut pieces = self.text.split('*');
        let Some(mut rest) = value.strip_prefix(pieces.next().unwrap_or("")) else {
            return false;
        };
        let mut pieces: Vec<&str> = pieces.collect();
        let Some(last) = pieces.pop() else {
            return rest.is_empty();
        };
        for piece in pieces {
            match rest.split_once(piece) {
                _ if piece.is_empty() => {}
                Some((_, behind)) => rest = behind,
                None => return false,
            }
        }
        rest.ends_with(last)
    }
}

#[cfg(test)]
mod tests {
    use super::Glob;

    #[test]
    fn stars_match_any_run_and_nothing_else_is_special() {
        for (glob, value, expected) in [
            ("a", "a", true),
            ("a", "ab", false),
            ("", "", true),
            ("", "a", false),
            ("*", "", true),
            ("a*", "a/b", true),
            ("*a", "ba", true),
            ("a*a", "a", false),
            ("a*a", "aa", true),
            ("*ab*ab", "abab", true),
            ("*ab*ab", "aab", false),
            ("a**b", "ab", true),
            ("a*b*c", "a-b-b-c", true),
            ("[a]?", "[a]?", true),
            ("é*", "éa", true),
        ] {
            assert_eq!(Glob::new(glob).matches(value), expected, "{glob} {value}");
        }
    }
}
