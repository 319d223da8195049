//! Who holds which role when, whose tenant is whose, and who is listed.

use super::{compare, export, truth, world};
use crate::naive::evaluate::attribute::{Found, Lies, look_up};
use crate::naive::evaluate::truth::Truth::{False, True};
use crate::naive::model::World;
use crate::naive::model::directory::{Directory, Grant, Person};
use crate::naive::model::event::Event;
use crate::naive::model::expr::{Atom, Comparison, Expr, Presence};
use crate::naive::model::instant::{Nanos, at};
use crate::naive::model::value::{Value, set, text};

fn noon() -> Nanos {
    at("2026-03-02T12:00:00")
}

fn ana() -> Person {
    Person {
        actor: "Ana@mail.example".to_owned(),
        aliases: vec!["ANA".to_owned()],
        roles: ["support".to_owned()].into(),
        tenant: Some("opensea".to_owned()),
        ..Person::default()
    }
}

fn grant(actor: &str) -> Grant {
    Grant {
        actor: actor.to_owned(),
        role: "dpo".to_owned(),
        from: Some(noon()),
        until: noon() + 1,
    }
}

fn company(people: Vec<Person>, grants: Vec<Grant>) -> World {
    world(
        Vec::new(),
        Directory {
            people: Some(people),
            grants: Some(grants),
            ..Directory::default()
        },
        Vec::new(),
    )
}

fn roles(world: &World, event: &Event) -> Found {
    look_up(world, event, "roles")
}

#[test]
fn the_people_table_overrules_the_logs_roles() {
    let claimed = export().with("roles", set(["engineer"]));
    let company = |people| company(people, vec![]);
    assert_eq!(
        roles(&world(vec![], Directory::default(), vec![]), &claimed),
        Found::Is(set(["engineer"]))
    );
    assert_eq!(
        roles(&company(vec![ana()]), &claimed),
        Found::Is(set(["support"]))
    );
    assert_eq!(roles(&company(vec![]), &claimed), Found::Is(set([])));
    assert_eq!(
        roles(&company(vec![ana()]), &claimed.without("actor")),
        Found::Missing
    );
    assert_eq!(
        roles(
            &company(vec![Person {
                left: Some(noon()),
                ..ana()
            }]),
            &claimed
        ),
        Found::Is(set([]))
    );
    assert_eq!(
        roles(
            &company(vec![Person {
                left: Some(noon() + 1),
                ..ana()
            }]),
            &claimed
        ),
        Found::Is(set(["support"]))
    );
    assert_eq!(
        roles(
            &company(vec![Person {
                joined: Some(noon()),
                ..ana()
            }]),
            &claimed
        ),
        Found::Is(set(["support"]))
    );
    assert_eq!(
        roles(
            &company(vec![Person {
                joined: Some(noon() + 1),
                ..ana()
            }]),
            &claimed
        ),
        Found::Is(set([]))
    );
}

#[test]
fn a_grant_is_a_role_for_a_while_within_employment() {
    let dpo = || vec![grant(" ana ")];
    assert_eq!(
        roles(&company(vec![ana()], dpo()), &export()),
        Found::Is(set(["dpo", "support"]))
    );
    assert_eq!(
        roles(
            &company(
                vec![Person {
                    left: Some(noon()),
                    ..ana()
                }],
                dpo()
            ),
            &export()
        ),
        Found::Is(set([]))
    );
    let later = export().with("time", Value::Time(noon() + 1));
    assert_eq!(
        roles(&company(vec![ana()], dpo()), &later),
        Found::Is(set(["support"]))
    );
    assert_eq!(
        roles(&company(vec![], vec![grant("ANA@mail.example")]), &export()),
        Found::Is(set(["dpo"]))
    );
    assert_eq!(
        look_up(&company(vec![ana()], dpo()), &export(), "actor.roles"),
        Found::Is(set(["support"]))
    );
}

#[test]
fn the_home_tenant_outside_employment_is_none() {
    let home = |person| look_up(&company(vec![person], vec![]), &export(), "actor.tenant");
    assert_eq!(home(ana()), Found::Is(text("opensea")));
    assert_eq!(
        home(Person {
            left: Some(noon()),
            ..ana()
        }),
        Found::Nothing(Lies::Nowhere)
    );
    assert_eq!(
        home(Person {
            tenant: None,
            ..ana()
        }),
        Found::Nothing(Lies::Nowhere)
    );
    assert_eq!(
        look_up(&company(vec![], vec![]), &export(), "actor.tenant"),
        Found::Missing
    );
    let roles = |person| look_up(&company(vec![person], vec![]), &export(), "actor.roles");
    assert_eq!(
        roles(Person {
            left: Some(noon()),
            ..ana()
        }),
        Found::Is(set([]))
    );
}

#[test]
fn an_alias_stands_for_its_person_but_its_spelling_is_its_own() {
    let company = company(vec![ana()], vec![]);
    let event = export().with("actor", text("Ana"));
    let listed = Expr::Atom(Atom::Is("actor".to_owned(), Presence::Listed));
    assert_eq!(truth(&company, &event, &listed), True);
    assert_eq!(
        truth(
            &company,
            &event,
            &compare("actor", Comparison::Equal, text("ana@mail.example"))
        ),
        True
    );
    assert_eq!(
        truth(
            &company,
            &export(),
            &compare("actor", Comparison::Equal, text("ANA"))
        ),
        True
    );
    assert_eq!(
        truth(
            &company,
            &event,
            &compare("actor", Comparison::Unequal, text("bo"))
        ),
        True
    );
    let domain = Expr::Atom(Atom::Is("actor.domain".to_owned(), Presence::Set));
    assert_eq!(truth(&company, &event, &domain), False);
}
