//! `approved by …`: by the event's own approver, and by the approvals table.

use super::{export, role, truth, world};
use crate::naive::evaluate::truth::Truth::{self, False, True, Unknown};
use crate::naive::model::World;
use crate::naive::model::directory::{Approval, Directory, Person};
use crate::naive::model::event::Event;
use crate::naive::model::expr::{Approved, Atom, Expr};
use crate::naive::model::instant::{HOUR, Nanos, at};
use crate::naive::model::policy::Subject;
use crate::naive::model::value::{Value, set, text};

fn noon() -> Nanos {
    at("2026-03-02T12:00:00")
}

fn approved_event() -> Event {
    let event = export()
        .with("approver", text("dpo@mail.example"))
        .with("approver_roles", set(["dpo"]));
    event
        .with("approved_at", Value::Time(noon() - HOUR))
        .with("ticket", text("SUP-1"))
}

fn asked(by: Subject, of_tenant: bool) -> Expr {
    Expr::Atom(Atom::Approved(Approved {
        by,
        of_tenant,
        at_most: 2 * HOUR,
    }))
}

fn by_dpo(world: &World, event: &Event) -> Truth {
    truth(world, event, &asked(role("dpo"), false))
}

fn plain() -> World {
    world(Vec::new(), Directory::default(), Vec::new())
}

fn dpo() -> Person {
    Person {
        actor: "dpo@mail.example".to_owned(),
        roles: ["dpo".to_owned()].into(),
        ..Person::default()
    }
}

fn with_people(people: Vec<Person>) -> World {
    world(
        Vec::new(),
        Directory {
            people: Some(people),
            ..Directory::default()
        },
        Vec::new(),
    )
}

fn with_rows(rows: Vec<Approval>) -> World {
    world(
        Vec::new(),
        Directory {
            approvals: Some(rows),
            people: Some(vec![dpo()]),
            ..Directory::default()
        },
        Vec::new(),
    )
}

fn row() -> Approval {
    Approval {
        ticket: "SUP-1".to_owned(),
        approver: "DPO@mail.example".to_owned(),
        approved_at: noon() - HOUR,
        ..Approval::default()
    }
}

#[test]
fn the_span_is_closed_at_both_ends() {
    for (before, expected) in [
        (0, True),
        (2 * HOUR, True),
        (2 * HOUR + 1, False),
        (-1, False),
    ] {
        let event = approved_event().with("approved_at", Value::Time(noon() - before));
        assert_eq!(by_dpo(&plain(), &event), expected, "{before}");
    }
}

#[test]
fn without_a_people_table_it_goes_by_the_event() {
    let event = approved_event();
    assert_eq!(
        by_dpo(&plain(), &event.with("approver_roles", set(["support"]))),
        False
    );
    for field in ["approver", "approver_roles", "approved_at", "actor"] {
        assert_eq!(by_dpo(&plain(), &event.without(field)), Unknown, "{field}");
    }
    assert_eq!(
        by_dpo(&plain(), &event.with("approver", text(" ANA@mail.example"))),
        False
    );
    assert_eq!(
        truth(
            &plain(),
            &event.without("approver_roles"),
            &asked(Subject::Anyone, false)
        ),
        True
    );
    assert_eq!(
        truth(
            &plain(),
            &event.without("approver"),
            &asked(Subject::Anyone, false)
        ),
        Unknown
    );
    assert_eq!(
        truth(&plain(), &event, &asked(Subject::Anyone, true)),
        Unknown
    );
    let late = event
        .without("approver")
        .with("approved_at", Value::Time(noon() + 1));
    assert_eq!(by_dpo(&plain(), &late), False);
}

#[test]
fn a_people_table_overrules_and_looks_at_the_time_of_the_approval() {
    assert_eq!(
        by_dpo(
            &with_people(vec![dpo()]),
            &approved_event().without("approver_roles")
        ),
        True
    );
    assert_eq!(by_dpo(&with_people(vec![]), &approved_event()), False);
    let left = |left| {
        with_people(vec![Person {
            left: Some(left),
            ..dpo()
        }])
    };
    assert_eq!(by_dpo(&left(noon() - HOUR), &approved_event()), False);
    assert_eq!(by_dpo(&left(noon() - HOUR + 1), &approved_event()), True);
    assert_eq!(
        truth(
            &left(noon() - HOUR),
            &approved_event(),
            &asked(Subject::Anyone, false)
        ),
        False
    );
    let alias = Person {
        actor: "ana@mail.example".to_owned(),
        aliases: vec!["dpo@mail.example".to_owned()],
        ..Person::default()
    };
    assert_eq!(
        truth(
            &with_people(vec![alias]),
            &approved_event(),
            &asked(Subject::Anyone, false)
        ),
        False
    );
}

