//! Each case of the table against `wit_component::semver_check`, which looks at one world, and asks whether a guest of the old version
//! runs in a host of the new one.

use wit_component::semver_check;
use wit_parser::{Resolve, WorldId};

use crate::changes::cases;
use crate::compare_sources;

/// Why this crate reports a change that `semver_check` accepts.
const ONLY_OURS: [(&str, &[&str]); 4] = [
    (
        "a host of the old version calls the export, which a guest of the new version lacks",
        &["exported AB1111", "exported AB1124", " AB1128"],
    ),
    ("a host of the old version lacks the import of a guest of the new version", &[" AB1125"]),
    (
        "no function of the world uses the type, so that its guests do not import it; packages and other worlds may use it",
        &[
            "imported AB1111",
            "imported AB1112",
            "imported AB1117",
            "imported AB1118",
            "imported AB1119",
            "imported AB1120",
            "imported AB1121",
            "imported AB1122",
        ],
    ),
    ("the old name of a type that is exported is gone for its importers", &["exported AB1112"]),
];

/// Why this crate accepts a change of an exported interface that `semver_check` refuses.
const ONLY_THEIRS: [(&str, &[&str]); 1] = [(
    "`semver_check` demands that guests of the old version export the new type; hosts and other components only look up what they use",
    &["exported: record `r` is new", "exported: record `s` is new"],
)];

/// Returns the answer of `semver_check` for the world `w`, if both versions have it.
fn accepts(old: &str, new: &str) -> Option<bool> {
    let mut resolve = Resolve::default();
    let mut world = |version: &str, source: &str| -> Option<WorldId> {
        let source = source.replace("a:b@1.0.0", &format!("a:b@{version}"));
        let package = resolve.push_str("a.wit", &source).expect("the case is valid");
        resolve.packages[package].worlds.get("w").copied()
    };
    let (old, new) = (world("1.0.0", old), world("1.0.1", new));
    Some(semver_check(resolve, old?, new?).is_ok())
}

#[test]
fn differences_to_semver_check_have_a_reason() {
    let known =
        |table: &[(&str, &[&str])], key: &str| table.iter().any(|(_, keys)| keys.contains(&key));
    let (mut unexplained, mut compared) = (Vec::new(), 0);
    for (role, (_, old), (_, new)) in cases() {
        let Some(accepts) = accepts(&old, &new) else { continue };
        compared += 1;
        let report = compare_sources(&old, &new);
        let Some((version, breaking)) = report.diagnostics.split_last() else {
            assert!(accepts, "{old}\n{new}");
            continue;
        };
        let keys: Vec<String> = match (accepts, breaking.is_empty()) {
            (true, false) => {
                let codes = breaking.iter().map(|it| format!("{role} {}", it.code()));
                codes.filter(|key| !known(&ONLY_OURS, key)).collect()
            }
            (false, true) => {
                let notes = version.trail.iter().map(|step| format!("{role}: {}", step.text));
                notes.filter(|key| !known(&ONLY_THEIRS, key)).collect()
            }
            (true, true) | (false, false) => continue,
        };
        unexplained.extend(keys.into_iter().map(|key| format!("{key}\n{old}\n{new}")));
    }
    assert!(compared > 100, "{compared}");
    assert!(unexplained.is_empty(), "{}", unexplained.join("\n\n"));
}
