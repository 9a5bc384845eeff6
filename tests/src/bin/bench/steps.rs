//! What builds take, as a user does them: the first, one after a change, and one with nothing to do.

use std::fs;
use std::path::PathBuf;

use airssys_bindings_codegen::diagnostic::ArgumentId;
use airssys_bindings_codegen::request::Given;
use airssys_bindings_codegen::{Request, expand};
use airssys_bindings_tests::{cargo, folders};
use anyhow::{Context as _, Result, ensure};

use crate::expansion::{Expander, WORLDS, folders_in_order, shown};
use crate::graph;
use crate::measure::{self, Ran};
use crate::options::Options;
use crate::row::{Mark, Measure, Row, Sample, Unit};

pub(crate) fn rows() -> Vec<Row> {
    let row = |name, what, against, mark, prepare| Row {
        name,
        what,
        against,
        unit: Unit::Seconds,
        mark: Mark::Ratio(mark),
        quick: false,
        prepare,
    };
    vec![
        row(
            "cold-check",
            "cold `cargo check` of a guest that calls the macro",
            "the same with `generate!`, one world",
            1.30,
            cold,
        ),
        row(
            "compile-check",
            "`cargo check` after touching a `.rs` file, seven packages and five worlds",
            "five calls of `generate!`, one per world",
            0.5,
            |options| touched(options, &["check"], Kind::Theirs),
        ),
        row(
            "compile-release",
            "`cargo build --release` after the same",
            "five calls of `generate!`, one per world",
            0.5,
            |options| touched(options, &["build", "--release"], Kind::Theirs),
        ),
        row(
            "touch",
            "`cargo check` after touching a `.rs` file, macro included",
            "the same generated code in a plain file, no macro",
            1.10,
            |options| touched(options, &["check"], Kind::Plain),
        ),
        row(
            "unchanged",
            "`cargo check` with nothing changed (no rustc may be started)",
            "no macro at all",
            1.02,
            unchanged,
        ),
        row(
            "graph-check",
            "expansion of 100 packages of 5 interfaces of 10 functions",
            "`cargo check` of the result in a plain file",
            0.10,
            of_graph,
        ),
    ]
}

fn cold(options: &Options) -> Result<Measure> {
    let ours = Crate::new(options, "ours", Kind::Ours)?;
    let theirs = Crate::new(options, "theirs-one", Kind::TheirsOne)?;
    Ok(Box::new(move || {
        let once = |package: &Crate| {
            package.forget()?;
            Ok::<_, anyhow::Error>(package.cargo(&["check"])?.seconds)
        };
        Ok(Sample { ours: once(&ours)?, theirs: once(&theirs)? })
    }))
}

fn touched(options: &Options, command: &'static [&str], against: Kind) -> Result<Measure> {
    let ours = Crate::new(options, "ours", Kind::Ours)?;
    let theirs = Crate::new(options, against.name(), against)?;
    for package in [&ours, &theirs] {
        package.cargo(command)?;
    }
    Ok(Box::new(move || {
        let once = |package: &Crate| {
            package.touch()?;
            Ok::<_, anyhow::Error>(package.cargo(command)?.seconds)
        };
        Ok(Sample { ours: once(&ours)?, theirs: once(&theirs)? })
    }))
}

fn unchanged(options: &Options) -> Result<Measure> {
    let ours = Crate::new(options, "ours", Kind::Ours)?;
    let plain = Crate::new(options, Kind::Plain.name(), Kind::Plain)?;
    for package in [&ours, &plain] {
        package.cargo(&["check"])?;
    }
    Ok(Box::new(move || {
        // One such build takes less than the clock can tell apart.
        let once = |package: &Crate| {
            let mut seconds = 0.0;
            for _ in 0..20 {
                let Ran { seconds: more, stderr, .. } = package.cargo(&["check"])?;
                ensure!(!stderr.contains("Checking"), "rustc was started:\n{stderr}");
                seconds += more;
            }
            Ok::<_, anyhow::Error>(seconds)
        };
        Ok(Sample { ours: once(&ours)?, theirs: once(&plain)? })
    }))
}

