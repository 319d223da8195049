//! Every world that the prover shows is one, over thousands of generated policies.

use super::model::{is, prover, rule, set, staged, truth};
use crate::naive::cases::{again, seeds};
use crate::naive::generate::{EVERYTHING, world};
use crate::naive::model::policy_text;
use crate::naive::random::Rng;
use exeat::prove::{Answer, Ask, Truths};

#[test]
fn the_judge_confirms_every_world() {
    let (mut can, mut never, mut gave_up, mut rough) = (0, 0, 0, 0);
    for seed in seeds(100) {
        let rng = &mut Rng::new(seed);
        let texts = policy_text::files(&world(seed, EVERYTHING).policy, rng);
        let set = set(&texts);
        let prover = prover();
        for asked in questions(set.rules.len()) {
            let parts = asked.iter().map(|(at, truths)| rule(&set, *at, *truths));
            let ask = Ask::All(parts.collect());
            match prover.ask(&ask) {
                Answer::Never => never += 1,
                Answer::GaveUp(_) => gave_up += 1,
                Answer::Can(witness) => {
                    can += 1;
                    let staged = staged(&set, &witness);
                    let confirmed = staged.event.is_out()
                        && asked
                            .iter()
                            .all(|(at, truths)| is(truth(&set, *at, &staged), *truths));
                    if witness.rough && !confirmed {
                        rough += 1;
                        continue;
                    }
                    let rules = asked
                        .iter()
                        .map(|(at, truths)| (&set.rules[*at].name.text, truths));
                    assert!(
                        confirmed,
                        "{}\n{:?}\n{}\n{}",
                        again(seed),
                        rules.collect::<Vec<_>>(),
                        staged.text,
                        texts.join("\n")
                    );
                }
            }
        }
    }
    let told = format!("{can} can, {never} never, {gave_up} gave up, {rough} rough");
    assert!(
        can > 2_000 && never > 500 && gave_up + rough < can / 50,
        "{told}"
    );
}

/// Each rule by itself, and each pair, with several truths.
fn questions(rules: usize) -> Vec<Vec<(usize, Truths)>> {
    let mut all: Vec<Vec<(usize, Truths)>> = Vec::new();
    for one in 0..rules {
        for truths in [
            Truths::TRUE,
            Truths::FALSE,
            Truths::UNKNOWN,
            Truths::NOT_TRUE,
        ] {
            all.push(vec![(one, truths)]);
        }
        for other in 0..rules {
            if one != other {
                for truths in [Truths::NOT_TRUE, Truths::FALSE, Truths::UNKNOWN] {
                    all.push(vec![(one, Truths::TRUE), (other, truths)]);
                }
            }
        }
        let others = (0..rules).filter(|other| *other != one);
        let others = others.map(|other| (other, Truths::NOT_TRUE));
        all.push(std::iter::once((one, Truths::TRUE)).chain(others).collect());
    }
    all
}
