//! Patterns of a target: tenants, lists, sets of tenants, one's own.

use super::{export, pattern, world};
use crate::naive::evaluate::scope::condition;
use crate::naive::evaluate::truth::Truth::{self, False, True, Unknown};
use crate::naive::model::World;
use crate::naive::model::directory::{Directory, Person};
use crate::naive::model::event::Event;
use crate::naive::model::policy::{Glob, Item, NamedSet, Pattern, Rule, TenantPart};
use crate::naive::model::value::text;

fn with_sets() -> World {
    let set = |name: &str, items: &[&str]| NamedSet {
        name: name.to_owned(),
        items: items
            .iter()
            .map(|item| Item::Bare((*item).to_owned()))
            .collect(),
    };
    let mut world = world(Vec::new(), Directory::default(), Vec::new());
    world.policy.sets = vec![
        set("crypto", &["opensea", "celsius"]),
        set("wide", &["crypto", "acme"]),
    ];
    world
}

fn about(world: &World, event: &Event, pattern: Pattern) -> Truth {
    condition(
        world,
        event,
        &Rule {
            target: Some(vec![pattern]),
            ..super::allow_all()
        },
    )
}

#[test]
fn a_pattern_matches_whole_names() {
    for (tenant, list, expected) in [
        ("any", "*", True),
        ("opensea", "news*", True),
        ("open*", "newsletter", True),
        ("OpenSea", "*", False),
        ("open", "*", False),
        ("*", "letter", False),
        ("crypto", "*", True),
        ("wide", "newsletter", True),
        ("acme", "*", False),
    ] {
        assert_eq!(
            about(&with_sets(), &export(), pattern(tenant, list)),
            expected,
            "{tenant}/{list}"
        );
    }
    let quoted = TenantPart::Glob(Glob {
        text: "crypto".to_owned(),
        quoted: true,
    });
    assert_eq!(
        about(
            &with_sets(),
            &export(),
            Pattern {
                tenant: quoted,
                list: Glob::word("*")
            }
        ),
        False
    );
    let deep = export().with("list", text("crm/gold/2024"));
    assert_eq!(about(&with_sets(), &deep, pattern("any", "crm/*")), True);
}

#[test]
fn a_pattern_over_what_is_missing_is_unknown_but_for_any_and_a_star() {
    let (no_tenant, no_list) = (export().without("tenant"), export().without("list"));
    for (event, tenant, list, expected) in [
        (&no_tenant, "any", "*", True),
        (&no_tenant, "*", "newsletter", True),
        (&no_tenant, "opensea", "*", Unknown),
        (&no_tenant, "open*", "*", Unknown),
        (&no_tenant, "opensea", "other", False),
        (&no_tenant, "own", "*", Unknown),
        (&no_list, "opensea", "*", True),
        (&no_list, "opensea", "n*", Unknown),
        (&no_list, "celsius", "n*", False),
    ] {
        assert_eq!(
            about(&with_sets(), event, pattern(tenant, list)),
            expected,
            "{tenant}/{list}"
        );
    }
}

#[test]
fn own_is_the_home_tenant_of_who_has_one() {
    let own = |world: &World| about(world, &export(), pattern("own", "*"));
    let mut world = with_sets();
    assert_eq!(own(&world), Unknown);
    world.directory.people = Some(vec![]);
    assert_eq!(own(&world), Unknown);
    for (home, expected) in [
        (None, False),
        (Some("opensea"), True),
        (Some("celsius"), False),
    ] {
        let person = Person {
            actor: "ana@mail.example".to_owned(),
            tenant: home.map(str::to_owned),
            ..Person::default()
        };
        world.directory.people = Some(vec![person]);
        assert_eq!(own(&world), expected, "{home:?}");
    }
}
