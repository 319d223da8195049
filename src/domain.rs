//! `X.domain`: the host that a destination or an identity names, or none where it could be two.
//!
//! Text in, normal form out. Knows no fields, no tables and no name service. What is in doubt has no
//! domain: a destination must not be able to say one host to the policy and another to the mailer.

const URL_SCHEMES: [&str; 6] = ["http", "https", "ftp", "ftps", "sftp", "ssh"];

/// The domain of an address, a URL or a bare host name, in the normal form of [`host_name`].
#[must_use]
pub fn domain_of(text: &str) -> Option<String> {
    if holds_what_never_stands(text) {
        return None;
    }
    if let Some(behind) = behind_scheme(text) {
        return host_name(host_of_url(behind)?);
    }
    if text.contains(['/', '?', '%', '#']) {
        return None;
    }
    match without_prefix(text, "mailto:").split_once('@') {
        Some((_, host)) if host.contains('@') => None,
        Some((_, host)) => host_name(host),
        None => host_name(text).filter(|host| host.contains('.')),
    }
}

/// An ASCII host name, lower-cased, without a final dot. None if it is no host name, or an IP address.
#[must_use]
pub fn host_name(text: &str) -> Option<String> {
    let text = text.strip_suffix('.').unwrap_or(text);
    let labels = || text.as_bytes().split(|b| *b == b'.');
    let fits = text.len() <= 253 && labels().all(is_label);
    let is_address = || labels().next_back().is_some_and(is_number);
    (fits && !is_address()).then(|| text.to_ascii_lowercase())
}

/// Readers of addresses and URLs disagree on what these mean, so a text that holds one names no host.
fn holds_what_never_stands(text: &str) -> bool {
    let never = |b: u8| b <= b' ' || b == 0x7f || matches!(b, b'\\' | b',' | b';' | b'<' | b'>');
    // All bytes are looked at, without a way out, since a compiler then takes many at once.
    let ascii = text.bytes().fold(false, |found, b| found | never(b));
    ascii || (!text.is_ascii() && text.chars().any(|c| c.is_whitespace() || c.is_control()))
}

fn behind_scheme(text: &str) -> Option<&str> {
    let (scheme, behind) = text.split_once(':')?;
    let behind = behind.strip_prefix("//")?;
    let known = |s: &&str| s.eq_ignore_ascii_case(scheme);
    URL_SCHEMES.iter().any(known).then_some(behind)
}

/// The host of what stands behind `://`; a port may only be digits.
fn host_of_url(behind: &str) -> Option<&str> {
    let authority = behind.split(['/', '?', '#']).next()?;
    let place = authority.rsplit('@').next()?;
    match place.split_once(':') {
        None => Some(place),
        Some((host, port)) => port.bytes().all(|b| b.is_ascii_digit()).then_some(host),
    }
}

fn without_prefix<'a>(text: &'a str, prefix: &str) -> &'a str {
    match text.split_at_checked(prefix.len()) {
        Some((head, rest)) if head.eq_ignore_ascii_case(prefix) => rest,
        _ => text,
    }
}

fn is_label(label: &[u8]) -> bool {
    (1..=63).contains(&label.len())
        && label
            .iter()
            .all(|b| b.is_ascii_alphanumeric() || *b == b'-')
        && !label.starts_with(b"-")
        && !label.ends_with(b"-")
}

/// Whoever reads a URL takes a host whose last label is a number, also a hexadecimal one, for an IP address.
fn is_number(label: &[u8]) -> bool {
    let hexadecimal = label.strip_prefix(b"0x").or(label.strip_prefix(b"0X"));
    label.iter().all(u8::is_ascii_digit)
        || hexadecimal.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
}

#[cfg(test)]
mod tests {
    use super::{domain_of, host_name};

