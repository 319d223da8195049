//! Every operator over a value, a none and a missing value; and Kleene's logic over them.
//!
//! In a test's world the tenant has a row: a column that is not given is none, unless given as missing.

use super::harness::check;

#[test]
fn bare_bools() {
    check(
        "
        mfa            | mfa: true                             | true
        mfa            | mfa: false                            | false
        mfa            | mfa: missing                          | unknown
        not mfa        | mfa: missing                          | unknown
        not mfa        | mfa: false                            | true
        tenant.vip     | tenant: opensea, tenant.vip: true     | true
        tenant.vip     | tenant: opensea                       | false
        not tenant.vip | tenant: opensea                       | true
        tenant.vip     | tenant: opensea, tenant.vip: missing  | unknown
        tenant.vip     | tenant: opensea, unlisted: [tenant]   | unknown
        tenant.vip     | rows: 1                               | unknown
        ",
    );
}

#[test]
fn presence_is_never_unknown() {
    check(
        r#"
        ticket is set          | ticket: "SUP-1"                           | true
        ticket is set          | ticket: missing                           | false
        ticket is missing      | ticket: "SUP-1"                           | false
        ticket is missing      | ticket: missing                           | true
        tenant.plan is set     | tenant: opensea, tenant.plan: "gold"      | true
        tenant.plan is set     | tenant: opensea                           | false
        tenant.plan is missing | tenant: opensea                           | false
        tenant.plan is missing | tenant: opensea, tenant.plan: missing     | true
        tenant.plan is missing | tenant: opensea, unlisted: [tenant]       | true
        tenant.plan is missing | rows: 1                                   | true
        tenant.tags is set     | tenant: opensea                           | true
        tenant.tags is missing | tenant: opensea                           | false
        tags is set            | tags: []                                  | true
        tags is missing        | rows: 1                                   | true
        destination.domain is missing | destination: "s3://b"              | true
        destination.domain is set     | destination: "kim@opensea.io"      | true
        tenant is listed       | tenant: opensea                           | true
        tenant is listed       | tenant: opensea, unlisted: [tenant]       | false
        tenant is unlisted     | tenant: opensea, unlisted: [tenant]       | true
        tenant is unlisted     | rows: 1                                   | true
        tenant is listed       | rows: 1                                   | false
        actor is listed        | actor: "a@x"                              | true
        actor is listed        | actor: "a@x", unlisted: [actor]           | false
        list is listed         | tenant: opensea, list: "news"             | true
        list is listed         | list: "news"                              | false
        list is unlisted       | tenant: opensea, list: "n", unlisted: [list] | true
        ticket is listed       | ticket: "SUP-1"                           | true
        "#,
    );
}

#[test]
fn equality() {
    check(
        r#"
        purpose == "billing"         | purpose: "billing"                      | true
        purpose == "billing"         | purpose: "Billing"                      | false
        purpose == "billing"         | purpose: missing                        | unknown
        purpose != "billing"         | purpose: missing                        | unknown
        purpose != "billing"         | purpose: "x"                            | true
        tenant.plan == "gold"        | tenant: opensea, tenant.plan: "gold"    | true
        tenant.plan == "gold"        | tenant: opensea                         | false
        tenant.plan != "gold"        | tenant: opensea                         | true
        tenant.plan == "gold"        | tenant: opensea, tenant.plan: missing   | unknown
        tenant.plan != "gold"        | tenant: opensea, unlisted: [tenant]     | unknown
        rows == 5                    | rows: 5                                 | true
        rows != 5                    | rows: 5                                 | false
        tenant.seats == 5            | tenant: opensea                         | false
        tenant.seats != 5            | tenant: opensea                         | true
        mfa == true                  | mfa: false                              | false
        mfa != true                  | mfa: false                              | true
        ip == 10.0.0.1               | ip: 10.0.0.1                            | true
        ip == 10.0.0.1               | ip: "::ffff:10.0.0.1"                 | true
        ip != 10.0.0.1               | ip: 10.0.0.2                            | true
        tenant.gate == ip            | tenant: opensea, ip: 10.0.0.1           | false
        tenant.gate == ip            | tenant: opensea, ip: 10.0.0.1, tenant.gate: 10.0.0.1 | true
        seen == 2026-03-01           | seen: 2026-03-01                        | true
        seen == time                 | seen: +0s                               | true
        purpose == ticket            | purpose: "a", ticket: "a"           | true
        purpose == ticket            | purpose: "a"                          | unknown
        tenant.plan == tenant.shape  | tenant: opensea                         | false
        tenant.plan != tenant.shape  | tenant: opensea                         | true
        tenant.plan == purpose       | tenant: opensea                         | unknown
        purpose == tenant.plan       | tenant: opensea                         | unknown
        tenant.plan != purpose       | tenant: opensea, purpose: "a"         | true
        "#,
    );
}

