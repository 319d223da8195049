//! `approved by … at most … before`: by the event's own word, or by a row of the approvals table.

use super::held::Texts;
use super::scene::Scene;
use super::subject;
use super::truth::Truth;
use crate::directory::{Approval, Cell, RolesFrom};
use crate::event::{FieldId, Value};
use crate::policy::{Subject, SubjectKind};
use crate::time::{Length, Time};

/// What an approval atom says, and of what.
pub(super) struct Approved<'s> {
    pub(super) truth: Truth,
    /// The approval that comes nearest to what is asked; none where there is no row, or no ticket to find one by.
    pub(super) nearest: Option<Candidate<'s>>,
}

/// One approval, held against what is asked.
pub(super) struct Candidate<'s> {
    /// As the event or the table spells it.
    pub(super) approver: Option<&'s str>,
    pub(super) at: Option<Time>,
    /// The row of the approvals table; none for the event's own word.
    pub(super) row: Option<&'s Approval>,
    /// All that must be true.
    pub(super) checks: [(Check, Truth); 10],
}

/// What must be true of an approval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Check {
    /// The row's approver is the one that the event names, if it names one.
    IsTheNamed,
    /// The row covers the event's actor.
    CoversActor,
    /// The row covers the event's tenant.
    CoversTenant,
    /// The row covers the event's list.
    CoversList,
    /// The row's cap covers the event's rows.
    CoversRows,
    /// The approver is not the exporter.
    IsAnother,
    /// The approver was there when it was given: only so long does an approval hold.
    WasThere,
    /// The approver is of the subject.
    IsOfSubject,
    /// The approver's home is the event's tenant, where that is asked.
    IsOfTenant,
    /// It was given before, and not too long before.
    IsInTime,
}

/// What is asked of an approval.
struct Asked<'s, 'a> {
    scene: &'s Scene<'a>,
    by: &'s Subject,
    of_tenant: bool,
    within: Length,
}

/// Kleene's or over the rows of the event's ticket; without an approvals table, the event's own word.
pub(super) fn approved<'s>(
    scene: &'s Scene<'_>,
    by: &'s Subject,
    of_tenant: bool,
    within: Length,
) -> Approved<'s> {
    let asked = Asked {
        scene,
        by,
        of_tenant,
        within,
    };
    if scene.directory.approvals.is_none() {
        return Approved::of(Some(asked.events_own()), Truth::Unknown);
    }
    let Some(ticket) = scene.event.text(FieldId::TICKET) else {
        return Approved::of(None, Truth::Unknown);
    };
    let rows = scene.directory.approvals_of(ticket).unwrap_or_default();
    let candidates = rows.iter().map(|row| asked.by_row(row));
    Approved::of(candidates.reduce(Candidate::nearer), Truth::False)
}

impl<'s> Approved<'s> {
    fn of(nearest: Option<Candidate<'s>>, without: Truth) -> Self {
        let truth = nearest.as_ref().map_or(without, Candidate::truth);
        Self { truth, nearest }
    }
}

impl Candidate<'_> {
    /// Kleene's and of its checks.
    fn truth(&self) -> Truth {
        let truths = self.checks.iter().map(|(_, truth)| *truth);
        truths.min().unwrap_or(Truth::True)
    }

    /// The one with the greater truth; among equals, of which more is true; else the first.
    fn nearer(self, other: Self) -> Self {
        let rank = |c: &Self| {
            let holding = c.checks.iter().filter(|(_, t)| *t == Truth::True);
            (c.truth(), holding.count())
        };
        if rank(&other) > rank(&self) {
            other
        } else {
            self
        }
    }
}