fn of_graph(options: &Options) -> Result<Measure> {
    let folder = options.folder("graphs/100");
    graph::write(&folder, 100)?;
    let expander = Expander::build(options)?;
    let plain = Crate::new(options, "plain-graph", Kind::Plain)?;
    plain.write("src/lib.rs", &expanded(folder.clone()))?;
    plain.cargo(&["check"])?;
    let words = [shown(&folder)];
    Ok(Box::new(move || {
        let ours = expander.seconds("ours", &words)?;
        plain.touch()?;
        Ok(Sample { ours, theirs: plain.cargo(&["check"])?.seconds })
    }))
}

/// The code of a directory.
fn expanded(folder: PathBuf) -> String {
    let given = Given { value: shown(&folder), argument: ArgumentId(0) };
    let request = Request { manifest_dir: folder, path: vec![given], ..Request::default() };
    format!("#![allow(missing_docs)]\n{}\n", expand(&request).code)
}

/// Which bindings a crate has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// One call of our macro, for all seven packages and five worlds.
    Ours,
    /// Five calls of `generate!`.
    Theirs,
    /// One call of `generate!`, for the largest world.
    TheirsOne,
    /// What our macro gives, and no macro.
    Plain,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::Theirs => "theirs",
            Self::TheirsOne => "theirs-one",
            Self::Plain => "plain",
        }
    }

    fn dependency(self) -> String {
        let runtime = shown(&folders::workspace().join("runtime"));
        match self {
            Self::Ours => format!("airssys-bindings = {{ path = {runtime:?} }}"),
            Self::Theirs | Self::TheirsOne => "wit-bindgen = \"=0.63.0\"".to_owned(),
            Self::Plain => format!(
                "airssys-bindings = {{ path = {runtime:?}, default-features = false, \
                 features = [\"std\", \"async\", \"realloc\", \"bitflags\"] }}"
            ),
        }
    }

    fn source(self) -> String {
        let wit = shown(&folders::wit());
        let theirs = |world: &str| {
            let (module, paths) = (world.replace('-', "_"), folders_in_order());
            format!(
                "pub mod {module} {{ wit_bindgen::generate!({{ path: {paths:?}, \
                 world: \"airssys:worlds/{world}\", generate_all }}); }}\n"
            )
        };
        match self {
            Self::Ours => format!("airssys_bindings::airssys_bindings!({{ path: {wit:?} }});\n"),
            Self::Theirs => WORLDS.map(theirs).concat(),
            Self::TheirsOne => theirs("full"),
            Self::Plain => expanded(folders::wit()),
        }
    }
}

/// A crate of a user, with a target folder of its own.
pub(crate) struct Crate {
    folder: PathBuf,
}

impl Crate {
    pub(crate) fn new(options: &Options, name: &str, kind: Kind) -> Result<Self> {
        let package = Self { folder: options.folder("crates").join(name) };
        let manifest = format!(
            "[package]\nname = \"user\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [dependencies]\n{}\n\n[workspace]\n",
            kind.dependency()
        );
        package.write("Cargo.toml", &manifest)?;
        package.write("src/lib.rs", &kind.source())?;
        let lock = folders::workspace().join("tests/bench/Cargo.lock");
        fs::copy(lock, package.folder.join("Cargo.lock")).context("copying Cargo.lock")?;
        Ok(package)
    }

    fn write(&self, path: &str, text: &str) -> Result<()> {
        let path = self.folder.join(path);
        fs::create_dir_all(path.parent().context("a file is in a folder")?)?;
        fs::write(&path, text).with_context(|| path.display().to_string())
    }

    pub(crate) fn cargo(&self, arguments: &[&str]) -> Result<Ran> {
        let mut command = cargo::active(&self.folder.join("target"));
        measure::run(command.args(arguments).current_dir(&self.folder))
    }

    /// Changes a source file, in a comment at its end.
    fn touch(&self) -> Result<()> {
        let path = self.folder.join("src/lib.rs");
        let text = fs::read_to_string(&path).context("reading the source")?;
        self.write("src/lib.rs", &format!("{text}// touched\n"))
    }

    /// Deletes all that was built.
    fn forget(&self) -> Result<()> {
        let target = self.folder.join("target");
        if target.exists() {
            fs::remove_dir_all(&target).context("deleting what was built")?;
        }
        Ok(())
    }
}
