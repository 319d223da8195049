//! The published schema, checked: by the part of JSON Schema that it uses, and no more.

use serde_json::{Map, Value};
use std::collections::BTreeSet;

pub struct Schema {
    whole: Value,
    /// `definition/key` of every property that some line had, with a value that is not null.
    pub seen: BTreeSet<String>,
}

impl Schema {
    pub fn published() -> Self {
        let text = include_str!("../../../docs/output.schema.json");
        Self {
            whole: serde_json::from_str(text).unwrap(),
            seen: BTreeSet::new(),
        }
    }

    /// What is wrong with a line; empty if it is one of the forms.
    pub fn faults(&mut self, line: &str) -> Vec<String> {
        let value: Value = match serde_json::from_str(line) {
            Ok(value) => value,
            Err(e) => return vec![e.to_string()],
        };
        let mut seen = std::mem::take(&mut self.seen);
        let faults = self.check(&self.whole, &value, ("", ""), &mut seen);
        self.seen = seen;
        faults
    }

    /// `definition/key` of every property that the schema has.
    pub fn properties(&self) -> BTreeSet<String> {
        let mut all = BTreeSet::new();
        for (name, schema) in self.whole["$defs"].as_object().unwrap() {
            collect(name, schema, &mut all);
        }
        all
    }

    fn check(
        &self,
        schema: &Value,
        value: &Value,
        (def, at): (&str, &str),
        seen: &mut BTreeSet<String>,
    ) -> Vec<String> {
        let mut faults = Vec::new();
        for (word, with) in schema.as_object().unwrap() {
            match word.as_str() {
                "$schema" | "title" | "description" | "$defs" | "required" => {}
                "additionalProperties" | "properties" | "items" => {}
                "$ref" => {
                    let name = with.as_str().unwrap().strip_prefix("#/$defs/").unwrap();
                    let target = &self.whole["$defs"][name];
                    assert!(!target.is_null(), "no definition {name}");
                    faults.extend(self.check(target, value, (name, at), seen));
                }
                "oneOf" | "anyOf" => {
                    let mut each = Vec::new();
                    for form in with.as_array().unwrap() {
                        let mut inner = BTreeSet::new();
                        let wrong = self.check(form, value, (def, at), &mut inner);
                        if wrong.is_empty() {
                            seen.append(&mut inner);
                        }
                        each.push(wrong);
                    }
                    let right = each.iter().filter(|wrong| wrong.is_empty()).count();
                    if right == 0 || (word == "oneOf" && right > 1) {
                        faults.push(format!("{at}: {right} forms fit: {each:?}"));
                    }
                }
                "const" if with == value => {}
                "enum" if with.as_array().unwrap().contains(value) => {}
                "type" if is_type(with, value) => {}
                "minimum" if value.is_null() || at_least(value, with) => {}
                "pattern" if matches(with, value) => {}
                _ => faults.push(format!("{at}: {value} is not {word} {with}")),
            }
        }
        if let Some(object) = value.as_object() {
            faults.extend(self.object(schema, object, (def, at), seen));
        }
        if let (Some(items), Some(values)) = (schema.get("items"), value.as_array()) {
            for (n, item) in values.iter().enumerate() {
                faults.extend(self.check(items, item, (def, &format!("{at}/{n}")), seen));
            }
        }
        faults
    }

    fn object(
        &self,
        schema: &Value,
        object: &Map<String, Value>,
        (def, at): (&str, &str),
        seen: &mut BTreeSet<String>,
    ) -> Vec<String> {
        let mut faults = Vec::new();
        for key in schema["required"].as_array().into_iter().flatten() {
            if !object.contains_key(key.as_str().unwrap()) {
                faults.push(format!("{at}: {key} is missing"));
            }
        }
        for (key, value) in object {
            let at = format!("{at}/{key}");
            match (
                schema["properties"].get(key),
                schema.get("additionalProperties"),
            ) {
                (Some(one), _) => {
                    faults.extend(self.check(one, value, (def, &at), seen));
                    if !value.is_null() {
                        seen.insert(format!("{def}/{key}"));
                    }
                }
                (None, Some(Value::Bool(false))) => faults.push(format!("{at} is no key")),
                (None, Some(one)) => faults.extend(self.check(one, value, (def, &at), seen)),
                (None, None) => {}
            }
        }
        faults
    }
}

fn collect(def: &str, schema: &Value, all: &mut BTreeSet<String>) {
    match schema {
        Value::Object(map) => {
            for (word, inner) in map {
                if word == "properties" {
                    let keys = inner.as_object().unwrap().keys();
                    all.extend(keys.map(|key| format!("{def}/{key}")));
                }
                collect(def, inner, all);
            }
        }
        Value::Array(each) => each.iter().for_each(|inner| collect(def, inner, all)),
        _ => {}
    }
}

fn is_type(with: &Value, value: &Value) -> bool {
    let one = |name: &Value| match name.as_str().unwrap() {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("no type {other}"),
    };
    with.as_array()
        .map_or_else(|| one(with), |names| names.iter().any(one))
}

fn at_least(value: &Value, least: &Value) -> bool {
    value.as_u64() >= least.as_u64()
}

fn matches(pattern: &Value, value: &Value) -> bool {
    let regex = regex::Regex::new(pattern.as_str().unwrap()).unwrap();
    value.as_str().is_some_and(|text| regex.is_match(text))
}
