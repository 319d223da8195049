//! One record becomes what it is: an export or several, none, or something that cannot be read.
//!
//! Knows no format: a record is the text of a JSON object, checked, or a row with its header.

use super::bind::{Bound, Test};
use super::row::{Header, Row, split};
use super::tree::{NodeId, ROOT};
use super::values::Leaf;
use super::walk::{Found, Record, Walk};
use super::{Item, Misfit, Place, Places, Recorded};
use crate::event::{Event, FieldId, Value};

impl Bound {
    /// Gives out what a record is, in the order of its parts; at least one item.
    pub(super) fn record(&self, place: Place, record: Record<'_>, sink: &mut dyn FnMut(Item<'_>)) {
        let mut walk = Walk::new(&self.tree, &self.splits, record);
        let mut silent = true;
        let mut out = |item: Option<Item<'_>>| {
            if let Some(item) = item {
                silent &= matches!(item, Item::Met { .. });
                sink(item);
            }
        };
        let entered = self.enter(&mut walk);
        match entered.and_then(|()| self.split(&mut walk)) {
            Err(reason) => out(Some(Item::Unreadable { place, reason })),
            Ok(None) => {
                out(self.met(&walk, place));
                out(self.part(&walk, place, record));
            }
            Ok(Some((node, parts))) => {
                for (number, element) in (0..).zip(parts) {
                    let mark = walk.mark();
                    let part = Some(number);
                    let place = Place { part, ..place };
                    let item = match walk.enter(node, element) {
                        Ok(()) => {
                            out(self.met(&walk, place));
                            self.part(&walk, place, record)
                        }
                        Err(twice) => Some(Item::Unreadable {
                            place,
                            reason: twice.to_string(),
                        }),
                    };
                    out(item);
                    walk.forget(node, mark);
                }
            }
        }
        if silent {
            sink(Item::NotExport);
        }
    }

    /// The event of a record that was read before: the part that its place tells, if it is still there.
    /// `head` is the record's [`Recorded::head`].
    #[must_use]
    pub fn again<'a>(&self, head: &'a str, raw: &'a str, place: Place) -> Option<Recorded<'a>> {
        let mut found = None;
        let whole = Place {
            part: None,
            ..place
        };
        self.rebuilt(head, raw, |record| {
            self.record(whole, record, &mut |item| {
                if let Item::Event(recorded) = item
                    && recorded.place == place
                {
                    found = Some((recorded.event, recorded.misfits, recorded.join));
                }
            });
        });
        let (event, misfits, join) = found?;
        Some(Recorded {
            place,
            event,
            misfits,
            join,
            raw,
            head,
        })
    }

    /// Where the values of a record's fields stand in its text, in the order of their places; quotes are
    /// not included. A value that a text holds as JSON stands where that text does. `head` is the
    /// record's [`Recorded::head`].
    #[must_use]
    pub fn locate(&self, head: &str, raw: &str, part: Option<u32>) -> Places {
        let mut places = Places::new();
        self.rebuilt(head, raw, |record| {
            places = self.places(record, part).unwrap_or_default();
        });
        places.sort_by_key(|(field, range)| (range.start, range.end, *field));
        places
    }

    fn places(&self, record: Record<'_>, part: Option<u32>) -> Option<Places> {
        let mut walk = Walk::new(&self.tree, &self.splits, record);
        self.enter(&mut walk).ok()?;
        if let Some((node, parts)) = self.split(&mut walk).ok()? {
            let part = usize::try_from(part.unwrap_or(0)).ok()?;
            walk.enter(node, parts.into_iter().nth(part)?).ok()?;
        }
        let mut places = Places::new();
        for rule in &self.rules {
            let found = self.take(rule, &walk).found;
            places.extend(found.iter().map(|f| (rule.field, walk.place(f))));
        }
        Some(places)
    }

    /// Uses a record that was read before; not if it is none.
    fn rebuilt(&self, head: &str, raw: &str, mut uses: impl FnMut(Record<'_>)) {
        // A table of a log that might have been JSON has a header of its own.
        if !self.format.is_table(head.is_empty()) {
            return uses(Record::Json(raw));
        }
        let named = self.table.named();
        let Some(header) = named.or_else(|| Header::read(head, &self.table).ok()) else {
            return;
        };
        let (columns, mut cells) = (header.names().len(), Vec::new());
        if split(raw, header.delimiter(), columns, &mut cells) == Ok(columns) {
            uses(Record::Row(Row {
                header: &header,
                text: raw,
                cells: &cells,
            }));
        }
    }

    /// Walks the record, from where it is unwrapped.
    fn enter(&self, walk: &mut Walk<'_, '_>) -> Result<(), String> {
        let mut root = walk.record();
        for path in &self.inside {
            let inner = walk
                .follow(path)
                .map_err(|why| format!("`{}`: {why}", path.text))?;
            if let Some(inner) = inner.filter(|i| walk.is_object(i)) {
                root = inner;
                break;
            }
        }
        walk.enter(ROOT, root).map_err(|twice| twice.to_string())
    }

    /// The elements of the first list that splits the record; the other such lists are walked whole.
    fn split(&self, walk: &mut Walk<'_, '_>) -> Result<Option<(NodeId, Vec<Found>)>, String> {
        let mut chosen = None;
        for list in &self.splits {
            let node = self.tree.elements_of(*list);
            let parts: Vec<Found> = walk
                .at(*list)
                .iter()
                .flat_map(|f| walk.elements(f))
                .collect();
            if chosen.is_none() && !parts.is_empty() {
                chosen = Some((node, parts));
                continue;
            }
            for part in parts {
                walk.enter(node, part).map_err(|twice| twice.to_string())?;
            }
        }
        Ok(chosen)
    }

    /// What one part of a record is; none if it is no export.
    fn part<'a>(&self, walk: &Walk<'_, '_>, place: Place, record: Record<'a>) -> Option<Item<'a>> {
        let unreadable = |reason| Some(Item::Unreadable { place, reason });
        match self.class(walk) {
            Class::NotExport => return None,
            Class::Unknown(action) => return Some(Item::Unclassified { action, place }),
            Class::Hidden(reason) => return unreadable(reason),
            Class::Export => {}
        }
        let mut event = match self.time(walk) {
            Ok(event) => event,
            Err(reason) => return unreadable(reason),
        };
        let join = match self.join(walk) {
            Ok(join) => join,
            Err(reason) => return unreadable(reason),
        };
        let mut misfits = Vec::new();
        for rule in self.rules.iter().filter(|r| r.field != FieldId::TIME) {
            let taken = self.take(rule, walk);
            match taken.value {
                Ok(value) => event.set(rule.field, value),
                Err(reason) => misfits.push(Misfit {
                    field: rule.field,
                    value: shown(walk, taken.found),
                    reason,
                }),
            }
        }
        number(&mut event, place.part);
        Some(Item::Event(Recorded {
            place,
            event,
            misfits,
            join,
            raw: record.text(),
            head: record.head(),
        }))
    }

    /// What the record has in common with others of its export.
    fn join(&self, walk: &Walk<'_, '_>) -> Result<Option<String>, String> {
        let Some(rule) = &self.join else {
            return Ok(None);
        };
        let taken = self.take(rule, walk);
        match taken.value {
            Ok(Some(Value::Text(text))) => Ok(Some(text)),
            Ok(_) => Ok(None),
            Err(why) => Err(format!("to which export it belongs cannot be read: {why}")),
        }
    }

    pub(super) fn time(&self, walk: &Walk<'_, '_>) -> Result<Event, String> {
        let Some(rule) = self.rules.iter().find(|r| r.field == FieldId::TIME) else {
            return Err("the source does not say where the time is".to_owned());
        };
        let taken = self.take(rule, walk);
        match taken.value {
            Ok(Some(Value::Time(time))) => Ok(Event::at(time)),
            Ok(_) => Err("it has no time".to_owned()),
            Err(why) if taken.found.is_empty() => Err(format!("its time cannot be read: {why}")),
            Err(why) => {
                let shown = shown(walk, taken.found);
                Err(format!("its time {shown} cannot be read: {why}"))
            }
        }
    }
}

