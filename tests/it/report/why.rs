//! Every rule's answer on one event.

use super::set::{allowed, answers};
use super::world::{World, event, excerpt, place};
use exeat::event::{Event, FieldId, Value};
use exeat::report::{Asked, why};

/// The event of the picture, whose actor is an engineer by the log's word.
fn taken() -> Event {
    let mut event = event();
    event.set(
        FieldId::ROLES,
        Some(Value::Texts(vec!["engineer".to_owned()])),
    );
    event
}

fn of_record(world: &World) -> String {
    let set = world.set.as_ref().unwrap();
    let (answers, waivers) = answers(set, &taken());
    let asked = Asked {
        place: Some(&place(1842)),
        excerpt: Some(&excerpt(super::world::RECORD, &[])),
        event: &taken(),
        answers: &answers,
        waivers: &waivers,
        policy: set,
    };
    why(&world.context(), &asked)
}

#[test]
fn every_answer_part_by_part() {
    for width in [60, 80, 120] {
        let world = World::with_policy(width);
        super::snapshot(&format!("why.{width}.txt"), &of_record(&world));
    }
    let mut world = World::with_policy(80);
    world.look.unicode = false;
    let seen = of_record(&world);
    assert!(seen.is_ascii());
    super::snapshot("why.ascii.txt", &seen);
}

fn of_event(world: &World, event: &Event) -> String {
    let set = world.set.as_ref().unwrap();
    let (answers, waivers) = answers(set, event);
    let asked = Asked {
        place: None,
        excerpt: None,
        event,
        answers: &answers,
        waivers: &waivers,
        policy: set,
    };
    why(&world.context(), &asked)
}

#[test]
fn an_event_without_a_log_shows_its_fields() {
    let seen = of_event(&World::with_policy(80), &allowed());
    super::snapshot("why.event.txt", &seen);
}

#[test]
fn nothing_is_wanting_where_nothing_stands_against_it() {
    let mut world = World::with_policy(80);
    world
        .set
        .as_mut()
        .unwrap()
        .rules
        .retain(|rule| rule.name.text != "gone");
    // Without `gone` the numbers of the rules have moved: resolve is not asked again.
    world.set.as_mut().unwrap().waivers.clear();
    let seen = of_event(&world, &allowed());
    assert!(
        seen.contains("allowed by support-on-ticket, limits aside"),
        "{seen}"
    );
    assert!(!seen.contains("would have needed"), "{seen}");
}

#[test]
fn long_values_of_an_event_are_cut() {
    let world = World::with_policy(80);
    let mut event = allowed();
    event.set(
        FieldId::PURPOSE,
        Some(Value::Text("a\u{1b}[2J\nb ".repeat(2_000))),
    );
    let seen = of_event(&world, &event);
    assert!(seen.lines().count() < 80, "{seen}");
    assert!(seen.contains("a\\u{1b}[2J\\nb a"), "{seen}");
}
