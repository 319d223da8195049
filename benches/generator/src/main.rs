//! Writes the log of the speed table: `bench-log N FILE` for 200 tenants in 10 regions (the policies of 100 and of
//! 2,000 rules are in this folder); `bench-log N FILE FOLDER` for 10,000 tenants in 500 regions, with their
//! 10,000 rules, one by one and by region, in FOLDER. The same arguments give the same bytes.
//! It knows nothing of exeat.
use std::fmt::Write as _;
use std::io::{BufWriter, Write};

struct Rng(u64);
impl Rng {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E3779B97F4A7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58476D1CE4E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D049BB133111EB);
        z ^ (z >> 31)
    }
    fn below(&mut self, n: u64) -> u64 {
        ((self.next() as u128 * n as u128) >> 64) as u64
    }
    fn f(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }
    fn pick<'a, T>(&mut self, v: &'a [T]) -> &'a T {
        let i = self.below(v.len() as u64) as usize;
        &v[i]
    }
}

const ROLES: [&str; 20] = [
    "campaign-manager",
    "crm-analyst",
    "data-engineer",
    "support-l1",
    "support-l2",
    "account-exec",
    "compliance-officer",
    "data-protection-officer",
    "deliverability",
    "billing-ops",
    "bi-analyst",
    "onboarding",
    "partner-manager",
    "platform-admin",
    "qa-engineer",
    "research-analyst",
    "sales-ops",
    "segment-editor",
    "tenant-admin",
    "vendor-integrator",
];
const REGIONS: [&str; 10] = [
    "de1", "fr1", "uk1", "nl1", "es1", "it1", "us1", "us2", "ap1", "br1",
];
/// Tenants in a region.
const TENANTS: usize = 20;

const SEGS: [&str; 12] = [
    "weekly-digest",
    "active-contacts",
    "gold-members",
    "churn-risk",
    "new-signups",
    "eu-consented",
    "reactivation",
    "vip-customers",
    "bounced",
    "leads-scored",
    "renewals-q2",
    "store-visitors",
];
const WORDS: [&str; 40] = [
    "brightway",
    "northwind",
    "acorn",
    "bluefin",
    "cobalt",
    "delphi",
    "everest",
    "fennel",
    "granite",
    "harbor",
    "indigo",
    "juniper",
    "kestrel",
    "lumen",
    "meridian",
    "nimbus",
    "orchid",
    "pinnacle",
    "quartz",
    "raven",
    "sable",
    "tundra",
    "umber",
    "vertex",
    "willow",
    "xenon",
    "yarrow",
    "zephyr",
    "alder",
    "birch",
    "cedarwood",
    "dune",
    "ember",
    "fjord",
    "glacier",
    "heron",
    "islet",
    "jasper",
    "knoll",
    "larch",
];
const FIRST: [&str; 30] = [
    "anna", "bjorn", "carla", "david", "elena", "farid", "greta", "hugo", "ines", "jonas", "katya",
    "liam", "maria", "nils", "olga", "pedro", "quinn", "rosa", "sven", "tara", "umar", "vera",
    "wim", "xavier", "yara", "zoe", "amir", "britta", "cesar", "dilan",
];
const LAST: [&str; 40] = [
    "schmidt",
    "keller",
    "novak",
    "rossi",
    "garcia",
    "dupont",
    "larsen",
    "kowalski",
    "silva",
    "jansen",
    "meyer",
    "okafor",
    "tanaka",
    "singh",
    "murphy",
    "andersson",
    "petrov",
    "costa",
    "weber",
    "fischer",
    "lang",
    "moreau",
    "bianchi",
    "lopez",
    "haas",
    "vogel",
    "brandt",
    "olsen",
    "nowak",
    "ferrari",
    "martin",
    "dubois",
    "lindqvist",
    "virtanen",
    "horvat",
    "popescu",
    "ionescu",
    "kaya",
    "demir",
    "haddad",
];
const FIELDS: [&str; 14] = [
    "email",
    "first_name",
    "last_name",
    "phone",
    "country",
    "city",
    "postcode",
    "consent_ts",
    "segment",
    "lifetime_value",
    "last_order_at",
    "birth_year",
    "language",
    "opt_in_source",
];
const PURP: [&str; 12] = [
    "weekly campaign send for the spring promotion",
    "quarterly churn analysis requested by account team",
    "partner sync of consented contacts",
    "customer support follow-up after outage",
    "list hygiene run before the next mailing",
    "audience upload to advertising platform",
    "renewal outreach to trial customers",
    "survey invitation batch",
    "data subject access request",
    "reconciliation with the billing ledger",
    "segment review with the tenant's marketing lead",
    "migration to the new sending domain",
];

