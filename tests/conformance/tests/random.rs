//! Expands and compiles random packages. `CONFORMANCE_SAMPLES=100000` expands more of them.

use std::env;

use airssys_bindings_conformance::expected::Random;
use airssys_bindings_conformance::random::{self, Failures, Sample};

/// Compares the failures of the samples up to a seed with the table.
fn check(expected: &Random, failures: &Failures, last: u64) {
    let mut unexpected = String::new();
    for (seed, failure) in failures {
        if !expected.fails.contains_key(&seed.to_string()) {
            let wit = Sample::of(*seed).map(|sample| sample.wit).unwrap_or_default();
            unexpected += &format!("seed {seed} {failure}\n{wit}\n");
        }
    }
    for seed in expected.fails.keys() {
        let seed: u64 = seed.parse().unwrap();
        if seed <= last && !failures.contains_key(&seed) {
            unexpected += &format!("seed {seed} passes: remove it from `expected/random.toml`\n");
        }
    }
    assert!(unexpected.is_empty(), "{unexpected}");
}

#[test]
fn samples_expand() {
    let expected = Random::read().unwrap();
    let count = env::var("CONFORMANCE_SAMPLES");
    let count = count.map_or(expected.expanded, |count| count.parse().unwrap());
    let outcome = random::expand(count);
    assert!(outcome.samples >= count);
    check(&expected, &outcome.failures, outcome.last);
}

#[test]
fn samples_compile() {
    let expected = Random::read().unwrap();
    let samples: Vec<_> = (0..).filter_map(Sample::of).take(expected.compiled).collect();
    let failures = random::compile_failures(&samples).unwrap();
    check(&expected, &failures, samples.last().map_or(0, |sample| sample.seed));
}
