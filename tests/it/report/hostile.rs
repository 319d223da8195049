//! Whatever stands in records, policies and names: no panic, nothing that a terminal would obey, and no
//! line wider than it.

use super::world::{World, end, event, fails, finding, said};
use exeat::diag::{Diagnostic, Level};
use exeat::event::{FieldId, Value};
use exeat::finding::{Excerpt, Finding, Kind, Ledger, RuleAnswer, RuleCount, Window};
use exeat::judge::{Part, Reason, Truth};
use exeat::policy::RuleId;
use exeat::report::{Asked, Checked, Summary, is_treacherous, why};
use exeat::text::{SourceId, Span};
use proptest::prelude::*;
use std::ops::Range;
use unicode_width::UnicodeWidthChar;

/// Ordinary characters, and every kind that gives trouble.
fn hostile(most: usize) -> impl Strategy<Value = String> {
    let pieces = [
        "a",
        "actor",
        " ",
        "    ",
        "\t",
        "\"",
        "\\",
        ":",
        ",",
        "`",
        "\n",
        "\r\n",
        "\u{1b}[31m",
        "\u{7}",
        "\u{0}",
        "\u{202e}",
        "\u{2066}",
        "\u{200b}",
        "\u{feff}",
        "é",
        "e\u{301}",
        "\u{301}\u{301}\u{301}",
        "名簿",
        "🏦",
        "👩\u{200d}💻",
        "\u{fe0f}",
        "\u{e0041}",
        "\u{9b}2J",
        "\u{ad}",
        "\u{2028}",
        "…",
        "any/newsletter*",
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    ];
    let piece = proptest::sample::select(pieces.to_vec());
    prop::collection::vec(piece, 0..most).prop_map(|pieces| pieces.concat())
}

/// A range that may lie outside the text and inside its characters.
fn range() -> impl Strategy<Value = Range<usize>> {
    (0usize..400, 0usize..60).prop_map(|(start, length)| start..start + length)
}

#[derive(Debug)]
struct Hostile {
    width: usize,
    unicode: bool,
    policy: String,
    record: String,
    texts: Vec<String>,
    spans: Vec<Range<usize>>,
    places: Vec<Range<usize>>,
}

fn cases() -> impl Strategy<Value = Hostile> {
    let texts = prop::collection::vec(hostile(12), 6);
    let places = prop::collection::vec(range(), 6);
    let spans = prop::collection::vec(range(), 6);
    (
        60usize..130,
        any::<bool>(),
        hostile(40),
        hostile(40),
        texts,
        spans,
        places,
    )
        .prop_map(
            |(width, unicode, policy, record, texts, spans, places)| Hostile {
                width,
                unicode,
                policy,
                record,
                texts,
                spans,
                places,
            },
        )
}

impl Hostile {
    fn world(&self) -> (World, SourceId) {
        let mut world = World::new(self.width);
        world.look.unicode = self.unicode;
        let id = world
            .sources
            .add(self.texts[0].clone(), self.policy.clone());
        (world, id)
    }

    fn span(&self, source: SourceId, n: usize) -> Span {
        let at = |n: usize| u32::try_from(n).unwrap();
        Span {
            source,
            start: at(self.spans[n].start),
            end: at(self.spans[n].end),
        }
    }

    fn diagnostic(&self, source: SourceId) -> Diagnostic {
        let texts = self.texts.iter().enumerate();
        let diagnostic = Diagnostic::new("syntax", Level::Error, self.texts[1].clone());
        texts
            .fold(diagnostic, |d, (n, text)| {
                d.label(self.span(source, n), text.clone())
            })
            .help(self.texts[2].clone())
            .fix(self.texts[3].clone(), Vec::new())
    }

