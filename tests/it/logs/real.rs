//! Real records, read with the built-in sources.

use super::*;
use exeat::event::Value;
use std::collections::BTreeMap;
use std::io::Write;

pub fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/logs/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn value(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Int(number) => number.to_string(),
        Value::Bool(yes) => yes.to_string(),
        Value::Time(time) => time.to_string(),
        Value::Ip(ip) => ip.to_string(),
        Value::Texts(texts) => format!("[{}]", texts.join(" ")),
    }
}

/// An event in a line: its fields in their order, by name.
fn shown(event: &Event) -> String {
    let named = FIELDS.iter().zip(&event.values);
    let there = named.filter_map(|(row, v)| Some(format!("{}={}", row.name, value(v.as_ref()?))));
    there.collect::<Vec<_>>().join(" ")
}

pub fn told(item: &Owned) -> String {
    match item {
        Owned::Event { event, misfits, .. } => {
            let name = |m: &Misfit| FIELDS[m.field.index()].name;
            let misfit = |m| format!(" !{}: {} is {}", name(m), m.value, m.reason);
            shown(event) + &misfits.iter().map(misfit).collect::<String>()
        }
        other => other.short(),
    }
}

fn all(name: &str, source: &str) -> Vec<String> {
    items(fixture(name), &bound(source))
        .iter()
        .map(told)
        .collect()
}

/// How many events of each action, and of what else how many.
fn counts(all: &[Owned]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for item in all {
        let what = match item {
            Owned::Event { event, misfits, .. } => {
                assert_eq!(*misfits, []);
                event.text(FieldId::ACTION).unwrap_or("(none)").to_owned()
            }
            Owned::NotExport => "no export".to_owned(),
            Owned::Unclassified { action, .. } => format!("{action}?"),
            Owned::Unreadable { reason, .. } => panic!("{reason}"),
        };
        *counts.entry(what).or_default() += 1;
    }
    counts
}

#[test]
fn a_delivered_file_gives_its_exports_however_it_is_compressed() {
    let text = fixture("cloudtrail/invictus.json");
    let source = bound("cloudtrail");
    let (plain, reading) = read_all(&text[..], &source, MAX_RECORD);
    assert_eq!((reading.records, reading.bytes), (70, text.len() as u64));
    let expected = [
        ("GetFunction20150331v2?", 1),
        ("GetParameter", 14),
        ("GetParameters", 20),
        ("GetPasswordData", 4),
        ("GetSecretValue", 24),
        ("ModifyDBSnapshotAttribute", 2),
        ("ModifyImageAttribute", 2),
        ("ModifySnapshotAttribute", 2),
        ("PutBucketPolicy?", 1),
        ("SharedSnapshotVolumeCreated", 2),
        ("no export", 16),
    ];
    let expected = expected.map(|(what, n)| (what.to_owned(), n));
    assert_eq!(counts(&plain), BTreeMap::from(expected));
    let gzip = {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(&text).unwrap();
        encoder.finish().unwrap()
    };
    let zstd = zstd::encode_all(&text[..], 1).unwrap();
    for packed in [gzip, zstd] {
        assert_eq!(
            read_all(&packed[..], &source, MAX_RECORD),
            (plain.clone(), reading)
        );
    }
    // Of the eight records that share something, take it back or tell of it, three say with whom.
    let to: Vec<&str> = plain
        .iter()
        .filter_map(|item| match item {
            Owned::Event { event, .. } => event.text(FieldId::DESTINATION),
            _ => None,
        })
        .collect();
    assert_eq!(to, ["012345678901", "012345678912", "193672423079"]);
    for item in &plain {
        let Owned::Event {
            event, raw, place, ..
        } = item
        else {
            continue;
        };
        // Whoever called himself what: the session's name is never the actor.
        let actor = event.text(FieldId::ACTOR).unwrap();
        assert!(
            !actor.contains("aws-go-sdk") && !actor.contains(":assumed-role/"),
            "{actor}"
        );
        for (field, range) in source.locate("", raw, place.part) {
            let there = &raw[range];
            if field == FieldId::ACTION {
                assert_eq!(event.text(field), Some(there));
            }
        }
    }
}

