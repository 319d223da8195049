//! Every rule's answer on one event.

use super::set::answers;
use super::world::{World, event, excerpt, fails, place};
use exeat::event::{FieldId, Value};
use exeat::judge::{Answer, Part, Reason, Truth};
use exeat::policy::{RuleId, WaiverId};
use exeat::report::{Asked, why};

fn view(world: &World, answers: &[Answer], waiver: Truth) -> String {
    let excerpt = excerpt(super::world::RECORD, &[]);
    let reason = fails(
        Part::Subject,
        world.span("waiver opensea-move", "actor \"ana.ruiz@mail.example\""),
        "the actor is somebody else",
        &[],
    );
    let reason = Reason {
        truth: waiver,
        ..reason
    };
    let asked = Asked {
        place: Some(&place(1842)),
        excerpt: Some(&excerpt),
        event: &event(),
        answers,
        waivers: &[(WaiverId(0), waiver, vec![reason])],
        policy: world.set.as_ref().unwrap(),
    };
    why(&world.context(), &asked)
}

#[test]
fn every_answer_part_by_part() {
    for width in [60, 80, 120] {
        let world = World::with_policy(width);
        let seen = view(&world, &answers(&world), Truth::False);
        super::snapshot(&format!("why.{width}.txt"), &seen);
    }
    let mut world = World::with_policy(80);
    world.look.unicode = false;
    let seen = view(&world, &answers(&world), Truth::False);
    assert!(seen.is_ascii());
    super::snapshot("why.ascii.txt", &seen);
}

#[test]
fn an_allowed_event_needs_nothing() {
    let world = World::with_policy(80);
    let mut all = answers(&world);
    for answer in &mut all {
        let yes = answer.rule == RuleId(3);
        answer.truth = if yes { Truth::True } else { Truth::False };
        for reason in &mut answer.reasons {
            reason.fails = !yes;
            reason.truth = answer.truth;
        }
    }
    let seen = view(&world, &all, Truth::True);
    super::snapshot("why.allowed.txt", &seen);
    assert!(!seen.contains("would have needed"));
}

#[test]
fn an_event_without_a_log_shows_its_fields() {
    let world = World::with_policy(80);
    let mut event = event();
    event.set(
        FieldId::PURPOSE,
        Some(Value::Text("a\u{1b}[2J\nb ".repeat(100))),
    );
    let asked = Asked {
        place: None,
        excerpt: None,
        event: &event,
        answers: &[],
        waivers: &[],
        policy: world.set.as_ref().unwrap(),
    };
    let seen = why(&world.context(), &asked);
    super::snapshot("why.event.txt", &seen);
}