    fn finding(&self, source: SourceId) -> Finding {
        let labels = self.places.iter().zip(&self.texts).take(3);
        let fields = self.places.iter().skip(2).zip([
            FieldId::ACTOR,
            FieldId::LIST,
            FieldId::ROWS,
            FieldId::ID,
        ]);
        let mut event = event();
        event.set(FieldId::ACTOR, Some(Value::Text(self.texts[4].clone())));
        let reasons = (0..4).map(|n| Reason {
            missing: vec![self.texts[1].clone()],
            ..fails(
                Part::Target,
                self.span(source, n),
                &self.texts[n],
                &[(FieldId::LIST, "")],
            )
        });
        Finding {
            rule: Some((RuleId(0), self.texts[5].clone())),
            message: self.texts[0].clone(),
            help: Some(self.texts[1].clone()),
            event: Some(event),
            excerpt: Some(Excerpt {
                text: self.record.clone(),
                labels: labels
                    .map(|(at, text)| (at.clone(), text.clone()))
                    .collect(),
                fields: fields.map(|(at, field)| (field, at.clone())).collect(),
            }),
            answers: vec![RuleAnswer {
                rule: RuleId(0),
                name: self.texts[2].clone(),
                effect: "allow",
                span: self.span(source, 4),
                effect_span: self.span(source, 5),
                notes: vec![self.texts[3].clone()],
                owner: Some(self.texts[4].clone()),
                reasons: reasons.collect(),
            }],
            window: Some(Window {
                count: 7,
                most: 5,
                unit: self.texts[0].clone(),
                length: self.texts[1].clone(),
                key: self.texts[2].clone(),
                filled_by: 9,
                filling: Vec::new(),
            }),
            ..finding(Kind::Denied)
        }
    }

    fn ledger(&self) -> Ledger {
        let each = || self.texts.iter().cloned();
        Ledger {
            unclassified: each().map(|text| (text, 3)).collect(),
            by_actor: each().map(|text| (text, 2)).collect(),
            by_tenant: each().map(|text| (text, 1)).collect(),
            by_rule: each().map(|text| (text, RuleCount::default())).collect(),
            ..Ledger::default()
        }
    }

    fn why(&self) -> String {
        let (world, source) = self.world();
        let policy = exeat::policy::PolicySet::default();
        let finding = self.finding(source);
        let asked = Asked {
            place: finding.place.as_ref(),
            excerpt: finding.excerpt.as_ref(),
            event: finding.event.as_ref().unwrap(),
            answers: &[],
            waivers: &[],
            policy: &policy,
        };
        let without = Asked {
            place: None,
            ..asked
        };
        why(&world.context(), &asked) + &why(&world.context(), &without)
    }

    /// All that the output shows for these texts.
    fn shown(&self, output: &str) -> String {
        let (mut world, source) = self.world();
        world.max_shown = 1;
        let mut out = world.output(output);
        let mut undecided = self.finding(source);
        undecided.kind = Kind::Undecided;
        undecided.answers[0].reasons[0].truth = Truth::Unknown;
        let checked = Checked {
            notes: self.texts.clone(),
            ..Checked::default()
        };
        [
            out.diagnostic(&self.diagnostic(source)),
            out.finding(&self.finding(source)),
            out.finding(&self.finding(source)),
            out.finding(&undecided),
            out.finding(&said(Kind::NothingRead, &self.texts[0], None)),
            out.end(&end(Summary::Scan(&self.ledger()))),
            out.end(&end(Summary::Check(&checked))),
        ]
        .concat()
    }
}

fn columns(line: &str) -> usize {
    line.chars().map(|c| c.width().unwrap_or(0)).sum()
}

fn config() -> ProptestConfig {
    ProptestConfig {
        // What fails becomes a fixture with a name, not a seed in a file.
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_terminal_shows_all_and_obeys_nothing(case in cases()) {
        let shown = case.shown("human") + &case.why();
        for line in shown.lines() {
            prop_assert!(columns(line) <= case.width, "{} > {}: {line}\n{shown}", columns(line), case.width);
        }
        prop_assert!(shown.chars().all(|c| c == '\n' || !is_treacherous(c)), "{shown:?}");
        prop_assert!(case.unicode || shown.is_ascii(), "{shown}");
    }

    #[test]
    fn one_line_for_each_result(case in cases()) {
        for (name, lines) in [("short", 5), ("json", 7)] {
            let shown = case.shown(name);
            prop_assert_eq!(shown.lines().count(), lines, "{}", shown);
            prop_assert!(shown.chars().all(|c| c == '\n' || !is_treacherous(c)), "{shown:?}");
        }
        let mut schema = super::schema::Schema::published();
        for line in case.shown("json").lines() {
            prop_assert_eq!(schema.faults(line), Vec::<String>::new());
        }
    }
}