#[test]
fn what_is_shared_with_whom() {
    for (name, expected) in [
        (
            "cloudtrail/stratus-ec2-share-ami.json",
            "id=1f00bcfa-e050-4c2e-b99b-768ebe3a3dd3#0 time=2024-08-01T12:25:57Z actor=arn:aws:iam::118238665043:user/christophe action=ModifyImageAttribute tenant=118238665043 list=ami-de1fbCab6ccB03e6D destination=846424999548 ip=253.19.58.252 outcome=success",
        ),
        (
            "cloudtrail/stratus-ec2-share-ebs-snapshot.json",
            "id=6897ff63-d738-445c-9e86-43e5b1f8e12f#0 time=2024-08-01T12:28:02Z actor=arn:aws:iam::756680937392:user/christophe action=ModifySnapshotAttribute tenant=756680937392 list=snap-041993b54a9b3af6f destination=098797384747 ip=253.76.43.253 outcome=success",
        ),
        (
            "cloudtrail/stratus-rds-share-snapshot.json",
            "id=fef2bf02-bbea-4d0f-a91c-e6ccfe3fba46#0 time=2024-08-01T12:38:06Z actor=arn:aws:iam::171471557522:user/christophe action=ModifyDBSnapshotAttribute tenant=171471557522 list=exfiltration destination=503161813013 ip=204.10.215.184 outcome=success",
        ),
    ] {
        assert_eq!(all(name, "cloudtrail"), [expected]);
    }
}

#[test]
fn pretty_arrays_give_every_record() {
    for (name, records, events) in [
        (
            "cloudtrail/stratus-secretsmanager-batch-retrieve-secrets.json",
            5,
            5,
        ),
        (
            "cloudtrail/stratus-secretsmanager-retrieve-secrets.json",
            21,
            20,
        ),
    ] {
        let (all, reading) = read_all(&fixture(name)[..], &bound("cloudtrail"), MAX_RECORD);
        let exports = all
            .iter()
            .filter(|i| matches!(i, Owned::Event { .. }))
            .count();
        assert_eq!((reading.records, exports), (records, events), "{name}");
    }
}

#[test]
fn the_other_shapes_of_cloudtrail() {
    let rows = all("cloudtrail/lookup-events.jsonl", "cloudtrail");
    let expected = "id=ec783cd8-fad8-41a8-abac-569a78c42e33 time=2022-02-07T22:19:07Z actor=ec2.amazonaws.com action=SharedSnapshotVolumeCreated tenant=012345678901 list=snap-0a9e1526b9b037a30 outcome=success";
    assert_eq!(
        rows.iter()
            .filter(|r| r.as_str() != "no export")
            .collect::<Vec<_>>(),
        [expected]
    );
    let lines = all("cloudtrail/logstash-derived.jsonl", "cloudtrail");
    assert_eq!(
        lines[1],
        "id=736cbe1d-d978-4599-ba4c-a4d682b9d002 time=2023-07-10T11:58:10Z actor=arn:aws:iam::123837392027:user/bert-jan action=GetParameter tenant=123837392027 list=/credentials/stratus-red-team/credentials-6 ip=192.168.10.20 outcome=success"
    );
    let lines = all("cloudtrail/s3-realistic.jsonl", "cloudtrail");
    for (line, expected) in [
        "time=2024-01-15T12:00:00Z actor=arn:aws:iam::12948575929274:role/sample-role-keen-cohen action=CopyObject tenant=12948575929274 list=ransomware-test-victim-1764604156 destination=attacker-exfil-1764604156 ip=1.2.3.4 outcome=success",
        "time=2024-01-15T12:00:00Z actor=arn:aws:sts::12948575929274:assumed-role/adminrole action=CopyObject tenant=12948575929274 list=my-source-bucket destination=my-source-bucket ip=203.0.113.42 outcome=success",
        "time=2023-03-01T00:00:00Z actor=aroaexample action=GetObject tenant=222222222222 list=example-bucket ip=10.0.0.1 outcome=success",
        "time=2023-03-01T00:00:00Z actor=aroaexample action=GetObject tenant=222222222222 list=example-bucket ip=10.0.0.1 outcome=blocked",
        "time=2023-01-01T12:00:00Z actor=aidaexample action=GetObject tenant=012345678901 list=sensitive-data-bucket ip=8.8.8.8 outcome=success",
        "time=2023-10-01T12:34:56Z actor=arn:aws:iam::123456789012:user/alice action=CopyObject tenant=123456789012 list=example-bucket bytes=0 destination=example-bucket ip=192.0.2.0 outcome=success",
        "time=2024-01-15T10:30:00Z actor=arn:aws:iam::123456789012:user/developer action=StartExportTask tenant=123456789012 list=arn:aws:rds:us-east-1:123456789012:snapshot:production-db-snapshot destination=temp-export-external-bucket ip=203.0.113.45 outcome=success",
    ]
    .into_iter()
    .enumerate()
    {
        assert!(lines[line].ends_with(expected), "{}", lines[line]);
    }
}

