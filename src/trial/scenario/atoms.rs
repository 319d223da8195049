//! Makes one atom of a condition true or false, as far as whoever acts can choose what it reads.
//!
//! Never says whether it did: the judge does.

use super::Means;
use super::draft::{BYTES_A_ROW, Draft};
use super::hand::Hand;
use crate::event::{FieldId, Value};
use crate::policy::{AtomKind, Collection, Glob, Globs, Operand, Path, Subject, SubjectKind};
use crate::syntax::ast::{AnyAll, Comparison, State};
use crate::time::{Length, NANOS, Time};

/// Makes an atom so. `number` makes examples differ from export to export.
pub(super) fn make(hand: &Hand<'_>, draft: &mut Draft, atom: &AtomKind, truth: bool, number: u64) {
    let maker = Maker { hand, number };
    match atom {
        AtomKind::Bool(path) => maker.put(draft, *path, Value::Bool(truth)),
        AtomKind::Is { path, state } => maker.state(draft, *path, *state, truth),
        AtomKind::Compare {
            path, op, operand, ..
        } => maker.compare(draft, *path, meant(*op, truth), operand),
        AtomKind::In {
            path,
            negated,
            collection,
            ..
        } => maker.member(draft, *path, collection, truth != *negated),
        AtomKind::Like {
            path,
            negated,
            globs,
            ..
        } => maker.like(draft, *path, globs, truth != *negated),
        AtomKind::Matches {
            path,
            negated,
            regex,
            ..
        } => {
            let example = match path {
                Path::Field(FieldId::TICKET) => hand.cast.ticket.clone(),
                _ => None,
            };
            let example = example.or_else(|| regex.example(number));
            match example.filter(|_| truth != *negated) {
                Some(text) => maker.text(draft, *path, text),
                None => hand.fill(draft, *path, number),
            }
        }
        AtomKind::Contains {
            path,
            negated,
            item,
            ..
        } => maker.contains(draft, *path, item, truth != *negated),
        AtomKind::AnyAll {
            quantifier,
            path,
            collection,
            ..
        } => maker.any_all(draft, *path, *quantifier, collection, truth),
        AtomKind::Approved {
            by,
            of_tenant,
            within,
        } if truth => maker.approve(draft, by, *of_tenant, *within),
        AtomKind::Approved { .. } => {}
    }
}

/// The comparison that must hold for a comparison to be so.
fn meant(op: Comparison, truth: bool) -> Comparison {
    use Comparison::{Eq, Ge, Gt, Le, Lt, Ne};
    match (op, truth) {
        (op, true) => op,
        (Eq, false) => Ne,
        (Ne, false) => Eq,
        (Lt, false) => Ge,
        (Le, false) => Gt,
        (Gt, false) => Le,
        (Ge, false) => Lt,
    }
}

/// The same comparison, seen from the other side.
fn mirrored(op: Comparison) -> Comparison {
    use Comparison::{Eq, Ge, Gt, Le, Lt, Ne};
    match op {
        Eq => Eq,
        Ne => Ne,
        Lt => Gt,
        Le => Ge,
        Gt => Lt,
        Ge => Le,
    }
}

struct Maker<'h, 'a> {
    hand: &'h Hand<'a>,
    number: u64,
}

impl Maker<'_, '_> {
    fn put(&self, draft: &mut Draft, path: Path, value: Value) {
        if let (Path::Field(FieldId::LIST), Value::Text(list)) = (path, &value) {
            return self.hand.choose_list(draft, list);
        }
        if self.hand.may(path) {
            draft.set(path, Some(value));
            // Of the columns that may be chosen all are a ticket's, which must be named then.
            if matches!(path, Path::Column(_)) {
                self.ticket(draft);
            }
        }
    }

    fn ticket(&self, draft: &mut Draft) {
        let ticket = Path::Field(FieldId::TICKET);
        self.hand.fill(draft, ticket, self.number);
    }

    /// A text, or for a domain an address or host there.
    fn text(&self, draft: &mut Draft, path: Path, text: String) {
        match path {
            Path::Domain(field) => {
                self.put(
                    draft,
                    Path::Field(field),
                    Value::Text(format!("lists@{text}")),
                );
            }
            path => self.put(draft, path, Value::Text(text)),
        }
    }

