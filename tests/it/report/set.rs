//! The resolved policy of the small world, and what the judge says by it.

use super::world::{World, time};
use exeat::directory::Directory;
use exeat::event::{Event, FieldId, Value};
use exeat::judge::{Answer, Judge, Reason, Truth};
use exeat::policy::{Known, PolicySet, WaiverId, resolve};
use exeat::syntax::parse;

/// Both texts, resolved; one rule names a role that nobody declared.
pub fn policy_set(world: &World) -> PolicySet {
    let parsed = [world.policy, world.conditions].map(|id| parse(world.sources.get(id).unwrap()));
    let [policy, conditions] = &parsed;
    resolve(&[&policy.file, &conditions.file], &Known::default()).set
}

/// Each waiver with its answer.
pub type WaiverAnswers = Vec<(WaiverId, Truth, Vec<Reason>)>;

/// The answers of every rule, and of every waiver, without a directory.
pub fn answers(set: &PolicySet, event: &Event) -> (Vec<Answer>, WaiverAnswers) {
    let directory = Directory::default();
    let judge = Judge {
        policy: set,
        directory: &directory,
    };
    let rules = set.rules_by_id().map(|(id, _)| judge.answer(id, event));
    let waivers = (0..).map(WaiverId).zip(&set.waivers).map(|(id, _)| {
        let (truth, reasons) = judge.waiver_answer(id, event);
        (id, truth, reasons)
    });
    (rules.collect(), waivers.collect())
}

/// An export that the support rule allows.
pub fn allowed() -> Event {
    let mut event = Event::at(time("2026-11-03T15:00:00Z"));
    let text = |s: &str| Some(Value::Text(s.to_owned()));
    let texts = |s: &str| Some(Value::Texts(vec![s.to_owned()]));
    for (field, value) in [
        (FieldId::ACTOR, text("ana.ruiz@mail.example")),
        (FieldId::ROLES, texts("support")),
        (FieldId::TENANT, text("opensea")),
        (FieldId::LIST, text("newsletter")),
        (FieldId::ROWS, Some(Value::Int(100))),
        (FieldId::TICKET, text("SUP-1234")),
        (FieldId::APPROVER, text("dpo@mail.example")),
        (FieldId::APPROVER_ROLES, texts("dpo")),
        (
            FieldId::APPROVED_AT,
            Some(Value::Time(time("2026-11-03T14:00:00Z"))),
        ),
    ] {
        event.set(field, value);
    }
    event
}
