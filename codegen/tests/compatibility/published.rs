//! Published versions of WASI, with what `wit_component::semver_check` says about each of their worlds.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use airssys_bindings_codegen::compatibility::{Baseline, Request, check};
use airssys_bindings_codegen::diagnostic::Location;
use airssys_bindings_codegen::roots::Roots;
use serde_json::Value;
use wit_component::semver_check;
use wit_parser::{PackageName, Resolve, WorldId};

use crate::{given, write};

/// The packages with WIT in `wit/deps`: names and versions without build metadata, as `tests/published` depends on them.
const COMPATIBLE: [[(&str, &str); 2]; 3] = [
    [("wasip2", "1.0.4"), ("wasip2", "2.0.1")],
    [("wasi", "0.13.3"), ("wasip2", "2.0.1")],
    [("wasip3", "0.7.1"), ("wasip3", "0.10.0")],
];

/// Returns the packages in Cargo's registry folder on which `tests/published` depends.
fn published() -> &'static Value {
    static METADATA: OnceLock<Value> = OnceLock::new();
    METADATA.get_or_init(|| {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/published/Cargo.toml");
        let output = Command::new(env!("CARGO"))
            .args(["metadata", "--format-version=1", "--locked", "--filter-platform=wasm32-wasip2"])
            .arg("--manifest-path")
            .arg(manifest)
            .output()
            .expect("Cargo starts");
        let error = String::from_utf8_lossy(&output.stderr);
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{error}"))
    })
}

/// Returns the folder `wit` of a package.
fn wit((name, version): (&str, &str)) -> PathBuf {
    let mut packages = published()["packages"].as_array().into_iter().flatten();
    let package = packages.find(|package| {
        let found = package["version"].as_str().and_then(|found| found.split('+').next());
        package["name"] == name && found == Some(version)
    });
    let manifest = package.and_then(|package| package["manifest_path"].as_str());
    let manifest = Path::new(manifest.expect("`tests/published` depends on it"));
    manifest.parent().expect("a manifest has a folder").join("wit")
}

/// The packages with changes that break callers or implementers, by code.
fn changes(old: &Path, new: &Path) -> BTreeSet<(String, String)> {
    let path = |folder: &Path| given(&folder.join("deps").to_string_lossy());
    let roots = Roots { path: vec![path(new)], ..Roots::default() };
    let report = check(&Request { roots, baseline: Some(Baseline::Path(path(old))) });
    let changes = report.diagnostics.iter().map(|error| {
        let file = match &error.location {
            Location::Source(label) => report.files.get(label.file).path.clone(),
            Location::Path(_) | Location::Argument(_) | Location::Call => {
                panic!("{}", error.title())
            }
        };
        let file = Path::new(&file).file_stem().expect("a name").to_string_lossy().into_owned();
        (file, error.code().to_string())
    });
    changes.collect()
}

/// Returns the worlds that are in both versions, and whether `semver_check` accepts the new one.
fn worlds(old: &Path, new: &Path) -> Vec<(String, bool)> {
    let read = |folder: &Path| {
        let mut resolve = Resolve::default();
        resolve.push_path(folder).expect("valid");
        resolve
    };
    let mut both = read(old);
    // Packages of the same version would be merged; `semver_check` ignores versions.
    for (_, package) in &mut both.packages {
        let version = package.name.version.get_or_insert_with(|| semver::Version::new(0, 0, 0));
        version.pre = semver::Prerelease::new("old").expect("valid");
    }
    both.package_names = both.packages.iter().map(|(id, it)| (it.name.clone(), id)).collect();
    both.merge(read(new)).expect("no package is in both");
    let named = |is_old: bool| {
        let both = &both;
        both.worlds.iter().filter_map(move |(id, world)| {
            let PackageName { namespace, name, version } = &both.packages[world.package?].name;
            let found = version.as_ref().is_some_and(|version| version.pre.as_str() == "old");
            (found == is_old).then(|| (format!("{namespace}:{name}/{}", world.name), id))
        })
    };
    let pairs = named(true).filter_map(|(name, old)| {
        let (_, new) = named(false).find(|(other, _)| *other == name)?;
        Some((name, old, new))
    });
    let pairs: Vec<(String, WorldId, WorldId)> = pairs.collect();
    let answer = |old, new| semver_check(both.clone(), old, new).is_ok();
    pairs.into_iter().map(|(name, old, new)| (name, answer(old, new))).collect()
}

#[test]
fn later_versions_of_wasi_are_compatible() {
    for [old, new] in COMPATIBLE {
        let [one, other] = [old, new].map(wit);
        assert_eq!(changes(&one, &other), BTreeSet::new(), "{old:?} {new:?}");
        let worlds = worlds(&one, &other);
        assert!(worlds.len() >= 8 && worlds.iter().all(|(_, accepts)| *accepts), "{worlds:?}");
    }
}

/// Copies the WIT of WASI 0.3 as if it were the next version of 0.2.
fn copy_as_wasi_2(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("readable") {
        let path = entry.expect("readable").path();
        let to = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy_as_wasi_2(&path, &to);
        } else {
            let text = fs::read_to_string(&path).expect("readable").replace("@0.3.2", "@0.2.13");
            write(&to, &text.replace("version = 0.3.", "version = 0.2."));
        }
    }
}

#[test]
fn wasi_3_breaks_wasi_2() {
    let (old, new) = (wit(("wasip2", "2.0.1")), wit(("wasip3", "0.10.0")));
    // The next minor version of `0.x` allows all changes, but no version allows that `wasi:io` is gone.
    assert_eq!(changes(&old, &new), [("io".to_owned(), "AB1110".to_owned())].into());
    let folder = tempfile::tempdir().expect("writable");
    copy_as_wasi_2(&new, folder.path());
    let changes = changes(&old, folder.path());
    let of_version = changes.iter().filter(|(_, code)| code == "AB1130");
    let packages: BTreeSet<&str> = of_version.map(|(package, _)| package.as_str()).collect();
    assert_eq!(packages, ["cli", "clocks", "filesystem", "http", "random", "sockets"].into());
    for code in
        ["AB1111", "AB1112", "AB1114", "AB1115", "AB1116", "AB1120", "AB1122", "AB1125", "AB1126"]
    {
        assert!(changes.iter().any(|(_, found)| found == code), "{code}: {changes:?}");
    }
    // `wasi:http` has no world in both.
    let worlds = worlds(&old, &new);
    assert!(worlds.len() == 6 && worlds.iter().all(|(_, accepts)| !accepts), "{worlds:?}");
}
