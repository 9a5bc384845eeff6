//! Rebuilds after each kind of change to each kind of file, inside and outside of the crate, and behind a symbolic link: with the macro alone, with
//! `watch`, and with `Config`. All crates are members of one workspace, checked by one run of Cargo, in a directory whose
//! name contains a space and non-ASCII letters.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use airssys_bindings_tests::fixture::{Fixture, Outcome, bindings_dependency};
use airssys_bindings_tests::paths;
use anyhow::{Context as _, Result, ensure};
use wit_parser::Resolve;

/// The methods of generating bindings.
const METHODS: [&str; 3] = ["macro", "watch", "config"];

/// The locations of the files that change: inside the crate, in a root outside of it, or in a directory outside of it that a
/// symbolic link in the crate points to.
const LOCATIONS: [&str; 3] = ["inside", "outside", "linked"];

/// The file of each kind that changes, and its name after a rename.
const CHANGED_FILES: [(&str, &str); 4] = [
    ("main/two.wit", "main/zwei.wit"),
    ("user/deps.toml", "user/deps.toml.old"),
    ("main/deps.lock", "main/deps.lock.old"),
    ("deps/encoded.wasm", "deps/code.wasm"),
];

/// A file that is edited, but never deleted or renamed.
const MAIN_FILE: &str = "main/one.wit";

struct Matrix {
    fixture: Fixture,
    /// The roots with the files that change, by the names of the crates that read them.
    roots: BTreeMap<String, String>,
}

impl Matrix {
    fn new() -> Result<Self> {
        let fixture = Fixture::within("zwei Wörter", "rebuild-matrix", "")?;
        let mut roots = BTreeMap::new();
        for method in METHODS {
            for location in LOCATIONS {
                let name = format!("rebuilds-{method}-{location}");
                let root = match location {
                    "inside" => format!("{name}/wit"),
                    _ => format!("shared/{method}-{location}"),
                };
                create_member(&fixture, &name, method, location)?;
                roots.insert(name, root);
            }
        }
        fixture.delete("src/lib.rs")?;
        let members: Vec<_> = roots.keys().collect();
        fixture.write(
            "Cargo.toml",
            &format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n"),
        )?;
        let matrix = Self { fixture, roots };
        matrix.each(|root| {
            root.write(
                MAIN_FILE,
                "package m:main;\n\ninterface one {\n    record r { a: u8 }\n}\n",
            )?;
            root.write(
                "user/user.wit",
                "package m:user;\n\ninterface u {\n    use m:main/one.{r};\n}\n",
            )?;
            CHANGED_FILES.into_iter().try_for_each(|(path, _)| root.create(path, false))
        })?;
        Ok(matrix)
    }

    /// Calls a function with each root.
    fn each(&self, change: impl Fn(&Root<'_>) -> Result<()>) -> Result<()> {
        self.roots.values().try_for_each(|path| change(&Root { fixture: &self.fixture, path }))
    }

    /// Checks all crates, and returns their outcomes by name.
    fn outcomes(&self) -> Result<BTreeMap<String, Outcome>> {
        let (outcomes, _) = self.fixture.check_all()?;
        let name = |directory: &Path| {
            directory
                .file_name()
                .expect("a directory without a name")
                .to_string_lossy()
                .into_owned()
        };
        Ok(outcomes.iter().map(|(directory, outcome)| (name(directory), *outcome)).collect())
    }

    /// Checks the outcomes after a change, one for each of [`METHODS`].
    fn expect(&self, change: &str, expected: [Outcome; 3]) -> Result<()> {
        let expected = self.roots.keys().map(|name| {
            let method = METHODS.iter().position(|method| name.contains(method));
            (name.clone(), expected[method.expect("a method in the name")])
        });
        assert_eq!(self.outcomes()?, expected.collect(), "{change}");
        Ok(())
    }

    /// Edits a file that all crates read, so that all of them are compiled with the current files.
    fn rebuild_all(&self) -> Result<()> {
        self.each(|root| root.append(MAIN_FILE, "// edited\n"))?;
        self.expect("a file that is always read", [Compiled; 3])
    }
}

use Outcome::{Compiled, Fresh};

/// A root with files that change.
struct Root<'a> {
    fixture: &'a Fixture,
    path: &'a str,
}

