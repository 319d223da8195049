//! The nearest allows are the first of all allows as they are ranked, however few are asked for.

use super::worlds;
use crate::naive::cases::{again, seeds};
use exeat::judge::{Answer, Judge, Part, Ranking};
use exeat::policy::Effect;

/// Of subject and target, how many fail.
fn beside(answer: &Answer) -> usize {
    let fails = |part| answer.reasons.iter().any(|r| r.part == part && r.fails);
    [Part::Subject, Part::Target]
        .into_iter()
        .filter(|part| fails(*part))
        .count()
}

/// So many parts fail: no more must change.
fn most(answer: &Answer) -> usize {
    answer.reasons.iter().filter(|reason| reason.fails).count()
}

#[test]
fn the_few_that_are_asked_for_are_the_first_of_all() {
    let mut levels = [0; 3];
    for seed in seeds(300) {
        let world = worlds::of(seed);
        let judge = Judge {
            policy: &world.set,
            directory: &world.directory,
        };
        let rules = world.set.rules_by_id();
        let allows = rules.filter(|(_, rule)| matches!(rule.effect, Effect::Allow));
        let allows: Vec<_> = allows.map(|(id, _)| id).collect();
        let ranking = Ranking::new(judge);
        for event in &world.events {
            let all = ranking.nearest(event, usize::MAX);
            let mut ranked: Vec<_> = all.answers.iter().map(|answer| answer.rule).collect();
            for answer in &all.answers {
                assert_eq!(*answer, judge.answer(answer.rule, event), "{}", again(seed));
                levels[beside(answer)] += 1;
            }
            let by_level = all.answers.is_sorted_by_key(beside);
            assert!(by_level, "{}\n{event:#?}", again(seed));
            for few in [0, 1, 2, 3] {
                let nearest = ranking.nearest(event, few);
                let first = all.answers.iter().take(few);
                assert!(
                    nearest.answers.iter().eq(first),
                    "{}\n{event:#?}",
                    again(seed)
                );
                if few > 0 {
                    let (few, all) = (nearest.lacks_approval_alone, all.lacks_approval_alone);
                    assert_eq!(few, all, "{}\n{event:#?}", again(seed));
                }
            }
            // Of what covers the event everything else is further.
            let zero = all.answers.iter().position(|answer| most(answer) > 0);
            let behind = zero.map_or(&[][..], |at| &all.answers[at..]);
            assert!(
                behind.iter().all(|answer| most(answer) > 0),
                "{}",
                again(seed)
            );
            ranked.sort_unstable();
            assert_eq!(ranked, allows, "{}", again(seed));
        }
    }
    assert!(levels.iter().all(|level| *level > 150), "{levels:?}");
}
