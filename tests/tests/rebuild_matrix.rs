//! What Cargo sees of each change of each kind of file, in the crate and in another root: with the macro alone, with
//! `watch`, and with `Config`. All crates are members of one workspace, in a folder with a space and letters that
//! are not ASCII, so that one run of Cargo tells about all of them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use airssys_bindings_tests::fixture::{Fixture, Outcome, bindings};
use anyhow::{Context as _, Result};
use wit_parser::Resolve;

/// The ways to get bindings.
const WAYS: [&str; 3] = ["macro", "watch", "config"];

/// Where the files are that change: below the crate, or in a root beside it.
const PLACES: [&str; 2] = ["inside", "outside"];

/// The file of each kind that changes, and its name after it was renamed.
const KINDS: [(&str, &str); 4] = [
    ("main/two.wit", "main/zwei.wit"),
    ("user/deps.toml", "user/deps.toml.old"),
    ("main/deps.lock", "main/deps.lock.old"),
    ("deps/encoded.wasm", "deps/code.wasm"),
];

const ALWAYS: &str = "main/one.wit";

struct Matrix {
    fixture: Fixture,
    /// The roots with the files that change, by the crates that read them.
    roots: BTreeMap<String, String>,
}

impl Matrix {
    fn new() -> Result<Self> {
        let fixture = Fixture::within("zwei Wörter", "rebuild-matrix", "")?;
        let mut roots = BTreeMap::new();
        for way in WAYS {
            for place in PLACES {
                let name = format!("rebuilds-{way}-{place}");
                let root =
                    if place == "inside" { format!("{name}/wit") } else { format!("shared/{way}") };
                member(&fixture, &name, way, place)?;
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
            root.write(ALWAYS, "package m:main;\n\ninterface one {\n    record r { a: u8 }\n}\n")?;
            root.write(
                "user/user.wit",
                "package m:user;\n\ninterface u {\n    use m:main/one.{r};\n}\n",
            )?;
            KINDS.into_iter().try_for_each(|(path, _)| root.make(path, false))
        })?;
        Ok(matrix)
    }