#[test]
fn identities_are_compared_folded() {
    check(
        r#"
        actor == "Ana@X"       | actor: " ana@x "                            | true
        actor != "Ana@X"       | actor: "ANA@x"                              | false
        actor == approver      | actor: "ana@x", approver: "ANA@X "          | true
        actor == site          | actor: "ana@x", site: " Ana@X"              | true
        site == actor          | actor: "ana@x", site: "ANA@X"               | true
        actor in ["ANA@X"]     | actor: "ana@x"                              | true
        actor not in ["ANA@X"] | actor: "ana@x"                              | false
        actor in tenant.tags   | actor: "ana@x", tenant: t, tenant.tags: ["ANA@X"] | true
        actor like "ANA*"      | actor: "ana@x"                              | true
        actor like tenant.globs | actor: "ana@x", tenant: t, tenant.globs: ["ANA@*"] | true
        actor matches "ANA@X"  | actor: "ana@x"                              | true
        site == "ana@x"        | site: "ANA@X"                               | false
        site like "ANA*"       | site: "ana@x"                               | false
        actor == "kim@x"       | actor: "ana@x", actor.aliases: ["kim@x"]    | true
        actor in ["kim@x"]     | actor: "ana@x", actor.aliases: ["kim@x"]    | true
        approver == actor      | actor: "ana@x", actor.aliases: ["kim@x"], approver: "kim@x" | true
        approver != actor      | actor: "ana@x", actor.aliases: ["kim@x"], approver: "kim@x" | false
        actor like "kim*"      | actor: "ana@x", actor.aliases: ["kim@x"]    | false
        actor matches "kim.*"  | actor: "ana@x", actor.aliases: ["kim@x"]    | false
        "#,
    );
}

#[test]
fn orderings() {
    check(
        "
        rows < 5                     | rows: 4                                 | true
        rows < 5                     | rows: 5                                 | false
        rows <= 5                    | rows: 5                                 | true
        rows > 5                     | rows: 5                                 | false
        rows >= 5                    | rows: 5                                 | true
        rows <= 5                    | rows: missing                           | unknown
        rows <= copies               | rows: 5, copies: 5                      | true
        rows <= copies               | rows: 5                                 | unknown
        tenant.seats < 5             | tenant: t                               | false
        tenant.seats >= 5            | tenant: t                               | false
        rows < tenant.seats          | tenant: t, rows: 1                      | false
        rows < tenant.seats          | tenant: t                               | unknown
        tenant.seats < rows          | tenant: t, rows: missing                | unknown
        tenant.since < 2026-01-01    | tenant: t                               | false
        tenant.since >= 2026-01-01   | tenant: t                               | false
        tenant.since <= tenant.since | tenant: t                               | false
        time >= tenant.left          | tenant: t                               | false
        time < tenant.left           | tenant: t                               | true
        time >= tenant.left          | tenant: t, tenant.left: +0s             | true
        time >= tenant.left          | tenant: t, tenant.left: +1s             | false
        time >= tenant.left          | tenant: t, tenant.left: missing         | unknown
        time >= tenant.left          | tenant: t, unlisted: [tenant]           | unknown
        time >= tenant.joined        | tenant: t                               | true
        time < tenant.joined         | tenant: t                               | false
        tenant.joined < tenant.left  | tenant: t                               | true
        tenant.left <= actor.left    | tenant: t, actor: a                     | true
        tenant.left < actor.left     | tenant: t, actor: a                     | false
        tenant.left >= actor.left    | tenant: t, actor: a                     | true
        tenant.joined >= actor.joined | tenant: t, actor: a                    | true
        tenant.left == actor.left    | tenant: t, actor: a                     | false
        tenant.left != actor.left    | tenant: t, actor: a                     | true
        tenant.left > tenant.since   | tenant: t                               | false
        tenant.left <= actor.left    | tenant: t                               | unknown
        ticket.opened <= time        | ticket: s                               | true
        time < ticket.closed         | ticket: s                               | true
        ",
    );
}

