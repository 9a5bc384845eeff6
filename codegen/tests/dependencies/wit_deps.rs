//! Directories of `wit-deps`: a flat `deps.toml`, packages in `deps/<name>/`, and `deps.lock`.

use super::directory::{Directory, TYPES, USER};

const URL: &str = "https://example.com/types.tar.gz";
/// The digests that `wit-deps` writes for a folder with [`TYPES`] in `types.wit`.
const SHA256: &str = "4caebf853dffcbda7f6c45fc84cd9207c3706fd5d50c6d97670830fc315083bc";
const SHA512: &str = "c43cfa908d7c023d420d771e957159c650ceae347ff07a933f6ffdd9835771\
    826583d723126f1a94c32224c8e1567d791a1916bcbd2596ad02dfba8fd9764da8";

/// Creates a crate with a fetched dependency, and this manifest and lock.
fn fetched(manifest: &str, lock: &str) -> Directory {
    let directory = Directory::new(&[
        ("wit/user.wit", USER),
        ("wit/deps/types/types.wit", TYPES),
        ("wit/deps.toml", manifest),
    ]);
    if !lock.is_empty() {
        directory.write("wit/deps.lock", lock);
    }
    directory
}

fn locked(source: &str) -> String {
    format!("[types]\n{source}sha256 = \"{SHA256}\"\nsha512 = \"{SHA512}\"\n")
}

#[test]
fn all_forms_of_entries_are_accepted() {
    let (a, b) = ("0".repeat(64), "1".repeat(128));
    let url = format!("url = \"{URL}\"\n");
    let path = "path = \"../vendored\"\n";
    for (manifest, source) in [
        (format!("types = \"{URL}\"\n"), &url[..]),
        (format!("types = {{ url = \"{URL}\" }}\n"), &url),
        (format!("types = {{ url = \"{URL}\", sha256 = \"{a}\" }}\n"), &url),
        (format!("types = {{ url = \"{URL}\", sha512 = \"{b}\" }}\n"), &url),
        (format!("[types]\nurl = \"{URL}\"\nsha256 = \"{a}\"\nsha512 = \"{b}\"\n"), &url),
        (format!("types = {{ url = \"{URL}\", prefix = \"\" }}\n"), &url),
        (
            format!("types = {{ url = \"{URL}\", prefix = \"wit-0.3.0\" }}\n"),
            &format!("{url}prefix = \"wit-0.3.0\"\n"),
        ),
        ("types = \"../vendored\"\n".to_owned(), path),
        ("types = { path = \"../vendored\" }\n".to_owned(), path),
    ] {
        let expansion = fetched(&manifest, &locked(source)).expand();
        assert_eq!(expansion.messages(), "", "{manifest}");
        expansion.has(&["struct Pair", "fn take"]);
    }
}

#[test]
fn a_changed_package_is_reported_at_its_digest_in_the_lock() {
    let manifest = format!("types = \"{URL}\"\n");
    let lock = locked(&format!("url = \"{URL}\"\n"));
    let directory = fetched(&manifest, &lock);
    let expansion = directory.expand_valid();
    assert!(expansion.tracks(&directory.path("wit/deps.lock")));
    directory.write("wit/deps/types/types.wit", format!("{TYPES}\n"));
    let message = "`wit/deps/types` does not match its digest in `deps.lock`";
    let expansion = directory.expand();
    expansion.reports(&["warning: ", message, "--> wit/deps.lock:3:10"]);
    expansion.has(&["struct Pair", "fn take"]);
    directory.write("wit/deps/types/types.wit", format!("\u{feff}{TYPES}"));
    directory.expand().reports(&[message]);
    directory.write("wit/deps/types/types.wit", TYPES);
    directory.write("wit/deps/types/more.wit", "");
    directory.expand().reports(&[message]);
}

#[test]
fn transitive_packages_of_a_lock_are_verified() {
    let manifest = format!("types = \"{URL}\"\n");
    let lock = locked(&format!("url = \"{URL}\"\n")).replace("sha512", "deps = [\"more\"]\nsha512");
    let more = format!("{lock}\n[more]\nsha256 = \"{SHA256}\"\nsha512 = \"{SHA512}\"\n");
    let directory = fetched(&manifest, &more);
    directory.expand().reports(&["warning: `more` is not fetched", "--> wit/deps.lock:7:2"]);
    directory.write("wit/deps/more/types.wit", TYPES);
    directory.expand_valid();
    directory.write("wit/deps/more/types.wit", "package t:more;\n interface i {}\n");
    directory.expand().reports(&[
        "`wit/deps/more` does not match its digest in `deps.lock`",
        "--> wit/deps.lock:8:10",
    ]);
}

#[test]
fn a_missing_package_suggests_wit_deps() {
    let directory = Directory::new(&[("wit/user.wit", USER)]);
    directory.write("wit/deps.toml", format!("types = \"{URL}\"\n"));
    directory.expand().reports(&[
        "error: `types` is not fetched",
        "--> wit/deps.toml:1:1",
        "run `wit-deps`",
    ]);
}

#[test]
fn an_entry_is_only_missing_if_a_package_needs_it() {
    let manifest = format!("all = \"{URL}\"\n");
    let transitive = locked("").replace("[types]\n", "deps = [\"types\"]\n[types]\n");
    let zeros = format!("sha256 = \"{}\"\nsha512 = \"{}\"\n", "0".repeat(64), "0".repeat(128));
    let mut directory = fetched(&manifest, &format!("[all]\nurl = \"{URL}\"\n{zeros}{transitive}"));
    let expansion = directory.expand();
    expansion.reports(&["warning: `all` is not fetched", "--> wit/deps.toml:1:1"]);
    expansion.has(&["struct Pair", "fn take"]);
    directory.request.resolution.locked = true;
    directory.expand().reports(&["error: `all` is not fetched"]);
}

#[test]
fn with_locked_every_stale_lock_is_an_error() {
    let (manifest, url) = (format!("types = \"{URL}\"\n"), format!("url = \"{URL}\"\n"));
    let valid = locked(&url);
    let digest = valid.replace(SHA256, &"0".repeat(64));
    let other = valid.replace("example.com", "example.org");
    let more = format!("{valid}{}", valid.replace("[types]", "[more]"));
    let cases = [
        ("", "has URLs, but no `deps.lock`"),
        ("# empty", "`types` is not in `wit/deps.lock`"),
        (&digest, "`wit/deps/types` does not match its digest"),
        (&other, "the source of `types` in `deps.lock` differs"),
        (&more, "`more` is locked, but is not in `deps.toml`"),
    ];
    for (lock, message) in cases {
        let mut directory = fetched(&manifest, lock);
        directory.expand().reports(&["warning: ", message]);
        directory.request.resolution.locked = true;
        directory.expand().reports(&["error: ", message]);
        directory.write("wit/deps.lock", &valid);
        directory.expand_valid();
    }
}

#[test]
fn urls_without_a_lock_are_a_warning() {
    let expansion = fetched(&format!("types = \"{URL}\"\n"), "").expand();
    expansion
        .reports(&["warning: `deps.toml` has URLs, but no `deps.lock`", "--> wit/deps.toml:1:9"]);
    expansion.has(&["fn take"]);
    // Paths are not fetched, and need none.
    let directory = fetched("types = \"../vendored\"\n", "");
    directory.expand_valid();
}

#[test]
fn a_path_entry_need_not_be_copied() {
    let directory = Directory::new(&[("wit/user/user.wit", USER), ("wit/types/types.wit", TYPES)]);
    directory.write("wit/user/deps.toml", "types = \"../types\"\n");
    directory.expand_valid();
}
