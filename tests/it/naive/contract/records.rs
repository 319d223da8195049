//! Records: what is out, what is one event, what conflicts.

use std::collections::BTreeMap;

use super::{export, found, is, world};
use crate::naive::evaluate::finding::Kind::{BlockedAttempt, NotAllowed};
use crate::naive::evaluate::remark::{Remark, remarks};
use crate::naive::evaluate::verdict::out;
use crate::naive::model::World;
use crate::naive::model::directory::Directory;
use crate::naive::model::event::{Cell, Event};
use crate::naive::model::value::{Value, text};

fn logged(log: Vec<Event>) -> World {
    world(Vec::new(), Directory::default(), log)
}

#[test]
fn out_is_whatever_is_not_surely_kept_in() {
    let with = |outcome: &str| export().with("outcome", text(outcome));
    let int = Value::Int;
    for (event, expected) in [
        (export(), true),
        (with("success"), true),
        (with("Blocked"), true),
        (with("unheard-of"), true),
        (with("blocked"), false),
        (with("failure"), true),
        (with("failure").without("rows"), false),
        (with("failure").with("rows", int(0)), false),
        (
            with("failure").with("rows", int(0)).with("bytes", int(1)),
            true,
        ),
    ] {
        assert_eq!(out(&event), expected, "{event:?}");
    }
    let mut negative = with("failure");
    negative
        .cells
        .insert("rows".to_owned(), Cell::Misfit(serde_json::json!(-5)));
    assert!(!out(&negative));
}

#[test]
fn equal_records_with_an_id_are_one_event_at_its_first_place() {
    assert_eq!(
        found(&logged(vec![export(), export()])),
        [is(0, NotAllowed, "")]
    );
    let nameless = export().without("id");
    assert_eq!(found(&logged(vec![nameless.clone(), nameless])).len(), 2);
    let other = export().with("rows", Value::Int(7));
    assert_eq!(found(&logged(vec![export(), other.clone()])).len(), 2);
    let told: BTreeMap<_, _> = [
        ((Remark::ConflictingId, "e-1".to_owned()), 1),
        ((Remark::DuplicateEvent, "e-1".to_owned()), 1),
    ]
    .into();
    assert_eq!(remarks(&logged(vec![export(), other, export()])), told);
    assert_eq!(remarks(&logged(vec![export()])), BTreeMap::new());
}

#[test]
fn what_was_blocked_and_would_have_been_a_violation_is_an_attempt() {
    assert_eq!(
        found(&logged(vec![export().with("outcome", text("blocked"))])),
        [is(0, BlockedAttempt, "")]
    );
}