    fn state(&self, draft: &mut Draft, path: Path, state: State, truth: bool) {
        match (state, truth) {
            (State::Set, true) | (State::Missing, false) => {
                self.hand.fill(draft, path, self.number)
            }
            (State::Listed, true) | (State::Unlisted, false)
                if path == Path::Field(FieldId::TICKET) =>
            {
                self.ticket(draft);
            }
            (State::Set, false) | (State::Missing, true) if self.hand.may(path) => {
                draft.set(path, None);
            }
            _ => {}
        }
    }

    fn compare(&self, draft: &mut Draft, path: Path, op: Comparison, operand: &Operand) {
        match operand {
            Operand::Literal(value) => self.choose(draft, path, op, value.clone()),
            Operand::Path { path: other, shift } => {
                let by = shift.unwrap_or_default();
                let right = draft.value(*other).map(|value| moved(value, by));
                match right.filter(|_| self.hand.may(path)) {
                    Some(right) => self.choose(draft, path, op, right),
                    None => {
                        let left = draft.value(path).map(|value| moved(value, Length(-by.0)));
                        if let Some(left) = left {
                            self.choose(draft, *other, mirrored(op), left);
                        }
                    }
                }
            }
        }
    }

    /// Gives a path a value that compares so with another.
    fn choose(&self, draft: &mut Draft, path: Path, op: Comparison, with: Value) {
        if let (Path::Field(FieldId::ROWS | FieldId::BYTES), Value::Int(most)) = (path, &with) {
            return take_less(draft, path, op, *most);
        }
        let value = match (op, with) {
            (Comparison::Eq, value) => value,
            (Comparison::Ne, value) => match (draft.value(path), value) {
                (Some(now), other) if now != other => return,
                (_, Value::Text(text)) => Value::Text(format!("{text}-2")),
                (_, Value::Int(n)) => Value::Int(n.saturating_add(1)),
                (_, Value::Bool(b)) => Value::Bool(!b),
                _ => return,
            },
            (op, Value::Int(n)) => Value::Int(match op {
                Comparison::Lt => n.saturating_sub(1),
                Comparison::Gt => n.saturating_add(1),
                _ => n,
            }),
            (op, Value::Time(at)) => Value::Time(match op {
                Comparison::Lt => Time(at.0.saturating_sub(NANOS)),
                Comparison::Gt => Time(at.0.saturating_add(NANOS)),
                _ => at,
            }),
            _ => return,
        };
        if !holds(draft.value(path).as_ref(), op, &value) {
            match value {
                Value::Text(text) => self.text(draft, path, text),
                value => self.put(draft, path, value),
            }
        }
    }

    fn member(&self, draft: &mut Draft, path: Path, collection: &Collection, truth: bool) {
        match (collection, truth) {
            (Collection::Hours(hours), true) if path == Path::Field(FieldId::TIME) => {
                draft.time = hours.first_from(draft.time).unwrap_or(draft.time);
            }
            (Collection::Networks(_, networks), true) => {
                if let Some(network) = networks.first() {
                    self.put(draft, path, Value::Ip(network.address));
                }
            }
            // What is missing is in no network that is known.
            (Collection::Networks(..), false) => self.hand.fill(draft, path, self.number),
            (Collection::Texts(..) | Collection::Path(_), _) => {
                let texts = members(draft, collection);
                let now = draft.value(path);
                let is_in = |text: &String| now == Some(Value::Text(text.clone()));
                match texts.iter().any(is_in) {
                    is_so if is_so == truth => self.hand.fill(draft, path, self.number),
                    true => self.text(draft, path, "elsewhere.example".to_owned()),
                    false => {
                        if let Some(first) = texts.first() {
                            self.text(draft, path, first.clone());
                        }
                    }
                }
            }
            _ => {}
        }
    }

    fn like(&self, draft: &mut Draft, path: Path, globs: &Globs, truth: bool) {
        let globs: Vec<Glob> = match globs {
            Globs::Globs(_, globs) => globs.to_vec(),
            Globs::Path(other) => draft.texts(*other).into_iter().map(Glob::new).collect(),
        };
        let now = draft.texts(path);
        let is_like = |text: &String| globs.iter().any(|glob| glob.matches(text));
        if !truth || now.iter().any(is_like) {
            return self.hand.fill(draft, path, self.number);
        }
        if let Some(glob) = globs.first() {
            let run = format!("{}", self.number.saturating_add(1_000));
            self.text(draft, path, glob.text().replace('*', &run));
        }
    }

