//! Awkward records that no other file has.
//!
//! They are real where the comment says from where; the others are the smallest that have the fact in them.

use super::super::real::{fixture, told};
use super::super::*;
use crate::harness::top;
use std::fs;
use std::io::Write;

/// What the only record says of a source's fields.
fn one(fields: &str, record: &str) -> String {
    let text =
        format!("[source.x]\nformat = \"jsonl\"\nzone = \"UTC\"\ntime = \"time\"\n{fields}\n");
    let line = record.replacen('{', r#"{"time":"2026-03-02T15:00:00Z","#, 1);
    let all: Vec<String> = items(&line, &source(&text)).iter().map(told).collect();
    let [only] = all.as_slice() else {
        panic!("{all:?}")
    };
    only.replace("time=2026-03-02T15:00:00Z", "")
        .trim()
        .to_owned()
}

#[test]
fn actors_in_several_spellings_and_none() {
    let line = |actor: &str| format!(r#"{{"time":"2026-03-02T15:00:00Z","actor":{actor}}}"#);
    for (actor, expected) in [
        (r#""Ana@Mail.Example""#, Some("ana@mail.example")),
        (r#"" ana@mail.example ""#, Some("ana@mail.example")),
        (r#""ANA@MAIL.EXAMPLE""#, Some("ana@mail.example")),
        (r#""""#, None),
        ("null", None),
    ] {
        let Owned::Event { event, .. } = items(line(actor), &bound("exeat")).remove(0) else {
            panic!("{actor}")
        };
        assert_eq!(event.text(FieldId::ACTOR), expected, "{actor}");
    }
    // A service, an anonymous caller, and nobody, as CloudTrail writes them.
    let cloudtrail = |identity: &str| {
        let line = format!(
            r#"{{"eventTime":"2021-07-30T16:32:57Z","eventName":"GetObject","userIdentity":{identity}}}"#
        );
        told(&items(line, &bound("cloudtrail"))[0])
    };
    for (identity, actor) in [
        (
            r#"{"type":"AWSService","invokedBy":"ec2.amazonaws.com"}"#,
            " actor=ec2.amazonaws.com",
        ),
        (
            r#"{"type":"AWSAccount","principalId":"","accountId":"ANONYMOUS_PRINCIPAL"}"#,
            " actor=anonymous_principal",
        ),
        ("{}", ""),
        ("null", ""),
    ] {
        let expected = format!("time=2021-07-30T16:32:57Z{actor} action=GetObject outcome=success");
        let tenant = " tenant=ANONYMOUS_PRINCIPAL";
        assert_eq!(
            cloudtrail(identity).replace(tenant, ""),
            expected,
            "{identity}"
        );
    }
}

#[test]
fn what_only_looks_like_json_is_told() {
    for (held, expected) in [
        (r#"{\"case\":\"A-1\"}"#, "ticket=A-1"),
        // The text of a dictionary in Python.
        ("{'case': 'A-1', 'ok': True}", "!ticket"),
        // Protobuf's text.
        (r#"case: \"A-1\"\nformat: MBOX\n"#, "!ticket"),
    ] {
        let told = one(
            r#"ticket = "json(held).case""#,
            &format!(r#"{{"held":"{held}"}}"#),
        );
        assert!(told.starts_with(expected), "{held}: {told}");
    }
    // Twice: the path says so, else there is nothing at its end.
    let twice = r#"{"held":"\"{\\\"case\\\":\\\"A-1\\\"}\""}"#;
    assert_eq!(one("ticket = \"json(held).case\"", twice), "");
    assert_eq!(
        one("ticket = \"json(json(held)).case\"", twice),
        "ticket=A-1"
    );
    let protobuf = r#"{"details":"case: \"A-1\"\nformat: MBOX\n"}"#;
    let found = r#"ticket = { path = "details", capture = 'case: "([^"]+)"' }"#;
    assert_eq!(one(found, protobuf), "ticket=A-1");
}

#[test]
fn values_named_in_other_places() {
    // Tagged unions: Dropbox, from panther-labs/panther-analysis (Apache-2.0), shortened.
    let dropbox = r#"{"actor":{"user":{"email":"alice@company.com","_tag":"team_member"}},"event_type":{"_tag":"file_download"},"assets":[{"path":{"contextual":"/alice/report.pdf"}}]}"#;
    let fields = "actor = \"actor.user.email\"\naction = \"event_type._tag\"\nlist = \"assets[].path.contextual\"\nid = \"event_type._tag\"";
    assert_eq!(
        one(fields, dropbox),
        "id=file_download#0  actor=alice@company.com action=file_download list=/alice/report.pdf"
    );
    // Slack: which key holds the thing is what `entity.type` says.
    let slack = r#"list = [
        { path = "entity.file.name", when = { entity.type = "file" } },
        { path = "entity.workspace.name", when = { entity.type = "workspace" } },
    ]"#;
    let entity = |kind: &str| {
        format!(
            r#"{{"entity":{{"type":"{kind}","file":{{"name":"report.pdf"}},"workspace":{{"name":"acme"}}}}}}"#
        )
    };
    assert_eq!(one(slack, &entity("file")), "list=report.pdf");
    assert_eq!(one(slack, &entity("workspace")), "list=acme");
    assert_eq!(one(slack, &entity("channel")), "");
    // Google: names and values in a list; events as an array or as one object.
    let google = "list = \"events[].parameters[name=doc_id].value\"";
    for events in [
        r#"[{"parameters":[{"name":"owner","value":"HR"},{"name":"doc_id","value":"d1"}]}]"#,
        r#"{"parameters":[{"name":"doc_id","value":"d1"}]}"#,
        r#"{"parameters":{"name":"doc_id","value":"d1"}}"#,
    ] {
        assert_eq!(one(google, &format!(r#"{{"events":{events}}}"#)), "list=d1");
    }
}

#[test]
fn keys_with_points_slashes_and_at_signs() {
    // Azure's claims, from log2timeline/plaso, test_data/jsonl/azure_activity_log.jsonl (Apache-2.0), shortened.
    let azure = r#"{"claims":{"appid":"12345678","http://schemas.microsoft.com/identity/claims/identityprovider":"https://sts.windows.net/12345678/"}}"#;
    let quoted =
        r#"actor = 'claims."http://schemas.microsoft.com/identity/claims/identityprovider"'"#;
    assert_eq!(
        one(quoted, azure),
        "actor=https://sts.windows.net/12345678/"
    );
    let bare = r#"actor = "claims.http://schemas.microsoft.com/identity/claims/identityprovider""#;
    assert_eq!(one(bare, azure), "");
    let google = r#"{"@type":"type.googleapis.com/x","user.name":"ana"}"#;
    assert_eq!(
        one("action = \"@type\"", google),
        "action=type.googleapis.com/x"
    );
    assert_eq!(one("actor = '\"user.name\"'", google), "actor=ana");
}

#[test]
fn numbers_as_texts_and_fractions() {
    for (rows, expected) in [
        (r#""100000""#, "rows=100000"),
        ("20680.0", "rows=20680"),
        ("1000364.0", "rows=1000364"),
        (r#""20680.0""#, r#"!rows: "20680.0" is not a whole number"#),
        ("20680.5", "!rows: 20680.5 is not a whole number"),
        (r#""many""#, r#"!rows: "many" is not a whole number"#),
    ] {
        let told = one("rows = \"n\"", &format!(r#"{{"n":{rows}}}"#));
        assert_eq!(told, expected, "{rows}");
    }
    let granted =
        r#"outcome = { path = "granted", map = { true = "success", false = "blocked" } }"#;
    for (yes, expected) in [
        (r#""true""#, "outcome=success"),
        ("true", "outcome=success"),
        (r#""false""#, "outcome=blocked"),
        ("false", "outcome=blocked"),
    ] {
        assert_eq!(
            one(granted, &format!(r#"{{"granted":{yes}}}"#)),
            expected,
            "{yes}"
        );
    }
}

#[test]
fn five_ways_to_say_nothing() {
    let fields = "null = [\"-\", \"unknown\", \"N/A\"]\nlist = [\"a\", \"b\"]";
    for record in [
        r#"{"a":null}"#,
        "{}",
        r#"{"a":""}"#,
        r#"{"a":"-"}"#,
        r#"{"a":"unknown"}"#,
        r#"{"a":"N/A"}"#,
    ] {
        let with = |b: &str| match record {
            "{}" => format!("{{{b}}}"),
            _ => record.replace('}', &format!(",{b}}}")),
        };
        assert_eq!(
            one(fields, &with(r#""b":"there""#)),
            "list=there",
            "{record}"
        );
        assert_eq!(one(fields, &with(r#""c":1"#)), "", "{record}");
    }
    // Without `null` a minus is a text like any other.
    assert_eq!(one("list = \"a\"", r#"{"a":"-"}"#), "list=-");
}

#[test]
fn lines_of_other_formats_are_told() {
    let lines = [
        // An object as JavaScript writes it.
        "{eventVersion: '1.08', eventName: 'CreateApiKey'}",
        // CEF, LEEF, key=value.
        "CEF:0|Cyber-Ark|Vault|9.20.0000|295|Retrieve password|5|act=Retrieve password suser=ana",
        "LEEF:1.0|Netwrix|Auditor|9.9|Read|usrName=ana\tresource=list",
        "time=2026-03-02T15:00:00Z user=ana action=export",
        "null",
        r#"{"time":"2026-03-02T15:00:00Z","actor":"ana","act"#,
    ];
    let all = items(lines.join("\n"), &bound("exeat"));
    assert_eq!(all.len(), lines.len());
    for (number, item) in (1..).zip(&all) {
        let Owned::Unreadable { place, .. } = item else {
            panic!("{item:?}")
        };
        assert_eq!(place.line, number);
    }
    // A file of two bytes: nothing in it, and nothing wrong.
    for empty in ["[]", "\r\n", "\n\n", ""] {
        let (all, reading) = read_all(empty.as_bytes(), &bound("cloudtrail"), MAX_RECORD);
        assert_eq!((all, reading.records), (Vec::new(), 0), "{empty:?}");
    }
}

#[test]
fn many_small_files_are_one_log() {
    let whole: serde_json::Value =
        serde_json::from_slice(&fixture("cloudtrail/invictus.json")).unwrap();
    let records = whole["Records"].as_array().unwrap();
    let folder = tempfile::tempdir().unwrap();
    // Files overlap in time, and their order is not that of the events.
    for file in 0..35 {
        let pair = serde_json::json!({"Records": [records[file], records[69 - file]]});
        let path = folder.path().join(format!("{:02}.json.gz", file * 13 % 35));
        let mut gzip = flate2::write::GzEncoder::new(
            fs::File::create(path).unwrap(),
            flate2::Compression::fast(),
        );
        gzip.write_all(pair.to_string().as_bytes()).unwrap();
        gzip.finish().unwrap();
    }
    let ledger = |logs: &str| {
        let config = "tests/policies/cloudtrail/exeat.toml";
        let args = [
            "scan",
            logs,
            "--source",
            "cloudtrail",
            "--config",
            config,
            "--output",
            "json",
        ];
        let ran = crate::harness::exeat(&top(), &args);
        let last = ran.stdout.lines().last().unwrap();
        serde_json::from_str::<serde_json::Value>(last).unwrap()
    };
    let one = ledger("tests/logs/cloudtrail/invictus.json");
    let many = ledger(&folder.path().display().to_string());
    assert_eq!((&one["files"], &many["files"]), (&1.into(), &35.into()));
    let told = [
        "records",
        "events",
        "unreadable",
        "not_exports",
        "unclassified",
        "duplicates",
        "not_out",
        "allowed",
        "violating",
        "by_kind",
        "by_actor",
        "by_tenant",
        "by_rule",
        "period",
    ];
    for key in told {
        assert!(!one[key].is_null(), "{key}");
        assert_eq!(one[key], many[key], "{key}");
    }
}

#[test]
fn what_stands_where_an_address_should() {
    for (ip, expected) in [
        ("192.0.2.1", "ip=192.0.2.1"),
        ("8.8.8.8:44321", "ip=8.8.8.8"),
        ("2600:1ffe:8140::a47:a85a", "ip=2600:1ffe:8140::a47:a85a"),
        ("[2001:db8::1]", "ip=2001:db8::1"),
        ("[2001:db8::1]:443", "ip=2001:db8::1"),
        ("::ffff:192.0.2.1", "ip=192.0.2.1"),
        ("cloudtrail.amazonaws.com", "!"),
        ("AWS Internal", "!"),
        ("gce-internal-ip", "!"),
        ("63.246.22.199,172.16.1.187", "!"),
        ("39d1:8yt2:1::1", "!"),
        ("1.1.1.1.1", "!"),
        ("...", "!"),
    ] {
        let told = one("ip = \"ip\"", &format!(r#"{{"ip":"{ip}"}}"#));
        let expected = match expected {
            "!" => format!("!ip: \"{ip}\" is no IP address"),
            found => found.to_owned(),
        };
        assert_eq!(told, expected, "{ip}");
    }
    // The first of several, by a capture.
    let first = r#"ip = { path = "ip", capture = '^([^,]+)' }"#;
    assert_eq!(
        one(first, r#"{"ip":"63.246.22.199,172.16.1.187"}"#),
        "ip=63.246.22.199"
    );
}

#[test]
fn blanks_and_other_letters() {
    let fields = "action = \"op\"\nlist = \"path\"";
    assert_eq!(
        one(
            fields,
            r#"{"op":"Add member to role\u2013eligible","path":"Shared Documents/\u00dcbersicht 1.xlsx"}"#
        ),
        "action=Add member to role–eligible list=Shared Documents/Übersicht 1.xlsx"
    );
    // A blank behind an action's name does not hide an export, and no other one either.
    let only = "only = { op = \"Export\" }\nignore = { op = \"View\" }\naction = \"op\"";
    for (op, expected) in [
        ("Export", "action=Export"),
        ("Export ", "1:1 Export?"),
        ("View", "no export"),
        ("View ", "1:1 View?"),
    ] {
        let told = one(only, &format!(r#"{{"op":"{op}"}}"#));
        assert_eq!(told.replace(" ?", "?"), expected, "{op:?}");
    }
}

#[test]
fn a_mebibyte_on_one_line() {
    let whole: serde_json::Value =
        serde_json::from_slice(&fixture("cloudtrail/invictus.json")).unwrap();
    let records = whole["Records"].as_array().unwrap();
    let many: Vec<_> = records.iter().cycle().take(records.len() * 11).collect();
    let text = serde_json::json!({ "Records": many }).to_string() + "\n";
    assert!(
        text.len() > 976_163 && !text.trim_end().contains('\n'),
        "{}",
        text.len()
    );
    let (all, reading) = read_all(text.as_bytes(), &bound("cloudtrail"), MAX_RECORD);
    assert_eq!(reading.records, 70 * 11);
    let one = items(fixture("cloudtrail/invictus.json"), &bound("cloudtrail"));
    let what = |items: &[Owned]| {
        items
            .iter()
            .map(told)
            .filter(|t| !t.ends_with('?'))
            .collect::<Vec<_>>()
    };
    assert_eq!(what(&all), vec![what(&one); 11].concat());
    // A cell of 10,000 characters.
    let long = "x".repeat(10_000);
    assert_eq!(one_field(&long), long);
}

fn one_field(text: &str) -> String {
    let told = one("purpose = \"p\"", &format!(r#"{{"p":"{text}"}}"#));
    told.trim_start_matches("purpose=").to_owned()
}
