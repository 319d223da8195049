//! `.domain`: which host a destination or an identity names, if it surely names one.
//! It deliberately does not know of mail, name servers or buckets.

const SCHEMES: [&str; 6] = [
    "http://", "https://", "ftp://", "ftps://", "sftp://", "ssh://",
];

pub fn domain(text: &str) -> Option<String> {
    if text
        .chars()
        .any(|letter| letter.is_whitespace() || letter.is_control() || "\\,;<>".contains(letter))
    {
        return None;
    }
    if let Some(rest) = SCHEMES.iter().find_map(|scheme| behind(text, scheme)) {
        return host(authority(rest)?);
    }
    if text.contains(['/', '?', '%', '#']) {
        return None;
    }
    let address = behind(text, "mailto:").unwrap_or(text);
    if address.matches('@').count() == 1 {
        return host(address.split('@').next_back()?);
    }
    host(text).filter(|host| host.contains('.'))
}

/// Schemes have no case.
fn behind<'a>(text: &'a str, scheme: &str) -> Option<&'a str> {
    let (head, rest) = text.split_at_checked(scheme.len())?;
    head.eq_ignore_ascii_case(scheme).then_some(rest)
}

/// Up to the first `/ ? #`, behind the last `@`, without a port.
fn authority(behind_scheme: &str) -> Option<&str> {
    let authority = behind_scheme.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?;
    match host.split_once(':') {
        Some((host, port)) if port.chars().all(|digit| digit.is_ascii_digit()) => Some(host),
        _ => Some(host),
    }
}

/// An ASCII host name that is no address, lower-cased and without its final dot.
fn host(name: &str) -> Option<String> {
    let name = name.strip_suffix('.').unwrap_or(name);
    let labels: Vec<&str> = name.split('.').collect();
    let fits =
        name.len() <= 253 && labels.iter().all(|part| label(part)) && !number(labels.last()?);
    fits.then(|| name.to_ascii_lowercase())
}

/// Readers of URLs take what ends in a number, also in a hexadecimal one, for an address.
fn number(label: &str) -> bool {
    let label = label.to_ascii_lowercase();
    match label.strip_prefix("0x") {
        Some(digits) => digits.chars().all(|digit| digit.is_ascii_hexdigit()),
        None => label.chars().all(|digit| digit.is_ascii_digit()),
    }
}

fn label(part: &str) -> bool {
    let letters = part
        .chars()
        .all(|letter| letter.is_ascii_alphanumeric() || letter == '-');
    (1..=63).contains(&part.len()) && letters && !part.starts_with('-') && !part.ends_with('-')
}

#[test]
fn it_cannot_be_talked_into_saying_another_host() {
    let table = [
        ("https://opensea.io/upload?x=1#y", "opensea.io"),
        ("https://opensea.io@evil.example/x", "evil.example"),
        ("https://opensea.io:443@evil.example/x", "evil.example"),
        ("https://evil.example/?kim@opensea.io", "evil.example"),
        ("https://evil.example#@opensea.io", "evil.example"),
        ("https://evil.example?@opensea.io", "evil.example"),
        ("https://a@opensea.io@evil.example", "evil.example"),
        (
            "sftp://user:pw@files.celsius.network:22/in",
            "files.celsius.network",
        ),
        ("https://OpenSea.IO.", "opensea.io"),
        ("HTTPS://opensea.io/x", "opensea.io"),
        ("https://opensea.io:/x", "opensea.io"),
        ("MailTo:kim@opensea.io", "opensea.io"),
        ("https://intranet/x", "intranet"),
        ("kim@opensea.io", "opensea.io"),
        ("mailto:kim@OPENSEA.io.", "opensea.io"),
        ("kim@localhost", "localhost"),
        ("opensea.io", "opensea.io"),
        ("OPENSEA.io.", "opensea.io"),
    ];
    table.iter().for_each(|(text, expected)| {
        assert_eq!(domain(text).as_deref(), Some(*expected), "{text}")
    });
}

#[test]
fn whatever_is_not_surely_a_host_has_no_domain() {
    let table = [
        "",
        "download",
        "localhost.",
        "bucket",
        "opensea.io..",
        ".opensea.io",
        "kim@opensea.io@evil.example",
        "kim@opensea.io,eve@evil.example",
        "kim@opensea.io; eve",
        "<kim@opensea.io>",
        "kim@opensea.io ",
        "kim@opensea.io\n",
        "kim@opensea.io?bcc=eve",
        "kim%40evil.example@opensea.io",
        "kim#eve@opensea.io",
        "kim@opensea.io/x",
        "opensea.io/x",
        "s3://opensea.io/x",
        "10.0.0.1",
        "https://10.0.0.1/x",
        "https://[::1]/x",
        "kim@10.0.0.1",
        "https://10.0.0.0x1/",
        "127.0x",
        "kim@[10.0.0.1]",
        "https://evil.example\\@opensea.io/",
        "https://opensea.io:evil.example/",
        "https://",
        "https:///opensea.io",
        "mailto:opensea.io",
        "оpensea.io",
        "-a.io",
        "a-.io",
        "kim@opensea.io:25",
        "https://opensea.io/a b",
        "https://opensea.io/a,b",
    ];
    table
        .iter()
        .for_each(|text| assert_eq!(domain(text), None, "{text}"));
}
