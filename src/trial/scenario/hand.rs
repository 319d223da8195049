//! Who acts, with what, and what that lets him choose of an export.
//!
//! Asks the judge, and never takes anything to be allowed before it says so.

use super::super::world::Clock;
use super::Means;
use super::cast::{Cast, is_of};
use super::draft::{Draft, world};
use crate::directory::Row;
use crate::event::{Event, FieldId, Value};
use crate::judge::{Judge, Truth, Verdict};
use crate::policy::{ColumnId, Path, Rule, RuleId};
use crate::syntax::ast::{Entity, Type};

/// Lists of one tenant that are tried.
const MOST_LISTS: usize = 8;

/// Who acts, and with what.
#[derive(Clone, Copy)]
pub(super) struct Hand<'a> {
    pub(super) judge: Judge<'a>,
    pub(super) cast: &'a Cast,
    pub(super) means: Means,
}

impl Hand<'_> {
    /// Gives a path some value where it has none, and where that can be.
    pub(super) fn fill(&self, draft: &mut Draft, path: Path, number: u64) {
        if draft.value(path).is_some() || !self.may(path) {
            return;
        }
        let text = |text: &str| Some(Value::Text(text.to_owned()));
        let value = match (path, self.judge.policy.schema.type_of(path)) {
            (Path::Field(FieldId::TICKET), _) => Some(Value::Text(self.ticket(number))),
            (Path::Field(FieldId::APPROVER), _) => text(&self.cast.colleague),
            (Path::Field(FieldId::PURPOSE), _) => text("support"),
            (_, Some(Type::Text)) => text("export"),
            (_, Some(Type::Int)) => Some(Value::Int(1)),
            (_, Some(Type::Bool)) => Some(Value::Bool(true)),
            (_, Some(Type::Time)) => Some(Value::Time(draft.time)),
            (_, Some(Type::Texts)) => Some(Value::Texts(vec!["email".to_owned()])),
            (_, Some(Type::Ip)) => Some(Value::Ip([203, 0, 113, 7].into())),
            (_, None) => None,
        };
        draft.set(path, value);
    }

    /// The ticket to name where nothing says how one looks.
    pub(super) fn ticket(&self, number: u64) -> String {
        let made_up = || format!("TICKET-{}", number.saturating_add(1_000));
        self.cast.ticket.clone().unwrap_or_else(made_up)
    }

    /// Whether the means reach so far that a path's value can be chosen.
    pub(super) fn may(&self, path: Path) -> bool {
        let least = match path {
            Path::Field(
                FieldId::TIME
                | FieldId::ACTOR
                | FieldId::ROLES
                | FieldId::TENANT
                | FieldId::LIST
                | FieldId::OUTCOME,
            )
            | Path::Domain(FieldId::ACTOR) => return false,
            Path::Field(FieldId::TICKET) | Path::Domain(FieldId::TICKET) => Means::Ticket,
            Path::Field(FieldId::APPROVER | FieldId::APPROVER_ROLES | FieldId::APPROVED_AT)
            | Path::Domain(FieldId::APPROVER) => Means::Colleague,
            Path::Field(FieldId::DESTINATION) | Path::Domain(FieldId::DESTINATION) => {
                Means::Everything
            }
            Path::Field(_) | Path::Domain(_) => Means::Role,
            Path::Column(id) => match self.judge.policy.schema.column(id).map(|c| c.entity) {
                Some(Entity::Ticket) => Means::Ticket,
                _ => return false,
            },
        };
        self.means >= least
    }

    /// The lists of the export's tenant that a rule is about: the settings', the directory's, then names made up.
    pub(super) fn lists(&self, rule: &Rule, draft: &Draft) -> Vec<String> {
        let tenant = draft.text(Path::Field(FieldId::TENANT)).unwrap_or_default();
        let patterns = rule.target.iter().flat_map(|target| &target.patterns);
        let globs: Vec<_> = patterns
            .filter(|pattern| is_of(&pattern.tenant, tenant, self.cast.home.as_deref()))
            .map(|pattern| &pattern.list)
            .collect();
        let made_up = globs.iter().map(|glob| made_up_list(glob.text()));
        let table = self.judge.directory.lists.iter().flatten();
        let mut own: Vec<String> = table
            .filter(|((of, _), _)| of == tenant)
            .map(|((_, list), _)| list.clone())
            .collect();
        own.sort();
        let all = self.cast.lists.iter().cloned().chain(own).chain(made_up);
        let mut lists: Vec<String> = Vec::new();
        for list in all.filter(|list| globs.iter().any(|glob| glob.matches(list))) {
            if !lists.contains(&list) {
                lists.push(list);
            }
        }
        lists.truncate(MOST_LISTS);
        lists
    }

    /// Names the list, and says of it what the directory says.
    pub(super) fn choose_list(&self, draft: &mut Draft, list: &str) {
        let tenant = draft.text(Path::Field(FieldId::TENANT)).unwrap_or_default();
        let key = (tenant.to_owned(), list.to_owned());
        let row = self
            .judge
            .directory
            .lists
            .as_ref()
            .and_then(|table| table.get(&key));
        draft.set(
            Path::Field(FieldId::LIST),
            Some(Value::Text(list.to_owned())),
        );
        self.copy(draft, Entity::List, row);
    }

    /// Says of an entity what its row says, column by column.
    pub(super) fn copy(&self, draft: &mut Draft, entity: Entity, row: Option<&Row>) {
        let columns = (0..).map(ColumnId).zip(&self.judge.policy.schema.columns);
        for (id, _) in columns.filter(|(_, column)| column.entity == entity) {
            match row.map(|row| row.cells.get(&id)) {
                Some(Some(Some(value))) => draft.set(Path::Column(id), Some(value.clone())),
                // A column that the table lacks is missing; an empty cell says that there is none.
                Some(None) => draft.set(Path::Column(id), None),
                Some(Some(None)) | None => draft.unset(Path::Column(id)),
            }
        }
    }

    /// Whether a rule's condition holds.
    pub(super) fn truth(&self, draft: &Draft, id: RuleId) -> Truth {
        let answer = self.in_world(draft, |judge, event| judge.answer(id, event).truth);
        answer.unwrap_or(Truth::Unknown)
    }

    /// What the policy says of it, limits not added up.
    pub(super) fn verdict(&self, draft: &Draft) -> Option<Verdict> {
        self.in_world(draft, |judge, event| judge.verdict(event))
    }

    fn in_world<T>(&self, draft: &Draft, ask: impl Fn(&Judge<'_>, &Event) -> T) -> Option<T> {
        let given = draft.given();
        let world = world(&self.judge.policy.schema, &given, &mut Clock::start(&given))?;
        let judge = Judge {
            policy: self.judge.policy,
            directory: &world.directory,
        };
        Some(ask(&judge, &world.event))
    }
}

/// A list that a glob matches: `newsletter` of `newsletter*`, `all-contacts` of `all-*`.
fn made_up_list(glob: &str) -> String {
    let bare = glob.replace('*', "");
    let word = |c: char| c.is_alphanumeric();
    match bare.starts_with(word) && bare.ends_with(word) {
        true => bare,
        false if bare.is_empty() => "all-contacts".to_owned(),
        false => glob.replacen('*', "contacts", 1).replace('*', ""),
    }
}
