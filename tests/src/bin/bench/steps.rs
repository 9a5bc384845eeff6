//! Build times as users see them: of a first build, of a build after a change, and of a build with nothing to do.
//!
//! All are CPU time but that of `cold-wall`, which needs an idle machine with two cores.

use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

use airssys_bindings_codegen::diagnostic::ArgumentId;
use airssys_bindings_codegen::request::Given;
use airssys_bindings_codegen::{Request, expand};
use airssys_bindings_tests::{cargo, folders, packages};
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
            1.45,
            |options| cold(options, "check", [Kind::Ours, Kind::TheirsOne], |ran| ran.cpu),
        ),
        row(
            "cold-wall",
            "cold `cargo check` of a guest that calls the macro, wall time",
            "the same with `generate!`, one world",
            1.25,
            |options| cold(options, "check", [Kind::Ours, Kind::TheirsOne], |ran| ran.wall),
        ),
        row(
            "checked-in",
            "cold `cargo build` of a crate whose bindings are checked in",
            "the same with `generate!`, one world",
            0.10,
            |options| cold(options, "build", [Kind::Plain, Kind::TheirsOne], |ran| ran.cpu),
        ),
        row(
            "host-cold",
            "cold `cargo build` of a host for the seven packages, Wasmtime included",
            "`bindgen!` called once per world",
            1.05,
            |options| cold(options, "build", [Kind::Host, Kind::TheirHost], |ran| ran.cpu),
        ),
        row(
            "host-warm",
            "`cargo build` of that host after touching a `.rs` file",
            "`bindgen!` called once per world",
            0.5,
            |options| touched_between(options, &["build"], [Kind::Host, Kind::TheirHost]),
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
            "20 times `cargo check` with nothing changed (no rustc may be started)",
            "the same generated code in a plain file, and the same dependencies",
            1.02,
            |options| unchanged(options, Kind::Uncalled),
        ),
        Row {
            mark: Mark::None,
            ..row(
                "unchanged-graph",
                "the same",
                "the same generated code, and nothing of the macro among the dependencies",
                0.0,
                |options| unchanged(options, Kind::Plain),
            )
        },
        Row {
            mark: Mark::None,
            ..row(
                "touch-call",
                "the same",
                "the same generated code in a plain file, and the same dependencies",
                0.0,
                |options| touched(options, &["check"], Kind::Uncalled),
            )
        },
        Row {
            mark: Mark::None,
            ..row(
                "touch-config",
                "`cargo check` after touching a `.rs` file, bindings by a build script with `Config`",
                "by the macro",
                0.0,
                |options| touched_between(options, &["check"], [Kind::Config, Kind::Ours]),
            )
        },
        Row {
            mark: Mark::None,
            ..row(
                "touch-packages",
                "`cargo check` after touching a `.rs` file, with `packages: [\"airssys:core-*\"]`",
                "all packages",
                0.0,
                |options| touched_between(options, &["check"], [Kind::Core, Kind::Ours]),
            )
        },
        row(
            "graph-check",
            "expansion of 100 packages of 5 interfaces of 10 functions",
            "`cargo check` of the result in a plain file",
            0.10,
            of_graph,
        ),
        Row {
            mark: Mark::None,
            ..row(
                "graph-touch",
                "`cargo check` after touching a `.rs` file, 100 such packages, macro included",
                "the same generated code in a plain file, no macro",
                0.0,
                touched_graph,
            )
        },
    ]
}

/// Builds with an empty target folder. `time` selects CPU time or wall time.
fn cold(
    options: &Options,
    command: &'static str,
    [ours, theirs]: [Kind; 2],
    time: fn(&Ran) -> f64,
) -> Result<Measure> {
    let ours = Crate::new(options, ours)?;
    let theirs = Crate::new(options, theirs)?;
    for package in [&ours, &theirs] {
        // What has to be downloaded is, before anything is measured.
        package.cargo(&["fetch"])?;
    }
    Ok(Box::new(move || {
        let once = |package: &Crate| {
            package.forget()?;
            Ok::<_, anyhow::Error>(time(&package.cargo(&[command])?))
        };
        Ok(Sample { ours: once(&ours)?, theirs: once(&theirs)? })
    }))
}

fn touched(options: &Options, command: &'static [&str], against: Kind) -> Result<Measure> {
    touched_between(options, command, [Kind::Ours, against])
}

