//! The few values that generated worlds are made of. It deliberately does not know how they combine.

use crate::naive::model::value::Type;

pub const ROLES: [&str; 5] = ["support", "engineer", "dpo", "marketer", "2nd line"];
pub const TENANTS: [&str; 4] = ["opensea", "celsius", "unstoppable-domains", "acme"];
/// No table ever lists these.
pub const STRANGE_TENANTS: [&str; 2] = ["ghost", "OpenSea"];
pub const LISTS: [&str; 5] = [
    "newsletter",
    "newsletter-eu",
    "crm/gold",
    "vip buyers",
    "all-clients",
];
pub const CLASSES: [&str; 4] = ["email", "phone", "name", "passport"];
pub const TICKETS: [&str; 6] = [
    "SUP-1234",
    "SUP-99",
    "SEC-4412",
    "sup-1234",
    "SUP-1234 ",
    "SUP-\u{661}\u{662}\u{663}\u{664}",
];
pub const PURPOSES: [&str; 6] = [
    "audit",
    "gdpr request",
    "say \"please\"\\now",
    "Straße",
    "4412",
    "1.50",
];
pub const OUTCOMES: [&str; 4] = ["success", "failure", "blocked", "partly"];
pub const ACTIONS: [&str; 2] = ["export", "download"];
pub const TEAMS: [&str; 2] = ["delivery", "billing"];
pub const REGIONS: [&str; 2] = ["eu", "us"];
pub const PLANS: [&str; 2] = ["free", "paid"];
pub const SENDERS: [&str; 4] = [
    "ana.ruiz@mail.example",
    "Bo@OpenSea.io",
    "https://celsius.network/out",
    "nobody",
];
pub const DOMAINS: [&str; 5] = [
    "opensea.io",
    "celsius.network",
    "files.celsius.network",
    "mail.example",
    "evil.example",
];
pub const DOMAIN_GLOBS: [&str; 4] = ["opensea.io", "*.network", "*.celsius.network", "*"];
pub const MARKS: [&str; 4] = ["news*", "*", "crm/gold", "opensea.io"];
/// Of tickets, of lists, of people, of domains.
pub const REGEXES: [&[&str]; 4] = [
    &[
        "SUP-[0-9]{4,}",
        r"(?i)sup-\d+",
        r"SUP-\d{2}|SEC-\d+",
        "SUP-..|.*4",
        r"\w+-\d+",
    ],
    &[
        r"[a-z\s]+",
        "newsletter(-eu)?",
        "news|crm.*",
        r".*\bgold",
        ".*",
    ],
    &[r"\w+@mail\.example", r"ANA.*|eng-\d@.+", "bo|dpo.*", "ana"],
    &[r"(.+\.)?opensea\.io", "celsius|.*network", ".*"],
];

pub fn regexes_of(path: &str) -> usize {
    match path {
        "ticket" => 0,
        "list" => 1,
        "actor" | "approver" => 2,
        _ => 3,
    }
}

/// A person and the aliases that a people table may give.
pub const PEOPLE: [(&str, &[&str]); 4] = [
    ("ana.ruiz@mail.example", &["ana", "a.ruiz@corp.example"]),
    ("bo@opensea.io", &["bo"]),
    ("eng-7@mail.example", &["eng-seven", "svc-export"]),
    ("dpo@mail.example", &[]),
];
pub const STRANGER: &str = "mallory@evil.example";
pub const ACTOR_GLOBS: [&str; 6] = ["*@mail.example", "ANA*", "Bo*", "ENG-*", "dpo@*", "*"];