    /// Does something in each root.
    fn each(&self, act: impl Fn(&Root<'_>) -> Result<()>) -> Result<()> {
        self.roots.values().try_for_each(|path| act(&Root { fixture: &self.fixture, path }))
    }

    /// What becomes of each crate.
    fn outcomes(&self) -> Result<BTreeMap<String, Outcome>> {
        let (outcomes, _) = self.fixture.check_all()?;
        let name =
            |folder: &Path| folder.file_name().expect("a folder").to_string_lossy().into_owned();
        Ok(outcomes.iter().map(|(folder, outcome)| (name(folder), *outcome)).collect())
    }

    /// Sees that each crate is as it should be: in the order of [`WAYS`].
    fn expect(&self, what: &str, expected: [Outcome; 3]) -> Result<()> {
        let expected = self.roots.keys().map(|name| {
            let way = WAYS.iter().position(|way| name.contains(way)).expect("a way");
            (name.clone(), expected[way])
        });
        assert_eq!(self.outcomes()?, expected.collect(), "{what}");
        Ok(())
    }

    /// Has even the macro read everything anew.
    fn synchronize(&self) -> Result<()> {
        self.each(|root| root.append(ALWAYS, "// anew\n"))?;
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
        let folder = self.fixture.folder();
        fs::rename(folder.join(self.at(from)), folder.join(self.at(to))).context("renaming")
    }

    /// Makes the file of one kind as it is at first, or edited.
    fn make(&self, path: &str, edited: bool) -> Result<()> {
        let comment = if edited { "edited" } else { "new" };
        match path.rsplit('.').next() {
            Some("wit") => self.write(path, &format!("// {comment}\ninterface two {{}}\n")),
            Some("toml") => {
                let entry = "\"m:main\" = { path = \"../main\" }";
                self.write(path, &format!("# {comment}\n[dependencies]\n{entry}\n"))
            }
            Some("lock") => self.write(path, &format!("# {comment}\n")),
            _ => {
                let path = self.fixture.folder().join(self.at(path));
                fs::create_dir_all(path.parent().context("a folder")?)?;
                fs::write(path, encoded(comment)?).context("writing")
            }
        }
    }
}

/// A crate that reads its own `wit`, and if the files that change are outside, those as well.
fn member(fixture: &Fixture, name: &str, way: &str, place: &str) -> Result<()> {
    let shared = format!("../shared/{way}");
    let roots = if place == "inside" { vec!["wit"] } else { vec!["wit", &shared] };
    let call = format!("airssys_bindings::airssys_bindings!({{ path: {roots:?} }});");
    let (source, script) = match way {
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
    let mut manifest = format!(
        "[package]\nname = {name:?}\nedition = \"2024\"\n\n[dependencies]\n{}",
        bindings("")
    );
    if let Some(script) = script {
        fixture
            .write(&format!("{name}/build.rs"), &format!("fn main() {{\n    {script};\n}}\n"))?;
        let build = bindings("default-features = false, features = [\"build\"]");
        manifest.push_str(&format!("\n[build-dependencies]\n{build}"));
    }
    fixture.write(&format!("{name}/Cargo.toml"), &manifest)
}

/// A package that is encoded.
fn encoded(docs: &str) -> Result<Vec<u8>> {
    let mut resolve = Resolve::default();
    let text = format!("package m:encoded;\n\n/// {docs}\ninterface e {{}}\n");
    let package = resolve.push_str("encoded.wit", &text)?;
    wit_component::encode(&resolve, package, false)
}

#[test]
fn each_change_of_each_kind_of_file_is_seen() -> Result<()> {
    let matrix = Matrix::new()?;
    matrix.expect("at first", [Compiled; 3])?;
    matrix.expect("unchanged", [Fresh; 3])?;
    for (path, renamed) in KINDS {
        matrix.each(|root| root.make(path, true))?;
        matrix.expect(&format!("{path} is edited"), [Compiled; 3])?;
        matrix.each(|root| root.delete(path))?;
        matrix.expect(&format!("{path} is deleted"), [Compiled; 3])?;
        matrix.expect(&format!("{path} is not there"), [Fresh; 3])?;
        matrix.each(|root| root.make(path, false))?;
        matrix.expect(&format!("{path} is added"), [Fresh, Compiled, Compiled])?;
        matrix.synchronize()?;
        matrix.each(|root| root.rename(path, renamed))?;
        matrix.expect(&format!("{path} is renamed"), [Compiled; 3])?;
        matrix.expect(&format!("{path} was renamed"), [Fresh; 3])?;
    }

    matrix.each(|root| root.write("more/more.wit", "package m:more;\n\ninterface more {}\n"))?;
    matrix.expect("a folder is added", [Fresh, Compiled, Compiled])?;
    matrix.synchronize()?;

    // Cargo goes by times: a macro's file counts as edited only if it is newer than what was compiled.
    matrix.each(|root| {
        root.write("main/older", "interface zwei {}\n")?;
        let file = fs::File::options()
            .write(true)
            .open(root.fixture.folder().join(root.at("main/older")))?;
        file.set_modified(SystemTime::now() - Duration::from_secs(1_000_000))?;
        root.rename("main/older", "main/zwei.wit")
    })?;
    matrix.expect("an older file takes the place of one", [Fresh, Compiled, Compiled])?;
    matrix.synchronize()?;

    for name in matrix.roots.keys() {
        matrix.fixture.write(&format!("{name}/notes.txt"), "read by nobody")?;
    }
    matrix.expect("a file outside the roots is added", [Fresh; 3])?;
    matrix.each(|root| root.write("README.md", "read by nobody"))?;
    matrix.expect("another file in a root is added", [Fresh, Compiled, Compiled])?;

    for name in matrix.roots.keys() {
        matrix.fixture.write(&format!("{name}/wkg.lock"), "version = 1\n")?;
    }
    matrix.expect("wkg.lock is added", [Fresh; 3])?;
    matrix.synchronize()?;
    for name in matrix.roots.keys() {
        matrix.fixture.append(&format!("{name}/wkg.lock"), "# edited\n")?;
    }
    matrix.expect("wkg.lock is edited", [Compiled; 3])?;
    for name in matrix.roots.keys() {
        matrix.fixture.delete(&format!("{name}/wkg.lock"))?;
    }
    matrix.expect("wkg.lock is deleted", [Compiled; 3])?;
    matrix.expect("wkg.lock is not there", [Fresh; 3])?;

    matrix.each(|root| root.append(ALWAYS, "interface broken {\n    f: func(a: nothing);\n}\n"))?;
    for _ in 0..2 {
        let told = matrix.outcomes().expect_err("a fault").to_string();
        assert_eq!(told.matches("main/one.wit:").count(), 6, "{told}");
    }
    matrix.each(|root| {
        let text = root.fixture.read(&root.at(ALWAYS))?;
        root.write(ALWAYS, &text.replace("nothing", "u8"))
    })?;
    matrix.expect("an error was fixed", [Compiled; 3])?;
    matrix.expect("an error had been fixed", [Fresh; 3])
}
