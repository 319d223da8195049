//! A story played by somebody: its exports, cut into slices under each cap, as the policy would have them.

use super::super::world::Key;
use super::Whole;
use super::draft::Draft;
use super::hand::Hand;
use super::story::{Export, NEXT_TENANT, Story};
use super::ways::{Reach, Way};
use crate::event::{FieldId, Value};
use crate::policy::{ColumnId, GivenValue, Path};
use crate::syntax::ast::Entity;
use crate::time::{Length, Time};

/// More exports than this are not played.
pub const MOST_EXPORTS: usize = 10_000;

/// The exports of a story, in the order of their times; and whether there would be more.
pub(super) fn exports(hand: &Hand<'_>, story: &Story) -> (Vec<Draft>, Whole) {
    let tenants = tenants(hand, story);
    let mut stage = Stage {
        hand,
        exports: Vec::new(),
        way: None,
    };
    let mut next = tenants.iter();
    let mut tenant = next.clone().next();
    let mut at = story.start;
    for export in &story.exports {
        if is_next(export) {
            tenant = next.next();
        }
        let Some(tenant) = tenant else { break };
        at = at.plus(export.after);
        at = stage.take(&raw(hand, export, tenant, at));
    }
    let whole = match stage.exports.len() {
        MOST_EXPORTS => Whole::Cut,
        _ => Whole::Played,
    };
    (stage.exports, whole)
}

/// The tenants in the order in which they are gone through: those first where he comes furthest. Where he gets
/// through at some, he leaves the others alone.
fn tenants<'a>(hand: &'a Hand<'_>, story: &Story) -> Vec<&'a str> {
    let Some(first) = story.exports.first() else {
        return Vec::new();
    };
    let mut way = None;
    let mut reached: Vec<(Reach, &str)> = Vec::new();
    let at = story.start.plus(first.after);
    let known = hand.cast.tenants.len() - hand.cast.made_up;
    // One tenant that is made up is like another, but for the actor's own, which is the first.
    for tenant in hand.cast.tenants.iter().take(known + 2) {
        let (reach, _, found) = hand.best(&raw(hand, first, tenant, at), 0, way);
        way = found.or(way);
        reached.push((reach, tenant));
    }
    if let Some((reach, _)) = reached.get(known + 1).copied() {
        let others = hand.cast.tenants.iter().skip(known + 2);
        reached.extend(others.map(|tenant| (reach, tenant.as_str())));
    }
    reached.sort_by_key(|(reach, _)| std::cmp::Reverse(*reach));
    let best = reached.first().map(|(reach, _)| *reach);
    if best == Some(Reach::Through) {
        reached.retain(|(reach, _)| *reach == Reach::Through);
    }
    reached.into_iter().map(|(_, tenant)| tenant).collect()
}

struct Stage<'h, 'a> {
    hand: &'h Hand<'a>,
    exports: Vec<Draft>,
    way: Option<Way>,
}

impl Stage<'_, '_> {
    /// Takes what an export is meant to take, in as many slices as it needs, a minute apart; when the last was.
    fn take(&mut self, whole: &Draft) -> Time {
        let mut left = whole.rows();
        let mut at = whole.time;
        while left > 0 && self.exports.len() < MOST_EXPORTS {
            let mut slice = whole.clone();
            slice.time = at;
            slice.take(left);
            let number = u64::try_from(self.exports.len()).unwrap_or(u64::MAX);
            let (_, slice, way) = self.hand.best(&slice, number, self.way);
            self.way = way.or(self.way);
            if slice.rows() <= 0 {
                break;
            }
            left -= slice.rows();
            at = slice.time.plus(Length::seconds(60));
            self.exports.push(slice);
        }
        self.exports.last().map_or(at, |last| last.time)
    }
}

fn is_next(export: &Export) -> bool {
    let tenant = export.values.get(&Key::Path(Path::Field(FieldId::TENANT)));
    matches!(tenant, Some(GivenValue::Value(_, Some(Value::Text(name)))) if name == NEXT_TENANT)
}

/// An export as it is told, before anything is done to have it allowed.
fn raw(hand: &Hand<'_>, export: &Export, tenant: &str, at: Time) -> Draft {
    let mut draft = Draft {
        time: at,
        values: std::collections::BTreeMap::new(),
    };
    let table = hand.judge.directory.tenants.as_ref();
    let row = table.and_then(|table| table.get(tenant));
    match row {
        Some(row) => hand.copy(&mut draft, Entity::Tenant, Some(row)),
        None => {
            let domains = Value::Texts(vec![format!("{tenant}.example")]);
            draft.set(Path::Column(ColumnId::TENANT_DOMAINS), Some(domains));
        }
    }
    if let Some(home) = &hand.cast.home {
        let home = Value::Text(home.clone());
        draft.set(Path::Column(ColumnId::ACTOR_TENANT), Some(home));
    }
    for (key, value) in &export.values {
        draft.values.insert(*key, named(hand, value, tenant));
    }
    if draft.text(Path::Field(FieldId::LIST)) == Some("<list>") {
        hand.choose_list(&mut draft, &any_list(hand, tenant));
    }
    draft.take(draft.rows());
    end_roles(hand, &mut draft);
    draft
}

/// A value with the names of the cast in the place of those in angle brackets.
fn named(hand: &Hand<'_>, value: &GivenValue, tenant: &str) -> GivenValue {
    let cast = hand.cast;
    let name = |text: &String| match text.as_str() {
        "<insider>" => Some(cast.actor.clone()),
        "<role>" => cast.role.clone(),
        "<tenant>" | NEXT_TENANT => Some(tenant.to_owned()),
        "<outside>" => Some(cast.destination.clone()),
        "<colleague>" => Some(cast.colleague.clone()),
        _ => Some(text.clone()),
    };
    match value {
        GivenValue::Value(path, Some(Value::Text(text))) => {
            GivenValue::Value(*path, name(text).map(Value::Text))
        }
        GivenValue::Value(path, Some(Value::Texts(texts))) => {
            let texts = texts.iter().filter_map(name).collect();
            GivenValue::Value(*path, Some(Value::Texts(texts)))
        }
        other => other.clone(),
    }
}

/// The settings' first list, else the directory's, else one that is made up.
fn any_list(hand: &Hand<'_>, tenant: &str) -> String {
    let table = hand.judge.directory.lists.iter().flatten();
    let own = table.filter(|((of, _), _)| of == tenant);
    let first = own.map(|((_, list), _)| list).min();
    let set = hand.cast.lists.first();
    set.or(first)
        .cloned()
        .unwrap_or_else(|| "all-contacts".to_owned())
}

/// With a table of people, roles end with the employment; without one the log's word counts.
fn end_roles(hand: &Hand<'_>, draft: &mut Draft) {
    let left = draft.value(Path::Column(ColumnId::ACTOR_LEFT));
    let has_left = matches!(left, Some(Value::Time(left)) if left <= draft.time);
    if has_left && hand.judge.directory.tells_roles() {
        draft.set(Path::Field(FieldId::ROLES), Some(Value::Texts(Vec::new())));
    }
}
