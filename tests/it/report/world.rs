//! A small world for the outputs' tests: two policy texts, and results made by hand as the judge, the
//! lints and the scan would make them.

use exeat::event::{Event, FieldId, Value};
use exeat::finding::{Excerpt, Finding, Kind, LogPlace, RuleAnswer};
use exeat::judge::{Part, Reason, Truth};
use exeat::logs::Place;
use exeat::policy::{PolicySet, RuleId};
use exeat::report::{Context, Detail, End, Look, OUTPUTS, Output, Summary};
use exeat::syntax::ast::Severity;
use exeat::text::{SourceId, Sources, Span};
use exeat::time::{Time, parse_rfc3339};

pub const RECORD: &str = r#"{"id":"exp-041842","time":"2022-06-30T02:14:07Z","actor":"eng-7@mail.example","tenant":"celsius","action":"list.export","list":"all-clients","note":"kim@private.example","rows":412093,"session":"c1d2"}"#;

pub struct World {
    pub sources: Sources,
    pub policy: SourceId,
    pub conditions: SourceId,
    pub set: Option<PolicySet>,
    pub look: Look,
    pub max_shown: usize,
    pub detail: Detail,
}

impl World {
    pub fn new(width: usize) -> Self {
        let mut sources = Sources::default();
        let policy = sources.add("policies/exports.exeat", include_str!("policy.exeat"));
        let conditions = sources.add(
            "policies/conditions.exeat",
            include_str!("conditions.exeat"),
        );
        Self {
            sources,
            policy,
            conditions,
            set: None,
            look: Look {
                width,
                color: false,
                unicode: true,
            },
            max_shown: 20,
            detail: Detail::Everything,
        }
    }

    /// The same with the resolved policy, as far as the outputs look at it.
    pub fn with_policy(width: usize) -> Self {
        let mut world = Self::new(width);
        world.set = Some(super::set::policy_set(&world));
        world
    }

    /// The place of a piece of the first policy text: where it stands behind `after`.
    pub fn span(&self, after: &str, text: &str) -> Span {
        self.span_in(self.policy, after, text)
    }

    pub fn span_in(&self, source: SourceId, after: &str, text: &str) -> Span {
        let whole = &self.sources.get(source).unwrap().text;
        let from = whole.find(after).expect(after);
        let start = from + whole[from..].find(text).expect(text);
        Span {
            source,
            start: u32::try_from(start).unwrap(),
            end: u32::try_from(start + text.len()).unwrap(),
        }
    }

    pub fn context(&self) -> Context<'_> {
        Context {
            sources: &self.sources,
            policy: self.set.as_ref(),
            look: self.look,
            max_shown: self.max_shown,
            detail: self.detail,
            version: "0.1.0",
        }
    }

    pub fn output(&self, name: &str) -> Box<dyn Output + '_> {
        let row = OUTPUTS.iter().find(|row| row.name == name).unwrap();
        (row.new)(self.context())
    }

    /// The whole rule, its effect, and the reasons that are given.
    pub fn answer(&self, name: &str, effect: &'static str, reasons: Vec<Reason>) -> RuleAnswer {
        let head = format!("rule {name} {{");
        let whole = &self.sources.get(self.policy).unwrap().text;
        let from = whole.find(&head).expect(name);
        let line = whole[from..].lines().nth(1).unwrap().trim();
        RuleAnswer {
            rule: RuleId(0),
            name: name.to_owned(),
            effect,
            span: self.span(&head, &head),
            effect_span: self.span(&head, line),
            notes: Vec::new(),
            owner: None,
            reasons,
        }
    }

    pub fn nearest(&self) -> RuleAnswer {
        let rule = "rule support-on-ticket";
        let target = [(FieldId::LIST, "")];
        self.answer(
            "support-on-ticket",
            "allow",
            vec![
                fails(
                    Part::Subject,
                    self.span(rule, "role support"),
                    "the actor is not support",
                    &[(FieldId::ACTOR, "role engineer")],
                ),
                fails(
                    Part::Target,
                    self.span(rule, "any/newsletter*"),
                    "not `all-clients`",
                    &target,
                ),
                fails(
                    Part::Target,
                    self.span(rule, "any/unsubscribed"),
                    "not `all-clients`",
                    &target,
                ),
                fails(
                    Part::When,
                    self.span(rule, "rows <= 5_000"),
                    "412093 is more",
                    &[(FieldId::ROWS, "412093 rows")],
                ),
            ],
        )
    }

    /// The picture of the design: an export that no rule allows.
    pub fn not_allowed(&self) -> Finding {
        Finding {
            message: "eng-7@mail.example took 412093 rows of celsius/all-clients".to_owned(),
            help: Some(
                "nearest of 6 rules: support-on-ticket · `exeat why exports-2022-06-30.jsonl:1842` shows all"
                    .to_owned(),
            ),
            answers: vec![self.nearest()],
            ..finding(Kind::NotAllowed)
        }
    }

    pub fn denied(&self) -> Finding {
        let rule = "rule engineers-none";
        let mut answer = self.answer(
            "engineers-none",
            "deny",
            vec![
                holds(
                    Part::Subject,
                    self.span(rule, "role engineer"),
                    "the actor is engineer",
                    &[(FieldId::ACTOR, "role engineer")],
                ),
                holds(Part::Target, self.span(rule, "any/*"), "", &[]),
            ],
        );
        answer.notes = vec!["Engineers fix the exporter; they do not use it.".to_owned()];
        answer.owner = Some("trust@mail.example".to_owned());
        Finding {
            rule: Some((RuleId(0), "engineers-none".to_owned())),
            severity: Some(Severity::Critical),
            message: "eng-7@mail.example took 412093 rows of celsius/all-clients".to_owned(),
            answers: vec![answer],
            excerpt: Some(excerpt(RECORD, &[("actor", "role engineer")])),
            ..finding(Kind::Denied)
        }
    }
}

