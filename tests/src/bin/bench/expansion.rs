//! What the macros take by themselves, unoptimized and in rustc, as users have them.

use std::cell::OnceCell;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::rc::Rc;

use airssys_bindings_tests::{cargo, folders};
use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

use crate::graph;
use crate::measure;
use crate::options::Options;
use crate::row::{Mark, Measure, Row, Sample, Unit};

pub(crate) fn rows() -> Vec<Row> {
    let of_graph = |name, what, against, unit, mark, prepare| Row {
        name,
        what,
        against,
        unit,
        mark,
        quick: true,
        prepare,
    };
    vec![
        Row {
            name: "expand-proxy",
            what: "expansion of the world `proxy` of WASI HTTP 0.2, as published",
            against: "`generate!` on the same",
            unit: Unit::Seconds,
            mark: Mark::Ratio(1.10),
            quick: false,
            prepare: proxy,
        },
        Row {
            name: "expand-seven",
            what: "expansion of all seven packages and five worlds",
            against: "five calls of `generate!`, one per world",
            unit: Unit::Seconds,
            mark: Mark::Ratio(0.5),
            quick: true,
            prepare: seven,
        },
        Row {
            name: "optimized-seven",
            what: "the same, the macro built with `opt-level = 1`",
            against: "not optimized",
            unit: Unit::Seconds,
            mark: Mark::None,
            quick: false,
            prepare: |options| optimized(options, folders::wit()),
        },
        of_graph(
            "graph-10",
            "expansion of 100 packages of 5 interfaces of 10 functions",
            "10 such packages",
            Unit::Seconds,
            Mark::Ours(3.0),
            |options| between(options, [100, 10], Expander::seconds),
        ),
        of_graph(
            "graph-1000",
            "expansion of 1,000 such packages",
            "100 such packages",
            Unit::Seconds,
            Mark::Ratio(12.0),
            |options| between(options, [1000, 100], Expander::seconds),
        ),
        of_graph(
            "graph-memory",
            "memory at the peak of the expansion of 1,000 such packages",
            "100 such packages",
            Unit::Bytes,
            Mark::Ratio(12.0),
            |options| between(options, [1000, 100], Expander::bytes),
        ),
        Row {
            name: "optimized-graph",
            what: "expansion of 100 such packages, the macro built with `opt-level = 1`",
            against: "not optimized",
            unit: Unit::Seconds,
            mark: Mark::None,
            quick: false,
            prepare: |options| {
                let folder = options.folder("graphs/100");
                graph::write(&folder, 100)?;
                optimized(options, folder)
            },
        },
    ]
}

/// The worlds of the seven packages.
pub(crate) const WORLDS: [&str; 5] =
    ["component", "filesystem-component", "network-component", "process-component", "full"];

/// The folders of the seven packages and the worlds, each after those that it needs, as `generate!` wants them.
pub(crate) fn folders_in_order() -> Vec<String> {
    let folders = [
        "core/types",
        "core/component",
        "core/capabilities",
        "core/host",
        "ext/filesystem",
        "ext/network",
        "ext/process",
        "worlds",
    ];
    folders.iter().map(|folder| shown(&folders::wit().join(folder))).collect()
}

fn proxy(options: &Options) -> Result<Measure> {
    const WORLD: &str = "wasi:http/proxy@0.2.12";
    let expander = Expander::build(options)?;
    let folder = shown(&published("wasip2")?.join("wit"));
    Ok(Box::new(move || {
        Ok(Sample {
            ours: expander.seconds("ours", &[folder.clone(), WORLD.to_owned()])?,
            theirs: expander.seconds("theirs", &[WORLD.to_owned(), folder.clone()])?,
        })
    }))
}

fn seven(options: &Options) -> Result<Measure> {
    let expander = Expander::build(options)?;
    Ok(Box::new(move || {
        let ours = expander.seconds("ours", &[shown(&folders::wit())])?;
        let mut theirs = 0.0;
        for world in WORLDS {
            let world = vec![format!("airssys:worlds/{world}")];
            theirs += expander.seconds("theirs", &[world, folders_in_order()].concat())?;
        }
        Ok(Sample { ours, theirs })
    }))
}

/// The macro as it is when a user has build scripts and macros optimized, against how it is when not.
fn optimized(options: &Options, folder: PathBuf) -> Result<Measure> {
    let (optimized, plain) = (Expander::optimized(options)?, Expander::build(options)?);
    let words = [shown(&folder)];
    Ok(Box::new(move || {
        let of = |expander: &Expander| expander.seconds("ours", &words);
        Ok(Sample { ours: of(&optimized)?, theirs: of(&plain)? })
    }))
}