impl<'s> Asked<'s, '_> {
    /// What the event itself says of its approval.
    fn events_own(&self) -> Candidate<'s> {
        let event = self.scene.event;
        let at = match event.get(FieldId::APPROVED_AT) {
            Some(Value::Time(at)) => Some(*at),
            _ => None,
        };
        self.candidate(event.text(FieldId::APPROVER), at, None)
    }

    fn by_row(&self, row: &'s Approval) -> Candidate<'s> {
        self.candidate(Some(&row.approver), Some(row.approved_at), Some(row))
    }

    fn candidate(
        &self,
        approver: Option<&'s str>,
        at: Option<Time>,
        row: Option<&'s Approval>,
    ) -> Candidate<'s> {
        let named = row.and_then(|_| self.scene.event.text(FieldId::APPROVER));
        let checks = [
            (
                Check::IsTheNamed,
                named.map_or(Truth::True, |named| self.same(Some(named), approver)),
            ),
            (Check::CoversActor, self.covers_actor(row)),
            (Check::CoversTenant, self.covers_tenant(row)),
            (Check::CoversList, self.covers_list(row)),
            (Check::CoversRows, self.covers_rows(row)),
            (
                Check::IsAnother,
                self.same(approver, self.scene.event.text(FieldId::ACTOR))
                    .negate(),
            ),
            (Check::WasThere, self.was_there(approver, at)),
            (Check::IsOfSubject, self.is_of_subject(approver, at, row)),
            (Check::IsOfTenant, self.is_of_tenant(approver, at)),
            (Check::IsInTime, self.is_in_time(at)),
        ];
        Candidate {
            approver,
            at,
            row,
            checks,
        }
    }

    /// Whether two folded names are one person; open where either is missing.
    fn same(&self, a: Option<&str>, b: Option<&str>) -> Truth {
        let (Some(a), Some(b)) = (a, b) else {
            return Truth::Unknown;
        };
        let directory = self.scene.directory;
        Truth::from(directory.person(a) == directory.person(b))
    }

    fn covers_actor(&self, row: Option<&Approval>) -> Truth {
        let Some(actor) = row.and_then(|row| row.actor.as_deref()) else {
            return Truth::True;
        };
        self.same(Some(actor), self.scene.event.text(FieldId::ACTOR))
    }

    fn covers_tenant(&self, row: Option<&Approval>) -> Truth {
        let Some(tenant) = row.and_then(|row| row.tenant.as_deref()) else {
            return Truth::True;
        };
        let of_event = self.scene.event.text(FieldId::TENANT);
        Truth::from(of_event.map(|t| t == tenant))
    }

    fn covers_list(&self, row: Option<&Approval>) -> Truth {
        let list = row.and_then(|row| row.list.as_ref());
        list.map_or(Truth::True, |glob| super::target::list(self.scene, glob))
    }

    fn covers_rows(&self, row: Option<&Approval>) -> Truth {
        let Some(cap) = row.and_then(|row| row.rows) else {
            return Truth::True;
        };
        let rows = self.scene.event.int(FieldId::ROWS);
        Truth::from(rows.map(|rows| rows <= cap))
    }

    fn is_of_subject(
        &self,
        approver: Option<&str>,
        at: Option<Time>,
        row: Option<&Approval>,
    ) -> Truth {
        match &self.by.kind {
            SubjectKind::Roles(_) => self.holds_role(approver, at, row),
            _ => subject::is_named(self.scene, self.by, approver),
        }
    }

    fn holds_role(
        &self,
        approver: Option<&str>,
        at: Option<Time>,
        row: Option<&Approval>,
    ) -> Truth {
        let Scene {
            directory, event, ..
        } = self.scene;
        if directory.tells_roles() {
            let then = approver.zip(at);
            let roles = then.and_then(|(who, at)| directory.roles_of(who, at));
            return subject::holds_role(self.by, roles.as_ref().map(Texts::Roles));
        }
        if approver.is_none() {
            return Truth::Unknown;
        }
        let names_this = || self.same(event.text(FieldId::APPROVER), approver) == Truth::True;
        let counts = row.is_none() || names_this();
        let roles = event.texts(FieldId::APPROVER_ROLES).filter(|_| counts);
        subject::holds_role(self.by, roles.map(Texts::Value))
    }

    fn was_there(&self, approver: Option<&str>, at: Option<Time>) -> Truth {
        let directory = self.scene.directory;
        let Some(who) = approver.filter(|_| directory.tells_roles()) else {
            return Truth::True;
        };
        match at {
            Some(at) => Truth::from(directory.was_employed(who, at).unwrap_or(true)),
            None => Truth::Unknown,
        }
    }

    fn is_of_tenant(&self, approver: Option<&str>, at: Option<Time>) -> Truth {
        if !self.of_tenant {
            return Truth::True;
        }
        let Scene {
            directory, event, ..
        } = self.scene;
        let Some(tenant) = event.text(FieldId::TENANT) else {
            return Truth::Unknown;
        };
        if directory.roles == RolesFrom::Event {
            let home = directory.approver_tenant.as_deref();
            return Truth::from(home.map(|home| home == tenant));
        }
        match approver.zip(at).map(|(who, at)| directory.home_of(who, at)) {
            Some(Cell::Value(Value::Text(home))) => Truth::from(home == tenant),
            Some(Cell::None) => Truth::False,
            _ => Truth::Unknown,
        }
    }

    fn is_in_time(&self, at: Option<Time>) -> Truth {
        let time = self.scene.event.time;
        Truth::from(at.map(|at| at <= time && time.since(at) <= self.within))
    }
}