#[test]
fn moved_times_are_exact_and_never_overflow() {
    check(
        "
        time <= approved_at + 24h       | approved_at: -24h                                   | true
        time <= approved_at + 24h       | approved_at: 2026-03-01T14:59:59.999999999Z         | false
        time >= approved_at + 1h        | approved_at: +1h                                    | false
        time >= approved_at - 1h        | approved_at: +1h                                    | true
        time <= approved_at + 24h       | approved_at: missing                                | unknown
        time >= tenant.left + 30d       | tenant: t                                           | false
        time < tenant.left - 30d        | tenant: t                                           | true
        time >= tenant.joined + 30d     | tenant: t                                           | true
        time == tenant.since + 30d      | tenant: t                                           | false
        time < seen + 520000w            | time: 9999-12-30T00:00:00Z, seen: 1000-01-01         | true
        time > seen - 520000w            | time: 0001-01-01T00:00:00Z, seen: 5000-01-01        | true
        time == seen + 1s               | time: 2026-01-01T00:00:01Z, seen: 2026-01-01        | true
        rows <= 9223372036854775807     | rows: 9223372036854775807                           | true
        rows < 9223372036854775807      | rows: 9223372036854775807                           | false
        bytes >= 1GiB                   | bytes: 1073741824                                   | true
        ",
    );
}

#[test]
fn membership() {
    check(
        r#"
        purpose in ["a", "b"]          | purpose: "b"                                      | true
        purpose in ["a", "b"]          | purpose: "c"                                      | false
        purpose not in ["a", "b"]      | purpose: "c"                                      | true
        purpose in ["a"]               | purpose: missing                                  | unknown
        purpose not in ["a"]           | purpose: missing                                  | unknown
        tenant.plan in ["gold"]        | tenant: t                                         | false
        tenant.plan not in ["gold"]    | tenant: t                                         | true
        tenant.plan in ["gold"]        | tenant: t, unlisted: [tenant]                     | unknown
        tenant in crypto               | tenant: celsius                                   | true
        tenant in crypto               | tenant: acme                                      | false
        purpose in tenant.tags         | purpose: "a", tenant: t, tenant.tags: ["a", "b"]  | true
        purpose in tenant.tags         | purpose: "a", tenant: t                           | false
        purpose not in tenant.tags     | purpose: "a", tenant: t                           | true
        purpose in tenant.tags         | purpose: "a", tenant: t, tenant.tags: missing     | unknown
        purpose not in tenant.tags     | purpose: "a"                                      | unknown
        tenant.plan in tags            | tenant: t                                         | unknown
        tenant.plan in tags            | tenant: t, tags: ["a"]                            | false
        tenant.plan not in tags        | tenant: t, tags: ["a"]                            | true
        purpose in tags                | purpose: "a", tags: []                            | false
        ip in 10.0.0.0/8               | ip: 10.255.0.1                                    | true
        ip in 10.0.0.0/8               | ip: 11.0.0.0                                      | false
        ip not in 10.0.0.0/8           | ip: 11.0.0.0                                      | true
        ip in 10.0.0.0/8               | ip: missing                                       | unknown
        ip in 10.0.0.0/8               | ip: "::ffff:10.1.2.3"                             | true
        ip in ["::ffff:10.0.0.0/104"]  | ip: 10.1.2.3                                      | true
        ip in [10.0.0.0/8, 192.168.1.0/24] | ip: 192.168.1.255                             | true
        ip in ["2001:db8::/32"]        | ip: "2001:db8:1::1"                               | true
        ip in ["2001:db8::/32"]        | ip: "2001:db9::1"                                 | false
        ip in 0.0.0.0/0                | ip: 1.2.3.4                                       | true
        ip in 0.0.0.0/0                | ip: "::1"                                         | false
        ip in ["::/0"]                 | ip: "::1"                                         | true
        tenant.gate in 10.0.0.0/8      | tenant: t                                         | false
        tenant.gate not in 10.0.0.0/8  | tenant: t                                         | true
        seen in office                 | seen: missing                                     | unknown
        seen not in office             | seen: missing                                     | unknown
        tenant.since in office         | tenant: t                                         | false
        tenant.since not in office     | tenant: t                                         | true
        time in office                 | rows: 1                                           | true
        "#,
    );
}

