//! Benchmarks of build times: of a cold build, of a build after a change, and of a build with nothing to do.
//!
//! All measure CPU time, except `cold-wall`, which measures wall time and needs an idle machine with two cores.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

use airssys_bindings_codegen::diagnostic::ArgumentId;
use airssys_bindings_codegen::roots::Given;
use airssys_bindings_codegen::{Request, expand, fix, output};
use airssys_bindings_tests::{cargo, paths, published_crates};
use anyhow::{Context as _, Result, ensure};

use crate::benchmark::{Benchmark, Measure, Sample, Target, Unit};
use crate::expansion::{Expander, WORLDS, display, ordered_directories};
use crate::graph;
use crate::measure::{self, Run};
use crate::options::Options;

pub(crate) fn all() -> Vec<Benchmark> {
    let benchmark = |name, what, baseline, target, prepare| Benchmark {
        name,
        what,
        baseline,
        unit: Unit::Seconds,
        target,
        quick: false,
        prepare,
    };
    let ratio = Target::Ratio;
    vec![
        benchmark(
            "cold-check",
            "cold `cargo check` of a guest that calls the macro",
            "the same with `generate!`, one world",
            ratio(1.45),
            |options| cold(options, "check", [Kind::Macro, Kind::GenerateOne], |run| run.cpu),
        ),
        benchmark(
            "cold-wall",
            "cold `cargo check` of a guest that calls the macro, wall time",
            "the same with `generate!`, one world",
            ratio(1.25),
            |options| cold(options, "check", [Kind::Macro, Kind::GenerateOne], |run| run.wall),
        ),
        benchmark(
            "one-world",
            "first expansion and `cargo check` of the world `full`",
            "the same with `generate!`",
            ratio(1.05),
            one_world,
        ),
        benchmark(
            "checked-in",
            "cold `cargo build` of a crate whose bindings are checked in",
            "the same with `generate!`, one world",
            ratio(0.10),
            |options| cold(options, "build", [Kind::Expanded, Kind::GenerateOne], |run| run.cpu),
        ),
        benchmark(
            "host-cold",
            "cold `cargo build` of a host for the seven packages, Wasmtime included",
            "`bindgen!` called once per world",
            ratio(1.05),
            |options| cold(options, "build", [Kind::Host, Kind::Bindgen], |run| run.cpu),
        ),
        benchmark(
            "host-warm",
            "`cargo build` of a host for the seven packages after touching a `.rs` file",
            "`bindgen!` called once per world",
            ratio(0.5),
            |options| touched(options, &["build"], [Kind::Host, Kind::Bindgen]),
        ),
        benchmark(
            "compile-check",
            "`cargo check` after touching a `.rs` file, seven packages and five worlds",
            "five calls of `generate!`, one per world",
            ratio(0.5),
            |options| touched(options, &["check"], [Kind::Macro, Kind::Generate]),
        ),
        benchmark(
            "apply-fix",
            "`AIRSSYS_BINDINGS_FIX=force cargo check` of the seven packages with six mistakes",
            "first expansion and `cargo check` of the packages without mistakes",
            Target::None,
            apply_fix,
        ),
        benchmark(
            "mocks",
            "`compile-check` with `mocks: true`, which is what unit tests compile",
            "without mocks",
            ratio(1.10),
            |options| touched(options, &["check"], [Kind::MacroMocks, Kind::Macro]),
        ),
        benchmark(
            "compile-release",
            "`cargo build --release` after touching a `.rs` file, seven packages and five worlds",
            "five calls of `generate!`, one per world",
            ratio(0.5),
            |options| touched(options, &["build", "--release"], [Kind::Macro, Kind::Generate]),
        ),
        benchmark(
            "touch",
            "`cargo check` after touching a `.rs` file, macro included",
            "the same generated code in a plain file, no macro",
            ratio(1.10),
            |options| touched(options, &["check"], [Kind::Macro, Kind::Expanded]),
        ),
        benchmark(
            "unchanged",
            "20 times `cargo check` with nothing changed (no rustc may be started)",
            "the same generated code in a plain file, and the same dependencies",
            ratio(1.02),
            |options| unchanged(options, Kind::ExpandedWithMacro),
        ),
        benchmark(
            "unchanged-graph",
            "20 times `cargo check` with nothing changed",
            "the same generated code, and nothing of the macro among the dependencies",
            Target::None,
            |options| unchanged(options, Kind::Expanded),
        ),
        benchmark(
            "touch-call",
            "`cargo check` after touching a `.rs` file, macro included",
            "the same generated code in a plain file, and the same dependencies",
            Target::None,
            |options| touched(options, &["check"], [Kind::Macro, Kind::ExpandedWithMacro]),
        ),
        benchmark(
            "touch-config",
            "`cargo check` after touching a `.rs` file, bindings by a build script with `Config`",
            "by the macro",
            Target::None,
            |options| touched(options, &["check"], [Kind::Config, Kind::Macro]),
        ),
        benchmark(
            "touch-packages",
            "`cargo check` after touching a `.rs` file, with `packages: [\"airssys:core-*\"]`",
            "all packages",
            Target::None,
            |options| touched(options, &["check"], [Kind::MacroCore, Kind::Macro]),
        ),
        benchmark(
            "graph-check",
            "expansion of 100 packages of 5 interfaces of 10 functions",
            "`cargo check` of the result in a plain file",
            ratio(0.10),
            graph_check,
        ),
        benchmark(
            "graph-touch",
            "`cargo check` after touching a `.rs` file, 100 such packages, macro included",
            "the same generated code in a plain file, no macro",
            Target::None,
            graph_touch,
        ),
    ]
}

