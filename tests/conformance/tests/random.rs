//! Random packages. `CONFORMANCE_SAMPLES=100000` makes the run longer.

use std::env;

use airssys_bindings_conformance::random::{self, Faults, Sample};

fn shown(faults: &Faults) -> String {
    let shown = |(seed, fault): (&u64, &String)| {
        let text = Sample::of(*seed).map(|sample| sample.text).unwrap_or_default();
        format!("seed {seed}: {fault}\n{text}\n")
    };
    faults.iter().map(shown).collect()
}

#[test]
fn a_thousand_samples_become_rust() {
    let count = env::var("CONFORMANCE_SAMPLES").map_or(1000, |count| count.parse().unwrap());
    let outcome = random::expanded(count);
    assert!(outcome.samples >= count);
    assert!(outcome.faults.is_empty(), "{}", shown(&outcome.faults));
}

#[test]
fn fifty_samples_compile() {
    let samples: Vec<_> = (0..).filter_map(Sample::of).take(50).collect();
    let faults = random::uncompiled(&samples).unwrap();
    assert!(faults.is_empty(), "{}", shown(&faults));
}
