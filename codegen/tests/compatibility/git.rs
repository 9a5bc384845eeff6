//! The previous version in temporary Git repositories.

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

use airssys_bindings_codegen::compatibility::{Baseline, Report, Request, check};
use airssys_bindings_codegen::roots::Roots;
use tempfile::TempDir;

use crate::{assert_golden, compare, given, rendered, titles, write};

const OLD: &str = "package shop:api@1.0.0;

interface cart {
    @since(version = 1.0.0)
    total: func() -> u32;
    count: func() -> u32;
}
";

const NEW: &str = "package shop:api@1.0.0;

interface cart {
    count: func() -> u32;
}
";

/// Runs Git in a folder, and returns its output.
fn git(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .args(["-c", "user.name=a", "-c", "user.email=a@b", "-c", "protocol.file.allow=always"])
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("Git is installed");
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "git {arguments:?}: {error}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// Commits all files of a folder under a tag.
fn commit(folder: &Path, tag: &str) {
    git(folder, &["add", "--all"]);
    git(folder, &["commit", "--quiet", "--message", tag]);
    git(folder, &["tag", tag]);
}

/// Returns a repository whose first version has the old WIT at a path, and whose working copy is empty otherwise.
fn repository(path: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("writable");
    git(folder.path(), &["init", "--quiet"]);
    write(&folder.path().join(path), OLD);
    commit(folder.path(), "v1.0.0");
    folder
}

fn compare_git(folder: &Path, revision: &str) -> Report {
    compare(folder, Baseline::Git(given(revision)))
}

const REMOVED: &str = "function `total` was removed from interface `cart` [AB1111]";

#[test]
fn both_locations_are_shown() {
    let folder = repository("wit/cart.wit");
    write(&folder.path().join("wit/cart.wit"), NEW);
    assert_golden("git", &rendered(&compare_git(folder.path(), "v1.0.0")));
}

#[test]
fn the_repository_stays_as_it_is() {
    let folder = repository("wit/cart.wit");
    write(&folder.path().join("wit/cart.wit"), NEW);
    write(&folder.path().join("staged"), "");
    git(folder.path(), &["add", "staged"]);
    let state = || {
        let index = fs::read(folder.path().join(".git/index")).expect("readable");
        let modified = fs::metadata(folder.path().join("wit/cart.wit")).expect("a file").modified();
        let log = git(folder.path(), &["log", "--all", "--reflog", "--oneline"]);
        let objects = git(folder.path(), &["count-objects", "--verbose"]);
        (index, modified.expect("a time"), log, objects)
    };
    let before = state();
    assert_eq!(compare_git(folder.path(), "v1.0.0").diagnostics.len(), 2);
    assert!(before == state());
}

#[test]
fn any_name_of_a_revision_works() {
    let folder = repository("wit/cart.wit");
    let commit = git(folder.path(), &["rev-parse", "--short", "HEAD"]);
    write(&folder.path().join("wit/cart.wit"), NEW);
    for revision in ["HEAD", "v1.0.0", "v1.0.0^{commit}", "refs/tags/v1.0.0", commit.trim()] {
        assert_eq!(titles(&compare_git(folder.path(), revision))[1], REMOVED, "{revision}");
    }
}

#[test]
fn the_crate_may_be_below_the_repository_and_the_root_above_the_crate() {
    let folder = repository("shared/wit/cart.wit");
    write(&folder.path().join("shared/wit/cart.wit"), NEW);
    let manifest_dir = folder.path().join("crates/shop");
    fs::create_dir_all(&manifest_dir).expect("writable");
    let roots = Roots { manifest_dir, path: vec![given("../../shared/wit")], ..Roots::default() };
    let report = check(&Request { roots, baseline: Some(Baseline::Git(given("v1.0.0"))) });
    assert_eq!(titles(&report)[1], REMOVED);
    assert!(rendered(&report).contains("::: ../../shared/wit/cart.wit:5:5 at v1.0.0\n"));
}

#[test]
fn a_directory_that_was_elsewhere_is_named_after_the_revision() {
    let folder = repository("old/cart.wit");
    write(&folder.path().join("wit/cart.wit"), NEW);
    assert_golden("git-path", &rendered(&compare_git(folder.path(), "v1.0.0")));
    assert_eq!(titles(&compare_git(folder.path(), "v1.0.0:old"))[1], REMOVED);
    assert_golden("git-wrong-path", &rendered(&compare_git(folder.path(), "v1.0.0:older")));
}

#[test]
fn dependencies_that_are_not_committed_are_those_of_today() {
    let folder = tempfile::tempdir().expect("writable");
    git(folder.path(), &["init", "--quiet"]);
    let uses =
        "package shop:api@1.0.0; interface cart { use x:y/i.{t}; f: func(a: t); g: func(); }";
    write(&folder.path().join("wit/cart.wit"), uses);
    write(&folder.path().join("wit/deps/y/y.wit"), "package x:y; interface i { type t = u8; }");
    write(&folder.path().join(".gitignore"), "deps\n");
    commit(folder.path(), "v1.0.0");
    assert_eq!(titles(&compare_git(folder.path(), "v1.0.0")), Vec::<String>::new());
    write(&folder.path().join("wit/cart.wit"), &uses.replace("g: func(); ", ""));
    assert_eq!(titles(&compare_git(folder.path(), "v1.0.0")).len(), 2);
}

#[cfg(unix)]
#[test]
fn symbolic_links_of_the_revision_are_followed() {
    use std::os::unix::fs::symlink;

    let folder = repository("shared/cart.wit");
    fs::create_dir_all(folder.path().join("crate")).expect("writable");
    symlink("../shared", folder.path().join("crate/wit")).expect("writable");
    commit(folder.path(), "v1.0.1");
    write(&folder.path().join("shared/cart.wit"), NEW);
    let report = compare_git(&folder.path().join("crate"), "v1.0.1");
    assert_eq!(titles(&report)[1], REMOVED);
    fs::remove_file(folder.path().join("crate/wit")).expect("writable");
    symlink("wit", folder.path().join("crate/wit")).expect("writable");
    commit(folder.path(), "cycle");
    fs::remove_file(folder.path().join("crate/wit")).expect("writable");
    write(&folder.path().join("crate/wit/cart.wit"), NEW);
    let titles = titles(&compare_git(&folder.path().join("crate"), "cycle"));
    assert_eq!(titles, ["`wit` does not exist [AB0101]"]);
}

#[test]
fn errors_in_the_previous_version_are_at_their_old_locations() {
    let folder = tempfile::tempdir().expect("writable");
    git(folder.path(), &["init", "--quiet"]);
    write(
        &folder.path().join("wit/cart.wit"),
        "package shop:api;\n\ninterface i {\n    f: func() -> money;\n}\n",
    );
    commit(folder.path(), "v1.0.0");
    write(&folder.path().join("wit/cart.wit"), NEW);
    assert_golden("git-invalid", &rendered(&compare_git(folder.path(), "v1.0.0")));
}

#[test]
fn unknown_revisions_say_what_to_do() {
    let folder = repository("wit/cart.wit");
    assert_golden("git-revision", &rendered(&compare_git(folder.path(), "v2.0.0")));
    for revision in ["", "--help", "-v", "v1.0.0..HEAD", ":wit", "a b"] {
        let titles = titles(&compare_git(folder.path(), revision));
        assert!(titles[0].ends_with("[AB1103]"), "{revision}: {titles:?}");
    }
}

#[test]
fn shallow_clones_say_what_to_do() {
    let folder = repository("wit/cart.wit");
    write(&folder.path().join("wit/cart.wit"), NEW);
    git(folder.path(), &["commit", "--all", "--quiet", "--message", "change"]);
    let clone = tempfile::tempdir().expect("writable");
    let url = format!("file://{}", folder.path().display());
    git(clone.path(), &["clone", "--quiet", "--depth=1", &url, "clone"]);
    let report = compare_git(&clone.path().join("clone"), "v1.0.0");
    assert_golden("git-shallow", &rendered(&report));
}

#[test]
fn a_folder_without_a_repository_says_what_to_do() {
    let folder = tempfile::tempdir().expect("writable");
    write(&folder.path().join("wit/cart.wit"), NEW);
    assert_golden("git-none", &rendered(&compare_git(folder.path(), "v1.0.0")));
    fs::create_dir(folder.path().join(".git")).expect("writable");
    let titles = titles(&compare_git(folder.path(), "v1.0.0"));
    assert!(titles[0].starts_with("`git rev-parse` failed: ") && titles[0].ends_with("[AB1106]"));
}

/// The variable that tells a test to run in this process, which has no `PATH`.
const WITHOUT_GIT: &str = "WITHOUT_GIT";

#[test]
fn without_git_the_error_says_what_to_do() {
    if env::var_os(WITHOUT_GIT).is_none() {
        let test = "git::without_git_the_error_says_what_to_do";
        let program = env::current_exe().expect("this program");
        let mut command = Command::new(program);
        command.args(["--exact", test]).env("PATH", "").env(WITHOUT_GIT, "1");
        let output = command.output().expect("the test runs");
        let printed = String::from_utf8_lossy(&output.stdout);
        // Without a test of that name, the program would succeed as well.
        assert!(output.status.success() && printed.contains("1 passed"), "{printed}");
        return;
    }
    let folder = tempfile::tempdir().expect("writable");
    write(&folder.path().join("wit/cart.wit"), NEW);
    let report = compare_git(folder.path(), "v1.0.0");
    let message = rendered(&report);
    assert!(message.starts_with("error: cannot run `git`: "), "{message}");
    assert!(message.contains("= help: install Git and add it to `PATH`, or compare with a folder"));
}

#[test]
fn the_guide_shows_the_actual_report() {
    let guide = include_str!("../../../docs/guide/compatibility.md").replace("\r\n", "\n");
    let block = |start: &str| {
        let block = guide.split("\n```\n").find_map(|text| text.split_once(start));
        block.expect("the guide has the block").1.to_owned()
    };
    let old = block("```wit\n") + "\n";
    let total = "    @since(version = 1.0.0)\n    total: func() -> u32;\n";
    let new = old.replace(total, "").replace("(name: string)", "(name: string, count: u32)");
    let folder = tempfile::tempdir().expect("writable");
    git(folder.path(), &["init", "--quiet"]);
    write(&folder.path().join("wit/shop.wit"), &old);
    commit(folder.path(), "v1.0.0");
    write(&folder.path().join("wit/shop.wit"), &new);
    let report = rendered(&compare_git(folder.path(), "v1.0.0"));
    assert_eq!(block("prints\n\n```text\n") + "\n", report);
}