/// Several events of one record have one id each.
fn number(event: &mut Event, part: Option<u32>) {
    let Some(part) = part else { return };
    if let Some(id) = event.text(FieldId::ID) {
        let id = format!("{id}#{part}");
        event.set(FieldId::ID, Some(Value::Text(id)));
    }
}

/// Whether a record, or a part of one, is an export.
pub(super) enum Class {
    Export,
    NotExport,
    /// Neither `only` nor `ignore` names this.
    Unknown(String),
    /// What would tell stands in a text that is no JSON.
    Hidden(String),
}

impl Bound {
    pub(super) fn class(&self, walk: &Walk<'_, '_>) -> Class {
        let holds = |test: &Option<Test>| test.as_ref().is_some_and(|t| t.holds(walk));
        let Some(only) = &self.only else {
            return if holds(&self.ignore) {
                Class::NotExport
            } else {
                Class::Export
            };
        };
        if only.holds(walk) {
            Class::Export
        } else if holds(&self.ignore) {
            Class::NotExport
        } else if let Some(broken) = only.nodes().find_map(|node| walk.broken(node)) {
            let why = &broken.why;
            Class::Hidden(format!("whether it is an export is not known: {why}"))
        } else {
            Class::Unknown(self.action(only, walk))
        }
    }

    /// What the log calls it: the field `action`, else the first value that `only` looks at.
    fn action(&self, only: &Test, walk: &Walk<'_, '_>) -> String {
        let rule = self.rules.iter().find(|r| r.field == FieldId::ACTION);
        if let Some(Ok(Some(Value::Text(action)))) = rule.map(|r| self.take(r, walk).value) {
            return action;
        }
        let mut values = only.nodes().flat_map(|node| walk.at(node));
        let first = values.find_map(|f| walk.leaf(f).shown().map(str::to_owned));
        first.unwrap_or_else(|| "(missing)".to_owned())
    }
}

impl Test {
    /// Whether one of the clauses holds of what the walk found.
    pub(super) fn holds(&self, walk: &Walk<'_, '_>) -> bool {
        self.0.iter().any(|clause| {
            clause.iter().all(|(node, globs)| {
                let mut leaves = walk.at(*node).iter().map(|f| walk.leaf(f));
                leaves.any(|leaf| match &leaf {
                    Leaf::List(members) => members.iter().any(|m| {
                        m.shown()
                            .is_some_and(|text| globs.iter().any(|g| g.matches(text)))
                    }),
                    one => one
                        .shown()
                        .is_some_and(|text| globs.iter().any(|g| g.matches(text))),
                })
            })
        })
    }

    pub(super) fn nodes(&self) -> impl Iterator<Item = NodeId> {
        self.0.iter().flatten().map(|(node, _)| *node)
    }
}

/// A value as it stands in the record, whole: two that differ at their ends are two.
pub(super) fn shown(walk: &Walk<'_, '_>, found: &[Found]) -> String {
    let all: Vec<_> = found.iter().map(|f| walk.shown(f)).collect();
    all.join(", ")
}
