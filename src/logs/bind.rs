//! A source made ready for one policy's fields: names turned into fields, paths planted in one tree.
//!
//! Knows the schema. Reading records with it is the business of `record`.

use super::join::Joining;
use super::path::{Path, Step};
use super::row::Table;
use super::source::{
    Choice, Constant, Coverage, Declared, FieldMap, Format, From, Map, Mapping, Per, SETTINGS,
};
use super::tree::{NodeId, ROOT, Tree};
use super::values::{Leaf, fit};
use crate::diag::Diagnostic;
use crate::event::{FIELDS, FieldId, Value};
use crate::nearest::nearest;
use crate::policy::{Glob, Schema};
use crate::syntax::ast::Type;
use crate::time::Zone;
use regex::Regex;
use std::borrow::Cow;

/// A source, ready to read logs with.
#[derive(Clone, Debug)]
pub struct Bound {
    pub(super) name: String,
    pub(super) format: Format,
    pub(super) table: Table,
    pub(super) records: Vec<String>,
    pub(super) inside: Vec<Path>,
    pub(super) tree: Tree,
    /// Nodes of lists of which the first that is there splits a record.
    pub(super) splits: Vec<NodeId>,
    pub(super) rules: Vec<Rule>,
    pub(super) join: Option<Rule>,
    pub(super) repeated: Vec<FieldId>,
    pub(super) only: Option<Test>,
    pub(super) ignore: Option<Test>,
    pub(super) null: Vec<String>,
    pub(super) zone: Option<Zone>,
    pub(super) coverage: Coverage,
    pub(super) counting: Option<Counting>,
}

/// The counter's rules, made ready.
#[derive(Clone, Debug)]
pub(super) struct Counting {
    pub number: Rule,
    pub per: Option<Rule>,
}

/// Where a field's value comes from: the first way on which something is there.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    pub field: FieldId,
    pub ty: Type,
    pub ways: Vec<Way>,
}

/// One way to a value.
#[derive(Clone, Debug)]
pub(super) struct Way {
    pub to: To,
    pub when: Option<Test>,
}

#[derive(Clone, Debug)]
pub(super) enum To {
    Node {
        node: NodeId,
        capture: Option<Regex>,
        map: Option<Map>,
    },
    Value(Option<Value>),
}

/// Clauses of which one must hold: at each of its nodes a value matches one of the globs.
#[derive(Clone, Debug)]
pub(super) struct Test(pub Vec<Vec<(NodeId, Vec<Glob>)>>);

impl Bound {
    /// The source's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether every line of its logs is a record of its own.
    #[must_use]
    pub fn reads_lines(&self) -> bool {
        self.format == Format::Jsonl
    }

    /// Whether the source says where a field's value comes from.
    #[must_use]
    pub fn fills(&self, field: FieldId) -> bool {
        self.rules.iter().any(|rule| rule.field == field)
    }

    /// Whether one export may be several records.
    #[must_use]
    pub fn joins(&self) -> bool {
        self.join.is_some()
    }

    /// What puts records of one [`Recorded::join`](super::Recorded::join) together; none yet.
    #[must_use]
    pub fn joining(&self) -> Joining {
        Joining::new(&self.repeated)
    }
}

impl Mapping {
    /// Turns names into the fields of a policy's schema. Use what comes out only without errors.
    #[must_use]
    pub fn bind(&self, schema: &Schema) -> (Bound, Vec<Diagnostic>) {
        let mut binder = Binder {
            mapping: self,
            tree: Tree::default(),
            splits: Vec::new(),
            diagnostics: Vec::new(),
        };
        let mut rules: Vec<Rule> = self
            .fields
            .iter()
            .filter_map(|field| binder.rule(field, schema))
            .collect();
        if self.declared == Declared::ByName {
            binder.by_name(&mut rules, schema);
        }
        let join = self.join.as_ref().map(|join| binder.join(join));
        let counter = self.coverage.counter.as_ref();
        let counting = counter.map(|counter| Counting {
            number: binder.rule_of(&counter.number, FieldId::ROWS, Type::Int),
            per: match &counter.per {
                Per::Value(map) => Some(binder.rule_of(map, FieldId::ID, Type::Text)),
                Per::Source | Per::File => None,
            },
        });
        let bound = Bound {
            coverage: self.coverage.clone(),
            counting,
            name: self.name.clone(),
            format: self.format,
            table: self.table.clone(),
            records: self.records.clone(),
            inside: self.inside.clone(),
            only: self.only.as_ref().map(|choice| binder.test(choice)),
            ignore: self.ignore.as_ref().map(|choice| binder.test(choice)),
            null: self.null.clone(),
            zone: self.zone.clone(),
            rules,
            join,
            repeated: self.repeated.clone(),
            tree: binder.tree,
            splits: binder.splits,
        };
        (bound, binder.diagnostics)
    }
}

struct Binder<'a> {
    mapping: &'a Mapping,
    tree: Tree,
    splits: Vec<NodeId>,
    diagnostics: Vec<Diagnostic>,
}

