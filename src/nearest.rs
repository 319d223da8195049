//! Which known word a misspelt one was probably meant to be.

/// The nearest of the known words, if one is near enough to offer; the first of equals.
#[must_use]
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = word.to_lowercase();
    let length = lower.chars().count();
    // One edit for short words, two from six letters on: more, and everything is near everything.
    let most = match length {
        0..=1 => 0,
        2..=5 => 1,
        6..=11 => 2,
        _ => 3,
    };
    known
        .into_iter()
        .map(|k| (strsim::osa_distance(&lower, &k.to_lowercase()), k))
        .filter(|(distance, _)| *distance <= most)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, k)| k)
}

/// Whether two different names are one edit apart, and long enough for that to be a slip.
#[must_use]
pub fn is_near_miss(word: &str, other: &str) -> bool {
    let (short, long) = (word.len().min(other.len()), word.len().max(other.len()));
    // One edit changes the length by one letter at most, which is four bytes at most.
    let possible = word != other && short >= 3 && long >= 4 && long - short <= 4;
    possible && strsim::osa_distance(&word.to_lowercase(), &other.to_lowercase()) <= 1
}

#[cfg(test)]
mod tests {
    use super::{is_near_miss, nearest};

    #[test]
    fn near_words_are_offered_and_far_ones_not() {
        let words = ["rule", "role", "waiver", "condition", "to"];
        for (word, expected) in [
            ("rul", Some("rule")),
            ("Role", Some("role")),
            ("wavier", Some("waiver")),
            ("conditoin", Some("condition")),
            ("x", None),
            ("", None),
            ("policy", None),
        ] {
            assert_eq!(nearest(word, words), expected, "{word}");
        }
    }

    #[test]
    fn a_near_miss_is_one_edit_in_a_word_of_some_length() {
        for (word, other, expected) in [
            ("regoin", "region", true),
            ("rows", "Rows", true),
            ("region", "region", false),
            ("row", "rows", true),
            ("abc", "abd", false),
            ("tenant", "ticket", false),
        ] {
            assert_eq!(is_near_miss(word, other), expected, "{word} {other}");
        }
    }
}
