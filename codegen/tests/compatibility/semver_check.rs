//! The cases of the table against `wit_component::semver_check`, which looks at one world, and asks whether a guest of the old version runs
//! in a host of the new one.

use wit_component::semver_check;
use wit_parser::{Resolve, WorldId};

use crate::changes::cases;
use crate::compare_sources;

/// Why this crate reports changes that `semver_check` accepts, by the use of the interface and the code.
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
            "imported AB1124",
        ],
    ),
    ("the old name of a type that is exported is gone for its importers", &["exported AB1112"]),
];

/// `true` for the one reason why this crate accepts a change that `semver_check` refuses: it demands that guests of the old version export a
/// type that is new in an exported interface. Hosts and other components only look up what they use.
fn is_only_theirs(role: &str, note: &str) -> bool {
    let words = ["record", "variant", "enum", "flags", "type"];
    role == "exported"
        && note.ends_with("is new")
        && words.iter().any(|word| note.starts_with(word))
}

/// The part of all pairs of an old and a new version of different cases that is compared.
const SAMPLE: usize = 37;

/// Returns the cases of the table, and a sample of the pairs of an old and a new version of different ones.
fn pairs() -> Vec<(&'static str, String, String)> {
    let cases = cases();
    let crossed = cases.iter().flat_map(|(role, (old_items, old), _)| {
        cases.iter().filter_map(move |(other, _, (new_items, new))| {
            // Both are in the same frame.
            let is_pair =
                role == other && old.len() - old_items.len() == new.len() - new_items.len();
            is_pair.then(|| (*role, old.clone(), new.clone()))
        })
    });
    let own = cases.iter().map(|(role, (_, old), (_, new))| (*role, old.clone(), new.clone()));
    own.chain(crossed.step_by(SAMPLE)).collect()
}

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
    let is_only_ours = |key: &str| ONLY_OURS.iter().any(|(_, keys)| keys.contains(&key));
    let (mut unexplained, mut compared) = (Vec::new(), 0);
    for (role, old, new) in pairs() {
        let Some(accepts) = accepts(&old, &new) else { continue };
        compared += 1;
        let report = compare_sources(&old, &new);
        let (of_version, breaking): (Vec<_>, Vec<_>) =
            report.diagnostics.iter().partition(|it| it.code().to_string() == "AB1130");
        let keys: Vec<String> = match (accepts, breaking.is_empty()) {
            (true, false) => {
                let keys = breaking.iter().map(|it| format!("{role} {}", it.code()));
                keys.filter(|key| !is_only_ours(key)).collect()
            }
            (false, true) => {
                let mut notes = of_version.iter().flat_map(|it| &it.trail);
                let has_reason = notes.any(|note| is_only_theirs(role, &note.text));
                (!has_reason).then(|| format!("{role} compatible")).into_iter().collect()
            }
            (true, true) | (false, false) => continue,
        };
        unexplained.extend(keys.into_iter().map(|key| format!("{key}\n{old}\n{new}")));
    }
    assert!(compared > 200, "{compared}");
    assert!(unexplained.is_empty(), "{}", unexplained.join("\n\n"));
}