#[test]
fn likeness() {
    check(
        r#"
        site like "*.io"              | site: "a.io"                                       | true
        site like "*.io"              | site: "a.iox"                                      | false
        site not like "*.io"          | site: "a.iox"                                      | true
        site like "*"                 | site: missing                                      | unknown
        site not like "*"             | site: missing                                      | unknown
        site like ["x", "*.io"]       | site: "a.io"                                       | true
        site like globs               | site: "abc"                                        | true
        tenant.plan like "*"          | tenant: t                                          | false
        tenant.plan not like "*"      | tenant: t                                          | true
        site like tenant.globs        | site: "a.io", tenant: t, tenant.globs: ["*.io"]    | true
        site like tenant.globs        | site: "a.io", tenant: t                            | false
        site not like tenant.globs    | site: "a.io", tenant: t                            | true
        site like tenant.globs        | site: "a.io", tenant: t, tenant.globs: missing     | unknown
        tenant.plan like tags         | tenant: t                                          | unknown
        site like tenant.shape        | site: "a.io", tenant: t, tenant.shape: "*.io"      | true
        site like tenant.shape        | site: "a.io", tenant: t                            | false
        site not like tenant.shape    | site: "a.io", tenant: t                            | true
        ticket matches "SUP-[0-9]+"     | ticket: "SUP-12"                                   | true
        ticket matches "SUP-[0-9]+"     | ticket: "SUP-12x"                                  | false
        ticket matches "SUP-[0-9]+"     | ticket: "xSUP-12"                                  | false
        ticket not matches "SUP-[0-9]+" | ticket: "SUP"                                      | true
        ticket matches "a"            | ticket: missing                                    | unknown
        ticket not matches "a"        | ticket: missing                                    | unknown
        tenant.plan matches ".*"      | tenant: t                                          | false
        tenant.plan not matches ".*"  | tenant: t                                          | true
        ticket matches "a|b"          | ticket: "ab"                                       | false
        ticket matches "[0-9]\d"      | ticket: "4٣"                                       | false
        "#,
    );
}

#[test]
fn sets() {
    check(
        r#"
        fields contains email           | fields: ["email", "phone"]                        | true
        fields contains email           | fields: ["phone"]                                 | false
        fields not contains email       | fields: ["phone"]                                 | true
        fields contains email           | fields: []                                        | false
        fields not contains email       | fields: []                                        | true
        fields contains email           | fields: missing                                   | unknown
        fields not contains email       | fields: missing                                   | unknown
        tenant.tags contains a          | tenant: t                                         | false
        tenant.tags not contains a      | tenant: t                                         | true
        tenant.tags contains a          | tenant: t, unlisted: [tenant]                     | unknown
        any fields in ["email"]         | fields: ["email", "phone"]                        | true
        any fields in ["email"]         | fields: ["phone"]                                 | false
        any fields in ["email"]         | fields: []                                        | false
        all fields in ["email"]         | fields: []                                        | false
        not all fields in ["email"]     | fields: []                                        | true
        all fields in ["email", "a"]    | fields: ["email"]                                 | true
        all fields in ["email"]         | fields: ["email", "phone"]                        | false
        any fields in ["email"]         | fields: missing                                   | unknown
        all fields in ["email"]         | fields: missing                                   | unknown
        any tags in tenant.tags         | tags: ["a"], tenant: t, tenant.tags: ["a"]        | true
        any tags in tenant.tags         | tags: ["a"], tenant: t                            | false
        all tags in tenant.tags         | tags: ["a"], tenant: t                            | false
        any tags in tenant.tags         | tags: ["a"]                                       | unknown
        any tags in tenant.tags         | tags: [], tenant: t, tenant.tags: missing         | unknown
        any tenant.tags in crypto       | tenant: t, tenant.tags: ["celsius"]               | true
        roles contains support          | roles: [support]                                  | true
        any roles in ["support"]        | roles: []                                         | false
        roles contains support          | rows: 1                                           | unknown
        "#,
    );
}

#[test]
fn kleene() {
    let values = [
        ("mfa: true", "true"),
        ("mfa: false", "false"),
        ("rows: 1", "unknown"),
    ];
    let other = [
        ("copies: 1", "true"),
        ("copies: 2", "false"),
        ("bytes: 1", "unknown"),
    ];
    for (left, a) in values {
        for (right, b) in other {
            let and = match (a, b) {
                ("false", _) | (_, "false") => "false",
                ("true", "true") => "true",
                _ => "unknown",
            };
            let or = match (a, b) {
                ("true", _) | (_, "true") => "true",
                ("false", "false") => "false",
                _ => "unknown",
            };
            check(&format!(
                "mfa and copies == 1 | {left}, {right} | {and}
                 mfa or copies == 1 | {left}, {right} | {or}
                 not (mfa and copies == 1) | {left}, {right} | {}
                 not (mfa or copies == 1) | {left}, {right} | {}",
                turned(and),
                turned(or)
            ));
        }
    }
}

fn turned(truth: &str) -> &str {
    match truth {
        "true" => "false",
        "false" => "true",
        other => other,
    }
}