    fn contains(&self, draft: &mut Draft, path: Path, item: &str, truth: bool) {
        let mut texts = draft.texts(path);
        texts.retain(|text| text != item);
        if truth {
            texts.push(item.to_owned());
            texts.sort();
        }
        self.put(draft, path, Value::Texts(texts));
    }

    fn any_all(&self, draft: &mut Draft, path: Path, of: AnyAll, among: &Collection, truth: bool) {
        let among = members(draft, among);
        let mut texts = draft.texts(path);
        match (of, truth) {
            (AnyAll::All, true) => texts.retain(|text| among.contains(text)),
            (AnyAll::Any, false) => texts.retain(|text| !among.contains(text)),
            (AnyAll::All, false) => texts.push("other".to_owned()),
            (AnyAll::Any, true) => {}
        }
        if truth && !texts.iter().any(|text| among.contains(text)) {
            texts.extend(among.into_iter().next());
        }
        texts.sort();
        self.put(draft, path, Value::Texts(texts));
    }

    /// A colleague's word, given a while ago; the tenant's own only to whom everything is given.
    fn approve(&self, draft: &mut Draft, by: &Subject, of_tenant: bool, within: Length) {
        let least = if of_tenant {
            Means::Everything
        } else {
            Means::Colleague
        };
        if self.hand.means < least {
            return;
        }
        let colleague = self.hand.cast.colleague.clone();
        let (name, roles) = match &by.kind {
            SubjectKind::Anyone => (colleague, Vec::new()),
            SubjectKind::Roles(roles) => {
                let first = roles.first().map(|name| name.text.clone());
                (colleague, first.into_iter().collect())
            }
            SubjectKind::Actors(actors) => {
                let own = |(name, _): &&(String, _)| *name != self.hand.cast.actor;
                let other = actors.iter().find(own).map(|(name, _)| name.clone());
                (other.unwrap_or(colleague), Vec::new())
            }
            SubjectKind::ActorLike(glob, _) if glob.matches(&colleague) => (colleague, Vec::new()),
            SubjectKind::ActorLike(glob, _) => (glob.text().replace('*', "colleague"), Vec::new()),
        };
        let ago = Length::seconds(600).0.min(within.0);
        let at = draft.time.minus(Length(ago));
        draft.set(Path::Field(FieldId::APPROVER), Some(Value::Text(name)));
        draft.set(
            Path::Field(FieldId::APPROVER_ROLES),
            Some(Value::Texts(roles)),
        );
        draft.set(Path::Field(FieldId::APPROVED_AT), Some(Value::Time(at)));
        if of_tenant {
            let tenant = draft.text(Path::Field(FieldId::TENANT)).map(str::to_owned);
            draft.approver_of(tenant);
        }
    }
}

/// Takes no more rows than a comparison lets. More than is wanted is never taken.
fn take_less(draft: &mut Draft, path: Path, op: Comparison, bound: i64) {
    let most = match op {
        Comparison::Lt => bound.saturating_sub(1),
        Comparison::Le | Comparison::Eq => bound,
        Comparison::Ne | Comparison::Gt | Comparison::Ge => return,
    };
    let rows = match path {
        Path::Field(FieldId::BYTES) => most / BYTES_A_ROW,
        _ => most,
    };
    if rows < draft.rows() {
        draft.take(rows);
    }
}

fn moved(value: Value, by: Length) -> Value {
    match value {
        Value::Time(at) => Value::Time(at.plus(by)),
        other => other,
    }
}

fn holds(now: Option<&Value>, op: Comparison, with: &Value) -> bool {
    match (now, op) {
        (None, _) => false,
        (Some(now), Comparison::Eq) => now == with,
        (Some(now), Comparison::Ne) => now != with,
        // What it is compared with has been moved past the bound already.
        (Some(now), Comparison::Lt | Comparison::Le) => now <= with,
        (Some(now), Comparison::Gt | Comparison::Ge) => now >= with,
    }
}

fn members(draft: &Draft, collection: &Collection) -> Vec<String> {
    match collection {
        Collection::Texts(_, texts) => texts.to_vec(),
        Collection::Path(path) => draft.texts(*path),
        Collection::Networks(..) | Collection::Hours(_) => Vec::new(),
    }
}