#[test]
fn google_cloud_in_both_encodings() {
    assert_eq!(
        all("gcp-audit/bigquery-data-read.json", "gcp-audit"),
        [
            "id=2ihezydi73o time=2022-08-22T02:12:57.63Z actor=test-user@example.com action=google.cloud.bigquery.v2.JobService.InsertJob tenant=1234 list=projects/1234/datasets/my_dataset/tables/my_table fields=[_PARTITIONDATE columnA structA structA.bar structA.foo] ip=203.0.113.255"
        ]
    );
    assert_eq!(
        all("gcp-audit/objects-get-denied.json", "gcp-audit"),
        [
            "id=1lpqk13d1fdt#0 time=2022-02-15T21:51:50.071173943Z action=google.storage.objects.get tenant=1234 list=projects/123/buckets/protected-bucket/objects/private.txt ip=203.0.113.255 outcome=blocked"
        ]
    );
    assert_eq!(
        all("gcp-audit/get-project.json", "gcp-audit"),
        ["no export"]
    );
    let lines = all("gcp-audit/logging.jsonl", "gcp-audit");
    assert_eq!(
        lines.iter().filter(|l| l.as_str() == "no export").count(),
        9
    );
    assert_eq!(lines[7..9], ["8:1 (missing)?", "9:1 (missing)?"]);
}

#[test]
fn access_transparency_has_reason_case_and_approval() {
    let list = "//googleapis.com/storage/buckets/BUCKET_NAME/objects";
    let start = "action=GoogleInternal.Read tenant=1234567890";
    let approver = "approver=projects/123/approvalrequests/abcdef12345";
    let on_case = format!("purpose=CUSTOMER_INITIATED_SUPPORT ticket=bar123 {approver}");
    assert_eq!(
        all(
            "access-transparency/documentation-sample.json",
            "access-transparency"
        ),
        [format!(
            "id=abcdefg12345#0 time=2017-12-18T16:06:24.660001Z {start} list={list}/foo123 {on_case}"
        )]
    );
    let lines = all("access-transparency/derived.jsonl", "access-transparency");
    assert_eq!(lines.len(), 7);
    assert_eq!(
        lines[1..3],
        ["#0", "#1"].map(|part| {
            let object = if part == "#0" { "foo124" } else { "foo125" };
            format!("id=derived00002{part} time=2017-12-18T17:40:55Z {start} list={list}/{object} {on_case}")
        })
    );
    assert!(lines[3].ends_with("foo123 purpose=CUSTOMER_INITIATED_SUPPORT ticket=bar123"));
    assert!(lines[4].ends_with("foo123 purpose=GOOGLE_INITIATED_REVIEW"));
    // Two reasons are no purpose that a rule could be sure of; the case is the customer's one.
    assert!(
        lines[5].contains(&format!("foo123 ticket=bar124 {approver} !purpose")),
        "{}",
        lines[5]
    );
    assert!(lines[6].ends_with("foo123 purpose=THIRD_PARTY_DATA_REQUEST"));
}

#[test]
fn the_invented_week_is_whole() {
    let mut events = 0;
    for day in 20..=26 {
        let name = format!("incident/exports-2022-06-{day}.jsonl");
        let text = fixture(&name);
        let all = items(&text, &bound("exeat"));
        assert_eq!(
            all.len(),
            text.split(|b| *b == b'\n')
                .filter(|l| !l.is_empty())
                .count()
        );
        let good = |i: &Owned| matches!(i, Owned::Event { misfits, .. } if misfits.is_empty());
        assert!(all.iter().all(good), "{name}");
        events += all.len();
    }
    assert!(events > 100);
}
