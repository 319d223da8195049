//! Globs: `*` is any run, also an empty one, also over `/`; nothing else is special; the whole must match.

/// A glob, cut at its stars.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Glob {
    text: String,
    /// Where the first star stands, and the last, in bytes.
    stars: Option<(usize, usize)>,
}

impl Glob {
    /// A glob of a text; every text is one.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        let stars = text.find('*').zip(text.rfind('*'));
        Self { text, stars }
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
        self.stars.is_some()
    }

    /// Whether the whole of `value` matches, in time linear in it for each star.
    #[must_use]
    pub fn matches(&self, value: &str) -> bool {
        let Some((first, last)) = self.stars else {
            return self.text == value;
        };
        let piece = |range| self.text.as_bytes().get(range).unwrap_or_default();
        let (head, tail) = (piece(0..first), piece(last + 1..self.text.len()));
        let fits = value.len() >= head.len() + tail.len();
        let middle = value.get(head.len()..value.len().saturating_sub(tail.len()));
        fits && value.as_bytes().starts_with(head)
            && value.as_bytes().ends_with(tail)
            && (first == last || middle.is_some_and(|middle| self.middle_is_in(middle)))
    }

    /// Whether the pieces between the first star and the last stand in a text, one behind the other.
    fn middle_is_in(&self, mut value: &str) -> bool {
        let Some((first, last)) = self.stars else {
            return true;
        };
        let pieces = self.text.get(first + 1..last).unwrap_or("").split('*');
        for piece in pieces.filter(|piece| !piece.is_empty()) {
            match value.split_once(piece) {
                Some((_, behind)) => value = behind,
                None => return false,
            }
        }
        true
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
            ("*é", "aé", true),
            ("é*é", "é", false),
            ("a*é*b", "aéb", true),
            ("a*é*b", "aêb", false),
            ("*a*", "", false),
            ("ab*ba", "aba", false),
            ("a*b*", "ab", true),
            ("*b*a", "ab", false),
        ] {
            assert_eq!(Glob::new(glob).matches(value), expected, "{glob} {value}");
        }
    }
}