#[derive(Clone)]
struct Rule {
    effect: &'static str,
    name: String,
    roles: Vec<&'static str>,
    tenant: String,
    list: String,
    rows_gt: i64,
    rows_le: i64,
    dest: Vec<String>,
    h0: u32,
    h1: u32,
    no_ticket: bool,
}
impl Rule {
    fn json(&self) -> String {
        let mut s = String::new();
        let q = |v: &[String]| {
            v.iter()
                .map(|x| format!("\"{x}\""))
                .collect::<Vec<_>>()
                .join(",")
        };
        let roles: Vec<String> = self.roles.iter().map(|x| x.to_string()).collect();
        write!(s, "{{\"effect\":\"{}\",\"name\":\"{}\",\"roles\":[{}],\"tenant\":\"{}\",\"list\":\"{}\",\"rows_gt\":{},\"rows_le\":{},\"dest\":[{}],\"h0\":{},\"h1\":{},\"no_ticket\":{}}}",
            self.effect, self.name, q(&roles), self.tenant, self.list, self.rows_gt, self.rows_le, q(&self.dest), self.h0, self.h1, self.no_ticket).unwrap();
        s
    }
}
const MAXR: i64 = 9_000_000_000;

fn civil(days: i64) -> (i64, u32, u32) {
    let z = days + 719468;
    let era = z.div_euclid(146097);
    let doe = z.rem_euclid(146097);
    let yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    let y = yoe + era * 400;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let d = (doy - (153 * mp + 2) / 5 + 1) as u32;
    let m = if mp < 10 { mp + 3 } else { mp - 9 } as i64;
    (if m <= 2 { y + 1 } else { y }, m as u32, d)
}
fn ts(ms: i64) -> String {
    let days = ms.div_euclid(86_400_000);
    let r = ms.rem_euclid(86_400_000);
    let (y, m, d) = civil(days);
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
        y,
        m,
        d,
        r / 3_600_000,
        r / 60_000 % 60,
        r / 1000 % 60,
        r % 1000
    )
}

