use std::fs;
use std::path::PathBuf;
use std::process::Command;

use frontend::diagnostic::Level;
use frontend::roots::Roots;
use frontend::sources::Sources;
use tempfile::TempDir;

use super::{Fix, apply, is_editor_with};
use crate::{Bindings, Request, expand};

/// A package in a Git repository.
struct Package {
    _folder: TempDir,
    dir: PathBuf,
}

impl Package {
    /// Commits files below `wit`.
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("writable");
        let dir = folder.path().canonicalize().expect("the folder exists");
        let package = Self { _folder: folder, dir };
        for (path, text) in files {
            package.write(path, text);
        }
        package.git(&["init", "--quiet"]);
        package.git(&["add", "."]);
        package.git(&["-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "-m", "a"]);
        package
    }

    fn git(&self, arguments: &[&str]) {
        let status = Command::new("git").args(arguments).current_dir(&self.dir).status();
        assert!(status.expect("git is installed").success(), "{arguments:?}");
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.dir.join("wit").join(path);
        fs::create_dir_all(path.parent().expect("the file is in a folder")).expect("writable");
        fs::write(path, text).expect("writable");
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.dir.join("wit").join(path)).expect("the file exists")
    }

    fn fix(&self, fix: Fix) -> Bindings {
        let mut request = Request::new(&self.dir);
        request.output.fix = Some(fix);
        expand(&request)
    }
}

fn errors(bindings: &Bindings) -> Vec<String> {
    let errors = bindings.diagnostics.iter().filter(|it| it.level() == Level::Error);
    errors.map(|error| error.render(&bindings.files)).collect()
}

const WRONG: &str = "package a:b;\ninterface i {\n    f: func(a: int32);\n}\n";

const FIXED: &str = "package a:b;\ninterface i {\n    f: func(a: s32);\n}\n";

#[test]
fn six_mistakes_are_fixed_in_one_run() {
    let package = Package::new(&[(
        "a.wit",
        "package a:b 1.0.0;
interface types {
    record user { name: String, age: u8? }
}
interface i {
    use types.{users};
    getUser: func(id: int32) -> user;
    type id: u64;
}
",
    )]);
    let bindings = package.fix(Fix::Committed);
    assert_eq!(
        package.read("a.wit"),
        "package a:b@1.0.0;
interface types {
    record user { name: string, age: option<u8> }
}
interface i {
    use types.{user};
    get-user: func(id: s32) -> user;
    type id = u64;
}
"
    );
    assert!(errors(&bindings).is_empty(), "{:?}", errors(&bindings));
    assert!(bindings.code.to_string().contains("get_user"));
    assert!(bindings.fixes[0].contains("\n-package a:b 1.0.0;\n+package a:b@1.0.0;\n"));
}

#[test]
fn guesses_are_shown_and_not_applied() {
    let package = "package a:b;\n";
    for wrong in [
        // A new name.
        "interface i { enum e { } }",
        "interface i { f: func() -> nope; }",
        "interface i { f: func(a: u32); f: func(); }",
        "interface i { resource r { constructor(); constructor(x: u32); } }",
        "interface i { 2d-point: func(); }",
        "record r { x: u32 }",
        // A type or an item that the author may not mean.
        "interface i { record node { next: option<node> } }",
        "interface i { f: func(a: any); }",
        "interface t { type id = u32; } interface i { use t.{value}; }",
        "world v { import f: func(); } world w { include v with { other as g } }",
    ] {
        let source = format!("{package}{wrong}\n");
        let package = Package::new(&[("a.wit", &source)]);
        let bindings = package.fix(Fix::Committed);
        let errors: Vec<_> =
            bindings.diagnostics.iter().filter(|it| it.level() == Level::Error).collect();
        let suggestions: Vec<_> = errors.iter().flat_map(|it| &it.suggestions).collect();
        assert!(!suggestions.is_empty(), "{source}");
        assert_eq!(package.read("a.wit"), source);
    }
    let package = Package::new(&[("a.wit", "interface i { f: func(); }\n")]);
    package.fix(Fix::Committed);
    assert_eq!(package.read("a.wit"), "interface i { f: func(); }\n");
}

#[test]
fn nothing_is_changed_without_the_option() {
    let package = Package::new(&[("a.wit", WRONG)]);
    assert_eq!(errors(&expand(&Request::new(&package.dir))).len(), 1);
    assert_eq!(package.read("a.wit"), WRONG);
}

#[test]
fn uncommitted_changes_are_kept_unless_forced() {
    let package = Package::new(&[("a.wit", FIXED)]);
    package.write("a.wit", WRONG);
    let bindings = package.fix(Fix::Committed);
    assert!(bindings.fixes[0].contains("`wit/a.wit`: it has changes that are not committed"));
    assert_eq!((errors(&bindings).len(), package.read("a.wit")), (1, WRONG.to_owned()));
    assert!(errors(&package.fix(Fix::Force)).is_empty());
    assert_eq!(package.read("a.wit"), FIXED);
}