    #[test]
    fn every_shape_gives_its_host_in_normal_form() {
        for (text, host) in [
            ("kim@opensea.io", "opensea.io"),
            ("Kim@OpenSea.IO.", "opensea.io"),
            ("mailto:kim@opensea.io", "opensea.io"),
            ("MAILTO:kim@opensea.io", "opensea.io"),
            ("root@localhost", "localhost"),
            ("opensea.io", "opensea.io"),
            ("https://opensea.io", "opensea.io"),
            ("HTTPS://OPENSEA.IO:443/in?a=b#c", "opensea.io"),
            ("https://opensea.io:/", "opensea.io"),
            ("https://kim:secret@opensea.io/", "opensea.io"),
            ("sftp://drop@files.opensea.io:22/in/", "files.opensea.io"),
            ("ssh://files.opensea.io", "files.opensea.io"),
            ("https://opensea.io/100%25?x=a@b", "opensea.io"),
            ("xn--pensea-pxe.io", "xn--pensea-pxe.io"),
            ("1.2.3.opensea4", "1.2.3.opensea4"),
        ] {
            assert_eq!(domain_of(text).as_deref(), Some(host), "{text}");
        }
    }

    /// Each names `opensea.io` to one reader and another host, or nothing, to the next.
    #[test]
    fn no_forgery_says_another_host() {
        for (text, host) in [
            ("https://opensea.io@evil.example/", Some("evil.example")),
            ("https://opensea.io:443@evil.example", Some("evil.example")),
            ("https://a@opensea.io@evil.example", Some("evil.example")),
            ("https://evil.example#@opensea.io", Some("evil.example")),
            ("https://evil.example?@opensea.io", Some("evil.example")),
            ("https://evil.example/@opensea.io", Some("evil.example")),
            (
                "https://opensea.io.evil.example",
                Some("opensea.io.evil.example"),
            ),
            ("https://evil.example\\@opensea.io", None),
            ("https://evil.example%2f@opensea.io@", None),
            ("https://evil.example%00.opensea.io", None),
            ("https://evil.example;@opensea.io", None),
            ("https://evil.example:80:opensea.io", None),
            ("https://opensea.io:https", None),
            ("https:///evil.example/opensea.io", None),
            ("https:/opensea.io", None),
            ("https:opensea.io", None),
            ("//opensea.io", None),
            ("s3://opensea.io/bucket", None),
            ("file://opensea.io/x", None),
            ("evil.example/@opensea.io", None),
            ("evil.example?@opensea.io", None),
            ("evil.example#@opensea.io", None),
            ("kim%evil.example@opensea.io", None),
            ("kim@evil.example@opensea.io", None),
            ("\"kim@evil.example\"@opensea.io", None),
            ("kim@evil.example, kim@opensea.io", None),
            ("kim@evil.example,kim@opensea.io", None),
            ("kim@evil.example;kim@opensea.io", None),
            ("kim@opensea.io>", None),
            ("Kim <kim@opensea.io>", None),
            ("mailto:kim@opensea.io?cc=eve@evil.example", None),
            ("mailto:kim@opensea.io?cc=eve", None),
            ("kim@opensea.io\neve", None),
            ("kim@opensea.io\u{0}.evil.example", None),
            ("kim@opensea.io\u{a0}", None),
            (" kim@opensea.io", None),
            ("kim@\u{43e}pensea.io", None),
            ("kim@opensea\u{3002}io", None),
            ("kim@opensea.io\u{200b}", None),
            ("git@opensea.io:lists.git", None),
            ("kim@opensea.io:25", None),
            ("kim@", None),
            ("@", None),
            ("", None),
            ("opensea", None),
            ("opensea.io..", None),
            (".opensea.io", None),
            ("open_sea.io", None),
            ("-opensea.io", None),
            ("10.0.0.1", None),
            ("kim@10.0.0.1", None),
            ("kim@[10.0.0.1]", None),
            ("https://10.0.0.1/", None),
            ("https://2130706433/", None),
            ("https://0x7f000001/", None),
            ("https://opensea.io.0x7f", None),
            ("https://[::1]/", None),
            ("https://127.1", None),
            ("::1", None),
        ] {
            assert_eq!(domain_of(text).as_deref(), host, "{text:?}");
        }
    }

    #[test]
    fn host_names_have_their_limits() {
        let label = "a".repeat(63);
        assert_eq!(host_name(&label), Some(label.clone()));
        assert_eq!(host_name(&format!("{label}a")), None);
        let longest = [label.as_str(); 4].join(".");
        assert_eq!(longest.len(), 255);
        assert_eq!(host_name(&longest), None);
        assert!(host_name(longest.get(2..).unwrap()).is_some());
        assert_eq!(host_name("0x"), None);
    }
}