#[test]
fn the_lockbox_wants_the_approver_to_be_the_tenants() {
    let lockbox = asked(Subject::Anyone, true);
    let at_home = |tenant: Option<&str>| {
        with_people(vec![Person {
            tenant: tenant.map(str::to_owned),
            ..dpo()
        }])
    };
    assert_eq!(
        truth(&at_home(Some("opensea")), &approved_event(), &lockbox),
        True
    );
    assert_eq!(
        truth(&at_home(Some("celsius")), &approved_event(), &lockbox),
        False
    );
    assert_eq!(truth(&at_home(None), &approved_event(), &lockbox), False);
    assert_eq!(
        truth(&with_people(vec![]), &approved_event(), &lockbox),
        Unknown
    );
    assert_eq!(
        truth(
            &at_home(None),
            &approved_event().without("tenant"),
            &lockbox
        ),
        Unknown
    );
}

#[test]
fn with_an_approvals_table_a_row_of_the_ticket_must_cover_the_event() {
    let bare = || approved_event().without("approver").without("approved_at");
    assert_eq!(by_dpo(&with_rows(vec![row()]), &bare()), True);
    assert_eq!(
        by_dpo(&with_rows(vec![row()]), &bare().without("ticket")),
        Unknown
    );
    assert_eq!(
        by_dpo(
            &with_rows(vec![row()]),
            &bare().with("ticket", text("sup-1"))
        ),
        False
    );
    assert_eq!(by_dpo(&with_rows(vec![]), &approved_event()), False);
    let some = |cell: &str| Some(cell.to_owned());
    for (row, field, expected) in [
        (
            Approval {
                tenant: some("opensea"),
                ..row()
            },
            "tenant",
            True,
        ),
        (
            Approval {
                tenant: some("celsius"),
                ..row()
            },
            "tenant",
            False,
        ),
        (
            Approval {
                list: some("news*"),
                ..row()
            },
            "list",
            True,
        ),
        (
            Approval {
                list: some("crm*"),
                ..row()
            },
            "list",
            False,
        ),
        (
            Approval {
                rows: Some(100),
                ..row()
            },
            "rows",
            True,
        ),
        (
            Approval {
                rows: Some(99),
                ..row()
            },
            "rows",
            False,
        ),
    ] {
        assert_eq!(
            by_dpo(&with_rows(vec![row.clone()]), &bare()),
            expected,
            "{row:?}"
        );
        assert_eq!(
            by_dpo(&with_rows(vec![row.clone()]), &bare().without(field)),
            Unknown,
            "{row:?}"
        );
        assert_eq!(
            by_dpo(&with_rows(vec![row, self::row()]), &bare().without(field)),
            True
        );
    }
    let every_list = Approval {
        list: some("*"),
        ..row()
    };
    assert_eq!(
        by_dpo(&with_rows(vec![every_list]), &bare().without("list")),
        True
    );
    let asker = |actor: &str| {
        with_rows(vec![Approval {
            actor: some(actor),
            ..row()
        }])
    };
    assert_eq!(by_dpo(&asker(" Ana@MAIL.example"), &bare()), True);
    assert_eq!(by_dpo(&asker("bo"), &bare()), False);
}

#[test]
fn an_approver_that_the_event_names_must_be_the_rows() {
    assert_eq!(by_dpo(&with_rows(vec![row()]), &approved_event()), True);
    assert_eq!(
        by_dpo(
            &with_rows(vec![row()]),
            &approved_event().with("approver", text("bo"))
        ),
        False
    );
    let mut world = with_rows(vec![row()]);
    world.directory.people = None;
    assert_eq!(by_dpo(&world, &approved_event()), True);
    assert_eq!(
        by_dpo(&world, &approved_event().without("approver")),
        Unknown
    );
    assert_eq!(
        by_dpo(&world, &approved_event().with("approver_roles", set([]))),
        False
    );
}
