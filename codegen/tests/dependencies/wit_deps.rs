//! Directories as `wit-deps` makes them: a flat `deps.toml`, packages in `deps/<name>/`, and `deps.lock`.

use super::directory::{Directory, TYPES, USER};

const URL: &str = "https://example.com/types.tar.gz";
/// What `wit-deps` writes for a folder with the one file `types.wit` that holds [`TYPES`].
const SHA256: &str = "4caebf853dffcbda7f6c45fc84cd9207c3706fd5d50c6d97670830fc315083bc";
const SHA512: &str = "c43cfa908d7c023d420d771e957159c650ceae347ff07a933f6ffdd9835771\
    826583d723126f1a94c32224c8e1567d791a1916bcbd2596ad02dfba8fd9764da8";

/// A crate whose dependency is fetched, with this manifest and lock.
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
fn every_form_of_entry_that_wit_deps_accepts_is_accepted() {
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
        let told = fetched(&manifest, &locked(source)).expand();
        assert_eq!(told.all(), "", "{manifest}");
        told.has(&["struct Pair", "fn take"]);
    }
}

#[test]
fn a_changed_byte_of_a_package_or_its_lock_is_told_at_the_lock() {
    let manifest = format!("types = \"{URL}\"\n");
    let lock = locked(&format!("url = \"{URL}\"\n"));
    let directory = fetched(&manifest, &lock);
    let told = directory.sound();
    assert!(told.tracks(&directory.path("wit/deps.lock")));
    directory.write("wit/deps/types/types.wit", format!("{TYPES}\n"));
    let message = "error: `wit/deps/types` does not match its digest in `deps.lock`";
    directory.expand().says(&[message, "--> wit/deps.lock:3:10"]);
    directory.write("wit/deps/types/types.wit", format!("\u{feff}{TYPES}"));
    directory.expand().says(&[message]);
    directory.write("wit/deps/types/types.wit", TYPES);
    directory.write("wit/deps/types/more.wit", "");
    directory.expand().says(&[message]);
}

#[test]
fn locked_packages_that_came_with_others_are_checked_and_must_be_there() {
    let manifest = format!("types = \"{URL}\"\n");
    let lock = locked(&format!("url = \"{URL}\"\n")).replace("sha512", "deps = [\"more\"]\nsha512");
    let more = format!("{lock}\n[more]\nsha256 = \"{SHA256}\"\nsha512 = \"{SHA512}\"\n");
    let directory = fetched(&manifest, &more);
    directory.expand().says(&["`more` is not fetched", "--> wit/deps.lock:7:2"]);
    directory.write("wit/deps/more/types.wit", TYPES);
    directory.sound();
    directory.write("wit/deps/more/types.wit", "package t:more;\n interface i {}\n");
    directory.expand().says(&[
        "`wit/deps/more` does not match its digest in `deps.lock`",
        "--> wit/deps.lock:8:10",
    ]);
}

#[test]
fn an_entry_that_is_not_there_says_to_run_wit_deps() {
    let directory = Directory::new(&[("wit/user.wit", USER)]);
    directory.write("wit/deps.toml", format!("types = \"{URL}\"\n"));
    directory.expand().says(&["`types` is not fetched", "--> wit/deps.toml:1:1", "run `wit-deps`"]);
}

#[test]
fn urls_without_a_lock_are_a_warning() {
    let told = fetched(&format!("types = \"{URL}\"\n"), "").expand();
    told.says(&["warning: `deps.toml` has URLs, but no `deps.lock`", "--> wit/deps.toml:1:9"]);
    told.has(&["fn take"]);
    // Paths are not fetched, and need none.
    let directory = fetched("types = \"../vendored\"\n", "");
    directory.sound();
}

#[test]
fn a_path_entry_is_read_where_it_is_if_it_was_not_copied() {
    let directory = Directory::new(&[("wit/user/user.wit", USER), ("wit/types/types.wit", TYPES)]);
    directory.write("wit/user/deps.toml", "types = \"../types\"\n");
    directory.sound();
}