/// Creates the crates, and runs a Cargo command in each before anything is measured.
fn prepare(options: &Options, kinds: [Kind; 2], command: &[&str]) -> Result<[Crate; 2]> {
    let [ours, baseline] = kinds.map(|kind| Crate::new(options, kind));
    prepare_crates([ours?, baseline?], command)
}

fn prepare_crates(crates: [Crate; 2], command: &[&str]) -> Result<[Crate; 2]> {
    for package in &crates {
        package.cargo(command)?;
    }
    Ok(crates)
}

/// Measures one crate after the other.
fn compare(
    [ours, baseline]: [Crate; 2],
    seconds: impl Fn(&Crate) -> Result<f64> + 'static,
) -> Measure {
    Box::new(move || Ok(Sample { ours: seconds(&ours)?, baseline: seconds(&baseline)? }))
}

/// Builds with an empty target directory. `time` selects CPU time or wall time.
fn cold(
    options: &Options,
    command: &'static str,
    kinds: [Kind; 2],
    time: fn(&Run) -> f64,
) -> Result<Measure> {
    let crates = prepare(options, kinds, &["fetch"])?;
    Ok(compare(crates, move |package| {
        package.clean()?;
        Ok(time(&package.cargo(&[command])?))
    }))
}

/// Builds after touching the source file.
fn touched(options: &Options, command: &'static [&str], kinds: [Kind; 2]) -> Result<Measure> {
    Ok(compare(prepare(options, kinds, command)?, |package| package.touched(command)))
}

/// Expands and checks one world, without the kept expansion.
fn one_world(options: &Options) -> Result<Measure> {
    let crates = prepare(options, [Kind::MacroOne, Kind::GenerateOne], &["check"])?;
    Ok(compare(crates, |package| {
        package.forget_expansions()?;
        package.touched(&["check"])
    }))
}

/// What is written in place of some text in the packages, which the suggestions of the errors undo.
const MISTAKES: [(&str, &str, &str); 6] = [
    ("core/types/types.wit", "record timestamp {", "recrod timestamp {"),
    ("core/types/types.wit", "name: string,", "name: str,"),
    ("core/host/host.wit", ");\n", ")\n"),
    ("ext/network/network.wit", "variant http-method {", "variant http_method {"),
    ("ext/network/network.wit", "body: list<u8>,", "body: u8[],"),
    ("ext/process/process.wit", "option<", "optional<"),
];