impl Root<'_> {
    fn at(&self, path: &str) -> String {
        format!("{}/{path}", self.path)
    }

    fn write(&self, path: &str, text: &str) -> Result<()> {
        self.fixture.write(&self.at(path), text)
    }

    fn append(&self, path: &str, text: &str) -> Result<()> {
        self.fixture.append(&self.at(path), text)
    }

    fn delete(&self, path: &str) -> Result<()> {
        self.fixture.delete(&self.at(path))
    }

    fn rename(&self, from: &str, to: &str) -> Result<()> {
        let directory = self.fixture.directory();
        fs::rename(directory.join(self.at(from)), directory.join(self.at(to))).context("renaming")
    }

    /// Creates a file in its initial or its edited state.
    fn create(&self, path: &str, edited: bool) -> Result<()> {
        let comment = if edited { "edited" } else { "new" };
        match path.rsplit('.').next() {
            Some("wit") => self.write(path, &format!("// {comment}\ninterface two {{}}\n")),
            Some("toml") => {
                let entry = "\"m:main\" = { path = \"../main\" }";
                self.write(path, &format!("# {comment}\n[dependencies]\n{entry}\n"))
            }
            Some("lock") => self.write(path, &format!("# {comment}\n")),
            _ => {
                let path = self.fixture.directory().join(self.at(path));
                fs::create_dir_all(path.parent().context("a file without a parent directory")?)?;
                fs::write(path, encoded(comment)?).context("writing")
            }
        }
    }
}

/// Creates a crate that reads its own `wit`, and the shared directory: as a root, or through a link in `wit`.
fn create_member(fixture: &Fixture, name: &str, method: &str, location: &str) -> Result<()> {
    let shared = format!("../shared/{method}-{location}");
    let roots = if location == "outside" { vec!["wit", &shared] } else { vec!["wit"] };
    let call = format!("airssys_bindings::airssys_bindings!({{ path: {roots:?} }});");
    let (source, script) = match method {
        "macro" => (call.as_str(), None),
        "watch" => (call.as_str(), Some(format!("airssys_bindings::build::watch({roots:?})"))),
        _ => {
            let script =
                format!("airssys_bindings::build::Config::new().path({roots:?}).generate()");
            ("airssys_bindings::include_bindings!();", Some(script))
        }
    };
    fixture.write(&format!("{name}/src/lib.rs"), &format!("//! x\n{source}\n"))?;
    fixture
        .write(&format!("{name}/wit/base/base.wit"), "package m:base;\n\ninterface base {}\n")?;
    if location == "linked" {
        let link = fixture.directory().join(format!("{name}/wit/linked"));
        std::os::unix::fs::symlink(format!("../{shared}"), link)?;
    }
    let mut manifest = format!(
        "[package]\nname = {name:?}\nedition = \"2024\"\n\n[dependencies]\n{}",
        bindings_dependency("")
    );
    if let Some(script) = script {
        fixture
            .write(&format!("{name}/build.rs"), &format!("fn main() {{\n    {script};\n}}\n"))?;
        let build = bindings_dependency("default-features = false, features = [\"build\"]");
        manifest.push_str(&format!("\n[build-dependencies]\n{build}"));
    }
    fixture.write(&format!("{name}/Cargo.toml"), &manifest)
}

/// Encodes a WIT package.
fn encoded(docs: &str) -> Result<Vec<u8>> {
    let mut resolve = Resolve::default();
    let wit = format!("package m:encoded;\n\n/// {docs}\ninterface e {{}}\n");
    let package = resolve.push_str("encoded.wit", &wit)?;
    wit_component::encode(&resolve, package, false)
}