pub const DESTINATIONS: [&str; 26] = [
    "kim@opensea.io",
    "mailto:Kim@OpenSea.io",
    "https://opensea.io/upload?x=1",
    "https://opensea.io@evil.example/x",
    "https://evil.example/?kim@opensea.io",
    "https://opensea.io#@evil.example",
    "https://celsius.network:8443/in",
    "sftp://user:pw@files.celsius.network/",
    "s3://bucket/opensea.io",
    "opensea.io.",
    "OPENSEA.IO",
    "kim@opensea.io, eve@evil.example",
    "kim@opensea.io@evil.example",
    "10.0.0.1",
    "https://10.0.0.1/x",
    "download",
    "https://evil.example\\@opensea.io/",
    "kim@opensea.io?bcc=eve",
    "kim#eve@opensea.io",
    "<kim@opensea.io>",
    "ana@mail.example\n",
    "ana@mail.example",
    "HTTPS://Celsius.network:/in",
    "MAILTO:kim@opensea.io",
    "https://celsius.0x1/",
    "FTP:opensea.io",
];

pub const ADDRESSES: [&str; 6] = [
    "10.0.0.1",
    "10.1.2.3",
    "192.168.1.5",
    "2001:db8::1",
    "2001:db8:0:1::5",
    "::1",
];
pub const NETWORKS: [(&str, u32); 7] = [
    ("10.0.0.0", 8),
    ("10.0.0.0", 16),
    ("10.0.0.1", 32),
    ("192.168.1.4", 31),
    ("2001:db8::", 32),
    ("2001:db8::", 64),
    ("::1", 128),
];

pub const AMOUNTS: [i64; 9] = [0, 1, 99, 100, 101, 1_000, 10_240, 2_000_000, i64::MAX];
/// An int that may be negative too.
pub const SCORES: [i64; 7] = [i64::MIN, -1, 0, 1, 5, 100, i64::MAX];

pub const ZONES: [&str; 5] = [
    "UTC",
    "America/New_York",
    "Europe/Berlin",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
];

/// Around changes of clocks, a leap day, and both ends of the calendar.
pub const ANCHORS: [&str; 10] = [
    "2026-03-08T07:00:00",
    "2026-11-01T06:00:00",
    "2026-03-29T01:00:00",
    "2026-10-25T01:00:00",
    "2026-04-04T15:00:00",
    "2026-03-02",
    "2026-05-04T13:00:00",
    "2024-02-29T12:00:00",
    "0001-01-03",
    "9999-12-30T12:30:00",
];

/// Event fields that a policy may read, by type.
pub const FIELDS: [(&str, Type); 25] = [
    ("id", Type::Text),
    ("action", Type::Text),
    ("tenant", Type::Text),
    ("list", Type::Text),
    ("destination", Type::Text),
    ("purpose", Type::Text),
    ("outcome", Type::Text),
    ("ticket", Type::Text),
    ("actor", Type::Text),
    ("approver", Type::Text),
    ("destination.domain", Type::Text),
    ("actor.domain", Type::Text),
    ("approver.domain", Type::Text),
    ("actor.tenant", Type::Text),
    ("actor.team", Type::Text),
    ("tenant.region", Type::Text),
    ("ticket.tenant", Type::Text),
    ("rows", Type::Int),
    ("bytes", Type::Int),
    ("ip", Type::Ip),
    ("roles", Type::Set),
    ("fields", Type::Set),
    ("approver_roles", Type::Set),
    ("actor.roles", Type::Set),
    ("list.classes", Type::Set),
];
pub const MORE_SETS: [&str; 1] = ["tenant.domains"];
pub const TIMES: [&str; 8] = [
    "time",
    "approved_at",
    "actor.joined",
    "actor.left",
    "tenant.joined",
    "tenant.left",
    "ticket.opened",
    "ticket.closed",
];

/// What a policy may declare.
pub const DECLARED: [(&str, Type); 14] = [
    ("mfa", Type::Bool),
    ("sender", Type::Text),
    ("score", Type::Int),
    ("due", Type::Time),
    ("gateway", Type::Ip),
    ("labels", Type::Set),
    ("actor.clearance", Type::Int),
    ("actor.contractor", Type::Bool),
    ("tenant.plan", Type::Text),
    ("tenant.renewal", Type::Time),
    ("list.sealed", Type::Bool),
    ("list.markings", Type::Set),
    ("ticket.urgency", Type::Int),
    ("ticket.origin", Type::Ip),
];
