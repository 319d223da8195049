//! What of a text tells the domain that it names, so that a domain is looked for once for many paths behind it.
//!
//! Knows just enough of [`domain_of`](crate::domain::domain_of) to leave alone what that never looks at.

/// The part of a text that has the same domain as the whole: of a URL all up to the end of its authority, if
/// nothing behind that could make a difference.
#[inline]
pub(super) fn telling(text: &[u8]) -> &[u8] {
    telling_part(text).unwrap_or(text)
}

#[inline]
fn telling_part(text: &[u8]) -> Option<&[u8]> {
    let colon = text.iter().position(|b| *b == b':')?;
    let authority = text.get(colon..)?.strip_prefix(b"://")?;
    let end = memchr::memchr3(b'/', b'?', b'#', authority)?;
    let (part, rest) = text.split_at_checked(colon + 3 + end)?;
    // All bytes are looked at, without a way out, since a compiler then takes many at once.
    let telling = |b: u8| {
        (b <= b' ')
            | (b >= 0x7f)
            | (b == b'\\')
            | (b == b',')
            | (b == b';')
            | (b == b'<')
            | (b == b'>')
    };
    let found = rest.iter().fold(false, |found, b| found | telling(*b));
    (!found).then_some(part)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::domain_of;
    use proptest::prelude::*;

    #[test]
    fn of_a_url_only_the_authority_tells() {
        for (text, part) in [
            ("https://a.b/c?d#e", "https://a.b"),
            ("sftp://x@a.b:22/in/", "sftp://x@a.b:22"),
            ("s3://bucket/key", "s3://bucket"),
            ("https://a.b", "https://a.b"),
            ("https://a.b/c;d", "https://a.b/c;d"),
            ("https://a.b/é", "https://a.b/é"),
            ("mailto:a@b.c", "mailto:a@b.c"),
            ("a@b.c", "a@b.c"),
        ] {
            assert_eq!(telling(text.as_bytes()), part.as_bytes());
        }
    }

    proptest! {
        #[test]
        fn the_part_that_tells_has_the_domain_of_the_whole(
            text in prop_oneof![
                "(https?|FTP|ssh|s3|x:y)?(:|://|:/)[a-c.@:]{0,6}[/?#]?[a-c.@:/?#%,;<>\\\\ \u{a0}\u{7f}é\t]{0,8}",
                "[a-c:/.@?# ]{0,16}",
                "\\PC{0,12}",
            ]
        ) {
            let part = std::str::from_utf8(telling(text.as_bytes())).unwrap();
            prop_assert_eq!(domain_of(part), domain_of(&text), "{:?}", text);
        }
    }
}
