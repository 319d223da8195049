//! `.domain` end to end: whatever a destination is made to look like, it only passes as what a mailer would
//! take it for.

use super::directory::truth;
use super::harness::{answer, check, policy};
use exeat::directory::Directory;
use exeat::judge::Truth;

const OWN: &str = "tenant: opensea, tenant.domains: [\"opensea.io\"]";

#[test]
fn the_tenants_own_domains_pass() {
    for destination in [
        "kim@opensea.io",
        "mailto:kim@opensea.io",
        "Kim@OpenSea.IO",
        "kim@opensea.io.",
        "https://opensea.io/drop?x=1",
        "sftp://user:pw@opensea.io:22/in",
        "opensea.io",
    ] {
        let found = answer(
            "destination.domain in tenant.domains",
            &format!("destination: \"{destination}\", {OWN}"),
        );
        assert_eq!(found.truth, Truth::True, "{destination}");
    }
}

#[test]
fn no_forgery_passes() {
    let forgeries = [
        "kim@opensea.io@evil.example",
        "kim@evil.example?cc=kim@opensea.io",
        "kim@evil.example,kim@opensea.io",
        "kim@evil.example;kim@opensea.io",
        "kim@opensea.io <kim@evil.example>",
        "<kim@opensea.io>",
        "https://opensea.io@evil.example/",
        "https://evil.example/@opensea.io",
        "https://evil.example#@opensea.io",
        "https://evil.example?@opensea.io",
        "https://evil.example\\\\@opensea.io",
        "https://opensea.io.evil.example/",
        "evilopensea.io",
        "kim@evilopensea.io",
        "kim@opensea.io.evil.example",
        "kim@opensea.io/../evil",
        "kim@opensea.io%40evil.example",
        "kim@opensea.io\\nevil",
        "kim@\\u{202e}opensea.io",
        "kim@opensea..io",
        "javascript://opensea.io/%0aevil",
        "s3://opensea.io/bucket",
        "https://opensea.io:x@evil.example",
        "opensea.io evil.example",
        "opensea.io/evil",
        "@opensea.io@",
    ];
    for destination in forgeries {
        let record = format!("destination: \"{destination}\", {OWN}");
        let found = answer("destination.domain in tenant.domains", &record);
        assert_ne!(found.truth, Truth::True, "{destination}");
        let found = answer("destination.domain like \"*opensea.io\"", &record);
        let looks_alike = destination.ends_with("evilopensea.io");
        assert_eq!(found.truth == Truth::True, looks_alike, "{destination}");
    }
}

/// A policy could not even spell this one: its own lint would stop it.
#[test]
fn a_cyrillic_letter_is_no_host_name() {
    let set = policy("rule r { allow anyone to export any/* when destination.domain like \"*\" }");
    let found = truth(
        &set,
        &Directory::default(),
        "destination=kim@\u{43e}pensea.io",
    );
    assert_eq!(found, Truth::Unknown);
}

#[test]
fn what_has_no_domain_is_missing_and_leaves_it_open() {
    check(
        r#"
        destination.domain in ["a.io"]     | destination: "s3://bucket"    | unknown
        destination.domain not in ["a.io"] | destination: "s3://bucket"    | unknown
        destination.domain == "10.0.0.1"   | destination: "10.0.0.1"       | unknown
        destination.domain in ["a.io"]     | rows: 1                       | unknown
        actor.domain == "x.io"             | actor: "Ana@X.io"             | true
        approver.domain == "x.io"          | approver: "bo@y.io"           | false
        site.domain == "a.io"              | site: "https://a.io/x"        | true
        "#,
    );
}

#[test]
fn an_aliass_domain_is_its_own_spellings() {
    check(
        r#"
        actor.domain == "old.io" | actor: "ana@new.io", actor.aliases: ["ana@old.io"] | false
        actor.domain == "new.io" | actor: "ana@new.io", actor.aliases: ["ana@old.io"] | true
        "#,
    );
}
