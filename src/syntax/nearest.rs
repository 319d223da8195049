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

#[cfg(test)]
mod tests {
    use super::nearest;

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
}