fn touched_between(
    options: &Options,
    command: &'static [&str],
    [ours, theirs]: [Kind; 2],
) -> Result<Measure> {
    between_touches(command, [Crate::new(options, ours)?, Crate::new(options, theirs)?])
}

fn between_touches(command: &'static [&str], [ours, theirs]: [Crate; 2]) -> Result<Measure> {
    for package in [&ours, &theirs] {
        package.cargo(command)?;
    }
    Ok(Box::new(move || {
        let once = |package: &Crate| {
            package.touch()?;
            Ok::<_, anyhow::Error>(package.cargo(command)?.cpu)
        };
        Ok(Sample { ours: once(&ours)?, theirs: once(&theirs)? })
    }))
}

fn unchanged(options: &Options, against: Kind) -> Result<Measure> {
    let ours = Crate::new(options, Kind::Ours)?;
    let plain = Crate::new(options, against)?;
    for package in [&ours, &plain] {
        package.cargo(&["check"])?;
    }
    Ok(Box::new(move || {
        // One such build takes less than the clock can tell apart.
        let once = |package: &Crate| {
            let mut seconds = 0.0;
            for _ in 0..20 {
                let Ran { cpu, stderr, .. } = package.cargo(&["check"])?;
                ensure!(!stderr.contains("Checking"), "rustc was started:\n{stderr}");
                seconds += cpu;
            }
            Ok::<_, anyhow::Error>(seconds)
        };
        Ok(Sample { ours: once(&ours)?, theirs: once(&plain)? })
    }))
}

fn of_graph(options: &Options) -> Result<Measure> {
    let (folder, plain) = plain_graph(options)?;
    let expander = Expander::build(options)?;
    plain.cargo(&["check"])?;
    let words = [shown(&folder)];
    Ok(Box::new(move || {
        let ours = expander.seconds("ours", &words)?;
        plain.touch()?;
        Ok(Sample { ours, theirs: plain.cargo(&["check"])?.cpu })
    }))
}

fn touched_graph(options: &Options) -> Result<Measure> {
    let (folder, plain) = plain_graph(options)?;
    let ours = Crate::named(options, "ours-graph", Kind::Ours)?;
    let call = format!("airssys_bindings::airssys_bindings!({{ path: {:?} }});\n", shown(&folder));
    ours.write("src/lib.rs", &call)?;
    between_touches(&["check"], [ours, plain])
}

/// A graph of 100 packages, and a crate with the code that is generated for it.
fn plain_graph(options: &Options) -> Result<(PathBuf, Crate)> {
    let folder = options.folder("graphs/100");
    graph::write(&folder, 100)?;
    let plain = Crate::named(options, "plain-graph", Kind::Plain)?;
    plain.write("src/lib.rs", &expanded(folder.clone()))?;
    Ok((folder, plain))
}

/// The code of a directory.
fn expanded(folder: PathBuf) -> String {
    let given = Given { value: shown(&folder), argument: ArgumentId(0) };
    let request = Request { manifest_dir: folder, path: vec![given], ..Request::default() };
    format!("#![allow(missing_docs)]\n{}\n", expand(&request).code)
}

/// The dependency of ours on Wasmtime, as a host that uses it without us has it.
fn wasmtime() -> Result<String> {
    let manifest = fs::read_to_string(folders::workspace().join("Cargo.toml"))?;
    let start = manifest.find("\nwasmtime = {").context("the workspace depends on Wasmtime")?;
    let dependency = &manifest[start..];
    let end = dependency.find("}\n").context("a table ends")?;
    Ok(dependency[..=end].to_owned())
}