#[test]
fn files_that_git_does_not_know_are_kept() {
    let package = Package::new(&[("b.wit", "package a:b;\n")]);
    package.write("a.wit", WRONG);
    assert!(package.fix(Fix::Committed).fixes[0].contains("not committed"));
    fs::remove_dir_all(package.dir.join(".git")).expect("writable");
    assert!(package.fix(Fix::Committed).fixes[0].contains("not in a Git repository"));
    assert_eq!(package.read("a.wit"), WRONG);
}

#[test]
fn dependencies_and_files_outside_of_the_roots_are_kept() {
    let package = Package::new(&[
        ("a.wit", "package a:a;\nworld w { import a:b/i; }\n"),
        ("deps/b/b.wit", WRONG),
    ]);
    let bindings = package.fix(Fix::Force);
    assert_eq!(bindings.fixes, ["did not fix `wit/deps/b/b.wit`: it belongs to a dependency\n"]);
    assert_eq!(package.read("deps/b/b.wit"), WRONG);
}

#[cfg(unix)]
#[test]
fn links_and_read_only_files_are_kept() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    let package = Package::new(&[("a/a.wit", WRONG)]);
    fs::create_dir(package.dir.join("wit/b")).expect("writable");
    symlink("../a/a.wit", package.dir.join("wit/b/b.wit")).expect("writable");
    fs::set_permissions(package.dir.join("wit/a/a.wit"), fs::Permissions::from_mode(0o444))
        .expect("writable");
    let fixes = package.fix(Fix::Force).fixes.concat();
    assert!(fixes.contains("it is read-only"), "{fixes}");
    assert_eq!(package.read("a/a.wit"), WRONG);
}

#[test]
fn a_file_that_changed_since_it_was_read_is_kept() {
    let package = Package::new(&[("a.wit", WRONG)]);
    let roots = Roots { manifest_dir: package.dir.clone(), ..Roots::default() };
    let (sources, _) = Sources::read(&roots);
    let diagnostics = expand(&Request::new(&package.dir)).diagnostics;
    package.write("a.wit", "package a:b;\n");
    let fixed = apply(Fix::Force, &sources, &diagnostics);
    assert_eq!(fixed.log, ["did not fix `wit/a.wit`: it has changed since it was read\n"]);
    assert_eq!(package.read("a.wit"), "package a:b;\n");
}

#[test]
fn byte_order_marks_and_line_endings_are_kept() {
    let with_mark = |text: &str| format!("\u{feff}{}", text.replace('\n', "\r\n"));
    let package = Package::new(&[("a.wit", &with_mark(WRONG))]);
    assert!(errors(&package.fix(Fix::Committed)).is_empty());
    assert_eq!(package.read("a.wit"), with_mark(FIXED));
}

#[test]
fn mistakes_in_manifests_are_fixed() {
    let package = Package::new(&[
        ("money/money.wit", "package a:money@1.0.0;\ninterface i { type t = u32; }\n"),
        ("shop/shop.wit", "package a:shop;\ninterface i { use a:money/i@1.0.0.{t}; }\n"),
        (
            "shop/deps.toml",
            "name = \"a:shop\"\n[dependency]\n\"a:money\" = { optional = true, path = \"../monye\", version = \"v1\" }\n",
        ),
    ]);
    let mut runs = 0;
    while !errors(&package.fix(Fix::Force)).is_empty() && runs < 4 {
        runs += 1;
    }
    assert_eq!(
        package.read("shop/deps.toml"),
        "[package]\nname = \"a:shop\"\n[dependencies]\n\"a:money\" = { path = \"../money\", version = \"1.0.0\" }\n"
    );
}

#[test]
fn an_editor_is_recognized_by_each_variable_that_it_sets() {
    for variable in [
        "RUST_ANALYZER_INTERNALS_DO_NOT_USE",
        "RA_RUSTC_WRAPPER",
        "__CARGO_TEST_CHANNEL_OVERRIDE_DO_NOT_USE_THIS",
    ] {
        assert!(is_editor_with(|name| name == variable), "{variable}");
    }
    assert!(!is_editor_with(|name| ["CARGO", "AIRSSYS_BINDINGS_FIX"].contains(&name)));
}

#[test]
fn a_fixed_package_builds_again_as_if_it_had_been_valid() {
    let (wrong, valid) = (Package::new(&[("a.wit", WRONG)]), Package::new(&[("a.wit", FIXED)]));
    let fixed = wrong.fix(Fix::Committed);
    let expected = expand(&Request::new(&valid.dir));
    assert!(fixed.diagnostics.is_empty());
    assert_eq!(fixed.code.to_string(), expected.code.to_string());
    let again = wrong.fix(Fix::Committed);
    assert!(again.fixes.is_empty(), "{:?}", again.fixes);
    assert_eq!(again.code.to_string(), expected.code.to_string());
}

#[cfg(unix)]
#[test]
fn control_characters_in_a_diff_are_escaped() {
    let package = Package::new(&[("a\u{1b}[31m.wit", WRONG)]);
    let diff = package.fix(Fix::Force).fixes.concat();
    assert!(diff.contains(r"a\u{1b}[31m.wit"), "{diff}");
    assert!(!diff.contains('\u{1b}'), "{diff:?}");
}
