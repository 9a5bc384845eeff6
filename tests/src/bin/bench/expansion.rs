//! Benchmarks of expansions: macros built unoptimized and run by rustc, as in users' builds.

use std::cell::OnceCell;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::rc::Rc;

use airssys_bindings_tests::{cargo, paths, published_packages};
use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

use crate::benchmark::{Benchmark, Measure, Sample, Target, Unit};
use crate::graph;
use crate::measure;
use crate::options::Options;

pub(crate) fn all() -> Vec<Benchmark> {
    let benchmark = |name, what, baseline, target, quick, prepare| Benchmark {
        name,
        what,
        baseline,
        unit: Unit::Seconds,
        target,
        quick,
        prepare,
    };
    vec![
        benchmark(
            "expand-proxy",
            "expansion of the world `proxy` of WASI HTTP 0.2, as published",
            "`generate!` on the same",
            Target::Ratio(1.10),
            false,
            proxy,
        ),
        benchmark(
            "expand-seven",
            "expansion of all seven packages and five worlds",
            "five calls of `generate!`, one per world",
            Target::Ratio(0.5),
            true,
            seven,
        ),
        benchmark(
            "optimized-seven",
            "expansion of all seven packages and five worlds, the macro built with `opt-level = 1`",
            "not optimized",
            Target::None,
            false,
            |options| optimized(options, paths::wit()),
        ),
        benchmark(
            "graph-10",
            "expansion of 100 packages of 5 interfaces of 10 functions",
            "10 such packages",
            Target::Ours(3.0),
            true,
            |options| graphs(options, [100, 10], Expander::seconds),
        ),
        benchmark(
            "graph-1000",
            "expansion of 1,000 such packages",
            "100 such packages",
            Target::Ratio(12.0),
            true,
            |options| graphs(options, [1000, 100], Expander::seconds),
        ),
        Benchmark {
            unit: Unit::Bytes,
            ..benchmark(
                "graph-memory",
                "memory at the peak of the expansion of 1,000 such packages",
                "100 such packages",
                Target::Ratio(12.0),
                true,
                |options| graphs(options, [1000, 100], Expander::bytes),
            )
        },
        benchmark(
            "graph-generate",
            "expansion of a world that imports 100 such packages",
            "`generate!` on the same",
            Target::None,
            false,
            imported_graph,
        ),
        benchmark(
            "optimized-graph",
            "expansion of 100 such packages, the macro built with `opt-level = 1`",
            "not optimized",
            Target::None,
            false,
            |options| {
                let directory = options.directory("graphs/100");
                graph::write(&directory, 100)?;
                optimized(options, directory)
            },
        ),
    ]
}

/// The worlds in `wit/worlds`.
pub(crate) const WORLDS: [&str; 5] =
    ["component", "filesystem-component", "network-component", "process-component", "full"];

/// Returns the directories of the packages in `wit/`, in dependency order, as `generate!` requires.
pub(crate) fn ordered_directories() -> Vec<String> {
    let directories = [
        "core/types",
        "core/component",
        "core/capabilities",
        "core/host",
        "ext/filesystem",
        "ext/network",
        "ext/process",
        "worlds",
    ];
    directories.iter().map(|directory| display(&paths::wit().join(directory))).collect()
}

fn proxy(options: &Options) -> Result<Measure> {
    const WORLD: &str = "wasi:http/proxy@0.2.12";
    let expander = Expander::build(options)?;
    let directory = display(&published_packages::directory("wasip2")?.join("wit"));
    Ok(Box::new(move || {
        Ok(Sample {
            ours: expander.seconds("airssys_bindings", &[directory.clone(), WORLD.to_owned()])?,
            baseline: expander.seconds("generate", &[WORLD.to_owned(), directory.clone()])?,
        })
    }))
}

fn seven(options: &Options) -> Result<Measure> {
    let expander = Expander::build(options)?;
    Ok(Box::new(move || {
        let ours = expander.seconds("airssys_bindings", &[display(&paths::wit())])?;
        let mut baseline = 0.0;
        for world in WORLDS {
            let world = vec![format!("airssys:worlds/{world}")];
            baseline += expander.seconds("generate", &[world, ordered_directories()].concat())?;
        }
        Ok(Sample { ours, baseline })
    }))
}

fn imported_graph(options: &Options) -> Result<Measure> {
    const WORLD: &str = "bench:every/every";
    let expander = Expander::build(options)?;
    let directory = options.directory("graphs/imported");
    let directories = graph::write_imported(&directory, 100)?;
    let ours = [display(&directory), WORLD.to_owned()];
    let baseline = [vec![WORLD.to_owned()], directories].concat();
    Ok(Box::new(move || {
        Ok(Sample {
            ours: expander.seconds("airssys_bindings", &ours)?,
            baseline: expander.seconds("generate", &baseline)?,
        })
    }))
}