/// Which bindings a crate has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// One call of our macro, for all seven packages and five worlds.
    Ours,
    /// The same for the packages `core-*` alone.
    Core,
    /// The same as `Ours`, by a build script.
    Config,
    /// Five calls of `generate!`.
    Theirs,
    /// One call of `generate!`, for the largest world.
    TheirsOne,
    /// One call of our macro for a host.
    Host,
    /// Five calls of `bindgen!`.
    TheirHost,
    /// What our macro gives, which is not called.
    Uncalled,
    /// The same, without the macro among the dependencies.
    Plain,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::Core => "core",
            Self::Config => "config",
            Self::Theirs => "theirs",
            Self::TheirsOne => "theirs-one",
            Self::Host => "host",
            Self::TheirHost => "their-host",
            Self::Uncalled => "uncalled",
            Self::Plain => "plain",
        }
    }

    fn dependency(self) -> Result<String> {
        let dependency = match self {
            Self::Ours | Self::Core | Self::Uncalled => "airssys-bindings = \"0.1\"",
            Self::Theirs | Self::TheirsOne => "wit-bindgen = \"=0.63.0\"",
            Self::Host => {
                "airssys-bindings = { version = \"0.1\", default-features = false, \
                 features = [\"host\"] }"
            }
            Self::TheirHost => return wasmtime(),
            Self::Config => {
                "airssys-bindings = { version = \"0.1\", default-features = false, \
                 features = [\"std\", \"async\", \"realloc\", \"bitflags\"] }\n\n\
                 [build-dependencies]\n\
                 airssys-bindings = { version = \"0.1\", default-features = false, \
                 features = [\"build\"] }"
            }
            Self::Plain => {
                "airssys-bindings = { version = \"0.1\", default-features = false, \
                 features = [\"std\", \"async\", \"realloc\", \"bitflags\"] }"
            }
        };
        Ok(dependency.to_owned())
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
        let host = |world: &str| {
            let (module, paths) = (world.replace('-', "_"), folders_in_order());
            format!(
                "pub mod {module} {{ wasmtime::component::bindgen!({{ path: {paths:?}, \
                 world: \"airssys:worlds/{world}\" }}); }}\n"
            )
        };
        match self {
            Self::Ours => format!("airssys_bindings::airssys_bindings!({{ path: {wit:?} }});\n"),
            Self::Host => {
                format!("airssys_bindings::airssys_bindings!({{ path: {wit:?}, side: host }});\n")
            }
            Self::TheirHost => WORLDS.map(host).concat(),
            Self::Core => format!(
                "airssys_bindings::airssys_bindings!({{ path: {wit:?}, packages: [\"airssys:core-*\"] }});\n"
            ),
            Self::Config => "airssys_bindings::include_bindings!();\n".to_owned(),
            Self::Theirs => WORLDS.map(theirs).concat(),
            Self::TheirsOne => theirs("full"),
            Self::Uncalled | Self::Plain => expanded(folders::wit()),
        }
    }
}

/// What a crate writes into `Cargo.toml` to use our crates as they are published: Cargo looks at each file of a
/// dependency that is a folder of somebody's, and users have none of these.
fn registry(options: &Options) -> Result<&'static str> {
    static PATCH: OnceLock<String> = OnceLock::new();
    if PATCH.get().is_none() {
        let (folder, target) = (options.folder("crates"), options.folder("packages"));
        drop(PATCH.set(packages::registry(&folder, &target)?));
    }
    Ok(PATCH.get().map_or("", String::as_str))
}

/// A crate of a user, with a target folder of its own.
pub(crate) struct Crate {
    folder: PathBuf,
}

impl Crate {
    pub(crate) fn new(options: &Options, kind: Kind) -> Result<Self> {
        Self::named(options, kind.name(), kind)
    }

    fn named(options: &Options, name: &str, kind: Kind) -> Result<Self> {
        let package = Self { folder: options.folder("crates").join(name) };
        let patch = match kind {
            Kind::Theirs | Kind::TheirsOne | Kind::TheirHost => "",
            Kind::Ours | Kind::Core | Kind::Config | Kind::Host | Kind::Uncalled | Kind::Plain => {
                registry(options)?
            }
        };
        let manifest = format!(
            "[package]\nname = \"user\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [dependencies]\n{}\n\n{patch}\n[workspace]\n",
            kind.dependency()?
        );
        package.write("Cargo.toml", &manifest)?;
        package.write("src/lib.rs", &kind.source())?;
        if kind == Kind::Config {
            let wit = shown(&folders::wit());
            let call =
                format!("airssys_bindings::build::Config::new().path([{wit:?}]).generate();");
            package.write("build.rs", &format!("fn main() {{ {call} }}\n"))?;
        }
        let lock = folders::workspace().join("tests/bench/Cargo.lock");
        fs::copy(lock, package.folder.join("Cargo.lock")).context("copying Cargo.lock")?;
        if !patch.is_empty() {
            // Cargo takes it that a package of a registry never changes. Not every crate has all of them.
            for name in packages::published()? {
                drop(package.cargo(&["clean", "--package", &name]));
            }
        }
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