pub fn fails(part: Part, span: Span, words: &str, fields: &[(FieldId, &str)]) -> Reason {
    Reason {
        part,
        span,
        used_at: None,
        truth: Truth::False,
        fails: true,
        words: words.to_owned(),
        fields: fields.iter().map(|(f, w)| (*f, (*w).to_owned())).collect(),
        missing: Vec::new(),
    }
}

pub fn holds(part: Part, span: Span, words: &str, fields: &[(FieldId, &str)]) -> Reason {
    Reason {
        truth: Truth::True,
        fails: false,
        ..fails(part, span, words, fields)
    }
}

/// A finding about [`RECORD`], as plain as can be.
pub fn finding(kind: Kind) -> Finding {
    Finding {
        kind,
        level: kind.row().level,
        rule: None,
        severity: None,
        waiver: None,
        instead: Vec::new(),
        message: "something".to_owned(),
        help: None,
        place: Some(place(1842)),
        event: Some(event()),
        excerpt: Some(excerpt(
            RECORD,
            &[("actor", "role engineer"), ("rows", "412093 rows")],
        )),
        answers: Vec::new(),
        window: None,
        count: 1,
        fingerprint: "00112233445566778899aabbccddeeff".to_owned(),
    }
}

/// A finding about a log as such.
pub fn said(kind: Kind, message: &str, place: Option<LogPlace>) -> Finding {
    Finding {
        message: message.to_owned(),
        place,
        event: None,
        excerpt: None,
        ..finding(kind)
    }
}

pub fn event() -> Event {
    let mut event = Event::at(time("2022-06-30T02:14:07Z"));
    let text = |s: &str| Some(Value::Text(s.to_owned()));
    event.set(FieldId::ID, text("exp-041842"));
    event.set(FieldId::ACTOR, text("eng-7@mail.example"));
    event.set(FieldId::TENANT, text("celsius"));
    event.set(FieldId::ACTION, text("list.export"));
    event.set(FieldId::LIST, text("all-clients"));
    event.set(FieldId::ROWS, Some(Value::Int(412_093)));
    let columns = ["phone", "email"].map(str::to_owned).to_vec();
    event.set(FieldId::COLUMNS, Some(Value::Texts(columns)));
    event.set(FieldId::IP, Some(Value::Ip("203.0.113.9".parse().unwrap())));
    event
}

pub fn time(text: &str) -> Time {
    parse_rfc3339(text).unwrap()
}

pub fn place(line: u64) -> LogPlace {
    LogPlace {
        file: "exports-2022-06-30.jsonl".to_owned(),
        source: "exeat".to_owned(),
        at: Place {
            file: 0,
            offset: 391_204,
            part: None,
            line,
            column: 1,
            length: 203,
        },
    }
}

/// A JSON record with its mapped fields, as the plain source maps them, and labels by the fields' names.
pub fn excerpt(record: &str, labels: &[(&str, &str)]) -> Excerpt {
    let value = |name: &str| {
        let key = format!("\"{name}\":");
        let start = record.find(&key)? + key.len();
        let rest = &record[start..];
        let length = match rest.strip_prefix('"') {
            Some(text) => text.find('"')? + 2,
            None => rest.find([',', '}'])?,
        };
        Some(start..start + length)
    };
    let names = [
        "id",
        "time",
        "actor",
        "tenant",
        "action",
        "list",
        "rows",
        "destination",
    ];
    let mut fields: Vec<_> = names
        .iter()
        .filter_map(|name| Some((FieldId::named(name)?, value(name)?)))
        .collect();
    fields.sort_by_key(|(_, range)| range.start);
    Excerpt {
        text: record.to_owned(),
        labels: labels
            .iter()
            .map(|(name, words)| (value(name).unwrap(), (*words).to_owned()))
            .collect(),
        fields,
    }
}

pub fn end<'a>(summary: Summary<'a>) -> End<'a> {
    End {
        summary,
        digests: &[],
    }
}