/// Two graphs of packages, of which a smoke run takes the hundredth part.
fn between(
    options: &Options,
    counts: [usize; 2],
    of: fn(&Expander, &str, &[String]) -> Result<f64>,
) -> Result<Measure> {
    let expander = Expander::build(options)?;
    let counts = counts.map(|count| if options.smoke { count.div_ceil(100) } else { count });
    let folders = counts.map(|count| options.folder(&format!("graphs/{count}")));
    for (folder, count) in folders.iter().zip(counts) {
        graph::write(folder, count)?;
    }
    let [more, less] = folders.map(|folder| [shown(&folder)]);
    Ok(Box::new(move || {
        Ok(Sample { ours: of(&expander, "ours", &more)?, theirs: of(&expander, "ours", &less)? })
    }))
}

/// The macros of `tests/bench/expander`, and the rustc that runs them.
#[derive(Clone)]
pub(crate) struct Expander {
    library: PathBuf,
    out: PathBuf,
}

thread_local! {
    static BUILT: OnceCell<Rc<Expander>> = const { OnceCell::new() };
}

impl Expander {
    pub(crate) fn build(options: &Options) -> Result<Rc<Self>> {
        if let Some(built) = BUILT.with(|built| built.get().cloned()) {
            return Ok(built);
        }
        // The folder in which the tests have the same dependencies.
        let expander = Rc::new(Self::in_folder(options, &folders::target("fixtures"), &[])?);
        BUILT.with(|built| drop(built.set(Rc::clone(&expander))));
        Ok(expander)
    }

    /// With `[profile.dev.build-override]` as a user would set it.
    fn optimized(options: &Options) -> Result<Self> {
        let setting = ["--config", "profile.dev.build-override.opt-level=1"];
        Self::in_folder(options, &options.folder("optimized"), &setting)
    }

    fn in_folder(options: &Options, target: &Path, settings: &[&str]) -> Result<Self> {
        let mut command = cargo::active(target);
        command.args(["build", "--locked", "--package", "expander"]).args(settings);
        command.arg("--message-format=json-render-diagnostics");
        command.arg("--manifest-path").arg(folders::workspace().join("tests/bench/Cargo.toml"));
        let messages = cargo::run(command, &mut |_| ())?;
        let library = messages.iter().rev().find_map(library).context("Cargo made a library")?;
        let out = options.folder("expanded");
        std::fs::create_dir_all(&out).context("making a folder")?;
        Ok(Self { library: library.into(), out })
    }

    pub(crate) fn seconds(&self, which: &str, words: &[String]) -> Result<f64> {
        Ok(self.expand(which, words)?.0)
    }

    fn bytes(&self, which: &str, words: &[String]) -> Result<f64> {
        let bytes = self.expand(which, words)?.1;
        ensure!(bytes > 0.0, "this system does not tell how much memory a process took");
        Ok(bytes)
    }

    /// The seconds of CPU, and the bytes of memory at the peak.
    fn expand(&self, which: &str, words: &[String]) -> Result<(f64, f64)> {
        let source = self.out.join("call.rs");
        std::fs::write(&source, format!("expander::{which}!({words:?});").replace(['[', ']'], ""))?;
        let mut rustc = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
        rustc.args(["--edition=2024", "--crate-type=lib", "--emit=metadata"]);
        rustc.arg("--extern").arg(format!("expander={}", self.library.display()));
        rustc.arg("--out-dir").arg(&self.out).arg(&source);
        let said = measure::run(&mut rustc)?.stderr;
        let line = said.lines().find_map(|line| line.strip_prefix("expansion: "));
        let (nanoseconds, bytes) =
            line.and_then(|line| line.split_once(' ')).context("the macro tells what it took")?;
        Ok((nanoseconds.parse::<f64>()? / 1e9, bytes.parse()?))
    }
}

fn library(message: &Value) -> Option<&str> {
    let is_it = message["target"]["name"] == "expander";
    let files = message["filenames"].as_array().filter(|_| is_it)?;
    files.first()?.as_str()
}

pub(crate) fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// The folder of a package that `tests/published` names.
fn published(name: &str) -> Result<PathBuf> {
    let mut command = cargo::active(&folders::target("published"));
    command.args(["metadata", "--format-version=1", "--locked", "--manifest-path"]);
    command.arg(folders::workspace().join("tests/published/Cargo.toml"));
    let metadata: Value = serde_json::from_str(&measure::run(&mut command)?.stdout)?;
    let packages = metadata["packages"].as_array().context("Cargo lists packages")?;
    let package = packages.iter().find(|package| package["name"] == name).context("it is there")?;
    let manifest = Path::new(package["manifest_path"].as_str().context("and has a manifest")?);
    manifest.parent().map(Path::to_owned).context("which is in a folder")
}
