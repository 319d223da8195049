//! Targets: tenants and lists, sets and globs, one's own, and what is missing.

use super::harness::{DECLARED, answer_of, cells, truth_of};
use exeat::judge::Part;

fn check(table: &str) {
    assert!(DECLARED.contains("set crypto"));
    for row in table.lines().map(str::trim).filter(|row| !row.is_empty()) {
        let [target, record, truth] = cells(row);
        let rule = format!("rule r {{ allow anyone to export {target} }}");
        let answer = answer_of(&rule, record);
        assert_eq!(answer.truth, truth_of(truth), "{row}");
        let patterns = answer.reasons.iter().filter(|r| r.part == Part::Target);
        assert_eq!(patterns.count(), target.split(", ").count(), "{row}");
    }
}

#[test]
fn tenants_and_lists() {
    check(
        r#"
        any/*                  | rows: 1                                       | true
        */*                    | rows: 1                                       | true
        any/news               | list: "news"                                  | true
        any/news               | rows: 1                                       | unknown
        any/news*              | list: "newsletter"                            | true
        any/news*              | list: "old-news"                              | false
        any/crm/gold*          | list: "crm/gold/1"                            | true
        any/"vip buyers"       | list: "vip buyers"                            | true
        any/"a*"               | list: "abc"                                   | true
        opensea/*              | tenant: opensea                               | true
        opensea/*              | rows: 1                                       | unknown
        opensea/*              | tenant: Opensea                               | false
        opensea/news           | tenant: acme                                  | false
        opensea/news           | list: "olds"                                  | false
        opensea/news           | tenant: opensea                               | unknown
        open*/*                | tenant: opensea                               | true
        crypto/*               | tenant: celsius                               | true
        crypto/*               | tenant: "crypto"                              | false
        "crypto"/*             | tenant: "crypto"                              | true
        "any"/*                | tenant: "any"                                 | true
        "any"/*                | tenant: acme                                  | false
        opensea/*, celsius/news | tenant: celsius, list: "news"                | true
        opensea/*, celsius/news | tenant: celsius, list: "olds"                | false
        opensea/*, any/*       | rows: 1                                       | true
        opensea/*, celsius/*   | rows: 1                                       | unknown
        own/*                  | actor: a, actor.tenant: acme, tenant: acme    | true
        own/*                  | actor: a, actor.tenant: acme, tenant: opensea | false
        own/*                  | actor: a, tenant: acme                        | false
        own/*                  | actor: a, actor.tenant: acme                  | unknown
        own/*                  | tenant: acme                                  | unknown
        own/*                  | actor: a, tenant: acme, unlisted: [actor]     | unknown
        own/news               | actor: a, actor.tenant: acme, tenant: acme, list: "news" | true
        own/*                  | actor: a, actor.tenant: acme, tenant: acme, actor.left: 2020-01-01 | false
        "#,
    );
}