impl Binder<'_> {
    fn rule(&mut self, map: &FieldMap, schema: &Schema) -> Option<Rule> {
        let Some((id, field)) = schema
            .field_named(&map.name)
            .and_then(|id| schema.field(id).map(|field| (id, field)))
        else {
            self.unknown(map, schema);
            return None;
        };
        Some(self.rule_of(map, id, field.ty))
    }

    fn rule_of(&mut self, map: &FieldMap, field: FieldId, ty: Type) -> Rule {
        let ways = map.picks.iter().map(|pick| Way {
            when: pick.when.as_ref().map(|choice| self.test(choice)),
            to: match &pick.from {
                From::Path { path, capture, map } => To::Node {
                    node: self.plant(path, ty),
                    capture: capture.clone(),
                    map: map.clone(),
                },
                From::Constant(constant) => To::Value(self.constant(map, field, ty, constant)),
            },
        });
        let ways = ways.collect();
        Rule { field, ty, ways }
    }

    /// What is joined is a text like an id.
    fn join(&mut self, map: &FieldMap) -> Rule {
        let rule = self.rule_of(map, FieldId::ID, Type::Text);
        if !self.splits.is_empty() {
            let message = "`join` makes one event of several records, and a path through `[]` several events of one record";
            let diagnostic = Diagnostic::error("bad-config", message).label(map.span, "");
            let help =
                "give `join` or such paths up; a set (`roles`, `fields`) may be read through `[]`";
            self.diagnostics.push(diagnostic.help(help));
        }
        rule
    }

    fn unknown(&mut self, map: &FieldMap, schema: &Schema) {
        let fields = schema.fields.iter().map(|field| field.name.as_str());
        let known = fields.chain(SETTINGS.iter().copied());
        let message = format!(
            "`{}` is neither a field nor a setting of a source",
            map.name
        );
        self.diagnostics.push(match nearest(&map.name, known) {
            Some(near) => Diagnostic::error("near-miss", message)
                .label(map.span, format!("`{near}` is"))
                .fix(format!("write `{near}`"), vec![(map.span, near.to_owned())]),
            None => Diagnostic::error("bad-config", message)
                .label(map.span, "")
                .help(format!(
                    "a policy can declare it: `field {}: text`",
                    map.name
                )),
        });
    }

    fn by_name(&mut self, rules: &mut Vec<Rule>, schema: &Schema) {
        let declared = schema.fields.iter().enumerate().skip(FIELDS.len());
        for (at, field) in declared {
            let Ok(id) = u16::try_from(at).map(FieldId) else {
                continue;
            };
            if rules.iter().all(|rule| rule.field != id) {
                let to = To::Node {
                    node: self.tree.plant(&Path::of_key(&field.name)),
                    capture: None,
                    map: None,
                };
                rules.push(Rule {
                    field: id,
                    ty: field.ty,
                    ways: vec![Way { to, when: None }],
                });
            }
        }
    }

    /// A path that goes through a list to a field that holds one value splits the record by that list.
    fn plant(&mut self, path: &Path, ty: Type) -> NodeId {
        let first = path.steps.iter().position(|step| *step == Step::Each);
        if let (Some(first), true) = (first, ty != Type::Texts) {
            let steps = path.steps.iter().take(first).cloned().collect();
            let list = self.tree.plant(&Path {
                text: String::new(),
                steps,
            });
            if !self.splits.contains(&list) {
                self.splits.push(list);
            }
        }
        self.tree.plant(path)
    }

    fn test(&mut self, choice: &Choice) -> Test {
        let clauses = choice.0.iter().map(|clause| {
            clause
                .0
                .iter()
                .map(|(path, globs)| (self.tree.plant(path), globs.clone()))
                .collect()
        });
        Test(clauses.collect())
    }

    fn constant(
        &mut self,
        map: &FieldMap,
        field: FieldId,
        ty: Type,
        constant: &Constant,
    ) -> Option<Value> {
        match fit(constant.leaf(), field, ty, self.mapping.zone.as_ref()) {
            Ok(value) => value,
            Err(why) => {
                let message = format!("the value of `{}` does not fit: {why}", map.name);
                let diagnostic = Diagnostic::error("bad-config", message);
                self.diagnostics.push(diagnostic.label(map.span, ""));
                None
            }
        }
    }
}

impl Constant {
    /// As if a record held it.
    pub(super) fn leaf(&self) -> Leaf<'_> {
        let text = |t: &'_ String| -> Leaf<'_> { Leaf::Text(Cow::Owned(t.clone())) };
        match self {
            Self::Text(text) => Leaf::Text(Cow::Borrowed(text)),
            Self::Int(number) => Leaf::Number(Cow::Owned(number.to_string())),
            Self::Bool(value) => Leaf::Bool(*value),
            Self::Texts(texts) => Leaf::List(texts.iter().map(text).collect()),
        }
    }
}

impl Tree {
    /// The node of a list's elements, where paths go on through them.
    pub(super) fn elements_of(&self, list: NodeId) -> NodeId {
        self.child(list, &Step::Each).unwrap_or(ROOT)
    }
}
