//! Random packages. `CONFORMANCE_SAMPLES=100000` makes the run longer.

use std::env;

use airssys_bindings_conformance::expected::Random;
use airssys_bindings_conformance::random::{self, Faults, Sample};

/// Compares the faults of the samples up to a seed with the table.
fn check(expected: &Random, faults: &Faults, last: u64) {
    let mut wrong = String::new();
    for (seed, fault) in faults {
        if !expected.fails.contains_key(&seed.to_string()) {
            let text = Sample::of(*seed).map(|sample| sample.text).unwrap_or_default();
            wrong += &format!("seed {seed} {fault}\n{text}\n");
        }
    }
    for seed in expected.fails.keys() {
        let seed: u64 = seed.parse().unwrap();
        if seed <= last && !faults.contains_key(&seed) {
            wrong += &format!("seed {seed} is right: take it out of `expected/random.toml`\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn samples_become_rust() {
    let expected = Random::read().unwrap();
    let count = env::var("CONFORMANCE_SAMPLES");
    let count = count.map_or(expected.expanded, |count| count.parse().unwrap());
    let outcome = random::expanded(count);
    assert!(outcome.samples >= count);
    check(&expected, &outcome.faults, outcome.last);
}

#[test]
fn samples_compile() {
    let expected = Random::read().unwrap();
    let samples: Vec<_> = (0..).filter_map(Sample::of).take(expected.compiled).collect();
    let faults = random::uncompiled(&samples).unwrap();
    check(&expected, &faults, samples.last().map_or(0, |sample| sample.seed));
}