/// Checks packages with mistakes that are fixed, and the same packages without mistakes.
fn apply_fix(options: &Options) -> Result<Measure> {
    let package = Crate::named(options, "apply-fix", Kind::Macro)?;
    package.write("src/lib.rs", "airssys_bindings::airssys_bindings!();\n")?;
    let wit = paths::wit();
    for file in paths::files(&wit)? {
        let path = format!("wit/{}", display(file.strip_prefix(&wit)?));
        package.write(&path, &fs::read_to_string(&file)?)?;
    }
    package.cargo(&["check"])?;
    Ok(Box::new(move || {
        package.forget_expansions()?;
        let baseline = package.touched(&["check"])?;
        for (path, right, wrong) in MISTAKES {
            let path = format!("wit/{path}");
            let text = package.read(&path)?;
            ensure!(text.contains(right), "`{path}` has no `{right}`");
            package.write(&path, &text.replacen(right, wrong, 1))?;
        }
        package.forget_expansions()?;
        let ours = measure::run(package.command().arg("check").env(fix::VARIABLE, "force"))?.cpu;
        for (path, right, _) in MISTAKES {
            ensure!(package.read(&format!("wit/{path}"))?.contains(right), "{path} is not fixed");
        }
        Ok(Sample { ours, baseline })
    }))
}

/// Builds twenty times without a change: one build is too short for the resolution of the clock.
fn unchanged(options: &Options, baseline: Kind) -> Result<Measure> {
    let crates = prepare(options, [Kind::Macro, baseline], &["check"])?;
    Ok(compare(crates, |package| {
        let mut seconds = 0.0;
        for _ in 0..20 {
            let Run { cpu, stderr, .. } = package.cargo(&["check"])?;
            ensure!(!stderr.contains("Checking"), "rustc was started:\n{stderr}");
            seconds += cpu;
        }
        Ok(seconds)
    }))
}

fn graph_check(options: &Options) -> Result<Measure> {
    let (directory, expanded) = expanded_graph(options)?;
    let expander = Expander::build(options)?;
    expanded.cargo(&["check"])?;
    let arguments = [display(&directory)];
    Ok(Box::new(move || {
        let ours = expander.seconds("airssys_bindings", &arguments)?;
        Ok(Sample { ours, baseline: expanded.touched(&["check"])? })
    }))
}

fn graph_touch(options: &Options) -> Result<Measure> {
    let (directory, expanded) = expanded_graph(options)?;
    let ours = Crate::named(options, "macro-graph", Kind::Macro)?;
    let call =
        format!("airssys_bindings::airssys_bindings!({{ path: {:?} }});\n", display(&directory));
    ours.write("src/lib.rs", &call)?;
    let crates = prepare_crates([ours, expanded], &["check"])?;
    Ok(compare(crates, |package| package.touched(&["check"])))
}

/// Writes a graph of 100 packages, and a crate with the generated code for it.
fn expanded_graph(options: &Options) -> Result<(PathBuf, Crate)> {
    let directory = options.directory("graphs/100");
    graph::write(&directory, 100)?;
    let expanded = Crate::named(options, "expanded-graph", Kind::Expanded)?;
    expanded.write("src/lib.rs", &expand_directory(directory.clone()))?;
    Ok((directory, expanded))
}

/// Returns the generated code for a WIT directory.
fn expand_directory(directory: PathBuf) -> String {
    let given = Given { value: display(&directory), argument: ArgumentId(0) };
    let mut request = Request::new(directory);
    request.roots.path = vec![given];
    let import = output::import_runtime_crate(&request);
    format!("#![allow(missing_docs)]\n{import}\n{}\n", expand(&request).code)
}

/// Returns the workspace's dependency on Wasmtime, for a host without our crates.
fn wasmtime() -> Result<String> {
    let manifest = fs::read_to_string(paths::workspace().join("Cargo.toml"))?;
    let start = manifest.find("\nwasmtime = {").context("no dependency on Wasmtime")?;
    let dependency = &manifest[start..];
    let end = dependency.find("}\n").context("an inline table without an end")?;
    Ok(dependency[..=end].to_owned())
}