fn main() {
    let a: Vec<String> = std::env::args().collect();
    let n: usize = a[1].parse().unwrap();
    let out = &a[2];
    let poldir = a.get(3);
    let mut r = Rng(42);
    let large = poldir.is_some();
    let regions: Vec<String> = if large {
        (0..500).map(|i| format!("r{i:03}")).collect()
    } else {
        REGIONS.map(String::from).to_vec()
    };
    // Rules that allow, of each role; each is of one region.
    let rules_a_role = if large { 24 } else { 4 };
    let tenants: Vec<String> = (0..regions.len() * TENANTS)
        .map(|i| {
            format!(
                "{}-{}-{:03}",
                regions[i / TENANTS],
                WORDS[(i * 7 + i / TENANTS) % 40],
                i
            )
        })
        .collect();
    // ---- policy
    let list_globs: Vec<String> = vec![
        "newsletter/*".into(),
        "crm/*".into(),
        "loyalty/*".into(),
        "webinar/*".into(),
        "billing/*".into(),
        "survey/*".into(),
        "trial/*".into(),
        "*/eu-consented-*".into(),
        "*/gold-*".into(),
        "crm/*-contacts-*".into(),
    ];
    let mut allow100: Vec<(Rule, usize)> = vec![]; // rule, region
    for (ri, role) in ROLES.iter().enumerate() {
        for k in 0..rules_a_role {
            let region = if large {
                ri + k * ROLES.len()
            } else {
                (ri * 3 + k * 2 + k / 2) % 10
            };
            let list = if *role == "compliance-officer" && k == 0 {
                "suppression/*".to_string()
            } else {
                list_globs[(ri * 5 + k * 3) % list_globs.len()].clone()
            };
            let rows_le = [20_000, 50_000, 100_000, 200_000][(ri + k) % 4];
            let rows_le = if role.starts_with("support") {
                5_000
            } else {
                rows_le
            };
            let (h0, h1) = if ri % 4 == 3 { (0, 24) } else { (5, 22) };
            let mut dest = vec!["corp.example".to_string()];
            if (ri + k) % 2 == 0 {
                dest.push(format!("partner-{}.example.net", regions[region]));
            }
            if (ri + k) % 3 == 0 {
                dest.push("adplatform.example.org".to_string());
            }
            allow100.push((
                Rule {
                    effect: "allow",
                    name: format!("allow-{}-{}", role, k),
                    roles: vec![role],
                    tenant: format!("{}-*", regions[region]),
                    list,
                    rows_gt: -1,
                    rows_le,
                    dest,
                    h0,
                    h1,
                    no_ticket: false,
                },
                region,
            ));
        }
    }
    let base = Rule {
        effect: "deny",
        name: String::new(),
        roles: vec![],
        tenant: "*".into(),
        list: "*".into(),
        rows_gt: -1,
        rows_le: MAXR,
        dest: vec![],
        h0: 0,
        h1: 24,
        no_ticket: false,
    };
    let mut gdeny: Vec<Rule> = vec![];
    for d in [
        "gmail.example",
        "dropbox.example",
        "wetransfer.example",
        "mega.example",
        "pastebin.example",
    ] {
        gdeny.push(Rule {
            name: format!("deny-dest-{d}"),
            dest: vec![d.into()],
            ..base.clone()
        });
    }
    gdeny.push(Rule {
        name: "deny-suppression".into(),
        roles: ROLES
            .iter()
            .copied()
            .filter(|x| *x != "compliance-officer")
            .collect(),
        list: "suppression/*".into(),
        ..base.clone()
    });
    gdeny.push(Rule {
        name: "deny-big-no-ticket".into(),
        rows_gt: 50_000,
        no_ticket: true,
        ..base.clone()
    });
    gdeny.push(Rule {
        name: "deny-support-big".into(),
        roles: vec!["support-l1", "support-l2"],
        rows_gt: 5_000,
        ..base.clone()
    });
    gdeny.push(Rule {
        name: "deny-night".into(),
        roles: vec![
            "campaign-manager",
            "crm-analyst",
            "account-exec",
            "sales-ops",
        ],
        h0: 22,
        h1: 24,
        ..base.clone()
    });
    let mut rdeny: Vec<(Rule, usize)> = vec![];
    for k in 0..11usize {
        let reg = k % 10;
        let to = (reg + 3 + k / 10) % 10;
        rdeny.push((
            Rule {
                name: format!("deny-x-{k}-{}-{}", regions[reg], regions[to]),
                tenant: format!("{}-*", regions[reg]),
                dest: vec![format!("partner-{}.example.net", regions[to])],
                ..base.clone()
            },
            reg,
        ));
    }
    if let Some(folder) = poldir {
        let holds: Vec<Rule> = (0..171usize)
            .map(|k| Rule {
                name: format!("deny-hold-{k}"),
                tenant: tenants[k].clone(),
                list: format!("legal-hold/case-{k:03}*"),
                ..base.clone()
            })
            .collect();
        let per_tenant = |(rule, region): &(Rule, usize)| -> Vec<Rule> {
            tenants[region * TENANTS..][..TENANTS]
                .iter()
                .map(|tenant| Rule {
                    tenant: tenant.clone(),
                    name: format!("{}-{tenant}", rule.name),
                    ..rule.clone()
                })
                .collect()
        };
        let by_region: Vec<Rule> = allow100
            .iter()
            .chain(&rdeny)
            .map(|x| x.0.clone())
            .chain(gdeny.clone())
            .chain(holds.clone())
            .collect();
        let by_tenant: Vec<Rule> = allow100
            .iter()
            .chain(&rdeny)
            .flat_map(per_tenant)
            .chain(gdeny.clone())
            .chain(holds)
            .collect();
        assert_eq!(by_tenant.len(), 10_000);
        for (name, rules) in [
            ("policy10000-by-region.json", by_region),
            ("policy10000.json", by_tenant),
        ] {
            let lines: Vec<String> = rules.iter().map(Rule::json).collect();
            std::fs::write(
                format!("{folder}/{name}"),
                format!("[\n{}\n]\n", lines.join(",\n")),
            )
            .unwrap();
        }
    }
    // ---- staff
    struct Staff {
        email: String,
        role: usize,
        tn: Vec<(usize, usize)>, /* (tenant, allow rule idx) */
        ip: u32,
        appr: usize,
    }
    let mut staff: Vec<Staff> = vec![];
    for i in 0..2000usize {
        let role = if i < 400 {
            i % 20
        } else {
            let x = r.f();
            ((x * x) * 20.0) as usize
        };
        let cnt = 4 + r.below(9) as usize;
        let mut tn = vec![];
        for _ in 0..cnt {
            let k = r.below(rules_a_role as u64) as usize;
            let ru = role * rules_a_role + k;
            let reg = allow100[ru].1;
            tn.push((reg * TENANTS + r.below(TENANTS as u64) as usize, ru));
        }
        staff.push(Staff {
            email: format!(
                "{}.{}{}@{}",
                FIRST[i % 30],
                LAST[(i / 30 + i) % 40],
                i,
                ["corp.example", "agency-mail.example", "corp.example"][i % 3]
            ),
            role,
            tn,
            ip: (10 << 24) | ((i as u32) << 8) | 7,
            appr: r.below(2000) as usize,
        });
    }
    // zipf-ish activity
    let mut cum = vec![];
    let mut tot = 0.0;
    for i in 0..2000 {
        tot += 1.0 / ((i as f64 * 0.618).fract() * 6.0 + 1.0);
        cum.push(tot);
    }
    let span_ms: i64 = (n as i64) * 90 * 86_400_000 / 1_000_000; // 1M events per 90 days
    let start: i64 = 1_767_225_600_000; // 2026-01-01
    // hour weights
    let hw: [f64; 24] = [
        0.15, 0.1, 0.1, 0.1, 0.15, 0.4, 1.0, 2.5, 5.0, 7.0, 8.0, 7.5, 6.0, 6.5, 7.5, 7.0, 6.0, 4.0,
        2.5, 1.5, 1.0, 0.6, 0.3, 0.2,
    ];
    let hsum: f64 = hw.iter().sum();
    let days = (span_ms / 86_400_000).max(1);
    let per_day = n as f64 / days as f64;
    let mut times: Vec<i64> = Vec::with_capacity(n);
    for i in 0..n {
        let day = (i as f64 / per_day) as i64;
        let fr = (i as f64 / per_day) - day as f64;
        let mut x = fr * hsum;
        let mut h = 0;
        while h < 23 && x > hw[h] {
            x -= hw[h];
            h += 1;
        }
        let ms = ((h as f64 + (x / hw[h]).min(0.999999)) * 3_600_000.0) as i64;
        times.push(start + day * 86_400_000 + ms);
    }
    let f = std::fs::File::create(out).unwrap();
    let mut w = BufWriter::with_capacity(1 << 20, f);
    let mut s = String::new();
    let mut bytes = 0usize;
    let mut intended = 0;
    let mut hop: Option<(usize, u32)> = None; // tenant-hopping / bulk burst
    for i in 0..n {
        let mut t = times[i] + r.below(1500) as i64;
        if r.below(100) < 2 {
            t -= r.below(120_000) as i64;
        } // late arrivals: 2% up to 2 minutes
        let hour = (t.rem_euclid(86_400_000) / 3_600_000) as u32;
        let mut si;
        let mut bulk = false;
        let mut hopping = false;
        if let Some((x, left)) = hop {
            if r.below(40) == 0 {
                si = x;
                if x % 2 == 0 {
                    bulk = true
                } else {
                    hopping = true
                };
                hop = if left > 1 { Some((x, left - 1)) } else { None };
            } else {
                si = 0;
                let x = r.f() * tot;
                si += cum.partition_point(|c| *c < x);
            }
        } else {
            let x = r.f() * tot;
            si = cum.partition_point(|c| *c < x);
            if r.below(20_000) == 0 {
                hop = Some((r.below(2000) as usize, 45));
            }
        }
        if si >= 2000 {
            si = 1999
        }
        let mut tries = 0;
        let (ti, ru) = loop {
            let st = &staff[si];
            let &(mut ti, ru) = r.pick(&st.tn);
            if hopping {
                ti = allow100[ru].1 * TENANTS + r.below(TENANTS as u64) as usize;
            }
            let rule = &allow100[ru].0;
            let night_bad = hour >= 22 && gdeny[8].roles.contains(&ROLES[st.role]);
            if hour >= rule.h0 && hour < rule.h1 && !night_bad {
                break (ti, ru);
            }
            tries += 1;
            if tries > 3 {
                si = (si + 1) % 2000;
                tries = 0;
                hopping = false;
                bulk = false;
            }
        };
        let st = &staff[si];
        let rule = &allow100[ru].0;
        let reg = allow100[ru].1;
        let mut role = ROLES[st.role];
        let mut tenant = &tenants[ti];
        // list satisfying the rule's glob
        let num = 1 + r.below(20);
        let mut list = match rule.list.as_str() {
            "*/eu-consented-*" => format!(
                "{}/eu-consented-{:03}",
                ["newsletter", "crm", "loyalty", "survey"][r.below(4) as usize],
                num
            ),
            "*/gold-*" => format!(
                "{}/gold-members-{:03}",
                ["newsletter", "crm", "loyalty"][r.below(3) as usize],
                num
            ),
            "crm/*-contacts-*" => format!("crm/active-contacts-{:03}", num),
            g => {
                let c = &g[..g.len() - 2];
                format!("{}/{}-{:03}", c, r.pick(&SEGS), num)
            }
        };
        let lo: f64 = 10.0;
        let hi = rule.rows_le as f64;
        let e = r.f();
        let e = e * e;
        let mut rows = (lo * (hi / lo).powf(e)) as i64;
        if bulk {
            rows = rule.rows_le - r.below(500) as i64;
        }
        let dd = rule.dest[r.below(rule.dest.len() as u64) as usize].clone();
        let mut host = format!(
            "{}.{}",
            ["exports", "sftp", "drop", "files", "ingest"][r.below(5) as usize],
            dd
        );
        let mut hour_t = t;
        let mut ticket = if rows > 50_000 || r.below(100) < 80 {
            format!(
                "{}-{}",
                ["OPS", "CRM", "DPO", "SUP"][r.below(4) as usize],
                1000 + r.below(89_000)
            )
        } else {
            String::new()
        };
        if r.below(1000) == 0 {
            intended += 1;
            match r.below(7) {
                0 => {
                    tenant = &tenants[r.below(tenants.len() as u64) as usize];
                }
                1 => {
                    list = format!("suppression/{}-{:03}", r.pick(&SEGS), num);
                }
                2 => {
                    rows = rule.rows_le + 1 + r.below(300_000) as i64;
                }
                3 => {
                    host = format!(
                        "my.{}",
                        [
                            "gmail.example",
                            "dropbox.example",
                            "wetransfer.example",
                            "mega.example",
                            "pastebin.example"
                        ][r.below(5) as usize]
                    );
                }
                4 => {
                    hour_t = t.div_euclid(86_400_000) * 86_400_000
                        + (2 * 3_600_000)
                        + r.below(3_600_000) as i64;
                }
                5 => {
                    role = ROLES[r.below(20) as usize];
                }
                _ => {
                    host = format!(
                        "sftp.partner-{}.example.net",
                        regions[(reg + 3) % regions.len()]
                    );
                }
            }
        }
        let t = hour_t;
        if rows <= 50_000 && r.below(50) == 0 {
            ticket.clear();
        }
        let dest = format!(
            "{}://{}/{}/exp-{:06}.csv",
            ["sftp", "https", "ftps"][r.below(3) as usize],
            host,
            tenant.split('-').nth(1).unwrap(),
            r.below(1_000_000)
        );
        let nf = 2 + r.below(5) as usize;
        let f0 = r.below(14) as usize;
        let mut fl = String::new();
        let alt = r.below(20) == 0; // second producer: spaces, other key order, extra key
        for k in 0..nf {
            if k > 0 {
                fl.push_str(if alt { ", " } else { "," });
            }
            fl.push('"');
            fl.push_str(FIELDS[(f0 + k * 3) % 14]);
            fl.push('"');
        }
        let mut purpose = r.pick(&PURP).to_string();
        match r.below(100) {
            0 => purpose.push_str(" \\\"urgent\\\""),
            1 => purpose.push_str(" f\u{fc}r M\u{fc}nchen"),
            2 => purpose.push_str(" \\u00fcberf\\u00e4llig"),
            _ => {}
        }
        let id = {
            const B: &[u8] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
            let mut x = String::with_capacity(26);
            let mut m = t as u64;
            let mut tt = [0u8; 10];
            for q in (0..10).rev() {
                tt[q] = B[(m & 31) as usize];
                m >>= 5;
            }
            x.push_str(std::str::from_utf8(&tt).unwrap());
            let mut z = r.next() as u128 | ((r.next() as u128) << 64);
            for _ in 0..16 {
                x.push(B[(z & 31) as usize] as char);
                z >>= 5;
            }
            x
        };
        let ip = format!(
            "{}.{}.{}.{}",
            st.ip >> 24,
            (st.ip >> 16) & 255,
            (st.ip >> 8) & 255,
            2 + r.below(250)
        );
        let appr = if rows > 20_000 || r.below(10) == 0 {
            &staff[st.appr].email[..]
        } else {
            ""
        };
        s.clear();
        let tss = ts(t);
        if !alt {
            write!(s, "{{\"id\":\"{id}\",\"time\":\"{tss}\",\"actor\":\"{}\",\"role\":\"{role}\",\"tenant\":\"{tenant}\",\"list\":\"{list}\",\"fields\":[{fl}],\"rows\":{rows},\"destination\":\"{dest}\",\"ip\":\"{ip}\",\"purpose\":\"{purpose}\",\"ticket\":\"{ticket}\",\"approver\":\"{appr}\"}}\n", st.email).unwrap();
        } else {
            write!(s, "{{\"v\": 2, \"time\": \"{tss}\", \"id\": \"{id}\", \"tenant\": \"{tenant}\", \"actor\": \"{}\", \"role\": \"{role}\", \"ip\": \"{ip}\", \"list\": \"{list}\", \"rows\": {rows}, \"fields\": [{fl}], \"purpose\": \"{purpose}\", \"destination\": \"{dest}\", \"approver\": \"{appr}\", \"ticket\": \"{ticket}\"}}\n", st.email).unwrap();
        }
        bytes += s.len();
        w.write_all(s.as_bytes()).unwrap();
    }
    w.flush().unwrap();
    eprintln!(
        "{n} lines, {bytes} bytes, {:.1} B/line, intended rule violations {intended}, span {} days",
        bytes as f64 / n as f64,
        days
    );
}