#[test]
fn file_changes_trigger_the_expected_rebuilds() -> Result<()> {
    let matrix = Matrix::new()?;
    matrix.expect("initial build", [Compiled; 3])?;
    matrix.expect("unchanged", [Fresh; 3])?;
    for (path, renamed) in CHANGED_FILES {
        matrix.each(|root| root.create(path, true))?;
        matrix.expect(&format!("{path} is edited"), [Compiled; 3])?;
        matrix.each(|root| root.delete(path))?;
        matrix.expect(&format!("{path} is deleted"), [Compiled; 3])?;
        matrix.expect(&format!("{path} stays deleted"), [Fresh; 3])?;
        matrix.each(|root| root.create(path, false))?;
        matrix.expect(&format!("{path} is added"), [Fresh, Compiled, Compiled])?;
        matrix.rebuild_all()?;
        matrix.each(|root| root.rename(path, renamed))?;
        matrix.expect(&format!("{path} is renamed"), [Compiled; 3])?;
        matrix.expect(&format!("{path} stays renamed"), [Fresh; 3])?;
    }

    matrix.each(|root| root.write("more/more.wit", "package m:more;\n\ninterface more {}\n"))?;
    matrix.expect("a directory is added", [Fresh, Compiled, Compiled])?;
    matrix.rebuild_all()?;

    // Cargo compares modification times: a file counts as edited only if it is newer than the last build.
    matrix.each(|root| {
        root.write("main/older", "interface zwei {}\n")?;
        let file = fs::File::options()
            .write(true)
            .open(root.fixture.directory().join(root.at("main/older")))?;
        file.set_modified(SystemTime::now() - Duration::from_secs(1_000_000))?;
        root.rename("main/older", "main/zwei.wit")
    })?;
    matrix.expect("an older file replaces one", [Fresh, Compiled, Compiled])?;
    matrix.rebuild_all()?;

    for name in matrix.roots.keys() {
        matrix.fixture.write(&format!("{name}/notes.txt"), "not WIT")?;
    }
    matrix.expect("a file outside the roots is added", [Fresh; 3])?;
    matrix.each(|root| root.write("README.md", "not WIT"))?;
    matrix.expect("another file in a root is added", [Fresh, Compiled, Compiled])?;

    for name in matrix.roots.keys() {
        matrix.fixture.write(&format!("{name}/wkg.lock"), "version = 1\n")?;
    }
    matrix.expect("wkg.lock is added", [Fresh; 3])?;
    matrix.rebuild_all()?;
    for name in matrix.roots.keys() {
        matrix.fixture.append(&format!("{name}/wkg.lock"), "# edited\n")?;
    }
    matrix.expect("wkg.lock is edited", [Compiled; 3])?;
    for name in matrix.roots.keys() {
        matrix.fixture.delete(&format!("{name}/wkg.lock"))?;
    }
    matrix.expect("wkg.lock is deleted", [Compiled; 3])?;
    matrix.expect("wkg.lock stays deleted", [Fresh; 3])?;

    matrix
        .each(|root| root.append(MAIN_FILE, "interface broken {\n    f: func(a: nothing);\n}\n"))?;
    for _ in 0..2 {
        let errors = matrix.outcomes().expect_err("the crates compile").to_string();
        assert_eq!(errors.matches("main/one.wit:").count(), 9, "{errors}");
    }
    matrix.each(|root| {
        let text = root.fixture.read(&root.at(MAIN_FILE))?;
        root.write(MAIN_FILE, &text.replace("nothing", "u8"))
    })?;
    matrix.expect("the error is fixed", [Compiled; 3])?;
    matrix.expect("the error stays fixed", [Fresh; 3])
}

/// Returns the time at which the macro cached the expansion of the only call in a crate.
fn cached_at(name: &str) -> Result<SystemTime> {
    let directory = paths::target("fixtures").join("airssys-bindings").join(name);
    let files = fs::read_dir(directory)?.collect::<Result<Vec<_>, _>>()?;
    ensure!(files.len() == 1, "{files:?}");
    Ok(files[0].metadata()?.modified()?)
}

#[test]
fn editing_rust_code_reuses_the_cached_expansion() -> Result<()> {
    drop(fs::remove_dir_all(paths::target("fixtures").join("airssys-bindings/cached")));
    let fixture =
        Fixture::with_project_wit("cached", "//! x\nairssys_bindings::airssys_bindings!();\n")?;
    assert_eq!(fixture.check()?, Compiled);
    let first = cached_at("cached")?;
    fixture.append("src/lib.rs", "pub use airssys::core_types::types::Timestamp;\n")?;
    assert_eq!(fixture.check()?, Compiled);
    assert_eq!(cached_at("cached")?, first);

    let path = "wit/core/types/types.wit";
    let text = fixture.read(path)?;
    fixture
        .write(path, &text.replace("interface types {", "interface types {\n    type new = u8;"))?;
    fixture.append("src/lib.rs", "pub use airssys::core_types::types::New;\n")?;
    assert_eq!(fixture.check()?, Compiled);
    assert!(cached_at("cached")? > first);
    Ok(())
}