/// The source of the bindings of a crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// One call of our macro, for the seven packages and five worlds.
    Macro,
    /// The same, with the mocks that unit tests have.
    MacroMocks,
    /// One call of our macro, for the packages `airssys:core-*`.
    MacroCore,
    /// One call of our macro, for the largest world.
    MacroOne,
    /// A build script with `Config`, for the seven packages and five worlds.
    Config,
    /// Five calls of `generate!`, one per world.
    Generate,
    /// One call of `generate!`, for the largest world.
    GenerateOne,
    /// One call of our macro for a host.
    Host,
    /// Five calls of `bindgen!`, one per world.
    Bindgen,
    /// The expansion of our macro, with the macro among the dependencies.
    ExpandedWithMacro,
    /// The expansion of our macro, without the macro among the dependencies.
    Expanded,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Macro => "macro",
            Self::MacroMocks => "macro-mocks",
            Self::MacroCore => "macro-core",
            Self::MacroOne => "macro-one",
            Self::Config => "config",
            Self::Generate => "generate",
            Self::GenerateOne => "generate-one",
            Self::Host => "host",
            Self::Bindgen => "bindgen",
            Self::ExpandedWithMacro => "expanded-with-macro",
            Self::Expanded => "expanded",
        }
    }

    fn dependency(self) -> Result<String> {
        let dependency = match self {
            Self::Macro
            | Self::MacroMocks
            | Self::MacroCore
            | Self::MacroOne
            | Self::ExpandedWithMacro => "airssys-bindings = \"*\"",
            Self::Generate | Self::GenerateOne => "wit-bindgen = \"=0.63.0\"",
            Self::Host => {
                "airssys-bindings = { version = \"*\", default-features = false, \
                 features = [\"host\"] }"
            }
            Self::Bindgen => return wasmtime(),
            Self::Config => {
                "airssys-bindings = { version = \"*\", default-features = false, \
                 features = [\"std\", \"async\", \"realloc\", \"bitflags\"] }\n\n\
                 [build-dependencies]\n\
                 airssys-bindings = { version = \"*\", default-features = false, \
                 features = [\"build\"] }"
            }
            Self::Expanded => {
                "airssys-bindings = { version = \"*\", default-features = false, \
                 features = [\"std\", \"async\", \"realloc\", \"bitflags\"] }"
            }
        };
        Ok(dependency.to_owned())
    }

    fn source(self) -> String {
        let wit = display(&paths::wit());
        let baseline = |world: &str| {
            let (module, paths) = (world.replace('-', "_"), ordered_directories());
            format!(
                "pub mod {module} {{ wit_bindgen::generate!({{ path: {paths:?}, \
                 world: \"airssys:worlds/{world}\", generate_all }}); }}\n"
            )
        };
        let host = |world: &str| {
            let (module, paths) = (world.replace('-', "_"), ordered_directories());
            format!(
                "pub mod {module} {{ wasmtime::component::bindgen!({{ path: {paths:?}, \
                 world: \"airssys:worlds/{world}\" }}); }}\n"
            )
        };
        match self {
            Self::Macro => format!("airssys_bindings::airssys_bindings!({{ path: {wit:?} }});\n"),
            Self::MacroMocks => {
                format!("airssys_bindings::airssys_bindings!({{ path: {wit:?}, mocks: true }});\n")
            }
            Self::Host => {
                format!("airssys_bindings::airssys_bindings!({{ path: {wit:?}, side: host }});\n")
            }
            Self::Bindgen => WORLDS.map(host).concat(),
            Self::MacroCore => format!(
                "airssys_bindings::airssys_bindings!({{ path: {wit:?}, packages: [\"airssys:core-*\"] }});\n"
            ),
            Self::MacroOne => format!(
                "airssys_bindings::airssys_bindings!({{ path: {wit:?}, world: \"airssys:worlds/full\" }});\n"
            ),
            Self::Config => "airssys_bindings::include_bindings!();\n".to_owned(),
            Self::Generate => WORLDS.map(baseline).concat(),
            Self::GenerateOne => baseline("full"),
            Self::ExpandedWithMacro | Self::Expanded => expand_directory(paths::wit()),
        }
    }
}