/// Compares the macro built with `opt-level = 1` with the unoptimized macro.
fn optimized(options: &Options, directory: PathBuf) -> Result<Measure> {
    let (optimized, unoptimized) = (Expander::optimized(options)?, Expander::build(options)?);
    let arguments = [display(&directory)];
    Ok(Box::new(move || {
        let seconds = |expander: &Expander| expander.seconds("airssys_bindings", &arguments);
        Ok(Sample { ours: seconds(&optimized)?, baseline: seconds(&unoptimized)? })
    }))
}

/// Compares two graphs of packages of different size. A smoke run takes a hundredth of the packages.
fn graphs(
    options: &Options,
    counts: [usize; 2],
    measure: fn(&Expander, &str, &[String]) -> Result<f64>,
) -> Result<Measure> {
    let expander = Expander::build(options)?;
    let counts = counts.map(|count| if options.smoke { count.div_ceil(100) } else { count });
    let directories = counts.map(|count| options.directory(&format!("graphs/{count}")));
    for (directory, count) in directories.iter().zip(counts) {
        graph::write(directory, count)?;
    }
    let [large, small] = directories.map(|directory| [display(&directory)]);
    Ok(Box::new(move || {
        let measure = |arguments: &[String]| measure(&expander, "airssys_bindings", arguments);
        Ok(Sample { ours: measure(&large)?, baseline: measure(&small)? })
    }))
}

/// The macros of `tests/bench/expander`, run by rustc.
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
        // The target directory of the tests has the same dependencies.
        let target = paths::target("fixtures");
        let expander = Rc::new(Self::build_in(options, &target, &[])?);
        BUILT.with(|built| drop(built.set(Rc::clone(&expander))));
        Ok(expander)
    }

    /// Builds the macros with `opt-level = 1`, as a user would set it.
    fn optimized(options: &Options) -> Result<Self> {
        let setting = ["--config", "profile.dev.build-override.opt-level=1"];
        Self::build_in(options, &options.directory("optimized"), &setting)
    }

    fn build_in(options: &Options, target: &Path, settings: &[&str]) -> Result<Self> {
        let mut command = cargo::active(target);
        command.args(["build", "--locked", "--package", "expander"]).args(settings);
        command.arg("--message-format=json-render-diagnostics");
        command.arg("--manifest-path").arg(paths::workspace().join("tests/bench/Cargo.toml"));
        let messages = cargo::run(command, &mut |_| ())?;
        let library =
            messages.iter().rev().find_map(library).context("no library among the artifacts")?;
        let out = options.directory("expanded");
        fs::create_dir_all(&out).context("creating a directory")?;
        Ok(Self { library: library.into(), out })
    }

    /// Returns the CPU time of an expansion by the macro of this name.
    pub(crate) fn seconds(&self, macro_name: &str, arguments: &[String]) -> Result<f64> {
        Ok(self.expand(macro_name, arguments)?.0)
    }

    fn bytes(&self, macro_name: &str, arguments: &[String]) -> Result<f64> {
        let bytes = self.expand(macro_name, arguments)?.1;
        ensure!(bytes > 0.0, "this system does not report the memory of a process");
        Ok(bytes)
    }

    /// Returns the CPU time in seconds, and the peak memory in bytes.
    fn expand(&self, macro_name: &str, arguments: &[String]) -> Result<(f64, f64)> {
        let source = self.out.join("call.rs");
        fs::write(
            &source,
            format!("expander::{macro_name}!({arguments:?});").replace(['[', ']'], ""),
        )?;
        let mut rustc = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
        rustc.args(["--edition=2024", "--crate-type=lib", "--emit=metadata"]);
        rustc.arg("--extern").arg(format!("expander={}", self.library.display()));
        rustc.arg("--out-dir").arg(&self.out).arg(&source);
        let stderr = measure::run(&mut rustc)?.stderr;
        let line = stderr.lines().find_map(|line| line.strip_prefix("expansion: "));
        let (nanoseconds, bytes) = line
            .and_then(|line| line.split_once(' '))
            .context("the macro reports its time and memory")?;
        Ok((nanoseconds.parse::<f64>()? / 1e9, bytes.parse()?))
    }
}

fn library(message: &Value) -> Option<&str> {
    let is_expander = message["target"]["name"] == "expander";
    let files = message["filenames"].as_array().filter(|_| is_expander)?;
    files.first()?.as_str()
}

pub(crate) fn display(path: &Path) -> String {
    path.display().to_string()
}