/// Returns the `[patch]` table that replaces our crates with a local registry: Cargo scans each file of a path
/// dependency, and users have none.
fn registry_patch(options: &Options) -> Result<&'static str> {
    static PATCH: OnceLock<String> = OnceLock::new();
    if PATCH.get().is_none() {
        let [directory, target] = ["crates", "packages"].map(|name| options.directory(name));
        drop(PATCH.set(published_crates::registry(&directory, &target)?));
    }
    Ok(PATCH.get().map_or("", String::as_str))
}

/// A user's crate, with its own target directory.
pub(crate) struct Crate {
    directory: PathBuf,
}

impl Crate {
    pub(crate) fn new(options: &Options, kind: Kind) -> Result<Self> {
        Self::named(options, kind.name(), kind)
    }

    fn named(options: &Options, name: &str, kind: Kind) -> Result<Self> {
        let package = Self { directory: options.directory("crates").join(name) };
        let patch = match kind {
            Kind::Generate | Kind::GenerateOne | Kind::Bindgen => "",
            Kind::Macro
            | Kind::MacroMocks
            | Kind::MacroCore
            | Kind::MacroOne
            | Kind::Config
            | Kind::Host
            | Kind::ExpandedWithMacro
            | Kind::Expanded => registry_patch(options)?,
        };
        let manifest = format!(
            "[package]\nname = \"user\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [dependencies]\n{}\n\n{patch}\n[workspace]\n",
            kind.dependency()?
        );
        package.write("Cargo.toml", &manifest)?;
        package.write("src/lib.rs", &kind.source())?;
        if kind == Kind::Config {
            let wit = display(&paths::wit());
            let call =
                format!("airssys_bindings::build::Config::new().path([{wit:?}]).generate();");
            package.write("build.rs", &format!("fn main() {{ {call} }}\n"))?;
        }
        let lock = paths::workspace().join("tests/bench/Cargo.lock");
        fs::copy(lock, package.directory.join("Cargo.lock")).context("copying Cargo.lock")?;
        if !patch.is_empty() {
            // Cargo assumes that packages of a registry never change. Not every crate depends on all of ours.
            for name in published_crates::names()? {
                drop(package.cargo(&["clean", "--package", &name]));
            }
        }
        Ok(package)
    }

    fn write(&self, path: &str, source: &str) -> Result<()> {
        let path = self.directory.join(path);
        fs::create_dir_all(path.parent().context("a file without a parent directory")?)?;
        fs::write(&path, source).with_context(|| path.display().to_string())
    }

    fn read(&self, path: &str) -> Result<String> {
        fs::read_to_string(self.directory.join(path)).with_context(|| path.to_owned())
    }

    pub(crate) fn cargo(&self, arguments: &[&str]) -> Result<Run> {
        measure::run(self.command().args(arguments))
    }

    fn command(&self) -> Command {
        let mut command = cargo::active(&self.directory.join("target"));
        command.current_dir(&self.directory);
        command
    }

    /// Touches the source file, with a comment at its end, and returns the CPU time of a Cargo command after that.
    fn touched(&self, command: &[&str]) -> Result<f64> {
        let source = self.read("src/lib.rs")?;
        self.write("src/lib.rs", &format!("{source}// touched\n"))?;
        Ok(self.cargo(command)?.cpu)
    }

    /// Deletes the target directory.
    fn clean(&self) -> Result<()> {
        self.delete("target")
    }

    /// Deletes the kept expansions of the macro.
    fn forget_expansions(&self) -> Result<()> {
        self.delete("target/airssys-bindings")
    }

    fn delete(&self, directory: &str) -> Result<()> {
        let directory = self.directory.join(directory);
        if directory.exists() {
            fs::remove_dir_all(&directory).with_context(|| directory.display().to_string())?;
        }
        Ok(())
    }
}
